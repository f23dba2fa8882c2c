//! The command line: arguments as typed, and what runs.

mod build;
mod check;
mod clean;
mod completions;
mod doctor;
mod embed;
mod explain;
mod init;
mod list;
mod lsp;
mod man;
mod new;
mod new_from;
mod output;
mod progress;
mod questions;
mod schema;
mod serve;
mod theme;
mod watchdog;

use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;

use crate::config;
use crate::model::DateValue;
pub use output::Verbosity;
use output::print_error;

const START: &str = "\
To begin:
  anecdote init my-stories      a new site that builds at once
  anecdote new story \"A title\"  a story, ready to fill in
  anecdote serve                the site as you write, at http://localhost:4040/
  anecdote check                what is wrong, before a reader finds it
  anecdote build                the site, in public/";

/// Turns a folder of customer stories, good and bad, into a website.
#[derive(Debug, Parser)]
#[command(
    name = "anecdote",
    version,
    before_help = START,
    arg_required_else_help = true,
    max_term_width = 100
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Debug, Args)]
struct Global {
    /// The site's folder; if not given, this one or the nearest above it that holds an anecdote.toml
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more: every warning, what was left out, how long each stage took
    #[arg(short, long, global = true, overrides_with = "verbose")]
    verbose: bool,
    /// Colours in messages
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a new site that builds at once
    Init(init::InitArgs),
    /// Begin a story, testimonial, ambassador, brand, campaign or page
    New(new::NewArgs),
    /// Write the site into public/
    Build(build::BuildArgs),
    /// Show the site while it is being written
    Serve(serve::ServeArgs),
    /// Find what is wrong before a reader does; nothing is written
    Check(check::CheckArgs),
    /// List the stories: published, drafts, and what is left out
    List(list::ListArgs),
    /// Look around the site for what may stand in the way: settings, disk, port, repository
    Doctor(doctor::DoctorArgs),
    /// Remove what builds wrote and kept, and nothing else
    Clean(clean::CleanArgs),
    /// Say what a code means, such as E0102
    Explain(explain::ExplainArgs),
    /// Print a JSON Schema for editors, or the forms of a content system
    Schema(schema::SchemaArgs),
    /// Print a script by which a shell completes commands and options
    Completions(completions::CompletionsArgs),
    /// Print the manual page, or write one for each command into a folder
    Man(man::ManArgs),
    /// List themes, copy a file of one, begin one, find what is wrong with one
    Theme(theme::ThemeArgs),
    /// Tell an editor what is wrong and what fits while one types: a language server
    Lsp(lsp::LspArgs),
    /// Print what to paste into another page to show stories there
    Embed(embed::EmbedArgs),
}

/// Runs the program: 0 done, 1 the site has errors, 2 wrong usage.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        // Help in place of a command is a result; everything else is wrong usage, or was asked for.
        Err(error) if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            anstream::print!("{}", error.render().ansi());
            return ExitCode::SUCCESS;
        }
        Err(error) => error.exit(),
    };
    match cli.global.color {
        Color::Auto => {}
        Color::Always => anstream::ColorChoice::Always.write_global(),
        Color::Never => anstream::ColorChoice::Never.write_global(),
    }
    let verbosity = match (cli.global.quiet, cli.global.verbose) {
        (true, _) => Verbosity::Quiet,
        (_, true) => Verbosity::Verbose,
        _ => Verbosity::Normal,
    };
    if matches!(cli.command, Command::Build(_) | Command::Check(_) | Command::Serve(_)) {
        watchdog::start();
    }
    let site = || site_folder(cli.global.root.as_deref());
    let done = match cli.command {
        Command::Init(args) => init::run(&args, verbosity),
        Command::New(args) => site().and_then(|root| new::run(&root, &args, verbosity)),
        Command::Serve(args) => site().and_then(|root| serve::run(&root, &args, verbosity)),
        Command::Check(args) => site().and_then(|root| check::run(&root, &args, verbosity)),
        Command::List(args) => site().and_then(|root| list::run(&root, &args, verbosity)),
        Command::Doctor(args) => doctor::run(cli.global.root.as_deref(), &args),
        Command::Clean(args) => site().and_then(|root| clean::run(&root, &args, verbosity)),
        Command::Man(args) => man::run(&args),
        Command::Lsp(args) => lsp::run(cli.global.root.as_deref(), &args),
        Command::Explain(args) => explain::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Schema(args) => schema::run(cli.global.root.as_deref(), &args),
        // Themes are also made where there is no site.
        Command::Theme(args) => site_folder(cli.global.root.as_deref())
            .or_else(|stop| here(cli.global.root.as_deref()).ok_or(stop))
            .and_then(|root| theme::run(&root, &args, verbosity)),
        Command::Embed(args) => site().and_then(|root| embed::run(&root, &args, verbosity)),
        Command::Build(args) => site().and_then(|root| build::run(&root, &args, verbosity)),
    };
    let Err(stop) = done else { return ExitCode::SUCCESS };
    match stop {
        Stop::Reported => ExitCode::from(1),
        Stop::Failure(why) => {
            print_error(&why);
            ExitCode::from(1)
        }
        Stop::Usage(why) => {
            print_error(&why);
            ExitCode::from(2)
        }
    }
}

/// Why a command did not do what was asked.
enum Stop {
    /// The site has errors, and they are printed.
    Reported,
    /// Something is in the way.
    Failure(String),
    /// It cannot be asked so.
    Usage(String),
}

/// The folder that `--root` names, or else this one; `None` if it is none.
fn here(named: Option<&Path>) -> Option<PathBuf> {
    Some(named.unwrap_or(Path::new(".")).to_owned()).filter(|folder| folder.is_dir())
}

/// The site's folder: the one that `--root` names; else this one, if it is a site; else the nearest above it that has an
/// `anecdote.toml`.
fn site_folder(named: Option<&Path>) -> Result<PathBuf, Stop> {
    let Some(here) = here(named) else {
        return Err(Stop::Usage(format!("{} is not a folder", named.unwrap_or(Path::new(".")).display())));
    };
    if is_site(&here) {
        return Ok(here);
    }
    let above = std::env::current_dir().ok().filter(|_| named.is_none()).and_then(|current| {
        let levels = current.ancestors().skip(1).position(has_config)? + 1;
        Some(std::iter::repeat_n("..", levels).collect::<PathBuf>())
    });
    above.ok_or_else(|| {
        let what = if named.is_some() { here.display().to_string() } else { "this folder".to_owned() };
        Stop::Usage(format!(
            "{what} is no site: it holds neither {} nor content/; `anecdote init my-stories` makes a site, and --root DIR names one",
            config::FILE
        ))
    })
}

/// Whether a folder has an `anecdote.toml`.
fn has_config(folder: &Path) -> bool {
    folder.join(config::FILE).symlink_metadata().is_ok()
}

/// Whether a folder is a site: a config, or content alone, makes it one.
fn is_site(folder: &Path) -> bool {
    has_config(folder) || folder.join("content").is_dir()
}

/// The site that a folder is, or the nearest above it.
fn site_around(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    let above = || folder.ancestors().skip(1).find(|above| has_config(above)).map(Path::to_owned);
    if is_site(&folder) { Some(folder) } else { above() }
}

/// Reads `--date`.
fn date(text: &str) -> Result<DateValue, String> {
    DateValue::parse(text).ok_or_else(|| "write 2026-03-14, or 2026-03-14T15:09:00Z".to_owned())
}

/// The moment of the build: `SOURCE_DATE_EPOCH`, else now. It enters here, once.
#[expect(clippy::disallowed_methods, reason = "the one place where the clock and the environment enter")]
fn moment() -> Result<Timestamp, String> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => seconds
            .parse()
            .ok()
            .and_then(|seconds| Timestamp::from_second(seconds).ok())
            .ok_or_else(|| format!("SOURCE_DATE_EPOCH {seconds:?} is not a number of seconds since 1970")),
        Err(_) => Ok(Timestamp::now()),
    }
}
