//! Whoever sits before the server, and what it has to say to them.

use std::time::Duration;

use crate::diag::Diagnostic;
use crate::model::ExclusionReason;
use crate::path::SourcePath;

/// Hears what the server has to say to whoever sits before it.
pub trait Console: Send + Sync {
    /// The site is there, at that address.
    fn ready(&self, address: &str, pages: usize, took: Duration);
    /// These documents are left out of what is shown: said at the start, and when they become others.
    fn excluded(&self, excluded: &[(SourcePath, ExclusionReason)]);
    /// A change was taken in.
    fn changed(&self, change: &Change);
    /// These problems are new.
    fn found(&self, problems: &[&Diagnostic]);
    /// Something about the server itself.
    fn note(&self, text: &str);
}

/// What a change came to.
#[derive(Clone, Debug)]
pub struct Change {
    /// The files that changed; none if time alone did.
    pub files: Vec<String>,
    /// Those of them that are left out of the site, and why.
    pub excluded: Vec<(SourcePath, ExclusionReason)>,
    /// From the moment it was noticed until it was there to be seen.
    pub took: Duration,
    /// How long each stage took.
    pub timings: Vec<(&'static str, Duration)>,
    /// How many errors stand: the last good pages stay up.
    pub errors: usize,
    /// Whether errors stood before, and no longer do.
    pub is_mended: bool,
}
