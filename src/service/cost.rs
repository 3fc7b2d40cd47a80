//! Which lane of the pool a slice belongs to.

use crate::{
    compute::Lane,
    domain::{query::Query, slice::Slice},
};

/// Text terms from which a slice counts as heavy: each costs a pass over posting lists, and what people type has a handful.
const HEAVY_TERMS: usize = 16;

/// The lane of a slice by its number of text terms, those of slices within it included.
#[must_use]
pub fn lane_of(slice: &Slice) -> Lane {
    if terms_of(slice) > HEAVY_TERMS { Lane::Heavy } else { Lane::Light }
}

fn terms_of(slice: &Slice) -> usize {
    let nested = slice.filter.all.iter().chain(&slice.filter.none);
    terms(&slice.query) + nested.map(terms_of).sum::<usize>()
}

fn terms(query: &Query) -> usize {
    match query {
        Query::All | Query::Field(_) => 0,
        Query::And(parts) | Query::Or(parts) => parts.iter().map(terms).sum(),
        Query::Not(part) => terms(part),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_terms_are_heavy_wherever_they_stand() {
        let of = |count: usize| Slice {
            query: Query::and((0..count).map(|n| Query::Not(Box::new(Query::Phrase(n.to_string())))).collect()),
            ..Slice::default()
        };
        assert_eq!(lane_of(&of(0)), Lane::Light);
        assert_eq!(lane_of(&of(HEAVY_TERMS)), Lane::Light);
        assert_eq!(lane_of(&of(HEAVY_TERMS + 1)), Lane::Heavy);
        let mut outer = of(HEAVY_TERMS);
        outer.filter.none.push(of(1));
        assert_eq!(lane_of(&outer), Lane::Heavy);
    }
}
