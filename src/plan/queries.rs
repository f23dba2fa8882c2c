//! Queries that a theme declares, answered once for each language.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::artifact::TermId;
use super::cards;
use super::site_model::SiteModel;
use super::view::{QueryGroup, QueryView};
use crate::config::Config;
use crate::diag::{Diagnostic, Span};
use crate::digest::Hashed;
use crate::index::Entry;
use crate::model::{Data, DocId, Kind, LangId, Query, QuerySort};
use crate::path::SourcePath;
use crate::text::slug;
use crate::theme::Theme;

/// The fields besides taxonomies that `where` knows.
const FIELDS: [&str; 11] =
    ["lang", "product", "perspective", "sample", "answered", "measured", "pictured", "rating", "nps", "csat", "ces"];

/// Says which queries ask for what there is not.
pub fn check(theme: &Theme, config: &Config) -> Vec<Diagnostic> {
    let taxonomies: Vec<&str> = config.taxonomies.iter().map(|taxonomy| taxonomy.name.as_str()).collect();
    let known: Vec<&str> = taxonomies.iter().copied().chain(FIELDS).collect();
    let mut diagnostics = Vec::new();
    let error = |whose: String, source: &SourcePath, wrong: &str, known: &[&str]| {
        Diagnostic::error("E0406", format!("{whose} `{wrong}`, which is nothing to ask for"))
            .at(Span::file(source))
            .suggest(wrong, known.iter().copied())
    };
    for (name, (source, query)) in &theme.queries {
        let unknown = query.wanted.keys().filter(|field| !known.contains(&field.as_str()));
        diagnostics.extend(unknown.map(|field| error(format!("the query `{name}` asks for"), source, field, &known)));
        let group = query.group_by.iter().filter(|group| !taxonomies.contains(&group.as_str()));
        diagnostics
            .extend(group.map(|group| error(format!("the query `{name}` groups by"), source, group, &taxonomies)));
    }
    let config_file = SourcePath::new(crate::config::FILE);
    for (name, embed) in config.embeds.iter().flatten() {
        let unknown = embed.wanted.keys().filter(|field| !known.contains(&field.as_str()));
        diagnostics
            .extend(unknown.map(|field| error(format!("`embeds.{name}` asks for"), &config_file, field, &known)));
    }
    diagnostics
}

/// The answers that a template, or anything it reaches, may use.
pub(super) fn queries_of(model: &SiteModel, template: &str, lang_id: LangId) -> BTreeMap<String, Hashed<QueryView>> {
    let used = model.memo.queries[lang_id.at()].iter().filter(|(name, _)| model.theme.uses(template, "queries", name));
    used.map(|(name, answer)| {
        let answer = answer.get_or_init(|| Hashed::new(answer_to(model, &model.theme.queries[name].1, lang_id)));
        (name.clone(), answer.clone())
    })
    .collect()
}

/// The data files that a template, or anything it reaches, may use.
pub(super) fn data_of(model: &SiteModel, template: &str) -> BTreeMap<String, Hashed<Data>> {
    let used = model.data.iter().filter(|(name, _)| model.theme.uses(template, "data", name));
    used.map(|(name, data)| (name.clone(), data.clone())).collect()
}

/// The documents of some kinds that have what is wanted, newest first.
pub(super) fn matching(
    model: &SiteModel,
    wanted: &BTreeMap<String, Data>,
    lang_id: LangId,
    is_kind: impl Fn(Kind) -> bool,
) -> Vec<DocId> {
    let terms: Vec<(&str, BTreeSet<DocId>)> = wanted
        .iter()
        .filter_map(|(name, wanted)| Some((name.as_str(), under(model, name, wanted, lang_id)?)))
        .collect();
    let ids = model.index.by_date.iter().copied();
    ids.filter(|id| is_kind(model.index.entry(*id).kind()))
        .filter(|id| model.index.shown_in(*id, lang_id, model.config.untranslated))
        .filter(|id| {
            wanted.iter().all(|(name, wanted)| match terms.iter().find(|(known, _)| known == name) {
                Some((_, members)) => members.contains(id),
                None => has(model.index.entry(*id), name, wanted),
            })
        })
        .collect()
}

fn answer_to(model: &SiteModel, query: &Query, lang_id: LangId) -> QueryView {
    let mut ids = matching(model, &query.wanted, lang_id, |kind| kind == query.kind);
    sort(model, &mut ids, query.sort);
    if query.reverse {
        ids.reverse();
    }
    let most = query.limit.unwrap_or(usize::MAX);
    let groups = query.group_by.iter().flat_map(|name| groups(model, name, lang_id, &ids, most)).collect();
    let shown = if query.group_by.is_some() { 0 } else { ids.len().min(most) };
    QueryView { pages: cards::cards_of(model, &ids[..shown]), total: ids.len(), groups }
}

pub(super) fn sort(model: &SiteModel, ids: &mut [DocId], by: QuerySort) {
    let fields = |id: &DocId| &model.index.entry(*id).fields;
    match by {
        QuerySort::Date => {}
        QuerySort::Title => ids.sort_by_cached_key(|id| slug(&model.index.entry(*id).title)),
        QuerySort::Rating => ids.sort_by_key(|id| Reverse(fields(id).rating)),
        QuerySort::Weight => ids.sort_by_key(|id| fields(id).weight.unwrap_or(i64::MAX)),
    }
}

/// What stands under any of the wanted words of a taxonomy; `None` if there is no such taxonomy.
fn under(model: &SiteModel, name: &str, wanted: &Data, lang_id: LangId) -> Option<BTreeSet<DocId>> {
    if !model.config.taxonomies.iter().any(|taxonomy| taxonomy.name == name) {
        return None;
    }
    let mut members = BTreeSet::new();
    if let Some((_, taxonomy)) = model.taxonomy_named(name, lang_id) {
        for word in words(wanted) {
            let term = taxonomy.position(word).map(|at| &taxonomy.terms[at]);
            members.extend(term.into_iter().flat_map(|term| term.members.iter().copied()));
        }
    }
    Some(members)
}

fn groups(model: &SiteModel, name: &str, lang_id: LangId, ids: &[DocId], most: usize) -> Vec<QueryGroup> {
    let Some((at, taxonomy)) = model.taxonomy_named(name, lang_id) else { return Vec::new() };
    let groups = taxonomy.terms.iter().enumerate().map(|(n, term)| {
        let members: BTreeSet<DocId> = term.members.iter().copied().collect();
        let of_term: Vec<DocId> = ids.iter().copied().filter(|id| members.contains(id)).collect();
        QueryGroup {
            term: model.reference(TermId { taxonomy: at, term: n }).clone(),
            total: of_term.len(),
            pages: cards::cards_of(model, &of_term[..of_term.len().min(most)]),
        }
    });
    groups.filter(|group| group.total > 0).collect()
}

/// The words that are wanted: one or several.
pub fn words(wanted: &Data) -> impl Iterator<Item = &str> {
    let all = match wanted {
        Data::Array(all) => all.as_slice(),
        one => std::slice::from_ref(one),
    };
    all.iter().filter_map(Data::as_str)
}

/// Whether a document's field, which is no taxonomy, is what is wanted.
fn has(entry: &Entry, name: &str, wanted: &Data) -> bool {
    let fields = &entry.fields;
    let text = match name {
        "lang" => Some(entry.lang.as_str()),
        "product" => fields.product.as_deref(),
        "perspective" => fields.perspective.map(|perspective| perspective.word()),
        _ => None,
    };
    let number = match name {
        "rating" => fields.rating.map(|rating| rating.as_f64()),
        "nps" => fields.nps.map(|nps| f64::from(nps.0)),
        "csat" => fields.csat.map(|csat| f64::from(csat.0)),
        "ces" => fields.ces.map(|ces| f64::from(ces.0)),
        _ => None,
    };
    match wanted {
        Data::Bool(wanted) => {
            let is_so = match name {
                "sample" => fields.sample == Some(true),
                "answered" => fields.reply.is_some(),
                "measured" => fields.figures.as_ref().is_some_and(|figures| !figures.is_empty()),
                "pictured" => fields.image.is_some(),
                _ => return false,
            };
            is_so == *wanted
        }
        Data::Int(_) | Data::Float(_) => number.is_some() && number == as_number(wanted),
        Data::Table(_) => {
            let within = |key: &str, is: fn(&f64, &f64) -> bool| {
                wanted.get(key).and_then(as_number).is_none_or(|bound| number.is_some_and(|number| is(&number, &bound)))
            };
            within("min", f64::ge) && within("max", f64::le)
        }
        _ => words(wanted).any(|word| text.is_some_and(|text| slug(text) == slug(word))),
    }
}

fn as_number(data: &Data) -> Option<f64> {
    match data {
        Data::Int(whole) => Some(*whole as f64),
        Data::Float(number) => Some(*number),
        _ => None,
    }
}
