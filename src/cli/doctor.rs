//! `anecdote doctor`: what may be wrong around a site, rather than in it.

use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::Stop;
use super::output::{count, print_result};
use crate::config::{Config, FILE};
use crate::disk;
use crate::index::Audience;
use crate::pipeline::{Builder, Project};
use crate::serve::PORT;
use crate::source::{self, ChangeSet};
use crate::{watch, write};

/// What `doctor` takes.
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// A line each for people, or one JSON array
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Fine,
    /// Worth knowing.
    Note,
    /// In the way.
    Wrong,
}

/// What was looked at, and what was seen.
struct Seen {
    what: &'static str,
    state: State,
    text: String,
}

fn seen(what: &'static str, state: State, text: impl Into<String>) -> Seen {
    Seen { what, state, text: text.into() }
}

/// Looks around a site. Ends with an error if something stands in the way of building or serving it.
pub fn run(named: Option<&Path>, args: &DoctorArgs) -> Result<(), Stop> {
    let mut all = vec![program()];
    all.push(clock());
    match super::site_folder(named) {
        Ok(root) => all.extend(site(&root)),
        Err(Stop::Usage(why) | Stop::Failure(why)) => all.push(seen("site", State::Wrong, why)),
        Err(Stop::Reported) => {}
    }
    all.push(port());
    match args.format {
        Format::Text => all.iter().for_each(|one| print_result(&line(one))),
        Format::Json => {
            let all: Vec<_> =
                all.iter().map(|one| json!({ "what": one.what, "state": word(one.state), "text": one.text })).collect();
            print_result(&serde_json::Value::from(all).to_string());
        }
    }
    if all.iter().any(|one| one.state == State::Wrong) { Err(Stop::Reported) } else { Ok(()) }
}

fn word(state: State) -> &'static str {
    match state {
        State::Fine => "fine",
        State::Note => "note",
        State::Wrong => "wrong",
    }
}

fn line(one: &Seen) -> String {
    format!("{:<6}{:<9}{}", word(one.state), one.what, one.text)
}

fn program() -> Seen {
    let version = env!("CARGO_PKG_VERSION");
    seen("program", State::Fine, format!("anecdote {version}, {} {}", std::env::consts::OS, std::env::consts::ARCH))
}

fn clock() -> Seen {
    match (super::moment(), std::env::var_os("SOURCE_DATE_EPOCH")) {
        (Err(why), _) => seen("clock", State::Wrong, why),
        (Ok(now), Some(_)) => {
            seen("clock", State::Note, format!("SOURCE_DATE_EPOCH says {now}: stories dated later are left out"))
        }
        (Ok(now), None) => seen("clock", State::Fine, now.strftime("%Y-%m-%d %H:%M UTC").to_string()),
    }
}

fn port() -> Seen {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, PORT)) {
        Ok(_) => seen("port", State::Fine, format!("{PORT} is free for `anecdote serve`")),
        Err(error) => seen("port", State::Note, format!("{PORT} cannot be used ({error}): serve takes the next one")),
    }
}

fn site(root: &Path) -> Vec<Seen> {
    let mut all = Vec::new();
    let Ok(now) = super::moment() else { return all };
    let mut builder = Builder::new(Project::new(root, Audience { now, drafts: false, future: false }));
    let built = builder.build(&ChangeSet::Everywhere);
    let shown = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let stories = count(built.stories, "story", "stories");
    all.push(match built.errors() {
        0 => seen("site", State::Fine, format!("{}, with {stories}", shown.display())),
        errors => {
            let errors = count(errors, "error", "errors");
            seen("site", State::Wrong, format!("{}: {errors}; `anecdote check` shows them", shown.display()))
        }
    });
    if let Some(site) = &built.site {
        all.push(config(root, &site.model.config));
        all.extend(pointers(root, site.assets.keys().map(|path| path.as_str())));
    }
    all.push(output(root));
    all.push(cache(root));
    all.extend(ignored(root));
    all.push(changes(root));
    all
}

fn config(root: &Path, config: &Config) -> Seen {
    if !root.join(FILE).is_file() {
        return seen("config", State::Note, format!("there is no {FILE}; every setting has its default"));
    }
    match config.own_address() {
        None => seen("config", State::Note, format!("no base_url in {FILE}: feeds and the sitemap need it")),
        Some(address) => {
            let zone = config.timezone.iana_name().unwrap_or("UTC");
            seen("config", State::Fine, format!("{address}, theme {}, time zone {zone}", config.theme))
        }
    }
}

/// Pictures that are not there: what a clone without Git LFS has in their place.
fn pointers<'a>(root: &Path, files: impl Iterator<Item = &'a str>) -> Option<Seen> {
    let is_pointer = |file: &&str| {
        let path = root.join(file);
        source::stamp(&path).is_some_and(|stamp| stamp.size < 512)
            && disk::read(&path, 512).is_ok_and(|bytes| bytes.starts_with(b"version https://git-lfs.github.com/"))
    };
    let found: Vec<&str> = files.filter(is_pointer).collect();
    let first = found.first()?;
    let files = count(found.len(), "file is a pointer", "files are pointers");
    Some(seen("git lfs", State::Wrong, format!("{files} of Git LFS, such as {first}: run `git lfs pull`")))
}

fn output(root: &Path) -> Seen {
    let folder = root.join("public");
    match write::state(&folder) {
        write::State::Missing => seen("output", State::Fine, "public/ is not there yet; `anecdote build` makes it"),
        write::State::Whole(files) => {
            seen("output", State::Fine, format!("public/ holds a site of {}", count(files, "file", "files")))
        }
        write::State::Foreign => {
            seen("output", State::Note, "public/ is there, and no build of this site wrote it: name another with -o")
        }
        write::State::Damaged => seen(
            "output",
            State::Wrong,
            "the list of what builds wrote into public/ is damaged: remove the folder, and build again",
        ),
    }
}

fn cache(root: &Path) -> Seen {
    let (files, bytes) = disk::cache_size(root);
    let size = format!("{:.1} MB", bytes as f64 / 1e6);
    let text = format!("{} in {}/, {size}; `anecdote clean` removes it", count(files, "file", "files"), disk::CACHE);
    seen("cache", State::Fine, text)
}

/// Whether a repository takes what builds write for sources.
fn ignored(root: &Path) -> Option<Seen> {
    let root = root.canonicalize().ok()?;
    let top = root.ancestors().find(|folder| folder.join(".git").exists())?;
    let folders = root.ancestors().take_while(|folder| folder.starts_with(top));
    let rules = folders.filter_map(|folder| disk::read(&folder.join(".gitignore"), 1 << 20).ok());
    let is_output = |rule: &str| rule.trim().trim_matches(['/', '*']) == "public";
    let is_ignored = rules.into_iter().any(|rules| String::from_utf8_lossy(&rules).lines().any(is_output));
    Some(if is_ignored {
        seen("git", State::Fine, "public/ is ignored")
    } else {
        seen("git", State::Note, "public/ is not ignored: add /public to .gitignore, or it is committed")
    })
}

/// How `serve` would notice changes.
fn changes(root: &Path) -> Seen {
    match watch::obstacle(root) {
        None => seen("changes", State::Fine, "the system tells `anecdote serve` of each one"),
        Some(why) => seen("changes", State::Note, why),
    }
}
