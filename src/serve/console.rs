//! Whoever sits before the server, and what it has to say to them.

use std::time::Duration;

use crate::diag::Diagnostic;

/// Hears what the server has to say to whoever sits before it.
pub trait Console: Send + Sync {
    /// The site is there, at that address.
    fn ready(&self, address: &str, pages: usize, took: Duration);
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
    /// From the moment it was noticed until it was there to be seen.
    pub took: Duration,
    /// How long each stage took.
    pub timings: Vec<(&'static str, Duration)>,
    /// How many errors stand: the last good pages stay up.
    pub errors: usize,
    /// Whether errors stood before, and no longer do.
    pub is_mended: bool,
}
