//! The columns of an export, each under the name that its platform gives it.

use serde::Deserialize;

/// Column names by what stands in them; a platform that lacks a column has no name for it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Columns {
    id: Option<String>,
    item: Option<String>,
    item_id: Option<String>,
    category: Option<String>,
    brand: Option<String>,
    city: Option<String>,
    channel: Option<String>,
    version: Option<String>,
    author: Option<String>,
    author_level: Option<String>,
    rating: Option<String>,
    pub(super) title: Option<String>,
    text: Option<String>,
    pub(super) append: Option<String>,
    created: Option<String>,
    likes: Option<String>,
    sku: Option<String>,
    pub(super) reply: Option<String>,
}

/// What an export can say of a review; the order is that of the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Item,
    ItemId,
    Category,
    Brand,
    City,
    Channel,
    Version,
    Author,
    AuthorLevel,
    Rating,
    Title,
    Text,
    Append,
    Created,
    Likes,
    Sku,
    Reply,
}

impl Columns {
    /// The fields that this export has, with their column names.
    pub(super) fn present(&self) -> Vec<(Field, &str)> {
        [
            (Field::Id, &self.id),
            (Field::Item, &self.item),
            (Field::ItemId, &self.item_id),
            (Field::Category, &self.category),
            (Field::Brand, &self.brand),
            (Field::City, &self.city),
            (Field::Channel, &self.channel),
            (Field::Version, &self.version),
            (Field::Author, &self.author),
            (Field::AuthorLevel, &self.author_level),
            (Field::Rating, &self.rating),
            (Field::Title, &self.title),
            (Field::Text, &self.text),
            (Field::Append, &self.append),
            (Field::Created, &self.created),
            (Field::Likes, &self.likes),
            (Field::Sku, &self.sku),
            (Field::Reply, &self.reply),
        ]
        .into_iter()
        .filter_map(|(field, name)| Some((field, name.as_deref()?)))
        .collect()
    }
}
