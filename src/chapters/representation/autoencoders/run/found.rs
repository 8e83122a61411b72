//! What one network learnt of a curve, and what all of a kind did.

use anyhow::Result;
use faer::Mat;
use rand::Rng as _;
use rand_distr::StandardNormal;

use super::{
    super::{Kind, Picture, Trained},
    estimate,
    problem::{DRAWS, PLACES, Problem, kept},
    squares, still_falling,
};
use crate::{
    data::streams::stream,
    ground::estimate::Estimate,
    math::{
        manifolds::injectivity::Shortening,
        statistics::kolmogorov::distance_from_uniform,
        vectors::{largest, mean, thousandths},
    },
    nn::{Autoencoder, History, Matrix, Network},
};

/// Points of a decoded straight line.
const LINE: usize = 200;
/// Every so many of them is drawn.
const LINE_DRAWN: usize = 4;
/// Every so many of the places is moved off the curve; of these every so many is drawn.
const MOVED: usize = 5;
const MOVED_DRAWN: usize = 4;

/// What one network learnt of a curve.
pub(super) struct Found {
    /// At all places, standardised.
    codes: Vec<f64>,
    monotone: bool,
    injectivity: f64,
    lost_train: f64,
    lost_held_out: f64,
    line_off: f64,
    line_gap: f64,
    missed: Vec<f64>,
    missed_out: Vec<f64>,
    sample_off: f64,
    sample_kolmogorov: f64,
    still_falling: f64,
    diverged: bool,
    picture: Picture,
}

/// A trained network in parts.
struct Parts {
    whole: Network<Autoencoder>,
    encoder: Network<Autoencoder>,
    decoder: Network<Autoencoder>,
}

impl Found {
    pub(super) fn measure(
        problem: &Problem<'_>,
        kind: Kind,
        network: &Network<Autoencoder>,
        history: &History,
    ) -> Result<Self> {
        let (encoder, decoder) = (network.model().encoder(), network.model().decoder());
        let parts = Parts {
            whole: network.clone(),
            encoder: network.with_model(encoder),
            decoder: network.with_model(decoder),
        };
        let clean: Vec<Vec<f64>> = problem.places.iter().map(|place| problem.lifted(place.point)).collect();
        let raw = parts.encoder.apply(&Matrix::from_points(&clean))?;
        let codes = standardised(raw.values());
        let points = Mat::from_fn(problem.ambient, PLACES, |j, i| clean[i][j]);
        let shortening = Shortening::of(points.as_ref(), Mat::from_fn(1, PLACES, |_, i| codes[i]).as_ref());
        let lost = |points: &Matrix| -> Result<f64> {
            let missed = squares(parts.whole.apply(points)?.values(), points.values());
            let about: f64 = (0..points.rows()).map(|i| squares(points.row(i), &problem.mean)).sum();
            Ok(missed / about)
        };
        let (line, line_off, line_gap) = decoded_line(problem, &parts, &raw, &clean)?;
        let Pushed { missed, picture: [from, to] } = pushed(problem, &parts)?;
        let (sample_off, sample_kolmogorov) = sampled(problem, &parts, kind)?;
        Ok(Self {
            monotone: is_monotone(&codes),
            injectivity: shortening.relative(),
            codes,
            lost_train: lost(&problem.train)?,
            lost_held_out: lost(&problem.held_out)?,
            line_off,
            line_gap,
            missed,
            missed_out: missed_out(problem, &parts)?,
            sample_off,
            sample_kolmogorov,
            still_falling: still_falling(history),
            diverged: history.diverged_at.is_some(),
            picture: Picture { line, from, to },
        })
    }

    /// All networks of a kind together.
    pub(super) fn gathered(kind: Kind, found: &[Self], problem: &Problem<'_>) -> Trained {
        let seed = problem.config.seed;
        let mean_of = |of: fn(&Self) -> f64| estimate(&found.iter().map(of).collect::<Vec<_>>(), seed);
        let by_distance = |of: fn(&Self) -> &Vec<f64>| -> Vec<Estimate> {
            let all = 0..of(&found[0]).len();
            all.map(|k| estimate(&found.iter().map(|found| of(found)[k]).collect::<Vec<_>>(), seed)).collect()
        };
        let pairs = (0..found.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
        let apart = pairs.map(|(i, j)| {
            let squared = found[i].codes.iter().zip(&found[j].codes).map(|(a, b)| (a - b).powi(2));
            mean(&squared.collect::<Vec<_>>())
        });
        Trained {
            kind,
            codes: found.iter().map(|found| kept(&found.codes)).collect(),
            monotone: found.iter().filter(|found| found.monotone).count(),
            injectivity: mean_of(|found| found.injectivity),
            disagreement: mean(&apart.collect::<Vec<_>>()).sqrt(),
            lost_train: mean_of(|found| found.lost_train),
            lost_held_out: mean_of(|found| found.lost_held_out),
            line_off: mean_of(|found| found.line_off),
            line_gap: mean_of(|found| found.line_gap),
            missed: by_distance(|found| &found.missed),
            missed_out: by_distance(|found| &found.missed_out),
            sample_off: mean_of(|found| found.sample_off),
            sample_kolmogorov: mean_of(|found| found.sample_kolmogorov),
            still_falling: largest(found.iter().map(|found| found.still_falling)),
            diverged: found.iter().filter(|found| found.diverged).count(),
            picture: found[0].picture.clone(),
        }
    }
}

/// Mean 0, variance 1, and rising on the whole; zeros if there is but one value.
fn standardised(codes: &[f32]) -> Vec<f64> {
    let codes: Vec<f64> = codes.iter().map(|&code| f64::from(code)).collect();
    let centre = mean(&codes);
    let variance = mean(&codes.iter().map(|code| (code - centre).powi(2)).collect::<Vec<_>>());
    let middle = (codes.len() - 1) as f64 / 2.0;
    let rise: f64 = codes.iter().enumerate().map(|(i, code)| (i as f64 - middle) * (code - centre)).sum();
    let scale = if variance > 0.0 { rise.signum() / variance.sqrt() } else { 0.0 };
    codes.into_iter().map(|code| scale * (code - centre)).collect()
}

/// Whether the steps from code to code never change their sign; where codes rest they have none.
fn is_monotone(codes: &[f64]) -> bool {
    let steps: Vec<f64> = codes.windows(2).map(|pair| pair[1] - pair[0]).filter(|step| *step != 0.0).collect();
    !steps.windows(2).any(|pair| pair[0] * pair[1] < 0.0)
}

/// The decoded straight line between the codes of the curve's ends as it is drawn, its root mean square distance from the
/// curve, and the largest distance of a place of the curve from it.
fn decoded_line(
    problem: &Problem<'_>,
    parts: &Parts,
    codes: &Matrix,
    clean: &[Vec<f64>],
) -> Result<(Vec<[f64; 2]>, f64, f64)> {
    let (first, last) = (codes.row(0)[0], codes.row(PLACES - 1)[0]);
    let along = Matrix::from_fn(LINE, 1, |i, _| first + (last - first) * i as f32 / (LINE - 1) as f32);
    let line = parts.decoder.apply(&along)?;
    let off: Vec<f64> = (0..LINE).map(|i| problem.foot(line.row(i)).distance.powi(2)).collect();
    let nearest = |place: &Vec<f64>| {
        let place: Vec<f32> = place.iter().map(|&x| x as f32).collect();
        (0..LINE).map(|i| squares(line.row(i), &place)).fold(f64::INFINITY, f64::min).sqrt()
    };
    let gap = largest(clean.iter().map(nearest));
    let drawn = (0..LINE).step_by(LINE_DRAWN).map(|i| problem.lowered(line.row(i)).map(thousandths));
    Ok((drawn.collect(), mean(&off).sqrt(), gap))
}

/// What became of points that were moved off the curve to either side along its normal.
struct Pushed {
    /// The mean distance of their reconstructions from the places where they came from, for each distance that they were
    /// moved by.
    missed: Vec<f64>,
    /// Some of the points for the middle distance, and their reconstructions.
    picture: [Vec<[f64; 2]>; 2],
}

fn pushed(problem: &Problem<'_>, parts: &Parts) -> Result<Pushed> {
    let moved = &problem.config.moved;
    let mut found = Pushed { missed: Vec::new(), picture: [Vec::new(), Vec::new()] };
    let places: Vec<_> = problem.places.iter().step_by(MOVED).flat_map(|place| [(place, -1.0), (place, 1.0)]).collect();
    for (number, distance) in moved.iter().enumerate() {
        let off = places.iter().map(|(place, side)| {
            let by = side * distance;
            [place.point[0] + by * place.normal[0], place.point[1] + by * place.normal[1]]
        });
        let off: Vec<[f64; 2]> = off.collect();
        let lifted: Vec<Vec<f64>> = off.iter().map(|&point| problem.lifted(point)).collect();
        let back = parts.whole.apply(&Matrix::from_points(&lifted))?;
        let missed = places.iter().enumerate().map(|(i, (place, _))| apart(&problem.lifted(place.point), back.row(i)));
        found.missed.push(mean(&missed.collect::<Vec<_>>()));
        if number == moved.len() / 2 {
            for i in (0..back.rows()).step_by(2 * MOVED_DRAWN).flat_map(|i| [i, i + 1]) {
                found.picture[0].push(off[i].map(thousandths));
                found.picture[1].push(problem.lowered(back.row(i)).map(thousandths));
            }
        }
    }
    Ok(found)
}

/// For points moved out of the curve's plane, each in a random direction: the mean distance of their reconstructions from
/// where they came from.
fn missed_out(problem: &Problem<'_>, parts: &Parts) -> Result<Vec<f64>> {
    if problem.ambient == 2 {
        return Ok(Vec::new());
    }
    let of = |&distance: &f64| -> Result<f64> {
        let mut rng = stream(problem.config.seed, "autoencoders upright");
        let from: Vec<Vec<f64>> = problem.places.iter().map(|place| problem.lifted(place.point)).collect();
        let moved = |from: &Vec<f64>| -> Vec<f64> {
            from.iter().zip(problem.upright(&mut rng)).map(|(x, by)| x + distance * by).collect()
        };
        let off: Vec<Vec<f64>> = from.iter().map(moved).collect();
        let back = parts.whole.apply(&Matrix::from_points(&off))?;
        Ok(mean(&from.iter().enumerate().map(|(i, from)| apart(from, back.row(i))).collect::<Vec<_>>()))
    };
    problem.config.moved.iter().map(of).collect()
}

/// The distance of two points, one of them in single precision.
fn apart(a: &[f64], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(a, &b)| (a - f64::from(b)).powi(2)).sum::<f64>().sqrt()
}

/// Points drawn from the model: their root mean square distance from the curve, and the Kolmogorov distance of their places
/// along it. Codes are standard normal for a variational autoencoder, those of training points for a quantised one, and
/// for the others normal with the mean and the variance of those.
fn sampled(problem: &Problem<'_>, parts: &Parts, kind: Kind) -> Result<(f64, f64)> {
    let mut rng = stream(problem.config.seed, "autoencoders samples");
    let learnt: Vec<f64> = parts.encoder.apply(&problem.train)?.values().iter().map(|&code| f64::from(code)).collect();
    let centre = mean(&learnt);
    let deviation = mean(&learnt.iter().map(|code| (code - centre).powi(2)).collect::<Vec<_>>()).sqrt();
    let draw = |_| {
        let normal: f64 = rng.sample(StandardNormal);
        let code = match kind {
            Kind::Variational => normal,
            Kind::Quantised => learnt[rng.gen_range(0..learnt.len())],
            _ => centre + deviation * normal,
        };
        code as f32
    };
    let codes: Vec<f32> = (0..DRAWS).map(draw).collect();
    let drawn = parts.decoder.apply(&Matrix::new(DRAWS, 1, codes))?;
    let feet: Vec<_> = (0..DRAWS).map(|i| problem.foot(drawn.row(i))).collect();
    let off = mean(&feet.iter().map(|foot| foot.distance.powi(2)).collect::<Vec<_>>()).sqrt();
    Ok((off, distance_from_uniform(feet.iter().map(|foot| foot.part).collect())))
}
