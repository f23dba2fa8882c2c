//! What a customer story is: the kinds, the fields, the documents. Knows nothing of sites on disk.

mod address;
mod colour;
mod consent;
mod copy;
mod data;
mod date_value;
mod document;
mod enums;
mod fields;
mod ids;
mod language;
mod media;
mod node;
mod own_fields;
mod pattern;
mod query;
mod rating;
mod reason;
mod schema;
mod scores;
mod trust;

pub use address::Address;
pub use colour::Colour;
pub use consent::{Consent, Scopes};
pub use copy::CopyOf;
pub use data::Data;
pub use date_value::DateValue;
pub use document::{Body, ComponentCall, Document, File, Film, Heading, Link, Outline, OwnNames, Segment};
pub use enums::{
    BroughtKind, ConsentScope, ConsentStatus, DisclosureKind, Edit, Experience, HeldBack, Kind, Method, Perspective,
    SortBy,
};
pub use fields::{
    Brought, Disclosure, Episode, Fields, Figure, NamedLink, OneOrMany, Reply, SourceOf, Stage, Taxonomies, Verified,
};
pub use ids::{DocId, LangId, SectionId, TaxonomyId};
pub use language::{
    LanguageCode, direction, folder_and_language, folder_in_any_language, language_called, language_code,
};
pub use media::{ANYWHERE, Media, Size, Sizes, files_in_text, is_file_name};
pub use node::{Key, Node, NodeError, Value};
pub use own_fields::{FieldType, FieldsByKind, OwnFields};
pub use pattern::{Pattern, Patterns, Token, WrongPattern};
pub use query::{Embed, Query, QuerySort};
pub use rating::Rating;
pub use reason::ExclusionReason;
pub use schema::forgiving;
pub use scores::{Amount, CesScore, CsatScore, NpsScore, Scores, Worth};
pub use trust::{Right, Trust};
