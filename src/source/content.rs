//! The files below `content/`, listed once and kept up to date.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use glob::Pattern;

use super::leftovers::is_copy;
use super::{ChangeSet, FileEntry, Walk, is_leftover};
use crate::config::FILE as CONFIG;
use crate::diag::Diagnostic;
use crate::disk::open;
use crate::parse::is_document;
use crate::path::{SourcePath, is_html};
use crate::stamp::Stamp;

/// The files below `content/`.
#[derive(Debug, Default)]
pub struct Sources {
    /// Markdown, and HTML with front matter.
    pub documents: BTreeMap<SourcePath, Stamp>,
    /// Everything else, of which some travels with it.
    pub assets: Arc<BTreeMap<SourcePath, Stamp>>,
    /// What could not be listed.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether anything was reached by a link, so that one change may show at two places.
    has_links: bool,
    ignore: Vec<String>,
}

impl Sources {
    /// Lists the content of a site anew, where it may have changed.
    pub fn update(&mut self, walk: Walk, ignore: &[String], changes: &ChangeSet) {
        let root = walk.root;
        let content = root.join("content");
        let whole =
            self.has_links || !self.diagnostics.is_empty() || self.ignore != ignore || changes.is_at(root, CONFIG);
        match changes {
            ChangeSet::At(paths) if !whole && !paths.iter().any(|path| content.starts_with(path)) => {
                for path in outermost(paths).filter(|path| path.starts_with(&content)) {
                    self.forget(root, path);
                    // A leftover's folder may hold nothing that counts.
                    let inner = path.strip_prefix(&content).unwrap_or(path);
                    if !inner.iter().any(is_leftover) {
                        self.walk(walk, path);
                    }
                }
            }
            _ => {
                *self = Self { ignore: ignore.to_owned(), ..Self::default() };
                self.walk(walk, &content);
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

    fn walk(&mut self, walk: Walk, top: &Path) {
        let ignore: Vec<Pattern> = self.ignore.iter().filter_map(|glob| Pattern::new(glob).ok()).collect();
        let walked = walk.files(top);
        for FileEntry { path, metadata } in walked.files {
            if is_ignored(&path, &ignore) {
                continue;
            }
            // A copy of a text is no second text.
            let is_document = is_document(&path) && !is_copy(path.file_name());
            let is_document =
                is_document && (!is_html(path.as_str()) || has_front_matter(&walk.root.join(path.as_str())));
            let files = if is_document { &mut self.documents } else { Arc::make_mut(&mut self.assets) };
            files.insert(path, Stamp::of(&metadata));
        }
        let is_wanted =
            |diagnostic: &Diagnostic| !diagnostic.span.as_ref().is_some_and(|span| is_ignored(&span.path, &ignore));
        self.diagnostics.extend(walked.diagnostics.into_iter().filter(is_wanted));
        self.has_links |= walked.has_links;
    }
}

/// Whether a file begins as a document does: other HTML is a file like any other. One that cannot be read is told of
/// where it is read as a whole.
fn has_front_matter(path: &Path) -> bool {
    let mut start = [0; 8];
    let read = open(path).and_then(|(mut file, _)| file.read(&mut start));
    let start = &start[..read.unwrap_or(0)];
    let start = start.strip_prefix("\u{feff}".as_bytes()).unwrap_or(start);
    start.starts_with(b"---") || start.starts_with(b"+++")
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

/// Whether one of the site's `ignore` globs names a file, by its path or its name.
fn is_ignored(path: &SourcePath, ignore: &[Pattern]) -> bool {
    ignore.iter().any(|pattern| pattern.matches(path.as_str()) || pattern.matches(path.file_name()))
}
