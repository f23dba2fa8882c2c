//! Which files beside the texts are published: those that a page shows, and those that somebody says are meant.
//!
//! A folder of texts holds much that is nobody's business: notes, mails, tables of customers, copies of drafts. So
//! a file travels if its ending says that pages show such files, if `publish` in the config names it, or if a page
//! of the site's own that lies outside of the folders of voices links to it. Everything else stays at home.

use std::collections::BTreeSet;

use glob::{MatchOptions, Pattern};

use super::withheld::named;
use super::{Cascades, Index};
use crate::config::Config;
use crate::diag::{Diagnostic, Span};
use crate::model::Trust;
use crate::path::SourcePath;

/// The endings of what pages show: pictures, film, sound, and captions as browsers read them (WebVTT).
const SHOWN: [&str; 27] = [
    "apng", "avif", "bmp", "gif", "ico", "jfif", "jpeg", "jpg", "png", "svg", "webp", // pictures
    "m4v", "mov", "mp4", "ogv", "webm", // film
    "aac", "flac", "m4a", "mp3", "oga", "ogg", "opus", "wav", "weba", // sound
    "vtt", "webvtt", // captions
];

/// How a file that is not published can be.
pub const WAY_OUT: &str =
    "move it to static/, or name it under `publish` in anecdote.toml; a page of the site's own may also link to it";

/// How many files a warning names.
const NAMED: usize = 5;

/// The files of `content/` that are not published.
pub fn not_meant(index: &Index, cascades: &Cascades, config: &Config) -> BTreeSet<SourcePath> {
    let globs: Vec<Pattern> = config.publish.iter().filter_map(|glob| Pattern::new(glob).ok()).collect();
    let options = MatchOptions { case_sensitive: false, ..MatchOptions::default() };
    let is_allowed = |path: &SourcePath| {
        let matches =
            |glob: &Pattern| glob.matches_with(path.as_str(), options) || glob.matches_with(path.file_name(), options);
        globs.iter().any(matches) && !is_copy_of_document(path.file_name())
    };
    let mut left: BTreeSet<SourcePath> =
        index.assets.iter().filter(|path| !is_shown(path) && !is_allowed(path)).cloned().collect();
    if left.is_empty() {
        return left;
    }
    for entry in index.entries.iter().filter(|entry| entry.trust() == Trust::Own) {
        for path in named(index, entry) {
            if cascades.kind_of(&path).trust() == Trust::Own && !is_source(path.file_name()) {
                left.remove(&path);
            }
        }
    }
    left
}

/// Whether pages show files of that ending.
fn is_shown(path: &SourcePath) -> bool {
    let ending = path.file_name().rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| SHOWN.iter().any(|shown| ending.eq_ignore_ascii_case(shown)))
}

/// Whether a name is that of a document with something behind it: `a.md.bak`, `a.md_old`, `a.mdx`, `a.md - Copy`.
fn is_copy_of_document(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_end = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    let ends = |ending: &str| name.match_indices(ending).any(|(at, _)| is_end(&name[at + ending.len()..]));
    [".md", ".mdx", ".mdown", ".mkd", ".markdown"].iter().any(|ending| ends(ending))
}

/// Whether other tools make pages of files with that name: with front matter and all, they are no file to copy.
fn is_source(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    is_copy_of_document(name)
        || matches!(
            ending.as_str(),
            "htm" | "html" | "xhtml" | "xht" | "shtml" | "xml" | "xsl" | "adoc" | "org" | "rst"
        )
}

/// One warning for all of them.
pub fn warning(left: &BTreeSet<SourcePath>) -> Option<Diagnostic> {
    let first = left.first()?;
    let named: Vec<String> = left.iter().take(NAMED).map(|path| format!("`{path}`")).collect();
    let more = match left.len() - named.len() {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let what = if left.len() == 1 { "file of content/ is" } else { "files of content/ are" };
    let message = format!("{} {what} not published: {}{more}", left.len(), named.join(", "));
    Some(Diagnostic::warning("W0008", message).at(Span::file(first)).help(
        "move what readers are to have to static/, or name it under `publish` in anecdote.toml; \
         name the rest under `ignore`",
    ))
}
