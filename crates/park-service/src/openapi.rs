//! The `OpenAPI` 3.1 document, generated from the routes.

mod words;

use std::sync::LazyLock;

use serde_json::{Value, json};
use utoipa::openapi::path::Operation;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr};
use utoipa::{OpenApi as _, ToSchema as _};

use crate::http::{self, Problem};
use crate::rejection::{ErrorCode, InputError};

/// Values that may be a number, a word, yes or no, a range or a list: the document says so by no type.
const ANYTHING: [(&str, &str); 4] = [
    ("MustAnswer", "value"),
    ("FailedAnswer", "has"),
    ("StepAnswer", "to"),
    ("RelaxationAnswer", "to"),
];

static TEXT: LazyLock<String> = LazyLock::new(|| {
    let mut text = serde_json::to_string_pretty(&document().0).unwrap_or_default();
    text.push('\n');
    text
});

/// The document as it is served and printed: made once.
pub fn document_text() -> &'static str {
    &TEXT
}

/// The document, and the places of fixed words that it should have and has not.
fn document() -> (Value, Vec<String>) {
    let (_, mut api) = http::routes(head()).split_for_parts();
    for item in api.paths.paths.values_mut() {
        for operation in [&mut item.get, &mut item.post, &mut item.delete].into_iter().flatten() {
            add_problems(operation);
        }
    }
    let mut document = serde_json::to_value(&api).unwrap_or_default();
    document["components"]["schemas"]["MustRequest"]["properties"]["value"] = json!({
        "description": "A number, a word, yes or no; a list for `in`.",
        "oneOf": [
            { "type": "number" }, { "type": "string" }, { "type": "boolean" },
            { "type": "array", "items": { "type": "string" } }
        ]
    });
    for (holder, property) in ANYTHING {
        let schema = &mut document["components"]["schemas"][holder]["properties"][property];
        if let Some(schema) = schema.as_object_mut() {
            schema.remove("type");
        }
    }
    add_tables(&mut document);
    let missing = words::write(&mut document);
    (document, missing)
}

/// Lists answer as tables too.
fn add_tables(document: &mut Value) {
    for (route, _) in http::LISTS {
        for method in ["get", "post"] {
            let place =
                format!("/paths/{}/{method}/responses/200/content", route.replace('/', "~1"));
            if let Some(content) = document.pointer_mut(&place).and_then(Value::as_object_mut) {
                content.insert("text/csv".to_owned(), json!({ "schema": { "type": "string" } }));
                let binary = json!({ "schema": { "type": "string", "format": "binary" } });
                content.insert(http::XLSX.to_owned(), binary);
            }
        }
    }
}

/// What the document says before its paths.
pub(crate) fn head() -> OpenApi {
    #[derive(utoipa::OpenApi)]
    #[openapi(
        info(
            title = "Parkwise",
            description = "Which parks fit a project, why, and what is missing; which parks are near twins, on which axis.\n\nEvery answer of 400 and above is problem+json (RFC 9457) with a stable `code`. `Accept-Language` chooses zh-CN or en for the words; codes and numbers are the same. Answers to GET carry an ETag of the generation. Numbers carry their unit in their name.",
            version = "1",
            license(name = "Apache-2.0", identifier = "Apache-2.0")
        ),
        components(schemas(Problem, ErrorCode, InputError))
    )]
    struct Head;
    Head::openapi()
}

/// The problems that an operation can answer with follow from its form.
fn add_problems(operation: &mut Operation) {
    let by_id = operation.parameters.iter().flatten().any(
        |p| matches!(p, RefOr::T(p) if p.parameter_in == utoipa::openapi::path::ParameterIn::Path),
    );
    let has_body = operation.request_body.is_some();
    let mut all = vec![
        ("400", "A parameter or value breaks its rule, or does not exist"),
        ("403", "The Origin is not a page of this service"),
        ("421", "The Host is not a name of this machine"),
        ("500", "Our fault"),
        ("503", "Overloaded, timed out or not ready; Retry-After says when to come again"),
    ];
    if by_id {
        all.push(("404", "Nothing has this id"));
    }
    if has_body {
        all.extend([
            ("408", "The body did not arrive in time"),
            ("413", "The body is larger than 2 MiB"),
            ("415", "The body is not of the expected media type, not UTF-8, or compressed"),
        ]);
    }
    for (status, description) in all {
        operation.responses.responses.entry(status.to_owned()).or_insert_with(|| {
            let content =
                ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name()))).build();
            RefOr::T(
                ResponseBuilder::new()
                    .description(description)
                    .content("application/problem+json", content)
                    .build(),
            )
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fixed_word_has_its_place() {
        assert_eq!(document().1, Vec::<String>::new());
    }

    #[test]
    fn every_operation_has_its_own_id_and_every_response_its_words() {
        let document = document().0;
        let mut ids = Vec::new();
        for (path, item) in document["paths"].as_object().expect("paths") {
            for (method, operation) in item.as_object().expect("operations") {
                ids.push(operation["operationId"].as_str().expect("an id").to_owned());
                for (status, response) in operation["responses"].as_object().expect("responses") {
                    let words = response["description"].as_str().unwrap_or_default();
                    assert!(!words.is_empty(), "{method} {path} {status}");
                    let problem = response["content"].get("application/problem+json").is_some();
                    assert_eq!(problem, status.as_str() >= "400", "{method} {path} {status}");
                }
            }
        }
        let total = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), total);
    }
}
