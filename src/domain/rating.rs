//! Star ratings: half steps from 0.5 to 5, and how other scales map onto them.

use std::fmt;

/// A rating in half stars: 1 (0.5 star) to 10 (5 stars). "No rating" is `Option::None`, never a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rating(u8);

/// The scale on which an export gives its ratings: the largest possible value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize, serde::Serialize)]
pub enum Scale {
    /// Stars, 0.5 to 5.
    #[default]
    #[serde(rename = "5")]
    Five,
    /// Points up to 10.
    #[serde(rename = "10")]
    Ten,
    /// Points up to 100.
    #[serde(rename = "100")]
    Hundred,
}

impl Scale {
    /// The largest value of the scale.
    #[must_use]
    pub const fn maximum(self) -> f64 {
        match self {
            Self::Five => 5.0,
            Self::Ten => 10.0,
            Self::Hundred => 100.0,
        }
    }
}

impl Rating {
    /// How many different ratings exist.
    pub const STEPS: usize = 10;

    /// From half stars, 1 to 10.
    #[must_use]
    pub const fn from_half_stars(half_stars: u8) -> Option<Self> {
        match half_stars {
            1..=10 => Some(Self(half_stars)),
            _ => None,
        }
    }

    /// From a value on `scale`, mapped linearly and rounded to the nearest half star, ties up.
    ///
    /// `None` when the value is not above zero, exceeds the scale, or rounds to less than half a star.
    #[must_use]
    pub fn from_scale(value: f64, scale: Scale) -> Option<Self> {
        if !value.is_finite() || value <= 0.0 || value > scale.maximum() {
            return None;
        }
        let half_stars = (value / scale.maximum() * 10.0 + 0.5).floor();
        Self::all().find(|rating| f64::from(rating.0) == half_stars)
    }

    /// The rating in half stars, 1 to 10.
    #[must_use]
    pub const fn half_stars(self) -> u8 {
        self.0
    }

    /// The rating in stars, 0.5 to 5.
    #[must_use]
    pub fn stars(self) -> f64 {
        f64::from(self.0) / 2.0
    }

    /// Every rating, lowest first.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=10).map(Self)
    }

    /// Reads the shortest form, `"0.5"` … `"5"`, which [`fmt::Display`] writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::all().find(|rating| rating.to_string() == text)
    }
}

impl fmt::Display for Rating {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let half = if self.0 % 2 == 1 { ".5" } else { "" };
        write!(f, "{}{half}", self.0 / 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_scales_map_linearly_with_ties_up() {
        let stars = |value, scale| Rating::from_scale(value, scale).map(Rating::stars);
        assert_eq!(stars(3.5, Scale::Five), Some(3.5));
        assert_eq!(stars(4.25, Scale::Five), Some(4.5));
        assert_eq!(stars(9.0, Scale::Ten), Some(4.5));
        assert_eq!(stars(85.0, Scale::Hundred), Some(4.5));
        assert_eq!(stars(100.0, Scale::Hundred), Some(5.0));
        assert_eq!(stars(0.0, Scale::Five), None);
        assert_eq!(stars(6.0, Scale::Five), None);
        assert_eq!(stars(1.0, Scale::Hundred), None);
        assert_eq!(stars(f64::NAN, Scale::Five), None);
    }

    #[test]
    fn text_form_is_shortest_and_reads_back() {
        let written: Vec<String> = Rating::all().map(|rating| rating.to_string()).collect();
        assert_eq!(written, ["0.5", "1", "1.5", "2", "2.5", "3", "3.5", "4", "4.5", "5"]);
        assert!(Rating::all().all(|rating| Rating::parse(&rating.to_string()) == Some(rating)));
        assert_eq!(Rating::parse("4.0"), None);
    }
}
