//! Blocks that other dialects of Markdown set apart from the text, written as the quotes with a kind that callouts
//! are: `:::note` of Docusaurus and its like, `!!! note` and `??? note` of Python-Markdown.
//!
//! The lines of such a block become `> [!note] Title` and lines of a quote below it; what they mean,
//! [`super::callouts`] says. A block that is never closed is text.

use std::collections::BTreeMap;
use std::ops::Range;

use super::clean::COLON;
use super::rewritten::Rewritten;
use super::signs::Signs;

/// More blocks than these do not stand in each other.
const DEEPEST: usize = 16;

/// What begins and ends blocks of code, in which nothing is a block.
const FENCES: [&str; 2] = ["```", "~~~"];

/// The text with its blocks rewritten; `None` if there are none.
pub fn rewrite(signs: &Signs) -> Option<Rewritten> {
    let text = signs.text();
    let begins = |sign: &str| signs.places(sign).any(|at| at == 0 || starts_line(text, at));
    // The first colon may be another character by now.
    let colons = format!("{COLON}::");
    if ![colons.as_str(), ":::", "!!! ", "??? ", "???+ "].iter().any(|sign| begins(sign)) {
        return None;
    }
    let lines = lines(text);
    let ends = ends(text, &lines);
    let mut writer = Writer { text, lines: &lines, ends, out: Rewritten::default(), found: false };
    writer.lines(0..lines.len(), 0, "", 0);
    writer.found.then_some(writer.out)
}

fn starts_line(text: &str, at: usize) -> bool {
    text[..at].trim_end_matches([' ', '\t']).ends_with('\n')
}

fn lines(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    text.split_inclusive('\n')
        .map(|line| {
            at += line.len();
            at - line.len()..at
        })
        .collect()
}

/// What opens a block.
struct Opener {
    /// As callouts call it.
    kind: String,
    /// `-` or `+` for what readers open and close.
    fold: &'static str,
    title: String,
    /// How many colons it begins with; none for a block that its indentation ends.
    colons: usize,
    indent: usize,
}

struct Writer<'a> {
    text: &'a str,
    lines: &'a [Range<usize>],
    /// The line that ends the block which a line opens.
    ends: BTreeMap<usize, usize>,
    out: Rewritten,
    found: bool,
}

impl Writer<'_> {
    /// Writes lines of which the first `strip` columns are not theirs, each after a prefix.
    fn lines(&mut self, lines: Range<usize>, strip: usize, prefix: &str, depth: usize) {
        let mut fence: Option<&str> = None;
        let mut at = lines.start;
        while at < lines.end {
            let line = stripped(self.text, &self.lines[at], strip);
            let opener = opener(&self.text[line.clone()]).filter(|_| fence.is_none() && depth < DEEPEST);
            fence = fence_after(&self.text[line.clone()], fence);
            let inner = opener.as_ref().and_then(|opener| self.inside(at, lines.end, strip, opener));
            let (Some(opener), Some((inner, next))) = (opener, inner) else {
                self.out.add(prefix);
                self.out.keep(&self.text[line.clone()], line.start);
                at += 1;
                continue;
            };
            self.found = true;
            let indent = " ".repeat(opener.indent);
            let quoted = format!("{prefix}{indent}> ");
            self.out.add(&quoted);
            self.out.keep("", line.start);
            self.out.add(&format!("[!{}]{} {}\n", opener.kind, opener.fold, opener.title));
            let own = if opener.colons == 0 { 4 } else { 0 };
            self.lines(inner, strip + opener.indent + own, &quoted, depth + 1);
            if !self.out.text.ends_with('\n') {
                self.out.add("\n");
            }
            // What follows is no part of the quote.
            self.out.add(prefix.trim_end());
            self.out.add("\n");
            at = next;
        }
    }

    /// The lines of a block, and where the text goes on.
    fn inside(&self, at: usize, end: usize, strip: usize, opener: &Opener) -> Option<(Range<usize>, usize)> {
        if opener.colons > 0 {
            let closer = self.ends.get(&at).copied().filter(|closer| *closer < end)?;
            return Some((at + 1..closer, closer + 1));
        }
        let line = |at: usize| &self.text[stripped(self.text, &self.lines[at], strip)];
        let is_in = |at: &usize| line(*at).trim().is_empty() || indent_of(line(*at)) >= opener.indent + 4;
        let last = (at + 1..end).take_while(is_in).filter(|at| !line(*at).trim().is_empty()).last()?;
        Some((at + 1..last + 1, last + 1))
    }
}

/// The line that closes each block between colons, by the line that opens it.
fn ends(text: &str, lines: &[Range<usize>]) -> BTreeMap<usize, usize> {
    let mut all = BTreeMap::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut fence = None;
    for (at, range) in lines.iter().enumerate() {
        let line = text[range.clone()].trim();
        let was_code = fence.is_some();
        fence = fence_after(line, fence);
        let colons = colons_of(line);
        if was_code || fence.is_some() || colons < 3 {
            continue;
        }
        if line[colons_bytes(line)..].is_empty() {
            // It ends the innermost with as many colons, or else the innermost with fewer.
            let near = open.len().saturating_sub(DEEPEST);
            let same = open[near..].iter().rposition(|(_, inner)| *inner == colons);
            let fewer = open[near..].iter().rposition(|(_, inner)| *inner < colons);
            if let Some(closed) = same.or(fewer) {
                all.insert(open[near + closed].0, at);
                open.truncate(near + closed);
            }
        } else if opener(line).is_some_and(|opener| opener.colons > 0) {
            open.push((at, colons));
        }
    }
    all
}

/// A line without its first columns, as far as they are blank.
fn stripped(text: &str, line: &Range<usize>, strip: usize) -> Range<usize> {
    let mut columns = 0;
    let blank = text[line.clone()].bytes().take_while(|byte| {
        columns += if *byte == b'\t' { 4 } else { 1 };
        matches!(byte, b' ' | b'\t') && columns <= strip
    });
    line.start + blank.count()..line.end
}

fn indent_of(line: &str) -> usize {
    line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).map(|byte| if byte == b'\t' { 4 } else { 1 }).sum()
}

/// The fence of the code that a line stands in, after it.
fn fence_after<'a>(line: &'a str, fence: Option<&'a str>) -> Option<&'a str> {
    let line = line.trim();
    match fence {
        Some(fence) => Some(fence).filter(|fence| !line.starts_with(*fence)),
        None => {
            let sign = FENCES.iter().find(|sign| line.starts_with(*sign))?;
            let length = line.len() - line.trim_start_matches(&sign[..1]).len();
            Some(&line[..length])
        }
    }
}

/// How many colons a line begins with.
fn colons_of(line: &str) -> usize {
    line.chars().take_while(|c| matches!(*c, ':' | COLON)).count()
}

/// The block that a line opens.
fn opener(line: &str) -> Option<Opener> {
    let indent = indent_of(line);
    let line = line.trim();
    if indent > 3 {
        return None;
    }
    let colons = colons_of(line);
    if colons >= 3 {
        let (kind, title) = named(line[colons_bytes(line)..].trim())?;
        let fold = if kind == "details" { "-" } else { "" };
        return Some(Opener { kind, fold, title, colons, indent });
    }
    let (sign, rest) = line.split_once(' ')?;
    let fold = match sign {
        "!!!" => "",
        "???" => "-",
        "???+" => "+",
        _ => return None,
    };
    let is_quoted = |(classes, title): &(&str, &str)| title.ends_with('"') && classes.split_whitespace().all(is_kind);
    let (classes, title) = rest.split_once('"').filter(is_quoted).unwrap_or((rest, ""));
    let kind = classes.split_whitespace().next().filter(|kind| is_kind(kind))?;
    let is_bare = title.is_empty() && classes.split_whitespace().count() > 3;
    // Words without quotes are classes; but few people know that.
    let words = || classes.split_whitespace().skip(1).filter(|word| !["annotate", "end", "inline"].contains(word));
    let title = match title.trim().trim_end_matches('"') {
        "" => words().collect::<Vec<_>>().join(" "),
        title => title.to_owned(),
    };
    (!is_bare).then(|| Opener { kind: kind.to_ascii_lowercase(), fold, title, colons: 0, indent })
}

fn colons_bytes(line: &str) -> usize {
    line.find(|c| !matches!(c, ':' | COLON)).unwrap_or(line.len())
}

fn is_kind(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// `note Title`, `note[Title]`, `note{title="Title"}`, `{.callout-note}`, `{note} Title`.
fn named(text: &str) -> Option<(String, String)> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')).unwrap_or(text.len());
    let (word, rest) = match (text.strip_prefix('{').and_then(|inner| inner.split_once('}')), end) {
        (Some((inner, rest)), _) => (inner.split_whitespace().next()?.trim_start_matches('.'), (inner, rest)),
        (None, end) => (&text[..end], ("", &text[end..])),
    };
    let (attributes, rest) = rest;
    let rest = rest.trim();
    let (bracketed, rest) = match rest.strip_prefix('[').and_then(|rest| rest.rsplit_once(']')) {
        Some((title, rest)) => (Some(title), rest.trim()),
        None => (None, rest),
    };
    let (attributes, rest) = match rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        Some((attributes, rest)) => (attributes, rest),
        None => (attributes, rest),
    };
    let in_attributes = attributes.split_once("title=").map(|(_, title)| {
        let quote = title.chars().next().filter(|c| matches!(c, '"' | '\''));
        match quote {
            Some(quote) => title[1..].split(quote).next().unwrap_or(""),
            None => title.split_whitespace().next().unwrap_or(""),
        }
    });
    let kind = word.strip_prefix("callout-").or_else(|| word.strip_prefix("admonition-")).unwrap_or(word);
    let title = bracketed.or(in_attributes).unwrap_or(rest).trim();
    is_kind(kind).then(|| (kind.to_ascii_lowercase(), title.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(text: &str) -> String {
        rewrite(&Signs::of(text)).map_or_else(|| "as it was".to_owned(), |new| new.text)
    }

    #[test]
    fn blocks_of_other_dialects_become_quotes_with_a_kind() {
        for (text, new) in [
            (":::note\nOne.\n:::\nTwo.\n", "> [!note] \n> One.\n\nTwo.\n"),
            (":::tip[A *title*]{.x}\nOne.\n:::\n", "> [!tip] A *title*\n> One.\n\n"),
            ("::: warning Mind the gap\nOne.\n:::\n", "> [!warning] Mind the gap\n> One.\n\n"),
            ("::: {.callout-note title=\"Sure\"}\nOne.\n:::\n", "> [!note] Sure\n> One.\n\n"),
            ("::::a\n:::b\nOne.\n:::\n::::\n", "> [!a] \n> > [!b] \n> > One.\n>\n\n"),
            (
                "!!! note \"Two words\"\n    One.\n\n    Two.\nThree.\n",
                "> [!note] Two words\n> One.\n> \n> Two.\n\nThree.\n",
            ),
            ("??? tip\n    One.\n", "> [!tip]- \n> One.\n\n"),
            (":::details More\nOne.\n:::", "> [!details]- More\n> One.\n\n"),
            ("- a\n  :::note\n  One.\n  :::\n", "- a\n  > [!note] \n  > One.\n\n"),
        ] {
            assert_eq!(rewritten(text), new, "{text}");
        }
    }

    #[test]
    fn what_is_never_closed_and_what_is_code_stays_text() {
        for text in [
            ":::note\nOne.\n",
            "```\n:::note\nOne.\n:::\n```\n",
            "!!! wow\nOne.\n",
            "!!! note\n",
            "    !!! note\n        x\n",
            ":::\nOne.\n:::\n",
            "a ::: b",
        ] {
            assert_eq!(rewritten(text), "as it was", "{text}");
        }
    }

    #[test]
    fn places_lead_back() {
        let text = "a\n:::note\nOne *two*.\n:::\ntail";
        let new = rewrite(&Signs::of(text)).unwrap();
        for word in ["One", "two", "tail"] {
            assert_eq!(new.original(new.text.find(word).unwrap()), text.find(word).unwrap(), "{word}");
        }
    }
}
