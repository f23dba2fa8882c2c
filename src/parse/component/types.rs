//! Calls of components, as written.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::Options;

use crate::model::Data;

/// A call as written.
pub struct Call {
    /// The component's name.
    pub name: String,
    /// A table of arguments.
    pub args: Data,
    /// Where each argument's value stands.
    pub arg_spans: Vec<(String, Range<usize>)>,
    /// The Markdown between the tags.
    pub body: Option<Range<usize>>,
    /// The whole call.
    pub range: Range<usize>,
}

/// A call that cannot be read.
pub struct BadCall {
    /// One sentence.
    pub message: String,
    /// Where.
    pub range: Range<usize>,
    /// What to write instead.
    pub help: &'static str,
}

/// How a text is scanned.
pub struct Dialect<'a> {
    /// How the parser reads it afterwards.
    pub options: Options,
    /// The components that the theme has: what it calls as others call theirs is its own.
    pub components: &'a BTreeSet<String>,
    /// Whether it is MDX, where lines of JavaScript may stand.
    pub is_mdx: bool,
}
