//! The demo store: a fictional province in a store of its own, and 演示数据 on everything it shows.
//!
//! What a store is stands in its registry: the hash of its bundled layer begins with `demo-`. A command
//! with `--demo` refuses a store of real parks, one without refuses a demo store, and an import refuses
//! rows of the other kind, so that no list, count, peer set or page ever holds both.

use std::io::Write;
use std::path::Path;

use anyhow::Context;
use park_domain::{Record, Table};
use park_registry::{Origin, Registry};
use sha2::{Digest, Sha256};

use crate::app;
use crate::lang::Lang;

/// What the hash of the bundled layer of a demo store begins with.
const MARK: &str = "demo-";

/// Where the demo store is when nothing else is said.
pub const DEFAULT_STORE: &str = "data/demo";

/// The words that go with everything it shows.
pub fn words(lang: Lang) -> &'static str {
    lang.pick(park_demo::WORDS.0, park_demo::WORDS.1)
}

/// Whether a bundled layer of this hash is the demo's.
pub(crate) fn is_demo_hash(hash: Option<&str>) -> bool {
    hash.is_some_and(|h| h.starts_with(MARK))
}

/// Makes sure that a store is the demo store of this binary, and has a live generation.
///
/// # Errors
/// The store holds real parks; it cannot be written.
pub fn prepare(store: &Path, lang: Lang, err: &mut dyn Write) -> anyhow::Result<()> {
    let mut registry = Registry::open(store)
        .with_context(|| format!("cannot open the store {}", store.display()))?;
    let held = registry.bundled_hash()?;
    let rows: u64 = registry.counts()?.iter().map(|c| c.own + c.bundled).sum();
    anyhow::ensure!(
        is_demo_hash(held.as_deref()) || (held.is_none() && rows == 0),
        "{}: {}",
        store.display(),
        lang.pick(
            "这个数据目录存有真实园区，不能用作演示\n提示：去掉 --demo，或用 --data 指定另一个目录",
            "this store holds real parks and is no demo store\nhint: leave out --demo, or name another folder with --data",
        )
    );
    let records = park_demo::records()?;
    let hash = hash(&records);
    if held.as_deref() != Some(hash.as_str()) {
        writeln!(err, "{}: {}", store.display(), words(lang))?;
        let origin =
            Origin { name: "demo (fictional)".to_owned(), at: app::now(), hash: Some(hash) };
        registry.replace_bundled(&origin, &records)?;
        app::publish(store, &mut registry, app::Settings::default(), err)?;
    } else if park_index::generation::live_id(store)?.is_none() {
        app::publish(store, &mut registry, app::Settings::default(), err)?;
    }
    Ok(())
}

/// Refuses a demo store for a command that did not ask for one.
///
/// # Errors
/// The store holds demo data.
pub fn refuse(store: &Path, lang: Lang) -> anyhow::Result<()> {
    if !Registry::exists(store) {
        return Ok(());
    }
    // A store that cannot be read is said by the command itself, in its own words.
    let held = Registry::open_untouched(store).and_then(|r| r.bundled_hash()).ok().flatten();
    anyhow::ensure!(
        !is_demo_hash(held.as_deref()),
        "{}: {}",
        store.display(),
        lang.pick(
            "这个数据目录存的是演示数据，不与真实园区混用\n提示：加上 --demo，或用 --data 指定另一个目录",
            "this store holds demo data, which is never mixed with real parks\nhint: add --demo, or name another folder with --data",
        )
    );
    Ok(())
}

/// The first row that may not go into a store of this kind, in words.
pub fn foreign(records: &[Record], demo: bool, lang: Lang) -> Option<String> {
    let row = records.iter().find(|r| park_demo::is_demo(r) != demo)?;
    let table = row.table();
    let key = row.key().replace('\u{1f}', " · ");
    let table = lang.pick(table.zh(), table.name());
    Some(if demo {
        lang.pick(
            format!("{table} {key}：演示目录只收演示园区（编号以 DEMO 开头）的数据，未导入任何一行"),
            format!("{table} {key}: a demo store takes rows of demo parks only (ids begin with DEMO); nothing was taken in"),
        )
    } else {
        lang.pick(
            format!("{table} {key}：这是演示数据，不与真实园区混用，未导入任何一行"),
            format!(
                "{table} {key}: demo data is never mixed with real parks; nothing was taken in"
            ),
        )
    })
}

/// A JSON object with the field `demo` in front; other texts stay as they are.
pub fn marked(json: &[u8]) -> Vec<u8> {
    let start = json.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(json.len());
    if json.get(start) != Some(&b'{') {
        return json.to_vec();
    }
    let rest = &json[start + 1..];
    let pretty = rest.first() == Some(&b'\n');
    let is_empty = rest.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'}');
    let field = serde_json::to_string(&format!("{}（{}）", park_demo::WORDS.0, park_demo::WORDS.1))
        .unwrap_or_default();
    let mut out = json[..=start].to_vec();
    out.extend_from_slice(if pretty { b"\n  \"demo\": " } else { b"\"demo\":" });
    out.extend_from_slice(field.as_bytes());
    if !is_empty {
        out.push(b',');
    }
    out.extend_from_slice(rest);
    out
}

fn hash(records: &[Record]) -> String {
    let mut sha = Sha256::new();
    for table in Table::ALL {
        let mut csv = Vec::new();
        let rows = records.iter().filter(|r| r.table() == *table);
        // Writing to memory does not fail; a row left out would only change the hash.
        let _ = park_import::write_csv(*table, rows, &mut csv);
        sha.update(&csv);
    }
    let hex: String = sha.finalize().iter().map(|b| format!("{b:02x}")).collect();
    format!("{MARK}{hex}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_object_is_marked_and_stays_json() {
        for text in ["{\"a\":1}", "{}", "{\n  \"a\": {\n    \"b\": 2\n  }\n}", " {\"a\":[]}"] {
            let marked: serde_json::Value =
                serde_json::from_slice(&marked(text.as_bytes())).expect(text);
            let mut plain: serde_json::Value = serde_json::from_str(text).expect(text);
            assert!(marked["demo"].as_str().expect(text).contains("演示数据"));
            plain["demo"] = marked["demo"].clone();
            assert_eq!(marked, plain);
        }
        assert_eq!(marked(b"[1]"), b"[1]");
        assert_eq!(marked(b""), b"");
    }
}
