//! What customers say together: of a brand, on the wall, on the integrity page.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Card, Counts, Head, Hundredths, NavView, PaginatorView, Part, Ref, Scale, Withheld};
use crate::config::Integrity;
use crate::digest::{Digest, Hashed};

view! {
    /// A summary of what customers say about a brand, an ambassador or a campaign; on first pages.
    Measures {
        /// How many are good, bad and mixed.
        counts: Counts,
        /// How many were verified, by method: `email`, `in-person`, …
        verified: Vec<WordCount>,
        /// How many were verified in any way.
        verified_total: usize,
        /// How many the brand replied to.
        replies: usize,
        /// How many of those replies say how the problem was resolved.
        resolved: usize,
        /// The scores for `product`, `service` and `experience`, if there are any.
        scores: Vec<ScoreView>,
        /// The rating, if any story told to this site has one.
        rating: Option<Scale>,
        /// The verdicts by touchpoint, in the order of the journey.
        touchpoints: Vec<TermCounts>,
        /// The verdicts by year of the experience, or else of publication, oldest first.
        years: Vec<YearCounts>,
        /// The newest of each verdict, by `good`, `bad`, `mixed`.
        latest: BTreeMap<&'static str, Hashed<Card>>,
        /// For an ambassador, the campaigns that they joined.
        joined: Vec<Hashed<Ref>>,
        /// For a brand, the ambassadors who speak for it.
        people: Vec<Hashed<Card>>,
        /// For a brand, its campaigns.
        campaigns: Vec<Hashed<Card>>,
        /// What is not shown; absent if everything is.
        withheld: Option<Withheld>,
    }
}

view! {
    /// The mean of a score.
    ScoreView {
        /// `product`, `service` or `experience`.
        name: &'static str,
        /// The mean, 1 to 5, rounded to two decimals.
        mean: Hundredths,
        /// The number of scores.
        count: usize,
    }
}

view! {
    /// The verdicts for a term.
    TermCounts {
        /// The term.
        term: Hashed<Ref>,
        /// The number of documents.
        counts: Counts,
    }
}

view! {
    /// The verdicts in a year.
    YearCounts {
        /// The year.
        year: i16,
        /// The number of documents.
        counts: Counts,
    }
}

view! {
    /// How often a word is used.
    WordCount {
        /// The word, as written in front matter.
        word: String,
        /// The number of documents.
        count: usize,
    }
}

view! {
    /// The number held back for a reason.
    ReasonCounts {
        /// The reason, as written in front matter.
        reason: &'static str,
        /// The number of documents.
        counts: Counts,
    }
}

view! {
    /// The counts of the integrity page, and the content of `integrity/index.json`. A story or testimonial counts once,
    /// however many languages it has. The parts add up: `received` is `shown` plus everything that is not shown.
    IntegrityFigures {
        /// The day of the build.
        date: String,
        /// All that were received.
        received: Counts,
        /// Those that are published.
        shown: Counts,
        /// Those that are held back.
        held_back: Counts,
        /// The same by reason; only reasons that apply.
        held_back_by_reason: Vec<ReasonCounts>,
        /// Consent was withdrawn.
        withdrawn: Counts,
        /// Consent has ended.
        consent_ended: Counts,
        /// Consent was never given, or does not cover the words.
        without_consent: Counts,
        /// They have expired.
        expired: Counts,
        /// Not published yet: drafts, and documents dated in the future.
        pending: Counts,
        /// How many of those shown were verified, by method.
        verified: Vec<WordCount>,
        /// How many of those shown were verified in any way.
        verified_total: usize,
        /// How many of those shown disclose the speaker's connection to the brand, by kind.
        disclosed: Vec<WordCount>,
        /// How many of those shown disclose nothing.
        undisclosed: usize,
        /// For how many of those shown the speaker received something: payment, a gift, a discount or a commission.
        incentives: usize,
        /// How many of those shown were edited, by kind of edit.
        edited: Vec<WordCount>,
        /// How many of those shown came from other platforms, by platform.
        platforms: Vec<WordCount>,
        /// How many of those shown the brand replied to.
        replies: usize,
        /// How many of those replies say how the problem was resolved.
        resolved: usize,
        /// How many of those shown have a pseudonym or no name.
        unnamed: usize,
        /// How many of those shown are made up for a demonstration.
        samples: usize,
    }
}

view! {
    /// `integrity.html`: how stories are collected, checked, ordered, edited and counted.
    IntegrityView {
        /// The variables that every page has.
        #[serde(flatten)]
        head: Head,
        /// The `_index.md` of the folder `integrity`, with its `content`, if there is one.
        page: Option<Hashed<Card>>,
        /// The counts.
        figures: Hashed<IntegrityFigures>,
        /// What the site says about how it works: `collected`, `checked`, `edited`, `incentives`, `removal`.
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
        /// The variables that every page has.
        #[serde(flatten)]
        head: Head,
        /// The title of the wall.
        title: String,
        /// The folder's own `_index.md`, with its `content`.
        page: Option<Hashed<Card>>,
        /// The stories and testimonials: those with a `weight` first, in ascending order, then the newest.
        paginator: PaginatorView,
        /// On the first page only: how many are pinned by `weight`.
        pinned: Option<usize>,
        /// On the first page only: the filters.
        facets: Vec<Facet>,
        /// The absolute URL of the oEmbed document, if the wall can be embedded.
        oembed: Option<String>,
    }
}

view! {
    /// A filter of the wall.
    Facet {
        /// `experience`, `touchpoints`, `feelings`, `brand` or `lang`.
        name: &'static str,
        /// Its display name.
        title: String,
        /// Its values that are in use.
        options: Vec<FacetOption>,
    }
}

view! {
    /// A value of a filter.
    FacetOption {
        /// Its display name.
        name: String,
        /// As in the attributes of the items.
        slug: String,
        /// The path of the page of this term; absent for languages.
        path: Option<String>,
        /// How many items on the wall have it.
        count: usize,
    }
}

view! {
    /// `tell.html`: the page where readers submit stories.
    TellView {
        /// The variables that every page has.
        #[serde(flatten)]
        head: Head,
        /// The `_index.md` of the folder `tell`, with its `content`, if there is one.
        page: Option<Hashed<Card>>,
        /// How a reader can answer.
        respond: RespondView,
    }
}

view! {
    /// How a reader can answer: through a form or a prepared mail.
    RespondView {
        /// The URL to which the form posts; absent if answers go to a mailbox.
        form: Option<String>,
        /// The `mailto:` URL for a good experience; absent if there is a form.
        mail_good: Option<String>,
        /// The same for a mixed experience.
        mail_mixed: Option<String>,
        /// The same for a bad experience.
        mail_bad: Option<String>,
        /// On a story's page, the slug of the story that is answered.
        echo_of: Option<String>,
        /// The slug of that story's brand.
        brand: Option<String>,
    }
}

view! {
    /// `embed-wall.html`, `embed-story.html`, `embed-badge.svg`: embeds for other sites.
    EmbedView {
        /// The variables that every page has.
        #[serde(flatten)]
        head: Head,
        /// Its title.
        title: String,
        /// The absolute URL of the page that it links to.
        leads_to: String,
        /// The stories and testimonials, one or several; a badge has none.
        pages: Vec<Hashed<Card>>,
        /// How many of the selected documents that may be embedded are good, bad and mixed; there may be more than are
        /// shown. A badge shows no words and counts all selected documents.
        counts: Counts,
        /// How many there would be without a selection by verdict, rating or score, and including those that may not be
        /// embedded.
        all: Counts,
        /// Whether they are selected by verdict, rating or score.
        is_chosen: bool,
        /// What is not shown on the site itself; absent if everything is.
        withheld: Option<Withheld>,
    }
}
