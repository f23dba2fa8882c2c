//! The places of things in the index of a site.

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// As an index into a list.
            pub const fn at(self) -> usize {
                self.0 as usize
            }

            /// All of so many, in order.
            pub fn all(count: usize) -> impl DoubleEndedIterator<Item = Self> + Clone {
                (0..count as u32).map(Self)
            }
        }
    };
}

id! {
    /// A document, in order of its source path.
    DocId
}

id! {
    /// A language of the site, in the order of the config: the main one first.
    LangId
}

id! {
    /// A folder of documents in a language.
    SectionId
}

id! {
    /// A taxonomy in a language.
    TaxonomyId
}

impl LangId {
    /// The main language.
    pub const MAIN: Self = Self(0);

    /// The language of that code.
    pub fn of_code(languages: &[String], code: &str) -> Option<Self> {
        Self::all(languages.len()).zip(languages).find(|(_, known)| *known == code).map(|(id, _)| id)
    }
}
