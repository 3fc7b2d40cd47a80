//! One wording of a pack: literal words, with `#` for a number and `*` for a small gap.
//!
//! A wording is found by its anchor, the first literal; what stands before and after it is checked from there. Every check looks at a
//! bounded number of characters, so the cost of a text stays linear.

/// Characters that a `*` may span.
const GAP_CHARS: usize = 6;
/// Characters that a `#` may span: 一百二十几个 is long already.
const NUMBER_CHARS: usize = 8;

/// What follows the anchor.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Literal(String),
    Number,
    /// Up to [`GAP_CHARS`] characters, then this.
    GapThen(String),
}

/// The wording around its anchor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    pub(super) anchor: String,
    number_before: bool,
    after: Vec<Step>,
}

impl Pattern {
    /// Reads a wording; `None` when it has no literal first, or a gap that ends nowhere.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (number_before, text) = text.strip_prefix('#').map_or((false, text), |rest| (true, rest));
        let (anchor, mut rest) = text.split_at(literal_length(text));
        let mut after = Vec::new();
        while let Some(mark) = rest.chars().next() {
            // A literal ends at a mark, so each turn begins with one; both are one byte long.
            let (literal, next) = rest[1..].split_at(literal_length(&rest[1..]));
            match mark {
                '*' if literal.is_empty() => return None,
                '*' => after.push(Step::GapThen(literal.to_owned())),
                _ => {
                    after.push(Step::Number);
                    if !literal.is_empty() {
                        after.push(Step::Literal(literal.to_owned()));
                    }
                }
            }
            rest = next;
        }
        let doubled = after.windows(2).any(|pair| pair == [Step::Number, Step::Number]);
        (!anchor.is_empty() && !doubled).then(|| Self { anchor: anchor.to_owned(), number_before, after })
    }

    /// Where the wording ends whose anchor stands at `from..to` of `text`, and before that where its last literal behind a gap begins, or else
    /// the wording; `None` when the rest of it is not there.
    pub(super) fn end(&self, text: &str, from: usize, to: usize) -> Option<(usize, usize)> {
        if self.number_before && !text.get(..from)?.chars().next_back().is_some_and(continues_number) {
            return None;
        }
        let (mut verdict, mut end) = (from, to);
        for step in &self.after {
            let rest = text.get(end..)?;
            end += match step {
                Step::Literal(literal) => rest.starts_with(literal.as_str()).then_some(literal.len())?,
                Step::Number => number_length(rest)?,
                Step::GapThen(literal) => {
                    let gap = gap_length(rest, literal)?;
                    verdict = end + gap;
                    gap + literal.len()
                }
            };
        }
        Some((verdict, end))
    }
}

/// Bytes up to the next mark.
fn literal_length(text: &str) -> usize {
    text.find(['#', '*']).unwrap_or(text.len())
}

/// Bytes of the gap before the first `literal` that is near enough and in the same clause.
fn gap_length(text: &str, literal: &str) -> Option<usize> {
    for (passed, (at, c)) in text.char_indices().enumerate() {
        if text[at..].starts_with(literal) {
            return Some(at);
        }
        if passed == GAP_CHARS || ends_clause(c) {
            return None;
        }
    }
    None
}

/// Bytes of the number that a text begins with, words of approximation and the counting 个 included: 将近两个半.
fn number_length(text: &str) -> Option<usize> {
    let mut begun = false;
    let mut end = 0;
    for c in text.chars().take(NUMBER_CHARS) {
        let approximates = !begun && matches!(c, '近' | '快' | '约' | '好' | '将' | '整' | '大' | '小' | '了');
        if !(approximates || is_digit(c) || begun && continues_number(c)) {
            break;
        }
        begun |= is_digit(c);
        end += c.len_utf8();
    }
    begun.then_some(end)
}

const fn is_digit(c: char) -> bool {
    matches!(
        c,
        '0'..='9'
            | '〇'
            | '零'
            | '一'
            | '二'
            | '两'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '半'
            | '几'
            | '数'
    )
}

const fn continues_number(c: char) -> bool {
    is_digit(c) || matches!(c, '个' | '多' | '来' | '余' | '.')
}

/// Whether a character ends a clause.
pub(super) const fn ends_clause(c: char) -> bool {
    matches!(c, ',' | '。' | '.' | '!' | '?' | ';' | ':' | '~' | '\n' | ' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What of `text` the wording covers, from its anchor on.
    fn found<'t>(wording: &str, text: &'t str) -> Option<&'t str> {
        let pattern = Pattern::parse(wording).unwrap();
        let from = text.find(&pattern.anchor)?;
        pattern.end(text, from, from + pattern.anchor.len()).map(|(_, end)| &text[from..end])
    }

    #[test]
    fn numbers_and_gaps_are_bounded() {
        let cases = [
            ("等了#小时", "我们等了一个多小时才吃上", Some("等了一个多小时")),
            ("等了#小时", "等了将近2个半小时", Some("等了将近2个半小时")),
            ("等了#小时", "等了小时", None),
            ("等了*才上", "等了好久好久才上", Some("等了好久好久才上")),
            ("等了*才上", "等了好久,才上", None),
            ("等了*才上", "等了一二三四五六七才上", None),
            ("#分钟就上", "十分钟就上齐", Some("分钟就上")),
            ("#分钟就上", "没几个分钟就上", Some("分钟就上")),
            ("#分钟就上", "过分钟就上", None),
            ("催了#", "催了三四次", Some("催了三四")),
            ("催了#", "催了", None),
            ("才#块", "才好几十块", Some("才好几十块")),
        ];
        for (wording, text, covered) in cases {
            assert_eq!(found(wording, text), covered, "{wording} in {text}");
        }
    }

    #[test]
    fn wordings_without_an_anchor_are_refused() {
        for wording in ["", "#", "*慢", "##块", "等*", "等*#次", "花##块"] {
            assert_eq!(Pattern::parse(wording), None, "{wording}");
        }
    }
}
