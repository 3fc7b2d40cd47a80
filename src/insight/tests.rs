//! Whatever the text, an analysis stays inside it.

use proptest::prelude::*;

use super::*;
use crate::text::fold;

fn check(insight: &Insight, text: &str) {
    let text = fold(text);
    let analysis = insight.read(&text, insight.packs().default_pack());
    assert_eq!(analysis, insight.read(&text, insight.packs().default_pack()));
    let clauses = analysis.clauses.iter().map(|clause| clause.range.clone());
    let opinions = analysis.opinions.iter().flat_map(|opinion| {
        [Some(opinion.opinion.clone()), opinion.term.clone(), Some(opinion.range.clone())].into_iter().flatten()
    });
    let flags = analysis.flags.iter().filter_map(|flagged| flagged.range.clone());
    for range in clauses.chain(opinions).chain(flags) {
        assert!(text.get(range.clone()).is_some_and(|words| !words.is_empty()), "{range:?} in {text:?}");
    }
    assert!(analysis.clauses.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
    assert!(analysis.aspects.windows(2).all(|pair| pair[0].aspect < pair[1].aspect));
}

#[test]
fn hostile_texts_are_read_in_bounds() {
    let insight = Insight::builtin().unwrap();
    let repeated =
        ["好吃不", "不不不", "😀😡", "。!?,", "ab c1 ", "但是", "𝒜é漢", "\u{FFFD}", "\n", "上菜慢13800138000加微信"];
    for piece in repeated {
        let count = 200_000 / piece.chars().count();
        check(&insight, &piece.repeat(count));
    }
    check(&insight, "");
}

proptest! {
    #[test]
    fn any_text_is_read_in_bounds(text in "\\PC{0,80}", pieces in "[不很好吃差慢服务,。!? a1😀但\n]{0,200}") {
        let insight = Insight::builtin().unwrap();
        check(&insight, &text);
        check(&insight, &pieces);
    }
}
