//! One draw of vectors on its way through the layers, and means over draws.

use faer::{Mat, MatRef};

use super::super::{Accuracy, Cosines, Followed, Rates};
use crate::{
    data::direction_classes::LabelledPoints,
    ground::estimate::Estimate,
    math::{
        rates::{
            classes::Classes,
            coding_rate::coding_rate,
            membership::Membership,
            nearest_subspace::{accuracy, fitted},
            redunet::{ReduNet, Settings},
        },
        statistics::{LEVEL, student::mean_estimate},
        vectors::largest,
    },
};

/// R and R^c.
pub(super) type Pair = (f64, f64);

/// What is found in one draw.
pub(super) struct Course {
    /// After each of the layers that are looked at.
    pub(super) train: Vec<Pair>,
    pub(super) test: Vec<Pair>,
    pub(super) largest_fall: f64,
    /// Shares whose class is told by membership, at the first and at the last layer.
    pub(super) told: [f64; 2],
    /// Accuracy on inputs and on outputs.
    pub(super) accuracy: [f64; 2],
    /// Training before and after, test before and after; none where classes have no mean to speak of.
    pub(super) cosines: [f64; 4],
}

/// A problem of dense layers: what is looked at, and by how many directions a class is told.
pub(super) struct Dense<'a> {
    pub(super) settings: Settings,
    pub(super) layers: &'a [usize],
    pub(super) classes: usize,
    pub(super) directions: usize,
}

impl Dense<'_> {
    /// Builds a network on the training points and lets the test points pass. Also the features of both after the layers
    /// that are looked at.
    pub(super) fn course(&self, train: &LabelledPoints, test: &LabelledPoints) -> (Course, [Vec<Mat<f64>>; 2]) {
        let [train_classes, test_classes] = [train, test].map(|drawn| Classes::of_labels(&drawn.labels, self.classes));
        let depth = self.layers[self.layers.len() - 1];
        let known = Membership::Known(&train.labels);
        let (net, features) = ReduNet::built(train.points.as_ref(), &train_classes, depth, self.settings, known);
        let seen = net.features(test.points.as_ref());
        let rates = |features: &Mat<f64>, classes: &Classes| -> Pair {
            let epsilon_squared = self.settings.epsilon_squared;
            (coding_rate(features.as_ref(), epsilon_squared), classes.rate(features.as_ref(), epsilon_squared))
        };
        let all: Vec<Pair> = features.iter().map(|features| rates(features, &train_classes)).collect();
        let told = |at: usize| accuracy(&net.layers[at].told(seen[at].as_ref()), &test.labels);
        let nearest = |at: usize| {
            let subspaces = fitted(features[at].as_ref(), &train_classes, self.directions);
            accuracy(&subspaces.labels(seen[at].as_ref()), &test.labels)
        };
        let cosine = |features: &Mat<f64>, classes: &Classes| largest_cosine(features.as_ref(), classes);
        let course = Course {
            train: self.layers.iter().map(|&at| all[at]).collect(),
            test: self.layers.iter().map(|&at| rates(&seen[at], &test_classes)).collect(),
            largest_fall: largest_fall(&all),
            told: [told(0), told(depth - 1)],
            accuracy: [nearest(0), nearest(depth)],
            cosines: [
                cosine(&features[0], &train_classes),
                cosine(&features[depth], &train_classes),
                cosine(&seen[0], &test_classes),
                cosine(&seen[depth], &test_classes),
            ],
        };
        let looked_at = |all: &[Mat<f64>]| self.layers.iter().map(|&at| all[at].clone()).collect();
        (course, [looked_at(&features), looked_at(&seen)])
    }
}

/// By how much ΔR falls at most from one to the next.
pub(super) fn largest_fall(rates: &[Pair]) -> f64 {
    let reductions: Vec<f64> = rates.iter().map(|(whole, classes)| whole - classes).collect();
    largest(reductions.windows(2).map(|pair| pair[0] - pair[1])).max(0.0)
}

fn largest_cosine(features: MatRef<'_, f64>, classes: &Classes) -> f64 {
    let means = classes.mean_directions(features);
    let gram = means.transpose() * &means;
    largest((0..gram.nrows()).flat_map(|k| (0..k).map(move |l| (k, l))).map(|place| gram[place].abs()))
}

/// The mean of a number of each draw.
pub(super) fn over<T>(draws: &[T], of: impl Fn(&T) -> f64) -> Estimate {
    mean_estimate(&draws.iter().map(of).collect::<Vec<_>>(), LEVEL)
}

/// Means over draws of `count` training vectors each.
pub(super) fn followed(draws: &[Course], layers: &[usize], step: f64, count: usize) -> Followed {
    let last = layers.len() - 1;
    let reduction = |(whole, classes): Pair| whole - classes;
    let rates = |of: fn(&Course) -> &[Pair]| Rates {
        whole: (0..=last).map(|at| over(draws, |course| of(course)[at].0)).collect(),
        classes: (0..=last).map(|at| over(draws, |course| of(course)[at].1)).collect(),
        reduction: (0..=last).map(|at| over(draws, |course| reduction(of(course)[at]))).collect(),
    };
    Followed {
        step,
        count,
        layers: layers.to_vec(),
        train: rates(|course| &course.train),
        test: rates(|course| &course.test),
        largest_fall: largest(draws.iter().map(|course| course.largest_fall)),
        test_rise: over(draws, |course| reduction(course.test[last]) - reduction(course.test[0])),
        gap: over(draws, |course| 1.0 - reduction(course.test[last]) / reduction(course.train[last])),
        told_first: over(draws, |course| course.told[0]),
        told_last: over(draws, |course| course.told[1]),
        accuracy: Accuracy {
            inputs: over(draws, |course| course.accuracy[0]),
            outputs: over(draws, |course| course.accuracy[1]),
            gain: over(draws, |course| course.accuracy[1] - course.accuracy[0]),
        },
    }
}

/// Means over draws.
pub(super) fn cosines(draws: &[Course]) -> Cosines {
    let of = |which: usize| over(draws, |course| course.cosines[which]);
    Cosines { train_before: of(0), train_after: of(1), test_before: of(2), test_after: of(3) }
}
