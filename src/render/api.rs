//! The files for other programs: JSON and CSV, with names that do not change. `schema/` says what they hold.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::cell::cell;
use crate::diag::Diagnostic;
use crate::digest::Hashed;
use crate::html::addresses;
use crate::marks::Marked;
use crate::model::{Amount, CesScore, CsatScore, DateValue, DisclosureKind, Edit, NpsScore, Perspective, Rating};
use crate::plan::view::{Card, Counts, Estimate, Hundredths, Insights, Ref};
use crate::plan::{ApiInsights, ApiList, ApiStory, ApiVersion};

#[derive(Serialize)]
struct Term<'a> {
    name: &'a str,
    slug: &'a str,
    url: &'a str,
}

#[derive(Serialize)]
struct Disclosure<'a> {
    kind: DisclosureKind,
    text: &'a str,
}

#[derive(Serialize)]
struct Image<'a> {
    url: &'a str,
    alt: &'a str,
}

#[derive(Serialize)]
struct Translation<'a> {
    language: &'a str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    json: Option<&'a str>,
    title: &'a str,
    content_html: String,
}

/// A voice. What nobody said is absent. The connection to the brand stands before the words.
#[derive(Serialize)]
struct Story<'a> {
    id: &'a str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    json: Option<&'a str>,
    kind: &'a str,
    language: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    translations: Vec<Translation<'a>>,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<&'a DateValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<&'a DateValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    experienced_on: Option<&'a DateValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    experience: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    experience_of: Option<&'a str>,
    authors: Vec<Term<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    company: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disclosure: Option<Disclosure<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    perspective: Option<Perspective>,
    #[serde(skip_serializing_if = "Option::is_none")]
    brand: Option<Term<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    product: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<&'a str>,
    touchpoints: Vec<Term<'a>>,
    feelings: Vec<Term<'a>>,
    channel: Vec<Term<'a>>,
    stage: Vec<Term<'a>>,
    stage_is_step: bool,
    outcome: Vec<Term<'a>>,
    tags: Vec<Term<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rating: Option<Rating>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scores: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nps: Option<NpsScore>,
    #[serde(skip_serializing_if = "Option::is_none")]
    csat: Option<CsatScore>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ces: Option<CesScore>,
    #[serde(skip_serializing_if = "Option::is_none")]
    worth: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    excerpt: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    positives: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    negatives: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    clues: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    lesson: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<Image<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    campaign: Option<Term<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    echo_of: Option<&'a str>,
    echoes: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verified: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<Value>,
    edits: &'a [Edit],
    sample: bool,
    content_html: String,
}

fn term(of: &Ref) -> Term<'_> {
    Term { name: &of.name, slug: &of.slug, url: &of.permalink }
}

/// What is there of a table, without what nobody said.
fn without_nulls(value: &impl Serialize) -> Option<Value> {
    let mut value = serde_json::to_value(value).ok()?;
    if let Value::Object(map) = &mut value {
        map.retain(|_, value| !value.is_null());
    }
    Some(value).filter(|value| value.as_object().is_none_or(|map| !map.is_empty()))
}

/// What gives the words of a version as HTML: called for each voice before its translations.
type Words<'a> = dyn FnMut(&ApiVersion) -> Result<String, Vec<Diagnostic>> + 'a;

fn story<'a>(of: &'a ApiStory, origin: &str, words: &mut Words) -> Result<Story<'a>, Vec<Diagnostic>> {
    let card: &Card = &of.own.card;
    // Addresses are whole.
    let mut words = |version| {
        let html = words(version)?;
        Ok::<_, Vec<Diagnostic>>(addresses::with_origin(&html, origin).into_owned())
    };
    let content_html = words(&of.own)?;
    let translation = |version: &'a ApiVersion| {
        Ok(Translation {
            language: &version.card.lang,
            url: &version.card.permalink,
            json: version.json.as_deref(),
            title: &version.card.title,
            content_html: words(version)?,
        })
    };
    let translations = of.translations.iter().map(translation).collect::<Result<_, Vec<Diagnostic>>>()?;
    Ok(Story {
        id: &of.id,
        url: &card.permalink,
        json: of.own.json.as_deref(),
        kind: card.kind,
        language: &card.lang,
        translations,
        title: &card.title,
        published: card.date.as_ref(),
        updated: card.updated.as_ref(),
        experienced_on: card.experienced_on.as_ref(),
        experience: card.experience,
        condition: card.condition.as_deref(),
        experience_of: card.experience_of.as_deref(),
        authors: card.authors.iter().map(|of| term(of)).collect(),
        role: card.role.as_deref(),
        company: card.company.as_deref(),
        disclosure: card.disclosure.as_ref().map(|disclosure| Disclosure {
            kind: disclosure.kind,
            text: of.disclosure.as_deref().unwrap_or(disclosure.kind.word()),
        }),
        perspective: card.perspective,
        brand: card.brand.as_ref().map(|of| term(of)),
        product: card.product.as_deref(),
        location: card.location.as_deref(),
        touchpoints: card.touchpoints.iter().map(|of| term(of)).collect(),
        feelings: card.feelings.iter().map(|of| term(of)).collect(),
        channel: card.channel.iter().map(|of| term(of)).collect(),
        stage: card.stage.iter().map(|of| term(of)).collect(),
        stage_is_step: card.stage_is_step,
        outcome: card.outcome.iter().map(|of| term(of)).collect(),
        tags: card.tags.iter().map(|of| term(of)).collect(),
        rating: card.rating,
        scores: card.scores.as_ref().and_then(without_nulls),
        nps: card.nps,
        csat: card.csat,
        ces: card.ces,
        worth: card.worth.as_ref().and_then(without_nulls),
        description: card.description.as_deref(),
        excerpt: &card.excerpt,
        quote: card.quote.as_deref(),
        positives: &card.positives,
        negatives: &card.negatives,
        clues: &card.clues,
        lesson: card.lesson.as_deref(),
        image: card.image.as_ref().map(|image| Image { url: &image.permalink, alt: &image.alt }),
        campaign: card.campaign.as_ref().map(|of| term(of)),
        echo_of: card.echo_of.as_ref().map(|link| link.permalink.as_str()),
        echoes: card.echoes,
        reply: card.reply.as_ref().and_then(without_nulls),
        verified: card.verified.as_ref().and_then(without_nulls),
        source: card.source.as_ref().and_then(without_nulls),
        edits: &card.edits,
        sample: card.sample,
        content_html,
    })
}

fn bytes(value: &impl Serialize) -> Vec<u8> {
    // Serialising texts and numbers cannot fail.
    let mut bytes = serde_json::to_vec(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// One voice with its words.
pub fn one(of: &ApiStory, origin: &str, words: &mut Words) -> Result<Vec<u8>, Vec<Diagnostic>> {
    Ok(bytes(&story(of, origin, words)?))
}

/// A part of the list of all voices, with their words.
pub fn list(list: &ApiList, words: &mut Words) -> Result<Vec<u8>, Vec<Diagnostic>> {
    #[derive(Serialize)]
    struct List<'a> {
        title: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        total: Option<usize>,
        next: Option<&'a str>,
        stories: Vec<Story<'a>>,
    }
    let stories = list.stories.iter().map(|of| story(of, &list.origin, words));
    let stories = stories.collect::<Result<_, Vec<Diagnostic>>>()?;
    Ok(bytes(&List { title: &list.title, total: list.total, next: list.next.as_deref(), stories }))
}

/// What all voices say together.
pub fn insights(of: &ApiInsights) -> Vec<u8> {
    #[derive(Serialize)]
    struct All<'a> {
        title: &'a str,
        language: &'a str,
        date: &'a str,
        page: &'a str,
        insights: &'a Insights,
        parts: Vec<OnePart<'a>>,
    }
    #[derive(Serialize)]
    struct OnePart<'a> {
        taxonomy: &'a str,
        name: &'a str,
        slug: &'a str,
        page: &'a str,
        counts: &'a Counts,
        measures: BTreeMap<&'static str, &'a Estimate>,
        accounts: BTreeMap<&'a str, Hundredths>,
    }
    bytes(&All {
        title: &of.title,
        language: &of.language,
        date: &of.date,
        page: &of.page,
        insights: &of.insights,
        parts: of
            .parts
            .iter()
            .map(|part| OnePart {
                taxonomy: &part.taxonomy,
                name: &part.name,
                slug: &part.slug,
                page: &part.page,
                counts: &part.counts,
                measures: part.measures.iter().map(|(name, measure)| (*name, measure)).collect(),
                accounts: part.accounts.iter().map(|(currency, amount)| (currency.as_str(), *amount)).collect(),
            })
            .collect(),
    })
}

/// All voices as a table: one line each, lists parted by semicolons.
pub fn table(stories: &[ApiStory]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(COLUMNS);
    for story in stories {
        let _ = writer.write_record(cells(story).iter().map(|text| cell(text).into_owned()));
    }
    writer.into_inner().unwrap_or_default()
}

/// The table's columns. Numbers of an answer stand alone in their cells, for programs that calculate.
const COLUMNS: [&str; 45] = [
    "id",
    "url",
    "kind",
    "language",
    "title",
    "published",
    "updated",
    "experienced_on",
    "experience",
    "condition",
    "experience_of",
    "authors",
    "role",
    "company",
    "disclosure",
    "disclosure_text",
    "perspective",
    "brand",
    "product",
    "location",
    "touchpoints",
    "feelings",
    "channel",
    "stage",
    "outcome",
    "tags",
    "rating",
    "product_score",
    "service_score",
    "experience_score",
    "nps",
    "csat",
    "ces",
    "currency",
    "paid",
    "would_pay",
    "lost",
    "quote",
    "excerpt",
    "verified",
    "source",
    "edits",
    "echoes",
    "replied",
    "sample",
];

fn cells(of: &ApiStory) -> [String; COLUMNS.len()] {
    let card: &Card = &of.own.card;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let words = |words: &Option<Marked>| words.as_deref().unwrap_or_default().to_owned();
    let when = |when: &Option<DateValue>| when.as_ref().map(DateValue::to_string).unwrap_or_default();
    let names = |terms: &[Hashed<Ref>]| terms.iter().map(|term| term.name.as_str()).collect::<Vec<_>>().join("; ");
    let half = |half: Option<Rating>| half.map(|half| half.as_f64().to_string()).unwrap_or_default();
    let number = |number: Option<u8>| number.map(|number| number.to_string()).unwrap_or_default();
    let amount =
        |amount: Option<Amount>| amount.map(|amount| (amount.0 as f64 / 100.0).to_string()).unwrap_or_default();
    let scores = card.scores.unwrap_or_default();
    let worth = card.worth.clone().unwrap_or_default();
    let disclosure = card.disclosure.as_ref();
    let edits: Vec<&str> = card.edits.iter().map(|edit| edit.word()).collect();
    let yes = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    [
        of.id.clone(),
        card.permalink.clone(),
        card.kind.to_owned(),
        card.lang.clone(),
        card.title.clone(),
        when(&card.date),
        when(&card.updated),
        when(&card.experienced_on),
        card.experience.unwrap_or_default().to_owned(),
        text(&card.condition),
        text(&card.experience_of),
        names(&card.authors),
        text(&card.role),
        text(&card.company),
        disclosure.map(|disclosure| disclosure.kind.word().to_owned()).unwrap_or_default(),
        text(&of.disclosure),
        card.perspective.map(|perspective| perspective.word().to_owned()).unwrap_or_default(),
        card.brand.as_ref().map(|brand| brand.name.clone()).unwrap_or_default(),
        text(&card.product),
        text(&card.location),
        names(&card.touchpoints),
        names(&card.feelings),
        names(&card.channel),
        names(&card.stage),
        names(&card.outcome),
        names(&card.tags),
        half(card.rating),
        half(scores.product),
        half(scores.service),
        half(scores.experience),
        number(card.nps.map(|answer| answer.0)),
        number(card.csat.map(|answer| answer.0)),
        number(card.ces.map(|answer| answer.0)),
        text(&worth.currency),
        amount(worth.paid),
        amount(worth.would_pay),
        amount(worth.lost),
        words(&card.quote),
        card.excerpt.to_string(),
        card.verified.as_ref().map(|verified| verified.how.word().to_owned()).unwrap_or_default(),
        card.source.as_ref().and_then(|source| source.platform.clone()).unwrap_or_default(),
        edits.join("; "),
        card.echoes.to_string(),
        yes(card.reply.is_some()),
        yes(card.sample),
    ]
}
