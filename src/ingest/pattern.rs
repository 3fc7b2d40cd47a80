//! Names of columns with stars in them: `*建议*` is any name that contains 建议.

use super::mapping::normalised;

/// A name in which `*` stands for anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    parts: Vec<String>,
}

impl Pattern {
    pub(super) fn new(text: &str) -> Self {
        Self { parts: normalised(text).split('*').map(str::to_owned).collect() }
    }

    /// Whether it names one column only.
    pub(super) const fn is_exact(&self) -> bool {
        self.parts.len() == 1
    }

    /// Whether the column has such a name.
    pub(super) fn matches(&self, column: &str) -> bool {
        let column = normalised(column);
        let (Some(first), Some(last)) = (self.parts.first(), self.parts.last()) else { return false };
        if self.is_exact() {
            return column == *first;
        }
        let Some(rest) = column.strip_prefix(first.as_str()) else { return false };
        let Some(mut rest) = rest.strip_suffix(last.as_str()) else { return false };
        for part in &self.parts[1..self.parts.len() - 1] {
            match rest.find(part.as_str()) {
                Some(at) => rest = &rest[at + part.len()..],
                None => return false,
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_anything() {
        let matches = |pattern: &str, name: &str| Pattern::new(pattern).matches(name);
        assert!(matches("*建议*", "5、您有什么建议？") && matches("*建议*", "建议") && matches("Q*说明", "q3 说明"));
        assert!(!matches("*建议*", "意见") && !matches("Q*说明", "q3说明书") && !matches("a*a", "a"));
        assert!(matches("评价 内容", "评价内容") && !matches("评价内容", "评价内容2"));
        assert!(matches("*a*b*", "xaxbx") && !matches("*a*b*", "ba"));
    }
}
