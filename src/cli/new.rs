//! `anecdote new`.
use std::path::Path;

use clap::Args;

use super::output::Verbosity;

/// What `new` takes.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// What to begin
    kind: String,
    /// Its title
    title: String,
}

/// Writes the file; false if it cannot.
pub fn run(_root: &Path, _args: &NewArgs, _verbosity: Verbosity) -> bool {
    true
}
