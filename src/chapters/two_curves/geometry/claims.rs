//! What the text asserts.

use super::{Outcome, Pair};
use crate::{
    figure::{Claim, Source},
    math::vectors::largest,
};

/// The claims on an outcome: what each row of pairs holds, then that the numbers agree with their second roads.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let Outcome { windings, moved, clovers, held, coils, convergence, .. } = outcome;
    let all = || windings.iter().chain(moved).chain(clovers);
    let worst = |error: &dyn Fn(&Pair) -> f64| largest(all().map(error));
    let curvature = worst(&|pair| (pair.curvature / pair.curvature_exact - 1.0).abs());
    let separation = worst(&|pair| (pair.separation_rad - pair.separation_exact_rad).abs());
    let doubled = worst(&|pair| pair.clover.abs_diff(pair.clover_doubled) as f64);
    let coil = coils.iter().map(|coil| coil.clover.abs_diff(coil.closed_form)).max().unwrap_or_default();
    let leaf = largest(clovers.iter().map(|pair| (pair.clover as f64 - (pair.varied - 1.0).max(0.0)).abs()));
    let at_most = |sentence: &str, measured: f64, bound: f64| Claim::at_most(sentence, Source::Book, measured, bound);
    vec![
        at_most("Clovers: every leaf meets all the others, so that ✿ is one less than the leaves", leaf, 0.0),
        at_most("Moved curve: Δ varies and ✿ over both curves is held", held.moved_clover as f64, 0.0),
        at_most("Waves: κ varies and Δ is held (rad)", held.windings_separation_rad, 1e-9),
        at_most("Waves: κ varies and ✿ over both curves is held", held.windings_clover as f64, 0.0),
        at_most("Waves: κ varies and ✿ of one curve alone is held", held.windings_clover_alone as f64, 0.0),
        at_most("Moved curve: Δ varies and κ is held", held.moved_curvature, 1e-9),
        at_most("Moved curve: Δ varies and ✿ of one curve alone is held", held.moved_clover_alone as f64, 0.0),
        at_most("Clovers: κ is held", held.clovers_curvature, 1e-9),
        at_most("Clovers: Δ is held (rad)", held.clovers_separation_rad, 1e-9),
        at_most("A coil's ✿-number is the count of its windings that come near", coil as f64, 0.0),
        at_most("Twice as many points on a curve change no ✿-number over both curves", doubled, 0.0),
        at_most("κ by search over the curve is κ in closed form, relative error", curvature, 1e-9),
        Claim::near(
            "κ from points converges with the square of their distance",
            Source::Book,
            convergence.order,
            2.0,
            0.1,
        ),
        at_most("Δ by minimisation is Δ in closed form (rad)", separation, 1e-9),
    ]
}
