//! The files for other programs, under `/api/v1/`: every voice with all that is public of it and its words, and what
//! the voices say together.

use super::insights::InsightsScope;
use super::paginate::paginate;
use super::route::{self, Route};
use super::subjects::PlannedArtifact;
use super::view::{Card, Counts, Estimate, Hundredths, Insights, SiteView};
use super::{Input, Output, Planner, Slice};
use crate::config::Api;
use crate::digest::Hashed;
use crate::model::CopyOf;
use crate::model::DocId;

/// The voices in a file of their list.
const PER_FILE: usize = 100;

/// What a file for other programs holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiFile {
    /// A part of the list of all voices.
    Stories(Slice),
    /// One voice.
    Story(DocId),
    /// All voices as a table.
    Table,
    /// What they say together.
    Insights,
}

/// A voice, in the first of its languages.
#[derive(Clone, Debug, Hash)]
pub struct ApiStory {
    /// What does not change as long as its address does not: `stories/ada`.
    pub id: String,
    /// It in its own language.
    pub own: ApiVersion,
    /// The connection between its speaker and the brand, in words.
    pub disclosure: Option<String>,
    /// It in other languages.
    pub translations: Vec<ApiVersion>,
}

/// A voice in one language.
#[derive(Clone, Debug, Hash)]
pub struct ApiVersion {
    /// All that others show of it.
    pub card: Hashed<Card>,
    /// The site in its language, which components in its text may show.
    pub site: Hashed<SiteView>,
    /// The whole address of its own file, if there is one.
    pub json: Option<String>,
}

/// A part of the list of all voices, the newest first.
#[derive(Clone, Debug, Hash)]
pub struct ApiList {
    /// The site's name.
    pub title: String,
    /// How many there are, in the first part only, where a new story changes things anyway.
    pub total: Option<usize>,
    /// The address of the next older part.
    pub next: Option<String>,
    /// What addresses within the site are completed with: `https://example.org`.
    pub origin: String,
    /// The voices.
    pub stories: Vec<ApiStory>,
}

/// What is measured of a brand, a touchpoint or a feeling.
#[derive(Clone, Debug, Hash)]
pub struct ApiPart {
    /// `brand`, `touchpoints` or `feelings`.
    pub taxonomy: String,
    /// What it is called.
    pub name: String,
    /// As in addresses.
    pub slug: String,
    /// The address of its insights.
    pub page: String,
    /// How many are good, bad and mixed.
    pub counts: Counts,
    /// The measures: name, value with bounds.
    pub measures: Vec<(&'static str, Estimate)>,
    /// The worth beyond the price less what was lost, by currency.
    pub accounts: Vec<(String, Hundredths)>,
}

/// What all voices say together.
#[derive(Clone, Debug, Hash)]
pub struct ApiInsights {
    /// The site's name.
    pub title: String,
    /// Its main language.
    pub language: String,
    /// The day of the build.
    pub date: String,
    /// The address of the insights.
    pub page: String,
    /// The address of the stories behind the numbers.
    pub behind: String,
    /// The numbers.
    pub insights: Hashed<Insights>,
    /// Those of each brand, touchpoint and feeling.
    pub parts: Vec<ApiPart>,
}

/// All that a file for other programs is made from, but for the stories' words.
#[derive(Clone, Debug, Hash)]
#[expect(missing_docs, reason = "the variants are those of `ApiFile`")]
pub enum ApiInput {
    Stories(ApiList),
    Story(ApiStory, String),
    Table(Vec<ApiStory>),
    Insights(Box<ApiInsights>),
}

/// What says what the files hold: JSON Schema, draft 2020-12.
const SCHEMAS: [(&str, &[u8]); 3] = [
    ("stories.json", include_bytes!("../../schema/stories.json")),
    ("stories-csv.json", include_bytes!("../../schema/stories-csv.json")),
    ("insights.json", include_bytes!("../../schema/insights.json")),
];

impl Planner {
    /// All files for other programs.
    pub(super) fn api_files(&self, pages: &mut Vec<PlannedArtifact>) {
        if self.config.api == Api::None {
            return;
        }
        let file = |route: Route, file: ApiFile| PlannedArtifact { route, source: None, output: Output::Api(file) };
        let root = route::api(&self.index);
        let voices = self.api_voices();
        let slices = paginate(voices.len(), PER_FILE);
        pages.extend(slices.into_iter().map(|slice| file(self.api_list_route(&slice), ApiFile::Stories(slice))));
        if self.config.api == Api::Files {
            let stories = self.index.ids().filter(|id| self.index.entry(*id).kind().is_voice());
            pages.extend(stories.map(|id| PlannedArtifact {
                source: Some(self.index.entry(id).doc.path.clone()),
                ..file(self.api_story_route(id), ApiFile::Story(id))
            }));
        }
        pages.push(file(root.file("stories.csv"), ApiFile::Table));
        if self.has_insights(InsightsScope::Site(0)) {
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
    pub(super) fn api_insights_path(&self) -> Option<String> {
        (self.config.api != Api::None).then(|| route::api(&self.index).file("insights.json").path(&self.config))
    }

    /// Every voice once, in the first of its languages, newest first.
    fn api_voices(&self) -> &[DocId] {
        self.api_voices.get_or_init(|| {
            let is_first = |id: &DocId| self.index.first_version(*id) == *id;
            let is_voice = |id: &DocId| self.index.entry(*id).kind().is_voice();
            self.index.by_date.iter().copied().filter(is_voice).filter(is_first).collect()
        })
    }

    fn api_list_route(&self, slice: &Slice) -> Route {
        let root = route::api(&self.index);
        match slice.is_first {
            true => root.file("stories.json"),
            false => root.below("stories").below("page").file(&format!("{}.json", slice.number)),
        }
    }

    fn api_id(&self, id: DocId) -> String {
        let out = self.route(id).out();
        out.strip_suffix("/index.html").or_else(|| out.strip_suffix(".html")).unwrap_or(&out).to_owned()
    }

    fn api_story_route(&self, id: DocId) -> Route {
        route::api_story(&self.index, self.route(id))
    }

    fn api_story(&self, id: DocId) -> ApiStory {
        let has_file = self.config.api == Api::Files;
        let version = |id: DocId| ApiVersion {
            card: self.card(id).clone(),
            site: self.sites[self.index.entry(id).tree].clone(),
            json: has_file.then(|| self.api_story_route(id).permalink(&self.config)),
        };
        ApiStory {
            id: self.api_id(id),
            own: version(id),
            disclosure: self.disclosure(self.card(id), &self.index.entry(id).lang),
            translations: self.other_versions(id).map(version).collect(),
        }
    }

    fn other_versions(&self, id: DocId) -> impl Iterator<Item = DocId> {
        self.index.translations_of(id).iter().copied().filter(move |other| *other != id)
    }

    /// All that a file is made from, and the documents whose words are in it: each voice before its translations.
    pub(super) fn api_input(&self, file: ApiFile) -> Input {
        let with_versions = |id: &DocId| std::iter::once(*id).chain(self.other_versions(*id));
        let (input, texts) = match file {
            ApiFile::Stories(slice) => {
                let voices = &self.api_voices()[slice.from..slice.to];
                (ApiInput::Stories(self.api_list(&slice)), voices.iter().flat_map(with_versions).collect())
            }
            ApiFile::Story(id) => {
                let story = ApiInput::Story(self.api_story(id), self.config.origin().to_owned());
                (story, with_versions(&id).collect())
            }
            ApiFile::Table => {
                (ApiInput::Table(self.api_voices().iter().map(|id| self.api_story(*id)).collect()), Vec::new())
            }
            ApiFile::Insights => (ApiInput::Insights(Box::new(self.api_insights())), Vec::new()),
        };
        Input::Api(input, texts)
    }

    fn api_list(&self, slice: &Slice) -> ApiList {
        let voices = self.api_voices();
        let at = |number: usize| Slice { number, is_first: false, ..*slice };
        ApiList {
            title: self.sites[0].title.clone(),
            total: slice.is_first.then_some(voices.len()),
            next: slice.older.map(|number| self.api_list_route(&at(number)).permalink(&self.config)),
            origin: self.config.origin().to_owned(),
            stories: voices[slice.from..slice.to].iter().map(|id| self.api_story(*id)).collect(),
        }
    }

    fn api_insights(&self) -> ApiInsights {
        let page = self.insights_route(InsightsScope::Site(0));
        let parts = self.with_insights().filter(|id| self.index.taxonomies[id.taxonomy].tree == 0);
        ApiInsights {
            title: self.sites[0].title.clone(),
            language: self.sites[0].language.clone(),
            date: self.index.today.to_string(),
            page: page.permalink(&self.config),
            behind: page.below("stories").permalink(&self.config),
            insights: self.site_insights(0).clone(),
            parts: parts.map(|id| self.api_part(id)).collect(),
        }
    }

    fn api_part(&self, id: super::TermId) -> ApiPart {
        let of = self.headline(InsightsScope::Term(id));
        let reference = self.cards.term(id);
        let taxonomy = &self.index.taxonomies[id.taxonomy];
        ApiPart {
            taxonomy: self.config.taxonomies[taxonomy.config].name.clone(),
            name: reference.name.clone(),
            slug: reference.slug.clone(),
            page: self.insights_route(InsightsScope::Term(id)).permalink(&self.config),
            counts: of.counts,
            measures: of.measures,
            accounts: of.accounts,
        }
    }
}
