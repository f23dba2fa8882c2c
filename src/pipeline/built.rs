//! What is to be built, and what a build came to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::cache::BuildRecord;
use crate::check::Findings;
use crate::diag::{self, Diagnostic, Severity};
use crate::digest::Digest;
use crate::index::Audience;
use crate::model::{DateValue, ExclusionReason};
use crate::path::OutPath;
use crate::path::SourcePath;
use crate::site::Site;
use crate::stamp::Stamp;
use crate::{config, source, theme};

/// What to build.
#[derive(Clone, Debug)]
pub struct Project {
    /// The site's folder.
    pub root: PathBuf,
    /// The output folder, whose files are no sources; `None` if nothing is written.
    pub output: Option<PathBuf>,
    /// In place of the config's base URL.
    pub base_url: Option<String>,
    /// Addresses relative to their page.
    pub relative_urls: bool,
    /// The day of the build in place of the audience's moment; a bare day begins at midnight in the
    /// site's own time zone.
    pub date: Option<DateValue>,
    /// Who the site is for: the moment, drafts, the future.
    pub audience: Audience,
    /// How many days before its end a consent is spoken of, in place of the config's.
    pub within: Option<u32>,
}

impl Project {
    /// A site as its config says, for nobody to write.
    pub fn new(root: &Path, audience: Audience) -> Self {
        Self {
            root: root.to_owned(),
            output: None,
            base_url: None,
            relative_urls: false,
            date: None,
            audience,
            within: None,
        }
    }

    /// The moment for which it is built.
    pub fn moment(&self, timezone: &jiff::tz::TimeZone) -> jiff::Timestamp {
        self.date.as_ref().map_or(self.audience.now, |date| date.timestamp(timezone))
    }
}

/// All that a build depends on.
pub struct Inputs {
    /// Of everything but the time.
    pub digest: Digest,
    /// The moment for which the site is built.
    pub now: Timestamp,
}

/// A site, planned and ready to be drawn, and what was found on the way.
#[derive(Clone)]
pub struct Built {
    /// The site; `None` where there is no theme to draw it with. Not to be shown while there is an error.
    pub site: Option<Arc<Site>>,
    /// What was found on the way, settled.
    pub diagnostics: Vec<Diagnostic>,
    /// What was found when all documents were held against each other, settled: the same as before where nothing
    /// but texts changed.
    pub checked: Arc<Findings>,
    /// Pages: outputs that a template draws.
    pub pages: usize,
    /// Stories and testimonials that are published.
    pub stories: usize,
    /// What was left out, and why.
    pub excluded: Vec<(SourcePath, ExclusionReason)>,
    /// How long each stage took.
    pub timings: Vec<(&'static str, Duration)>,
}

impl Built {
    /// Nothing, for that reason.
    pub fn failure(found: Diagnostic) -> Self {
        let (excluded, timings) = (Vec::new(), Vec::new());
        let checked = Arc::default();
        Self { site: None, diagnostics: vec![found], checked, pages: 0, stories: 0, excluded, timings }
    }

    /// What an earlier build from the same came to.
    pub fn repeated(record: BuildRecord) -> Self {
        let BuildRecord { pages, stories, excluded, diagnostics, .. } = record;
        Self { site: None, diagnostics, checked: Arc::default(), pages, stories, excluded, timings: Vec::new() }
    }

    /// What it came to, for the next build from the same `inputs`, which need not be done before `until`.
    /// `kept` are the digest of the keys, and the outputs without one.
    pub fn record(
        &self,
        inputs: &Inputs,
        until: Option<Timestamp>,
        (keys, without_key): (Digest, Vec<(OutPath, Stamp)>),
    ) -> BuildRecord {
        BuildRecord {
            inputs: inputs.digest,
            keys,
            from: inputs.now,
            until,
            pages: self.pages,
            stories: self.stories,
            excluded: self.excluded.clone(),
            diagnostics: self.all().into_iter().cloned().collect(),
            without_key,
        }
    }

    /// All that was found, in the order in which it is shown.
    pub fn all(&self) -> Vec<&Diagnostic> {
        let mut all: Vec<&Diagnostic> = self.diagnostics.iter().chain(self.checked.iter()).collect();
        all.sort_by(|a, b| a.compare(b));
        all
    }

    /// How many errors there are.
    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    /// How many warnings there are.
    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning)
    }

    fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|found| found.severity == severity).count() + self.checked.count(severity)
    }

    /// Adds what was found while pages were drawn.
    pub fn add(&mut self, diagnostics: Vec<Diagnostic>, root: &Path) {
        self.diagnostics.extend(diagnostics);
        if let Some(site) = &self.site {
            finalize(&mut self.diagnostics, root, &site.model.config.check);
        }
    }

    /// Whether there is an error.
    pub fn failed(&self) -> bool {
        self.errors() > 0
    }
}

/// Texts that an editor shows and has not saved, by file.
pub type Unsaved = BTreeMap<SourcePath, String>;

/// Weighs and sorts what was found.
pub fn finalize(diagnostics: &mut Vec<Diagnostic>, root: &Path, check: &config::Check) {
    finalize_with(diagnostics, check, &|path| text_of(root, path));
}

/// Weighs and sorts what was found; `read` gives the text of a file.
pub fn finalize_with(
    diagnostics: &mut Vec<Diagnostic>,
    check: &config::Check,
    read: &dyn Fn(&SourcePath) -> Option<String>,
) {
    check.apply_levels(diagnostics);
    diag::finalize(diagnostics, read);
}

/// Gives lines and columns to what is to be shown.
pub fn locate(found: &mut [Diagnostic], root: &Path) {
    diag::locate(found, &|path| text_of(root, path));
}

/// The text of a source or of a file of a theme.
pub fn text_of(root: &Path, path: &SourcePath) -> Option<String> {
    match source::read_text(root, path) {
        Ok(text) => Some(text),
        Err(_) => theme::load::embedded(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned()),
    }
}
