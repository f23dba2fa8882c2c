//! The wall: all testimonials, and the lines quoted from stories.

use std::collections::{BTreeMap, VecDeque};

use super::heads::{self, PageMeta};
use super::paginate::Slice;
use super::site_model::SiteModel;
use super::view::{Facet, FacetOption, WallView};
use super::{cards, embeds, json_ld, lists, own_pages, route, titles};
use crate::index::{is_on_wall, terms_of};
use crate::model::{DocId, Kind, LangId, SectionId};

/// Voices on a page of the wall, unless its `_index.md` says otherwise.
pub const PER_PAGE: usize = 60;

/// How far down a voice is looked for that may stand between two by the same people.
const REACH: usize = 24;

/// What it can be filtered by, besides the language.
const FACETS: [&str; 4] = ["experience", "touchpoints", "feelings", "brand"];

pub(super) fn wall_view(model: &SiteModel, at: SectionId, slice: Slice, template: &str) -> WallView {
    let section = model.index.section(at);
    let lang_id = section.lang_id;
    let (lang, route) = (&model.index.languages[lang_id.at()], route::section(&model.index, &model.config, section));
    let title = titles::section_title(&model.index, &model.theme, section);
    let members = &model.index.walls[lang_id.at()];
    let about = PageMeta {
        template,
        lang_id,
        lang,
        route: &route,
        slice,
        translations: heads::section_translations(model, section),
        breadcrumbs: heads::crumbs_of_section(model, section),
        page: section.page,
    };
    let permalink = route.permalink(&model.config);
    let mut paginator = lists::paginator(model, &route, members, &gone_from_wall(model, lang_id), &slice, lang_id);
    paginator.pages = cards::cards_of(model, &apart(model, &members[slice.from..slice.to]));
    WallView {
        head: heads::head(model, about, |crumbs| json_ld::list(&title, &permalink, lang, crumbs)),
        title,
        page: section.page.filter(|_| slice.is_first).map(|page| cards::card(model, page).clone()),
        paginator,
        oembed: embeds::oembed_of_wall(model, lang_id),
        pinned: slice.is_first.then(|| pinned(model, lang_id)),
        facets: if slice.is_first { facets(model, lang_id, members) } else { Vec::new() },
    }
}

/// The voices in another order, so that no two by the same people stand side by side, as far as there are others to
/// stand between: each of them waits for the next by somebody else. The pinned stay before the others.
pub(super) fn apart(model: &SiteModel, ids: &[DocId]) -> Vec<DocId> {
    let people = |id: DocId| model.index.entry(id).fields.author.as_ref().map(|author| author.0.as_slice());
    let is_pinned = |id: DocId| model.index.entry(id).fields.weight.is_some();
    let mut rest: VecDeque<DocId> = ids.iter().copied().collect();
    let mut all: Vec<DocId> = Vec::with_capacity(ids.len());
    while let Some(first) = rest.front().copied() {
        let before = all.last().copied();
        let is_other = |id: DocId| before.is_none_or(|before| people(before).is_none() || people(before) != people(id));
        let next =
            rest.iter().take(REACH).position(|id| is_other(*id) && is_pinned(*id) == is_pinned(first)).unwrap_or(0);
        all.extend(rest.remove(next));
    }
    all
}

/// What would stand on the wall if it were not gone.
fn gone_from_wall(model: &SiteModel, lang_id: LangId) -> Vec<usize> {
    let is_on = |at: &usize| is_on_wall(&model.index.excluded[*at].entry);
    model.index.gone[lang_id.at()].iter().copied().filter(is_on).collect()
}

/// How many voices stand at the top of the wall because they have a weight.
pub(super) fn pinned(model: &SiteModel, lang_id: LangId) -> usize {
    model.index.walls[lang_id.at()].iter().filter(|id| model.index.entry(**id).fields.weight.is_some()).count()
}

fn facets(model: &SiteModel, lang_id: LangId, members: &[DocId]) -> Vec<Facet> {
    let of_terms = FACETS.iter().filter_map(|name| {
        let (at, taxonomy) = model.taxonomy_named(name, lang_id)?;
        let mut used: BTreeMap<usize, usize> = BTreeMap::new();
        for id in members {
            let mut terms: Vec<usize> =
                terms_of(model.index.entry(*id), name).into_iter().filter_map(|word| taxonomy.position(word)).collect();
            terms.sort_unstable();
            terms.dedup();
            terms.into_iter().for_each(|term| *used.entry(term).or_default() += 1);
        }
        let options = used.into_iter().map(|(term, count)| {
            let reference = model.reference(super::TermId { taxonomy: at, term });
            let (name, slug) = (reference.name.clone(), reference.slug.clone());
            FacetOption { name, slug, path: Some(reference.path.clone()), count }
        });
        Some(Facet { name, title: titles::list_title(model, taxonomy), options: options.collect() })
    });
    let mut languages: BTreeMap<&str, usize> = BTreeMap::new();
    members.iter().for_each(|id| *languages.entry(&model.index.entry(*id).lang).or_default() += 1);
    let options = languages.into_iter().map(|(lang, count)| FacetOption {
        name: titles::language_name(&model.theme, lang),
        slug: lang.to_owned(),
        path: None,
        count,
    });
    let own = &model.index.languages[lang_id.at()];
    let title = model.theme.strings.word(own, "languages", None).unwrap_or("lang").to_owned();
    let lang = Facet { name: "lang", title, options: options.collect() };
    // With one value there is nothing to choose.
    of_terms.chain([lang]).filter(|facet| facet.options.len() > 1).collect()
}

/// The section that the wall takes the place of, if the theme has a wall.
pub(super) fn is_wall(model: &SiteModel, kind: Option<Kind>) -> bool {
    kind == Some(Kind::Testimonial) && model.theme.has(own_pages::WALL)
}
