//! Every output of a build: where it goes, what draws it, and what it may see.

mod cards;
mod feeds;
mod json_ld;
mod links;
mod pages;
mod paginate;
mod route;
mod site;
mod unique;
pub mod view;

use std::path::PathBuf;

use crate::diag::{Diagnostic, Parsed};
use crate::digest::Hashed;
use crate::model::Body;
use crate::path::{OutPath, SourcePath};
pub use feeds::{FeedEntry, FeedView, SitemapEntry};
pub use links::{Argument, Filled};
pub use pages::Planner;
pub use route::Route;
pub use view::View;

/// Everything that a build writes.
pub struct Plan<'a> {
    /// The outputs, in order of their paths.
    pub pages: Vec<Page<'a>>,
}

/// One file of the output.
pub struct Page<'a> {
    /// Where it goes.
    pub out: OutPath,
    /// The document that it shows, for messages.
    pub source: Option<SourcePath>,
    /// What it is made of.
    pub output: Output<'a>,
}

/// Makes a view when its page is drawn: ten thousand views at once would be most of a build's memory.
pub type MakeView<'a> = Box<dyn Fn() -> View + Send + Sync + 'a>;

/// What a file is made of.
pub enum Output<'a> {
    /// Drawn by a template.
    Template {
        /// The template's name.
        template: String,
        /// What it sees.
        view: MakeView<'a>,
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
pub fn plan<'a>(planner: &'a Planner<'a>) -> Parsed<Plan<'a>> {
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let pages = planner.all(&mut diagnostics);
    let pages = unique::check(pages, &mut diagnostics);
    Parsed { value: Plan { pages }, diagnostics }
}
