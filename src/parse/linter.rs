//! The proofreader: what a reader would stumble over in a text, and what of other people's lives should not
//! stand in it. It sees Markdown's events on their way to the page, and changes none.

use std::collections::BTreeSet;
use std::ops::Range;

use linkify::{LinkFinder, LinkKind};
use pulldown_cmark::{Event, Tag, TagEnd};

use super::text::count_words;
use crate::digest::Digest;

/// Under how many words a paragraph may well stand twice: "Thank you." says nothing of a slip.
const TWICE_FROM: u32 = 4;

/// Something to look at again.
pub struct Lint {
    pub code: &'static str,
    pub message: String,
    pub help: &'static str,
    /// In the text given to the parser.
    pub range: Range<usize>,
}

/// What stays from one part of a document to the next, components included.
#[derive(Default)]
pub struct LintState {
    /// The level of the last heading; the page's title is the first.
    level: u8,
    /// The paragraphs and items so far.
    seen: BTreeSet<Digest>,
    /// All words, where somebody wants to hold a quote against them.
    pub words: Option<String>,
}

/// Reads one text.
pub struct TextLinter<'a> {
    state: &'a mut LintState,
    /// Whether the words are a customer's, who may tell more of themselves than they meant to.
    is_voice: bool,
    lints: Vec<Lint>,
    /// Where the last e-mail address stands.
    mail: Option<Range<usize>>,
    block: Block,
    /// Where the picture that is open stands, and whether it has been described.
    image: Option<(Range<usize>, bool)>,
    in_code: bool,
    /// Open paragraphs and items: only their texts may stand twice.
    depth: usize,
}

/// The text of a block as a reader sees it, and where its pieces stand.
#[derive(Default)]
struct Block {
    text: String,
    /// Where each piece begins in the text, and where it stands in the source, ascending: entities and quotes may be
    /// longer or shorter there.
    pieces: Vec<(usize, Range<usize>)>,
    digits: usize,
    has_at: bool,
}

impl Block {
    fn push(&mut self, text: &str, source: Range<usize>) {
        self.pieces.push((self.text.len(), source));
        self.text.push_str(text);
        self.digits += text.bytes().filter(u8::is_ascii_digit).count();
        self.has_at |= text.contains('@');
    }

    fn clear(&mut self) {
        self.text.clear();
        self.pieces.clear();
        (self.digits, self.has_at) = (0, false);
    }

    fn source(&self, range: Range<usize>) -> Range<usize> {
        let piece =
            |at: usize| self.pieces.partition_point(|(new, _)| *new <= at).checked_sub(1).map(|n| &self.pieces[n]);
        let original = |at: usize| piece(at).map_or(at, |(new, source)| (source.start + (at - new)).min(source.end));
        let (start, last) = (original(range.start), range.end.saturating_sub(1));
        let most = piece(last).map_or(start, |(_, source)| source.end);
        start..(original(last) + 1).min(most).max(start)
    }
}

impl<'a> TextLinter<'a> {
    pub fn new(state: &'a mut LintState, is_voice: bool) -> Self {
        let (lints, block) = (Vec::new(), Block::default());
        Self { state, is_voice, lints, mail: None, block, image: None, in_code: false, depth: 0 }
    }

    pub fn see(&mut self, event: &Event, range: &Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if !self.in_code => {
                if let Some((_, described)) = &mut self.image {
                    *described |= !text.trim().is_empty();
                } else {
                    self.block.push(text, range.clone());
                }
            }
            Event::Code(code) => self.block.push(code, range.start + 1..range.end),
            Event::SoftBreak | Event::HardBreak => self.block.push(" ", range.clone()),
            _ => {}
        }
    }

    /// What was found.
    pub fn finish(mut self) -> Vec<Lint> {
        self.flush();
        self.lints
    }

    fn start(&mut self, tag: &Tag, range: &Range<usize>) {
        match tag {
            Tag::Image { .. } => self.image = Some((range.clone(), false)),
            Tag::Link { dest_url, .. } => {
                if self.is_voice && dest_url.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:")) {
                    self.mail(range.clone());
                }
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
            _ => {
                self.flush();
                match tag {
                    Tag::Heading { level, .. } => self.heading(*level as u8, range),
                    Tag::CodeBlock(_) => self.in_code = true,
                    Tag::Paragraph | Tag::Item => self.depth += 1,
                    _ => {}
                }
            }
        }
    }

    fn end(&mut self, tag: &TagEnd) {
        match tag {
            TagEnd::Image => {
                if let Some((range, false)) = self.image.take() {
                    self.lint("W0207", "this picture has no alternative text".to_owned(), ALT, range);
                }
            }
            TagEnd::Link | TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {}
            TagEnd::Superscript | TagEnd::Subscript => {}
            _ => {
                self.flush();
                match tag {
                    TagEnd::CodeBlock => self.in_code = false,
                    TagEnd::Paragraph | TagEnd::Item => self.depth = self.depth.saturating_sub(1),
                    _ => {}
                }
            }
        }
    }

    fn heading(&mut self, level: u8, range: &Range<usize>) {
        let above = self.state.level.max(1);
        if level > above + 1 {
            let message = format!("this heading of level {level} follows one of level {above}");
            self.lint(
                "W0208",
                message,
                "leave out no level: who listens to a page finds its parts by them",
                range.clone(),
            );
        }
        self.state.level = level;
    }

    fn flush(&mut self) {
        if self.block.text.is_empty() {
            return;
        }
        let mut block = std::mem::take(&mut self.block);
        if let Some(words) = &mut self.state.words {
            words.push_str(&block.text);
            words.push('\n');
        }
        self.twice(&block);
        if self.is_voice && block.has_at {
            let mut finder = LinkFinder::new();
            finder.kinds(&[LinkKind::Email]);
            let found: Vec<_> = finder.links(&block.text).map(|link| link.start()..link.end()).collect();
            for range in found {
                self.mail(block.source(range));
            }
        }
        if block.digits >= 8 {
            self.numbers(&block);
        }
        block.clear();
        self.block = block;
    }

    fn mail(&mut self, range: Range<usize>) {
        // An address in angle brackets is a link and a text.
        if self.mail.as_ref().is_some_and(|last| last.end >= range.end && last.start <= range.start) {
            return;
        }
        self.mail = Some(range.clone());
        let message = "an e-mail address stands in a customer's words".to_owned();
        self.lint("W0210", message, "take it out, and say `redacted` under `edits`", range);
    }

    fn twice(&mut self, block: &Block) {
        if self.depth == 0 {
            return;
        }
        let is_new = self.state.seen.insert(Digest::of_bytes(block.text.as_bytes()));
        if !is_new && count_words(&block.text) >= TWICE_FROM {
            let range = block.source(0..block.text.len());
            self.lint("W0209", "this stands here for the second time".to_owned(), "take one of them out", range);
        }
    }

    fn numbers(&mut self, block: &Block) {
        for range in runs(&block.text) {
            let run = &block.text[range.clone()];
            if is_card(run) {
                let message = "this looks like the number of a bank card".to_owned();
                self.lint("W0212", message, "take it out: it is worth money to whoever reads it", block.source(range));
            } else if self.is_voice && is_phone(run) {
                let message = "a telephone number stands in a customer's words".to_owned();
                self.lint("W0211", message, "take it out, and say `redacted` under `edits`", block.source(range));
            }
        }
    }

    fn lint(&mut self, code: &'static str, message: String, help: &'static str, range: Range<usize>) {
        self.lints.push(Lint { code, message, help, range });
    }
}

const ALT: &str = "say in the brackets what it shows, for whoever does not see it: ![a cup on a counter](cup.jpg)";

/// Stretches of digits and of what people put between them.
fn runs(text: &str) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        open = match (open, c) {
            (Some((from, _)), '0'..='9') => Some((from, end)),
            (None, '0'..='9' | '+' | '(') => Some((at, end)),
            (Some((from, last)), ' ' | '\u{a0}' | '\u{202f}' | '-' | '.' | '/' | '(' | ')') if end - last <= 4 => {
                Some((from, last))
            }
            (Some((_, _)), '+') => Some((at, end)),
            (Some((from, last)), _) => {
                runs.push(from..last);
                None
            }
            (None, _) => None,
        };
        // A letter before makes it the number of an order or a seat.
        if let Some((from, _)) = open
            && text[..from].ends_with(char::is_alphanumeric)
            && from == at
        {
            open = None;
        }
    }
    runs.extend(open.map(|(from, last)| from..last));
    runs.retain(|range| text[range.clone()].bytes().filter(u8::is_ascii_digit).count() >= 8);
    runs
}

/// The groups of digits of a run.
fn groups(run: &str) -> Vec<&str> {
    run.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect()
}

/// Whether a run is the number of a bank card: its length, its first digit, and its check digit (ISO/IEC 7812-1,
/// annex B: the formula of Luhn).
fn is_card(run: &str) -> bool {
    if !run.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '\u{a0}')) {
        return false;
    }
    let digits: Vec<u32> = run.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(n, digit)| match n % 2 {
            0 => *digit,
            _ => digit * 2 / 10 + digit * 2 % 10,
        })
        .sum();
    (13..=19).contains(&digits.len()) && (2..=6).contains(&digits[0]) && sum.is_multiple_of(10)
}

/// Whether a run is a telephone number: international (ITU-T E.164: at most 15 digits), or of 9 to 11 digits in
/// groups as people write them.
fn is_phone(run: &str) -> bool {
    let groups = groups(run);
    let digits: usize = groups.iter().map(|group| group.len()).sum();
    if run.starts_with('+') || run.starts_with("00") {
        return (8..=15).contains(&digits);
    }
    let is_year = groups.first().is_some_and(|group| group.len() == 4 && matches!(&group[..2], "19" | "20"));
    let is_day = groups.iter().skip(1).any(|group| group.len() == 4 && matches!(&group[..2], "19" | "20"))
        && groups.first().is_some_and(|group| group.len() <= 2);
    let is_host = groups.len() == 4 && run.matches('.').count() == 3;
    let is_national = run.trim_start_matches('(').starts_with('0');
    (9..=11).contains(&digits)
        && !(is_year || is_day || is_host)
        && (is_national || (groups.len() >= 3 && groups.iter().all(|group| (2..=4).contains(&group.len()))))
}

/// Whether a quote stands in a text, word for word; `…`, `...` and what stands in square brackets leave
/// words out.
pub fn is_quoted_from(quote: &str, text: &str) -> bool {
    let text = plain_words(text);
    let mut from = 0;
    pieces(quote).iter().map(|piece| plain_words(piece)).filter(|piece| piece.len() > 1).all(|piece| {
        let found = text[from..].find(&piece);
        // The space at a piece's end begins the next one.
        found.is_some_and(|at| {
            from += at + piece.len() - 1;
            true
        })
    })
}

fn pieces(quote: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut rest = quote.replace("...", "…");
    while let Some(at) = rest.find(['…', '[']) {
        let after = if rest[at..].starts_with('[') {
            rest[at..].find(']').map_or(rest.len(), |end| at + end + 1)
        } else {
            at + '…'.len_utf8()
        };
        if let Some(last) = out.last_mut() {
            last.push_str(&rest[..at]);
        }
        out.push(String::new());
        rest = rest[after..].to_owned();
    }
    if let Some(last) = out.last_mut() {
        last.push_str(&rest);
    }
    out
}

/// The words alone, each between spaces: quotes, dashes and capitals are a matter of typography.
fn plain_words(text: &str) -> String {
    let mut out = String::from(" ");
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !matches!(c, '\'' | '’' | '*' | '_' | '`') && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phones(text: &str) -> Vec<&str> {
        runs(text).into_iter().map(|range| &text[range]).filter(|run| is_phone(run)).collect()
    }

    #[test]
    fn telephone_numbers_are_known_by_how_people_write_them() {
        for number in [
            "+34 612 345 678",
            "0034 612345678",
            "612 34 56 78",
            "(020) 7946 0958",
            "555-123-4567",
            "01 23 45 67 89",
            "+1 (555) 010-9999",
        ] {
            assert_eq!(phones(&format!("Call {number}, they said.")), [number], "{number}");
        }
    }

    #[test]
    fn dates_amounts_orders_and_hosts_are_no_telephone_numbers() {
        for text in [
            "on 2026-03-14 12",
            "14.03.2026 12",
            "order 1234567890",
            "1234 5678 9012 by post",
            "192.168.10.100",
            "B612 345 678",
            "€ 1 234 567",
            "2025-2026",
            "10 000 000",
        ] {
            assert!(phones(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_card_is_known_by_its_check_digit() {
        assert!(is_card("4111 1111 1111 1111") && is_card("5500-0000-0000-0004") && is_card("340000000000009"));
        assert!(!is_card("4111 1111 1111 1112") && !is_card("1234 5678 9012 3452"));
    }

    #[test]
    fn a_quote_may_leave_words_out_and_say_so_but_not_put_any_in() {
        let text = "They said “never mind”, and I didn’t. The cup was *warm*;\nso was the man.";
        for quote in [
            "They said 'never mind'",
            "The cup was warm; so was the man",
            "They said … the man",
            "I didn't. [...] warm",
            "[The cup] was warm",
        ] {
            assert!(is_quoted_from(quote, text), "{quote}");
        }
        for quote in ["They said never, mind you", "the man … They said", "very warm", "warm; so was the mango"] {
            assert!(!is_quoted_from(quote, text), "{quote}");
        }
    }
}
