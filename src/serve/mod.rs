//! `anecdote serve`: the site from memory, on this machine, as it is being written.
//!
//! One thread watches and plans, one answers. Pages are drawn when somebody asks for them, and kept
//! while the key of what they depend on stays. A third one draws the others, and forgets them, to find what is wrong. Nothing is written to disk.
#![expect(clippy::disallowed_methods, reason = "this is the shell: it reads the disk and the clock")]

mod background;
mod console;
mod editor;
mod events;
mod guard;
mod inject;
mod limits;
mod listen;
mod live;
mod loads;
mod missing;
mod moved;
mod pages;
mod policy;
mod preview;
mod rebuild;
mod request;
mod resources;
mod response;
mod topics;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use crate::pipeline::{Builder, Project};
use crate::source::ChangeSet;
use crate::watch::{Mode, Watcher};

pub use console::{Change, Console};
pub use editor::Editor;
pub use guard::Hosts;
pub use listen::PORT;
use live::Live;
pub use preview::{Answered, Preview};
use rebuild::WatchLoop;

/// How to serve.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address to listen at.
    pub host: IpAddr,
    /// The port; `None` for the usual one, or the next that is free.
    pub port: Option<u16>,
    /// Names by which others may ask, besides addresses and `localhost`.
    pub allowed_hosts: Vec<String>,
    /// How files are opened from the preview; if not given, there is no way.
    pub editor: Option<Editor>,
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
    let live =
        Arc::new(Live::new(builder.project().root.clone(), hosts, options.editor.as_ref(), Arc::clone(&console)));
    console.found(&built.all());
    let (pages, excluded) = (built.pages, built.excluded.clone());
    live.show(built);
    console.excluded(&excluded);
    console.ready(&address_of(address, &live), pages, begun.elapsed());
    let clock = !options.is_fixed_in_time;
    let keeper = WatchLoop { builder, watcher, live: Arc::clone(&live), console, clock, excluded };
    std::thread::Builder::new()
        .name("watch".to_owned())
        .spawn(move || keeper.run())
        .map_err(|error| format!("the site cannot be watched: {error}"))?;
    let (handle, drawn) = (runtime.handle().clone(), Arc::clone(&live));
    std::thread::Builder::new()
        .name("background".to_owned())
        .spawn(move || background::run(&drawn, &handle))
        .map_err(|error| format!("pages cannot be drawn: {error}"))?;
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
