//! Names of people that must not be published: what counts as such a name, and where a text shows it.
//!
//! A text is compared as a reader sees it ([`Folded`]), never as it is written. A [`HiddenName`] knows its
//! parts. A [`Finder`] says where a whole name or a part of it stands; [`Gate`] searches the bytes of finished outputs
//! for all hidden names of a site in one pass. `parse/redact.rs` takes names out of the file that hides them;
//! `check/names.rs` reports those that an output still shows.

mod common;
mod endings;
mod find;
mod fold;
mod in_output;
mod matcher;
mod nobody;
mod particles;
mod person;

pub use find::{Finder, Shown};
pub use fold::{Context, Folded};
pub use in_output::Gate;
pub use person::{HiddenName, people};
