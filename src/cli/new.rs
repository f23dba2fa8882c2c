//! `anecdote new`: a file with the fields that its kind needs, ready to fill in.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};

use super::Stop;
use super::new_from::{self, Received};
use super::output::{Verbosity, print_result, print_status};
use super::questions::{self, Told};
use crate::disk::Folder;
use crate::model::{DateValue, DisclosureKind, Kind};
use crate::text::{slug, term_slug};

/// What `new` takes.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// What to begin; what a message brings is a story if it has a title, or else a testimonial
    #[arg(required_unless_present = "from")]
    kind: Option<NewKind>,
    /// Its title, or the name of a person or brand
    #[arg(required_unless_present = "from")]
    title: Option<String>,
    /// How it was
    #[arg(long, value_name = "VERDICT", value_parser = ["good", "bad", "mixed"], conflicts_with = "from")]
    experience: Option<String>,
    /// The brand's slug, or any name
    #[arg(long, value_name = "NAME", conflicts_with = "from")]
    brand: Option<String>,
    /// The ambassador's slug, or a name
    #[arg(long, value_name = "NAME", conflicts_with = "from")]
    author: Option<String>,
    /// When it is published; today if not given
    #[arg(long, value_name = "DATE", value_parser = super::date, conflicts_with = "from")]
    date: Option<DateValue>,
    /// What connects the speaker to the brand
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(connections()), conflicts_with = "from")]
    disclosure: Option<String>,
    /// The language, where it is not the site's first: `es` makes a-title.es.md
    #[arg(long, value_name = "CODE", conflicts_with = "from")]
    lang: Option<String>,
    /// Make a folder with an index.md, beside which pictures can lie
    #[arg(long, conflicts_with = "from")]
    bundle: bool,
    /// Ask nothing: what is not given is left to be filled in
    #[arg(short, long)]
    yes: bool,
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

/// The kinds of connection that a disclosure names.
fn connections() -> Vec<&'static str> {
    DisclosureKind::ALL.iter().map(|kind| kind.word()).collect()
}

/// The fields of a voice, to fill in. What stands behind `#` is optional, but for the verdict, without which the voice
/// cannot be shown.
fn voice(told: &Told) -> String {
    [
        "# How it was: \"good\", \"bad\" or \"mixed\". Without it, nothing can be shown.\n",
        &field("experience", &told.experience, "\"good\""),
        "# condition = \"as long as …\"\n# experience_of = \"completes: the experience of …\"\n# experienced_on = 2026-01-31\n",
        &field("brand", &told.brand, "\"a brand's slug, or any name\""),
        &field("author", &told.author, "\"an ambassador's slug, or a name\""),
        "# touchpoints = [\"helpdesk\"]\n# feelings = [\"surprise\"]\n# channel = \"store\"\n# rating = 4.5\n",
        CONNECTION,
        &field("disclosure", &told.disclosure, "\"none\""),
        "# verified = { how = \"email\" }\n",
    ]
    .concat()
}

/// Before the field `disclosure`.
const CONNECTION: &str = "# What connects the speaker to the brand; \"none\" if nothing does.\n";

/// A line of front matter: what is known, or an example behind `#`.
fn field(name: &str, value: &Option<String>, example: &str) -> String {
    match value {
        Some(value) => format!("{name} = {}\n", quoted(value)),
        None => format!("# {name} = {example}\n"),
    }
}

/// A JSON string is a TOML string.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

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
    /// Without `.md`; of a bundle, the folder's.
    name: String,
    text: String,
}

/// Writes the file.
pub fn run(root: &Path, args: &NewArgs, verbosity: Verbosity) -> Result<(), Stop> {
    let now = super::moment().map_err(Stop::Usage)?;
    let site = new_from::Site::read(root);
    let begun = match &args.from {
        Some(file) => answered(root, &site, args, file, now).map_err(Stop::Failure),
        None => asked(&site, args, now),
    };
    let Begun { kind, name, text } = begun?;
    // A translation stands beside what it translates, and takes its pictures from there.
    let folder = root.join("content").join(kind.folder().unwrap_or("")).join(&name);
    let is_bundle = args.bundle || (args.lang.is_some() && folder.join("index.md").is_file());
    let language = args.lang.as_ref().map_or(String::new(), |code| format!(".{code}"));
    let file = if is_bundle { format!("{name}/index{language}.md") } else { format!("{name}{language}.md") };
    let path = Path::new("content").join(kind.folder().unwrap_or("")).join(file);
    create(root, &path, &text).map_err(|error| {
        Stop::Failure(match error.kind() {
            std::io::ErrorKind::AlreadyExists => format!("{} is there already", path.display()),
            _ => format!("{} cannot be written: {error}", path.display()),
        })
    })?;
    if verbosity != Verbosity::Quiet {
        // From a folder below the site's, the path leads there, too.
        let shown = if root.starts_with("..") { root.join(&path) } else { path };
        print_result(&format!("{}", shown.display()));
        if let Some(code) = &args.lang {
            let beside = folder.with_file_name(format!("{name}.md"));
            let original = [folder.join("index.md"), beside].into_iter().find(|file| file.is_file());
            print_status(
                verbosity,
                &match original {
                    Some(file) => format!("It translates {}.", file.strip_prefix(root).unwrap_or(&file).display()),
                    None => format!(
                        "It translates nothing: no {name}.md is there. To translate another file, give this one its name, with .{code}.md at the end."
                    ),
                },
            );
        }
        if kind.is_voice() {
            print_status(
                verbosity,
                "It is a draft: `anecdote serve --drafts` shows it, without `draft = true` everybody sees it.",
            );
        } else {
            print_status(verbosity, "It is published with the next build.");
        }
    }
    Ok(())
}

/// What the command line asks for, and what somebody before a terminal answers.
fn asked(site: &new_from::Site, args: &NewArgs, now: jiff::Timestamp) -> Result<Begun, Stop> {
    let title = args.title.as_deref().unwrap_or("").trim();
    let kind = args.kind.map_or(Kind::Story, NewKind::kind);
    // A brand and a person are found by their names, which have an address wherever they are written.
    let name =
        if matches!(kind, Kind::Ambassador | Kind::Brand | Kind::Campaign) { term_slug(title) } else { slug(title) };
    if name.is_empty() {
        return Err(Stop::Usage("a title needs at least one letter or digit".to_owned()));
    }
    if let Some(code) = args.lang.as_ref().filter(|code| !site.languages.contains(code)) {
        let known = site.languages.join(", ");
        return Err(Stop::Usage(format!(
            "the site has no language `{code}`; it has {known}: add [languages.{code}] to anecdote.toml"
        )));
    }
    let given = Told {
        experience: args.experience.clone(),
        brand: args.brand.clone(),
        author: args.author.clone(),
        disclosure: args.disclosure.clone(),
    };
    let speaks = kind.is_voice() || kind == Kind::Ambassador;
    for (option, is_given, has_field) in [
        ("--experience", args.experience.is_some(), kind.is_voice()),
        ("--author", args.author.is_some(), kind.is_voice()),
        ("--brand", args.brand.is_some(), speaks || kind == Kind::Campaign),
        ("--disclosure", args.disclosure.is_some(), speaks),
        ("--date", args.date.is_some(), kind.is_voice() || kind == Kind::Campaign),
    ] {
        if is_given && !has_field {
            return Err(Stop::Usage(format!("{option} says nothing of this kind of document: leave it out")));
        }
    }
    let is_asking = speaks && !args.yes && std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    let told = if is_asking { questions::ask(given, kind).map_err(Stop::Failure)? } else { given };
    let today = DateValue::Day(site.timezone.to_datetime(now).date());
    let date = args.date.as_ref().unwrap_or(&today).to_string();
    Ok(Begun { kind, name, text: text(kind, title, &date, &told) })
}

/// What a reader's message brings: a draft.
fn answered(
    root: &Path,
    site: &new_from::Site,
    args: &NewArgs,
    file: &Path,
    now: jiff::Timestamp,
) -> Result<Begun, String> {
    let Received { answer, sender, sent } = new_from::read(file)?;
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

fn text(kind: Kind, title: &str, date: &str, told: &Told) -> String {
    let mut text = String::from("+++\n");
    let called = if matches!(kind, Kind::Ambassador | Kind::Brand) { "name" } else { "title" };
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{called} = {}", quoted(title));
    let brand = || field("brand", &told.brand, "\"a brand's slug, or any name\"");
    let rest = match kind {
        Kind::Story | Kind::Testimonial => format!("date = {date}\ndraft = true\n{}", voice(told)),
        Kind::Ambassador => format!(
            "# role = \"what they do\"\n{}# since = 2026-01-31\n# photo = \"portrait.jpg\"\n{CONNECTION}{}\
             # links = [{{ title = \"Blog\", url = \"https://…\" }}]\n",
            brand(),
            field("disclosure", &told.disclosure, "\"none\"")
        ),
        Kind::Brand => "# url = \"https://…\"\n# logo = \"logo.svg\"\n# industry = \"what they do\"\n".to_owned(),
        Kind::Campaign => format!(
            "date = {date}\n{}# slogan = \"in one line\"\nstart = {date}\n# end = 2026-01-31\n# goal = \"what it is for\"\n\
             # result = \"what came of it\"\n",
            brand()
        ),
        Kind::Page | Kind::Section => "# description = \"one sentence\"\n".to_owned(),
    };
    text.push_str(&rest);
    text.push_str("+++\n\n");
    text
}
