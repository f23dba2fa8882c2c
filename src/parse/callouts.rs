//! Quotes that say what kind they are: `> [!tip] Title`, as GitHub and Obsidian have them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::signs::Signs;

use pulldown_cmark::{BlockQuoteKind, Event, Tag, TagEnd};

type Events<'a> = Vec<(Event<'a>, Range<usize>)>;

/// What a callout's first line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callout {
    /// As written, in lower case.
    pub kind: String,
    /// Whether readers open and close it, and whether it is open at first.
    pub fold: Option<bool>,
    /// Whether its first paragraph is its title.
    pub has_title: bool,
}

/// The kinds that themes know, and what others call them.
const KINDS: [(&str, BlockQuoteKind); 33] = [
    ("abstract", BlockQuoteKind::Note),
    ("attention", BlockQuoteKind::Warning),
    ("bug", BlockQuoteKind::Caution),
    ("caution", BlockQuoteKind::Caution),
    ("check", BlockQuoteKind::Tip),
    ("danger", BlockQuoteKind::Caution),
    ("done", BlockQuoteKind::Tip),
    ("error", BlockQuoteKind::Caution),
    ("example", BlockQuoteKind::Note),
    ("fail", BlockQuoteKind::Caution),
    ("failure", BlockQuoteKind::Caution),
    ("faq", BlockQuoteKind::Important),
    ("help", BlockQuoteKind::Important),
    ("hint", BlockQuoteKind::Tip),
    ("important", BlockQuoteKind::Important),
    ("info", BlockQuoteKind::Note),
    ("missing", BlockQuoteKind::Caution),
    ("note", BlockQuoteKind::Note),
    ("notice", BlockQuoteKind::Note),
    ("primary", BlockQuoteKind::Important),
    ("question", BlockQuoteKind::Important),
    ("seealso", BlockQuoteKind::Note),
    ("secondary", BlockQuoteKind::Note),
    ("success", BlockQuoteKind::Tip),
    ("summary", BlockQuoteKind::Note),
    ("tip", BlockQuoteKind::Tip),
    ("tldr", BlockQuoteKind::Note),
    ("todo", BlockQuoteKind::Important),
    ("warn", BlockQuoteKind::Warning),
    ("warning", BlockQuoteKind::Warning),
    ("quote", BlockQuoteKind::Note),
    ("cite", BlockQuoteKind::Note),
    ("details", BlockQuoteKind::Note),
];

/// The kind that a theme draws for what somebody calls one.
pub fn drawn_as(kind: &str) -> BlockQuoteKind {
    KINDS.iter().find(|(known, _)| *known == kind).map_or(BlockQuoteKind::Note, |(_, drawn)| *drawn)
}

/// Whether a kind is one of those.
pub fn is_known(kind: &str) -> bool {
    KINDS.iter().any(|(known, _)| *known == kind)
}

/// Whether a text may hold one besides those that the parser knows.
pub fn may_be_in(signs: &Signs) -> bool {
    signs.hold("[!")
}

/// Makes callouts of the quotes that begin with a kind. Their titles become paragraphs of their own. Each is said by
/// the place where its quote begins.
pub fn find(events: Events) -> (Events, BTreeMap<usize, Callout>) {
    let mut found = BTreeMap::new();
    let mut out: Events = Vec::with_capacity(events.len());
    let mut rest = events.as_slice();
    while let Some((event, range)) = rest.first() {
        let first = match (event, rest.get(1)) {
            (Event::Start(Tag::BlockQuote(None)), Some((Event::Start(Tag::Paragraph), _))) => first_line(&rest[2..]),
            _ => None,
        };
        match first {
            Some(first) => {
                out.push((Event::Start(Tag::BlockQuote(Some(drawn_as(&first.kind)))), range.clone()));
                let (callout, taken) = mark_off(&rest[1..], first, &mut out);
                found.insert(range.start, callout);
                rest = &rest[1 + taken..];
            }
            None => {
                out.push((event.clone(), range.clone()));
                rest = &rest[1..];
            }
        }
    }
    (out, found)
}

/// The first line of a paragraph that says a kind.
struct FirstLine {
    kind: String,
    fold: Option<bool>,
    /// How many events its `[!kind]` takes, and what of the last of them belongs to the title.
    taken: usize,
    rest: String,
}

fn first_line(events: &[(Event, Range<usize>)]) -> Option<FirstLine> {
    let mut text = String::new();
    for (n, (event, _)) in events.iter().enumerate() {
        let Event::Text(piece) = event else { return None };
        text.push_str(piece);
        if !text.starts_with("[!") && text != "[" {
            return None;
        }
        let Some((kind, rest)) = text.strip_prefix("[!").and_then(|inner| inner.split_once(']')) else { continue };
        // Obsidian's `[!note|wide]` has a class.
        let kind = kind.split('|').next().unwrap_or(kind).trim();
        let is_kind = kind.starts_with(|c: char| c.is_alphabetic())
            && kind.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '));
        if !is_kind {
            return None;
        }
        let kind = kind.to_lowercase();
        // The sign may be an event of its own.
        let (next, taken) = match (rest, events.get(n + 1)) {
            ("", Some((Event::Text(next), _))) => (next.to_string(), n + 2),
            _ => (rest.to_owned(), n + 1),
        };
        let fold = match next.chars().next() {
            Some('-' | '–') => Some(false),
            Some('+') => Some(true),
            _ => None,
        };
        let rest = if fold.is_some() { next.chars().skip(1).collect() } else { next };
        return Some(FirstLine { kind, fold, taken, rest: rest.trim_start().to_owned() });
    }
    None
}

/// Writes the first line of a quote's first paragraph without its kind, as a title, and says how many events that takes.
fn mark_off<'a>(paragraph: &[(Event<'a>, Range<usize>)], first: FirstLine, out: &mut Events<'a>) -> (Callout, usize) {
    let FirstLine { kind, fold, taken, rest } = first;
    let (start, line) = (&paragraph[0], &paragraph[1 + taken..]);
    let mut depth = 0usize;
    let end = line.iter().position(|(event, _)| match event {
        Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) if depth == 0 => true,
        Event::Start(_) => {
            depth += 1;
            false
        }
        Event::End(_) => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => false,
    });
    let end = end.unwrap_or(line.len().saturating_sub(1));
    let is_blank = |event: &Event| matches!(event, Event::Text(text) if text.trim().is_empty());
    let has_title = !rest.trim().is_empty() || line[..end].iter().any(|(event, _)| !is_blank(event));
    if has_title {
        out.push(start.clone());
        out.extend((!rest.is_empty()).then(|| (Event::Text(rest.into()), start.1.clone())));
        out.extend_from_slice(&line[..end]);
        out.push((Event::End(TagEnd::Paragraph), start.1.clone()));
    }
    // The text may go on, in a paragraph of its own.
    if line.get(end).is_some_and(|(event, _)| !matches!(event, Event::End(TagEnd::Paragraph))) {
        out.push(start.clone());
    }
    (Callout { kind, fold, has_title }, 1 + taken + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Options, Parser, html};

    fn found(text: &str) -> (Vec<Callout>, String) {
        let options = Options::ENABLE_GFM | Options::ENABLE_SMART_PUNCTUATION;
        let (events, all) = find(Parser::new_ext(text, options).into_offset_iter().collect());
        let all = all.into_values().collect();
        let mut out = String::new();
        html::push_html(&mut out, events.into_iter().map(|(event, _)| event));
        (all, out.replace('\n', ""))
    }

    fn callout(kind: &str, fold: Option<bool>, has_title: bool) -> Callout {
        Callout { kind: kind.to_owned(), fold, has_title }
    }

    #[test]
    fn a_quote_may_say_its_kind_whether_it_is_closed_and_a_title() {
        let quote =
            |kind: &str, inner: &str| format!("<blockquote class=\"markdown-alert-{kind}\">{inner}</blockquote>");
        for (text, one, inner) in [
            (
                "> [!tip] A *b* c\n> Text.",
                callout("tip", None, true),
                quote("tip", "<p>A <em>b</em> c</p><p>Text.</p>"),
            ),
            (
                "> [!faq]- Why?\n> Text.",
                callout("faq", Some(false), true),
                quote("important", "<p>Why?</p><p>Text.</p>"),
            ),
            ("> [!bug]+\n> Text.", callout("bug", Some(true), false), quote("caution", "<p>Text.</p>")),
            ("> [!own kind]\n>\n> Text.", callout("own kind", None, false), quote("note", "<p>Text.</p>")),
            ("> [!note] Alone", callout("note", None, true), quote("note", "<p>Alone</p>")),
        ] {
            assert_eq!(found(text), (vec![one], inner), "{text}");
        }
    }

    #[test]
    fn other_quotes_stay_quotes() {
        for text in ["> [!] x", "> [link](x) y", "> [!3]", "> a [!tip] b", "[!tip] x", "> [!unclosed", "> [![a](b)](c)"]
        {
            assert_eq!(found(text).0, [], "{text}");
        }
    }
}
