//! The `OpenAPI` document as a page, and examples to copy: made from the document itself, without a viewer.

use std::collections::BTreeMap;

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response};
use serde_json::Value as Json;

use super::examples::{self, Target};
use super::{Shared, Spoken, origin_of, publish, render};
use crate::http::access::Access;
use crate::http::pools::Cost;
use crate::lang::Lang;
use crate::rejection::Rejection;

struct Field {
    name: String,
    place: String,
    kind: String,
    required: bool,
    about: String,
}

struct Outcome {
    status: String,
    about: String,
    forms: String,
}

struct Operation {
    id: String,
    method: String,
    path: String,
    about: String,
    fields: Vec<Field>,
    body: Option<String>,
    outcomes: Vec<Outcome>,
}

struct Group {
    name: String,
    operations: Vec<Operation>,
}

struct Schema {
    name: String,
    about: String,
    fields: Vec<Field>,
}

struct ExampleView {
    title: &'static str,
    curl: String,
    python: String,
    javascript: String,
}

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage {
    l: Lang,
    title: String,
    here: String,
    with_key: bool,
    examples: Vec<ExampleView>,
    groups: Vec<Group>,
    schemas: Vec<Schema>,
}

/// `GET /api`.
pub(super) async fn page(
    State(shared): State<Shared>,
    spoken: Spoken,
    headers: HeaderMap,
) -> Result<Response<Body>, Rejection> {
    let live = shared.live()?;
    let lang = spoken.lang;
    let (origin, with_key) = (origin_of(&headers), Access::current().is_visitor());
    let html = shared
        .pools
        .run(Cost::Quick, move || {
            let target = Target { origin: &origin, with_key };
            let document: Json =
                serde_json::from_str(crate::openapi::document_text()).unwrap_or_default();
            render(&ApiPage {
                l: lang,
                title: lang.pick("接口", "API").to_owned(),
                here: "/api".to_owned(),
                with_key,
                examples: examples::all(&live)
                    .iter()
                    .map(|e| ExampleView {
                        title: lang.pick(e.zh, e.en),
                        curl: e.curl(&target),
                        python: e.python(&target),
                        javascript: e.javascript(&target),
                    })
                    .collect(),
                groups: groups(&document),
                schemas: schemas(&document),
            })
        })
        .await?;
    Ok(publish(spoken, html))
}

fn text(value: &Json) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn groups(document: &Json) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let name = text(&operation["tags"][0]);
            let operation = self::operation(path, method, operation);
            match groups.iter_mut().find(|g| g.name == name) {
                Some(group) => group.operations.push(operation),
                None => groups.push(Group { name, operations: vec![operation] }),
            }
        }
    }
    groups
}

fn operation(path: &str, method: &str, operation: &Json) -> Operation {
    let fields = operation["parameters"].as_array().into_iter().flatten().map(|p| Field {
        name: text(&p["name"]),
        place: text(&p["in"]),
        kind: kind(&p["schema"]),
        required: p["required"] == true,
        about: text(&p["description"]),
    });
    let body = operation["requestBody"]["content"].as_object().map(|c| forms(c.iter()));
    let outcomes = operation["responses"].as_object().into_iter().flatten().map(|(status, r)| {
        let forms = r["content"].as_object().map(|c| forms(c.iter())).unwrap_or_default();
        Outcome { status: status.clone(), about: text(&r["description"]), forms }
    });
    let words = [text(&operation["summary"]), text(&operation["description"])];
    Operation {
        id: text(&operation["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        about: words.iter().filter(|w| !w.is_empty()).cloned().collect::<Vec<_>>().join(" "),
        fields: fields.collect(),
        body,
        outcomes: outcomes.collect(),
    }
}

/// Media types with the schema of each.
fn forms<'a>(content: impl Iterator<Item = (&'a String, &'a Json)>) -> String {
    let all: Vec<String> = content.map(|(m, c)| format!("{m}: {}", kind(&c["schema"]))).collect();
    all.join(", ")
}

/// The type of a schema in a few words.
fn kind(schema: &Json) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().unwrap_or_default().to_owned();
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        if let Some(list) = schema[several].as_array() {
            return list.iter().map(kind).collect::<Vec<_>>().join(" | ");
        }
    }
    if let Some(words) = schema["enum"].as_array() {
        return words.iter().map(text).collect::<Vec<_>>().join(" | ");
    }
    let name = match &schema["type"] {
        Json::String(name) => name.clone(),
        Json::Array(names) => names.iter().map(text).collect::<Vec<_>>().join(" | "),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Object(_) => "any".to_owned(),
    };
    if name.contains("array") {
        return format!("{}[]", kind(&schema["items"]));
    }
    let bound = |key: &str| schema[key].as_f64().map(|v| v.to_string());
    match (bound("minimum"), bound("maximum")) {
        (Some(a), Some(b)) => format!("{name} {a}–{b}"),
        (Some(a), None) if a != "0" => format!("{name} ≥ {a}"),
        (_, _) => name,
    }
}

fn schemas(document: &Json) -> Vec<Schema> {
    let all: BTreeMap<&String, &Json> =
        document["components"]["schemas"].as_object().into_iter().flatten().collect();
    all.into_iter()
        .map(|(name, schema)| {
            let required: Vec<String> =
                schema["required"].as_array().into_iter().flatten().map(text).collect();
            let mut about = text(&schema["description"]);
            if schema["enum"].is_array() {
                about = format!("{about} {}", kind(schema)).trim().to_owned();
            }
            let fields = schema["properties"].as_object().into_iter().flatten();
            Schema {
                name: name.clone(),
                about,
                fields: fields
                    .map(|(field, s)| Field {
                        required: required.contains(field),
                        name: field.clone(),
                        place: String::new(),
                        kind: kind(s),
                        about: text(&s["description"]),
                    })
                    .collect(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn types_are_said_in_a_few_words() {
        for (schema, want) in [
            (json!({ "$ref": "#/components/schemas/Park" }), "Park"),
            (json!({ "type": ["number", "null"] }), "number | null"),
            (json!({ "type": "array", "items": { "type": "string" } }), "string[]"),
            (json!({ "type": "integer", "minimum": 1, "maximum": 200 }), "integer 1–200"),
            (json!({ "oneOf": [{ "type": "null" }, { "$ref": "#/x/Y" }] }), "null | Y"),
            (json!({}), "any"),
        ] {
            assert_eq!(kind(&schema), want);
        }
    }
}
