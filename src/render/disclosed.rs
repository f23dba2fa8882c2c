//! Holds a drawn page to its promise: wherever it shows somebody's words, it says before them how they are
//! connected to the brand (16 CFR 255.5). A theme that leaves it out fails the build.

use std::ops::Range;

use crate::diag::{Diagnostic, Span};
use crate::model::{Disclosure, DisclosureKind};
use crate::plan::view::Card;
use crate::plan::{Argument, Filled, Output, Page, View};
use crate::theme::Theme;

/// The shortest piece of a text that is looked for, in characters.
const SHORTEST: usize = 8;

/// Somebody's words on a page.
struct Shown<'a> {
    card: &'a Card,
    at: usize,
}

/// What is missing on a page, if anything is. `content` is the part of `html` that an author wrote.
pub fn check(
    page: &Page,
    html: &[u8],
    content: &str,
    view: &View,
    filled: Option<&Filled>,
    theme: &Theme,
) -> Option<Diagnostic> {
    let (own, cards) = view.voices();
    let quoted: Vec<&Card> = filled.map(quoted).unwrap_or_default();
    if !own.iter().chain(&cards).chain(&quoted).any(|card| material(card).is_some()) {
        return None;
    }
    // Line breaks of the source are spaces to a reader.
    let html: String = String::from_utf8_lossy(html).replace('\n', " ");
    let body = html.find("<body").unwrap_or(0);
    let authored = range_of(&html, &content.replace('\n', " "));
    let lang = view.lang();
    let missing = |card: &Card, range: Range<usize>| {
        let label = label(material(card)?, lang, theme);
        let says = pieces(&label).first().is_none_or(|piece| html[range].contains(piece));
        (!says).then(|| problem(page, card, &label, theme))
    };
    if let Some(own) = own {
        let first = occurrences(&html, body, own).into_iter().min();
        let first = authored.as_ref().map(|range| range.start).into_iter().chain(first).min();
        if let Some(found) = first.and_then(|at| missing(own, body..at)) {
            return Some(found);
        }
    }
    let inside = |at: &usize| authored.as_ref().is_some_and(|range| range.contains(at));
    let lists = first_missing(&html, body, &cards, &|at| !inside(at), &missing);
    lists.or_else(|| {
        let from = authored.as_ref().map_or(body, |range| range.start);
        first_missing(&html, from, &quoted, &inside, &missing)
    })
}

/// The first of some cards whose words stand on the page without what must stand before them: since
/// the words of the card before, so that one card's badge does not speak for the next.
fn first_missing(
    html: &str,
    from: usize,
    cards: &[&Card],
    counts: &dyn Fn(&usize) -> bool,
    missing: &dyn Fn(&Card, Range<usize>) -> Option<Diagnostic>,
) -> Option<Diagnostic> {
    let mut shown: Vec<Shown> = Vec::new();
    for card in cards {
        let places = occurrences(html, from, card).into_iter().filter(counts);
        shown.extend(places.map(|at| Shown { card, at }));
    }
    shown.sort_by_key(|shown| shown.at);
    let mut start = from;
    for (n, Shown { card, at }) in shown.iter().enumerate() {
        if let Some(found) = missing(card, start..*at) {
            return Some(found);
        }
        if shown.get(n + 1).is_some_and(|next| next.card.permalink != card.permalink) {
            start = *at;
        }
    }
    None
}

fn quoted(filled: &Filled) -> Vec<&Card> {
    let values = filled.components.iter().flatten().flat_map(|args| args.values());
    let cards = values.filter_map(|value| match value {
        Argument::Card(card) => Some(&**card),
        Argument::Plain(_) => None,
    });
    cards.filter(|card: &&Card| card.experience.is_some()).collect()
}

fn range_of(html: &str, content: &str) -> Option<Range<usize>> {
    let content = content.trim();
    let start = html.find(content).filter(|_| !content.is_empty())?;
    Some(start..start + content.len())
}

/// The connection that readers must know of.
fn material(card: &Card) -> Option<&Disclosure> {
    card.disclosure.as_ref().filter(|disclosure| disclosure.kind != DisclosureKind::None)
}

fn label(disclosure: &Disclosure, lang: &str, theme: &Theme) -> String {
    let word = || theme.strings.word(lang, &format!("disclosure.{}", disclosure.kind.word()), None);
    disclosure.text.clone().or_else(|| word().map(str::to_owned)).unwrap_or_default()
}

/// Where a card's words stand, from a place on.
fn occurrences(html: &str, from: usize, card: &Card) -> Vec<usize> {
    let texts = [Some(&card.excerpt), card.quote.as_ref(), card.description.as_ref()];
    let mut found: Vec<usize> = Vec::new();
    for text in texts.into_iter().flatten() {
        // What stands in the headline as well says nothing of where the words are.
        let above = [Some(&card.title), card.experience_of.as_ref(), card.condition.as_ref()];
        for piece in pieces(text).into_iter().filter(|piece| !above.iter().flatten().any(|text| text.contains(piece))) {
            found.extend(html[from..].match_indices(piece).map(|(at, _)| from + at));
        }
    }
    found
}

/// The pieces of the beginning of a text that look the same in HTML, the longest first.
fn pieces(text: &str) -> Vec<&str> {
    let end = text.char_indices().nth(160).map_or(text.len(), |(at, _)| at);
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | ',' | '.' | ';' | ':' | '(' | ')' | '-');
    let mut pieces: Vec<&str> = text[..end].split(|c| !is_plain(c)).map(str::trim).collect();
    pieces.sort_by_key(|piece| std::cmp::Reverse(piece.len()));
    pieces.retain(|piece| piece.chars().count() >= SHORTEST);
    pieces.truncate(2);
    pieces
}

fn problem(page: &Page, card: &Card, label: &str, theme: &Theme) -> Diagnostic {
    let message = format!("/{} shows the words of “{}” without saying before them: {label}", page.out, card.title);
    let found = Diagnostic::error("E0702", message)
        .help("show `page.disclosure` by the byline, before the words: its `text`, or t(key=\"disclosure.KIND\")");
    let Output::Template { template, .. } = &page.output else { return found };
    match theme.sources.get(&**template) {
        Some(source) => found.at(Span::file(source)),
        None => found.note(super::drawn(page, template)),
    }
}
