//! What reading an export needs to know beforehand: the fields, the presets, the zone.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{
    error::IngestError,
    preset::{Preset, PresetError, recognise},
};
use crate::domain::{
    calendar::{UnknownZone, Zone},
    fields::{FieldTable, FieldTableError},
    review::is_source_name,
};

/// The field table that is compiled in.
const FIELDS: &str = include_str!("../../index-schema/review.toml");
/// The presets that are compiled in. The last one fits every file.
const PRESETS: [&str; 6] = [
    include_str!("../../index-schema/mappings/meituan.toml"),
    include_str!("../../index-schema/mappings/jd.toml"),
    include_str!("../../index-schema/mappings/maoyan.toml"),
    include_str!("../../index-schema/mappings/tmall.toml"),
    include_str!("../../index-schema/mappings/taobao.toml"),
    include_str!("../../index-schema/mappings/generic.toml"),
];
const ZONE: &str = "Asia/Shanghai";

/// Fields, presets and zone.
#[derive(Debug, Clone)]
pub struct Schema {
    pub(super) fields: FieldTable,
    pub(super) presets: Vec<Preset>,
    pub(super) zone: Zone,
}

/// What the person who imports says about the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// The source, instead of the preset's.
    pub source: Option<String>,
    /// The preset, instead of the recognised one.
    pub preset: Option<String>,
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

    /// The preset for a file with these columns.
    pub(super) fn preset_for(&self, columns: &[String], options: &Options) -> Result<Preset, IngestError> {
        let Some(name) = &options.preset else {
            return Ok(recognise(&self.presets, columns).cloned().unwrap_or_else(Preset::plain));
        };
        let known = || self.presets.iter().map(|preset| preset.name.clone()).collect();
        let found = self.presets.iter().find(|preset| preset.name == *name).cloned();
        found.ok_or_else(|| IngestError::UnknownPreset { name: name.clone(), known: known() })
    }

    /// Checks what the options name, before anything is read.
    pub(super) fn check(&self, options: &Options) -> Result<(), IngestError> {
        if let Some(source) = options.source.as_ref().filter(|source| !is_source_name(source)) {
            return Err(IngestError::InvalidSource(source.clone()));
        }
        if options.preset.is_some() { self.preset_for(&[], options).map(drop) } else { Ok(()) }
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
            schema.check(&Options { source: source.map(str::to_owned), preset: preset.map(str::to_owned) })
        };
        assert!(check(Some("my-shop"), Some("jd")).is_ok());
        assert!(matches!(check(Some("我的店"), None), Err(IngestError::InvalidSource(_))));
        assert!(matches!(check(None, Some("nobody")), Err(IngestError::UnknownPreset { .. })));
    }
}
