//! The wall: all testimonials, and the lines quoted from stories.

use std::collections::BTreeMap;

use super::heads::PageMeta;
use super::site::language_name;
use super::view::{Facet, FacetOption, WallView};
use super::{Planner, Slice, json_ld, route};
use crate::index::{is_on_wall, terms_of};
use crate::model::{DocId, Kind};

/// The template that draws it.
pub const TEMPLATE: &str = "wall.html";

/// Voices on a page of the wall, unless its `_index.md` says otherwise.
pub const PER_PAGE: usize = 60;

/// What it can be filtered by, besides the language.
const FACETS: [&str; 4] = ["experience", "touchpoints", "feelings", "brand"];

impl Planner {
    pub(super) fn wall_view(&self, at: usize, slice: Slice, template: &str) -> WallView {
        let section = &self.index.sections[at];
        let tree = section.tree;
        let (lang, route) = (&self.index.languages[tree], route::section(&self.index, &self.config, section));
        let title = self.section_title(section);
        let members = &self.index.walls[tree];
        let about = PageMeta {
            template,
            tree,
            lang,
            route: &route,
            slice,
            translations: self.section_translations(section),
            breadcrumbs: self.crumbs_of_section(section),
            page: section.page,
        };
        let permalink = route.permalink(&self.config);
        WallView {
            head: self.head(about, |crumbs| json_ld::list(&title, &permalink, lang, crumbs)),
            title,
            page: section.page.filter(|_| slice.is_first).map(|page| self.card(page).clone()),
            paginator: self.paginator(&route, members, &self.gone_from_wall(tree), &slice, tree),
            oembed: self.oembed_of_wall(tree),
            pinned: slice.is_first.then(|| self.pinned(tree)),
            facets: if slice.is_first { self.facets(tree, members) } else { Vec::new() },
        }
    }

    /// What would stand on the wall if it were not gone.
    fn gone_from_wall(&self, tree: usize) -> Vec<usize> {
        let is_on = |at: &usize| is_on_wall(&self.index.left_out[*at].entry);
        self.index.gone[tree].iter().copied().filter(is_on).collect()
    }

    /// How many voices stand at the top of the wall because they have a weight.
    pub(super) fn pinned(&self, tree: usize) -> usize {
        self.index.walls[tree].iter().filter(|id| self.index.entry(**id).fields.weight.is_some()).count()
    }

    fn facets(&self, tree: usize, members: &[DocId]) -> Vec<Facet> {
        let of_terms = FACETS.iter().filter_map(|name| {
            let (at, taxonomy) = self.taxonomy_named(name, tree)?;
            let mut used: BTreeMap<usize, usize> = BTreeMap::new();
            for id in members {
                let mut terms: Vec<usize> = terms_of(self.index.entry(*id), name)
                    .into_iter()
                    .filter_map(|word| taxonomy.position(word))
                    .collect();
                terms.sort_unstable();
                terms.dedup();
                terms.into_iter().for_each(|term| *used.entry(term).or_default() += 1);
            }
            let options = used.into_iter().map(|(term, count)| {
                let reference = self.cards.term(super::TermId { taxonomy: at, term });
                let (name, slug) = (reference.name.clone(), reference.slug.clone());
                FacetOption { name, slug, path: Some(reference.path.clone()), count }
            });
            Some(Facet { name, title: self.taxonomy_title(taxonomy), options: options.collect() })
        });
        let mut languages: BTreeMap<&str, usize> = BTreeMap::new();
        members.iter().for_each(|id| *languages.entry(&self.index.entry(*id).lang).or_default() += 1);
        let options = languages.into_iter().map(|(lang, count)| FacetOption {
            name: language_name(&self.theme, lang),
            slug: lang.to_owned(),
            path: None,
            count,
        });
        let own = &self.index.languages[tree];
        let title = self.theme.strings.word(own, "languages", None).unwrap_or("lang").to_owned();
        let lang = Facet { name: "lang", title, options: options.collect() };
        // With one value there is nothing to choose.
        of_terms.chain([lang]).filter(|facet| facet.options.len() > 1).collect()
    }

    /// The section that the wall takes the place of, if the theme has a wall.
    pub(super) fn is_wall(&self, kind: Option<Kind>) -> bool {
        kind == Some(Kind::Testimonial) && self.theme.has(TEMPLATE)
    }
}
