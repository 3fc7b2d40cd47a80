//! The values of one field seen so far: append-only, so that the ordinals of an unchanged segment stay right from snapshot to snapshot.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use crate::text::fold;

/// The values of one field seen so far; the ordinal of a value is its index plus one.
#[derive(Debug, Clone, Default)]
pub(super) struct Dictionary {
    pub(super) values: Vec<Arc<str>>,
    ordinals: HashMap<Arc<str>, u32>,
    order: OnceLock<Arc<Order>>,
    /// The order of the first values, from before the last ones came: a new order begins with it.
    earlier: Option<Arc<Order>>,
    /// Ordinals by folded value, found out when first asked for.
    folded: OnceLock<HashMap<String, Vec<u32>>>,
}

/// Values in their own order, found out when it is first asked for.
#[derive(Debug, Default)]
struct Order {
    /// Indexes of the values, ascending by value.
    sorted: Vec<u32>,
    /// For each index, its place among them.
    places: Vec<u32>,
}

impl Dictionary {
    /// Indexes of the values, ascending by value.
    pub(super) fn sorted(&self) -> impl Iterator<Item = usize> {
        self.order().sorted.iter().map(|index| *index as usize)
    }

    /// For each index, the place of its value among all.
    pub(super) fn places(&self) -> &[u32] {
        &self.order().places
    }

    fn order(&self) -> &Order {
        self.order.get_or_init(|| Arc::new(Order::new(self.earlier.as_deref(), &self.values)))
    }

    /// The ordinal of a value, from 1.
    pub(super) fn ordinal(&self, value: &str) -> Option<u32> {
        self.ordinals.get(value).copied()
    }

    /// The ordinals of the values that fold to the same as `value`.
    pub(super) fn folding_to(&self, value: &str) -> &[u32] {
        let by_folded = self.folded.get_or_init(|| {
            let mut by_folded: HashMap<String, Vec<u32>> = HashMap::with_capacity(self.values.len());
            for (value, ordinal) in self.values.iter().zip(1..) {
                by_folded.entry(fold(value)).or_default().push(ordinal);
            }
            by_folded
        });
        by_folded.get(&fold(value)).map_or(&[], Vec::as_slice)
    }

    /// The ordinal of a value, which is taken in when it is new; a dictionary shared with an earlier snapshot is copied first.
    pub(super) fn insert(shared: &mut Arc<Self>, value: &str) -> u32 {
        if let Some(ordinal) = shared.ordinal(value) {
            return ordinal;
        }
        let dictionary = Arc::make_mut(shared);
        if let Some(order) = dictionary.order.take() {
            dictionary.earlier = Some(order);
        }
        dictionary.folded = OnceLock::new();
        let value: Arc<str> = Arc::from(value);
        dictionary.values.push(Arc::clone(&value));
        let ordinal = u32::try_from(dictionary.values.len()).unwrap_or(u32::MAX);
        dictionary.ordinals.insert(value, ordinal);
        ordinal
    }

    /// Bytes held, about: the values, and what finds them.
    pub(super) fn bytes(&self) -> usize {
        /// Pointer and count beside each value, and its place in the map of ordinals.
        const BESIDE_VALUE: usize = 2 * size_of::<Arc<str>>() + 2 * size_of::<usize>() + size_of::<u32>();
        self.values.iter().map(|value| value.len() + BESIDE_VALUE).sum()
    }
}

impl Order {
    /// The order of `values`, of which `earlier` knows the first.
    fn new(earlier: Option<&Self>, values: &[Arc<str>]) -> Self {
        let mut known = earlier.map_or(&[][..], |order| &order.sorted);
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let mut fresh: Vec<u32> = (count(known.len())..count(values.len())).collect();
        let value = |index: u32| &values[index as usize];
        fresh.sort_unstable_by(|a, b| value(*a).cmp(value(*b)));
        let mut sorted = Vec::with_capacity(values.len());
        for index in fresh {
            let (before, after) = known.split_at(known.partition_point(|known| value(*known) < value(index)));
            sorted.extend_from_slice(before);
            sorted.push(index);
            known = after;
        }
        sorted.extend_from_slice(known);
        let mut places = vec![0; sorted.len()];
        (0..).zip(&sorted).for_each(|(place, index)| places[*index as usize] = place);
        Self { sorted, places }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_follows_the_values_that_come_later() {
        let mut dictionary = Arc::<Dictionary>::default();
        for values in [&["m", "c"][..], &["x", "a", "d"], &[], &["b"]] {
            let before = Arc::clone(&dictionary);
            let kept = before.values.len();
            for value in values {
                Dictionary::insert(&mut dictionary, value);
            }
            let mut expected: Vec<&str> = dictionary.values.iter().map(|value| &**value).collect();
            expected.sort_unstable();
            assert_eq!(dictionary.sorted().map(|index| &*dictionary.values[index]).collect::<Vec<_>>(), expected);
            let places = dictionary.places().iter().map(|place| expected[*place as usize]);
            assert!(places.eq(dictionary.values.iter().map(|value| &**value)));
            assert_eq!((before.values.len(), dictionary.values.len()), (kept, kept + values.len()));
        }
        assert_eq!((dictionary.ordinal("c"), Dictionary::insert(&mut dictionary, "m")), (Some(2), 1));
    }
}
