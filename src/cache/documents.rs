//! Warned files, kept by the digest of what they were parsed from.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::Warned;
use crate::digest::Digest;
use crate::model::{File, Kind};
use crate::path::SourcePath;
use crate::stamp::Stamp;

/// All that a parsed file depends on, besides its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its bytes.
    pub bytes: Digest,
    /// What its folder makes of it.
    pub kind: Kind,
    /// The languages of the site, and how Markdown is read.
    pub settings: Digest,
}

/// A file as it was parsed.
#[derive(Clone, Debug)]
pub struct CachedDocument {
    source: Source,
    /// The digest of what others may know of it.
    face: Digest,
    /// What came of it.
    pub parsed: Arc<Warned<File>>,
}

impl CachedDocument {
    /// Keeps a parsed file. Where others may know of it what they knew of the one before, that very
    /// value goes on, so that the index sees at a glance that nothing changed.
    pub fn new(source: Source, mut parsed: Warned<File>, before: Option<&CachedDocument>) -> Self {
        let face = Digest::of(&parsed.value.document);
        if let Some(before) = before.filter(|before| before.face == face) {
            parsed.value.document = Arc::clone(&before.parsed.value.document);
        }
        Self { source, face, parsed: Arc::new(parsed) }
    }

    /// Whether parsing it again from that would give the same.
    pub fn is_from(&self, source: &Source) -> bool {
        self.source == *source
    }

    /// Whether it is what its bytes, which have not changed, give in that place.
    pub fn is_in(&self, kind: Kind, settings: Digest) -> bool {
        (self.source.kind, self.source.settings) == (kind, settings)
    }
}

/// The parsed files of a site by path, with the stamps under which they were read.
pub type Documents = BTreeMap<SourcePath, (Stamp, CachedDocument)>;
