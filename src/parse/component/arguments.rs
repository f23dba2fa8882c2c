//! The arguments of a call: `key="text", key=4.5, key=["a", "b"]`.

use std::collections::BTreeSet;
use std::ops::Range;

use super::BadCall;
use crate::model::Data;

/// A table of arguments, and where each value stands.
pub type Args = (Vec<(String, Data)>, Vec<(String, Range<usize>)>);

/// Reads arguments up to their `)`.
pub fn read_args(cursor: &mut Cursor, start: usize) -> Result<Args, BadCall> {
    let bad = |cursor: &Cursor, message: String| BadCall {
        message,
        range: start..cursor.at.min(cursor.text.len()),
        help: "arguments are written key=\"text\", key=4.5, key=true or key=[\"a\", \"b\"], with commas between",
    };
    let mut args = Vec::new();
    let mut spans = Vec::new();
    let mut known = BTreeSet::new();
    loop {
        cursor.skip_space();
        if cursor.eat(")") {
            return Ok((args, spans));
        }
        let key = cursor.word().to_owned();
        cursor.skip_space();
        if key.is_empty() || !cursor.eat("=") {
            return Err(bad(cursor, "an argument's name and `=` are missing here".to_owned()));
        }
        cursor.skip_space();
        let from = cursor.at;
        let value = read_value(cursor, 0).ok_or_else(|| bad(cursor, format!("the value of `{key}` cannot be read")))?;
        if !known.insert(key.clone()) {
            return Err(bad(cursor, format!("`{key}` is given twice")));
        }
        spans.push((key.clone(), from..cursor.at));
        args.push((key, value));
        cursor.skip_space();
        if !cursor.eat(",") && !cursor.text[cursor.at..].starts_with(')') {
            return Err(bad(cursor, "a `,` or `)` is missing here".to_owned()));
        }
    }
}

fn read_value(cursor: &mut Cursor, depth: u8) -> Option<Data> {
    let rest = &cursor.text[cursor.at..];
    match rest.chars().next()? {
        quote @ ('"' | '\'' | '`') => cursor.quoted(quote).map(Data::String),
        '[' if depth < 4 => {
            cursor.at += 1;
            let mut values = Vec::new();
            loop {
                cursor.skip_space();
                if cursor.eat("]") {
                    return Some(Data::Array(values));
                }
                values.push(read_value(cursor, depth + 1)?);
                cursor.skip_space();
                if !cursor.eat(",") && !cursor.text[cursor.at..].starts_with(']') {
                    return None;
                }
            }
        }
        _ => {
            let length = rest.find(|c: char| !c.is_alphanumeric() && !"+-._".contains(c)).unwrap_or(rest.len());
            let word = &rest[..length];
            cursor.at += length;
            match word {
                "true" => Some(Data::Bool(true)),
                "false" => Some(Data::Bool(false)),
                _ => word
                    .parse()
                    .map(Data::Int)
                    .ok()
                    .or_else(|| word.parse().ok().filter(|n: &f64| n.is_finite()).map(Data::Float)),
            }
        }
    }
}

/// A place in a text that is read.
pub struct Cursor<'a> {
    /// The text.
    pub text: &'a str,
    /// The place.
    pub at: usize,
}

impl<'a> Cursor<'a> {
    /// Passes a token, if it is next.
    pub fn eat(&mut self, token: &str) -> bool {
        let found = self.text[self.at..].starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    /// Passes white space.
    pub fn skip_space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Passes letters, digits and `_`.
    pub fn word(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// A quoted text; a backslash keeps the next character, `\n` is a line break.
    pub fn quoted(&mut self, quote: char) -> Option<String> {
        let mut value = String::new();
        let mut chars = self.text[self.at..].char_indices().skip(1);
        while let Some((offset, c)) = chars.next() {
            match c {
                '\\' => match chars.next()?.1 {
                    'n' => value.push('\n'),
                    other => value.push(other),
                },
                c if c == quote => {
                    self.at += offset + c.len_utf8();
                    return Some(value);
                }
                c => value.push(c),
            }
        }
        None
    }
}
