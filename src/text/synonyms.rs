//! Words that may replace each other in a query: 等位 for 排队. Applied only where a request asks for it.

use std::{collections::HashMap, sync::LazyLock};

/// Groups of words, each word in at most one.
#[derive(Debug, Default)]
pub struct Synonyms {
    groups: Vec<Vec<String>>,
    by_word: HashMap<String, usize>,
}

static BUILTIN: LazyLock<Synonyms> =
    LazyLock::new(|| Synonyms::parse(include_str!("../../index-schema/dictionary/synonyms.txt")));

impl Synonyms {
    /// The built-in dictionary.
    #[must_use]
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// Reads groups, one a line, words (folded) between spaces; lines that begin with `#` are left out.
    fn parse(text: &str) -> Self {
        let mut synonyms = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let group: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
            for word in &group {
                synonyms.by_word.entry(word.clone()).or_insert(synonyms.groups.len());
            }
            synonyms.groups.push(group);
        }
        synonyms
    }

    /// The other words of the group that holds a folded word, in the order of the dictionary.
    pub fn of<'s>(&'s self, word: &'s str) -> impl Iterator<Item = &'s str> + 's {
        let group = self.by_word.get(word).and_then(|at| self.groups.get(*at));
        group.into_iter().flatten().map(String::as_str).filter(move |other| *other != word)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::text::fold;

    #[test]
    fn the_dictionary_is_folded_and_names_no_word_twice() {
        let synonyms = Synonyms::builtin();
        assert!(synonyms.groups.len() >= 150, "{} groups", synonyms.groups.len());
        let mut seen = HashSet::new();
        for group in &synonyms.groups {
            assert!(group.len() >= 2, "{group:?} has nothing to replace");
            for word in group {
                assert_eq!(fold(word), *word, "{word} is not folded");
                assert!(seen.insert(word), "{word} stands twice");
            }
        }
    }

    #[test]
    fn a_word_is_replaced_by_the_others_of_its_group() {
        let synonyms = Synonyms::parse("# words\n排队 等位 候位\n贵 不便宜\n");
        assert_eq!(synonyms.of("等位").collect::<Vec<_>>(), ["排队", "候位"]);
        assert_eq!(synonyms.of("便宜").count(), 0);
    }
}
