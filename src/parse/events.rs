//! The rewriting of Markdown's event stream: what a story needs and CommonMark does not say.

mod html;
mod links;
mod notes;

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::callouts::Callout;
use super::highlight::code_block;
use super::text::count_words;
use super::wiki_links::{by_name, is_picture};
use crate::model::Heading;
use crate::text::slug;

/// Ids that pages have besides those of headings.
const TAKEN: [&str; 4] = ["continue-reading", "footer", "main", "top"];

/// A hole in the HTML, by number.
pub enum Mark {
    /// `<!-- more -->`
    More,
    /// A word of the interface.
    Word(&'static str),
    /// An address to resolve.
    Link {
        /// As written.
        target: String,
        /// Of a picture.
        is_image: bool,
        /// In the text given to the parser.
        range: Range<usize>,
    },
    /// The call of that number.
    Component(usize),
}

/// What is learned on the way.
#[derive(Default)]
pub struct BodyFacts {
    pub toc: Vec<Heading>,
    pub anchors: Vec<String>,
    pub words: u32,
    pub excerpt: String,
    pub has_code: bool,
    ids: BTreeMap<String, u32>,
    /// Footnotes are numbered through a whole document, its components included.
    notes: usize,
}

/// Something that was taken out or is odd.
pub struct Dropped {
    pub code: &'static str,
    pub message: &'static str,
    pub help: &'static str,
    pub range: Range<usize>,
}

/// What a `Start` opened, so that its `End` knows what to do.
enum Open {
    Plain,
    /// Neither tag is written.
    Bare,
    /// Written by hand, with this end.
    Closing(&'static str),
}

/// Takes events one by one and gives them back changed.
pub struct Rewriter<'a> {
    trusted: bool,
    nonce: Option<&'a str>,
    out: Vec<Event<'a>>,
    marks: Vec<Mark>,
    open: Vec<Open>,
    found: BodyFacts,
    dropped: Vec<Dropped>,
    heading: Option<(usize, String)>,
    image: Option<Image>,
    code: Option<(String, String)>,
    paragraph: Option<usize>,
    excerpt_done: bool,
    first_paragraph: Option<String>,
    /// Whether a `<figcaption>` is open: its words are about a picture, which lists do not show with them.
    in_caption: bool,
    /// Whether `<!-- more -->` stands in the block that is open.
    has_more: bool,
    /// By the place where their quotes begin.
    callouts: BTreeMap<usize, Callout>,
    /// The end tag of a callout's title, if the next paragraph is that.
    title_end: Option<&'static str>,
    notes: Notes<'a>,
    table: Table,
}

/// The table that is open, if one is.
#[derive(Default)]
struct Table {
    columns: Vec<Alignment>,
    /// Of the next cell.
    column: usize,
    is_head: bool,
}

struct Image {
    address: String,
    /// `![[cup.png|300]]`: what follows the line may be a width, and what shows without one is the name.
    is_by_name: bool,
    title: String,
    alt: String,
    range: Range<usize>,
    depth: usize,
}

/// Footnotes by name: number, uses, and the definition's events, which move to the end.
#[derive(Default)]
struct Notes<'a> {
    numbers: BTreeMap<String, (usize, usize)>,
    order: Vec<String>,
    bodies: BTreeMap<String, Vec<Event<'a>>>,
    /// Inside a definition: its name and where its events began.
    inside: Option<(String, usize, Range<usize>)>,
    unused: Vec<(String, Range<usize>)>,
}

impl<'a> Rewriter<'a> {
    pub fn new(trusted: bool, nonce: Option<&'a str>, mut found: BodyFacts) -> Self {
        if found.ids.is_empty() {
            found.ids.extend(TAKEN.map(|id| (id.to_owned(), 1)));
        }
        let excerpt_done = !found.excerpt.is_empty();
        Self {
            trusted,
            nonce,
            out: Vec::new(),
            marks: Vec::new(),
            open: Vec::new(),
            found,
            dropped: Vec::new(),
            heading: None,
            image: None,
            code: None,
            paragraph: None,
            excerpt_done,
            first_paragraph: None,
            in_caption: false,
            has_more: false,
            callouts: BTreeMap::new(),
            title_end: None,
            notes: Notes::default(),
            table: Table::default(),
        }
    }

    /// Says which quotes are callouts.
    pub fn with_callouts(mut self, callouts: BTreeMap<usize, Callout>) -> Self {
        self.callouts = callouts;
        self
    }

    pub fn push(&mut self, event: Event<'a>, range: Range<usize>) {
        if self.image.is_some() {
            return self.inside_image(event);
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(text),
            Event::Code(text) => {
                self.heard(&text);
                self.out.push(Event::Code(text));
            }
            Event::Html(html) => self.html(html),
            Event::InlineHtml(html) => self.inline_html(html),
            Event::InlineMath(tex) => self.math(&tex, false, range),
            Event::DisplayMath(tex) => self.math(&tex, true, range),
            Event::FootnoteReference(name) => self.footnote(&name),
            Event::TaskListMarker(done) => self.task(done),
            Event::SoftBreak | Event::HardBreak => {
                self.heard(" ");
                self.out.push(event);
            }
            event => self.out.push(event),
        }
    }

    pub fn finish(mut self) -> (Vec<Event<'a>>, Vec<Mark>, BodyFacts, Vec<Dropped>) {
        self.append_footnotes();
        (self.out, self.marks, self.found, self.dropped)
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        let mut open = Open::Plain;
        match tag {
            Tag::Paragraph if self.title_end.is_some() => {
                open = self.title_end.take().map_or(Open::Plain, Open::Closing);
            }
            Tag::Paragraph => {
                self.paragraph = Some(self.out.len());
                if !self.excerpt_done && self.open.is_empty() && !self.in_caption {
                    self.first_paragraph = Some(String::new());
                }
                self.out.push(Event::Start(Tag::Paragraph));
            }
            Tag::Heading { level, id, classes, attrs } => {
                self.heading = Some((self.out.len(), String::new()));
                // Attributes may run scripts, and the theme's own classes would make words look like something else.
                let (id, classes, attrs) = if self.trusted {
                    (id, classes, attrs)
                } else {
                    (id.map(|id| slug(&id).into()), Vec::new(), Vec::new())
                };
                self.out.push(Event::Start(Tag::Heading { level, id, classes, attrs }));
            }
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((info, String::new()));
                open = Open::Bare;
            }
            Tag::BlockQuote(Some(kind)) => {
                let callout = self.callouts.remove(&range.start);
                open = self.callout(kind, callout);
            }
            Tag::Table(columns) => {
                self.raw("<div class=\"table\" tabindex=\"0\">\n");
                self.out.push(Event::Start(Tag::Table(vec![Alignment::None; columns.len()])));
                self.table.columns = columns;
            }
            Tag::TableHead | Tag::TableRow => {
                (self.table.is_head, self.table.column) = (tag == Tag::TableHead, 0);
                self.out.push(Event::Start(tag));
            }
            Tag::TableCell => self.table_cell(),
            Tag::Link { dest_url, title, link_type, id } => {
                open = self.link(dest_url, title, link_type, id, range);
            }
            // A note of Obsidian's that shows another one: it is a link here.
            Tag::Image { dest_url, title, link_type: link_type @ LinkType::WikiLink { .. }, id }
                if !is_picture(&dest_url) =>
            {
                open = self.link(dest_url, title, link_type, id, range);
            }
            Tag::Image { dest_url, title, link_type, .. } => {
                let is_by_name = matches!(link_type, LinkType::WikiLink { .. });
                self.image = Some(Image {
                    address: if is_by_name { by_name(&dest_url) } else { dest_url.to_string() },
                    is_by_name,
                    title: title.to_string(),
                    alt: String::new(),
                    range,
                    depth: 0,
                });
                return;
            }
            Tag::FootnoteDefinition(name) => {
                self.notes.inside = Some((name.to_string(), self.out.len(), range));
                open = Open::Bare;
            }
            tag => self.out.push(Event::Start(tag)),
        }
        self.open.push(open);
    }

    fn end(&mut self, tag: TagEnd) {
        let open = self.open.pop();
        match (tag, open) {
            (TagEnd::CodeBlock, _) => {
                if let Some((info, code)) = self.code.take() {
                    let (html, highlighted) = code_block(&info, &code);
                    self.found.has_code |= highlighted;
                    self.raw(html);
                }
            }
            (TagEnd::Heading(level), _) => self.end_heading(level),
            (TagEnd::Paragraph, Some(Open::Closing(html))) => self.raw(html),
            (TagEnd::Paragraph, _) => self.end_paragraph(),
            (TagEnd::Table, _) => {
                self.out.push(Event::End(TagEnd::Table));
                self.raw("</div>\n");
            }
            (TagEnd::FootnoteDefinition, _) => {
                if let Some((mut name, from, range)) = self.notes.inside.take() {
                    let body = self.out.split_off(from);
                    // References mean the first of a name; nobody can write the name that others get.
                    while self.notes.bodies.contains_key(&name) {
                        name.push('\0');
                    }
                    self.notes.unused.push((name.clone(), range));
                    self.notes.bodies.insert(name, body);
                }
            }
            (_, Some(Open::Closing(html))) => self.raw(html),
            (_, Some(Open::Bare)) => {}
            (tag, _) => self.out.push(Event::End(tag)),
        }
        if self.has_more && self.open.is_empty() {
            self.has_more = false;
            self.end_of_summary();
        }
    }

    fn text(&mut self, text: CowStr<'a>) {
        if let Some((_, code)) = &mut self.code {
            code.push_str(&text);
            return;
        }
        let Some(nonce) = self.nonce.filter(|nonce| text.contains(nonce)) else {
            self.heard(&text);
            self.out.push(Event::Text(text));
            return;
        };
        for (n, piece) in text.split(nonce).enumerate() {
            if n % 2 == 1 {
                if let Ok(call) = piece.parse() {
                    self.mark(Mark::Component(call));
                }
            } else if !piece.is_empty() {
                self.heard(piece);
                self.out.push(Event::Text(piece.to_owned().into()));
            }
        }
    }

    /// Text as a reader hears it: counted, and collected for headings and the excerpt.
    fn heard(&mut self, text: &str) {
        self.found.words += count_words(text);
        if let Some((_, title)) = &mut self.heading {
            title.push_str(text);
        }
        if let Some(paragraph) = self.first_paragraph.as_mut().filter(|_| !self.in_caption) {
            paragraph.push_str(text);
        }
    }

    /// Opens a cell. A page's policy stops styles that stand in it; themes know these classes.
    fn table_cell(&mut self) {
        let Table { columns, column, is_head } = &mut self.table;
        let class = match columns.get(*column) {
            Some(Alignment::Left) => "left",
            Some(Alignment::Center) => "center",
            Some(Alignment::Right) => "right",
            Some(Alignment::None) | None => "",
        };
        *column += 1;
        match class {
            "" => self.out.push(Event::Start(Tag::TableCell)),
            class => {
                let name = if *is_head { "th" } else { "td" };
                self.out.push(Event::Html(format!("<{name} class=\"{class}\">").into()));
            }
        }
    }

    /// Opens a callout, and writes its title unless that is the paragraph that comes next.
    fn callout(&mut self, kind: BlockQuoteKind, callout: Option<Callout>) -> Open {
        let (class, word) = alert(kind);
        let fold = callout.as_ref().and_then(|callout| callout.fold);
        let (start, title, title_end, end) = match fold {
            Some(is_open) => {
                let open = if is_open { " open" } else { "" };
                let start = format!("<details class=\"alert alert-{class}\"{open}>");
                (start, "<summary class=\"alert-title\">", "</summary>\n", "</details>\n")
            }
            None => {
                let start = format!("<div class=\"alert alert-{class}\" role=\"note\">");
                (start, "<p class=\"alert-title\">", "</p>\n", "</div>\n")
            }
        };
        self.raw(start + title);
        match callout {
            Some(Callout { has_title: true, .. }) => self.title_end = Some(title_end),
            // What a theme has no word for is called as its author does.
            Some(Callout { kind, .. }) if kind != class => {
                let mut chars = kind.chars();
                let first = chars.next().into_iter().flat_map(char::to_uppercase);
                let name: String = first.chain(chars).collect();
                self.out.push(Event::Text(name.replace(['-', '_'], " ").into()));
                self.raw(title_end);
            }
            _ => {
                self.mark(Mark::Word(word));
                self.raw(title_end);
            }
        }
        Open::Closing(end)
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        let Some((at, title)) = self.heading.take() else { return };
        let title = title.trim().to_owned();
        if let Some(Event::Start(Tag::Heading { id, .. })) = self.out.get_mut(at) {
            let wanted = match id {
                Some(id) => id.to_string(),
                None => slug(&title),
            };
            let wanted = if wanted.is_empty() { "section".to_owned() } else { wanted };
            let unique = unique(&mut self.found.ids, wanted);
            *id = Some(unique.clone().into());
            self.found.toc.push(Heading { level: level as u8, id: unique, title });
        }
        self.out.push(Event::End(TagEnd::Heading(level)));
    }

    fn end_paragraph(&mut self) {
        if let Some(text) = self.first_paragraph.take()
            && !text.trim().is_empty()
        {
            self.found.excerpt = text.split_whitespace().collect::<Vec<_>>().join(" ");
            self.excerpt_done = true;
        }
        // A paragraph of nothing but components is no paragraph.
        if let Some(from) = self.paragraph.take()
            && self.out.len() > from + 1
            && self.out[from + 1..].iter().all(|event| match event {
                Event::SoftBreak => true,
                Event::InlineHtml(html) => self.is_component(html),
                _ => false,
            })
        {
            self.out.remove(from);
            return;
        }
        self.out.push(Event::End(TagEnd::Paragraph));
    }

    fn is_component(&self, html: &str) -> bool {
        let number = html.strip_prefix('\0').and_then(|rest| rest.strip_suffix('\0'));
        number
            .and_then(|number| self.marks.get(number.parse::<usize>().ok()?))
            .is_some_and(|mark| matches!(mark, Mark::Component(_)))
    }

    /// Said once a file for each kind of thing.
    fn drop(&mut self, code: &'static str, message: &'static str, range: Range<usize>) {
        if !self.dropped.iter().any(|dropped| dropped.code == code) {
            let help = "set `markdown.trust_voices = true` in anecdote.toml if you vouch for every text";
            self.dropped.push(Dropped { code, message, help, range });
        }
    }

    fn math(&mut self, tex: &str, is_block: bool, range: Range<usize>) {
        match super::math::mathml(tex, is_block) {
            Some(html) => self.raw(html),
            None => {
                let sign = if is_block { "$$" } else { "$" };
                self.out.push(Event::Code(format!("{sign}{tex}{sign}").into()));
                self.dropped.push(Dropped {
                    code: "W0213",
                    message: "this formula cannot be read; it is shown as it is written",
                    help: "formulas are TeX, such as \\frac{a}{b}; `math = false` under [markdown] leaves `$` alone",
                    range,
                });
            }
        }
    }

    fn task(&mut self, done: bool) {
        let (checked, word) = if done { (" checked", "task_done") } else { ("", "task_open") };
        self.raw(format!("<input type=\"checkbox\" disabled{checked} aria-label=\""));
        self.mark(Mark::Word(word));
        self.raw("\" /> ");
    }

    fn mark(&mut self, mark: Mark) {
        let number = self.marks.len();
        self.marks.push(mark);
        self.raw(format!("\0{number}\0"));
    }

    fn raw(&mut self, html: impl Into<CowStr<'a>>) {
        self.out.push(Event::InlineHtml(html.into()));
    }
}

fn alert(kind: BlockQuoteKind) -> (&'static str, &'static str) {
    match kind {
        BlockQuoteKind::Note => ("note", "alert_note"),
        BlockQuoteKind::Tip => ("tip", "alert_tip"),
        BlockQuoteKind::Important => ("important", "alert_important"),
        BlockQuoteKind::Warning => ("warning", "alert_warning"),
        BlockQuoteKind::Caution => ("caution", "alert_caution"),
    }
}

/// The wanted id, or with a number when it is taken.
fn unique(ids: &mut BTreeMap<String, u32>, wanted: String) -> String {
    let mut id = wanted.clone();
    while ids.contains_key(&id) {
        let count = ids.entry(wanted.clone()).or_insert(1);
        *count += 1;
        id = format!("{wanted}-{count}");
    }
    ids.insert(id.clone(), 1);
    id
}
