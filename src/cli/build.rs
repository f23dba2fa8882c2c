//! `anecdote build`.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::Stop;
use super::output::{
    Verbosity, as_json, count, print_diagnostics, print_error, print_excluded, print_result, print_status,
    print_timings,
};
use super::progress::Bar;
use crate::cache;
use crate::index::Audience;
use crate::model::DateValue;
use crate::path::OutPath;
use crate::pipeline::{Builder, Built, Inputs, Project};
use crate::publish::{self, Published, Reason, Target, publish};
use crate::source::ChangeSet;
use crate::write::{self, Force};

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
    date: Option<DateValue>,
    /// Say how long each stage took
    #[arg(long)]
    timings: bool,
    /// The result as a line for people, or as one JSON object
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Write into a folder that holds other things, which are never removed; and remove what is no longer made, even if
    /// that is most of the site
    #[arg(long)]
    force: bool,
    /// How many seconds to wait for another build that writes the same folder
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    wait: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// What a build came to.
struct Outcome {
    root: PathBuf,
    built: Built,
    published: Option<Published>,
    /// Where the site could not be put in place: how many of the files that changed were.
    placed: Option<(usize, usize)>,
    timings: Vec<(&'static str, Duration)>,
    output: PathBuf,
    milliseconds: u128,
}

/// Builds.
#[expect(clippy::disallowed_methods, reason = "the shell reads the clock and the environment")]
pub fn run(root: &Path, args: &BuildArgs, verbosity: Verbosity) -> Result<(), Stop> {
    let started = Instant::now();
    let now = super::moment().map_err(Stop::Usage)?;
    let output = args.output_dir.clone().unwrap_or_else(|| root.join("public"));
    let force = if args.force { Force::Yes } else { Force::No };
    let busy = || print_status(verbosity, &format!("Waiting for another build that writes {}", folder_name(&output)));
    let folder = write::check(root, &output, std::env::home_dir().as_deref(), force);
    // The sources are read when the folder is ours: of several builds, the last one to write has read the newest.
    let claim = match folder.and_then(|folder| write::claim(&folder, Duration::from_secs(args.wait), &busy)) {
        Ok(claim) => claim,
        Err(found) => {
            let outcome = Outcome {
                root: root.to_owned(),
                built: Built::failure(found),
                published: None,
                placed: None,
                timings: Vec::new(),
                output,
                milliseconds: 0,
            };
            outcome.print_result(args, verbosity);
            return Err(Stop::Reported);
        }
    };
    let project = Project {
        base_url: args.base_url.clone(),
        relative_urls: args.relative_urls,
        date: args.date.clone(),
        output: Some(claim.path.clone()),
        ..Project::new(root, Audience { now, drafts: args.drafts, future: args.future })
    };
    let mut target = Target { root, claim, force };
    let mut builder = Builder::new(project);
    let inputs = builder.inputs(SystemTime::now());
    let looked = ("look for changes", started.elapsed());
    if let Some((built, published)) = inputs.as_ref().and_then(|inputs| repeat(&mut target, inputs)) {
        let milliseconds = started.elapsed().as_millis();
        let (published, timings) = (Some(published), vec![looked]);
        let outcome = Outcome { root: root.to_owned(), built, published, placed: None, timings, output, milliseconds };
        outcome.print_result(args, verbosity);
        return Ok(());
    }
    let mut built = builder.build(&ChangeSet::default());
    let mut timings: Vec<_> = [looked].into_iter().chain(built.timings.iter().copied()).collect();
    let (mut published, mut placed) = (None, None);
    if let Some(site) = built.site.clone().filter(|_| !built.failed()) {
        let bar = Bar::new(verbosity != Verbosity::Quiet && args.format == Format::Text);
        let started = Instant::now();
        let folder = target.claim.path.clone();
        match publish(&site, target, &bar) {
            Ok(mut done) => {
                built.add(std::mem::take(&mut done.diagnostics), root);
                if let (Some(inputs), Some(kept)) = (&inputs, done.kept.take()) {
                    let record = built.record(inputs, builder.next_change(), kept);
                    // Where it cannot be kept, the next build does the work again; the keys say so.
                    let _ = cache::save_record(root, &folder, &record);
                }
                published = Some(done);
            }
            Err(failed) => {
                placed = failed.placed;
                built.add(failed.diagnostics, root);
            }
        }
        bar.clear();
        timings.push(("render and write", started.elapsed()));
    }
    let outcome = Outcome {
        root: root.to_owned(),
        built,
        published,
        placed,
        timings,
        output,
        milliseconds: started.elapsed().as_millis(),
    };
    outcome.print_result(args, verbosity);
    let done = if outcome.built.failed() { Err(Stop::Reported) } else { Ok(()) };
    // The process ends: to take the site apart first would only take time.
    std::mem::forget((outcome, builder));
    done
}

/// What the last build came to, if this one would come to the same.
fn repeat(target: &mut Target, inputs: &Inputs) -> Option<(Built, Published)> {
    let record = cache::load_record(target.root, &target.claim.path)?;
    let published = Some(&record).filter(|record| record.holds(inputs.digest, inputs.now));
    let published = publish::repeat(target, published?)?;
    Some((Built::repeated(record), published))
}

impl Outcome {
    fn print_result(&self, args: &BuildArgs, verbosity: Verbosity) {
        match args.format {
            Format::Json => anstream::println!("{}", self.as_json()),
            Format::Text => self.as_text(args.timings, verbosity),
        }
    }

    fn as_text(&self, timings: bool, verbosity: Verbosity) {
        print_diagnostics(self.built.all(), &self.root, verbosity);
        print_excluded(&self.built.excluded, verbosity);
        if timings || verbosity == Verbosity::Verbose {
            print_timings(&self.timings);
        }
        let Some(published) = &self.published else {
            let errors = count(self.built.errors(), "error", "errors");
            let errors = match self.built.warnings() {
                0 => errors,
                warnings => format!("{errors}, {}", count(warnings, "warning", "warnings")),
            };
            print_error(&match self.placed {
                None => format!("{errors}; nothing was written"),
                Some((done, all)) => format!(
                    "{errors}; {done} of {} were put in place before that; the next build does the rest",
                    count(all, "file that changed", "files that changed")
                ),
            });
            return;
        };
        published.notes.iter().for_each(|note| print_status(verbosity, note));
        print_left(&published.left, verbosity);
        if verbosity == Verbosity::Verbose {
            print_drawn(&published.drawn, verbosity);
        }
        if verbosity != Verbosity::Quiet {
            let written = published.written;
            let removed = match written.removed {
                0 => String::new(),
                removed => format!(", {removed} removed"),
            };
            let warnings = match self.built.warnings() {
                0 => String::new(),
                warnings => format!(", {}", count(warnings, "warning", "warnings")),
            };
            print_result(&format!(
                "Built {} from {} in {} ms ({} written, {} unchanged{removed}) → {}{warnings}",
                count(self.built.pages, "page", "pages"),
                count(self.built.stories, "story", "stories"),
                self.milliseconds,
                written.written,
                written.unchanged,
                folder_name(&self.output),
            ));
        }
    }

    fn as_json(&self) -> serde_json::Value {
        let excluded: Vec<_> = self
            .built
            .excluded
            .iter()
            .map(|(path, reason)| {
                let mut one = serde_json::to_value(reason).unwrap_or_default();
                one["file"] = path.as_str().into();
                one
            })
            .collect();
        let written = self.published.as_ref().map(|published| published.written);
        json!({
            "ok": !self.built.failed(),
            "pages": self.built.pages,
            "stories": self.built.stories,
            "drawn": self.published.as_ref().map(|published| published.drawn.len()),
            "written": written.map(|written| written.written),
            "unchanged": written.map(|written| written.unchanged),
            "removed": written.map(|written| written.removed),
            "placed": self.placed.map(|(done, _)| done),
            "left": self.published.as_ref().map(|published| &published.left),
            "notes": self.published.as_ref().map(|published| &published.notes),
            "milliseconds": self.milliseconds as u64,
            "output": self.output.display().to_string(),
            "left_out": excluded,
            "diagnostics": as_json(self.built.all(), &self.root),
        })
    }
}

/// Says what is no longer made and stays.
fn print_left(left: &[OutPath], verbosity: Verbosity) {
    let Some(first) = left.first() else { return };
    let more = if left.len() > 1 { format!(" and {} more", left.len() - 1) } else { String::new() };
    let which = if verbosity == Verbosity::Verbose { String::new() } else { format!(": {first}{more}") };
    print_status(
        verbosity,
        &format!(
            "No longer made, but somebody changed {}; remove by hand what is not wanted{which}",
            count(left.len(), "file, which stays", "files, which stay")
        ),
    );
    if verbosity == Verbosity::Verbose {
        left.iter().for_each(|path| print_status(verbosity, &format!("  {path}")));
    }
}

/// Says why each output was drawn.
fn print_drawn(drawn: &[(OutPath, Reason)], verbosity: Verbosity) {
    let (new, known): (Vec<_>, Vec<_>) = drawn.iter().partition(|(_, reason)| *reason == Reason::New);
    match (new.len(), known.is_empty()) {
        (0, true) => print_status(verbosity, "Nothing to draw: all is as it was."),
        (_, true) => print_status(verbosity, &format!("Drew {}, all new here.", count(new.len(), "output", "outputs"))),
        _ => {
            print_status(verbosity, &format!("Drew {}:", count(drawn.len(), "output", "outputs")));
            for (out, reason) in drawn {
                let why = match reason {
                    Reason::New => "new".to_owned(),
                    Reason::Lost => "not what was written last time".to_owned(),
                    Reason::Changed(parts) => parts.join(", "),
                };
                print_status(verbosity, &format!("  {out}: {why}"));
            }
        }
    }
}

fn folder_name(path: &Path) -> String {
    let shown = path.strip_prefix("./").unwrap_or(path).display().to_string();
    if shown.ends_with('/') { shown } else { format!("{shown}/") }
}
