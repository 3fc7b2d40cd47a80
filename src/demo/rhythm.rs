//! When people write: growth over the two years, seasons, sales, holidays, weekdays, and hours of the day.
//!
//! Whole numbers only; the weight of a day is a product of percentages.

use jiff::civil::{Date, Weekday};

use super::{DAYS, catalog::Industry, dice::Dice};
use crate::domain::calendar::Day;

/// Percent by month, January first.
const STEADY: [u32; 12] = [95, 85, 100, 100, 105, 100, 100, 105, 100, 105, 100, 105];
const EATING_OUT: [u32; 12] = [115, 105, 90, 95, 105, 95, 100, 100, 95, 110, 95, 110];
const TRAVEL: [u32; 12] = [85, 100, 85, 105, 115, 95, 145, 150, 90, 130, 80, 75];
const COOLING: [u32; 12] = [35, 35, 50, 75, 130, 220, 240, 170, 75, 50, 60, 45];
const HEATING: [u32; 12] = [130, 110, 90, 75, 65, 80, 55, 60, 85, 125, 170, 155];

/// Weight by hour: what share of an industry's reviews is written then.
const HOURS_MEALS: [u32; 24] = [3, 1, 1, 0, 0, 0, 1, 2, 3, 4, 5, 9, 14, 15, 8, 5, 5, 7, 11, 16, 18, 17, 12, 7];
const HOURS_DAY: [u32; 24] = [4, 2, 1, 1, 0, 1, 2, 4, 8, 11, 12, 12, 13, 11, 10, 10, 9, 9, 10, 12, 14, 15, 13, 8];

/// The cumulative weights of the days of one item, so that a day is one draw.
pub(super) struct Rhythm {
    first: Day,
    cumulative: Vec<u32>,
    hours: &'static [u32; 24],
}

impl Rhythm {
    /// The rhythm of an industry's items of a category (the kind of an appliance has seasons of its own).
    pub(super) fn new(industry: Industry, category: &str, last: Day) -> Self {
        let first = Day(last.0 - i32::from(DAYS) + 1);
        let mut total = 0;
        let cumulative = (0..i32::from(DAYS))
            .map(|offset| {
                total += weight(industry, category, Day(first.0 + offset).date(), offset.unsigned_abs());
                total
            })
            .collect();
        let hours = if matches!(industry, Industry::Restaurant) { &HOURS_MEALS } else { &HOURS_DAY };
        Self { first, cumulative, hours }
    }

    /// A day.
    pub(super) fn day(&self, dice: &mut Dice) -> Day {
        let draw = dice.below(self.cumulative.last().copied().unwrap_or_default());
        let offset = self.cumulative.partition_point(|sum| *sum <= draw);
        Day(self.first.0 + i32::try_from(offset).unwrap_or_default())
    }

    /// A second of the day.
    pub(super) fn second(&self, dice: &mut Dice) -> u32 {
        let hour = u32::try_from(dice.weighted(self.hours)).unwrap_or_default();
        hour * 3600 + dice.below(3600)
    }
}

/// The weight of a day, about 1,000 on an average one.
fn weight(industry: Industry, category: &str, date: Date, offset: u32) -> u32 {
    let growth = 100 + 60 * offset / u32::from(DAYS);
    let months = match (industry, category) {
        (Industry::Restaurant, _) => &EATING_OUT,
        (Industry::Hotel, _) => &TRAVEL,
        (_, "空调" | "冰箱") => &COOLING,
        (_, "热水器") => &HEATING,
        _ => &STEADY,
    };
    let month = usize::try_from(date.month() - 1).ok().and_then(|month| months.get(month)).copied().unwrap_or(100);
    growth * month * weekday(industry, date.weekday()) / 100 * occasion(industry, date) / 10_000
}

fn weekday(industry: Industry, weekday: Weekday) -> u32 {
    match (industry, weekday) {
        (Industry::Restaurant, Weekday::Saturday) => 165,
        (Industry::Restaurant, Weekday::Sunday) => 150,
        (Industry::Restaurant, Weekday::Friday) => 115,
        (Industry::Restaurant, _) => 75,
        (Industry::Hotel, Weekday::Sunday) => 150,
        (Industry::Hotel, Weekday::Monday) => 130,
        (Industry::Hotel, _) => 85,
        (_, Weekday::Saturday | Weekday::Sunday) => 85,
        _ => 106,
    }
}

/// Sales in June and November, the holidays of May and October.
fn occasion(industry: Industry, date: Date) -> u32 {
    match (industry, date.month(), date.day()) {
        (Industry::Appliance, 6, 14..=25) => 200,
        (Industry::Appliance, 11, 8..=20) => 230,
        (Industry::Restaurant | Industry::Hotel, 5, 1..=5) | (Industry::Restaurant | Industry::Hotel, 10, 1..=8) => 170,
        _ => 100,
    }
}
