//! Matching by sketches against the similarity of every pair, counted.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{sketch::alike, *};
use crate::domain::{marks::Likeness, review::ReviewNumber};

/// Small, repeatable random numbers.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    /// A character; low ones are common, as in real texts.
    fn letter(&mut self) -> char {
        let rank = self.below(30) * self.below(30);
        char::from_u32(0x4e00 + u32::try_from(rank).unwrap()).unwrap()
    }
}

/// Texts of 12 to 90 letters, two in three of them edited copies of earlier ones.
fn corpus(seed: u64, count: usize) -> Vec<String> {
    let dice = &mut Dice(seed);
    let mut texts: Vec<Vec<char>> = Vec::new();
    while texts.len() < count {
        let mut text: Vec<char> = if texts.is_empty() || dice.below(3) == 0 {
            let length = 12 + dice.below(79);
            (0..length).map(|_| dice.letter()).collect()
        } else {
            texts[dice.below(texts.len())].clone()
        };
        for _ in 0..dice.below(7) {
            let at = dice.below(text.len());
            match dice.below(3) {
                0 => text[at] = dice.letter(),
                1 => text.insert(at, dice.letter()),
                _ if text.len() > 12 => drop(text.remove(at)),
                _ => {}
            }
        }
        texts.push(text);
    }
    texts.into_iter().map(String::from_iter).collect()
}

fn bigrams(text: &str) -> BTreeSet<(char, char)> {
    text.chars().zip(text.chars().skip(1)).collect()
}

fn similarity(a: &BTreeSet<(char, char)>, b: &BTreeSet<(char, char)>) -> f64 {
    let common = a.intersection(b).count();
    f64::from(u32::try_from(common).unwrap()) / f64::from(u32::try_from(a.len() + b.len() - common).unwrap())
}

fn numbered(texts: &[String]) -> Vec<(ReviewNumber, Likeness)> {
    (1..).map(ReviewNumber).zip(texts).filter_map(|(number, text)| Some((number, likeness(text)?))).collect()
}

#[test]
fn pairs_that_are_similar_are_found_and_few_others() {
    let texts = corpus(7, 1_500);
    let (sets, numbered) = (texts.iter().map(|text| bigrams(text)).collect::<Vec<_>>(), numbered(&texts));
    assert_eq!(numbered.len(), texts.len());
    let mut groups = Matcher::new(numbered.clone()).into_groups();
    let (mut similar, mut found, mut taken, mut right, mut near) = (0, 0, 0, 0, 0);
    for a in 0..texts.len() {
        for b in 0..a {
            let similarity = similarity(&sets[a], &sets[b]);
            if similarity >= 0.8 {
                similar += 1;
                found += u32::from(groups.are_joined(numbered[a].0.0, numbered[b].0.0));
            }
            if alike(&numbered[a].1.sketch.unwrap(), &numbered[b].1.sketch.unwrap()) {
                taken += 1;
                right += u32::from(similarity >= 0.6);
                near += u32::from(similarity >= 0.5);
            }
        }
    }
    let share = |part: u32, whole: u32| f64::from(part) / f64::from(whole);
    let (recall, right, near) = (share(found, similar), share(right, taken), share(near, taken));
    println!("{similar} pairs of 0.8: recall {recall:.4}; {taken} taken: {right:.4} of 0.6 and more, {near:.4} of 0.5");
    assert!(similar > 1_000 && recall >= 0.99, "{recall}");
    assert!(right >= 0.9 && near >= 0.99, "{right} {near}");
}

#[test]
fn unrelated_texts_stay_apart() {
    let dice = &mut Dice(3);
    let texts: Vec<String> = (0..1_500).map(|_| (0..40).map(|_| dice.letter()).collect()).collect();
    assert!(Matcher::new(numbered(&texts)).into_groups().things().is_empty());
}

#[test]
fn equal_letters_are_copies_where_parts_are_too_few_to_compare() {
    let texts = ["师傅安装非常专业", "师傅安装，非常专业！", "师傅安装非常认真"].map(str::to_owned);
    assert_eq!(Matcher::new(numbered(&texts)).into_groups().into_sorted(), [[1, 2]]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn neither_order_nor_batches_change_the_groups(seed in any::<u64>(), cut in 1..119_usize, shift in 0..119_usize) {
        let all = numbered(&corpus(seed, 120));
        let whole = Matcher::new(all.clone()).into_groups().into_sorted();
        let mut turned = all.clone();
        turned.rotate_left(shift);
        prop_assert_eq!(&Matcher::new(turned).into_groups().into_sorted(), &whole);
        let (early, late) = all.split_at(cut);
        let mut groups = Matcher::new(early.to_vec()).into_groups();
        let mut matcher = Matcher::new(late.to_vec());
        early.iter().for_each(|(number, likeness)| matcher.join(*number, likeness));
        for group in matcher.into_groups().into_sorted() {
            for pair in group.windows(2) {
                groups.join(pair[0], pair[1]);
            }
        }
        prop_assert_eq!(groups.into_sorted(), whole);
    }
}
