//! How many there are, and how many are not shown.

use serde::Serialize;

use super::Part;
use crate::digest::Digest;

/// How many of each verdict. What is no customer's words has none, and so may what is not shown.
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
    /// What a list does not show: voices that were there and are gone.
    Withheld {
        /// How many are held back, for neutral reasons only.
        held_back: usize,
        /// How many of those are bad.
        held_back_bad: usize,
        /// How many left because consent was withdrawn, has ended or was never given, or their time was over.
        left: usize,
        /// Whether only good and mixed ones are shown while bad ones are held back.
        one_sided: bool,
        /// The path of the integrity page, which says why.
        path: String,
    }
}
