//! The denoisers in closed form, and the kernels with which the local ones come nearest to networks.

use super::{
    super::{Config, Kernels, Theory},
    noised::Noised,
};
use crate::{
    data::digits::halved::{HALF_PIXELS, HALF_SIDE},
    math::diffusion::{
        empirical::EmpiricalDenoiser,
        gaussian::GaussianDenoiser,
        score_machines::{Places, ScoreMachine},
    },
};

/// All theories of one set of images.
pub(super) struct Theories<'a> {
    images: &'a [f64],
    empirical: EmpiricalDenoiser,
    gaussian: GaussianDenoiser,
}

impl<'a> Theories<'a> {
    /// Those of `images`, `[N, 14, 14]`.
    pub(super) fn of(images: &'a [f64]) -> Self {
        let empirical = EmpiricalDenoiser::new(images.to_vec(), HALF_PIXELS);
        Self { images, empirical, gaussian: GaussianDenoiser::of_points(images, HALF_PIXELS) }
    }

    /// What `theory` makes of each image of `x`; `kernel` is for the local ones.
    pub(super) fn denoise(&self, theory: Theory, kernel: usize, x: &[f64], t: f64) -> Vec<f64> {
        match theory {
            Theory::Empirical => self.empirical.denoise(x, t),
            Theory::Gaussian => self.gaussian.denoise(x, t),
            Theory::Local => ScoreMachine::new(self.images, HALF_SIDE, kernel, Places::Own).denoise(x, t),
            Theory::EquivariantLocal => ScoreMachine::new(self.images, HALF_SIDE, kernel, Places::Alike).denoise(x, t),
        }
    }
}

impl Kernels {
    /// Those of a theory, by time; theories that have no kernel have none.
    pub(super) fn of(&self, theory: Theory) -> &[usize] {
        match theory {
            Theory::Empirical | Theory::Gaussian => &[],
            Theory::Local => &self.local,
            Theory::EquivariantLocal => &self.equivariant_local,
        }
    }
}

/// What the local theories make of noised images with every kernel on offer.
pub(super) struct Offers {
    kernels: Vec<usize>,
    /// `[times, kernels]`, each all images.
    local: Vec<Vec<Vec<f64>>>,
    equivariant_local: Vec<Vec<Vec<f64>>>,
}

impl Offers {
    pub(super) fn made(theories: &Theories<'_>, noised: &Noised, config: &Config) -> Self {
        let of = |theory: Theory| -> Vec<Vec<Vec<f64>>> {
            let at = |(t, x): (f64, &[f64])| {
                config.kernels.iter().map(|&kernel| theories.denoise(theory, kernel, x, t)).collect()
            };
            noised.by_time().map(at).collect()
        };
        let (local, equivariant_local) = (of(Theory::Local), of(Theory::EquivariantLocal));
        Self { kernels: config.kernels.clone(), local, equivariant_local }
    }

    /// The kernels that come nearest to networks' `guesses`, `[networks, times]`, in the mean square over pixels and networks.
    pub(super) fn nearest(&self, guesses: &[Vec<Vec<f64>>]) -> Kernels {
        let best = |offers: &[Vec<Vec<f64>>]| {
            let at = |(time, offers): (usize, &Vec<Vec<f64>>)| {
                let far = |offer: &[f64]| guesses.iter().map(|guess| square_distance(&guess[time], offer)).sum::<f64>();
                let fars: Vec<f64> = offers.iter().map(|offer| far(offer)).collect();
                let least = (0..fars.len()).fold(0, |best, k| if fars[k] < fars[best] { k } else { best });
                self.kernels[least]
            };
            offers.iter().enumerate().map(at).collect()
        };
        Kernels { local: best(&self.local), equivariant_local: best(&self.equivariant_local) }
    }
}

fn square_distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum()
}
