//! Finds and reads the sources of a site.
#![expect(clippy::disallowed_methods, reason = "this is the shell: it reads and writes")]

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use glob::Pattern;
use walkdir::{DirEntry, WalkDir};

use crate::diag::{Diagnostic, Parsed, Span};
use crate::parse::is_markdown;
use crate::path::SourcePath;

/// The files below `content/`.
#[derive(Debug, Default)]
pub struct Sources {
    /// Markdown, in order of the paths.
    pub documents: Vec<SourcePath>,
    /// Everything else, which travels with it.
    pub assets: BTreeSet<SourcePath>,
}

/// Lists the content of a site. Links are followed as long as they stay within the site's folder.
pub fn scan(root: &Path, ignore: &[String]) -> Parsed<Sources> {
    let mut sources = Sources::default();
    let mut diagnostics = Vec::new();
    let content = root.join("content");
    let inside = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let ignore: Vec<Pattern> = ignore.iter().filter_map(|glob| Pattern::new(glob).ok()).collect();
    if content.exists() {
        let mut escaping = Vec::new();
        let walk = WalkDir::new(&content).follow_links(true).sort_by_file_name().into_iter();
        for entry in walk.filter_entry(|entry| wanted(entry, &inside, &mut escaping)) {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    visit(root, entry.path(), &ignore, &mut sources, &mut diagnostics);
                }
                Ok(_) => {}
                Err(error) => diagnostics.push(unreadable(root, &error)),
            }
        }
        diagnostics.extend(escaping.iter().map(|path| leads_out(root, path)));
    }
    sources.documents.sort();
    Parsed { value: sources, diagnostics }
}

/// Passes over leftovers, and over links that lead out of the site's folder.
fn wanted(entry: &DirEntry, inside: &Path, escaping: &mut Vec<PathBuf>) -> bool {
    if entry.depth() == 0 {
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

fn visit(root: &Path, file: &Path, ignore: &[Pattern], sources: &mut Sources, diagnostics: &mut Vec<Diagnostic>) {
    let Some(path) = SourcePath::below(root, file) else {
        let message = format!("the name of {} is not Unicode, so it has no address", file.display());
        diagnostics.push(Diagnostic::error("E0002", message).help("rename it"));
        return;
    };
    if is_ignored(&path, ignore) {
        return;
    }
    if is_markdown(&path) {
        sources.documents.push(path);
    } else {
        sources.assets.insert(path);
    }
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

/// Files that editors and systems leave behind, and hidden ones.
pub fn is_leftover(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.')
        || name.ends_with('~')
        || name.ends_with(".swp")
        || name.ends_with(".swx")
        || name.ends_with(".bck")
        || name.ends_with(".orig")
        || (name.starts_with('#') && name.ends_with('#'))
        || name.starts_with("~$")
        || matches!(name.as_ref(), "4913" | "Thumbs.db" | "desktop.ini")
        || name.ends_with("___jb_tmp___")
        || name.ends_with("___jb_old___")
}

/// Whether one of the site's `ignore` globs names a file, by its path or its name.
fn is_ignored(path: &SourcePath, ignore: &[Pattern]) -> bool {
    ignore.iter().any(|pattern| pattern.matches(path.as_str()) || pattern.matches(path.file_name()))
}

/// Reads a source as text; the error says what is wrong with it.
pub fn read_text(root: &Path, path: &SourcePath) -> Result<String, Diagnostic> {
    let file: PathBuf = root.join(path.as_str());
    let bytes = std::fs::read(&file)
        .map_err(|error| Diagnostic::error("E0001", format!("cannot be read: {error}")).at(Span::file(path)))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        let utf16 = error.as_bytes().starts_with(&[0xff, 0xfe]) || error.as_bytes().starts_with(&[0xfe, 0xff]);
        let encoding = if utf16 { "it is UTF-16" } else { "another encoding, perhaps" };
        Diagnostic::error("E0003", format!("this file is not UTF-8 text: byte {at}, in line {line} ({encoding})"))
            .at(Span::file(path))
            .help("save it as UTF-8")
    })
}
