//! `anecdote init`: a new site that builds at once.

use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use include_dir::{Dir, include_dir};

use super::Stop;
use super::output::{Verbosity, print_result};
use crate::config;
use crate::diag::nearest;
use crate::disk::{Folder, LARGEST};
use crate::theme::load;

/// The files of new sites, by theme, and those by which hosts build them. `{date}`, `{theme}` and `{version}` are filled in.
static STARTER: Dir = include_dir!("$CARGO_MANIFEST_DIR/starter");

/// What `init` takes.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The folder to make; one that is there must be empty, or a repository with nothing in it but a README and its like
    dir: PathBuf,
    /// The theme to use
    #[arg(long, value_name = "NAME", default_value = "stage")]
    theme: String,
    /// Without stories and pages to begin with
    #[arg(long)]
    empty: bool,
    /// With the file by which a host builds the site; into a site that is there, that file alone
    #[arg(long, value_name = "HOST")]
    ci: Option<Host>,
}

/// A host that builds sites.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Host {
    Github,
    Gitlab,
    Netlify,
    Cloudflare,
}

impl Host {
    /// Where its file is in the starter, and where the host looks for it.
    fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::Github => ("ci/github/site.yml", ".github/workflows/site.yml"),
            Self::Gitlab => ("ci/gitlab/gitlab-ci.yml", ".gitlab-ci.yml"),
            Self::Netlify => ("ci/netlify/netlify.toml", "netlify.toml"),
            Self::Cloudflare => ("ci/cloudflare/build.sh", "build.sh"),
        }
    }
}

/// Makes a site.
pub fn run(args: &InitArgs, verbosity: Verbosity) -> Result<(), Stop> {
    let themes = load::names(&args.dir);
    if !themes.contains(&args.theme) {
        let hint = match nearest(&args.theme, themes.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are: {}", themes.join(", ")),
        };
        return Err(Stop::Usage(format!("there is no theme `{}`; {hint}", args.theme)));
    }
    let shown = args.dir.display();
    let values = [("{theme}", args.theme.as_str()), ("{version}", env!("CARGO_PKG_VERSION"))];
    if let Some(host) = args.ci.filter(|_| args.dir.join(config::FILE).is_file()) {
        let (_, path) = host.file();
        let made = Folder::open_real(&args.dir).and_then(|site| write_build_file(host, &site, &values));
        made.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => Stop::Failure(format!("{path} is there already")),
            _ => Stop::Failure(format!("{path} cannot be written: {error}")),
        })?;
        if verbosity != Verbosity::Quiet {
            print_result(path);
        }
        return Ok(());
    }
    match others(&args.dir) {
        Ok(Some(other)) => {
            return Err(Stop::Failure(format!("{shown} holds `{other}` already; choose a new or an empty folder")));
        }
        Ok(None) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => {
            return Err(Stop::Failure(format!("{shown} cannot be used: {error}")));
        }
    }
    let now = super::moment().map_err(Stop::Usage)?;
    let today = jiff::tz::TimeZone::UTC.to_datetime(now).date().to_string();
    let Some(starter) = STARTER.get_dir(&args.theme).or_else(|| STARTER.get_dir("stage")) else {
        return Err(Stop::Failure("this program has no starter".to_owned()));
    };
    let values = [&[("{date}", &*today)], &values[..]].concat();
    // The folder itself must be no link, and nothing that comes to stand in it meanwhile is followed or replaced.
    let made = std::fs::create_dir_all(&args.dir).and_then(|()| Folder::open_real(&args.dir)).and_then(|site| {
        if args.empty {
            write_files(starter, starter.path(), &site, &values)?;
            site.make_below("content/stories")?;
        } else {
            write_all(starter, starter.path(), &site, &values)?;
        }
        args.ci.map_or(Ok(()), |host| write_build_file(host, &site, &values))
    });
    made.map_err(|error| Stop::Failure(format!("{shown} cannot be written: {error}")))?;
    if verbosity != Verbosity::Quiet {
        let first = if args.empty { "\n  anecdote new story \"The late parcel\"" } else { "" };
        let drafts = if args.empty { " --drafts" } else { "" };
        print_result(&format!(
            "Made a site in `{shown}`. Now:\n  cd {}{first}\n  anecdote serve{drafts}",
            quoted(&args.dir)
        ));
    }
    Ok(())
}

/// Something in a folder that is not of a repository as hosts make it: hidden files, and what is written about it.
fn others(dir: &Path) -> io::Result<Option<String>> {
    let about = [
        "README",
        "LICENSE",
        "LICENCE",
        "COPYING",
        "NOTICE",
        "CONTRIBUTING",
        "CODE_OF_CONDUCT",
        "SECURITY",
        "CHANGELOG",
    ];
    let is_about = |name: &str| {
        let stem = name.split(['.', '-']).next().unwrap_or(name).to_ascii_uppercase();
        name.starts_with('.') || about.contains(&stem.as_str())
    };
    let names = std::fs::read_dir(dir)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let mut names: Vec<String> = names.collect::<io::Result<_>>()?;
    names.sort();
    Ok(names.into_iter().find(|name| !is_about(name)))
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:@%".contains(c) || !c.is_ascii();
    if path.chars().all(is_plain) { path } else { format!("'{}'", path.replace('\'', "'\\''")) }
}

/// Writes the file by which a host builds the site.
fn write_build_file(host: Host, to: &Folder, values: &[(&str, &str)]) -> io::Result<()> {
    let (from, path) = host.file();
    let file = STARTER.get_file(from).ok_or(io::ErrorKind::NotFound)?;
    let text = filled(file.contents(), values);
    match path.rsplit_once('/') {
        Some((folder, name)) => to.make_below(folder)?.create(name, text.as_bytes()),
        None => to.create(path, text.as_bytes()),
    }
    .map(drop)
}

/// A text of the starter with its values.
fn filled(text: &[u8], values: &[(&str, &str)]) -> String {
    let text = String::from_utf8_lossy(text).into_owned();
    values.iter().fold(text, |text, (key, value)| text.replace(key, value))
}

/// Writes a folder of the starter, with all below.
fn write_all(dir: &Dir, from: &Path, to: &Folder, values: &[(&str, &str)]) -> io::Result<()> {
    write_files(dir, from, to, values)?;
    dir.dirs().try_for_each(|dir| write_all(dir, from, to, values))
}

/// Writes the files of a folder of the starter. A `.gitignore` that is there stays, with what builds make added.
fn write_files(dir: &Dir, from: &Path, to: &Folder, values: &[(&str, &str)]) -> io::Result<()> {
    for file in dir.files() {
        // A package cannot hold a file of that name.
        let name = match file.path().strip_prefix(from).unwrap_or(file.path()) {
            name if name == Path::new("gitignore") => Path::new(IGNORED),
            name => name,
        };
        // The starter's names are ours, and text.
        let name = name.to_string_lossy().replace('\\', "/");
        let text = filled(file.contents(), values);
        if name == IGNORED
            && let Ok(own) = to.read(IGNORED, LARGEST)
        {
            let own = String::from_utf8_lossy(&own).into_owned();
            let missing: String = text
                .lines()
                .filter(|line| !own.lines().any(|own| own == *line))
                .fold(String::new(), |all, line| all + line + "\n");
            if !missing.is_empty() {
                let end = if own.is_empty() || own.ends_with('\n') { "" } else { "\n" };
                to.replace(IGNORED, format!("{own}{end}{missing}").as_bytes())?;
            }
            continue;
        }
        match name.rsplit_once('/') {
            Some((folder, name)) => to.make_below(folder)?.create(name, text.as_bytes())?,
            None => to.create(&name, text.as_bytes())?,
        };
    }
    Ok(())
}

/// The file that says what git leaves alone.
const IGNORED: &str = ".gitignore";
