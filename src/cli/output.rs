//! What is said, and where: results on stdout, everything else on stderr.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use crate::diag::{Diagnostic, Severity, Style, render, render_json};
use crate::model::printable;
use crate::pipeline::locate;

/// How much to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verbosity {
    /// Errors.
    Quiet,
    /// Errors, warnings in short, the result.
    Normal,
    /// Everything.
    Verbose,
}

/// Shows what was found. Without `-v`, a warning that many places share is shown once.
pub fn show<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>, root: &Path, verbosity: Verbosity) {
    let mut seen: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut shown: Vec<(&Diagnostic, (&str, &str))> = Vec::new();
    for found in diagnostics {
        if found.severity == Severity::Warning && verbosity == Verbosity::Quiet {
            continue;
        }
        let group = match found.severity {
            Severity::Warning if verbosity == Verbosity::Normal => (found.code, &*found.message),
            _ => ("", ""),
        };
        let count = seen.entry(group).or_default();
        *count += 1;
        if *count == 1 || group.0.is_empty() {
            shown.push((found, group));
        }
    }
    let mut located: Vec<Diagnostic> = shown.iter().map(|(found, _)| (*found).clone()).collect();
    locate(&mut located, root);
    for (found, (_, group)) in located.iter().zip(shown) {
        anstream::eprintln!("{}", render(found, Style::Colour));
        let more = seen.get(&group).map_or(0, |count| count - 1);
        if more > 0 && !group.0.is_empty() {
            anstream::eprintln!("  = and {more} more like it; -v shows them all");
        }
        anstream::eprintln!();
    }
}

/// What was found, as JSON objects, each with its place.
pub fn as_json(diagnostics: Vec<&Diagnostic>, root: &Path) -> Vec<serde_json::Value> {
    let mut located: Vec<Diagnostic> = diagnostics.into_iter().cloned().collect();
    locate(&mut located, root);
    located.iter().map(render_json).collect()
}

/// Says a line about the work.
pub fn say(verbosity: Verbosity, line: &str) {
    if verbosity != Verbosity::Quiet {
        anstream::eprintln!("{}", printable(line));
    }
}

/// Says how long each stage took.
pub fn show_timings(timings: &[(&'static str, Duration)]) {
    for (stage, time) in timings {
        anstream::eprintln!("{:>9.1} ms  {stage}", time.as_secs_f64() * 1000.0);
    }
}

/// Says a line of the result.
pub fn tell(line: &str) {
    anstream::println!("{}", printable(line));
}

/// An error that is about no site.
pub fn complain(message: &str) {
    anstream::eprintln!("error: {}", printable(message));
}

/// `1 error`, `2 errors`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
