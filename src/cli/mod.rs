//! The command line: arguments as typed, and what runs.

mod build;
mod check;
mod embed;
mod explain;
mod init;
mod new;
mod new_from;
mod output;
mod progress;
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
    disable_help_subcommand = true,
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
    /// The site's folder
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more: every warning, what was left out, how long each stage took
    #[arg(short, long, global = true)]
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
    /// Say what a code means, such as E0102
    Explain(explain::ExplainArgs),
    /// Print a JSON Schema, by which editors complete and check while one types
    Schema(schema::SchemaArgs),
    /// List themes, copy a file of one, begin one, find what is wrong with one
    Theme(theme::ThemeArgs),
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
    let done = match cli.command {
        Command::Init(args) => init::run(&args, verbosity),
        Command::New(args) => new::run(&cli.global.root, &args, verbosity),
        Command::Serve(args) => serve::run(&cli.global.root, &args, verbosity),
        Command::Check(args) => check::run(&cli.global.root, &args, verbosity),
        Command::Explain(args) => explain::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Theme(args) => theme::run(&cli.global.root, &args, verbosity),
        Command::Embed(args) => embed::run(&cli.global.root, &args, verbosity),
        Command::Build(args) => build::run(&cli.global.root, &args, verbosity),
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

/// The moment for which a site is built, where its folder is one.
fn begin(root: &Path) -> Result<Timestamp, Stop> {
    let now = moment().map_err(Stop::Usage)?;
    if root.is_dir() { Ok(now) } else { Err(Stop::Usage(format!("{} is not a folder", root.display()))) }
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
