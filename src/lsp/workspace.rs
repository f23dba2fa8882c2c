//! A site that is open in an editor: what is shown of it and not saved, what was built last, and what is wrong with it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::Timestamp;
use lsp_types::{
    CodeActionOrCommand, DiagnosticSeverity, NumberOrString, Position, PublishDiagnosticsParams, Range, Uri,
};

use super::actions;
use super::positions::{Lines, path_of, uri_of};
use super::question::Question;
use crate::check::drawn;
use crate::config::FILE;
use crate::diag::{Diagnostic, Severity};
use crate::path::SourcePath;
use crate::pipeline::{self, Builder, Built, Project};
use crate::source::ChangeSet;

/// What is wrong with a file, and how the editor is told.
type Told = Vec<(Diagnostic, lsp_types::Diagnostic)>;

/// A site in an editor.
pub struct Workspace {
    root: PathBuf,
    builder: Builder,
    built: Option<Built>,
    /// What may have changed since.
    changes: Option<ChangeSet>,
    open: BTreeMap<SourcePath, OpenFile>,
    told: BTreeMap<SourcePath, Told>,
    /// Whether time goes on.
    clock: bool,
}

/// A file that the editor shows.
struct OpenFile {
    /// As the editor calls it.
    uri: Uri,
    text: String,
}

impl Workspace {
    /// A site of which nothing is known yet; where time does not go on, it stays at the moment of the project.
    pub fn new(project: Project, clock: bool) -> Self {
        let (root, builder) = (project.root.clone(), Builder::new(project));
        Self {
            root,
            builder,
            built: None,
            changes: Some(ChangeSet::Everywhere),
            open: BTreeMap::new(),
            told: BTreeMap::new(),
            clock,
        }
    }

    /// Takes over a text that the editor shows.
    pub fn open(&mut self, uri: &Uri, text: String) {
        let Some(path) = self.source(uri) else { return };
        self.builder.set_unsaved(path.clone(), Some(text.clone()));
        self.changed(ChangeSet::At([self.root.join(path.as_str())].into()));
        self.open.insert(path, OpenFile { uri: uri.clone(), text });
    }

    /// Lets go of a text: what is on the disk counts again.
    pub fn close(&mut self, uri: &Uri) {
        let Some(path) = self.source(uri) else { return };
        self.builder.set_unsaved(path.clone(), None);
        self.changed(ChangeSet::At([self.root.join(path.as_str())].into()));
        self.open.remove(&path);
    }

    /// Takes note that files may have changed.
    pub fn changed(&mut self, changes: ChangeSet) {
        let changes = match changes {
            // An editor may call the folder by another name than the system does.
            ChangeSet::At(paths) => {
                let own = |path: &PathBuf| {
                    let known = path.starts_with(&self.root);
                    if known { Some(path.clone()) } else { path.canonicalize().ok() }
                };
                ChangeSet::At(paths.iter().filter_map(own).filter(|path| path.starts_with(&self.root)).collect())
            }
            everywhere => everywhere,
        };
        self.changes.get_or_insert_default().also(changes);
    }

    /// What changed in what is wrong, file by file, after a build of what changed.
    pub fn news(&mut self) -> Vec<PublishDiagnosticsParams> {
        let Some(changes) = self.changes.take() else { return Vec::new() };
        if self.clock {
            self.builder.set_now(Timestamp::now());
        }
        let built = self.builder.build(&changes);
        let mut found: Vec<Diagnostic> = built.all().into_iter().cloned().collect();
        if !built.failed() {
            found.extend(self.of_pages(&built));
        }
        // What is wrong with the config hides the site that could be asked about: the last one is better than none.
        if built.site.is_some() || self.built.is_none() {
            self.built = Some(built);
        }
        self.tell(found)
    }

    /// What the pages of the open files show: templates that fail, pictures without words, dead links.
    fn of_pages(&self, built: &Built) -> Vec<Diagnostic> {
        let Some(site) = &built.site else { return Vec::new() };
        let mut found = Vec::new();
        let is_open = |path: &SourcePath| self.open.contains_key(path);
        for page in site.pages.iter().filter(|page| page.source.as_ref().is_some_and(is_open)) {
            match site.render(page, &site.input(page)) {
                Ok(Some(bytes)) => found.extend(drawn::look(site, page, &bytes).found),
                Ok(None) => {}
                Err(wrong) => found.extend(wrong),
            }
        }
        let mut found = drawn::gather(found);
        self.builder.finalize(&mut found, &site.model.config.check);
        found
    }

    fn tell(&mut self, found: Vec<Diagnostic>) -> Vec<PublishDiagnosticsParams> {
        let config = SourcePath::new(FILE);
        let mut by_file: BTreeMap<SourcePath, Vec<Diagnostic>> = BTreeMap::new();
        for one in found {
            let path = one.span.as_ref().map_or(&config, |span| &span.path).clone();
            by_file.entry(path).or_default().push(one);
        }
        let now: BTreeMap<SourcePath, Told> = by_file
            .into_iter()
            .map(|(path, found)| {
                let text = self.text(&path).unwrap_or_default();
                let lines = Lines::new(&text);
                let told = found.into_iter().map(|one| {
                    let shown = shown(&one, &lines);
                    (one, shown)
                });
                (path, told.collect())
            })
            .collect();
        let before = std::mem::replace(&mut self.told, now);
        let files = self.told.keys().chain(before.keys().filter(|path| !self.told.contains_key(*path)));
        let is_new = |path: &&SourcePath| {
            let shown = |all: &BTreeMap<SourcePath, Told>| {
                all.get(*path).map(|told| told.iter().map(|(_, shown)| shown.clone()).collect::<Vec<_>>())
            };
            shown(&before) != shown(&self.told)
        };
        let params = files.filter(is_new).filter_map(|path| {
            let told = self.told.get(path).map(Vec::as_slice).unwrap_or_default();
            let diagnostics = told.iter().map(|(_, shown)| shown.clone()).collect();
            Some(PublishDiagnosticsParams { uri: self.uri(path)?, diagnostics, version: None })
        });
        params.collect()
    }

    /// Answers a question about a place; nothing where the site could not be read so far, or the file is not open.
    pub fn at<T>(&self, uri: &Uri, position: Position, answer: impl FnOnce(&Question) -> T) -> Option<T> {
        let path = self.source(uri)?;
        let text = &self.open.get(&path)?.text;
        let site = self.built.as_ref()?.site.as_deref()?;
        let at = Lines::new(text).offset(position);
        Some(answer(&Question { root: &self.root, site, path: &path, text, at }))
    }

    /// What could be written in place of what is wrong in a part of a file.
    pub fn actions(&self, uri: &Uri, range: Range) -> Vec<CodeActionOrCommand> {
        let found = self.source(uri).and_then(|path| Some((self.open.get(&path)?, self.told.get(&path)?)));
        found.map_or_else(Vec::new, |(file, told)| actions::fixes(uri, &file.text, range, told))
    }

    /// A file as the site calls it; `None` for those of other folders.
    fn source(&self, uri: &Uri) -> Option<SourcePath> {
        let file = path_of(uri)?;
        SourcePath::below(&self.root, &file).or_else(|| SourcePath::below(&self.root, &file.canonicalize().ok()?))
    }

    fn uri(&self, path: &SourcePath) -> Option<Uri> {
        match self.open.get(path) {
            Some(open) => Some(open.uri.clone()),
            None => uri_of(&self.root.join(path.as_str())),
        }
    }

    fn text(&self, path: &SourcePath) -> Option<String> {
        match self.open.get(path) {
            Some(open) => Some(open.text.clone()),
            None => pipeline::text_of(&self.root, path),
        }
    }
}

/// A finding as editors show it.
fn shown(found: &Diagnostic, lines: &Lines) -> lsp_types::Diagnostic {
    let (start, end) = found.span.as_ref().and_then(|span| span.range).unwrap_or((0, 0));
    let mut message = found.message.to_string();
    if !found.label.is_empty() {
        message.push_str(&format!(": {}", found.label));
    }
    for note in &found.notes {
        message.push_str(&format!("\n{note}"));
    }
    if let Some(help) = &found.help {
        message.push_str(&format!("\nhelp: {help}"));
    }
    lsp_types::Diagnostic {
        range: lines.range(&(start..end.max(start))),
        severity: Some(match found.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
        }),
        code: Some(NumberOrString::String(found.code.to_owned())),
        source: Some("anecdote".to_owned()),
        message,
        ..lsp_types::Diagnostic::default()
    }
}
