//! Rebuilds the site when a file changes or a date is reached, and shows what came of it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::console::{Change, Console};
use super::live::Live;
use super::moved;
use crate::diag::Diagnostic;
use crate::model::ExclusionReason;
use crate::path::SourcePath;
use crate::pipeline::Builder;
use crate::site::Site;
use crate::source::ChangeSet;
use crate::watch::Watcher;

/// Whether a site may show anything else than the one before. Which outputs do, nobody asks: to know it would take
/// longer than the change.
fn is_other(before: &Site, now: &Site) -> bool {
    !(Arc::ptr_eq(&before.model, &now.model)
        && Arc::ptr_eq(&before.assets, &now.assets)
        && before.texts.iter().zip(now.texts.iter()).all(|(before, now)| Arc::ptr_eq(before, now)))
}

/// Keeps what is shown up with what is written.
pub struct WatchLoop {
    pub builder: Builder,
    pub watcher: Watcher,
    pub live: Arc<Live>,
    pub console: Arc<dyn Console>,
    /// Whether time goes on.
    pub clock: bool,
    /// What is left out of what is shown, and why.
    pub excluded: Vec<(SourcePath, ExclusionReason)>,
}

impl WatchLoop {
    /// Waits for changes and builds, for as long as the program runs.
    pub fn run(mut self) {
        loop {
            let changes = self.watcher.wait(self.next_moment());
            let begun = Instant::now();
            if let Some(notice) = self.watcher.notice.take() {
                self.console.note(&notice);
            }
            if self.clock {
                self.builder.set_now(Timestamp::now());
            }
            let before = self.live.shown();
            let built = self.builder.build(&changes);
            let new: Vec<Diagnostic> = before.news(&built).into_iter().cloned().collect();
            let (errors, failed, timings) = (built.errors(), built.failed(), built.timings.clone());
            let excluded = built.excluded.clone();
            self.live.show(built);
            let took = begun.elapsed();
            self.console.found(&new.iter().collect::<Vec<_>>());
            let shown = self.live.shown();
            let is_changed = match (&before.site, &shown.site) {
                (Some(before), Some(now)) => !failed && is_other(before, now),
                (None, Some(_)) => !failed,
                _ => false,
            };
            let is_mended = before.has_errors() && !failed;
            let named = changes.names(&self.builder.project().root);
            let of_change = excluded.iter().filter(|(path, _)| named.contains(path)).cloned().collect::<Vec<_>>();
            if is_changed || errors > 0 || is_mended || !of_change.is_empty() {
                let files = self.names(&changes);
                self.console.changed(&Change { files, excluded: of_change, took, timings, errors, is_mended });
            }
            if let (false, Some(before), Some(now)) = (failed, &before.site, &shown.site) {
                for moved in moved::between(before, now) {
                    self.console.note(&format!(
                        "{} stood at {} and stands at {} now; aliases = [{:?}] in it leads readers on",
                        moved.path, moved.from, moved.to, moved.from
                    ));
                }
                let was_excluded = |path: &&SourcePath| self.excluded.iter().any(|(other, _)| other == *path);
                for path in named.iter().filter(was_excluded) {
                    if now.model.index.find(path).is_some() {
                        self.console
                            .note(&format!("{path} is no longer left out: readers see it after the next build"));
                    }
                }
            }
            if self.excluded != excluded {
                self.console.excluded(&excluded);
                self.excluded = excluded;
            }
        }
    }

    /// When a story next appears or leaves by its date.
    fn next_moment(&self) -> Option<Instant> {
        let next = self.builder.next_change().filter(|_| self.clock)?;
        let wait = next.duration_since(Timestamp::now());
        // A moment late, so that it is past.
        Some(Instant::now() + Duration::try_from(wait).unwrap_or_default() + Duration::from_millis(10))
    }

    fn names(&self, changes: &ChangeSet) -> Vec<String> {
        let root = &self.builder.project().root;
        match changes {
            ChangeSet::Everywhere => vec!["everything".to_owned()],
            ChangeSet::At(paths) => {
                // Files that came and went in between are an editor's own affair.
                let there: Vec<&PathBuf> = paths.iter().filter(|path| path.is_file()).collect();
                let named = if there.is_empty() { paths.iter().collect() } else { there };
                named.iter().map(|path| path.strip_prefix(root).unwrap_or(path).display().to_string()).collect()
            }
        }
    }
}
