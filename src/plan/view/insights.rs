//! What stories say together: the insights of a site, a brand, a touchpoint or a feeling.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::{Card, Counts, Head, LinkView, NavView, Part, Ref, Withheld};
use crate::digest::{Digest, Hashed};
use crate::model::Amount;

/// A number exact in hundredths; a number in templates and JSON. Whole ones are written as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hundredths(pub i64);

impl Hundredths {
    /// A value on a scale with these ends, rounded half away from zero: only what lies at an end is rounded to it, so
    /// that 99.998 % stays under 100 %.
    pub fn on_scale(value: f64, (least, most): (f64, f64)) -> Self {
        let rounded = |value: f64| (value * 100.0).round() as i64;
        let lowest = rounded(least) + i64::from(value > least);
        let highest = rounded(most) - i64::from(value < most);
        Self(rounded(value).min(highest).max(lowest))
    }
}

impl Serialize for Hundredths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Amount(self.0).serialize(serializer)
    }
}

view! {
    /// A value that stands for more people than were asked, and between which bounds it does so with 95 %
    /// confidence, rounded to hundredths: to an end of its scale only where it lies there. Value and bounds are absent
    /// where there are too few to say.
    Estimate {
        /// The value.
        value: Option<Hundredths>,
        /// Its lower bound.
        low: Option<Hundredths>,
        /// Its upper bound.
        high: Option<Hundredths>,
        /// How many it is made from.
        count: usize,
    }
}

view! {
    /// How many gave one answer.
    Bin {
        /// The answer: 0 to 10, 1 to 7, or 1 to 5 in halves.
        value: Hundredths,
        /// How many gave it.
        count: usize,
    }
}

view! {
    /// The answers to one question that has a scale.
    Scale {
        /// `nps`, `csat`, `ces`, `rating`, `product`, `service` or `experience`.
        name: &'static str,
        /// `net` (the share of promoters less that of detractors, -100 to 100), `share` (of the satisfied, in
        /// percent) or `mean`.
        kind: &'static str,
        /// The least possible answer.
        least: i64,
        /// The highest possible answer.
        most: i64,
        /// The measure.
        measure: Estimate,
        /// How many gave each answer, every possible one; halves only where there are any.
        bins: Vec<Bin>,
        /// The most that gave the same answer.
        most_given: usize,
        /// Those at the top: promoters (9 and 10), or the satisfied (4 and 5).
        top: usize,
        /// Those at the bottom: detractors (0 to 6).
        bottom: usize,
        /// The place of its stories on the page behind the numbers; `-9` after it leads to those that gave a 9.
        drilldown: String,
    }
}

view! {
    /// What is said of one word: a touchpoint, a channel, a feeling.
    RowView {
        /// What to call it.
        name: String,
        /// As in addresses.
        slug: String,
        /// The path of its page; none where no story stands under it.
        path: Option<String>,
        /// The path of its own insights, if it has some.
        insights: Option<String>,
        /// Who answers for it.
        owner: Option<String>,
        /// How many are good, bad and mixed.
        counts: Counts,
        /// The share of bad ones, in percent.
        bad: Estimate,
        /// The place of its stories on the page behind the numbers; `-good`, `-mixed` and `-bad` after it lead to
        /// each verdict.
        drilldown: String,
    }
}

view! {
    /// Good and bad by the words of a taxonomy.
    Dimension {
        /// The taxonomy: `touchpoints`, `channel`, `feelings`, `stage`, `outcome`, `brand`.
        name: &'static str,
        /// What to call it.
        title: String,
        /// Its words, those with most stories: touchpoints, stages and outcomes in their order, some that no story has
        /// among them; others by how many stories they have.
        rows: Vec<RowView>,
        /// The most stories of any row.
        most: usize,
        /// How many words more there are, with fewer stories than these.
        more: usize,
        /// The path of the list of all its words; absent where no story has one.
        path: Option<String>,
        /// How many stories say nothing of it.
        unsaid: usize,
    }
}

view! {
    /// Good and bad in a span of time.
    PeriodView {
        /// Its first day.
        from: String,
        /// As it stands in addresses: `2025`, `2025-q3`, `2025-07`.
        slug: String,
        /// The number of the month or the quarter in its year; 1 for a year.
        number: i32,
        /// How many.
        counts: Counts,
        /// The place of its stories on the page behind the numbers.
        drilldown: String,
    }
}

view! {
    /// Good and bad over time, by when it happened, or else by when it was published.
    TimeView {
        /// `month`, `quarter` or `year`.
        unit: &'static str,
        /// The spans, the oldest first, without gaps.
        periods: Vec<PeriodView>,
        /// The most stories of any span.
        most: usize,
        /// How many are older than the first of these spans.
        earlier: usize,
        /// How many have no date.
        undated: usize,
    }
}

view! {
    /// What came of good experiences, and of bad ones.
    OutcomeView {
        /// What to call it.
        name: String,
        /// As in addresses.
        slug: String,
        /// Of the good ones that say what came of it, the share of which this did, in percent.
        good: Estimate,
        /// How many good ones.
        good_count: usize,
        /// The same of the bad ones.
        bad: Estimate,
        /// How many bad ones.
        bad_count: usize,
        /// The place of its stories on the page behind the numbers.
        drilldown: String,
    }
}

view! {
    /// A line of an account.
    AccountLine {
        /// The brand or the touchpoint; absent for all together.
        name: Option<String>,
        /// How many say both what they paid and what they would have paid.
        valued: usize,
        /// What those paid.
        paid: Amount,
        /// What those would have paid.
        would_pay: Amount,
        /// The one less the other: what the experience was worth to them beyond its price.
        worth: Amount,
        /// How many say what they lost.
        losers: usize,
        /// What those lost.
        lost: Amount,
        /// `worth` less `lost`.
        result: Amount,
        /// The place of its stories on the page behind the numbers.
        drilldown: String,
    }
}

view! {
    /// The profit and loss of experience in one currency; amounts of different currencies are never added.
    AccountView {
        /// ISO 4217, or empty where the stories name none.
        currency: String,
        /// All together.
        total: AccountLine,
        /// By brand; none on a brand's own page.
        brands: Vec<AccountLine>,
        /// By touchpoint. A story that has several stands in each, so that these do not add up.
        touchpoints: Vec<AccountLine>,
        /// The greatest amount of worth or loss in any line.
        most: Amount,
    }
}

view! {
    /// What is told of a brand at each touchpoint.
    CoverageRow {
        /// The brand.
        brand: Hashed<Ref>,
        /// The path of the page that lists the stories about it by touchpoint, if there is one.
        drilldown: Option<String>,
        /// The counts by touchpoint, in the order of `touchpoints`.
        cells: Vec<Counts>,
        /// How many touchpoints have a story, those that are not shown among them.
        covered: usize,
    }
}

view! {
    /// A touchpoint in the table of what is told.
    CoverageColumn {
        /// What to call it.
        name: String,
        /// Where its stories stand on a page behind the numbers.
        drilldown: String,
    }
}

view! {
    /// Which touchpoint of which brand has a story, and which has none.
    CoverageView {
        /// The touchpoints: those most told of, in their order.
        touchpoints: Vec<CoverageColumn>,
        /// How many touchpoints more there are.
        more_touchpoints: usize,
        /// The brands most told of.
        rows: Vec<CoverageRow>,
        /// How many brands more there are.
        more: usize,
    }
}

view! {
    /// Words that say why, and the story that they are from.
    ClueWords {
        /// What gave it away, or what was bad, or the line to quote.
        text: String,
        /// The story.
        story: Hashed<LinkView>,
    }
}

view! {
    /// How much a touchpoint goes with bad experiences.
    ClueView {
        /// The touchpoint.
        name: String,
        /// As in addresses.
        slug: String,
        /// The path of its page.
        path: String,
        /// Who answers for it.
        owner: Option<String>,
        /// How many stories have it.
        with: usize,
        /// How many of those are bad.
        bad: usize,
        /// The mean experience of all less that of those without it, where good is 100, mixed 0 and bad -100: below
        /// zero, it goes with bad ones.
        effect: Estimate,
        /// `sure` where the bounds leave out zero, `unsure` where they do not, `few` where there are too few to say.
        certainty: &'static str,
        /// Why, in customers' words.
        words: Vec<ClueWords>,
        /// The place of its stories on the page behind the numbers.
        drilldown: String,
    }
}

view! {
    /// Which touchpoints go with bad experiences.
    CluesView {
        /// The farthest that any of their bounds is from zero.
        reach: Hundredths,
        /// Of how many touchpoints there is something to say.
        told: usize,
        /// The touchpoints, the worst first; those of which there are too few to say last.
        rows: Vec<ClueView>,
    }
}

view! {
    /// What voices say together. `drilldown` in its parts is a place on the page that lists the stories.
    Insights {
        /// How many are good, bad and mixed.
        counts: Counts,
        /// The share of good ones, in percent.
        good: Estimate,
        /// The share of bad ones, in percent.
        bad: Estimate,
        /// What does not count: held back, or gone.
        withheld: Option<Withheld>,
        /// How many came from other platforms: they count, and enter no measure and no mean.
        elsewhere: usize,
        /// Under how many it is too few to say.
        least: usize,
        /// `nps`, `csat`, `ces` and `rating`, those that anybody answered.
        scales: BTreeMap<&'static str, Scale>,
        /// `product`, `service` and `experience` apart, those that anybody scored.
        scores: Vec<Scale>,
        /// Good and bad by taxonomy, by name, those in use.
        dimensions: BTreeMap<&'static str, Dimension>,
        /// The steps from one stage to another, as a dimension of the name `step`.
        steps: Option<Dimension>,
        /// Good and bad over time.
        time: Option<TimeView>,
        /// What came of good ones and of bad ones.
        outcomes: Vec<OutcomeView>,
        /// What the experience was worth, by currency.
        accounts: Vec<AccountView>,
        /// What nothing is told of.
        coverage: Option<CoverageView>,
        /// Which touchpoints go with bad experiences.
        clues: Option<CluesView>,
    }
}

view! {
    /// `insights.html` and `journey.html`: what all stories say together, or those of a brand, a touchpoint or a
    /// feeling.
    InsightsView {
        /// What is the same everywhere.
        #[serde(flatten)]
        head: Head,
        /// What the page is called.
        title: String,
        /// The `_index.md` of the folder `insights` or `journey`, with its `content`, if there is one.
        page: Option<Hashed<Card>>,
        /// Whose insights these are; absent on the site's own.
        term: Option<Hashed<Ref>>,
        /// The taxonomy of that term.
        taxonomy: Option<NavView>,
        /// Who answers for it.
        owner: Option<String>,
        /// What the stories say together.
        insights: Hashed<Insights>,
        /// The path of the page that lists the stories behind the numbers: the insights' own.
        drilldown: String,
        /// The stories behind the numbers, by the part of the insights where they count; none on the journey.
        groups: Vec<DrilldownGroup>,
        /// The path of the journey; absent where these are not the site's own.
        journey: Option<String>,
        /// The path of the same numbers as JSON, if the site publishes them.
        json: Option<String>,
    }
}

view! {
    /// A part of the insights.
    DrilldownGroup {
        /// The place to which the numbers of all its lists lead, if there are such.
        id: Option<String>,
        /// What it is called.
        title: String,
        /// Its values.
        lists: Vec<DrilldownList>,
    }
}

view! {
    /// The stories that count under one value.
    DrilldownList {
        /// The place to which the numbers lead.
        id: String,
        /// The value.
        name: String,
        /// The path of the list of all of them, if there is one.
        path: Option<String>,
        /// How many there are of each verdict; there may be more than are listed.
        counts: Counts,
        /// The stories by `good`, `mixed` and `bad`, the newest first.
        stories: BTreeMap<&'static str, Vec<Hashed<LinkView>>>,
    }
}
