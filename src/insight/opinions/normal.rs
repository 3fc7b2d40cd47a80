//! Normal forms: 上菜太慢了, 上菜速度慢 and 上菜有点慢 are one opinion, 上菜慢.
//!
//! Knows the lists and a few words of grammar: degree words, particles, light nouns and doubling go, negation stays. A form names the
//! narrowest thing that is judged: of 炒饭味道好 it is 味道好, so that dishes count together.

use std::collections::BTreeMap;

use super::lists::{Form, ListError, Lists, Table, label};
use crate::{insight::words::LongestWords, limits};

/// Negations and what they shrink to.
const NEGATIONS: [(&str, char); 27] = [
    ("一点儿都不", '不'),
    ("一点都不", '不'),
    ("一点也不", '不'),
    ("不是特别", '不'),
    ("不是那么", '不'),
    ("不是太", '不'),
    ("不是很", '不'),
    ("没有那么", '不'),
    ("没有这么", '不'),
    ("没那么", '不'),
    ("不那么", '不'),
    ("不怎么", '不'),
    ("不太", '不'),
    ("不够", '不'),
    ("不算", '不'),
    ("不大", '不'),
    ("不很", '不'),
    ("并不", '不'),
    ("没有什么", '没'),
    ("没有任何", '没'),
    ("并没有", '没'),
    ("没什么", '没'),
    ("没有", '没'),
    ("毫无", '没'),
    ("没啥", '没'),
    ("不", '不'),
    ("没", '没'),
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
const COMPLEMENTS: [char; 8] = ['得', '的', '到', '死', '爆', '极', '透', '惨'];
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
/// How long one waits who waits too long.
const TIMES: [&str; 5] = ["小时", "分钟", "半天", "很久", "好久"];

/// The tables above, made ready: each is asked at both ends of every opinion.
#[derive(Debug)]
pub(super) struct Grammar {
    negations: Table<char>,
    /// Degree words too; whether they open only a listed word.
    openings: Table<bool>,
    /// Backwards.
    endings: LongestWords,
    /// Backwards.
    light_nouns: LongestWords,
    determiners: LongestWords,
    times: LongestWords,
    empty: Vec<char>,
}

impl Grammar {
    /// With the degree words of the lists.
    pub(super) fn new<'a>(degrees: impl IntoIterator<Item = &'a str>) -> Result<Self, ListError> {
        let words = |words: &[&str]| LongestWords::new(words).map_err(|error| ListError::Words(error.to_string()));
        let backwards = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| word.chars().rev().collect()).collect();
            LongestWords::new(&words).map_err(|error| ListError::Words(error.to_string()))
        };
        let openings: BTreeMap<&str, bool> =
            degrees.into_iter().chain(OPENINGS).map(|opening| (opening, DOUBTFUL.contains(&opening))).collect();
        Ok(Self {
            negations: Table::new(NEGATIONS)?,
            openings: Table::new(openings)?,
            endings: backwards(&ENDINGS)?,
            light_nouns: backwards(&LIGHT_NOUNS)?,
            determiners: words(&DETERMINERS)?,
            times: words(&TIMES)?,
            empty: EMPTY.chars().collect(),
        })
    }
}

/// The normal form of an opinion; `None` when nothing is left that means anything.
pub(super) fn key(term: Option<&[char]>, words: &[char], lists: &Lists) -> Option<Vec<char>> {
    if let Some(form) = alone(words, lists) {
        return Some(form);
    }
    let (inner, rest) = attribute(words, lists);
    let is_light = |noun: &[char]| backwards(&lists.grammar.light_nouns, noun) == Some(noun.len());
    let inner = inner.filter(|inner| term.is_none() || !is_light(inner));
    let predicate = predicate(rest, lists);
    let says_nothing = |c: &char| lists.grammar.empty.contains(c) || c.is_ascii_digit();
    if !names_something(&predicate) || predicate.iter().all(says_nothing) {
        return None;
    }
    if lists.word(&predicate).is_some_and(|form| form.alone) {
        return Some(predicate);
    }
    let subject = inner.or(term).map(|term| subject(term, lists)).unwrap_or_default();
    // A term that repeats the opinion, and one without letters, name nothing.
    let subject = if *subject == *predicate || !names_something(subject) { &[] } else { subject };
    Some(subject.iter().chain(&predicate).copied().take(limits::OPINION_KEY_CHARS).collect())
}

fn names_something(words: &[char]) -> bool {
    words.iter().any(|c| c.is_alphanumeric())
}

/// The length of the longest word of a list of reversed ones that `words` ends with.
fn backwards(list: &LongestWords, words: &[char]) -> Option<usize> {
    list.longest(words.iter().rev().copied()).map(|(_, length)| length)
}

/// The form of a listed word inside `words` that needs no term, and of waiting by the clock.
fn alone(words: &[char], lists: &Lists) -> Option<Vec<char>> {
    if words.starts_with(&['等']) && lists.grammar.times.find(words).next().is_some() {
        return Some("等太久".chars().collect());
    }
    let mut negated = None;
    for word in lists.find(words) {
        if word.alone && negated != Some(word.range.start) {
            return lists.word(&words[word.range]).map(|form| form.text.to_vec());
        }
        negated = (word.class == Some(label::NEGATION)).then_some(word.range.end);
    }
    None
}

/// A listed term of two characters and more at the beginning, and what follows it.
fn attribute<'a>(words: &'a [char], lists: &Lists) -> (Option<&'a [char]>, &'a [char]) {
    let words = strip_openings(words, lists);
    if lists.word(words).is_some() {
        return (None, words);
    }
    let longest = (2..words.len().min(8)).rfind(|end| lists.term(&words[..*end]).is_some());
    longest.map_or((None, words), |end| (Some(&words[..end]), &words[end..]))
}

/// The normal form of what is judged.
fn subject<'a>(term: &'a [char], lists: &'a Lists) -> &'a [char] {
    if let Some(form) = lists.term(term) {
        return form;
    }
    let determiner = lists.grammar.determiners.longest(term.iter().copied()).map_or(0, |(_, length)| length);
    let rest = &term[determiner..];
    let shorter = &rest[..rest.len() - backwards(&lists.grammar.light_nouns, rest).unwrap_or_default()];
    let term = if shorter.is_empty() { term } else { shorter };
    let holder = |at: &usize| lists.term(&term[..*at]).is_some() && lists.term(&term[*at..]).is_some();
    // 产品包装, 商家服务: the holder goes, its attribute stays.
    let split = (1..term.len()).take(limits::OPINION_KEY_CHARS).find(holder);
    split.and_then(|at| lists.term(&term[at..])).or_else(|| lists.term(term)).unwrap_or(term)
}

/// The normal form of opinion words without their term.
fn predicate(words: &[char], lists: &Lists) -> Vec<char> {
    let words = strip_openings(words, lists);
    if let Some(form) = form(words, lists) {
        return form.to_vec();
    }
    let behind = words.len().saturating_sub(1);
    if let Some((length, short)) = lists.grammar.negations.longest(words[..behind].iter().copied()) {
        let rest = strip_endings(strip_openings(&words[length..], lists), lists);
        let negated: Vec<char> = std::iter::once(*short).chain(rest.iter().copied()).collect();
        return form(&negated, lists).map(<[char]>::to_vec).unwrap_or(negated);
    }
    let words = strip_endings(words, lists);
    form(words, lists).or_else(|| undoubled(words, lists)).unwrap_or(words).to_vec()
}

/// The form of a listed word, with or without a complement or particles behind it.
fn form<'a>(words: &[char], lists: &'a Lists) -> Option<&'a [char]> {
    let listed = |words: &[char]| lists.word(words).map(|Form { text, .. }| text.as_ref());
    let before_complement = || {
        let places = |complement| (1..words.len()).filter(move |at| words[*at] == complement);
        COMPLEMENTS.into_iter().flat_map(places).find_map(|at| listed(&words[..at]))
    };
    listed(words).or_else(|| listed(strip_endings(words, lists))).or_else(before_complement)
}

/// 脆脆 is 脆, 干干净净 is 干净, when those are listed.
fn undoubled<'a>(words: &[char], lists: &'a Lists) -> Option<&'a [char]> {
    let form = match *words {
        [a, b] if a == b => lists.word(&[a]),
        [a, b, c, d] if a == b && c == d => lists.word(&[a, c]),
        _ => None,
    };
    form.map(|form| form.text.as_ref())
}

fn strip_openings<'a>(mut words: &'a [char], lists: &Lists) -> &'a [char] {
    while lists.word(words).is_none() {
        let Some((length, doubtful)) = lists.grammar.openings.longest(words.iter().copied()) else { break };
        let rest = &words[length..];
        if rest.is_empty() || (*doubtful && lists.word(strip_endings(rest, lists)).is_none()) {
            break;
        }
        words = rest;
    }
    words
}

fn strip_endings<'a>(mut words: &'a [char], lists: &Lists) -> &'a [char] {
    while lists.word(words).is_none() {
        match backwards(&lists.grammar.endings, words) {
            Some(length) if length < words.len() => words = &words[..words.len() - length],
            _ => break,
        }
    }
    words
}
