//! Groups of things that were joined pairwise: connected components.

use std::collections::HashMap;

/// A partition that only grows coarser. Things never joined belong to no group.
#[derive(Debug, Clone, Default)]
pub struct Groups {
    nodes: HashMap<u64, usize>,
    things: Vec<u64>,
    parents: Vec<usize>,
}

impl Groups {
    /// Puts two things into one group. Returns whether they were in different ones.
    pub fn join(&mut self, a: u64, b: u64) -> bool {
        let (a, b) = (self.node(a), self.node(b));
        let (a, b) = (self.root(a), self.root(b));
        // The lower node leads: the depth stays logarithmic in practice, since paths are halved on every walk.
        self.parents[a.max(b)] = a.min(b);
        a != b
    }

    /// Whether two things are known to be in one group.
    pub fn are_joined(&mut self, a: u64, b: u64) -> bool {
        match (self.nodes.get(&a).copied(), self.nodes.get(&b).copied()) {
            (Some(a), Some(b)) => self.root(a) == self.root(b),
            _ => a == b,
        }
    }

    /// All things that were ever joined.
    #[must_use]
    pub fn things(&self) -> &[u64] {
        &self.things
    }

    /// The groups, each ascending, in the order of their least things.
    #[must_use]
    pub fn into_sorted(mut self) -> Vec<Vec<u64>> {
        let mut by_root: HashMap<usize, Vec<u64>> = HashMap::new();
        for node in 0..self.things.len() {
            by_root.entry(self.root(node)).or_default().push(self.things[node]);
        }
        let mut groups: Vec<Vec<u64>> = by_root.into_values().collect();
        groups.iter_mut().for_each(|group| group.sort_unstable());
        groups.sort_unstable();
        groups
    }

    fn node(&mut self, thing: u64) -> usize {
        *self.nodes.entry(thing).or_insert_with(|| {
            self.things.push(thing);
            self.parents.push(self.parents.len());
            self.parents.len() - 1
        })
    }

    fn root(&mut self, mut node: usize) -> usize {
        while self.parents[node] != node {
            self.parents[node] = self.parents[self.parents[node]];
            node = self.parents[node];
        }
        node
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_things_share_a_group() {
        let mut groups = Groups::default();
        assert!(groups.join(5, 3) && groups.join(9, 8) && groups.join(3, 8) && !groups.join(9, 5));
        groups.join(1, 2);
        assert!(groups.are_joined(9, 5) && !groups.are_joined(1, 5) && !groups.are_joined(7, 5));
        assert_eq!(groups.into_sorted(), [vec![1, 2], vec![3, 5, 8, 9]]);
    }
}
