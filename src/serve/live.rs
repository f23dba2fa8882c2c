//! What is shown now, and to whom it must be said when that changes.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use foldhash::fast::RandomState;
use tokio::sync::{Semaphore, watch};

use super::console::Console;
use super::editor::Editor;
use super::guard::Hosts;
use super::limits::workers;
use super::pages::Pages;
use super::topics::Topics;
use crate::check::Findings;
use crate::diag::{Diagnostic, Severity};
use crate::pipeline::Built;
use crate::site::Site;

/// What is shown.
#[derive(Clone, Default)]
pub struct Shown {
    /// Counts what was shown, from 1; 0 while there is nothing.
    pub number: u64,
    /// The last site that had no errors.
    pub site: Option<Arc<Site>>,
    /// What is wrong with the sources as they are now.
    pub problems: Vec<Diagnostic>,
    /// What is wrong with them together.
    pub checked: Arc<Findings>,
}

impl Shown {
    /// Whether what is shown is not what is written.
    pub fn has_errors(&self) -> bool {
        self.all().any(|found| found.severity == Severity::Error)
    }

    /// All that is wrong, in no order.
    pub fn all(&self) -> impl Iterator<Item = &Diagnostic> {
        self.problems.iter().chain(self.checked.iter())
    }

    /// What is new in another state, in the order in which it is shown.
    pub fn news<'a>(&'a self, built: &'a Built) -> Vec<&'a Diagnostic> {
        let known: HashSet<&Diagnostic, RandomState> = self.problems.iter().collect();
        let mut new: Vec<&Diagnostic> = built.diagnostics.iter().filter(|found| !known.contains(found)).collect();
        if !Arc::ptr_eq(&self.checked, &built.checked) {
            new.extend(built.checked.since(&self.checked));
            new.sort_by(|a, b| a.compare(b));
        }
        new
    }
}

/// The state that the watching and the answering side share.
pub struct Live {
    /// The site's folder.
    pub root: PathBuf,
    /// Who may ask.
    pub hosts: Hosts,
    /// What opens a file of the site, as [`Editor::below`] gives it.
    pub editor: Option<String>,
    /// The pages that were drawn.
    pub pages: Pages,
    /// Where page errors are said.
    pub console: Arc<dyn Console>,
    /// The pages that browsers show, and what is known of them.
    pub topics: Topics,
    shown: RwLock<Arc<Shown>>,
    /// The errors of pages that nobody looks at.
    unseen: RwLock<Arc<[Diagnostic]>>,
    changes: watch::Sender<u64>,
    /// How much may be drawn at once.
    workers: Arc<Semaphore>,
}

impl Live {
    /// Nothing to show yet.
    pub fn new(root: PathBuf, hosts: Hosts, editor: Option<&Editor>, console: Arc<dyn Console>) -> Self {
        let (changes, _) = watch::channel(0);
        let workers = Arc::new(Semaphore::new(workers()));
        let editor = editor.map(|editor| editor.below(&root));
        Self {
            root,
            hosts,
            editor,
            pages: Pages::new(),
            console,
            topics: Topics::default(),
            shown: RwLock::default(),
            unseen: RwLock::new(Arc::new([])),
            changes,
            workers,
        }
    }

    /// Does something that takes a while beside the thread that answers, when its turn comes; `None` if that broke. What nobody waits for any more is not begun.
    pub async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        task: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> Option<T> {
        let turn = Arc::clone(&self.workers).acquire_owned().await.ok()?;
        let live = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            task(&live)
        });
        done.await.ok()
    }

    /// Whether something is drawn that somebody asked for.
    pub fn is_busy(&self) -> bool {
        self.workers.available_permits() < workers()
    }

    /// The errors of pages that nobody looks at, as far as they are known.
    pub fn unseen(&self) -> Arc<[Diagnostic]> {
        Arc::clone(&self.unseen.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes over the errors of pages that nobody looks at, and tells browsers where they are others.
    pub fn set_unseen(&self, found: Vec<Diagnostic>) {
        let before = std::mem::replace(&mut *self.unseen.write().unwrap_or_else(PoisonError::into_inner), found.into());
        if *before != *self.unseen() {
            self.changes.send_modify(|_| ());
        }
    }

    /// What is shown now: one whole state, whatever is built meanwhile.
    pub fn shown(&self) -> Arc<Shown> {
        Arc::clone(&self.shown.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Shows what was built; where it has errors, the last good site stays.
    pub fn show(&self, built: Built) {
        let failed = built.failed();
        let last = self.shown();
        let site = if failed { last.site.clone() } else { built.site };
        let number = last.number + 1;
        let shown = Arc::new(Shown { number, site, problems: built.diagnostics, checked: built.checked });
        let before = std::mem::replace(&mut *self.shown.write().unwrap_or_else(PoisonError::into_inner), shown);
        self.changes.send_replace(number);
        // Taking a large site apart takes a while: nobody need wait for it.
        drop(before);
    }

    /// Hears of changes.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// The path below which the site stands, with slashes at both ends.
    pub fn base_path(&self) -> String {
        self.shown().site.as_ref().map_or_else(|| "/".to_owned(), |site| site.settings.base_path.clone())
    }
}
