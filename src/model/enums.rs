//! The closed vocabularies: each word an author may write, and nothing else.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [$name] = &[$(Self::$variant,)+];

            /// The word as authors write it.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// Reads the word.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

words! {
    /// What a file is about; told by its top folder, or by `kind` in front matter or a cascade.
    Kind {
        /// A customer's experience, told at length.
        Story = "story",
        /// A customer's words, quoted.
        Testimonial = "testimonial",
        /// A person who speaks for a brand or as a customer.
        Ambassador = "ambassador",
        /// Whom the experiences are with.
        Brand = "brand",
        /// Something that ambassadors did together.
        Campaign = "campaign",
        /// Anything else.
        Page = "page",
        /// A folder's own page: `_index.md`.
        Section = "section",
    }
}

impl Kind {
    /// The kinds that have a folder of their own.
    pub const FOLDERS: [(&'static str, Kind); 5] = [
        ("stories", Kind::Story),
        ("testimonials", Kind::Testimonial),
        ("ambassadors", Kind::Ambassador),
        ("brands", Kind::Brand),
        ("campaigns", Kind::Campaign),
    ];

    /// The folder of the kind.
    pub fn folder(self) -> Option<&'static str> {
        Self::FOLDERS.iter().find(|(_, kind)| *kind == self).map(|(folder, _)| *folder)
    }

    /// Whether the words are a customer's: bound to say how it was.
    pub fn is_voice(self) -> bool {
        matches!(self, Kind::Story | Kind::Testimonial)
    }
}

words! {
    /// The verdict.
    Experience {
        /// It was good.
        Good = "good",
        /// It was bad.
        Bad = "bad",
        /// It was both.
        Mixed = "mixed",
    }
}

words! {
    /// From where the speaker saw it.
    Perspective {
        /// Bought or used it.
        Customer = "customer",
        /// Works there.
        Employee = "employee",
        /// Sells it.
        Seller = "seller",
        /// Watched.
        Observer = "observer",
    }
}

words! {
    /// The connection between speaker and brand that readers must know (16 CFR 255.5).
    DisclosureKind {
        /// There is none.
        None = "none",
        /// Works for the brand.
        Employee = "employee",
        /// Was paid.
        Paid = "paid",
        /// Got it for free.
        Gift = "gift",
        /// Got it for less.
        Discount = "discount",
        /// Earns when readers buy.
        Affiliate = "affiliate",
        /// Is related to someone there.
        Family = "family",
    }
}

words! {
    /// How it was made sure that the words come from a customer (EU directive 2019/2161).
    Method {
        /// The purchase is on record.
        PurchaseRecord = "purchase-record",
        /// The address answered.
        Email = "email",
        /// Someone met them.
        InPerson = "in-person",
        /// A receipt or letter was seen.
        Document = "document",
        /// A platform vouches for it.
        Platform = "platform",
    }
}

words! {
    /// Why a story is not published: neutral reasons only (16 CFR 465.7).
    HeldBack {
        /// Says what was told in confidence.
        Confidential = "confidential",
        /// Insults.
        Abusive = "abusive",
        /// Names somebody who did not agree to it.
        PersonalData = "personal-data",
        /// Discriminates.
        Discriminatory = "discriminatory",
        /// Is not true.
        False = "false",
        /// Was made up.
        Fake = "fake",
        /// Is about something else.
        Unrelated = "unrelated",
        /// Its author asked for it.
        AuthorRequest = "author-request",
        /// Its author never agreed.
        NoConsent = "no-consent",
    }
}

words! {
    /// Whether the speaker agrees to be published (GDPR, article 7).
    ConsentStatus {
        /// Agreed.
        Given = "given",
        /// Was asked, and has not answered.
        Pending = "pending",
        /// Said no.
        Refused = "refused",
        /// Agreed, and no longer does.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// The uses that a speaker may agree to, each by itself.
    ConsentScope {
        /// Their words.
        Text = "text",
        /// Their name.
        Name = "name",
        /// Their picture, and all pictures that travel with their words.
        Photo = "photo",
        /// Films and recordings of them, and the stills from them.
        Video = "video",
        /// Their words in another language.
        Translation = "translation",
        /// Their words on other people's pages.
        Embed = "embed",
    }
}

impl ConsentScope {
    /// The words, for messages.
    pub const WORDS: &'static [&'static str] = &["text", "name", "photo", "video", "translation", "embed"];
}

words! {
    /// What the site changed in a customer's words.
    Edit {
        /// Shortened.
        Trimmed = "trimmed",
        /// Spelling and grammar.
        Grammar = "grammar",
        /// Translated.
        Translated = "translated",
        /// Names or details taken out.
        Redacted = "redacted",
    }
}

words! {
    /// What an ambassador may bring.
    BroughtKind {
        /// What they think of it.
        Opinion = "opinion",
        /// What could be done.
        Idea = "idea",
        /// What they made.
        Invention = "invention",
    }
}

words! {
    /// How a list is ordered.
    SortBy {
        /// Newest first; those without a date last.
        Date = "date",
        /// Most recently updated first.
        UpdateDate = "update_date",
        /// Lightest first; those without a weight last.
        Weight = "weight",
        /// By title.
        Title = "title",
        /// By file name.
        Slug = "slug",
    }
}
