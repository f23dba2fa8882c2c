//! A walk over the sources, again and again, that tells what has changed since the last one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use walkdir::WalkDir;

use super::signal::{FOLDERS, Signal};
use crate::config::FILE as CONFIG;
use crate::source::is_leftover;
use crate::stamp::Stamp;

/// Between two walks when the system tells of changes: only what it missed is left to find.
const SAFETY: Duration = Duration::from_secs(2);

/// Between two walks when they are all there is.
const POLL: Duration = Duration::from_millis(500);

/// Starts to walk in a thread of its own, which ends when nobody listens. `is_alone` may be set later,
/// when events have ceased.
pub fn start(root: PathBuf, sender: Sender<Signal>, is_alone: Arc<AtomicBool>) {
    // Where walks are all there is, what changes from now on must differ from what is there now.
    let mut before = is_alone.load(Ordering::Relaxed).then(|| walk(&root));
    // Without the thread events still come; a system that cannot start one has other troubles.
    let _ = std::thread::Builder::new().name("scan".to_owned()).spawn(move || {
        let mut took = Duration::ZERO;
        let mut before = before.take().unwrap_or_else(|| {
            // The first build has the disk to itself; until then events are enough.
            std::thread::sleep(SAFETY);
            walk(&root)
        });
        loop {
            // On a large site walks are rarer, so that they cost a few hundredths of the time.
            let pause = if is_alone.load(Ordering::Relaxed) { POLL.max(took * 4) } else { SAFETY.max(took * 40) };
            std::thread::sleep(pause);
            let begun = Instant::now();
            let now = walk(&root);
            took = begun.elapsed();
            let found = differences(&before, &now);
            before = now;
            if !found.is_empty() && sender.send(Signal::Scan(found)).is_err() {
                return;
            }
        }
    });
}

fn walk(root: &Path) -> BTreeMap<PathBuf, Stamp> {
    let mut all = BTreeMap::new();
    for top in FOLDERS.iter().chain([&CONFIG]) {
        let walk = WalkDir::new(root.join(top)).follow_links(true).into_iter();
        let files = walk.filter_entry(|entry| entry.depth() == 0 || !is_leftover(entry.file_name()));
        for file in files.flatten().filter(|entry| entry.file_type().is_file()) {
            if let Ok(metadata) = file.metadata() {
                all.insert(file.into_path(), Stamp::of(&metadata));
            }
        }
    }
    all
}

fn differences(before: &BTreeMap<PathBuf, Stamp>, now: &BTreeMap<PathBuf, Stamp>) -> Vec<(PathBuf, Option<Stamp>)> {
    let changed = now.iter().filter(|(path, stamp)| before.get(*path) != Some(stamp));
    let changed = changed.map(|(path, stamp)| (path.clone(), Some(*stamp)));
    let gone = before.keys().filter(|path| !now.contains_key(*path)).map(|path| (path.clone(), None));
    changed.chain(gone).collect()
}
