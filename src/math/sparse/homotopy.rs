//! The LASSO for every weight at once, by homotopy; in the limit of weight zero, basis pursuit with its certificate.

mod active_set;

use faer::{
    Col, ColRef, Mat, MatRef, Par,
    linalg::triangular_solve::{solve_lower_triangular_in_place, solve_upper_triangular_in_place},
};

use super::support::columns_of;
use active_set::ActiveSet;

/// The solutions x(λ) of the LASSO ½‖y − Ax‖² + λ‖x‖₁ for all λ from ‖Aᵀy‖_∞ down to some end.
///
/// x(λ) is linear between its knots, so the knots are all of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// The knots, λ falling; at the first, λ = ‖Aᵀy‖_∞ and x = 0. The last is the end, a knot or not.
    pub knots: Vec<Knot>,
}

/// A weight at which the set of nonzero entries changes, and the solution there.
#[derive(Debug, Clone, PartialEq)]
pub struct Knot {
    /// The weight λ.
    pub lambda: f64,
    /// x(λ): `[n]`.
    pub solution: Vec<f64>,
}

/// A solution of min ‖x‖₁ subject to Ax = y, and how well it is known to be one.
#[derive(Debug, Clone, PartialEq)]
pub struct BasisPursuit {
    /// x̂: `[n]`.
    pub solution: Vec<f64>,
    /// ‖x̂‖₁ − yᵀν for a ν with ‖Aᵀν‖_∞ ≤ 1, as a part of ‖x̂‖₁ (see [`certificate`]): no feasible point is shorter than
    /// x̂ by more than this part.
    pub duality_gap: f64,
    /// ‖Ax̂ − y‖ as a part of ‖y‖.
    pub infeasibility: f64,
    /// Knots that were passed.
    pub steps: usize,
}

impl Path {
    /// x(λ), by linear interpolation: `[n]`. Before the first knot it is zero.
    ///
    /// # Panics
    ///
    /// If the path ends before it reaches `lambda`.
    #[must_use]
    pub fn at(&self, lambda: f64) -> Vec<f64> {
        let after = self.knots.partition_point(|knot| knot.lambda > lambda);
        assert!(after < self.knots.len(), "the path ends at λ = {:?}", self.knots.last().map(|knot| knot.lambda));
        let knot = &self.knots[after];
        let Some(before) = after.checked_sub(1).map(|at| &self.knots[at]) else {
            return vec![0.0; knot.solution.len()];
        };
        let part = (before.lambda - lambda) / (before.lambda - knot.lambda);
        before.solution.iter().zip(&knot.solution).map(|(x, y)| x + part * (y - x)).collect()
    }
}

// ANCHOR: lasso_path
/// The LASSO's solutions from λ = ‖Aᵀy‖_∞ down to λ = `until`. A: `[m, n]`, its columns in general position; y: `[m]`.
///
/// Source: Osborne, Presnell & Turlach 2000; Efron, Hastie, Johnstone & Tibshirani 2004, §3.1.
///
/// # Panics
///
/// If y does not have m entries, or `until` is negative or not a number.
#[must_use]
pub fn lasso_path(a: MatRef<'_, f64>, y: &[f64], until: f64) -> Path {
    let mut homotopy = Homotopy::new(a, y);
    let mut knots = vec![homotopy.knot()];
    while homotopy.advance(until) {
        knots.push(homotopy.knot());
    }
    Path { knots }
}
// ANCHOR_END: lasso_path

/// The shortest solution of Ax = y in the ℓ₁ norm: the limit of the LASSO for λ → 0. A: `[m, n]` with m ≤ n, its
/// columns in general position; y: `[m]`.
///
/// The path is followed to its end, which takes finitely many steps and no step length or stopping rule; then solution
/// and certificate are computed anew from A and y. Very rarely A is so ill-conditioned that rounding hides the last knots.
/// The certificate shows it, and the problem is solved in an orthonormal basis of A's row space, which changes the path and
/// not its end.
///
/// Source: Donoho & Tsaig 2008, where it is shown to take k steps if the solution is sparse enough.
///
/// # Panics
///
/// If y does not have m entries.
#[must_use]
pub fn basis_pursuit(a: MatRef<'_, f64>, y: &[f64]) -> BasisPursuit {
    let (solution, dual, steps) = followed(a, y);
    let found = BasisPursuit::judged(a, y, solution, dual.as_ref(), steps);
    if found.is_certified() {
        return found;
    }
    // A = RᵀQᵀ, so that Ax = y and Qᵀx = R⁻ᵀy have the same solutions, and (Qᵀ)ᵀν = Aᵀ(R⁻¹ν).
    let factors = a.transpose().qr();
    let mut measured = Mat::from_fn(y.len(), 1, |i, _| y[i]);
    solve_lower_triangular_in_place(factors.thin_R().transpose(), measured.as_mut(), Par::Seq);
    let (solution, dual, more) = followed(factors.compute_thin_Q().transpose(), measured.col_as_slice(0));
    let mut dual = dual.as_mat().to_owned();
    solve_upper_triangular_in_place(factors.thin_R(), dual.as_mut(), Par::Seq);
    BasisPursuit::judged(a, y, solution, dual.col(0), steps + more)
}

/// A gap or an infeasibility above this is not rounding.
const CERTIFIED: f64 = 1e-10;

impl BasisPursuit {
    /// The solution, with what A, y and the dual vector u say of it.
    fn judged(a: MatRef<'_, f64>, y: &[f64], solution: Vec<f64>, u: ColRef<'_, f64>, steps: usize) -> Self {
        let residual = ColRef::from_slice(y) - a * ColRef::from_slice(&solution);
        let size = ColRef::from_slice(y).norm_l2();
        Self {
            duality_gap: certificate(a, y, &solution, u),
            infeasibility: if size == 0.0 { 0.0 } else { residual.norm_l2() / size },
            solution,
            steps,
        }
    }

    fn is_certified(&self) -> bool {
        self.duality_gap.abs() <= CERTIFIED && self.infeasibility <= CERTIFIED
    }
}

/// The end of the path, the dual vector u of its last direction, and the steps it took.
fn followed(a: MatRef<'_, f64>, y: &[f64]) -> (Vec<f64>, Col<f64>, usize) {
    let mut homotopy = Homotopy::new(a, y);
    let mut steps = 0;
    while homotopy.advance(0.0) {
        steps += 1;
    }
    let (solution, dual) = homotopy.refined();
    (solution, dual, steps)
}

// ANCHOR: certificate
/// How far x is from the shortest point of Ax = y at most, as a part of ‖x‖₁; zero if x is zero.
///
/// ```text
/// (‖x‖₁ − yᵀν) / ‖x‖₁,   ν = u / max(1, ‖Aᵀu‖_∞)          book eq. basis-pursuit-gap
/// ```
///
/// For every x' with Ax' = y, yᵀν = (Aᵀν)ᵀx' ≤ ‖x'‖₁: whatever vector u one tries, ν bounds them all from below.
/// A: `[m, n]`, y and u: `[m]`, x: `[n]`.
#[must_use]
pub fn certificate(a: MatRef<'_, f64>, y: &[f64], x: &[f64], u: ColRef<'_, f64>) -> f64 {
    let length: f64 = x.iter().map(|x| x.abs()).sum();
    let scale = (a.transpose() * u).norm_max().max(1.0);
    let bound = ColRef::from_slice(y).transpose() * u / scale;
    if length == 0.0 { 0.0 } else { (length - bound) / length }
}
// ANCHOR_END: certificate

/// A point on the path, with what is needed to go on.
struct Homotopy<'a> {
    a: MatRef<'a, f64>,
    y: ColRef<'a, f64>,
    lambda: f64,
    /// Aᵀ(y − Ax): at most λ in size, and λ with the sign of x where x is not zero.
    correlation: Vec<f64>,
    active: ActiveSet,
}

/// What happens next on the way down.
enum Event {
    /// The entry's correlation reaches λ with this sign.
    Joins(usize, f64),
    /// The active entry, by its place in the active set, reaches zero.
    Leaves(usize),
    /// Nothing, down to the end.
    Ends,
}

/// Correlations are proportional to λ if they are so but for this part of λ: far more than rounding leaves of a
/// difference, far less than chance does.
const PROPORTIONAL: f64 = 1e-7;

/// An entry below this part of the largest is zero but for rounding.
const ROUNDING: f64 = 1e-9;

impl<'a> Homotopy<'a> {
    fn new(a: MatRef<'a, f64>, y: &'a [f64]) -> Self {
        assert_eq!(a.nrows(), y.len(), "one measurement a row");
        let y = ColRef::from_slice(y);
        let correlation: Vec<f64> = (a.transpose() * y).iter().copied().collect();
        let largest = (0..a.ncols()).max_by(|&i, &j| correlation[i].abs().total_cmp(&correlation[j].abs()));
        let first = largest.map_or(0.0, |entry| correlation[entry].abs());
        let active = ActiveSet::new(a.ncols(), a.nrows().min(a.ncols()));
        let mut path = Self { a, y, lambda: first, correlation, active };
        if let Some(entry) = largest.filter(|_| first > 0.0) {
            path.join(entry, path.correlation[entry].signum());
        }
        path
    }

    fn join(&mut self, entry: usize, sign: f64) {
        let products = self.a.transpose() * self.a.col(entry);
        self.active.join(entry, sign, products.iter().copied().collect());
    }

    fn knot(&self) -> Knot {
        Knot { lambda: self.lambda, solution: self.active.solution() }
    }

    // ANCHOR: homotopy_step
    /// Goes down to the next knot, or to λ = `until` if that comes first; false if it is there already.
    fn advance(&mut self, until: f64) -> bool {
        assert!(until >= 0.0, "a path down to λ = {until}");
        if self.lambda <= until {
            return false;
        }
        // As λ falls by h, x grows by h·direction, and the correlations fall by h·slope.
        let direction = self.active.direction();
        let slope = self.active.combined(&direction);
        let most = self.lambda - until;
        let (h, event) = self.next_event(&direction, &slope, most);
        self.lambda -= h;
        self.correlation.iter_mut().zip(&slope).for_each(|(c, v)| *c -= h * v);
        self.active.move_by(h, &direction);
        match event {
            Event::Joins(entry, sign) => self.join(entry, sign),
            Event::Leaves(place) => self.active.leave(place),
            Event::Ends => self.lambda = until,
        }
        true
    }

    /// The first thing to happen while λ falls by `most`, and how far it falls until then.
    fn next_event(&self, direction: &[f64], slope: &[f64], most: f64) -> (f64, Event) {
        let mut next = (most, Event::Ends);
        let last = self.is_last_segment(slope);
        for entry in (0..slope.len()).filter(|&entry| !last && !self.active.contains(entry)) {
            for sign in [1.0, -1.0] {
                // The distance from λ shrinks at this rate; at none or a negative one it is never used up.
                let rate = 1.0 - sign * slope[entry];
                let distance = self.lambda - sign * self.correlation[entry];
                if rate > 0.0 && distance < next.0 * rate {
                    next = (distance.max(0.0) / rate, Event::Joins(entry, sign));
                }
            }
        }
        let largest = self.active.values().iter().fold(0.0, |most: f64, x| most.max(x.abs()));
        for (place, (x, d)) in self.active.values().iter().zip(direction).enumerate() {
            // On the last segment an entry may become zero at its end; rounding must not make that sooner.
            let only_then = last && (x + most * d).abs() <= ROUNDING * largest;
            if x * d < 0.0 && -x / d < next.0 && !only_then {
                next = (-x / d, Event::Leaves(place));
            }
        }
        next
    }

    /// Whether the residual is λ times a fixed vector: all correlations then fall in proportion to λ, and none reaches it
    /// before zero. With as many entries as measurements it is so for certain.
    fn is_last_segment(&self, slope: &[f64]) -> bool {
        let proportional = |(c, v): (&f64, &f64)| (c - self.lambda * v).abs() <= PROPORTIONAL * self.lambda;
        self.active.is_full() || self.correlation.iter().zip(slope).all(proportional)
    }
    // ANCHOR_END: homotopy_step

    /// With B the columns of A at the active entries: the solution of Bx = y, zero elsewhere, and the u in the span of B
    /// with Bᵀu = s. Both by normal equations, corrected by what A, y and s say is missing.
    fn refined(&self) -> (Vec<f64>, Col<f64>) {
        let entries = self.active.entries();
        let columns = columns_of(self.a, entries);
        let slice = |vector: Col<f64>| vector.iter().copied().collect::<Vec<_>>();
        let mut values = vec![0.0; entries.len()];
        let mut dual = Col::zeros(self.a.nrows());
        for _ in 0..3 {
            let missing = self.y - &columns * ColRef::from_slice(&values);
            let more = self.active.solve(&slice(columns.transpose() * missing));
            values.iter_mut().zip(more).for_each(|(x, more)| *x += more);
            let missing = ColRef::from_slice(self.active.signs()) - columns.transpose() * &dual;
            dual += &columns * ColRef::from_slice(&self.active.solve(&slice(missing)));
        }
        let mut solution = vec![0.0; self.a.ncols()];
        entries.iter().zip(values).for_each(|(&entry, value)| solution[entry] = value);
        (solution, dual)
    }
}

#[cfg(test)]
mod tests {
    use super::{basis_pursuit, certificate, lasso_path};
    use crate::{
        data::{
            sparse_signals::{gaussian_matrix, sparse_signal},
            streams::stream,
        },
        math::sparse::soft_threshold::soft_threshold,
    };
    use approx::assert_abs_diff_eq;
    use faer::{Col, ColRef, Mat, Side, linalg::solvers::Solve as _};

    /// A: `[m, n]`, x₀ with k nonzero entries, and y = Ax₀.
    fn problem(m: usize, n: usize, k: usize, seed: u64) -> (Mat<f64>, Vec<f64>, Vec<f64>) {
        let mut rng = stream(seed, "homotopy tests");
        let a = gaussian_matrix(m, n, &mut rng);
        let x = sparse_signal(n, k, &mut rng);
        let y = (&a * ColRef::from_slice(&x)).iter().copied().collect();
        (a, x, y)
    }

    fn largest_difference(a: &[f64], b: &[f64]) -> f64 {
        a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    }

    /// Second road: with orthonormal columns each entry is shrunk by itself.
    #[test]
    fn on_an_orthonormal_basis_the_path_is_soft_thresholding() {
        let (a, _, y) = problem(12, 12, 12, 1);
        let q = a.qr().compute_Q();
        let path = lasso_path(q.as_ref(), &y, 0.0);
        let products: Vec<f64> = (q.transpose() * ColRef::from_slice(&y)).iter().copied().collect();
        for lambda in [0.0, 0.1, 0.5, 1.0] {
            let shrunk: Vec<f64> = products.iter().map(|&z| soft_threshold(z, lambda)).collect();
            assert!(largest_difference(&path.at(lambda), &shrunk) < 1e-12);
        }
    }

    /// Second road: the optimality conditions, at every knot and between knots.
    #[test]
    fn the_path_meets_the_optimality_conditions() {
        for (seed, (m, n, k)) in [(30, 60, 20), (40, 40, 10), (50, 30, 30), (20, 100, 3)].into_iter().enumerate() {
            let (a, _, mut y) = problem(m, n, k, seed as u64);
            y[0] += 0.3;
            let path = lasso_path(a.as_ref(), &y, 0.01);
            assert_abs_diff_eq!(path.knots.last().unwrap().lambda, 0.01);
            let between = |pair: &[super::Knot]| f64::midpoint(pair[0].lambda, pair[1].lambda);
            let weights: Vec<f64> =
                path.knots.iter().map(|knot| knot.lambda).chain(path.knots.windows(2).map(between)).collect();
            for lambda in weights {
                let x = path.at(lambda);
                let residual = ColRef::from_slice(&y) - &a * ColRef::from_slice(&x);
                let correlation = a.transpose() * residual;
                for (c, x) in correlation.iter().zip(&x) {
                    assert!(c.abs() <= lambda + 1e-10, "{c} at λ = {lambda}");
                    // An entry that has just left may be a rounding error.
                    assert!(x.abs() < 1e-10 || (c - lambda.copysign(*x)).abs() < 1e-10, "{c} {x} at λ = {lambda}");
                }
            }
        }
    }

    /// Sparse enough signals come back exactly, in as many steps as they have entries (Donoho & Tsaig 2008).
    #[test]
    fn a_sparse_signal_comes_back_in_k_steps() {
        for seed in 0..20 {
            let (a, x, y) = problem(80, 160, 3, seed);
            let found = basis_pursuit(a.as_ref(), &y);
            assert!(largest_difference(&found.solution, &x) < 1e-12);
            assert_eq!(found.steps, 3);
        }
    }

    /// Wherever the truth lies, an answer comes with its proof; and if it is not the truth, it is shorter.
    #[test]
    fn every_answer_is_certified() {
        let mut missed = 0;
        for (seed, (m, k)) in
            [(5, 1), (10, 8), (20, 30), (40, 12), (40, 20), (64, 40), (63, 60), (1, 1)].into_iter().enumerate()
        {
            let (a, x, y) = problem(m, 64, k, seed as u64);
            let found = basis_pursuit(a.as_ref(), &y);
            assert!(found.duality_gap.abs() < 1e-11 && found.infeasibility < 1e-11, "{found:?}");
            let length = |x: &[f64]| x.iter().map(|x| x.abs()).sum::<f64>();
            if largest_difference(&found.solution, &x) > 1e-4 {
                assert!(length(&found.solution) < length(&x));
                missed += 1;
            }
        }
        assert!((1..8).contains(&missed));
    }

    #[test]
    fn a_wrong_answer_or_a_wrong_certificate_shows() {
        let (a, x, y) = problem(30, 40, 5, 3);
        let found = basis_pursuit(a.as_ref(), &y);
        assert!(largest_difference(&found.solution, &x) < 1e-12);
        // The dual of a sparse answer on its support S: the u in the span of A_S with A_Sᵀu = sign(x_S).
        let support: Vec<usize> = (0..40).filter(|&entry| x[entry] != 0.0).collect();
        let columns = Mat::from_fn(30, support.len(), |i, place| a[(i, support[place])]);
        let signs = Mat::from_fn(support.len(), 1, |place, _| x[support[place]].signum());
        let u = &columns * (columns.transpose() * &columns).llt(Side::Lower).unwrap().solve(&signs);
        assert_abs_diff_eq!(certificate(a.as_ref(), &y, &x, u.col(0)), 0.0, epsilon = 1e-12);
        let longer: Vec<f64> = x.iter().map(|x| 1.1 * x).collect();
        assert_abs_diff_eq!(certificate(a.as_ref(), &y, &longer, u.col(0)), 0.1 / 1.1, epsilon = 1e-12);
        // A u that is too long is scaled back before it bounds anything.
        let twice = Col::from_fn(30, |i| 2.0 * u[(i, 0)]);
        assert_abs_diff_eq!(certificate(a.as_ref(), &y, &x, twice.as_ref()), 0.0, epsilon = 1e-12);
        let nothing = Col::zeros(30);
        assert_abs_diff_eq!(certificate(a.as_ref(), &y, &x, nothing.as_ref()), 1.0);
        let none: Vec<f64> = vec![f64::NAN; 40];
        assert!(certificate(a.as_ref(), &y, &none, u.col(0)).is_nan());
    }

    #[test]
    fn nothing_measured_is_nothing_found() {
        let (a, _, _) = problem(5, 9, 1, 4);
        let found = basis_pursuit(a.as_ref(), &[0.0; 5]);
        assert_eq!((found.solution, found.duality_gap, found.steps), (vec![0.0; 9], 0.0, 0));
    }
}
