//! What is found in texts and under which form it counts, as tables.

use super::{lists::tests::characters, *};
use crate::text::fold;

fn extractor() -> Extractor {
    Extractor::builtin().unwrap()
}

/// `term|opinion` of each pair; `-` for an unsaid term.
fn pairs(extractor: &Extractor, text: &str) -> Vec<String> {
    let words = |found: Opinion| {
        let term = found.term.map_or("-", |term| &text[term]);
        format!("{term}|{}", &text[found.opinion])
    };
    extractor.read(text, |_| 0.0).into_iter().map(words).collect()
}

fn key_of(lists: &Lists, term: &str, words: &str) -> Option<String> {
    let [term, words] = [term, words].map(|text| text.chars().collect::<Vec<char>>());
    let key = normal::key(Some(&term[..]).filter(|term| !term.is_empty()), &words, lists);
    key.map(|key| key.into_iter().collect())
}

#[test]
fn pairs_stand_in_clauses() {
    let extractor = extractor();
    let cases: Vec<(&str, &str)> = include_str!("pairs.txt").lines().filter_map(|line| line.split_once('\t')).collect();
    assert!(cases.len() >= 40);
    let wrong: Vec<String> = cases
        .iter()
        .map(|(text, wanted)| (text, wanted, pairs(&extractor, text).join(" ")))
        .filter(|(_, wanted, found)| found != *wanted)
        .map(|(text, wanted, found)| format!("{text}\n  wanted {wanted}\n  found  {found}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn wordings_of_one_opinion_share_a_form() {
    let lists = Lists::new(&SOURCES).unwrap();
    let mut count = 0;
    let mut wrong = Vec::new();
    for (wanted, variants) in include_str!("forms.txt").lines().filter_map(|line| line.split_once('\t')) {
        for variant in variants.split(' ') {
            let (term, words) = variant.split_once('|').unwrap();
            let found = key_of(&lists, term, words);
            count += 1;
            if found.as_deref() != Some(wanted) {
                wrong.push(format!("{variant}: {found:?}, not {wanted}"));
            }
        }
    }
    assert!(count >= 60 && wrong.is_empty(), "{count}: {wrong:#?}");
}

#[test]
fn forms_without_meaning_are_dropped() {
    let lists = Lists::new(&SOURCES).unwrap();
    for words in ["", "了", "的", "!!!", "😊😊", "12", "、", "很"] {
        assert_eq!(key_of(&lists, "菜", words), None, "{words}");
    }
    assert_eq!(key_of(&lists, "...", "好吃").as_deref(), Some("好吃"), "a term of punctuation names nothing");
    let long = "外面裹的那层面糊厚得咬不动而且颜色发白看着没有食欲";
    assert!(key_of(&lists, "大虾", long).unwrap().chars().count() <= limits::OPINION_KEY_CHARS);
}

#[test]
fn the_planted_stories_get_the_forms_a_reader_expects() {
    let extractor = extractor();
    let all = |text: &str| extractor.read(text, |_| 0.0).into_iter().map(|found| found.key).collect::<Vec<_>>();
    for (form, texts) in [
        (
            "上菜慢",
            &[
                "上菜太慢了",
                "换了厨师长以后上菜慢得离谱",
                "上菜越来越慢,催了几次都没用",
                "上菜速度慢,青菜到最后也没上",
                "人不多,上菜却慢得要命",
            ][..],
        ),
        ("漏水", &["用了两次就漏水", "底部漏水,厨房地板泡了", "脱水的时候漏水,擦了半天", "漏水!换了阀门还是漏水"]),
        (
            "自动退出登录",
            &[
                "更新之后天天自动退出登录",
                "记账到一半自动退出登录,白记了",
                "总是掉线,自动退出登录,提醒也没了",
                "一切后台就自动退出登录",
            ],
        ),
    ] {
        for text in texts {
            assert!(all(text).iter().any(|key| key == form), "{text}: {:?}", all(text));
        }
    }
}

#[test]
fn the_polarity_is_that_of_the_words_then_of_all() {
    let extractor = extractor();
    let judge = |text: &str| match text {
        "很高" => 0.0,
        "价格很高" => -0.5,
        _ => 1.0,
    };
    let found = extractor.read("价格很高,环境不错", judge);
    let polarities: Vec<_> = found.iter().map(|found| found.polarity).collect();
    assert_eq!(polarities, [Polarity::Negative, Polarity::Positive]);
    assert_eq!((found[0].range.clone(), found[0].aspect), (0..12, None));
}

#[test]
fn any_text_is_read_in_bounds() {
    let extractor = extractor();
    for piece in ["😊", "!", ",。", "好", "味道好", "上菜慢,", "a", "菜和", "\n", "不", "\u{10FFFF}", "漏水"]
    {
        let text = fold(&piece.repeat(200_000 / piece.chars().count()));
        let found = extractor.read(&text, |_| 0.5);
        assert!(found.len() <= limits::OPINIONS);
        for found in &found {
            assert!(text.get(found.range.clone()).is_some() && !found.opinion.is_empty());
        }
    }
    assert!(extractor.read("", |_| 0.5).is_empty());
    assert_eq!(extractor.read("😊😊,!!!", |_| 0.5), []);
}

#[test]
fn the_lists_say_each_form_once() {
    let lists = Lists::new(&SOURCES).unwrap();
    let listed =
        |list: &'static str| list.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect());
    for parts in listed(SOURCES.terms).chain(listed(SOURCES.words)).collect::<Vec<Vec<&str>>>() {
        assert_eq!(fold(parts[0]), parts[0]);
        let word = characters(parts[0]);
        let again = lists.term(&word).map(|form| lists.term(form).unwrap_or(form));
        assert!(again.is_none_or(|again| lists.term(&word) == Some(again)), "{parts:?}: the form of a form is itself");
        let again = lists.word(&word).map(|form| lists.word(&form.text).unwrap_or(form));
        assert!(again.is_none_or(|again| lists.word(&word).unwrap().text == again.text), "{parts:?}");
    }
}

#[test]
fn training_gives_the_same_bytes_and_learns_its_samples() {
    let sample = |text: &str, term: Option<&str>, opinion: &str| train::Sample {
        text: text.to_owned(),
        pairs: vec![(term.map(str::to_owned), opinion.to_owned())],
    };
    let samples: Vec<train::Sample> = (0..20)
        .flat_map(|_| {
            [
                sample("锅底很香", Some("锅底"), "很香"),
                sample("昨天去的,真难吃", None, "真难吃"),
                sample("喜欢这里的沙发", Some("沙发"), "喜欢"),
            ]
        })
        .collect();
    let model = train::train(&samples).unwrap();
    assert_eq!(model, train::train(&samples).unwrap());
    let learned = Extractor::new(&model).unwrap();
    assert_eq!(pairs(&learned, "锅底很香"), ["锅底|很香"]);
    assert_eq!(pairs(&learned, "喜欢这里的沙发"), ["沙发|喜欢"]);
}
