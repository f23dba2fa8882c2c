//! `anecdote clean`: removes what builds left, and nothing else.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::Stop;
use super::output::{Verbosity, count, print_result, print_status};
use crate::diag::Diagnostic;
use crate::disk;
use crate::write::{self, Force};

/// What `clean` takes.
#[derive(Debug, Args)]
pub struct CleanArgs {
    /// The output folder
    #[arg(short, long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
    /// Leave the site in the output folder, and remove only what builds keep for the next one
    #[arg(long)]
    cache: bool,
}

/// Removes the cache, and the files that builds wrote into the output folder and nobody changed since.
#[expect(clippy::disallowed_methods, reason = "the shell reads the environment")]
pub fn run(root: &Path, args: &CleanArgs, verbosity: Verbosity) -> Result<(), Stop> {
    let failed = |found: Diagnostic| Stop::Failure(format!("{} ({})", found.message, found.code));
    let kept = disk::remove_cache(root)
        .map_err(|error| Stop::Failure(format!("{} cannot be removed: {error}", root.join(disk::CACHE).display())))?;
    print_status(verbosity, &format!("{} of the cache removed", count(kept, "file", "files")));
    if args.cache {
        return Ok(());
    }
    let output = args.output_dir.clone().unwrap_or_else(|| root.join("public"));
    if !output.exists() {
        return Ok(());
    }
    let home = std::env::home_dir();
    let folder = write::check(root, &output, home.as_deref(), Force::No).map_err(failed)?;
    let claim = write::claim(&folder, Duration::ZERO, &|| ()).map_err(failed)?;
    let cleaned = write::clean(&claim).map_err(failed)?;
    for path in &cleaned.changed {
        print_status(verbosity, &format!("{path} stays: somebody changed it since it was written"));
    }
    if verbosity != Verbosity::Quiet {
        print_result(&format!("Removed {} from {}", count(cleaned.removed, "file", "files"), output.display()));
    }
    Ok(())
}
