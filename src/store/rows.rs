//! How contents and reviews lie in table rows, in one place for `reviews` and `versions`.
//!
//! Invariant: what [`bind_content`] writes, [`read_content`] reads back equal.

use std::collections::BTreeMap;

use rusqlite::{Row, Statement};

use super::{StoreError, corrections::read_correction};
use crate::domain::{
    marks::{Burst, Marks},
    rating::Rating,
    review::{Content, Created, Precision, Review, ReviewId, ReviewNumber},
};

/// The content columns of table alias `$t`, in the order that [`read_content`] expects.
macro_rules! content_columns {
    ($t:literal) => {
        concat!(
            $t,
            "rating, ",
            $t,
            "rating_raw, ",
            $t,
            "created, ",
            $t,
            "created_precision, ",
            $t,
            "likes, ",
            $t,
            "item, ",
            $t,
            "attributes, ",
            $t,
            "title, ",
            $t,
            "text, ",
            $t,
            "append, ",
            $t,
            "reply"
        )
    };
}
pub(super) use content_columns;

/// The columns of a whole review at a sequence: `$t` names the table with its contents (`r.` or `v.`), `r` is `reviews`, `s` is `sources`
/// and `m` holds its marks (see [`marks_join`]).
macro_rules! review_columns {
    ($t:literal, $sequence:literal) => {
        concat!(
            "r.number, s.name, r.external_id, ",
            $t,
            "import, ",
            $t,
            "row, m.cluster, m.duplicate, m.burst, ",
            $crate::store::rows::content_columns!($t),
            ", ",
            $crate::store::corrections::correction_column!($sequence)
        )
    };
}
pub(super) use review_columns;

/// Joins as `m` the marks of `r` that held when the change log stood at `$until`.
macro_rules! marks_join {
    ($until:literal) => {
        concat!(
            " LEFT JOIN marks m ON m.number = r.number AND m.sequence = (SELECT max(sequence) FROM marks",
            " WHERE number = r.number AND sequence <= ",
            $until,
            ")"
        )
    };
}
pub(super) use marks_join;

/// SQLite's integers are signed. Numbers here count rows and never come near the limit; "as of any sequence" saturates as it should.
pub(super) fn to_sql(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A count, number or sequence read from `column` at `index`.
pub(super) fn read_u64(row: &Row<'_>, index: usize, column: &'static str) -> Result<u64, StoreError> {
    let value: i64 = row.get(index)?;
    u64::try_from(value).map_err(|_| unreadable(column, value))
}

/// The error for a value that no version has written.
pub(super) fn unreadable(column: &'static str, value: impl ToString) -> StoreError {
    StoreError::UnreadableValue { column, value: value.to_string() }
}

/// Binds the content columns to the parameters from `first` (1-based) on.
pub(super) fn bind_content(statement: &mut Statement<'_>, first: usize, content: &Content) -> Result<(), StoreError> {
    statement.raw_bind_parameter(first, content.rating.map(Rating::half_stars))?;
    statement.raw_bind_parameter(first + 1, content.rating_raw.as_deref())?;
    statement.raw_bind_parameter(first + 2, content.created.map(|created| created.unix_s))?;
    statement.raw_bind_parameter(first + 3, content.created.map(|created| created.precision.name()))?;
    statement.raw_bind_parameter(first + 4, content.likes)?;
    statement.raw_bind_parameter(first + 5, content.item.as_deref())?;
    statement.raw_bind_parameter(first + 6, write_json(&content.attributes)?)?;
    statement.raw_bind_parameter(first + 7, content.title.as_deref())?;
    statement.raw_bind_parameter(first + 8, content.text.as_str())?;
    statement.raw_bind_parameter(first + 9, content.append.as_deref())?;
    statement.raw_bind_parameter(first + 10, content.reply.as_deref())?;
    Ok(())
}

/// The content whose columns begin at `first` (0-based).
pub(super) fn read_content(row: &Row<'_>, first: usize) -> Result<Content, StoreError> {
    Ok(Content {
        rating: read_rating(row, first)?,
        rating_raw: row.get(first + 1)?,
        created: read_created(row, first + 2)?,
        likes: row.get(first + 4)?,
        item: row.get(first + 5)?,
        attributes: read_attributes(row, first + 6)?,
        title: row.get(first + 7)?,
        text: row.get(first + 8)?,
        append: row.get(first + 9)?,
        reply: row.get(first + 10)?,
    })
}

/// The review whose columns begin at `first` (0-based), as [`review_columns`] lists them.
pub(super) fn read_review(row: &Row<'_>, first: usize) -> Result<Review, StoreError> {
    Ok(Review {
        number: ReviewNumber(read_u64(row, first, "number")?),
        id: ReviewId { source: row.get(first + 1)?, external_id: row.get(first + 2)? },
        import: read_u64(row, first + 3, "import")?,
        row: read_u64(row, first + 4, "row")?,
        marks: read_marks(row, first + 5)?,
        content: read_content(row, first + 8)?,
        correction: read_correction(row, first + 19)?,
    })
}

/// The marks whose columns begin at `first`: cluster, duplicate and burst, all null where there are none.
pub(super) fn read_marks(row: &Row<'_>, first: usize) -> Result<Marks, StoreError> {
    let cluster: Option<i64> = row.get(first)?;
    let cluster = cluster.map(|number| u64::try_from(number).map_err(|_| unreadable("cluster", number))).transpose()?;
    let burst: Option<u32> = row.get(first + 2)?;
    Ok(Marks {
        cluster: cluster.map(ReviewNumber),
        duplicate: row.get::<_, Option<bool>>(first + 1)?.unwrap_or_default(),
        burst: burst.map(|reviews| Burst { reviews }),
    })
}

fn read_rating(row: &Row<'_>, index: usize) -> Result<Option<Rating>, StoreError> {
    let Some(half_stars) = row.get::<_, Option<i64>>(index)? else { return Ok(None) };
    let rating = u8::try_from(half_stars).ok().and_then(Rating::from_half_stars);
    rating.map(Some).ok_or_else(|| unreadable("rating", half_stars))
}

/// Time and precision from the columns `index` and `index + 1`.
pub(super) fn read_created(row: &Row<'_>, index: usize) -> Result<Option<Created>, StoreError> {
    let Some(unix_s) = row.get(index)? else { return Ok(None) };
    let name = row.get_ref(index + 1)?.as_str_or_null().map_err(rusqlite::Error::from)?.unwrap_or_default();
    let precision = Precision::parse(name).ok_or_else(|| unreadable("created_precision", name))?;
    Ok(Some(Created { unix_s, precision }))
}

fn read_attributes(row: &Row<'_>, index: usize) -> Result<BTreeMap<String, String>, StoreError> {
    let json = row.get_ref(index)?.as_str().map_err(rusqlite::Error::from)?;
    if json == "{}" {
        return Ok(BTreeMap::new());
    }
    serde_json::from_str(json).map_err(|_| unreadable("attributes", json))
}

/// JSON for a text column; keys of maps keep their order, which is sorted.
pub(super) fn write_json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| unreadable("attributes", error))
}
