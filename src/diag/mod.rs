//! Problems are data: found anywhere, collected, sorted, all shown together.

pub mod codes;
mod render;
mod suggest;
mod weight;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use crate::path::SourcePath;
pub use render::{Style, render, render_github, render_json};
pub use suggest::nearest;
pub use weight::{Weight, is_free, usual};

/// How much a problem weighs: an error stops the build, a warning does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is written while one stands.
    Error,
    /// Worth a look; the site is built.
    Warning,
}

/// Where a problem is: a file, and the bytes of it that matter when they are known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The user's own file.
    pub path: SourcePath,
    /// Byte range from the file's first byte, front matter included.
    pub range: Option<(usize, usize)>,
}

impl Span {
    /// A whole file.
    pub fn file(path: &SourcePath) -> Self {
        Self { path: path.clone(), range: None }
    }

    /// Some bytes of a file.
    pub fn at(path: &SourcePath, range: Range<usize>) -> Self {
        Self { path: path.clone(), range: Some((range.start, range.end)) }
    }
}

/// The place of a span as people count: from one, in characters, with the text of its line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The line's text, shortened when very long.
    pub excerpt: String,
    /// The bytes of `excerpt` that the span covers.
    #[serde(skip)]
    pub mark: (usize, usize),
}

impl Place {
    /// The column after the last marked character of the line, from 1.
    pub fn end_column(&self) -> usize {
        self.column + self.excerpt[self.mark.0..self.mark.1].chars().count()
    }
}

/// A text whose place is still to be found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sought {
    /// As it is written.
    pub text: String,
    /// The files that may hold it, the likeliest first.
    pub among: Vec<SourcePath>,
}

/// One problem: what, where, and a way out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// A stable code, `E0102`.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// One sentence, lower case, no full stop.
    pub message: Cow<'static, str>,
    /// Where it is; `None` for the command line.
    pub span: Option<Span>,
    /// Said beside the marked text.
    pub label: String,
    /// Other places and circumstances: the page being rendered, the second file of a pair.
    pub notes: Vec<String>,
    /// What to do about it.
    pub help: Option<Cow<'static, str>>,
    /// What to look for where the place is not known.
    pub sought: Option<Box<Sought>>,
    /// Filled in by [`locate`].
    pub place: Option<Place>,
}

impl Diagnostic {
    /// A problem that stops the build.
    pub fn error(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(code, Severity::Error, message)
    }

    /// A problem that does not.
    pub fn warning(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(code, Severity::Warning, message)
    }

    fn new(code: &'static str, severity: Severity, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            span: None,
            label: String::new(),
            notes: Vec::new(),
            help: None,
            sought: None,
            place: None,
        }
    }

    /// Says where.
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Says what to look for, and where, so that its place can be shown.
    pub fn sought(mut self, text: &str, among: impl IntoIterator<Item = SourcePath>) -> Self {
        self.sought = Some(Box::new(Sought { text: text.to_owned(), among: among.into_iter().collect() }));
        self
    }

    /// Says something beside the marked text.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Says how to go on.
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds "did you mean" when there is something near, else lists what is known.
    pub fn suggest<'a>(self, wrong: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Self {
        match nearest(wrong, known.clone()) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => {
                let known: Vec<&str> = known.into_iter().take(12).collect();
                if known.is_empty() { self } else { self.help(format!("known: {}", known.join(", "))) }
            }
        }
    }

    /// Adds a circumstance.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// The order in which problems are shown.
    pub fn compare(&self, other: &Self) -> std::cmp::Ordering {
        let place = self.severity.cmp(&other.severity).then_with(|| self.span.cmp(&other.span));
        place.then_with(|| self.code.cmp(other.code)).then_with(|| self.message.cmp(&other.message))
    }
}

/// A value and what was found wrong on the way to it.
#[derive(Debug)]
pub struct Parsed<T> {
    /// As much as could be made.
    pub value: T,
    /// What could not.
    pub diagnostics: Vec<Diagnostic>,
}

/// Sorts by severity, file and position, drops repetitions, and says where to read on for those that have no way
/// out of their own. `read` gives the text of a source file.
pub fn settle(diagnostics: &mut Vec<Diagnostic>, read: &dyn Fn(&SourcePath) -> Option<String>) {
    find(diagnostics, read);
    diagnostics.sort_by(Diagnostic::compare);
    diagnostics.dedup();
    for diagnostic in diagnostics {
        diagnostic.help.get_or_insert_with(|| format!("`anecdote explain {}` says more", diagnostic.code).into());
        shorten(&mut diagnostic.message);
        diagnostic.help.iter_mut().for_each(shorten);
    }
}

/// A value of a million characters may be wrong: its beginning says which it is.
fn shorten(text: &mut Cow<'static, str>) {
    const LONGEST: usize = 600;
    if text.len() > LONGEST {
        *text = format!("{}…", &text[..text.floor_char_boundary(LONGEST)]).into();
    }
}

/// Fills in lines and columns, for those that are shown: there may be many more.
pub fn locate(diagnostics: &mut [Diagnostic], read: &dyn Fn(&SourcePath) -> Option<String>) {
    let mut last: Option<(SourcePath, Option<String>)> = None;
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.place.is_none()) {
        let Some(Span { path, range: Some(range) }) = &diagnostic.span else { continue };
        if last.as_ref().is_none_or(|(known, _)| known != path) {
            last = Some((path.clone(), read(path)));
        }
        if let Some((_, Some(text))) = &last {
            diagnostic.place = Some(place(text, *range));
        }
    }
}

/// Looks for the texts whose place is not known.
fn find(diagnostics: &mut [Diagnostic], read: &dyn Fn(&SourcePath) -> Option<String>) {
    let mut texts: BTreeMap<SourcePath, Option<String>> = BTreeMap::new();
    for diagnostic in diagnostics {
        let Some(sought) = diagnostic.sought.take().filter(|sought| !sought.text.is_empty()) else { continue };
        let found = sought.among.into_iter().find_map(|path| {
            let text = texts.entry(path.clone()).or_insert_with(|| read(&path)).as_ref()?;
            text.find(&sought.text).map(|at| Span::at(&path, at..at + sought.text.len()))
        });
        diagnostic.span = found.or(diagnostic.span.take());
    }
}

/// Turns a byte range into a line, a column and the line's text.
fn place(text: &str, (start, end): (usize, usize)) -> Place {
    const WIDEST: usize = 160;
    let floor = |at: usize| text.floor_char_boundary(at.min(text.len()));
    let (start, end) = (floor(start), floor(end.max(start)));
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let line = text[..start].matches('\n').count() + 1;
    let column = text[line_start..start].chars().count() + 1;
    // A line of a million characters is shown around the place that matters.
    let from = text.floor_char_boundary(start.saturating_sub(WIDEST / 2).max(line_start));
    let from = if start - line_start < WIDEST { line_start } else { from };
    let to = text.floor_char_boundary(line_end.min(from + WIDEST));
    // What commands terminals is replaced by what is as long, so that the mark stays where it is.
    let as_long = |c: char| match (c.is_control(), c.len_utf8()) {
        (false, _) => c,
        (true, 1) => ' ',
        (true, _) => '·',
    };
    // What begins before the excerpt may end in it.
    const WIDER: usize = 2048;
    let wide_from = text.floor_char_boundary(from.saturating_sub(WIDER).max(line_start));
    let wide_to = text.ceil_char_boundary((to + WIDER).min(line_end));
    let wide = without_secrets(&text[wide_from..wide_to]);
    let shown = &wide[from - wide_from..to - wide_from];
    let excerpt: String = shown.trim_end_matches('\r').chars().map(as_long).collect();
    // A byte order mark has no width, and would shift what is marked.
    let bom = if excerpt.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let excerpt = excerpt[bom..].to_owned();
    let from = from + bom;
    let clamp = |at: usize| excerpt.floor_char_boundary(at.saturating_sub(from).min(excerpt.len()));
    let mark = (clamp(start), clamp(end.min(line_end)));
    Place { line, column, excerpt, mark }
}

/// An address in three: what stands before its user name and password, these, and what stands after their `@`;
/// `None` where it has none. Browsers take any number of slashes of either kind for the two (URL standard).
pub fn secret_of(address: &str) -> Option<(&str, &str, &str)> {
    let scheme = address.find(':')? + 1;
    let slashes = address[scheme..].find(|c| !matches!(c, '/' | '\\')).filter(|slashes| *slashes > 0)?;
    let (before, rest) = address.split_at(scheme + slashes);
    let end = rest.find(|c: char| matches!(c, '/' | '\\' | '?' | '#') || c.is_whitespace()).unwrap_or(rest.len());
    let at = rest[..end].rfind('@')?;
    Some((before, &rest[..at], &rest[at + 1..]))
}

/// A line without the passwords of its addresses, as long as it was: it may be shown to many.
fn without_secrets(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut from = 0;
    for (at, _) in line.match_indices("://") {
        let Some((_, secret, after)) = secret_of(&line[at..]) else { continue };
        let start = line.len() - after.len() - 1 - secret.len();
        if start < from {
            continue;
        }
        out.push_str(&line[from..start]);
        out.extend(std::iter::repeat_n('*', secret.len()));
        from = start + secret.len();
    }
    out.push_str(&line[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_shown_with_a_password() {
        let line =
            "[x](https://ada:päss@a.example/b@c) and http:\\u@h http://b.example/@d <ftp://t:1@x> https://a@b@c/";
        let shown = without_secrets(line);
        assert_eq!(shown.len(), line.len());
        assert_eq!(
            shown,
            "[x](https://*********@a.example/b@c) and http:\\u@h http://b.example/@d <ftp://***@x> https://***@c/"
        );
        assert_eq!(secret_of("https:\\u:p@h/"), Some(("https:\\", "u:p", "h/")));
        assert_eq!(secret_of("https:///u@h/"), Some(("https:///", "u", "h/")));
        assert_eq!(secret_of("mailto:u@h"), None);
    }

    #[test]
    fn a_place_counts_lines_and_characters_from_one() {
        let text = "é = 1\nbrand = \"é\"\n";
        let found = place(text, (text.find("\"é").unwrap(), text.len() - 1));
        assert_eq!((found.line, found.column), (2, 9));
        assert_eq!(&found.excerpt[found.mark.0..found.mark.1], "\"é\"");
    }

    #[test]
    fn a_place_in_a_huge_line_is_shown_around_the_mark() {
        let text = "x".repeat(1_000_000);
        let found = place(&text, (500_000, 500_004));
        assert!(found.excerpt.len() <= 160);
        assert_eq!(found.column, 500_001);
        assert_eq!(found.mark.1 - found.mark.0, 4);
    }
}
