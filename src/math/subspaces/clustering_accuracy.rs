//! How many points a clustering has put right, whatever it calls the groups.

// ANCHOR: clustering_accuracy
/// The part of the points whose group is right, under the naming of the groups that makes most of them right.
///
/// ```text
/// max over permutations π of (1/N) #{i : π(foundᵢ) = trueᵢ}         book eq. clustering-accuracy
/// ```
///
/// Labels are from 0 to `count` − 1. In `[1/count, 1]`: to call all groups by the names that suit is worth that much.
///
/// # Panics
///
/// If there are no points, not as many labels of either kind, a label of `count` or more, or more than eight groups,
/// whose 8! namings are tried one by one.
#[must_use]
pub fn clustering_accuracy(found: &[usize], right: &[usize], count: usize) -> f64 {
    let names = best_names(found, right, count);
    let rightly_named = found.iter().zip(right).filter(|(found, right)| names[**found] == **right);
    rightly_named.count() as f64 / found.len() as f64
}
// ANCHOR_END: clustering_accuracy

/// The permutation π of [`clustering_accuracy`]: the right name of each group, the first among equally good ones.
///
/// # Panics
///
/// As [`clustering_accuracy`].
#[must_use]
pub fn best_names(found: &[usize], right: &[usize], count: usize) -> Vec<usize> {
    assert!(!found.is_empty() && found.len() == right.len(), "{} labels for {} points", found.len(), right.len());
    assert!(count <= 8, "{count} groups");
    let mut together = vec![vec![0_usize; count]; count];
    found.iter().zip(right).for_each(|(&found, &right)| together[found][right] += 1);
    most_right(&together, &mut vec![false; count]).1
}

/// The most points that a naming of the groups puts right with the names that are not `taken`, and that naming. Of each
/// group: how many of its points have each name.
fn most_right(groups: &[Vec<usize>], taken: &mut [bool]) -> (usize, Vec<usize>) {
    let Some((group, others)) = groups.split_first() else { return (0, Vec::new()) };
    let mut best = (0, Vec::new());
    for name in 0..taken.len() {
        if !taken[name] {
            taken[name] = true;
            let (right, names) = most_right(others, taken);
            taken[name] = false;
            if best.1.is_empty() || group[name] + right > best.0 {
                best = (group[name] + right, [vec![name], names].concat());
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::{best_names, clustering_accuracy};
    use approx::assert_abs_diff_eq;
    use proptest::prelude::*;

    #[test]
    fn it_is_the_part_that_is_right_under_the_best_names() {
        // Greedy naming would call the first group 0 for its three points and leave one right for the second.
        let found = [0, 0, 0, 0, 0, 1, 1, 1, 1];
        let right = [0, 0, 0, 1, 1, 0, 0, 0, 0];
        assert_eq!(best_names(&found, &right, 2), [1, 0]);
        // One division of whole numbers.
        assert_abs_diff_eq!(clustering_accuracy(&found, &right, 2), 6.0 / 9.0, epsilon = 0.0);
        assert_abs_diff_eq!(clustering_accuracy(&[0; 6], &[0, 0, 1, 1, 2, 2], 3), 1.0 / 3.0, epsilon = 0.0);
    }

    proptest! {
        /// Names do not matter, and no clustering is worse than one that knows nothing.
        #[test]
        fn names_do_not_matter(labels in prop::collection::vec((0_usize..4, 0_usize..4), 1..60), turn in 0_usize..4) {
            let (found, right): (Vec<_>, Vec<_>) = labels.into_iter().unzip();
            let renamed: Vec<_> = found.iter().map(|label| (label + turn) % 4).collect();
            let accuracy = clustering_accuracy(&found, &right, 4);
            assert_abs_diff_eq!(accuracy, clustering_accuracy(&renamed, &right, 4), epsilon = 0.0);
            prop_assert!((0.25..=1.0).contains(&accuracy));
            assert_abs_diff_eq!(clustering_accuracy(&right, &right, 4), 1.0, epsilon = 0.0);
        }
    }
}
