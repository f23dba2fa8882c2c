//! Draws the pages that nobody looks at, after each change, when nothing else is to be done: so errors in them are said
//! within seconds, and not when the site is built.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use foldhash::fast::RandomState;
use tokio::runtime::Handle;

use super::live::Live;
use crate::check::drawn;
use crate::diag::{Diagnostic, Severity};
use crate::digest::Digest;
use crate::path::OutPath;
use crate::pipeline::{finalize, locate};
use crate::plan::{Artifact, Input};
use crate::site::Site;
use crate::source;

/// Whoever writes saves often: it begins when nothing has changed for so long.
const QUIET: Duration = Duration::from_millis(300);

/// How long it waits before it looks again whether a page that somebody asked for is drawn.
const PAUSE: Duration = Duration::from_millis(2);

/// What is known of the outputs.
#[derive(Default)]
struct Known {
    /// The digests of the keys from which outputs were drawn, by the digest of their paths.
    keys: HashMap<u64, u64, RandomState>,
    /// The errors of those that have some.
    wrong: BTreeMap<OutPath, Vec<Diagnostic>>,
}

/// Draws for as long as the program runs.
pub fn run(live: &Live, runtime: &Handle) {
    let mut known = Known::default();
    let mut changes = live.changes();
    let mut done = 0;
    loop {
        let number = live.shown().number;
        if number != done && known.draw_all(live) {
            done = number;
            known.tell(live);
        }
        let quiet = async {
            changes.changed().await?;
            while tokio::time::timeout(QUIET, changes.changed()).await.is_ok() {}
            Ok::<(), tokio::sync::watch::error::RecvError>(())
        };
        if runtime.block_on(quiet).is_err() {
            return;
        }
    }
}

impl Known {
    /// Draws what was not drawn from the same before; false where something changed meanwhile, or what is shown is not
    /// what is written.
    fn draw_all(&mut self, live: &Live) -> bool {
        let shown = live.shown();
        let (number, has_errors, site) = (shown.number, shown.has_errors(), shown.site.clone());
        // A large site that is shown no more is not to be kept.
        drop(shown);
        let Some(site) = site.filter(|_| !has_errors) else { return false };
        for page in site.pages.iter() {
            while live.is_busy() {
                std::thread::sleep(PAUSE);
            }
            if live.shown().number != number {
                return false;
            }
            self.draw(live, &site, page);
        }
        self.wrong.retain(|out, _| site.find(out.as_str()).is_some());
        true
    }

    fn draw(&mut self, live: &Live, site: &Site, page: &Artifact) {
        let input = site.input(page);
        let out = Digest::of_bytes(page.out.as_str().as_bytes()).short();
        let key = Digest::of(&site.parts(page, &input)).short();
        if self.keys.insert(out, key) == Some(key) {
            return;
        }
        let mut found = match &input {
            Input::Copy(copy) => match source::read_copy(&live.root, copy, &site.model.config.pictures) {
                Ok(read) => read.diagnostics,
                Err(found) => vec![found],
            },
            _ => match site.render(page, &input) {
                Ok(bytes) => drawn::look(site, page, &bytes.unwrap_or_default()).found,
                Err(found) => found,
            },
        };
        finalize(&mut found, &live.root, &site.model.config.check);
        found.retain(|one| one.severity == Severity::Error);
        if found.is_empty() {
            self.wrong.remove(&page.out);
        } else {
            self.wrong.insert(page.out.clone(), found);
        }
    }

    /// Says what is wrong now; on the terminal, what no reader has met yet.
    fn tell(&self, live: &Live) {
        let gathered = |wrong: Vec<Diagnostic>| {
            let mut all = drawn::gather(wrong);
            all.sort_by(Diagnostic::compare);
            locate(&mut all, &live.root);
            all
        };
        let unmet = self.wrong.iter().filter(|(out, _)| !live.pages.has_failed(out));
        let new = gathered(unmet.flat_map(|(_, found)| found).cloned().collect());
        let before = live.unseen();
        let known = |one: &&Diagnostic| before.iter().all(|old| (old.code, &old.message) != (one.code, &one.message));
        live.console.found(&new.iter().filter(known).collect::<Vec<_>>());
        if !before.is_empty() && self.wrong.is_empty() {
            live.console.note("Every page can be drawn again");
        }
        live.set_unseen(gathered(self.wrong.values().flatten().cloned().collect()));
    }
}
