//! What is said, and where: results on stdout, everything else on stderr.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use crate::diag::{Diagnostic, Severity, Style, render, render_json};
use crate::model::ExclusionReason;
use crate::path::SourcePath;
use crate::pipeline::locate;
use crate::text::printable;

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

/// As many findings that say the same are shown with their lines; of the others, the files.
const MOST_FILES: usize = 3;

/// As many kinds of thing are shown of one warning, such as unknown fields.
const MOST_OF_A_CODE: usize = 5;

/// Findings that say the same about several places.
struct Alike<'a> {
    first: &'a Diagnostic,
    others: Vec<&'a Diagnostic>,
}

/// Shows what was found. Without `-v`, what many places share is shown once, with the first files, and of warnings of
/// one code a few.
pub fn print_diagnostics<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>, root: &Path, verbosity: Verbosity) {
    let is_said = |found: &&Diagnostic| found.severity == Severity::Error || verbosity != Verbosity::Quiet;
    let all = alike(diagnostics.into_iter().filter(is_said), verbosity == Verbosity::Verbose);
    let mut shown: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let (mut firsts, mut more) = (Vec::new(), Vec::new());
    for group in &all {
        let (groups, hidden) = shown.entry(group.first.code).or_default();
        *groups += 1;
        let is_one_too_many = *groups > MOST_OF_A_CODE && group.first.severity == Severity::Warning;
        if is_one_too_many && verbosity != Verbosity::Verbose {
            *hidden += 1 + group.others.len()
        } else {
            firsts.push(group.first.clone());
            more.push(&group.others);
        }
    }
    locate(&mut firsts, root);
    for (found, others) in firsts.iter().zip(more) {
        anstream::eprintln!("{}", render(found, Style::Colour));
        if !others.is_empty() {
            anstream::eprintln!("  = {}", printable(&also(found, others)));
        }
        anstream::eprintln!();
    }
    for (code, (_, hidden)) in shown.into_iter().filter(|(_, (_, hidden))| *hidden > 0) {
        anstream::eprintln!("{code}: {}; -v shows all\n", count(hidden, "more such warning", "more such warnings"));
    }
}

/// Findings of the same code that say the same, together, in order of the first of each.
fn alike<'a>(diagnostics: impl Iterator<Item = &'a Diagnostic>, apart: bool) -> Vec<Alike<'a>> {
    let mut all: Vec<Alike> = Vec::new();
    // The last that is shown of each, and how many there are.
    let mut places: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    for found in diagnostics {
        // Each error has to be mended: the first few are shown with their lines.
        let most = if found.severity == Severity::Error { MOST_FILES } else { 1 };
        let (last, count) = places.entry((found.code, &*found.message)).or_insert((0, 0));
        *count += 1;
        if *count > most && !apart {
            all[*last].others.push(found)
        } else {
            *last = all.len();
            all.push(Alike { first: found, others: Vec::new() });
        }
    }
    all
}

/// `and 12 more like it, in a.md, b.md, c.md and others; -v shows them all`
fn also(first: &Diagnostic, others: &[&Diagnostic]) -> String {
    let own = first.span.as_ref().map(|span| span.path.as_str());
    let mut files: Vec<&str> = others.iter().filter_map(|one| Some(one.span.as_ref()?.path.as_str())).collect();
    files.dedup();
    files.retain(|file| Some(*file) != own);
    let listed = files.iter().take(MOST_FILES).copied().collect::<Vec<_>>().join(", ");
    let places = match files.len() {
        0 => String::new(),
        1..=MOST_FILES => format!(", in {listed}"),
        _ => format!(", in {listed} and others"),
    };
    format!("and {} more like it{places}; -v shows them all", others.len())
}

/// What was found, as JSON objects, each with its place.
pub fn as_json(diagnostics: Vec<&Diagnostic>, root: &Path) -> Vec<serde_json::Value> {
    let mut located: Vec<Diagnostic> = diagnostics.into_iter().cloned().collect();
    locate(&mut located, root);
    located.iter().map(render_json).collect()
}

/// Says a line about the work.
pub fn print_status(verbosity: Verbosity, line: &str) {
    if verbosity != Verbosity::Quiet {
        anstream::eprintln!("{}", printable(line));
    }
}

/// Says how long each stage took.
pub fn print_timings(timings: &[(&'static str, Duration)]) {
    for (stage, time) in timings {
        anstream::eprintln!("{:>9.1} ms  {stage}", time.as_secs_f64() * 1000.0);
    }
}

/// Says a line of the result.
pub fn print_result(line: &str) {
    anstream::println!("{}", printable(line));
}

/// An error that is about no site.
pub fn print_error(message: &str) {
    anstream::eprintln!("error: {}", printable(message));
}

/// `1 error`, `2 errors`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Says what is left out, and which option shows it: `Left out: 3 drafts (--drafts shows them), 1 held back`.
pub fn print_excluded(excluded: &[(SourcePath, ExclusionReason)], verbosity: Verbosity) {
    let Some(summary) = excluded_in_short(excluded) else { return };
    print_status(verbosity, &summary);
    if verbosity == Verbosity::Verbose {
        for (path, reason) in excluded {
            print_status(verbosity, &format!("  {path}: {}", reason.word()));
        }
    }
}

/// What is left out, in one line; `None` if nothing is.
pub fn excluded_in_short(excluded: &[(SourcePath, ExclusionReason)]) -> Option<String> {
    let mut counts: BTreeMap<&'static str, (usize, &ExclusionReason)> = BTreeMap::new();
    for (_, reason) in excluded {
        counts.entry(reason.word()).or_insert((0, reason)).0 += 1;
    }
    let next = excluded.iter().filter_map(|(_, reason)| match reason {
        ExclusionReason::Scheduled(when) => Some(when.to_string()),
        _ => None,
    });
    let next = next.min().map_or(String::new(), |when| format!("; the next appears on {when}"));
    let parts: Vec<String> = counts
        .into_iter()
        .map(|(word, (count, reason))| match reason.option() {
            Some(option) => {
                let them = if count == 1 { "it" } else { "them" };
                let plural = if word == "draft" && count > 1 { "s" } else { "" };
                let next = if matches!(reason, ExclusionReason::Scheduled(_)) { next.as_str() } else { "" };
                format!("{count} {word}{plural} ({option} shows {them}{next})")
            }
            None => format!("{count} {word}"),
        })
        .collect();
    (!parts.is_empty()).then(|| format!("Left out: {}", parts.join(", ")))
}
