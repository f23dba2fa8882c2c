//! `anecdote new`: a file with the fields that its kind needs, ready to fill in.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::Stop;
use super::new_from::{self, Received};
use super::output::{Verbosity, print_result};
use crate::disk::Folder;
use crate::model::Kind;
use crate::text::slug;

/// What `new` takes.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// What to begin; what a message brings is a story if it has a title, or else a testimonial
    #[arg(required_unless_present = "from")]
    kind: Option<NewKind>,
    /// Its title, or the name of a person or brand
    #[arg(required_unless_present = "from")]
    title: Option<String>,
    /// A reader's answer, saved from a mail program or a form: a draft is made of it; - reads it from standard input
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum NewKind {
    Story,
    Testimonial,
    Ambassador,
    Brand,
    Campaign,
    Page,
}

/// The fields to fill in, by kind. What stands behind `#` is optional.
const VOICE: &str = "\
# How it was: \"good\", \"bad\" or \"mixed\".
experience = \"good\"
# condition = \"as long as …\"
# experience_of = \"completes: the experience of …\"
# experienced_on = 2026-01-31
# brand = \"a brand's slug, or any name\"
# author = \"an ambassador's slug, or a name\"
# touchpoints = [\"helpdesk\"]
# feelings = [\"surprise\"]
# channel = \"store\"
# rating = 4.5
# disclosure = \"none\"
# verified = { how = \"email\" }
";

impl NewKind {
    fn kind(self) -> Kind {
        match self {
            Self::Story => Kind::Story,
            Self::Testimonial => Kind::Testimonial,
            Self::Ambassador => Kind::Ambassador,
            Self::Brand => Kind::Brand,
            Self::Campaign => Kind::Campaign,
            Self::Page => Kind::Page,
        }
    }
}

/// A file to begin.
struct Begun {
    kind: Kind,
    /// Without `.md`.
    name: String,
    text: String,
}

/// Writes the file.
pub fn run(root: &Path, args: &NewArgs, verbosity: Verbosity) -> Result<(), Stop> {
    let now = super::moment().map_err(Stop::Usage)?;
    let today = jiff::tz::TimeZone::UTC.to_datetime(now).date().to_string();
    let begun = match &args.from {
        Some(file) => answered(root, args, file, now).map_err(Stop::Failure),
        None => asked(args, &today).map_err(Stop::Usage),
    };
    let Begun { kind, name, text } = begun?;
    let path = Path::new("content").join(kind.folder().unwrap_or("")).join(format!("{name}.md"));
    create(root, &path, &text).map_err(|error| {
        Stop::Failure(match error.kind() {
            std::io::ErrorKind::AlreadyExists => format!("{} is there already", path.display()),
            _ => format!("{} cannot be written: {error}", path.display()),
        })
    })?;
    if verbosity != Verbosity::Quiet {
        print_result(&format!("{}", path.display()));
    }
    Ok(())
}

/// What the command line asks for.
fn asked(args: &NewArgs, today: &str) -> Result<Begun, String> {
    let title = args.title.as_deref().unwrap_or("").trim();
    let (kind, name) = (args.kind.map_or(Kind::Story, NewKind::kind), slug(title));
    if name.is_empty() {
        Err("a title needs at least one letter or digit".to_owned())
    } else {
        Ok(Begun { kind, name, text: text(kind, title, today) })
    }
}

/// What a reader's message brings: a draft.
fn answered(root: &Path, args: &NewArgs, file: &Path, now: jiff::Timestamp) -> Result<Begun, String> {
    let Received { answer, sender, sent } = new_from::read(file)?;
    let site = new_from::Site::read(root);
    let title = args.title.as_deref().unwrap_or(&answer.title).trim().to_owned();
    let usual = if title.is_empty() { Kind::Testimonial } else { Kind::Story };
    let kind = args.kind.map_or(usual, NewKind::kind);
    if !kind.is_voice() {
        return Err("an answer is a story or a testimonial".to_owned());
    }
    // Nobody writes tomorrow.
    let day = site.timezone.to_datetime(sent.unwrap_or(now).min(now)).date().to_string();
    let base = match slug(&title) {
        slug if slug.is_empty() => format!("answer-{day}"),
        slug => slug,
    };
    // Many may come on one day, or have one title.
    let is_free = |name: &String| {
        let path = Path::new("content").join(kind.folder().unwrap_or("")).join(format!("{name}.md"));
        root.join(path).symlink_metadata().is_err()
    };
    let others = (2..).map(|n| format!("{base}-{n}"));
    let name = std::iter::once(base.clone()).chain(others).find(is_free).unwrap_or(base);
    Ok(Begun { kind, name, text: new_from::draft(&answer, &title, &day, sender.as_deref(), &site.languages) })
}

/// Writes a file that is not there yet; a link on the way there is not followed.
fn create(root: &Path, file: &Path, text: &str) -> std::io::Result<()> {
    let (Some(folder), Some(name)) = (file.parent().and_then(Path::to_str), file.file_name().and_then(OsStr::to_str))
    else {
        return Err(std::io::ErrorKind::InvalidInput.into());
    };
    std::fs::create_dir_all(root)?;
    let site = Folder::open(root)?;
    site.make_below(folder)?.create(name, text.as_bytes()).map(drop)
}

fn text(kind: Kind, title: &str, today: &str) -> String {
    // A JSON string is a TOML string.
    let quoted = serde_json::Value::from(title).to_string();
    let mut text = String::from("+++\n");
    let called = if matches!(kind, Kind::Ambassador | Kind::Brand) { "name" } else { "title" };
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{called} = {quoted}");
    let rest = match kind {
        Kind::Story | Kind::Testimonial => format!("date = {today}\ndraft = true\n{VOICE}"),
        Kind::Ambassador => "# role = \"what they do\"\n# brand = \"whom they speak for\"\n# since = 2026-01-31\n\
             # photo = \"portrait.jpg\"\ndisclosure = \"none\"\n# links = [{ title = \"Blog\", url = \"https://…\" }]\n"
            .to_owned(),
        Kind::Brand => "# url = \"https://…\"\n# logo = \"logo.svg\"\n# industry = \"what they do\"\n".to_owned(),
        Kind::Campaign => format!(
            "date = {today}\n# brand = \"a brand's slug\"\n# slogan = \"in one line\"\nstart = {today}\n\
             # end = 2026-01-31\n# goal = \"what it is for\"\n# result = \"what came of it\"\n"
        ),
        Kind::Page | Kind::Section => "# description = \"one sentence\"\n".to_owned(),
    };
    text.push_str(&rest);
    text.push_str("+++\n\n");
    text
}
