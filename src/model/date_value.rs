//! Dates as authors write them: a day, a local time, or an exact moment.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A date. A bare day begins at local midnight in the site's time zone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DateValue {
    /// `2026-03-14`
    Day(Date),
    /// `2026-03-14T15:09:26`, in the site's time zone.
    Local(DateTime),
    /// `2026-03-14T15:09:26+01:00`: a moment, and the offset in seconds in which it was written.
    Moment(Timestamp, i32),
}

impl DateValue {
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

    /// The same in the forms of other tools, as long as they have one reading: `2024-2-3`, `2024/02/03`,
    /// `Feb 3, 2024`, `3 February 2024`, and that of e-mails.
    pub fn parse_any(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::parse(text).or_else(|| year_first(text)).or_else(|| with_month(text)).or_else(|| of_mail(text))
    }

    /// The two days that a date of numbers alone may be: `01/02/2024`.
    pub fn ambiguous(text: &str) -> Option<(Date, Date)> {
        let mut parts = text.trim().split(['/', '-', '.']).map(|part| part.parse::<i16>());
        let (Ok(a), Ok(b), Ok(year), None) = (parts.next()?, parts.next()?, parts.next()?, parts.next()) else {
            return None;
        };
        let day = |month: i16, day: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
        Some((day(a, b)?, day(b, a)?)).filter(|_| year > 31)
    }

    /// The calendar day on which it falls, as written.
    pub fn day(&self) -> Date {
        self.local().date()
    }

    /// Day and time as written; a bare day begins at midnight.
    pub fn local(&self) -> DateTime {
        match self {
            Self::Day(day) => day.to_datetime(jiff::civil::Time::midnight()),
            Self::Local(local) => *local,
            Self::Moment(moment, offset) => fixed(*offset).to_datetime(*moment),
        }
    }

    /// The moment, a day being its local start in `zone`.
    pub fn timestamp(&self, zone: &TimeZone) -> Timestamp {
        match self {
            Self::Moment(moment, _) => *moment,
            _ => zone.to_timestamp(self.local()).unwrap_or(Timestamp::UNIX_EPOCH),
        }
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

/// `2024-2-3`, `2024/02/03`, and a time after it.
fn year_first(text: &str) -> Option<DateValue> {
    let (day, time) = text.split_once([' ', 'T']).map_or((text, None), |(day, time)| (day, Some(time)));
    let mut parts = day.split(['-', '/', '.']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let day = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    match time {
        None => Some(DateValue::Day(day)),
        Some(time) => DateValue::parse(&format!("{day} {time}")),
    }
}

/// `Feb 3, 2024`, `3 February 2024`
fn with_month(text: &str) -> Option<DateValue> {
    let plain = text.replace([',', '.'], " ");
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let forms = ["%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y", "%Y %B %d", "%Y %b %d"];
    forms.iter().find_map(|form| Date::strptime(form, &plain).ok()).map(DateValue::Day)
}

/// `Tue, 3 Feb 2024 10:00:00 +0100` (RFC 5322, 3.3), and what `Date.toString` of JavaScript gives.
fn of_mail(text: &str) -> Option<DateValue> {
    let zoned = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(DateValue::Moment(zoned.timestamp(), zoned.offset().seconds()))
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

impl fmt::Display for DateValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Local(local) => write!(f, "{local}"),
            Self::Moment(..) => f.write_str(&self.rfc3339(&TimeZone::UTC)),
        }
    }
}

impl Serialize for DateValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DateValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse_any(&text).ok_or_else(|| {
            if let Some((first, second)) = Self::ambiguous(&text).filter(|(first, second)| first != second) {
                return D::Error::custom(format!("{text:?} may be {first} or {second}: write the one that it is"));
            }
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
            let when = DateValue::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(when.day().to_string(), day, "{text}");
        }
        for (text, day) in [
            ("2024-2-3", "2024-02-03"),
            ("2024/02/03", "2024-02-03"),
            ("2024-2-3 9:05:00", "2024-02-03"),
            ("Feb 3, 2024", "2024-02-03"),
            ("3 February 2024", "2024-02-03"),
            ("February 3rd 2024", ""),
            ("Sat, 3 Feb 2024 10:00:00 +0100", "2024-02-03"),
            ("Sat, 03 Feb 2024 10:00:00 GMT", "2024-02-03"),
        ] {
            let when = DateValue::parse_any(text).map_or_else(String::new, |when| when.day().to_string());
            assert_eq!(when, day, "{text}");
        }
        for bad in ["2024-13-01", "yesterday", "", "2024-02-30", "01/02/2024", "2024-02-30T10:00:00"] {
            assert_eq!(DateValue::parse_any(bad), None, "{bad}");
        }
        assert!(DateValue::ambiguous("01/02/2024").is_some() && DateValue::ambiguous("31/02/2024").is_none());
    }

    #[test]
    fn a_day_begins_at_local_midnight() {
        let madrid = TimeZone::get("Europe/Madrid").unwrap();
        let day = DateValue::parse("2026-07-01").unwrap();
        assert_eq!(day.timestamp(&madrid).to_string(), "2026-06-30T22:00:00Z");
        assert_eq!(day.rfc3339(&madrid), "2026-07-01T00:00:00+02:00");
    }
}
