//! JSX, as MDX and Docusaurus have it: components that we know, and attributes with values in braces.

use super::Call;
use super::Dialect;
use super::arguments::Cursor;
use super::foreign_names::{DETAILS, NOTES, component};
use super::tag::{Ends, Other, Tag, end_of_braces, known_or_left_out, name_of, tag_args, window};
use crate::model::Data;
use crate::parse::html::filled_in;

/// `<Name key="v">` of JSX.
pub fn jsx_tag(text: &str, at: usize) -> Option<Tag<'_>> {
    let mut cursor = Cursor { text: window(text, at), at: 1 };
    let is_closing = cursor.eat("/");
    let name = name_of(&mut cursor);
    let args = tag_args(&mut cursor, &["/>", ">"])?;
    let is_closed = cursor.eat("/");
    let is_jsx = name.starts_with(|c: char| c.is_ascii_uppercase());
    (cursor.eat(">") && is_jsx).then(|| Tag { name, args, end: at + cursor.at, is_closing, is_closed })
}

/// `<img src={require("./a.png")} />`, as HTML writes it: Markdown takes a tag with such values for text.
pub fn html_with_values(text: &str, at: usize) -> Option<Other> {
    let window = window(text, at);
    let mut out = String::new();
    let is_component = window[1..].starts_with(|c: char| c.is_ascii_uppercase());
    let (mut from, mut quote, mut has_values) = (0, None, false);
    let mut signs = window.char_indices();
    while let Some((n, c)) = signs.next() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '{') if window[..n].ends_with('=') => {
                let end = n + end_of_braces(&window[n..])?;
                // Of a component, words in such a value would go with it: then it stays text as a whole.
                if is_component && window[n..end].contains(['"', '\'', '`']) {
                    return None;
                }
                let value = filled_in(&window[n..end]).unwrap_or_default().replace('"', "&quot;");
                out.push_str(&window[from..n]);
                out.push_str(&format!("\"{value}\""));
                (from, has_values) = (end, true);
                signs.by_ref().find(|(at, _)| at + 1 >= end)?;
            }
            (None, '{' | '<') if n > 0 => return None,
            (None, '>') => {
                out.push_str(&window[from..=n]);
                let text = out.replace('\n', " ");
                return has_values.then_some(Other::Text { text, range: at..at + n + 1, name: None });
            }
            _ => {}
        }
    }
    None
}

/// Of JSX only what we have something for; the rest is HTML, of which the text stays.
pub fn jsx(text: &str, at: usize, ends: &Ends, dialect: &Dialect) -> Option<Other> {
    let tag = jsx_tag(text, at)?;
    let name = tag.name.to_ascii_lowercase();
    let end = ends.after(tag.name, tag.end).filter(|_| !tag.is_closed && !tag.is_closing);
    if NOTES.contains(&name.as_str()) || DETAILS.contains(&name.as_str()) {
        return (tag.is_closing || end.is_some()).then(|| known_or_left_out(at, &tag, end, "", dialect));
    }
    let (ours, args) = component(&name, &tag.args, end.is_some()).filter(|_| !tag.is_closing)?;
    let body = end.clone().map(|end| tag.end..end.start);
    let range = at..end.map_or(tag.end, |end| end.end);
    Some(Other::Call(Call { name: ours, args: Data::Table(args), arg_spans: Vec::new(), body, range }))
}
