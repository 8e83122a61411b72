//! Unrolled iterations: before training they are the algorithms, and training moves what it should.

use faer::Col;
use ground_up::{
    data::{
        sparse_signals::{gaussian_matrix, sparse_signal},
        streams::stream,
    },
    ground::device::DeviceKind,
    math::sparse::{analytic_weights::analytic_weights, soft_threshold::soft_threshold},
    nn::{Matrix, Measured, Module as _, Network, SquareLoss, Training, Unrolled},
};

const M: usize = 30;
const N: usize = 60;

/// Single precision, tens of iterations, estimates of size 1.
const SINGLE: f64 = 2e-5;

fn measured() -> Measured {
    Measured::by(gaussian_matrix(M, N, &mut stream(1, "tests/unrolled/matrix")))
}

/// Signals and their measurements, one a row.
fn examples(measured: &Measured, count: usize) -> (Matrix, Matrix) {
    let mut rng = stream(2, "tests/unrolled/signals");
    let signals: Vec<Vec<f64>> = (0..count).map(|_| sparse_signal(N, 4, &mut rng)).collect();
    let a = measured.matrix();
    let y = |row: usize, i: usize| (0..N).map(|j| a[(i, j)] * signals[row][j]).sum::<f64>() as f32;
    (Matrix::from_fn(count, M, y), Matrix::from_fn(count, N, |row, j| signals[row][j] as f32))
}

fn network(model: Unrolled) -> Network<Unrolled> {
    Network::new(model, DeviceKind::Cpu, 1).unwrap()
}

/// The largest difference of two matrices.
fn apart(a: &Matrix, b: &Matrix) -> f64 {
    assert_eq!((a.rows(), a.columns()), (b.rows(), b.columns()));
    a.values().iter().zip(b.values()).map(|(a, b)| f64::from((a - b).abs())).fold(0.0, f64::max)
}

/// ISTA or FISTA in double precision as Beck & Teboulle write them, on one signal.
fn in_double_precision(measured: &Measured, y: &[f32], iterations: usize, lambda: f64, momentum: bool) -> Col<f64> {
    let (a, l) = (measured.matrix(), measured.lipschitz);
    let y = Col::from_fn(M, |i| f64::from(y[i]));
    let (mut x, mut z, mut t) = (Col::zeros(N), Col::zeros(N), 1.0_f64);
    for _ in 0..iterations {
        let gradient = a.transpose() * (&y - a * &z);
        let next = Col::from_fn(N, |j| soft_threshold(z[j] + gradient[j] / l, lambda / l));
        let after = f64::midpoint(1.0, (1.0 + 4.0 * t * t).sqrt());
        let share = if momentum { (t - 1.0) / after } else { 0.0 };
        z = Col::from_fn(N, |j| next[j] + share * (next[j] - x[j]));
        (x, t) = (next, after);
    }
    x
}

#[test]
fn ista_and_fista_are_those_of_double_precision() {
    let measured = measured();
    let (y, _) = examples(&measured, 5);
    for iterations in [1, 2, 40] {
        let ista = network(Unrolled::ista(&measured, iterations, 0.05)).apply(&y).unwrap();
        let fista = network(Unrolled::fista(&measured, iterations, 0.05)).apply(&y).unwrap();
        for (estimates, momentum) in [(ista, false), (fista, true)] {
            for row in 0..5 {
                let expected = in_double_precision(&measured, y.row(row), iterations, 0.05, momentum);
                for (x, expected) in estimates.row(row).iter().zip(expected.iter()) {
                    assert!((f64::from(*x) - expected).abs() < SINGLE, "{iterations} {momentum}: {x} {expected}");
                }
            }
        }
    }
}

#[test]
fn before_training_the_networks_are_ista() {
    let measured = measured();
    let (y, _) = examples(&measured, 300);
    let ista = network(Unrolled::ista(&measured, 12, 0.1)).apply(&y).unwrap();
    let with_columns = Unrolled::alista(&measured, measured.matrix(), 12, 0.1);
    for model in [Unrolled::lista(&measured, 12, 0.1), Unrolled::lista_cp(&measured, 12, 0.1), with_columns] {
        let off = apart(&network(model).apply(&y).unwrap(), &ista);
        assert!(off < SINGLE, "{off}");
    }
}

#[test]
fn iterates_are_the_outputs_of_shorter_networks() {
    let measured = measured();
    let (y, _) = examples(&measured, 300);
    for model in [Unrolled::fista(&measured, 7, 0.1), Unrolled::lista(&measured, 7, 0.1)] {
        let mut seen = Vec::new();
        network(model.clone())
            .iterates(&y, &[2, 7], &mut |place, rows, estimates| {
                let shorter = network(model.stage(0, [2, 7][place])).apply(&y.slice(rows.clone())).unwrap();
                assert_eq!(&shorter, estimates);
                seen.push((place, rows));
            })
            .unwrap();
        assert_eq!(seen, [(0, 0..256), (1, 0..256), (0, 256..300), (1, 256..300)]);
    }
}

/// The optimality condition of the LASSO: no correlation with what is left exceeds λ, and it is ±λ where x is not 0.
#[test]
fn fista_arrives_at_the_lasso() {
    let measured = measured();
    let (y, _) = examples(&measured, 3);
    let (a, lambda) = (measured.matrix(), 0.05);
    let estimates = network(Unrolled::fista(&measured, 3_000, lambda)).apply(&y).unwrap();
    for row in 0..3 {
        let x = Col::from_fn(N, |j| f64::from(estimates.row(row)[j]));
        let left = a.transpose() * (Col::from_fn(M, |i| f64::from(y.row(row)[i])) - a * &x);
        for j in 0..N {
            assert!(left[j].abs() < lambda + SINGLE);
            assert!(x[j] == 0.0 || (left[j] - lambda * x[j].signum()).abs() < SINGLE, "{} {}", left[j], x[j]);
        }
    }
}

/// Source of both bounds: Beck & Teboulle 2009, theorems 3.1 and 4.4, from x₀ = 0.
#[test]
fn ista_and_fista_are_as_fast_as_their_bounds_promise() {
    let measured = measured();
    let (y, _) = examples(&measured, 1);
    let (a, l, lambda) = (measured.matrix(), measured.lipschitz, 0.05);
    let objective = |x: &[f32]| -> f64 {
        let x = Col::from_fn(N, |j| f64::from(x[j]));
        let left = Col::from_fn(M, |i| f64::from(y.row(0)[i])) - a * &x;
        0.5 * left.squared_norm_l2() + lambda * x.norm_l1()
    };
    let best = network(Unrolled::fista(&measured, 3_000, lambda)).apply(&y).unwrap();
    let (least, squares) = (objective(best.row(0)), best.values().iter().map(|x| f64::from(x * x)).sum::<f64>());
    for (model, momentum) in
        [(Unrolled::ista(&measured, 64, lambda), false), (Unrolled::fista(&measured, 64, lambda), true)]
    {
        network(model)
            .iterates(&y, &[1, 4, 16, 64], &mut |place, _, estimates| {
                let k = [1.0, 4.0, 16.0, 64.0_f64][place];
                let bound = if momentum { 2.0 * l * squares / (k + 1.0).powi(2) } else { l * squares / (2.0 * k) };
                let gap = objective(estimates.row(0)) - least;
                assert!(gap <= bound + SINGLE, "{k} {momentum}: {gap} above {bound}");
            })
            .unwrap();
    }
}

fn train(network: &mut Network<Unrolled>, measured: &Measured, steps: usize) -> Vec<f32> {
    let (y, x) = examples(measured, 64);
    let training = Training::adam(steps, 1e-3);
    network.train(&mut || (y.clone(), x.clone()), &SquareLoss, &training, &mut |_, _| ()).unwrap().losses
}

#[test]
fn a_stage_moves_its_own_layers_and_no_others() {
    let measured = measured();
    let weights = analytic_weights(measured.matrix());
    for model in [
        Unrolled::lista(&measured, 3, 0.1),
        Unrolled::lista_cp(&measured, 3, 0.1),
        Unrolled::alista(&measured, &weights, 3, 0.1),
    ] {
        let mut network = network(model.clone()).with_model(model.stage(1, 2));
        let before: Vec<_> = network.weights().map(|(parameter, values)| (parameter.name.clone(), values)).collect();
        let losses = train(&mut network, &measured, 60);
        assert!(losses[59] < 0.95 * losses[0], "{losses:?}");
        for ((name, before), (_, after)) in before.iter().zip(network.weights()) {
            assert_eq!(before != &after, name.starts_with("1."), "{name}");
        }
        network.continue_layer(2).unwrap();
        let named = |name: &str| network.weights().find(|(parameter, _)| parameter.name == name).unwrap().1;
        assert_eq!(named("1.threshold"), named("2.threshold"));
    }
}

/// Second road: the layer of LISTA that continues the first is the one of LISTA-CP that does, whatever the first has learnt.
#[test]
fn the_second_layer_of_lista_starts_coupled() {
    let measured = measured();
    let (y, _) = examples(&measured, 20);
    let grown = |model: Unrolled| {
        let mut network = network(model.clone()).with_model(model.stage(0, 1));
        train(&mut network, &measured, 20);
        network.continue_layer(1).unwrap();
        network.with_model(model).apply(&y).unwrap()
    };
    let [free, coupled] = [Unrolled::lista, Unrolled::lista_cp].map(|make| grown(make(&measured, 2, 0.1)));
    assert!(apart(&free, &coupled) < SINGLE);
    assert!(apart(&free, &network(Unrolled::lista(&measured, 2, 0.1)).apply(&y).unwrap()) > 100.0 * SINGLE);
}

/// Second road: the coupled form, multiplied out, is the free one.
#[test]
fn a_freed_network_estimates_as_the_coupled_one_that_it_came_from() {
    let measured = measured();
    let mut coupled = network(Unrolled::lista_cp(&measured, 4, 0.1));
    train(&mut coupled, &measured, 5);
    let freed = network(Unrolled::freed(&coupled, &measured));
    let (y, _) = examples(&measured, 20);
    // Single precision, over four layers of a few dozen sums each; the estimates are of order 1.
    assert!(apart(&coupled.apply(&y).unwrap(), &freed.apply(&y).unwrap()) < 1e-5);
    let count = |network: &Network<Unrolled>| network.model().parameters().count();
    assert!(count(&freed) > count(&coupled));
}

#[test]
fn parameters_are_those_of_the_definitions() {
    let measured = measured();
    let weights = analytic_weights(measured.matrix());
    let count = |model: Unrolled| model.parameters().count();
    assert_eq!(count(Unrolled::fista(&measured, 5, 0.1)), 0);
    assert_eq!(count(Unrolled::lista(&measured, 5, 0.1)), 5 * (N * M + 1) + 4 * N * N);
    assert_eq!(count(Unrolled::lista_cp(&measured, 5, 0.1)), 5 * (N * M + 1));
    assert_eq!(count(Unrolled::alista(&measured, &weights, 5, 0.1)), 10);
}

/// The batch is large enough for products that are shared among threads.
#[test]
fn training_gives_the_same_bits_on_one_thread_and_on_two() {
    let measured = Measured::by(gaussian_matrix(256, 300, &mut stream(3, "tests/unrolled/large")));
    let mut rng = stream(4, "tests/unrolled/large signals");
    let x = Matrix::new(256, 300, (0..256).flat_map(|_| sparse_signal(300, 9, &mut rng)).map(|x| x as f32).collect());
    let y = Matrix::new(256, 256, (0..256).flat_map(|_| sparse_signal(256, 200, &mut rng)).map(|y| y as f32).collect());
    let run = |model: &Unrolled, threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let mut network = network(model.clone());
            network
                .train(&mut || (y.clone(), x.clone()), &SquareLoss, &Training::adam(2, 1e-3), &mut |_, _| ())
                .unwrap();
            network.weights().flat_map(|(_, values)| values).map(f32::to_bits).collect::<Vec<_>>()
        })
    };
    let weights = analytic_weights(measured.matrix());
    for model in [
        Unrolled::lista(&measured, 2, 0.1),
        Unrolled::lista_cp(&measured, 2, 0.1),
        Unrolled::alista(&measured, &weights, 2, 0.1),
    ] {
        assert!(run(&model, 1) == run(&model, 2));
    }
}
