//! `anecdote new`: a file with the fields that its kind needs, ready to fill in.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use clap::{Args, ValueEnum};

use super::output::{Verbosity, complain};
use crate::model::{Kind, slug};

/// What `new` takes.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// What to begin
    kind: NewKind,
    /// Its title, or the name of a person or brand
    title: String,
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

/// Writes the file; false if it cannot.
pub fn run(root: &Path, args: &NewArgs, verbosity: Verbosity) -> bool {
    let title = args.title.trim();
    let name = slug(title);
    if name.is_empty() {
        complain("a title needs at least one letter or digit");
        return false;
    }
    let kind = match args.kind {
        NewKind::Story => Kind::Story,
        NewKind::Testimonial => Kind::Testimonial,
        NewKind::Ambassador => Kind::Ambassador,
        NewKind::Brand => Kind::Brand,
        NewKind::Campaign => Kind::Campaign,
        NewKind::Page => Kind::Page,
    };
    let today = match super::moment() {
        Ok(now) => jiff::tz::TimeZone::UTC.to_datetime(now).date().to_string(),
        Err(why) => {
            complain(&why);
            return false;
        }
    };
    let path = Path::new("content").join(kind.folder().unwrap_or("")).join(format!("{name}.md"));
    match create(&root.join(&path), &text(kind, title, &today)) {
        Ok(()) => {
            if verbosity != Verbosity::Quiet {
                anstream::println!("{}", path.display());
            }
            true
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            complain(&format!("{} is there already", path.display()));
            false
        }
        Err(error) => {
            complain(&format!("{} cannot be written: {error}", path.display()));
            false
        }
    }
}

fn create(file: &Path, text: &str) -> std::io::Result<()> {
    if let Some(parent) = file.parent() {
        std::fs::create_dir_all(parent)?;
    }
    std::fs::File::create_new(file)?.write_all(text.as_bytes())
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
