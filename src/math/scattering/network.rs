//! The scattering network: wavelet, modulus, wavelet, modulus, and an average of what each layer has.

use rustfft::num_complex::Complex64;

use super::{
    bank::{Bank, Wavelet},
    grid_transform::GridTransform,
};

/// At which places layers are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sampling {
    /// At all places of the grid: nothing is approximated.
    Full,
    /// A response of scale j at every 2ʲ-th place, averages at every 2ᴶ-th: what lies above the coarser grid's highest
    /// frequency is small, and is cut off or folded down.
    Critical {
        /// Whether a filter's frequencies above the coarser grid's highest are folded down or cut off.
        folded: bool,
    },
}

/// Which wavelets follow which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paths {
    /// Only wavelets of larger scale than the last: a modulus has little energy at the finer ones.
    Rising,
    /// All.
    All,
}

/// A scattering network.
#[derive(Debug)]
pub struct Network {
    /// Grids of level ℓ have every 2^ℓ-th place.
    grids: Vec<GridTransform>,
    average: Vec<Vec<f64>>,
    layers: [Vec<Filter>; 2],
    orders: usize,
    sampling: Sampling,
    paths: Paths,
}

/// A wavelet at each level that its input may have.
#[derive(Debug)]
struct Filter {
    scale: usize,
    spectra: Vec<Vec<f64>>,
}

/// What a path has come to: the modulus of its last response.
struct Node {
    /// The response's scale; none before the first wavelet.
    scale: Option<usize>,
    level: usize,
    spectrum: Vec<Complex64>,
    energy: f64,
}

/// What a network makes of an input.
#[derive(Debug, Clone)]
pub struct Scattered {
    /// The averages S, path after path, each `[rows, columns]` of the grid that they are sampled on: orders 0, 1, …
    pub coefficients: Vec<f64>,
    /// Paths of each order.
    pub paths: Vec<usize>,
    /// ‖U‖² of each order before its average, over all paths; of the input for order 0. With every path and tight filters
    /// ‖Uₘ‖² is what order m's averages and all later layers share.
    pub propagated: Vec<f64>,
}

impl Network {
    /// The network of `orders` layers of moduli after order 0.
    ///
    /// # Panics
    ///
    /// If a critically sampled network's grid is not a multiple of 2ᴶ, or takes all paths.
    #[must_use]
    pub fn new(bank: &Bank, orders: usize, sampling: Sampling, paths: Paths) -> Self {
        let GridTransform { rows, columns, .. } = bank.transform;
        let levels = match sampling {
            Sampling::Full => 0,
            Sampling::Critical { .. } => {
                let unit = 1 << bank.largest_scale;
                let whole = columns.is_multiple_of(unit) && (rows == 1 || rows.is_multiple_of(unit));
                assert!(whole && paths == Paths::Rising, "a grid of {rows} by {columns} at every {unit}-th place");
                bank.largest_scale
            }
        };
        let at = |level: usize, length: usize| if length == 1 { 1 } else { length >> level };
        let grids: Vec<GridTransform> = (1..=levels).fold(vec![bank.transform.clone()], |mut grids, level| {
            grids.push(GridTransform::new(at(level, rows), at(level, columns)));
            grids
        });
        let folded = sampling == Sampling::Critical { folded: true };
        let coarser = |spectrum: &[f64], levels: usize| {
            (0..=levels).map(|level| coarse(spectrum, &grids[0], &grids[level], folded)).collect()
        };
        let filter = |wavelet: &Wavelet| Filter {
            scale: wavelet.scale,
            spectra: coarser(&wavelet.spectrum, levels.min(wavelet.scale.saturating_sub(1))),
        };
        let layers = [0, 1].map(|layer| bank.wavelets[layer].iter().map(filter).collect());
        Self { average: coarser(&bank.average, levels), grids, layers, orders, sampling, paths }
    }

    // ANCHOR: scattering
    /// The averages of all paths of up to the network's orders.
    ///
    /// ```text
    /// U[λ₁…λₘ]x = | … ||x ∗ ψ_λ₁| ∗ ψ_λ₂| … ∗ ψ_λₘ|,   S[p]x = U[p]x ∗ φ                   book eq. scattering
    /// ```
    ///
    /// Source: Bruna & Mallat 2013, equations (6) and (7).
    ///
    /// # Panics
    ///
    /// If the input is not of the bank's grid.
    #[must_use]
    pub fn scatter(&self, input: &[f64]) -> Scattered {
        let mut scattered = Scattered { coefficients: Vec::new(), paths: vec![1], propagated: Vec::new() };
        let mut layer = vec![self.node(None, 0, input)];
        scattered.propagated.push(layer[0].energy);
        scattered.coefficients.extend(self.averaged(&layer[0]));
        for order in 0..self.orders {
            let (mut paths, mut energy, mut next) = (0, 0.0, Vec::new());
            for node in layer.iter().flat_map(|node| self.next(node, &self.layers[order.min(1)])) {
                scattered.coefficients.extend(self.averaged(&node));
                (paths, energy) = (paths + 1, energy + node.energy);
                // Nothing follows the last layer, which has the most paths.
                if order + 1 < self.orders {
                    next.push(node);
                }
            }
            scattered.paths.push(paths);
            scattered.propagated.push(energy);
            layer = next;
        }
        scattered
    }
    // ANCHOR_END: scattering

    /// How many places an average is sampled at.
    #[must_use]
    pub fn places(&self) -> usize {
        self.grids[self.grids.len() - 1].size()
    }

    fn node(&self, scale: Option<usize>, level: usize, values: &[f64]) -> Node {
        let energy = values.iter().map(|x| x * x).sum();
        Node { scale, level, spectrum: self.grids[level].forward_real(values), energy }
    }

    fn next<'a>(&'a self, node: &'a Node, filters: &'a [Filter]) -> impl Iterator<Item = Node> + 'a {
        let follows = |filter: &&Filter| self.paths == Paths::All || node.scale.is_none_or(|last| filter.scale > last);
        filters.iter().filter(follows).map(|filter| {
            let level = if self.sampling == Sampling::Full { 0 } else { filter.scale.min(self.grids.len() - 1) };
            let response = self.filtered(node, &filter.spectra[node.level], level);
            let modulus: Vec<f64> = response.iter().map(|value| value.norm()).collect();
            self.node(Some(filter.scale), level, &modulus)
        })
    }

    fn averaged(&self, node: &Node) -> impl Iterator<Item = f64> {
        let response = self.filtered(node, &self.average[node.level], self.grids.len() - 1);
        response.into_iter().map(|value| value.re)
    }

    /// The convolution of a node with a filter, at the places of `level`.
    fn filtered(&self, node: &Node, filter: &[f64], level: usize) -> Vec<Complex64> {
        let (fine, grid) = (&self.grids[node.level], &self.grids[level]);
        let part = 1.0 / fine.size() as f64;
        let mut spectrum = vec![Complex64::ZERO; grid.size()];
        // A coarser sample of a signal has its spectrum folded: the columns, and in each the rows.
        for (column, (x, f)) in node.spectrum.chunks_exact(fine.rows).zip(filter.chunks_exact(fine.rows)).enumerate() {
            let sums = &mut spectrum[column % grid.columns * grid.rows..][..grid.rows];
            for (x, f) in x.chunks_exact(grid.rows).zip(f.chunks_exact(grid.rows)) {
                sums.iter_mut().zip(x).zip(f).for_each(|((sum, x), f)| *sum += x * (f * part));
            }
        }
        grid.inverse(spectrum)
    }
}

/// A filter's spectrum on a coarser grid: its frequencies folded down, or those too high cut off.
fn coarse(spectrum: &[f64], fine: &GridTransform, grid: &GridTransform, folded: bool) -> Vec<f64> {
    let mut values = vec![0.0; grid.size()];
    let kept =
        |index: usize, fine: usize, coarse: usize| folded || index < coarse.div_ceil(2) || index + coarse / 2 >= fine;
    for (at, value) in spectrum.iter().enumerate() {
        let (column, row) = (at / fine.rows, at % fine.rows);
        if kept(column, fine.columns, grid.columns) && kept(row, fine.rows, grid.rows) {
            values[column % grid.columns * grid.rows + row % grid.rows] += value;
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;
    use rand::Rng as _;
    use rand_distr::StandardNormal;

    use super::{
        super::{
            bank::Bank,
            line_morlets, plane_morlets,
            plane_morlets::tests::{oracle, transposed},
        },
        Network, Paths, Sampling,
    };
    use crate::{
        data::streams::stream,
        math::vectors::{distance, norm},
    };

    /// A line of values with `before` and `after` more, mirrored at the ends.
    fn mirrored(values: &[f64], before: usize, after: usize) -> Vec<f64> {
        let left = values[1..=before].iter().rev();
        let right = values[values.len() - 1 - after..values.len() - 1].iter().rev();
        left.chain(values).chain(right).copied().collect()
    }

    /// The relative distance of our planar coefficients of the oracle's digit from kymatio's.
    fn planar_distance(bank: &Bank) -> f64 {
        let rows: Vec<f64> = oracle("x2").chunks_exact(28).flat_map(|row| mirrored(row, 4, 4)).collect();
        let columns: Vec<f64> = transposed_rows(&rows, 36).chunks_exact(28).flat_map(|c| mirrored(c, 4, 4)).collect();
        let network = Network::new(bank, 2, Sampling::Critical { folded: false }, Paths::Rising);
        let scattered = network.scatter(&transposed(&columns, 36));
        assert_eq!((network.places(), &scattered.paths[..]), (81, &[1, 16, 64][..]));
        let inside = |map: &[f64]| (1..8).flat_map(|row| map[row * 9 + 1..row * 9 + 8].to_vec()).collect::<Vec<_>>();
        let ours: Vec<f64> = scattered.coefficients.chunks_exact(81).flat_map(inside).collect();
        let theirs = oracle("s2");
        distance(&ours, &theirs) / norm(&theirs)
    }

    fn transposed_rows(values: &[f64], width: usize) -> Vec<f64> {
        let height = values.len() / width;
        (0..values.len()).map(|at| values[at % height * width + at / height]).collect()
    }

    /// Literals: kymatio 0.3.0. With its filters, in single precision, the outputs are the same to 1e-6; with ours, whose π
    /// is not 3.1415, to the filters' difference.
    #[test]
    fn a_digit_is_scattered_as_by_kymatio() {
        let ours = plane_morlets::bank(36, 2, 8);
        let mut theirs = ours.clone();
        theirs.average = transposed(&oracle("phi2d"), 36);
        let mut wavelets = ours.wavelets[0].to_vec();
        for (number, wavelet) in wavelets.iter_mut().enumerate() {
            wavelet.spectrum = transposed(&oracle(&format!("psi2d.{number}")), 36);
        }
        theirs.wavelets = [wavelets.clone().into(), wavelets.into()];
        assert!(planar_distance(&theirs) < 1e-6, "{}", planar_distance(&theirs));
        assert!(planar_distance(&ours) < 1e-4, "{}", planar_distance(&ours));
    }

    /// Literals: kymatio 0.3.0, which in one dimension averages a filter's folded spectrum where the sum is right: what
    /// follows a wavelet of scale j, sampled at every 2ʲ-th place, is too small by 2ʲ. Undone here, path by path.
    #[test]
    fn a_signal_is_scattered_as_by_kymatio_but_for_its_factor() {
        let bank = line_morlets::bank(512, 4, 1);
        let network = Network::new(&bank, 2, Sampling::Critical { folded: true }, Paths::Rising);
        let scattered = network.scatter(&mirrored(&oracle("x1"), 128, 128));
        assert_eq!(scattered.paths, [1, 5, 7]);
        let factors = [0, 0, 0, 0, 1, 2, 1, 2, 1, 2, 1, 2, 3];
        for ((ours, theirs), factor) in
            scattered.coefficients.chunks_exact(32).zip(oracle("s1").chunks_exact(16)).zip(factors)
        {
            let theirs: Vec<f64> = theirs.iter().map(|x| x * 2_f64.powi(factor)).collect();
            // The filters differ by 1e-7.
            assert!(distance(&ours[8..24], &theirs) < 1e-6 * norm(&theirs), "{factor}");
        }
    }

    /// Second road: every convolution term by term, on a small grid.
    #[test]
    fn full_sampling_is_the_definition() {
        let bank = plane_morlets::bank(8, 2, 2);
        let mut rng = stream(1, "scattering");
        let input: Vec<f64> = (0..64).map(|_| rng.sample(StandardNormal)).collect();
        let convolve = |x: &[f64], spectrum: &[f64]| -> Vec<rustfft::num_complex::Complex64> {
            let complex = spectrum.iter().map(|&f| rustfft::num_complex::Complex64::new(f, 0.0)).collect();
            let filter = bank.transform.inverse(complex);
            let at = |place: usize, from: usize| {
                let (row, column) = ((place / 8 + 8 - from / 8) % 8, (place % 8 + 8 - from % 8) % 8);
                filter[row * 8 + column] * x[from] / 64.0
            };
            (0..64).map(|place| (0..64).map(|from| at(place, from)).sum()).collect()
        };
        let modulus = |x: &[f64], f: &[f64]| convolve(x, f).iter().map(|v| v.norm()).collect::<Vec<_>>();
        let average = |x: &[f64]| convolve(x, &bank.average).iter().map(|v| v.re).collect::<Vec<_>>();
        let wavelets = &bank.wavelets[0];
        let mut expected = average(&input);
        let first: Vec<Vec<f64>> = wavelets.iter().map(|w| modulus(&input, &w.spectrum)).collect();
        expected.extend(first.iter().flat_map(|u| average(u)));
        for u in &first[..2] {
            expected.extend(wavelets[2..].iter().flat_map(|w| average(&modulus(u, &w.spectrum))));
        }
        let found = Network::new(&bank, 2, Sampling::Full, Paths::Rising).scatter(&input);
        assert_eq!(found.coefficients.len(), expected.len());
        // Sums of 64 terms of order one.
        assert!(found.coefficients.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12));
    }

    /// With tight filters and all paths nothing is lost: a layer's energy is that of its averages and of the next.
    #[test]
    fn a_tight_network_keeps_all_energy() {
        let bank = plane_morlets::bank(16, 2, 4).tight();
        let mut rng = stream(1, "tight");
        let input: Vec<f64> = (0..256).map(|_| rng.sample(StandardNormal)).collect();
        let scattered = Network::new(&bank, 2, Sampling::Full, Paths::All).scatter(&input);
        let orders = scattered.paths.clone();
        assert_eq!(orders, [1, 8, 64]);
        for order in 0..2 {
            let start = orders[..order].iter().sum::<usize>() * 256;
            let averages = &scattered.coefficients[start..start + orders[order] * 256];
            let kept = norm(averages).powi(2) + scattered.propagated[order + 1];
            assert_relative_eq!(kept, scattered.propagated[order], max_relative = 1e-12);
        }
    }

    /// Critical sampling of a smooth picture is full sampling at every fourth place, to what is cut off.
    #[test]
    fn critical_sampling_keeps_what_full_sampling_has() {
        let bank = plane_morlets::bank(32, 2, 8);
        let bump =
            |at: usize| (-((at / 32) as f64 - 15.0).powi(2) / 8.0 - ((at % 32) as f64 - 14.0).powi(2) / 30.0).exp();
        let input: Vec<f64> = (0..1024).map(bump).collect();
        let [full, critical] = [Sampling::Full, Sampling::Critical { folded: false }]
            .map(|sampling| Network::new(&bank, 2, sampling, Paths::Rising).scatter(&input).coefficients);
        let every: Vec<f64> = full
            .chunks_exact(1024)
            .flat_map(|map| (0..64).map(|at| map[at / 8 * 128 + at % 8 * 4]).collect::<Vec<_>>())
            .collect();
        assert!(distance(&every, &critical) < 1e-2 * norm(&every));
    }
}
