//! What a way to search finds and what it costs: the same trials, the same false-alarm probability, products counted.

use serde::{Deserialize, Serialize};

use super::share::Share;

/// Searches of one kind of signal, on the same noise.
#[derive(Debug, Serialize, Deserialize)]
pub struct Comparison {
    /// The signal-to-noise ratio ρ of the signals.
    pub snr: f64,
    /// The searches: banks, and ascents from them.
    pub searches: Vec<Search>,
    /// The place among them of the finest bank, which the others are held against.
    pub reference: usize,
    /// The cheapest bank that finds as much, chosen on one half of the signals and tried on the other.
    pub bank: Chosen,
    /// The cheapest ascent that finds as much, if one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ascent: Option<Chosen>,
}

/// One way to search.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Search {
    /// Minimal match of its bank.
    pub minimal_match: f64,
    /// Ascents that start from the bank's best templates; 0 for the bank alone.
    pub starts: usize,
    /// Templates of the bank.
    pub templates: usize,
    /// Evaluations of the product and its derivatives in all ascents, on average over the noise.
    pub evaluations: f64,
    /// Real multiplications for products with the data.
    pub products: f64,
    /// Real multiplications for templates that are made while searching.
    pub generation: f64,
    /// The value that the largest product exceeds in noise with the false-alarm probability.
    pub threshold: f64,
    /// Share of signals detected.
    pub detected: Share,
    /// Share of signals on which the largest product is at least the finest bank's.
    pub as_high: f64,
}

/// A search that was chosen because it is cheap.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Chosen {
    /// Its place among the searches.
    pub search: usize,
    /// Its multiplications, of both kinds.
    pub cost: f64,
    /// What it detects of the signals that it was not chosen by.
    pub detected: Share,
    /// By how much the finest bank detects more of those.
    pub shortfall: f64,
}

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

impl Comparison {
    /// Of the searches tried, the bank that is finest among them.
    ///
    /// A search counts as finding as much as the finest bank if the lower end of the 95 % interval of what it detects more,
    /// trial by trial, is no less than −`margin`.
    pub(super) fn of(tried: &[Tried], costs: Costs, snr: f64, false_alarm: f64, margin: f64) -> Self {
        let reference = (0..tried.len())
            .filter(|&i| tried[i].starts == 0)
            .max_by(|&a, &b| tried[a].minimal_match.total_cmp(&tried[b].minimal_match))
            .expect("a bank");
        let detections: Vec<Vec<bool>> = tried
            .iter()
            .map(|tried| {
                let threshold = threshold(&tried.noise, false_alarm);
                tried.signals.iter().map(|value| *value > threshold).collect()
            })
            .collect();
        let searches: Vec<Search> = tried
            .iter()
            .zip(&detections)
            .map(|(search, detected)| Search {
                minimal_match: search.minimal_match,
                starts: search.starts,
                templates: search.templates,
                evaluations: search.evaluations,
                products: search.templates as f64 * costs.template + search.evaluations * costs.evaluation,
                generation: search.evaluations * costs.generation,
                threshold: threshold(&search.noise, false_alarm),
                detected: Share::among(detected),
                as_high: share(search.signals.iter().zip(&tried[reference].signals).map(|(a, b)| a >= b)),
            })
            .collect();
        let cheapest = |is_bank: bool| {
            let half = detections[reference].len() / 2;
            let enough = |i: &usize| least_more(&detections[*i][..half], &detections[reference][..half]) >= -margin;
            let all = (0..searches.len()).filter(|&i| (searches[i].starts == 0) == is_bank).filter(enough);
            let search = all.min_by(|&a, &b| searches[a].cost().total_cmp(&searches[b].cost()))?;
            let [mine, finest] = [search, reference].map(|i| Share::among(&detections[i][half..]));
            let shortfall = finest.share - mine.share;
            Some(Chosen { search, cost: searches[search].cost(), detected: mine, shortfall })
        };
        let bank = cheapest(true).expect("the finest bank finds as much as itself");
        Self { snr, reference, bank, ascent: cheapest(false), searches }
    }
}

impl Search {
    /// All multiplications.
    pub(super) fn cost(&self) -> f64 {
        self.products + self.generation
    }
}

fn share(trials: impl Iterator<Item = bool>) -> f64 {
    let (so, all) = trials.fold((0_u32, 0_u32), |(so, all), is| (so + u32::from(is), all + 1));
    f64::from(so) / f64::from(all)
}

/// The lower end of the 95 % interval of the mean of `ours` − `theirs`, by the normal law.
fn least_more(ours: &[bool], theirs: &[bool]) -> f64 {
    /// The 97.5 % quantile of the standard normal law.
    const QUANTILE: f64 = 1.959_963_984_540_054;
    let n = ours.len() as f64;
    let more: Vec<f64> =
        ours.iter().zip(theirs).map(|(a, b)| f64::from(u8::from(*a)) - f64::from(u8::from(*b))).collect();
    let mean = more.iter().sum::<f64>() / n;
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
        let strict = Comparison::of(&tried, costs, 5.0, 0.05, 0.0);
        assert_eq!((strict.reference, strict.bank.search, strict.ascent.unwrap().search), (4, 3, 2));
        assert_abs_diff_eq!(strict.ascent.unwrap().cost, 20.0 + 140.0);
        assert_abs_diff_eq!(strict.bank.cost, 200.0);
        // One of 50 less, with an interval down to 6 of 100, is enough if a tenth may be missed.
        let loose = Comparison::of(&tried, costs, 5.0, 0.05, 0.1);
        assert_eq!(loose.ascent.unwrap().search, 1);
        assert_abs_diff_eq!(loose.ascent.unwrap().shortfall, 0.02, epsilon = 1e-12);
        assert!(Comparison::of(&tried[3..], costs, 5.0, 0.05, 0.0).ascent.is_none());
    }
}
