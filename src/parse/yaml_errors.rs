//! What is wrong with YAML, in our words: the parser speaks of its own states, and often marks where it gave up.

use std::ops::Range;

use serde_saphyr::{Error, Location};

use super::syntax::Syntax;
use crate::model::{Node, Value};

/// A part of the parser's message, what we say instead, and a way out.
const WORDS: [(&str, &str, &str); 17] = [
    (
        "mapping values are not allowed",
        "a second `: ` stands in this value",
        "put the value in quotes, as in title: \"Delivery: on time\"; begin every field at the left edge",
    ),
    ("illegal placement of ':'", "a list or table in brackets is not closed", "close it with `]` or `}`"),
    ("did not find expected ',' or", "a list or table in brackets is not closed", "close it with `]` or `}`"),
    ("unclosed quote", "a quote is not closed", "close it with the sign that opens it"),
    ("unexpected end of stream", "a quote or a bracket is not closed", "close it with the sign that opens it"),
    ("tab", "a tab stands where YAML counts spaces", "YAML allows no tabs for indentation: use spaces"),
    (
        "unexpected character: `",
        "a value cannot begin with this sign",
        "put the value in quotes, as in title: \"@home\"",
    ),
    ("simple key expected", "this line has no `: `", "write `name: value`, with a space after the colon"),
    (
        "unknown escape character",
        "this backslash begins nothing that YAML knows",
        "write two backslashes, or put the value in single quotes",
    ),
    (
        "invalid trailing content",
        "text follows the closing quote",
        "put the whole value in quotes; a quote of the same kind within it is written twice in single quotes, or as \\\" in double ones",
    ),
    (
        "unknown anchor",
        "a value that begins with `*` refers to another value, and there is none of this name",
        "put the value in quotes, as in title: \"*new*\"",
    ),
    ("expected string scalar", "a brace begins a table here", "put the value in quotes, as in title: \"{{ name }}\""),
    (
        "did not find expected key",
        "this line is indented unlike those around it",
        "begin every field at the left edge, and indent the lines of a text alike",
    ),
    (
        "block sequence entries are not allowed",
        "a list with `- ` cannot begin in this line",
        "begin it on a line of its own, or write [a, b]",
    ),
    ("budget", "this is too large or too deep", "100,000 values and 100 levels are read"),
    ("multiple documents", "a second document begins here", "keep one block of fields, between two lines of `---`"),
    ("Unexpected end of file", "something is not closed", "close it with the sign that opens it"),
];

/// What the parser found wrong with `text`, with its place there.
pub fn explained(error: &Error, text: &str) -> Syntax {
    let said = error.without_snippet().to_string();
    let place = error.location().map_or(0, |location| place(text, &location));
    if let Some(name) = said.split_once("duplicate mapping key: ").map(|(_, rest)| rest) {
        let name = name.split([',', '\n']).next().unwrap_or(name).trim();
        let length = if text[place..].starts_with(name) { name.len() } else { 0 };
        return Syntax {
            message: format!("`{name}` stands here for the second time"),
            range: place..place + length,
            help: Some("keep one of them, with all that both say"),
        };
    }
    let known = WORDS.iter().find(|(part, ..)| said.contains(part));
    let message = match known {
        Some((_, ours, _)) => (*ours).to_owned(),
        None => "this is not YAML".to_owned(),
    };
    // The parser blames the value before; the author looks for the tab.
    let tab = text.find("\n\t").map(|at| at + 1).filter(|_| said.contains("tab"));
    let place = tab.unwrap_or(place);
    Syntax { message, range: place..place, help: known.map(|(.., help)| *help) }
}

/// Where in a text a location is, in bytes. Not all have a byte offset; lines and columns count from one, and columns
/// count characters.
fn place(text: &str, location: &Location) -> usize {
    if let Some(at) = location.span().byte_offset() {
        return (at as usize).min(text.len());
    }
    let line = text.split_inclusive('\n').take((location.line() as usize).saturating_sub(1)).map(str::len).sum();
    let rest: &str = &text[line..];
    rest.char_indices().nth((location.column() as usize).saturating_sub(1)).map_or(text.len(), |(at, _)| line + at)
}

/// Where comments begin that look like a part of the value before them: `title: We are #1`. In TOML and in quotes there
/// are none; `# ` is meant as a comment.
pub fn cut_off(node: &Node, text: &str, offset: usize, found: &mut Vec<Range<usize>>) {
    match &node.value {
        Value::Table(entries) => entries.iter().for_each(|(_, node)| cut_off(node, text, offset, found)),
        Value::Array(nodes) => nodes.iter().for_each(|node| cut_off(node, text, offset, found)),
        _ => {
            let end = node.range.end.saturating_sub(offset);
            let rest = text.get(end..).and_then(|rest| rest.lines().next()).unwrap_or_default();
            let comment = rest.trim_start();
            let is_near = rest.len() > comment.len() && rest.len() - comment.len() <= 2;
            let is_word = comment.strip_prefix('#').is_some_and(|word| word.starts_with(char::is_alphanumeric));
            if is_near && is_word {
                let start = node.range.end + rest.len() - comment.len();
                found.push(start..start + comment.len());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::yaml;

    #[test]
    fn every_mistake_is_said_in_our_words_where_it_stands() {
        for (text, place, part) in [
            ("title: x\nquote: He said: no", "2:15", "a second `: `"),
            ("a: 1\ntitle: \"unclosed", "2:8", "a quote is not closed"),
            ("tags: [a, b\nexperience: good", "2:11", "is not closed"),
            ("tags: {a: b\nexperience: good", "2:11", "is not closed"),
            ("title: é\n\texperience: good", "2:1", "a tab"),
            ("title: é\nby: @home", "2:5", "cannot begin"),
            ("title: `code`", "1:8", "cannot begin"),
            ("title: x\ntitle: y", "2:1", "`title` stands here for the second time"),
            ("title: x\nexperience good\ntags: a", "2:1", "no `: `"),
            ("title: \"bad \\q\"", "1:8", "backslash"),
            ("title: 'it's fine'", "1:12", "follows the closing quote"),
            ("title: *star*", "1:8", "refers to another value"),
            ("title: {{ name }}", "1:9", "a brace"),
            ("quote: |\n  a\n b\nexperience: good", "3:2", "indented"),
            ("author: - A", "1:9", "a list"),
        ] {
            let (_, found) = yaml::parse(text, 0);
            let at = found[0].range.start;
            let line = text[..at].matches('\n').count();
            let column = text[..at].rsplit('\n').next().unwrap().chars().count();
            assert_eq!(format!("{}:{}", line + 1, column + 1), place, "{text}");
            assert!(found[0].message.contains(part) && found[0].help.is_some(), "{text}: {}", found[0].message);
        }
    }

    #[test]
    fn a_comment_that_cuts_a_value_is_told_from_one_that_explains_it() {
        for (text, cut) in [
            ("title: We are #1", Some("#1")),
            ("tags:\n- a #team\n", Some("#team")),
            ("title: a # why", None),
            ("title: 'a #1'", None),
            ("title: a      #1", None),
            ("title: C#1", None),
        ] {
            let (node, _) = yaml::parse(text, 0);
            let mut found = Vec::new();
            super::cut_off(&node, text, 0, &mut found);
            assert_eq!(found.first().map(|range| &text[range.clone()]), cut, "{text}");
        }
    }
}
