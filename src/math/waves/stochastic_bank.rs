//! A bank of templates placed at random.

/// A bank, and how it came about.
#[derive(Debug, Clone)]
pub struct Placed<T> {
    /// The templates that were kept, in the order in which they were proposed.
    pub templates: Vec<T>,
    /// How many were proposed.
    pub proposals: usize,
    /// Whether as many proposals in a row as were asked for needed no template of their own.
    pub complete: bool,
}

// ANCHOR: stochastic_bank
/// Proposes templates at random and keeps those that match no kept one at `minimal_match` or above, until `patience`
/// proposals in a row are matched, or `most` templates are kept.
///
/// ```text
/// keep b if max over kept a of M(a, b) < MM                                         book eq. stochastic-bank
/// ```
///
/// Source: Harry, Allen & Sathyaprakash 2009, §II.
pub fn stochastic_bank<T>(
    minimal_match: f64,
    patience: usize,
    most: usize,
    mut propose: impl FnMut() -> T,
    matches: impl Fn(&T, &T) -> f64,
) -> Placed<T> {
    let mut placed = Placed { templates: Vec::new(), proposals: 0, complete: false };
    let mut matched = 0;
    while matched < patience && placed.templates.len() < most {
        let proposal = propose();
        placed.proposals += 1;
        if placed.templates.iter().any(|kept| matches(kept, &proposal) >= minimal_match) {
            matched += 1;
        } else {
            placed.templates.push(proposal);
            matched = 0;
        }
    }
    placed.complete = matched >= patience;
    placed
}
// ANCHOR_END: stochastic_bank

/// The share of proposals that a complete bank may leave below its minimal match, at a confidence of `level`.
///
/// ```text
/// (1 − u)^P = 1 − level  ⟹  u = 1 − (1 − level)^(1/P)                               book eq. promised-share
/// ```
///
/// Were the share larger, P = `patience` matched proposals in a row would have had a probability below 1 − `level`. It is
/// a bound for one row of P; a bank waits for the first such row, and its first rows begin when more is uncovered.
///
/// # Panics
///
/// If there is no patience, or `level` is not between 0 and 1.
#[must_use]
pub fn promised_share(patience: usize, level: f64) -> f64 {
    assert!(patience > 0 && (0.0..1.0).contains(&level), "patience {patience}, level {level}");
    1.0 - (1.0 - level).powf(1.0 / patience as f64)
}

#[cfg(test)]
mod tests {
    use super::{promised_share, stochastic_bank};
    use crate::data::streams::stream;
    use approx::assert_relative_eq;
    use rand::Rng as _;

    /// On the interval: 1 − |difference| as the match.
    #[test]
    fn templates_are_apart_and_what_is_left_uncovered_is_as_little_as_promised() {
        let matches = |a: &f64, b: &f64| 1.0 - (a - b).abs();
        let mut uncovered = Vec::new();
        for bank in 0..40 {
            let mut rng = stream(bank, "proposals");
            let placed = stochastic_bank(0.99, 50, usize::MAX, || rng.gen_range(0.0..1.0), matches);
            let mut kept = placed.templates.clone();
            kept.sort_by(f64::total_cmp);
            assert!(placed.complete && kept.windows(2).all(|pair| pair[1] - pair[0] > 0.01));
            // Templates are at least 0.01 apart, so at most 101; the best bank has 50, at 0.02.
            assert!((50..=101).contains(&kept.len()), "{}", kept.len());
            let holes = kept.windows(2).map(|pair| (pair[1] - pair[0] - 0.02).max(0.0)).sum::<f64>();
            uncovered.push(holes + (kept[0] - 0.01).max(0.0) + (0.99 - kept[kept.len() - 1]).max(0.0));
        }
        let broken = uncovered.iter().filter(|share| **share > promised_share(50, 0.95)).count();
        // One bank in twenty may break it; of 40, more than six do with a probability below 1 %.
        assert!(broken <= 6, "{broken}");
    }

    #[test]
    fn a_bank_that_may_not_grow_is_not_complete() {
        let mut rng = stream(1, "proposals");
        let placed = stochastic_bank(0.99, 50, 7, || rng.gen_range(0.0..1.0), |a: &f64, b| 1.0 - (a - b).abs());
        assert!(!placed.complete && placed.templates.len() == 7 && placed.proposals >= 7);
    }

    #[test]
    fn the_promise_is_three_over_the_patience() {
        // −ln 0.05 = 2.9957, to first order in 1/P.
        assert_relative_eq!(promised_share(10_000, 0.95), 2.9957e-4, max_relative = 1e-3);
    }
}
