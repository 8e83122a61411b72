//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::pixels::Pixels;

/// A family of chirps: some of its waves, the dimensions it spans, its shape, and its metric.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The band of all templates: its first and last frequency, hertz.
    pub band_hz: [f64; 2],
    /// The lightest and the heaviest body, units of the sun's mass.
    pub masses_msun: [f64; 2],
    /// How many frequencies the band has.
    pub bins: usize,
    /// The inverse of their step, seconds.
    pub period_s: f64,
    /// Templates whose span is measured.
    pub templates: usize,
    /// Times of the whitened waves, seconds before coalescence, rising to just after it.
    pub times_s: Vec<f64>,
    /// The waves of the first two rows of the drawing.
    pub waves: Vec<Wave>,
    /// The noise that they are held against.
    pub noise: Noise,
    /// Cycles by which the lightest and the heaviest wave differ over the band.
    pub cycles_apart: f64,
    /// Complex dimensions that hold 99.9 % of the energy, over the cycles apart.
    pub dimensions_to_cycles: f64,
    /// The span over the complex numbers, over the reals, and over the reals after alignment.
    pub spans: Vec<Span>,
    /// The manifold in its three leading components.
    pub projection: Projection,
    /// The match with the centre and its metric.
    pub surface: Surface,
    /// The family beside its leading order.
    pub leading: Leading,
    /// A binary for which another program's numbers are known.
    pub reference: Reference,
}

/// A wave before and after whitening.
#[derive(Debug, Serialize, Deserialize)]
pub struct Wave {
    /// The heavier body, units of the sun's mass.
    pub m1_msun: f64,
    /// The lighter body, units of the sun's mass.
    pub m2_msun: f64,
    /// 𝓜, units of the sun's mass.
    pub chirp_mass_msun: f64,
    /// Signal-to-noise ratio over the family's band.
    pub snr: f64,
    /// The last frequency of this binary, hertz.
    pub last_hz: f64,
    /// Frequencies from the first of the band to the last of this binary, hertz.
    pub frequencies_hz: Vec<f64>,
    /// 2√f |h(f)|, which is to the noise's √S as signal is to noise, strain per √Hz.
    pub strain: Vec<f64>,
    /// The whitened wave, at the times of the outcome, 1/√s.
    pub whitened: Vec<f64>,
}

/// The noise that the waves are held against.
#[derive(Debug, Serialize, Deserialize)]
pub struct Noise {
    /// Frequencies, hertz, from the first of the band to the last of the waves.
    pub frequencies_hz: Vec<f64>,
    /// √S there, strain per √Hz.
    pub density: Vec<f64>,
}

/// Singular values of a matrix of templates, one template per column.
#[derive(Debug, Serialize, Deserialize)]
pub struct Span {
    /// What the span is of.
    pub name: String,
    /// The part of the energy that the best subspace of q = 1, 2, … dimensions loses, until it is below 1e-6 or the
    /// most drawn.
    pub lost: Vec<f64>,
    /// Dimensions that hold 90 %, 99 % and 99.9 % of the energy.
    pub dimensions: [usize; 3],
}

/// The manifold seen through its three leading principal components.
#[derive(Debug, Serialize, Deserialize)]
pub struct Projection {
    /// The part of the templates' energy along each of the three directions.
    pub carried: [f64; 3],
    /// The part along all three.
    pub carried_by_three: f64,
    /// The smallest and the largest chirp mass, units of the sun's mass: the ends of the colours.
    pub chirp_masses_msun: [f64; 2],
    /// The smallest and the largest coordinate along each direction.
    pub extent: [[f64; 2]; 3],
    /// Seen obliquely, from above: the manifold, its shadow on the floor, and the edges of the box around it.
    pub view: View,
}

/// A picture of the manifold.
#[derive(Debug, Serialize, Deserialize)]
pub struct View {
    /// Pixels along each side.
    pub width: usize,
    /// The top row first: 0 for nothing, 1 to 255 from the smallest chirp mass to the largest.
    pub manifold: Pixels,
    /// The same of the shadow: 0 or 1.
    pub shadow: Pixels,
    /// Lines, each from one pixel to another, counted from the upper left corner.
    pub edges: Vec<[[f64; 2]; 2]>,
    /// Where the far end of each of the three axes is.
    pub axis_ends: Vec<[f64; 2]>,
}

/// The match between the centre's template and all others.
#[derive(Debug, Serialize, Deserialize)]
pub struct Surface {
    /// Pixels along each side of the maps.
    pub pixels: usize,
    /// Matches over m₁ (to the right) and m₂ (upwards) over the whole range of masses, the top row first: 0
    /// above the diagonal, where the bodies change names, and else 1 to 255 for 0 to 1.
    pub over_masses: Pixels,
    /// The curve m₂(m₁) of the centre's chirp mass: `[m₁, m₂]`.
    pub same_chirp_mass: Vec<[f64; 2]>,
    /// The smallest match on that curve, with the template whose time and phase are best.
    pub least_on_curve: f64,
    /// The map around the centre over 𝓜 (to the right) and η (upwards): 1 to 255 for matches from 0 to 1.
    pub around: Pixels,
    /// The chirp masses at its left and right ends, units of the sun's mass.
    pub chirp_masses_msun: [f64; 2],
    /// The η at its lower and upper ends.
    pub ratios: [f64; 2],
    /// Curves of equal match, and of equal match by the metric.
    pub contours: Vec<Contour>,
    /// The metric at the centre.
    pub metric: Metric,
    /// How the match's second difference approaches the metric.
    pub curvatures: Vec<Curvature>,
}

/// Both arms of a curve of equal match: `[𝓜, η]`, one point per row of the map that the curve crosses.
#[derive(Debug, Serialize, Deserialize)]
pub struct Contour {
    /// The match along the curve, from 0 to 1.
    pub level: f64,
    /// Left of the ridge, and right of it, as measured.
    pub measured: [Vec<[f64; 2]>; 2],
    /// The same two arms where the metric puts them.
    pub by_metric: [Vec<[f64; 2]>; 2],
}

/// The metric at the centre, and the shape that it gives the manifold.
#[derive(Debug, Serialize, Deserialize)]
pub struct Metric {
    /// g in (m₁, m₂), row by row: per squared mass of the sun.
    pub in_masses: [f64; 4],
    /// Its eigenvalues, the smaller first.
    pub eigenvalues: [f64; 2],
    /// The smaller over the larger.
    pub ratio: f64,
    /// The angle between the direction of the smaller one and the curve of constant chirp mass, degrees.
    pub off_chirp_mass_deg: f64,
    /// The offset in masses at which the match has fallen to 0.97, along the direction of the larger eigenvalue, units
    /// of the sun's mass.
    pub across_msun: f64,
    /// g in (𝓜, η), row by row.
    pub in_chirp_mass: [f64; 4],
    /// The length of the manifold from the smallest to the largest chirp mass, at the centre's η, where the square of a
    /// small length is 1 − M.
    pub length: f64,
    /// Its width from the smallest to the largest η, at the centre's chirp mass, across the direction of the length.
    pub width: f64,
    /// The larger over the smaller of both.
    pub length_to_width: f64,
}

/// The second difference of the match along one direction.
#[derive(Debug, Serialize, Deserialize)]
pub struct Curvature {
    /// The name of the direction, for the legend.
    pub name: String,
    /// dᵀ g d of the direction d.
    pub by_metric: f64,
    /// Steps, of the parameter along the direction, falling.
    pub steps: Vec<f64>,
    /// (1 − mean of the matches at both steps) / step², over `by_metric`, less 1: its modulus.
    pub deviations: Vec<f64>,
    /// The power of the step with which it falls.
    pub order: f64,
}

/// The family beside the one parameter that its phase has at leading order.
#[derive(Debug, Serialize, Deserialize)]
pub struct Leading {
    /// Among binaries of the centre's chirp mass, the largest difference of the phase, at the leading order, over the
    /// band, as a part of the phase.
    pub apart_at_0pn: f64,
    /// The same through 2PN.
    pub apart_at_2pn: f64,
    /// Templates of the family, each beside the best that the leading order has.
    pub fits: Vec<Fit>,
    /// Frequencies at which the stationary-phase formula is held against the transform of the wave in time, hertz.
    pub transformed_hz: Vec<f64>,
    /// The modulus of its relative error there.
    pub stationary_phase_errors: Vec<f64>,
    /// The power of the frequency with which it grows.
    pub stationary_phase_order: f64,
}

/// One template of the family and the leading order's templates.
#[derive(Debug, Serialize, Deserialize)]
pub struct Fit {
    /// The heavier body, units of the sun's mass.
    pub m1_msun: f64,
    /// The lighter body, units of the sun's mass.
    pub m2_msun: f64,
    /// The match with the leading order's template of the same masses.
    pub same_masses: f64,
    /// The largest match with any chirp mass's: the fitting factor.
    pub fitting_factor: f64,
    /// The chirp mass that reaches it, over the true one.
    pub chirp_mass_ratio: f64,
}

/// A (36, 29) M☉ binary at 410 Mpc from 20 Hz on, by its inspiral alone, beside a model that has merger and ringdown,
/// too.
#[derive(Debug, Serialize, Deserialize)]
pub struct Reference {
    /// Signal-to-noise ratio of the inspiral, to its last frequency.
    pub snr: f64,
    /// That of the whole wave, by the other program.
    pub snr_of_whole: f64,
    /// How much heavier the heavier body of the second template is, units of the sun's mass.
    pub offsets_msun: Vec<f64>,
    /// Matches with it, of inspirals over the band that all of them have.
    pub matches: Vec<f64>,
    /// Those of whole waves, by the other program.
    pub matches_of_whole: Vec<f64>,
}
