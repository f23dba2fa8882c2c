//! `anecdote list`: the stories of a site by state, verdict and brand.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::Path;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::Stop;
use super::output::{Verbosity, count, print_result, print_status};
use crate::index::{Audience, Entry, entity_slug};
use crate::model::{ExclusionReason, Experience, Kind};
use crate::pipeline::{Builder, Project};
use crate::source::ChangeSet;
use crate::text::term_slug;

/// What `list` takes.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Those in this state
    #[arg(long, value_name = "STATE")]
    state: Option<State>,
    /// Those with this verdict
    #[arg(long, value_name = "VERDICT", value_parser = ["good", "bad", "mixed"])]
    experience: Option<String>,
    /// Those about this brand: as it is written, or its slug
    #[arg(long, value_name = "NAME")]
    brand: Option<String>,
    /// Documents of all kinds, not only stories and testimonials
    #[arg(long)]
    all: bool,
    /// A line each for people, or one JSON array
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum State {
    /// Everybody sees it.
    Published,
    /// `draft = true`
    Draft,
    /// Its date is still to come.
    Scheduled,
    /// It is left out for another reason: withdrawn, held back, expired, without consent.
    LeftOut,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// A document of the list.
struct Row<'a> {
    entry: &'a Entry,
    reason: Option<&'a ExclusionReason>,
}

impl Row<'_> {
    fn state(&self) -> State {
        match self.reason {
            None => State::Published,
            Some(ExclusionReason::Draft) => State::Draft,
            Some(ExclusionReason::Scheduled(_)) => State::Scheduled,
            Some(_) => State::LeftOut,
        }
    }

    fn word(&self) -> &'static str {
        self.reason.map_or("published", ExclusionReason::word)
    }

    fn verdict(&self) -> &'static str {
        self.entry.experience().map_or("", Experience::word)
    }

    fn brand(&self) -> &str {
        self.entry.fields.brand.as_deref().unwrap_or("")
    }

    /// The brand by the name that its page has.
    fn brand_name<'b>(&'b self, names: &'b BTreeMap<String, &'b str>) -> &'b str {
        names.get(&term_slug(self.brand())).copied().unwrap_or(self.brand())
    }

    fn date(&self) -> String {
        self.entry.date.as_ref().map_or_else(String::new, |date| date.day().to_string())
    }

    /// Its headline; one that is left out has only what its author wrote.
    fn title(&self) -> &str {
        let fields = &self.entry.fields;
        let own = fields.title.as_ref().or(fields.name.as_ref()).map_or("", String::as_str);
        if self.entry.title.is_empty() { own } else { &self.entry.title }
    }
}

/// Prints the list, newest first.
pub fn run(root: &Path, args: &ListArgs, verbosity: Verbosity) -> Result<(), Stop> {
    let now = super::moment().map_err(Stop::Usage)?;
    let project = Project::new(root, Audience { now, drafts: false, future: false });
    let built = Builder::new(project).build(&ChangeSet::Everywhere);
    let Some(site) = &built.site else {
        return Err(Stop::Failure("the site cannot be read; `anecdote check` says why".to_owned()));
    };
    let index = &site.model.index;
    let brands = index.entries.iter().filter(|entry| entry.kind() == Kind::Brand);
    let names: BTreeMap<String, &str> = brands.map(|entry| (entity_slug(entry), entry.title.as_str())).collect();
    let published = index.entries.iter().map(|entry| Row { entry, reason: None });
    let excluded = index.excluded.iter().map(|absent| Row { entry: &absent.entry, reason: Some(&absent.reason) });
    let is_about =
        |row: &Row, brand: &str| row.brand_name(&names) == brand || term_slug(row.brand()) == term_slug(brand);
    let mut rows: Vec<Row> = published
        .chain(excluded)
        .filter(|row| args.all && row.entry.kind() != Kind::Section || row.entry.kind().is_voice())
        .filter(|row| args.state.is_none_or(|state| row.state() == state))
        .filter(|row| args.experience.as_deref().is_none_or(|verdict| row.verdict() == verdict))
        .filter(|row| args.brand.as_deref().is_none_or(|brand| is_about(row, brand)))
        .collect();
    rows.sort_by_key(|row| (Reverse(row.entry.moment), &row.entry.doc.path));
    match args.format {
        Format::Json => print_result(
            &serde_json::Value::from(rows.iter().map(|row| as_json(row, &names)).collect::<Vec<_>>()).to_string(),
        ),
        Format::Text => {
            as_lines(&rows, &names).iter().for_each(|line| print_result(line));
            print_status(verbosity, &count(rows.len(), "document", "documents"));
        }
    }
    Ok(())
}

fn as_json(row: &Row, names: &BTreeMap<String, &str>) -> serde_json::Value {
    let of = |text: &str| if text.is_empty() { serde_json::Value::Null } else { text.into() };
    json!({
        "file": row.entry.doc.path.as_str(),
        "kind": row.entry.kind().word(),
        "state": row.word(),
        "experience": of(row.verdict()),
        "date": of(&row.date()),
        "brand": of(row.brand_name(names)),
        "lang": row.entry.lang,
        "title": of(row.title()),
    })
}

/// Columns as wide as what they hold, at most 24 characters; the title comes last.
fn as_lines(rows: &[Row], names: &BTreeMap<String, &str>) -> Vec<String> {
    let cells = |row: &Row| {
        let words = [row.word(), row.entry.kind().word(), row.verdict(), row.brand_name(names)];
        let [state, kind, verdict, brand] = words.map(str::to_owned);
        [row.date(), state, kind, verdict, brand]
    };
    let all: Vec<[String; 5]> = rows.iter().map(|row| cells(row).map(|cell| crate::parse::cut(&cell, 24))).collect();
    let width = |at: usize| all.iter().map(|cells| cells[at].chars().count()).max().unwrap_or(0);
    let widths = [0, 1, 2, 3, 4].map(width);
    let line = |(row, cells): (&Row, &[String; 5])| {
        let mut line = String::new();
        for (cell, width) in cells.iter().zip(widths).filter(|(_, width)| *width > 0) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width - cell.chars().count() + 2));
        }
        format!("{line}{}  {}", row.entry.doc.path, row.title()).trim_end().to_owned()
    };
    rows.iter().zip(&all).map(line).collect()
}
