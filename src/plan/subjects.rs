//! Which outputs there are: one function for each kind.

use std::sync::Arc;

use rayon::prelude::*;

use super::insights::{self, InsightsScope};
use super::paginate::paginate;
use super::patterns;
use super::requested::Field;
use super::route::{self, Route};
use super::{Output, Planner, Slice, Subject, TermId};
use crate::diag::{Diagnostic, Span};
use crate::index::{Entry, Section, Taxonomy, kind_of};
use crate::model::CopyOf;
use crate::model::{DocId, Kind};
use crate::path::SourcePath;
use crate::theme::Content;

/// An output before its path is checked.
pub struct PlannedArtifact {
    /// Its address.
    pub route: Route,
    /// The document that it shows.
    pub source: Option<SourcePath>,
    /// What it is made of.
    pub output: Output,
}

/// Plans every output.
pub fn all(planner: &Planner, diagnostics: &mut Vec<Diagnostic>) -> Vec<PlannedArtifact> {
    let index = &planner.index;
    let mut pages = Vec::with_capacity(index.entries.len() * 2);
    let usual = DefaultTemplates::new();
    let (documents, found): (Vec<_>, Vec<_>) = (0..index.entries.len() as u32)
        .into_par_iter()
        .map(DocId)
        .filter(|id| index.entry(*id).kind() != Kind::Section)
        .map(|id| planner.document(id, &usual))
        .unzip();
    pages.extend(documents.into_iter().flatten());
    diagnostics.extend(found.into_iter().flatten());
    for at in 0..index.sections.len() {
        planner.section(at, &mut pages, diagnostics);
    }
    for at in 0..index.taxonomies.len() {
        planner.taxonomy(at, &mut pages, diagnostics);
    }
    planner.own_pages(&mut pages, diagnostics);
    planner.insights_pages(&mut pages);
    planner.api_files(&mut pages);
    planner.embeds(&mut pages);
    planner.aliases(&mut pages, diagnostics);
    planner.site_feeds(&mut pages);
    planner.copies(&mut pages);
    planner.sitemap_and_plain(&mut pages);
    pages
}

/// The templates of the kinds, by name, shared by all their pages.
struct DefaultTemplates(Vec<(Kind, Arc<str>)>);

impl DefaultTemplates {
    fn new() -> Self {
        let kinds = Kind::FOLDERS.iter().map(|(_, kind)| *kind).chain([Kind::Page, Kind::Section]);
        Self(kinds.map(|kind| (kind, format!("{}.html", kind.word()).into())).collect())
    }

    fn of(&self, kind: Kind) -> Arc<str> {
        let found = self.0.iter().find(|(known, _)| *known == kind);
        found.map_or_else(|| "page.html".into(), |(_, name)| Arc::clone(name))
    }
}

impl Planner {
    fn document(&self, id: DocId, usual: &DefaultTemplates) -> (Vec<PlannedArtifact>, Vec<Diagnostic>) {
        let entry = self.index.entry(id);
        let route = self.route(id);
        let (template, mut found) = self.template(id, usual.of(entry.kind()));
        found.extend(self.refused_permalink(entry));
        let source = Some(entry.doc.path.clone());
        let text = Some(id);
        let Some(term) = self.entities.get(&id).copied() else {
            let output = Output::Template { template, subject: Subject::Document(id), text };
            return (vec![PlannedArtifact { route: route.clone(), source, output }], found);
        };
        // A brand, an ambassador or a campaign: its page is a list as well.
        let slices = paginate(self.members(term).len(), self.per_page(term.taxonomy));
        let mut pages: Vec<PlannedArtifact> = slices
            .into_iter()
            .map(|slice| {
                let subject = Subject::Entity(id, term, slice);
                let output = Output::Template { template: Arc::clone(&template), subject, text };
                PlannedArtifact { route: route.of_slice(&slice), source: source.clone(), output }
            })
            .collect();
        if self.has_feed(term.taxonomy) {
            pages.push(feed(route, Subject::Document(id)));
        }
        (pages, found)
    }

    /// Why a document cannot stand where it asks to.
    fn refused_permalink(&self, entry: &Entry) -> Option<Diagnostic> {
        let Some(path) = patterns::permalink(&self.index, &self.config, entry) else {
            return self.kept_date(entry);
        };
        if let Err(refusal) = route::written(&self.index, &path, Field::Permalink, entry.trust()) {
            return Some(refusal.of_permalink().at(entry.doc.span_of("permalink")));
        }
        patterns::lacks_date(&self.config, entry).then(|| {
            Diagnostic::warning("W0608", format!("this has no date, so its address `{path}` lacks it"))
                .at(entry.doc.span_of("date"))
                .help("add a date, or write its whole address as `permalink`")
        })
    }

    /// Says of a document that its address has the date of its file's name.
    fn kept_date(&self, entry: &Entry) -> Option<Diagnostic> {
        route::keeps_date(&self.index, entry).then(|| {
            let address = route::document(&self.index, &self.config, entry).path(&self.config);
            let message = format!("another file has this name but for its date, so this page stands at {address}");
            Diagnostic::warning("W0609", message)
                .at(Span::file(&entry.doc.path))
                .help("set `slug` to name it yourself, or put dates into all addresses with [permalinks]")
        })
    }

    /// The template that a document asks for, or its kind's.
    fn template(&self, id: DocId, usual: Arc<str>) -> (Arc<str>, Vec<Diagnostic>) {
        let entry = self.index.entry(id);
        match &entry.fields.template {
            Some(wanted) if self.theme.has(wanted) => (wanted.as_str().into(), Vec::new()),
            Some(wanted) => {
                let found = Diagnostic::error("E0505", format!("there is no template `{wanted}`"))
                    .at(self.index.span_of(entry, "template"))
                    .suggest(wanted, self.theme.page_templates());
                (usual, vec![found])
            }
            None => (usual, Vec::new()),
        }
    }

    /// The template of a list, which its own `_index.md` may choose.
    fn list_template(&self, page: Option<DocId>, usual: &str, diagnostics: &mut Vec<Diagnostic>) -> Arc<str> {
        let Some(id) = page else { return usual.into() };
        let (template, found) = self.template(id, usual.into());
        diagnostics.extend(found);
        diagnostics.extend(self.refused_permalink(self.index.entry(id)));
        template
    }

    fn source_of(&self, page: Option<DocId>) -> Option<SourcePath> {
        page.map(|page| self.index.entry(page).doc.path.clone())
    }

    fn section(&self, at: usize, pages: &mut Vec<PlannedArtifact>, diagnostics: &mut Vec<Diagnostic>) {
        let section = &self.index.sections[at];
        let source = self.source_of(section.page);
        if section.folder.is_empty() {
            let template = self.list_template(section.page, "home.html", diagnostics);
            let output = Output::Template { template, subject: Subject::Home(at), text: section.page };
            pages.push(PlannedArtifact { route: route::home(&self.index, section.tree), source, output });
            return;
        }
        // These pages are the site's own; what stands there is shown on them.
        if self.own_page(&section.folder).is_some() {
            return;
        }
        // `/brands/` lists all brands that anyone names, which is the taxonomy's index.
        if self.is_taxonomy(section) || self.is_about_term(section) {
            return;
        }
        let route = route::section(&self.index, &self.config, section);
        let is_wall = self.is_wall(section.kind);
        let usual = if is_wall { super::wall::TEMPLATE } else { "section.html" };
        let template = self.list_template(section.page, usual, diagnostics);
        let wanted = section.page.and_then(|page| self.index.entry(page).fields.paginate_by);
        let (total, per) = match is_wall {
            true => (self.index.walls[section.tree].len(), super::wall::PER_PAGE),
            false => (section.members.len(), self.config.paginate_by as usize),
        };
        for slice in paginate(total, wanted.map_or(per, |wanted| wanted as usize)) {
            let text = section.page.filter(|_| slice.is_first);
            let subject = if is_wall { Subject::Wall(at, slice) } else { Subject::Section(at, slice) };
            let output = Output::Template { template: Arc::clone(&template), subject, text };
            pages.push(PlannedArtifact { route: route.of_slice(&slice), source: source.clone(), output });
        }
    }

    /// The template of a page of the site's own whose words stand in a folder, if the site has that page.
    fn own_page(&self, folder: &str) -> Option<&'static str> {
        let (template, is_there) = match folder {
            super::integrity::FOLDER => (super::integrity::TEMPLATE, self.theme.has(super::integrity::TEMPLATE)),
            super::respond::FOLDER => (super::respond::TEMPLATE, self.takes_answers()),
            insights::FOLDER => (insights::TEMPLATE, self.has_insights(InsightsScope::Site(0))),
            insights::JOURNEY_FOLDER => {
                (insights::JOURNEY, self.theme.has(insights::JOURNEY) && self.has_insights(InsightsScope::Site(0)))
            }
            _ => return None,
        };
        is_there.then_some(template)
    }

    /// The pages of the site's own, in each language, and the counts of the integrity page as JSON.
    fn own_pages(&self, pages: &mut Vec<PlannedArtifact>, diagnostics: &mut Vec<Diagnostic>) {
        for tree in 0..self.index.languages.len() {
            let own = [
                (super::integrity::FOLDER, Subject::Integrity(tree), route::integrity(&self.index, tree)),
                (super::respond::FOLDER, Subject::Tell(tree), route::tell(&self.index, tree)),
                (insights::FOLDER, Subject::Insights(InsightsScope::Site(tree)), route::insights(&self.index, tree)),
                (insights::JOURNEY_FOLDER, Subject::Journey(tree), route::journey(&self.index, tree)),
            ];
            for (folder, subject, route) in own {
                let Some(template) = self.own_page(folder) else { continue };
                let page = self.page_of_folder(folder, tree);
                let template = self.list_template(page, template, diagnostics);
                let output = Output::Template { template, subject, text: page };
                pages.push(PlannedArtifact { route, source: self.source_of(page), output });
            }
        }
        let route = route::integrity(&self.index, 0).file("index.json");
        pages.push(PlannedArtifact { route, source: None, output: Output::Integrity });
    }

    fn is_taxonomy(&self, section: &Section) -> bool {
        self.index.taxonomies.iter().any(|taxonomy| {
            let config = &self.config.taxonomies[taxonomy.config];
            taxonomy.tree == section.tree && config.path == section.folder && kind_of(&config.name) == section.kind
        })
    }

    /// Whether a folder's `_index.md` is shown on the page of a term.
    fn is_about_term(&self, section: &Section) -> bool {
        let mut terms = self.index.taxonomies.iter().flat_map(|taxonomy| &taxonomy.terms);
        section.page.is_some() && terms.any(|term| term.about == section.page)
    }

    fn taxonomy(&self, at: usize, pages: &mut Vec<PlannedArtifact>, diagnostics: &mut Vec<Diagnostic>) {
        let taxonomy = &self.index.taxonomies[at];
        let page = self.taxonomy_page(taxonomy);
        let template = self.list_template(page, "taxonomy.html", diagnostics);
        let route = route::taxonomy(&self.index, &self.config, taxonomy.config, taxonomy.tree);
        // A page of the author's own stands in place of the list.
        if !self.is_page_at(&route, taxonomy) {
            let output = Output::Template { template, subject: Subject::Taxonomy(at), text: page };
            pages.push(PlannedArtifact { route, source: self.source_of(page), output });
        }
        for (n, term) in taxonomy.terms.iter().enumerate().filter(|(_, term)| term.page.is_none()) {
            let id = TermId { taxonomy: at, term: n };
            let route = self.term_route(taxonomy, term);
            let template = self.list_template(term.about, "term.html", diagnostics);
            let source = self.source_of(term.about);
            let wanted = term.about.and_then(|page| self.index.entry(page).fields.paginate_by);
            let per = wanted.map_or_else(|| self.per_page(at), |wanted| wanted as usize);
            for slice in paginate(term.members.len(), per) {
                let text = term.about.filter(|_| slice.is_first);
                let output =
                    Output::Template { template: Arc::clone(&template), subject: Subject::Term(id, slice), text };
                pages.push(PlannedArtifact { route: route.of_slice(&slice), source: source.clone(), output });
            }
            if self.has_feed(at) {
                pages.push(feed(&route, Subject::Term(id, Slice::ALL)));
            }
        }
    }

    /// Whether a page stands at the address of a taxonomy's list: `content/tags/index.md` or `content/tags.md`.
    fn is_page_at(&self, route: &Route, taxonomy: &Taxonomy) -> bool {
        let path = &self.config.taxonomies[taxonomy.config].path;
        let files = [format!("content/{path}/index.md"), format!("content/{path}.md")].map(SourcePath::new);
        let mut pages = files.iter().filter_map(|file| self.index.find(file));
        pages.any(|id| self.index.entry(id).tree == taxonomy.tree && self.route(id) == route)
    }

    /// The `_index.md` of the folder that has a taxonomy's path.
    pub(super) fn taxonomy_page(&self, taxonomy: &Taxonomy) -> Option<DocId> {
        let path = &self.config.taxonomies[taxonomy.config].path;
        let same = |section: &&Section| section.tree == taxonomy.tree && section.folder == *path;
        self.index.sections.iter().find(same).and_then(|section| section.page)
    }

    fn per_page(&self, taxonomy: usize) -> usize {
        let config = &self.config.taxonomies[self.index.taxonomies[taxonomy].config];
        config.paginate_by.unwrap_or(self.config.paginate_by) as usize
    }

    /// Whether the terms of a taxonomy have feeds.
    pub(super) fn has_feed(&self, taxonomy: usize) -> bool {
        self.config.feeds.enabled && self.config.taxonomies[self.index.taxonomies[taxonomy].config].feed
    }

    fn aliases(&self, pages: &mut Vec<PlannedArtifact>, diagnostics: &mut Vec<Diagnostic>) {
        for id in self.index.ids() {
            let entry = self.index.entry(id);
            for alias in patterns::aliases(&self.index, &self.config, entry) {
                let route = match route::written(&self.index, &alias, Field::Alias, entry.trust()) {
                    Ok(route) => route,
                    Err(refusal) => {
                        diagnostics.push(refusal.of_alias().at(entry.doc.span_of("aliases")));
                        continue;
                    }
                };
                // The pattern of older addresses may give the one that it has now.
                if route == *self.route(id) && !self.config.aliases.is_empty() {
                    continue;
                }
                let output =
                    Output::Template { template: "alias.html".into(), subject: Subject::Alias(id), text: None };
                pages.push(PlannedArtifact { route, source: Some(entry.doc.path.clone()), output });
            }
        }
    }

    fn site_feeds(&self, pages: &mut Vec<PlannedArtifact>) {
        if !self.config.feeds.enabled {
            return;
        }
        for (at, section) in self.index.sections.iter().enumerate().filter(|(_, section)| section.folder.is_empty()) {
            let route = route::home(&self.index, section.tree);
            pages.push(feed(&route, Subject::Home(at)));
            let output = Output::JsonFeed(Subject::Home(at));
            pages.push(PlannedArtifact { route: route.file("feed.json"), source: None, output });
        }
    }

    fn copies(&self, pages: &mut Vec<PlannedArtifact>) {
        let withheld = &self.index.withheld;
        pages.extend(self.index.assets.iter().filter(|path| !withheld.contains(path)).map(|path| PlannedArtifact {
            route: route::asset(&self.index, &self.config, path),
            source: Some(path.clone()),
            output: Output::Copy(CopyOf::Source(path.clone())),
        }));
        for (path, content) in &self.theme.statics {
            if withheld.contains(&SourcePath::new(format!("static/{path}"))) {
                continue;
            }
            let copy = match content {
                Content::Embedded(bytes) => CopyOf::Embedded(bytes),
                Content::Disk(path, stamp) => CopyOf::Disk(path.clone(), *stamp),
                Content::Read(_) => continue,
            };
            pages.push(PlannedArtifact { route: route::static_file(path), source: None, output: Output::Copy(copy) });
        }
    }

    fn sitemap_and_plain(&self, pages: &mut Vec<PlannedArtifact>) {
        if self.config.sitemap {
            let listed = pages.iter().filter(|page| self.is_listed(&page.output)).count();
            let parts = listed.div_ceil(super::feeds::SITEMAP_MOST);
            let output = if parts > 1 { Output::SitemapIndex(parts) } else { Output::Sitemap(0) };
            pages.push(PlannedArtifact { route: self.sitemap_route(None), source: None, output });
            for at in (0..parts).filter(|_| parts > 1) {
                let route = self.sitemap_route(Some(at));
                pages.push(PlannedArtifact { route, source: None, output: Output::Sitemap(at) });
            }
        }
        // Whoever brings headers of their own wants those.
        if self.config.security.policy && !self.theme.statics.contains_key(super::headers::FILE) {
            let route = route::static_file(super::headers::FILE);
            pages.push(PlannedArtifact { route, source: None, output: Output::Headers });
        }
        let look = (!self.config.look.is_empty()).then_some("look.css");
        for name in ["404.html", "robots.txt"].into_iter().chain(look) {
            let own = pages.iter().any(|page| page.route.is_file(name));
            if !own && self.theme.has(name) {
                let output = Output::Template { template: name.into(), subject: Subject::Plain(name), text: None };
                pages.push(PlannedArtifact { route: self.plain_route(name), source: None, output });
            }
        }
    }
}

fn feed(route: &Route, subject: Subject) -> PlannedArtifact {
    PlannedArtifact { route: route.file("atom.xml"), source: None, output: Output::Atom(subject) }
}
