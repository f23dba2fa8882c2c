//! Front matter: every field that means something, with its type and its one reading.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{self, Deserialize, Deserializer};
use serde::{Deserialize as DeriveDeserialize, Serialize};

use super::{
    Address, BroughtKind, CesScore, Consent, ConsentScope, CsatScore, Data, DateValue, DisclosureKind, Edit,
    Experience, HeldBack, Kind, LanguageCode, Method, NpsScore, Perspective, Rating, Scores, SortBy, Worth,
};
use super::{Node, NodeError};

macro_rules! fields {
    ($($(#[doc = $doc:literal])* $name:ident: $type:ty,)+) => {
        /// The fields of a document or of a cascade; what is not set is `None`.
        #[derive(Clone, Debug, Default, PartialEq, Hash)]
        pub struct Fields {
            $($(#[doc = $doc])* pub $name: Option<$type>,)+
            /// What a theme may want and we do not know.
            pub extra: Data,
        }

        impl Fields {
            /// Every field's name.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name),)+ "extra"];

            /// Reads one field; `None` when there is no field of that name.
            pub fn read(&mut self, name: &str, node: &Node) -> Option<Result<(), NodeError>> {
                match name {
                    $(stringify!($name) => Some(<$type>::deserialize(node).map(|value| self.$name = Some(value))),)+
                    _ => None,
                }
            }

            /// Whether a field is set.
            pub fn has(&self, name: &str) -> bool {
                match name {
                    $(stringify!($name) => self.$name.is_some(),)+
                    name => self.taxonomies.as_ref().is_some_and(|own| own.0.iter().any(|(own, _)| own == name)),
                }
            }

            /// What each field may hold, and what it means, for editors.
            pub fn schemas(generator: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
                vec![$((stringify!($name), described(generator.subschema_for::<$type>(), concat!($($doc),*))),)+]
            }

            /// Takes over from a cascade what is not set here.
            pub fn inherit(&mut self, from: &Fields) {
                $(if self.$name.is_none() { self.$name.clone_from(&from.$name); })+
                self.extra.merge_missing(&from.extra);
            }
        }
    };
}

fields! {
    /// The headline. A testimonial needs none.
    title: String,
    /// When it was published.
    date: DateValue,
    /// When it was last changed.
    updated: DateValue,
    /// When it leaves the site.
    expires: DateValue,
    /// One sentence for lists and search engines.
    description: String,
    /// The last part of its address.
    slug: String,
    /// Older addresses that lead here.
    aliases: OneOrMany,
    /// Not yet for readers.
    draft: bool,
    /// Whether search engines are asked to leave it out; the sitemap does.
    noindex: bool,
    /// Its place in lists ordered by weight.
    weight: i64,
    /// Its whole address, `/about-us/`, in place of the one its folder gives.
    permalink: String,
    /// The template to draw it with.
    template: String,
    /// Its language, `es`.
    lang: LanguageCode,
    /// A row of stories that belong together.
    series: String,
    /// Its place in the series, counted from one; else its date decides.
    part: i64,
    /// What it is, where the folder does not tell.
    kind: Kind,
    /// The verdict.
    experience: Experience,
    /// What qualifies the verdict.
    condition: String,
    /// Completes "the experience of …".
    experience_of: String,
    /// When it happened.
    experienced_on: DateValue,
    /// Slug of a brand, or any name.
    brand: String,
    /// What it was about.
    product: String,
    /// Where.
    location: String,
    /// Slug of an ambassador, or a name.
    author: OneOrMany,
    /// The name to publish instead.
    pseudonym: String,
    /// From where the speaker saw it.
    perspective: Perspective,
    /// Where customer and brand met.
    touchpoints: OneOrMany,
    /// How it felt.
    feelings: OneOrMany,
    /// By which way: store, online, phone, event.
    channel: OneOrMany,
    /// Of the relationship: one, or a step.
    stage: Stage,
    /// What came of it.
    outcome: OneOrMany,
    /// Free words.
    tags: OneOrMany,
    /// The site's own taxonomies.
    taxonomies: Taxonomies,
    /// 1 to 5, halves allowed.
    rating: Rating,
    /// Product, service and experience apart.
    scores: Scores,
    /// 0 to 10.
    nps: NpsScore,
    /// 1 to 5.
    csat: CsatScore,
    /// 1 to 7.
    ces: CesScore,
    /// What the feeling was worth.
    worth: Worth,
    /// The line to quote, verbatim from the body.
    quote: String,
    /// What was good, in a few words each.
    positives: OneOrMany,
    /// What was bad.
    negatives: OneOrMany,
    /// What gave it away.
    clues: OneOrMany,
    /// What to learn.
    lesson: String,
    /// The main picture.
    image: String,
    /// What the main picture shows.
    image_alt: String,
    /// The campaign it joins.
    campaign: String,
    /// The story it says "I experienced this too" to.
    echo_of: String,
    /// The brand's answer.
    reply: Reply,
    /// The connection between speaker and brand.
    disclosure: Disclosure,
    /// How it was checked.
    verified: Verified,
    /// What the speaker agreed to.
    consent: Consent,
    /// Why it is not published.
    held_back: HeldBack,
    /// Where it comes from.
    source: SourceOf,
    /// What was changed in it.
    edits: Vec<Edit>,
    /// Made up for a demonstration.
    sample: bool,
    /// A person's or brand's name.
    name: String,
    /// What the speaker or the ambassador does.
    role: String,
    /// For whom.
    company: String,
    /// Since when they speak for the brand.
    since: DateValue,
    /// A portrait.
    photo: String,
    /// Where else to find them.
    links: Vec<NamedLink>,
    /// A brand's site.
    url: Address,
    /// A brand's mark.
    logo: String,
    /// A brand's trade.
    industry: String,
    /// A brand's colours, `#rrggbb`.
    colours: OneOrMany,
    /// When a campaign began.
    start: DateValue,
    /// When it ended.
    end: DateValue,
    /// What it is called for in one line.
    slogan: String,
    /// What it was for.
    goal: String,
    /// What came of it.
    result: String,
    /// What happened, in order.
    episodes: Vec<Episode>,
    /// What an ambassador brought.
    brought: Vec<Brought>,
    /// What was measured, for a case study.
    figures: Vec<Figure>,
    /// How a section's list is ordered.
    sort_by: SortBy,
    /// How many a list page shows; 0 for all on one.
    paginate_by: u32,
    /// Whether a section's pages also stand in the list of the section above.
    transparent: bool,
}

impl Fields {
    /// The kinds of document that a field says something about; all of them where it is in none of these lists.
    pub fn kinds(name: &str) -> &'static [Kind] {
        match name {
            "experience" | "condition" | "experience_of" | "experienced_on" | "rating" | "scores" | "nps" | "csat"
            | "ces" | "worth" | "quote" | "positives" | "negatives" | "clues" | "lesson" | "echo_of" | "reply"
            | "verified" | "edits" => &[Kind::Story, Kind::Testimonial],
            "since" | "brought" => &[Kind::Ambassador],
            "logo" | "industry" | "colours" => &[Kind::Brand],
            "start" | "end" | "slogan" | "goal" | "result" | "episodes" => &[Kind::Campaign],
            "sort_by" | "paginate_by" | "transparent" => &[Kind::Section],
            _ => Kind::ALL,
        }
    }

    /// Whether the speaker's consent, if there is any on record, covers a use.
    pub fn consents_to(&self, what: ConsentScope) -> bool {
        self.consent.as_ref().is_none_or(|consent| consent.covers(what))
    }

    /// Whether a speaker's name is not to be shown.
    pub fn hides_name(&self, kind: Kind) -> bool {
        let is_speaker = kind.is_voice() || kind == Kind::Ambassador;
        self.pseudonym.is_some() || (is_speaker && !self.consents_to(ConsentScope::Name))
    }

    /// Takes out the addresses at which somebody who is not named can be found: their profile on the platform where
    /// they wrote, and where else they are. Gives the names of the fields that held some.
    pub fn drop_profiles(&mut self) -> Vec<&'static str> {
        let mut dropped = Vec::new();
        if self.source.as_mut().is_some_and(|source| source.url.take().is_some()) {
            dropped.push("source");
        }
        if self.links.take().is_some_and(|links| !links.is_empty()) {
            dropped.push("links");
        }
        if self.url.take().is_some() {
            dropped.push("url");
        }
        dropped
    }
}

/// A schema that says what its value means.
fn described(mut schema: Schema, meaning: &str) -> Schema {
    schema.insert("description".to_owned(), meaning.trim().into());
    schema
}

/// One word or several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct OneOrMany(pub Vec<String>);

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = OneOrMany;
            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("text, or a list of texts")
            }
            fn visit_str<E>(self, text: &str) -> Result<OneOrMany, E> {
                Ok(OneOrMany(vec![text.to_owned()]))
            }
            fn visit_unit<E>(self) -> Result<OneOrMany, E> {
                Ok(OneOrMany::default())
            }
            fn visit_none<E>(self) -> Result<OneOrMany, E> {
                Ok(OneOrMany::default())
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<OneOrMany, A::Error> {
                let mut all = Vec::new();
                // A text, or a number or a yes that YAML took for one: a tag called `2026` is still a tag.
                while let Some(text) = seq.next_element::<Option<String>>()? {
                    all.extend(text);
                }
                Ok(OneOrMany(all))
            }
            fn visit_i64<E>(self, number: i64) -> Result<OneOrMany, E> {
                Ok(OneOrMany(vec![number.to_string()]))
            }
            fn visit_f64<E>(self, number: f64) -> Result<OneOrMany, E> {
                Ok(OneOrMany(vec![number.to_string()]))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// `[taxonomies]`: terms by taxonomy, in the order written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Taxonomies(pub Vec<(String, OneOrMany)>);

impl<'de> Deserialize<'de> for Taxonomies {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Taxonomies;
            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("a table of lists")
            }
            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Taxonomies, A::Error> {
                let mut all = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    all.push(entry);
                }
                Ok(Taxonomies(all))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

/// A stage of the relationship, or the step from one to the next.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(untagged)]
pub enum Stage {
    /// `stage = "engagement"`
    At(String),
    /// `stage = { from = "interaction", to = "relationship" }`
    Step {
        /// Before.
        from: String,
        /// After.
        to: String,
    },
}

impl<'de> Deserialize<'de> for Stage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(DeriveDeserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        struct Step {
            from: String,
            to: String,
        }
        text_or_table(deserializer, "a stage, or { from, to }", Stage::At, |Step { from, to }| Stage::Step { from, to })
    }
}

/// The connection between speaker and brand; `text` says it in words.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Disclosure {
    /// Which.
    pub kind: DisclosureKind,
    /// In the speaker's or the site's words.
    pub text: Option<String>,
}

impl<'de> Deserialize<'de> for Disclosure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(DeriveDeserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        struct Table {
            kind: DisclosureKind,
            text: Option<String>,
        }
        text_or_table(
            deserializer,
            "none, employee, paid, gift, discount, affiliate, family, or { kind, text }",
            |kind| Disclosure { kind, text: None },
            |Table { kind, text }| Disclosure { kind, text },
        )
    }
}

/// How and when it was made sure that the words come from a customer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, DeriveDeserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Verified {
    /// The method.
    pub how: Method,
    /// When.
    pub on: Option<DateValue>,
    /// By whom.
    pub by: Option<String>,
}

/// The brand's answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, DeriveDeserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// In the brand's words.
    pub text: String,
    /// Who answers.
    pub by: Option<String>,
    /// When.
    pub date: Option<DateValue>,
    /// Whether and how it was put right.
    pub resolution: Option<String>,
}

/// Where the words were first published.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, DeriveDeserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceOf {
    /// A platform's name.
    pub platform: Option<String>,
    /// The address there.
    pub url: Option<Address>,
    /// When it was published there.
    pub date: Option<DateValue>,
}

/// A link with a name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, DeriveDeserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedLink {
    /// What to call it.
    pub title: String,
    /// Where it leads.
    pub url: Address,
}

/// Something that happened in a campaign.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, DeriveDeserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Episode {
    /// When.
    pub date: Option<DateValue>,
    /// What it is called.
    pub title: String,
    /// What happened.
    pub text: Option<String>,
}

/// What an ambassador brought to the brand.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, DeriveDeserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Brought {
    /// What it is.
    pub kind: BroughtKind,
    /// What it says.
    pub text: String,
    /// When.
    pub date: Option<DateValue>,
    /// What the brand made of it.
    pub result: Option<String>,
}

/// A figure of a case study: `{ value = "41 min", label = "on hold" }`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, DeriveDeserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The number, with its unit.
    pub value: String,
    /// What it counts.
    pub label: String,
    /// Where it comes from.
    pub source: Option<String>,
}

/// Reads a value that may be one word or a table.
fn text_or_table<'de, D, A, B, T>(
    deserializer: D,
    expecting: &'static str,
    word: impl Fn(A) -> T,
    table: impl Fn(B) -> T,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    A: Deserialize<'de>,
    B: Deserialize<'de>,
{
    struct Visitor<A, B, F, G>(&'static str, F, G, std::marker::PhantomData<(A, B)>);
    impl<'de, A, B, T, F, G> de::Visitor<'de> for Visitor<A, B, F, G>
    where
        A: Deserialize<'de>,
        B: Deserialize<'de>,
        F: Fn(A) -> T,
        G: Fn(B) -> T,
    {
        type Value = T;
        fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
            f.write_str(self.0)
        }
        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            A::deserialize(de::value::StrDeserializer::new(text)).map(self.1)
        }
        fn visit_map<M: de::MapAccess<'de>>(self, map: M) -> Result<T, M::Error> {
            B::deserialize(de::value::MapAccessDeserializer::new(map)).map(self.2)
        }
    }
    deserializer.deserialize_any(Visitor(expecting, word, table, std::marker::PhantomData))
}
