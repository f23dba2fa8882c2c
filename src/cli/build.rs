//! `anecdote build`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::output::{Verbosity, complain, count, say, show};
use super::progress::Bar;
use crate::diag::{Severity, render_json};
use crate::index::Audience;
use crate::model::When;
use crate::pipeline::{self, Project, Report};
use crate::write::Force;

/// What `build` takes.
#[derive(Debug, Args)]
pub struct BuildArgs {
    /// Where to write; public/ in the site's folder if not given
    #[arg(short, long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
    /// Where the site will stand, in place of the config's
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Write addresses relative to their page, so that the site opens from a disk
    #[arg(long)]
    relative_urls: bool,
    /// Drafts too
    #[arg(long)]
    drafts: bool,
    /// What is dated in the future too
    #[arg(long)]
    future: bool,
    /// Build as on that day; SOURCE_DATE_EPOCH does the same
    #[arg(long, value_name = "DATE", value_parser = super::date)]
    date: Option<When>,
    /// Say how long each stage took
    #[arg(long)]
    timings: bool,
    /// The result as a line for people, or as one JSON object
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Write into a folder that holds other things; they are never removed
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Builds; false if the site has errors.
#[expect(clippy::disallowed_methods, reason = "the shell reads the clock and the environment")]
pub fn run(root: &Path, args: &BuildArgs, verbosity: Verbosity) -> bool {
    let started = Instant::now();
    let now = match super::moment() {
        Ok(now) => now,
        Err(why) => {
            complain(&why);
            return false;
        }
    };
    if !root.is_dir() {
        complain(&format!("{} is not a folder", root.display()));
        return false;
    }
    let project = Project {
        root: root.to_owned(),
        output: args.output_dir.clone().unwrap_or_else(|| root.join("public")),
        base_url: args.base_url.clone(),
        relative_urls: args.relative_urls,
        date: args.date.clone(),
        audience: Audience { now, drafts: args.drafts, future: args.future },
        force: if args.force { Force::Yes } else { Force::No },
        home: std::env::home_dir(),
    };
    let bar = Bar::new(verbosity != Verbosity::Quiet && args.format == Format::Text);
    let report = pipeline::build(&project, &bar);
    bar.clear();
    let milliseconds = started.elapsed().as_millis();
    match args.format {
        Format::Json => anstream::println!("{}", as_json(&report, &project, milliseconds)),
        Format::Text => as_text(&report, &project, milliseconds, args.timings, verbosity),
    }
    !report.failed()
}

fn as_text(report: &Report, project: &Project, milliseconds: u128, timings: bool, verbosity: Verbosity) {
    show(&report.diagnostics, verbosity);
    say_left_out(report, verbosity);
    if timings || verbosity == Verbosity::Verbose {
        for (stage, time) in &report.timings {
            say(verbosity, &format!("{:>9.1} ms  {stage}", time.as_secs_f64() * 1000.0));
        }
    }
    let Some(written) = report.written else {
        let errors = report.diagnostics.iter().filter(|found| found.severity == Severity::Error).count();
        complain(&format!("{}; nothing was written", count(errors, "error", "errors")));
        return;
    };
    if verbosity != Verbosity::Quiet {
        let removed = match written.removed {
            0 => String::new(),
            removed => format!(", {removed} removed"),
        };
        anstream::println!(
            "Built {} from {} in {milliseconds} ms ({} written, {} unchanged{removed}) → {}",
            count(report.pages, "page", "pages"),
            count(report.stories, "story", "stories"),
            written.written,
            written.unchanged,
            folder_name(&project.output),
        );
    }
}

fn folder_name(path: &Path) -> String {
    let shown = path.strip_prefix("./").unwrap_or(path).display().to_string();
    if shown.ends_with('/') { shown } else { format!("{shown}/") }
}

/// `Left out: 3 draft, 1 scheduled (the next on 2026-12-01)`.
fn say_left_out(report: &Report, verbosity: Verbosity) {
    if report.left_out.is_empty() {
        return;
    }
    let counts = pipeline::left_out_by_reason(&report.left_out);
    let parts: Vec<String> = counts.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
    let next = report.left_out.iter().filter_map(|(_, reason)| match reason {
        crate::model::LeftOut::Scheduled(when) => Some(when.to_string()),
        _ => None,
    });
    let next = next.min().map_or(String::new(), |when| format!("; the next appears on {when}"));
    say(verbosity, &format!("Left out: {}{next}", parts.join(", ")));
    if verbosity == Verbosity::Verbose {
        for (path, reason) in &report.left_out {
            say(verbosity, &format!("  {path}: {}", reason.word()));
        }
    }
}

fn as_json(report: &Report, project: &Project, milliseconds: u128) -> serde_json::Value {
    let left_out: Vec<_> = report
        .left_out
        .iter()
        .map(|(path, reason)| {
            let mut one = serde_json::to_value(reason).unwrap_or_default();
            one["file"] = path.as_str().into();
            one
        })
        .collect();
    json!({
        "ok": !report.failed(),
        "pages": report.pages,
        "stories": report.stories,
        "written": report.written.map(|written| written.written),
        "unchanged": report.written.map(|written| written.unchanged),
        "removed": report.written.map(|written| written.removed),
        "milliseconds": milliseconds as u64,
        "output": project.output.display().to_string(),
        "left_out": left_out,
        "diagnostics": report.diagnostics.iter().map(render_json).collect::<Vec<_>>(),
    })
}
