//! Finds the front matter of a file, in each form that authors and other tools give it.
//!
//! What is meant is read, however it is fenced. What looks like front matter and is not read as such is a
//! [`Doubt`]: whoever reads the file says so, and shows none of it as text.

use std::ops::Range;

use super::header;
use super::lines::{Doubt, is_blank, line_at, next_line};

/// The language of front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Between `+++` lines.
    Toml,
    /// Between `---` lines.
    Yaml,
    /// From `{` to its `}`, or between `;;;` lines.
    Json,
    /// Lines of `Name: value` at the very top, up to an empty line, as MultiMarkdown and Pelican have them.
    Lines,
}

/// A file in two parts, as byte ranges of the whole.
#[derive(Debug, PartialEq)]
pub struct Split {
    /// The front matter without its fences.
    pub front: Option<(Format, Range<usize>)>,
    /// Everything after it.
    pub body: Range<usize>,
    /// What may be front matter and is not read.
    pub doubt: Option<Doubt>,
}

/// Splits a file.
pub fn split(text: &str) -> Split {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let at = preamble(text, start);
    match block(text, at) {
        Some(Block::Closed(format, range, end)) => {
            // A tool that adds a block of its own leaves the old one where the text begins.
            let next = preamble(text, end);
            let second = match block(text, next) {
                Some(Block::Closed(_, inner, _)) => header::begins_with_field(&text[inner]),
                Some(Block::Open(open)) => header::begins_with_field(&text[open.end..]),
                Some(Block::Foreign(_)) | None => false,
            };
            let doubt = second.then(|| Doubt::Foreign(line_at(text, next)));
            Split { front: Some((format, range)), body: end..text.len(), doubt }
        }
        Some(Block::Open(open)) => {
            Split { front: None, body: text.len()..text.len(), doubt: Some(Doubt::Unclosed(open)) }
        }
        Some(Block::Foreign(open)) => {
            Split { front: None, body: text.len()..text.len(), doubt: Some(Doubt::Foreign(open)) }
        }
        None => match header::lines_of_fields(text, at) {
            Some(front) => {
                let body = front.end..text.len();
                Split { front: Some((Format::Lines, front)), body, doubt: None }
            }
            None => Split { front: None, body: start..text.len(), doubt: header::doubt(text, at) },
        },
    }
}

/// Where what can be seen begins: comments and the directives of YAML are passed over as well.
fn preamble(text: &str, start: usize) -> usize {
    let mut at = start;
    loop {
        at = text.len() - text[at..].trim_start_matches(is_blank).len();
        let rest = &text[at..];
        if let Some(end) = rest.strip_prefix("<!--").and_then(|comment| comment.find("-->")) {
            at += "<!--".len() + end + "-->".len();
        } else if rest.starts_with("%YAML ") || rest.starts_with("%TAG ") {
            at = line_at(text, at).end;
        } else {
            return at;
        }
    }
}

/// What stands at the beginning of a text.
enum Block {
    /// Its language, what is between its fences, and where the rest begins.
    Closed(Format, Range<usize>, usize),
    /// Its opening fence.
    Open(Range<usize>),
    /// The opening fence of a block in a language that is not read.
    Foreign(Range<usize>),
}

/// The languages in which other tools take front matter.
const FOREIGN: [&str; 12] =
    ["coffee", "coffeescript", "cson", "edn", "hjson", "ini", "javascript", "js", "json5", "lua", "org", "xml"];

/// The block that begins at `at`; `None` where text does.
fn block(text: &str, at: usize) -> Option<Block> {
    if text[at..].starts_with('{') {
        return object(text, at);
    }
    let open = line_at(text, at);
    let line = text[open.clone()].trim_matches(is_blank);
    let (fence, usual) = match line.chars().next()? {
        '-' => ('-', Format::Yaml),
        '+' => ('+', Format::Toml),
        ';' => (';', Format::Json),
        _ => return None,
    };
    let tag = line.trim_start_matches(fence);
    if line.len() - tag.len() < 3 {
        return None;
    }
    let format = match tag.trim().to_ascii_lowercase().as_str() {
        "yaml" | "yml" => Format::Yaml,
        "toml" => Format::Toml,
        "json" => Format::Json,
        tag if tag.is_empty() || tag.starts_with('#') => usual,
        tag if FOREIGN.contains(&tag) => return Some(Block::Foreign(open)),
        _ => return None,
    };
    let may_be_rule = fence == '-' && tag.trim().is_empty();
    let from = next_line(text, open.end);
    let indent = indent_of(text, at);
    match close(text, from, fence, indent) {
        Some(close) if !may_be_rule || header::may_be_header(&text[from..close.start]) => {
            Some(Block::Closed(format, from..close.start, next_line(text, close.end)))
        }
        None if !may_be_rule || header::begins_with_key(&text[from..]) => Some(Block::Open(open)),
        _ => None,
    }
}

/// The line that closes a block; none that is further to the right than its first, which may stand in a text.
fn close(text: &str, from: usize, fence: char, indent: usize) -> Option<Range<usize>> {
    let mut at = from;
    while at < text.len() {
        let line = line_at(text, at);
        let written = text[line.clone()].trim_matches(is_blank);
        let is_fence = written.len() >= 3 && written.chars().all(|c| c == fence) || fence == '-' && written == "...";
        if is_fence && indent_of(text, text.len() - text[at..].trim_start_matches(is_blank).len()) <= indent {
            return Some(line);
        }
        at = next_line(text, line.end);
    }
    None
}

/// How many spaces stand before a place in its line.
fn indent_of(text: &str, at: usize) -> usize {
    let line = text[..at].rfind('\n').map_or(0, |at| at + 1);
    text[line..at].chars().filter(|c| c.is_whitespace()).count()
}

/// An object of JSON, or a table of YAML in braces; not a component, nor a word in braces.
fn object(text: &str, at: usize) -> Option<Block> {
    if text[at + 1..].starts_with(['{', '%', '#', ':']) {
        return None;
    }
    let inner = text[at + 1..].trim_start_matches(is_blank);
    if !(inner.starts_with(['"', '}']) || header::begins_with_key(inner)) {
        return None;
    }
    let (mut depth, mut in_string, mut is_escaped) = (0usize, false, false);
    for (n, byte) in text[at..].bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            b'{' if !in_string => depth += 1,
            b'}' if !in_string => {
                depth -= 1;
                if depth == 0 {
                    let end = at + n + 1;
                    let rest = line_at(text, end);
                    let is_alone = text[rest.clone()].trim_matches(is_blank).is_empty();
                    let body = if is_alone { next_line(text, rest.end) } else { end };
                    return Some(Block::Closed(Format::Json, at..end, body));
                }
            }
            _ => {}
        }
    }
    Some(Block::Open(at..at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_found_behind_a_byte_order_mark_and_windows_line_ends() {
        let text = "\u{feff}---\r\ntitle: x\r\n---\r\nbody";
        let split = split(text);
        let (format, range) = split.front.unwrap();
        assert_eq!((format, &text[range]), (Format::Yaml, "title: x\r\n"));
        assert_eq!(&text[split.body], "body");
    }

    #[test]
    fn a_rule_at_the_top_is_text_and_an_open_fence_is_said() {
        for text in ["---\n\nHello", "---\n\nHello\n\n---\n\nYou", "----\nHe said: so\n"] {
            let split = split(text);
            assert_eq!((split.front, split.body), (None, 0..text.len()), "{text}");
        }
        for text in ["+++\ntitle = 1\n", "---\ntitle: x\n", "{ \"title\": \"}\"", "---json\n{}\n", ";;;\n"] {
            assert!(matches!(split(text).doubt, Some(Doubt::Unclosed(_))), "{text}");
        }
    }
}
