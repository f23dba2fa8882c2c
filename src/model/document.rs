//! A parsed file in two parts: what other pages may know of it, and its body, which its own page alone
//! shows, with holes where other documents or the theme come in.

use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use super::{Data, DateValue, Fields, Kind, is_file_name};
use crate::digest::Hashed;
use crate::names::HiddenName;
use crate::path::SourcePath;

/// One Markdown file, parsed.
#[derive(Clone, Debug)]
pub struct File {
    /// What the index and other pages may know of it.
    pub document: Arc<Document>,
    /// Its text, for its own page.
    pub body: Hashed<Body>,
}

/// What others may know of a file: everything but its body. An edit that leaves this alone leaves
/// the index, and every other page, alone.
#[derive(Debug, Hash)]
pub struct Document {
    /// Where it was read.
    pub path: SourcePath,
    /// What it is about.
    pub kind: Kind,
    /// Its folder below `content/`, without that of a language.
    pub folder: String,
    /// The language that its name or its folder names, `x.es.md` or `es/x.md`, unless that is the site's first.
    pub lang_suffix: Option<String>,
    /// The file name without date, language and `.md`; the folder's name for `index.md`.
    pub name: String,
    /// The date in the file name, `2026-03-14-title.md`.
    pub name_date: Option<DateValue>,
    /// Whether it is the `index.md` of a folder of its own.
    pub is_bundle: bool,
    /// Front matter.
    pub fields: Arc<Fields>,
    /// Where each field stands in the file, sorted by name.
    pub field_spans: Vec<(String, (usize, usize))>,
    /// The names that a pseudonym stands for, or that the speaker does not agree to show.
    pub hidden_names: Vec<HiddenName>,
    /// What it says about its names, whatever its other language versions say.
    pub own_names: OwnNames,
    /// What `[cascade]` sets for everything below.
    pub cascade: Option<Box<Fields>>,
    /// Whether its front matter could not be read, so that nothing more is to be said about it.
    pub is_broken: bool,
    /// What lists and links need of its text.
    pub outline: Outline,
}

/// What a file, and the cascades above it, say about the names in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct OwnNames {
    /// The speakers, as they are written in the file, or else in the cascades above it.
    pub written: Vec<String>,
    /// The name to publish instead.
    pub pseudonym: Option<String>,
    /// Whether the consent does not cover the name.
    pub is_withheld: bool,
}

impl OwnNames {
    /// Whether the file asks that its names are not published.
    pub fn hides(&self) -> bool {
        self.pseudonym.is_some() || self.is_withheld
    }
}

/// What others may know of a text.
#[derive(Debug, Default, Hash)]
pub struct Outline {
    /// The first paragraph as plain text, cut at about 240 characters.
    pub excerpt: String,
    /// What stands before `<!-- more -->`.
    pub summary: Option<Vec<Segment>>,
    /// Ids that a `#fragment` may name, those of the headings first.
    pub anchors: Vec<String>,
    /// The same, each after its letters; sorted by them.
    pub anchors_by_letters: Vec<(String, String)>,
    /// The pictures and files that it names, its front matter included, as written: without redaction, so that they
    /// can be found.
    pub files: Vec<String>,
    /// The films that it shows.
    pub films: Vec<Film>,
    /// Whether the theme draws parts of it, which may hold ids that are not known before.
    pub has_components: bool,
}

impl Document {
    /// Whether the author wrote a field, be it right or wrong.
    pub fn has_field(&self, field: &str) -> bool {
        self.field_spans.binary_search_by(|(name, _)| name.as_str().cmp(field)).is_ok()
    }

    /// The span of a field, or the file.
    pub fn span_of(&self, field: &str) -> crate::diag::Span {
        let found = self.field_spans.binary_search_by(|(name, _)| name.as_str().cmp(field));
        match found {
            Ok(at) => {
                let (start, end) = self.field_spans[at].1;
                crate::diag::Span::at(&self.path, start..end)
            }
            Err(_) => crate::diag::Span::at(&self.path, 0..0),
        }
    }
}

/// Rendered Markdown. Hashing leaves the source ranges out: a moved word is not a changed page.
#[derive(Debug, Default, Hash)]
pub struct Body {
    /// HTML, with holes.
    pub segments: Vec<Segment>,
    /// The headings, in order.
    pub toc: Vec<Heading>,
    /// Words of text, code left out; a CJK character counts as one.
    pub words: u32,
    /// Whether it shows code in colours, with numbers or with a title.
    pub has_code: bool,
}

/// A film, as the component `video` is given it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Film {
    /// Where it is, as written.
    pub src: String,
    /// A still from it, as written.
    pub poster: Option<String>,
    /// What it is called.
    pub title: Option<String>,
}

impl Film {
    /// Whether its address is that of the film itself, and not of a page that shows it.
    pub fn is_file(&self) -> bool {
        [".mp4", ".webm"].iter().any(|ending| self.src.ends_with(ending))
    }
}

fn films_of(segments: &[Segment], films: &mut Vec<Film>) {
    for segment in segments {
        let Segment::Component(call) = segment else { continue };
        let text = |name: &str| call.args.get(name).and_then(Data::as_str).filter(|text| !text.is_empty());
        if let Some(src) = text("src").filter(|_| call.name == "video") {
            let owned = |name: &str| text(name).map(str::to_owned);
            films.push(Film { src: src.to_owned(), poster: owned("poster"), title: owned("title") });
        }
        films_of(call.body.as_deref().unwrap_or_default(), films);
    }
}

impl Body {
    /// The films that it shows.
    pub fn films(&self) -> Vec<Film> {
        let mut films = Vec::new();
        films_of(&self.segments, &mut films);
        films
    }

    /// The pictures and files that it names, as written: sources of pictures, links to what is no page, and
    /// whatever a component is given that looks like the name of a file.
    pub fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        files_of(&self.segments, &mut files);
        files
    }

    /// The HTML that it holds, and what components are given, a line each.
    pub fn own_html(&self) -> String {
        let mut html = String::new();
        own_html(&self.segments, &mut html);
        html
    }

    /// Whether it says where its table of contents stands.
    pub fn has_contents(&self) -> bool {
        self.segments.iter().any(|segment| matches!(segment, Segment::Contents))
    }

    /// The names of the components that it calls, in order.
    pub fn component_names<'a>(&'a self, names: &mut Vec<&'a str>) {
        component_names(&self.segments, names);
    }
}

fn own_html(segments: &[Segment], html: &mut String) {
    for segment in segments {
        match segment {
            Segment::Html(text) => html.push_str(text),
            Segment::Component(call) => {
                call.args.each_text(&mut |text| {
                    html.push('\n');
                    html.push_str(text);
                });
                html.push('\n');
                own_html(call.body.as_deref().unwrap_or_default(), html);
            }
            Segment::Link(link) => html.push_str(&link.target),
            Segment::Word(_) | Segment::Contents => {}
        }
    }
}

fn files_of(segments: &[Segment], files: &mut Vec<String>) {
    for segment in segments {
        match segment {
            Segment::Link(link) if link.is_image || !is_page(&link.target) => {
                files.push(link.target.clone());
            }
            Segment::Component(call) => {
                call.args.each_text(&mut |text| {
                    if is_file_name(text) {
                        files.push(text.to_owned());
                    }
                });
                files_of(call.body.as_deref().unwrap_or_default(), files);
            }
            _ => {}
        }
    }
}

/// Whether an address leads to a document, by its name.
fn is_page(target: &str) -> bool {
    let path = target.split(['#', '?']).next().unwrap_or(target);
    crate::path::document_stem(path).is_some()
}

fn component_names<'a>(segments: &'a [Segment], names: &mut Vec<&'a str>) {
    for segment in segments {
        if let Segment::Component(call) = segment {
            names.push(&call.name);
            component_names(call.body.as_deref().unwrap_or_default(), names);
        }
    }
}

/// A heading, for tables of contents.
#[derive(Clone, Debug, Hash, serde::Serialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Unique in the document.
    pub id: String,
    /// Plain text.
    pub title: String,
}

/// A piece of a body.
#[derive(Clone, Debug, Hash)]
pub enum Segment {
    /// Finished HTML.
    Html(String),
    /// The value of an `href` or `src` that leads to another source.
    Link(Link),
    /// A word of the interface, in the page's language.
    Word(&'static str),
    /// Something that the theme draws.
    Component(ComponentCall),
    /// The table of contents, where the text asks for it.
    Contents,
}

/// A link to another source of the site.
#[derive(Clone, Debug)]
pub struct Link {
    /// As written: `../x.md#part`, `@/stories/x.md`, `cup.jpg`.
    pub target: String,
    /// Whether it is the source of a picture: then it stands for the attributes `src`, `width` and `height`.
    pub is_image: bool,
    /// Where it is written.
    pub range: Range<usize>,
}

impl Hash for Link {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.target.hash(state);
    }
}

/// `{{ name(args) }}` or `{% name(args) %} body {% end %}`.
#[derive(Clone, Debug)]
pub struct ComponentCall {
    /// The component's name.
    pub name: String,
    /// A table.
    pub args: Data,
    /// Where each argument's value is written.
    pub arg_spans: Vec<(String, Range<usize>)>,
    /// What stands between the opening tag and `{% end %}`.
    pub body: Option<Vec<Segment>>,
    /// Where the call is written.
    pub range: Range<usize>,
}

impl Hash for ComponentCall {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.name, &self.args, &self.body).hash(state);
    }
}
