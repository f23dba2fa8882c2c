//! One file to one document: a pure function of its path, its text and the markdown settings.
//! It never fails: it gives as much of a document as there is, and says what is wrong.

mod answer;
mod component;
pub mod data;
mod events;
mod front_matter;
mod highlight;
mod links;
mod markdown;
mod proof;
mod redact;
mod split;
mod text;
pub mod toml;
mod yaml;

use std::ops::Range;
use std::sync::Arc;

use crate::diag::{Diagnostic, Parsed, Span};
use crate::digest::Hashed;
use crate::model::{Body, Document, Edit, Fields, File, Kind, Outline, When, slug};
use crate::path::SourcePath;
use redact::{Redacted, Redaction};

pub use answer::{Agreed, Answer};
pub use front_matter::schema;
pub use links::{Target, classify, is_safe_scheme};
pub use markdown::{Rendered, Settings, Source, render};
pub use redact::shows;
pub use text::cut;

/// The longest testimonial that lists show whole, in words.
const WHOLE_WORDS: u32 = 400;

/// A syntax error of TOML or YAML.
pub struct Syntax {
    /// One line.
    pub message: String,
    /// Where, in the whole file.
    pub range: Range<usize>,
}

/// What a file's place decides about it, before its text is read.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its kind by folder or cascade; its own `kind` may ask for less trust, never for more.
    pub kind: Kind,
    /// The codes that a file name may name, `x.es.md`.
    pub languages: Vec<String>,
}

/// Parses a Markdown file.
pub fn parse(path: &SourcePath, text: &str, place: &Place, settings: &Settings) -> Parsed<File> {
    let mut diagnostics = Vec::new();
    let split = split::split(text);
    if let Some(range) = split.unclosed {
        let fence = text[range.clone()].trim().to_owned();
        diagnostics.push(
            Diagnostic::error("E0106", "this front matter is never closed")
                .at(Span::at(path, range))
                .help(format!("end it with a line that holds only `{fence}`")),
        );
    }
    let front = match split.front {
        Some((format, range)) => {
            let front = (&text[range.clone()], range.start);
            front_matter::read(path, format, front, place.kind, &mut diagnostics)
        }
        None => front_matter::FrontMatter::default(),
    };
    let is_broken = diagnostics.iter().any(|found| matches!(found.code, "E0101" | "E0106"));
    let mut name = FileName::read(path, &place.languages);
    let kind = front.kind.unwrap_or(place.kind);
    let keeps_words = front.fields.quote.is_some();
    let source = Source { path, offset: split.body.start, trust: kind.trust(), keeps_words };
    let text = &text[split.body];
    let mut fields = front.fields;
    let Rendered { body, mut outline, words } = match front.redaction.as_ref().map(|redaction| redaction.markdown(text))
    {
        Some(Some(redacted)) => {
            add_edit(&mut fields, Edit::Redacted);
            render_redacted(&redacted, &source, settings, &mut diagnostics)
        }
        _ => markdown::render(text, &source, settings, &mut diagnostics),
    };
    let quote = fields.quote.as_deref().zip(words).filter(|(quote, words)| !proof::is_quoted_from(quote, words));
    if let (Some(_), Ok(at)) = (quote, front.spans.binary_search_by(|(name, _)| name.as_str().cmp("quote"))) {
        let (start, end) = front.spans[at].1;
        diagnostics.push(
            Diagnostic::warning("W0906", "these words do not stand in the text")
                .at(Span::at(path, start..end))
                .help("quote word for word; … leaves words out"),
        );
    }
    // A testimonial is its words, which lists show whole.
    if kind == Kind::Testimonial && outline.summary.is_none() && body.words <= WHOLE_WORDS {
        outline.summary = Some(body.segments.clone());
    }
    let hidden_names = front.redaction.as_ref().map(Redaction::slugs).unwrap_or_default();
    if let Some(redaction) = &front.redaction {
        name.stem = redaction.address(&name.stem);
    }
    let document = Document {
        path: path.clone(),
        kind,
        lang_suffix: name.lang,
        name: name.stem,
        name_date: name.date,
        is_bundle: name.is_bundle,
        fields: Arc::new(fields),
        field_spans: front.spans,
        hidden_names,
        cascade: front.cascade,
        is_broken,
        outline,
    };
    Parsed { value: File { document: Arc::new(document), body: Hashed::new(body) }, diagnostics }
}

/// Renders a text without the names; places are those of the text as it was.
fn render_redacted(
    redacted: &Redacted,
    source: &Source,
    settings: &Settings,
    diagnostics: &mut Vec<Diagnostic>,
) -> Rendered {
    let mut found = Vec::new();
    let Rendered { mut body, mut outline, words } = markdown::render(&redacted.text, source, settings, &mut found);
    let original = |at: usize| redacted.original(at.saturating_sub(source.offset)) + source.offset;
    for found in &mut found {
        if let Some((start, end)) = found.span.as_mut().and_then(|span| span.range.as_mut()) {
            (*start, *end) = (original(*start), original(*end));
        }
    }
    let segments = body.segments.iter_mut().chain(outline.summary.iter_mut().flatten());
    segments.for_each(|segment| segment.move_places(&original));
    diagnostics.append(&mut found);
    Rendered { body, outline, words }
}

/// What was done to a customer's words is said.
fn add_edit(fields: &mut Fields, edit: Edit) {
    let edits = fields.edits.get_or_insert_default();
    if !edits.contains(&edit) {
        edits.push(edit);
    }
}

/// A document in place of a file that cannot be read as text.
pub fn unreadable(path: &SourcePath, kind: Kind) -> File {
    let name = FileName::read(path, &[]);
    let document = Document {
        path: path.clone(),
        kind,
        lang_suffix: None,
        name: name.stem,
        name_date: None,
        is_bundle: name.is_bundle,
        fields: Arc::default(),
        field_spans: Vec::new(),
        hidden_names: Vec::new(),
        cascade: None,
        is_broken: true,
        outline: Outline::default(),
    };
    File { document: Arc::new(document), body: Hashed::new(Body::default()) }
}

/// What a file name says: `2026-03-14-late-parcel.es.md`.
struct FileName {
    stem: String,
    date: Option<When>,
    lang: Option<String>,
    is_bundle: bool,
}

impl FileName {
    fn read(path: &SourcePath, languages: &[String]) -> Self {
        let stem = path.file_name();
        let stem = stem.strip_suffix(".md").or_else(|| stem.strip_suffix(".markdown")).unwrap_or(stem);
        let (stem, lang) = match stem.rsplit_once('.') {
            Some((stem, code)) if languages.iter().any(|known| known == code) => (stem, Some(code.to_owned())),
            _ => (stem, None),
        };
        let is_bundle = stem == "index";
        let stem = if is_bundle { path.folder().rsplit('/').next().unwrap_or("") } else { stem };
        let dated = stem.get(..10).and_then(When::parse).filter(|_| stem.len() > 11 && stem.is_char_boundary(11));
        let (stem, date) = match dated {
            Some(date) if matches!(&stem[10..11], "-" | "_") => (&stem[11..], Some(date)),
            _ => (stem, None),
        };
        let slugged = slug(stem);
        Self { stem: if slugged.is_empty() { stem.to_owned() } else { slugged }, date, lang, is_bundle }
    }
}

/// Whether a source is a document, by its name.
pub fn is_markdown(path: &SourcePath) -> bool {
    let name = path.file_name();
    name.ends_with(".md") || name.ends_with(".markdown")
}

/// Whether a source is a folder's own page: `_index.md`, `_index.es.md`.
pub fn is_section(path: &SourcePath) -> bool {
    is_markdown(path) && path.file_name().starts_with("_index.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_may_hold_date_and_language() {
        let languages = ["es".to_owned()];
        let read = |path: &str| {
            let name = FileName::read(&SourcePath::new(path), &languages);
            (name.stem, name.date.map(|date| date.to_string()), name.lang)
        };
        assert_eq!(
            read("a/2026-03-14-late-parcel.es.md"),
            ("late-parcel".into(), Some("2026-03-14".into()), Some("es".into()))
        );
        assert_eq!(read("a/012-netzpolitik.org.md"), ("012-netzpolitik-org".into(), None, None));
        assert_eq!(read("a/gate-14/index.md"), ("gate-14".into(), None, None));
        assert_eq!(read("a/2026-03-14.md"), ("2026-03-14".into(), None, None));
    }
}
