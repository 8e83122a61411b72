//! Points that lie on several components, with the component of each.

use faer::Mat;

/// Points, and where each was drawn.
#[derive(Debug, Clone)]
pub struct Components {
    /// X: `[D, N]`, one point a column.
    pub points: Mat<f64>,
    /// The component of each point, from 0: `[N]`.
    pub labels: Vec<usize>,
    /// Where on its component each point is, radians: `[N]`.
    pub angles_rad: Vec<f64>,
}

impl Components {
    /// `per_component` labels of each of `count` components, in order.
    #[must_use]
    pub fn labels(count: usize, per_component: usize) -> Vec<usize> {
        (0..count * per_component).map(|i| i / per_component).collect()
    }

    /// The same points, component after component, each component from one end of its angles to the other.
    #[must_use]
    pub fn in_order(&self) -> Self {
        let mut order: Vec<usize> = (0..self.labels.len()).collect();
        order.sort_by(|&i, &j| {
            self.labels[i].cmp(&self.labels[j]).then(self.angles_rad[i].total_cmp(&self.angles_rad[j]))
        });
        Self {
            points: Mat::from_fn(self.points.nrows(), order.len(), |row, i| self.points[(row, order[i])]),
            labels: order.iter().map(|&i| self.labels[i]).collect(),
            angles_rad: order.iter().map(|&i| self.angles_rad[i]).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Components;
    use faer::Mat;

    #[test]
    fn points_in_order_keep_their_labels_and_angles() {
        let points = Mat::from_fn(2, 4, |i, j| (10 * i + j) as f64);
        let mixed = Components { points, labels: vec![1, 0, 1, 0], angles_rad: vec![0.3, 0.9, 0.1, 0.2] };
        let ordered = mixed.in_order();
        assert_eq!(ordered.labels, Components::labels(2, 2));
        assert_eq!(ordered.angles_rad, [0.2, 0.9, 0.1, 0.3]);
        assert_eq!(ordered.points, Mat::from_fn(2, 4, |i, j| (10 * i + [3, 1, 2, 0][j]) as f64));
    }
}
