//! What other people may show on their pages: a wall, a single story, a badge. Framed pages without a script,
//! each with a document that says how to show it (<https://oembed.com>).

use super::artifact::{EmbedOf, Output, PlannedArtifact, Subject};
use super::heads::{self, PageMeta};
use super::paginate::Slice;
use super::route::{self, Route};
use super::site_model::SiteModel;
use super::view::{Counts, EmbedView, OEmbed};
use super::{cards, counts, feeds, queries, references, site};
use crate::config::Config;
use crate::model::{ConsentScope, DocId, Embed, Kind, LangId};

/// The templates: the wall, a story, the badge.
const WALL: &str = "embed-wall.html";
const STORY: &str = "embed-story.html";
const BADGE: &str = "embed-badge.svg";

/// How wide a frame is at most, and how high that of a wall, in CSS pixels.
const WIDTH: u32 = 640;
const WALL_HEIGHT: u32 = 600;

/// The size of a badge, in CSS pixels.
const BADGE_SIZE: (u32, u32) = (320, 84);

/// The fields by which voices are chosen for what they say: whoever shows them owes the others.
const SENTIMENT: [&str; 5] = ["experience", "rating", "nps", "csat", "ces"];

/// Everything that others may show.
pub(super) fn embeds(model: &SiteModel, pages: &mut Vec<PlannedArtifact>) {
    let Some(filters) = &model.config.embeds else { return };
    let which = || std::iter::once(None).chain((0..filters.len()).map(Some));
    let mut all = Vec::new();
    for lang_id in model.index.lang_ids() {
        all.extend(which().map(|filter| EmbedOf::Wall(lang_id, filter)));
        all.extend(which().map(|filter| EmbedOf::Badge(lang_id, filter)));
    }
    all.extend(model.index.ids().filter(|id| may_be_embedded(model, *id)).map(EmbedOf::Story));
    for of in all.into_iter().filter(|of| model.theme.has(template(*of))) {
        let output = Output::Template { template: template(of).into(), subject: Subject::Embed(of), text: None };
        pages.push(PlannedArtifact { route: embed_route(model, of), source: None, output });
        let route = oembed_route(model, of);
        pages.push(PlannedArtifact { route, source: None, output: Output::OEmbed(of) });
    }
}

/// Whether a voice may stand on other people's pages: its speaker agrees to it.
pub(super) fn may_be_embedded(model: &SiteModel, id: DocId) -> bool {
    let entry = model.index.entry(id);
    model.config.embeds.is_some() && entry.kind().is_voice() && entry.fields.consents_to(ConsentScope::Embed)
}

fn filter(model: &SiteModel, which: Option<usize>) -> (Option<&str>, Embed) {
    let named = which.and_then(|at| model.config.embeds.as_ref()?.iter().nth(at));
    named.map_or((None, Embed::default()), |(name, embed)| (Some(name.as_str()), embed.clone()))
}

/// The folders below which everything stands that others may show, one for each language, as addresses.
pub(super) fn embed_folders(model: &SiteModel) -> Vec<String> {
    let languages = model.index.lang_ids();
    languages.map(|lang_id| route::home(&model.index, lang_id).below("embed").path(&model.config)).collect()
}

fn embed_route(model: &SiteModel, of: EmbedOf) -> Route {
    let root = |lang_id: LangId| route::embeds(&model.index, lang_id);
    match of {
        EmbedOf::Wall(lang_id, which) => match filter(model, which).0 {
            Some(name) => root(lang_id).below("wall").below(name),
            None => root(lang_id).below("wall"),
        },
        EmbedOf::Badge(lang_id, which) => match filter(model, which).0 {
            Some(name) => root(lang_id).below("badge").file(&format!("{name}.svg")),
            None => root(lang_id).file("badge.svg"),
        },
        EmbedOf::Story(id) => route::embedded(&model.index, model.index.entry(id).lang_id, model.route(id)),
    }
}

fn oembed_route(model: &SiteModel, of: EmbedOf) -> Route {
    match of {
        EmbedOf::Badge(..) => embed_route(model, of).with_ending(".svg", ".json"),
        EmbedOf::Wall(..) | EmbedOf::Story(_) => embed_route(model, of).file("oembed.json"),
    }
}

/// The whole address of the document that says how to show a voice elsewhere, if it may be.
pub(super) fn oembed_of(model: &SiteModel, id: DocId) -> Option<String> {
    let may = may_be_embedded(model, id) && model.theme.has(STORY);
    may.then(|| oembed_route(model, EmbedOf::Story(id)).permalink(&model.config))
}

/// The whole address of the document that says how to show the wall elsewhere, if it may be.
pub(super) fn oembed_of_wall(model: &SiteModel, lang_id: LangId) -> Option<String> {
    let may = model.config.embeds.is_some() && model.theme.has(WALL);
    may.then(|| oembed_route(model, EmbedOf::Wall(lang_id, None)).permalink(&model.config))
}

pub(super) fn embed_view(model: &SiteModel, of: EmbedOf, embed_template: &str) -> EmbedView {
    let (lang_id, which) = match of {
        EmbedOf::Wall(lang_id, which) | EmbedOf::Badge(lang_id, which) => (lang_id, which),
        EmbedOf::Story(id) => (model.index.entry(id).lang_id, None),
    };
    let route = embed_route(model, of);
    let about = PageMeta {
        template: embed_template,
        lang_id,
        lang: &model.index.languages[lang_id.at()],
        route: &route,
        slice: Slice::ALL,
        translations: Vec::new(),
        breadcrumbs: Vec::new(),
        page: None,
    };
    let head = heads::head(model, about, |_| String::new());
    let (_, embed) = filter(model, which);
    let is_voice = |kind: Kind| kind.is_voice();
    let (shown, counts, of_all, gone) = match of {
        EmbedOf::Story(id) => (vec![id], counts::of_documents(model, &[id]), Counts::default(), Vec::new()),
        EmbedOf::Wall(..) | EmbedOf::Badge(..) => {
            let mut chosen = queries::matching(model, &embed.wanted, lang_id, is_voice);
            // A badge shows nobody's words: it counts them all.
            let is_badge = matches!(of, EmbedOf::Badge(..));
            chosen.retain(|id| is_badge || may_be_embedded(model, *id));
            queries::sort(model, &mut chosen, embed.sort);
            let mut wanted = embed.wanted.clone();
            wanted.retain(|field, _| !SENTIMENT.contains(&field.as_str()));
            let all = queries::matching(model, &wanted, lang_id, is_voice);
            let counts = counts::of_documents(model, &chosen);
            chosen.truncate(if is_badge { 0 } else { embed.limit });
            (chosen, counts, counts::of_documents(model, &all), gone_like(model, &wanted, lang_id))
        }
    };
    EmbedView {
        head,
        title: embed_title(model, of),
        leads_to: leads_to(model, of),
        is_chosen: embed.wanted.keys().any(|field| SENTIMENT.contains(&field.as_str())),
        withheld: counts::withheld(model, &gone, &of_all, lang_id),
        all: of_all,
        counts,
        pages: cards::cards_of(model, &shown),
    }
}

/// What is gone and would be among some voices, as far as one can tell without showing it: all of it,
/// where they are not told apart, or that of a single term.
fn gone_like(
    model: &SiteModel,
    wanted: &std::collections::BTreeMap<String, crate::model::Data>,
    lang_id: LangId,
) -> Vec<usize> {
    let mut gone = model.index.gone[lang_id.at()].clone();
    for (name, words) in wanted {
        let of_terms = model.taxonomy_named(name, lang_id).map(|(_, taxonomy)| {
            let words = super::queries::words(words).filter_map(|word| taxonomy.position(word));
            words.flat_map(|term| taxonomy.terms[term].gone.clone()).collect::<Vec<usize>>()
        });
        if let Some(of_terms) = of_terms {
            gone.retain(|at| of_terms.contains(at));
        }
    }
    gone
}

fn embed_title(model: &SiteModel, of: EmbedOf) -> String {
    match of {
        EmbedOf::Story(id) => cards::title(model, id),
        EmbedOf::Wall(lang_id, which) | EmbedOf::Badge(lang_id, which) => {
            filter(model, which).1.title.unwrap_or_else(|| site::site(model, lang_id).title.clone())
        }
    }
}

/// The whole address of the page that an embed leads to.
fn leads_to(model: &SiteModel, of: EmbedOf) -> String {
    match of {
        EmbedOf::Story(id) => model.route(id).permalink(&model.config),
        EmbedOf::Wall(lang_id, _) | EmbedOf::Badge(lang_id, _) => {
            let path = site::site(model, lang_id).wall.clone().or_else(|| site::site(model, lang_id).insights.clone());
            path.map_or_else(
                || route::home(&model.index, lang_id).permalink(&model.config),
                |path| whole(&model.config, &path),
            )
        }
    }
}

/// How to show something elsewhere.
pub(super) fn oembed(model: &SiteModel, of: EmbedOf) -> OEmbed {
    let lang_id = match of {
        EmbedOf::Wall(lang_id, _) | EmbedOf::Badge(lang_id, _) => lang_id,
        EmbedOf::Story(id) => model.index.entry(id).lang_id,
    };
    let site = site::site(model, lang_id);
    let (width, height) = match of {
        EmbedOf::Wall(..) => (WIDTH, WALL_HEIGHT),
        EmbedOf::Badge(..) => BADGE_SIZE,
        EmbedOf::Story(id) => (WIDTH, story_height(model, id)),
    };
    let card = match of {
        EmbedOf::Story(id) => Some(cards::card(model, id)),
        EmbedOf::Wall(..) | EmbedOf::Badge(..) => None,
    };
    let author = card.and_then(|card| card.author.as_ref());
    OEmbed {
        title: embed_title(model, of),
        provider: site.title.clone(),
        provider_url: route::home(&model.index, lang_id).permalink(&model.config),
        author: author.map(|author| (author.name.clone(), author.permalink.clone())),
        disclosure: card.and_then(|card| feeds::disclosure(model, card, &site.language)),
        src: embed_route(model, of).permalink(&model.config),
        leads_to: leads_to(model, of),
        alt: matches!(of, EmbedOf::Badge(..)).then(|| badge_in_words(model, of)),
        width,
        height,
    }
}

/// Room for the words in a narrow column; a frame scrolls where it is too little.
fn story_height(model: &SiteModel, id: DocId) -> u32 {
    let card = cards::card(model, id);
    let words = card.quote.as_ref().unwrap_or(&card.excerpt).chars().count() as u32;
    300 + words.div_ceil(38) * 28
}

fn badge_in_words(model: &SiteModel, of: EmbedOf) -> String {
    let view = embed_view(model, of, BADGE);
    let lang = &view.head.lang;
    let say = |key: &str, count: usize, values: &[(&str, usize)]| {
        let number = |count: usize| model.theme.strings.number(lang, count as f64);
        let values: Vec<(&str, String)> =
            values.iter().map(|(name, count)| (*name, number(*count))).chain([("count", number(count))]).collect();
        model.theme.strings.fill(lang, key, Some(count as i64), &values).unwrap_or_default()
    };
    let Counts { good, mixed, bad, total } = view.counts;
    let of_verdict = [(good, "good"), (mixed, "mixed"), (bad, "bad")];
    let counted = of_verdict.into_iter().filter(|(count, _)| *count > 0).map(|(count, verdict)| {
        let label = references::verdict_label(&model.theme, &model.config, lang, verdict);
        format!("{} {label}", model.theme.strings.number(lang, count as f64))
    });
    let counts = counted.collect::<Vec<_>>().join(model.theme.strings.word(lang, "comma", None).unwrap_or(", "));
    let chosen = view.is_chosen.then(|| say("embed.chosen", total, &[("all", view.all.total)]));
    let gone = view.withheld.as_ref().map(|gone| say("embed.missing", gone.held_back + gone.left, &[]));
    let said: Vec<String> = [Some(format!("{}: {counts}.", view.title)), chosen, gone].into_iter().flatten().collect();
    said.join(" ")
}

fn template(of: EmbedOf) -> &'static str {
    match of {
        EmbedOf::Wall(..) => WALL,
        EmbedOf::Story(_) => STORY,
        EmbedOf::Badge(..) => BADGE,
    }
}

fn whole(config: &Config, path: &str) -> String {
    format!("{}{path}", config.origin())
}
