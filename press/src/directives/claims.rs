//! Claims with their verdicts: words first, colour after.

use ground_up::figure::{Claim, Record, Source, Verdict, claim::Expected};

use super::{
    card::{self, Card},
    line,
};
use crate::{
    aside::aside,
    context::{Context, Place},
    html::{escape, link},
    labels::work_anchor,
    number::short,
};

/// The claims of `{{#claims id}}`.
///
/// # Errors
///
/// If there is no such figure or no record of it.
pub(super) fn claims(book: &Context<'_>, place: Place<'_>, id: &str) -> Result<String, String> {
    Ok(list(book, place, &book.shelf.exhibit(id)?.record))
}

/// How many claims of a record are shown before the rest is folded.
const SHOWN: usize = 3;

/// The claims of a record, those after the first few in a fold that says how they stand; nothing if it makes none.
pub(super) fn list(book: &Context<'_>, place: Place<'_>, record: &Record) -> String {
    let items: Vec<String> = record.claims.iter().map(|claim| item(book, place, claim)).collect();
    // A fold around a single claim would take as much room as the claim.
    let shown = if items.len() == SHOWN + 1 { items.len() } else { SHOWN.min(items.len()) };
    let list = |name: &str, items: &[String]| {
        format!("<ul class=\"claims\" aria-label=\"{name}\">{}</ul>", aside(&items.concat()))
    };
    match items.split_at(shown) {
        ([], _) => String::new(),
        (all, []) => list("Claims", all),
        (first, rest) => format!(
            "{}\n<details class=\"more-claims\"><summary>{}</summary>{}</details>",
            list("Claims", first),
            aside(&format!("{} more claims: {}", rest.len(), tally(&record.claims[shown..]))),
            list("More claims", rest)
        ),
    }
}

fn item(book: &Context<'_>, place: Place<'_>, claim: &Claim) -> String {
    let reduced = claim.reduced_scale.as_ref().map_or(String::new(), |why| {
        format!(" <span class=\"reduced\">Reduced: {}.</span>", escape(why.trim_end_matches('.')))
    });
    format!(
        "<li>{} <span class=\"sentence\">{}</span> <span class=\"numbers\">{} <span class=\"source\">({})</span></span>{reduced}</li>",
        badge(claim.verdict),
        line::recorded(book, place, &claim.sentence),
        numbers(claim),
        source(book, place, claim)
    )
}

/// "5 hold, 1 does not hold".
fn tally(claims: &[Claim]) -> String {
    let kinds = [
        (Verdict::Holds, "hold"),
        (Verdict::HoldsAtReducedScale, "hold at reduced scale"),
        (Verdict::DoesNotHold, "do not hold"),
        (Verdict::Cited, "cited"),
    ];
    let count = |verdict| claims.iter().filter(|claim| claim.verdict == verdict).count();
    let words = |(verdict, several): (Verdict, &str)| match count(verdict) {
        0 => None,
        1 => Some(format!("1 {}", verdict.words())),
        count => Some(format!("{count} {several}")),
    };
    kinds.into_iter().filter_map(words).collect::<Vec<_>>().join(", ")
}

/// A verdict in words, coloured.
pub(super) fn badge(verdict: Verdict) -> String {
    let class = match verdict {
        Verdict::Holds => "holds",
        Verdict::HoldsAtReducedScale => "reduced-scale",
        Verdict::DoesNotHold => "fails",
        Verdict::Cited => "cited",
    };
    format!("<span class=\"badge {class}\">{}</span>", verdict.words())
}

fn numbers(claim: &Claim) -> String {
    match &claim.expected {
        Expected::True => format!("measured: {}, expected: yes", measured(claim)),
        Expected::Cited => measured(claim),
        _ => format!("measured {}, expected {}{}", measured(claim), expected(claim), missed(claim)),
    }
}

/// By how much a claim does not hold; nothing if it does, or is not about a number.
fn missed(claim: &Claim) -> String {
    let (by, whole, name) = match claim.expected {
        _ if claim.verdict != Verdict::DoesNotHold => return String::new(),
        Expected::Near { value, tolerance } => {
            ((claim.measured - value).abs() - tolerance, value, "the value expected")
        }
        Expected::AtMost(bound) => (claim.measured - bound, bound, "the bound"),
        Expected::AtLeast(bound) => (bound - claim.measured, bound, "the bound"),
        Expected::True | Expected::Cited => return String::new(),
    };
    let share = by / whole.abs();
    let share =
        if share < 10.0 { format!(", {}\u{202f}% of {name}", two_digits(100.0 * share)) } else { String::new() };
    format!("; missed by {}{share}", short(by))
}

/// A positive number with two digits that count, and all before the point.
fn two_digits(x: f64) -> String {
    format!("{x:.*}", usize::try_from(1 - x.log10().floor() as i64).unwrap_or(0))
}

/// The measured number, or yes or no.
pub(super) fn measured(claim: &Claim) -> String {
    match &claim.expected {
        Expected::True => if claim.measured >= 1.0 { "yes" } else { "no" }.to_owned(),
        _ => short(claim.measured),
    }
}

/// What the number is held against; nothing where it is cited.
pub(super) fn expected(claim: &Claim) -> String {
    match &claim.expected {
        Expected::Near { value, tolerance } => format!("{} ± {}", short(*value), short(*tolerance)),
        Expected::AtMost(bound) => format!("at most {}", short(*bound)),
        Expected::AtLeast(bound) => format!("at least {}", short(*bound)),
        Expected::True => "yes".to_owned(),
        Expected::Cited => "–".to_owned(),
    }
}

/// Who says it: a work is a link into the bibliography, and a fault if it is not there.
pub(super) fn source(book: &Context<'_>, place: Place<'_>, claim: &Claim) -> String {
    let resolved = match &claim.source {
        Source::Work(key) => {
            let work = book.labels.bibliography.as_ref().zip(book.shelf.works.short(key));
            work.map(|(list, name)| {
                card::want(book, place, Card::Work(key.to_string()));
                format!("<a href=\"{}\">{}</a>", link(&place.page.path, list, &work_anchor(key)), escape(name))
            })
            .ok_or_else(|| format!("a claim cites `{key}`, which is no work in references.bib"))
        }
        Source::Lecture(_) | Source::Book => Ok(escape(&claim.source.to_string())),
    };
    book.settle(place, resolved)
}

/// Who says it, without saying where.
pub(super) fn kind_of_source(claim: &Claim) -> &'static str {
    match &claim.source {
        Source::Lecture(_) => "lecture",
        Source::Work(_) => "works",
        Source::Book => "this book",
    }
}

#[cfg(test)]
mod tests {
    use ground_up::figure::{Claim, Source};

    use super::{missed, tally};

    #[test]
    fn a_claim_that_does_not_hold_says_by_how_much() {
        let at_most = |measured, bound| missed(&Claim::at_most("", Source::Book, measured, bound));
        assert_eq!(at_most(2.5, 2.0), "; missed by 0.5, 25\u{202f}% of the bound");
        assert_eq!(at_most(200.5, 200.0), "; missed by 0.5, 0.25\u{202f}% of the bound");
        assert_eq!(at_most(2.0, 2.0), "");
        // A part of nothing, and a multiple that says no more than the two numbers do.
        assert_eq!(at_most(2.0, 0.0), "; missed by 2");
        assert_eq!(at_most(23.0, 2.0), "; missed by 21");
        let at_least = Claim::at_least("", Source::Book, -3.0, -2.0);
        assert_eq!(missed(&at_least), "; missed by 1, 50\u{202f}% of the bound");
        let near = Claim::near("", Source::Book, 6.0, 10.0, 1.0);
        assert_eq!(missed(&near), "; missed by 3, 30\u{202f}% of the value expected");
        assert_eq!(missed(&Claim::is_true("", Source::Book, false)), "");
    }

    #[test]
    fn a_tally_names_every_verdict_that_there_is() {
        let so = |so| Claim::is_true("", Source::Book, so);
        let claims =
            [so(true), so(false), so(true), so(true).at_reduced_scale("time"), Claim::cited("", Source::Book, 1.0)];
        assert_eq!(tally(&claims), "2 hold, 1 holds at reduced scale, 1 does not hold, 1 cited");
        assert_eq!(tally(&[so(false), so(false)]), "2 do not hold");
    }
}
