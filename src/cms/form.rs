//! The forms that people fill in, whatever system shows them.

use crate::check::vocabulary;
use crate::config::fields::{Fields, Shape};
use crate::path::SourcePath;
use crate::plan::SiteModel;

/// A folder of documents that are written in one form.
pub struct Collection {
    /// Its folder below `content/`; empty for the pages that stand in it itself.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What one of its documents is called.
    pub one: &'static str,
    /// The field that names a document, and its file.
    pub identifier: &'static str,
    /// The fields, in their order; what stands below the front matter comes last.
    pub fields: Vec<Field>,
}

/// A field of a form.
pub struct Field {
    pub name: String,
    pub hint: &'static str,
    pub input: Input,
    pub is_required: bool,
    /// Whether each language has words of its own for it.
    pub is_translated: bool,
    /// What it holds where nobody says otherwise.
    pub default: Option<&'static str>,
}

/// What a field takes.
pub enum Input {
    Line,
    Text,
    Day,
    Answer,
    Choice {
        options: Vec<String>,
        is_many: bool,
    },
    Number {
        least: Option<f64>,
        most: Option<f64>,
        step: f64,
        is_whole: bool,
    },
    Words,
    Colours,
    Picture,
    /// A document of the collection of that name.
    Reference(&'static str),
    Table(Vec<Field>),
    Rows(Vec<Field>),
    /// The text below the front matter.
    Body,
}

const VOICE: &[&str] = &[
    "experience",
    "condition",
    "experience_of",
    "experienced_on",
    "brand",
    "product",
    "location",
    "author",
    "role",
    "company",
    "pseudonym",
    "perspective",
    "disclosure",
    "touchpoints",
    "feelings",
    "channel",
    "stage",
    "outcome",
    "tags",
    "rating",
    "nps",
    "csat",
    "ces",
    "scores",
    "worth",
    "quote",
    "positives",
    "negatives",
    "clues",
    "lesson",
    "image",
    "image_alt",
    "campaign",
    "echo_of",
    "reply",
    "verified",
    "consent",
    "held_back",
    "source",
    "edits",
    "series",
    "part",
];

/// What documents of every kind have.
const ALL: &[&str] = &["description", "updated", "expires", "aliases", "noindex"];

/// The collections: folder, what it and one of its documents are called, the field that names one, and the fields.
type Plan = (&'static str, &'static str, &'static str, &'static str, &'static [&'static [&'static str]]);

const PLANS: [Plan; 6] = [
    ("stories", "Stories", "Story", "title", &[&["title", "date", "draft"], VOICE, &["figures"], ALL]),
    ("testimonials", "Testimonials", "Testimonial", "title", &[&["title", "date", "draft"], VOICE, ALL]),
    (
        "ambassadors",
        "Ambassadors",
        "Ambassador",
        "name",
        &[
            &["name", "role", "brand", "location", "since", "photo", "image_alt", "disclosure", "brought", "links"],
            &["consent", "pseudonym"],
            ALL,
        ],
    ),
    (
        "brands",
        "Brands",
        "Brand",
        "name",
        &[&["name", "url", "logo", "image_alt", "industry", "colours", "location"], ALL],
    ),
    (
        "campaigns",
        "Campaigns",
        "Campaign",
        "title",
        &[
            &["title", "date", "brand", "slogan", "start", "end", "goal", "result", "image", "image_alt"],
            &["episodes", "figures"],
            ALL,
        ],
    ),
    ("", "Pages", "Page", "title", &[&["title", "draft", "image", "image_alt"], ALL]),
];

/// Fields that take more than a line.
const LONG: [&str; 9] = ["description", "goal", "lesson", "note", "quote", "resolution", "result", "slogan", "text"];

/// Fields whose words are other ones in another language.
const WORDS: [&str; 22] = [
    "body",
    "brought",
    "clues",
    "condition",
    "description",
    "episodes",
    "experience_of",
    "figures",
    "goal",
    "image_alt",
    "industry",
    "lesson",
    "negatives",
    "positives",
    "quote",
    "reply",
    "resolution",
    "result",
    "role",
    "slogan",
    "time_lost",
    "title",
];

/// The fields of tables that nobody can leave out.
const REQUIRED: [&[&str]; 6] = [
    &["brought", "kind"],
    &["brought", "text"],
    &["episodes", "title"],
    &["figures", "label"],
    &["figures", "value"],
    &["links", "title"],
];

/// The forms of a site.
pub fn collections(model: &SiteModel) -> Vec<Collection> {
    let fields = Fields::of(&SourcePath::new("content/x.md"));
    let of = |(name, label, one, identifier, groups): Plan| {
        let names = groups.iter().flat_map(|group| group.iter());
        let mut all: Vec<Field> = names.map(|name| field(model, fields, &[(*name).to_owned()], identifier)).collect();
        let is_voice = matches!(name, "stories" | "testimonials");
        for one in all.iter_mut() {
            one.default = match one.name.as_str() {
                "draft" if is_voice => Some("true"),
                "disclosure" if is_voice => Some("none"),
                _ => None,
            };
        }
        all.push(Field {
            name: "body".to_owned(),
            hint: "",
            input: Input::Body,
            is_required: false,
            is_translated: true,
            default: None,
        });
        Collection { name, label, one, identifier, fields: all }
    };
    PLANS.into_iter().map(of).collect()
}

fn field(model: &SiteModel, fields: Fields, names: &[String], identifier: &str) -> Field {
    let name = names.last().map_or("", String::as_str);
    let is_top = names.len() == 1;
    let path: Vec<&str> = names.iter().map(String::as_str).collect();
    Field {
        name: name.to_owned(),
        hint: fields.description(names).unwrap_or(""),
        input: input(model, fields, names, name, is_top),
        is_required: (is_top && (name == identifier || name == "experience")) || REQUIRED.contains(&path.as_slice()),
        is_translated: WORDS.contains(&name),
        default: None,
    }
}

fn input(model: &SiteModel, fields: Fields, names: &[String], name: &str, is_top: bool) -> Input {
    match name {
        "brand" if is_top => return Input::Reference("brands"),
        "campaign" if is_top => return Input::Reference("campaigns"),
        "echo_of" if is_top => return Input::Reference("stories"),
        "image" | "photo" | "logo" if is_top => return Input::Picture,
        "colours" if is_top => return Input::Colours,
        // One name, of whoever speaks: most of them have no page of their own.
        "author" if is_top => return Input::Line,
        _ => {}
    }
    let (shape, is_many) = fields.shape(names);
    let mut options: Vec<String> =
        fields.allowed(names).into_iter().filter(|one| one.is_text).map(|one| one.value).collect();
    if is_top && name != "tags" && options.is_empty() {
        options = vocabulary::words(model, name).into_iter().map(|word| word.name).collect();
    }
    let below = || {
        let all = fields.below(names).into_iter();
        all.map(|one| field(model, fields, &[names, &[one.name.to_owned()]].concat(), "")).collect()
    };
    match shape {
        _ if !options.is_empty() => Input::Choice { options, is_many },
        Shape::Table if is_many => Input::Rows(below()),
        Shape::Table => Input::Table(below()),
        Shape::Date => Input::Day,
        Shape::Answer => Input::Answer,
        Shape::Number { least, most, step, is_whole } => {
            let step = step.unwrap_or(if is_whole { 1.0 } else { 0.01 });
            Input::Number { least, most, step, is_whole }
        }
        Shape::Text if is_many => Input::Words,
        Shape::Text if LONG.contains(&name) => Input::Text,
        Shape::Text => Input::Line,
    }
}

/// A field's name as people read it.
pub fn label(name: &str) -> String {
    if matches!(name, "nps" | "csat" | "ces" | "url") {
        return name.to_uppercase();
    }
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What one of several is called.
pub fn one_of(label: &str) -> &str {
    label.strip_suffix('s').unwrap_or(label)
}
