//! Lists as tables: who asks a list for `text/csv`, or for a workbook by its media type, gets its rows made from
//! the same answer as the JSON.
//!
//! A column is the path of a value (`park.name`, `because.industry_fit.adds`); texts of a list stand behind
//! each other. The cursor of the next page stands in `Link: <…>; rel="next"`.

use std::collections::HashMap;

use axum::body::{Body, to_bytes};
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::IntoResponse;
use park_report::workbook::{Cell, Sheet, xlsx};
use serde_json::Value as Json;

use super::problem::plain;
use crate::rejection::ErrorCode;

/// Media type of a workbook.
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A form of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Csv,
    Workbook,
}

impl Form {
    fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Workbook => XLSX,
        }
    }

    /// What tells its tag from that of the JSON under the same address.
    fn mark(self) -> &'static str {
        match self {
            Self::Csv => "-csv",
            Self::Workbook => "-xlsx",
        }
    }

    fn write(self, rows: &[Row]) -> Option<Vec<u8>> {
        match self {
            Self::Csv => csv(rows),
            Self::Workbook => workbook(rows),
        }
    }
}

/// Largest answer that is turned into a table, bytes; the largest list there is stays below.
const ANSWER_BYTES_MAX: usize = 256 * 1024 * 1024;

/// The routes that answer a list, and where it stands; `*` is every key, which becomes the first column.
pub(crate) const LISTS: [(&str, &str); 12] = [
    ("/v1/parks", "parks"),
    ("/v1/parks/{id}/similar", "axes/*/parks"),
    ("/v1/search", "hits"),
    ("/v1/criteria", "criteria"),
    ("/v1/industries", "codes"),
    ("/v1/matches", "matches"),
    ("/v1/matches/{result_id}", "matches"),
    ("/v1/compare", "parks"),
    ("/v1/homogeneity", "axes/*/pairs"),
    ("/v1/homogeneity/pairs", "pairs"),
    ("/v1/homogeneity/groups", "groups"),
    ("/v1/policies", "policies"),
];

/// Answers as a table where a list is asked so.
pub(super) async fn as_asked(request: Request, next: Next) -> Response<Body> {
    let list = request
        .extensions()
        .get::<MatchedPath>()
        .and_then(|m| LISTS.iter().find(|(route, _)| *route == m.as_str()))
        .map(|(_, path)| *path)
        .zip(preferred(request.headers()));
    let uri = request.uri().clone();
    let mut response = next.run(request).await;
    let Some((list, form)) = list.filter(|_| response.status() == StatusCode::OK) else {
        return response;
    };
    let body = std::mem::take(response.body_mut());
    let made = async {
        let bytes = to_bytes(body, ANSWER_BYTES_MAX).await.ok()?;
        tokio::task::spawn_blocking(move || {
            let answer: Json = serde_json::from_slice(&bytes).ok()?;
            let next = answer["next"].as_str().and_then(|cursor| link(&uri, cursor));
            Some((form.write(&rows(&answer, list))?, next))
        })
        .await
        .ok()?
    };
    let Some((table, next)) = made.await else {
        tracing::error!(list, "a list cannot be written as a table");
        return plain(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal).into_response();
    };
    *response.body_mut() = Body::from(table);
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(form.media_type()));
    headers.append(header::VARY, HeaderValue::from_static("accept"));
    if let Some(next) = next {
        headers.insert(header::LINK, next);
    }
    let tag = headers.get(header::ETAG).and_then(|t| t.to_str().ok()).map(str::to_owned);
    if let Some(tag) = tag.and_then(|t| HeaderValue::from_str(&marked(&t, form)).ok()) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// The table of an answer is another text under the same address.
fn marked(tag: &str, form: Form) -> String {
    let mark = form.mark();
    tag.strip_suffix('"').map_or_else(|| tag.to_owned(), |t| format!("{t}{mark}\""))
}

/// The form of a table that is wanted before JSON.
fn preferred(headers: &HeaderMap) -> Option<Form> {
    let quality = |wanted: &str| {
        headers
            .get_all(header::ACCEPT)
            .iter()
            .filter_map(|v| v.to_str().ok())
            .flat_map(|v| v.split(','))
            .filter_map(|item| {
                let mut pieces = item.split(';');
                let named = pieces.next()?.trim().eq_ignore_ascii_case(wanted);
                let q = pieces.find_map(|p| p.trim().strip_prefix("q=")?.parse::<f32>().ok());
                named.then(|| q.unwrap_or(1.0))
            })
            .fold(0.0, f32::max)
    };
    let json = quality("application/json");
    let (csv, workbook) = (quality("text/csv"), quality(XLSX));
    match (csv > json, workbook > json) {
        (true, _) if csv >= workbook => Some(Form::Csv),
        (_, true) => Some(Form::Workbook),
        (_, false) => None,
    }
}

/// The address of the next page.
fn link(uri: &Uri, cursor: &str) -> Option<HeaderValue> {
    let mut query: Vec<&str> =
        uri.query().unwrap_or("").split('&').filter(|p| !p.is_empty()).collect();
    query.retain(|p| !p.starts_with("cursor="));
    let cursor = format!("cursor={cursor}");
    query.push(&cursor);
    HeaderValue::from_str(&format!("<{}?{}>; rel=\"next\"", uri.path(), query.join("&"))).ok()
}

/// A row: its cells by the path of their value, in order.
type Row = Vec<(String, Cell)>;

fn rows(answer: &Json, list: &str) -> Vec<Row> {
    if let Some((outer, inner)) = list.split_once("/*/") {
        let of_key = |(key, held): (&String, &Json)| {
            let mut rows = list_rows(&held[inner]);
            for row in &mut rows {
                row.insert(0, ("axis".to_owned(), Cell::text(key.as_str())));
            }
            rows
        };
        return answer[outer].as_object().into_iter().flatten().flat_map(of_key).collect();
    }
    list_rows(&answer[list])
}

fn list_rows(list: &Json) -> Vec<Row> {
    let row = |item: &Json| {
        let mut cells = Vec::new();
        flatten("", item, &mut cells);
        cells
    };
    list.as_array().into_iter().flatten().map(row).collect()
}

fn flatten(at: &str, value: &Json, cells: &mut Row) {
    let under = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
    let name = if at.is_empty() { "value" } else { at };
    match value {
        Json::Null => cells.push((name.to_owned(), Cell::Empty)),
        Json::Bool(b) => cells.push((name.to_owned(), Cell::text(b.to_string()))),
        Json::Number(n) => cells.push((name.to_owned(), Cell::number(n.as_f64()))),
        Json::String(s) => cells.push((name.to_owned(), Cell::text(s.as_str()))),
        Json::Object(fields) => {
            for (field, value) in fields {
                flatten(&under(field), value, cells);
            }
        }
        Json::Array(items) if items.iter().any(|i| i["criterion"].is_string()) => {
            for item in items {
                criterion(&under(item["criterion"].as_str().unwrap_or("other")), item, cells);
            }
        }
        Json::Array(items) => {
            let words: Vec<String> = items.iter().map(in_short).collect();
            cells.push((name.to_owned(), Cell::text(words.join("; "))));
        }
    }
}

/// What one criterion adds or could add: a column each. Its evidence is for the JSON.
fn criterion(at: &str, item: &Json, cells: &mut Row) {
    for (field, value) in item.as_object().into_iter().flatten() {
        if field != "criterion" && !value.is_array() && !value.is_object() {
            flatten(&format!("{at}.{field}"), value, cells);
        }
    }
}

/// An item of a list within a cell.
fn in_short(item: &Json) -> String {
    match item {
        Json::String(s) => s.clone(),
        Json::Object(fields) => {
            let told = ["what", "name", "html", "words", "value"]
                .iter()
                .find_map(|k| fields.get(*k).and_then(Json::as_str));
            match (told, fields.get("share").and_then(Json::as_f64)) {
                (Some(told), Some(share)) => format!("{told} {share:.3}"),
                (Some(told), None) => told.to_owned(),
                (None, _) => item.to_string(),
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Array(_) => item.to_string(),
    }
}

/// A cell of CSV: text that no spreadsheet takes for a formula, numbers as they are.
pub(crate) fn csv_cell(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Number(number) => number.to_string(),
        Cell::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => {
            format!("'{text}")
        }
        Cell::Text(text) => text.clone(),
    }
}

/// The rows under the union of their columns, in order of appearance.
fn grid(rows: &[Row]) -> Option<(Vec<&str>, Vec<Vec<Cell>>)> {
    let mut columns: Vec<&str> = Vec::new();
    let mut place: HashMap<&str, usize> = HashMap::new();
    for (name, _) in rows.iter().flatten() {
        place.entry(name).or_insert_with(|| {
            columns.push(name);
            columns.len() - 1
        });
    }
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let mut cells = vec![Cell::Empty; columns.len()];
        for (name, cell) in row {
            *cells.get_mut(*place.get(name.as_str())?)? = cell.clone();
        }
        lines.push(cells);
    }
    Some((columns, lines))
}

fn csv(rows: &[Row]) -> Option<Vec<u8>> {
    let (columns, lines) = grid(rows)?;
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    if !columns.is_empty() {
        writer.write_record(&columns).ok()?;
    }
    for line in lines {
        writer.write_record(line.iter().map(csv_cell)).ok()?;
    }
    writer.into_inner().ok()
}

fn workbook(rows: &[Row]) -> Option<Vec<u8>> {
    let (columns, lines) = grid(rows)?;
    let sheet = Sheet::new("list", columns);
    xlsx(&[lines.into_iter().fold(sheet, Sheet::row)]).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_list_becomes_a_table() {
        let answer = json!({ "matches": [
            { "rank": 1, "park": { "id": "A", "name": "=1+1" }, "because": [
                { "criterion": "level", "adds": 0.25, "words": "国家级", "evidence": [{ "value": "x" }] }],
              "group": null, "hints": ["甲", "乙"] },
            { "rank": 2, "park": { "id": "B", "name": "乙,丙" }, "because": [] },
        ]});
        let text =
            String::from_utf8(csv(&rows(&answer, "matches")).expect("a table")).expect("text");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[0],
            "rank,park.id,park.name,because.level.adds,because.level.words,group,hints,because"
        );
        assert_eq!(lines[1], "1,A,'=1+1,0.25,国家级,,甲; 乙,");
        assert_eq!(lines[2], "2,B,\"乙,丙\",,,,,");
        let axes = json!({ "axes": { "policy": { "pairs": [{ "a": "A", "shared": [{ "what": "租金", "share": 0.5 }] }] } } });
        let text =
            String::from_utf8(csv(&rows(&axes, "axes/*/pairs")).expect("a table")).expect("text");
        assert_eq!(text, "axis,a,shared\npolicy,A,租金 0.500\n");
        assert_eq!(csv(&rows(&json!({ "matches": [] }), "matches")), Some(Vec::new()));
        let book = workbook(&rows(&axes, "axes/*/pairs")).expect("a workbook");
        assert!(book.starts_with(b"PK"));
    }

    #[test]
    fn a_table_is_sent_to_who_prefers_it() {
        for (accept, want) in [
            ("text/csv", Some(Form::Csv)),
            ("text/csv, */*;q=0.1", Some(Form::Csv)),
            ("text/csv;q=0.5, application/json", None),
            ("application/json;q=0.4, text/csv;q=0.5", Some(Form::Csv)),
            ("application/json, text/csv", None),
            (XLSX, Some(Form::Workbook)),
            ("*/*", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, accept.parse().expect("a header"));
            assert_eq!(preferred(&headers), want, "{accept}");
        }
    }

    #[test]
    fn the_next_page_is_linked() {
        let uri: Uri = "/v1/parks?region=32&cursor=old".parse().expect("an address");
        let next = link(&uri, "new").expect("a link");
        assert_eq!(next, "</v1/parks?region=32&cursor=new>; rel=\"next\"");
    }
}
