//! Full text: `parkwise search`, `GET /v1/search`.

use std::collections::BTreeMap;
use std::io::Write;

use park_index::text::{Filters, QueryError, SearchRequest, Widening};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::Live;
use crate::lang::Lang;
use crate::models;
use crate::rejection::{ErrorCode, InputError, Rejection};

/// A park by id and name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ParkRef {
    /// Id.
    pub id: String,
    /// Official name.
    pub name: String,
}

/// A quoted value; `html` is escaped, matched words stand in `<b>`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HighlightAnswer {
    /// Name of the field.
    pub field: String,
    /// Safe to put into HTML.
    pub html: String,
}

/// A park found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HitAnswer {
    /// The park.
    pub park: ParkRef,
    /// BM25 over all fields; comparable within one answer only.
    pub score: f64,
    /// What made it match.
    pub highlights: Vec<HighlightAnswer>,
}

/// A word and what it was also, or instead, read as.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WideningAnswer {
    /// As asked.
    pub from: String,
    /// What was looked for.
    pub to: Vec<String>,
}

/// The answer to a search.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SearchAnswer {
    /// The open generation.
    pub generation: String,
    /// All hits, on this page and others.
    pub total: usize,
    /// Hits of this page, best first; equal scores by id.
    pub hits: Vec<HitAnswer>,
    /// Words that were widened by synonyms.
    pub synonyms: Vec<WideningAnswer>,
    /// Words that are nowhere as written, and the words they were read as.
    pub read_as: Vec<WideningAnswer>,
    /// Names and industry words close to what was typed, when little was found.
    pub suggestions: Vec<String>,
    /// Counts over all hits, by level, kind and province.
    pub facets: BTreeMap<String, BTreeMap<String, usize>>,
    /// Cursor of the next page.
    pub next: Option<String>,
}

/// Answers a search.
///
/// # Errors
/// 400 for a query, limit or cursor that cannot be answered.
pub fn answer(
    live: &Live,
    q: &str,
    limit: usize,
    cursor: Option<&str>,
    lang: Lang,
) -> Result<SearchAnswer, Rejection> {
    let request = SearchRequest { q, limit, cursor, filters: Filters::default() };
    let found = live
        .text()
        .search(&request, &|word| models::reader().synonyms_of(word))
        .map_err(|e| refuse(&e, q, limit, cursor, lang))?;
    let widened = |list: Vec<Widening>| {
        list.into_iter().map(|w| WideningAnswer { from: w.from, to: w.to }).collect()
    };
    let facets = [
        ("level".to_owned(), found.facets.level),
        ("kind".to_owned(), found.facets.kind),
        ("province".to_owned(), found.facets.province),
    ];
    Ok(SearchAnswer {
        generation: live.id.clone(),
        total: found.total,
        hits: found
            .hits
            .into_iter()
            .map(|h| HitAnswer {
                park: ParkRef { id: h.id, name: h.name },
                score: h.score,
                highlights: h
                    .highlights
                    .into_iter()
                    .map(|q| HighlightAnswer { field: q.field.to_owned(), html: q.html })
                    .collect(),
            })
            .collect(),
        synonyms: widened(found.synonyms),
        read_as: widened(found.read_as),
        suggestions: found.suggestions,
        facets: facets.into_iter().collect(),
        next: found.next,
    })
}

fn refuse(
    error: &QueryError,
    q: &str,
    limit: usize,
    cursor: Option<&str>,
    lang: Lang,
) -> Rejection {
    let (pointer, found, code) = match error {
        QueryError::Empty | QueryError::TooLong { .. } | QueryError::TooManyWords { .. } => {
            ("q", q.chars().take(80).collect(), ErrorCode::InvalidInput)
        }
        QueryError::Limit { .. } => ("limit", limit.to_string(), ErrorCode::InvalidInput),
        QueryError::Cursor => {
            ("cursor", cursor.unwrap_or_default().chars().take(80).collect(), ErrorCode::BadCursor)
        }
        QueryError::Index(cause) => {
            tracing::error!(error = %cause, "the text index cannot be read");
            // The frame says the usual sentence of an inner fault; the cause stays in the log.
            return Rejection::new(500, ErrorCode::Internal, "");
        }
    };
    let rule = lang.pick(in_chinese(error), error.to_string());
    Rejection {
        status: 400,
        code,
        detail: rule.clone(),
        errors: vec![InputError { pointer: pointer.to_owned(), found, rule, hint: None }],
    }
}

fn in_chinese(error: &QueryError) -> String {
    match error {
        QueryError::Empty => "查询里没有可查的文字、字母或数字".to_owned(),
        QueryError::TooLong { bytes, max } => format!("查询有 {bytes} 字节；最多 {max} 字节"),
        QueryError::TooManyWords { words, max } => format!("查询有 {words} 个词；最多 {max} 个"),
        QueryError::Limit { limit, max } => format!("limit 为 {limit}；应为 1 到 {max}"),
        QueryError::Cursor => "游标属于另一个查询或另一代数据；请去掉 cursor 从头开始".to_owned(),
        QueryError::Index(_) => String::new(),
    }
}

/// The same for people.
///
/// # Errors
/// The writer fails.
pub fn print(answer: &SearchAnswer, lang: Lang, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "{} {}", answer.total, lang.pick("个园区", "parks"))?;
    for w in &answer.synonyms {
        writeln!(out, "{} {} → {}", lang.pick("同义词", "synonym"), w.from, w.to.join("、"))?;
    }
    for w in &answer.read_as {
        writeln!(out, "{} {} → {}", lang.pick("读作", "read as"), w.from, w.to.join(" + "))?;
    }
    for hit in &answer.hits {
        writeln!(out, "{:<12} {:>7.3}  {}", hit.park.id, hit.score, hit.park.name)?;
        for quote in hit.highlights.iter().filter(|h| h.field != "name").take(3) {
            writeln!(out, "             {}: {}", quote.field, plain(&quote.html))?;
        }
    }
    if !answer.suggestions.is_empty() {
        writeln!(
            out,
            "{}: {}",
            lang.pick("您是否在找", "did you mean"),
            answer.suggestions.join("、")
        )?;
    }
    if let Some(next) = &answer.next {
        writeln!(out, "{} --cursor {next}", lang.pick("下一页", "next page:"))?;
    }
    Ok(())
}

/// A highlight on a terminal: matched words in brackets, entities undone.
fn plain(html: &str) -> String {
    html.replace("<b>", "[")
        .replace("</b>", "]")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}
