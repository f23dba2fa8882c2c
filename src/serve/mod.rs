//! `anecdote serve`: the site from memory, on this machine, as it is being written.
//!
//! One thread watches and plans, one answers. Pages are drawn when somebody asks for them, and kept
//! while the key of what they depend on stays. Nothing is written to disk.
#![expect(clippy::disallowed_methods, reason = "this is the shell: it reads the disk and the clock")]

mod answer;
mod console;
mod events;
mod guard;
mod inject;
mod limits;
mod listen;
mod live;
mod loads;
mod missing;
mod pages;
mod policy;
mod preview;
mod resources;
mod response;
mod topics;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::diag::Diagnostic;
use crate::pipeline::{Builder, Project};
use crate::site::Site;
use crate::source::ChangeSet;
use crate::watch::{Mode, Watcher};

pub use console::{Change, Console};
pub use guard::Hosts;
use live::Live;
pub use preview::{Answered, Preview};

/// How to serve.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address to listen at.
    pub host: IpAddr,
    /// The port; `None` for the usual one, or the next that is free.
    pub port: Option<u16>,
    /// Names by which others may ask, besides addresses and `localhost`.
    pub allowed_hosts: Vec<String>,
    /// How changes are noticed.
    pub mode: Mode,
    /// Whether the moment of the build stays, as `SOURCE_DATE_EPOCH` wants it.
    pub is_fixed_in_time: bool,
}

/// Serves until Ctrl-C; the error says why it could not begin.
pub fn run(project: Project, options: &Options, console: Arc<dyn Console>) -> Result<(), String> {
    let begun = Instant::now();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(limits::workers())
        .build()
        .map_err(|error| format!("the server cannot start: {error}"))?;
    let listener = runtime.block_on(listen::bind(options.host, options.port))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let mut watcher = Watcher::new(&project.root, options.mode);
    if let Some(notice) = watcher.notice.take() {
        console.note(&notice);
    }
    let mut builder = Builder::new(project);
    let built = builder.build(&ChangeSet::Everywhere);
    let hosts = Hosts::new(address, &options.allowed_hosts);
    let live = Arc::new(Live::new(builder.project().root.clone(), hosts, Arc::clone(&console)));
    console.found(&built.all());
    let pages = built.pages;
    live.show(built);
    console.ready(&address_of(address, &live), pages, begun.elapsed());
    let keeper = WatchLoop { builder, watcher, live: Arc::clone(&live), console, clock: !options.is_fixed_in_time };
    std::thread::Builder::new()
        .name("watch".to_owned())
        .spawn(move || keeper.run())
        .map_err(|error| format!("the site cannot be watched: {error}"))?;
    runtime.block_on(listen::serve(listener, live));
    // Whatever else is under way may be dropped: nothing is ever half-written.
    runtime.shutdown_background();
    Ok(())
}

fn address_of(address: SocketAddr, live: &Live) -> String {
    let shown = match address.ip() {
        ip if ip.is_unspecified() => format!("localhost:{}", address.port()),
        _ => address.to_string(),
    };
    format!("http://{shown}{}", live.base_path())
}

/// Whether a site may show anything else than the one before. Which outputs do, nobody asks: to know it would take
/// longer than the change.
fn is_other(before: &Site, now: &Site) -> bool {
    !(Arc::ptr_eq(&before.model, &now.model)
        && Arc::ptr_eq(&before.assets, &now.assets)
        && before.texts.iter().zip(now.texts.iter()).all(|(before, now)| Arc::ptr_eq(before, now)))
}

/// Keeps what is shown up with what is written.
struct WatchLoop {
    builder: Builder,
    watcher: Watcher,
    live: Arc<Live>,
    console: Arc<dyn Console>,
    /// Whether time goes on.
    clock: bool,
}

impl WatchLoop {
    fn run(mut self) {
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
            if is_changed || errors > 0 || is_mended {
                let files = self.names(&changes);
                self.console.changed(&Change { files, took, timings, errors, is_mended });
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
