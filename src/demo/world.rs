//! All reviews of the demo, as records: who, what, when, how many stars, and the texts.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use super::{
    DemoError, Options,
    catalog::{Catalog, Industry, Item, Source},
    compose::{Composed, Writer},
    dice::Dice,
    grammar::{Common, Grammar, Scope, Slots},
    rhythm::Rhythm,
    story::{self, StoryTable},
    style::Hands,
};
use crate::domain::calendar::Day;

/// The tables, read.
pub(super) struct World {
    pub(super) catalog: Catalog,
    pub(super) stories: StoryTable,
    common: Common,
    grammars: BTreeMap<Industry, Grammar>,
    hands: Hands,
}

/// One review before it is written in an export's form.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) item: usize,
    pub(super) story: Option<usize>,
    pub(super) number: u32,
    pub(super) day: Day,
    pub(super) second: u32,
    pub(super) dated: bool,
    pub(super) half_stars: Option<u32>,
    pub(super) text: String,
    /// Clauses of praise minus clauses of complaint.
    #[cfg_attr(not(test), expect(dead_code, reason = "tests compare it with the rating"))]
    pub(super) balance: i32,
    pub(super) title: Option<String>,
    pub(super) append: Option<String>,
    pub(super) reply: Option<String>,
    pub(super) likes: u32,
    pub(super) author: u32,
    pub(super) channel: String,
    pub(super) sku: Option<String>,
    pub(super) version: Option<String>,
}

fn table<T: DeserializeOwned>(name: &'static str, text: &str) -> Result<T, DemoError> {
    toml::from_str(text).map_err(|source| DemoError::Table { name, source: Box::new(source) })
}

impl World {
    /// Reads the tables that are compiled in.
    pub(super) fn load() -> Result<Self, DemoError> {
        let catalog: Catalog = table("catalog.toml", include_str!("grammar/catalog.toml"))?;
        let grammars = [
            (Industry::Restaurant, table("restaurant.toml", include_str!("grammar/restaurant.toml"))?),
            (Industry::Hotel, table("hotel.toml", include_str!("grammar/hotel.toml"))?),
            (Industry::Appliance, table("appliance.toml", include_str!("grammar/appliance.toml"))?),
            (Industry::App, table("app.toml", include_str!("grammar/app.toml"))?),
        ];
        Ok(Self {
            stories: table("stories.toml", include_str!("grammar/stories.toml"))?,
            common: table("common.toml", include_str!("grammar/common.toml"))?,
            grammars: BTreeMap::from(grammars),
            hands: Hands::new(),
            catalog,
        })
    }

    /// Every review, ordered by source and time.
    pub(super) fn records(&self, options: &Options) -> Result<Vec<Record>, DemoError> {
        let dice = &mut Dice::new(options.seed);
        let rhythms = self.rhythms(options.last_day);
        let mut records = Vec::new();
        for (item, story) in self.plan(options, dice)? {
            records.push(self.record(item, story, &rhythms[item], options, dice)?);
        }
        records.sort_by_cached_key(|record| {
            (self.source_number(record.item), record.day, record.second, record.text.clone())
        });
        for (number, record) in (1..).zip(&mut records) {
            record.number = number;
        }
        Ok(records)
    }

    /// By item, when people write about it.
    fn rhythms(&self, last: Day) -> Vec<Rhythm> {
        let industry = |number| self.source(number).grammar;
        let items = self.catalog.items.iter().enumerate();
        items.map(|(number, item)| Rhythm::new(industry(number), &item.category, last)).collect()
    }

    /// Which items are reviewed, and for which story.
    fn plan(&self, options: &Options, dice: &mut Dice) -> Result<Vec<(usize, Option<usize>)>, DemoError> {
        let shares: Vec<u32> = self.catalog.items.iter().map(|item| self.share(item)).collect();
        let mut plan = Vec::new();
        for (number, story) in self.stories.stories.iter().enumerate() {
            let item = story.item_number(&self.catalog)?;
            for _ in 0..story.scaled(options.reviews) {
                plan.push((item.unwrap_or_else(|| dice.weighted(&shares)), Some(number)));
            }
        }
        while plan.len() < options.reviews as usize {
            plan.push((dice.weighted(&shares), None));
        }
        Ok(plan)
    }

    /// An item's share of all reviews, in millionths.
    fn share(&self, item: &Item) -> u32 {
        let source = self.catalog.sources.iter().find(|source| source.name == item.source);
        let whole: u32 =
            self.catalog.items.iter().filter(|other| other.source == item.source).map(|other| other.weight).sum();
        source.map_or(0, |source| source.share * 1000 * item.weight / whole.max(1))
    }

    fn source_number(&self, item: usize) -> usize {
        let name = &self.catalog.items[item].source;
        self.catalog.sources.iter().position(|source| source.name == *name).unwrap_or_default()
    }

    /// The source that an item belongs to.
    pub(super) fn source(&self, item: usize) -> &Source {
        &self.catalog.sources[self.source_number(item)]
    }

    fn record(
        &self,
        number: usize,
        story: Option<usize>,
        rhythm: &Rhythm,
        options: &Options,
        dice: &mut Dice,
    ) -> Result<Record, DemoError> {
        let (item, source) = (&self.catalog.items[number], self.source(number));
        let undeclared = || DemoError::Undeclared(item.source.clone());
        let grammar = self.grammars.get(&source.grammar).ok_or_else(undeclared)?;
        let own = self.own_slots(item);
        let scope = Scope([&own, &grammar.slots, &self.common.slots]);
        let writer = Writer { common: &self.common, grammar, scope };
        let told = story.map(|story| &self.stories.stories[story]);
        let (composed, stars, day) = match told {
            Some(story) => (story.text(writer, dice), story.stars(dice), story.day(options.last_day, dice)),
            None => {
                let stars = stars(item.quality, dice);
                let Composed { text, balance } = writer.review(stars, dice);
                (Composed { text: self.hands.type_out(text, dice), balance }, stars, rhythm.day(dice))
            }
        };
        let answered = if stars <= 2 { 34 } else { 13 };
        Ok(Record {
            item: number,
            story,
            number: 0,
            day,
            second: rhythm.second(dice),
            dated: story.is_some() || !dice.per_mille(6),
            half_stars: rating(stars, source.half_stars, story.is_some(), dice),
            text: composed.text,
            balance: composed.balance,
            title: (source.columns.title.is_some() && dice.percent(60)).then(|| writer.title(stars, dice)),
            append: (source.columns.append.is_some() && dice.percent(8)).then(|| writer.append(stars, dice)),
            reply: (source.columns.reply.is_some() && dice.percent(answered)).then(|| writer.reply(stars, dice)),
            likes: likes(dice),
            author: dice.below(options.reviews * 2 / 3 + 1),
            channel: dice.pick(&source.channels).to_owned(),
            sku: item
                .model
                .clone()
                .or_else(|| grammar.sku.as_ref().map(|slot| scope.fill(&format!("{{{slot}}}"), dice))),
            version: story::version(told, source, &self.catalog, options.last_day, day, dice),
        })
    }

    /// What the item brings to the sentences: its model, its uses or dishes.
    fn own_slots(&self, item: &Item) -> Slots {
        let kind = self.catalog.kinds.iter().find(|kind| kind.name == item.category);
        let mut slots = kind.map(|kind| kind.slots.clone()).unwrap_or_default();
        if let Some(model) = &item.model {
            slots.insert("model".to_owned(), vec![model.clone()]);
        }
        slots
    }
}

fn stars(quality: u32, dice: &mut Dice) -> u32 {
    if dice.percent(quality) { [5, 4, 3][dice.weighted(&[62, 30, 8])] } else { [1, 2, 3][dice.weighted(&[35, 32, 33])] }
}

/// The rating as half stars: 3 % give none, and 6 % give one that their text does not explain.
fn rating(stars: u32, half_steps: bool, told: bool, dice: &mut Dice) -> Option<u32> {
    let given = if !told && dice.percent(6) { 6 - stars } else { stars };
    let half = u32::from(half_steps && given > 1 && dice.percent(25));
    (told || !dice.percent(3)).then_some(given * 2 - half)
}

/// Most reviews are liked by nobody, a few by many.
fn likes(dice: &mut Dice) -> u32 {
    match dice.below(100) {
        0..68 => 0,
        68..90 => dice.between(1, 4),
        90..98 => dice.between(5, 25),
        _ => dice.between(26, 260),
    }
}
