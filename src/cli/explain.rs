//! `anecdote explain`.

use clap::Args;

use super::Stop;
use crate::diag::{codes, nearest};

/// What `explain` takes.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A code such as E0102; all of them, with their titles, if none is given
    code: Option<String>,
}

/// Prints what a code means; false if there is no such code.
pub fn run(args: &ExplainArgs) -> Result<(), Stop> {
    let Some(code) = &args.code else {
        for entry in codes::entries() {
            anstream::println!("{}  {}", entry.code, entry.title);
        }
        return Ok(());
    };
    if let Some(entry) = codes::explain(code) {
        anstream::println!("{}: {}\n\n{}", entry.code, entry.title, entry.text);
        return Ok(());
    }
    if let Some(entry) = short(code).and_then(|code| codes::explain(&code)) {
        anstream::println!("{}: {}\n\n{}", entry.code, entry.title, entry.text);
        return Ok(());
    }
    let near = nearest(&code.to_uppercase(), codes::entries().map(|entry| entry.code));
    let near = near.map_or(String::new(), |near| format!(", but there is {near}"));
    Err(Stop::Usage(format!("there is no code {code:?}{near}; `anecdote explain` lists them all")))
}

/// A code whose zeros were left out: `e102` is E0102.
fn short(code: &str) -> Option<String> {
    let number: u16 = code.get(1..)?.parse().ok()?;
    Some(format!("{}{number:04}", code.get(..1)?))
}
