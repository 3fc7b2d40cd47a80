//! A tree of short runs of characters: where a run leads, one character at a time.
//!
//! Knows nothing of what runs mean: word lists and models keep that by node. The first character costs two array look-ups and each further
//! one a probe of a table that is at most half full; a node that nothing follows is not probed at all. Texts are in Chinese, where few
//! characters begin a listed word and fewer words are longer than two: this is several times as fast as an automaton over all words.

use std::collections::HashMap;

/// Where a run ends, from 1; [`NOWHERE`] when nothing known begins so.
pub(super) type Node = u32;

/// No node.
pub(super) const NOWHERE: Node = 0;

/// Bits of a node and of a code point in a slot of the table.
const BITS: u32 = 21;
/// Code points of one page of first characters.
const PAGE: usize = 64;
/// Code points whose first step needs no table: the basic plane.
const BASIC: u32 = 0x1_0000;

/// The tree.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    /// By code point / [`PAGE`]: the page of `firsts`; page 0 leads nowhere.
    pages: Box<[u16]>,
    firsts: Box<[[Node; PAGE]]>,
    /// Open addressing; a slot holds node, code point and the node that follows. 0 is empty: nothing leads to node 0.
    edges: Box<[u64]>,
    shift: u32,
    /// Nodes below have followers, the others have none.
    inner: Node,
    nodes: usize,
}

impl Default for Tree {
    /// Knows no run.
    fn default() -> Self {
        Self {
            pages: vec![0; BASIC as usize / PAGE].into(),
            firsts: vec![[NOWHERE; PAGE]].into(),
            edges: vec![0; 2].into(),
            shift: u64::BITS - 1,
            inner: 1,
            nodes: 1,
        }
    }
}

impl Tree {
    /// The tree of these runs of code points, and where each ends; `None` when they are too many.
    pub(super) fn new<R: IntoIterator<Item = u32>>(runs: impl IntoIterator<Item = R>) -> Option<(Self, Vec<Node>)> {
        let mut steps: HashMap<(Node, u32), Node> = HashMap::new();
        let mut ends = Vec::new();
        for run in runs {
            let mut node = NOWHERE;
            for code in run {
                let next = Node::try_from(steps.len() + 1).ok().filter(|next| *next < 1 << BITS)?;
                node = *steps.entry((node, code)).or_insert(next);
            }
            ends.push(node);
        }
        let nodes = steps.len() + 1;
        let places = places(&steps, nodes);
        let inner = 1 + steps.keys().map(|(from, _)| places[*from as usize]).max().unwrap_or_default();
        let slots = (nodes * 2).next_power_of_two();
        let shift = u64::BITS - slots.trailing_zeros();
        let mut tree = Self { edges: vec![0; slots].into(), shift, inner, nodes, ..Self::default() };
        let mut firsts = vec![[NOWHERE; PAGE]];
        for ((from, code), to) in &steps {
            let (from, to) = (places[*from as usize], places[*to as usize]);
            if from == NOWHERE && *code < BASIC {
                let page = &mut tree.pages[*code as usize / PAGE];
                if *page == 0 {
                    *page = u16::try_from(firsts.len()).ok()?;
                    firsts.push([NOWHERE; PAGE]);
                }
                firsts[usize::from(*page)][*code as usize % PAGE] = to;
            } else {
                let key = key(from, *code);
                let slot = tree.slot(key);
                tree.edges[slot] = key << BITS | u64::from(to);
            }
        }
        tree.firsts = firsts.into();
        Some((tree, ends.into_iter().map(|end| places[end as usize]).collect()))
    }

    /// One more than the greatest node.
    pub(super) const fn nodes(&self) -> usize {
        self.nodes
    }

    /// Where a run of this one code point leads.
    #[inline]
    pub(super) fn first(&self, code: u32) -> Node {
        match self.pages.get(code as usize / PAGE) {
            Some(page) => self.firsts[usize::from(*page)][code as usize % PAGE],
            None => self.follow(NOWHERE, code),
        }
    }

    /// Where the run of `node` leads when `code` follows.
    #[inline]
    pub(super) fn next(&self, node: Node, code: u32) -> Node {
        if node >= self.inner { NOWHERE } else { self.follow(node, code) }
    }

    #[expect(clippy::cast_possible_truncation, reason = "the mask leaves a node")]
    #[inline]
    fn follow(&self, node: Node, code: u32) -> Node {
        (self.edges[self.slot(key(node, code))] & ((1 << BITS) - 1)) as Node
    }

    /// The slot that holds the step, or the empty one where it would stand.
    #[expect(clippy::cast_possible_truncation, reason = "the shift leaves a slot number")]
    #[inline]
    fn slot(&self, key: u64) -> usize {
        let mut slot = (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize;
        while self.edges[slot] != 0 && self.edges[slot] >> BITS != key {
            slot = (slot + 1) & (self.edges.len() - 1);
        }
        slot
    }

    /// Every node with what leads to it: the node before and the code point.
    pub(super) fn steps(&self) -> Vec<(Node, u32)> {
        let mut steps = vec![(NOWHERE, 0); self.nodes];
        let mask = (1 << BITS) - 1;
        let number = |bits: u64| u32::try_from(bits & mask).unwrap_or_default();
        for edge in self.edges.iter().filter(|edge| **edge != 0) {
            steps[number(*edge) as usize] = (number(edge >> (2 * BITS)), number(edge >> BITS));
        }
        for code in 0..BASIC {
            let node = self.first(code);
            if node != NOWHERE {
                steps[node as usize] = (NOWHERE, code);
            }
        }
        steps
    }
}

/// Numbers the nodes anew: those that something follows come first, each kind in the order in which it was met.
fn places(steps: &HashMap<(Node, u32), Node>, nodes: usize) -> Vec<Node> {
    let mut followed = vec![false; nodes];
    steps.keys().for_each(|(from, _)| followed[*from as usize] = true);
    let inner = Node::try_from(followed.iter().skip(1).filter(|followed| **followed).count()).unwrap_or_default();
    let (mut next_inner, mut next_leaf) = (1, 1 + inner);
    let mut place = |followed: &bool| {
        let next = if *followed { &mut next_inner } else { &mut next_leaf };
        std::mem::replace(next, *next + 1)
    };
    std::iter::once(NOWHERE).chain(followed.iter().skip(1).map(&mut place)).collect()
}

fn key(node: Node, code: u32) -> u64 {
    u64::from(node) << BITS | u64::from(code)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    fn walk(tree: &Tree, run: &str) -> Node {
        let mut codes = run.chars().map(u32::from);
        let first = codes.next().map_or(NOWHERE, |code| tree.first(code));
        codes.fold(first, |node, code| if node == NOWHERE { NOWHERE } else { tree.next(node, code) })
    }

    proptest! {
        #[test]
        fn just_the_beginnings_of_runs_lead_somewhere(
            runs in prop::collection::vec("[ab好吃😀\u{10FFFF}]{1,4}", 0..40), asked in "[ab好吃😀\u{10FFFF}不]{1,4}",
        ) {
            let (tree, ends) = Tree::new(runs.iter().map(|run| run.chars().map(u32::from))).unwrap();
            let known = runs.iter().any(|run| run.starts_with(&asked));
            prop_assert_eq!(walk(&tree, &asked) != NOWHERE, known);
            let steps = tree.steps();
            for (run, end) in runs.iter().zip(&ends) {
                prop_assert_eq!(walk(&tree, run), *end);
                let (mut back, mut node) = (Vec::new(), *end);
                while node != NOWHERE {
                    back.push(char::from_u32(steps[node as usize].1).unwrap());
                    node = steps[node as usize].0;
                }
                prop_assert_eq!(back.iter().rev().collect::<String>(), run.clone());
            }
            let different: HashSet<&String> = runs.iter().collect();
            prop_assert_eq!(ends.iter().collect::<HashSet<_>>().len(), different.len());
        }
    }
}
