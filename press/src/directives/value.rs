//! `{{#value FIGURE /pointer PLACES}}`: a number of a record.

use crate::{
    context::Context,
    html::{escape, inert},
    number::{self, Into, Places},
};

/// The value at a JSON pointer of a figure's record.
///
/// # Errors
///
/// If there is no such figure, no record of it, nothing at the pointer, or what is there is not one value.
pub(super) fn value(book: &Context<'_>, rest: &str, into: Into) -> Result<String, String> {
    let words: Vec<&str> = rest.split_whitespace().collect();
    let (id, pointer, places) = match words.as_slice() {
        [id, pointer] => (id, pointer, Places::AsItStands),
        [id, pointer, places] => (id, pointer, places.parse()?),
        _ => return Err("write `{{#value FIGURE /pointer PLACES}}`".to_owned()),
    };
    let exhibit = book.shelf.exhibit(id)?;
    let value = exhibit.json.pointer(pointer).ok_or_else(|| format!("the record of {id} has nothing at {pointer}"))?;
    let printed =
        number::print(value, places, into).map_err(|what| format!("{pointer} in the record of {id} {what}"))?;
    Ok(match into {
        Into::Tex => printed,
        Into::Text => {
            format!("<span class=\"value\" title=\"{} {}\">{}</span>", escape(id), escape(pointer), inert(&printed))
        }
    })
}
