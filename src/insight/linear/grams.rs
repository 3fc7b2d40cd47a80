//! The grams of a text: at each character the runs of one, two and three characters that end there.
//!
//! Knows nothing of weights. Digits count as one character, and so do the marks that separate clauses; a run looks back at the mark
//! before its clause and no further, so that clauses add up to the text.

/// Bits of one character in a packed gram: a Unicode scalar value fits.
pub(super) const CHAR_BITS: u32 = 21;
/// Characters of the longest gram.
pub(super) const LONGEST: usize = 3;

/// What every clause mark counts as; the beginning of the text counts as one too.
pub(super) const MARK: char = ',';

/// One character of the text with the grams that end there.
pub(super) struct Step {
    /// The runs of one, two and three characters; 0 where there is none, which no table holds.
    pub(super) grams: [u64; LONGEST],
}

/// Walks a folded text.
pub(super) struct Grams<'a> {
    chars: std::str::Chars<'a>,
    /// The packed run of two that ended at the character before; only its last character after a mark.
    before: u64,
    runs_before: bool,
}

impl<'a> Grams<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { chars: text.chars(), before: u64::from(u32::from(MARK)), runs_before: false }
    }
}

impl Iterator for Grams<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        let c = normalize(self.chars.next()?);
        let one = u64::from(u32::from(c));
        let last = self.before & ((1 << CHAR_BITS) - 1);
        let two = (last << CHAR_BITS) | one;
        let three = if self.runs_before { (self.before << CHAR_BITS) | one } else { 0 };
        (self.before, self.runs_before) = if is_mark(c) { (one, false) } else { (two, true) };
        Some(Step { grams: [one, two, three] })
    }
}

/// Characters of a packed gram.
pub(super) fn unpack(gram: u64) -> impl Iterator<Item = char> {
    let shifts = (0..3).rev().map(|place| place * CHAR_BITS);
    let scalar = move |shift| u32::try_from((gram >> shift) & ((1 << CHAR_BITS) - 1)).unwrap_or_default();
    shifts.map(scalar).filter(|scalar| *scalar != 0).filter_map(char::from_u32)
}

/// A gram from its characters; `None` when they are none, too many or hold what no text yields.
pub(super) fn pack(text: &str) -> Option<u64> {
    let packed = text.chars().fold(0, |gram, c| (gram << CHAR_BITS) | u64::from(u32::from(c)));
    let fits = (1..=LONGEST).contains(&text.chars().count()) && !text.contains('\0');
    fits.then_some(packed)
}

pub(super) const fn is_mark(c: char) -> bool {
    matches!(c, ',' | '。' | '!' | '?' | '~')
}

pub(super) const fn normalize(c: char) -> char {
    match c {
        '0'..='9' => '0',
        '\0'..=' ' | ';' | ':' | '、' => MARK,
        '.' => '。',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(text: &str) -> Vec<String> {
        let steps = Grams::new(text).flat_map(|step| step.grams.into_iter().filter(|gram| *gram != 0));
        steps.map(|gram| unpack(gram).collect()).collect()
    }

    #[test]
    fn grams_look_back_at_the_mark_and_no_further() {
        assert_eq!(listed("很好!差"), ["很", ",很", "好", "很好", ",很好", "!", "好!", "很好!", "差", "!差"]);
    }

    #[test]
    fn digits_and_separating_marks_count_as_one() {
        assert_eq!(listed("5."), listed("7。"));
        assert_eq!(listed("a b"), listed("a,b"));
        assert_eq!(listed("\0"), listed(" "));
    }

    #[test]
    fn packed_grams_are_what_they_were() {
        for text in ["好", "👍🏻", ",很好", "\u{10ffff}\u{10ffff}\u{10ffff}"] {
            assert_eq!(unpack(pack(text).unwrap()).collect::<String>(), text);
        }
        assert_eq!([pack(""), pack("四个字的"), pack("\0")], [None; 3]);
    }
}
