//! What a build came to. The next one, from the same files and into the same folder, says it again and does no work.

use std::borrow::Cow;
use std::io;
use std::path::Path;

use bitcode::{Decode, Encode};
use jiff::Timestamp;

use super::store;
use crate::diag::{Diagnostic, Place, Severity, Span, codes};
use crate::digest::Digest;
use crate::model::{DateValue, ExclusionReason, HeldBack};
use crate::path::{OutPath, SourcePath};
use crate::stamp::Stamp;

/// What a build without errors came to.
#[derive(Clone, Debug)]
pub struct BuildRecord {
    /// The digest of all that it depended on, but for the time.
    pub inputs: Digest,
    /// The digest of the keys that it kept. Those of a later build are others, and then this says nothing of the output.
    pub keys: Digest,
    /// The moment for which it was done.
    pub from: Timestamp,
    /// When time alone makes another site of the same files, if it ever does.
    pub until: Option<Timestamp>,
    /// How many pages there are.
    pub pages: usize,
    /// How many stories and testimonials are published.
    pub stories: usize,
    /// What was left out, and why.
    pub excluded: Vec<(SourcePath, ExclusionReason)>,
    /// All that was found, located and sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The outputs whose keys are not kept, since something was found in them.
    pub without_key: Vec<(OutPath, Stamp)>,
}

impl BuildRecord {
    /// Whether a build from these inputs, for that moment, comes to the same.
    pub fn holds(&self, inputs: Digest, now: Timestamp) -> bool {
        self.inputs == inputs && self.from <= now && self.until.is_none_or(|until| now < until)
    }
}

/// Reads what the last build into an output folder came to; `None` if that is not known.
pub fn load(root: &Path, output: &Path) -> Option<BuildRecord> {
    store::read::<Stored>(root, &name_of(output))?.0.into_record()
}

/// Keeps what a build came to.
pub fn save(root: &Path, output: &Path, record: &BuildRecord) -> io::Result<()> {
    store::write(root, &name_of(output), Stored::of(record)).map(drop)
}

fn name_of(output: &Path) -> String {
    store::name_of("build", output)
}

#[derive(Encode, Decode)]
struct Stored {
    inputs: String,
    keys: String,
    from: i128,
    until: Option<i128>,
    pages: usize,
    stories: usize,
    excluded: Vec<(String, StoredReason)>,
    diagnostics: Vec<StoredDiagnostic>,
    without_key: Vec<(String, Stamp)>,
}

#[derive(Encode, Decode)]
enum StoredReason {
    Draft,
    Scheduled(String),
    Expired(String),
    NoConsent,
    Withdrawn,
    ConsentEnded(String),
    HeldBack(String),
}

#[derive(Encode, Decode)]
struct StoredDiagnostic {
    code: String,
    is_error: bool,
    message: String,
    span: Option<(String, Option<(usize, usize)>)>,
    label: String,
    notes: Vec<String>,
    help: Option<String>,
    place: Option<(usize, usize, String, (usize, usize))>,
}

impl Stored {
    fn of(record: &BuildRecord) -> Self {
        Self {
            inputs: record.inputs.to_string(),
            keys: record.keys.to_string(),
            from: record.from.as_nanosecond(),
            until: record.until.map(Timestamp::as_nanosecond),
            pages: record.pages,
            stories: record.stories,
            excluded: record
                .excluded
                .iter()
                .map(|(path, reason)| (path.as_str().to_owned(), StoredReason::of(reason)))
                .collect(),
            diagnostics: record.diagnostics.iter().map(StoredDiagnostic::of).collect(),
            without_key: record.without_key.iter().map(|(path, stamp)| (path.as_str().to_owned(), *stamp)).collect(),
        }
    }

    fn into_record(self) -> Option<BuildRecord> {
        let excluded = self.excluded.into_iter().map(|(path, reason)| Some((SourcePath::new(path), reason.reason()?)));
        let without_key = self.without_key.into_iter().map(|(path, stamp)| Some((OutPath::new(path).ok()?, stamp)));
        Some(BuildRecord {
            inputs: Digest::parse(&self.inputs)?,
            keys: Digest::parse(&self.keys)?,
            from: Timestamp::from_nanosecond(self.from).ok()?,
            until: match self.until {
                Some(until) => Some(Timestamp::from_nanosecond(until).ok()?),
                None => None,
            },
            pages: self.pages,
            stories: self.stories,
            excluded: excluded.collect::<Option<_>>()?,
            diagnostics: StoredDiagnostic::all(self.diagnostics)?,
            without_key: without_key.collect::<Option<_>>()?,
        })
    }
}

impl StoredReason {
    fn of(reason: &ExclusionReason) -> Self {
        match reason {
            ExclusionReason::Draft => Self::Draft,
            ExclusionReason::Scheduled(when) => Self::Scheduled(when.to_string()),
            ExclusionReason::Expired(when) => Self::Expired(when.to_string()),
            ExclusionReason::NoConsent => Self::NoConsent,
            ExclusionReason::Withdrawn => Self::Withdrawn,
            ExclusionReason::ConsentEnded(when) => Self::ConsentEnded(when.to_string()),
            ExclusionReason::HeldBack(why) => Self::HeldBack(why.word().to_owned()),
        }
    }

    fn reason(self) -> Option<ExclusionReason> {
        Some(match self {
            Self::Draft => ExclusionReason::Draft,
            Self::Scheduled(when) => ExclusionReason::Scheduled(DateValue::parse(&when)?),
            Self::Expired(when) => ExclusionReason::Expired(DateValue::parse(&when)?),
            Self::NoConsent => ExclusionReason::NoConsent,
            Self::Withdrawn => ExclusionReason::Withdrawn,
            Self::ConsentEnded(when) => ExclusionReason::ConsentEnded(DateValue::parse(&when)?),
            Self::HeldBack(why) => ExclusionReason::HeldBack(HeldBack::parse(&why)?),
        })
    }
}

impl StoredDiagnostic {
    fn of(found: &Diagnostic) -> Self {
        let place = found.place.as_ref();
        Self {
            code: found.code.to_owned(),
            is_error: found.severity == Severity::Error,
            message: found.message.to_string(),
            span: found.span.as_ref().map(|span| (span.path.as_str().to_owned(), span.range)),
            label: found.label.clone(),
            notes: found.notes.clone(),
            help: found.help.as_ref().map(ToString::to_string),
            place: place.map(|place| (place.line, place.column, place.excerpt.clone(), place.mark)),
        }
    }

    /// `None` if one of them has a code that this program does not know.
    fn all(stored: Vec<Self>) -> Option<Vec<Diagnostic>> {
        // Many have the same code.
        let mut known: Vec<&'static str> = Vec::new();
        let mut code = |written: &str| match known.iter().find(|code| **code == written) {
            Some(code) => Some(*code),
            None => {
                known.push(codes::explain(written)?.code);
                known.last().copied()
            }
        };
        let all = stored.into_iter().map(|stored| {
            Some(Diagnostic {
                code: code(&stored.code)?,
                severity: if stored.is_error { Severity::Error } else { Severity::Warning },
                message: Cow::Owned(stored.message),
                span: stored.span.map(|(path, range)| Span { path: SourcePath::new(path), range }),
                label: stored.label,
                notes: stored.notes,
                help: stored.help.map(Cow::Owned),
                sought: None,
                place: stored.place.map(|(line, column, excerpt, mark)| Place { line, column, excerpt, mark }),
            })
        });
        all.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_read_as_it_was_kept() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("public");
        let found =
            Diagnostic::warning("W0901", "nothing says how").at(Span::at(&SourcePath::new("content/a.md"), 3..9));
        let mut found = found.label("here").help("say it").note("a note");
        found.place = Some(Place { line: 2, column: 4, excerpt: "title".to_owned(), mark: (1, 3) });
        let day = |text: &str| DateValue::parse(text).unwrap();
        let reasons = [
            ExclusionReason::Draft,
            ExclusionReason::Scheduled(day("2026-11-27")),
            ExclusionReason::Expired(day("2026-11-27T08:30:00Z")),
            ExclusionReason::NoConsent,
            ExclusionReason::Withdrawn,
            ExclusionReason::ConsentEnded(day("2025-01-31")),
            ExclusionReason::HeldBack(HeldBack::ALL[0]),
        ];
        let record = BuildRecord {
            inputs: Digest::of_bytes(b"inputs"),
            keys: Digest::of_bytes(b"keys"),
            from: "2026-11-27T08:00:00Z".parse().unwrap(),
            until: Some("2026-11-28T00:00:00Z".parse().unwrap()),
            pages: 3,
            stories: 2,
            excluded: reasons.into_iter().map(|reason| (SourcePath::new("content/b.md"), reason)).collect(),
            diagnostics: vec![found.clone(), Diagnostic::warning("W0913", "the site does not say")],
            without_key: vec![(
                OutPath::new("a/index.html".to_owned()).unwrap(),
                Stamp { size: 1, ..Stamp::default() },
            )],
        };
        save(folder.path(), &output, &record).unwrap();
        let read = load(folder.path(), &output).unwrap();
        assert_eq!(format!("{read:#?}"), format!("{record:#?}"));
        assert_eq!(read.diagnostics[0], found);
    }

    #[test]
    fn a_record_holds_until_time_changes_the_site() {
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        let record = BuildRecord {
            inputs: Digest::of_bytes(b"inputs"),
            keys: Digest::of_bytes(b"keys"),
            from: at("2026-11-27T08:00:00Z"),
            until: Some(at("2026-11-28T00:00:00Z")),
            pages: 0,
            stories: 0,
            excluded: Vec::new(),
            diagnostics: Vec::new(),
            without_key: Vec::new(),
        };
        assert!(record.holds(record.inputs, at("2026-11-27T08:00:00Z")));
        assert!(record.holds(record.inputs, at("2026-11-27T23:59:59Z")));
        assert!(!record.holds(record.inputs, at("2026-11-28T00:00:00Z")));
        assert!(!record.holds(record.inputs, at("2026-11-27T07:59:59Z")), "a clock that was set back");
        assert!(!record.holds(Digest::of_bytes(b"others"), at("2026-11-27T09:00:00Z")));
    }
}
