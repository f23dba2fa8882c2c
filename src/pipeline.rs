//! The only file that names every stage: sources in, a site out.
#![expect(clippy::disallowed_methods, reason = "this is the shell: it reads and writes")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::config::{self, Config};
use crate::diag::{self, Diagnostic, Parsed, Severity, Span};
use crate::index::{self, Audience, Cascades, Index};
use crate::model::{Document, LeftOut, When};
use crate::parse;
use crate::path::SourcePath;
use crate::plan::{self, CopyOf, Output as Planned, Page};
use crate::render;
use crate::source;
use crate::theme::{self, Theme};
use crate::write::{self, Force, Output, Written};

/// What to build.
#[derive(Clone, Debug)]
pub struct Project {
    /// The site's folder.
    pub root: PathBuf,
    /// The output folder.
    pub output: PathBuf,
    /// In place of the config's base URL.
    pub base_url: Option<String>,
    /// Addresses relative to their page.
    pub relative_urls: bool,
    /// The day of the build in place of the audience's moment; a bare day begins at midnight in the
    /// site's own time zone.
    pub date: Option<When>,
    /// Who the site is for: the moment, drafts, the future.
    pub audience: Audience,
    /// Whether to write beside other things.
    pub force: Force,
    /// The user's home folder, which is no output folder.
    pub home: Option<PathBuf>,
}

/// What a build came to.
#[derive(Debug, Default)]
pub struct Report {
    /// Everything found, settled: sorted, with places.
    pub diagnostics: Vec<Diagnostic>,
    /// Pages: outputs that a template drew.
    pub pages: usize,
    /// Stories and testimonials that are published.
    pub stories: usize,
    /// What was left out, and why.
    pub left_out: Vec<(SourcePath, LeftOut)>,
    /// What was done to the output; `None` if errors stopped the build.
    pub written: Option<Written>,
    /// How long each stage took.
    pub timings: Vec<(&'static str, Duration)>,
}

impl Report {
    /// Whether there is an error.
    pub fn failed(&self) -> bool {
        self.diagnostics.iter().any(|found| found.severity == Severity::Error)
    }
}

/// Hears how far a build is.
pub trait Progress: Sync {
    /// So many of so many pages are drawn.
    fn drawn(&self, done: usize, all: usize);
}

/// Builds a site.
pub fn build(project: &Project, progress: &dyn Progress) -> Report {
    let mut report = Report::default();
    let mut clock = Clock::default();
    let config = read_config(project, &mut report.diagnostics);
    let folder = match write::check(&project.root, &project.output, project.home.as_deref(), project.force) {
        Ok(folder) => folder,
        Err(found) => {
            report.diagnostics.push(found);
            return settle(report, project);
        }
    };
    let sources = keep(source::scan(&project.root, &config.ignore), &mut report.diagnostics);
    clock.lap("discover", &mut report);
    let documents = parse_all(project, &config, &sources.documents, &folder, &mut report.diagnostics);
    clock.lap("parse", &mut report);
    let mut audience = project.audience.clone();
    if let Some(date) = &project.date {
        audience.now = date.timestamp(&config.timezone);
    }
    let index = keep(index::index(&documents, sources.assets, &config, &audience), &mut report.diagnostics);
    clock.lap("index", &mut report);
    let layers = keep(theme::load::load(&project.root, &config.theme), &mut report.diagnostics);
    let theme = keep(Theme::assemble(&layers, &config), &mut report.diagnostics);
    clock.lap("theme", &mut report);
    if theme.components.is_empty() && theme.sources.is_empty() {
        return settle(report, project);
    }
    let planner = plan::Planner::new(&index, &theme, &config);
    let plan = keep(plan::plan(&planner), &mut report.diagnostics);
    clock.lap("plan", &mut report);
    count(&mut report, &index, &plan.pages);
    if report.failed() {
        return settle(report, project);
    }
    render_and_write(project, &config, &theme, &plan.pages, &folder, progress, &mut report);
    clock.lap("render and write", &mut report);
    settle(report, project)
}

#[derive(Default)]
struct Clock(Option<Instant>);

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "timings are shown, never built from")]
    fn lap(&mut self, stage: &'static str, report: &mut Report) {
        let now = Instant::now();
        if let Some(last) = self.0.replace(now) {
            report.timings.push((stage, now - last));
        }
    }
}

fn keep<T>(parsed: Parsed<T>, diagnostics: &mut Vec<Diagnostic>) -> T {
    diagnostics.extend(parsed.diagnostics);
    parsed.value
}

fn read_config(project: &Project, diagnostics: &mut Vec<Diagnostic>) -> Config {
    let path = SourcePath::new("anecdote.toml");
    let mut config = match project.root.join(path.as_str()).exists() {
        true => match source::read_text(&project.root, &path) {
            Ok(text) => keep(config::read(&path, &text), diagnostics),
            Err(found) => {
                diagnostics.push(found);
                Config::default()
            }
        },
        false => Config::default(),
    };
    if let Some(url) = &project.base_url
        && let Err(why) = config.set_base_url(url)
    {
        diagnostics.push(Diagnostic::error("E0303", format!("--base-url: {why}")));
    }
    config
}

/// Parses sections first: their cascades may say what kind the others are.
fn parse_all(
    project: &Project,
    config: &Config,
    paths: &[SourcePath],
    output: &Path,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Arc<Document>> {
    let languages = config.language_codes();
    let parse = |path: &SourcePath, cascades: &Cascades| -> Parsed<Document> {
        let place = parse::Place { kind: cascades.kind_of(path), languages: languages.clone() };
        match source::read_text(&project.root, path) {
            Ok(text) => parse::parse(path, &text, &place, &config.markdown),
            Err(found) => Parsed { value: parse::unreadable(path, place.kind), diagnostics: vec![found] },
        }
    };
    // An output folder below `content/` was refused; links could still lead there.
    let inside = |path: &&SourcePath| !project.root.join(path.as_str()).starts_with(output);
    let (sections, others): (Vec<&SourcePath>, Vec<&SourcePath>) =
        paths.iter().filter(inside).partition(|path| parse::is_section(path));
    let none = Cascades::default();
    let sections: Vec<Parsed<Document>> = sections.into_par_iter().map(|path| parse(path, &none)).collect();
    let cascades = Cascades::collect(sections.iter().map(|parsed| &parsed.value));
    let others: Vec<Parsed<Document>> = others.into_par_iter().map(|path| parse(path, &cascades)).collect();
    let mut documents: Vec<Arc<Document>> =
        sections.into_iter().chain(others).map(|parsed| Arc::new(keep(parsed, diagnostics))).collect();
    documents.sort_by(|a, b| a.path.cmp(&b.path));
    documents
}

fn count(report: &mut Report, index: &Index, pages: &[Page]) {
    report.pages = pages.iter().filter(|page| matches!(page.output, Planned::Template { .. })).count();
    report.stories = index.entries.iter().filter(|entry| entry.kind().is_voice()).count();
    report.left_out.clone_from(&index.left_out);
}

fn render_and_write(
    project: &Project,
    config: &Config,
    theme: &Theme,
    pages: &[Page],
    folder: &Path,
    progress: &dyn Progress,
    report: &mut Report,
) {
    let output = match Output::open(folder, project.force) {
        Ok(output) => output,
        Err(error) => {
            let message = format!("the output folder {} cannot be written: {error}", folder.display());
            report.diagnostics.push(Diagnostic::error("E0801", message));
            return;
        }
    };
    let settings = render::Settings { base_path: config.base_path().to_owned(), relative_urls: project.relative_urls };
    let done = AtomicUsize::new(0);
    let found: Vec<Diagnostic> = pages
        .par_iter()
        .flat_map_iter(|page| {
            let found = one(project, theme, page, &settings, &output).err().unwrap_or_default();
            progress.drawn(done.fetch_add(1, Ordering::Relaxed) + 1, pages.len());
            found
        })
        .collect();
    if !found.is_empty() {
        output.abandon();
        report.diagnostics.extend(found);
        return;
    }
    match output.commit() {
        Ok(written) => report.written = Some(written),
        Err(found) => report.diagnostics.push(found),
    }
}

/// Draws one page and hands it over.
fn one(
    project: &Project,
    theme: &Theme,
    page: &Page,
    settings: &render::Settings,
    output: &Output,
) -> Result<(), Vec<Diagnostic>> {
    let bytes = match &page.output {
        Planned::Copy(copy) => read_copy(project, copy).map_err(|found| vec![found])?,
        _ => render::render(page, theme, settings)?.unwrap_or_default(),
    };
    output.put(&page.out, &bytes).map_err(|found| vec![found])
}

fn read_copy(project: &Project, copy: &CopyOf) -> Result<Vec<u8>, Diagnostic> {
    let unreadable = |error: std::io::Error| Diagnostic::error("E0001", format!("cannot be read: {error}"));
    match copy {
        CopyOf::Embedded(bytes) => Ok(bytes.to_vec()),
        CopyOf::Disk(path) => std::fs::read(path).map_err(|error| unreadable(error).note(path.display().to_string())),
        CopyOf::Source(path) => {
            std::fs::read(project.root.join(path.as_str())).map_err(|error| unreadable(error).at(Span::file(path)))
        }
    }
}

/// Sorts what was found and gives it lines and columns.
fn settle(mut report: Report, project: &Project) -> Report {
    diag::settle(&mut report.diagnostics, &|path| match source::read_text(&project.root, path) {
        Ok(text) => Some(text),
        Err(_) => theme::load::embedded(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned()),
    });
    report
}

/// The number of documents left out, by reason.
pub fn left_out_by_reason(left_out: &[(SourcePath, LeftOut)]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for (_, reason) in left_out {
        *counts.entry(reason.word()).or_insert(0) += 1;
    }
    counts
}
