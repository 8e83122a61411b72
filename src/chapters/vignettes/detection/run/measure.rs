//! From scores to probabilities.

use super::super::Known;
use crate::{
    ground::estimate::Estimate,
    math::{
        statistics::{
            jackknife::standard_error,
            proportion::{estimate, exceedances, interval},
        },
        waves::detection::{detection_of_known, false_alarm_of_known, threshold_of_known},
    },
};

/// Groups of draws that are left out in turn.
const GROUPS: usize = 20;

/// Scores of noise, from the largest to the smallest.
#[derive(Debug)]
pub(super) struct Ranked(Vec<f32>);

impl Ranked {
    /// Sorts `scores` from the largest to the smallest.
    pub(super) fn new(mut scores: Vec<f32>) -> Self {
        scores.sort_by(|a, b| b.total_cmp(a));
        Self(scores)
    }

    /// The threshold above which a share `alarm` of this noise lies: the largest score that is no false alarm. A detector
    /// that says the same of everything never exceeds it.
    pub(super) fn threshold(&self, alarm: f64) -> f32 {
        let count = (alarm * self.0.len() as f64).round() as usize;
        self.0[count.clamp(1, self.0.len() - 1)]
    }

    /// The share of `signals` above the threshold of a share `alarm` of noise.
    ///
    /// The interval counts both samples. The true threshold lies between two of the ranked scores with probability
    /// (1 + `level`)/2, whatever the distribution of the scores is; the share above each of them has an interval with that
    /// probability; so both hold with probability `level` or more.
    pub(super) fn detection(&self, signals: &[f32], alarm: f64, level: f64) -> Estimate {
        let each = f64::midpoint(1.0, level);
        let (fewest, most) = exceedances(alarm, self.0.len(), each);
        let low = if fewest == 0 { 0.0 } else { interval(above(signals, self.0[fewest - 1]), signals.len(), each).0 };
        let high =
            if most > self.0.len() { 1.0 } else { interval(above(signals, self.0[most - 1]), signals.len(), each).1 };
        let value = above(signals, self.threshold(alarm)) as f64 / signals.len() as f64;
        Estimate { value, low, high }
    }

    /// The shares of `signals` above the thresholds of all `alarms`.
    pub(super) fn curve(&self, signals: &[f32], alarms: &[f64]) -> Vec<f64> {
        let ranked = Self::new(signals.to_vec());
        let share = |&alarm: &f64| {
            let threshold = self.threshold(alarm);
            ranked.0.partition_point(|score| *score > threshold) as f64 / signals.len() as f64
        };
        alarms.iter().map(share).collect()
    }
}

/// One detector's scores of segments of noise and of segments with a signal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scored<'a> {
    pub(super) noise: &'a [f32],
    pub(super) signals: &'a [f32],
}

/// By how much one detector's share of `signals`, at its own threshold, exceeds another's: both scored the same segments of
/// noise and of signals. The jackknife's interval is on the careful side, a threshold being a quantile.
pub(super) fn excess([one, other]: [Scored; 2], alarm: f64, level: f64) -> Estimate {
    let difference = |left_out: Option<usize>| found(one, alarm, left_out) - found(other, alarm, left_out);
    let left_out: Vec<f64> = (0..GROUPS).map(|group| difference(Some(group))).collect();
    let (value, half) = (difference(None), threshold_of_known((1.0 - level) / 2.0) * standard_error(&left_out));
    Estimate::new(value, (value - half, value + half))
}

/// The share of signals above the threshold that the noise sets, one of the groups left out of both.
fn found(scored: Scored, alarm: f64, left_out: Option<usize>) -> f64 {
    let kept = |scores: &[f32]| -> Vec<f32> {
        let of_group = |at: usize| left_out.is_some_and(|group| at % GROUPS == group);
        scores.iter().enumerate().filter(|(at, _)| !of_group(*at)).map(|(_, score)| *score).collect()
    };
    let (mut noise, signals) = (kept(scored.noise), kept(scored.signals));
    let count = ((alarm * noise.len() as f64).round() as usize).clamp(1, noise.len() - 1);
    let (_, threshold, _) = noise.select_nth_unstable_by(count, |a, b| b.total_cmp(a));
    above(&signals, *threshold) as f64 / signals.len() as f64
}

/// How many of `scores` are above `threshold`.
pub(super) fn above(scores: &[f32], threshold: f32) -> usize {
    scores.iter().filter(|&&score| score > threshold).count()
}

/// The share of `scores` above a threshold that is given.
pub(super) fn share_above(scores: &[f32], threshold: f32, level: f64) -> Estimate {
    estimate(above(scores, threshold), scores.len(), level)
}

/// One known template: `noise` and `signals`, one list per signal-to-noise ratio, are products with the own template.
pub(super) fn known(
    noise: &[f32],
    signals: &[&[f32]],
    snr: &[f64],
    alarms: &[f64],
    false_alarm: f64,
    level: f64,
) -> Known {
    // As far as ten false alarms are expected.
    let last = threshold_of_known((10.0 / noise.len() as f64).min(0.4));
    let count = (2.0 * last).floor() as u32;
    let thresholds: Vec<f64> = (0..=count).map(|step| 0.5 * f64::from(step)).collect();
    let intervals = thresholds.len() * (1 + snr.len());
    let together = 1.0 - (1.0 - level) / intervals as f64;
    let mut misses = 0;
    let mut shares = |scores: &[f32], exact: &dyn Fn(f64) -> f64| -> Vec<f64> {
        let share = |&threshold: &f64| {
            let share = share_above(scores, threshold as f32, together);
            misses += usize::from(!share.allows(exact(threshold)));
            share.value
        };
        thresholds.iter().map(share).collect()
    };
    let measured_alarms = shares(noise, &false_alarm_of_known);
    let detections =
        signals.iter().zip(snr).map(|(scores, &snr)| shares(scores, &|threshold| detection_of_known(threshold, snr)));
    let detections = detections.collect();
    let at = |alarm: f64, snr: f64| if alarm < 1.0 { detection_of_known(threshold_of_known(alarm), snr) } else { 1.0 };
    Known {
        closed_form: snr.iter().map(|&snr| at(false_alarm, snr)).collect(),
        curves: snr.iter().map(|&snr| alarms.iter().map(|&alarm| at(alarm, snr)).collect()).collect(),
        thresholds,
        alarms: measured_alarms,
        detections,
        misses,
        intervals,
    }
}

#[cfg(test)]
mod tests {
    use super::{Ranked, Scored, excess, known};
    use crate::{
        data::streams::stream,
        math::waves::detection::{detection_of_known, threshold_of_known},
    };
    use rand::Rng as _;
    use rand_distr::StandardNormal;

    fn draws(count: usize, mean: f32, seed: u64) -> Vec<f32> {
        let mut rng = stream(seed, "tests/scores");
        (0..count).map(|_| mean + rng.sample::<f32, _>(StandardNormal)).collect()
    }

    /// Second road: Gaussian scores, whose detection probability is known. At level .8 an interval that is exact would miss it
    /// in 20 % of all trials; that both errors are counted makes it wider, and then it misses it in less.
    #[test]
    fn the_interval_covers_the_truth_and_not_by_being_boundless() {
        let (alarm, snr) = (0.02, 2.0);
        let exact = detection_of_known(threshold_of_known(alarm), snr);
        let trials = 300;
        let (mut misses, mut width) = (0, 0.0);
        for seed in 0..trials {
            let share =
                Ranked::new(draws(2_000, 0.0, seed)).detection(&draws(1_000, snr as f32, seed + 1_000), alarm, 0.8);
            misses += u32::from(exact < share.low || exact > share.high);
            width += (share.high - share.low) / trials as f64;
            assert!((share.low..=share.high).contains(&share.value));
        }
        // Four standard errors above 20 % are 29 %. The threshold alone is uncertain by .07, which moves P_D by .028.
        assert!(misses < 87, "{misses}");
        assert!(width > 0.05 && width < 0.2, "{width}");
    }

    /// Second road: two detectors of a known difference that share most of their noise, so that the difference is far surer
    /// than either share.
    #[test]
    fn the_excess_of_one_detector_over_another_is_known_better_than_either() {
        let (alarm, snr) = (0.02, 2.0);
        let at = |snr: f64| detection_of_known(threshold_of_known(alarm), snr);
        let (trials, share) = (200, 0.1_f32);
        let (mut misses, mut width, mut alone) = (0, 0.0, 0.0);
        for seed in 0..trials {
            // The second detector adds a little noise of its own, and sees a signal weaker by that.
            let pair = |count, mean: f32, seed| -> (Vec<f32>, Vec<f32>) {
                let common = draws(count, mean, seed);
                let own = draws(count, 0.0, seed + 10_000);
                let mixed = common.iter().zip(own).map(|(x, y)| (x + share * y) / (1.0 + share * share).sqrt());
                let mixed = mixed.collect();
                (common, mixed)
            };
            let (noise, signals) = (pair(4_000, 0.0, seed), pair(2_000, snr as f32, seed + 1_000));
            let excess = excess(
                [Scored { noise: &noise.0, signals: &signals.0 }, Scored { noise: &noise.1, signals: &signals.1 }],
                alarm,
                0.8,
            );
            let exact = at(snr) - at(snr / f64::from(1.0 + share * share).sqrt());
            misses += u32::from(exact < excess.low || exact > excess.high);
            width += (excess.high - excess.low) / trials as f64;
            let one = Ranked::new(noise.0).detection(&signals.0, alarm, 0.8);
            alone += (one.high - one.low) / trials as f64;
        }
        // 20 % should be missed, and four standard errors are 11 %. A threshold is a quantile, for which the jackknife is on
        // the careful side: by a half at these sizes, where the difference itself scatters by .025.
        assert!(misses <= 62, "{misses}");
        assert!(width > 0.025 && width < 0.6 * alone, "{width} {alone}");
    }

    #[test]
    fn the_closed_form_is_missed_by_scores_that_are_none() {
        let noise = draws(20_000, 0.0, 1);
        let signals = draws(4_000, 3.0, 2);
        let signals = [signals.as_slice()];
        let alarms = [0.01, 1.0];
        // At this level one data set in a thousand misses.
        let right = known(&noise, &signals, &[3.0], &alarms, 0.01, 0.999);
        assert_eq!(right.misses, 0);
        assert!(known(&noise, &signals, &[3.2], &alarms, 0.01, 0.95).misses > 2);
        let wide: Vec<f32> = noise.iter().map(|score| 1.05 * score).collect();
        assert!(known(&wide, &signals, &[3.0], &alarms, 0.01, 0.95).misses > 2);
    }

    #[test]
    fn a_detector_that_says_the_same_of_everything_finds_nothing() {
        let silent = vec![0.5; 1_000];
        let share = Ranked::new(silent.clone()).detection(&silent, 0.01, 0.9);
        assert_eq!((share.value, share.low), (0.0, 0.0));
        let (noise, signals) = (draws(1_000, 0.0, 5), draws(1_000, 3.0, 6));
        let alive = Scored { noise: &noise, signals: &signals };
        let silent = Scored { noise: &silent, signals: &silent };
        assert!(excess([alive, silent], 0.01, 0.9).low > 0.5);
    }

    #[test]
    fn a_curve_ends_where_everything_is_a_signal() {
        let noise = Ranked::new(draws(1_000, 0.0, 3));
        let signals = draws(500, 1.0, 4);
        let curve = noise.curve(&signals, &[0.1, 0.5, 1.0]);
        assert!(curve.windows(2).all(|pair| pair[0] <= pair[1]));
        assert!((curve[0] - noise.detection(&signals, 0.1, 0.9).value).abs() < 1e-12);
    }
}
