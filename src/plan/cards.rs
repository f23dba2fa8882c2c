//! Cards, references and links: what documents show of each other.

use std::collections::BTreeMap;

use super::site_model::SiteModel;
use super::view::{Card, ImageView, LinkView, Ref};
use super::{addresses, disclosure, references, route, slugs, uncovered};
use crate::digest::Hashed;
use crate::index::{Entry, LinkTarget, Wanted, may_show, terms_of};
use crate::marks::Marked;
use crate::model::{DocId, Kind, Media, OneOrMany, Right, Segment, Stage};

/// The card of a document.
pub fn card(model: &SiteModel, id: DocId) -> &Hashed<Card> {
    model.memo.cards[id.at()].get_or_init(|| Hashed::new(make_card(model, id)))
}

fn make_card(model: &SiteModel, id: DocId) -> Card {
    let entry = model.index.entry(id);
    let fields = &entry.fields;
    let outline = &entry.doc.outline;
    let route = model.route(id);
    let refs = |taxonomy: &str| refs(model, entry, taxonomy);
    let many = |many: &Option<OneOrMany>| many.as_ref().map(|many| many.0.clone()).unwrap_or_default();
    let authors = refs("author");
    let voice = entry.kind().is_voice();
    let mark = disclosure::mark_of_words(model, id);
    let words = |text: String| Marked::new(text, mark);
    Card {
        kind: entry.kind().word(),
        title: title(model, id),
        slug: slugs::own_slug(entry),
        path: route.path(&model.config),
        permalink: route.permalink(&model.config),
        lang: entry.lang.clone(),
        date: entry.date.clone(),
        updated: fields.updated.clone(),
        description: fields.description.clone().map(words),
        excerpt: words(outline.excerpt.clone()),
        summary: outline.summary.as_ref().map(|segments| {
            let covered = uncovered::covered(model, id, segments);
            words(summary(model, id, covered.as_deref().unwrap_or(segments)))
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
        is_unnamed: authors.is_empty() && references::hides_speaker(entry),
        authors,
        perspective: fields.perspective,
        touchpoints: refs("touchpoints"),
        feelings: refs("feelings"),
        channel: refs("channel"),
        stage: refs("stage"),
        stage_is_step: matches!(fields.stage, Some(Stage::Step { .. })),
        outcome: refs("outcome"),
        tags: refs("tags"),
        taxonomies: own_taxonomies(model, entry),
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
        image: image(model, id),
        campaign: refs("campaign").into_iter().next(),
        echo_of: echo_of(model, id),
        weight: fields.weight,
        echoes: model.echoes(id).len(),
        reply: fields.reply.clone(),
        disclosure: disclosure::disclosure_view(model, id),
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
        extra: uncovered::covered_extra(model, id, &fields.extra),
    }
}

fn refs(model: &SiteModel, entry: &Entry, taxonomy: &str) -> Vec<Hashed<Ref>> {
    let mut all: Vec<Hashed<Ref>> = Vec::new();
    for word in terms_of(entry, taxonomy) {
        if let Some(found) = model.reference_of(taxonomy, entry.lang_id, word)
            && !all.contains(&found)
        {
            all.push(found);
        }
    }
    all
}

fn own_taxonomies(model: &SiteModel, entry: &Entry) -> BTreeMap<String, Vec<Hashed<Ref>>> {
    let Some(own) = &entry.fields.taxonomies else { return BTreeMap::new() };
    let all = own.0.iter().map(|(name, _)| (name.clone(), refs(model, entry, name)));
    all.filter(|(_, refs)| !refs.is_empty()).collect()
}

/// The main picture. That a file is missing is said where the page is planned.
pub(super) fn image(model: &SiteModel, id: DocId) -> Option<ImageView> {
    let entry = model.index.entry(id);
    if !may_show(entry, Media::Picture) {
        return None;
    }
    let fields = &entry.fields;
    let written = fields.image.as_ref().or(fields.photo.as_ref()).or(fields.logo.as_ref())?;
    picture(model, id, written, fields.image_alt.clone().unwrap_or_default())
}

/// A picture that a document names; `None` if there is no such file.
fn picture(model: &SiteModel, id: DocId, written: &str, alt: String) -> Option<ImageView> {
    let (path, permalink) = file(model, id, written)?;
    let size = addresses::size_of(model, &addresses::follow(model, id, written, Wanted::File));
    Some(ImageView { path, permalink, alt, width: size.map(|size| size.0), height: size.map(|size| size.1) })
}

/// The path and the whole address of a file that a document names; `None` if there is no such file.
pub(super) fn file(model: &SiteModel, id: DocId, written: &str) -> Option<(String, String)> {
    match addresses::follow(model, id, written, Wanted::File) {
        LinkTarget::Asset(path, _) => {
            let route = route::asset(&model.index, &model.config, &path);
            Some((route.path(&model.config), route.permalink(&model.config)))
        }
        LinkTarget::Root(path) => {
            let path = crate::theme::with_base(model.config.base_path(), &path);
            let permalink = format!("{}{path}", model.config.origin());
            Some((path, permalink))
        }
        // What strangers wrote loads nothing from other hosts.
        LinkTarget::AsWritten(url) if model.index.entry(id).trust().may(Right::AnyAddress) => Some((url.clone(), url)),
        _ => None,
    }
}

fn echo_of(model: &SiteModel, id: DocId) -> Option<Hashed<LinkView>> {
    let story = model.answered(id)?;
    Some(link(model, model.index.translation(story, model.index.entry(id).lang_id).unwrap_or(story)))
}

/// The cards of some documents.
pub(super) fn cards_of(model: &SiteModel, ids: &[DocId]) -> Vec<Hashed<Card>> {
    ids.iter().map(|id| card(model, *id).clone()).collect()
}

/// What a document is called. A testimonial without a title is called after who speaks about whom: its
/// words stand nowhere without what must be said before them.
pub(super) fn title(model: &SiteModel, id: DocId) -> String {
    let entry = model.index.entry(id);
    let fields = &entry.fields;
    if references::is_unnamed(entry) {
        return model.theme.strings.word(&entry.lang, "anonymous", None).unwrap_or("anonymous").to_owned();
    }
    if entry.kind() != Kind::Testimonial || fields.title.is_some() || fields.name.is_some() {
        return entry.title.clone();
    }
    let word = |key: &str| model.theme.strings.word(&entry.lang, key, None).unwrap_or(key).to_owned();
    let names = |taxonomy: &str| refs(model, entry, taxonomy).into_iter().map(|found| found.name.clone());
    let who: Vec<String> = names("author").collect();
    let who = match who.is_empty() {
        false => who.join(", "),
        true if references::hides_speaker(entry) => word("anonymous"),
        // Nothing is said of somebody of whom nothing is known.
        true => word("a_testimonial"),
    };
    match names("brand").next().or_else(|| fields.product.clone()) {
        Some(about) => format!("{who} {} {about}", word("about")),
        None => who,
    }
}

/// A document in few words.
pub fn link(model: &SiteModel, id: DocId) -> Hashed<LinkView> {
    model.memo.links[id.at()].get_or_init(|| Hashed::new(make_link(model, id))).clone()
}

fn make_link(model: &SiteModel, id: DocId) -> LinkView {
    let (entry, route) = (model.index.entry(id), model.route(id));
    LinkView {
        title: title(model, id),
        path: route.path(&model.config),
        permalink: route.permalink(&model.config),
        lang: entry.lang.clone(),
        disclosure: disclosure::disclosure_view(model, id),
    }
}

/// What stands before `<!-- more -->`, without components, which are drawn on the page alone.
fn summary(model: &SiteModel, id: DocId, segments: &[Segment]) -> String {
    let mut html = String::new();
    for segment in segments {
        match segment {
            Segment::Html(text) => html.push_str(&without_ids(text)),
            Segment::Link(link) => html.push_str(&addresses::of_link(model, id, link, true)),
            Segment::Word(word) => {
                html.push_str(model.theme.strings.word(&model.index.entry(id).lang, word, None).unwrap_or(word));
            }
            Segment::Component(_) | Segment::Contents => {}
        }
    }
    html
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
