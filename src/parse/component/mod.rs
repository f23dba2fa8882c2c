//! Components in Markdown: `{{ name(args) }}` and `{% name(args) %} … {% end %}`.
//!
//! Calls are cut out of the text before Markdown sees them, and a word that stands nowhere else in
//! the text takes their place. Code, raw HTML and comments are left alone. What other generators write is in
//! [`others`].

mod arguments;
mod foreign;
mod foreign_names;
mod jsx;
mod tag;
mod types;
mod wordpress;

use std::collections::BTreeSet;
use std::ops::Range;

use arguments::{Cursor, read_args};
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::rewritten::Rewritten;
use super::signs::Signs;
use crate::model::Data;

use tag::{Ends, Other};
pub use types::{BadCall, Call, Dialect};

/// The name of the call in whose place the table of contents stands. Nobody can write it.
pub const CONTENTS: &str = "";

/// As many wrong calls are spoken of; what comes after them is most likely wrong for the same reason.
const MOST_BAD: usize = 20;

/// A tag of another generator that means nothing here.
pub struct Foreign {
    /// What it calls; empty for an expression.
    pub name: String,
    /// Where.
    pub range: Range<usize>,
    /// Whether it is taken out, so that only what it stands around is shown; else it is left as text.
    pub is_left_out: bool,
}

/// The text with its calls cut out.
pub struct Scanned {
    /// With a marker for each call.
    pub rewritten: Rewritten,
    /// The calls, in order.
    pub calls: Vec<Call>,
    /// Calls that are wrong; they stay in the text.
    pub bad: Vec<BadCall>,
    /// What a marker begins and ends with; a number stands between.
    pub nonce: String,
    /// Tags of other generators that mean nothing here.
    pub foreign: Vec<Foreign>,
}

/// Cuts out the calls; `None` when there is nothing that looks like one.
pub fn scan(signs: &Signs, dialect: &Dialect) -> Option<Scanned> {
    if !signs.hold("{{") && !signs.hold("{%") && !foreign::may_be_in(signs, dialect.is_mdx) {
        return None;
    }
    let text = signs.text();
    let untouchable = untouchable(text, dialect.options);
    let ends = Ends::of(text);
    let has_values = text.contains("={");
    let mut out = Scanned {
        rewritten: Rewritten::default(),
        calls: Vec::new(),
        bad: Vec::new(),
        nonce: nonce(text),
        foreign: Vec::new(),
    };
    // JSX is HTML to the parser: what stands in its tags alone is ours to read.
    let code: Vec<Range<usize>> = code_ranges(text, dialect.options);
    let (mut from, mut at, mut unread) = (0, 0, 0);
    while let Some(found) = next_candidate(text, at, dialect.is_mdx, has_values).filter(|_| out.bad.len() < MOST_BAD) {
        let opener = &text[found..];
        let skipped = if opener.starts_with('<') { &code } else { &untouchable };
        if let Some(skip) = around(skipped, found) {
            at = skip.end;
            continue;
        }
        let is_call = opener.starts_with("{{") || opener.starts_with("{%");
        // A call that cannot be read may have been looked through to its end.
        let is_readable = unread < MOST_BAD || dialect.components.contains(called(text, found));
        let call = if is_call && is_readable { read_call(text, found, &untouchable) } else { Ok(None) };
        unread += usize::from(call.is_err());
        let other = match call {
            Ok(Some(call)) => Some(Other::Call(foreign::renamed(call, dialect.components))),
            // A function of another template language is called in the same way.
            Err(bad) if dialect.components.contains(called(text, found)) => {
                out.bad.push(bad);
                None
            }
            Ok(None) | Err(_) => foreign::read(text, found, &ends, dialect),
        };
        match other {
            Some(Other::Call(call)) => {
                let range = call.range.clone();
                out.rewritten.keep(&text[from..range.start], from);
                out.put_marker(text, &range);
                out.calls.push(call);
                (from, at) = (range.end, range.end);
            }
            Some(Other::Text { text: instead, range, name }) if range.start >= from => {
                out.rewritten.keep(&text[from..range.start], from);
                out.rewritten.keep("", range.start);
                out.rewritten.add(&instead);
                out.foreign.extend(name.map(|name| Foreign { name, range: range.clone(), is_left_out: true }));
                (from, at) = (range.end, range.end);
            }
            Some(Other::Text { .. }) | None => {
                if is_call && out.bad.last().is_none_or(|bad| bad.range.start != found) {
                    let range = found..found + 2;
                    out.foreign.push(Foreign { name: String::new(), range, is_left_out: false });
                }
                at = found + 1 + usize::from(is_call);
            }
        }
    }
    out.rewritten.keep(&text[from..], from);
    Some(out)
}

/// The next place where a call may begin.
fn next_candidate(text: &str, at: usize, is_mdx: bool, has_values: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    (at..bytes.len()).find(|at| {
        let next = bytes.get(at + 1);
        match bytes[*at] {
            b'{' => true,
            b'%' => next == Some(&b'%'),
            b'(' => *at > 0 && bytes[at - 1] == b']',
            b'<' => {
                let name = if next == Some(&b'/') { bytes.get(at + 2) } else { next };
                // Of HTML, tags with values as JSX has them.
                name.is_some_and(u8::is_ascii_uppercase) || has_values && next.is_some_and(u8::is_ascii_lowercase)
            }
            b'[' => next.is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'[' | b'/')),
            b'i' | b'e' => is_mdx && (*at == 0 || bytes[at - 1] == b'\n'),
            _ => false,
        }
    })
}

impl Scanned {
    /// A call alone on its lines is a block of its own, whatever stands next to it.
    fn put_marker(&mut self, text: &str, range: &Range<usize>) {
        // No more than the spaces around it is read: a line may hold any number of calls.
        let before = &text[..range.start];
        let indent = &before[before.trim_end_matches(is_space_in_line).len()..];
        let starts = before.len() == indent.len() || before[..before.len() - indent.len()].ends_with('\n');
        let after = text[range.end..].trim_start_matches(is_space_in_line);
        let alone = starts && (after.is_empty() || after.starts_with('\n'));
        self.rewritten.keep("", range.start);
        if alone && !self.rewritten.text.is_empty() {
            self.rewritten.add("\n");
            self.rewritten.add(indent);
        }
        self.rewritten.add(&format!("{0}{1}{0}", self.nonce, self.calls.len()));
        if alone {
            self.rewritten.add("\n");
        }
    }
}

fn is_space_in_line(c: char) -> bool {
    c.is_whitespace() && c != '\n'
}

/// The range that holds a place; they are in order, and none overlaps another.
fn around(ranges: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    let before = ranges.partition_point(|range| range.start <= at);
    before.checked_sub(1).map(|n| &ranges[n]).filter(|range| range.contains(&at))
}

/// Code, raw HTML and comments: nothing in them is a call.
fn untouchable(text: &str, options: Options) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for range in untouchable_ranges(text, options) {
        match ranges.last_mut().filter(|last| range.start < last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => ranges.push(range),
        }
    }
    ranges
}

/// Code: nothing in it is JSX.
fn code_ranges(text: &str, options: Options) -> Vec<Range<usize>> {
    let is_code = |event: &Event| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)));
    let events = Parser::new_ext(text, options).into_offset_iter();
    events.filter(|(event, _)| is_code(event)).map(|(_, range)| range).collect()
}

fn untouchable_ranges(text: &str, options: Options) -> impl Iterator<Item = Range<usize>> {
    Parser::new_ext(text, options)
        .into_offset_iter()
        .filter(|(event, _)| {
            matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) | Event::InlineHtml(_))
        })
        .map(|(_, range)| range)
}

/// A word that does not occur in the text: `qz0x`, or with the least number that is free. No end of it is a beginning
/// of it, so that it is found nowhere but where it was put.
fn nonce(text: &str) -> String {
    let number = |(at, _): (usize, &str)| {
        let rest = &text[at + 2..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        rest[digits..].starts_with('x').then(|| rest[..digits].parse::<usize>().ok()).flatten()
    };
    let taken: BTreeSet<usize> = text.match_indices("qz").filter_map(number).collect();
    let free = taken.iter().enumerate().find(|(n, taken)| n != *taken).map_or(taken.len(), |(n, _)| n);
    format!("qz{free}x")
}

/// The name of the call that begins at `start`, if it is one.
fn called(text: &str, start: usize) -> &str {
    let mut cursor = Cursor { text, at: start + 2 };
    cursor.eat("-");
    cursor.skip_space();
    cursor.word()
}

/// Reads the call that begins at `start`. `Ok(None)`: it is not one of ours.
fn read_call(text: &str, start: usize, untouchable: &[Range<usize>]) -> Result<Option<Call>, BadCall> {
    let is_block = text[start..].starts_with("{%");
    let mut cursor = Cursor { text, at: start + 2 };
    // `{%-` trims, in templates; here it changes nothing.
    cursor.eat("-");
    cursor.skip_space();
    let name = cursor.word().to_owned();
    cursor.skip_space();
    if name.is_empty() || !cursor.eat("(") {
        return Ok(None);
    }
    let (args, arg_spans) = read_args(&mut cursor, start)?;
    cursor.skip_space();
    cursor.eat("-");
    let close = if is_block { "%}" } else { "}}" };
    if !cursor.eat(close) {
        return Err(BadCall {
            message: format!("this call of `{name}` is not closed with `{close}`"),
            range: start..cursor.at,
            help: "write {{ name(key=\"value\") }} or {% name(key=\"value\") %} … {% end %}",
        });
    }
    let opened = cursor.at;
    let (body, end) = if is_block {
        let (body_end, end) = find_end(text, opened, untouchable).ok_or_else(|| BadCall {
            message: format!("`{{% {name}(…) %}}` has no `{{% end %}}`"),
            range: start..opened,
            help: "close it with {% end %}, or write {{ … }} for a component without a body",
        })?;
        (Some(opened..body_end), end)
    } else {
        (None, opened)
    };
    Ok(Some(Call { name, args: Data::Table(args), arg_spans, body, range: start..end }))
}

/// The `{% end %}` that belongs to an opening tag: calls may stand within calls.
fn find_end(text: &str, from: usize, untouchable: &[Range<usize>]) -> Option<(usize, usize)> {
    let mut depth = 0;
    let mut at = from;
    while let Some(found) = text[at..].find("{%").map(|n| at + n) {
        let mut cursor = Cursor { text, at: found + 2 };
        cursor.eat("-");
        cursor.skip_space();
        let word = cursor.word();
        cursor.skip_space();
        if around(untouchable, found).is_some() {
        } else if word == "end" {
            cursor.eat("-");
            if cursor.eat("%}") {
                if depth == 0 {
                    return Some((found, cursor.at));
                }
                depth -= 1;
            }
        } else if !word.is_empty() && cursor.eat("(") {
            depth += 1;
        }
        at = found + 2;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(text: &str) -> Scanned {
        let components = BTreeSet::from(["a".to_owned()]);
        scan(&Signs::of(text), &Dialect { options: Options::all(), components: &components, is_mdx: false }).unwrap()
    }

    #[test]
    fn a_call_is_cut_out_and_a_marker_takes_its_place() {
        let found = scanned("before {{ rating(value=4.5, of=\"a, b\") }} after");
        assert_eq!(found.rewritten.text, "before qz0x0qz0x after");
        assert_eq!(found.calls[0].args.get("value"), Some(&Data::Float(4.5)));
        assert_eq!(found.calls[0].args.get("of").unwrap().as_str(), Some("a, b"));
    }

    #[test]
    fn a_marker_is_short_and_new_to_the_text() {
        for (text, word) in [
            ("", "qz0x"),
            ("qz0x", "qz1x"),
            ("qz1x qz00x qz3x", "qz2x"),
            ("qzqz0x qzx qz1 x qz99999999999999999999999x", "qz1x"),
        ] {
            assert_eq!(nonce(text), word, "{text}");
        }
    }

    #[test]
    fn nothing_runs_inside_code() {
        let text = "`{{ a() }}`\n\n```\n{% b() %}x{% end %}\n```\n\n    {{ c() }}\n\n{{ d() }}";
        let found = scanned(text);
        assert_eq!(found.calls.len(), 1);
        assert_eq!(found.calls[0].name, "d");
    }

    #[test]
    fn calls_nest_and_places_lead_back() {
        let text = "{% quote(from=\"x\") %}a {% quote(from=\"y\") %}b{% end %} c{% end %} tail";
        let found = scanned(text);
        assert_eq!(found.calls.len(), 1);
        assert_eq!(found.calls[0].range.end, text.len() - " tail".len());
        let tail = found.rewritten.text.find("tail").unwrap();
        assert_eq!(&text[found.rewritten.original(tail)..], "tail");
    }

    #[test]
    fn other_languages_tags_stay_text() {
        let found = scanned("{{ page.title }} and {% include x.html %}");
        assert!(found.calls.is_empty() && found.bad.is_empty());
        let foreign: Vec<_> = found.foreign.iter().map(|one| (one.name.as_str(), one.is_left_out)).collect();
        assert_eq!(foreign, [("", false), ("include x.html", true)]);
        assert_eq!(found.rewritten.text, "{{ page.title }} and ");
    }

    #[test]
    fn a_function_of_another_template_language_stays_text() {
        for text in ["{{ getName(lang) }}", "{{ t(\"x\") | upper }}", "{{ range(1, 2) }}"] {
            let found = scanned(text);
            assert_eq!((found.calls.len(), found.bad.len(), found.foreign.len()), (0, 0, 1), "{text}");
            assert_eq!(found.rewritten.text, text);
        }
    }

    #[test]
    fn comments_of_obsidian_leave_and_names_with_spaces_are_targets() {
        for (text, written) in [
            ("a %%my note%% b", "a  b"),
            ("%%\nmy\n\nnote\n%%\nb", "\nb"),
            ("100%% and 20%% off %%", "100%% and 20%% off %%"),
            ("![a](my cup.png) [b](my file.pdf)", "![a](<my cup.png>) [b](<my file.pdf>)"),
            ("[a](my cup \"title\") [a] (my cup.png) [a](c.png) {{ x }}", ""),
            ("`%%a%% ](a b.png)` {{ x }}", ""),
        ] {
            let found = scanned(text);
            assert_eq!(found.rewritten.text, if written.is_empty() { text } else { written }, "{text}");
        }
    }

    #[test]
    fn a_wrong_call_is_said_and_kept() {
        for text in ["{{ a(b) }}", "{{ a(b=\"x }}", "{{ a(b=1) ", "{% a(b=1) %} no end", "{{ a(b=1, b=2) }}"] {
            let found = scanned(text);
            assert_eq!((found.calls.len(), found.bad.len()), (0, 1), "{text}");
            assert_eq!(found.rewritten.text, text);
        }
    }
}
