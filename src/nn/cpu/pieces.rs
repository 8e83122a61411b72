//! How work is cut among threads, so that no bit depends on how many there are.

/// Into how many pieces a sum over a batch is cut: enough for any number of cores we know to balance, few enough that
/// the partial sums are cheap.
pub(super) const PIECES: usize = 16;

/// Adds the partial sums of the pieces, in their order.
pub(super) fn add_up(total: &mut [f32], parts: &[Vec<f32>]) {
    for part in parts {
        total.iter_mut().zip(part).for_each(|(sum, x)| *sum += x);
    }
}
