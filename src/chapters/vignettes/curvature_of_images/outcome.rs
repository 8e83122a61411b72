//! What is found, and how.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use faer::Mat;
use serde::{Deserialize, Serialize};

use super::{
    Config,
    neighbours::{self, look, shifts},
    pictures::{disc, faded, scene},
};
use crate::{
    data::streams::stream,
    figure::Context,
    math::{
        images::{
            image::Image,
            translation_orbit::{TranslationOrbit, shifted},
        },
        statistics::fit::slope,
        subspaces::principal_components::PrincipalComponents,
    },
};

/// What was found.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The photograph's name.
    pub photograph: String,
    /// The pictures shown.
    pub pictures: Pictures,
    /// Shifts along the rows at which distances and angles are taken, pixels.
    pub shifts: Vec<f64>,
    /// Shares of the energy that a subspace is to hold.
    pub held: Vec<f64>,
    /// Numbers of principal components at which what is left is taken.
    pub components: Vec<usize>,
    /// How many random shifts the neighbours were looked for among.
    pub samples: Vec<usize>,
    /// The orbit of the picture under each blur, the first without.
    pub blurred: Vec<Blurred>,
    /// The window that moves over the photograph.
    pub window: Window,
    /// The disc with a sharp edge.
    pub disc: Disc,
    /// One shift of the scene at finer and finer pixels.
    pub refinement: Refinement,
}

/// Four pictures: grey levels in base64, row after row.
#[derive(Debug, Serialize, Deserialize)]
pub struct Pictures {
    /// Side as shown, pixels: 64 at most, each the mean of those under it.
    pub side: usize,
    /// Shift to each side, pixels of the picture itself.
    pub shift: f64,
    /// Shifted to the left, shifted to the right, the average of the two, and the picture half-way.
    pub bytes: [String; 4],
    /// Distance of the average to the picture half-way, in norms of the picture.
    pub average_error: f64,
    /// Distance of the average to either end, in the same unit.
    pub average_to_ends: f64,
}

/// The orbit of the picture under one blur.
#[derive(Debug, Serialize, Deserialize)]
pub struct Blurred {
    /// Standard deviation of the blur, pixels.
    pub blur: f64,
    /// Share of the energy left by the first components, one a number of `components`.
    pub left: Vec<f64>,
    /// Components needed to hold each share of `held`.
    pub dimensions: Vec<usize>,
    /// Share of the energy that two components hold.
    pub held_by_two: f64,
    /// ‖x'‖: how fast the picture changes along a row, in norms of the picture a pixel.
    pub speed: f64,
    /// κ: curvature along a row; 1 is a circle about the mean.
    pub curvature: f64,
    /// Distance to the picture itself, one a shift.
    pub distances: Vec<f64>,
    /// Turn of the tangent plane, degrees, one a shift.
    pub angles_deg: Vec<f64>,
    /// The turn at a shift by one pixel, degrees.
    pub angle_at_a_pixel_deg: f64,
    /// The turn at a shift as long as the blur, degrees; 0 without blur.
    pub angle_at_blur_deg: f64,
    /// Distance of the average of two pictures to the one half-way, one a shift, which is their distance.
    pub midpoint_errors: Vec<f64>,
    /// Dimension that the neighbours see, one a number of `samples`.
    pub neighbour_dimensions: Vec<f64>,
    /// Mean distance to the nearest neighbour, one a number of `samples`.
    pub nearest: Vec<f64>,
    /// Share of shifts whose nearest picture is the nearest shift, one a number of `samples`.
    pub nearest_is_nearest: Vec<f64>,
}

/// Crops of the photograph, none of them wrapped around.
#[derive(Debug, Serialize, Deserialize)]
pub struct Window {
    /// How many places of the window.
    pub places: usize,
    /// Components, after the mean, needed to hold each share of `held`.
    pub dimensions: Vec<usize>,
}

/// The disc.
#[derive(Debug, Serialize, Deserialize)]
pub struct Disc {
    /// Side of its picture, pixels.
    pub side: usize,
    /// Shifts, pixels.
    pub shifts: Vec<f64>,
    /// Distances at these shifts, in norms of its picture without the mean.
    pub distances: Vec<f64>,
    /// The shortest shift that the exponent is fitted to, pixels.
    pub fitted_from: f64,
    /// Slope of the logarithms from there on.
    pub exponent: f64,
}

/// A shift of the scene by the same part of its side, at finer and finer pixels.
#[derive(Debug, Serialize, Deserialize)]
pub struct Refinement {
    /// Sides, pixels.
    pub sides: Vec<usize>,
    /// Turn of the tangent plane without blur, degrees.
    pub sharp_deg: Vec<f64>,
    /// Turn with a blur as long as the shift, degrees.
    pub blurred_deg: Vec<f64>,
}

/// Shares of the energy that a subspace is to hold.
const HELD: [f64; 3] = [0.95, 0.99, 0.999];

pub(super) fn investigate(config: &Config, photograph: &Image, context: &Context) -> Outcome {
    let mut task = context.progress.task("curvature_of_images", config.blurs.len() + 2);
    let picture = faded(&scene(photograph, config.side), config.fade);
    let orbit = TranslationOrbit::of(&picture);
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
    Outcome {
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
    }
}

/// 1, 2, 3 … in steps of a fifth, up to `most`.
fn components(most: usize) -> Vec<usize> {
    let mut counts = vec![1];
    while let Some(&last) = counts.last().filter(|&&last| last < most) {
        counts.push((last + 1).max(last * 6 / 5).min(most));
    }
    counts
}

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
    let grey = scene.pixels.iter().sum::<f64>() / scene.pixels.len() as f64;
    let factor = (picture.width / 64).max(1);
    let bytes = |image: &Image| {
        let level = |pixel: &f64| ((grey + pixel).clamp(0.0, 1.0) * 255.0).round() as u8;
        BASE64.encode(image.reduced(factor).pixels.iter().map(level).collect::<Vec<u8>>())
    };
    let apart = |image: &Image| {
        let norm = |pixels: &mut dyn Iterator<Item = f64>| pixels.map(|pixel| pixel * pixel).sum::<f64>().sqrt();
        let difference = norm(&mut average.pixels.iter().zip(&image.pixels).map(|(a, b)| a - b));
        difference / norm(&mut picture.pixels.iter().copied())
    };
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
    let energies = PrincipalComponents::of(centred.as_ref()).energies;
    Window { places: count, dimensions: HELD.iter().map(|&held| needed(&energies, held)).collect() }
}

fn moved_disc() -> Disc {
    const SIDE: usize = 256;
    /// From here on the shift is long against a pixel, whose size blurs the edge: of a shift by u pixels, u − 1/3 are seen.
    const FIRST_FITTED: usize = 8;
    let orbit = TranslationOrbit::of(&disc(SIDE));
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

fn refinement(photograph: &Image, config: &Config) -> Refinement {
    let angles_deg = |blur: f64| {
        let angle = |&side: &usize| {
            let orbit = TranslationOrbit::of(&faded(&scene(photograph, side), config.fade));
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
