//! Names of people that must not be published: what counts as such a name, and where a text shows it.
//!
//! A text is compared as a reader sees it ([`Folded`]), never as it is written. A [`HiddenName`] knows its
//! parts. A [`Finder`] says where a whole name or a part of it stands; [`Gate`] searches the bytes of finished outputs
//! for all hidden names of a site in one pass.

mod common;
mod endings;
mod find;
mod fold;
mod gate;
mod nobody;
mod particles;
mod person;
mod scan;

pub use find::{Finder, Shown};
pub use fold::{Context, Folded};
pub use gate::Gate;
pub use person::{HiddenName, people};
