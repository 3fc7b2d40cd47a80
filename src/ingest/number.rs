//! Ratings and counts out of cells.

use crate::domain::rating::{Rating, Scale};

/// Words that platforms put where ratings are: how good a review is, but not on which scale.
const WORDS: [&str; 21] = [
    "好评",
    "中评",
    "差评",
    "好",
    "中",
    "差",
    "一般",
    "满意",
    "不满意",
    "非常满意",
    "很满意",
    "比较满意",
    "基本满意",
    "非常不满意",
    "很不满意",
    "力荐",
    "推荐",
    "还行",
    "较差",
    "很差",
    "不推荐",
];

/// Whether the text is such a word: a label, never a rating.
pub(super) fn is_rating_word(text: &str) -> bool {
    WORDS.contains(&text.trim())
}

/// A rating on `scale`; `None` when the text is not a number of it. Stars may be drawn, and a number may have its unit.
pub(super) fn rating(text: &str, scale: Scale) -> Option<Rating> {
    let text = text.trim();
    if text.starts_with('★') {
        return drawn(text);
    }
    let text = ["颗星", "星", "分"].iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text).trim_end();
    // Stricter than f64's own reading, which also takes `inf`, `nan` and exponents.
    let plain = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'+'));
    Rating::from_scale(text.parse().ok().filter(|_| plain)?, scale)
}

/// Five places of full and empty stars, or full ones alone.
fn drawn(text: &str) -> Option<Rating> {
    let full = text.chars().take_while(|c| *c == '★').count();
    let places = text.chars().count();
    let empty = text.chars().skip(full).all(|c| c == '☆');
    let stars = u8::try_from(full).ok().filter(|_| empty && places <= 5)?;
    Rating::from_half_stars(stars * 2)
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
            ("4星", Scale::Five, Some(4.0)),
            ("8.0 分", Scale::Ten, Some(4.0)),
            ("★★★☆☆", Scale::Five, Some(3.0)),
            ("★★", Scale::Ten, Some(2.0)),
            ("★★★★★★", Scale::Five, None),
            ("★x", Scale::Five, None),
            ("星", Scale::Five, None),
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
