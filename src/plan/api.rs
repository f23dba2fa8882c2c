//! The files for other programs, under `/api/v1/`: every voice with all that is public of it and its words, and what
//! the voices say together.

use super::artifact::{ApiFile, Input, InsightsScope, Output, PlannedArtifact};
use super::paginate::{self, Slice};
use super::route::{self, Route};
use super::site_model::SiteModel;
use super::view::{ApiInput, ApiInsights, ApiList, ApiPart, ApiStory, ApiVersion};
use super::{cards, feeds, insights, site};
use crate::config::Api;
use crate::model::{CopyOf, DocId, LangId};

/// The voices in a file of their list.
const PER_FILE: usize = 100;

/// What says what the files hold: JSON Schema, draft 2020-12.
const SCHEMAS: [(&str, &[u8]); 3] = [
    ("stories.json", include_bytes!("../../schema/stories.json")),
    ("stories-csv.json", include_bytes!("../../schema/stories-csv.json")),
    ("insights.json", include_bytes!("../../schema/insights.json")),
];

/// All files for other programs.
pub(super) fn api_files(model: &SiteModel, pages: &mut Vec<PlannedArtifact>) {
    if model.config.api == Api::None {
        return;
    }
    let file = |route: Route, file: ApiFile| PlannedArtifact { route, source: None, output: Output::Api(file) };
    let root = route::api(&model.index);
    let voices = api_voices(model);
    let slices = paginate::paginate(voices.len(), PER_FILE);
    pages.extend(slices.into_iter().map(|slice| file(api_list_route(model, &slice), ApiFile::Stories(slice))));
    if model.config.api == Api::Files {
        let stories = model.index.ids().filter(|id| model.index.entry(*id).kind().is_voice());
        pages.extend(stories.map(|id| PlannedArtifact {
            source: Some(model.index.entry(id).doc.path.clone()),
            ..file(api_story_route(model, id), ApiFile::Story(id))
        }));
    }
    pages.push(file(root.file("stories.csv"), ApiFile::Table));
    if insights::has_insights(model, InsightsScope::Site(LangId::MAIN)) {
        pages.push(file(root.file("insights.json"), ApiFile::Insights));
    }
    let schemas = root.below("schema");
    pages.extend(SCHEMAS.iter().map(|(name, bytes)| PlannedArtifact {
        route: schemas.file(name),
        source: None,
        output: Output::Copy(CopyOf::Embedded(bytes)),
    }));
}

/// The path of the insights as JSON, if they are published so.
pub(super) fn api_insights_path(model: &SiteModel) -> Option<String> {
    (model.config.api != Api::None).then(|| route::api(&model.index).file("insights.json").path(&model.config))
}

/// Every voice once, in the first of its languages, newest first.
fn api_voices(model: &SiteModel) -> &[DocId] {
    model.memo.api_voices.get_or_init(|| {
        let is_first = |id: &DocId| model.index.first_version(*id) == *id;
        let is_voice = |id: &DocId| model.index.entry(*id).kind().is_voice();
        model.index.by_date.iter().copied().filter(is_voice).filter(is_first).collect()
    })
}

fn api_list_route(model: &SiteModel, slice: &Slice) -> Route {
    let root = route::api(&model.index);
    if slice.is_first {
        root.file("stories.json")
    } else {
        root.below("stories").below("page").file(&format!("{}.json", slice.number))
    }
}

fn api_id(model: &SiteModel, id: DocId) -> String {
    let out = model.route(id).out();
    out.strip_suffix("/index.html").or_else(|| out.strip_suffix(".html")).unwrap_or(&out).to_owned()
}

fn api_story_route(model: &SiteModel, id: DocId) -> Route {
    route::api_story(&model.index, model.route(id))
}

fn api_story(model: &SiteModel, id: DocId) -> ApiStory {
    let has_file = model.config.api == Api::Files;
    let version = |id: DocId| ApiVersion {
        card: cards::card(model, id).clone(),
        site: site::site(model, model.index.entry(id).lang_id).clone(),
        json: has_file.then(|| api_story_route(model, id).permalink(&model.config)),
    };
    ApiStory {
        id: api_id(model, id),
        own: version(id),
        disclosure: feeds::disclosure(model, cards::card(model, id), &model.index.entry(id).lang),
        translations: other_versions(model, id).map(version).collect(),
    }
}

fn other_versions(model: &SiteModel, id: DocId) -> impl Iterator<Item = DocId> {
    model.index.translations_of(id).iter().copied().filter(move |other| *other != id)
}

/// All that a file is made from, and the documents whose words are in it: each voice before its translations.
pub(super) fn api_input(model: &SiteModel, file: ApiFile) -> Input {
    let with_versions = |id: &DocId| std::iter::once(*id).chain(other_versions(model, *id));
    let (input, texts) = match file {
        ApiFile::Stories(slice) => {
            let voices = &api_voices(model)[slice.from..slice.to];
            (ApiInput::Stories(api_list(model, &slice)), voices.iter().flat_map(with_versions).collect())
        }
        ApiFile::Story(id) => {
            let story = ApiInput::Story(api_story(model, id), model.config.origin().to_owned());
            (story, with_versions(&id).collect())
        }
        ApiFile::Table => {
            (ApiInput::Table(api_voices(model).iter().map(|id| api_story(model, *id)).collect()), Vec::new())
        }
        ApiFile::Insights => (ApiInput::Insights(Box::new(api_insights(model))), Vec::new()),
    };
    Input::Api(input, texts)
}

fn api_list(model: &SiteModel, slice: &Slice) -> ApiList {
    let voices = api_voices(model);
    let at = |number: usize| Slice { number, is_first: false, ..*slice };
    ApiList {
        title: site::site(model, LangId::MAIN).title.clone(),
        total: slice.is_first.then_some(voices.len()),
        next: slice.older.map(|number| api_list_route(model, &at(number)).permalink(&model.config)),
        origin: model.config.origin().to_owned(),
        stories: voices[slice.from..slice.to].iter().map(|id| api_story(model, *id)).collect(),
    }
}

fn api_insights(model: &SiteModel) -> ApiInsights {
    let page = insights::routes::insights_route(model, InsightsScope::Site(LangId::MAIN));
    let parts = insights::with_insights(model).filter(|id| model.index.taxonomy(id.taxonomy).lang_id == LangId::MAIN);
    ApiInsights {
        title: site::site(model, LangId::MAIN).title.clone(),
        language: site::site(model, LangId::MAIN).language.clone(),
        date: model.index.today.to_string(),
        page: page.permalink(&model.config),
        insights: insights::pages::site_insights(model, LangId::MAIN).clone(),
        parts: parts.map(|id| api_part(model, id)).collect(),
    }
}

fn api_part(model: &SiteModel, id: super::TermId) -> ApiPart {
    let of = insights::headline(model, InsightsScope::Term(id));
    let reference = model.reference(id);
    let taxonomy = model.index.taxonomy(id.taxonomy);
    ApiPart {
        taxonomy: model.config.taxonomies[taxonomy.config].name.clone(),
        name: reference.name.clone(),
        slug: reference.slug.clone(),
        page: insights::routes::insights_route(model, InsightsScope::Term(id)).permalink(&model.config),
        counts: of.counts,
        measures: of.measures,
        accounts: of.accounts,
    }
}
