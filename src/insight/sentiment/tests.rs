//! What the model must read out of texts, as tables.

use super::*;
use crate::text::fold;

fn score(text: &str) -> i16 {
    thread_local!(static SENTIMENT: Sentiment = Sentiment::builtin());
    SENTIMENT.with(|sentiment| sentiment.judge_text(text).thousandths())
}

/// Each pair: the first text is praise, the second a complaint.
fn check_pairs(pairs: &[(&str, &str)]) {
    for (praise, complaint) in pairs {
        assert!(score(praise) > 0, "{praise}: {}", score(praise));
        assert!(score(complaint) < 0, "{complaint}: {}", score(complaint));
    }
}

/// Each row ascends strictly, by its words; the model, which has seen few such texts, may shuffle close ones.
fn check_ascending(rows: &[&[&str]]) {
    let words = Sentiment::builtin().without(Part::Model);
    for row in rows {
        let scores: Vec<f64> = row.iter().map(|text| words.judge_text(text).value()).collect();
        assert!(scores.windows(2).all(|pair| pair[0] < pair[1]), "{row:?}: {scores:?}");
    }
}

fn read(judge: &mut Judge<'_>, letters: &Letters<'_>, cuts: &[Cut]) -> (SentimentScore, Vec<Clause>) {
    judge.read_words(letters, cuts, judge.sentiment.words().find(letters.chars()))
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
fn much_of_a_measure_judges_by_what_it_measures() {
    check_pairs(&[
        ("油耗不高", "油耗确实很高"),
        ("胎噪很小", "胎噪比较大"),
        ("费用低", "费用高"),
        ("性价比真的很高", "性价比太低"),
        ("回购率高", "返修率高"),
        ("噪音很小", "噪音特别大"),
        ("服务效率提高了", "服务效率下降了"),
    ]);
    let words = Sentiment::builtin().without(Part::Model);
    assert_eq!(words.judge_text("油耗").value(), 0.0, "a measure alone says nothing");
}

#[test]
fn a_denial_behind_the_fault_denies_it() {
    check_pairs(&[("一点问题都没有", "问题一大堆"), ("怪味都没有", "一股怪味"), ("惊喜不断", "一点惊喜都没有")]);
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
    let words = Sentiment::builtin().without(Part::Model);
    for text in ["不锈钢的水壶", "好像是上个月买的", "老板的女儿", "买了好多", "差不多三点到的", "冰箱的重量"]
    {
        assert_eq!(words.judge_text(text).value(), 0.0, "{text}");
    }
}

#[test]
fn emoji_and_exclamations_count() {
    check_pairs(&[("👍", "👎"), ("收到了😊", "收到了😡")]);
    check_ascending(&[&["好吃", "好吃!"], &["难吃!", "难吃"], &["这叫好吃?", "好吃"]]);
}

#[test]
fn a_text_without_opinion_is_neutral() {
    let words = Sentiment::builtin().without(Part::Model);
    for text in ["", " ", "昨天下午收到", ",。!?", "abc 123", "\u{1f468}\u{200d}\u{1f469}"] {
        assert_eq!(bucket(text), "neutral", "{text:?}: {}", score(text));
        assert_eq!(words.judge_text(text).value(), 0.0, "{text:?}");
    }
    assert_eq!([score(""), score(",。!?")], [0, 0]);
}

#[test]
fn a_mixed_text_is_neutral_and_shows_both_sides() {
    let text = "味道非常好吃,服务态度太差";
    let sentiment = Sentiment::builtin();
    let letters = Letters::new(text);
    let (score, clauses) = read(&mut Judge::new(&sentiment), &letters, &clauses::cut(letters.chars()));
    assert!(score.value().abs() < 0.3, "{score:?}");
    assert!(clauses[0].score.value() > 0.3 && clauses[1].score.value() < -0.3, "{clauses:?}");
}

fn bucket(text: &str) -> &'static str {
    let thresholds = crate::domain::sentiment::SentimentThresholds::default();
    thresholds.bucket(SentimentScore::from_thousandths(score(text).into())).name()
}

#[test]
fn scores_reach_every_bucket() {
    assert_eq!(
        ["非常难吃,服务态度恶劣,再也不来", "有点失望", "周末去的", "味道还可以", "非常好吃,服务热情,环境优雅,强烈推荐"]
            .map(bucket),
        ["very_negative", "negative", "neutral", "positive", "very_positive"]
    );
}

#[test]
fn a_long_text_is_read_in_bounds_and_the_same_each_time() {
    let sentiment = Sentiment::builtin();
    for piece in ["味道很好,但是排队太久,服务员不理人!", "但是", "不", "好是好", "比", "😀"] {
        let text = piece.repeat(200_000 / piece.chars().count());
        let letters = Letters::new(&text);
        let cuts = clauses::cut(letters.chars());
        let mut judge = Judge::new(&sentiment);
        let first = read(&mut judge, &letters, &cuts);
        assert!(judge.polarity_of(&['好']) > 0.0);
        assert_eq!(first, read(&mut judge, &letters, &cuts), "what was judged in between leaves nothing behind");
        assert!((-1000..=1000).contains(&first.0.thousandths()));
        assert_eq!(first.1.len(), cuts.len());
    }
}

#[test]
fn the_lists_are_sorted_unique_and_folded() {
    // Order and uniqueness are checked while parsing; folding is checked for what the lists can contain.
    assert!(Lexicon::parse(SENTIMENT_WORDS, SENTIMENT_MODIFIERS).is_ok() && Linear::read(models::SENTIMENT).is_ok());
    for line in SENTIMENT_WORDS.lines().chain(SENTIMENT_MODIFIERS.lines()).filter(|line| !line.starts_with('#')) {
        let word = line.split('\t').next().unwrap_or_default();
        let folded =
            word.chars().all(|c| !c.is_uppercase() && !('\u{ff01}'..='\u{ff5e}').contains(&c) && c != '\u{fe0f}');
        assert!(folded && word.trim() == word, "{word}");
    }
}

/// Praise and complaint that differ in one turn of speech. Floors lie a little below what is reached.
#[test]
fn pairs_of_texts_are_told_apart() {
    let mut sections: Vec<(&str, [u32; 3])> = Vec::new();
    for line in include_str!("pairs.txt").lines() {
        if let Some(section) = line.strip_prefix("# [").and_then(|line| line.split(']').next()) {
            sections.push((section, [0; 3]));
        } else if let Some((praise, rest)) = line.split_once('\t') {
            let complaint = rest.split('\t').next().unwrap();
            let right = [score(&fold(praise)) > 0, score(&fold(complaint)) < 0];
            let [pairs, texts, both] = &mut sections.last_mut().unwrap().1;
            *pairs += 1;
            *texts += u32::from(right[0]) + u32::from(right[1]);
            *both += u32::from(right == [true, true]);
        }
    }
    for (section, [pairs, texts, both]) in &sections {
        let [texts, both] = [f64::from(*texts) / 2.0, f64::from(*both)].map(|n| n / f64::from(*pairs));
        println!("{section}: {pairs} pairs, {texts:.3} of texts right, {both:.3} of pairs");
        assert!(texts >= 0.84 && both >= 0.72, "{section}");
    }
    assert!(sections.iter().map(|(_, [pairs, ..])| pairs).sum::<u32>() >= 150);
}
