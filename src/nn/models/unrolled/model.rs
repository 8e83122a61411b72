//! The model: ISTA, FISTA, LISTA, LISTA-CP and ALISTA, each a number of layers.

use std::sync::Arc;

use dfdx::tensor::PutTape;
use faer::Mat;

use super::{
    iteration::{Given, Momentum, fork, times},
    measured::{Measured, squared_norm},
    rule::{Analytic, Correlation, Coupled, Free, Rule, given, rest_of, single},
};
use crate::{
    ground::device::DeviceError,
    nn::{
        device::Device,
        layered::Layered,
        module::Module,
        network::Network,
        parameters::{Initial, Parameters, Slot, Weights},
        question::Amendment,
        tape::Recorder,
        tensor::Tensor,
        windows::Extent,
    },
};

/// A fixed number of iterations from x₀ = 0, each a layer: measurements y `[m]` in, an estimate of the signal `[n]` out.
///
/// Every layer is the step of a proximal gradient method, `S` being soft thresholding entry by entry:
///
/// ```text
/// ISTA, FISTA   xₖ₊₁ = S_{λ/L}(zₖ + A*(y − Azₖ)/L)               λ given, L = ‖A‖²; nothing learnt
/// LISTA         xₖ₊₁ = S_θₖ(W₁ᵏ y + W₂ᵏ xₖ)                      learns W₁ᵏ: [n, m], W₂ᵏ: [n, n], θₖ
/// LISTA-CP      xₖ₊₁ = S_θₖ(xₖ + Wᵏ*(y − Axₖ))                   learns Wᵏ: [m, n], θₖ
/// ALISTA        xₖ₊₁ = S_θₖ(xₖ + γₖ W*(y − Axₖ))                 learns γₖ, θₖ; W: [m, n] given
/// ```
///
/// ISTA has zₖ = xₖ, and FISTA zₖ = xₖ + (tₖ₋₁ − 1)/tₖ · (xₖ − xₖ₋₁) with tₖ = (1 + √(1 + 4tₖ₋₁²))/2, t₀ = 1. What is
/// learnt is each layer's own, θₖ is one number a layer, and before training LISTA and LISTA-CP *are* ISTA. The first
/// layer of LISTA has no W₂, since x₀ = 0.
///
/// A network may also be grown: [`Unrolled::stage`] is its beginning, and [`Network::continue_layer`] starts a layer
/// from where the one before it has arrived.
///
/// Sources: Beck & Teboulle 2009, §§3–4; Gregor & `LeCun` 2010, whose layers share their weights; Chen, Liu, Wang & Yin
/// 2018; Liu, Chen, Wang & Yin 2019.
#[derive(Debug, Clone)]
pub struct Unrolled {
    rule: Rule,
    layers: usize,
    /// Measurements m and unknowns n.
    sizes: (usize, usize),
    parameters: Parameters,
}

// ANCHOR: constructors
impl Unrolled {
    /// `layers` steps of ISTA at weight `lambda` of the ℓ₁ norm; nothing is learnt.
    #[must_use]
    pub fn ista(measured: &Measured, layers: usize, lambda: f64) -> Self {
        Self::proximal_gradient(measured, layers, lambda, false)
    }

    /// `layers` steps of FISTA at weight `lambda` of the ℓ₁ norm; nothing is learnt.
    #[must_use]
    pub fn fista(measured: &Measured, layers: usize, lambda: f64) -> Self {
        Self::proximal_gradient(measured, layers, lambda, true)
    }

    /// LISTA: both matrices of every layer are learnt, from ISTA's at weight `lambda` on.
    #[must_use]
    pub fn lista(measured: &Measured, layers: usize, lambda: f64) -> Self {
        let (a, l) = (&measured.matrix, measured.lipschitz);
        let (m, n) = (a.nrows(), a.ncols());
        let of_measurements = given(&single(n, m, |i, j| a[(j, i)] / l));
        let gram = a.transpose() * a;
        let of_estimate = given(&single(n, n, |i, j| f64::from(u8::from(i == j)) - gram[(i, j)] / l));
        let mut parameters = Parameters::default();
        let free = |layer: usize| Free {
            of_measurements: parameters.add(format!("{layer}.w1"), [n, m], of_measurements.clone()),
            of_estimate: (layer > 0).then(|| parameters.add(format!("{layer}.w2"), [n, n], of_estimate.clone())),
            threshold: parameters.add(format!("{layer}.threshold"), [1], Initial::Constant(lambda / l)),
        };
        let layers_of = (0..layers).map(free).collect();
        let rule = Rule::Free { matrix: Arc::new(single(m, n, |i, j| a[(i, j)])), layers: layers_of };
        Self { rule, layers, sizes: (m, n), parameters }
    }

    /// LISTA that begins as a LISTA-CP has become, with W₁ = W* and W₂ = I − W*A: the same estimates, the coupling undone.
    ///
    /// # Panics
    ///
    /// If the network is no LISTA-CP.
    #[must_use]
    pub fn freed(coupled: &Network<Self>, measured: &Measured) -> Self {
        let Rule::Coupled { matrix, layers } = &coupled.model().rule else { panic!("a LISTA-CP is set free") };
        let values: Vec<Vec<f32>> = coupled.weights().map(|(_, values)| values).collect();
        let mut free = Self::lista(measured, layers.len(), 0.0);
        for (layer, numbers) in values.chunks(2).enumerate() {
            let of_estimate = rest_of(&numbers[0], matrix);
            let begins = [numbers[0].clone(), numbers[1].clone(), of_estimate];
            for (slot, numbers) in free.slots(layer).into_iter().zip(begins) {
                free.parameters.begin(slot, Initial::Given(numbers.into()));
            }
        }
        free
    }

    /// LISTA-CP: one matrix a layer is learnt, from A/L on, and A stays in the place that theory gives it.
    #[must_use]
    pub fn lista_cp(measured: &Measured, layers: usize, lambda: f64) -> Self {
        let (a, l) = (&measured.matrix, measured.lipschitz);
        let (m, n) = (a.nrows(), a.ncols());
        let weight = given(&single(n, m, |i, j| a[(j, i)] / l));
        let mut parameters = Parameters::default();
        let coupled = |layer: usize| Coupled {
            weight: parameters.add(format!("{layer}.weight"), [n, m], weight.clone()),
            threshold: parameters.add(format!("{layer}.threshold"), [1], Initial::Constant(lambda / l)),
        };
        let layers_of = (0..layers).map(coupled).collect();
        let rule = Rule::Coupled { matrix: Arc::new(single(m, n, |i, j| a[(i, j)])), layers: layers_of };
        Self { rule, layers, sizes: (m, n), parameters }
    }

    /// ALISTA with the weights W: `[m, n]`; a step and a threshold a layer are learnt, from 1/‖W*A‖ and λ/‖W*A‖ on.
    #[must_use]
    pub fn alista(measured: &Measured, weights: &Mat<f64>, layers: usize, lambda: f64) -> Self {
        let (m, n) = (weights.nrows(), weights.ncols());
        let step = squared_norm(&(weights.transpose() * &measured.matrix)).sqrt().recip();
        let mut parameters = Parameters::default();
        let analytic = |layer: usize| Analytic {
            step: parameters.add(format!("{layer}.step"), [1], Initial::Constant(step)),
            threshold: parameters.add(format!("{layer}.threshold"), [1], Initial::Constant(step * lambda)),
        };
        let layers_of = (0..layers).map(analytic).collect();
        let rule = Rule::Analytic { correlation: Correlation::with(weights, &measured.matrix), layers: layers_of };
        Self { rule, layers, sizes: (m, n), parameters }
    }
}
// ANCHOR_END: constructors

impl Unrolled {
    fn proximal_gradient(measured: &Measured, layers: usize, lambda: f64, momentum: bool) -> Self {
        let (a, step) = (&measured.matrix, measured.lipschitz.recip());
        let correlation = Correlation::with(a, a);
        let (step, threshold) = (step as f32, (step * lambda) as f32);
        let rule = Rule::ProximalGradient { correlation, step, threshold, momentum };
        Self { rule, layers, sizes: (a.nrows(), a.ncols()), parameters: Parameters::default() }
    }

    /// The first `layers` layers, of which those from `from` on are trained; the parameters stay all there are.
    ///
    /// # Panics
    ///
    /// If there are not so many layers.
    #[must_use]
    pub fn stage(&self, from: usize, layers: usize) -> Self {
        let mut stage = Self { layers, ..self.clone() };
        let moved: Vec<Slot> = (from..layers).flat_map(|layer| self.slots(layer)).collect();
        stage.parameters.train_only(|slot| moved.contains(&slot));
        stage
    }

    /// How many layers there are.
    #[must_use]
    pub fn layers(&self) -> usize {
        self.layers
    }

    /// The slots of what a layer learns, W before θ.
    fn slots(&self, layer: usize) -> Vec<Slot> {
        match &self.rule {
            Rule::ProximalGradient { .. } => Vec::new(),
            Rule::Free { layers, .. } => {
                let Free { of_measurements, of_estimate, threshold } = layers[layer];
                [Some(of_measurements), Some(threshold), of_estimate].into_iter().flatten().collect()
            }
            Rule::Coupled { layers, .. } => vec![layers[layer].weight, layers[layer].threshold],
            Rule::Analytic { layers, .. } => vec![layers[layer].step, layers[layer].threshold],
        }
    }

    /// The numbers with which `layer` continues the one before it, given the numbers in each slot: its numbers, and after
    /// the first layer of LISTA, which has no W₂, the W₂ = I − W₁A that belongs to its W₁.
    fn continued(&self, layer: usize, values: &dyn Fn(Slot) -> Vec<f32>) -> Vec<(Slot, Vec<f32>)> {
        let pairs = self.slots(layer - 1).into_iter().zip(self.slots(layer));
        let mut numbers: Vec<_> = pairs.map(|(before, slot)| (slot, values(before))).collect();
        if let Rule::Free { matrix, layers } = &self.rule
            && let (None, Some(of_estimate)) = (layers[layer - 1].of_estimate, layers[layer].of_estimate)
        {
            let rest = rest_of(&values(layers[layer - 1].of_measurements), matrix);
            numbers.push((of_estimate, rest));
        }
        numbers
    }

    fn layer<D: Device>(&self, layer: usize, weights: &Weights<D>, given: &Given<D>, x: Tensor<D>) -> Tensor<D> {
        let constant = |value: f32| weights.device().tensor_from_vec(vec![value], (1, 1)).put_tape(Recorder::off());
        match &self.rule {
            Rule::ProximalGradient { correlation, step, threshold, .. } => {
                let (around, through) = fork(x);
                let along = D::residual(given.correlation(), through, &correlation.interference);
                D::shrink(around, along, constant(*step), constant(*threshold))
            }
            Rule::Free { layers, .. } => {
                let Free { of_measurements, of_estimate, threshold } = layers[layer];
                let along = times(given.measurements(), weights.get(of_measurements));
                let kept = match of_estimate {
                    Some(of_estimate) => times(x, weights.get(of_estimate)),
                    None => x,
                };
                D::shrink(kept, along, constant(1.0), weights.get(threshold))
            }
            Rule::Coupled { matrix, layers } => {
                let Coupled { weight, threshold } = layers[layer];
                let (around, through) = fork(x);
                let along = times(D::residual(given.measurements(), through, matrix), weights.get(weight));
                D::shrink(around, along, constant(1.0), weights.get(threshold))
            }
            Rule::Analytic { correlation, layers } => {
                let Analytic { step, threshold } = layers[layer];
                let (around, through) = fork(x);
                let along = D::residual(given.correlation(), through, &correlation.interference);
                D::shrink(around, along, weights.get(step), weights.get(threshold))
            }
        }
    }
}

impl Module for Unrolled {
    fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    fn input(&self) -> Extent {
        Extent { height: 1, width: 1, channels: self.sizes.0 }
    }

    fn output(&self) -> Extent {
        Extent { height: 1, width: 1, channels: self.sizes.1 }
    }

    fn forward<D: Device>(&self, weights: &Weights<D>, x: Tensor<D>) -> Tensor<D> {
        self.forward_by_layer(weights, x, &mut |_, _| ())
    }
}

impl Layered for Unrolled {
    /// The last layer's estimate `[signals, n]` for measurements y: `[signals, m]`; what leaves a layer is its estimate.
    fn forward_by_layer<D: Device>(
        &self,
        weights: &Weights<D>,
        y: Tensor<D>,
        visit: &mut dyn FnMut(usize, &Tensor<D>),
    ) -> Tensor<D> {
        let given = Given::new(y, self.rule.correlation());
        let mut momentum = matches!(self.rule, Rule::ProximalGradient { momentum: true, .. }).then(Momentum::new);
        let mut x = given.zero(self.sizes.1);
        for layer in 0..self.layers {
            let start = match &mut momentum {
                Some(momentum) => momentum.carry(x),
                None => x,
            };
            x = self.layer(layer, weights, &given, start);
            visit(layer + 1, &x);
        }
        x
    }
}

impl Network<Unrolled> {
    /// Starts a layer from where the one before it has arrived: with its weights, and after LISTA's first layer, which has
    /// no W₂, with W₂ = I − W₁A.
    ///
    /// # Panics
    ///
    /// If there is no such layer, or none before it.
    pub fn continue_layer(&mut self, layer: usize) -> Result<(), DeviceError> {
        self.amend(Continuation { layer })
    }
}

/// The start of a layer from the one before it.
struct Continuation {
    layer: usize,
}

impl Amendment<Unrolled> for Continuation {
    type Report = ();

    fn amend<D: Device>(self, model: &Unrolled, weights: &mut Weights<D>) {
        for (slot, values) in model.continued(self.layer, &|slot| weights.read(slot)) {
            weights.write(slot, &values);
        }
    }
}
