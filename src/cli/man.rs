//! `anecdote man`: manual pages.

use std::fs;
use std::path::PathBuf;

use clap::{Args, CommandFactory as _};

use super::Stop;

/// What `man` takes.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// The folder to write a page for each command into; the page of the program alone is printed if not given
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Writes or prints manual pages.
pub fn run(args: &ManArgs) -> Result<(), Stop> {
    let command = super::Cli::command();
    match &args.out {
        Some(folder) => fs::create_dir_all(folder)
            .and_then(|()| clap_mangen::generate_to(command, folder))
            .map_err(|error| Stop::Failure(format!("{}: {error}", folder.display()))),
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(command)
                .render(&mut page)
                .map_err(|error| Stop::Failure(format!("the page cannot be made: {error}")))?;
            anstream::print!("{}", String::from_utf8_lossy(&page));
            Ok(())
        }
    }
}
