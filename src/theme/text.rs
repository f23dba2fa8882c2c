//! Filters of Tera's that count letters, here without counting the marks of words ([`crate::marks`]).

use tera::{Error, Kwargs, State, StringInput, Tera, TeraResult, Value};
use unicode_segmentation::UnicodeSegmentation;

use crate::marks;

/// Registers them in place of Tera's own.
pub fn register(tera: &mut Tera) {
    tera.register_filter("capitalize", |text: StringInput, _: Kwargs, _: &State| {
        text.inherit_safety(capitalized(text.as_str()))
    });
    tera.register_filter("length", length);
    tera.register_filter("truncate", |text: &str, kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let length = kwargs.must_get::<usize>("length")?;
        Ok(truncated(text, length, kwargs.get::<&str>("end")?.unwrap_or("…")))
    });
}

/// A text that begins with a capital. Unlike with Tera's own, the rest stays as it is: German nouns, names, `NPS`.
fn capitalized(text: &str) -> String {
    let (mark, rest) = marks::split(text);
    let mut letters = rest.chars();
    let mut out = mark.to_owned();
    out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
    out.push_str(letters.as_str());
    out
}

/// The characters of a text, or the values of a list or a map.
fn length(value: &Value, _: Kwargs, _: &State) -> TeraResult<usize> {
    match value.as_str() {
        Some(text) => Ok(marks::split(text).1.chars().count()),
        None => value.len().ok_or_else(|| Error::message(format!("Value of type {} has no length", value.name()))),
    }
}

/// The first so many letters, as readers see letters, and `end` if there were more.
fn truncated(text: &str, length: usize, end: &str) -> String {
    let (mark, rest) = marks::split(text);
    match rest.grapheme_indices(true).nth(length) {
        Some((at, _)) => format!("{mark}{}{end}", &rest[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marks::{Disclosed, Mark};
    use crate::model::DisclosureKind;

    #[test]
    fn a_mark_is_no_letter() {
        let mark = Mark::Says(Disclosed::Kind(DisclosureKind::Gift));
        for (text, capital, cut) in
            [("ein Geschenk", "Ein Geschenk", "ein…"), ("élan", "Élan", "éla…"), ("👍🏽ok", "👍🏽ok", "👍🏽ok"), ("", "", "")]
        {
            for marked in [text.to_owned(), mark.before(text)] {
                assert_eq!(marks::split(&capitalized(&marked)).1, capital);
                assert_eq!(marks::split(&truncated(&marked, 3, "…")).1, cut);
                assert_eq!(marks::split(&marked).1, text);
            }
        }
    }
}
