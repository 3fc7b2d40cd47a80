//! The packs that are compiled in.

/// Name and text of each, by name.
pub(super) const PACKS: [(&str, &str); 1] =
    [("restaurant", include_str!("../../../index-schema/aspects/restaurant.toml"))];
