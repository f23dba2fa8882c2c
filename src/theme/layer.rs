//! One layer of a theme: the site's own files, or a theme's.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use crate::config::Appearance;
use crate::model::Query;
use crate::path::SourcePath;
use crate::stamp::Stamp;

/// The bytes of a theme's file, or where they are.
#[derive(Clone, Debug, Hash)]
pub enum Content {
    /// Part of the program.
    Embedded(&'static [u8]),
    /// Read already: templates and strings.
    Read(Vec<u8>),
    /// Still on disk: static files.
    Disk(PathBuf, Stamp),
}

impl Content {
    /// As text, when it was read and is text.
    pub fn text(&self) -> Option<String> {
        let bytes: &[u8] = match self {
            Self::Embedded(bytes) => bytes,
            Self::Read(bytes) => bytes,
            Self::Disk(..) => return None,
        };
        let text: Cow<str> = std::str::from_utf8(bytes).ok()?.into();
        Some(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
    }
}

/// The files of a layer by their path in it: `templates/…`, `static/…`, `i18n/…`.
#[derive(Clone, Debug, Default, Hash)]
pub struct Layer {
    /// The theme's name; `None` for the site itself.
    pub theme: Option<String>,
    /// The files.
    pub files: BTreeMap<String, Content>,
    /// The queries of its `theme.toml`.
    pub queries: BTreeMap<String, Query>,
    /// The colours and the type that its `theme.toml` says its styles have.
    pub look: Appearance,
    /// The style sheets of all its pages: paths in `static/`.
    pub styles: Vec<String>,
    /// The scripts of all its pages: paths in `static/`.
    pub scripts: Vec<String>,
    /// The fonts that pages show at once: paths in `static/`.
    pub preload: Vec<String>,
}

impl Layer {
    /// The stamps of the files that are not read yet.
    pub fn stamps(&self) -> impl Iterator<Item = &Stamp> {
        self.files.values().filter_map(|content| match content {
            Content::Disk(_, stamp) => Some(stamp),
            Content::Embedded(_) | Content::Read(_) => None,
        })
    }
}

impl Layer {
    /// What Tera puts before the names of its templates: `stage/`.
    pub fn prefix(&self) -> Option<String> {
        self.theme.as_ref().map(|name| format!("{name}/"))
    }

    /// Where a file of the layer is, for messages.
    pub fn source(&self, path: &str) -> SourcePath {
        match &self.theme {
            Some(name) => SourcePath::new(format!("themes/{name}/{path}")),
            None => SourcePath::new(path),
        }
    }
}

/// `theme.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The theme's name.
    pub name: String,
    /// The version of the theme contract that it was written for.
    pub api: u32,
    /// One sentence.
    pub description: Option<String>,
    /// Who made it.
    pub author: Option<String>,
    /// An SPDX expression.
    pub license: Option<String>,
    /// The theme whose files stand in for what this one lacks.
    pub extends: Option<String>,
    /// What its templates want to see besides what they are given.
    #[serde(default)]
    pub queries: BTreeMap<String, Query>,
    /// The colours and the type of its styles: what a site sets is held against them.
    #[serde(default)]
    pub look: Appearance,
    /// Paths in `static/` of the style sheets that all pages load, as one file.
    #[serde(default)]
    pub styles: Vec<String>,
    /// Paths in `static/` of the scripts that all pages load, as one file.
    #[serde(default)]
    pub scripts: Vec<String>,
    /// Paths in `static/` of the fonts that browsers are to load at once.
    #[serde(default)]
    pub preload: Vec<String>,
}
