//! `anecdote init`: a new site that builds at once.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use include_dir::{Dir, include_dir};

use super::Stop;
use super::output::{Verbosity, print_result};
use crate::diag::nearest;
use crate::disk::Folder;
use crate::theme::load;

/// The files of new sites, by theme. `{date}` and `{theme}` are filled in.
static STARTER: Dir = include_dir!("$CARGO_MANIFEST_DIR/starter");

/// What `init` takes.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The folder to make; it must be new or empty
    dir: PathBuf,
    /// The theme to use
    #[arg(long, value_name = "NAME", default_value = "stage")]
    theme: String,
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
    match std::fs::read_dir(&args.dir).map(|mut entries| entries.next().is_some()) {
        Ok(true) => {
            return Err(Stop::Failure(format!("{shown} holds something already; choose a new or an empty folder")));
        }
        Ok(false) => {}
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
    let values = [("{date}", &*today), ("{theme}", &args.theme)];
    // The folder itself must be no link, and nothing that comes to stand in it meanwhile is followed or replaced.
    let made = std::fs::create_dir_all(&args.dir)
        .and_then(|()| Folder::open_real(&args.dir))
        .and_then(|site| write_all(starter, starter.path(), &site, &values));
    made.map_err(|error| Stop::Failure(format!("{shown} cannot be written: {error}")))?;
    if verbosity != Verbosity::Quiet {
        print_result(&format!("Made a site in {shown}. Now:\n  cd {shown}\n  anecdote serve"));
    }
    Ok(())
}

fn write_all(dir: &Dir, from: &Path, to: &Folder, values: &[(&str, &str)]) -> io::Result<()> {
    for file in dir.files() {
        // A package cannot hold a file of that name.
        let name = match file.path().strip_prefix(from).unwrap_or(file.path()) {
            name if name == Path::new("gitignore") => Path::new(".gitignore"),
            name => name,
        };
        // The starter's names are ours, and text.
        let name = name.to_string_lossy().replace('\\', "/");
        let mut text = String::from_utf8_lossy(file.contents()).into_owned();
        for (key, value) in values {
            text = text.replace(key, value);
        }
        match name.rsplit_once('/') {
            Some((folder, name)) => to.make_below(folder)?.create(name, text.as_bytes())?,
            None => to.create(&name, text.as_bytes())?,
        };
    }
    dir.dirs().try_for_each(|dir| write_all(dir, from, to, values))
}
