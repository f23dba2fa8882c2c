//! Which outputs there are: one function for each kind.

use std::sync::Arc;

use rayon::prelude::*;

use super::artifact::{FeedFormat, FeedOf, InsightsScope, Output, PlannedArtifact, Subject, TermId};
use super::own_pages::{self, OwnPage};
use super::requested::Field;
use super::route::{self, Route};
use super::site_model::SiteModel;
use super::{api, embeds, feeds, heads, insights, paginate, patterns, redirects, respond, views, wall};
use crate::diag::{Diagnostic, Span};
use crate::index::{Entry, Section, Term, has_page_of_its_own, kind_of};
use crate::model::{CopyOf, DocId, Kind, LangId, SectionId, TaxonomyId};
use crate::path::SourcePath;
use crate::theme::Content;

/// Plans every output.
pub fn all(model: &SiteModel, diagnostics: &mut Vec<Diagnostic>) -> Vec<PlannedArtifact> {
    let index = &model.index;
    let mut pages = Vec::with_capacity(index.entries.len() * 2);
    let usual = DefaultTemplates::new();
    let (documents, found): (Vec<_>, Vec<_>) = (0..index.entries.len() as u32)
        .into_par_iter()
        .map(DocId)
        .filter(|id| index.entry(*id).kind() != Kind::Section)
        .map(|id| document(model, id, &usual))
        .unzip();
    pages.extend(documents.into_iter().flatten());
    diagnostics.extend(found.into_iter().flatten());
    for at in SectionId::all(index.sections.len()) {
        section(model, at, &mut pages, diagnostics);
    }
    for at in TaxonomyId::all(index.taxonomies.len()) {
        taxonomy(model, at, &mut pages, diagnostics);
    }
    own_pages(model, &mut pages, diagnostics);
    insights::pages::insights_pages(model, &mut pages);
    api::api_files(model, &mut pages);
    embeds::embeds(model, &mut pages);
    aliases(model, &mut pages, diagnostics);
    site_feeds(model, &mut pages);
    copies(model, &mut pages);
    sitemap_and_plain(model, &mut pages);
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

fn document(model: &SiteModel, id: DocId, usual: &DefaultTemplates) -> (Vec<PlannedArtifact>, Vec<Diagnostic>) {
    let entry = model.index.entry(id);
    let route = model.route(id);
    let (template, mut found) = template(model, id, usual.of(entry.kind()));
    found.extend(refused_permalink(model, entry));
    let source = Some(entry.doc.path.clone());
    let text = Some(id);
    let Some(term) = model.entities.get(&id).copied() else {
        let output = Output::Template { template, subject: Subject::Document(id), text };
        return (vec![PlannedArtifact { route: route.clone(), source, output }], found);
    };
    // A brand, an ambassador or a campaign: its page is a list as well.
    let slices = paginate::paginate(model.members(term).len(), per_page(model, term.taxonomy));
    let mut pages: Vec<PlannedArtifact> = slices
        .into_iter()
        .map(|slice| {
            let subject = Subject::Entity(id, term, slice);
            let output = Output::Template { template: Arc::clone(&template), subject, text };
            PlannedArtifact { route: route.of_slice(&slice), source: source.clone(), output }
        })
        .collect();
    if model.has_feed(term.taxonomy) {
        pages.push(feed(route, FeedFormat::Atom, FeedOf::Entity(id)));
    }
    (pages, found)
}

/// Why a document cannot stand where it asks to.
fn refused_permalink(model: &SiteModel, entry: &Entry) -> Option<Diagnostic> {
    let Some(path) = patterns::permalink(&model.index, &model.config, entry) else {
        return kept_date(model, entry);
    };
    if let Err(refusal) = route::written(&model.index, &path, Field::Permalink, entry.trust()) {
        return Some(refusal.of_permalink().at(entry.doc.span_of("permalink")));
    }
    patterns::lacks_date(&model.config, entry).then(|| {
        Diagnostic::warning("W0608", format!("this has no date, so its address `{path}` lacks it"))
            .at(entry.doc.span_of("date"))
            .help("add a date, or write its whole address as `permalink`")
    })
}

/// Says of a document that its address has the date of its file's name.
fn kept_date(model: &SiteModel, entry: &Entry) -> Option<Diagnostic> {
    route::keeps_date(&model.index, entry).then(|| {
        let address = route::document(&model.index, &model.config, entry).path(&model.config);
        let message = format!("another file has this name but for its date, so this page stands at {address}");
        Diagnostic::warning("W0609", message)
            .at(Span::file(&entry.doc.path))
            .help("set `slug` to name it yourself, or put dates into all addresses with [permalinks]")
    })
}

/// The template that a document asks for, or its kind's.
fn template(model: &SiteModel, id: DocId, usual: Arc<str>) -> (Arc<str>, Vec<Diagnostic>) {
    let entry = model.index.entry(id);
    match &entry.fields.template {
        Some(wanted) if model.theme.has(wanted) => (wanted.as_str().into(), Vec::new()),
        Some(wanted) => {
            let found = Diagnostic::error("E0505", format!("there is no template `{wanted}`"))
                .at(model.index.span_of(entry, "template"))
                .suggest(wanted, model.theme.page_templates());
            (usual, vec![found])
        }
        None => (usual, Vec::new()),
    }
}

/// The template of a list, which its own `_index.md` may choose.
fn list_template(model: &SiteModel, page: Option<DocId>, usual: &str, diagnostics: &mut Vec<Diagnostic>) -> Arc<str> {
    let Some(id) = page else { return usual.into() };
    let (template, found) = template(model, id, usual.into());
    diagnostics.extend(found);
    diagnostics.extend(refused_permalink(model, model.index.entry(id)));
    template
}

fn source_of(model: &SiteModel, page: Option<DocId>) -> Option<SourcePath> {
    page.map(|page| model.index.entry(page).doc.path.clone())
}

fn section(model: &SiteModel, at: SectionId, pages: &mut Vec<PlannedArtifact>, diagnostics: &mut Vec<Diagnostic>) {
    let section = model.index.section(at);
    let source = source_of(model, section.page);
    if section.folder.is_empty() {
        let template = list_template(model, section.page, "home.html", diagnostics);
        let output = Output::Template { template, subject: Subject::Home(at), text: section.page };
        pages.push(PlannedArtifact { route: route::home(&model.index, section.lang_id), source, output });
        return;
    }
    // These pages are the site's own; what stands there is shown on them.
    if OwnPage::of_folder(&section.folder).is_some_and(|page| has_own_page(model, page)) {
        return;
    }
    // `/brands/` lists all brands that anyone names, which is the taxonomy's index.
    if is_taxonomy(model, section) || is_about_term(model, section) {
        return;
    }
    let route = route::section(&model.index, &model.config, section);
    let is_wall = wall::is_wall(model, section.kind);
    let usual = if is_wall { own_pages::WALL } else { "section.html" };
    let template = list_template(model, section.page, usual, diagnostics);
    let wanted = section.page.and_then(|page| model.index.entry(page).fields.paginate_by);
    let (total, per) = if is_wall {
        (model.index.walls[section.lang_id.at()].len(), super::wall::PER_PAGE)
    } else {
        (section.members.len(), model.config.paginate_by as usize)
    };
    for slice in paginate::paginate(total, wanted.map_or(per, |wanted| wanted as usize)) {
        let text = section.page.filter(|_| slice.is_first);
        let subject = if is_wall { Subject::Wall(at, slice) } else { Subject::Section(at, slice) };
        let output = Output::Template { template: Arc::clone(&template), subject, text };
        pages.push(PlannedArtifact { route: route.of_slice(&slice), source: source.clone(), output });
    }
}

/// Whether the site has a page of its own.
fn has_own_page(model: &SiteModel, page: OwnPage) -> bool {
    let is_drawn = model.theme.has(page.template());
    match page {
        OwnPage::Integrity => is_drawn,
        OwnPage::Tell => respond::takes_answers(model),
        OwnPage::Insights | OwnPage::Journey => {
            is_drawn && insights::has_insights(model, InsightsScope::Site(LangId::MAIN))
        }
    }
}

/// The pages of the site's own, in each language, and the counts of the integrity page as JSON.
fn own_pages(model: &SiteModel, pages: &mut Vec<PlannedArtifact>, diagnostics: &mut Vec<Diagnostic>) {
    let own: Vec<OwnPage> = OwnPage::ALL.into_iter().filter(|page| has_own_page(model, *page)).collect();
    for (lang_id, own) in model.index.lang_ids().flat_map(|lang_id| own.iter().map(move |own| (lang_id, *own))) {
        let (subject, route) = match own {
            OwnPage::Integrity => (Subject::Integrity(lang_id), route::integrity(&model.index, lang_id)),
            OwnPage::Tell => (Subject::Tell(lang_id), route::tell(&model.index, lang_id)),
            OwnPage::Insights => {
                (Subject::Insights(InsightsScope::Site(lang_id)), route::insights(&model.index, lang_id))
            }
            OwnPage::Journey => (Subject::Journey(lang_id), route::journey(&model.index, lang_id)),
        };
        let page = model.index.page_of_folder(own.folder(), lang_id);
        let template = list_template(model, page, own.template(), diagnostics);
        let output = Output::Template { template, subject, text: page };
        pages.push(PlannedArtifact { route, source: source_of(model, page), output });
    }
    let route = route::integrity(&model.index, LangId::MAIN).file("index.json");
    pages.push(PlannedArtifact { route, source: None, output: Output::Integrity });
}

fn is_taxonomy(model: &SiteModel, section: &Section) -> bool {
    model.index.taxonomies.iter().any(|taxonomy| {
        let config = &model.config.taxonomies[taxonomy.config];
        taxonomy.lang_id == section.lang_id && config.path == section.folder && kind_of(&config.name) == section.kind
    })
}

/// Whether a folder's `_index.md` is shown on the page of a term.
fn is_about_term(model: &SiteModel, section: &Section) -> bool {
    let mut terms = model.index.taxonomies.iter().flat_map(|taxonomy| &taxonomy.terms);
    section.page.is_some() && terms.any(|term| term.about == section.page)
}

fn taxonomy(model: &SiteModel, at: TaxonomyId, pages: &mut Vec<PlannedArtifact>, diagnostics: &mut Vec<Diagnostic>) {
    let taxonomy = model.index.taxonomy(at);
    let page = model.taxonomy_page(taxonomy);
    let template = list_template(model, page, "taxonomy.html", diagnostics);
    let route = route::taxonomy(&model.index, &model.config, taxonomy.config, taxonomy.lang_id);
    // A page of the author's own stands in place of the list.
    let path = &model.config.taxonomies[taxonomy.config].path;
    if !has_page_of_its_own(&model.index, path, taxonomy.lang_id) {
        let output = Output::Template { template, subject: Subject::Taxonomy(at), text: page };
        pages.push(PlannedArtifact { route, source: source_of(model, page), output });
    }
    let has_page = |term: &Term| term.page.is_none() && term.has_page && term.home == taxonomy.lang_id;
    for (n, term) in taxonomy.terms.iter().enumerate().filter(|(_, term)| has_page(term)) {
        let id = TermId { taxonomy: at, term: n };
        let route = model.term_route(taxonomy, term);
        let template = list_template(model, term.about, "term.html", diagnostics);
        let source = source_of(model, term.about);
        let wanted = term.about.and_then(|page| model.index.entry(page).fields.paginate_by);
        let per = wanted.map_or_else(|| per_page(model, at), |wanted| wanted as usize);
        for slice in paginate::paginate(term.members.len(), per) {
            let text = term.about.filter(|_| slice.is_first);
            let output = Output::Template { template: Arc::clone(&template), subject: Subject::Term(id, slice), text };
            pages.push(PlannedArtifact { route: route.of_slice(&slice), source: source.clone(), output });
        }
        if model.has_feed(at) {
            pages.push(feed(&route, FeedFormat::Atom, FeedOf::Term(id)));
        }
    }
}

fn per_page(model: &SiteModel, taxonomy: TaxonomyId) -> usize {
    let config = &model.config.taxonomies[model.index.taxonomy(taxonomy).config];
    config.paginate_by.unwrap_or(model.config.paginate_by) as usize
}

fn aliases(model: &SiteModel, pages: &mut Vec<PlannedArtifact>, diagnostics: &mut Vec<Diagnostic>) {
    for id in model.index.ids() {
        let entry = model.index.entry(id);
        for alias in patterns::aliases(&model.index, &model.config, entry) {
            let route = match route::written(&model.index, &alias, Field::Alias, entry.trust()) {
                Ok(route) => route,
                Err(refusal) => {
                    diagnostics.push(refusal.of_alias().at(entry.doc.span_of("aliases")));
                    continue;
                }
            };
            // The pattern of older addresses may give the one that it has now.
            if route == *model.route(id) && !model.config.aliases.is_empty() {
                continue;
            }
            let output = Output::Template { template: "alias.html".into(), subject: Subject::Alias(id), text: None };
            pages.push(PlannedArtifact { route, source: Some(entry.doc.path.clone()), output });
        }
    }
}

fn site_feeds(model: &SiteModel, pages: &mut Vec<PlannedArtifact>) {
    if !model.config.feeds.enabled {
        return;
    }
    for section in model.index.sections.iter().filter(|section| section.folder.is_empty()) {
        let (route, of) = (route::home(&model.index, section.lang_id), FeedOf::Site(section.lang_id));
        let formats = [FeedFormat::Atom, FeedFormat::Json, FeedFormat::Rss];
        pages.extend(formats.map(|format| feed(&route, format, of)));
    }
}

fn copies(model: &SiteModel, pages: &mut Vec<PlannedArtifact>) {
    let withheld = &model.index.withheld;
    pages.extend(model.index.assets.iter().filter(|path| !withheld.contains(path)).map(|path| PlannedArtifact {
        route: route::asset(&model.index, &model.config, path),
        source: Some(path.clone()),
        output: Output::Copy(CopyOf::Source(path.clone())),
    }));
    for (path, content) in &model.theme.statics {
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
    for bundle in model.theme.style.iter().chain(&model.theme.script) {
        let output = Output::Copy(CopyOf::Bundle(Arc::clone(&bundle.bytes)));
        pages.push(PlannedArtifact { route: route::static_file(&bundle.path), source: None, output });
    }
}

fn sitemap_and_plain(model: &SiteModel, pages: &mut Vec<PlannedArtifact>) {
    if model.config.sitemap {
        let listed = pages.iter().filter(|page| heads::is_listed(model, &page.output)).count();
        let parts = listed.div_ceil(super::feeds::SITEMAP_MOST);
        let output = if parts > 1 { Output::SitemapIndex(parts) } else { Output::Sitemap(0) };
        pages.push(PlannedArtifact { route: feeds::sitemap_route(model, None), source: None, output });
        for at in (0..parts).filter(|_| parts > 1) {
            let route = feeds::sitemap_route(model, Some(at));
            pages.push(PlannedArtifact { route, source: None, output: Output::Sitemap(at) });
        }
    }
    // Whoever brings headers of their own wants those.
    if model.config.security.policy && !model.theme.statics.contains_key(super::headers::FILE) {
        let route = route::static_file(super::headers::FILE);
        pages.push(PlannedArtifact { route, source: None, output: Output::Headers });
    }
    let has_aliases = pages.iter().any(|page| page.output.is_alias());
    if has_aliases && !model.theme.statics.contains_key(redirects::FILE) {
        let route = route::static_file(redirects::FILE);
        pages.push(PlannedArtifact { route, source: None, output: Output::Redirects });
    }
    for name in ["404.html", "robots.txt"] {
        let own = pages.iter().any(|page| page.route.is_file(name));
        if !own && model.theme.has(name) {
            let output = Output::Template { template: name.into(), subject: Subject::Plain(name), text: None };
            pages.push(PlannedArtifact { route: views::plain_route(model, name), source: None, output });
        }
    }
}

fn feed(route: &Route, format: FeedFormat, of: FeedOf) -> PlannedArtifact {
    PlannedArtifact { route: route.file(format.file()), source: None, output: Output::Feed(format, of) }
}
