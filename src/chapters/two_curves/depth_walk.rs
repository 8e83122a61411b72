//! The depths that a slider walks through.

/// Most frames of a walk: an even number of steps, so that the middle of a walk from L to 25 L is 5 L.
const FRAMES: usize = 25;

/// Depths from the shallowest to the deepest of `depths`, by equal ratios as far as whole numbers can, each once.
///
/// # Panics
///
/// If there is no depth.
pub(super) fn depth_walk(depths: &[usize]) -> Vec<usize> {
    let (first, last) = (depths[0] as f64, depths[depths.len() - 1] as f64);
    let at = |frame: usize| first * (last / first).powf(frame as f64 / (FRAMES - 1) as f64);
    let mut walk: Vec<usize> = (0..FRAMES).map(|frame| at(frame).round() as usize).collect();
    walk.dedup();
    walk
}

#[cfg(test)]
mod tests {
    use super::{FRAMES, depth_walk};

    #[test]
    fn a_walk_rises_from_end_to_end_by_steps_that_are_equal_but_for_rounding() {
        for (depths, through) in
            [(vec![5, 25, 125, 625], 25), (vec![5, 10, 25, 50, 125], 25), (vec![100, 10_000], 1_000)]
        {
            let walk = depth_walk(&depths);
            assert_eq!((walk[0], walk[walk.len() - 1]), (depths[0], depths[depths.len() - 1]));
            assert!(walk.is_sorted_by(|a, b| a < b) && walk.contains(&through), "{walk:?}");
            let ratio = (depths[depths.len() - 1] as f64 / depths[0] as f64).powf(1.0 / (FRAMES - 1) as f64);
            for pair in walk.windows(2) {
                // Each of the two is rounded by a half at most.
                assert!((pair[1] as f64 - ratio * pair[0] as f64).abs() <= 0.5 + 0.5 * ratio, "{walk:?}");
            }
        }
    }

    #[test]
    fn close_depths_are_walked_through_one_by_one_and_a_single_one_stands() {
        assert_eq!(depth_walk(&[1, 4]), [1, 2, 3, 4]);
        assert_eq!(depth_walk(&[7]), [7]);
    }
}
