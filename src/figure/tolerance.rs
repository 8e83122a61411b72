//! How far a number of an outcome may move, as data: rules by the name of the field.

use serde::Serialize;
use serde_json::Value;

use super::leaves::pointers;

/// How far a number may move, and why.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Tolerance {
    /// Allowed distance, in units of the reference number's size.
    pub relative: f64,
    /// Allowed distance whatever the reference number's size.
    pub absolute: f64,
    /// The reason for this much, as a report prints it.
    pub because: &'static str,
}

impl Tolerance {
    /// For what is equal or is not: settings, counts, shapes.
    pub const EXACT: Self = Self { relative: 0.0, absolute: 0.0, because: "equal or not" };

    /// For closed forms: the platform's `sin` and `exp` may differ in their last bits.
    pub const CLOSED_FORM: Self =
        Self { relative: 1e-9, absolute: 1e-12, because: "closed form: only the last bits of libm may differ" };
}

/// The tolerance of some fields of an outcome.
///
/// A pattern is a JSON pointer within the outcome in which `*` stands for any one segment, such as the place in an array.
/// It covers what it names and all that lies below: `/curves/*/floor` covers `/curves/0/floor` and
/// `/curves/0/floor/7`, `/curves` covers both, and the empty pattern covers the whole outcome.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Rule {
    /// Patterns over JSON pointers within the outcome; each covers what it names and all below.
    pub fields: &'static [&'static str],
    /// How far the numbers there may move.
    pub tolerance: Tolerance,
}

/// Whether `pattern` covers what is at `pointer`.
#[must_use]
pub fn covers(pattern: &str, pointer: &str) -> bool {
    let mut segments = pointer.split('/');
    pattern.split('/').all(|expected| segments.next().is_some_and(|segment| expected == "*" || expected == segment))
}

/// The first pattern of `rules` that covers `pointer`, by the places of its rule and within the rule.
#[must_use]
pub fn first_match(rules: &[Rule], pointer: &str) -> Option<(usize, usize)> {
    let place = |rule: &Rule| rule.fields.iter().position(|pattern| covers(pattern, pointer));
    rules.iter().enumerate().find_map(|(number, rule)| Some((number, place(rule)?)))
}

/// The tolerance of the number at `pointer`: none where no rule covers it.
#[must_use]
pub fn at(rules: &[Rule], pointer: &str) -> Tolerance {
    first_match(rules, pointer).map_or(Tolerance::EXACT, |(number, _)| rules[number].tolerance)
}

/// What is wrong with `rules` for these outcomes of a figure: numbers that no rule covers, and patterns that are the first
/// to cover none, because no number is there or an earlier pattern takes them all.
#[must_use]
pub fn faults(rules: &[Rule], outcomes: &[&Value]) -> Vec<String> {
    let mut idle: Vec<(usize, usize)> =
        rules.iter().enumerate().flat_map(|(i, rule)| (0..rule.fields.len()).map(move |j| (i, j))).collect();
    let mut faults = Vec::new();
    for pointer in outcomes.iter().flat_map(|outcome| pointers(outcome)) {
        match first_match(rules, &pointer) {
            Some(first) => idle.retain(|place| *place != first),
            None => faults.push(format!("no rule covers {pointer}")),
        }
    }
    faults.extend(idle.into_iter().map(|(i, j)| format!("`{}` is the first to cover no number", rules[i].fields[j])));
    faults
}

#[cfg(test)]
mod tests {
    use super::{Rule, Tolerance, covers, faults, first_match};
    use serde_json::json;

    #[test]
    fn a_pattern_covers_what_it_names_and_all_below_and_nothing_beside() {
        for (pattern, pointer) in
            [("", "/a"), ("", ""), ("/a", "/a"), ("/a", "/a/0/b"), ("/a/*/b", "/a/7/b"), ("/a/*/b", "/a/7/b/3/c")]
        {
            assert!(covers(pattern, pointer), "{pattern} {pointer}");
        }
        for (pattern, pointer) in
            [("/a", "/ab"), ("/a", "/b/a"), ("/a/*/b", "/a/b"), ("/a/*/b", "/a/7/8/b"), ("/a/*", "/a")]
        {
            assert!(!covers(pattern, pointer), "{pattern} {pointer}");
        }
    }

    #[test]
    fn the_first_rule_wins_and_one_without_a_number_is_found() {
        const fn rule(fields: &'static [&'static str]) -> Rule {
            Rule { fields, tolerance: Tolerance::EXACT }
        }
        let outcome = json!({"curves": [{"floor": 1.0, "name": "a"}], "n": 3});
        let good = [rule(&["/curves/*/floor"]), rule(&[""])];
        assert_eq!(first_match(&good, "/curves/0/floor"), Some((0, 0)));
        assert_eq!(first_match(&good, "/n"), Some((1, 0)));
        assert!(faults(&good, &[&outcome]).is_empty());
        // Names no number; shadowed by an earlier pattern; covers a text only; leaves a number out.
        for bad in [
            [rule(&["/curve"]), rule(&[""])],
            [rule(&[""]), rule(&["/n"])],
            [rule(&["/curves/*/name"]), rule(&[""])],
            [rule(&["/curves"]), rule(&["/curves/*/floor"])],
        ] {
            assert!(!faults(&bad, &[&outcome]).is_empty(), "{bad:?}");
        }
    }
}
