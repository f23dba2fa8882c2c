//! What earlier builds left behind. It only ever saves work: without it the bytes are the same.

mod build_record;
mod documents;
mod key;
pub mod store;

pub use build_record::{BuildRecord, load as load_record, save as save_record};
pub use documents::{CachedDocument, Documents, Source};
pub use key::{Key, parts};
