//! Normal forms: 上菜太慢了, 上菜速度慢 and 上菜有点慢 are one opinion, 上菜慢.
//!
//! Knows the lists and a few words of grammar: degree words, particles, light nouns and doubling go, negation stays. A form names the
//! narrowest thing that is judged: of 炒饭味道好 it is 味道好, so that dishes count together.

use super::lists::{Form, Lists, label};
use crate::limits;

/// Negations and what they shrink to, longest first where one begins another.
const NEGATIONS: [(&str, &str); 27] = [
    ("一点儿都不", "不"),
    ("一点都不", "不"),
    ("一点也不", "不"),
    ("不是特别", "不"),
    ("不是那么", "不"),
    ("不是太", "不"),
    ("不是很", "不"),
    ("没有那么", "不"),
    ("没有这么", "不"),
    ("没那么", "不"),
    ("不那么", "不"),
    ("不怎么", "不"),
    ("不太", "不"),
    ("不够", "不"),
    ("不算", "不"),
    ("不大", "不"),
    ("不很", "不"),
    ("并不", "不"),
    ("没有什么", "没"),
    ("没有任何", "没"),
    ("并没有", "没"),
    ("没什么", "没"),
    ("没有", "没"),
    ("毫无", "没"),
    ("没啥", "没"),
    ("不", "不"),
    ("没", "没"),
];
/// Words before an opinion that add nothing to it, besides the degree words of the lists.
const OPENINGS: [&str; 41] = [
    "但是",
    "不过",
    "而且",
    "并且",
    "就是",
    "只是",
    "可惜",
    "感觉",
    "觉得",
    "个人",
    "总体",
    "整体",
    "真的是",
    "真的",
    "真是",
    "确实",
    "绝对",
    "还是",
    "依然",
    "一直",
    "越来越",
    "天天",
    "总是",
    "老是",
    "已经",
    "居然",
    "竟然",
    "但",
    "也",
    "还",
    "都",
    "就",
    "却",
    "又",
    "倒",
    "是",
    "好",
    "老",
    "总",
    "实在是",
    "显得",
];
/// Degree words of one character that open many other words: they go only before a listed word.
const DOUBTFUL: [&str; 16] =
    ["满", "死", "爆", "特", "狂", "巨", "贼", "极", "够", "略", "稍", "好", "老", "总", "是", "就"];
/// Particles and degrees behind an opinion.
const ENDINGS: [&str; 23] = [
    "极了", "死了", "多了", "得很", "一点", "一些", "一个", "了", "的", "啊", "吧", "呢", "呀", "啦", "哦", "哈", "嘛",
    "噢", "喔", "点", "些", "地", "滴",
];
/// What begins the complement of a listed word: 慢得离谱, 好吃到爆, 慢死了.
const COMPLEMENTS: [&str; 8] = ["得", "的", "到", "死", "爆", "极", "透", "惨"];
/// Nouns that say nothing more behind another: 上菜速度, 服务方面.
const LIGHT_NOUNS: [&str; 9] = ["这一块", "这方面", "速度", "方面", "这块", "部分", "情况", "程度", "问题"];
/// Words before a term that do not name it.
const DETERMINERS: [&str; 17] = [
    "他们家的",
    "他们家",
    "这家店的",
    "店里的",
    "家里的",
    "这家",
    "那家",
    "他家的",
    "他家",
    "她家",
    "这个",
    "那个",
    "这款",
    "这里的",
    "的",
    "这",
    "那",
];
/// Words that are no opinion by themselves.
const EMPTY: &str = "的了是有在就也都还啊吧呢很太不没个吗么和与得地着过哦呀";

/// The normal form of an opinion; `None` when nothing is left that means anything.
pub(super) fn key(term: Option<&str>, words: &str, lists: &Lists) -> Option<String> {
    if let Some(form) = alone(words, lists) {
        return Some(form);
    }
    let (inner, rest) = attribute(words, lists);
    let inner = inner.filter(|inner| term.is_none() || !LIGHT_NOUNS.contains(inner));
    let predicate = predicate(rest, lists);
    if !predicate.contains(char::is_alphanumeric) || predicate.chars().all(|c| EMPTY.contains(c) || c.is_ascii_digit())
    {
        return None;
    }
    if lists.word(&predicate).is_some_and(|form| form.alone) {
        return Some(predicate);
    }
    let subject = inner.or(term).map(|term| subject(term, lists)).unwrap_or_default();
    // A term that repeats the opinion, and one without letters, name nothing.
    let subject = if subject == predicate || !subject.contains(char::is_alphanumeric) { "" } else { subject };
    Some(subject.chars().chain(predicate.chars()).take(limits::OPINION_KEY_CHARS).collect())
}

/// The form of a listed word inside `words` that needs no term, and of waiting by the clock.
fn alone(words: &str, lists: &Lists) -> Option<String> {
    if words.starts_with('等') && ["小时", "分钟", "半天", "很久", "好久"].iter().any(|time| words.contains(time))
    {
        return Some("等太久".to_owned());
    }
    let mut negated = None;
    for word in lists.find(words) {
        if word.alone && negated != Some(word.bytes.start) {
            return words.get(word.bytes).and_then(|word| lists.word(word)).map(|form| form.text.to_string());
        }
        negated = (word.class == Some(label::NEGATION)).then_some(word.bytes.end);
    }
    None
}

/// A listed term of two characters and more at the beginning, and what follows it.
fn attribute<'a>(words: &'a str, lists: &Lists) -> (Option<&'a str>, &'a str) {
    let words = strip_openings(words, lists);
    if lists.word(words).is_some() {
        return (None, words);
    }
    let ends = words.char_indices().map(|(at, _)| at).skip(2).take(6);
    let longest = ends.filter(|end| lists.term(&words[..*end]).is_some()).last();
    longest.map_or((None, words), |end| (Some(&words[..end]), &words[end..]))
}

/// The normal form of what is judged.
fn subject<'a>(term: &'a str, lists: &'a Lists) -> &'a str {
    let listed = |term| lists.term(term);
    if let Some(form) = listed(term) {
        return form;
    }
    let shorter = |term: &'a str| {
        let term = DETERMINERS.iter().find_map(|word| term.strip_prefix(word)).unwrap_or(term);
        LIGHT_NOUNS.iter().find_map(|noun| term.strip_suffix(noun)).unwrap_or(term)
    };
    let term = Some(shorter(term)).filter(|term| !term.is_empty()).unwrap_or(term);
    let holder = |at: &usize| listed(&term[..*at]).is_some() && listed(&term[*at..]).is_some();
    // 产品包装, 商家服务: the holder goes, its attribute stays.
    let split = term.char_indices().map(|(at, _)| at).skip(1).take(limits::OPINION_KEY_CHARS).find(holder);
    split.and_then(|at| listed(&term[at..])).or_else(|| listed(term)).unwrap_or(term)
}

/// The normal form of opinion words without their term.
fn predicate(words: &str, lists: &Lists) -> String {
    let words = strip_openings(words, lists);
    if let Some(form) = form(words, lists) {
        return form;
    }
    for (negation, short) in NEGATIONS {
        let Some(rest) = words.strip_prefix(negation).filter(|rest| !rest.is_empty()) else { continue };
        let rest = strip_endings(strip_openings(rest, lists), lists);
        let negated = format!("{short}{rest}");
        return form(&negated, lists).unwrap_or(negated);
    }
    let words = strip_endings(words, lists);
    form(words, lists).or_else(|| undoubled(words, lists)).unwrap_or_else(|| words.to_owned())
}

/// The form of a listed word, with or without a complement or particles behind it.
fn form(words: &str, lists: &Lists) -> Option<String> {
    let listed = |words: &str| lists.word(words).map(|Form { text, .. }| text.to_string());
    let before_complement = || {
        let cuts = COMPLEMENTS.iter().flat_map(|complement| words.match_indices(complement)).map(|(at, _)| at);
        cuts.filter(|at| *at > 0).find_map(|at| listed(&words[..at]))
    };
    listed(words).or_else(|| listed(strip_endings(words, lists))).or_else(before_complement)
}

/// 脆脆 is 脆, 干干净净 is 干净, when those are listed.
fn undoubled(words: &str, lists: &Lists) -> Option<String> {
    let characters: Vec<char> = words.chars().collect();
    let single: String = match characters[..] {
        [a, b] if a == b => [a].iter().collect(),
        [a, b, c, d] if a == b && c == d => [a, c].iter().collect(),
        _ => return None,
    };
    lists.word(&single).map(|form| form.text.to_string())
}

fn strip_openings<'a>(mut words: &'a str, lists: &Lists) -> &'a str {
    while lists.word(words).is_none() {
        let listed = lists.degree(words).into_iter();
        let own = OPENINGS.iter().filter(|opening| words.starts_with(**opening)).map(|opening| opening.len());
        let Some(length) = listed.chain(own).max() else { break };
        let (opening, rest) = words.split_at(length);
        if rest.is_empty() || (DOUBTFUL.contains(&opening) && lists.word(strip_endings(rest, lists)).is_none()) {
            break;
        }
        words = rest;
    }
    words
}

fn strip_endings<'a>(mut words: &'a str, lists: &Lists) -> &'a str {
    while lists.word(words).is_none() {
        let stripped = ENDINGS.iter().find_map(|ending| words.strip_suffix(ending)).filter(|rest| !rest.is_empty());
        match stripped {
            Some(rest) => words = rest,
            None => break,
        }
    }
    words
}
