//! Every output of a build: where it goes, what draws it, and what it may see.

mod cards;
mod feeds;
mod json_ld;
mod links;
mod pages;
mod paginate;
mod route;
mod unique;
pub mod view;

use std::path::PathBuf;

use crate::config::Config;
use crate::diag::{Diagnostic, Parsed};
use crate::digest::Hashed;
use crate::index::Index;
use crate::model::Body;
use crate::path::{OutPath, SourcePath};
use crate::theme::Theme;
pub use feeds::{FeedEntry, FeedView, SitemapEntry};
pub use links::{Argument, Filled};
pub use route::Route;
pub use view::View;

/// Everything that a build writes.
#[derive(Debug, Default)]
pub struct Plan {
    /// The outputs, in order of their paths.
    pub pages: Vec<Page>,
}

/// One file of the output.
#[derive(Debug)]
pub struct Page {
    /// Where it goes.
    pub out: OutPath,
    /// The document that it shows, for messages.
    pub source: Option<SourcePath>,
    /// What it is made of.
    pub output: Output,
}

/// What a file is made of.
#[derive(Debug)]
pub enum Output {
    /// Drawn by a template.
    Template {
        /// The template's name.
        template: String,
        /// What it sees.
        view: View,
        /// The Markdown that it shows, and what fills its holes.
        body: Option<(Hashed<Body>, Filled)>,
    },
    /// Atom.
    Atom(FeedView),
    /// JSON Feed.
    JsonFeed(FeedView),
    /// A sitemap.
    Sitemap(Vec<SitemapEntry>),
    /// A list of sitemaps, by address.
    SitemapIndex(Vec<String>),
    /// A file as it is.
    Copy(CopyOf),
}

/// A file to copy.
#[derive(Debug, Clone)]
pub enum CopyOf {
    /// From the site's folder.
    Source(SourcePath),
    /// From a theme on disk.
    Disk(PathBuf),
    /// From the program.
    Embedded(&'static [u8]),
}

/// Plans a build.
pub fn plan(index: &Index, theme: &Theme, config: &Config) -> Parsed<Plan> {
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let pages = pages::all(index, theme, config, &mut diagnostics);
    let pages = unique::check(pages, &mut diagnostics);
    Parsed { value: Plan { pages }, diagnostics }
}
