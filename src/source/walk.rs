//! Every file of a folder of sources: leftovers passed over, links followed as long as they stay
//! within the site's folder.

use std::fs::Metadata;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::is_leftover;
use crate::diag::{Diagnostic, Span};
use crate::disk;
use crate::path::SourcePath;
use crate::text::is_clean;

/// Where to walk, and how far.
#[derive(Clone, Copy, Debug)]
pub struct Walk<'a> {
    /// The site's folder.
    pub root: &'a Path,
    /// Whether links may lead out of it.
    pub outside_links: bool,
}

/// A file that was found.
pub struct FileEntry {
    /// Below the site's folder.
    pub path: SourcePath,
    /// What the disk says of it.
    pub metadata: Metadata,
}

/// What a walk came to.
#[derive(Default)]
pub struct Walked {
    /// The files, in order of their names folder by folder.
    pub files: Vec<FileEntry>,
    /// What could not be read, and what was left out.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether anything was reached by a link, so that one change may show at two places.
    pub has_links: bool,
}

impl Walk<'_> {
    /// Walks a folder of the site, or looks at a file; nothing is found where nothing is.
    pub fn files(&self, top: &Path) -> Walked {
        let mut walked = Walked::default();
        if top.symlink_metadata().is_err() {
            return walked;
        }
        let inside = self.root.canonicalize().unwrap_or_else(|_| self.root.to_owned());
        // The way there may lead through a link, too.
        if !self.outside_links && top.canonicalize().is_ok_and(|real| !real.starts_with(&inside)) {
            walked.diagnostics.push(leads_out(self.root, top));
            return walked;
        }
        let mut escaping: Vec<PathBuf> = Vec::new();
        let walk = WalkDir::new(top).follow_links(true).sort_by_file_name().into_iter();
        for entry in walk.filter_entry(|entry| self.is_wanted(entry, &inside, &mut escaping)) {
            match entry {
                Ok(entry) => {
                    walked.has_links |= entry.path_is_symlink();
                    if !entry.file_type().is_dir() {
                        self.visit(&entry, &mut walked);
                    }
                }
                // Gone again since its folder was read.
                Err(error) if error.loop_ancestor().is_none() && is_gone(&error) => {}
                Err(error) => walked.diagnostics.push(unreadable(self.root, &error)),
            }
        }
        walked.diagnostics.extend(escaping.iter().map(|path| leads_out(self.root, path)));
        walked
    }

    fn is_wanted(&self, entry: &DirEntry, inside: &Path, escaping: &mut Vec<PathBuf>) -> bool {
        // A folder at the top, such as `content`, is wanted whatever it is called.
        let is_top = entry.path().parent() == Some(self.root);
        if !is_top && is_leftover(entry.file_name()) {
            return false;
        }
        // A link that leads nowhere is for the walk to complain about.
        let real = entry.path_is_symlink().then(|| entry.path().canonicalize().ok()).flatten();
        if !self.outside_links && real.is_some_and(|real| !real.starts_with(inside)) {
            escaping.push(entry.path().to_owned());
            return false;
        }
        true
    }

    fn visit(&self, entry: &DirEntry, walked: &mut Walked) {
        let path = match SourcePath::below(self.root, entry.path()) {
            Some(path) if path.as_str().chars().all(is_clean) => Ok(path),
            Some(_) => Err("holds a control character or one without a meaning"),
            None => Err("is not Unicode"),
        };
        let path = match path {
            Ok(path) => path,
            Err(why) => {
                let message = format!("the name of {} {why}, so it has no address", entry.path().display());
                walked.diagnostics.push(Diagnostic::error("E0002", message).help("rename it"));
                return;
            }
        };
        // A named pipe would be waited for, and a device has no end: neither is a source.
        match (entry.metadata(), disk::is_regular(entry.file_type())) {
            (Ok(metadata), Ok(())) => walked.files.push(FileEntry { path, metadata }),
            (_, Err(error)) => walked.diagnostics.push(super::unreadable(&error).at(Span::file(&path))),
            // Gone again since its folder was read.
            (Err(_), _) => {}
        }
    }
}

fn leads_out(root: &Path, path: &Path) -> Diagnostic {
    let found = Diagnostic::warning("W0006", "this link leads out of the site's folder; it is left out")
        .help("copy what it leads to into the site's folder, or set outside_links = true in anecdote.toml");
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
