//! A tree of short runs of characters: where a run leads, one character at a time.
//!
//! Knows nothing of what runs mean: what word lists and models keep by node stands beside it. A double array (Aoe 1989): the characters of a
//! tree are numbered, and where `c` follows a node stands at the node's base plus the number of `c`, in a place that names the node before. So
//! a step needs no search, and nodes share one dense array that stays near the processor; whether anything follows at all, 32 bits beside the
//! base mostly tell, which counts because texts ask at every character, and mostly in vain. Who asks for a character more than once numbers
//! it once.

use std::{cmp::Reverse, collections::HashMap};

/// Where a run ends, from 1; [`NOWHERE`] when nothing known begins so.
pub(super) type Node = u32;

/// The number of a character, from 1; 0 of those that no run holds.
pub(super) type Number = u32;

/// No node: the root, to which nothing leads.
pub(super) const NOWHERE: Node = 0;

/// Code points of one page of numbers.
const PAGE: usize = 64;
/// Code points whose number needs no search: the basic plane.
const BASIC: usize = 0x1_0000;
/// Where nothing stands.
const EMPTY: Node = Node::MAX;
/// Free places that are tried for a node before it goes where none was refused yet, so that building takes time in proportion to the runs.
const TRIES: usize = 100;

/// The tree, with a `K` kept for each node.
#[derive(Debug, Clone)]
pub(super) struct Tree<K> {
    /// By code point / [`PAGE`]: the page of `numbers`; page 0 holds none.
    pages: Box<[u16]>,
    /// The number of each character.
    numbers: Box<[[u16; PAGE]]>,
    /// Characters beyond the basic plane in ascending order with their numbers.
    beyond: Box<[(char, u16)]>,
    /// By number: the character. Those that begin a run come first.
    chars: Box<[char]>,
    /// How many characters begin a run: they lead to the node of their number.
    begins: Node,
    /// By node, with empty ones between.
    slots: Box<[Slot<K>]>,
}

/// A node, and what may follow it.
#[derive(Debug, Clone, Copy)]
struct Slot<K> {
    /// The bit of each number that follows, by its last five bits.
    bits: u32,
    /// Added to a number that follows, it gives the node.
    base: u32,
    /// The node before; [`EMPTY`] where none stands.
    before: Node,
    kept: K,
}

impl<K: Default> Slot<K> {
    /// Where no node stands; the root too.
    fn free() -> Self {
        Self { bits: 0, base: 0, before: EMPTY, kept: K::default() }
    }
}

impl<K: Copy + Default> Default for Tree<K> {
    /// Knows no run.
    fn default() -> Self {
        Self {
            pages: vec![0; BASIC / PAGE].into(),
            numbers: vec![[0; PAGE]].into(),
            beyond: Box::default(),
            chars: vec!['\0'].into(),
            begins: 0,
            slots: vec![Slot::free()].into(),
        }
    }
}

impl<K: Copy + Default> Tree<K> {
    /// The tree of these runs, and where each ends; `None` when they are too many.
    pub(super) fn new<R: IntoIterator<Item = char>>(runs: impl IntoIterator<Item = R>) -> Option<(Self, Vec<Node>)> {
        let mut steps: HashMap<(Node, char), Node> = HashMap::new();
        let mut ends = Vec::new();
        for run in runs {
            let mut node = NOWHERE;
            for c in run {
                let next = Node::try_from(steps.len() + 1).ok()?;
                node = *steps.entry((node, c)).or_insert(next);
            }
            ends.push(node);
        }
        let mut tree = Self::default();
        tree.number_chars(&steps)?;
        let mut below: Vec<Vec<(u32, Node)>> = vec![Vec::new(); steps.len() + 1];
        steps.iter().for_each(|((from, c), to)| below[*from as usize].push((tree.number(*c), *to)));
        let places = tree.place(&mut below)?;
        Some((tree, ends.into_iter().map(|end| places[end as usize]).collect()))
    }

    /// Numbers the characters of these steps: first those that begin a run, and the frequent before the rare, so that nodes lie close together.
    fn number_chars(&mut self, steps: &HashMap<(Node, char), Node>) -> Option<()> {
        let mut counts: HashMap<char, (bool, usize)> = HashMap::new();
        for (from, c) in steps.keys() {
            let (begins, count) = counts.entry(*c).or_default();
            *begins |= *from == NOWHERE;
            *count += 1;
        }
        let mut chars: Vec<char> = counts.keys().copied().collect();
        chars.sort_unstable_by_key(|c| (Reverse(counts[c]), *c));
        self.begins = Node::try_from(counts.values().filter(|(begins, _)| *begins).count()).ok()?;
        let mut numbers = vec![[0; PAGE]];
        let mut beyond = Vec::new();
        for (place, c) in (1usize..).zip(&chars) {
            let (number, code) = (u16::try_from(place).ok()?, *c as usize);
            let Some(page) = self.pages.get_mut(code / PAGE) else {
                beyond.push((*c, number));
                continue;
            };
            if *page == 0 {
                *page = u16::try_from(numbers.len()).ok()?;
                numbers.push([0; PAGE]);
            }
            numbers[usize::from(*page)][code % PAGE] = number;
        }
        beyond.sort_unstable();
        (self.numbers, self.beyond) = (numbers.into(), beyond.into());
        self.chars = std::iter::once('\0').chain(chars).collect();
        Some(())
    }

    /// Lays out the nodes, of which `below` has the numbers that follow each; answers with where each stands. Those with many followers find
    /// a place first, the others fill the gaps.
    fn place(&mut self, below: &mut [Vec<(u32, Node)>]) -> Option<Vec<Node>> {
        below.iter_mut().for_each(|followers| followers.sort_unstable());
        let mut order: Vec<usize> = (1..below.len()).filter(|node| !below[*node].is_empty()).collect();
        order.sort_by_key(|node| Reverse(below[*node].len()));
        let mut room = Room { taken: vec![true], first_free: 1, frontier: 0 };
        let mut slots = vec![Slot::free(); below.len()];
        let mut places: Vec<Node> = vec![NOWHERE; below.len()];
        for node in std::iter::once(0).chain(order) {
            // The numbers of the characters that begin a run are their nodes.
            let base = if node == 0 { 0 } else { room.base(&below[node]) };
            room.take(base, &below[node]);
            for (number, follower) in &below[node] {
                places[*follower as usize] = u32::try_from(base).ok()?.checked_add(*number)?;
                slots[*follower as usize].before = Node::try_from(node).ok()?;
                slots[node].bits |= bit(*number);
            }
            slots[node].base = u32::try_from(base).ok()?;
        }
        let mut placed = vec![Slot::free(); room.taken.len()];
        for (slot, place) in slots.into_iter().zip(&places) {
            let before = places.get(slot.before as usize).copied().unwrap_or(EMPTY);
            placed[*place as usize] = Slot { before, ..slot };
        }
        self.slots = placed.into();
        Some(places)
    }

    /// What is kept for a node.
    #[inline]
    pub(super) fn kept(&self, node: Node) -> K {
        self.slots[node as usize].kept
    }

    /// Keeps something for a node.
    pub(super) fn keep(&mut self, node: Node, kept: K) {
        self.slots[node as usize].kept = kept;
    }

    /// Every node with what is kept for it.
    pub(super) fn nodes(&self) -> impl Iterator<Item = (Node, K)> + '_ {
        (0..).zip(self.slots.iter().map(|slot| slot.kept))
    }

    /// The number of a character.
    #[inline]
    pub(super) fn number(&self, c: char) -> Number {
        let number = match self.pages.get(c as usize / PAGE) {
            Some(page) => self.numbers[usize::from(*page)][c as usize % PAGE],
            None => self.beyond.binary_search_by_key(&c, |(c, _)| *c).map_or(0, |place| self.beyond[place].1),
        };
        Number::from(number)
    }

    /// Where a run of the one character of this number leads.
    #[inline]
    pub(super) const fn first(&self, number: Number) -> Node {
        if number <= self.begins { number } else { NOWHERE }
    }

    /// Where the run of `node` leads when the character of this number follows.
    #[inline]
    pub(super) fn next(&self, node: Node, number: Number) -> Node {
        let Slot { bits, base, .. } = self.slots[node as usize];
        if bits & bit(number) == 0 {
            return NOWHERE;
        }
        let next = base + number;
        if self.slots.get(next as usize).is_some_and(|slot| slot.before == node) { next } else { NOWHERE }
    }

    /// Every node with what leads to it: the node before and the character.
    pub(super) fn steps(&self) -> Vec<(Node, char)> {
        let step = |(node, slot): (u32, &Slot<K>)| match slot.before {
            EMPTY => (NOWHERE, '\0'),
            before => (before, self.chars[(node - self.slots[before as usize].base) as usize]),
        };
        (0..).zip(&self.slots).map(step).collect()
    }
}

/// The places of nodes while they are laid out.
struct Room {
    taken: Vec<bool>,
    first_free: usize,
    /// Where no node was refused yet.
    frontier: usize,
}

impl Room {
    /// The base from which all of these numbers lead to free places: near the beginning, or else from the frontier on.
    fn base(&mut self, followers: &[(u32, Node)]) -> usize {
        while self.taken.get(self.first_free).is_some_and(|taken| *taken) {
            self.first_free += 1;
        }
        let near = self.bases(self.first_free, followers).take(TRIES).find_map(|base| base);
        near.unwrap_or_else(|| {
            let far = self.bases(self.frontier, followers).find_map(|base| base);
            self.frontier = far.unwrap_or(self.taken.len());
            self.frontier
        })
    }

    /// For each free place from `from` on the base from which the first number leads there, if all others lead to free places too.
    fn bases<'a>(&'a self, from: usize, followers: &'a [(u32, Node)]) -> impl Iterator<Item = Option<usize>> + 'a {
        let is_free = |place: usize| self.taken.get(place).is_none_or(|taken| !taken);
        let first = followers.first().map_or(0, |(number, _)| *number as usize);
        let places = (from.max(first)..=self.taken.len()).filter(move |place| is_free(*place));
        places.map(move |place| {
            let base = place - first;
            followers.iter().all(|(number, _)| is_free(base + *number as usize)).then_some(base)
        })
    }

    fn take(&mut self, base: usize, followers: &[(u32, Node)]) {
        for (number, _) in followers {
            let place = base + *number as usize;
            self.taken.resize(self.taken.len().max(place + 1), false);
            self.taken[place] = true;
        }
    }
}

const fn bit(number: u32) -> u32 {
    1 << (number % u32::BITS)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    fn walk(tree: &Tree<()>, run: &str) -> Node {
        let mut numbers = run.chars().map(|c| tree.number(c));
        let first = numbers.next().map_or(NOWHERE, |number| tree.first(number));
        numbers.fold(first, |node, number| if node == NOWHERE { NOWHERE } else { tree.next(node, number) })
    }

    proptest! {
        #[test]
        fn just_the_beginnings_of_runs_lead_somewhere(
            runs in prop::collection::vec("[ab好吃😀\u{10FFFF}]{1,4}", 0..40), asked in "[ab好吃😀\u{10FFFF}不]{1,4}",
        ) {
            let (tree, ends) = Tree::new(runs.iter().map(|run| run.chars())).unwrap();
            let known = runs.iter().any(|run| run.starts_with(&asked));
            prop_assert_eq!(walk(&tree, &asked) != NOWHERE, known);
            let steps = tree.steps();
            for (run, end) in runs.iter().zip(&ends) {
                prop_assert_eq!(walk(&tree, run), *end);
                let (mut back, mut node) = (Vec::new(), *end);
                while node != NOWHERE {
                    back.push(steps[node as usize].1);
                    node = steps[node as usize].0;
                }
                prop_assert_eq!(back.iter().rev().collect::<String>(), run.clone());
            }
            let different: HashSet<&String> = runs.iter().collect();
            prop_assert_eq!(ends.iter().collect::<HashSet<_>>().len(), different.len());
        }
    }
}
