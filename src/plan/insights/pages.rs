//! The pages of insights: the site's own, those of brands, touchpoints and feelings, the journey, and the
//! stories behind the numbers of each.

use super::{BEHIND, FOLDER, InsightsScope, JOURNEY, JOURNEY_FOLDER, TEMPLATE};
use crate::digest::Hashed;
use crate::plan::heads::PageMeta;
use crate::plan::route::{self, Route};
use crate::plan::subjects::PlannedArtifact;
use crate::plan::view::{BehindView, Crumb, Head, Insights, InsightsView, TranslationView};
use crate::plan::{Output, Planner, Slice, Subject, json_ld};

impl Planner {
    /// The address of a page of insights.
    pub(in crate::plan) fn insights_route(&self, whose: InsightsScope) -> Route {
        match whose {
            InsightsScope::Site(tree) => route::insights(&self.index, tree),
            InsightsScope::Term(id) => {
                let taxonomy = &self.index.taxonomies[id.taxonomy];
                self.term_route(taxonomy, &taxonomy.terms[id.term]).below(FOLDER)
            }
        }
    }

    /// The path of the insights of a term, if it has some.
    pub(in crate::plan) fn insights_path(&self, whose: InsightsScope) -> Option<String> {
        let whose = self.home_of(whose);
        self.has_insights(whose).then(|| self.insights_route(whose).path(&self.config))
    }

    fn home_of(&self, whose: InsightsScope) -> InsightsScope {
        match whose {
            InsightsScope::Site(_) => whose,
            InsightsScope::Term(id) => InsightsScope::Term(self.at_home(id)),
        }
    }

    fn behind_route(&self, whose: InsightsScope) -> Route {
        self.insights_route(whose).below("stories")
    }

    /// The path of the page that lists the stories behind the numbers, if there is one.
    pub(super) fn behind_path(&self, whose: InsightsScope) -> Option<String> {
        let whose = self.home_of(whose);
        let is_there = self.theme.has(BEHIND) && self.has_insights(whose);
        is_there.then(|| self.behind_route(whose).path(&self.config))
    }

    /// All pages of insights.
    pub(in crate::plan) fn insights_pages(&self, pages: &mut Vec<PlannedArtifact>) {
        let trees = (0..self.index.languages.len()).map(InsightsScope::Site).filter(|whose| self.has_insights(*whose));
        let all: Vec<InsightsScope> = trees.chain(self.with_insights().map(InsightsScope::Term)).collect();
        let has_behind = self.theme.has(BEHIND);
        for whose in all {
            if let InsightsScope::Term(_) = whose {
                pages.push(page(TEMPLATE, Subject::Insights(whose), self.insights_route(whose)));
            }
            if has_behind {
                pages.push(page(BEHIND, Subject::Behind(whose), self.behind_route(whose)));
            }
        }
    }

    /// The insights of a language's site, made once.
    pub(in crate::plan) fn site_insights(&self, tree: usize) -> &Hashed<Insights> {
        self.site_insights[tree].get_or_init(|| Hashed::new(self.insights(InsightsScope::Site(tree))))
    }

    pub(in crate::plan) fn insights_view(&self, whose: InsightsScope, template: &str) -> InsightsView {
        let tree = self.tree_of(whose);
        let (title, head) = self.insights_head(whose, template, self.insights_route(whose), None);
        let (term, page) = match whose {
            InsightsScope::Site(tree) => (None, self.page_of_folder(FOLDER, tree)),
            InsightsScope::Term(id) => (Some(id), None),
        };
        InsightsView {
            head,
            title,
            page: page.map(|id| self.card(id).clone()),
            term: term.map(|id| self.cards.term(id).clone()),
            taxonomy: term.map(|id| self.taxonomy_nav(&self.index.taxonomies[id.taxonomy])),
            owner: term.and_then(|id| self.said_of(id).owner),
            insights: match whose {
                InsightsScope::Site(tree) => self.site_insights(tree).clone(),
                InsightsScope::Term(_) => Hashed::new(self.insights(whose)),
            },
            behind: self.behind_route(whose).path(&self.config),
            journey: (term.is_none() && self.theme.has(JOURNEY))
                .then(|| route::journey(&self.index, tree).path(&self.config)),
            json: self.api_insights_path(),
        }
    }

    /// The journey: the insights of the site, told along the touchpoints.
    pub(in crate::plan) fn journey_view(&self, tree: usize, template: &str) -> InsightsView {
        let (head, page) = self.own_head(tree, template, JOURNEY_FOLDER, &route::journey, "insights.journey");
        let title = head.breadcrumbs.last().map(|crumb| crumb.title.clone()).unwrap_or_default();
        let page = page.map(|id| self.card(id).clone());
        InsightsView { head, title, page, ..self.insights_view(InsightsScope::Site(tree), template) }
    }

    pub(in crate::plan) fn behind_view(&self, whose: InsightsScope, template: &str) -> BehindView {
        let lang = &self.index.languages[self.tree_of(whose)];
        let called = self.theme.strings.word(lang, "insights.behind", None).unwrap_or("Stories").to_owned();
        let (_, head) = self.insights_head(whose, template, self.behind_route(whose), Some(&called));
        BehindView {
            head,
            title: called,
            insights: self.insights_route(whose).path(&self.config),
            groups: self.grouped(whose, |groups| self.lists_behind(groups, whose)),
        }
    }

    /// The title of a page of insights and its head; `below` is what a page under it is called.
    fn insights_head(&self, whose: InsightsScope, template: &str, route: Route, below: Option<&str>) -> (String, Head) {
        let tree = self.tree_of(whose);
        let lang = &self.index.languages[tree];
        let word = self.theme.strings.word(lang, "insights.title", None).unwrap_or("Insights").to_owned();
        let mut breadcrumbs = vec![self.home_crumb(tree)];
        let title = match whose {
            InsightsScope::Site(_) => {
                let page = self.page_of_folder(FOLDER, tree);
                page.map_or(word, |id| self.index.entry(id).title.clone())
            }
            InsightsScope::Term(id) => {
                let taxonomy = &self.index.taxonomies[id.taxonomy];
                let above = route::taxonomy(&self.index, &self.config, taxonomy.config, tree);
                breadcrumbs.push(self.crumb(&self.taxonomy_title(taxonomy), &above));
                let reference = self.cards.term(id);
                let (path, permalink) = (reference.path.clone(), reference.permalink.clone());
                breadcrumbs.push(Crumb { title: reference.name.clone(), path, permalink });
                let of = self.theme.strings.fill(lang, "insights.of", None, &[("name", reference.name.clone())]);
                of.unwrap_or(word)
            }
        };
        breadcrumbs.push(self.crumb(&title, &self.insights_route(whose)));
        if let Some(below) = below {
            breadcrumbs.push(self.crumb(below, &route));
        }
        let translations = if below.is_some() { Vec::new() } else { self.insights_translations(whose) };
        let permalink = route.permalink(&self.config);
        let page = match (whose, below) {
            (InsightsScope::Site(tree), None) => self.page_of_folder(FOLDER, tree),
            _ => None,
        };
        let about =
            PageMeta { template, tree, lang, route: &route, slice: Slice::ALL, translations, breadcrumbs, page };
        let head = self.head(about, |crumbs| json_ld::page(below.unwrap_or(&title), &permalink, lang, crumbs));
        (title, head)
    }

    pub(in crate::plan) fn insights_translations(&self, whose: InsightsScope) -> Vec<TranslationView> {
        match whose {
            InsightsScope::Site(_) => self.tree_translations(|tree| Some(route::insights(&self.index, tree))),
            InsightsScope::Term(id) => {
                let taxonomy = &self.index.taxonomies[id.taxonomy];
                let term = &taxonomy.terms[id.term];
                self.tree_translations(|tree| {
                    let name = &self.config.taxonomies[taxonomy.config].name;
                    let (at, there) = self.taxonomy_named(name, tree)?;
                    let term = there.terms.iter().position(|other| other.slug == term.slug)?;
                    let whose = InsightsScope::Term(crate::plan::TermId { taxonomy: at, term });
                    self.has_insights(whose).then(|| self.insights_route(whose))
                })
            }
        }
    }
}

fn page(template: &'static str, subject: Subject, route: Route) -> PlannedArtifact {
    let output = Output::Template { template: template.into(), subject, text: None };
    PlannedArtifact { route, source: None, output }
}
