//! What reading an export needs to know beforehand: the fields, the presets, the zone.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{
    bytes::encoding::TextEncoding,
    error::IngestError,
    known::Known,
    mapping::Mapping,
    preset::{Preset, PresetError, recognise},
};
use crate::{
    domain::{
        calendar::{UnknownZone, Zone},
        fields::{FieldTable, FieldTableError},
        review::is_source_name,
    },
    limits::KEYWORD_CHARS,
};

/// The field table that is compiled in.
const FIELDS: &str = include_str!("../../index-schema/review.toml");
macro_rules! mappings {
    ($($name:literal)*) => { [$(include_str!(concat!("../../index-schema/mappings/", $name, ".toml")),)*] };
}

/// The presets that are compiled in. The last one fits every file.
const PRESETS: [&str; 15] = mappings! {
    "meituan" "dianping" "jd" "maoyan" "douban" "tmall" "taobao" "ctrip" "appstore" "android"
    "wjx" "tencent-survey" "jinshuju" "survey" "generic"
};
const ZONE: &str = "Asia/Shanghai";

/// Fields, presets and zone.
#[derive(Debug, Clone)]
pub struct Schema {
    pub(super) fields: FieldTable,
    pub(super) presets: Vec<Preset>,
    pub(super) zone: Zone,
}

/// What the person who imports says about the file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// The source, instead of the preset's.
    pub source: Option<String>,
    /// The preset, instead of the recognised one.
    pub preset: Option<String>,
    /// What the columns are; over the preset where one is named, instead of any recognised one elsewhere.
    pub mapping: Option<Preset>,
    /// The item of rows that name none.
    pub item: Option<String>,
    /// Where in a JSON document the reviews are.
    pub path: Option<String>,
    /// The encoding, instead of the recognised one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
}

impl Options {
    /// The encoding that is named, if any.
    pub(super) fn encoding(&self) -> Result<Option<TextEncoding>, IngestError> {
        let named = self
            .encoding
            .as_ref()
            .map(|name| TextEncoding::parse(name).ok_or_else(|| IngestError::UnreadEncoding { name: name.clone() }));
        named.transpose()
    }
}

/// A schema that cannot be used.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum SchemaError {
    /// The field table.
    #[error(transparent)]
    Fields(#[from] FieldTableError),
    /// A preset.
    #[error(transparent)]
    Preset(#[from] PresetError),
    /// The zone.
    #[error(transparent)]
    Zone(#[from] UnknownZone),
}

/// The presets that are compiled in, in the order in which they are tried.
///
/// # Errors
/// When a compiled-in file is faulty.
pub fn builtin_presets() -> Result<Vec<Preset>, PresetError> {
    PRESETS.iter().map(|toml| Preset::parse(toml)).collect()
}

impl Schema {
    /// A schema of these parts; `zone` is for times without offset where the preset names no zone.
    ///
    /// # Errors
    /// When a preset refers to something that does not exist.
    pub fn new(fields: FieldTable, presets: Vec<Preset>, zone: Zone) -> Result<Self, SchemaError> {
        for preset in &presets {
            preset.check(&fields)?;
        }
        Ok(Self { fields, presets, zone })
    }

    /// The schema that is compiled in.
    ///
    /// # Errors
    /// When the compiled-in files are faulty or the time zone database is missing.
    pub fn builtin() -> Result<Self, SchemaError> {
        Self::new(FieldTable::parse(FIELDS)?, builtin_presets()?, Zone::parse(ZONE)?)
    }

    /// The fields.
    #[must_use]
    pub const fn fields(&self) -> &FieldTable {
        &self.fields
    }

    /// The presets, in the order in which they are tried.
    #[must_use]
    pub fn presets(&self) -> &[Preset] {
        &self.presets
    }

    /// The same with mappings that are kept, which are recognised before the presets.
    ///
    /// # Errors
    /// When one refers to a field or zone that does not exist.
    pub fn with_mappings(&self, mappings: &[Preset]) -> Result<Self, SchemaError> {
        let recognised = mappings.iter().filter(|mapping| !mapping.header.is_empty());
        let presets = recognised.chain(&self.presets).cloned().collect();
        Self::new(self.fields.clone(), presets, self.zone.clone())
    }

    /// The column names that tell a header from other rows.
    pub(super) fn known(&self, options: &Options) -> Known {
        Known::new(&self.fields, self.presets.iter().chain(&options.mapping))
    }

    /// The preset for a file with these columns.
    pub(super) fn preset_for(&self, columns: &[String], options: &Options) -> Result<Preset, IngestError> {
        let named = options.preset.as_ref().map(|name| {
            let known = || self.presets.iter().map(|preset| preset.name.clone()).collect();
            let found = self.presets.iter().find(|preset| preset.name == *name).cloned();
            found.ok_or_else(|| IngestError::UnknownPreset { name: name.clone(), known: known() })
        });
        Ok(match (named.transpose()?, &options.mapping) {
            (Some(preset), Some(mapping)) => preset.overlaid(mapping),
            (Some(preset), None) => preset,
            (None, Some(mapping)) => mapping.clone(),
            (None, None) => self.recognised(columns),
        })
    }

    fn recognised(&self, columns: &[String]) -> Preset {
        let found = recognise(&self.presets, columns).cloned().unwrap_or_else(Preset::plain);
        let has_text = |preset: &Preset| {
            let mut mapping = Mapping::new(&self.fields, preset);
            mapping.extend(columns);
            mapping.has_text()
        };
        if has_text(&found) {
            return found;
        }
        // A file without texts may be a survey, known by its open questions alone.
        let survey = self.presets.iter().find(|preset| preset.is_survey() && has_text(preset));
        survey.cloned().unwrap_or(found)
    }

    /// Checks what the options name, before anything is read.
    pub(super) fn check(&self, options: &Options) -> Result<(), IngestError> {
        let sources = options.source.iter().chain(options.mapping.iter().filter_map(|mapping| mapping.source.as_ref()));
        if let Some(source) = sources.into_iter().find(|source| !is_source_name(source)) {
            return Err(IngestError::InvalidSource(source.clone()));
        }
        if let Some(mapping) = &options.mapping {
            self.check_mapping(mapping)?;
        }
        let items = options.item.iter().chain(options.mapping.iter().filter_map(|mapping| mapping.item.as_ref()));
        if items
            .into_iter()
            .any(|item| item.trim().is_empty() || item.contains('\0') || item.chars().count() > KEYWORD_CHARS)
        {
            return Err(IngestError::InvalidMapping { detail: format!("an item has 1 to {KEYWORD_CHARS} characters") });
        }
        options.encoding()?;
        if options.preset.is_some() { self.preset_for(&[], options).map(drop) } else { Ok(()) }
    }

    /// Checks what a mapping refers to.
    ///
    /// # Errors
    /// `InvalidMapping` when a field or zone does not exist or the source has no valid name.
    pub fn check_mapping(&self, mapping: &Preset) -> Result<(), IngestError> {
        mapping.check(&self.fields).map_err(|error| IngestError::InvalidMapping { detail: error.to_string() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiled_in_schema_is_sound_and_fits_every_file() {
        let schema = Schema::builtin().unwrap();
        let name = |columns: &[&str]| {
            let columns: Vec<String> = columns.iter().map(ToString::to_string).collect();
            schema.preset_for(&columns, &Options::default()).unwrap().name
        };
        assert_eq!(name(&["x"]), "generic");
        assert_eq!(
            name(&["评价ID", "店铺名称", "城市", "评分", "评价时间", "评价内容", "消费菜品", "用户"]),
            "meituan"
        );
        assert_eq!(name(&["评论ID", "商品名称", "评分", "评论内容", "评论时间", "购买时间", "会员等级"]), "jd");
        assert_eq!(name(&["id", "movie", "score", "time", "approve", "user", "content"]), "maoyan");
        assert_eq!(name(&["商品标题", "日期", "评价内容", "商家回复", "用户"]), "tmall");
        assert_eq!(name(&["评论日期", "规格", "评论", "昵称"]), "taobao");
    }

    #[test]
    fn options_are_checked() {
        let schema = Schema::builtin().unwrap();
        let check = |source: Option<&str>, preset: Option<&str>| {
            schema.check(&Options {
                source: source.map(str::to_owned),
                preset: preset.map(str::to_owned),
                ..Options::default()
            })
        };
        assert!(check(Some("my-shop"), Some("jd")).is_ok());
        assert!(matches!(check(Some("我的店"), None), Err(IngestError::InvalidSource(_))));
        assert!(matches!(check(None, Some("nobody")), Err(IngestError::UnknownPreset { .. })));
    }
}
