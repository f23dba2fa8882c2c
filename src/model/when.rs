//! Dates as authors write them: a day, a local time, or an exact moment.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A date. A bare day begins at local midnight in the site's time zone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// `2026-03-14`
    Day(Date),
    /// `2026-03-14T15:09:26`, in the site's time zone.
    Local(DateTime),
    /// `2026-03-14T15:09:26+01:00`: a moment, and the offset in seconds in which it was written.
    Moment(Timestamp, i32),
}

impl When {
    /// Reads RFC 3339 and its short forms, with `T` or a space between day and time, and the space
    /// before an offset that Jekyll's posts have.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() == 10 {
            return text.parse().ok().map(Self::Day);
        }
        let mut text = text.replacen(' ', "T", 1).replace(' ', "");
        // `9:00:00 -4`: a digit is missing here and there in what people write.
        if text.as_bytes().get(12) == Some(&b':') {
            text.insert(11, '0');
        }
        if let Some(at) = text.rfind(['+', '-']).filter(|at| *at > 10 && text.len() == at + 2) {
            text.insert(at + 1, '0');
        }
        if let Some((moment, offset)) = moment(&text) {
            return Some(Self::Moment(moment, offset));
        }
        text.parse().ok().map(Self::Local)
    }

    /// The calendar day on which it falls, as written.
    pub fn day(&self) -> Date {
        match self {
            Self::Day(day) => *day,
            Self::Local(local) => local.date(),
            Self::Moment(moment, offset) => fixed(*offset).to_datetime(*moment).date(),
        }
    }

    /// The moment, a day being its local start in `zone`.
    pub fn timestamp(&self, zone: &TimeZone) -> Timestamp {
        let local = match self {
            Self::Day(day) => day.to_datetime(jiff::civil::Time::midnight()),
            Self::Local(local) => *local,
            Self::Moment(moment, _) => return *moment,
        };
        zone.to_timestamp(local).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// RFC 3339 with an offset, as feeds want it.
    pub fn rfc3339(&self, zone: &TimeZone) -> String {
        let moment = self.timestamp(zone);
        let offset = match self {
            Self::Moment(_, offset) => fixed(*offset),
            _ => zone.to_offset(moment),
        };
        moment.display_with_offset(offset).to_string()
    }
}

fn moment(text: &str) -> Option<(Timestamp, i32)> {
    let moment: Timestamp = text.parse().ok()?;
    let offset = if text.ends_with(['Z', 'z']) {
        0
    } else {
        let at = text.rfind(['+', '-'])?;
        let digits: String = text[at + 1..].chars().filter(char::is_ascii_digit).collect();
        let (hours, minutes) = digits.split_at(digits.len().min(2));
        let seconds = hours.parse::<i32>().ok()? * 3600 + minutes.get(..2).map_or(0, |m| m.parse().unwrap_or(0)) * 60;
        if text[at..].starts_with('-') { -seconds } else { seconds }
    };
    Some((moment, offset))
}

fn fixed(seconds: i32) -> Offset {
    Offset::from_seconds(seconds).unwrap_or(Offset::UTC)
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Local(local) => write!(f, "{local}"),
            Self::Moment(..) => f.write_str(&self.rfc3339(&TimeZone::UTC)),
        }
    }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            D::Error::custom(format!("{text:?} is not a date: write 2026-03-14, or 2026-03-14T15:09:00+01:00"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (text, day) in [
            ("2024-12-09", "2024-12-09"),
            ("2024-12-09T11:45:35+01:00", "2024-12-09"),
            ("2024-12-09 11:45:35 -0500", "2024-12-09"),
            ("2024-12-09T11:45:35Z", "2024-12-09"),
            ("2024-12-09 11:45:35", "2024-12-09"),
            ("2024-12-09 9:45:35 -4", "2024-12-09"),
        ] {
            let when = When::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(when.day().to_string(), day, "{text}");
        }
        for bad in ["2024-13-01", "yesterday", "", "2024-02-30"] {
            assert_eq!(When::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_day_begins_at_local_midnight() {
        let madrid = TimeZone::get("Europe/Madrid").unwrap();
        let day = When::parse("2026-07-01").unwrap();
        assert_eq!(day.timestamp(&madrid).to_string(), "2026-06-30T22:00:00Z");
        assert_eq!(day.rfc3339(&madrid), "2026-07-01T00:00:00+02:00");
    }
}
