//! Waits until something may have changed in a site's folder.
//!
//! What is reported only says where to look again. Events come from the system, and a slow walk over
//! the sources finds what no event told: on network drives it is all there is.
#![expect(clippy::disallowed_methods, reason = "this is the shell: it reads the disk and the clock")]

mod events;
mod mount;
mod scan;
mod signal;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use events::Events;

use crate::source::{self, ChangeSet};
use crate::stamp::Stamp;

pub use signal::FOLDERS;
use signal::Signal;

/// Editors write a file in several steps; after this long without one they are done.
const QUIET: Duration = Duration::from_millis(4);

/// A file that is gone may be about to come back: some editors put a new one in its place.
const QUIET_GONE: Duration = Duration::from_millis(60);

/// The longest to wait for quiet.
const LONGEST: Duration = Duration::from_millis(300);

/// When to look once more at a folder that appeared: files may be put into it before it is watched.
const AGAIN: [Duration; 2] = [Duration::from_millis(100), Duration::from_millis(400)];

/// How changes are noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// By events where the system has them, else by looking.
    Auto,
    /// By looking twice a second.
    Poll,
}

/// Why changes to a site would be noticed by looking alone, if they would.
pub fn obstacle(root: &Path) -> Option<String> {
    Watcher::new(root, Mode::Auto).notice
}

/// Watches a site's sources.
pub struct Watcher {
    root: PathBuf,
    signals: Receiver<Signal>,
    events: Option<Events>,
    /// Whether looking is all there is.
    is_alone: Arc<AtomicBool>,
    /// The stamps under which files were last given out, so that a walk does not give them out again.
    seen: BTreeMap<PathBuf, Option<Stamp>>,
    /// Folders to look at once more.
    again: Vec<(Instant, PathBuf)>,
    /// What came in while something else was done.
    pending: Option<Signal>,
    /// Why changes are noticed by looking, if they are and nobody asked for it.
    pub notice: Option<String>,
}

impl Watcher {
    /// Begins to watch; what changes from now on is noticed.
    pub fn new(root: &Path, mode: Mode) -> Self {
        let (sender, signals) = mpsc::channel();
        let mut notice = None;
        let events = match mode {
            Mode::Poll => None,
            Mode::Auto => match mount::of(root) {
                Some(system) => {
                    notice = Some(format!("{system} drives tell of no changes; looking twice a second instead"));
                    None
                }
                None => Events::new(root, sender.clone()).map_err(|why| notice = Some(why)).ok(),
            },
        };
        let is_alone = Arc::new(AtomicBool::new(events.is_none()));
        scan::start(root.to_owned(), sender, Arc::clone(&is_alone));
        let (seen, again) = (BTreeMap::new(), Vec::new());
        Self { root: root.to_owned(), signals, events, is_alone, seen, again, pending: None, notice }
    }

    /// Whether something has come in since the last wait.
    pub fn is_pending(&mut self) -> bool {
        if self.pending.is_none() {
            self.pending = self.signals.try_recv().ok();
        }
        self.pending.is_some()
    }

    /// Waits until something may have changed, or until that time at the latest.
    pub fn wait(&mut self, until: Option<Instant>) -> ChangeSet {
        let mut changes = ChangeSet::At(BTreeSet::new());
        while is_empty(&changes) {
            let due = self.again.iter().map(|(at, _)| *at).chain(until).min();
            let signal = match self.pending.take() {
                Some(signal) => Ok(signal),
                None => match due {
                    Some(at) => self.signals.recv_timeout(at.saturating_duration_since(Instant::now())),
                    None => self.signals.recv().map_err(|_| RecvTimeoutError::Disconnected),
                },
            };
            match signal {
                Ok(signal) => self.take(signal, &mut changes),
                Err(_) => self.take_due(&mut changes),
            }
            if until.is_some_and(|until| until <= Instant::now()) {
                return changes;
            }
        }
        self.finalize(&mut changes);
        if let ChangeSet::At(paths) = &changes {
            self.seen.extend(paths.iter().map(|path| (path.clone(), source::stamp(path))));
        }
        changes
    }

    /// Takes in what else comes, until it is quiet for a moment.
    fn finalize(&mut self, changes: &mut ChangeSet) {
        let begun = Instant::now();
        loop {
            let is_gone = matches!(&*changes, ChangeSet::At(paths) if paths.iter().any(|path| !path.exists()));
            let quiet = if is_gone { QUIET_GONE } else { QUIET };
            match self.signals.recv_timeout(quiet) {
                Ok(signal) => self.take(signal, changes),
                Err(_) => return,
            }
            if begun.elapsed() > LONGEST {
                return;
            }
        }
    }

    fn take(&mut self, signal: Signal, changes: &mut ChangeSet) {
        match signal {
            Signal::Event(paths) if paths.is_empty() => {
                self.rewatch();
                changes.also(ChangeSet::Everywhere);
            }
            Signal::Event(paths) => {
                for path in paths {
                    if path.parent() == Some(self.root.as_path()) {
                        self.rewatch();
                    }
                    if path.is_dir() {
                        let now = Instant::now();
                        self.again.extend(AGAIN.iter().map(|after| (now + *after, path.clone())));
                    }
                    changes.also(ChangeSet::At(BTreeSet::from([path])));
                }
            }
            Signal::Scan(found) => {
                let fresh = found.into_iter().filter(|(path, stamp)| self.seen.get(path) != Some(stamp));
                changes.also(ChangeSet::At(fresh.map(|(path, _)| path).collect()));
                self.seen.clear();
            }
            Signal::Limit(why) => self.fall_back_to_polling(why),
        }
    }

    fn take_due(&mut self, changes: &mut ChangeSet) {
        let now = Instant::now();
        let (due, later) = self.again.drain(..).partition(|(at, _)| *at <= now);
        self.again = later;
        let due: Vec<(Instant, PathBuf)> = due;
        changes.also(ChangeSet::At(due.into_iter().map(|(_, path)| path).collect()));
    }

    /// Watches the folders at the top that are there now.
    fn rewatch(&mut self) {
        if let Some(events) = &mut self.events
            && let Err(why) = events.rewatch()
        {
            self.fall_back_to_polling(why);
        }
    }

    /// Goes on by looking alone.
    fn fall_back_to_polling(&mut self, why: String) {
        self.events = None;
        self.is_alone.store(true, Ordering::Relaxed);
        self.notice = Some(why);
    }
}

fn is_empty(changes: &ChangeSet) -> bool {
    matches!(changes, ChangeSet::At(paths) if paths.is_empty())
}
