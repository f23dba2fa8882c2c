//! Cards, references and links: what documents show of each other.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::view::{Card, ImageView, LinkView, Ref};
use super::{Planner, TermId, route};
use crate::config::{Config, TaxonomyConfig};
use crate::digest::Hashed;
use crate::index::{Entry, Found, Index, Taxonomy, Term, Wanted, may_show, terms_of};
use crate::marks::Marked;
use crate::model::{DocId, Kind, Media, OneOrMany, Right, Segment, Stage};
use crate::theme::Theme;

/// The cards of all documents, made when first asked for, and the references of all terms.
pub struct Cards {
    cards: Vec<OnceLock<Hashed<Card>>>,
    /// By taxonomy of the index, then by term.
    refs: Vec<Vec<Hashed<Ref>>>,
    /// By name, then by tree.
    by_name: BTreeMap<String, Vec<Option<usize>>>,
}

impl Cards {
    /// Makes the references.
    pub fn new(index: &Index, theme: &Theme, config: &Config) -> Self {
        let refs = index.taxonomies.par_iter().map(|taxonomy| {
            let refs = taxonomy.terms.iter().map(|term| reference(index, theme, config, taxonomy, term));
            refs.map(Hashed::new).collect()
        });
        let mut by_name: BTreeMap<String, Vec<Option<usize>>> = BTreeMap::new();
        for (at, taxonomy) in index.taxonomies.iter().enumerate() {
            let name = config.taxonomies[taxonomy.config].name.clone();
            by_name.entry(name).or_insert_with(|| vec![None; index.languages.len()])[taxonomy.tree] = Some(at);
        }
        let cards = std::iter::repeat_with(OnceLock::new).take(index.entries.len()).collect();
        Self { refs: refs.collect(), by_name, cards }
    }

    /// The reference of a term.
    pub fn term(&self, id: TermId) -> &Hashed<Ref> {
        &self.refs[id.taxonomy][id.term]
    }

    /// A tree's taxonomy, as an index into `Index::taxonomies`.
    pub fn taxonomy(&self, name: &str, tree: usize) -> Option<usize> {
        *self.by_name.get(name)?.get(tree)?
    }

    /// The reference that a word means in a tree.
    fn reference(&self, index: &Index, taxonomy: &str, tree: usize, word: &str) -> Option<Hashed<Ref>> {
        let at = self.taxonomy(taxonomy, tree)?;
        let term = index.taxonomies[at].position(word)?;
        Some(self.refs[at][term].clone())
    }
}

impl Planner {
    /// The card of a document.
    pub fn card(&self, id: DocId) -> &Hashed<Card> {
        self.cards.cards[id.at()].get_or_init(|| Hashed::new(self.make_card(id)))
    }
}

/// What a term is called: as the config says, as the theme says in the language, as it is written.
pub fn label(theme: &Theme, config: &Config, of: &TaxonomyConfig, lang: &str, slug: &str, name: &str) -> String {
    if let Some(own) = config.taxonomy_in(lang, &of.name).and_then(|own| own.term(slug)) {
        return own.to_owned();
    }
    let known = of.terms.iter().find(|known| crate::text::term_slug(&known.name) == slug);
    if let Some(label) = known.and_then(|known| known.label.clone()) {
        return label;
    }
    let key = format!("terms.{}.{slug}", of.name);
    theme.strings.word(lang, &key, None).unwrap_or(name).to_owned()
}

fn reference(index: &Index, theme: &Theme, config: &Config, taxonomy: &Taxonomy, term: &Term) -> Ref {
    let of = &config.taxonomies[taxonomy.config];
    let lang = &index.languages[taxonomy.tree];
    let route = term_route(index, config, taxonomy, term);
    let unnamed = term.page.map(|id| index.entry(id)).filter(|entry| is_unnamed(entry));
    let name = match of.name.as_str() {
        _ if unnamed.is_some() => theme.strings.word(lang, "anonymous", None).unwrap_or(&term.name).to_owned(),
        "experience" => verdict_label(theme, config, lang, &term.slug),
        _ => label(theme, config, of, lang, &term.slug, &term.name),
    };
    Ref {
        name,
        slug: term.slug.clone(),
        path: route.path(config),
        permalink: route.permalink(config),
        has_page: term.page.is_some(),
    }
}

/// Whether somebody's profile is shown without a name: they agreed to no name, and chose no other.
pub fn is_unnamed(entry: &Entry) -> bool {
    entry.kind() == Kind::Ambassador && !entry.doc.hidden_names.is_empty() && entry.fields.pseudonym.is_none()
}

/// Whether the speaker of a voice asked not to be named.
fn hides_speaker(entry: &Entry) -> bool {
    entry.fields.hides_name(entry.kind()) || !entry.unnamed.is_empty()
}

/// The site's own word for a verdict.
pub fn verdict_label(theme: &Theme, config: &Config, lang: &str, word: &str) -> String {
    let own = crate::model::Experience::parse(word).and_then(|verdict| config.label(lang, verdict));
    match own {
        Some(label) => label.to_owned(),
        None => theme.strings.word(lang, &format!("terms.experience.{word}"), None).unwrap_or(word).to_owned(),
    }
}

/// A term with a document of its own is that document's page.
pub fn term_route(index: &Index, config: &Config, taxonomy: &Taxonomy, term: &Term) -> route::Route {
    match term.page {
        Some(id) => route::document(index, config, index.entry(id)),
        None => route::term(index, config, taxonomy.config, taxonomy.tree, &term.slug),
    }
}

impl Planner {
    fn make_card(&self, id: DocId) -> Card {
        let entry = self.index.entry(id);
        let fields = &entry.fields;
        let outline = &entry.doc.outline;
        let route = self.route(id);
        let refs = |taxonomy: &str| self.refs(entry, taxonomy);
        let many = |many: &Option<OneOrMany>| many.as_ref().map(|many| many.0.clone()).unwrap_or_default();
        let authors = refs("author");
        let voice = entry.kind().is_voice();
        let mark = self.mark_of_words(id);
        let words = |text: String| Marked::new(text, mark);
        Card {
            kind: entry.kind().word(),
            title: self.title(id),
            slug: route::own_slug(entry),
            path: route.path(&self.config),
            permalink: route.permalink(&self.config),
            lang: entry.lang.clone(),
            date: entry.date.clone(),
            updated: fields.updated.clone(),
            description: fields.description.clone().map(words),
            excerpt: words(outline.excerpt.clone()),
            summary: outline.summary.as_ref().map(|segments| {
                let covered = self.covered(id, segments);
                words(self.summary(id, covered.as_deref().unwrap_or(segments)))
            }),
            experience: entry.experience().map(|verdict| verdict.word()),
            verdict: refs("experience").into_iter().next(),
            condition: fields.condition.clone(),
            experience_of: fields.experience_of.clone(),
            experienced_on: fields.experienced_on.clone(),
            brand: refs("brand").into_iter().next(),
            product: fields.product.clone(),
            location: fields.location.clone(),
            author: authors.first().cloned(),
            is_unnamed: authors.is_empty() && hides_speaker(entry),
            authors,
            perspective: fields.perspective,
            touchpoints: refs("touchpoints"),
            feelings: refs("feelings"),
            channel: refs("channel"),
            stage: refs("stage"),
            stage_is_step: matches!(fields.stage, Some(Stage::Step { .. })),
            outcome: refs("outcome"),
            tags: refs("tags"),
            taxonomies: self.own_taxonomies(entry),
            rating: fields.rating,
            scores: fields.scores,
            nps: fields.nps,
            csat: fields.csat,
            ces: fields.ces,
            worth: fields.worth.clone(),
            quote: fields.quote.clone().map(words),
            positives: many(&fields.positives),
            negatives: many(&fields.negatives),
            clues: many(&fields.clues),
            lesson: fields.lesson.clone(),
            image: self.image(id),
            campaign: refs("campaign").into_iter().next(),
            echo_of: self.echo_of(id),
            weight: fields.weight,
            echoes: self.echoes(id).len(),
            reply: fields.reply.clone(),
            disclosure: self.disclosure_view(id),
            verified: fields.verified.clone(),
            source: fields.source.clone(),
            edits: fields.edits.clone().unwrap_or_default(),
            sample: fields.sample == Some(true),
            draft: fields.draft == Some(true),
            series: refs("series").into_iter().next(),
            role: fields.role.clone(),
            company: fields.company.clone(),
            since: fields.since.clone(),
            links: fields.links.clone().unwrap_or_default(),
            url: fields.url.clone().filter(|_| !voice),
            industry: fields.industry.clone(),
            colours: many(&fields.colours),
            start: fields.start.clone(),
            end: fields.end.clone(),
            slogan: fields.slogan.clone(),
            brought: fields.brought.clone().unwrap_or_default(),
            figures: fields.figures.clone().unwrap_or_default(),
            goal: fields.goal.clone(),
            result: fields.result.clone(),
            episodes: fields.episodes.clone().unwrap_or_default(),
            extra: self.covered_extra(id, &fields.extra),
        }
    }

    fn refs(&self, entry: &Entry, taxonomy: &str) -> Vec<Hashed<Ref>> {
        let mut all: Vec<Hashed<Ref>> = Vec::new();
        for word in terms_of(entry, taxonomy) {
            if let Some(found) = self.cards.reference(&self.index, taxonomy, entry.tree, word)
                && !all.contains(&found)
            {
                all.push(found);
            }
        }
        all
    }

    fn own_taxonomies(&self, entry: &Entry) -> BTreeMap<String, Vec<Hashed<Ref>>> {
        let Some(own) = &entry.fields.taxonomies else { return BTreeMap::new() };
        let all = own.0.iter().map(|(name, _)| (name.clone(), self.refs(entry, name)));
        all.filter(|(_, refs)| !refs.is_empty()).collect()
    }

    /// The main picture. That a file is missing is said where the page is planned.
    pub(super) fn image(&self, id: DocId) -> Option<ImageView> {
        let entry = self.index.entry(id);
        if !may_show(entry, Media::Picture) {
            return None;
        }
        let fields = &entry.fields;
        let written = fields.image.as_ref().or(fields.photo.as_ref()).or(fields.logo.as_ref())?;
        let alt = fields.image_alt.clone().unwrap_or_default();
        let (path, permalink) = self.file(id, written)?;
        Some(ImageView { path, permalink, alt })
    }

    /// The path and the whole address of a file that a document names; `None` if there is no such file.
    pub(super) fn file(&self, id: DocId, written: &str) -> Option<(String, String)> {
        match self.follow(id, written, Wanted::File) {
            Found::Asset(path, _) => {
                let route = route::asset(&self.index, &self.config, &path);
                Some((route.path(&self.config), route.permalink(&self.config)))
            }
            Found::Root(path) => {
                let path = crate::theme::with_base(self.config.base_path(), &path);
                let permalink = format!("{}{path}", self.config.origin());
                Some((path, permalink))
            }
            // What strangers wrote loads nothing from other hosts.
            Found::AsWritten(url) if self.index.entry(id).trust().may(Right::AnyAddress) => Some((url.clone(), url)),
            _ => None,
        }
    }

    fn echo_of(&self, id: DocId) -> Option<Hashed<LinkView>> {
        let story = self.answered(id)?;
        Some(self.link(self.index.translation(story, self.index.entry(id).tree).unwrap_or(story)))
    }

    /// What a document is called. A testimonial without a title is called after who speaks about whom: its
    /// words stand nowhere without what must be said before them.
    pub(super) fn title(&self, id: DocId) -> String {
        let entry = self.index.entry(id);
        let fields = &entry.fields;
        if is_unnamed(entry) {
            return self.theme.strings.word(&entry.lang, "anonymous", None).unwrap_or("anonymous").to_owned();
        }
        if entry.kind() != Kind::Testimonial || fields.title.is_some() || fields.name.is_some() {
            return entry.title.clone();
        }
        let word = |key: &str| self.theme.strings.word(&entry.lang, key, None).unwrap_or(key).to_owned();
        let names = |taxonomy: &str| self.refs(entry, taxonomy).into_iter().map(|found| found.name.clone());
        let who: Vec<String> = names("author").collect();
        let who = match who.is_empty() {
            false => who.join(", "),
            true if hides_speaker(entry) => word("anonymous"),
            // Nothing is said of somebody of whom nothing is known.
            true => word("a_testimonial"),
        };
        match names("brand").next().or_else(|| fields.product.clone()) {
            Some(about) => format!("{who} {} {about}", word("about")),
            None => who,
        }
    }

    /// A document in few words.
    pub fn link(&self, id: DocId) -> Hashed<LinkView> {
        self.links[id.at()].get_or_init(|| Hashed::new(self.make_link(id))).clone()
    }

    fn make_link(&self, id: DocId) -> LinkView {
        let (entry, route) = (self.index.entry(id), self.route(id));
        LinkView {
            title: self.title(id),
            path: route.path(&self.config),
            permalink: route.permalink(&self.config),
            lang: entry.lang.clone(),
            disclosure: self.disclosure_view(id),
        }
    }

    /// What stands before `<!-- more -->`, without components, which are drawn on the page alone.
    fn summary(&self, id: DocId, segments: &[Segment]) -> String {
        let mut html = String::new();
        for segment in segments {
            match segment {
                Segment::Html(text) => html.push_str(&without_ids(text)),
                Segment::Link(link) => html.push_str(&self.address(id, link, true)),
                Segment::Word(word) => {
                    html.push_str(self.theme.strings.word(&self.index.entry(id).lang, word, None).unwrap_or(word));
                }
                Segment::Component(_) | Segment::Contents => {}
            }
        }
        html
    }
}

/// A summary stands on many pages, where an id may stand only once, and without its footnotes.
fn without_ids(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        if rest.starts_with("<sup class=\"footnote-ref\">") {
            rest = rest.split_once("</sup>").map_or("", |(_, after)| after);
            continue;
        }
        let end = rest.find('>').map_or(rest.len(), |end| end + 1);
        let tag = &rest[..end];
        match tag.split_once(" id=\"").and_then(|(before, after)| Some((before, after.split_once('"')?.1))) {
            Some((before, after)) if tag.starts_with("<h") => {
                out.push_str(before);
                out.push_str(after);
            }
            _ => out.push_str(tag),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}
