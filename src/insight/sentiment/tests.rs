//! What the model must read out of texts, as tables.

use super::*;

fn score(text: &str) -> i16 {
    Sentiment::parse(WORDS, MODIFIERS).unwrap().read(text, &[]).0.thousandths()
}

/// Each pair: the first text is praise, the second a complaint.
fn check_pairs(pairs: &[(&str, &str)]) {
    for (praise, complaint) in pairs {
        assert!(score(praise) > 0, "{praise}: {}", score(praise));
        assert!(score(complaint) < 0, "{complaint}: {}", score(complaint));
    }
}

/// Each row ascends strictly.
fn check_ascending(rows: &[&[&str]]) {
    for row in rows {
        let scores: Vec<i16> = row.iter().map(|text| score(text)).collect();
        assert!(scores.windows(2).all(|pair| pair[0] < pair[1]), "{row:?}: {scores:?}");
    }
}

#[test]
fn negation_turns_an_opinion() {
    check_pairs(&[
        ("味道好吃", "味道不好吃"),
        ("房间干净", "房间不怎么干净"),
        ("没有异味", "有异味"),
        ("一点都不吵", "太吵"),
        ("不难吃", "难吃"),
        ("不愧是老店", "不如老店"),
        ("没有什么不满意", "不满意"),
        ("推荐", "不推荐"),
        ("从来没有失望过", "失望"),
    ]);
}

#[test]
fn degree_words_strengthen_and_weaken() {
    check_ascending(&[
        &["比较好吃", "好吃", "很好吃", "非常好吃"],
        &["非常失望", "失望", "有点失望"],
        &["不好吃", "不是很好吃", "好吃"],
    ]);
}

#[test]
fn the_side_after_a_contrast_weighs_more() {
    check_pairs(&[
        ("服务差,但是味道好", "味道好,但是服务差"),
        ("环境一般,不过菜很好吃", "菜很好吃,就是服务差,环境一般"),
        ("虽然有点贵,但是值得", "虽然便宜,但是难吃"),
    ]);
    assert!(score("环境好就是好") > 0, "inside a clause 就是 is emphasis");
}

#[test]
fn fixed_phrases_mean_what_they_mean() {
    check_pairs(&[
        ("不要太好吃", "再也不来了"),
        ("没得说", "差点意思"),
        ("下次还来", "无语"),
        ("闭眼买", "千万别买"),
        ("百吃不厌", "不值这个价"),
    ]);
}

#[test]
fn words_that_only_contain_an_opinion_do_not_count() {
    for text in ["不锈钢的水壶", "好像是上个月买的", "老板的女儿", "买了好多", "差不多三点到的", "冰箱的重量"]
    {
        assert_eq!(score(text), 0, "{text}");
    }
}

#[test]
fn emoji_and_exclamations_count() {
    check_pairs(&[("👍", "👎"), ("收到了😊", "收到了😡")]);
    check_ascending(&[&["好吃", "好吃!"], &["难吃!", "难吃"], &["这叫好吃?", "好吃"]]);
}

#[test]
fn a_text_without_opinion_scores_zero() {
    for text in ["", " ", "昨天下午收到", ",。!?", "abc 123", "\u{1f468}\u{200d}\u{1f469}"] {
        assert_eq!(score(text), 0, "{text:?}");
    }
}

#[test]
fn scores_reach_every_bucket() {
    let thresholds = crate::domain::sentiment::SentimentThresholds::default();
    let bucket = |text| {
        let score = Sentiment::builtin().read(text, &[]).0;
        thresholds.bucket(score).name()
    };
    assert_eq!(
        ["非常难吃,服务态度恶劣,再也不来", "有点失望", "周末去的", "味道不错", "非常好吃,服务热情,环境优雅,强烈推荐"]
            .map(bucket),
        ["very_negative", "negative", "neutral", "positive", "very_positive"]
    );
}

#[test]
fn a_long_text_is_read_in_bounds_and_the_same_each_time() {
    let text = "味道很好,但是排队太久,服务员不理人!".repeat(5_000);
    let first = Sentiment::builtin().read(&text, &[]).0;
    assert_eq!(first, Sentiment::builtin().read(&text, &[]).0);
    assert!((-1000..=1000).contains(&first.thousandths()));
}

#[test]
fn the_lists_are_sorted_unique_and_folded() {
    // Order and uniqueness are checked while parsing; folding is checked for what the lists can contain.
    assert!(Sentiment::parse(WORDS, MODIFIERS).is_ok());
    for line in WORDS.lines().chain(MODIFIERS.lines()).filter(|line| !line.starts_with('#')) {
        let word = line.split('\t').next().unwrap_or_default();
        let folded =
            word.chars().all(|c| !c.is_uppercase() && !('\u{ff01}'..='\u{ff5e}').contains(&c) && c != '\u{fe0f}');
        assert!(folded && word.trim() == word, "{word}");
    }
}
