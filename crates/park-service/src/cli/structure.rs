//! `structure`: measures of any region × industry table, and the audit of printed numbers; no store needed.

use std::io::{Read as _, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use park_structure::{Audited, Claim, Measure, Row, Table, Verdict, measure};

use super::{Exit, Global, Streams, open_text, write_json};
use crate::answer::structure as say;
use crate::lang::Lang;

/// Rows of a measure printed for people; JSON has all of them.
const ROWS_SHOWN: usize = 200;

#[derive(Debug, Args)]
pub(super) struct StructureArgs {
    /// The table, long (region,industry,value) or wide (first column region, one column an industry), as CSV
    #[arg(value_name = "TABLE.csv")]
    table: PathBuf,
    /// A measure, by its name; may be repeated. `docs/structure-measures.md` explains each
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    measure: Vec<String>,
    /// Printed numbers to check: measure,region,other,industry,printed
    #[arg(long, value_name = "CLAIMS.csv")]
    audit: Option<PathBuf>,
}

pub(super) fn run(
    global: &Global,
    args: &StructureArgs,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    let lang = global.lang();
    let measures = measures(&args.measure, args.audit.is_some())?;
    let table = park_structure::read_table(&text(&args.table, lang)?)
        .with_context(|| args.table.display().to_string())?;
    let mut results: Vec<(Measure, Vec<Row>)> = Vec::new();
    for asked in measures {
        let rows = measure(&table, asked).map_err(|rows| {
            anyhow::anyhow!(
                "{}: {} would have {rows} rows, at most {} are written\nhint: split the table",
                args.table.display(),
                asked.name(),
                park_structure::ROWS_MAX
            )
        })?;
        results.push((asked, rows));
    }
    let claims = match &args.audit {
        Some(path) => {
            let claims = park_structure::read_claims(&text(path, lang)?)
                .with_context(|| path.display().to_string())?;
            let audited = park_structure::audit(&table, &claims);
            Some((claims, audited))
        }
        None => None,
    };
    if global.json {
        let audit = claims.as_ref().map(|(c, a)| say::audit(c, a, lang));
        write_json(streams.out, &say::Answer { table: &table, results: &results, audit, lang })?;
    } else {
        print(&table, &results, claims.as_ref(), global, streams.out)?;
    }
    let unread =
        claims.iter().flat_map(|(c, a)| c.iter().zip(a)).filter(|(_, a)| !a.is_understood());
    let mut exit = Exit::Done;
    for (claim, audited) in unread {
        exit = Exit::Problems;
        let words = say::reason(claim, audited, lang);
        let place = lang.pick(format!("第{}行", claim.line), format!("line {}", claim.line));
        writeln!(streams.err, "{}, {place}: {words}", path_of(args))?;
    }
    Ok(exit)
}

fn path_of(args: &StructureArgs) -> String {
    args.audit.as_ref().map(|p| p.display().to_string()).unwrap_or_default()
}

/// The measures asked, each once, in the order of asking.
fn measures(names: &[String], has_audit: bool) -> anyhow::Result<Vec<Measure>> {
    let known = || Measure::ALL.iter().map(|m| m.name()).collect::<Vec<_>>().join(", ");
    anyhow::ensure!(
        has_audit || !names.is_empty(),
        "nothing to do: no measure is named\nhint: --measure NAME (it may be repeated), of {}",
        known()
    );
    let mut out = Vec::new();
    for name in names {
        let found = Measure::of(name).with_context(|| {
            format!("--measure {name}: no measure has this name\nhint: one of {}", known())
        })?;
        if !out.contains(&found) {
            out.push(found);
        }
    }
    Ok(out)
}

/// The text of a file in UTF-8, UTF-16 or GB18030.
fn text(path: &Path, lang: Lang) -> anyhow::Result<String> {
    let most = u64::try_from(park_structure::BYTES_MAX).unwrap_or(u64::MAX);
    let mut text = String::new();
    open_text(path, lang)?
        .take(most + 1)
        .read_to_string(&mut text)
        .with_context(|| format!("cannot read {}", path.display()))?;
    anyhow::ensure!(
        text.len() <= park_structure::BYTES_MAX,
        "{}",
        lang.pick(
            format!("{}：超过 {most} 字节，未读取\n提示：请拆成几张表", path.display()),
            format!("{} has more than {most} bytes\nhint: split the table", path.display()),
        )
    );
    Ok(text)
}

fn print(
    table: &Table,
    results: &[(Measure, Vec<Row>)],
    claims: Option<&(Vec<Claim>, Vec<Audited>)>,
    global: &Global,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let lang = global.lang();
    writeln!(out, "{}", say::about(table, lang))?;
    for (asked, rows) in results {
        writeln!(out, "\n{}  {}", asked.name(), say::title(*asked, lang))?;
        for row in rows.iter().take(ROWS_SHOWN) {
            let value = match row.value {
                Ok(v) => format!("{v:.6}"),
                Err(why) => say::undefined(why, lang),
            };
            writeln!(out, "  {:<40} {value}", say::label(table, row.key))?;
        }
        if rows.len() > ROWS_SHOWN {
            let more = rows.len() - ROWS_SHOWN;
            let words = lang.pick("行未列出，--json 给出全部", "more rows; --json has all");
            writeln!(out, "  … {more} {words}")?;
        }
    }
    let Some((claims, audited)) = claims else { return Ok(()) };
    writeln!(out, "\n{}", lang.pick("核对", "audit"))?;
    for (claim, one) in claims.iter().zip(audited) {
        let verdict = say::verdict_word(one.verdict, lang);
        let names: Vec<&str> = [&claim.region, &claim.other, &claim.industry]
            .into_iter()
            .map(String::as_str)
            .filter(|n| !n.is_empty())
            .collect();
        writeln!(
            out,
            "  {verdict:<10} {} {} = {}  {}",
            claim.measure,
            names.join(" – "),
            claim.printed,
            say::reason(claim, one, lang)
        )?;
    }
    let counted = [Verdict::Recomputes, Verdict::Differs, Verdict::Impossible].map(|verdict| {
        let n = audited.iter().filter(|a| a.verdict == verdict).count();
        format!("{n} {}", say::verdict_word(verdict, lang))
    });
    writeln!(out, "  {}", counted.join(lang.pick("，", ", ")))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn run(table: &str, claims: Option<&str>, more: &[&str]) -> (Exit, String, String) {
        run_in("en", table, claims, more)
    }

    /// Runs the command on a table and claims, with `--data` given and ignored.
    fn run_in(
        lang: &str,
        table: &str,
        claims: Option<&str>,
        more: &[&str],
    ) -> (Exit, String, String) {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name).display().to_string();
        std::fs::write(path("t.csv"), table).unwrap();
        let mut args = vec!["parkwise".to_owned(), "structure".to_owned(), path("t.csv")];
        args.extend(["--data".to_owned(), path("nowhere"), "--lang".to_owned(), lang.to_owned()]);
        if let Some(claims) = claims {
            std::fs::write(path("c.csv"), claims).unwrap();
            args.extend(["--audit".to_owned(), path("c.csv")]);
        }
        args.extend(more.iter().map(|m| (*m).to_owned()));
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut streams = Streams { out: &mut out, err: &mut err };
        let exit = super::super::run(args.into_iter().map(Into::into), &mut streams);
        assert!(!dir.path().join("nowhere").exists(), "no store is made");
        (exit, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }

    #[test]
    fn prints_the_contract_form() {
        let table = "\u{feff}region,industry,value\nA,26,1\nA,39,3\nB,26,\nB,39,1\nC,26,2\n";
        let more =
            ["--json", "--measure", "unido", "--measure", "hhi,proximity", "--measure", "hhi"];
        let (exit, out, _) = run(table, None, &more);
        assert_eq!(exit, Exit::Done);
        let all: Value = serde_json::from_str(&out).unwrap();
        let keys: Vec<&String> = all.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["unido", "hhi", "proximity"]);
        let pairs = all["unido"].as_array().unwrap();
        assert_eq!((&pairs[1]["a"], &pairs[1]["b"]), (&"A".into(), &"C".into()));
        assert!((pairs[1]["value"].as_f64().unwrap() - 0.1_f64.sqrt()).abs() < 1e-15);
        assert_eq!(pairs[0]["undefined"], "a value that it needs is unknown");
        assert_eq!(pairs[0].get("value"), None);
        assert_eq!(all["hhi"][0]["region"], "A");
        assert_eq!(all["proximity"][0]["b"], "39");
    }

    #[test]
    fn audits_in_order() {
        let table = "region,a,b\nX,1,3\nY,1,1\n";
        let claims = "measure,region,other,industry,printed,page\noverlap,Y,X,,0.750,3\n\
                      overlap,X,Y,,0.76,3\noverlap,X,Y,,1.3,4\nlq,X,,b,1.125,5\n";
        let (exit, out, err) = run(table, Some(claims), &["--json"]);
        assert_eq!((exit, err.as_str()), (Exit::Done, ""));
        let all: Value = serde_json::from_str(&out).unwrap();
        let verdicts: Vec<&str> = all["audit"]
            .as_array()
            .unwrap()
            .iter()
            .map(|a| a["verdict"].as_str().unwrap())
            .collect();
        assert_eq!(verdicts, ["recomputes", "differs", "impossible", "recomputes"]);
        assert_eq!(all["audit"][1]["recomputed"], 0.75);
        assert_eq!(all["audit"][1]["tolerance"], 0.005);
        let (exit, _, err) = run(table, Some("measure,region,printed\nhhi,W,0.3\n"), &[]);
        assert_eq!(exit, Exit::Problems);
        assert!(err.contains("line 2: the table has no such region"), "{err}");
    }

    #[test]
    fn speaks_chinese_where_asked() {
        let (table, claims) = ("region,a,b\nX,1,3\nY,1,1\n", "measure,region,printed\nhhi,X,0.2\n");
        let (exit, out, _) = run_in("zh", table, Some(claims), &[]);
        assert_eq!(exit, Exit::Done);
        assert!(out.contains("不可能") && !out.contains("impossible"), "{out}");
        let (exit, _, err) = run_in("zh", table, Some("measure,region,printed\nhhi,W,0.3\n"), &[]);
        assert_eq!(exit, Exit::Problems);
        assert!(err.contains("第2行") && !err.contains("line 2"), "{err}");
    }

    #[test]
    fn reads_tables_in_other_encodings() {
        let table = "地区,行业,数值\n江州,电子,1\n江州,食品,3\n海州,电子,2\n";
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("t.csv").display().to_string();
        // The same in GB18030.
        let gb = b"\xB5\xD8\xC7\xF8,\xD0\xD0\xD2\xB5,\xCA\xFD\xD6\xB5\n\xBD\xAD\xD6\xDD,\xB5\xE7\xD7\xD3,1\n\xBD\xAD\xD6\xDD,\xCA\xB3\xC6\xB7,3\n\xBA\xA3\xD6\xDD,\xB5\xE7\xD7\xD3,2\n".to_vec();
        let utf_16 = table.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let mut answers = Vec::new();
        for bytes in [table.as_bytes().to_vec(), gb, [b"\xFF\xFE", &utf_16[..]].concat()] {
            std::fs::write(&path, bytes).unwrap();
            let args = ["parkwise", "structure", &path, "--measure", "unido", "--json"];
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let mut streams = Streams { out: &mut out, err: &mut err };
            let exit = super::super::run(args.map(Into::into), &mut streams);
            assert_eq!(exit, Exit::Done, "{}", String::from_utf8_lossy(&err));
            answers.push(String::from_utf8(out).unwrap());
        }
        assert!(answers[0].contains("江州"), "{}", answers[0]);
        assert!(answers.iter().all(|a| *a == answers[0]), "{answers:?}");
        std::fs::write(&path, b"\x89PNG\0\x01\x02\x03").unwrap();
        let mut err = Vec::new();
        let mut streams = Streams { out: &mut Vec::new(), err: &mut err };
        let args = ["parkwise", "structure", &path, "--measure", "hhi"];
        super::super::run(args.map(Into::into), &mut streams);
        let err = String::from_utf8(err).unwrap();
        assert!(err.contains("t.csv：文件不是文本") && !err.contains("hint"), "{err}");
    }

    #[test]
    fn says_why_it_could_not() {
        for (table, more, want) in [
            ("region,a\nX,-1\n", &["--measure", "hhi"][..], "line 2: \"-1\""),
            ("region,a\nX,1\n", &["--measure", "krugman"], "no measure has this name"),
            ("region,a\nX,1\n", &[], "no measure is named"),
            ("", &["--measure", "hhi"], "the table is empty"),
        ] {
            let (exit, out, err) = run(table, None, more);
            assert_eq!((exit, out.as_str()), (Exit::CouldNot, ""));
            assert!(err.contains(want) && err.contains("hint:"), "{err}");
        }
    }
}
