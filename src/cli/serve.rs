//! `anecdote serve`.

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;

use super::Stop;
use super::output::{
    Verbosity, count, print_diagnostics, print_error, print_excluded, print_result, print_status, print_timings,
};
use crate::diag::Diagnostic;
use crate::index::Audience;
use crate::model::ExclusionReason;
use crate::path::SourcePath;
use crate::pipeline::Project;
use crate::serve::{self, Change, Console, Editor, Options};
use crate::watch::Mode;

/// What `serve` takes.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// The port; if not given, 4040 or the next that is free
    #[arg(short, long)]
    port: Option<u16>,
    /// The address to listen at: 0.0.0.0 lets other machines in
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), value_parser = address)]
    host: IpAddr,
    /// Another name by which this server may be asked, such as a proxy's; may be given more than once
    #[arg(long, value_name = "NAME")]
    allowed_host: Vec<String>,
    /// Open the site in a browser
    #[arg(long)]
    open: bool,
    /// Drafts too
    #[arg(long)]
    drafts: bool,
    /// What is dated in the future too
    #[arg(long)]
    future: bool,
    /// The editor that links in the preview open: vscode, vscodium, cursor, zed, jetbrains, textmate, sublime, or an address with {path} and {line}; if not given, the one in whose terminal this runs
    #[arg(long, value_name = "NAME", value_parser = Editor::read)]
    editor: Option<Editor>,
    /// Look for changes twice a second, for drives that tell of none
    #[arg(long)]
    poll: bool,
}

/// Reads an address; `localhost` is this machine's.
fn address(text: &str) -> Result<IpAddr, String> {
    if text.eq_ignore_ascii_case("localhost") {
        return Ok(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    text.parse().map_err(|_| "write an address such as 127.0.0.1, 0.0.0.0 or ::1, or localhost".to_owned())
}

/// Serves until Ctrl-C; false if it could not begin.
#[expect(clippy::disallowed_methods, reason = "the shell reads the environment")]
pub fn run(root: &Path, args: &ServeArgs, verbosity: Verbosity) -> Result<(), Stop> {
    let now = super::moment().map_err(Stop::Usage)?;
    let root = root.canonicalize().map_err(|error| Stop::Usage(format!("{}: {error}", root.display())))?;
    let project = Project::new(&root, Audience { now, drafts: args.drafts, future: args.future });
    let options = Options {
        host: args.host,
        port: args.port,
        allowed_hosts: args.allowed_host.clone(),
        editor: args.editor.clone().or_else(|| Editor::around(|name| std::env::var(name).ok())),
        mode: if args.poll { Mode::Poll } else { Mode::Auto },
        is_fixed_in_time: std::env::var("SOURCE_DATE_EPOCH").is_ok(),
    };
    serve::run(project, &options, Arc::new(Terminal { root, verbosity, open: args.open })).map_err(Stop::Failure)
}

/// Says what happens, a line for each change.
struct Terminal {
    root: PathBuf,
    verbosity: Verbosity,
    open: bool,
}

impl Console for Terminal {
    fn ready(&self, address: &str, pages: usize, took: Duration) {
        // The one line that is said however quiet: without it nobody finds the site.
        let pages = count(pages, "page", "pages");
        print_result(&format!("Serving {pages} at {address} after {} ms; Ctrl-C stops", took.as_millis()));
        if self.open
            && let Err(error) = open::that_detached(address)
        {
            print_error(&format!("no browser could be opened: {error}"));
        }
    }

    fn changed(&self, change: &Change) {
        if self.verbosity == Verbosity::Quiet {
            return;
        }
        let files = match change.files.as_slice() {
            [] => "time".to_owned(),
            [one] => one.clone(),
            [first, rest @ ..] => format!("{first} and {} more", rest.len()),
        };
        let what = match (change.errors, change.is_mended) {
            (0, false) => "changed".to_owned(),
            (0, true) => "mended".to_owned(),
            (errors, _) => format!("{}; the last good pages stay up", count(errors, "error", "errors")),
        };
        print_result(&format!("{files}: {what}, in {} ms", change.took.as_millis()));
        for (path, reason) in &change.excluded {
            let shows = reason.option().map_or(String::new(), |option| format!("; `anecdote serve {option}` shows it"));
            print_status(self.verbosity, &format!("{path} is left out: it is {}{shows}", reason.phrase()));
        }
        if self.verbosity == Verbosity::Verbose {
            print_timings(&change.timings);
        }
    }

    fn excluded(&self, excluded: &[(SourcePath, ExclusionReason)]) {
        print_excluded(excluded, self.verbosity);
    }

    fn found(&self, problems: &[&Diagnostic]) {
        print_diagnostics(problems.iter().copied(), &self.root, self.verbosity);
    }

    fn note(&self, text: &str) {
        print_status(self.verbosity, text);
    }
}
