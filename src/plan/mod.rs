//! Every output of a build: where it goes, what draws it, and what it may see.
//!
//! The plan itself holds no views: a page names its [`Subject`], and [`input()`] makes what it
//! may see when it is wanted. So a plan is cheap, and one page of it costs one page.

mod addresses;
mod api;
mod artifact;
pub mod cards;
mod counts;
mod departed;
pub mod disclosure;
mod embeds;
mod facts;
mod feeds;
pub mod fill;
pub mod headers;
mod heads;
mod input;
mod insights;
mod integrity;
mod json_ld;
mod lists;
pub mod names;
mod outputs;
mod own_pages;
mod paginate;
mod patterns;
mod portraits;
mod queries;
mod redirects;
mod references;
mod requested;
mod respond;
mod route;
mod site;
mod site_model;
mod slugs;
mod titles;
mod totals;
pub mod uncovered;
mod unique;
pub mod view;
mod views;
mod wall;

pub use artifact::{ApiFile, Artifact, EmbedOf, FeedFormat, Input, InsightsScope, Output, Subject, TermId};
pub use departed::Departed;
pub use fill::{Argument, Filled};
pub use input::input;
pub use paginate::Slice;
pub use respond::QUESTIONS;
pub use route::Route;
pub use site_model::SiteModel;
pub use view::{
    ApiInput, ApiInsights, ApiList, ApiPart, ApiStory, ApiVersion, FeedEntry, FeedView, OEmbed, SitemapEntry, View,
};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Config;
use crate::diag::{Diagnostic, Warned};
use crate::digest::Hashed;
use crate::index::Index;
use crate::model::{Data, Sizes};
use crate::theme::Theme;

/// Puts together what a plan is made from.
pub fn model(
    index: Arc<Index>,
    theme: Arc<Theme>,
    config: Arc<Config>,
    data: Arc<BTreeMap<String, Hashed<Data>>>,
    pictures: Arc<Sizes>,
) -> SiteModel {
    let mut model = SiteModel::new(index, theme, config, data, pictures);
    let portraits = portraits::of_terms(&model);
    model.show_pictures(portraits);
    model
}

/// Plans every output, in order of their paths.
pub fn plan(model: &SiteModel) -> Warned<Vec<Artifact>> {
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    diagnostics.extend(queries::check(&model.theme, &model.config));
    let pages = outputs::all(model, &mut diagnostics);
    let pages = unique::check(pages, &model.index, &mut diagnostics);
    diagnostics.extend(names::names_in_addresses(model, &pages));
    Warned { value: pages, diagnostics }
}
