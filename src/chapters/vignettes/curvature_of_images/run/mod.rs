//! The orbit of a photograph under shifts, measured.

mod neighbours;
mod pictures;

use anyhow::Result;
use faer::Mat;

use self::{
    neighbours::{look, shifts},
    pictures::{disc, faded, scene},
};
use super::{Blurred, Config, Disc, Outcome, Pictures, Refinement, Window};
use crate::{
    data::{photographs::Photograph, streams::stream},
    figure::Context,
    ground::pixels::Pixels,
    math::{
        images::{
            image::Image,
            translation_orbit::{TranslationOrbit, shifted},
        },
        statistics::fit::slope,
        subspaces::principal_components::PrincipalComponents,
        vectors::{distance, mean, norm},
    },
};

/// Shares of the energy that a subspace is to hold.
const HELD: [f64; 3] = [0.95, 0.99, 0.999];

/// Measures the orbit of the photograph under each blur, and what else the figure shows.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    let photograph = &Photograph::named(&config.photograph)?.load()?;
    let mut task = context.progress.task("curvature_of_images", config.blurs.len() + 2);
    let picture = faded(&scene(photograph, config.side), config.fade);
    let orbit = TranslationOrbit::new(&picture);
    let from = 1.0 / 16.0_f64;
    let steps = 40;
    let growth = (config.side as f64 / 4.0 / from).powf(1.0 / f64::from(steps));
    let along: Vec<f64> = (0..=steps).map(|step| from * growth.powi(step)).collect();
    let components = components(orbit.energies().len());
    let most = config.samples[config.samples.len() - 1];
    let places = shifts(most, &mut stream(config.seed, "shifts"));
    let blurred = config
        .blurs
        .iter()
        .map(|&blur| {
            let found = under_blur(&orbit, blur, &along, &components, &places, config);
            task.step();
            found
        })
        .collect();
    let window = window(photograph, config.side);
    task.step();
    let refinement = refinement(photograph, config);
    task.step();
    Ok(Outcome {
        photograph: config.photograph.clone(),
        pictures: shown(&scene(photograph, config.side), &picture, config.shown_shift),
        shifts: along,
        held: HELD.to_vec(),
        components,
        samples: config.samples.clone(),
        blurred,
        window,
        disc: moved_disc(),
        refinement,
    })
}

/// 1, 2, 3 … in steps of a fifth, up to `most`.
fn components(most: usize) -> Vec<usize> {
    let mut counts = vec![1];
    while let Some(&last) = counts.last().filter(|&&last| last < most) {
        counts.push((last + 1).max(last * 6 / 5).min(most));
    }
    counts
}

/// The orbit of the picture under a `blur`: its span, its geometry at the shifts `along` a row, and its neighbours.
fn under_blur(
    orbit: &TranslationOrbit,
    blur: f64,
    along: &[f64],
    components: &[usize],
    places: &[usize],
    config: &Config,
) -> Blurred {
    let orbit = orbit.blurred(blur);
    let energies = orbit.energies();
    let at = |function: &dyn Fn([f64; 2]) -> f64| along.iter().map(|&u| function([u, 0.0])).collect::<Vec<f64>>();
    let angle_deg = |u: [f64; 2]| orbit.tangent_angle(u).to_degrees();
    let squared = neighbours::distances(&orbit, config.side);
    let seen: Vec<_> =
        config.samples.iter().map(|&samples| look(&places[..samples], &squared, config.neighbours)).collect();
    let row = [1.0, 0.0];
    Blurred {
        blur,
        left: components.iter().map(|&count| energies.iter().skip(count).sum()).collect(),
        dimensions: HELD.iter().map(|&held| needed(&energies, held)).collect(),
        held_by_two: energies.iter().take(2).sum(),
        speed: orbit.speed(row),
        curvature: orbit.curvature(row),
        distances: at(&|u| orbit.distance(u)),
        angles_deg: at(&angle_deg),
        angle_at_a_pixel_deg: angle_deg(row),
        angle_at_blur_deg: angle_deg([blur, 0.0]),
        midpoint_errors: at(&|u| orbit.midpoint_error(u)),
        neighbour_dimensions: seen.iter().map(|seen| seen.dimension).collect(),
        nearest: seen.iter().map(|seen| seen.nearest).collect(),
        nearest_is_nearest: seen.iter().map(|seen| seen.is_nearest).collect(),
    }
}

/// How many of the largest energies, whose sum is taken as 1, hold the share `held`.
fn needed(energies: &[f64], held: f64) -> usize {
    let total: f64 = energies.iter().sum();
    let mut sum = 0.0;
    energies
        .iter()
        .take_while(|&&energy| {
            let more = sum < held * total;
            sum += energy;
            more
        })
        .count()
}

/// The picture moved to both sides, their average, and the picture.
fn shown(scene: &Image, picture: &Image, shift: f64) -> Pictures {
    let [left, right] = [-shift, shift].map(|u| shifted(picture, [u, 0.0]));
    let average = Image {
        pixels: left.pixels.iter().zip(&right.pixels).map(|(left, right)| f64::midpoint(*left, *right)).collect(),
        ..*picture
    };
    let grey = mean(&scene.pixels);
    let factor = (picture.width / 64).max(1);
    let bytes = |image: &Image| {
        let level = |pixel: &f64| ((grey + pixel).clamp(0.0, 1.0) * 255.0).round() as u8;
        image.reduced(factor).pixels.iter().map(level).collect::<Pixels>()
    };
    let apart = |image: &Image| distance(&average.pixels, &image.pixels) / norm(&picture.pixels);
    Pictures {
        side: picture.width / factor,
        shift,
        bytes: [&left, &right, &average, picture].map(bytes),
        average_error: apart(picture),
        average_to_ends: apart(&left),
    }
}

/// A window of `side` pixels, or of half as many where the photograph has no room for more, at 17 × 17 places, a sixteenth
/// of its side apart.
fn window(photograph: &Image, side: usize) -> Window {
    let wide = scene(photograph, (2 * side).min(256));
    let side = wide.width / 2;
    let step = (side / 16).max(1);
    let corners: Vec<(usize, usize)> =
        (0..=16).flat_map(|row| (0..=16).map(move |column| (column * step, row * step))).collect();
    let crops: Vec<Image> = corners.iter().map(|&corner| wide.crop(corner, side, side)).collect();
    let count = crops.len();
    let mean: Vec<f64> =
        (0..side * side).map(|pixel| crops.iter().map(|crop| crop.pixels[pixel]).sum::<f64>() / count as f64).collect();
    // The energies are the eigenvalues of the products of the crops, far fewer numbers than their pixels.
    let centred = Mat::from_fn(side * side, count, |pixel, crop| crops[crop].pixels[pixel] - mean[pixel]);
    let energies = PrincipalComponents::from_points(centred.as_ref()).energies;
    Window { places: count, dimensions: HELD.iter().map(|&held| needed(&energies, held)).collect() }
}

/// A sharp disc and how far its shifts are.
fn moved_disc() -> Disc {
    const SIDE: usize = 256;
    /// From here on the shift is long against a pixel, whose size blurs the edge: of a shift by u pixels, u − 1/3 are seen.
    const FIRST_FITTED: usize = 8;
    let orbit = TranslationOrbit::new(&disc(SIDE));
    let shifts: Vec<f64> = (0..=16).map(|step| 2.0 * 2.0_f64.powf(0.25 * f64::from(step))).collect();
    let distances: Vec<f64> = shifts.iter().map(|&u| orbit.distance([u, 0.0])).collect();
    let logs = |values: &[f64]| values[FIRST_FITTED..].iter().map(|value| value.ln()).collect::<Vec<f64>>();
    Disc {
        side: SIDE,
        exponent: slope(&logs(&shifts), &logs(&distances)),
        fitted_from: shifts[FIRST_FITTED],
        shifts,
        distances,
    }
}

/// The turn under one shift of the scene, by cameras of finer and finer pixels.
fn refinement(photograph: &Image, config: &Config) -> Refinement {
    let angles_deg = |blur: f64| {
        let angle = |&side: &usize| {
            let orbit = TranslationOrbit::new(&faded(&scene(photograph, side), config.fade));
            let pixels = config.part_of_side * side as f64;
            orbit.blurred(blur * pixels).tangent_angle([pixels, 0.0]).to_degrees()
        };
        config.sides.iter().map(angle).collect()
    };
    Refinement { sides: config.sides.clone(), sharp_deg: angles_deg(0.0), blurred_deg: angles_deg(1.0) }
}

#[cfg(test)]
mod tests {
    use super::{components, needed};

    #[test]
    fn the_fewest_that_hold_a_share_are_counted() {
        assert_eq!([0.4, 0.5, 0.7, 0.95, 1.0].map(|held| needed(&[5.0, 3.0, 2.0], held)), [1, 1, 2, 3, 3]);
    }

    #[test]
    fn counts_of_components_rise_to_the_last() {
        let counts = components(1000);
        assert_eq!(counts[..4], [1, 2, 3, 4]);
        assert!(counts.is_sorted_by(|a, b| a < b) && counts.last() == Some(&1000) && counts.len() < 50);
    }
}
