//! Field clauses of the query text: written as a person would, decided by looking at the review.

use jiff::{ToSpan, civil::Date, tz::TimeZone};

use super::{
    aspects::{ASPECTS, takes},
    fold::fold,
    oracle::{Doc, day_of},
    random::Random,
};

/// A clause as typed, with what it means.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Clause {
    pub(crate) text: String,
    meaning: Meaning,
}

#[derive(Debug, Clone, PartialEq)]
enum Meaning {
    /// Half stars, both ends included.
    Rating(u8, u8),
    /// Days, both included.
    Days(Option<Date>, Option<Date>),
    Likes(u32, u32),
    /// A facet with one of these values, folded.
    Values(&'static str, Vec<String>),
    /// Aspects of this id or Chinese label, of a polarity or of any.
    Aspect(&'static str, Option<&'static str>),
    Bucket(&'static str),
    Has(&'static str),
    Lacks(&'static str),
}

const VALUES: [(&str, &str, &[&str]); 9] = [
    ("城市:上海", "city", &["上海"]),
    ("city:(武汉 或 北京)", "city", &["武汉", "北京"]),
    ("商品：小龙坎", "item", &["小龙坎"]),
    ("门店:海底捞(光谷店)", "item", &["海底捞（光谷店）"]),
    ("item:\"空调 A\"", "item", &["空调 A"]),
    ("item:(電影|\"热水器\\\"C\\\"\")", "item", &["电影", "热水器\"C\""]),
    ("brand:HAIER", "brand", &["Haier"]),
    ("来源:a", "source", &["a"]),
    ("city:没有的城市", "city", &["没有的城市"]),
];
const BUCKETS: [(&str, &str); 5] = [
    ("强负", "very_negative"),
    ("负面", "negative"),
    ("neutral", "neutral"),
    ("正面", "positive"),
    ("very_positive", "very_positive"),
];
const POLARITIES: [Option<(&str, &str)>; 4] =
    [None, Some(("负面", "negative")), Some(("positive", "positive")), Some(("中性", "neutral"))];
const HAS: [(&str, &str); 3] = [("图", "image"), ("追评", "append"), ("reply", "reply")];
const LACKS: [(&str, &str); 7] = [
    ("评分", "rating"),
    ("时间", "created"),
    ("city", "city"),
    ("商品", "item"),
    ("属性", "aspect"),
    ("观点", "opinion"),
    ("flag", "flag"),
];

impl Clause {
    pub(crate) fn holds(&self, doc: &Doc) -> bool {
        match &self.meaning {
            Meaning::Rating(low, high) => doc.rating.is_some_and(|rating| (*low..=*high).contains(&rating)),
            Meaning::Days(from, to) => doc
                .created
                .map(day_of)
                .is_some_and(|day| from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)),
            Meaning::Likes(from, to) => (*from..=*to).contains(&doc.likes),
            Meaning::Values(field, values) => doc.values.get(*field).is_some_and(|value| values.contains(&fold(value))),
            Meaning::Aspect(name, polarity) => {
                let named = ASPECTS.iter().filter(|aspect| aspect.id == *name || aspect.label.zh == *name);
                let mut wanted = named.map(|aspect| match polarity {
                    Some(polarity) => ("aspect_sentiment", format!("{}:{polarity}", aspect.id)),
                    None => ("aspect", aspect.id.clone()),
                });
                wanted.any(|(field, wanted)| doc.lists[field].iter().any(|value| takes(field, &wanted, value)))
            }
            Meaning::Bucket(name) => doc.bucket() == *name,
            Meaning::Has(part) => doc.parts.contains(part),
            Meaning::Lacks(field) => doc.lacks(field),
        }
    }

    pub(crate) fn random(random: &mut Random) -> Self {
        let (text, meaning) = match random.within(0..10) {
            0 => {
                let half = u8::try_from(random.within(1..11)).unwrap();
                let stars = f64::from(half) / 2.0;
                match random.within(0..3) {
                    0 => (format!("评分<={stars}"), Meaning::Rating(1, half)),
                    1 => (format!("rating:>={stars}"), Meaning::Rating(half, 10)),
                    _ => (format!("星级：{stars}"), Meaning::Rating(half, half)),
                }
            }
            1 => ("评分:中评".to_owned(), Meaning::Rating(5, 7)),
            2 => {
                let year = i16::try_from(random.within(2015..2026)).unwrap();
                let month = i8::try_from(random.within(1..13)).unwrap();
                let first = Date::new(year, month, 1).unwrap();
                let (start, end) = (Some(first), Some(first.last_of_month()));
                match random.within(0..4) {
                    0 => (format!("time:{year}-{month:02}"), Meaning::Days(start, end)),
                    1 => (format!("时间>={year}-{month}"), Meaning::Days(start, None)),
                    2 => (format!("时间<{year}年{month}月"), Meaning::Days(None, Some(first - 1.day()))),
                    _ => (format!("time:{year}..{}", year + 1), {
                        Meaning::Days(Date::new(year, 1, 1).ok(), Date::new(year + 1, 12, 31).ok())
                    }),
                }
            }
            3 => {
                let today = jiff::Timestamp::now().to_zoned(TimeZone::get("Asia/Shanghai").unwrap()).date();
                let years = i64::try_from(random.within(1..12)).unwrap();
                let from = today.saturating_sub(years.years()).saturating_add(1.day());
                (format!("时间:近{years}年"), Meaning::Days(Some(from), Some(today)))
            }
            4 => {
                let likes = u32::try_from(random.within(0..30)).unwrap();
                match random.within(0..3) {
                    0 => (format!("点赞>{likes}"), Meaning::Likes(likes + 1, u32::MAX)),
                    1 => (format!("likes:..{likes}"), Meaning::Likes(0, likes)),
                    _ => (format!("likes:{likes}..{}", likes + 9), Meaning::Likes(likes, likes + 9)),
                }
            }
            5 => {
                let (name, bucket) = *random.pick(&BUCKETS);
                (format!("情感:{name}"), Meaning::Bucket(bucket))
            }
            6 => {
                let (name, part) = *random.pick(&HAS);
                (format!("有:{name}"), Meaning::Has(part))
            }
            7 => {
                let (name, field) = *random.pick(&LACKS);
                (format!("缺:{name}"), Meaning::Lacks(field))
            }
            8 => {
                let (name, polarity) =
                    (*random.pick(&["服务", "service", "dish", "上菜速度"]), *random.pick(&POLARITIES));
                let text = polarity.map_or_else(String::new, |(typed, _)| format!("={typed}"));
                (format!("属性:{name}{text}"), Meaning::Aspect(name, polarity.map(|(_, name)| name)))
            }
            _ => {
                let (text, field, values) = *random.pick(&VALUES);
                (text.to_owned(), Meaning::Values(field, values.iter().map(|value| fold(value)).collect()))
            }
        };
        Self { text, meaning }
    }
}
