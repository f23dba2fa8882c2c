//! Finds and reads the sources of a site.

mod change_set;
mod content;
pub mod data;
mod leftovers;
mod pictures;
mod walk;

use std::borrow::Cow;
use std::io;
use std::path::Path;

use crate::config;
use crate::diag::{Diagnostic, Span, Warned};
use crate::disk::{self, LARGEST, Refusal};
use crate::media::{self, Origin};
use crate::model::CopyOf;
use crate::path::SourcePath;
use crate::stamp::Stamp;
use crate::text::clean;
pub use change_set::ChangeSet;
pub use content::Sources;
pub use leftovers::is_leftover;
pub use pictures::Pictures;
pub use walk::{FileEntry, Walk};

/// The stamp of a file, links followed; `None` if there is none.
pub fn stamp(file: &Path) -> Option<Stamp> {
    std::fs::metadata(file).ok().filter(std::fs::Metadata::is_file).map(|metadata| Stamp::of(&metadata))
}

/// Reads a source's bytes.
pub fn read(root: &Path, path: &SourcePath) -> Result<Vec<u8>, Diagnostic> {
    disk::read(&root.join(path.as_str()), LARGEST).map_err(|error| unreadable(&error).at(Span::file(path)))
}

/// Says why a source cannot be read.
fn unreadable(error: &io::Error) -> Diagnostic {
    match disk::refusal(error) {
        Some(Refusal::NotRegular(what)) => Diagnostic::error("E0011", format!("this is {what}, not a regular file"))
            .help("remove it, or put a file in its place; below content/ it may be named under `ignore`"),
        _ => Diagnostic::error("E0001", format!("cannot be read: {error}")),
    }
}

/// Says that a file of the site is reached by a link that leads out of the site's folder.
pub fn outside(path: &SourcePath, help: &'static str) -> Diagnostic {
    let message = format!("{path} is reached by a link that leads out of the site's folder");
    Diagnostic::error("E0012", message).at(Span::file(path)).help(help)
}

/// A source's bytes as text; the error says what is wrong with them.
pub fn as_text(path: &SourcePath, bytes: Vec<u8>) -> Result<String, Diagnostic> {
    let text = String::from_utf8(bytes).map(|text| match clean(&text) {
        Cow::Borrowed(_) => with_line_feeds(text),
        Cow::Owned(cleaned) => with_line_feeds(cleaned),
    });
    text.map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        let utf16 = error.as_bytes().starts_with(&[0xff, 0xfe]) || error.as_bytes().starts_with(&[0xfe, 0xff]);
        let encoding = if utf16 { "it is UTF-16" } else { "another encoding, perhaps" };
        Diagnostic::error("E0003", format!("this file is not UTF-8 text: byte {at}, in line {line} ({encoding})"))
            .at(Span::file(path))
            .help("save it as UTF-8")
    })
}

/// The text with a line feed for each carriage return that ends a line alone, as on old Macs: all that counts lines
/// knows that one. No place in the text moves.
fn with_line_feeds(text: String) -> String {
    let is_alone = |at: usize| text.as_bytes().get(at + 1) != Some(&b'\n');
    if text.match_indices('\r').any(|(at, _)| is_alone(at)) {
        text.char_indices().map(|(at, c)| if c == '\r' && is_alone(at) { '\n' } else { c }).collect()
    } else {
        text
    }
}

/// The largest text that is read, in bytes: the complete works of anybody. What is larger came there by mistake, or
/// is meant to harm.
pub const LARGEST_TEXT: u64 = 16 << 20;

/// Refuses a text of that size if it is too large.
pub fn check_size(path: &SourcePath, size: u64) -> Result<(), Diagnostic> {
    if size <= LARGEST_TEXT {
        Ok(())
    } else {
        let message = format!("this text is {} MB long; {} are read at most", size >> 20, LARGEST_TEXT >> 20);
        Err(Diagnostic::error("E0007", message)
            .at(Span::file(path))
            .help("split it; or name it under `ignore` in anecdote.toml"))
    }
}

/// Reads a source as text.
pub fn read_text(root: &Path, path: &SourcePath) -> Result<String, Diagnostic> {
    if let Ok(metadata) = std::fs::metadata(root.join(path.as_str())) {
        check_size(path, metadata.len())?;
    }
    as_text(path, read(root, path)?)
}

/// Reads a file that is copied, and gives its bytes as they are published: the one door for them.
pub fn read_copy(root: &Path, copy: &CopyOf, pictures: &config::Pictures) -> Result<Warned<Vec<u8>>, Diagnostic> {
    let (path, origin, bytes) = match copy {
        CopyOf::Embedded(bytes) => return Ok(Warned { value: bytes.to_vec(), diagnostics: Vec::new() }),
        CopyOf::Bundle(bytes) => return Ok(Warned { value: bytes.to_vec(), diagnostics: Vec::new() }),
        CopyOf::Disk(file, _) => {
            let bytes =
                disk::read(file, LARGEST).map_err(|error| unreadable(&error).note(file.display().to_string()))?;
            let path = SourcePath::below(root, file).unwrap_or_else(|| SourcePath::new(file.display().to_string()));
            (path, Origin::Own, bytes)
        }
        CopyOf::Source(path) => (path.clone(), Origin::Content, read(root, path)?),
    };
    media::published(&path, origin, pictures.keeps(&path), bytes)
}
