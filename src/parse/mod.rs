//! One file to one document: a pure function of its path, its text and the markdown settings.
//! It never fails: it gives as much of a document as there is, and says what is wrong.

mod admonitions;
mod agreed;
mod answer;
mod callouts;
mod clean;
mod component;
pub mod data;
mod events;
mod field_names;
mod front_matter;
mod header;
mod heading;
mod highlight;
mod html;
mod inline;
mod lines;
mod links;
mod linter;
mod markdown;
mod math;
mod older_mail;
mod other_names;
mod place;
mod redact;
mod rewritten;
mod signs;
mod split;
mod syntax;
mod text;
pub mod toml;
mod visibility;
mod wiki_links;
mod yaml;
mod yaml_errors;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use lines::Doubt;

use crate::diag::{Diagnostic, Span, Warned};
use crate::digest::Hashed;
use crate::model::{
    Body, DateValue, Document, Edit, Fields, File, Kind, Outline, OwnNames, Segment, Trust, files_in_text,
    folder_and_language, language_called,
};
use crate::path::{SourcePath, document_stem};
use crate::text::{letters_of_id, slug};

pub use agreed::Agreed;
pub use answer::Answer;
pub use front_matter::schema;
pub use links::{Target, classify, is_safe_scheme};
pub use markdown::{Rendered, Settings, Source, render};
pub use older_mail::may_show_sender;
pub use place::{Place, is_document, is_section};
pub use redact::{NamesAround, NamesTogether, REMNANT};
pub use split::Format as FrontFormat;
use split::Split;
pub use text::cut;

/// The longest testimonial that lists show whole, in words.
const WHOLE_WORDS: u32 = 400;

/// The front matter of a file that is being written, without its fences, and its language: it may not be closed yet, and
/// need not hold a whole field.
pub fn front_matter_of(text: &str) -> Option<(FrontFormat, Range<usize>)> {
    let Split { front, doubt, .. } = split::split(text);
    front.or_else(|| match doubt {
        Some(Doubt::Unclosed(open)) => {
            let format = match text[open.clone()].trim_start().chars().next()? {
                '-' => FrontFormat::Yaml,
                '+' => FrontFormat::Toml,
                _ => FrontFormat::Json,
            };
            Some((format, open.end..text.len()))
        }
        Some(Doubt::Foreign(_) | Doubt::Alike(_)) => None,
        None => {
            let inner = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"))?;
            let start = text.len() - inner.len();
            let end = inner.find("\n---").map_or(text.len(), |end| start + end + 1);
            Some((FrontFormat::Yaml, start..end))
        }
    })
}

/// A file without what names no file in its front matter, which ends at `end`: comments, which are not shown, and in TOML
/// the names of fields, which may hold dots.
fn without_names(text: &str, end: usize, format: Option<split::Format>) -> Cow<'_, str> {
    let (front, rest) = text.split_at(end);
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
    let value = |line: &str| -> Option<usize> {
        let start = line.trim_start();
        let indent = line.len() - start.len();
        if start.starts_with('#') {
            return Some(line.len());
        }
        if format != Some(split::Format::Toml) {
            return None;
        }
        let name = start.trim_start_matches('[');
        let end = name.find(|c| !is_bare(c))?;
        let is_name =
            name[..end].contains('.') && name[end..].starts_with(if name.len() < start.len() { ']' } else { '=' });
        is_name.then_some(indent + (start.len() - name.len()) + end)
    };
    if !front.lines().any(|line| value(line).is_some()) {
        return Cow::Borrowed(text);
    }
    let kept: String = front.split_inclusive('\n').map(|line| &line[value(line).unwrap_or(0)..]).collect();
    Cow::Owned(kept + rest)
}

/// Parses a Markdown file.
pub fn parse(path: &SourcePath, text: &str, place: &Place, settings: &Settings) -> Warned<File> {
    let mut diagnostics = Vec::new();
    let whole = text;
    let split = split::split(text);
    let front_end = split.front.as_ref().map_or(0, |(_, range)| range.end);
    let format = split.front.as_ref().map(|(format, _)| *format);
    let doubt = split.doubt.and_then(|doubt| doubtful(path, text, doubt, place.kind));
    let mut body = if doubt.is_some() { text.len()..text.len() } else { split.body };
    diagnostics.extend(doubt);
    let front = match split.front {
        Some((format, range)) => {
            let front = (&text[range.clone()], range.start);
            front_matter::read(path, format, front, place, &mut diagnostics)
        }
        // Cascades and other versions may still hide a name in it.
        None => front_matter::read(path, split::Format::Toml, ("", 0), place, &mut diagnostics),
    };
    let is_broken = diagnostics.iter().any(|found| matches!(found.code, "E0101" | "E0106" | "E0121"));
    let mut name = FileName::read(path, place.languages);
    let kind = front.kind.unwrap_or(place.kind);
    let keeps_words = front.fields.quote.is_some();
    let redaction = front.redaction.as_ref();
    let mut fields = front.fields;
    let mut anchor = None;
    let heading = heading::at_top(&text[body.clone()]);
    if let Some(heading) = heading.filter(|heading| heading.is_title_of(kind, &fields, redaction)) {
        anchor = Some(slug(&heading.title)).filter(|id| !id.is_empty());
        if fields.title.is_none() {
            fields.title = Some(heading.title);
        }
        body.start += heading.length;
    }
    // A testimonial's words may stand in its front matter alone.
    let words = front.words.filter(|_| text[body.clone()].trim().is_empty() && kind == Kind::Testimonial);
    let (text, offset) = match &words {
        Some((words, offset)) => (words.as_str(), *offset),
        None => (&text[body.clone()], body.start),
    };
    let source = Source { path, offset, trust: kind.trust(), keeps_words, redaction };
    let Rendered { mut body, mut outline, words, is_redacted } =
        markdown::render(text, &source, settings, &mut diagnostics);
    if let Some(id) = anchor.filter(|id| outline.anchors.binary_search(id).is_err()) {
        // The page's own heading has no id; links to this one still lead to the top of the text.
        body.segments.insert(0, Segment::Html(format!("<span id=\"{id}\"></span>\n")));
        outline.anchors_by_letters.push((letters_of_id(&id), id.clone()));
        outline.anchors_by_letters.sort_unstable();
        outline.anchors.push(id);
        outline.anchors.sort_unstable();
    }
    diagnostics.extend(name.no_day.take().map(|date| {
        Diagnostic::warning("W0129", format!("the file's name begins with {date}, which is no day"))
            .at(Span::file(path))
            .help("mend the date; until then the document has none, and its address holds these numbers")
    }));
    let is_silent = body.segments.is_empty() && fields.quote.is_none() && fields.echo_of.is_none();
    // Whoever begins a draft writes them later.
    if kind.is_voice() && is_silent && !is_broken && fields.draft != Some(true) {
        diagnostics.push(
            Diagnostic::warning("W0130", format!("this {} has no words", kind.word()))
                .at(Span::at(path, 0..0))
                .help("write them below the front matter; or set `draft = true` until they are there"),
        );
    }
    if is_redacted {
        add_edit(&mut fields, Edit::Redacted);
    }
    let quote = fields.quote.as_deref().zip(words).filter(|(quote, words)| !linter::is_quoted_from(quote, words));
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
    let searched = if is_broken { Cow::Borrowed(whole) } else { without_names(whole, front_end, format) };
    outline.files.extend(front.files.into_iter().chain(files_in_text(&searched)));
    outline.files.sort_unstable();
    outline.files.dedup();
    let hidden_names = redaction.map(|redaction| redaction.names().to_vec()).unwrap_or_default();
    if let Some(redaction) = redaction {
        name.stem = redaction.address(&name.stem);
    }
    let document = Document {
        path: path.clone(),
        kind,
        folder: name.folder,
        lang_suffix: name.lang,
        name: name.stem,
        name_date: name.date,
        is_bundle: name.is_bundle,
        fields: Arc::new(fields),
        field_spans: front.spans,
        hidden_names,
        own_names: front.own_names,
        cascade: front.cascade,
        is_broken,
        outline,
    };
    Warned { value: File { document: Arc::new(document), body: Hashed::new(body) }, diagnostics }
}

/// What is said of lines that may be front matter; nothing where they may stand as text.
fn doubtful(path: &SourcePath, text: &str, doubt: Doubt, place: Kind) -> Option<Diagnostic> {
    match doubt {
        Doubt::Unclosed(range) => {
            let fence = text[range.clone()].trim_matches(lines::is_blank);
            let end = match fence.chars().next() {
                Some('{') => "the object with its `}`".to_owned(),
                Some(sign) => format!("it with a line that holds only `{}`", String::from(sign).repeat(3)),
                None => "it".to_owned(),
            };
            let found = Diagnostic::error("E0106", "this front matter is never closed").at(Span::at(path, range));
            Some(found.help(format!("end {end}")))
        }
        Doubt::Alike(_) if place.trust() == Trust::Own => None,
        Doubt::Foreign(range) | Doubt::Alike(range) => Some(
            Diagnostic::error("E0121", "these lines look like front matter, and are not read as such here")
                .at(Span::at(path, range))
                .help(
                    "put all fields at the top, between two lines of `---` (YAML) or `+++` (TOML); \
                     if the lines are text, begin the file with two lines of `+++`, and write `***` for a rule",
                ),
        ),
    }
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
        folder: name.folder,
        lang_suffix: None,
        name: name.stem,
        name_date: None,
        is_bundle: name.is_bundle,
        fields: Arc::default(),
        field_spans: Vec::new(),
        hidden_names: Vec::new(),
        own_names: OwnNames::default(),
        cascade: None,
        is_broken: true,
        outline: Outline::default(),
    };
    File { document: Arc::new(document), body: Hashed::new(Body::default()) }
}

/// What a file name says: `2026-03-14-late-parcel.es.md`.
struct FileName {
    folder: String,
    stem: String,
    date: Option<DateValue>,
    /// A date that there is not, with which it begins.
    no_day: Option<String>,
    lang: Option<String>,
    is_bundle: bool,
}

impl FileName {
    fn read(path: &SourcePath, languages: &[String]) -> Self {
        let stem = path.file_name();
        let stem = document_stem(stem).unwrap_or(stem);
        let (folder, of_folder) = folder_and_language(path.folder(), languages);
        let called = stem.rsplit_once('.').and_then(|(stem, code)| Some((stem, language_called(code, languages)?)));
        let (stem, lang) = called.map_or((stem, of_folder), |(stem, code)| (stem, Some(code)));
        // In a folder of its own the first language is what it is without.
        let is_first = called.is_none() && lang == languages.first().map(String::as_str);
        let lang = lang.filter(|_| !is_first).map(str::to_owned);
        let is_bundle = stem == "index";
        let stem = if is_bundle { path.folder().rsplit('/').next().unwrap_or("") } else { stem };
        let (stem, date, no_day) = match dated(stem) {
            Some((rest, date)) => match DateValue::parse_any(date) {
                Some(date) => (rest, Some(date), None),
                None => (stem, None, Some(date.to_owned())),
            },
            None => (stem, None, None),
        };
        let slugged = slug(stem);
        let stem = if slugged.is_empty() { stem.to_owned() } else { slugged };
        Self { folder: folder.to_owned(), stem, date, no_day, lang, is_bundle }
    }
}

/// The rest of a name that begins with a date, `2026-03-14-late-parcel` or `2026-3-4_late-parcel`, and the date, which
/// may be no day.
fn dated(stem: &str) -> Option<(&str, &str)> {
    let is_dash = |c: &char| matches!(c, '-' | '_');
    let end = stem.char_indices().filter(|(_, c)| is_dash(c)).nth(2).map(|(at, _)| at)?;
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let date = &stem[..end];
    let is_date = date.split('-').count() == 3 && date.split('-').all(is_number) && date.find('-') == Some(4);
    let rest = stem.get(end + 1..).filter(|rest| !rest.is_empty() && is_date)?;
    Some((rest, date))
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
        assert_eq!(read("a/2026-3-4-x.mdx"), ("x".into(), Some("2026-03-04".into()), None));
        assert_eq!(read("a/2024-02-30-x.md"), ("2024-02-30-x".into(), None, None));
    }
}
