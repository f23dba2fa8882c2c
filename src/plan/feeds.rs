//! What feeds and sitemaps show.

use rayon::prelude::*;
use serde::Serialize;

use std::cmp::Reverse;

use super::route::{self, Route};
use super::view::Card;
use super::{Output, Page, Planner, Slice, Subject};
use crate::digest::Hashed;
use crate::model::{DateValue, DocId, Kind};

/// A feed, before it is written as Atom or JSON.
#[derive(Clone, Debug, Default, Hash)]
pub struct FeedView {
    /// What it is called.
    pub title: String,
    /// One sentence about it; may be empty.
    pub description: String,
    /// The language of the list.
    pub lang: String,
    /// The whole address of the feed itself.
    pub own_url: String,
    /// The whole address of the page that it follows.
    pub page_url: String,
    /// Scheme and host, for addresses within summaries.
    pub origin: String,
    /// Newest first.
    pub entries: Vec<FeedEntry>,
}

/// An entry of a feed.
#[derive(Clone, Debug, Hash)]
pub struct FeedEntry {
    /// The document.
    pub card: Hashed<Card>,
    /// RFC 3339.
    pub published: String,
    /// RFC 3339.
    pub updated: String,
    /// The connection between speaker and brand in words; it goes wherever the words go.
    pub disclosure: Option<String>,
    /// That it was made up for a demonstration, in words.
    pub sample: Option<String>,
}

/// A page of the sitemap.
#[derive(Clone, Debug, Hash, Serialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct SitemapEntry {
    /// The whole address.
    pub url: String,
    /// The day of its last change.
    pub changed: Option<String>,
    /// The page in each language, itself included: code and address.
    pub translations: Vec<(String, String)>,
}

/// The most addresses that one sitemap may hold (sitemaps.org).
pub const SITEMAP_MOST: usize = 50_000;

impl Planner {
    /// The feed of a subject, as the file of that name beside its page.
    pub(super) fn feed(&self, subject: Subject, file: &str) -> FeedView {
        match subject {
            Subject::Home(at) => {
                let tree = self.index.sections[at].tree;
                let route = route::home(&self.index, tree);
                self.feed_view(self.sites[tree].title.clone(), tree, &route.file(file), &route, &self.everything(tree))
            }
            Subject::Term(id, _) => {
                let taxonomy = &self.index.taxonomies[id.taxonomy];
                let route = self.term_route(taxonomy, &taxonomy.terms[id.term]);
                let title = format!("{} · {}", self.cards.term(id).name, self.sites[taxonomy.tree].title);
                let mut members = self.members(id).to_vec();
                // A series is listed from its beginning, a feed from the newest.
                members.sort_by_key(|id| (Reverse(self.index.entry(*id).moment), *id));
                self.feed_view(title, taxonomy.tree, &route.file(file), &route, &members)
            }
            Subject::Document(id) | Subject::Entity(id, ..) | Subject::Alias(id) => {
                let (entry, route) = (self.index.entry(id), self.route(id));
                let members = self.entities.get(&id).map(|term| self.members(*term)).unwrap_or_default();
                let title = format!("{} · {}", self.title(id), self.sites[entry.tree].title);
                self.feed_view(title, entry.tree, &route.file(file), route, members)
            }
            Subject::Section(..)
            | Subject::Wall(..)
            | Subject::Integrity(_)
            | Subject::Tell(_)
            | Subject::Insights(_)
            | Subject::Behind(_)
            | Subject::Embed(_)
            | Subject::Journey(_)
            | Subject::Taxonomy(_)
            | Subject::Plain(_) => FeedView::default(),
        }
    }

    /// What a tree's own feed is made from, newest first.
    fn everything(&self, tree: usize) -> Vec<DocId> {
        let ids = self.index.by_date.iter().copied();
        ids.filter(|id| {
            let kind = self.index.entry(*id).kind();
            matches!(kind, Kind::Story | Kind::Testimonial | Kind::Campaign | Kind::Page)
                && self.index.shown_in(*id, tree, self.config.untranslated)
        })
        .collect()
    }

    /// The newest dated documents of a list; a feed is a calendar, so what has no date is not in it.
    fn feed_view(&self, title: String, tree: usize, own: &Route, page: &Route, members: &[DocId]) -> FeedView {
        let site = &self.sites[tree];
        let entries = members
            .iter()
            .filter_map(|id| {
                let entry = self.index.entry(*id);
                let published = entry.date.as_ref()?.rfc3339(&self.config.timezone);
                let updated = entry.fields.updated.as_ref().map(|when: &DateValue| when.rfc3339(&self.config.timezone));
                let card = self.card(*id).clone();
                let disclosure = self.disclosure(&card, &site.language);
                let sample = self.theme.strings.word(&site.language, "sample", None).filter(|_| card.sample);
                let sample = sample.map(str::to_owned);
                Some(FeedEntry {
                    updated: updated.unwrap_or_else(|| published.clone()),
                    published,
                    card,
                    disclosure,
                    sample,
                })
            })
            .take(self.config.feeds.limit as usize);
        FeedView {
            title,
            description: site.description.clone(),
            lang: site.language.clone(),
            own_url: own.permalink(&self.config),
            page_url: page.permalink(&self.config),
            origin: self.config.origin().to_owned(),
            entries: entries.collect(),
        }
    }

    /// The connection of a card's speaker to the brand, in words.
    pub(super) fn disclosure(&self, card: &Card, lang: &str) -> Option<String> {
        let disclosure = card.disclosure.as_ref()?;
        if let Some(text) = &disclosure.text {
            return Some(text.to_string());
        }
        let key = format!("disclosure.{}", disclosure.kind.word());
        self.theme.strings.word(lang, &key, None).map(str::to_owned)
    }

    /// The address of the sitemap, or of a part of it.
    pub(super) fn sitemap_route(&self, part: Option<usize>) -> Route {
        let name = part.map_or_else(|| "sitemap.xml".to_owned(), |at| format!("sitemap-{}.xml", at + 1));
        route::home(&self.index, 0).file(&name)
    }

    /// What the sitemap says of every page, in order.
    pub(super) fn sitemap_entries(&self, pages: &[Page]) -> Vec<SitemapEntry> {
        let mut entries: Vec<SitemapEntry> = pages
            .par_iter()
            .filter_map(|page| match &page.output {
                Output::Template { subject, .. } if self.is_listed(&page.output) => Some(*subject),
                _ => None,
            })
            .filter_map(|subject| self.sitemap_entry(subject))
            .collect();
        entries.sort();
        entries
    }

    fn sitemap_entry(&self, subject: Subject) -> Option<SitemapEntry> {
        let (route, slice, shown, translations) = match subject {
            Subject::Document(id) => (self.route(id).clone(), Slice::ALL, Some(id), self.translations_of(id)),
            Subject::Entity(id, _, slice) => (self.route(id).clone(), slice, Some(id), self.translations_of(id)),
            Subject::Home(at) => {
                let section = &self.index.sections[at];
                (route::home(&self.index, section.tree), Slice::ALL, section.page, self.home_translations())
            }
            Subject::Section(at, slice) | Subject::Wall(at, slice) => {
                let section = &self.index.sections[at];
                (
                    route::section(&self.index, &self.config, section),
                    slice,
                    section.page,
                    self.section_translations(section),
                )
            }
            Subject::Integrity(tree) => {
                let there = self.tree_translations(|tree| Some(route::integrity(&self.index, tree)));
                (route::integrity(&self.index, tree), Slice::ALL, None, there)
            }
            Subject::Tell(tree) => {
                let there = self.tree_translations(|tree| Some(route::tell(&self.index, tree)));
                (route::tell(&self.index, tree), Slice::ALL, None, there)
            }
            Subject::Insights(whose) => {
                (self.insights_route(whose), Slice::ALL, None, self.insights_translations(whose))
            }
            Subject::Journey(tree) => {
                let there = self.tree_translations(|tree| Some(route::journey(&self.index, tree)));
                (route::journey(&self.index, tree), Slice::ALL, None, there)
            }
            Subject::Taxonomy(at) => {
                let taxonomy = &self.index.taxonomies[at];
                let route = route::taxonomy(&self.index, &self.config, taxonomy.config, taxonomy.tree);
                (route, Slice::ALL, None, self.taxonomy_translations(taxonomy))
            }
            Subject::Term(id, slice) => {
                let taxonomy = &self.index.taxonomies[id.taxonomy];
                let term = &taxonomy.terms[id.term];
                (self.term_route(taxonomy, term), slice, term.about, self.term_translations(taxonomy, &term.slug))
            }
            Subject::Alias(_) | Subject::Plain(_) | Subject::Behind(_) | Subject::Embed(_) => return None,
        };
        let changed = shown.map(|id| self.index.entry(id));
        let changed = changed.and_then(|entry| entry.fields.updated.as_ref().or(entry.date.as_ref()));
        let translations = if slice.is_first { translations } else { Vec::new() };
        Some(SitemapEntry {
            url: route.of_slice(&slice).permalink(&self.config),
            changed: changed.map(|when| when.day().to_string()),
            translations: translations.into_iter().map(|other| (other.lang, other.permalink)).collect(),
        })
    }
}
