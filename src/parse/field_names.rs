//! The names that front matter knows.

use super::{other_names, visibility};
use crate::model::Fields;

/// Whether front matter knows a name, however it is written.
pub fn is_name(written: &str) -> bool {
    let name = other_names::folded(written);
    let others = other_names::NAMES.iter().map(|(other, _)| *other).chain(other_names::FOREIGN.iter().copied());
    let known = Fields::NAMES.iter().copied().chain(others).chain(["params", "cascade"]);
    visibility::is_name(written) || known.into_iter().any(|known| known.eq_ignore_ascii_case(&name))
}
