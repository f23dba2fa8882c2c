//! What earlier builds left behind. It only ever saves work: without it the bytes are the same.

mod documents;
mod key;
pub mod store;

pub use documents::{Documents, Known, Source};
pub use key::{Key, parts};
