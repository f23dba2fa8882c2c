//! The system's own events.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::signal::{FOLDERS, Signal};
use crate::config::FILE as CONFIG;
use crate::source::is_leftover;

/// Watches the top of a site's folder, and everything in the folders of sources.
pub struct Events {
    root: PathBuf,
    watcher: RecommendedWatcher,
}

impl Events {
    /// Begins to watch; the error says why that cannot be.
    pub fn new(root: &Path, sender: Sender<Signal>) -> Result<Self, String> {
        let top = root.to_owned();
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            let signal = match event {
                Ok(event) if event.need_rescan() => Some(Signal::Event(Vec::new())),
                Ok(event) => counts(&event, &top).map(Signal::Event),
                // Whatever it was, everything is looked at again.
                Err(error) => {
                    Some(if is_limit(&error) { Signal::Limit(limit(&error)) } else { Signal::Event(Vec::new()) })
                }
            };
            if let Some(signal) = signal {
                // Nobody listens any more when the program ends.
                let _ = sender.send(signal);
            }
        });
        let mut this = Self { root: root.to_owned(), watcher: watcher.map_err(|error| limit(&error))? };
        this.watcher.watch(root, RecursiveMode::NonRecursive).map_err(|error| limit(&error))?;
        this.rewatch()?;
        Ok(this)
    }

    /// Watches those of the folders that are there now. One that was deleted and made again is another.
    pub fn rewatch(&mut self) -> Result<(), String> {
        for folder in FOLDERS.iter().map(|name| self.root.join(name)) {
            // It is no error that it was not watched.
            let _ = self.watcher.unwatch(&folder);
            if !folder.is_dir() {
                continue;
            }
            match self.watcher.watch(&folder, RecursiveMode::Recursive) {
                Err(error) if is_limit(&error) => return Err(limit(&error)),
                // Gone again in this very moment: its going is an event, too.
                _ => {}
            }
        }
        Ok(())
    }
}

/// The places that an event is about, as far as they count; reading changes nothing.
fn counts(event: &Event, root: &Path) -> Option<Vec<PathBuf>> {
    let is_read = matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write));
    let paths: Vec<PathBuf> = event.paths.iter().filter(|path| !is_read && is_source(path, root)).cloned().collect();
    (!paths.is_empty()).then_some(paths)
}

fn is_source(path: &Path, root: &Path) -> bool {
    let Ok(inner) = path.strip_prefix(root) else { return true };
    let Some(top) = inner.iter().next().and_then(|top| top.to_str()) else { return false };
    (top == CONFIG || FOLDERS.contains(&top)) && !inner.iter().any(is_leftover)
}

fn is_limit(error: &notify::Error) -> bool {
    const TOO_MANY_OPEN_FILES: i32 = 24;
    match &error.kind {
        ErrorKind::MaxFilesWatch => true,
        ErrorKind::Io(error) => {
            error.raw_os_error() == Some(TOO_MANY_OPEN_FILES) || error.kind() == io::ErrorKind::StorageFull
        }
        _ => false,
    }
}

fn limit(error: &notify::Error) -> String {
    if is_limit(error) {
        "the system's limit of watched folders is reached; looking twice a second instead. \
         To raise it: sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512"
            .to_owned()
    } else {
        format!("the system tells of no changes ({error}); looking twice a second instead")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{CreateKind, ModifyKind, RenameMode};

    fn of(kind: EventKind, paths: &[&str]) -> Option<Vec<PathBuf>> {
        let event = paths.iter().fold(Event::new(kind), |event, path| event.add_path(path.into()));
        counts(&event, Path::new("/site"))
    }

    #[test]
    fn reading_is_no_event_and_leftovers_are_nothing() {
        let read = EventKind::Access(AccessKind::Open(AccessMode::Any));
        assert_eq!(of(read, &["/site/content/a.md"]), None);
        let written = EventKind::Access(AccessKind::Close(AccessMode::Write));
        assert!(of(written, &["/site/content/a.md"]).is_some());
        let create = EventKind::Create(CreateKind::File);
        for leftover in ["/site/content/.a.md.swp", "/site/content/4913", "/site/content/a.md~", "/site/public/a.html"]
        {
            assert_eq!(of(create, &[leftover]), None, "{leftover}");
        }
        let rename = EventKind::Modify(ModifyKind::Name(RenameMode::Both));
        let both = of(rename, &["/site/content/a.md___jb_tmp___", "/site/content/a.md"]);
        assert_eq!(both, Some(vec![PathBuf::from("/site/content/a.md")]));
    }
}
