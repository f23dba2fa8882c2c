//! What stands at the top of every page: its address, its translations, the way to it.

use super::route::{self, Route};
use super::site::{language_name, section_title, taxonomy_title};
use super::view::{Crumb, Head, NavView, TranslationView};
use super::{InsightsScope, Output, Planner, Slice, Subject, insights, integrity, json_ld, respond};
use crate::index::{Index, Section, Taxonomy};
use crate::model::DocId;

/// What a head is made of, besides the site.
pub struct PageMeta<'a> {
    /// The template that will show it.
    pub template: &'a str,
    /// The tree where the page stands.
    pub tree: usize,
    /// The page's language.
    pub lang: &'a str,
    /// The address of the page, or of the first page of its list.
    pub route: &'a Route,
    /// Which page of its list.
    pub slice: Slice,
    /// The same page elsewhere.
    pub translations: Vec<TranslationView>,
    /// The way to it.
    pub breadcrumbs: Vec<Crumb>,
    /// The document whose front matter holds for the page, if there is one.
    pub page: Option<DocId>,
}

impl Planner {
    pub(super) fn head(&self, about: PageMeta, json_ld: impl FnOnce(&[Crumb]) -> String) -> Head {
        let json_ld = match self.theme.uses(about.template, "json_ld", "") {
            true => json_ld(&about.breadcrumbs),
            false => String::new(),
        };
        let route = about.route.of_slice(&about.slice);
        Head {
            config: self.sites[about.tree].clone(),
            lang: about.lang.to_owned(),
            current_path: route.path(&self.config),
            current_url: route.permalink(&self.config),
            // A further page of a list has no translations of its own.
            translations: if about.slice.is_first { about.translations } else { Vec::new() },
            breadcrumbs: about.breadcrumbs,
            noindex: self.is_noindex(about.page),
            json_ld,
            data: self.data_of(about.template),
            queries: self.queries_of(about.template, about.tree),
        }
    }

    /// Whether the document that holds for a page asks search engines to leave it out.
    fn is_noindex(&self, page: Option<DocId>) -> bool {
        page.is_some_and(|id| self.index.entry(id).fields.noindex == Some(true))
    }

    /// Whether an output is a page that the sitemap lists.
    pub(super) fn is_listed(&self, output: &Output) -> bool {
        let Output::Template { subject, .. } = output else { return false };
        let page = match *subject {
            Subject::Alias(_) | Subject::Plain(_) | Subject::Behind(_) | Subject::Embed(_) => return false,
            Subject::Document(id) | Subject::Entity(id, ..) => Some(id),
            Subject::Home(at) | Subject::Section(at, _) | Subject::Wall(at, _) => self.index.sections[at].page,
            Subject::Integrity(tree) => self.page_of_folder(integrity::FOLDER, tree),
            Subject::Tell(tree) => self.page_of_folder(respond::FOLDER, tree),
            Subject::Insights(InsightsScope::Site(tree)) => self.page_of_folder(insights::FOLDER, tree),
            Subject::Journey(tree) => self.page_of_folder(insights::JOURNEY_FOLDER, tree),
            Subject::Taxonomy(at) => self.taxonomy_page(&self.index.taxonomies[at]),
            Subject::Term(id, _) => self.index.taxonomies[id.taxonomy].terms[id.term].about,
            Subject::Insights(InsightsScope::Term(_)) => None,
        };
        !self.is_noindex(page)
    }

    /// The head of a page of the site's own, and the `_index.md` whose words stand there: the one of the
    /// folder at its address. `called` is the theme's word for the page, where that has no title.
    pub(super) fn own_head(
        &self,
        tree: usize,
        template: &str,
        folder: &str,
        route: &dyn Fn(&Index, usize) -> Route,
        called: &str,
    ) -> (Head, Option<DocId>) {
        let lang = &self.index.languages[tree];
        let page = self.page_of_folder(folder, tree);
        let word = || self.theme.strings.word(lang, called, None).unwrap_or(called).to_owned();
        let title = page.map_or_else(word, |id| self.index.entry(id).title.clone());
        let there = route(&self.index, tree);
        let about = PageMeta {
            template,
            tree,
            lang,
            route: &there,
            slice: Slice::ALL,
            translations: self.tree_translations(|tree| Some(route(&self.index, tree))),
            breadcrumbs: vec![self.home_crumb(tree), self.crumb(&title, &there)],
            page,
        };
        let permalink = there.permalink(&self.config);
        (self.head(about, |crumbs| json_ld::page(&title, &permalink, lang, crumbs)), page)
    }

    pub(super) fn crumb(&self, title: &str, route: &Route) -> Crumb {
        Crumb { title: title.to_owned(), path: route.path(&self.config), permalink: route.permalink(&self.config) }
    }

    pub(super) fn home_crumb(&self, tree: usize) -> Crumb {
        let lang = &self.index.languages[tree];
        let title = self.theme.strings.word(lang, "home", None).unwrap_or("Home");
        self.crumb(title, &route::home(&self.index, tree))
    }

    pub(super) fn crumbs_of(&self, id: DocId) -> Vec<Crumb> {
        let entry = self.index.entry(id);
        let mut crumbs = vec![self.home_crumb(entry.tree)];
        let folder = entry.doc.folder.as_str();
        let mut at = String::new();
        for part in folder.split('/').filter(|part| !part.is_empty()) {
            if !at.is_empty() {
                at.push('/');
            }
            at.push_str(part);
            let section = self.index.sections.iter().find(|section| section.tree == entry.tree && section.folder == at);
            if let Some(section) = section {
                crumbs.push(
                    self.crumb(&self.section_title(section), &route::section(&self.index, &self.config, section)),
                );
            }
        }
        crumbs.push(self.crumb(&self.title(id), self.route(id)));
        crumbs
    }

    pub(super) fn crumbs_of_section(&self, section: &Section) -> Vec<Crumb> {
        let mut crumbs = vec![self.home_crumb(section.tree)];
        let above = self.index.sections.iter().filter(|other| {
            other.tree == section.tree
                && !other.folder.is_empty()
                && section.folder.strip_prefix(&other.folder).is_some_and(|rest| rest.starts_with('/'))
        });
        let above = above.chain(std::iter::once(section));
        crumbs
            .extend(above.map(|other| {
                self.crumb(&self.section_title(other), &route::section(&self.index, &self.config, other))
            }));
        crumbs
    }

    pub(super) fn section_title(&self, section: &Section) -> String {
        section_title(&self.index, &self.theme, section)
    }

    pub(super) fn taxonomy_title(&self, taxonomy: &Taxonomy) -> String {
        match self.taxonomy_page(taxonomy) {
            Some(page) => self.index.entry(page).title.clone(),
            None => taxonomy_title(&self.index, &self.theme, &self.config, taxonomy),
        }
    }

    pub(super) fn nav_of(&self, section: &Section) -> NavView {
        let path = route::section(&self.index, &self.config, section).path(&self.config);
        NavView { name: section.folder.clone(), title: self.section_title(section), path }
    }

    fn translation(&self, tree: usize, route: &Route) -> TranslationView {
        let lang = &self.index.languages[tree];
        TranslationView {
            lang: lang.clone(),
            name: language_name(&self.theme, lang),
            path: route.path(&self.config),
            permalink: route.permalink(&self.config),
        }
    }

    pub(super) fn translations_of(&self, id: DocId) -> Vec<TranslationView> {
        let all = self.index.translations_of(id);
        all.iter().map(|id| self.translation(self.index.entry(*id).tree, self.route(*id))).collect()
    }

    /// The trees that have a page, its own included; none if it is the only one.
    pub(super) fn tree_translations(&self, there: impl Fn(usize) -> Option<Route>) -> Vec<TranslationView> {
        let all: Vec<TranslationView> = (0..self.index.languages.len())
            .filter_map(|tree| there(tree).map(|route| self.translation(tree, &route)))
            .collect();
        if all.len() > 1 { all } else { Vec::new() }
    }

    pub(super) fn home_translations(&self) -> Vec<TranslationView> {
        self.tree_translations(|tree| Some(route::home(&self.index, tree)))
    }

    pub(super) fn section_translations(&self, section: &Section) -> Vec<TranslationView> {
        self.tree_translations(|tree| {
            let same = self.index.sections.iter().find(|other| other.tree == tree && other.folder == section.folder)?;
            Some(route::section(&self.index, &self.config, same))
        })
    }

    pub(super) fn taxonomy_translations(&self, taxonomy: &Taxonomy) -> Vec<TranslationView> {
        self.tree_translations(|tree| {
            let there = self.same_taxonomy(taxonomy, tree)?;
            Some(route::taxonomy(&self.index, &self.config, there.config, tree))
        })
    }

    pub(super) fn term_translations(&self, taxonomy: &Taxonomy, slug: &str) -> Vec<TranslationView> {
        self.tree_translations(|tree| {
            let there = self.same_taxonomy(taxonomy, tree)?;
            let term = there.terms.iter().find(|other| other.slug == slug)?;
            Some(self.term_route(there, term))
        })
    }

    fn same_taxonomy(&self, taxonomy: &Taxonomy, tree: usize) -> Option<&Taxonomy> {
        self.index.taxonomies.iter().find(|other| other.tree == tree && other.config == taxonomy.config)
    }
}
