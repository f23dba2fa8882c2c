//! What the watching threads look at, and what they say.

use std::path::PathBuf;

use crate::stamp::Stamp;

/// The folders of a site that hold sources.
pub const FOLDERS: [&str; 6] = ["content", "data", "themes", "templates", "static", "i18n"];

/// What the watching threads say.
pub enum Signal {
    /// Something happened at these places; nowhere in particular means anywhere.
    Event(Vec<PathBuf>),
    /// A walk found that these have other stamps, or are gone.
    Scan(Vec<(PathBuf, Option<Stamp>)>),
    /// The system can watch no more.
    Limit(String),
}
