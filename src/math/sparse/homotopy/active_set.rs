//! The nonzero entries of a LASSO solution, and the Cholesky factor of their columns' Gram matrix.

/// The active entries S in the order they joined, their signs s and values, and L with `LLᵀ = BᵀB`, where B is `[m, |S|]`:
/// the columns of A at S.
#[derive(Debug)]
pub(super) struct ActiveSet {
    entries: Vec<usize>,
    signs: Vec<f64>,
    values: Vec<f64>,
    /// Of each active entry's column a, Aᵀa: `[n]`.
    products: Vec<Vec<f64>>,
    is_active: Vec<bool>,
    /// L, row after row, each of `most` numbers.
    factor: Vec<f64>,
    /// z with Lz = s.
    half_solved: Vec<f64>,
    most: usize,
}

impl ActiveSet {
    /// No entry of `count`; there will never be more than `most`.
    pub(super) fn new(count: usize, most: usize) -> Self {
        Self {
            entries: Vec::new(),
            signs: Vec::new(),
            values: Vec::new(),
            products: Vec::new(),
            is_active: vec![false; count],
            factor: vec![0.0; most * most],
            half_solved: Vec::new(),
            most,
        }
    }

    pub(super) fn entries(&self) -> &[usize] {
        &self.entries
    }

    pub(super) fn signs(&self) -> &[f64] {
        &self.signs
    }

    pub(super) fn values(&self) -> &[f64] {
        &self.values
    }

    pub(super) fn contains(&self, entry: usize) -> bool {
        self.is_active[entry]
    }

    pub(super) fn is_full(&self) -> bool {
        self.entries.len() == self.most
    }

    /// All entries: `[n]`.
    pub(super) fn solution(&self) -> Vec<f64> {
        let mut solution = vec![0.0; self.is_active.len()];
        self.entries.iter().zip(&self.values).for_each(|(&entry, &value)| solution[entry] = value);
        solution
    }

    /// d with `BᵀB d = s`.
    pub(super) fn direction(&self) -> Vec<f64> {
        self.back_substituted(self.half_solved.clone())
    }

    /// The solution of `BᵀB x = right`.
    pub(super) fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut half = Vec::with_capacity(right.len());
        for (place, b) in right.iter().enumerate() {
            let row = self.row(place);
            half.push((b - dot(&row[..place], &half)) / row[place]);
        }
        self.back_substituted(half)
    }

    /// Adds h·`direction` to the values.
    pub(super) fn move_by(&mut self, h: f64, direction: &[f64]) {
        self.values.iter_mut().zip(direction).for_each(|(x, d)| *x += h * d);
    }

    /// `AᵀB c` for the `coefficients` c: `[n]`.
    pub(super) fn combined(&self, coefficients: &[f64]) -> Vec<f64> {
        let mut sum = vec![0.0; self.is_active.len()];
        for (products, c) in self.products.iter().zip(coefficients) {
            sum.iter_mut().zip(products).for_each(|(sum, product)| *sum += c * product);
        }
        sum
    }

    /// The entry, whose column has these `products` with all columns, becomes active with value 0: a row more of L.
    pub(super) fn join(&mut self, entry: usize, sign: f64, products: Vec<f64>) {
        let size = self.entries.len();
        for place in 0..size {
            let (above, new) = self.factor.split_at_mut(size * self.most);
            let row = &above[place * self.most..][..=place];
            new[place] = (products[self.entries[place]] - dot(&row[..place], &new[..place])) / row[place];
        }
        let new = &mut self.factor[size * self.most..][..=size];
        let diagonal = (products[entry] - dot(&new[..size], &new[..size])).sqrt();
        new[size] = diagonal;
        self.half_solved.push((sign - dot(&new[..size], &self.half_solved)) / diagonal);
        self.entries.push(entry);
        self.signs.push(sign);
        self.values.push(0.0);
        self.products.push(products);
        self.is_active[entry] = true;
    }

    /// The entry at `place` becomes zero: a row of L less, and rotations of its columns make L triangular again.
    pub(super) fn leave(&mut self, place: usize) {
        self.is_active[self.entries.remove(place)] = false;
        self.signs.remove(place);
        self.values.remove(place);
        self.products.remove(place);
        let (most, size) = (self.most, self.entries.len());
        self.factor.copy_within((place + 1) * most..(size + 1) * most, place * most);
        let mut rotations: Vec<(f64, f64)> = Vec::with_capacity(size - place);
        for at in place..size {
            let row = &mut self.factor[at * most..][..at + 2];
            // Each rotation turns two neighbouring columns; the first of the two is final after it.
            let mut carried = row[place];
            for (column, (cos, sin)) in (place..at).zip(&rotations) {
                let next = row[column + 1];
                row[column] = cos * carried + sin * next;
                carried = cos * next - sin * carried;
            }
            let length = carried.hypot(row[at + 1]);
            rotations.push((carried / length, row[at + 1] / length));
            row[at] = length;
        }
        self.half_solved.truncate(place);
        for at in place..size {
            let row = &self.factor[at * most..][..=at];
            self.half_solved.push((self.signs[at] - dot(&row[..at], &self.half_solved)) / row[at]);
        }
    }

    fn row(&self, place: usize) -> &[f64] {
        &self.factor[place * self.most..][..=place]
    }

    /// The solution of Lᵀx = `half`.
    fn back_substituted(&self, mut half: Vec<f64>) -> Vec<f64> {
        for place in (0..half.len()).rev() {
            let row = self.row(place);
            let x = half[place] / row[place];
            half[place] = x;
            half[..place].iter_mut().zip(row).for_each(|(b, l)| *b -= x * l);
        }
        half
    }
}

/// aᵀb, in eight sums side by side: a processor adds several numbers at once if the order of the sum lets it.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (a_eights, a_rest) = a.as_chunks::<8>();
    let (b_eights, b_rest) = b.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for (x, y) in a_eights.iter().zip(b_eights) {
        for lane in 0..8 {
            sums[lane] += x[lane] * y[lane];
        }
    }
    sums.iter().sum::<f64>() + a_rest.iter().zip(b_rest).map(|(x, y)| x * y).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::ActiveSet;
    use crate::data::{sparse_signals::gaussian_matrix, streams::stream};
    use approx::assert_abs_diff_eq;

    /// Second road: after any joining and leaving, solve and multiply back.
    #[test]
    fn the_factor_follows_every_joining_and_leaving() {
        let gram = {
            let a = gaussian_matrix(30, 40, &mut stream(1, "active set"));
            a.transpose() * &a
        };
        let mut set = ActiveSet::new(40, 30);
        let check = |set: &ActiveSet| {
            let direction = set.direction();
            for ((&entry, &sign), same) in set.entries().iter().zip(set.signs()).zip(set.solve(set.signs())) {
                let product: f64 =
                    set.entries().iter().zip(&direction).map(|(&other, d)| gram[(entry, other)] * d).sum();
                // Condition numbers here are about a thousand.
                assert_abs_diff_eq!(product, sign, epsilon = 1e-11);
                let place = set.entries().iter().position(|&other| other == entry).unwrap();
                assert_abs_diff_eq!(same, direction[place], epsilon = 1e-11);
            }
        };
        for entry in 0..20 {
            set.join(entry, if entry % 3 == 0 { 1.0 } else { -1.0 }, gram.col_as_slice(entry).to_vec());
            check(&set);
        }
        for place in [0, 18, 7, 16, 3] {
            set.leave(place);
            check(&set);
        }
        set.join(33, 1.0, gram.col_as_slice(33).to_vec());
        check(&set);
        assert!(set.contains(33) && !set.contains(0) && !set.is_full());
        assert_eq!(set.entries().len(), 16);
    }
}
