//! The planted stories: what happens to whom and when, as `grammar/stories.toml` lists it.

use serde::Deserialize;

use super::{
    Options, Story,
    catalog::{Catalog, Source},
    compose::{Composed, Writer},
    dice::Dice,
    export::review_id,
    world::{Record, World},
};
use crate::{demo::DemoError, domain::calendar::Day};

/// The stories, in the order of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoryTable {
    #[serde(rename = "story")]
    pub(super) stories: Vec<Plot>,
}

/// One story as planned.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plot {
    name: String,
    kind: String,
    item: Option<String>,
    /// Which platform's item, where two sell it.
    source: Option<String>,
    version: Option<String>,
    /// Days before the last day at which it begins and ends.
    from: u16,
    to: u16,
    /// How many in an export of 30,000 reviews.
    reviews: u32,
    ratings: Vec<u32>,
    query: String,
    description: String,
    /// Whether the texts stand alone instead of opening a longer review.
    #[serde(default)]
    plain: bool,
    texts: Vec<String>,
}

impl Plot {
    /// The number of reviews in an export of `reviews`, at least one.
    pub(super) fn scaled(&self, reviews: u32) -> u32 {
        u32::try_from(u64::from(self.reviews) * u64::from(reviews) / 30_000).unwrap_or_default().max(1)
    }

    /// Where its item stands in the catalog; `None` for a story about many items.
    pub(super) fn item_number(&self, catalog: &Catalog) -> Result<Option<usize>, DemoError> {
        let Some(name) = &self.item else { return Ok(None) };
        let sold_here = |source: &str| self.source.as_deref().is_none_or(|wanted| wanted == source);
        let found = catalog.items.iter().position(|item| item.name == *name && sold_here(&item.source));
        found.map(Some).ok_or_else(|| DemoError::Undeclared(name.clone()))
    }

    pub(super) fn text(&self, writer: Writer<'_>, dice: &mut Dice) -> Composed {
        let own = writer.scope.one_of(&self.texts, dice);
        if self.plain { Composed { text: own, balance: 0 } } else { writer.concern(own, dice) }
    }

    pub(super) fn stars(&self, dice: &mut Dice) -> u32 {
        let index = dice.index(self.ratings.len());
        self.ratings.get(index).copied().unwrap_or(1)
    }

    pub(super) fn day(&self, last: Day, dice: &mut Dice) -> Day {
        let back = dice.between(u32::from(self.to), u32::from(self.from));
        Day(last.0 - i32::try_from(back).unwrap_or_default())
    }
}

/// The app version that a review speaks of: the story's, else the one of the day or, for those slow to update, the one before.
pub(super) fn version(
    told: Option<&Plot>,
    source: &Source,
    catalog: &Catalog,
    last: Day,
    day: Day,
    dice: &mut Dice,
) -> Option<String> {
    if let Some(version) = told.and_then(|story| story.version.clone()) {
        return Some(version);
    }
    let has_versions = source.columns.present().iter().any(|(field, _)| *field == super::fields::Field::Version);
    let released = catalog.releases.iter().filter(|release| last.0 - i32::from(release.from) <= day.0);
    let behind = usize::from(dice.percent(25));
    let mut newest_first: Vec<&str> = released.map(|release| release.version.as_str()).collect();
    newest_first.reverse();
    let version = newest_first.get(behind).or_else(|| newest_first.first())?;
    has_versions.then(|| (*version).to_owned())
}

/// The stories with the reviews that carry them.
pub(super) fn describe(world: &World, records: &[Record], options: &Options) -> Vec<Story> {
    let date = |back: u16| Day(options.last_day.0 - i32::from(back)).to_string();
    let describe = |(number, plot): (usize, &Plot)| Story {
        name: plot.name.clone(),
        kind: plot.kind.clone(),
        item: plot.item.clone(),
        version: plot.version.clone(),
        from: date(plot.from),
        to: date(plot.to),
        query: plot.query.clone(),
        description: plot.description.clone(),
        reviews: records
            .iter()
            .filter(|record| record.story == Some(number))
            .map(|record| review_id(world, record))
            .collect(),
    };
    world.stories.stories.iter().enumerate().map(describe).collect()
}
