//! Problems are data: found anywhere, collected, sorted, all shown together.

pub mod codes;
mod level;
mod places;
mod render;
mod secrets;
mod suggest;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::AhoCorasick;
use serde::Serialize;

use crate::path::SourcePath;

pub use level::{DiagnosticLevel, is_free, usual};
pub use places::Place;
use places::Places;
pub use render::{Style, render, render_github, render_json};
pub use secrets::secret_of;
pub use suggest::nearest;

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

    /// What is written between backticks or quotes after "did you mean", in the label or the help.
    pub fn suggested(&self) -> Option<&str> {
        let said = [Some(self.label.as_str()), self.help.as_deref()];
        let meant = said.into_iter().flatten().find_map(|text| text.strip_prefix("did you mean "))?;
        let meant = meant.strip_suffix('?')?;
        Some(meant.trim_matches(['`', '"']))
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
pub struct Warned<T> {
    /// As much as could be made.
    pub value: T,
    /// What could not.
    pub diagnostics: Vec<Diagnostic>,
}

/// Sorts by severity, file and position, drops repetitions, and says where to read on for those that have no way
/// out of their own. `read` gives the text of a source file.
pub fn finalize(diagnostics: &mut Vec<Diagnostic>, read: &dyn Fn(&SourcePath) -> Option<String>) {
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
    let mut by_file: BTreeMap<SourcePath, Vec<&mut Diagnostic>> = BTreeMap::new();
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.place.is_none()) {
        let Some(Span { path, range: Some(_) }) = &diagnostic.span else { continue };
        by_file.entry(path.clone()).or_default().push(diagnostic);
    }
    for (path, mut there) in by_file {
        let Some(text) = read(&path) else { continue };
        there.sort_by(|a, b| a.span.cmp(&b.span));
        let mut places = Places::new(&text);
        for diagnostic in there {
            let range = diagnostic.span.as_ref().and_then(|span| span.range);
            diagnostic.place = range.map(|range| places.of(range));
        }
    }
}

/// Looks for the texts whose place is not known, file by file: each file is read once for all of them.
fn find(diagnostics: &mut [Diagnostic], read: &dyn Fn(&SourcePath) -> Option<String>) {
    let mut open: Vec<(&mut Diagnostic, Sought)> = Vec::new();
    for diagnostic in diagnostics {
        if let Some(sought) = diagnostic.sought.take().filter(|sought| !sought.text.is_empty()) {
            open.push((diagnostic, *sought));
        }
    }
    let mut texts: BTreeMap<SourcePath, Option<String>> = BTreeMap::new();
    for likely in 0.. {
        open.retain(|(_, sought)| sought.among.len() > likely);
        let mut by_file: BTreeMap<SourcePath, BTreeMap<String, Option<usize>>> = BTreeMap::new();
        for (_, sought) in &open {
            by_file.entry(sought.among[likely].clone()).or_default().insert(sought.text.clone(), None);
        }
        if by_file.is_empty() {
            return;
        }
        for (path, wanted) in &mut by_file {
            let text = texts.entry(path.clone()).or_insert_with(|| read(path));
            first_of_each(text.as_deref().unwrap_or(""), wanted);
        }
        open.retain_mut(|(diagnostic, sought)| {
            let path = &sought.among[likely];
            let at = by_file.get(path).and_then(|places| places.get(&sought.text).copied().flatten());
            if let Some(at) = at {
                diagnostic.span = Some(Span::at(path, at..at + sought.text.len()));
            }
            at.is_none()
        });
    }
}

/// Where each of some texts stands first, in one pass however many they are.
fn first_of_each(text: &str, wanted: &mut BTreeMap<String, Option<usize>>) {
    if let [(only, place)] = &mut wanted.iter_mut().collect::<Vec<_>>()[..] {
        **place = text.find(only.as_str());
        return;
    }
    let Ok(automaton) = AhoCorasick::new(wanted.keys()) else { return };
    let mut places: Vec<&mut Option<usize>> = wanted.values_mut().collect();
    for found in automaton.find_overlapping_iter(text) {
        places[found.pattern()].get_or_insert(found.start());
    }
}
