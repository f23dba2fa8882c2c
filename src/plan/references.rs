//! The references of terms: what each is called and where it stands.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::artifact::TermId;
use super::route::{self};
use super::view::{ImageView, Ref};
use crate::config::{Config, TaxonomyConfig, TermConfig};
use crate::digest::Hashed;
use crate::index::{Entry, Index, Taxonomy, Term};
use crate::model::{Kind, LangId, TaxonomyId};
use crate::theme::Theme;

/// The references of all terms.
#[derive(Clone)]
pub struct References {
    /// By taxonomy of the index, then by term.
    refs: Vec<Vec<Hashed<Ref>>>,
    /// By name, then by language.
    by_name: BTreeMap<String, Vec<Option<TaxonomyId>>>,
}

impl References {
    /// Makes the references.
    pub fn new(index: &Index, theme: &Theme, config: &Config) -> Self {
        let refs = index.taxonomies.par_iter().map(|taxonomy| {
            let refs = taxonomy.terms.iter().map(|term| reference(index, theme, config, taxonomy, term));
            refs.map(Hashed::new).collect()
        });
        let mut by_name: BTreeMap<String, Vec<Option<TaxonomyId>>> = BTreeMap::new();
        for (at, taxonomy) in index.taxonomies_by_id() {
            let name = config.taxonomies[taxonomy.config].name.clone();
            by_name.entry(name).or_insert_with(|| vec![None; index.languages.len()])[taxonomy.lang_id.at()] = Some(at);
        }
        Self { refs: refs.collect(), by_name }
    }

    /// Adds pictures to the references of some terms.
    pub fn show_pictures(&mut self, pictures: Vec<(TermId, ImageView)>) {
        for (id, image) in pictures {
            let reference = &mut self.refs[id.taxonomy.at()][id.term];
            *reference = Hashed::new(Ref { image: Some(image), ..Ref::clone(reference) });
        }
    }

    /// The reference of a term.
    pub fn term(&self, id: TermId) -> &Hashed<Ref> {
        &self.refs[id.taxonomy.at()][id.term]
    }

    /// The taxonomy of that name in a language.
    pub fn taxonomy(&self, name: &str, lang_id: LangId) -> Option<TaxonomyId> {
        *self.by_name.get(name)?.get(lang_id.at())?
    }

    /// The reference that a word means in a language.
    pub fn of_word(&self, index: &Index, taxonomy: &str, lang_id: LangId, word: &str) -> Option<Hashed<Ref>> {
        let at = self.taxonomy(taxonomy, lang_id)?;
        let term = index.taxonomy(at).position(word)?;
        Some(self.refs[at.at()][term].clone())
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
    let lang = &index.languages[taxonomy.lang_id.at()];
    // Without a page of its own, it has a place on the page of its taxonomy.
    let (route, place) = if term.has_page {
        (term_route(index, config, taxonomy, term), String::new())
    } else {
        (route::taxonomy(index, config, taxonomy.config, term.home), format!("#{}", term.slug))
    };
    let unnamed = term.page.map(|id| index.entry(id)).filter(|entry| is_unnamed(entry));
    let name = match of.name.as_str() {
        _ if unnamed.is_some() => theme.strings.word(lang, "anonymous", None).unwrap_or(&term.name).to_owned(),
        "experience" => verdict_label(theme, config, lang, &term.slug),
        _ => label(theme, config, of, lang, &term.slug, &term.name),
    };
    Ref {
        name,
        slug: term.slug.clone(),
        path: format!("{}{place}", route.path(config)),
        permalink: format!("{}{place}", route.permalink(config)),
        has_page: term.page.is_some(),
        image: None,
    }
}

/// Whether somebody's profile is shown without a name: they agreed to no name, and chose no other.
pub fn is_unnamed(entry: &Entry) -> bool {
    entry.kind() == Kind::Ambassador && !entry.doc.hidden_names.is_empty() && entry.fields.pseudonym.is_none()
}

/// Whether the speaker of a voice asked not to be named.
pub fn hides_speaker(entry: &Entry) -> bool {
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

/// A term with a document of its own is that document's page; another has one in the language where it is at home.
pub fn term_route(index: &Index, config: &Config, taxonomy: &Taxonomy, term: &Term) -> route::Route {
    match term.page {
        Some(id) => route::document(index, config, index.entry(id)),
        None => route::term(index, config, taxonomy.config, term.home, &term.slug),
    }
}

/// What the config says of a term, if it is one of its vocabulary.
pub fn vocabulary<'a>(index: &Index, config: &'a Config, id: TermId) -> Option<&'a TermConfig> {
    let taxonomy = index.taxonomy(id.taxonomy);
    let slug = &taxonomy.terms[id.term].slug;
    config.taxonomies[taxonomy.config].terms.iter().find(|known| crate::text::term_slug(&known.name) == *slug)
}
