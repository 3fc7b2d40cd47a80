//! `GET /fields`: what a review can carry and what can be done with it.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{domain::fields, http::Shared};

/// All fields.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FieldList {
    /// IANA name of the zone in which days are cut.
    zone: String,
    fields: Vec<Field>,
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

/// Names, labels, kinds.
#[utoipa::path(get, operation_id = "list_fields", path = "/api/v1/fields", tag = "search", responses((status = 200, body = FieldList)))]
pub(crate) async fn get(shared: web::Data<Shared>) -> HttpResponse {
    let fields = shared.service.schema.fields().iter().map(|field| Field {
        name: field.name.clone(),
        label: Label { zh: field.label.zh.clone(), en: field.label.en.clone() },
        kind: format!("{:?}", field.kind).to_lowercase(),
        facetable: field.facet,
        sortable: field.sort,
        filterable: field.facet || field.kind == fields::FieldKind::Time,
    });
    HttpResponse::Ok().json(FieldList { zone: shared.service.config.zone.name().to_owned(), fields: fields.collect() })
}
