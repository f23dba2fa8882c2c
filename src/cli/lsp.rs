//! `anecdote lsp`.

use std::path::Path;

use clap::Args;
use lsp_server::Connection;

use super::Stop;
use crate::index::Audience;
use crate::lsp;
use crate::pipeline::Project;

/// What `lsp` takes: editors start it, and say the rest themselves.
#[derive(Debug, Args)]
pub struct LspArgs {
    /// Speak over standard input and output, as it always does; editors add it
    #[arg(long, hide = true)]
    stdio: bool,
}

/// Answers an editor until it says goodbye. `named` is what `--root` says; without it, the site is looked for in the
/// folder that the editor has open, and above it.
pub fn run(named: Option<&Path>, _: &LspArgs) -> Result<(), Stop> {
    let now = super::moment().map_err(Stop::Usage)?;
    let project = |opened: Option<&Path>| {
        let root = match (named, opened) {
            (None, Some(folder)) => super::site_around(folder)?,
            _ => super::site_folder(named).ok()?,
        };
        Some(Project::new(&root.canonicalize().ok()?, Audience { now, drafts: true, future: true }))
    };
    let (connection, threads) = Connection::stdio();
    let clock = std::env::var_os("SOURCE_DATE_EPOCH").is_none();
    lsp::run(&connection, &project, clock).map_err(|error| Stop::Failure(error.to_string()))?;
    drop(connection);
    threads.join().map_err(|error| Stop::Failure(error.to_string()))
}
