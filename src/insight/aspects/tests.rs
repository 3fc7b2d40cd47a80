//! What the built-in packs read out of texts, as tables; and that the packs are sound.

use super::*;
use crate::{domain::pack_rules::PackRules, insight::Insight, text::fold};

const CASES: &str = include_str!("cases.txt");

fn builtin() -> Packs {
    Packs::new([], &PackRules::default()).unwrap()
}

/// What a text mentions but for the aspect of the whole, as in the table.
fn read(packs: &Packs, pack: &str, text: &str) -> String {
    let insight = Insight::builtin().unwrap();
    let mentions = insight.aspects_by(Parts::ALL, &fold(text), packs.find(pack).unwrap());
    let sign = |polarity| match polarity {
        Polarity::Positive => '+',
        Polarity::Neutral => '0',
        Polarity::Negative => '-',
    };
    let ids = mentions.iter().map(|m| (packs.aspects().get(m.aspect).unwrap().id.as_str(), sign(m.polarity)));
    let mut found: Vec<String> =
        ids.filter(|(id, _)| *id != "others_overall_experience").map(|(id, sign)| format!("{id}{sign}")).collect();
    found.sort();
    found.join(" ")
}

#[test]
fn packs_read_what_people_mean() {
    let packs = builtin();
    let mut wrong = Vec::new();
    for line in CASES.lines().filter(|line| !line.starts_with('#')) {
        let [pack, text, expected] = line.splitn(3, '|').map(str::trim).collect::<Vec<_>>().try_into().unwrap();
        let mut expected: Vec<&str> = expected.split_whitespace().collect();
        expected.sort_unstable();
        let found = read(&packs, pack, text);
        if found != expected.join(" ") {
            wrong.push(format!("{pack} {text}: {found}, not {}", expected.join(" ")));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_pack_has_its_table() {
    for pack in builtin().all() {
        let cases = CASES.lines().filter(|line| line.starts_with(&format!("{} |", pack.name()))).count();
        assert!(cases >= 15, "{}: {cases}", pack.name());
    }
}

/// A pack with these aspects, below one parent.
fn pack_text(head: &str, aspects: &str) -> String {
    format!("name = 'own'\nzh = '自'\nen = 'Own'\n{head}\n[[parent]]\nid = 'goods'\nzh = '货'\nen = 'Goods'\n{aspects}")
}

fn faults(text: &str) -> Vec<String> {
    let errors = Packs::new([("own.toml", text)], &PackRules::default()).unwrap_err();
    errors.iter().flat_map(|error| &error.faults).map(ToString::to_string).collect()
}

#[test]
fn all_faults_of_a_pack_are_found_at_once() {
    let text = pack_text(
        "colour = 'red'",
        "[[aspect]]\nid = 'a'\nparent = 'goods'\nzh = '甲'\nen = 'A'\nterms = ['菜', 'ＷｉＦｉ', '*慢']\nword = 1\n\
         [[aspect]]\nid = 'a'\nparent = 'nobody'\nzh = ''\nen = 'A'\nunjudged = 'good'\nwhole = true\nnegative = ['菜']\n\
         [[aspect]]\nid = 'B2'\nparent = 'goods'\nzh = '乙'\nen = 'B'\nwhole = true",
    );
    let found = faults(&text);
    for expected in [
        "own: there is no key `colour`",
        "a: there is no key `word`",
        "`a` is declared twice",
        "a: both labels are needed",
        "a: parent `nobody` is not declared",
        "`B2` is not of the form [a-z_]+",
        "a: `ＷｉＦｉ` must be written `wifi`",
        "a: `*慢` is no wording",
        "`菜` stands in both a.terms and a.negative",
        "a: unjudged is negative, neutral or positive, not `good`",
        "`a` and `B2` are both the aspect of the whole",
    ] {
        assert!(found.iter().any(|fault| fault.starts_with(expected)), "{expected}: {found:#?}");
    }
    assert_eq!(found.len(), 11, "{found:#?}");
}

#[test]
fn packs_that_share_an_id_agree_about_it() {
    let text =
        pack_text("", "[[aspect]]\nid = 'price_level'\nparent = 'goods'\nzh = '价'\nen = 'Price'\nterms = ['价']");
    assert_eq!(faults(&text), ["`price_level` has another label or parent in pack appliance"]);
}

#[test]
fn rules_choose_the_pack() {
    let rules = PackRules {
        default: Some("hotel".to_owned()),
        sources: [("jd".to_owned(), "app".to_owned())].into(),
        categories: [("图书".to_owned(), "general".to_owned())].into(),
    };
    let packs = Packs::new([], &rules).unwrap();
    let chosen = |source, category| packs.choose(source, category).name();
    assert_eq!(chosen("nobody", None), "hotel");
    assert_eq!(chosen("meituan", Some("没听过")), "restaurant");
    assert_eq!(chosen("jd", None), "app");
    assert_eq!(chosen("jd", Some("空调")), "appliance");
    assert_eq!(chosen("meituan", Some("图书")), "general");
    assert_eq!(builtin().choose("nobody", None).name(), "general");
    let missing = PackRules { default: Some("nothing".to_owned()), ..PackRules::default() };
    assert!(Packs::new([], &missing).is_err());
}

#[test]
fn a_pack_of_ones_own_replaces_the_built_in_one_of_its_name() {
    let text = "name = 'app'\nzh = '应用'\nen = 'Apps'\n[[parent]]\nid = 'odd'\nzh = '怪'\nen = 'Odd'\n\
                [[aspect]]\nid = 'odd_colour'\nparent = 'odd'\nzh = '颜色'\nen = 'Colour'\nterms = ['颜色']";
    let packs = Packs::new([("app.toml", text)], &PackRules::default()).unwrap();
    assert_eq!(read(&packs, "app", "颜色好看，没有广告"), "odd_colour+");
    assert_ne!(packs.version(), builtin().version());
}

#[test]
fn opinions_are_filed_under_what_they_judge() {
    let packs = builtin();
    let pack = packs.find("restaurant").unwrap();
    let text = "上菜慢,服务员热情,很好吃";
    let place = |word: &str| {
        let at = text.find(word).unwrap();
        at..at + word.len()
    };
    let opinion = |term: Option<&str>, word: &str, polarity| Opinion {
        aspect: None,
        term: term.map(place),
        opinion: place(word),
        range: term.map_or(place(word).start, |term| place(term).start)..place(word).end,
        polarity,
        key: String::new(),
    };
    let mut opinions = [
        opinion(Some("上菜"), "慢", Polarity::Negative),
        opinion(Some("服务员"), "热情", Polarity::Positive),
        opinion(None, "好吃", Polarity::Positive),
    ];
    let clauses: Vec<Clause> = text
        .split(',')
        .map(|words| Clause { range: place(words), score: SentimentScore::from_thousandths(0) })
        .collect();
    let (letters, score) = (Letters::new(text), SentimentScore::default());
    let (letters, clauses, opinions_read) = (&letters, &clauses, &mut opinions);
    let mut read = Text { letters, whole: score, clauses, opinions: opinions_read, judge: |_: &[char]| 0.0 };
    let mentions = pack.read(Parts::ALL, &mut read);
    let ids = opinions.map(|opinion| packs.aspects().get(opinion.aspect.unwrap()).unwrap().id.clone());
    assert_eq!(ids, ["service_serving_speed", "service_waiters_attitude", "dish_taste"]);
    let polarity = |id| mentions.iter().find(|m| Some(m.aspect) == packs.aspects().number(id)).unwrap().polarity;
    assert_eq!(polarity("service_serving_speed"), Polarity::Negative);
    assert_eq!(polarity("service_waiters_attitude"), Polarity::Positive);
}

#[test]
fn any_text_is_read_in_linear_time() {
    let packs = builtin();
    let insight = Insight::builtin().unwrap();
    let texts = ["好吃贵", "等了一二三", "很很不", "😀", ",。!", "服务员态度", "wifi ", "量质量"];
    for text in texts.map(|piece| piece.repeat(200_000 / piece.chars().count())) {
        let begun = std::time::Instant::now();
        let mentions = insight.aspects_by(Parts::ALL, &text, packs.find("restaurant").unwrap());
        assert!(begun.elapsed().as_secs() < 10, "{:?}…", text.chars().take(4).collect::<String>());
        assert!(mentions.is_sorted_by_key(|mention| mention.aspect));
    }
}

#[test]
fn learned_models_survive_their_file_and_decide() {
    let packs = builtin();
    let (insight, pack) = (Insight::builtin().unwrap(), packs.find("restaurant").unwrap());
    let lesson = |text: &str, label: Option<Polarity>| {
        let labels = label.map(|polarity| ("dish_taste".to_owned(), polarity)).into_iter().collect();
        insight.lesson(&fold(text), pack, labels)
    };
    // The labels say what the words of the pack do not: 下次 is about the taste, 味道 is not.
    let mut lessons = Vec::new();
    for number in 0..20 {
        lessons.push(lesson(&format!("下次{number}"), Some(Polarity::Negative)));
        lessons.push(lesson(&format!("味道{number}"), None));
    }
    let learned = learn(pack, &lessons.iter().collect::<Vec<_>>(), LearnedParts::ALL);
    let bytes = learned.write();
    let again = Learned::read(&bytes).unwrap();
    assert_eq!(again.write(), bytes);
    let tastes =
        |text: &str| again.decide_all(pack, &lesson(text, None)).into_iter().find(|(id, _)| *id == "dish_taste");
    assert_eq!(tastes("下次").unwrap().1.0, Polarity::Negative);
    assert_eq!(tastes("味道"), None);
    for end in 0..bytes.len() {
        assert!(Learned::read(&bytes[..end]).is_err(), "cut at {end}");
    }
    let mut packs = builtin();
    let version = packs.version().to_owned();
    packs.learn("own", "restaurant", &bytes).unwrap();
    assert_ne!(packs.version(), version);
    let mentions = insight.aspects_by(Parts::ALL, "下次", packs.find("restaurant").unwrap());
    assert!(mentions.iter().any(|mention| Some(mention.aspect) == packs.aspects().number("dish_taste")));
    assert!(packs.learn("own", "nothing", &bytes).is_err() && packs.learn("own", "restaurant", b"x").is_err());
}

#[test]
fn models_learn_from_what_serves() {
    let insight = Insight::builtin().unwrap();
    let pack = insight.packs().find("restaurant").unwrap();
    for text in ["味道不错,服务员态度很差,上菜也慢", "环境好,菜量小,价格贵得离谱", "前台小姐姐人美,就是停车难"]
    {
        let text = fold(text);
        let served = insight.read(&text, pack).aspects;
        let lesson = insight.lesson(&text, pack, BTreeMap::new());
        let seen = pack.numbers.iter().zip(&lesson.evidence.seeded);
        let mut seen: Vec<Mention> = seen
            .filter_map(|(aspect, seeded)| {
                seeded.verdict.map(|(polarity, score)| Mention { aspect: *aspect, polarity, score })
            })
            .collect();
        seen.sort_unstable_by_key(|mention| mention.aspect);
        assert!(!seen.is_empty());
        assert_eq!(served, seen, "{text}");
    }
}

#[test]
fn learned_models_know_parents_as_the_pack_declares_them() {
    let aspect = "[[aspect]]\nid = 'dish_taste_of_it'\nparent = 'goods'\nzh = '味'\nen = 'Taste'\nterms = ['味道']\n";
    let packs = Packs::new([("own.toml", pack_text("", aspect).as_str())], &PackRules::default()).unwrap();
    let pack = packs.find("own").unwrap();
    assert_eq!(pack.marks, [Marks::new("dish_taste_of_it", "goods")]);
    assert_ne!(pack.marks, [Marks::new("dish_taste_of_it", "dish")]);
}

proptest::proptest! {
    #[test]
    fn any_text_has_mentions(text in proptest::prelude::any::<String>(), words in "[不很等了一小时好吃贵,。服务员量大菜]{0,40}") {
        static PACKS: std::sync::LazyLock<(Packs, Insight)> =
            std::sync::LazyLock::new(|| (builtin(), Insight::builtin().unwrap()));
        let text = fold(&(text + &words));
        for pack in PACKS.0.all() {
            let mentions = PACKS.1.aspects_by(Parts::ALL, &text, pack);
            proptest::prop_assert!(mentions.is_sorted_by_key(|mention| mention.aspect));
        }
    }
}
