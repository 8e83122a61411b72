//! What a way to search finds and what it costs: the same trials, the same false-alarm probability, products counted.

use super::{
    super::{Chosen, Comparison, Search},
    share::share_among,
};
use crate::math::vectors::mean;

/// The multiplications of the parts of a search.
#[derive(Debug, Clone, Copy)]
pub(super) struct Costs {
    /// Products of the data with one template of a bank, at all times if time is unknown.
    pub(super) template: f64,
    /// Products of the data with a template and its derivatives.
    pub(super) evaluation: f64,
    /// Making that template and these derivatives.
    pub(super) generation: f64,
}

/// The largest products of one way to search.
#[derive(Debug, Clone)]
pub(super) struct Tried {
    pub(super) minimal_match: f64,
    pub(super) starts: usize,
    pub(super) templates: usize,
    /// On average over the noise.
    pub(super) evaluations: f64,
    /// The largest product of each trial with noise alone.
    pub(super) noise: Vec<f64>,
    /// The largest product of each trial with a signal.
    pub(super) signals: Vec<f64>,
}

/// The value that a share of at most `false_alarm` of `noise` exceeds.
///
/// # Panics
///
/// If there is no noise.
pub(super) fn threshold(noise: &[f64], false_alarm: f64) -> f64 {
    let mut falling = noise.to_vec();
    falling.sort_by(|a, b| b.total_cmp(a));
    falling[((noise.len() as f64 * false_alarm) as usize).min(noise.len() - 1)]
}

/// An ascent is as high as the finest bank on nearly every signal if it is on this share of them.
const NEARLY: f64 = 0.95;

impl Comparison {
    /// The comparison of the searches tried with the finest bank among them.
    ///
    /// A search counts as detecting as much as the finest bank if the lower end of the 95 % interval of what it detects more,
    /// trial by trial, is no less than −`margin`.
    pub(super) fn from_trials(tried: &[Tried], costs: Costs, snr: f64, false_alarm: f64, margin: f64) -> Self {
        let reference = (0..tried.len())
            .filter(|&i| tried[i].starts == 0)
            .max_by(|&a, &b| tried[a].minimal_match.total_cmp(&tried[b].minimal_match))
            .expect("a bank");
        let thresholds: Vec<f64> = tried.iter().map(|tried| threshold(&tried.noise, false_alarm)).collect();
        let above = |(tried, threshold): (&Tried, &f64)| tried.signals.iter().map(|value| value > threshold).collect();
        let detections: Vec<Vec<bool>> = tried.iter().zip(&thresholds).map(above).collect();
        let as_high = |tried_one: &Tried| {
            tried_one.signals.iter().zip(&tried[reference].signals).map(|(value, finest)| value >= finest).collect()
        };
        let highs: Vec<Vec<bool>> = tried.iter().map(as_high).collect();
        let searches: Vec<Search> = (0..tried.len())
            .map(|i| Search {
                minimal_match: tried[i].minimal_match,
                starts: tried[i].starts,
                templates: tried[i].templates,
                evaluations: tried[i].evaluations,
                products: tried[i].templates as f64 * costs.template + tried[i].evaluations * costs.evaluation,
                generation: tried[i].evaluations * costs.generation,
                threshold: thresholds[i],
                detected: share_among(&detections[i]),
                as_high: share_among(&highs[i]).value,
            })
            .collect();
        let half = tried[reference].signals.len() / 2;
        let chosen = |search: usize| Chosen {
            search,
            minimal_match: searches[search].minimal_match,
            templates: searches[search].templates,
            starts: searches[search].starts,
            cost: searches[search].cost(),
            detected: share_among(&detections[search][half..]),
            shortfall: share_among(&detections[reference][half..]).value
                - share_among(&detections[search][half..]).value,
            as_high: share_among(&highs[search][half..]),
        };
        let cheapest = |enough: &dyn Fn(usize) -> bool| {
            let all = (0..searches.len()).filter(|&i| enough(i));
            all.min_by(|&a, &b| searches[a].cost().total_cmp(&searches[b].cost())).map(chosen)
        };
        let detects = |i: usize| least_more(&detections[i][..half], &detections[reference][..half]) >= -margin;
        Self {
            snr,
            finest: chosen(reference),
            bank: cheapest(&|i| searches[i].starts == 0 && detects(i)).expect("the finest bank is as good as itself"),
            ascent: cheapest(&|i| searches[i].starts > 0 && detects(i)),
            as_high: cheapest(&|i| searches[i].starts > 0 && share_among(&highs[i][..half]).value >= NEARLY),
            searches,
        }
    }
}

/// The lower end of the 95 % interval of the mean of `ours` − `theirs`, by the normal distribution.
fn least_more(ours: &[bool], theirs: &[bool]) -> f64 {
    /// The 97.5 % quantile of the standard normal distribution.
    const QUANTILE: f64 = 1.959_963_984_540_054;
    let n = ours.len() as f64;
    let more: Vec<f64> =
        ours.iter().zip(theirs).map(|(a, b)| f64::from(u8::from(*a)) - f64::from(u8::from(*b))).collect();
    let mean = mean(&more);
    let variance = more.iter().map(|m| (m - mean).powi(2)).sum::<f64>() / n;
    mean - QUANTILE * (variance / n).sqrt()
}

#[cfg(test)]
mod tests {
    use super::{Comparison, Costs, Tried, least_more, threshold};
    use approx::assert_abs_diff_eq;

    #[test]
    fn no_more_noise_than_allowed_is_above_the_threshold() {
        let noise: Vec<f64> = (0..200).map(|i| f64::from(i * 7919 % 200)).collect();
        let above = |false_alarm: f64| {
            let threshold = threshold(&noise, false_alarm);
            noise.iter().filter(|value| **value > threshold).count()
        };
        assert_eq!([0.0, 0.01, 0.02, 0.5].map(above), [0, 2, 4, 100]);
    }

    #[test]
    fn what_is_found_more_is_counted_pair_by_pair() {
        let (ours, theirs) = ([true, true, false, false], [true, false, false, false]);
        // Mean 1/4, variance 3/16, of 4.
        let expected = 0.25 - 1.959_963_984_540_054 * (3.0_f64 / 16.0 / 4.0).sqrt();
        assert_abs_diff_eq!(least_more(&ours, &theirs), expected, epsilon = 1e-15);
        assert_abs_diff_eq!(least_more(&ours, &ours), 0.0);
    }

    /// Four searches whose costs and finds are set by hand.
    #[test]
    fn the_cheapest_search_that_finds_as_much_is_chosen() {
        let noise: Vec<f64> = (0..100).map(f64::from).collect();
        let search = |minimal_match, starts, templates, evaluations, found: usize| Tried {
            minimal_match,
            starts,
            templates,
            evaluations,
            noise: noise.clone(),
            // Those that are found first are in both halves.
            signals: (0..100).map(|i| if i % 50 < found { 200.0 } else { 0.0 }).collect(),
        };
        let tried = [
            search(0.5, 0, 10, 0.0, 20),
            search(0.5, 1, 10, 5.0, 44),
            search(0.5, 4, 10, 20.0, 45),
            search(0.8, 0, 100, 0.0, 45),
            search(0.9, 0, 300, 0.0, 45),
        ];
        let costs = Costs { template: 2.0, evaluation: 6.0, generation: 1.0 };
        let strict = Comparison::from_trials(&tried, costs, 5.0, 0.05, 0.0);
        assert_eq!((strict.finest.search, strict.bank.search, strict.ascent.unwrap().search), (4, 3, 2));
        // The signals that the finest bank misses count as found as high.
        assert_eq!(strict.as_high.unwrap().search, 1);
        assert_abs_diff_eq!(strict.as_high.unwrap().as_high.value, 0.98);
        assert_abs_diff_eq!(strict.ascent.unwrap().cost, 20.0 + 140.0);
        assert_abs_diff_eq!(strict.bank.cost, 200.0);
        // One of 50 less, with an interval down to 6 of 100, is enough if a tenth may be missed.
        let loose = Comparison::from_trials(&tried, costs, 5.0, 0.05, 0.1);
        assert_eq!(loose.ascent.unwrap().search, 1);
        assert_abs_diff_eq!(loose.ascent.unwrap().shortfall, 0.02, epsilon = 1e-12);
        assert!(Comparison::from_trials(&tried[3..], costs, 5.0, 0.05, 0.0).ascent.is_none());
    }
}
