//! The files below `content/`, listed once and kept up to date.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use glob::Pattern;
use walkdir::{DirEntry, WalkDir};

use super::{Look, is_leftover};
use crate::diag::{Diagnostic, Span};
use crate::parse::is_markdown;
use crate::path::SourcePath;
use crate::stamp::Stamp;

/// The files below `content/`.
#[derive(Debug, Default)]
pub struct Sources {
    /// Markdown.
    pub documents: BTreeMap<SourcePath, Stamp>,
    /// Everything else, which travels with it.
    pub assets: Arc<BTreeMap<SourcePath, Stamp>>,
    /// What could not be listed.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether anything was reached by a link, so that one change may show at two places.
    has_links: bool,
    ignore: Vec<String>,
}

impl Sources {
    /// Lists the content of a site anew, where it may have changed. Links are followed as long as
    /// they stay within the site's folder.
    pub fn update(&mut self, root: &Path, ignore: &[String], look: &Look) {
        let content = root.join("content");
        let whole = self.has_links || !self.diagnostics.is_empty() || self.ignore != ignore;
        match look {
            Look::At(paths) if !whole && !paths.iter().any(|path| content.starts_with(path)) => {
                for path in outermost(paths).filter(|path| path.starts_with(&content)) {
                    self.forget(root, path);
                    // A leftover's folder may hold nothing that counts.
                    let inner = path.strip_prefix(&content).unwrap_or(path);
                    if !inner.iter().any(is_leftover) {
                        self.walk(root, path);
                    }
                }
            }
            _ => {
                *self = Self { ignore: ignore.to_owned(), ..Self::default() };
                self.walk(root, &content);
            }
        }
    }

    fn forget(&mut self, root: &Path, path: &Path) {
        let Some(path) = SourcePath::below(root, path) else { return };
        for files in [&mut self.documents, Arc::make_mut(&mut self.assets)] {
            let below = SourcePath::new(format!("{path}/"));
            let gone: Vec<SourcePath> = files
                .range(&below..)
                .map(|(file, _)| file)
                .take_while(|file| file.as_str().starts_with(below.as_str()))
                .cloned()
                .collect();
            files.remove(&path);
            gone.iter().for_each(|file| {
                files.remove(file);
            });
        }
    }

    fn walk(&mut self, root: &Path, top: &Path) {
        if top.symlink_metadata().is_err() {
            return;
        }
        let inside = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let ignore: Vec<Pattern> = self.ignore.iter().filter_map(|glob| Pattern::new(glob).ok()).collect();
        let mut escaping = Vec::new();
        let is_content = top == root.join("content");
        let walk = WalkDir::new(top).follow_links(true).sort_by_file_name().into_iter();
        for entry in walk.filter_entry(|entry| wanted(entry, is_content, &inside, &mut escaping)) {
            match entry {
                Ok(entry) => {
                    self.has_links |= entry.path_is_symlink();
                    if entry.file_type().is_file() {
                        self.visit(root, &entry, &ignore);
                    }
                }
                // Gone again since its folder was read.
                Err(error) if error.loop_ancestor().is_none() && is_gone(&error) => {}
                Err(error) => self.diagnostics.push(unreadable(root, &error)),
            }
        }
        self.diagnostics.extend(escaping.iter().map(|path| leads_out(root, path)));
    }

    fn visit(&mut self, root: &Path, entry: &DirEntry, ignore: &[Pattern]) {
        let file = entry.path();
        let Some(path) = SourcePath::below(root, file) else {
            let message = format!("the name of {} is not Unicode, so it has no address", file.display());
            self.diagnostics.push(Diagnostic::error("E0002", message).help("rename it"));
            return;
        };
        let Ok(metadata) = entry.metadata() else { return };
        if is_ignored(&path, ignore) {
            return;
        }
        let files = if is_markdown(&path) { &mut self.documents } else { Arc::make_mut(&mut self.assets) };
        files.insert(path, Stamp::of(&metadata));
    }
}

/// The paths that lie in no other of them.
fn outermost(paths: &BTreeSet<PathBuf>) -> impl Iterator<Item = &PathBuf> {
    let mut last: Option<&PathBuf> = None;
    paths.iter().filter(move |path| {
        let is_inside = last.is_some_and(|last| path.starts_with(last));
        if !is_inside {
            last = Some(path);
        }
        !is_inside
    })
}

/// Passes over leftovers, and over links that lead out of the site's folder.
fn wanted(entry: &DirEntry, is_content: bool, inside: &Path, escaping: &mut Vec<PathBuf>) -> bool {
    if entry.depth() == 0 && is_content {
        return true;
    }
    if is_leftover(entry.file_name()) {
        return false;
    }
    if entry.path_is_symlink() && !entry.path().canonicalize().is_ok_and(|real| real.starts_with(inside)) {
        escaping.push(entry.path().to_owned());
        return false;
    }
    true
}

fn leads_out(root: &Path, path: &Path) -> Diagnostic {
    let found = Diagnostic::warning("W0006", "this link leads out of the site's folder; it is left out")
        .help("copy what it leads to into the site's folder");
    match SourcePath::below(root, path) {
        Some(path) => found.at(Span::file(&path)),
        None => found,
    }
}

/// Whether what could not be read is no longer there; a link that leads nowhere still is.
fn is_gone(error: &walkdir::Error) -> bool {
    error.io_error().is_some_and(|io| io.kind() == std::io::ErrorKind::NotFound)
        && error.path().is_some_and(|path| path.symlink_metadata().is_err())
}

fn unreadable(root: &Path, error: &walkdir::Error) -> Diagnostic {
    let path = error.path().and_then(|path| SourcePath::below(root, path));
    let found = match (error.loop_ancestor(), error.io_error()) {
        (Some(_), _) => Diagnostic::warning("W0004", "this link leads back to a folder above it; it is passed over"),
        (None, Some(io)) if io.kind() == std::io::ErrorKind::NotFound => {
            Diagnostic::warning("W0005", "this link leads nowhere; it is passed over")
        }
        _ => Diagnostic::error("E0001", format!("cannot be read: {error}")),
    };
    match path {
        Some(path) => found.at(Span::file(&path)),
        None => found,
    }
}

/// Whether one of the site's `ignore` globs names a file, by its path or its name.
fn is_ignored(path: &SourcePath, ignore: &[Pattern]) -> bool {
    ignore.iter().any(|pattern| pattern.matches(path.as_str()) || pattern.matches(path.file_name()))
}
