//! `POST /v1/imports`: rows of one table, from this machine only.

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, FromRequest, Request, State};
use axum::http::StatusCode;
use park_domain::{Interner, Table};
use park_import::{FileSummary, Import};
use park_registry::{Origin, Registry, RegistryError};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::access::Access;
use super::answer::Answer;
use super::pools::Cost;
use super::problem::plain;
use super::query::{Query, word};
use super::wire::Peer;
use super::{Shared, body, guard};
use crate::app::App;
use crate::audit::{self, Deed};
use crate::lang::Lang;
use crate::rejection::{ErrorCode, InputError, Rejection};
use crate::{app, bundled};

/// Origin of the rows in the store's history.
const ORIGIN: &str = "POST /v1/imports";

/// Table and mode.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// Name of the table, for example parks.
    #[param(example = "parks")]
    table: String,
    /// Read and check, but change nothing.
    #[param(default = false)]
    dry_run: Option<bool>,
    /// Take nothing in when there is any problem.
    #[param(default = false)]
    strict: Option<bool>,
}

/// What became of the rows.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportAnswer {
    /// Rows that were read.
    rows: u64,
    /// Rows that are sound.
    accepted: usize,
    /// Whether they are in the store now; `parkwise publish` makes them visible.
    recorded: bool,
    /// Problems, listed or not.
    problems_total: u64,
    /// Problems; the first thousand.
    problems: Vec<ProblemRow>,
    /// How values were read, and what was left out.
    notes: Vec<String>,
    /// The files, one by one.
    files: Vec<FileRow>,
}

/// What became of one file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FileRow {
    /// File.
    file: String,
    /// Sheet of a workbook.
    sheet: Option<String>,
    /// Its table.
    table: Option<&'static str>,
    /// Rows below the header that hold anything: those accepted, left out and passed over.
    rows: u64,
    /// Rows that are sound.
    accepted: u64,
    /// Rows with a fault.
    left_out: u64,
    /// Totals, headings and second headers.
    passed_over: u64,
    /// Problems of this file.
    problems: u64,
}

/// A value that was not taken in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProblemRow {
    /// File.
    file: String,
    /// Sheet of a workbook.
    sheet: Option<String>,
    /// Row, counted as a spreadsheet does; none for the whole file.
    row: Option<u64>,
    /// Column, as the header names it.
    column: Option<String>,
    /// Cell, as a spreadsheet names it, for example F17.
    cell: Option<String>,
    /// The value found.
    value: String,
    /// The rule it breaks.
    rule: String,
    /// The way out.
    hint: Option<String>,
}

impl ImportAnswer {
    /// The serialisable form of an import, in words of this language.
    pub(crate) fn of(import: &Import, recorded: bool, lang: Lang) -> Self {
        Self {
            rows: import.files.iter().map(|f| f.rows).sum(),
            accepted: import.records.len(),
            recorded,
            problems_total: import.problems_total,
            problems: import.problems.iter().map(|p| ProblemRow::of(p, lang)).collect(),
            notes: import.notes.iter().map(|note| said(note, lang)).collect(),
            files: import.files.iter().map(FileRow::of).collect(),
        }
    }
}

impl ProblemRow {
    fn of(problem: &park_domain::Problem, lang: Lang) -> Self {
        Self {
            file: problem.file.clone(),
            sheet: problem.sheet.clone(),
            row: problem.row,
            column: problem.column.clone(),
            cell: problem.cell.clone(),
            value: problem.fault.found.clone(),
            rule: said(&problem.fault.rule, lang),
            hint: problem.fault.hint.as_deref().map(|hint| said(hint, lang)),
        }
    }
}

impl FileRow {
    fn of(file: &FileSummary) -> Self {
        Self {
            file: file.file.clone(),
            sheet: file.sheet.clone(),
            table: file.table.map(Table::name),
            rows: file.rows,
            accepted: file.accepted,
            left_out: file.left_out,
            passed_over: file.passed_over,
            problems: file.problems,
        }
    }
}

/// A rule, a hint or a note of an import in this language.
pub(crate) fn said(words: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => park_import::chinese(words).into_owned(),
        Lang::En => words.to_owned(),
    }
}

/// A file that cannot be read as a whole is an error, not a table with problems.
fn whole(import: &Import, lang: Lang) -> Result<(), Rejection> {
    if !import.files.iter().any(|f| f.refused) {
        return Ok(());
    }
    let errors: Vec<InputError> = import
        .problems
        .iter()
        .map(|p| InputError {
            pointer: p.column.clone().unwrap_or_default(),
            found: p.fault.found.clone(),
            rule: said(&p.fault.rule, lang),
            hint: p.fault.hint.as_deref().map(|hint| said(hint, lang)),
        })
        .collect();
    let detail = errors.first().map(|e| e.rule.clone()).unwrap_or_default();
    Err(Rejection { status: 422, code: ErrorCode::InvalidInput, detail, errors })
}

/// Reads a file that somebody sent: its rows are doubted, unlike those of files that we wrote ourselves.
///
/// # Errors
/// 422 when it cannot be read as a whole.
pub(super) fn read(
    table: Option<Table>,
    file: &str,
    bytes: &[u8],
    lang: Lang,
) -> Result<Import, Rejection> {
    let regions = bundled::regions();
    let mut interner = Interner::default();
    let import = park_import::import_upload(table, file, bytes, Some(&regions), &mut interner);
    whole(&import, lang)?;
    Ok(import)
}

/// Takes the sound rows into the store, and writes down who did it.
///
/// # Errors
/// 422 for rows of a demo in a real store and the other way round; 500 when the store cannot be written.
pub(super) fn record(
    app: &App,
    origin: &str,
    import: &Import,
    (who, lang): (&str, Lang),
) -> Result<(), Rejection> {
    // Rows of a demo and real ones never meet in one store.
    if let Some(why) = crate::demo::foreign(&import.records, app.live().is_demo(), lang) {
        return Err(Rejection::new(422, ErrorCode::InvalidInput, why));
    }
    let files: Vec<_> = app::files_of(import)
        .into_iter()
        .map(|(table, file)| (table, format!("{origin}: {file}")))
        .collect();
    let origin = Origin { name: origin.to_owned(), at: app::now(), hash: None };
    let what = format!("{}: {} rows", origin.name, import.records.len());
    Registry::open(app.store())
        .and_then(|mut store| {
            store.record_from(&origin, &import.records, &files)?;
            audit::note(&store, who, Deed::Imported, &what)
        })
        .map_err(|error| not_recorded(&error))
}

/// Who holds the store is told, so that the client comes again; the rest is ours to look into.
fn not_recorded(error: &RegistryError) -> Rejection {
    tracing::error!(%error, "an import cannot be recorded");
    if matches!(error, RegistryError::Held { .. } | RegistryError::Locked(_)) {
        plain(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Overloaded)
    } else {
        plain(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal)
    }
}

/// A file as a body: what it is by its media type, and its bytes.
pub(super) struct Sent {
    /// How the name of such a file ends.
    ending: &'static str,
    bytes: Bytes,
}

/// Media types that are read, with the ending that stands for each.
const KINDS: [(&str, &str); 4] = [
    ("text/csv", "csv"),
    ("application/x-ndjson", "jsonl"),
    ("application/jsonl", "jsonl"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
];

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Rejection;

    async fn from_request(request: Request, _: &S) -> Result<Self, Rejection> {
        let (parts, content) = request.into_parts();
        // The importer finds out the encoding by itself, so the charset does not matter here.
        let kind = parts.headers.get("content-type").and_then(|v| v.to_str().ok()).unwrap_or("");
        let kind = kind.split(';').next().unwrap_or("").trim();
        let known = KINDS.iter().find(|(name, _)| kind.eq_ignore_ascii_case(name));
        let lang = super::lang::of(&parts.headers);
        let unsupported = || {
            let all = KINDS.map(|(name, _)| name).join(lang.pick("、", ", "));
            let sentence = lang.pick(
                format!("请求体须为下列类型之一，不压缩：{all}"),
                format!("the body must be one of these, not compressed: {all}"),
            );
            Rejection::new(415, ErrorCode::UnsupportedMediaType, sentence)
        };
        let Some((_, ending)) = known.filter(|_| !body::is_encoded(&parts.headers)) else {
            return Err(unsupported());
        };
        let bytes = body::read(&parts.headers, content).await?;
        // The importer unpacks gzip too; from outside that would turn 2 MiB into gigabytes. A workbook has a
        // guard of its own, so it is one only where it says so.
        let packed: [&[u8]; 3] = [&[0x1f, 0x8b], b"PK\x03\x04", b"PK\x05\x06"];
        let is_packed = packed.iter().any(|start| bytes.starts_with(start));
        if is_packed && (*ending != "xlsx" || bytes.starts_with(packed[0])) {
            return Err(unsupported());
        }
        Ok(Self { ending, bytes })
    }
}

/// Takes rows of one table into the store, and answers the problems.
#[utoipa::path(post, path = "/v1/imports", operation_id = "importRows", tag = "imports", params(Asked),
    request_body(content((String = "text/csv"), (String = "application/x-ndjson"), (String = "application/jsonl"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
        description = "The table as CSV with its header row, English or Chinese, in UTF-8, UTF-16 or GB18030; as JSON Lines; or as a workbook"),
    responses(
        (status = 200, description = "Rows taken in, and problems", body = ImportAnswer),
        (status = 422, description = "The file cannot be read as a whole", body = super::Problem,
            content_type = "application/problem+json")))]
pub(super) async fn import(
    State(shared): State<Shared>,
    lang: Lang,
    Query(asked): Query<Asked>,
    peer: Option<Extension<ConnectInfo<Peer>>>,
    sent: Sent,
) -> Result<Answer, Rejection> {
    // An admin key may import from elsewhere; other keys do not get as far as here.
    if !Access::current().may_import() {
        guard::loopback_only(peer.as_ref().map(|Extension(ConnectInfo(p))| p))?;
    }
    let table = word("table", Some(&asked.table), Table::ALL, Table::name, lang)?
        .ok_or_else(|| plain(StatusCode::BAD_REQUEST, ErrorCode::InvalidInput))?;
    let (dry_run, strict) = (asked.dry_run.unwrap_or(false), asked.strict.unwrap_or(false));
    let (app, who) = (shared.app.clone(), Access::current().who().to_owned());
    shared
        .pools
        .run(Cost::Long, move || {
            let import =
                read(Some(table), &format!("{}.{}", table.name(), sent.ending), &sent.bytes, lang)?;
            if let Some(why) = crate::demo::foreign(&import.records, app.live().is_demo(), lang) {
                return Err(Rejection::new(422, ErrorCode::InvalidInput, why));
            }
            let refused = strict && import.problems_total > 0;
            let is_recorded = !(dry_run || refused || import.records.is_empty());
            if is_recorded {
                record(&app, ORIGIN, &import, (&who, lang))?;
            }
            Answer::json(&ImportAnswer::of(&import, is_recorded, lang))
        })
        .await
}
