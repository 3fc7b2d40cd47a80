//! A mapping on the wire: what the columns of a file are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{domain::rating::Scale, ingest::Preset};

/// What the columns of a file are, and how their values are read.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Mapping {
    /// Source of the reviews, `[a-z0-9_-]+`.
    #[schema(required = false)]
    source: Option<String>,
    /// The item of rows that name none.
    #[schema(required = false)]
    item: Option<String>,
    /// Columns that must all be there for the mapping to be taken without being named; with none it is taken by name only.
    #[schema(required = false)]
    header: Vec<String>,
    /// By column the field that it carries (as `/fields` names it), `answer` for an answer to an open question, or null for a column that
    /// is left out. Columns that are not named are known by their names. A star in a name stands for anything.
    #[schema(required = false)]
    columns: BTreeMap<String, Option<String>>,
    /// More columns with answers to open questions: each answer becomes a review of its own.
    #[schema(required = false)]
    answers: Vec<String>,
    /// Where in a JSON document the reviews are, such as `data.list`.
    #[schema(required = false)]
    path: Option<String>,
    /// The largest rating: 5, 10 or 100.
    #[schema(required = false)]
    scale: RatingScale,
    /// The IANA name of the zone of times without an offset.
    #[schema(required = false)]
    zone: Option<String>,
    /// Cell values that mean "absent".
    #[schema(required = false)]
    missing: Vec<String>,
}

/// The largest rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
enum RatingScale {
    /// Stars, 0.5 to 5.
    #[default]
    #[serde(rename = "5")]
    Five,
    /// Points up to 10.
    #[serde(rename = "10")]
    Ten,
    /// Points up to 100.
    #[serde(rename = "100")]
    Hundred,
}

impl From<Preset> for Mapping {
    fn from(preset: Preset) -> Self {
        let Preset { name: _, source, item, header, columns, answers, path, scale, zone, missing } = preset;
        let scale = match scale {
            Scale::Five => RatingScale::Five,
            Scale::Ten => RatingScale::Ten,
            Scale::Hundred => RatingScale::Hundred,
        };
        Self { source, item, header, columns, answers, path, scale, zone, missing }
    }
}

impl From<Mapping> for Preset {
    fn from(mapping: Mapping) -> Self {
        let Mapping { source, item, header, columns, answers, path, scale, zone, missing } = mapping;
        let scale = match scale {
            RatingScale::Five => Scale::Five,
            RatingScale::Ten => Scale::Ten,
            RatingScale::Hundred => Scale::Hundred,
        };
        Self { name: String::new(), source, item, header, columns, answers, path, scale, zone, missing }
    }
}
