//! `anecdote schema`.

use clap::{Args, ValueEnum};

use super::Stop;
use crate::config;
use crate::parse;

/// What `schema` takes.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Of what
    of: Of,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Of {
    /// What stands at the beginning of a Markdown file
    FrontMatter,
    /// anecdote.toml
    Config,
}

/// Prints a JSON Schema.
pub fn run(args: &SchemaArgs) -> Result<(), Stop> {
    let schema = match args.of {
        Of::FrontMatter => parse::schema(),
        Of::Config => config::schema(),
    };
    anstream::println!("{schema:#}");
    Ok(())
}
