//! `policy review`: a place's self-check of a folder of its own documents (text, HTML, CSV).

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;

use super::super::{Exit, Global, Streams, write_json};
use super::words;
use crate::answer::review::{Document, ReviewAnswer, UnreadFile, form, needs_review, review};
use crate::lang::Lang;
use crate::models;

/// Largest document, in bytes.
const DOCUMENT_BYTES_MAX: u64 = 8 * 1024 * 1024;

/// Most documents of a folder.
const DOCUMENTS_MAX: usize = 500;

/// Deepest folder below the one that is named.
const DEPTH_MAX: usize = 8;

/// Name of the result.
const ANSWER: &str = "review.json";

/// Name of the filled form.
const FORM: &str = "公平竞争审查表草稿.docx";

#[derive(Debug, Args)]
pub(in crate::cli) struct ReviewArgs {
    /// A folder of documents (.txt, .md, .html, .csv), or one of them
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// Where the result (review.json) and the filled draft of the review form (DOCX) are written
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(
    global: &Global,
    args: &ReviewArgs,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    let lang = global.lang();
    let (mut documents, mut unread) = (Vec::new(), Vec::new());
    for file in files(&args.folder, lang)? {
        let name = file.strip_prefix(&args.folder).unwrap_or(&file).display().to_string();
        let name = if name.is_empty() { file.display().to_string() } else { name };
        match document(&file, &name, lang) {
            Ok(document) => documents.push(document),
            Err(why) => unread.push(UnreadFile { file: name, why: format!("{why:#}") }),
        }
    }
    anyhow::ensure!(
        !documents.is_empty() || !unread.is_empty(),
        lang.pick(
            format!("{}：没有 .txt、.md、.html 或 .csv 文件", args.folder.display()),
            format!("{}: no .txt, .md, .html or .csv file", args.folder.display()),
        )
    );
    let answer = review(models::policy(), &documents, unread, lang);
    if let Some(out) = &args.out {
        write(out, &answer)?;
        writeln!(streams.err, "{}", out.join(FORM).display())?;
    }
    if global.json {
        write_json(streams.out, &answer)?;
    } else {
        print(&answer, lang, streams)?;
    }
    let clean = !needs_review(&answer) && answer.unread.is_empty();
    Ok(if clean { Exit::Done } else { Exit::Problems })
}

fn write(out: &Path, answer: &ReviewAnswer) -> anyhow::Result<()> {
    std::fs::create_dir_all(out)
        .with_context(|| format!("cannot make the folder {}", out.display()))?;
    let put = |name: &str, bytes: &[u8]| {
        let path = out.join(name);
        std::fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))
    };
    put(FORM, &park_report::document::docx(&form(answer))?)?;
    put(ANSWER, &serde_json::to_vec_pretty(answer)?)
}

/// The documents of a folder in the order of their paths.
fn files(folder: &Path, lang: Lang) -> anyhow::Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    if folder.is_file() {
        return Ok(vec![folder.to_owned()]);
    }
    let mut open = vec![(folder.to_owned(), 0)];
    while let Some((dir, depth)) = open.pop() {
        let entries = std::fs::read_dir(&dir).with_context(|| {
            lang.pick(
                format!("读不到文件夹 {}", dir.display()),
                format!("cannot read the folder {}", dir.display()),
            )
        })?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() && depth < DEPTH_MAX && !path.is_symlink() {
                open.push((path, depth + 1));
            } else if !path.is_dir() && !is_ours_or_hidden(&path) {
                // Also what cannot be read: a document that was not checked must be said.
                out.push(path);
            }
            anyhow::ensure!(
                out.len() <= DOCUMENTS_MAX,
                lang.pick(
                    format!(
                        "{}：超过 {DOCUMENTS_MAX} 个文件\nhint: 请分文件夹自查",
                        folder.display()
                    ),
                    format!(
                        "{}: more than {DOCUMENTS_MAX} documents\nhint: split the folder",
                        folder.display()
                    ),
                )
            );
        }
    }
    out.sort();
    Ok(out)
}

/// Hidden files, and what an earlier review wrote into the folder.
fn is_ours_or_hidden(path: &Path) -> bool {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    name.starts_with(['.', '~']) || name == ANSWER || name == FORM
}

#[derive(Clone, Copy)]
enum Kind {
    Text,
    Html,
    Csv,
}

fn kind(path: &Path) -> Option<Kind> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "txt" | "md" => Some(Kind::Text),
        "html" | "htm" => Some(Kind::Html),
        "csv" => Some(Kind::Csv),
        _ => None,
    }
}

fn document(path: &Path, name: &str, lang: Lang) -> anyhow::Result<Document> {
    let size = std::fs::metadata(path)?.len();
    anyhow::ensure!(
        size <= DOCUMENT_BYTES_MAX,
        lang.pick(
            format!("{size} 字节，超过 {DOCUMENT_BYTES_MAX} 字节"),
            format!("{size} bytes, more than {DOCUMENT_BYTES_MAX}"),
        )
    );
    match kind(path) {
        Some(Kind::Csv) => rows(path, name, lang),
        Some(Kind::Html) => Ok(Document::of_text(name.to_owned(), &from_html(&text(path, lang)?))),
        Some(Kind::Text) => Ok(Document::of_text(name.to_owned(), &text(path, lang)?)),
        None => anyhow::bail!(lang.pick(
            "格式不支持；请另存为 .txt、.md、.html 或 .csv",
            "this format is not read; save it as .txt, .md, .html or .csv",
        )),
    }
}

fn text(path: &Path, lang: Lang) -> anyhow::Result<String> {
    let bytes = std::fs::read(path)?;
    park_import::text_of(&bytes).map_err(|why| {
        anyhow::anyhow!(
            lang.pick(format!("不是可读的文字：{why}"), format!("no readable text: {why}"))
        )
    })
}

/// The column `text` of a table, a clause a row.
fn rows(path: &Path, name: &str, lang: Lang) -> anyhow::Result<Document> {
    let (mut cuts, mut line) = (Vec::new(), 1);
    super::batches(path, lang, |batch| {
        for clause in batch {
            line += 1;
            if !clause.text.trim().is_empty() && cuts.len() < park_policy::cut::CLAUSES_MAX {
                let text = clause.text.trim().to_owned();
                cuts.push(park_policy::cut::Cut {
                    number: String::new(),
                    line,
                    under: Vec::new(),
                    text,
                });
            }
        }
        Ok(())
    })?;
    let cut_off = cuts.len() >= park_policy::cut::CLAUSES_MAX;
    Ok(Document { file: name.to_owned(), title: name.to_owned(), cuts, cut_off })
}

/// The words of a page: tags that end a line end one, scripts and styles are left out.
fn from_html(page: &str) -> String {
    const LINES: &[&str] =
        &["p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "td", "title", "section", "table"];
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let tag = &rest[open + 1..];
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        let mut after = tag.find('>').map_or("", |close| &tag[close + 1..]);
        if tag.starts_with("!--") {
            after = tag.find("-->").map_or("", |close| &tag[close + 3..]);
        } else if matches!(name.as_str(), "script" | "style") && !tag.starts_with('/') {
            let end = format!("</{name}");
            // ASCII letters only, so places are the same in lower case.
            after = after.to_ascii_lowercase().find(&end).map_or("", |at| &after[at..]);
        } else if LINES.contains(&name.as_str()) {
            out.push('\n');
        }
        rest = after;
    }
    out.push_str(rest);
    out.replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

fn print(answer: &ReviewAnswer, lang: Lang, streams: &mut Streams<'_>) -> anyhow::Result<()> {
    let colon = lang.pick("：", ": ");
    for document in &answer.documents {
        let n = document.clauses;
        let told = lang.pick(format!("{n} 条"), format!("{n} clauses"));
        writeln!(streams.out, "{} {} · {told}", document.file, document.title)?;
        if document.cut_off {
            let more =
                lang.pick("条款过多，其余未查", "too many clauses, the rest was not checked");
            writeln!(streams.out, "  {more}")?;
        }
        for clause in &document.findings {
            let at = lang.pick(format!("第 {} 行", clause.line), format!("line {}", clause.line));
            let level = words::level(clause.screen, lang);
            writeln!(streams.out, "  {} {at} · {level}\n    {}", clause.number, clause.text)?;
            for f in &clause.findings {
                writeln!(streams.out, "    {} “{}” {}", f.rule, f.words, f.article)?;
                writeln!(streams.out, "      {}{colon}{}", lang.pick("改法", "cure"), f.cure)?;
            }
            let proposal = lang.pick("建议表述", "open wording");
            writeln!(streams.out, "    {proposal}{colon}{}", clause.open_wording)?;
        }
    }
    for file in &answer.unread {
        writeln!(streams.err, "{}{colon}{}", file.file, file.why)?;
    }
    let (n, likely, possible) = (answer.clauses, answer.likely, answer.possible);
    let sum = lang.pick(
        format!("共 {n} 条：建议核查 {likely} 条，可能需核查 {possible} 条"),
        format!("{n} clauses: {likely} need review, {possible} may need review"),
    );
    writeln!(streams.out, "{sum}\n{}\n{}", answer.note, answer.edition)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_gives_its_words_line_by_line() {
        let page = "<html><style>p{x}</style><body><p>第一条&nbsp;甲</p><!-- 乙 --><script>if(a<b)</script><div>第二条 丙</div>";
        let text = from_html(page);
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
        assert_eq!(lines, ["第一条 甲", "第二条 丙"]);
        assert_eq!(from_html("a < b"), "a ");
    }
}
