//! Every output of a build: where it goes, what draws it, and what it may see.
//!
//! The plan itself holds no views: a page names its [`Subject`], and [`Planner::input`] makes what it
//! may see when it is wanted. So a plan is cheap, and one page of it costs one page.

mod api;
mod cards;
mod departed;
mod disclosure;
mod embeds;
mod feeds;
mod headers;
mod heads;
mod insights;
mod integrity;
mod json_ld;
mod links;
mod lists;
mod measures;
mod names;
mod paginate;
mod patterns;
mod planner;
mod queries;
mod requested;
mod respond;
mod route;
mod site;
mod subjects;
mod uncovered;
mod unique;
pub mod view;
mod views;
mod wall;

use std::sync::Arc;

use crate::diag::{Diagnostic, Parsed};
use crate::digest::Hashed;
use crate::model::{CopyOf, DocId};
use crate::path::{OutPath, SourcePath};
pub use api::{ApiFile, ApiInput, ApiInsights, ApiList, ApiPart, ApiStory, ApiVersion};
pub use departed::Departed;
pub use embeds::{EmbedOf, OEmbed};
pub use feeds::{FeedEntry, FeedView, SitemapEntry};
pub use insights::InsightsScope;
pub use links::{Argument, Filled};
pub use paginate::Slice;
pub use planner::Planner;
pub use respond::QUESTIONS;
pub use route::Route;
use view::IntegrityFigures;
pub use view::View;

/// One file of the output.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it goes.
    pub out: OutPath,
    /// The document that it shows, for messages.
    pub source: Option<SourcePath>,
    /// What it is made of.
    pub output: Output,
}

impl Page {
    /// The file of the site's folder that it is copied from, or made of.
    pub fn source_file(&self) -> Option<&SourcePath> {
        match &self.output {
            Output::Copy(CopyOf::Source(path)) => Some(path),
            _ => self.source.as_ref(),
        }
    }
}

/// What a file is made of.
#[derive(Clone, Debug)]
pub enum Output {
    /// Drawn by a template.
    Template {
        /// The template's name.
        template: Arc<str>,
        /// What it shows.
        subject: Subject,
        /// The document whose body it shows.
        text: Option<DocId>,
    },
    /// Atom.
    Atom(Subject),
    /// JSON Feed.
    JsonFeed(Subject),
    /// The counts of the integrity page, as JSON.
    Integrity,
    /// A file for other programs.
    Api(ApiFile),
    /// How to show something elsewhere.
    OEmbed(EmbedOf),
    /// A sitemap: which of several, from 0.
    Sitemap(usize),
    /// A list of so many sitemaps.
    SitemapIndex(usize),
    /// What hosts are to say with each file: `_headers`.
    Headers,
    /// A file as it is.
    Copy(CopyOf),
}

/// What a page or a feed is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A document.
    Document(DocId),
    /// A brand, an ambassador or a campaign, with a page of what stands under its name.
    Entity(DocId, TermId, Slice),
    /// The home page of a tree.
    Home(usize),
    /// A page of a section's list.
    Section(usize, Slice),
    /// A page of the wall, in place of the section of testimonials.
    Wall(usize, Slice),
    /// The integrity page of a tree.
    Integrity(usize),
    /// The page of a tree where readers tell theirs.
    Tell(usize),
    /// What all stories of a tree say together, or those under a term.
    Insights(InsightsScope),
    /// The stories behind those numbers.
    Behind(InsightsScope),
    /// The journey of a tree: good and bad by touchpoint.
    Journey(usize),
    /// What other people may show on their pages.
    Embed(EmbedOf),
    /// A taxonomy's index.
    Taxonomy(usize),
    /// A page of a term's list.
    Term(TermId, Slice),
    /// An old address of a document.
    Alias(DocId),
    /// A page of the site as such: the 404 page, `robots.txt`.
    Plain(&'static str),
}

/// A term of the index: its taxonomy there, and its place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermId {
    /// An index into `Index::taxonomies`.
    pub taxonomy: usize,
    /// An index into `Taxonomy::terms`.
    pub term: usize,
}

/// All that a page may see; its hash covers all that its bytes depend on, but for template and text.
/// A file for other programs names the documents whose texts it holds, in order.
#[expect(missing_docs, reason = "the variants are those of `Output`")]
pub enum Input {
    View(View),
    Atom(FeedView),
    JsonFeed(FeedView),
    Integrity(Hashed<IntegrityFigures>),
    Api(ApiInput, Vec<DocId>),
    OEmbed(OEmbed),
    Sitemap(Vec<SitemapEntry>),
    SitemapIndex(Vec<String>),
    Headers(String),
    Copy(CopyOf),
}

/// Plans every output, in order of their paths.
pub fn plan(planner: &Planner) -> Parsed<Vec<Page>> {
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    diagnostics.extend(queries::check(&planner.theme, &planner.config));
    let pages = subjects::all(planner, &mut diagnostics);
    let pages = unique::check(pages, &planner.index, &mut diagnostics);
    diagnostics.extend(planner.names_in_addresses(&pages));
    Parsed { value: pages, diagnostics }
}
