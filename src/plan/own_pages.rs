//! The pages that a site has of its own, whether or not anybody writes for them.

/// A page of the site's own. A theme without its template has no such page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnPage {
    /// What the site says of itself: who runs it, and what it does not show.
    Integrity,
    /// Where readers tell theirs.
    Tell,
    /// What all stories say together.
    Insights,
    /// Good and bad by touchpoint.
    Journey,
}

/// The template of the wall, which stands in place of the list of testimonials.
pub const WALL: &str = "wall.html";

impl OwnPage {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Integrity, Self::Tell, Self::Insights, Self::Journey];

    /// The folder whose `_index.md` stands on it: no list of its own.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Integrity => "integrity",
            Self::Tell => "tell",
            Self::Insights => "insights",
            Self::Journey => "journey",
        }
    }

    /// The template that draws it.
    pub const fn template(self) -> &'static str {
        match self {
            Self::Integrity => "integrity.html",
            Self::Tell => "tell.html",
            Self::Insights => "insights.html",
            Self::Journey => "journey.html",
        }
    }

    /// The page whose words stand in a folder.
    pub fn of_folder(folder: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|page| page.folder() == folder)
    }
}
