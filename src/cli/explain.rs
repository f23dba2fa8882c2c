//! `anecdote explain`.

use clap::Args;

use super::output::print_error;
use crate::diag::{codes, nearest};

/// What `explain` takes.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A code such as E0102; all of them, with their titles, if none is given
    code: Option<String>,
}

/// Prints what a code means; false if there is no such code.
pub fn run(args: &ExplainArgs) -> bool {
    let Some(code) = &args.code else {
        for entry in codes::entries() {
            anstream::println!("{}  {}", entry.code, entry.title);
        }
        return true;
    };
    if let Some(entry) = codes::explain(code) {
        anstream::println!("{}: {}\n\n{}", entry.code, entry.title, entry.text);
        return true;
    }
    let near = nearest(&code.to_uppercase(), codes::entries().map(|entry| entry.code));
    let near = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
    print_error(&format!("there is no code {code:?}{near} `anecdote explain` lists them all"));
    false
}
