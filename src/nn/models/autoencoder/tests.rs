//! Gradients by finite differences, losses by second roads, and what the kinds are where that is known exactly.

use approx::{assert_abs_diff_eq, assert_relative_eq};
use dfdx::{
    tensor::{Cpu, Gradients},
    tensor_ops::SumTo,
};
use faer::Mat;
use rand::Rng as _;
use rand_distr::StandardNormal;

use super::{Autoencoder, Regularization};
use crate::{
    data::streams::stream,
    ground::device::DeviceKind,
    math::subspaces::{
        k_means::k_means, principal_components::PrincipalComponents, probabilistic_pca::ProbabilisticPca,
    },
    nn::{Matrix, Module as _, Network, Schedule, Training, cpu::processor, parameters::Weights, tape::backward},
};

const KINDS: [Regularization; 5] = [
    Regularization::Plain,
    Regularization::Denoising { noise: 0.3 },
    Regularization::Contractive { weight: 0.5, step: 0.1 },
    Regularization::Variational,
    Regularization::Quantised { words: 6, width: 1, commitment: 0.25 },
];

fn gaussian(rows: usize, columns: usize, purpose: &str) -> Matrix {
    let mut rng = stream(1, purpose);
    Matrix::from_fn(rows, columns, |_, _| rng.sample(StandardNormal))
}

/// Points with standard deviations 2, √2, 1, √½ and ½ along the axes, about a mean that is not 0.
fn points(count: usize) -> Matrix {
    let deviations = [2.0, 2.0_f32.sqrt(), 1.0, 0.5_f32.sqrt(), 0.5];
    let normal = gaussian(count, 5, "tests/autoencoder/points");
    Matrix::from_fn(count, 5, |row, j| 0.5 + deviations[j] * normal.row(row)[j])
}

/// The loss of a batch of eight, summed, at some weights.
fn loss(model: &Autoencoder, values: &[Vec<f32>], input: &Matrix) -> f64 {
    let weights: Weights<Cpu> = Weights::new(processor(), model.parameters(), values.to_vec());
    let each = model.forward(&weights, weights.examples(input, model.input())).as_vec();
    each.into_iter().map(f64::from).sum()
}

fn gradients(model: &Autoencoder, values: &[Vec<f32>], input: &Matrix) -> Vec<Vec<f32>> {
    let weights: Weights<Cpu> = Weights::new(processor(), model.parameters(), values.to_vec());
    let each = model.forward(&weights.watched(model.parameters()), weights.examples(input, model.input()));
    let all = backward(each.sum(), Gradients::leaky());
    weights.tensors.iter().map(|tensor| all.get(tensor).as_vec()).collect()
}

/// The differences of the loss along one weight, backward and forward.
fn differences(model: &Autoencoder, values: &[Vec<f32>], input: &Matrix, (slot, at): (usize, usize)) -> [f64; 2] {
    const STEP: f32 = 1.0 / 512.0;
    let moved = |by: f32| {
        let mut values = values.to_vec();
        values[slot][at] += by;
        loss(model, &values, input)
    };
    let here = moved(0.0);
    [here - moved(-STEP), moved(STEP) - here].map(|rise| rise / f64::from(STEP))
}

/// All weights of all kinds, but those of a quantised one before its list: the straight-through estimator is no derivative.
#[test]
fn gradients_are_those_of_finite_differences() {
    for kind in KINDS {
        let model = Autoencoder::new(5, &[7], 2, kind).objective();
        // No bias is 0, as all are at first: a code of zeros would put every rectifier of the decoder on its kink.
        let mut rng = stream(4, "tests/autoencoder/weights");
        let drawn = model.parameters().all().iter().map(|of| (0..of.len()).map(|_| rng.gen_range(-0.9..0.9)).collect());
        let values: Vec<Vec<f32>> = drawn.collect();
        let input = gaussian(8, model.input().len(), "tests/autoencoder/gradients");
        let found = gradients(&model, &values, &input);
        let (mut kinks, mut checked) = (0, 0);
        for (slot, parameter) in model.parameters().all().iter().enumerate() {
            let estimated = matches!(kind, Regularization::Quantised { .. }) && !parameter.name.starts_with("decoder");
            for at in (0..parameter.len()).filter(|_| !estimated) {
                let slope = f64::from(found[slot][at]);
                let [backward, forward] = differences(&model, &values, &input, (slot, at));
                // Rounding of a loss of 100, 2⁻²⁴ · 100 · 512 on each side.
                let allowed = 1e-2 * (1.0 + slope.abs());
                let (low, high) = (backward.min(forward), backward.max(forward));
                assert!(
                    low - allowed < slope && slope < high + allowed,
                    "{kind:?} {}: {slope} {backward} {forward}",
                    parameter.name
                );
                kinks += usize::from((slope - f64::midpoint(backward, forward)).abs() > allowed);
                checked += 1;
            }
        }
        // A rectifier's kink within a step leaves the slope at one side of the middle; few steps meet one.
        assert!(20 * kinks <= checked, "{kind:?}: {kinks} of {checked}");
    }
}

/// Of the identity the list gets the gradient of k-means' spread, which an encoder that is a copy of the words shares with
/// the commitment: 2(q − z) to the list and 2β(z − q) to z, and the decoder's own gradient goes through to z unchanged.
#[test]
fn the_straight_through_estimator_gives_each_its_part() {
    let words = gaussian(4, 3, "tests/autoencoder/words");
    let model = Autoencoder::quantiser(&words).objective();
    let (values, input) = (model.parameters().draw(1), gaussian(9, 3, "tests/autoencoder/inputs"));
    let found = gradients(&model, &values, &input);
    let mut expected = vec![0.0; 12];
    for row in 0..9 {
        let squared = |word: usize| (0..3).map(|j| (input.row(row)[j] - words.row(word)[j]).powi(2)).sum::<f32>();
        let nearest = (0..4).min_by(|&a, &b| squared(a).total_cmp(&squared(b))).unwrap();
        for j in 0..3 {
            expected[3 * nearest + j] += 2.0 * (words.row(nearest)[j] - input.row(row)[j]);
        }
    }
    for (found, expected) in found[0].iter().zip(expected) {
        // A handful of terms of size 1, in single precision.
        assert_abs_diff_eq!(*found, expected, epsilon = 1e-5);
    }
    // A linear encoder: what reaches its bias is the decoder's slope at q and the commitment's.
    let model = Autoencoder::new(2, &[], 1, Regularization::Quantised { words: 3, width: 1, commitment: 0.25 });
    let values = vec![vec![0.7, -0.4], vec![0.1], vec![1.5, 0.5], vec![0.0, 0.2], vec![-1.0, 0.0, 2.0]];
    let found = gradients(&model.objective(), &values, &Matrix::new(1, 2, vec![1.0, 0.5]));
    // z = 0.6, q = 0, missed = g(0) − x = (−1, −0.3): slope 2(1.5 · −1 + 0.5 · −0.3), and 2 · 0.25 · 0.6.
    assert_abs_diff_eq!(found[1][0], -3.3 + 0.3, epsilon = 1e-5);
}

/// Second road: the mean of ‖J ε‖² is the squared Frobenius norm of J, where a linear reconstruction has its Jacobian in its weights.
#[test]
fn the_contractive_term_is_the_jacobian_of_a_linear_reconstruction() {
    let network = |kind| Network::new(Autoencoder::new(4, &[], 2, kind), DeviceKind::Cpu, 5).unwrap();
    let contractive = network(Regularization::Contractive { weight: 2.0, step: 0.1 });
    let x = gaussian(50, 4, "tests/autoencoder/jacobian");
    let term = contractive.mean_loss(&x, 200, 1).unwrap() - network(Regularization::Plain).mean_loss(&x, 1, 1).unwrap();
    let weights: Vec<Vec<f32>> = contractive.weights().map(|(_, values)| values).collect();
    let (encoder, decoder) = (
        Mat::from_fn(2, 4, |i, j| f64::from(weights[0][4 * i + j])),
        Mat::from_fn(4, 2, |i, j| f64::from(weights[2][2 * i + j])),
    );
    let exact = 2.0 * (decoder * encoder).squared_norm_l2();
    // A sum of squares of rank two has a relative deviation of 1 at most: 10,000 draws, four standard errors.
    assert_relative_eq!(term, exact, max_relative = 0.04);
}

/// Second road: the divergence by sampling ln q(z) − ln p(z). The other terms of the loss are the decoder's, computed from
/// what it gives.
#[test]
fn the_divergence_is_the_mean_log_ratio_of_its_densities() {
    let model = Autoencoder::new(3, &[6], 2, Regularization::Variational);
    let network = Network::new(model.clone(), DeviceKind::Cpu, 4).unwrap();
    let x = gaussian(1, 3, "tests/autoencoder/divergence");
    // The encoder's outputs: as a plain autoencoder with four numbers in the code would give them.
    let weights: Vec<Vec<f32>> = network.weights().map(|(_, values)| values).collect();
    let dense = |layer: usize, x: &[f64]| -> Vec<f64> {
        let (weight, bias) = (&weights[2 * layer], &weights[2 * layer + 1]);
        let out = |i: usize| (0..x.len()).map(|j| f64::from(weight[i * x.len() + j]) * x[j]).sum::<f64>();
        (0..bias.len()).map(|i| out(i) + f64::from(bias[i])).collect()
    };
    let rectified = |x: Vec<f64>| x.into_iter().map(|x| x.max(0.0)).collect::<Vec<_>>();
    let inputs: Vec<f64> = x.row(0).iter().map(|&x| f64::from(x)).collect();
    let code = dense(1, &rectified(dense(0, &inputs)));
    let mut rng = stream(2, "tests/autoencoder/draws");
    let (mut log_ratio, mut missed) = (0.0, 0.0);
    let draws = 200_000;
    for _ in 0..draws {
        let noise: [f64; 2] = [rng.sample(StandardNormal), rng.sample(StandardNormal)];
        let z: Vec<f64> = (0..2).map(|j| code[j] + (0.5 * code[2 + j]).exp() * noise[j]).collect();
        log_ratio += (0..2).map(|j| 0.5 * (z[j].powi(2) - noise[j].powi(2) - code[2 + j])).sum::<f64>();
        let rebuilt = dense(3, &rectified(dense(2, &z)));
        missed += rebuilt.iter().zip(&inputs).map(|(r, x)| (r - x).powi(2)).sum::<f64>();
    }
    let expected = (log_ratio + 0.5 * missed) / f64::from(draws) + 1.5 * std::f64::consts::TAU.ln();
    // Terms with a deviation of about 3 over 200,000 draws on either side: standard errors of .01; four of their root sum.
    assert_abs_diff_eq!(network.mean_loss(&x, draws as usize, 3).unwrap(), expected, epsilon = 0.05);
}

fn trained(model: Autoencoder, x: &Matrix, steps: usize, rate: f64) -> Network<Autoencoder> {
    let mut network = Network::new(model, DeviceKind::Cpu, 1).unwrap();
    let training = Training { schedule: Schedule::Cosine { warm_up: 0 }, ..Training::adam(steps, rate) };
    let history = network.learn(x, x.rows(), &training, 1).unwrap();
    assert_eq!(history.diverged_at, None);
    network
}

/// Eigenvalues of the covariance, and the mean square about the mean.
fn eigenvalues(x: &Matrix) -> Vec<f64> {
    let n = x.rows() as f64;
    let mean: Vec<f64> = (0..5).map(|j| (0..x.rows()).map(|i| f64::from(x.row(i)[j])).sum::<f64>() / n).collect();
    let centred = Mat::from_fn(5, x.rows(), |j, i| f64::from(x.row(i)[j]) - mean[j]);
    PrincipalComponents::from_points(centred.as_ref()).energies.into_iter().map(|energy| energy / n).collect()
}

/// Second road: PCA. The optimum has no other minima, and a quadratic loss is 0 to first order in what is left of the way.
#[test]
fn a_linear_autoencoder_loses_what_pca_loses() {
    let x = points(300);
    let network = trained(Autoencoder::new(5, &[], 2, Regularization::Plain), &x, 3_000, 0.02);
    let rest: f64 = eigenvalues(&x)[2..].iter().sum();
    assert_relative_eq!(network.mean_loss(&x, 1, 1).unwrap(), rest, max_relative = 1e-3);
}

/// Second road: the most likely probabilistic PCA, in closed form.
#[test]
fn a_linear_variational_autoencoder_is_probabilistic_pca() {
    let x = points(300);
    let network = trained(Autoencoder::new(5, &[], 2, Regularization::Variational), &x, 6_000, 0.02);
    let exact = ProbabilisticPca::of(&eigenvalues(&x), 2);
    let log_variance = network.weights().find(|(parameter, _)| parameter.name == "decoder.log_variance").unwrap().1[0];
    // The noise of the last steps, and of 300 · 400 draws of a loss with a deviation of 2.
    assert_relative_eq!(f64::from(log_variance.exp()), exact.noise_variance, max_relative = 0.02);
    assert_abs_diff_eq!(-network.mean_loss(&x, 400, 1).unwrap(), exact.log_likelihood, epsilon = 0.03);
}

/// Second road: Lloyd's descent from many starts finds no smaller spread than it, and no much smaller one.
#[test]
fn a_quantiser_without_networks_is_k_means() {
    let x = points(200);
    let starts = x.select(&[0, 1, 2, 3]);
    let network = trained(Autoencoder::quantiser(&starts), &x, 2_000, 0.02);
    let columns = Mat::from_fn(5, 200, |j, i| f64::from(x.row(i)[j]));
    let best = k_means(columns.as_ref(), 4, 50, &mut stream(1, "tests/autoencoder/k-means")).spread / 200.0;
    // The first term and the second of the loss are the spread each.
    let spread = network.mean_loss(&x, 1, 1).unwrap() / 2.0;
    assert!(spread > best * (1.0 - 1e-5) && spread < 1.1 * best, "{spread} {best}");
}

#[test]
fn encoder_and_decoder_make_the_reconstruction_and_their_sizes_fit() {
    let x = points(7);
    for kind in KINDS {
        let network = Network::new(Autoencoder::new(5, &[6, 4], 2, kind), DeviceKind::Cpu, 2).unwrap();
        let code = network.with_model(network.model().encoder()).apply(&x).unwrap();
        assert_eq!((code.rows(), code.columns()), (7, 2));
        let back = network.with_model(network.model().decoder()).apply(&code).unwrap();
        assert_eq!(back, network.apply(&x).unwrap(), "{kind:?}");
    }
}
