//! What customers say together: of a brand, on the wall, on the integrity page.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Card, Counts, Head, Hundredths, NavView, PaginatorView, Part, Ref, Scale, Withheld};
use crate::config::Integrity;
use crate::digest::{Digest, Hashed};

view! {
    /// What customers say of a brand, an ambassador or a campaign, or in all: on first pages.
    Measures {
        /// How many are good, bad and mixed.
        counts: Counts,
        /// How many were checked, by method: `email`, `in-person`, …
        verified: Vec<WordCount>,
        /// How many were checked in any way.
        verified_total: usize,
        /// How many the brand answered.
        replies: usize,
        /// How many of those answers say how it was put right.
        resolved: usize,
        /// `product`, `service` and `experience` apart, those that were scored.
        scores: Vec<ScoreView>,
        /// What it is rated, if anybody who told this site did.
        rating: Option<Scale>,
        /// Good and bad by touchpoint, in the order of the journey.
        touchpoints: Vec<TermCounts>,
        /// Good and bad by year of the experience, or else of publication; the oldest first.
        years: Vec<YearCounts>,
        /// The newest of each verdict, by `good`, `bad`, `mixed`.
        latest: BTreeMap<&'static str, Hashed<Card>>,
        /// For an ambassador, the campaigns that they joined.
        joined: Vec<Hashed<Ref>>,
        /// For a brand, the ambassadors who speak for it.
        people: Vec<Hashed<Card>>,
        /// For a brand, its campaigns.
        campaigns: Vec<Hashed<Card>>,
        /// What is not shown, if anything is not.
        withheld: Option<Withheld>,
    }
}

view! {
    /// The mean of a score.
    ScoreView {
        /// `product`, `service` or `experience`.
        name: &'static str,
        /// 1 to 5, in hundredths.
        mean: Hundredths,
        /// How many gave one.
        count: usize,
    }
}

view! {
    /// Good and bad under a term.
    TermCounts {
        /// The term.
        term: Hashed<Ref>,
        /// How many.
        counts: Counts,
    }
}

view! {
    /// Good and bad in a year.
    YearCounts {
        /// The year.
        year: i16,
        /// How many.
        counts: Counts,
    }
}

view! {
    /// How often a word is used.
    WordCount {
        /// The word, as authors write it.
        word: String,
        /// How many.
        count: usize,
    }
}

view! {
    /// How many are held back for a reason.
    ReasonCounts {
        /// The reason, as authors write it.
        reason: &'static str,
        /// How many.
        counts: Counts,
    }
}

view! {
    /// The counts of the integrity page, and all of `integrity/index.json`. Stories and testimonials
    /// count once, in however many languages they are told. The parts add up: `received` is `shown`
    /// with all that is not.
    IntegrityFigures {
        /// The day of the build.
        date: String,
        /// All that came in.
        received: Counts,
        /// What is published.
        shown: Counts,
        /// What is held back.
        held_back: Counts,
        /// The same by reason, those that apply.
        held_back_by_reason: Vec<ReasonCounts>,
        /// Consent was withdrawn.
        withdrawn: Counts,
        /// Consent has ended.
        consent_ended: Counts,
        /// Consent was never given, or does not cover the words.
        without_consent: Counts,
        /// Their time on the site is over.
        expired: Counts,
        /// Not published yet: drafts, and what is dated in the future.
        pending: Counts,
        /// How many of those shown were checked, by method.
        verified: Vec<WordCount>,
        /// How many of those shown were checked in any way.
        verified_total: usize,
        /// How many of those shown say how their speaker is connected to the brand, by kind.
        disclosed: Vec<WordCount>,
        /// How many of those shown say nothing of it.
        undisclosed: usize,
        /// How many of those shown got something for it: were paid, or had a gift, a discount or a commission.
        incentives: usize,
        /// What was changed in those shown, by kind.
        edited: Vec<WordCount>,
        /// How many of those shown came from other platforms, by name.
        platforms: Vec<WordCount>,
        /// How many of those shown the brand answered.
        replies: usize,
        /// How many of those answers say how it was put right.
        resolved: usize,
        /// How many of those shown stand under another name than the speaker's, or under none.
        unnamed: usize,
        /// How many of those shown were made up for a demonstration.
        samples: usize,
    }
}

view! {
    /// `integrity.html`: how stories are collected, checked, ordered, edited and counted.
    IntegrityView {
        /// What is the same everywhere.
        #[serde(flatten)]
        head: Head,
        /// The `_index.md` of the folder `integrity`, with its `content`, if there is one.
        page: Option<Hashed<Card>>,
        /// The counts.
        figures: Hashed<IntegrityFigures>,
        /// What the site says of how it works: `collected`, `checked`, `edited`, `incentives`, `removal`.
        says: Integrity,
        /// The brands that the operator speaks for.
        controls: Vec<NavView>,
        /// How many documents are pinned to the top of the wall by `weight`.
        pinned: usize,
        /// The path of the same counts as JSON.
        json: String,
    }
}

view! {
    /// `wall.html`: all testimonials, and the lines quoted from stories.
    WallView {
        /// What is the same everywhere.
        #[serde(flatten)]
        head: Head,
        /// What the wall is called.
        title: String,
        /// The folder's own `_index.md`, with its `content`.
        page: Option<Hashed<Card>>,
        /// The voices: those with a `weight` first, the lightest at the top, then the newest.
        paginator: PaginatorView,
        /// On the first page only: how many are pinned by `weight`.
        pinned: Option<usize>,
        /// On the first page only: what to filter by.
        facets: Vec<Facet>,
        /// The whole address of the oEmbed document, if others may show the wall.
        oembed: Option<String>,
    }
}

view! {
    /// Something to filter the wall by.
    Facet {
        /// `experience`, `touchpoints`, `feelings`, `brand` or `lang`.
        name: &'static str,
        /// What to call it.
        title: String,
        /// Its values, those that are in use.
        options: Vec<FacetOption>,
    }
}

view! {
    /// A value to filter the wall by.
    FacetOption {
        /// What to call it.
        name: String,
        /// As in the items' attributes.
        slug: String,
        /// The path of the page that has all of it; languages have none.
        path: Option<String>,
        /// How many voices of the wall have it.
        count: usize,
    }
}

view! {
    /// `tell.html`: where readers tell theirs.
    TellView {
        /// What is the same everywhere.
        #[serde(flatten)]
        head: Head,
        /// The `_index.md` of the folder `tell`, with its `content`, if there is one.
        page: Option<Hashed<Card>>,
        /// Where the answer goes.
        respond: RespondView,
    }
}

view! {
    /// How a reader can answer: by a form, or by a message that is begun for them.
    RespondView {
        /// The address that takes the form; `None` where answers go to a mailbox.
        form: Option<String>,
        /// The `mailto:` address of a message about a good experience; `None` where there is a form.
        mail_good: Option<String>,
        /// The same for a mixed one.
        mail_mixed: Option<String>,
        /// The same for a bad one.
        mail_bad: Option<String>,
        /// The slug of the story that it answers, on its page.
        echo_of: Option<String>,
        /// The slug of the brand of that story.
        brand: Option<String>,
    }
}

view! {
    /// `embed-wall.html`, `embed-story.html`, `embed-badge.svg`: what other people show on their pages.
    EmbedView {
        /// What is the same everywhere.
        #[serde(flatten)]
        head: Head,
        /// What it is called.
        title: String,
        /// The whole address of the page that it leads to.
        leads_to: String,
        /// The voices: one, or some; a badge shows none.
        pages: Vec<Hashed<Card>>,
        /// How many of those that may be shown are good, bad and mixed; there may be more than are shown. On a badge, which shows no words, all of them count.
        counts: Counts,
        /// How many there are of the same, however they were chosen for what they say, and whether or not their
        /// speakers agree to be shown elsewhere.
        all: Counts,
        /// Whether they are chosen for what they say: by verdict, rating or score.
        is_chosen: bool,
        /// What is not shown on the site itself, if anything is not.
        withheld: Option<Withheld>,
    }
}
