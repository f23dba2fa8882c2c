//! Components in Markdown: `{{ name(args) }}` and `{% name(args) %} … {% end %}`.
//!
//! Calls are cut out of the text before Markdown sees them, and a word that stands nowhere else in
//! the text takes their place. Code, raw HTML and comments are left alone.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::model::Data;

/// As many wrong calls are spoken of; what comes after them is most likely wrong for the same reason.
const MOST_BAD: usize = 20;

/// A call as written.
pub struct Call {
    /// The component's name.
    pub name: String,
    /// A table of arguments.
    pub args: Data,
    /// Where each argument's value stands.
    pub arg_spans: Vec<(String, Range<usize>)>,
    /// The Markdown between the tags.
    pub body: Option<Range<usize>>,
    /// The whole call.
    pub range: Range<usize>,
}

/// A call that cannot be read.
pub struct BadCall {
    /// One sentence.
    pub message: String,
    /// Where.
    pub range: Range<usize>,
    /// What to write instead.
    pub help: &'static str,
}

/// The text with its calls cut out.
pub struct Scanned {
    /// With a marker for each call.
    pub text: String,
    /// The calls, in order.
    pub calls: Vec<Call>,
    /// Calls that are wrong; they stay in the text.
    pub bad: Vec<BadCall>,
    /// What a marker begins and ends with; a number stands between.
    pub nonce: String,
    /// Where pieces of the new text stood: (new, old), ascending.
    pub pieces: Vec<(usize, usize)>,
    /// A tag of another generator's template language, left as text.
    pub foreign: Option<Range<usize>>,
}

impl Scanned {
    /// A place of the new text in the old one.
    pub fn original(&self, at: usize) -> usize {
        match self.pieces.partition_point(|(new, _)| *new <= at) {
            0 => at,
            n => {
                let (new, old) = self.pieces[n - 1];
                old + (at - new)
            }
        }
    }
}

/// Cuts out the calls; `None` when there is nothing that looks like one.
pub fn scan(text: &str, options: Options) -> Option<Scanned> {
    if !text.contains("{{") && !text.contains("{%") {
        return None;
    }
    let untouchable = untouchable(text, options);
    let mut out = Scanned {
        text: String::with_capacity(text.len()),
        calls: Vec::new(),
        bad: Vec::new(),
        nonce: nonce(text),
        pieces: Vec::new(),
        foreign: None,
    };
    let mut from = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find(['{']).map(|n| at + n).filter(|_| out.bad.len() < MOST_BAD) {
        let opener = &text[found..];
        if !opener.starts_with("{{") && !opener.starts_with("{%") {
            at = found + 1;
            continue;
        }
        if let Some(skip) = around(&untouchable, found) {
            at = skip.end;
            continue;
        }
        match read_call(text, found, &untouchable) {
            Ok(Some(call)) => {
                let range = call.range.clone();
                out.keep(text, from..range.start);
                out.put_marker(text, &range);
                out.calls.push(call);
                from = range.end;
                at = range.end;
            }
            Ok(None) => {
                out.foreign.get_or_insert(found..found + 2);
                at = found + 2;
            }
            Err(bad) => {
                out.bad.push(bad);
                at = found + 2;
            }
        }
    }
    out.keep(text, from..text.len());
    Some(out)
}

impl Scanned {
    fn keep(&mut self, text: &str, range: Range<usize>) {
        self.pieces.push((self.text.len(), range.start));
        self.text.push_str(&text[range]);
    }

    /// A call alone on its lines is a block of its own, whatever stands next to it.
    fn put_marker(&mut self, text: &str, range: &Range<usize>) {
        // No more than the spaces around it is read: a line may hold any number of calls.
        let before = &text[..range.start];
        let indent = &before[before.trim_end_matches(is_space_in_line).len()..];
        let starts = before.len() == indent.len() || before[..before.len() - indent.len()].ends_with('\n');
        let after = text[range.end..].trim_start_matches(is_space_in_line);
        let alone = starts && (after.is_empty() || after.starts_with('\n'));
        self.pieces.push((self.text.len(), range.start));
        if alone && !self.text.is_empty() {
            let indent = indent.to_owned();
            self.text.push('\n');
            self.text.push_str(&indent);
        }
        self.text.push_str(&format!("{0}{1}{0}", self.nonce, self.calls.len()));
        if alone {
            self.text.push('\n');
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

type Args = (Vec<(String, Data)>, Vec<(String, Range<usize>)>);

fn read_args(cursor: &mut Cursor, start: usize) -> Result<Args, BadCall> {
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

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn eat(&mut self, token: &str) -> bool {
        let found = self.text[self.at..].starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn skip_space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn word(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// A quoted text; a backslash keeps the next character, `\n` is a line break.
    fn quoted(&mut self, quote: char) -> Option<String> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(text: &str) -> Scanned {
        scan(text, Options::all()).unwrap()
    }

    #[test]
    fn a_call_is_cut_out_and_a_marker_takes_its_place() {
        let found = scanned("before {{ rating(value=4.5, of=\"a, b\") }} after");
        assert_eq!(found.text, "before qz0x0qz0x after");
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
        let tail = found.text.find("tail").unwrap();
        assert_eq!(&text[found.original(tail)..], "tail");
    }

    #[test]
    fn other_languages_tags_stay_text() {
        let found = scanned("{{ page.title }} and {% include x.html %}");
        assert!(found.calls.is_empty() && found.bad.is_empty());
        assert!(found.foreign.is_some());
    }

    #[test]
    fn a_wrong_call_is_said_and_kept() {
        for text in ["{{ a(b) }}", "{{ a(b=\"x }}", "{{ a(b=1) ", "{% a(b=1) %} no end", "{{ a(b=1, b=2) }}"] {
            let found = scanned(text);
            assert_eq!((found.calls.len(), found.bad.len()), (0, 1), "{text}");
            assert_eq!(found.text, text);
        }
    }
}
