//! Claims with their verdicts: words first, colour after.

use ground_up::figure::{Claim, Record, Source, Verdict, claim::Expected};

use super::line;
use crate::{
    aside::aside,
    context::{Context, Place},
    html::{concat, escape, link},
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

/// The claims of a record; nothing if it makes none.
pub(super) fn list(book: &Context<'_>, place: Place<'_>, record: &Record) -> String {
    if record.claims.is_empty() {
        return String::new();
    }
    let item = |claim: &Claim| {
        let reduced = claim.reduced_scale.as_ref().map_or(String::new(), |why| {
            format!(" <span class=\"reduced\">Reduced: {}.</span>", escape(why.trim_end_matches('.')))
        });
        format!(
            "<li>{} <span class=\"sentence\">{}</span> <span class=\"numbers\">{} <span class=\"source\">({})</span></span>{reduced}</li>",
            badge(claim.verdict),
            line::html(book, place, &claim.sentence),
            numbers(claim),
            source(book, place, claim)
        )
    };
    let items = aside(&concat(record.claims.iter().map(item)));
    format!("<ul class=\"claims\" aria-label=\"Claims\">{items}</ul>")
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
        _ => format!("measured {}, expected {}", measured(claim), expected(claim)),
    }
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
                format!("<a href=\"{}\">{}</a>", link(&place.page.path, list, &work_anchor(key)), escape(&name))
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
