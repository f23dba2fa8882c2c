//! A tag of another generator, whatever its brackets: its name, its arguments, and what becomes of it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::arguments::Cursor;
use super::foreign_names::{self, DETAILS, KINDS_OF_NOTES, NOTES, TITLES, component};
use super::{Call, Dialect};
use crate::model::Data;
use crate::parse::callouts::is_known;
use crate::parse::html::filled_in;

/// What stands in place of a tag.
pub enum Other {
    /// A call of a component of ours.
    Call(Call),
    /// A text. Tags that mean nothing here have a name, which is said.
    Text { text: String, range: Range<usize>, name: Option<String> },
}

/// A tag is read up to here, and no further.
const LONGEST_TAG: usize = 4096;

/// What follows a place, as far as a tag may reach.
pub fn window(text: &str, at: usize) -> &str {
    let end = (at + LONGEST_TAG).min(text.len());
    &text[at..text.floor_char_boundary(end)]
}

/// The tags that close others, by name, in order.
#[derive(Default)]
pub struct Ends(pub BTreeMap<String, Vec<Range<usize>>>);

impl Ends {
    /// The next one of a name.
    pub fn after(&self, name: &str, at: usize) -> Option<Range<usize>> {
        let all = self.0.get(name)?;
        all.get(all.partition_point(|range| range.start < at)).cloned()
    }
}

/// A tag as it is written.
pub struct Tag<'a> {
    pub name: &'a str,
    pub args: Vec<(String, Data)>,
    pub end: usize,
    pub is_closing: bool,
    /// `<Tag />`
    pub is_closed: bool,
}

impl Tag<'_> {
    pub fn text(&self, names: &[&str]) -> Option<&str> {
        let found = names.iter().find_map(|name| self.args.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)));
        found.and_then(|(_, value)| value.as_str())
    }
}

/// Reads `"a" key="v" key=v` up to `close`, with numbers for the names of those that have none.
pub fn tag_args(cursor: &mut Cursor, close: &[&str]) -> Option<Vec<(String, Data)>> {
    let mut args: Vec<(String, Data)> = Vec::new();
    let mut unnamed = 0;
    loop {
        cursor.skip_space();
        cursor.eat(",");
        cursor.skip_space();
        let rest = &cursor.text[cursor.at..];
        if close.iter().any(|close| rest.starts_with(close)) {
            return Some(args);
        }
        let key = rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | ':')).unwrap_or(rest.len());
        let (name, is_named) = if rest[key..].starts_with('=') && key > 0 {
            (rest[..key].to_owned(), true)
        } else {
            (unnamed.to_string(), false)
        };
        cursor.at += if is_named { key + 1 } else { 0 };
        let value = value(cursor, close)?;
        unnamed += usize::from(!is_named);
        args.push((name, value));
    }
}

/// A text in quotes, `{4}` of JSX, or a bare word.
fn value(cursor: &mut Cursor, close: &[&str]) -> Option<Data> {
    let rest = &cursor.text[cursor.at..];
    match rest.chars().next()? {
        quote @ ('"' | '\'' | '`') => cursor.quoted(quote).map(Data::String),
        '{' => {
            let end = end_of_braces(rest)?;
            cursor.at += end;
            let inner = rest[1..end - 1].trim();
            let text = || inner.trim_matches(['"', '\'', '`']).to_owned();
            Some(Data::String(filled_in(&rest[..end]).unwrap_or_else(text)))
        }
        _ => {
            let ends = |(at, c): &(usize, char)| {
                c.is_whitespace() || *c == ',' || close.iter().any(|close| rest[*at..].starts_with(close))
            };
            let end = rest.char_indices().find(ends).map(|(at, _)| at).filter(|end| *end > 0)?;
            cursor.at += end;
            Some(Data::String(rest[..end].to_owned()))
        }
    }
}

pub fn name_of<'a>(cursor: &mut Cursor<'a>) -> &'a str {
    let rest = &cursor.text[cursor.at..];
    let end = rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '/' | '.')).unwrap_or(rest.len());
    let end = rest[..end].trim_end_matches('/').len();
    cursor.at += end;
    &rest[..end]
}

/// What becomes of a tag. `end` is the one that closes it.
pub fn known_or_left_out(at: usize, tag: &Tag, end: Option<Range<usize>>, shown: &str, dialect: &Dialect) -> Other {
    let excluded = || Other::Text { text: String::new(), range: at..tag.end, name: Some(shown.to_owned()) };
    let name = tag.name.rsplit('/').next().unwrap_or(tag.name).trim_end_matches(".html").to_ascii_lowercase();
    let is_note = NOTES.contains(&name.as_str());
    if is_note || DETAILS.contains(&name.as_str()) {
        if tag.is_closing {
            return Other::Text { text: "\n:::\n".to_owned(), range: at..tag.end, name: None };
        }
        if end.is_none() {
            return excluded();
        }
        let (kind, title) = if is_note {
            let first = tag.text(&["0"]).filter(|word| is_known(word));
            let kind = tag.text(&KINDS_OF_NOTES).or(first).unwrap_or(&name);
            let title = tag.text(&TITLES[..4]).or(tag.text(&["1"]));
            (kind.to_owned(), title.or_else(|| tag.text(&["0"]).filter(|_| first.is_none())).unwrap_or(""))
        } else {
            ("details".to_owned(), tag.text(&TITLES).unwrap_or(""))
        };
        let kind: String = kind.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let kind = if kind.is_empty() { name } else { kind };
        let title = title.replace(['\n', '[', ']'], " ");
        return Other::Text { text: format!("\n:::{kind}[{title}]\n"), range: at..tag.end, name: None };
    }
    if tag.is_closing {
        // Its opening tag has been spoken of.
        return Other::Text { text: String::new(), range: at..tag.end, name: None };
    }
    // What is called alike has other arguments.
    let is_own = dialect.components.contains(&name) && !foreign_names::is_ours(&name);
    let args = if is_own { Some((name.clone(), tag.args.clone())) } else { component(&name, &tag.args, end.is_some()) };
    let Some((name, args)) = args else { return excluded() };
    let body = end.clone().filter(|_| !tag.is_closed).map(|end| tag.end..end.start);
    let range = at..end.filter(|_| body.is_some()).map_or(tag.end, |end| end.end);
    Other::Call(Call { name, args: Data::Table(args), arg_spans: Vec::new(), body, range })
}

/// How long an expression in braces is, with what stands in braces within it.
pub fn end_of_braces(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return Some(at + 1),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}
