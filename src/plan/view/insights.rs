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
    /// An estimate with its 95 % confidence interval, rounded to two decimals, but to an end of its scale only if it is
    /// exactly there. Value and bounds are absent if there are too few answers.
    Estimate {
        /// The value.
        value: Option<Hundredths>,
        /// Its lower bound.
        low: Option<Hundredths>,
        /// Its upper bound.
        high: Option<Hundredths>,
        /// The number of answers.
        count: usize,
    }
}

view! {
    /// The count of one answer.
    Bin {
        /// The answer: 0 to 10, 1 to 7, or 1 to 5 in halves.
        value: Hundredths,
        /// How often it was given.
        count: usize,
    }
}

view! {
    /// The answers to a question with a scale.
    Scale {
        /// `nps`, `csat`, `ces`, `rating`, `product`, `service` or `experience`.
        name: &'static str,
        /// `net` (the share of promoters minus that of detractors, -100 to 100), `share` (of satisfied customers, in
        /// percent) or `mean`.
        kind: &'static str,
        /// The lowest possible answer.
        least: i64,
        /// The highest possible answer.
        most: i64,
        /// The measure.
        measure: Estimate,
        /// The counts of all possible answers; halves only if anybody gave one.
        bins: Vec<Bin>,
        /// The highest of these counts.
        most_given: usize,
        /// The number at the top: promoters (9 and 10), or satisfied customers (4 and 5).
        top: usize,
        /// The number at the bottom: detractors (0 to 6).
        bottom: usize,
        /// The fragment of its stories on the page that lists them; append `-9` for those that gave a 9.
        drilldown: String,
    }
}

view! {
    /// The verdicts for one term: a touchpoint, a channel, a feeling.
    RowView {
        /// Its display name.
        name: String,
        /// Its slug, as in URLs.
        slug: String,
        /// The path of its page; absent if no story has this term.
        path: Option<String>,
        /// The path of its own insights, if it has any.
        insights: Option<String>,
        /// Who is responsible for it.
        owner: Option<String>,
        /// How many are good, bad and mixed.
        counts: Counts,
        /// The share of bad ones, in percent.
        bad: Estimate,
        /// The fragment of its stories on the page that lists them; append `-good`, `-mixed` or `-bad` for one verdict.
        drilldown: String,
    }
}

view! {
    /// The verdicts by the terms of a taxonomy.
    Dimension {
        /// The taxonomy: `touchpoints`, `channel`, `feelings`, `stage`, `outcome`, `brand`.
        name: &'static str,
        /// Its display name.
        title: String,
        /// Its terms with most stories. Touchpoints, stages and outcomes are in the order of the vocabulary and may
        /// include terms without stories; others are ordered by the number of stories.
        rows: Vec<RowView>,
        /// The highest number of stories in a row.
        most: usize,
        /// How many more terms there are, with fewer stories.
        more: usize,
        /// The path of the list of all its terms; absent if no story has one.
        path: Option<String>,
        /// How many stories have no term of this taxonomy.
        unsaid: usize,
    }
}

view! {
    /// The verdicts in a period.
    PeriodView {
        /// Its first day.
        from: String,
        /// As in URLs: `2025`, `2025-q3`, `2025-07`.
        slug: String,
        /// The number of the month or quarter in its year; 1 for a year.
        number: i32,
        /// The number of documents.
        counts: Counts,
        /// The fragment of its stories on the page that lists them.
        drilldown: String,
    }
}

view! {
    /// The verdicts over time, by the date of the experience or else of publication.
    TimeView {
        /// `month`, `quarter` or `year`.
        unit: &'static str,
        /// The periods, oldest first, without gaps.
        periods: Vec<PeriodView>,
        /// The highest number of stories in a period.
        most: usize,
        /// How many stories are older than the first period.
        earlier: usize,
        /// How many stories have no date.
        undated: usize,
    }
}

view! {
    /// An outcome of good and of bad experiences.
    OutcomeView {
        /// Its display name.
        name: String,
        /// Its slug, as in URLs.
        slug: String,
        /// The share of this outcome among good stories that have an outcome, in percent.
        good: Estimate,
        /// The number of good stories.
        good_count: usize,
        /// The same for bad stories.
        bad: Estimate,
        /// The number of bad stories.
        bad_count: usize,
        /// The fragment of its stories on the page that lists them.
        drilldown: String,
    }
}

view! {
    /// A line of an account.
    AccountLine {
        /// The brand or the touchpoint; absent in the total.
        name: Option<String>,
        /// How many stories say both what was paid and what would have been paid.
        valued: usize,
        /// The sum of what they paid.
        paid: Amount,
        /// The sum of what they would have paid.
        would_pay: Amount,
        /// The difference: what the experience was worth beyond its price.
        worth: Amount,
        /// How many stories say what was lost.
        losers: usize,
        /// The sum of what they lost.
        lost: Amount,
        /// `worth` minus `lost`.
        result: Amount,
        /// The fragment of its stories on the page that lists them.
        drilldown: String,
    }
}

view! {
    /// The profit and loss of experience in one currency; amounts of different currencies are never added.
    AccountView {
        /// The ISO 4217 code, or empty if the stories name none.
        currency: String,
        /// All together.
        total: AccountLine,
        /// By brand; empty on a brand's own page.
        brands: Vec<AccountLine>,
        /// By touchpoint. A story with several touchpoints counts in each, so these do not add up.
        touchpoints: Vec<AccountLine>,
        /// The largest amount of worth or loss in a line.
        most: Amount,
    }
}

view! {
    /// The stories about a brand by touchpoint.
    CoverageRow {
        /// The brand.
        brand: Hashed<Ref>,
        /// The path of the page that lists the stories about it by touchpoint, if there is one.
        drilldown: Option<String>,
        /// The counts by touchpoint, in the order of `touchpoints`.
        cells: Vec<Counts>,
        /// How many touchpoints have a story, including touchpoints without a column.
        covered: usize,
    }
}

view! {
    /// A column of the coverage table: a touchpoint.
    CoverageColumn {
        /// Its display name.
        name: String,
        /// The fragment of its stories on a page that lists them.
        drilldown: String,
    }
}

view! {
    /// The coverage: which touchpoints of which brands have stories.
    CoverageView {
        /// The touchpoints with most stories, in the order of the vocabulary.
        touchpoints: Vec<CoverageColumn>,
        /// How many more touchpoints there are.
        more_touchpoints: usize,
        /// The brands with most stories.
        rows: Vec<CoverageRow>,
        /// How many more brands there are.
        more: usize,
    }
}

view! {
    /// A customer's explanation, and its story.
    ClueWords {
        /// The first entry of `clues` or of `negatives`, or else `quote`.
        text: String,
        /// The story.
        story: Hashed<LinkView>,
    }
}

view! {
    /// How strongly a touchpoint correlates with bad experiences.
    ClueView {
        /// The touchpoint.
        name: String,
        /// Its slug, as in URLs.
        slug: String,
        /// The path of its page.
        path: String,
        /// Who is responsible for it.
        owner: Option<String>,
        /// How many stories have it.
        with: usize,
        /// How many of those are bad.
        bad: usize,
        /// The mean of all stories minus the mean of those without it, where good is 100, mixed 0 and bad -100;
        /// negative if it correlates with bad experiences.
        effect: Estimate,
        /// `sure` if the interval does not contain zero, `unsure` if it does, `few` if there are too few stories.
        certainty: &'static str,
        /// The customers' explanations.
        words: Vec<ClueWords>,
        /// The fragment of its stories on the page that lists them.
        drilldown: String,
    }
}

view! {
    /// Which touchpoints correlate with bad experiences.
    CluesView {
        /// The largest distance of a bound from zero.
        reach: Hundredths,
        /// For how many touchpoints there are enough stories.
        told: usize,
        /// The touchpoints, worst first; those with too few stories last.
        rows: Vec<ClueView>,
    }
}

view! {
    /// What all stories and testimonials say together. `drilldown` in its parts is the fragment of the page where the
    /// stories behind a number are listed.
    Insights {
        /// How many are good, bad and mixed.
        counts: Counts,
        /// The share of good ones, in percent.
        good: Estimate,
        /// The share of bad ones, in percent.
        bad: Estimate,
        /// What does not count because it is held back or has left.
        withheld: Option<Withheld>,
        /// How many came from other platforms: they count, but not in measures and means.
        elsewhere: usize,
        /// The minimum number of answers for a number.
        least: usize,
        /// `nps`, `csat`, `ces` and `rating`, if there are answers.
        scales: BTreeMap<&'static str, Scale>,
        /// The scores for `product`, `service` and `experience`, if there are any.
        scores: Vec<Scale>,
        /// The verdicts by taxonomy; only taxonomies in use.
        dimensions: BTreeMap<&'static str, Dimension>,
        /// The steps from one stage to another, as a dimension called `step`.
        steps: Option<Dimension>,
        /// The verdicts over time.
        time: Option<TimeView>,
        /// The outcomes of good and of bad experiences.
        outcomes: Vec<OutcomeView>,
        /// What the experience was worth, by currency.
        accounts: Vec<AccountView>,
        /// The coverage by brand and touchpoint.
        coverage: Option<CoverageView>,
        /// Which touchpoints correlate with bad experiences.
        clues: Option<CluesView>,
    }
}

view! {
    /// `insights.html` and `journey.html`: the insights of the site, or of a brand, a touchpoint or a feeling.
    InsightsView {
        /// The variables that every page has.
        #[serde(flatten)]
        head: Head,
        /// The title of the page.
        title: String,
        /// The `_index.md` of the folder `insights` or `journey`, with its `content`, if there is one.
        page: Option<Hashed<Card>>,
        /// The term whose insights these are; absent for the whole site.
        term: Option<Hashed<Ref>>,
        /// The taxonomy of that term.
        taxonomy: Option<NavView>,
        /// Who is responsible for it.
        owner: Option<String>,
        /// The insights.
        insights: Hashed<Insights>,
        /// The path of the page that lists the stories behind the numbers: that of the insights themselves.
        drilldown: String,
        /// The stories behind the numbers, by part of the insights; empty on the journey.
        groups: Vec<DrilldownGroup>,
        /// The path of the journey; absent if these are not the insights of the whole site.
        journey: Option<String>,
        /// The path of the same numbers as JSON, if the site publishes them.
        json: Option<String>,
    }
}

view! {
    /// A part of the insights.
    DrilldownGroup {
        /// The fragment to which the numbers for all its lists link, if there are any.
        id: Option<String>,
        /// Its title.
        title: String,
        /// Its values.
        lists: Vec<DrilldownList>,
    }
}

view! {
    /// The stories that count for one value.
    DrilldownList {
        /// The fragment to which the numbers link.
        id: String,
        /// The value.
        name: String,
        /// The path of the page that lists all of them, if there is one.
        path: Option<String>,
        /// How many there are of each verdict; the list may be shorter.
        counts: Counts,
        /// The stories by `good`, `mixed` and `bad`, newest first.
        stories: BTreeMap<&'static str, Vec<Hashed<LinkView>>>,
    }
}
