//! `anecdote check`.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::Stop;
use super::output::{Verbosity, count, print_diagnostics, print_result};
use crate::check::drawn::on_page;
use crate::check::{Whole, whole};
use crate::diag::{Diagnostic, Severity, render_github, render_json, secret_of};
use crate::external::{self, Reach, Verdict};
use crate::index::Audience;
use crate::model::{CopyOf, DateValue};
use crate::pipeline::{Builder, Built, Project, locate};
use crate::site::Site;
use crate::source::{self, ChangeSet};

/// What `check` takes.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Where the site will stand, in place of the config's
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Drafts too
    #[arg(long)]
    drafts: bool,
    /// What is dated in the future too
    #[arg(long)]
    future: bool,
    /// Check as on that day; SOURCE_DATE_EPOCH does the same
    #[arg(long, value_name = "DATE", value_parser = super::date)]
    date: Option<DateValue>,
    /// Ask other hosts whether links to them lead anywhere; what was learned is known for a day
    #[arg(long)]
    external: bool,
    /// With --external: ask nobody, and say what is known
    #[arg(long, requires = "external")]
    offline: bool,
    /// With --external: ask this host too, though only this machine or its network reaches it; HOST or HOST:PORT
    #[arg(long, value_name = "HOST", requires = "external")]
    allow_host: Vec<String>,
    /// Speak of consents that end within so many days, 30d for example
    #[arg(long, value_name = "DAYS", value_parser = days)]
    within: Option<Days>,
    /// Fail for these too
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
    /// For people, for programs (one JSON object in a line), or as annotations of a pull request
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// A number of days.
#[derive(Clone, Copy, Debug)]
struct Days(u32);

/// Reads `30d`, or `30`.
fn days(text: &str) -> Result<Days, String> {
    let number = text.strip_suffix(['d', 'D']).unwrap_or(text);
    number
        .parse()
        .ok()
        .filter(|days| *days <= 3650)
        .map(Days)
        .ok_or_else(|| "a number of days, 30d for example".to_owned())
}

/// What is to be treated as an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    Warnings,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Github,
}

/// Checks; false if something is wrong.
#[expect(clippy::disallowed_methods, reason = "the shell reads the clock")]
pub fn run(root: &Path, args: &CheckArgs, verbosity: Verbosity) -> Result<(), Stop> {
    let started = Instant::now();
    let now = super::moment().map_err(Stop::Usage)?;
    let audience = Audience { now, drafts: args.drafts, future: args.future };
    let project = Project {
        base_url: args.base_url.clone(),
        date: args.date.clone(),
        within: args.within.map(|Days(days)| days),
        ..Project::new(root, audience.clone())
    };
    let mut built = Builder::new(project).build(&ChangeSet::Everywhere);
    // Where what the pages are made of is wrong, they would only say the same again.
    if let Some(site) = built.site.clone().filter(|_| !built.failed()) {
        let read = |copy: &CopyOf| source::read_copy(root, copy, &site.model.config.pictures);
        let Whole { mut found, outside } = whole(&site, &audience, &read);
        let (open, secret): (BTreeMap<_, _>, _) =
            outside.into_iter().partition(|(address, _)| secret_of(address).is_none());
        found.extend(with_secrets(&site, &secret));
        if args.external {
            let allowed = args.allow_host.iter().map(|host| host.to_ascii_lowercase()).collect();
            found.extend(elsewhere(&site, &open, root, args.offline, &Reach { allowed }));
        }
        built.add(found, root);
    }
    report(&built, root, args.format, verbosity);
    let warnings = built.all().len() - built.errors();
    if args.format == Format::Text && verbosity != Verbosity::Quiet {
        print_result(&format!(
            "Checked {} from {} in {} ms: {}, {}",
            count(built.pages, "page", "pages"),
            count(built.stories, "story", "stories"),
            started.elapsed().as_millis(),
            count(built.errors(), "error", "errors"),
            count(warnings, "warning", "warnings"),
        ));
    }
    let is_denied = args.deny == Some(Deny::Warnings) && warnings > 0;
    if built.failed() || is_denied { Err(Stop::Reported) } else { Ok(()) }
}

/// The links that hold a user name or a password: every reader would get it, and nobody is asked with it.
fn with_secrets(site: &Site, outside: &BTreeMap<String, usize>) -> Vec<Diagnostic> {
    let found = outside.iter().filter_map(|(address, at)| {
        let (before, _, after) = secret_of(address)?;
        let message = format!("the link to `{before}…@{after}` holds a user name or a password");
        let help = "take it out of the address, and change the password: whoever reads the page has it";
        Some(on_page(site, &site.pages[*at], "W0712", message, address).help(help))
    });
    found.collect()
}

/// The links to other hosts that lead nowhere, or of which nobody could say.
fn elsewhere(
    site: &Site,
    outside: &BTreeMap<String, usize>,
    root: &Path,
    offline: bool,
    reach: &Reach,
) -> Vec<Diagnostic> {
    let addresses: Vec<&str> = outside.keys().map(String::as_str).collect();
    let verdicts = external::check(&addresses, root, offline, reach);
    let found = outside.iter().zip(verdicts).filter_map(|((address, at), verdict)| {
        let (code, message, help) = match verdict? {
            Verdict::Fine => return None,
            Verdict::Dead(why) => {
                ("W0709", format!("`{address}` leads nowhere: {why}"), "link to where it went, or take the link out")
            }
            Verdict::Unsure(why) => {
                ("W0710", format!("whether `{address}` leads anywhere is not known: {why}"), "look at it yourself")
            }
            Verdict::Refused(why) => (
                "W0713",
                format!("`{address}` was not asked: {why}"),
                "link to what every reader reaches, or say --allow-host HOST to have it asked",
            ),
        };
        Some(on_page(site, &site.pages[*at], code, message, address).help(help))
    });
    found.collect()
}

fn report(built: &Built, root: &Path, format: Format, verbosity: Verbosity) {
    let folder = match root.strip_prefix(".").unwrap_or(root) {
        root if root.as_os_str().is_empty() => String::new(),
        root => format!("{}/", root.display().to_string().trim_end_matches('/')),
    };
    let is_said = |severity| severity == Severity::Error || verbosity != Verbosity::Quiet;
    match format {
        // Each place is one to mend: none stands for others here.
        Format::Text if verbosity == Verbosity::Normal => print_diagnostics(built.all(), root, Verbosity::Verbose),
        Format::Text => print_diagnostics(built.all(), root, verbosity),
        Format::Json | Format::Github => {
            let said = built.all().into_iter().filter(|found| is_said(found.severity));
            let mut said: Vec<Diagnostic> = said.cloned().collect();
            locate(&mut said, root);
            for found in &said {
                match format {
                    Format::Json => anstream::println!("{}", render_json(found)),
                    _ => anstream::println!("{}", render_github(found, &folder)),
                }
            }
        }
    }
}
