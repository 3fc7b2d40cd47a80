//! Records as the platforms export them: CSV with a byte order mark, CSV in GB18030, tab-separated, JSON lines.

use serde_json::{Map, Value};

use super::{
    DemoError, author,
    catalog::{Format, Item, Source, TimeForm},
    fields::Field,
    world::{Record, World},
};

/// A source's export: its file name, its bytes, and how many reviews they hold.
pub(super) fn file(world: &World, records: &[Record], source: usize) -> Result<(String, Vec<u8>, usize), DemoError> {
    let source = &world.catalog.sources[source];
    let own: Vec<&Record> = records.iter().filter(|record| world.source(record.item).name == source.name).collect();
    let bytes = match source.format {
        Format::CsvBom => [b"\xef\xbb\xbf".to_vec(), separated(world, source, &own, b',')?].concat(),
        Format::CsvGb18030 => {
            let utf8 = separated(world, source, &own, b',')?;
            encoding_rs::GB18030.encode(&String::from_utf8_lossy(&utf8)).0.into_owned()
        }
        Format::Tsv => separated(world, source, &own, b'\t')?,
        Format::Jsonl => json_lines(world, source, &own)?,
    };
    Ok((source.file.clone(), bytes, own.len()))
}

/// The identity that a review has after import.
pub(super) fn review_id(world: &World, record: &Record) -> String {
    format!("{}:{}", world.source(record.item).name, external_id(record))
}

fn external_id(record: &Record) -> u32 {
    50_000_000 + record.number * 17
}

fn separated(world: &World, source: &Source, records: &[&Record], delimiter: u8) -> Result<Vec<u8>, DemoError> {
    let columns = source.columns.present();
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    writer.write_record(columns.iter().map(|(_, name)| name))?;
    for record in records {
        let item = &world.catalog.items[record.item];
        writer.write_record(columns.iter().map(|(field, _)| cell(*field, record, item, source).unwrap_or_default()))?;
    }
    writer.into_inner().map_err(|error| DemoError::Csv(error.into_error().into()))
}

fn json_lines(world: &World, source: &Source, records: &[&Record]) -> Result<Vec<u8>, DemoError> {
    let columns = source.columns.present();
    let mut lines = Vec::new();
    for record in records {
        let item = &world.catalog.items[record.item];
        let mut object = Map::new();
        for (field, name) in &columns {
            let Some(text) = cell(*field, record, item, source) else { continue };
            let value = match field {
                Field::Rating | Field::Likes => text.parse::<u32>().map_or(Value::String(text), Value::from),
                _ => Value::String(text),
            };
            object.insert((*name).to_owned(), value);
        }
        serde_json::to_writer(&mut lines, &object)?;
        lines.push(b'\n');
    }
    Ok(lines)
}

/// What stands in a column; `None` when the record does not say.
fn cell(field: Field, record: &Record, item: &Item, source: &Source) -> Option<String> {
    match field {
        Field::Id => Some(external_id(record).to_string()),
        Field::Item => Some(item.name.clone()),
        Field::ItemId => Some(format!("{}", 1000 + record.item * 7)),
        Field::Category => Some(item.category.clone()),
        Field::Brand => item.brand.clone(),
        Field::City => item.city.clone(),
        Field::Channel => Some(record.channel.clone()),
        Field::Version => record.version.clone(),
        Field::Author => Some(author::name(record.author)),
        Field::AuthorLevel => Some(author::level(record.author, &source.levels).to_owned()),
        Field::Rating => record.half_stars.map(|half| stars(half, source.half_stars)),
        Field::Title => record.title.clone(),
        Field::Text => Some(record.text.clone()),
        Field::Append => record.append.clone(),
        Field::Created => record.dated.then(|| time(record, source.time)),
        Field::Likes => Some(record.likes.to_string()),
        Field::Sku => record.sku.clone(),
        Field::Reply => record.reply.clone(),
    }
}

fn stars(half: u32, half_steps: bool) -> String {
    if half_steps { format!("{}.{}", half / 2, half % 2 * 5) } else { (half / 2).to_string() }
}

fn time(record: &Record, form: TimeForm) -> String {
    let (hour, minute, second) = (record.second / 3600, record.second / 60 % 60, record.second % 60);
    match form {
        TimeForm::Second => format!("{} {hour:02}:{minute:02}:{second:02}", record.day),
        TimeForm::Minute => format!("{} {hour:02}:{minute:02}", record.day),
        TimeForm::Day => record.day.to_string(),
        TimeForm::Rfc3339 => format!("{}T{hour:02}:{minute:02}:{second:02}+08:00", record.day),
    }
}
