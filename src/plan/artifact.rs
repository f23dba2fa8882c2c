//! The outputs of a build: what each is called, what it is made of, and what it may see.

use std::sync::Arc;

use super::paginate::Slice;
use super::route::Route;
use super::view::{ApiInput, FeedView, IntegrityFigures, OEmbed, SitemapEntry, View};
use crate::digest::Hashed;
use crate::model::{CopyOf, DocId, LangId, SectionId, TaxonomyId};
use crate::path::{OutPath, SourcePath};

/// An output before its path is checked.
pub struct PlannedArtifact {
    /// Its address.
    pub route: Route,
    /// The document that it shows.
    pub source: Option<SourcePath>,
    /// What it is made of.
    pub output: Output,
}

/// One file of the output.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// Where it goes.
    pub out: OutPath,
    /// The document that it shows, for messages.
    pub source: Option<SourcePath>,
    /// What it is made of.
    pub output: Output,
}

impl Artifact {
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
    /// A feed.
    Feed(FeedFormat, FeedOf),
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
    /// Where older addresses lead: `_redirects`.
    Redirects,
    /// A file as it is.
    Copy(CopyOf),
}

impl Output {
    /// Whether it stands at an older address of a document, and leads to the one that it has now.
    pub fn is_alias(&self) -> bool {
        matches!(self, Self::Template { subject: Subject::Alias(_), .. })
    }
}

/// What a page or a feed is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A document.
    Document(DocId),
    /// A brand, an ambassador or a campaign, with a page of what stands under its name.
    Entity(DocId, TermId, Slice),
    /// The home page of a language.
    Home(SectionId),
    /// A page of a section's list.
    Section(SectionId, Slice),
    /// A page of the wall, in place of the section of testimonials.
    Wall(SectionId, Slice),
    /// The integrity page of a language.
    Integrity(LangId),
    /// The page of a language where readers tell theirs.
    Tell(LangId),
    /// What all stories of a language say together, or those under a term.
    Insights(InsightsScope),
    /// The journey of a language: good and bad by touchpoint.
    Journey(LangId),
    /// What other people may show on their pages.
    Embed(EmbedOf),
    /// A taxonomy's index.
    Taxonomy(TaxonomyId),
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
    pub taxonomy: TaxonomyId,
    /// An index into `Taxonomy::terms`.
    pub term: usize,
}

/// All that a page may see; its hash covers all that its bytes depend on, but for template and text.
/// Feeds and files for other programs name the documents whose texts they hold, in order.
#[expect(missing_docs, reason = "the variants are those of `Output`")]
pub enum Input {
    View(View),
    Feed(FeedFormat, FeedView, Vec<DocId>),
    Integrity(Hashed<IntegrityFigures>),
    Api(ApiInput, Vec<DocId>),
    OEmbed(OEmbed),
    Sitemap(Vec<SitemapEntry>),
    SitemapIndex(Vec<String>),
    /// A file that hosts read.
    ForHosts(String),
    Copy(CopyOf),
}

/// How a feed is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FeedFormat {
    /// Atom (RFC 4287).
    Atom,
    /// JSON Feed 1.1.
    Json,
    /// RSS 2.0.
    Rss,
}

impl FeedFormat {
    /// The name of its file beside the page that it follows.
    pub fn file(self) -> &'static str {
        match self {
            Self::Atom => "atom.xml",
            Self::Json => "feed.json",
            Self::Rss => "rss.xml",
        }
    }
}

/// What a feed follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedOf {
    /// All that is new in a language.
    Site(LangId),
    /// What stands under the name of a brand, an ambassador or a campaign.
    Entity(DocId),
    /// What stands under a term.
    Term(TermId),
}

/// Whose insights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InsightsScope {
    /// Those of all stories of a language: its language.
    Site(LangId),
    /// Those of the stories under a term.
    Term(TermId),
}

/// Something that others may show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmbedOf {
    /// Voices: the language, and which of the config's filters; `None` for all voices.
    Wall(LangId, Option<usize>),
    /// One voice.
    Story(DocId),
    /// Counts, as a picture.
    Badge(LangId, Option<usize>),
}

/// What a file for other programs holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiFile {
    /// A part of the list of all voices.
    Stories(Slice),
    /// One voice.
    Story(DocId),
    /// All voices as a table.
    Table,
    /// What they say together.
    Insights,
}
