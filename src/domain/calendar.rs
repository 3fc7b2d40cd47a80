//! Local days and the calendar buckets made of them.
//!
//! Instants are UTC seconds; a [`Day`] is a day of the configured zone. Buckets are computed from days alone, so that
//! 23:59:59 and 00:00:00 fall into their own day, week (from Monday), month, quarter and year.

use std::fmt;

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A local day: days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub i32);

impl Day {
    /// The day of a civil date.
    #[must_use]
    pub fn from_date(date: Date) -> Self {
        // Two dates of jiff's range (years −9999 to 9999) are less than 2^23 days apart.
        Self(date.since(Date::constant(1970, 1, 1)).map_or(0, |span| span.get_days()))
    }

    /// The civil date; days outside jiff's range saturate.
    #[must_use]
    pub fn date(self) -> Date {
        Date::constant(1970, 1, 1).saturating_add(self.0.days())
    }

    /// The month, as `YYYY-MM`.
    #[must_use]
    pub fn month(self) -> String {
        self.date().strftime("%Y-%m").to_string()
    }

    /// Reads `YYYY-MM-DD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 10).then(|| text.parse::<Date>().ok()).flatten().map(Self::from_date)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().fmt(f)
    }
}

/// A time zone by its IANA name.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone {
    name: String,
    zone: TimeZone,
}

/// A zone that the time zone database does not list.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("time zone `{0}` is not known; use an IANA name such as Asia/Shanghai")]
pub struct UnknownZone(pub String);

impl Zone {
    /// The zone of that IANA name.
    ///
    /// # Errors
    /// When the time zone database does not list it.
    pub fn parse(name: &str) -> Result<Self, UnknownZone> {
        let zone = TimeZone::get(name).map_err(|_| UnknownZone(name.to_owned()))?;
        Ok(Self { name: name.to_owned(), zone })
    }

    /// The IANA name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The local day of an instant.
    #[must_use]
    pub fn day(&self, unix_s: i64) -> Day {
        let offset_s = Timestamp::from_second(unix_s).map_or(0, |at| self.zone.to_offset(at).seconds());
        let day = (unix_s + i64::from(offset_s)).div_euclid(86_400);
        Day(i32::try_from(day).unwrap_or(i32::MAX))
    }

    /// The instant at which a local day begins, in seconds since the epoch.
    #[must_use]
    pub fn start_of(&self, day: Day) -> i64 {
        self.instant(day.date().at(0, 0, 0, 0))
    }

    /// The instant of a local civil time (the earlier one where clocks go back, after the gap where they go forward).
    #[must_use]
    pub fn instant(&self, local: jiff::civil::DateTime) -> i64 {
        // The zone's ends of time lie within a day of those of UTC.
        let outside = if local.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
        local.to_zoned(self.zone.clone()).map_or(outside, |zoned| zoned.timestamp()).as_second()
    }

    /// RFC 3339 with this zone's offset, to the second.
    #[must_use]
    pub fn rfc3339(&self, unix_s: i64) -> String {
        let Ok(at) = Timestamp::from_second(unix_s) else { return String::new() };
        at.display_with_offset(self.zone.to_offset(at)).to_string()
    }
}

/// The width of a timeline's buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Interval {
    /// Local days.
    Day,
    /// Weeks from Monday.
    Week,
    /// Calendar months.
    Month,
    /// Calendar quarters.
    Quarter,
    /// Calendar years.
    Year,
}

impl Interval {
    /// Every interval, narrowest first.
    pub const ALL: [Self; 5] = [Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// The name used in API and URL.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// The interval of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|interval| interval.name() == name)
    }

    /// The narrowest interval that shows `first..=last` in at most 60 buckets, else years.
    #[must_use]
    pub fn auto(first: Day, last: Day) -> Self {
        let days = last.0.saturating_sub(first.0).saturating_add(1);
        [(Self::Day, 60), (Self::Week, 60 * 7), (Self::Month, 60 * 30), (Self::Quarter, 60 * 91)]
            .into_iter()
            .find(|(_, reach)| days <= *reach)
            .map_or(Self::Year, |(interval, _)| interval)
    }

    /// The first day of the bucket that holds `day`.
    #[must_use]
    pub fn start(self, day: Day) -> Day {
        let date = day.date();
        let first = |month: i8| Date::new(date.year(), month, 1).map_or(day, Day::from_date);
        match self {
            Self::Day => day,
            // 1970-01-01 was a Thursday, so Mondays are days 4 modulo 7.
            Self::Week => Day(day.0 - (day.0 - 4).rem_euclid(7)),
            Self::Month => first(date.month()),
            Self::Quarter => first((date.month() - 1) / 3 * 3 + 1),
            Self::Year => first(1),
        }
    }

    /// The first day of the bucket after the one that begins on `start`.
    #[must_use]
    pub fn next(self, start: Day) -> Day {
        let after = |months: i32| Day::from_date(start.date().saturating_add(months.months()));
        match self {
            Self::Day => Day(start.0 + 1),
            Self::Week => Day(start.0 + 7),
            Self::Month => after(1),
            Self::Quarter => after(3),
            Self::Year => after(12),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shanghai() -> Zone {
        Zone::parse("Asia/Shanghai").unwrap()
    }

    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_second()
    }

    #[test]
    fn midnight_belongs_to_the_day_it_begins() {
        let day = |text| shanghai().day(at(text)).to_string();
        assert_eq!(day("2026-02-28T23:59:59+08:00"), "2026-02-28");
        assert_eq!(day("2026-03-01T00:00:00+08:00"), "2026-03-01");
        assert_eq!(day("1969-12-31T23:59:59+08:00"), "1969-12-31");
        assert_eq!(shanghai().start_of(Day::parse("2026-03-01").unwrap()), at("2026-03-01T00:00:00+08:00"));
    }

    #[test]
    fn buckets_follow_the_calendar() {
        let start = |interval: Interval, day| interval.start(Day::parse(day).unwrap()).to_string();
        assert_eq!(start(Interval::Week, "2026-03-01"), "2026-02-23");
        assert_eq!(start(Interval::Week, "2026-03-02"), "2026-03-02");
        assert_eq!(start(Interval::Month, "2024-02-29"), "2024-02-01");
        assert_eq!(start(Interval::Quarter, "2026-12-31"), "2026-10-01");
        assert_eq!(start(Interval::Year, "2026-12-31"), "2026-01-01");
    }

    #[test]
    fn a_bucket_ends_where_the_next_begins() {
        for interval in Interval::ALL {
            for offset in 0..800 {
                let day = Day(19_700 + offset);
                let (start, next) = (interval.start(day), interval.next(interval.start(day)));
                assert!(start <= day && day < next, "{interval:?} {day}");
                assert_eq!(interval.start(next), next);
            }
        }
    }

    #[test]
    fn days_are_read_strictly_and_written_back() {
        assert_eq!(Day::parse("2021-02-29"), None);
        assert_eq!(Day::parse("2021-1-01"), None);
        assert_eq!(Day::parse("2021-01-31").unwrap().to_string(), "2021-01-31");
        assert_eq!(Day(0).to_string(), "1970-01-01");
    }

    #[test]
    fn auto_keeps_the_bars_readable() {
        let auto = |days| Interval::auto(Day(0), Day(days - 1));
        assert_eq!([31, 180, 730, 4_000, 9_000].map(auto), Interval::ALL);
    }

    #[test]
    fn days_at_the_ends_of_time_begin_there() {
        let honolulu = Zone::parse("Pacific/Honolulu").unwrap();
        assert!(honolulu.start_of(Day::parse("9999-12-31").unwrap()) > at("9999-12-30T00:00:00Z"));
        assert!(shanghai().start_of(Day::from_date(Date::MIN)) < at("-009999-01-03T00:00:00Z"));
    }

    #[test]
    fn instants_are_written_with_the_zone() {
        assert_eq!(shanghai().rfc3339(at("2021-09-04T13:51:01Z")), "2021-09-04T21:51:01+08:00");
    }
}
