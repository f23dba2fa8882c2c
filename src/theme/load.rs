//! Reads the layers of a theme from disk, or from the program itself.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::bundle;
use super::layer::{Content, Layer, Manifest};
use crate::diag::{Diagnostic, Span, Warned, nearest};
use crate::disk;
use crate::parse::toml;
use crate::path::SourcePath;
use crate::source::{FileEntry, Walk, outside};
use crate::stamp::Stamp;
use include_dir::{Dir, include_dir};
use serde::Deserialize;

/// The themes that are part of the program.
static EMBEDDED: Dir = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// The file of an embedded theme, by its source path: `themes/stage/templates/base.html`.
pub fn embedded(path: &SourcePath) -> Option<&'static [u8]> {
    EMBEDDED.get_file(path.as_str().strip_prefix("themes/")?).map(include_dir::File::contents)
}

/// The folders of a site that make its look.
pub const FOLDERS: [&str; 4] = ["themes", "templates", "static", "i18n"];

/// The names of the themes that a site may use.
pub fn names(root: &Path) -> Vec<String> {
    let own = std::fs::read_dir(root.join("themes")).into_iter().flatten().flatten();
    let is_theme = |path: &Path| path.is_dir() && !disk::leads_out(root, path);
    let own = own.filter(|entry| is_theme(&entry.path())).filter_map(|entry| entry.file_name().into_string().ok());
    let built_in = EMBEDDED.dirs().filter_map(|dir| dir.path().to_str()).map(str::to_owned);
    let mut all: Vec<String> = own.chain(built_in).collect();
    all.sort();
    all.dedup();
    all
}

/// Reads the site's own layer and the chain of themes.
pub fn load(walk: Walk, theme: &str) -> Warned<Vec<Layer>> {
    let root = walk.root;
    let mut diagnostics = Vec::new();
    let files = read_folders(walk, root, &mut diagnostics);
    let mut layers = vec![Layer { files, ..Layer::default() }];
    let mut next = Some(theme.to_owned());
    while let Some(name) = next.take() {
        if layers.iter().any(|layer| layer.theme.as_deref() == Some(&name)) {
            let message = format!("theme `{name}` extends itself, by way of others");
            diagnostics.push(Diagnostic::error("E0401", message).at(Span::file(&manifest_path(&name))));
            break;
        }
        let files = match theme_files(walk, &name, &mut diagnostics) {
            Ok(files) => files,
            Err(diagnostic) => {
                diagnostics.push(diagnostic);
                break;
            }
        };
        let mut layer = Layer { theme: Some(name.clone()), files, ..Layer::default() };
        if let Some(manifest) = read_manifest(&name, &layer, &mut diagnostics) {
            next = manifest.extends;
            layer.queries = manifest.queries;
            layer.look = manifest.look;
            layer.styles = manifest.styles;
            layer.scripts = manifest.scripts;
            layer.preload = manifest.preload;
        }
        layers.push(layer);
    }
    read_parts(walk, &mut layers, &mut diagnostics);
    Warned { value: layers, diagnostics }
}

/// Reads the files of which bundles are made, and reports those that a theme names and nobody has.
fn read_parts(walk: Walk, layers: &mut [Layer], diagnostics: &mut Vec<Diagnostic>) {
    let parts: BTreeSet<String> = bundle::parts(layers).map(str::to_owned).collect();
    for layer in layers.iter_mut() {
        for part in &parts {
            let Some(content) = layer.files.get_mut(&format!("static/{part}")) else { continue };
            let Content::Disk(file, _) = content else { continue };
            let Some(path) = SourcePath::below(walk.root, file) else { continue };
            match crate::source::read(walk.root, &path) {
                Ok(bytes) => *content = Content::Read(bytes),
                Err(found) => diagnostics.push(found),
            }
        }
    }
    for layer in layers.iter() {
        for part in layer.styles.iter().chain(&layer.scripts).chain(&layer.preload) {
            if layers.iter().any(|layer| layer.files.contains_key(&format!("static/{part}"))) {
                continue;
            }
            let name = layer.theme.as_deref().unwrap_or_default();
            let message = format!("theme `{name}` names static/{part}, which is not there");
            diagnostics.push(Diagnostic::error("E0405", message).at(Span::file(&manifest_path(name))));
        }
    }
}

fn manifest_path(name: &str) -> SourcePath {
    SourcePath::new(format!("themes/{name}/theme.toml"))
}

fn no_theme(root: &Path, name: &str) -> Diagnostic {
    let known = names(root);
    let found = Diagnostic::error("E0404", format!("there is no theme `{name}`"))
        .at(Span::file(&SourcePath::new("anecdote.toml")));
    match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => found.help(format!("did you mean `{near}`?")),
        None => found.help(format!("put it into themes/{name}/, or use one of: {}", known.join(", "))),
    }
}

fn read_manifest(name: &str, layer: &Layer, diagnostics: &mut Vec<Diagnostic>) -> Option<Manifest> {
    let path = manifest_path(name);
    let Some(text) = layer.files.get("theme.toml").and_then(Content::text) else {
        diagnostics.push(
            Diagnostic::error("E0405", format!("theme `{name}` has no theme.toml"))
                .at(Span::file(&path))
                .help(format!("write one that says name = \"{name}\" and api = {}", super::API)),
        );
        return None;
    };
    let (table, errors) = toml::parse(&text, 0);
    for error in errors {
        let message = format!("theme.toml cannot be read: {}", error.message);
        diagnostics.push(Diagnostic::error("E0405", message).at(Span::at(&path, error.range)));
    }
    match Manifest::deserialize(&table) {
        Ok(manifest) => {
            if manifest.api != super::API {
                let range = table.get("api").map_or(0..0, |node| node.range.clone());
                let message = format!(
                    "theme `{name}` was written for version {} of the theme contract; this program speaks version {}",
                    manifest.api,
                    super::API
                );
                let help = if manifest.api > super::API {
                    "update anecdote"
                } else {
                    "update the theme; CHANGELOG.md says what changed"
                };
                diagnostics.push(Diagnostic::error("E0402", message).at(Span::at(&path, range)).help(help));
            }
            Some(manifest)
        }
        Err(error) => {
            let range = error.range.clone().unwrap_or(0..0);
            diagnostics.push(Diagnostic::error("E0405", error.message).at(Span::at(&path, range)));
            None
        }
    }
}

/// The files of a theme on disk, or of one that is part of the program.
fn theme_files(
    walk: Walk,
    name: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<BTreeMap<String, Content>, Diagnostic> {
    let is_name = !name.is_empty() && !name.contains(['/', '\\']) && name != "..";
    let folder = walk.root.join("themes").join(name);
    if is_name && folder.is_dir() {
        let manifest = folder.join("theme.toml");
        if !walk.outside_links && [&folder, &manifest].iter().any(|path| disk::leads_out(walk.root, path)) {
            let help = "copy the theme into the site's folder, or set outside_links = true in anecdote.toml";
            return Err(outside(&manifest_path(name), help));
        }
        let mut files = read_folders(walk, &folder, diagnostics);
        if manifest.symlink_metadata().is_ok() {
            let bytes = crate::source::read(walk.root, &manifest_path(name))?;
            files.insert("theme.toml".to_owned(), Content::Read(bytes));
        }
        return Ok(files);
    }
    let dir = EMBEDDED.get_dir(name).ok_or_else(|| no_theme(walk.root, name))?;
    let mut files = BTreeMap::new();
    collect_embedded(dir, name, &mut files);
    Ok(files)
}

fn collect_embedded(dir: &'static Dir, name: &str, files: &mut BTreeMap<String, Content>) {
    for file in dir.files() {
        if let Some(path) = file.path().strip_prefix(name).ok().and_then(Path::to_str) {
            files.insert(path.replace('\\', "/"), Content::Embedded(file.contents()));
        }
    }
    dir.dirs().for_each(|dir| collect_embedded(dir, name, files));
}

/// The `templates/`, `static/` and `i18n/` of a folder. Editors' leftovers are passed over.
fn read_folders(walk: Walk, folder: &Path, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, Content> {
    let mut files = BTreeMap::new();
    for part in ["templates", "static", "i18n"] {
        let walked = walk.files(&folder.join(part));
        diagnostics.extend(walked.diagnostics);
        for FileEntry { path, metadata } in walked.files {
            let file = walk.root.join(path.as_str());
            let Some(name) = SourcePath::below(folder, &file) else { continue };
            let content = match part {
                "static" => Ok(Content::Disk(file, Stamp::of(&metadata))),
                _ => crate::source::read(walk.root, &path).map(Content::Read),
            };
            match content {
                Ok(content) => {
                    files.insert(name.as_str().to_owned(), content);
                }
                Err(found) => diagnostics.push(found),
            }
        }
    }
    files
}
