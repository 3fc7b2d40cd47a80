//! Ratings and counts out of cells.

use crate::domain::rating::{Rating, Scale};

/// A rating on `scale`; `None` when the text is not a number of it.
pub(super) fn rating(text: &str, scale: Scale) -> Option<Rating> {
    let text = text.trim();
    // Stricter than f64's own reading, which also takes `inf`, `nan` and exponents.
    let plain = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'+'));
    Rating::from_scale(text.parse().ok().filter(|_| plain)?, scale)
}

/// A count of likes; whole numbers that a spreadsheet wrote as `12.0` are whole.
pub(super) fn count(text: &str) -> Option<u32> {
    let text = text.trim();
    let whole = text.split_once('.').filter(|(_, rest)| rest.bytes().all(|byte| byte == b'0'));
    whole.map_or(text, |(whole, _)| whole).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_are_numbers_of_the_scale() {
        let cases = [
            ("5", Scale::Five, Some(5.0)),
            ("3.5", Scale::Five, Some(3.5)),
            (" 4.0 ", Scale::Five, Some(4.0)),
            ("9.2", Scale::Ten, Some(4.5)),
            ("80", Scale::Hundred, Some(4.0)),
            ("0", Scale::Five, None),
            ("6", Scale::Five, None),
            ("-1", Scale::Five, None),
            ("1e0", Scale::Five, None),
            ("nan", Scale::Five, None),
            ("五星", Scale::Five, None),
        ];
        for (text, scale, stars) in cases {
            assert_eq!(rating(text, scale).map(Rating::stars), stars, "{text}");
        }
    }

    #[test]
    fn counts_are_whole_and_not_negative() {
        let counts = ["0", " 12 ", "12.0", "1.5", "-1", "1,234", "4294967296", "many"].map(count);
        assert_eq!(counts, [Some(0), Some(12), Some(12), None, None, None, None, None]);
    }
}
