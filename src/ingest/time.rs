//! When a review was written, out of the shapes in which exports write it.
//!
//! Invariant: nothing is guessed. A date without a year (or without a day) is not a time, and an order of day and month that
//! could be read both ways is refused.

use jiff::civil::{Date, DateTime, Time};

use crate::domain::{
    calendar::Zone,
    review::{Created, Precision},
};

/// What a cell says about the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// It names an instant or a day.
    At(Created, Clue),
    /// It names a day of no year: `01.07`, `3月5日`.
    NoYear,
    /// It names a month: `2021-09`.
    NoDay,
}

/// What the shape of a time says of its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Clue {
    /// Nothing: it is read in the zone of the file.
    Local,
    /// Its offset from UTC in seconds.
    Offset(i64),
    /// It counts seconds since 1970 and so needs none.
    Epoch,
    /// It is a serial number of a spreadsheet, read in the zone of the file.
    Serial,
}

/// How the times of a file are read where they do not say it themselves.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    /// The zone of times without an offset.
    pub(super) zone: Zone,
    /// Whether serial numbers count from 1904, as in workbooks of old Macs.
    pub(super) from_1904: bool,
}

/// Reads a time; `None` when it has none of the known shapes, or names a day that does not exist.
pub(super) fn parse(text: &str, reading: &Reading) -> Option<Written> {
    let text = text.trim();
    number(text, reading).unwrap_or_else(|| Cursor(text.as_bytes()).written(&reading.zone))
}

/// Shapes that are one number; the outer `None` says that the text is none.
fn number(text: &str, reading: &Reading) -> Option<Option<Written>> {
    let zone = &reading.zone;
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !fraction.is_none_or(digits) {
        return None;
    }
    let value: i64 = whole.parse().ok()?;
    let at = |unix_s| Some(Written::At(Created { unix_s, precision: Precision::Second }, Clue::Epoch));
    Some(match (whole.len(), fraction.map(str::len)) {
        (1..=2, Some(1..=2)) => {
            let day = fraction.and_then(|day| day.parse().ok());
            // 2000 had a 29th of February.
            day.and_then(|day| date(2000, value, day)).map(|_| Written::NoYear)
        }
        (4, Some(1..=2)) => {
            let month = fraction.and_then(|month| month.parse().ok());
            month.and_then(|month| date(value, month, 1)).map(|_| Written::NoDay)
        }
        (5, _) => excel_serial(text, reading),
        (8, None) => {
            let day = date(value / 10_000, value / 100 % 100, value % 100);
            day.map(|day| local(day, None, zone))
        }
        (9..=10, _) => at(value),
        (12..=13, None) => at(value.div_euclid(1000)),
        (14, None) => {
            let (day, time) = (value / 1_000_000, value % 1_000_000);
            let day = date(day / 10_000, day / 100 % 100, day % 100)?;
            clock(time / 10_000, time / 100 % 100, Some(time % 100)).map(|time| local(day, Some(time), zone))
        }
        _ => None,
    })
}

/// Days since 1899-12-30 (or 1904-01-01) with the time as a fraction, as Excel counts them; 1927 to 2118.
fn excel_serial(text: &str, reading: &Reading) -> Option<Written> {
    const EPOCH: Date = Date::constant(1899, 12, 30);
    const EPOCH_1904: Date = Date::constant(1904, 1, 1);
    let serial: f64 = text.parse().ok()?;
    if !(10_000.0..80_000.0).contains(&serial) {
        return None;
    }
    let midnight = if reading.from_1904 { EPOCH_1904 } else { EPOCH }.at(0, 0, 0, 0);
    #[expect(clippy::cast_possible_truncation, reason = "at most 80,000 days, in seconds")]
    let seconds = (serial * 86_400.0).round() as i64;
    let moment = midnight.checked_add(jiff::SignedDuration::from_secs(seconds)).ok()?;
    let time = (seconds % 86_400 != 0).then(|| (moment.time(), Precision::Second));
    match local(moment.date(), time, &reading.zone) {
        Written::At(created, _) => Some(Written::At(created, Clue::Serial)),
        other => Some(other),
    }
}

type Clock = (Time, Precision);

/// Reads a shape from its beginning.
struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    fn written(mut self, zone: &Zone) -> Option<Written> {
        let (first, length) = self.digits(4)?;
        if length == 4 {
            return self.after_year(first, zone);
        }
        let separator = self.separator(&["-", "/", ".", "月"]).filter(|_| length <= 2)?;
        let day = self.digits(2)?.0;
        self.day_sign(separator);
        self.time_of_day()?;
        date(2000, first, day).map(|_| Written::NoYear)
    }

    fn after_year(&mut self, year: i64, zone: &Zone) -> Option<Written> {
        let separator = self.separator(&["-", "/", ".", "年"])?;
        let month = self.digits(2)?.0;
        let expected = if separator == "年" { "月" } else { separator };
        if self.0.is_empty() || (self.0 == "月".as_bytes() && separator == "年") {
            return date(year, month, 1).map(|_| Written::NoDay);
        }
        self.eat(expected)?;
        let day = self.digits(2)?.0;
        self.day_sign(expected);
        let date = date(year, month, day)?;
        match self.time_of_day()? {
            Some((time, Some(offset_s))) => {
                let unix_s = utc_seconds(DateTime::from_parts(date, time.0)) - offset_s;
                Some(Written::At(Created { unix_s, precision: time.1 }, Clue::Offset(offset_s)))
            }
            time => Some(local(date, time.map(|(time, _)| time), zone)),
        }
    }

    /// The time and its offset from UTC, if any; `None` when what follows is neither a time nor the end.
    fn time_of_day(&mut self) -> Option<Option<(Clock, Option<i64>)>> {
        if self.0.is_empty() {
            return Some(None);
        }
        if self.eat("T").is_none() {
            self.spaces();
        }
        let hour = self.digits(2)?.0;
        self.eat(":")?;
        let minute = self.exactly_two()?;
        let second = match self.eat(":") {
            Some(()) => Some(self.exactly_two()?),
            None => None,
        };
        if second.is_some() && (self.eat(".").is_some() || self.eat(",").is_some()) {
            self.digits(9)?;
        }
        self.spaces();
        let offset_s = self.offset()?;
        self.0.is_empty().then_some(Some((clock(hour, minute, second)?, offset_s)))
    }

    /// `Z`, `+08:00`, `+0800` or `+08`, in seconds.
    fn offset(&mut self) -> Option<Option<i64>> {
        if self.eat("Z").is_some() {
            return Some(Some(0));
        }
        let sign = match self.0.first() {
            Some(b'+') => 1,
            Some(b'-') => -1,
            _ => return Some(None),
        };
        self.0 = &self.0[1..];
        let hours = self.exactly_two()?;
        let colon = self.eat(":").is_some();
        let minutes = if colon || !self.0.is_empty() { self.exactly_two()? } else { 0 };
        (hours <= 18 && minutes < 60).then_some(Some(sign * (hours * 3600 + minutes * 60)))
    }

    /// Up to `limit` digits, and how many there were.
    fn digits(&mut self, limit: usize) -> Option<(i64, usize)> {
        let length = self.0.iter().take(limit).take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at(length);
        self.0 = rest;
        let value = digits.iter().fold(0, |value, digit| value * 10 + i64::from(digit - b'0'));
        (length > 0).then_some((value, length))
    }

    fn exactly_two(&mut self) -> Option<i64> {
        self.digits(2).filter(|(_, length)| *length == 2).map(|(value, _)| value)
    }

    fn eat(&mut self, text: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(text.as_bytes())?;
        Some(())
    }

    fn separator(&mut self, any: &[&'static str]) -> Option<&'static str> {
        any.iter().copied().find(|separator| self.eat(separator).is_some())
    }

    /// `日` or `号` after the day, where the month had its sign.
    fn day_sign(&mut self, month_sign: &str) {
        if month_sign == "月" && self.eat("日").is_none() {
            let _ = self.eat("号");
        }
    }

    fn spaces(&mut self) {
        self.0 = self.0.trim_ascii_start();
    }
}

fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|year| (1900..=2200).contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn clock(hour: i64, minute: i64, second: Option<i64>) -> Option<Clock> {
    let part = |value: i64| i8::try_from(value).ok();
    let time = Time::new(part(hour)?, part(minute)?, part(second.unwrap_or(0))?, 0).ok()?;
    Some((time, if second.is_some() { Precision::Second } else { Precision::Minute }))
}

fn local(date: Date, time: Option<Clock>, zone: &Zone) -> Written {
    let (time, precision) = time.unwrap_or((Time::midnight(), Precision::Day));
    Written::At(Created { unix_s: zone.instant(DateTime::from_parts(date, time)), precision }, Clue::Local)
}

fn utc_seconds(moment: DateTime) -> i64 {
    moment.duration_since(Date::constant(1970, 1, 1).at(0, 0, 0, 0)).as_secs()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        read_from(text, false)
    }

    fn read_from(text: &str, from_1904: bool) -> String {
        let zone = Zone::parse("Asia/Shanghai").unwrap();
        match parse(text, &Reading { zone: zone.clone(), from_1904 }) {
            None => "invalid".to_owned(),
            Some(Written::NoYear) => "no year".to_owned(),
            Some(Written::NoDay) => "no day".to_owned(),
            Some(Written::At(at, _)) => format!("{} {}", zone.rfc3339(at.unix_s), at.precision.name()),
        }
    }

    #[test]
    fn the_shapes_of_a_time() {
        let cases = [
            ("2021-09-04 21:51:01", "2021-09-04T21:51:01+08:00 second"),
            ("2019-04-26T10:20:39", "2019-04-26T10:20:39+08:00 second"),
            ("2021-09-04 21:51:01.937", "2021-09-04T21:51:01+08:00 second"),
            ("2021-09-04T13:51:01Z", "2021-09-04T21:51:01+08:00 second"),
            ("2021-09-04T13:51:01.5+00:00", "2021-09-04T21:51:01+08:00 second"),
            ("2021-09-04 10:51 -0300", "2021-09-04T21:51:00+08:00 minute"),
            ("2021-09-04 21:51", "2021-09-04T21:51:00+08:00 minute"),
            ("2021/9/4 9:05", "2021-09-04T09:05:00+08:00 minute"),
            ("2021.9.4", "2021-09-04T00:00:00+08:00 day"),
            (" 2021-09-04 ", "2021-09-04T00:00:00+08:00 day"),
            ("2021年9月4日", "2021-09-04T00:00:00+08:00 day"),
            ("2021年9月4日 21:51", "2021-09-04T21:51:00+08:00 minute"),
            ("2021年9月4日21:51:01", "2021-09-04T21:51:01+08:00 second"),
            ("20210904", "2021-09-04T00:00:00+08:00 day"),
            ("20210904215101", "2021-09-04T21:51:01+08:00 second"),
            ("1630763461", "2021-09-04T21:51:01+08:00 second"),
            ("1630763461937", "2021-09-04T21:51:01+08:00 second"),
            ("44443", "2021-09-04T00:00:00+08:00 day"),
            ("44443.91042824074", "2021-09-04T21:51:01+08:00 second"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn serial_numbers_count_from_1900_or_1904() {
        assert_eq!(read_from("42981.5", true), "2021-09-04T12:00:00+08:00 second");
        assert_eq!(read_from("2021-09-04", true), "2021-09-04T00:00:00+08:00 day");
    }

    #[test]
    fn the_shape_tells_of_the_zone() {
        let reading = Reading { zone: Zone::parse("Asia/Shanghai").unwrap(), from_1904: false };
        let clue = |text: &str| match parse(text, &reading) {
            Some(Written::At(_, clue)) => Some(clue),
            _ => None,
        };
        assert_eq!(clue("2021-09-04 21:51"), Some(Clue::Local));
        assert_eq!(clue("2021-09-04T21:51Z"), Some(Clue::Offset(0)));
        assert_eq!(clue("2021-09-04 21:51:00+09:00"), Some(Clue::Offset(32_400)));
        assert_eq!([clue("1630763461"), clue("44443")], [Some(Clue::Epoch), Some(Clue::Serial)]);
    }

    #[test]
    fn a_day_of_no_year_and_a_month_are_no_times() {
        for text in ["01.07", "1.7", "02-29", "12/31", "3月5日", "3月5日 12:30", "05-01 12:30"] {
            assert_eq!(read(text), "no year", "{text}");
        }
        for text in ["2021-09", "2021/9", "2021.09", "2021年9月"] {
            assert_eq!(read(text), "no day", "{text}");
        }
    }

    #[test]
    fn what_does_not_exist_or_could_be_read_both_ways_is_refused() {
        let invalid = [
            "2021-02-29",
            "2021-13-01",
            "20210230",
            "2021-09-04 24:00",
            "2021-09-04 21:60",
            "2021-09-04 21:5",
            "2021-09/04",
            "9/4/2021",
            "21-09-04",
            "13.45",
            "2021",
            "昨天",
            "3天前",
            "2021-09-04 晚上",
            "2021-09-04 21:51:01 +99:00",
            "0000-00-00 00:00:00",
            "-1",
        ];
        for text in invalid {
            assert_eq!(read(text), "invalid", "{text}");
        }
    }
}
