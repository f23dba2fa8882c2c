//! Plain text: which characters it may hold, and the names that addresses make of it.

mod clean;
mod slug;

pub use clean::{clean, is_clean, printable};
pub use slug::{letters_of_id, slug, term_slug};
