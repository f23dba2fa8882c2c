//! How many there are, and how many are not shown.

use serde::Serialize;

use super::Part;
use crate::digest::Digest;

/// How many documents have each verdict. Only stories and testimonials have one; hidden ones may lack it.
#[derive(Clone, Debug, Default, Hash, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Good ones.
    pub good: usize,
    /// Bad ones.
    pub bad: usize,
    /// Mixed ones.
    pub mixed: usize,
    /// All together.
    pub total: usize,
}

view! {
    /// What a list no longer shows: stories and testimonials that were held back or have left.
    Withheld {
        /// How many are held back; the reasons are always neutral.
        held_back: usize,
        /// How many of those are bad.
        held_back_bad: usize,
        /// How many left because consent was withdrawn, has ended or was never given, or because they expired.
        left: usize,
        /// Whether only good and mixed ones are shown while bad ones are held back.
        one_sided: bool,
        /// The path of the integrity page, which explains it.
        path: String,
    }
}
