//! What a customer story is: the kinds, the fields, the documents. Knows nothing of sites on disk.

mod address;
mod clean;
mod colour;
mod consent;
mod data;
mod document;
mod enums;
mod fields;
mod half;
mod language;
mod measures;
mod media;
mod node;
mod own_fields;
mod pattern;
mod query;
mod reason;
mod schema;
mod slug;
mod trust;
mod when;

pub use address::Address;
pub use clean::{clean, is_clean, printable};
pub use colour::Colour;
pub use consent::{Consent, Scopes};
pub use data::Data;
pub use document::{
    ANYWHERE, Body, ComponentCall, DocId, Document, File, Film, Heading, Link, Outline, OwnNames, Segment,
};
pub use enums::{
    BroughtKind, ConsentScope, ConsentStatus, DisclosureKind, Edit, Experience, HeldBack, Kind, Method, Perspective,
    SortBy,
};
pub use fields::{
    Brought, Disclosure, Episode, Fields, Figure, Many, NamedLink, Reply, SourceOf, Stage, Taxonomies, Verified,
};
pub use half::Half;
pub use language::{
    LanguageCode, direction, folder_and_language, folder_in_any_language, language_called, language_code,
};
pub use measures::{Amount, OneToFive, OneToSeven, Scores, Worth, ZeroToTen};
pub use media::{Media, files_in_text, is_file_name};
pub use node::{Key, Node, NodeError, Value};
pub use own_fields::{FieldType, FieldsByKind, OwnFields};
pub use pattern::{Pattern, Patterns, Token, WrongPattern};
pub use query::{Embed, Query, QuerySort};
pub use reason::LeftOut;
pub use schema::forgiving;
pub use slug::{letters_of_id, slug, term_slug};
pub use trust::{Right, Trust};
pub use when::When;
