//! What templates see. Each view is closed: a template can read what stands here and nothing else,
//! so the hash of a view says whether its page must be drawn again.
//!
//! `docs/templates.md` is made from this folder.

use serde::Serialize;

use crate::digest::Hashed;
use crate::marks::Mark;

macro_rules! view {
    ($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Hash, Serialize)]
        pub struct $name { $($(#[$fdoc])* pub $field: $type,)+ }

        impl $name {
            /// The digest of each field: all that a page can see of it, by name.
            pub fn parts(&self, put: &mut impl FnMut(Part)) {
                $(put((stringify!($field), Digest::of(&self.$field).short()));)+
            }

            /// Puts the fields that are wanted into a template's context.
            pub fn fill(&self, is_wanted: &dyn Fn(&str) -> bool, context: &mut tera::Context) {
                $(view!(@fill self is_wanted context $field);)+
            }
        }
    };
    (@fill $self:ident $is_wanted:ident $context:ident head) => {
        $self.head.fill($is_wanted, $context);
    };
    (@fill $self:ident $is_wanted:ident $context:ident $field:ident) => {
        if $is_wanted(stringify!($field)) {
            $context.insert_value(stringify!($field), tera::Value::from_serializable(&$self.$field));
        }
    };
}

/// A part of what a page depends on: its name, and a digest of what stands there.
pub type Part = (&'static str, u64);

mod card;
mod counts;
mod files;
mod head;
mod insights;
mod lists;
mod oembed;
mod pages;
mod voices;

pub use card::{Card, Disclosure, ImageView, LinkView, Ref};
pub use counts::{Counts, Withheld};
pub use files::{ApiInput, ApiInsights, ApiList, ApiPart, ApiStory, ApiVersion, FeedEntry, FeedView, SitemapEntry};
pub use head::{Crumb, FileView, Head, LanguageView, LinkedBrand, LookView, NavView, SiteView, TranslationView};
pub use insights::{
    AccountLine, AccountView, Bin, ClueView, ClueWords, CluesView, CoverageColumn, CoverageRow, CoverageView,
    Dimension, DrilldownGroup, DrilldownList, Estimate, Hundredths, Insights, InsightsView, OutcomeView, PeriodView,
    RowView, Scale, TimeView,
};
pub use lists::{PaginatorView, QueryGroup, QueryView, SeriesView, TermView};
pub use oembed::OEmbed;
pub use pages::{AliasView, HomeView, PageView, PlainView, SectionView, TaxonomyView, TermPageView};
pub use voices::{
    EmbedView, Facet, FacetOption, IntegrityFigures, IntegrityView, Measures, ReasonCounts, RespondView, ScoreView,
    TellView, TermCounts, WallView, WordCount, YearCounts,
};

impl View {
    /// The page's language.
    pub fn lang(&self) -> &str {
        self.head().map_or("en", |head| &head.lang)
    }

    fn head(&self) -> Option<&Head> {
        match self {
            Self::Page(view) => Some(&view.head),
            Self::Home(view) => Some(&view.head),
            Self::Section(view) => Some(&view.head),
            Self::Wall(view) => Some(&view.head),
            Self::Integrity(view) => Some(&view.head),
            Self::Tell(view) => Some(&view.head),
            Self::Embed(view) => Some(&view.head),
            Self::Insights(view) => Some(&view.head),
            Self::Taxonomy(view) => Some(&view.head),
            Self::Term(view) => Some(&view.head),
            Self::Plain(view) => Some(&view.head),
            Self::Alias(_) => None,
        }
    }

    /// Puts what a template may see of it into its context, as far as it is wanted: to make the rest takes time.
    pub fn fill(&self, is_wanted: &dyn Fn(&str) -> bool, context: &mut tera::Context) {
        match self {
            Self::Page(view) => view.fill(is_wanted, context),
            Self::Home(view) => view.fill(is_wanted, context),
            Self::Section(view) => view.fill(is_wanted, context),
            Self::Wall(view) => view.fill(is_wanted, context),
            Self::Integrity(view) => view.fill(is_wanted, context),
            Self::Tell(view) => view.fill(is_wanted, context),
            Self::Embed(view) => view.fill(is_wanted, context),
            Self::Insights(view) => view.fill(is_wanted, context),
            Self::Taxonomy(view) => view.fill(is_wanted, context),
            Self::Term(view) => view.fill(is_wanted, context),
            Self::Plain(view) => view.fill(is_wanted, context),
            Self::Alias(view) => view.fill(is_wanted, context),
        }
    }

    /// What stands before the text of a page, where something must be said before it.
    pub fn mark_of_text(&self) -> Option<Mark> {
        match self {
            Self::Page(view) => view.page.excerpt.mark(),
            _ => None,
        }
    }

    /// The stories and testimonials that a page may show: the one that it is about, and all others.
    pub fn voices(&self) -> (Option<&Card>, Vec<&Card>) {
        let mut own = None;
        let mut all: Vec<&Hashed<Card>> = Vec::new();
        match self {
            Self::Page(view) => {
                own = Some(&view.page).filter(|page| page.experience.is_some());
                all.extend(&view.related);
                all.extend(view.paginator.iter().flat_map(|paginator| &paginator.pages));
                all.extend(view.measures.iter().flat_map(|measures| measures.latest.values()));
            }
            Self::Home(view) => {
                all.extend(&view.latest);
                all.extend(view.by_experience.values().flatten());
                all.extend(view.testimonials.iter().chain(&view.wall));
            }
            Self::Section(view) => all.extend(&view.paginator.pages),
            Self::Wall(view) => all.extend(&view.paginator.pages),
            Self::Embed(view) => all.extend(&view.pages),
            Self::Term(view) => all.extend(&view.paginator.pages),
            Self::Integrity(_)
            | Self::Tell(_)
            | Self::Insights(_)
            | Self::Taxonomy(_)
            | Self::Plain(_)
            | Self::Alias(_) => {}
        }
        let queries = self.head().into_iter().flat_map(|head| head.queries.values());
        all.extend(
            queries.flat_map(|query| query.pages.iter().chain(query.groups.iter().flat_map(|group| &group.pages))),
        );
        let voices = all.into_iter().map(|card| &**card).filter(|card| card.experience.is_some());
        (own.map(|card| &**card), voices.collect())
    }
}

/// What one template sees.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "each variant is named after its view")]
pub enum View {
    Page(Box<PageView>),
    Home(Box<HomeView>),
    Section(Box<SectionView>),
    Wall(Box<WallView>),
    Integrity(Box<IntegrityView>),
    Tell(Box<TellView>),
    Embed(Box<EmbedView>),
    Insights(Box<InsightsView>),
    Taxonomy(Box<TaxonomyView>),
    Term(Box<TermPageView>),
    Plain(Box<PlainView>),
    Alias(Box<AliasView>),
}
