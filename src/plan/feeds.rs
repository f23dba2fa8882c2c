//! What feeds and sitemaps show.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::artifact::{Artifact, FeedOf, Output, Subject};
use super::paginate::Slice;
use super::route::{self, Route};
use super::site_model::SiteModel;
use super::view::{Card, FeedEntry, FeedView, SitemapEntry};
use super::{cards, heads, insights, site};
use crate::config::FeedContent;
use crate::model::{DateValue, DocId, Kind, LangId};

/// The most addresses that one sitemap may hold (sitemaps.org).
pub const SITEMAP_MOST: usize = 50_000;

/// The theme's file by which browsers show feeds.
const STYLE: &str = "feed.css";

/// A feed, as the file of that name beside its page, and the documents whose words it shows, an entry each; none where it
/// shows summaries.
pub(super) fn feed(model: &SiteModel, of: FeedOf, file: &str) -> (FeedView, Vec<DocId>) {
    match of {
        FeedOf::Site(lang_id) => {
            let (title, route) = (site::site(model, lang_id).title.clone(), route::home(&model.index, lang_id));
            feed_view(model, title, lang_id, &route.file(file), &route, &everything(model, lang_id))
        }
        FeedOf::Term(id) => {
            let taxonomy = model.index.taxonomy(id.taxonomy);
            let route = model.term_route(taxonomy, &taxonomy.terms[id.term]);
            let title = format!("{} · {}", model.reference(id).name, site::site(model, taxonomy.lang_id).title);
            let mut members = model.members(id).to_vec();
            // A series is listed from its beginning, a feed from the newest.
            members.sort_by_key(|id| (Reverse(model.index.entry(*id).moment), *id));
            feed_view(model, title, taxonomy.lang_id, &route.file(file), &route, &members)
        }
        FeedOf::Entity(id) => {
            let (entry, route) = (model.index.entry(id), model.route(id));
            let members = model.entities.get(&id).map(|term| model.members(*term)).unwrap_or_default();
            let title = format!("{} · {}", cards::title(model, id), site::site(model, entry.lang_id).title);
            feed_view(model, title, entry.lang_id, &route.file(file), route, members)
        }
    }
}

/// What a language's own feed is made from, newest first.
fn everything(model: &SiteModel, lang_id: LangId) -> Vec<DocId> {
    let ids = model.index.by_date.iter().copied();
    ids.filter(|id| {
        let kind = model.index.entry(*id).kind();
        matches!(kind, Kind::Story | Kind::Testimonial | Kind::Campaign | Kind::Page)
            && model.index.shown_in(*id, lang_id, model.config.untranslated)
    })
    .collect()
}

/// The newest dated documents of a list; a feed is a calendar, so what has no date is not in it.
fn feed_view(
    model: &SiteModel,
    title: String,
    lang_id: LangId,
    own: &Route,
    page: &Route,
    members: &[DocId],
) -> (FeedView, Vec<DocId>) {
    let site = site::site(model, lang_id);
    let is_full = model.config.feeds.content == FeedContent::Full;
    let entries = members
        .iter()
        .filter_map(|id| {
            let entry = model.index.entry(*id);
            let published = entry.date.as_ref()?.rfc3339(&model.config.timezone);
            let updated = entry.fields.updated.as_ref().map(|when: &DateValue| when.rfc3339(&model.config.timezone));
            let card = cards::card(model, *id).clone();
            let disclosure = disclosure(model, &card, &site.language);
            let sample = model.theme.strings.word(&site.language, "sample", None).filter(|_| card.sample);
            let sample = sample.map(str::to_owned);
            let entry = FeedEntry {
                updated: updated.unwrap_or_else(|| published.clone()),
                published,
                card,
                disclosure,
                sample,
                site: is_full.then(|| site::site(model, entry.lang_id).clone()),
            };
            Some((entry, *id))
        })
        .take(model.config.feeds.limit as usize);
    let (entries, ids): (Vec<FeedEntry>, Vec<DocId>) = entries.unzip();
    let view = FeedView {
        title,
        description: site.description.clone(),
        lang: site.language.clone(),
        own_url: own.permalink(&model.config),
        page_url: page.permalink(&model.config),
        origin: model.config.origin().to_owned(),
        style: model.theme.statics.contains_key(STYLE).then(|| format!("{}{STYLE}", own.to_top())),
        note: model.theme.strings.word(&site.language, "feed_note", None).map(str::to_owned),
        entries,
    };
    (view, if is_full { ids } else { Vec::new() })
}

/// The connection of a card's speaker to the brand, in words.
pub(super) fn disclosure(model: &SiteModel, card: &Card, lang: &str) -> Option<String> {
    let disclosure = card.disclosure.as_ref()?;
    if let Some(text) = &disclosure.text {
        return Some(text.to_string());
    }
    let key = format!("disclosure.{}", disclosure.kind.word());
    model.theme.strings.word(lang, &key, None).map(str::to_owned)
}

/// The address of the sitemap, or of a part of it.
pub(super) fn sitemap_route(model: &SiteModel, part: Option<usize>) -> Route {
    let name = part.map_or_else(|| "sitemap.xml".to_owned(), |at| format!("sitemap-{}.xml", at + 1));
    route::home(&model.index, LangId::MAIN).file(&name)
}

/// What the sitemap says of every page, in order.
pub(super) fn sitemap_entries(model: &SiteModel, pages: &[Artifact]) -> Vec<SitemapEntry> {
    let mut entries: Vec<SitemapEntry> = pages
        .par_iter()
        .filter_map(|page| match &page.output {
            Output::Template { subject, .. } if heads::is_listed(model, &page.output) => Some(*subject),
            _ => None,
        })
        .filter_map(|subject| sitemap_entry(model, subject))
        .collect();
    entries.sort();
    entries
}

fn sitemap_entry(model: &SiteModel, subject: Subject) -> Option<SitemapEntry> {
    let (route, slice, shown, translations) = match subject {
        Subject::Document(id) => (model.route(id).clone(), Slice::ALL, Some(id), heads::translations_of(model, id)),
        Subject::Entity(id, _, slice) => (model.route(id).clone(), slice, Some(id), heads::translations_of(model, id)),
        Subject::Home(at) => {
            let section = model.index.section(at);
            (route::home(&model.index, section.lang_id), Slice::ALL, section.page, heads::home_translations(model))
        }
        Subject::Section(at, slice) | Subject::Wall(at, slice) => {
            let section = model.index.section(at);
            (
                route::section(&model.index, &model.config, section),
                slice,
                section.page,
                heads::section_translations(model, section),
            )
        }
        Subject::Integrity(lang_id) => {
            let there = heads::language_translations(model, |lang_id| Some(route::integrity(&model.index, lang_id)));
            (route::integrity(&model.index, lang_id), Slice::ALL, None, there)
        }
        Subject::Tell(lang_id) => {
            let there = heads::language_translations(model, |lang_id| Some(route::tell(&model.index, lang_id)));
            (route::tell(&model.index, lang_id), Slice::ALL, None, there)
        }
        Subject::Insights(whose) => (
            insights::routes::insights_route(model, whose),
            Slice::ALL,
            None,
            insights::pages::insights_translations(model, whose),
        ),
        Subject::Journey(lang_id) => {
            let there = heads::language_translations(model, |lang_id| Some(route::journey(&model.index, lang_id)));
            (route::journey(&model.index, lang_id), Slice::ALL, None, there)
        }
        Subject::Taxonomy(at) => {
            let taxonomy = model.index.taxonomy(at);
            let route = route::taxonomy(&model.index, &model.config, taxonomy.config, taxonomy.lang_id);
            (route, Slice::ALL, None, heads::taxonomy_translations(model, taxonomy))
        }
        Subject::Term(id, slice) => {
            let taxonomy = model.index.taxonomy(id.taxonomy);
            let term = &taxonomy.terms[id.term];
            (model.term_route(taxonomy, term), slice, term.about, heads::term_translations(model, taxonomy, &term.slug))
        }
        Subject::Alias(_) | Subject::Plain(_) | Subject::Embed(_) => return None,
    };
    let changed = shown.map(|id| model.index.entry(id));
    let changed = changed.and_then(|entry| entry.fields.updated.as_ref().or(entry.date.as_ref()));
    let translations = if slice.is_first { translations } else { Vec::new() };
    Some(SitemapEntry {
        url: route.of_slice(&slice).permalink(&model.config),
        changed: changed.map(|when| when.day().to_string()),
        translations: translations.into_iter().map(|other| (other.lang, other.permalink)).collect(),
    })
}
