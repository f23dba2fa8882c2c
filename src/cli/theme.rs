//! `anecdote theme`: which themes there are, a file of one to change, a theme of one's own, what is wrong with one.

use std::io;
use std::path::Path;

use clap::{Args, Subcommand};
use serde::Deserialize as _;

use super::Stop;
use super::check::Deny;
use super::output::{Verbosity, print_diagnostics, print_result};
use crate::check::specimen;
use crate::diag::{Diagnostic, Severity, Warned, nearest};
use crate::disk::{Folder, LARGEST, read};
use crate::index::Audience;
use crate::parse::toml;
use crate::pipeline::{Project, finalize, read_theme};
use crate::theme::{Content, Layer, Manifest, Theme, load};

/// What `theme` takes.
#[derive(Debug, Args)]
pub struct ThemeArgs {
    #[command(subcommand)]
    command: ThemeCommand,
}

#[derive(Debug, Subcommand)]
enum ThemeCommand {
    /// List the themes that the site may use
    List,
    /// Copy a file of the theme into the site's folder, where it takes the place of the theme's
    Eject {
        /// The file: story.html, templates/partials/card.html, css/stage.css
        file: String,
    },
    /// Begin a theme in themes/ that extends another
    New {
        /// Its name
        name: String,
        /// The theme whose files stand in for what it lacks
        #[arg(long, value_name = "NAME", default_value = "stage")]
        extends: String,
    },
    /// Find what is wrong with a theme: it is drawn with one of everything
    Check {
        /// Its name; the site's own theme if not given
        name: Option<String>,
        /// End with 1 for warnings, too
        #[arg(long, value_name = "WHAT")]
        deny: Option<Deny>,
    },
}

/// Runs one of them.
pub fn run(root: &Path, args: &ThemeArgs, verbosity: Verbosity) -> Result<(), Stop> {
    let now = super::moment().map_err(Stop::Usage)?;
    let audience = Audience { now, drafts: false, future: false };
    let project = Project::new(root, audience.clone());
    let result = match &args.command {
        ThemeCommand::List => list(&project)?,
        ThemeCommand::Eject { file } => eject(&project, file)?,
        ThemeCommand::New { name, extends } => new(root, name, extends)?,
        ThemeCommand::Check { name, deny } => {
            let (result, found) = check(&project, name.as_deref(), &audience, verbosity)?;
            if deny.is_some() && found > 0 {
                return Err(Stop::Reported);
            }
            result
        }
    };
    if verbosity != Verbosity::Quiet {
        print_result(&result);
    }
    Ok(())
}

fn list(project: &Project) -> Result<String, Stop> {
    let (config, _) = read_theme(project, None).value;
    let lines = load::names(&project.root).into_iter().map(|name| {
        let mark = if name == config.theme { "* " } else { "  " };
        let layers = read_theme(project, Some(&name)).value.1;
        let manifest = layers.get(1).and_then(manifest);
        let about = manifest.and_then(|manifest| manifest.description).unwrap_or_default();
        let place = if project.root.join("themes").join(&name).is_dir() { " (in themes/)" } else { "" };
        format!("{mark}{name}{place}  {about}").trim_end().to_owned()
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

fn manifest(layer: &Layer) -> Option<Manifest> {
    Manifest::deserialize(&toml::parse(&layer.files.get("theme.toml")?.text()?, 0).0).ok()
}

fn eject(project: &Project, file: &str) -> Result<String, Stop> {
    let (_, layers) = read_theme(project, None).value;
    let themes = layers.get(1..).unwrap_or_default();
    let mut all: Vec<&str> = themes.iter().flat_map(|layer| layer.files.keys()).map(String::as_str).collect();
    all.retain(|path| *path != "theme.toml");
    all.sort_unstable();
    all.dedup();
    let is_meant = |path: &&&str| **path == file || path.strip_suffix(file).is_some_and(|before| before.ends_with('/'));
    let found: Vec<&str> = all.iter().filter(is_meant).copied().collect();
    let path = match found.as_slice() {
        [path] => *path,
        [] => {
            let names = all.iter().map(|path| path.split_once('/').map_or(*path, |(_, name)| name));
            let near = nearest(file, names.chain(all.iter().copied()));
            let hint = near.map_or_else(|| all.join("\n  "), |near| format!("did you mean {near}?"));
            return Err(Stop::Usage(format!("the theme has no file {file:?}; {hint}")));
        }
        several => return Err(Stop::Usage(format!("{file:?} may be any of: {}", several.join(", ")))),
    };
    let layer = themes.iter().find(|layer| layer.files.contains_key(path));
    let Some((layer, content)) = layer.and_then(|layer| Some((layer, layer.files.get(path)?))) else {
        return Err(Stop::Failure(format!("{path} is not there any more")));
    };
    let bytes = match content {
        Content::Embedded(bytes) => bytes.to_vec(),
        Content::Read(bytes) => bytes.clone(),
        Content::Disk(file, _) => read(file, LARGEST).map_err(|error| Stop::Failure(format!("{path}: {error}")))?,
    };
    create(&project.root, path, &bytes)?;
    let theme = layer.theme.as_deref().unwrap_or_default();
    Ok(format!(
        "Copied {path} from the theme `{theme}`. It takes the theme's place; delete it to return to the theme's."
    ))
}

fn new(root: &Path, name: &str, extends: &str) -> Result<String, Stop> {
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if !is_name {
        return Err(Stop::Usage("a theme's name holds letters, digits, - and _".to_owned()));
    }
    let known = load::names(root);
    if known.iter().any(|known| known == name) {
        return Err(Stop::Failure(format!("there is a theme `{name}` already")));
    }
    if !known.iter().any(|known| known == extends) {
        return Err(Stop::Usage(format!("there is no theme `{extends}`; there are: {}", known.join(", "))));
    }
    let folder = format!("themes/{name}");
    let files = [
        (
            "theme.toml",
            format!(
                "name = \"{name}\"\napi = {}\nextends = \"{extends}\"\n\n# Come after those of `{extends}`, in one file with them.\nstyles = [\"css/{name}.css\"]\n",
                crate::theme::API
            ),
        ),
        (
            "templates/base.html",
            format!(
                "{{% extends \"{extends}/base.html\" %}}\n{{# Fill the blocks that you want to change, and write super() to keep what stands there. #}}\n{{% block head %}}{{{{ super() }}}}{{% endblock head %}}\n"
            ),
        ),
        (
            &format!("static/css/{name}.css"),
            "/* All colours, sizes and fonts are custom properties: see docs/themes.md. */\n:root {\n  --accent: light-dark(#1d45a8, #a5bdff);\n}\n".to_owned(),
        ),
    ];
    for (file, text) in &files {
        create(root, &format!("{folder}/{file}"), text.as_bytes())?;
    }
    Ok(format!("Began a theme in {folder}/. Now set theme = \"{name}\" in anecdote.toml, and: anecdote serve"))
}

/// Writes a file that is not there yet.
fn create(root: &Path, path: &str, bytes: &[u8]) -> Result<(), Stop> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let made =
        Folder::open(root).and_then(|site| site.make_below(folder)).and_then(|folder| folder.create(name, bytes));
    made.map(|_| ()).map_err(|error| {
        Stop::Failure(match error.kind() {
            io::ErrorKind::AlreadyExists => format!("{path} is there already"),
            _ => format!("{path} cannot be written: {error}"),
        })
    })
}

/// What was found in a theme, in words, and how much it is.
fn check(
    project: &Project,
    name: Option<&str>,
    audience: &Audience,
    verbosity: Verbosity,
) -> Result<(String, usize), Stop> {
    let Warned { value: (config, layers), diagnostics: mut found } = read_theme(project, name);
    let called = name.unwrap_or(&config.theme).to_owned();
    let Warned { value: theme, diagnostics } = Theme::assemble(&layers, &config);
    found.extend(diagnostics);
    let theirs = layers.get(1).map(|layer| &layer.look);
    if let Some(look) = theirs {
        let path = crate::path::SourcePath::new(format!("themes/{called}/theme.toml"));
        found.extend(crate::config::check_colours(&look.light, &look.dark, &path, None));
    }
    if found.iter().all(|found| found.severity != Severity::Error) {
        let config = config.clone().into();
        found.extend(specimen::draw(&theme.into(), &config, audience));
    }
    finalize(&mut found, &project.root, &config.check);
    let errors = found.iter().filter(|found: &&Diagnostic| found.severity == Severity::Error).count();
    print_diagnostics(&found, &project.root, verbosity);
    if errors > 0 {
        return Err(Stop::Reported);
    }
    Ok((format!("The theme `{called}` draws one of everything: {} to look at", found.len()), found.len()))
}
