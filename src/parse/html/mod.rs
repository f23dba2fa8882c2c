//! HTML in the texts of customers, read as if it had been written in Markdown: what Markdown has a sign for becomes
//! that, a few more elements stay without their attributes, and of all others the text stays. So whatever looks at
//! Markdown's events sees these words as well, and nothing that a stranger wrote reaches a page as HTML.

mod elements;
mod open;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Span, StartTag, Token, Tokenizer};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::text::count_words;
pub use elements::is_plain;
use elements::{ARRANGING, Content, ON_OWN_LINE, PLAIN_INLINE, TABLE, TABLE_END, WITHOUT_WORDS, plain_block, sign};

/// An element that is not on the page.
#[derive(Debug, PartialEq)]
pub struct ExclusionReason {
    /// As it is written.
    pub name: String,
    /// Its tag in the text given to the parser.
    pub range: Range<usize>,
    /// How many words went with it; `None` where its text stays.
    pub words: Option<u32>,
}

type Events<'a> = Vec<(Event<'a>, Range<usize>)>;

/// Reads the HTML among Markdown's events, and says what of it is left out.
pub fn as_markdown(events: Events) -> (Events, Vec<ExclusionReason>) {
    let mut reader = Reader { out: Vec::with_capacity(events.len()), ends: ends(&events), ..Reader::default() };
    let mut block: Option<Chunk> = None;
    for (event, range) in &events {
        match event {
            Event::Start(Tag::HtmlBlock) => block = Some(Chunk::default()),
            Event::Html(html) => match &mut block {
                Some(block) => block.push(html, range.start),
                None => reader.chunk(&Chunk::of(html, range.start), true),
            },
            Event::End(TagEnd::HtmlBlock) => {
                if let Some(block) = block.take() {
                    reader.chunk(&block, true);
                }
            }
            Event::InlineHtml(html) => {
                reader.chunk(&Chunk::of(html, range.start), false);
            }
            event => reader.markdown(event.clone(), range.clone()),
        }
    }
    reader.close_to(0);
    (reader.out, reader.excluded)
}

/// An element that is open.
struct Element {
    name: String,
    content: Content,
    /// Among how many of Markdown's own elements it was opened.
    level: usize,
    end: Option<Event<'static>>,
}

#[derive(Default)]
struct Reader<'a> {
    out: Events<'a>,
    open: Vec<Element>,
    level: usize,
    /// The element that goes with its words, how deep it stands in its like, and where it is noted.
    skipped: Option<(String, usize, usize)>,
    excluded: Vec<ExclusionReason>,
    /// The names of those whose text stays.
    kept: BTreeSet<String>,
    /// Whether what stands in a frame is being read.
    reads_frame: bool,
    /// How many end tags are still to come of each element that goes with its words.
    ends: BTreeMap<&'static str, usize>,
}

/// More elements than these do not stand in each other: of others the text stays.
const DEEPEST: usize = 64;

/// A piece of HTML, and where each of its lines stands in the source.
#[derive(Default)]
struct Chunk {
    html: String,
    lines: Vec<(usize, usize)>,
}

impl Chunk {
    fn of(html: &str, start: usize) -> Self {
        Self { html: html.to_owned(), lines: vec![(0, start)] }
    }

    fn push(&mut self, html: &str, start: usize) {
        self.lines.push((self.html.len(), start));
        self.html.push_str(html);
    }

    fn source(&self, span: Span<usize>) -> Range<usize> {
        let place = |at: usize| {
            let line = self.lines.partition_point(|(begin, _)| *begin <= at).saturating_sub(1);
            self.lines.get(line).map_or(0, |(begin, start)| start + (at - begin))
        };
        let start = place(span.start);
        start..place(span.end.saturating_sub(1)).max(start) + usize::from(span.end > span.start)
    }
}

/// How many end tags there are of each element that goes with its words.
fn ends(events: &Events) -> BTreeMap<&'static str, usize> {
    let mut all = BTreeMap::new();
    for (event, _) in events {
        let (Event::Html(html) | Event::InlineHtml(html)) = event else { continue };
        for rest in html.split("</").skip(1) {
            let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let name = WITHOUT_WORDS.iter().find(|name| rest[..length].eq_ignore_ascii_case(name));
            name.into_iter().for_each(|name| *all.entry(*name).or_default() += 1);
        }
    }
    all
}

impl<'a> Reader<'a> {
    /// An event that Markdown made itself. Of what is skipped, blocks stay, empty, so that all that is open is closed.
    fn markdown(&mut self, event: Event<'a>, range: Range<usize>) {
        match &event {
            Event::Start(_) => self.level += 1,
            Event::End(_) => {
                self.close_level(self.level);
                self.level = self.level.saturating_sub(1);
            }
            Event::Text(text) | Event::Code(text) if self.skipped.is_some() => return self.skip_words(text),
            _ if self.skipped.is_some() => return,
            _ => {}
        }
        self.out.push((event, range));
    }

    fn skip_words(&mut self, text: &str) {
        if let Some((_, _, at)) = self.skipped {
            let words = self.excluded[at].words.get_or_insert(0);
            *words += count_words(text);
        }
    }

    /// Reads a piece of HTML: whole lines, or one tag within a line.
    fn chunk(&mut self, chunk: &Chunk, is_block: bool) {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        for Ok(token) in Tokenizer::new_with_emitter(&chunk.html, emitter) {
            match token {
                Token::StartTag(tag) => {
                    self.start(chunk, &tag, is_block);
                }
                Token::EndTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    self.end(&name, is_block);
                }
                Token::String(text) => {
                    let range = chunk.source(text.span);
                    self.text(&String::from_utf8_lossy(&text.value), range, is_block);
                }
                // Only `more` means anything.
                Token::Comment(comment) if comment.value.trim_ascii() == b"more" && self.skipped.is_none() => {
                    if is_block {
                        self.leave_line();
                    }
                    let html = CowStr::from("<!-- more -->");
                    let range = chunk.source(comment.span);
                    self.out.push((if is_block { Event::Html(html) } else { Event::InlineHtml(html) }, range));
                }
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        if is_block {
            self.leave_line();
        }
        // What is never closed hides no words.
        self.skipped.take_if(|(name, ..)| self.ends.get(name.as_str()).is_none_or(|left| *left == 0));
    }

    fn start(&mut self, chunk: &Chunk, tag: &StartTag<usize>, is_block: bool) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        if let Some((skipped, depth, _)) = &mut self.skipped {
            *depth += usize::from(*skipped == name && !tag.self_closing);
            return;
        }
        let range = chunk.source(tag.span);
        let attribute = |name: &str| filled_in(&String::from_utf8_lossy(&tag.attributes.get(name.as_bytes())?.value));
        if WITHOUT_WORDS.contains(&name.as_str()) {
            self.note(chunk, tag, Some(0));
            if !tag.self_closing && self.ends.get(name.as_str()).is_some_and(|left| *left > 0) {
                self.skipped = Some((name, 0, self.excluded.len() - 1));
            }
            return;
        }
        let heading = || {
            let level = name.strip_prefix('h')?.parse::<usize>().ok()?;
            HeadingLevel::try_from(level).ok()
        };
        if self.open.len() >= DEEPEST && !matches!(name.as_str(), "br" | "img" | "image") {
            return if is_block { self.leave_line() } else { self.break_line(range) };
        }
        if let Some(sign) = sign(&name) {
            let end = Event::End(sign.to_end());
            return self.open_in_line(name, Event::Start(sign), end, range, is_block);
        }
        match name.as_str() {
            "br" => self.in_line(Event::HardBreak, range, is_block),
            "hr" if is_block => {
                self.leave_line();
                self.out.push((Event::Rule, range));
            }
            "img" | "image" => {
                let alt = attribute("alt").unwrap_or_default();
                let Some(address) = attribute("src").filter(|address| !address.trim().is_empty()) else {
                    if !alt.is_empty() {
                        self.in_line(Event::Text(alt.into()), range, is_block);
                    }
                    return self.note(chunk, tag, None);
                };
                let title = attribute("title").unwrap_or_default().into();
                let image = Tag::Image { link_type: LinkType::Inline, dest_url: address.into(), title, id: "".into() };
                self.in_line(Event::Start(image), range.clone(), is_block);
                if !alt.is_empty() {
                    self.out.push((Event::Text(alt.into()), range.clone()));
                }
                self.out.push((Event::End(TagEnd::Image), range));
            }
            "a" => {
                self.end("a", is_block);
                let Some(address) = attribute("href") else { return };
                let title = attribute("title").unwrap_or_default().into();
                let link = Tag::Link {
                    link_type: LinkType::Inline,
                    dest_url: address.trim().to_owned().into(),
                    title,
                    id: "".into(),
                };
                self.open_in_line(name, Event::Start(link), Event::End(TagEnd::Link), range, is_block);
            }
            "iframe" => {
                self.note(chunk, tag, None);
                self.page_elsewhere(attribute("src"), attribute("title"), range, is_block);
                // What stands in it is for browsers that show no frames.
                self.push_open(name, self.content(), None);
            }
            "code" | "tt" if self.content() == Content::Code => {}
            "code" | "tt" => self.open_raw("code", range, is_block),
            "p" if is_block => {
                self.open_block(name, Content::Line, Event::Start(Tag::Paragraph), Event::End(TagEnd::Paragraph), range)
            }
            "blockquote" if is_block => {
                self.open_block(
                    name,
                    Content::Blocks,
                    Event::Start(Tag::BlockQuote(None)),
                    Event::End(TagEnd::BlockQuote(None)),
                    range,
                );
            }
            "ul" | "ol" | "menu" | "dir" if is_block => {
                let first =
                    (name == "ol").then(|| attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1));
                let end = Event::End(TagEnd::List(first.is_some()));
                self.open_block(name, Content::Parts, Event::Start(Tag::List(first)), end, range);
            }
            "li" if is_block => {
                self.close_within("li", &["ul", "ol", "menu", "dir"]);
                if self.is_in(&["ul", "ol", "menu", "dir"]) {
                    self.open_block(name, Content::Either, Event::Start(Tag::Item), Event::End(TagEnd::Item), range)
                } else {
                    self.leave_line()
                }
            }
            "pre" if is_block => {
                let class = attribute("class").unwrap_or_default();
                let info =
                    class.split(' ').find_map(|class| class.strip_prefix("language-")).unwrap_or_default().to_owned();
                let start = Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info.into())));
                self.open_block(name, Content::Code, start, Event::End(TagEnd::CodeBlock), range);
            }
            "table" if is_block => {
                self.open_block(name, Content::Parts, Event::Html(TABLE.into()), Event::Html(TABLE_END.into()), range);
            }
            _ if is_block && heading().is_some() => {
                let Some(level) = heading() else { return };
                let start = Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() };
                self.open_block(name, Content::Line, Event::Start(start), Event::End(TagEnd::Heading(level)), range);
            }
            "tr" | "td" | "th" | "thead" | "tbody" | "tfoot" | "caption" if is_block => {
                self.open_table_part(name, range)
            }
            "dt" | "dd" if is_block => {
                self.close_within("dt", &["dl"]);
                self.close_within("dd", &["dl"]);
                if self.is_in(&["dl"]) { self.open_plain_block(name, range) } else { self.leave_line() }
            }
            plain if PLAIN_INLINE.contains(&plain) => match plain {
                "wbr" => self.in_line(Event::InlineHtml("<wbr>".into()), range, is_block),
                plain => self.open_raw(plain, range, is_block),
            },
            plain if is_block && plain_block(plain).is_some() => self.open_plain_block(name, range),
            other => {
                let stands_alone = ON_OWN_LINE.contains(&other)
                    || plain_block(other).is_some()
                    || matches!(other, "p" | "li" | "blockquote" | "table" | "ul" | "ol" | "hr" | "pre")
                    || heading().is_some();
                match (stands_alone, is_block) {
                    (true, true) => self.leave_line(),
                    (true, false) => self.break_line(range.clone()),
                    _ => {}
                }
                if !stands_alone && !ARRANGING.contains(&other) {
                    self.note(chunk, tag, None);
                    let is_component = written(chunk, tag).starts_with(|c: char| c.is_ascii_uppercase());
                    if is_component && is_block {
                        let words = ["title", "heading", "alt", "caption", "description"];
                        self.words_of_component(words.iter().filter_map(|name| attribute(name)).collect(), range);
                    }
                }
            }
        }
    }

    /// A link to the page that a frame would show.
    fn page_elsewhere(&mut self, address: Option<String>, title: Option<String>, range: Range<usize>, is_block: bool) {
        let address = address.map(|address| match address.trim() {
            own if own.starts_with("//") => format!("https:{own}"),
            own => own.to_owned(),
        });
        let Some(address) = address.filter(|address| address.starts_with("https://") || address.starts_with("http://"))
        else {
            return;
        };
        let host = || address.split('/').nth(2).unwrap_or(&address).to_owned();
        let words = title.filter(|title| !title.trim().is_empty()).unwrap_or_else(host);
        let dest_url = address.into();
        let link = Tag::Link { link_type: LinkType::Inline, dest_url, title: "".into(), id: "".into() };
        self.in_line(Event::Start(link), range.clone(), is_block);
        self.out.push((Event::Text(words.into()), range.clone()));
        self.out.push((Event::End(TagEnd::Link), range.clone()));
        self.out.push((Event::Text(" ".into()), range));
    }

    /// The words that a component of JSX shows by itself, as a paragraph.
    fn words_of_component(&mut self, words: Vec<String>, range: Range<usize>) {
        self.leave_line();
        for words in words {
            self.in_line(Event::Text(words.into()), range.clone(), true);
            self.leave_line();
        }
    }

    /// Notes an element that is left out, once for each name.
    fn note(&mut self, chunk: &Chunk, tag: &StartTag<usize>, words: Option<u32>) {
        let written = written(chunk, tag);
        if words.is_some() || self.kept.insert(written.to_owned()) {
            self.excluded.push(ExclusionReason { name: written.to_owned(), range: chunk.source(tag.span), words });
        }
    }

    fn end(&mut self, name: &str, is_block: bool) {
        if let Some(left) = self.ends.get_mut(name) {
            *left = left.saturating_sub(1);
        }
        if let Some((skipped, depth, _)) = &mut self.skipped {
            if skipped == name {
                match depth.checked_sub(1) {
                    Some(less) => *depth = less,
                    None => self.skipped = None,
                }
            }
            return;
        }
        let found = self.open.iter().rposition(|element| element.name == name && element.level == self.level);
        match found {
            Some(at) => self.close_to(at),
            None if is_block && (ON_OWN_LINE.contains(&name) || name == "p") => self.leave_line(),
            None => {}
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>, is_block: bool) {
        if self.skipped.is_some() {
            return self.skip_words(text);
        }
        // The tokenizer reads no tags in a frame; we do, but none of a frame in it.
        let is_in_frame = self.open.last().is_some_and(|element| element.name == "iframe");
        if is_in_frame && text.contains('<') && !self.reads_frame {
            self.reads_frame = true;
            self.chunk(&Chunk::of(text, range.start), is_block);
            self.reads_frame = false;
            return;
        }
        let is_space = text.trim_matches([' ', '\n', '\t', '\r']).is_empty();
        match self.content() {
            Content::Code => self.out.push((Event::Text(text.to_owned().into()), range)),
            Content::Blocks | Content::Parts if is_space && is_block => {}
            _ => self.in_line(Event::Text(text.to_owned().into()), range, is_block),
        }
    }

    /// What may stand where the reader is.
    fn content(&self) -> Content {
        self.open.iter().rfind(|element| element.level == self.level).map_or(Content::Blocks, |element| element.content)
    }

    fn is_in(&self, names: &[&str]) -> bool {
        self.open.iter().any(|element| element.level == self.level && names.contains(&element.name.as_str()))
    }

    /// A new line within a line.
    fn break_line(&mut self, range: Range<usize>) {
        if !matches!(self.out.last(), None | Some((Event::HardBreak | Event::SoftBreak | Event::Start(_), _))) {
            self.out.push((Event::HardBreak, range));
        }
    }

    /// Ends the paragraph or heading that is open: a block begins.
    fn leave_line(&mut self) {
        let line = |element: &Element| element.level == self.level && element.content == Content::Line;
        if let Some(first) = self.open.iter().rposition(|element| !line(element)).map_or(Some(0), |at| Some(at + 1))
            && first < self.open.len()
        {
            self.close_to(first);
        }
    }

    /// Ends the last element of a name, unless one of others stands between.
    fn close_within(&mut self, name: &str, borders: &[&str]) {
        let here = self.open.iter().rposition(|element| {
            element.level == self.level && (element.name == name || borders.contains(&element.name.as_str()))
        });
        if let Some(at) = here.filter(|at| self.open[*at].name == name) {
            self.close_to(at);
        }
    }

    fn close_level(&mut self, level: usize) {
        let first = self.open.iter().position(|element| element.level >= level).unwrap_or(self.open.len());
        self.close_to(first);
    }

    fn close_to(&mut self, length: usize) {
        while self.open.len() > length {
            if let Some(end) = self.open.pop().and_then(|element| element.end) {
                let range = self.out.last().map_or(0..0, |(_, range)| range.end..range.end);
                self.out.push((end, range));
            }
        }
    }
}

/// The name of an element as it is written.
fn written<'a>(chunk: &'a Chunk, tag: &StartTag<usize>) -> &'a str {
    chunk.html.get(tag.span.start + 1..tag.span.start + 1 + tag.name.len()).unwrap_or_default()
}

/// The value of an attribute that another generator would fill in: `{{ site.url }}/a.png` and
/// `{require("./a.png").default}` name a file; what names none is no value.
pub fn filled_in(value: &str) -> Option<String> {
    if let Some(rest) = value.strip_prefix("{{") {
        return rest.split_once("}}").map(|(_, rest)| rest.trim()).filter(|rest| !rest.is_empty()).map(str::to_owned);
    }
    let Some(expression) = value.strip_prefix('{') else { return Some(value.to_owned()) };
    let start = expression.find(['"', '\'', '`'])?;
    let quote = &expression[start..start + 1];
    let text = expression[start + 1..].split(quote).next()?;
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests;
