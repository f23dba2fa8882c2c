//! How far a file is trusted. Its place says so: the folder that it stands in, and the `[cascade]` of the site's own
//! `_index.md` above it. Nothing in the file itself can raise it.

use super::Kind;

/// Whose words a file holds; the more it is trusted, the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trust {
    /// A customer's: stories and testimonials. They come from strangers, and are bound by consent.
    Voice,
    /// Words about a person, a brand or a campaign. They come from strangers as well.
    Profile,
    /// Those of the people whose site it is: pages, and every `_index.md`.
    Own,
}

/// What only a trusted file may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Hold HTML, attributes and scripts that go out as they stand; the page's policy names its scripts.
    RawHtml,
    /// Show pictures from other hosts, and lead to addresses of any scheme.
    AnyAddress,
    /// Be drawn by any template of the theme, and not only by those of its kind.
    AnyTemplate,
    /// Ask for an address that is no page's, as `/feed.json`, or that stands among the site's generated pages.
    AnyPermalink,
}

impl Trust {
    /// Whether a file that is trusted so far may do that. This is the only place that says so.
    pub fn may(self, right: Right) -> bool {
        match right {
            Right::RawHtml | Right::AnyAddress | Right::AnyTemplate | Right::AnyPermalink => self == Trust::Own,
        }
    }
}

impl Kind {
    /// How far files of the kind are trusted.
    pub fn trust(self) -> Trust {
        match self {
            Kind::Page | Kind::Section => Trust::Own,
            Kind::Ambassador | Kind::Brand | Kind::Campaign => Trust::Profile,
            Kind::Story | Kind::Testimonial => Trust::Voice,
        }
    }

    /// The kind of a file in a place of this kind that calls itself `written`: a file may ask for as much trust as
    /// its place gives, or for less. Only its name makes a file a section.
    pub fn admit(self, written: Option<Kind>) -> Kind {
        match written {
            Some(kind) if self != Kind::Section && kind != Kind::Section && kind.trust() <= self.trust() => kind,
            _ => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_is_trusted_more_than_its_place() {
        for place in Kind::ALL {
            for written in Kind::ALL {
                let kind = place.admit(Some(*written));
                assert!(kind.trust() <= place.trust(), "{place:?} {written:?}");
                assert_eq!(kind == Kind::Section, *place == Kind::Section, "{place:?} {written:?}");
            }
        }
        assert_eq!(Kind::Story.admit(Some(Kind::Testimonial)), Kind::Testimonial);
        assert_eq!(Kind::Page.admit(Some(Kind::Story)), Kind::Story);
    }
}
