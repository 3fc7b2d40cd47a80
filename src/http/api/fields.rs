//! `GET /fields`: what a review can carry, what can be done with it, and the names of what the analysis finds.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::{analysis::Flag, fields},
    http::Shared,
    service::Reason,
};

/// All fields.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FieldList {
    /// IANA name of the zone in which days are cut.
    zone: String,
    fields: Vec<Field>,
    /// All aspects of the packs in effect, in their order.
    aspects: Vec<AspectName>,
    /// All flags.
    flags: Vec<FlagName>,
}

/// What people call an aspect.
#[derive(Debug, Serialize, ToSchema)]
struct AspectName {
    /// The value of the field `aspect`.
    id: String,
    /// The aspect that it is a part of; null for those of the first level.
    parent: Option<String>,
    label: Label,
}

/// What people call a flag.
#[derive(Debug, Serialize, ToSchema)]
struct FlagName {
    /// The value of the field `flag`.
    id: String,
    label: Label,
    /// What the rules for it may find.
    reasons: Vec<ReasonName>,
}

/// What people call a reason of a flag.
#[derive(Debug, Serialize, ToSchema)]
struct ReasonName {
    /// As in `reason` of a flag.
    id: String,
    label: Label,
}

/// One field.
#[derive(Debug, Serialize, ToSchema)]
struct Field {
    name: String,
    label: Label,
    /// text, keyword, rating, time, count or derived.
    kind: String,
    facetable: bool,
    sortable: bool,
    filterable: bool,
}

/// A name for people.
#[derive(Debug, Serialize, ToSchema)]
struct Label {
    zh: String,
    en: String,
}

impl From<&fields::Label> for Label {
    fn from(label: &fields::Label) -> Self {
        Self { zh: label.zh.clone(), en: label.en.clone() }
    }
}

/// Names, labels, kinds.
#[utoipa::path(get, operation_id = "list_fields", path = "/api/v1/fields", tag = "search", responses((status = 200, body = FieldList)))]
pub(crate) async fn get(shared: web::Data<Shared>) -> HttpResponse {
    let service = &shared.service;
    let fields = service.schema.fields().iter().map(|field| Field {
        name: field.name.clone(),
        label: Label::from(&field.label),
        kind: format!("{:?}", field.kind).to_lowercase(),
        facetable: field.facet,
        sortable: field.sort,
        filterable: field.facet || field.kind == fields::FieldKind::Time,
    });
    let aspects = service.analyst.aspects().iter().map(|aspect| AspectName {
        id: aspect.id.clone(),
        parent: aspect.parent.clone(),
        label: Label::from(&aspect.label),
    });
    let flags = Flag::ALL.map(|flag| FlagName {
        id: flag.name().to_owned(),
        label: Label { zh: flag.name_zh().to_owned(), en: flag.name_en().to_owned() },
        reasons: reasons_of(flag, service.analyst.reasons()),
    });
    HttpResponse::Ok().json(FieldList {
        zone: service.config.zone.name().to_owned(),
        fields: fields.collect(),
        aspects: aspects.collect(),
        flags: flags.into(),
    })
}

fn reasons_of(flag: Flag, reasons: &[Reason]) -> Vec<ReasonName> {
    let of_flag = reasons.iter().filter(|reason| reason.flag == flag.name());
    of_flag.map(|reason| ReasonName { id: reason.code.clone(), label: Label::from(&reason.label()) }).collect()
}
