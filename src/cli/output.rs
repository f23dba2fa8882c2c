//! What is said, and where: results on stdout, everything else on stderr.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::diag::{Diagnostic, Severity, Style, render};

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
pub fn show(diagnostics: &[Diagnostic], verbosity: Verbosity) {
    let mut seen: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut shown: Vec<(&Diagnostic, (&str, &str))> = Vec::new();
    for found in diagnostics {
        if found.severity == Severity::Warning && verbosity == Verbosity::Quiet {
            continue;
        }
        let group = match found.severity {
            Severity::Warning if verbosity == Verbosity::Normal => (found.code, found.message.as_str()),
            _ => ("", ""),
        };
        let count = seen.entry(group).or_default();
        *count += 1;
        if *count == 1 || group.0.is_empty() {
            shown.push((found, group));
        }
    }
    for (found, group) in shown {
        anstream::eprintln!("{}", render(found, Style::Colour));
        let more = seen.get(&group).map_or(0, |count| count - 1);
        if more > 0 && !group.0.is_empty() {
            anstream::eprintln!("  = and {more} more like it; -v shows them all");
        }
        anstream::eprintln!();
    }
}

/// Says a line about the work.
pub fn say(verbosity: Verbosity, line: &str) {
    if verbosity != Verbosity::Quiet {
        anstream::eprintln!("{line}");
    }
}

/// Says how long each stage took.
pub fn show_timings(timings: &[(&'static str, Duration)]) {
    for (stage, time) in timings {
        anstream::eprintln!("{:>9.1} ms  {stage}", time.as_secs_f64() * 1000.0);
    }
}

/// An error that is about no site.
pub fn complain(message: &str) {
    anstream::eprintln!("error: {message}");
}

/// `1 error`, `2 errors`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
