//! Import for operators: try a file, see its problems by sheet, row and column, then take it in and publish.
//!
//! Only this machine and an admin key come here. A file is tried first and waits in memory; what takes it in
//! is a second form, so that nobody changes the store by choosing a file.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{FromRequest, Request, State};
use axum::http::{Response, StatusCode, header};
use park_domain::Table;
use park_import::{FileSummary, Import};
use park_registry::Registry;

use super::form::Choice;
use super::{Sent, Shared, Spoken, render, show};
use crate::app::{self, App};
use crate::audit::{self, Deed};
use crate::http::access::Access;
use crate::http::imports::{self, said};
use crate::http::pools::Cost;
use crate::http::problem::plain;
use crate::http::query::Id;
use crate::http::uploads::Upload;
use crate::http::{body, multipart, seal};
use crate::lang::Lang;
use crate::rejection::{ErrorCode, Rejection};

/// Problems that the page shows; all that are kept stand in the file.
const PROBLEMS_SHOWN_MAX: usize = 200;

/// Notes that the page shows.
const NOTES_SHOWN_MAX: usize = 50;

struct FileLine {
    place: String,
    table: &'static str,
    summary: FileSummary,
}

struct ProblemLine {
    place: String,
    row: String,
    column: String,
    cell: String,
    value: String,
    rule: String,
    hint: String,
}

/// A file as it was read.
struct Tried {
    id: String,
    file: String,
    files: Vec<FileLine>,
    rows: u64,
    accepted: usize,
    problems_total: u64,
    problems: Vec<ProblemLine>,
    /// Whether there are more problems than are shown.
    is_cut: bool,
    notes: Vec<String>,
    notes_more: usize,
}

#[derive(Template)]
#[template(path = "import.html")]
struct ImportPage {
    l: Lang,
    title: String,
    here: String,
    tables: Vec<Choice>,
    seal: String,
    fault: Option<String>,
    tried: Option<Tried>,
    done: Option<String>,
    waiting: bool,
}

impl ImportPage {
    fn new(app: &App, lang: Lang) -> Self {
        let any = Choice {
            value: String::new(),
            label: lang.pick("按文件名和表头识别", "told by name and header").to_owned(),
            on: true,
        };
        let tables = Table::ALL.iter().map(|t| Choice {
            value: t.name().to_owned(),
            label: lang.pick(format!("{}（{}）", t.zh(), t.name()), t.name().to_owned()),
            on: false,
        });
        Self {
            l: lang,
            title: lang.pick("导入数据", "Import").to_owned(),
            here: "/import".to_owned(),
            tables: std::iter::once(any).chain(tables).collect(),
            seal: seal::make(app.secret()),
            fault: None,
            tried: None,
            done: None,
            waiting: false,
        }
    }
}

/// Refuses whoever may not import: not found is not said, because the page is no secret.
fn may_import() -> Result<(), Rejection> {
    if Access::current().may_import() {
        Ok(())
    } else {
        Err(plain(StatusCode::FORBIDDEN, ErrorCode::LoopbackOnly))
    }
}

fn sealed(app: &App, seal: Option<&str>) -> Result<(), Rejection> {
    if seal::is_good(app.secret(), seal.unwrap_or("")) {
        Ok(())
    } else {
        Err(plain(StatusCode::FORBIDDEN, ErrorCode::ForbiddenOrigin))
    }
}

/// `GET /import`.
pub(super) async fn page(
    State(shared): State<Shared>,
    spoken: Spoken,
) -> Result<Response<Body>, Rejection> {
    may_import()?;
    Ok(show(spoken, render(&ImportPage::new(&shared.app, spoken.lang))?))
}

/// The form with a file.
pub(super) struct WithFile {
    upload: Option<Upload>,
    seal: Option<String>,
}

impl<S: Send + Sync> FromRequest<S> for WithFile {
    type Rejection = Rejection;

    async fn from_request(request: Request, _: &S) -> Result<Self, Rejection> {
        may_import()?;
        let (parts, content) = request.into_parts();
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
        let kind = kind.unwrap_or("").to_owned();
        if !kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data") {
            return Err(plain(StatusCode::UNSUPPORTED_MEDIA_TYPE, ErrorCode::UnsupportedMediaType));
        }
        let bytes = body::read(&parts.headers, content).await?;
        let malformed = || plain(StatusCode::BAD_REQUEST, ErrorCode::MalformedBody);
        let fields = multipart::parts(&kind, &bytes).ok_or_else(malformed)?;
        let text = |name: &str| {
            let part = fields.iter().find(|p| p.name == name && p.file.is_none())?;
            std::str::from_utf8(&part.bytes).ok().map(str::to_owned)
        };
        let table = text("table").unwrap_or_default();
        let table = Table::ALL.iter().copied().find(|t| t.name() == table);
        let file = fields.iter().find(|p| p.name == "file" && !p.bytes.is_empty());
        let upload = file.map(|p| Upload {
            file: p
                .file
                .clone()
                .filter(|f| !f.is_empty())
                .unwrap_or_else(|| "table.csv".to_owned()),
            table,
            bytes: p.bytes.clone(),
        });
        Ok(Self { upload, seal: text("seal") })
    }
}

/// `POST /import`: tries a file, and changes nothing.
pub(super) async fn try_file(
    State(shared): State<Shared>,
    spoken: Spoken,
    form: WithFile,
) -> Result<Response<Body>, Rejection> {
    sealed(&shared.app, form.seal.as_deref())?;
    let lang = spoken.lang;
    let (app, uploads) = (Arc::clone(&shared.app), Arc::clone(&shared.uploads));
    let html = shared
        .pools
        .run(Cost::Long, move || {
            let mut page = ImportPage::new(&app, lang);
            let Some(upload) = form.upload else {
                let words = lang.pick("请先选择一个文件", "choose a file first");
                page.fault = Some(words.to_owned());
                return render(&page);
            };
            match imports::read(upload.table, &upload.file, &upload.bytes, lang) {
                Ok(import) => {
                    let file = upload.file.clone();
                    let id = uploads.keep(upload).map_err(|error| {
                        tracing::error!(%error, "the system gives no random numbers");
                        plain(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal)
                    })?;
                    page.tried = Some(tried(id, file, &import, lang));
                }
                Err(refused) if refused.status < 500 => {
                    page.fault = Some(super::find::sentences(&refused).join(" "));
                }
                Err(refused) => return Err(refused),
            }
            render(&page)
        })
        .await?;
    Ok(show(spoken, html))
}

fn tried(id: String, file: String, import: &Import, lang: Lang) -> Tried {
    let place = |file: &str, sheet: Option<&str>| match sheet {
        Some(sheet) => format!("{file} · {sheet}"),
        None => file.to_owned(),
    };
    Tried {
        id,
        file,
        rows: import.files.iter().map(|f| f.rows).sum(),
        accepted: import.records.len(),
        files: import
            .files
            .iter()
            .map(|f| FileLine {
                place: place(&f.file, f.sheet.as_deref()),
                table: f.table.map_or("?", |t| lang.pick(t.zh(), t.name())),
                summary: f.clone(),
            })
            .collect(),
        problems_total: import.problems_total,
        is_cut: import.problems_total > PROBLEMS_SHOWN_MAX as u64,
        problems: import
            .problems
            .iter()
            .take(PROBLEMS_SHOWN_MAX)
            .map(|p| ProblemLine {
                place: place(&p.file, p.sheet.as_deref()),
                row: p.row.map_or_else(String::new, |r| r.to_string()),
                column: p.column.clone().unwrap_or_default(),
                cell: p.cell.clone().unwrap_or_default(),
                value: p.fault.found.clone(),
                rule: said(&p.fault.rule, lang),
                hint: p.fault.hint.as_deref().map(|h| said(h, lang)).unwrap_or_default(),
            })
            .collect(),
        notes: import.notes.iter().take(NOTES_SHOWN_MAX).map(|n| said(n, lang)).collect(),
        notes_more: import.notes.len().saturating_sub(NOTES_SHOWN_MAX),
    }
}

/// `GET /import/{id}/problems`: all problems of a file that waits, as CSV.
pub(super) async fn problems(
    State(shared): State<Shared>,
    spoken: Spoken,
    Id(id): Id,
) -> Result<Response<Body>, Rejection> {
    may_import()?;
    let upload = waiting(&shared, &id)?;
    let lang = spoken.lang;
    let bytes = shared
        .pools
        .run(Cost::Long, move || {
            let import = imports::read(upload.table, &upload.file, &upload.bytes, lang)?;
            Ok(park_import::problems_csv(&import.problems, lang == Lang::Zh))
        })
        .await?;
    let mut response = show(spoken, String::new());
    *response.body_mut() = Body::from(bytes);
    super::attach(response.headers_mut(), "text/csv; charset=utf-8", "problems.csv");
    Ok(response)
}

fn waiting(shared: &Shared, id: &str) -> Result<Upload, Rejection> {
    shared.uploads.get(id).ok_or_else(|| plain(StatusCode::NOT_FOUND, ErrorCode::NotFound))
}

/// `POST /import/{id}/record`: takes the sound rows of a tried file into the store.
pub(super) async fn record(
    State(shared): State<Shared>,
    spoken: Spoken,
    Id(id): Id,
    Sent(fields): Sent,
) -> Result<Response<Body>, Rejection> {
    may_import()?;
    sealed(&shared.app, fields.get("seal"))?;
    let upload = waiting(&shared, &id)?;
    let (lang, who) = (spoken.lang, Access::current().who().to_owned());
    let (app, uploads) = (Arc::clone(&shared.app), Arc::clone(&shared.uploads));
    let html = shared
        .pools
        .run(Cost::Long, move || {
            let import = imports::read(upload.table, &upload.file, &upload.bytes, lang)?;
            imports::record(&app, &format!("/import {}", upload.file), &import, (&who, lang))?;
            uploads.forget(&id);
            let mut page = ImportPage::new(&app, lang);
            let n = import.records.len();
            page.done = Some(lang.pick(
                format!("已写入 {n} 行（{}）。发布之后，检索和匹配才会用到。", upload.file),
                format!("{n} rows of {} are recorded. Publishing makes them visible.", upload.file),
            ));
            page.waiting = true;
            render(&page)
        })
        .await?;
    Ok(show(spoken, html))
}

/// `POST /import/publish`: builds the next generation and swaps it in.
pub(super) async fn publish(
    State(shared): State<Shared>,
    spoken: Spoken,
    Sent(fields): Sent,
) -> Result<Response<Body>, Rejection> {
    may_import()?;
    sealed(&shared.app, fields.get("seal"))?;
    let (lang, who) = (spoken.lang, Access::current().who().to_owned());
    let app = Arc::clone(&shared.app);
    let html = shared
        .pools
        .run(Cost::Long, move || {
            let mut page = ImportPage::new(&app, lang);
            match published(&app, &who) {
                Ok((id, parks)) => {
                    page.done = Some(lang.pick(
                        format!("已发布数据代 {id}，共 {parks} 个园区。"),
                        format!("Generation {id} is live: {parks} parks."),
                    ));
                }
                Err(error) => {
                    tracing::error!(error = format!("{error:#}"), "cannot publish from the page");
                    let words = lang.pick(
                        "未能发布：原来的数据代照常使用。请运行 parkwise publish 看原因。",
                        "Not published: the generation before goes on serving. Run `parkwise publish` to see why.",
                    );
                    page.fault = Some(words.to_owned());
                }
            }
            render(&page)
        })
        .await?;
    Ok(show(spoken, html))
}

fn published(app: &App, who: &str) -> anyhow::Result<(String, usize)> {
    let mut registry = Registry::open(app.store())?;
    let published =
        app::publish(app.store(), &mut registry, app::Settings::default(), &mut std::io::sink())?;
    audit::note(&registry, who, Deed::Published, &published.generation)?;
    app.refresh()?;
    Ok((published.generation, published.parks))
}
