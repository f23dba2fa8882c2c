//! Measures as the field computes them: NPS, CSAT, CES, ratings, each a distribution before it is one number.

use std::collections::BTreeMap;

use super::groups::Groups;
use super::{anchors, interval};
use crate::model::DocId;
use crate::plan::facts::{Facts, QUESTIONS, Question};
use crate::plan::view::{Bin, Hundredths, Scale};

/// The scores of product, service and experience, and the other measures by name: those that anybody answered.
pub fn scales(groups: &Groups, least: usize) -> (Vec<Scale>, BTreeMap<&'static str, Scale>) {
    let answered = QUESTIONS.iter().enumerate().filter(|(at, _)| !groups.answers[*at].is_empty());
    let all = answered.map(|(at, question)| scale(groups.facts, at, question, &groups.answers[at], least));
    let (scores, others): (Vec<Scale>, Vec<Scale>) = all.partition(|scale| SCORES.contains(&scale.name));
    (scores, others.into_iter().map(|scale| (scale.name, scale)).collect())
}

/// What `scores` of a story holds.
const SCORES: [&str; 3] = ["product", "service", "experience"];

fn scale(facts: &Facts, at: usize, question: &Question, ids: &[DocId], least: usize) -> Scale {
    let answers: Vec<u8> = ids.iter().filter_map(|id| facts.of(*id).answers[at]).collect();
    let count = |is_it: &dyn Fn(u8) -> bool| answers.iter().filter(|answer| is_it(**answer)).count();
    // Net Promoter: 9 and 10 promote, 0 to 6 detract. Customer satisfaction: 4 and 5 are satisfied.
    let (top, bottom) = match question.kind {
        "net" => (count(&|answer| answer >= 9), count(&|answer| answer <= 6)),
        "share" => (count(&|answer| answer >= 4), 0),
        _ => (0, 0),
    };
    let unit = if question.halves { 2.0 } else { 1.0 };
    let measure = match question.kind {
        "net" => interval::net(interval::Ends { top, bottom, of: answers.len() }, least),
        "share" => interval::share(top, answers.len(), least),
        _ => {
            let values: Vec<f64> = answers.iter().map(|answer| f64::from(*answer) / unit).collect();
            interval::mean(&values, (question.least as f64, question.most as f64), least)
        }
    };
    let Question { name, kind, least, most, .. } = *question;
    let bins = bins(question, &answers);
    let most_given = bins.iter().map(|bin| bin.count).max().unwrap_or(0);
    Scale { name, kind, least, most, measure, bins, most_given, top, bottom, drilldown: anchors::scale(name) }
}

/// How many gave each possible answer; halves only where somebody gave one.
fn bins(question: &Question, answers: &[u8]) -> Vec<Bin> {
    let unit = if question.halves { 2 } else { 1 };
    let step = if answers.iter().any(|answer| i64::from(*answer) % unit != 0) { 1 } else { unit };
    let values = (question.least * unit..=question.most * unit).step_by(step as usize);
    let bin = |value: i64| Bin {
        value: Hundredths(value * 100 / unit),
        count: answers.iter().filter(|answer| i64::from(**answer) == value).count(),
    };
    values.map(bin).collect()
}
