//! Parses the files that changed, each with what its surroundings say about it.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::SystemTime;

use super::built::Unsaved;
use crate::cache::{CachedDocument, Source};
use crate::config::Config;
use crate::diag::Warned;
use crate::digest::Digest;
use crate::index::{Cascades, SharedNames};
use crate::parse;
use crate::path::SourcePath;
use crate::source;
use crate::stamp::Stamp;

/// A file that was read anew.
pub type Fresh = (SourcePath, (Stamp, CachedDocument));

/// A file to read, unless it is at rest.
pub struct Job<'a> {
    pub path: &'a SourcePath,
    pub stamp: &'a Stamp,
    pub known: Option<&'a (Stamp, CachedDocument)>,
}

/// What all files are parsed with.
pub struct Parser<'a> {
    pub root: &'a Path,
    pub unsaved: &'a Unsaved,
    pub config: &'a Config,
    /// How Markdown is read.
    pub markdown: &'a parse::Settings,
    pub languages: Vec<String>,
    pub settings: Digest,
    /// The files that may have changed whatever their stamps say.
    pub named: BTreeSet<SourcePath>,
    pub now: SystemTime,
}

impl Parser<'_> {
    /// Parses a file, unless what is known of it still holds.
    pub fn parse(&self, job: &Job, cascades: &Cascades, versions: &SharedNames) -> Option<Fresh> {
        let Job { path, stamp, known } = *job;
        let mut names = cascades.names_around(path);
        names.shared = versions.of_file(path).cloned().unwrap_or_default();
        names.allowed = self.config.names.allowed_in(path);
        let (kind, settings) = (cascades.kind_of(path), Digest::of(&(self.settings, &names)));
        let unsaved = self.unsaved.get(path);
        let at_rest = |(before, known): &&(Stamp, CachedDocument)| {
            before == stamp && known.is_in(kind, settings) && !self.named.contains(path) && unsaved.is_none()
        };
        if known.filter(at_rest).is_some() {
            return None;
        }
        let bytes = match unsaved {
            Some(text) => Ok(text.clone().into_bytes()),
            None => source::check_size(path, stamp.size).and_then(|()| source::read(self.root, path)),
        };
        let digest = bytes.as_ref().map_or(Digest::NONE, |bytes| Digest::of_bytes(bytes));
        let source = Source { bytes: digest, kind, settings };
        let before = known.map(|(_, known)| known);
        // A file that was changed this very moment is read again next time, and so is one that was not read at all.
        let stamp = if stamp.is_settled(self.now) && unsaved.is_none() { *stamp } else { Stamp::default() };
        if let Some(known) = before.filter(|known| known.is_from(&source) && bytes.is_ok()) {
            return Some((path.clone(), (stamp, known.clone())));
        }
        let place = parse::Place { kind, languages: &self.languages, names, own_fields: &self.config.own_fields };
        let parsed = match bytes.and_then(|bytes| source::as_text(path, bytes)) {
            Ok(text) => parse::parse(path, &text, &place, self.markdown),
            Err(found) => Warned { value: parse::unreadable(path, kind), diagnostics: vec![found] },
        };
        Some((path.clone(), (stamp, CachedDocument::new(source, parsed, before))))
    }
}
