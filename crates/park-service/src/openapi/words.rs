//! Fixed words in the document: what a text may be, from the lists that the checks use.

use park_domain::Table;
use park_domain::words::{Instrument, Level, ParkKind, PlotCondition, PlotKind, Status};
use park_matching::{Criterion, Group, Op};
use serde_json::{Value, json};

use crate::http::AXES;

/// A text of the document and its words.
struct Fixed {
    /// Where its schema stands: a JSON pointer, or a path and a parameter.
    place: Place,
    words: Vec<&'static str>,
}

enum Place {
    Schema(&'static str),
    Parameter { path: &'static str, method: &'static str, name: &'static str },
}

/// Every text with fixed words.
fn all() -> Vec<Fixed> {
    let levels = || Level::ALL.iter().map(|l| l.code()).collect::<Vec<_>>();
    let kinds = || ParkKind::ALL.iter().map(|k| k.code()).collect::<Vec<_>>();
    let criteria = || Criterion::ALL.iter().map(|c| c.code()).collect::<Vec<_>>();
    let weighable: Vec<_> = Group::ALL.iter().map(|g| g.code()).chain(criteria()).collect();
    let known_levels: Vec<_> =
        Level::ALL.iter().filter(|l| **l != Level::Unknown).map(|l| l.code()).collect();
    let schema = |pointer, words| Fixed { place: Place::Schema(pointer), words };
    let get =
        |path, name, words| Fixed { place: Place::Parameter { path, method: "get", name }, words };
    vec![
        schema("/MustRequest/properties/criterion", criteria()),
        schema("/MustRequest/properties/op", Op::ALL.iter().map(|o| o.code()).collect()),
        schema("/ProfileRequest/properties/weights/propertyNames", weighable),
        schema("/ProfileRequest/properties/level/items", known_levels),
        schema("/ProfileRequest/properties/kind/items", kinds()),
        schema("/ProfileRequest/properties/rank_by", vec!["score", "proven", "possible"]),
        schema("/ProfileRequest/properties/incentives", vec!["exclude", "include"]),
        schema(
            "/JudgeRequest/properties/verdict",
            vec!["twin", "complement", "not-comparable", "feedback", "withdrawn"],
        ),
        schema("/PlanRequest/properties/basis", vec!["firms", "named"]),
        schema("/WhatIfRequest/properties/level", levels()),
        schema("/WhatIfRequest/properties/kind", kinds()),
        schema("/ChainRequest/properties/stage", vec!["upstream", "midstream", "downstream"]),
        schema("/LandRequest/properties/kind", PlotKind::ALL.iter().map(|k| k.code()).collect()),
        get("/v1/parks", "level", levels()),
        get("/v1/parks", "kind", kinds()),
        get("/v1/parks", "status", Status::ALL.iter().map(|s| s.code()).collect()),
        get("/v1/parks/{id}/similar", "axis", AXES.to_vec()),
        get("/v1/homogeneity", "level", levels()),
        get("/v1/homogeneity", "kind", kinds()),
        get("/v1/homogeneity/pairs", "axis", AXES.to_vec()),
        get("/v1/homogeneity/pairs", "level", levels()),
        get("/v1/homogeneity/pairs", "kind", kinds()),
        get("/v1/homogeneity/groups", "axis", AXES.to_vec()),
        get("/v1/homogeneity/groups", "level", levels()),
        get("/v1/homogeneity/groups", "kind", kinds()),
        get("/v1/homogeneity/parks/{id}", "level", levels()),
        get("/v1/homogeneity/parks/{id}", "kind", kinds()),
        get("/v1/plots", "kind", PlotKind::ALL.iter().map(|k| k.code()).collect()),
        get("/v1/plots", "condition", PlotCondition::ALL.iter().map(|c| c.code()).collect()),
        get("/v1/policies", "instrument", Instrument::ALL.iter().map(|i| i.code()).collect()),
        get("/v1/policies", "screen", vec!["likely", "possible", "no"]),
        Fixed {
            place: Place::Parameter { path: "/v1/imports", method: "post", name: "table" },
            words: Table::ALL.iter().map(|t| t.name()).collect(),
        },
    ]
}

/// Writes the words into the document; the places that it does not have are given back.
pub(super) fn write(document: &mut Value) -> Vec<String> {
    let mut missing = Vec::new();
    for Fixed { place, words } in all() {
        let (name, schema) = match place {
            Place::Schema(pointer) => {
                (pointer.to_owned(), document.pointer_mut(&format!("/components/schemas{pointer}")))
            }
            Place::Parameter { path, method, name } => (
                format!("{method} {path} {name}"),
                document["paths"][path][method]["parameters"]
                    .as_array_mut()
                    .and_then(|all| all.iter_mut().find(|p| p["name"] == name))
                    .map(|p| &mut p["schema"]),
            ),
        };
        let Some(schema) = schema else {
            missing.push(name);
            continue;
        };
        // A text that may be left out may also be null, and null must then be among its words.
        let mut words: Vec<Value> = words.into_iter().map(|w| json!(w)).collect();
        if schema["type"].as_array().is_some_and(|types| types.contains(&json!("null"))) {
            words.push(Value::Null);
        }
        schema["enum"] = Value::Array(words);
    }
    missing
}
