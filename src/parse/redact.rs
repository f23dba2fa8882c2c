//! The names that a file must not show, taken out of everything that is read from it, so that nothing later can
//! publish them by mistake.
//!
//! A whole name is replaced wherever it stands. What remains of it, a part alone or an address that holds it, is
//! said with its place: only the site's author knows what to write there, or that the word may stand.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd};

use crate::diag::{Diagnostic, Span};
use crate::model::{Consent, ConsentScope, ConsentStatus, Data, Fields, Kind, Node, OneOrMany, OwnNames, Value};
use crate::names::{Finder, Folded, HiddenName, Shown, people};
use crate::path::SourcePath;
use crate::text::slug;

/// Stands for a name where there is no pseudonym: the usual mark of something left out.
const OMITTED: &str = "[…]";

/// Fields that say themselves whose name is not to be shown, that hold one of a few words, or that are not published
/// where a name is hidden.
const UNPUBLISHED: &[&str] = &[
    "author",
    "authors",
    "consent",
    "draft",
    "experience",
    "held_back",
    "kind",
    "lang",
    "links",
    "perspective",
    "pseudonym",
    "sort_by",
    "template",
    "url",
];

/// What the language versions of a file hide together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct NamesTogether {
    /// The names of the speakers of all versions.
    pub names: Vec<HiddenName>,
    /// The names of the ambassadors whom the versions call their speakers.
    pub profiles: Vec<HiddenName>,
    /// The pseudonym of the first of these ambassadors whose profile has one.
    pub profile_pseudonym: Option<String>,
    /// The pseudonym of the first version that has one.
    pub pseudonym: Option<String>,
    /// Whether a consent of one of them does not cover the name.
    pub is_withheld: bool,
}

/// What a file's surroundings say about the names in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct NamesAround {
    /// The authors that cascades give.
    pub authors: Vec<String>,
    /// The pseudonym that cascades give.
    pub pseudonym: Option<String>,
    /// Whether a consent that cascades give does not cover the name.
    pub is_withheld: bool,
    /// What the language versions of the file hide together.
    pub shared: NamesTogether,
    /// The words that the site's author lets stand in this file.
    pub allowed: Vec<String>,
}

impl NamesAround {
    /// The name to publish in place of those that a file holds.
    pub fn pseudonym_for<'a>(&'a self, own: &'a OwnNames) -> Option<&'a str> {
        own.pseudonym.as_deref().or(self.shared.pseudonym.as_deref())
    }

    /// Whether a name is to be hidden: whoever lets all of it stand lets the name stand.
    fn hides(&self, name: &HiddenName) -> bool {
        !self.allowed.iter().any(|words| name.is_all_in(words))
    }
}

/// The names to take out, and what stands in their place.
#[derive(Clone, Debug)]
pub struct Redaction {
    names: Finder,
    pseudonym: Option<String>,
    hides_author: bool,
}

/// Where something of a name remains.
#[derive(Clone, Debug, PartialEq)]
pub struct Remnant {
    /// As it is written.
    pub written: String,
    /// Its bytes: in the text that was searched, or in the file once it is known.
    pub range: Range<usize>,
    /// Whether it stands in a URL, an e-mail address or a file name.
    pub in_locator: bool,
}

impl Redaction {
    /// What a file and its surroundings ask for; `None` if nobody's name is to be kept out of it.
    pub fn of(kind: Kind, own: &OwnNames, has_consent: bool, around: &NamesAround) -> Option<Self> {
        let pseudonym = around.pseudonym_for(own).map(one_line);
        let is_withheld = own.is_withheld || (speaks(kind) && !has_consent && around.shared.is_withheld);
        let hides_author = pseudonym.is_some() || is_withheld;
        let written: &[String] = if hides_author { &own.written } else { &[] };
        let shown = pseudonym.as_deref().map(slug);
        let written = written.iter().filter(|name| shown.as_deref() != Some(&slug(name)));
        let together = &around.shared;
        let names = written.flat_map(|name| people(name)).chain(together.names.iter().cloned());
        let names = names.chain(together.profiles.iter().cloned());
        let mut names: Vec<HiddenName> = names.filter(|name| around.hides(name)).collect();
        // Where only the ambassador's profile hides a name, it says what to write instead.
        let of_profile = together.profile_pseudonym.as_deref().filter(|_| !hides_author).map(one_line);
        let pseudonym = pseudonym.or(of_profile);
        for name in &mut names {
            name.allow(pseudonym.as_deref().unwrap_or_default());
            around.allowed.iter().for_each(|word| name.allow(word));
        }
        names.sort();
        names.dedup();
        (!names.is_empty()).then(|| Self { names: Finder::new(names), pseudonym, hides_author })
    }

    /// The names that it takes out.
    pub fn names(&self) -> &[HiddenName] {
        self.names.names()
    }

    /// Whether the file's `author` is not to be published; else an ambassador's profile says under which name it is.
    pub fn hides_author(&self) -> bool {
        self.hides_author
    }

    /// The authors of a file whose names only an ambassador's profile hides, as the profile writes them: so the index
    /// finds it, and shows what it says instead.
    pub fn authors(&self, written: OneOrMany) -> OneOrMany {
        let of_profile = |author: &String| {
            let people = people(author);
            self.names().iter().find(|name| people.iter().any(|one| name.is_same(one))).map(|name| name.written.clone())
        };
        let plain = |author: &String| Some(self.plain(author).into_owned()).filter(|plain| !plain.contains(OMITTED));
        OneOrMany(written.0.iter().filter_map(|author| of_profile(author).or_else(|| plain(author))).collect())
    }

    /// A plain text without the names. In addresses, which would lead nowhere, they stay, and are remnants.
    pub fn plain<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.replaced(text, &Folded::new(text), |shown| !shown.in_locator)
    }

    /// The last part of an address without the names.
    pub fn address(&self, slug: &str) -> String {
        self.replaced(slug, &Folded::of_slug(slug), |_| true).into_owned()
    }

    /// Whether a text shows anything of the names.
    pub fn shows(&self, text: &str) -> bool {
        !self.names.find(&Folded::new(text)).is_empty()
    }

    /// A single word, `note`, or that instead of one that is of a name.
    pub fn word(&self, word: &str) -> String {
        if self.names.find(&Folded::new(word)).is_empty() && self.names.find(&Folded::of_slug(word)).is_empty() {
            word.to_owned()
        } else {
            "note".to_owned()
        }
    }

    fn replaced<'a>(&self, text: &'a str, folded: &Folded, may: impl Fn(&Shown) -> bool) -> Cow<'a, str> {
        let mut shown = self.names.find(folded);
        shown.retain(|one| one.is_whole && may(one));
        if shown.is_empty() {
            return Cow::Borrowed(text);
        }
        let edits: Vec<_> = shown.iter().map(|one| (one.source.clone(), self.stand_in(one))).collect();
        Cow::Owned(edited(text, &edits))
    }

    fn stand_in(&self, shown: &Shown) -> Cow<'_, str> {
        match (&self.pseudonym, shown.is_slug) {
            (Some(name), false) => Cow::Borrowed(name),
            (Some(name), true) => Cow::Owned(slug(name)),
            (None, false) => Cow::Borrowed(OMITTED),
            (None, true) => Cow::Borrowed("unnamed"),
        }
    }

    /// The same data without the names.
    pub fn data(&self, data: &Data) -> Data {
        match data {
            Data::String(text) => Data::String(self.plain(text).into_owned()),
            Data::Array(all) => Data::Array(all.iter().map(|one| self.data(one)).collect()),
            Data::Table(all) => Data::Table(all.iter().map(|(key, one)| (key.clone(), self.data(one))).collect()),
            other => other.clone(),
        }
    }

    /// What of the names a text shows, after they were taken out. Places are in the text.
    pub fn remnants(&self, text: &str) -> Vec<Remnant> {
        let shown = self.names.find(&Folded::new(text));
        // The pseudonym may be a name that somebody else has.
        let pseudonym = self.pseudonym.as_deref().map(slug).unwrap_or_default();
        let remnant = |one: Shown| {
            let written = text[one.source.clone()].to_owned();
            Remnant { written, range: one.source, in_locator: one.in_locator }
        };
        shown.into_iter().map(remnant).filter(|one| slug(&one.written) != pseudonym).collect()
    }

    /// What of the names the texts of front matter show. Places are those of the values in the file.
    pub fn remnants_of_fields(&self, table: &Node) -> Vec<Remnant> {
        let mut remnants = Vec::new();
        for (key, node) in table.entries() {
            let field = super::other_names::canonical(&key.name, node);
            let field = super::other_names::folded(&field);
            if UNPUBLISHED.contains(&field.as_str()) {
                continue;
            }
            // What a field is called is nobody's name.
            if !super::field_names::is_name(&field) {
                self.remnants_of_key(&key.name, &key.range, &mut remnants);
            }
            match field.as_str() {
                // Its `url` may be the speaker's profile, and is not published either.
                "source" => {
                    let rest = node.entries().iter().filter(|(key, _)| key.name != "url");
                    rest.for_each(|(_, node)| self.remnants_of_node(node, &mut remnants));
                }
                _ => self.remnants_of_node(node, &mut remnants),
            }
        }
        remnants
    }

    fn remnants_of_key(&self, name: &str, range: &Range<usize>, remnants: &mut Vec<Remnant>) {
        let here = self.remnants(name).into_iter();
        remnants.extend(here.map(|one| Remnant { range: range.clone(), ..one }));
    }

    fn remnants_of_node(&self, node: &Node, remnants: &mut Vec<Remnant>) {
        match &node.value {
            Value::String(text) => self.remnants_of_key(text, &node.range, remnants),
            Value::Array(all) => all.iter().for_each(|node| self.remnants_of_node(node, remnants)),
            Value::Table(all) => {
                for (key, node) in all {
                    self.remnants_of_key(&key.name, &key.range, remnants);
                    self.remnants_of_node(node, remnants);
                }
            }
            _ => {}
        }
    }

    /// Takes the names out of what Markdown's events show, and says what of them remains. Places of remnants are
    /// those of the events. `true` if anything was taken out.
    pub fn events<'a>(&self, events: &mut Vec<(Event<'a>, Range<usize>)>) -> (Vec<Remnant>, bool) {
        let mut remnants = Vec::new();
        let mut is_changed = false;
        let mut block = Block::default();
        for at in 0..events.len() {
            let (event, range) = &mut events[at];
            let range = range.clone();
            match event {
                Event::Text(text) | Event::Code(text) => block.add(at, text),
                // A formula cannot be read in pieces.
                Event::InlineMath(text) | Event::DisplayMath(text) | Event::Html(text) | Event::InlineHtml(text) => {
                    is_changed |= matches!(self.plain(text), Cow::Owned(_));
                    self.attribute(text, &range, &mut remnants);
                }
                Event::SoftBreak | Event::HardBreak => block.text.push(' '),
                Event::Start(Tag::Link { dest_url, title, .. } | Tag::Image { dest_url, title, .. }) => {
                    self.attribute(title, &range, &mut remnants);
                    self.locator(dest_url, &range, &mut remnants);
                }
                Event::Start(Tag::Heading { .. }) => {
                    is_changed |= self.block(&mut block, events, &mut remnants);
                    let Some((Event::Start(Tag::Heading { id, .. }), _)) = events.get_mut(at) else { continue };
                    if let Some(text) = id {
                        self.attribute(text, &range, &mut remnants);
                    }
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    self.locator(info, &range, &mut remnants);
                    is_changed |= self.block(&mut block, events, &mut remnants);
                }
                Event::FootnoteReference(_) => {}
                Event::Start(tag) if is_inline(&tag.to_end()) => {}
                Event::End(tag) if is_inline(tag) => {}
                _ => is_changed |= self.block(&mut block, events, &mut remnants),
            }
        }
        is_changed |= self.block(&mut block, events, &mut remnants);
        (remnants, is_changed)
    }

    fn attribute(&self, text: &mut CowStr, range: &Range<usize>, remnants: &mut Vec<Remnant>) {
        if let Cow::Owned(plain) = self.plain(text) {
            *text = plain.into();
        }
        self.locator(text, range, remnants);
    }

    fn locator(&self, text: &str, range: &Range<usize>, remnants: &mut Vec<Remnant>) {
        let here = self.remnants(text).into_iter();
        remnants.extend(here.map(|one| Remnant { range: range.clone(), ..one }));
    }

    /// Takes the names out of the text of one block.
    fn block(&self, block: &mut Block, events: &mut [(Event, Range<usize>)], remnants: &mut Vec<Remnant>) -> bool {
        let Block { text, pieces } = std::mem::take(block);
        let shown = self.names.find(&Folded::new(&text));
        // What each piece loses: its bytes, and what stands there instead.
        let mut edits: BTreeMap<usize, Vec<Edit>> = BTreeMap::new();
        for one in &shown {
            let begin = pieces.partition_point(|piece| piece.at + piece.length <= one.source.start);
            let touched = || pieces[begin..].iter().take_while(|piece| piece.at < one.source.end);
            if one.is_whole && !one.in_locator {
                for (n, piece) in touched().enumerate() {
                    let from = one.source.start.saturating_sub(piece.at);
                    let to = (one.source.end - piece.at).min(piece.length);
                    let stand_in = if n == 0 { self.stand_in(one) } else { Cow::Borrowed("") };
                    edits.entry(piece.event).or_default().push((from..to, stand_in));
                }
            } else if let Some(first) = touched().next() {
                let written = text[one.source.clone()].to_owned();
                let range = first.source(&events[first.event].1, &one.source);
                remnants.push(Remnant { written, range, in_locator: one.in_locator });
            }
        }
        let is_changed = !edits.is_empty();
        for (event, edits) in edits {
            let (Event::Text(written) | Event::Code(written)) = &mut events[event].0 else { continue };
            *written = edited(written, &edits).into();
        }
        is_changed
    }
}

/// Some bytes of a text, and what stands there instead.
type Edit<'a> = (Range<usize>, Cow<'a, str>);

/// A text with some of its bytes exchanged; they come in order.
fn edited(text: &str, edits: &[Edit]) -> String {
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for (range, stand_in) in edits {
        out.push_str(&text[at..range.start]);
        out.push_str(stand_in);
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}

/// The text of a paragraph, a heading or a cell, and the events that it is made of.
#[derive(Default)]
struct Block {
    text: String,
    pieces: Vec<Piece>,
}

/// The text of an event within its block.
struct Piece {
    event: usize,
    at: usize,
    length: usize,
}

impl Block {
    fn add(&mut self, event: usize, text: &str) {
        self.pieces.push(Piece { event, at: self.text.len(), length: text.len() });
        self.text.push_str(text);
    }
}

impl Piece {
    /// Where a part of the block stands in the source, if the event is written there as it reads.
    fn source(&self, event: &Range<usize>, shown: &Range<usize>) -> Range<usize> {
        if event.len() == self.length {
            let start = event.start + shown.start.saturating_sub(self.at);
            start..(event.start + (shown.end - self.at)).min(event.end).max(start)
        } else {
            event.clone()
        }
    }
}

fn is_inline(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// Whether files of a kind are somebody's, who may agree to be named or not.
fn speaks(kind: Kind) -> bool {
    kind.is_voice() || kind == Kind::Ambassador
}

/// What the fields of a file say about its names.
pub fn own_names(path: &SourcePath, kind: Kind, fields: &Fields, around: &NamesAround) -> OwnNames {
    let authors = || fields.author.iter().flat_map(|authors| authors.0.iter().cloned()).collect::<Vec<String>>();
    let written = match kind {
        Kind::Story | Kind::Testimonial => {
            Some(authors()).filter(|own| !own.is_empty()).unwrap_or(around.authors.clone())
        }
        // Without a name, the file's stands for it.
        Kind::Ambassador if fields.name.is_none() && fields.title.is_none() => vec![name_of(path)],
        Kind::Ambassador => fields.name.iter().chain(&fields.title).cloned().collect(),
        // Their authors are named unless they have a pseudonym.
        _ => authors(),
    };
    let is_refused =
        |consent: &Consent| matches!(consent.status, Some(ConsentStatus::Refused | ConsentStatus::Withdrawn));
    let consents = match &fields.consent {
        // Who leaves is not named any more by the stories that stay.
        Some(consent) if kind == Kind::Ambassador && is_refused(consent) => false,
        Some(_) => fields.consents_to(ConsentScope::Name),
        None => !around.is_withheld,
    };
    let pseudonym = fields.pseudonym.clone().or_else(|| around.pseudonym.clone());
    OwnNames { written, pseudonym, is_withheld: speaks(kind) && !consents }
}

/// What a file, or the folder of an `index.md`, is called.
fn name_of(path: &SourcePath) -> String {
    let stem = path.file_name().split('.').next().unwrap_or_default();
    let folder = || path.folder().rsplit('/').next().unwrap_or_default();
    let name = if stem == "index" { folder() } else { stem };
    name.replace(['-', '_'], " ")
}

/// A name is one line, whatever was written.
fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is said of remnants. It does not matter for what is not published.
pub const REMNANT: &str = "E0126";

/// As many remnants are spoken of; whoever mends these finds the others.
const MOST_REMNANTS: usize = 20;

/// Says what remains of a name that is not to be published.
pub fn report(path: &SourcePath, mut remnants: Vec<Remnant>) -> impl Iterator<Item = Diagnostic> {
    remnants.sort_by_key(|one| one.range.start);
    remnants.into_iter().take(MOST_REMNANTS).map(move |Remnant { written, range, in_locator }| {
        let message = if in_locator {
            format!("this address shows `{written}`, which belongs to a name that is not to be published")
        } else {
            format!("`{written}` belongs to a name that is not to be published")
        };
        let help = if in_locator {
            "leave the address out, or let the word stand in this file: `[[names.allow]]` in anecdote.toml"
        } else {
            "write it in other words, or let the word stand in this file: `[[names.allow]]` in anecdote.toml"
        };
        Diagnostic::error(REMNANT, message).at(Span::at(path, range)).help(help)
    })
}

#[cfg(test)]
mod tests;
