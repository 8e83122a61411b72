//! ReduNet: gradient ascent on rate reduction, a layer a step, on vectors of length 1.

use faer::{Mat, MatRef, linalg::solvers::Solve as _};

use super::{
    classes::Classes,
    coding_rate::{cholesky, precision},
    membership::{self, Membership},
    unit_tokens::{self, unit_tokens},
};

/// What all layers share.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// ε² > 0.
    pub epsilon_squared: f64,
    /// η > 0, the length of a step.
    pub step: f64,
    /// λ ≥ 0, how sharply memberships are estimated.
    pub sharpness: f64,
}

/// One layer: linear maps that labelled features determine.
#[derive(Debug, Clone)]
pub struct Layer {
    /// E: `[d, d]`.
    pub expansion: Mat<f64>,
    /// `C_k`: `[d, d]` each.
    pub compressions: Vec<Mat<f64>>,
    /// `γ_k` = `N_k`/N.
    pub shares: Vec<f64>,
}

impl Layer {
    // ANCHOR: redunet_layer
    /// The layer of `features`: `[d, N]`, whose classes are known.
    ///
    /// ```text
    /// E = α(I + αZZ*)⁻¹,   C_k = α_k(I + α_k Z_kZ_k*)⁻¹,   α = d/(Nε²), α_k = d/(N_kε²)    book eq. redunet-layer
    /// ```
    ///
    /// Source: Chan et al. 2022.
    #[must_use]
    pub fn of(features: MatRef<'_, f64>, classes: &Classes, epsilon_squared: f64) -> Self {
        let operator = |features: MatRef<'_, f64>| {
            let size = features.nrows();
            let alpha = precision(size, features.ncols(), epsilon_squared);
            alpha * cholesky(features, alpha).solve(Mat::<f64>::identity(size, size))
        };
        Self {
            expansion: operator(features),
            compressions: classes.parts(features).map(|part| operator(part.as_ref())).collect(),
            shares: classes.shares(),
        }
    }

    /// `features` (`[d, M]`) one step further up, and back to length 1.
    ///
    /// ```text
    /// z ← u/‖u‖,   u = z + η(Ez − Σ_k γ_k π_k(z) C_k z)                                  book eq. redunet-step
    /// ```
    ///
    /// Source: Chan et al. 2022.
    #[must_use]
    pub fn advanced(&self, features: MatRef<'_, f64>, membership: Membership<'_>, settings: &Settings) -> Mat<f64> {
        let compressed = self.compressed(features);
        let memberships = self.memberships(&compressed, membership, settings.sharpness);
        let mut direction = &self.expansion * features;
        for ((k, part), share) in compressed.iter().enumerate().zip(&self.shares) {
            for (j, (column, own)) in direction.col_iter_mut().zip(part.col_iter()).enumerate() {
                let weight = share * memberships[(k, j)];
                column.iter_mut().zip(own.iter()).for_each(|(x, c)| *x -= weight * c);
            }
        }
        unit_tokens((features + settings.step * direction).as_ref())
    }
    // ANCHOR_END: redunet_layer

    /// The class that each of `features` (`[d, M]`) is most taken for here.
    #[must_use]
    pub fn told(&self, features: MatRef<'_, f64>) -> Vec<usize> {
        membership::likeliest(self.memberships(&self.compressed(features), Membership::Estimated, 1.0).as_ref())
    }

    fn compressed(&self, features: MatRef<'_, f64>) -> Vec<Mat<f64>> {
        self.compressions.iter().map(|operator| operator * features).collect()
    }

    fn memberships(&self, compressed: &[Mat<f64>], membership: Membership<'_>, sharpness: f64) -> Mat<f64> {
        match membership {
            Membership::Known(labels) => membership::of_labels(labels, self.shares.len()),
            Membership::Estimated => {
                let lengths =
                    Mat::from_fn(compressed.len(), compressed[0].ncols(), |k, j| compressed[k].col(j).norm_l2());
                membership::estimated(lengths.as_ref(), sharpness)
            }
        }
    }
}

/// Layers, each built on what those before made of labelled inputs.
#[derive(Debug, Clone)]
pub struct ReduNet {
    /// The layers, first to last.
    pub layers: Vec<Layer>,
    /// What they share.
    pub settings: Settings,
}

impl ReduNet {
    // ANCHOR: redunet
    /// A network of `depth` layers on `inputs`: `[d, N]`, and the features before the first and after each of them:
    /// `depth` + 1 times `[d, N]`. Labels make the layers; `membership` says who moves the inputs themselves through them.
    #[must_use]
    pub fn built(
        inputs: MatRef<'_, f64>,
        classes: &Classes,
        depth: usize,
        settings: Settings,
        membership: Membership<'_>,
    ) -> (Self, Vec<Mat<f64>>) {
        let mut features = vec![unit_tokens(inputs)];
        let mut layers = Vec::new();
        for at in 0..depth {
            let layer = Layer::of(features[at].as_ref(), classes, settings.epsilon_squared);
            features.push(layer.advanced(features[at].as_ref(), membership, &settings));
            layers.push(layer);
        }
        (Self { layers, settings }, features)
    }

    /// Features of `inputs` (`[d, M]`) whose labels nobody knows: before the first layer and after each.
    #[must_use]
    pub fn features(&self, inputs: MatRef<'_, f64>) -> Vec<Mat<f64>> {
        let mut features = vec![unit_tokens(inputs)];
        for (at, layer) in self.layers.iter().enumerate() {
            features.push(layer.advanced(features[at].as_ref(), Membership::Estimated, &self.settings));
        }
        features
    }
    // ANCHOR_END: redunet
}

/// The largest ΔR of `count` = N ≥ d vectors of length 1 in d = `dimension` dimensions. It is reached by d classes of one size
/// that each are one direction, all of them orthogonal.
///
/// ```text
/// ΔR ≤ (d/2) ln(1 + 1/ε²) − ½ ln(1 + d/ε²)                                           book eq. redunet-ceiling
/// ```
#[must_use]
pub fn ceiling(dimension: usize, count: usize, epsilon_squared: f64) -> f64 {
    unit_tokens::ceiling(dimension, count, epsilon_squared) - unit_tokens::floor(dimension, epsilon_squared)
}

/// By how much one layer multiplies the tangent of the angle between a vector of class k and its class's direction, where
/// each of d classes of one size is nearly one direction and these are orthogonal; `count` = N, to first order in the angle.
///
/// ```text
/// ρ = (1 − ηα(1 − 1/(1 + 1/ε²))) / (1 + ηα(1/(1 + 1/ε²) − 1/(1 + d/ε²))),   α = d/(Nε²)     book eq. redunet-rate
/// ```
#[must_use]
pub fn contraction(dimension: usize, count: usize, settings: &Settings) -> f64 {
    let alpha = precision(dimension, count, settings.epsilon_squared);
    let kept = |scale: f64| 1.0 / (1.0 + scale / settings.epsilon_squared);
    let (expanded, compressed) = (kept(1.0), kept(dimension as f64));
    (1.0 - settings.step * alpha * (1.0 - expanded)) / (1.0 + settings.step * alpha * (expanded - compressed))
}

#[cfg(test)]
mod tests {
    use super::{Membership, ReduNet, Settings, contraction};
    use crate::math::rates::{classes::Classes, coding_rate::coding_rate};
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::Mat;
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Oracle {
        epsilon_squared: f64,
        eta: f64,
        lam: f64,
        #[serde(rename = "2d")]
        plane: Case,
        #[serde(rename = "3d")]
        space: Case,
    }

    #[derive(Deserialize)]
    struct Case {
        #[serde(rename = "K")]
        classes: usize,
        #[serde(rename = "X")]
        inputs: Vec<Vec<f64>>,
        labels: Vec<usize>,
        test: Vec<Vec<f64>>,
        true_membership: Vec<State>,
        estimated_membership: Vec<State>,
    }

    #[derive(Deserialize)]
    struct State {
        layer: usize,
        #[serde(rename = "R")]
        rate: f64,
        #[serde(rename = "Rc")]
        class_rate: f64,
        #[serde(rename = "Z")]
        features: Vec<Vec<f64>>,
        test: Vec<Vec<f64>>,
    }

    fn matrix(rows: &[Vec<f64>]) -> Mat<f64> {
        Mat::from_fn(rows.len(), rows[0].len(), |i, j| rows[i][j])
    }

    /// An independent program (`tests/oracles/README.md`), up to 200 layers.
    #[test]
    fn layers_are_the_oracles_with_known_and_with_estimated_memberships() {
        let oracle: Oracle = serde_json::from_str(include_str!("../../../tests/oracles/redunet.json")).unwrap();
        let settings = Settings { epsilon_squared: oracle.epsilon_squared, step: oracle.eta, sharpness: oracle.lam };
        for case in [&oracle.plane, &oracle.space] {
            let classes = Classes::of_labels(&case.labels, case.classes);
            let known = (Membership::Known(&case.labels), &case.true_membership);
            for (membership, states) in [known, (Membership::Estimated, &case.estimated_membership)] {
                let depth = states.iter().map(|state| state.layer).max().unwrap();
                let (net, features) =
                    ReduNet::built(matrix(&case.inputs).as_ref(), &classes, depth, settings, membership);
                let test = net.features(matrix(&case.test).as_ref());
                for state in states {
                    let found = features[state.layer].as_ref();
                    assert_relative_eq!(coding_rate(found, 0.1), state.rate, max_relative = 1e-9);
                    assert_relative_eq!(classes.rate(found, 0.1), state.class_rate, max_relative = 1e-9);
                    assert_abs_diff_eq!((found - matrix(&state.features)).norm_max(), 0.0, epsilon = 1e-9);
                    assert_abs_diff_eq!((&test[state.layer] - matrix(&state.test)).norm_max(), 0.0, epsilon = 1e-9);
                }
            }
        }
    }

    /// Classes that are orthogonal directions stay, and near to them an angle shrinks as the formula says. The spread is
    /// 1e-4, so that what is left out is of that order.
    #[test]
    fn orthogonal_directions_are_a_fixed_point_that_attracts() {
        let settings = Settings { epsilon_squared: 0.1, step: 0.1, sharpness: 500.0 };
        let labels: Vec<usize> = (0..12).map(|i| i % 3).collect();
        // Deviations of either sign: they do not turn the class as a whole.
        let at = |spread: f64| {
            Mat::from_fn(3, 12, |i, j| match (i + 3 - labels[j]) % 3 {
                0 => 1.0,
                1 => spread * if j < 6 { 1.0 } else { -1.0 },
                _ => 0.0,
            })
        };
        let classes = Classes::of_labels(&labels, 3);
        let built =
            |spread: f64| ReduNet::built(at(spread).as_ref(), &classes, 5, settings, Membership::Known(&labels)).1;
        let still = built(0.0);
        assert_abs_diff_eq!((&still[5] - &still[0]).norm_max(), 0.0, epsilon = 1e-15);
        let moved = built(1e-4);
        let ratio = moved[5][(1, 0)] / moved[0][(1, 0)];
        assert_relative_eq!(ratio, contraction(3, 12, &settings).powi(5), max_relative = 1e-3);
    }
}
