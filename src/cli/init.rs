//! `anecdote init`: a new site that builds at once.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use include_dir::{Dir, include_dir};

use super::output::{Verbosity, print_error, print_result};
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

/// Makes a site; false if it cannot.
pub fn run(args: &InitArgs, verbosity: Verbosity) -> bool {
    let themes = load::names(&args.dir);
    if !themes.contains(&args.theme) {
        let hint = match nearest(&args.theme, themes.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are: {}", themes.join(", ")),
        };
        print_error(&format!("there is no theme `{}`; {hint}", args.theme));
        return false;
    }
    let shown = args.dir.display();
    match std::fs::read_dir(&args.dir).map(|mut entries| entries.next().is_some()) {
        Ok(true) => {
            print_error(&format!("{shown} holds something already; choose a new or an empty folder"));
            return false;
        }
        Ok(false) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => {
            print_error(&format!("{shown} cannot be used: {error}"));
            return false;
        }
    }
    let today = match super::moment() {
        Ok(now) => jiff::tz::TimeZone::UTC.to_datetime(now).date().to_string(),
        Err(why) => {
            print_error(&why);
            return false;
        }
    };
    let Some(starter) = STARTER.get_dir(&args.theme).or_else(|| STARTER.get_dir("stage")) else { return false };
    let values = [("{date}", &*today), ("{theme}", &args.theme)];
    // The folder itself must be no link, and nothing that comes to stand in it meanwhile is followed or replaced.
    let made = std::fs::create_dir_all(&args.dir)
        .and_then(|()| Folder::open_real(&args.dir))
        .and_then(|site| write_all(starter, starter.path(), &site, &values));
    if let Err(error) = made {
        print_error(&format!("{shown} cannot be written: {error}"));
        return false;
    }
    if verbosity != Verbosity::Quiet {
        print_result(&format!("Made a site in {shown}. Now:\n  cd {shown}\n  anecdote serve"));
    }
    true
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
