//! Finds the front matter of a file, whatever its line ends and byte order mark.

use std::ops::Range;

/// The language of front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Between `+++` lines.
    Toml,
    /// Between `---` lines.
    Yaml,
}

/// A file in two parts, as byte ranges of the whole.
#[derive(Debug, PartialEq)]
pub struct Split {
    /// The front matter without its fences.
    pub front: Option<(Format, Range<usize>)>,
    /// Everything after it.
    pub body: Range<usize>,
    /// The opening fence of a block that is never closed.
    pub unclosed: Option<Range<usize>>,
}

/// Splits a file.
pub fn split(text: &str) -> Split {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut lines = lines(text, start);
    let whole = Split { front: None, body: start..text.len(), unclosed: None };
    // Blank lines before the fence are forgiven.
    let Some(open) = lines.by_ref().find(|line| !text[line.clone()].trim().is_empty()) else {
        return whole;
    };
    let (format, fence) = match text[open.clone()].trim_end() {
        "+++" => (Format::Toml, "+++"),
        "---" => (Format::Yaml, "---"),
        _ => return whole,
    };
    let from = next_line(text, open.end);
    for line in lines {
        if text[line.clone()].trim_end() == fence {
            let body = next_line(text, line.end)..text.len();
            return Split { front: Some((format, from..line.start)), body, unclosed: None };
        }
    }
    // A lone `---` may be a rule in the text; `+++` never is.
    match format {
        Format::Yaml if !text[from..].trim_start().split('\n').next().unwrap_or("").contains(':') => whole,
        _ => Split { unclosed: Some(open), body: text.len()..text.len(), ..whole },
    }
}

fn next_line(text: &str, end: usize) -> usize {
    match text[end..].find('\n') {
        Some(at) => end + at + 1,
        None => text.len(),
    }
}

/// The lines of a text as ranges, without their ends.
fn lines(text: &str, start: usize) -> impl Iterator<Item = Range<usize>> {
    let mut at = start;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let end = text[at..].find('\n').map_or(text.len(), |n| at + n);
        let line = at..end;
        at = end + 1;
        Some(line)
    })
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
        assert_eq!(split("---\n\nHello").front, None);
        assert!(split("---\n\nHello").unclosed.is_none());
        assert!(split("+++\ntitle = 1\n").unclosed.is_some());
        assert!(split("---\ntitle: x\n").unclosed.is_some());
    }
}
