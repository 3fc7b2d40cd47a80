//! Days as a query names them: dates in part or whole, and days counted from today.
//!
//! All texts here are folded. A calendar unit is whole: 本周 runs from Monday to Sunday, 本月 to the last of the month. 近N天 is N days that
//! end with today; 近N月 begins the day after the same day N months ago. 去年同期 is last year's part of what this month has shown so far:
//! from the first of this month to today's day of the month, one year earlier (on 29 February: to the 28th).

use jiff::{ToSpan, civil::Date};

use crate::domain::calendar::{Day, Interval};

/// Years that can be typed: the calendar goes one year further on either side.
const YEARS: std::ops::RangeInclusive<i16> = 1..=9998;

/// First and last day of what a text names.
pub(super) type Days = (Day, Day);

/// The days that a text names.
pub(super) fn days(folded: &str, today: Day) -> Option<Days> {
    named(folded, today).or_else(|| recent(folded, today)).or_else(|| date(folded))
}

/// Whether a day can be typed.
pub(super) fn is_typable(day: Day) -> bool {
    YEARS.contains(&day.date().year())
}

/// The date that was probably meant: the last day of the month, the last month of the year.
pub(super) fn nearest(folded: &str) -> Option<String> {
    let numbers = numbers(folded)?;
    let year = i16::try_from(*numbers.first()?).ok().filter(|year| YEARS.contains(year))?;
    let month = i8::try_from((*numbers.get(1)?).clamp(1, 12)).ok()?;
    let Some(day) = numbers.get(2) else { return Some(format!("{year:04}-{month:02}")) };
    let last = Date::new(year, month, 1).ok()?.days_in_month();
    let day = i8::try_from((*day).clamp(1, u32::from(last.unsigned_abs()))).ok()?;
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

fn named(folded: &str, today: Day) -> Option<Days> {
    let day = |back: i32| Some((Day(today.0 - back), Day(today.0 - back)));
    let this = |interval: Interval| Some(bucket(interval, today));
    let last = |interval: Interval| Some(bucket(interval, Day(interval.start(today).0 - 1)));
    match folded {
        "今天" | "今日" | "today" => day(0),
        "昨天" | "昨日" | "yesterday" => day(1),
        "前天" => day(2),
        "本周" | "这周" | "本星期" | "this_week" => this(Interval::Week),
        "上周" | "上星期" | "last_week" => last(Interval::Week),
        "本月" | "这个月" | "this_month" => this(Interval::Month),
        "上月" | "上个月" | "last_month" => last(Interval::Month),
        "本季度" | "本季" | "this_quarter" => this(Interval::Quarter),
        "上季度" | "上季" | "last_quarter" => last(Interval::Quarter),
        "今年" | "本年" | "this_year" => this(Interval::Year),
        "去年" | "上年" | "last_year" => last(Interval::Year),
        "去年同期" | "same_period_last_year" => {
            let date = today.date();
            let earlier = |date: Date| date.checked_sub(1.year()).ok().map(Day::from_date);
            Some((earlier(date.first_of_month())?, earlier(date)?))
        }
        _ => None,
    }
}

/// The bucket of the calendar that holds `day`.
fn bucket(interval: Interval, day: Day) -> Days {
    let start = interval.start(day);
    (start, Day(interval.next(start).0 - 1))
}

/// Units of 近N…; a number of at most so many of them is taken, a hundred years.
const UNITS: [(&[&str], Unit, u32); 4] = [
    (&["天", "日", "d", "day", "days"], Unit::Day, 36_500),
    (&["个星期", "星期", "个周", "周", "w", "week", "weeks"], Unit::Week, 5_200),
    (&["个月", "月", "m", "month", "months"], Unit::Month, 1_200),
    (&["年", "y", "year", "years"], Unit::Year, 100),
];

#[derive(Clone, Copy)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// 近7天, 最近两周, last_7_days, last30d: that much time, ending with today.
fn recent(folded: &str, today: Day) -> Option<Days> {
    let amount =
        ["最近", "近", "过去", "last_", "last", "past_", "past"].iter().find_map(|word| folded.strip_prefix(word))?;
    let (count, unit) = match amount {
        "半年" | "半个年" => (6, Unit::Month),
        "半个月" | "半月" => (15, Unit::Day),
        amount => {
            let (count, unit) = UNITS.iter().find_map(|(names, unit, most)| {
                let count =
                    names.iter().find_map(|name| whole_number(amount.strip_suffix(name)?.trim_end_matches('_')))?;
                (1..=*most).contains(&count).then_some((count, *unit))
            })?;
            (i32::try_from(count).ok()?, unit)
        }
    };
    let date = today.date();
    let before = match unit {
        Unit::Day => Day(today.0 - count),
        Unit::Week => Day(today.0 - 7 * count),
        Unit::Month => Day::from_date(date.checked_sub(count.months()).ok()?),
        Unit::Year => Day::from_date(date.checked_sub(count.years()).ok()?),
    };
    Some((Day(before.0 + 1), today))
}

/// A number in digits or in Chinese, up to 99 in the latter.
fn whole_number(text: &str) -> Option<u32> {
    if !text.is_empty() && text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok();
    }
    let digits =
        [("一", 1), ("二", 2), ("两", 2), ("三", 3), ("四", 4), ("五", 5), ("六", 6), ("七", 7), ("八", 8), ("九", 9)];
    let digit = |text: &str| digits.iter().find(|(name, _)| *name == text).map(|(_, digit)| *digit);
    match text.split_once('十') {
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens)? };
            Some(tens * 10 + if ones.is_empty() { 0 } else { digit(ones)? })
        }
        None => digit(text),
    }
}

/// 2021, 2021-03, 2021-03-05, with `-`, `/`, `.` or 年月日.
fn date(folded: &str) -> Option<Days> {
    let numbers = numbers(folded)?;
    let year = i16::try_from(*numbers.first()?).ok().filter(|year| YEARS.contains(year))?;
    let part = |at: usize| numbers.get(at).map(|number| i8::try_from(*number).ok());
    match (part(1), part(2)) {
        (None, _) => Some(bucket(Interval::Year, Day::from_date(Date::new(year, 1, 1).ok()?))),
        (Some(month), None) => Some(bucket(Interval::Month, Day::from_date(Date::new(year, month?, 1).ok()?))),
        (Some(month), Some(day)) => {
            let day = Day::from_date(Date::new(year, month?, day?).ok()?);
            Some((day, day))
        }
    }
}

/// Year, month and day as typed, the last two optional.
fn numbers(folded: &str) -> Option<Vec<u32>> {
    let ended = folded.trim_end_matches(['年', '月', '日', '号']);
    let parts: Vec<&str> = ended.split(['-', '/', '.', '年', '月']).collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let shaped = parts.len() <= 3 && parts[0].len() == 4 && parts[1..].iter().all(|part| part.len() <= 2);
    (shaped && parts.iter().all(digits)).then(|| parts.iter().filter_map(|part| part.parse().ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Thursday 2024-02-29.
    fn on(text: &str) -> Option<String> {
        let today = Day::parse("2024-02-29").unwrap();
        days(text, today)
            .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}..{last}") })
    }

    #[test]
    fn days_are_counted_from_today() {
        let cases = [
            ("今天", "2024-02-29"),
            ("yesterday", "2024-02-28"),
            ("前天", "2024-02-27"),
            ("本周", "2024-02-26..2024-03-03"),
            ("上周", "2024-02-19..2024-02-25"),
            ("本月", "2024-02-01..2024-02-29"),
            ("last_month", "2024-01-01..2024-01-31"),
            ("本季度", "2024-01-01..2024-03-31"),
            ("上季度", "2023-10-01..2023-12-31"),
            ("今年", "2024-01-01..2024-12-31"),
            ("去年", "2023-01-01..2023-12-31"),
            ("去年同期", "2023-02-01..2023-02-28"),
            ("近7天", "2024-02-23..2024-02-29"),
            ("最近一天", "2024-02-29"),
            ("近两周", "2024-02-16..2024-02-29"),
            ("近1个月", "2024-01-30..2024-02-29"),
            ("近半年", "2023-08-30..2024-02-29"),
            ("近十五天", "2024-02-15..2024-02-29"),
            ("last_7_days", "2024-02-23..2024-02-29"),
            ("last30d", "2024-01-31..2024-02-29"),
            ("过去1年", "2023-03-01..2024-02-29"),
        ];
        for (text, expected) in cases {
            assert_eq!(on(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn dates_may_be_given_in_part() {
        let cases = [
            ("2021", "2021-01-01..2021-12-31"),
            ("2021-02", "2021-02-01..2021-02-28"),
            ("2024年2月", "2024-02-01..2024-02-29"),
            ("2021-3-5", "2021-03-05"),
            ("2021/03/05", "2021-03-05"),
            ("2021.3.5", "2021-03-05"),
            ("2021年3月5日", "2021-03-05"),
            ("9998", "9998-01-01..9998-12-31"),
        ];
        for (text, expected) in cases {
            assert_eq!(on(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "21",
            "2021-13",
            "2021-02-29",
            "2021-",
            "0000",
            "9999",
            "近0天",
            "近百天",
            "近99999天",
            "近",
            "2021-3-5-6",
            "12:30",
        ] {
            assert_eq!(on(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_too_late_means_the_last_one() {
        assert_eq!(nearest("2021-02-30").as_deref(), Some("2021-02-28"));
        assert_eq!(nearest("2021-13").as_deref(), Some("2021-12"));
        assert_eq!(nearest("2021-00-7").as_deref(), Some("2021-01-07"));
        assert_eq!(nearest("上上周"), None);
    }
}
