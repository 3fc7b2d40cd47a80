//! Made-up reviews as people's exports hold them: short and long, mixed scripts, missing fields, sudden characters.

use std::{fs, path::Path};

use serde_json::{Map, Value, json};

use super::random::Random;

const CLAUSES: [&str; 40] = [
    "上菜慢",
    "服务员态度很差",
    "排队两个小时",
    "再也不来了",
    "环境不错",
    "味道真的好吃",
    "不好吃",
    "性价比高",
    "物流很快",
    "包裝破損",
    "電視機壞了",
    "質量很好",
    "客服不理人",
    "價格偏貴",
    "噪音有点大",
    "制冷效果好",
    "KFR-72LW 很省电",
    "ＫＦＲ－７２ＬＷ",
    "wifi连不上",
    "WiFi信号差",
    "５星好评",
    "25℃就够凉了",
    "等了…半天",
    "“再也不来”",
    "\"差评\"",
    "(不推荐)",
    "３．６．３版本闪退",
    "http://a.b/c?d=1",
    "一般般",
    "还可以吧",
    "Great value!",
    "très bon",
    "ふわふわ",
    "哈哈哈哈",
    "😀😀",
    "👍🏻👍🏻",
    "❤️",
    "👨‍👩‍👧",
    "𠮷野家的牛丼",
    "①②③",
];
const MARKS: [&str; 10] = ["，", "。", "！", "!!", "……", " ", "\u{3000}", "\n", "~", "、"];
const ODD: [char; 16] = [
    '\u{200B}', '\u{FE0F}', '\u{00AD}', '\u{FEFF}', '\t', '\\', '"', '|', '-', '０', 'ﬁ', 'İ', '㎡', '½', '龘',
    '\u{0301}',
];
const ITEMS: [&str; 9] =
    ["老码头火锅", "小龙坎", "海底捞（光谷店）", "空调 A", "空调 B", "热水器\"C\"", "item,d", "a:b", "電影"];
const CITIES: [&str; 4] = ["武汉", "上海", "北京", "成都"];
const BRANDS: [&str; 3] = ["格力", "美的", "Haier"];

/// A text of a few clauses, now and then with an odd character inside.
pub(crate) fn text(random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..random.within(1..7) {
        text += random.pick::<&str>(&CLAUSES);
        text += random.pick::<&str>(&MARKS);
    }
    if random.chance(30) {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        text.insert(*random.pick(&places), *random.pick(&ODD));
    }
    text
}

/// The row of one review; `id` decides nothing but its name.
pub(crate) fn row(id: usize, random: &mut Random) -> Value {
    let mut row = Map::new();
    row.insert("id".into(), json!(id.to_string()));
    row.insert("text".into(), json!(text(random)));
    let mut sometimes = |name: &str, percent: u64, value: &mut dyn FnMut(&mut Random) -> Value| {
        if random.chance(percent) {
            row.insert(name.into(), value(random));
        }
    };
    sometimes("title", 30, &mut |random| json!(random.pick(&CLAUSES)));
    sometimes("append", 20, &mut |random| json!(text(random)));
    sometimes("reply", 15, &mut |random| json!(text(random)));
    sometimes("rating", 85, &mut |random| json!(random.within(1..11) as f64 / 2.0));
    sometimes("item", 80, &mut |random| json!(random.pick(&ITEMS)));
    sometimes("city", 60, &mut |random| json!(random.pick(&CITIES)));
    sometimes("brand", 50, &mut |random| json!(random.pick(&BRANDS)));
    sometimes("likes", 40, &mut |random| json!(random.within(0..6)));
    sometimes("images", 20, &mut |random| json!(random.within(0..3)));
    sometimes("time", 88, &mut |random| json!(time(random)));
    Value::Object(row)
}

/// A local time of 2020 to 2022, often at the edge of a day.
fn time(random: &mut Random) -> String {
    let day = jiff::civil::date(2020, 1, 1) + jiff::Span::new().days(i64::try_from(random.within(0..1096)).unwrap());
    match random.within(0..6) {
        0 => format!("{day} 23:59:59"),
        1 => format!("{day} 00:00:00"),
        2 => format!("{day}"),
        3 => format!("{day} {:02}:{:02}", random.within(0..24), random.within(0..60)),
        _ => format!("{day} {:02}:{:02}:{:02}", random.within(0..24), random.within(0..60), random.within(0..60)),
    }
}

/// Writes rows as JSON lines.
pub(crate) fn write_jsonl(path: &Path, rows: &[Value]) {
    fs::write(path, rows.iter().map(|row| format!("{row}\n")).collect::<String>()).unwrap();
}

/// A few reviews whose every answer can be told by hand.
pub(crate) const SMALL_CSV: &str = "\
评价ID,商品名称,评分,评价时间,标题,评价内容,追评,商家回复,点赞数,城市
1,甲店,1,2021-03-01 00:00:00,差评,上菜慢，服务员态度很差。,,抱歉,3,武汉
2,甲店,4.5,2021-02-28 23:59:59,,味道好吃，環境不錯😀。,又来了，还是好吃,,0,武汉
3,乙店,5,2021-06-30,,性价比高！WiFi很快,,,12,上海
4,乙店,,2021-06-30 12:30,,排队两个小时…再也不来,,,,上海
5,,2,,,上菜有点慢,,,1,
";
