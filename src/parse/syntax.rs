//! Errors of TOML, YAML and the like.

use std::ops::Range;

/// A syntax error of TOML or YAML.
pub struct Syntax {
    /// One line.
    pub message: String,
    /// Where, in the whole file.
    pub range: Range<usize>,
    /// What to write instead, where that is plain.
    pub help: Option<&'static str>,
}
