//! The stories behind the numbers: a place for each number, and the list that stands there.

use std::collections::BTreeMap;

use super::groups::Groups;
use super::{anchors, rows, worth};
use crate::digest::Hashed;
use crate::model::DocId;
use crate::plan::artifact::{InsightsScope, TermId};
use crate::plan::facts::{QUESTIONS, TAXONOMIES, TOUCHPOINTS, Word};
use crate::plan::site_model::SiteModel;
use crate::plan::view::{DrilldownGroup, DrilldownList, LinkView};
use crate::plan::{cards, insights, titles};

/// The most stories of a verdict that a list shows.
pub const MOST: usize = 25;

/// Every list that a number leads to, in the order of the insights.
pub(super) fn drilldown_lists(model: &SiteModel, groups: &Groups, whose: InsightsScope) -> Vec<DrilldownGroup> {
    let lang_id = insights::lang_of(model, whose);
    let lang = &model.index.languages[lang_id.at()];
    let word = |key: &str| model.theme.strings.word(lang, key, None).unwrap_or(key).to_owned();
    let list = |id: String, name: String, path: Option<String>, ids: &[DocId]| list(model, groups, id, name, path, ids);
    let mut all = vec![DrilldownGroup {
        id: None,
        title: word("insights.all"),
        lists: vec![list(anchors::ALL.to_owned(), word("insights.all"), list_path(model, whose), groups.voices)],
    }];
    if !groups.elsewhere.is_empty() {
        let name = word("insights.elsewhere_title");
        let lists = vec![list(anchors::ELSEWHERE.to_owned(), name.clone(), None, &groups.elsewhere)];
        all.push(DrilldownGroup { id: None, title: name, lists });
    }
    for (at, question) in QUESTIONS.iter().enumerate() {
        let mut by_answer: BTreeMap<u8, Vec<DocId>> = BTreeMap::new();
        for id in &groups.answers[at] {
            let answer = groups.facts.of(*id).answers[at];
            answer.into_iter().for_each(|answer| by_answer.entry(answer).or_default().push(*id));
        }
        let lists = by_answer.into_iter().map(|(answer, ids)| {
            let answer = if question.halves { f64::from(answer) / 2.0 } else { f64::from(answer) };
            let name = model.theme.strings.number(lang, answer);
            list(format!("{}-{answer}", anchors::scale(question.name)), name, None, &ids)
        });
        let title = word(&format!("insights.scales.{}", question.name));
        all.push(DrilldownGroup { id: Some(anchors::scale(question.name)), title, lists: lists.collect() });
    }
    for (at, name) in TAXONOMIES.into_iter().enumerate() {
        let Some((_, terms)) = model.taxonomy_named(name, lang_id) else { continue };
        // Clues and coverage lead to every touchpoint that is told of.
        let words: Vec<&Word> = match at {
            TOUCHPOINTS => rows::told_words(groups, at).into_iter().map(|word| &groups.facts.words[at][word]).collect(),
            _ => rows::drawn_words(groups, at).0,
        };
        let told = words.iter().filter(|word| !rows::ids_of(groups, at, word).is_empty());
        let lists = told.map(|word| {
            // The list of the term has all stories; those of a part of the site are some of them.
            let path = word.term.filter(|_| matches!(whose, InsightsScope::Site(_)));
            let path = path.map(|id| model.reference(id).path.clone());
            list(anchors::term(name, &word.slug), word.name.clone(), path, rows::ids_of(groups, at, word))
        });
        all.push(DrilldownGroup { id: None, title: titles::list_title(model, terms), lists: lists.collect() });
    }
    let clues = groups.terms[TOUCHPOINTS].iter().filter_map(|(term, ids)| {
        let (taxonomy, _) = model.taxonomy_named(TAXONOMIES[TOUCHPOINTS], lang_id)?;
        let reference = model.reference(TermId { taxonomy, term: *term as usize });
        let own = groups.own(ids);
        (own.len() < ids.len()).then(|| list(anchors::clue(&reference.slug), reference.name.clone(), None, &own))
    });
    all.push(DrilldownGroup { id: None, title: word("insights.clues"), lists: clues.collect() });
    let steps = groups.steps.iter().filter_map(|((from, to), ids)| {
        let (taxonomy, stages) = model.taxonomy_named("stage", lang_id)?;
        let name = |term: u32| model.reference(TermId { taxonomy, term: term as usize }).name.clone();
        let slug = |term: u32| stages.terms[term as usize].slug.as_str();
        Some(list(anchors::step(slug(*from), slug(*to)), format!("{} → {}", name(*from), name(*to)), None, ids))
    });
    all.push(DrilldownGroup { id: None, title: word("insights.steps"), lists: steps.collect() });
    let times = rows::periods(groups).into_iter().filter(|(_, ids)| !ids.is_empty());
    let times = times.map(|(slug, ids)| list(anchors::period(&slug), slug.to_uppercase(), None, &ids));
    all.push(DrilldownGroup { id: None, title: word("insights.time"), lists: times.collect() });
    let accounts = worth::lines(model, groups, whose).into_iter().flat_map(|lines| {
        let name = |line: &worth::Line| {
            [Some(lines.currency.clone()), line.name.clone()].into_iter().flatten().collect::<Vec<_>>()
        };
        let lines = std::iter::once(&lines.total).chain(&lines.brands).chain(&lines.touchpoints);
        lines.map(|line| list(line.drilldown.clone(), name(line).join(" · "), None, &line.ids)).collect::<Vec<_>>()
    });
    all.push(DrilldownGroup { id: None, title: word("insights.worth"), lists: accounts.collect() });
    all.retain(|group| !group.lists.is_empty());
    all
}

fn list(
    model: &SiteModel,
    groups: &Groups,
    id: String,
    name: String,
    path: Option<String>,
    ids: &[DocId],
) -> DrilldownList {
    let of = |verdict| ids.iter().filter(move |id| groups.facts.of(**id).verdict == Some(verdict));
    let links =
        |verdict| -> Vec<Hashed<LinkView>> { of(verdict).take(MOST).map(|id| cards::link(model, *id)).collect() };
    let stories = rows::VERDICTS.into_iter().map(|verdict| (verdict.word(), links(verdict)));
    let stories: BTreeMap<_, _> = stories.filter(|(_, links)| !links.is_empty()).collect();
    DrilldownList { id, name, path, counts: groups.counts(ids), stories }
}

/// The list that shows all the stories of a part of the site.
fn list_path(model: &SiteModel, whose: InsightsScope) -> Option<String> {
    match whose {
        InsightsScope::Term(id) => Some(model.reference(id).path.clone()),
        InsightsScope::Site(lang_id) => {
            let section =
                model.index.sections.iter().find(|section| section.lang_id == lang_id && section.folder == "stories");
            section.map(|section| crate::plan::route::section(&model.index, &model.config, section).path(&model.config))
        }
    }
}
