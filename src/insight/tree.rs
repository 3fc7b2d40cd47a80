//! A tree of short runs of characters: where a run leads, one character at a time.
//!
//! Knows nothing of what runs mean: word lists and models keep that by node. The first character costs two array look-ups; whether a further
//! one follows, 32 bits beside the node mostly tell, and only then is it searched for among its siblings, which stand together in
//! ascending order. All of it is small enough to stay near the processor, which counts for more than steps do: texts ask at every character,
//! and mostly in vain.

use std::collections::HashMap;

/// Where a run ends, from 1; [`NOWHERE`] when nothing known begins so.
pub(super) type Node = u32;

/// No node: the root, to which nothing leads.
pub(super) const NOWHERE: Node = 0;

/// Code points of one page of first characters.
const PAGE: usize = 64;
/// Code points whose first step needs no search: the basic plane.
const BASIC: usize = 0x1_0000;

/// The tree. Nodes are numbered level by level, and siblings by character.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    /// By code point / [`PAGE`]: the page of `firsts`; page 0 leads nowhere.
    pages: Box<[u16]>,
    firsts: Box<[[Node; PAGE]]>,
    /// By node, and one more that ends the last one's.
    followers: Box<[Followers]>,
    /// By node: the character that leads to it.
    chars: Box<[char]>,
}

/// What may follow a node.
#[derive(Debug, Clone, Copy)]
struct Followers {
    /// The bit of each character that does, by its last five bits.
    bits: u32,
    /// The first of the nodes; they end where the next node's begin.
    first: Node,
}

impl Default for Tree {
    /// Knows no run.
    fn default() -> Self {
        let followers = Followers { bits: 0, first: 1 };
        Self {
            pages: vec![0; BASIC / PAGE].into(),
            firsts: vec![[NOWHERE; PAGE]].into(),
            followers: vec![followers; 2].into(),
            chars: vec!['\0'].into(),
        }
    }
}

impl Tree {
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
        let (mut tree, places) = Self::in_order(&steps)?;
        tree.open_pages()?;
        Some((tree, ends.into_iter().map(|end| places[end as usize]).collect()))
    }

    /// Numbers the nodes anew, level by level; answers with the new number of each.
    fn in_order(steps: &HashMap<(Node, char), Node>) -> Option<(Self, Vec<Node>)> {
        let mut below: Vec<Vec<(char, Node)>> = vec![Vec::new(); steps.len() + 1];
        steps.iter().for_each(|((from, c), to)| below[*from as usize].push((*c, *to)));
        let (mut queue, mut chars, mut followers) = (vec![NOWHERE], vec!['\0'], Vec::with_capacity(steps.len() + 2));
        let mut at = 0;
        while let Some(node) = queue.get(at).copied() {
            let siblings = &mut below[node as usize];
            siblings.sort_unstable();
            let bits = siblings.iter().fold(0, |bits, (c, _)| bits | bit(*c));
            followers.push(Followers { bits, first: Node::try_from(queue.len()).ok()? });
            chars.extend(siblings.iter().map(|(c, _)| *c));
            queue.extend(siblings.iter().map(|(_, next)| *next));
            at += 1;
        }
        followers.push(Followers { bits: 0, first: Node::try_from(queue.len()).ok()? });
        let mut places = vec![NOWHERE; queue.len()];
        for (place, node) in (0..).zip(queue) {
            places[node as usize] = place;
        }
        Some((Self { followers: followers.into(), chars: chars.into(), ..Self::default() }, places))
    }

    /// Lays out the first characters.
    fn open_pages(&mut self) -> Option<()> {
        let mut firsts = vec![[NOWHERE; PAGE]];
        for node in self.followers[0].first..self.followers[1].first {
            let code = self.chars[node as usize] as usize;
            let Some(page) = self.pages.get_mut(code / PAGE) else { continue };
            if *page == 0 {
                *page = u16::try_from(firsts.len()).ok()?;
                firsts.push([NOWHERE; PAGE]);
            }
            firsts[usize::from(*page)][code % PAGE] = node;
        }
        self.firsts = firsts.into();
        Some(())
    }

    /// One more than the greatest node.
    pub(super) const fn nodes(&self) -> usize {
        self.chars.len()
    }

    /// Where a run of this one character leads.
    #[inline]
    pub(super) fn first(&self, c: char) -> Node {
        match self.pages.get(c as usize / PAGE) {
            Some(page) => self.firsts[usize::from(*page)][c as usize % PAGE],
            None => self.next(NOWHERE, c),
        }
    }

    /// Where the run of `node` leads when `c` follows.
    #[inline]
    pub(super) fn next(&self, node: Node, c: char) -> Node {
        let Followers { bits, first } = self.followers[node as usize];
        if bits & bit(c) == 0 {
            return NOWHERE;
        }
        let end = self.followers[node as usize + 1].first;
        let siblings = &self.chars[first as usize..end as usize];
        let place = siblings.partition_point(|sibling| *sibling < c);
        if siblings.get(place) == Some(&c) { first + Node::try_from(place).unwrap_or_default() } else { NOWHERE }
    }

    /// Every node with what leads to it: the node before and the character.
    pub(super) fn steps(&self) -> Vec<(Node, char)> {
        let mut steps = vec![(NOWHERE, '\0'); self.nodes()];
        for (node, pair) in (0..).zip(self.followers.windows(2)) {
            for next in pair[0].first..pair[1].first {
                steps[next as usize] = (node, self.chars[next as usize]);
            }
        }
        steps
    }
}

const fn bit(c: char) -> u32 {
    1 << (c as u32 % u32::BITS)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    fn walk(tree: &Tree, run: &str) -> Node {
        let mut chars = run.chars();
        let first = chars.next().map_or(NOWHERE, |c| tree.first(c));
        chars.fold(first, |node, c| if node == NOWHERE { NOWHERE } else { tree.next(node, c) })
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
