//! From the store's records to a live generation.

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use flate2::{Compression, GzBuilder};
use park_domain::{Dataset, PartialDate, Record};
use park_index::generation;
use park_registry::{Hold, Registry, WAIT_MAX, Work};
use serde::Serialize;

use super::check::check;
use super::documents::documents;
use super::now;
use crate::{lang, models, progress};

/// What was published.
#[derive(Debug, Clone, Serialize)]
pub struct Published {
    /// Id of the generation, live now.
    pub generation: String,
    /// Parks in it.
    pub parks: usize,
    /// Rows in it.
    pub rows: usize,
    /// The date to which ages and validity count.
    pub as_of: String,
}

/// How to publish.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// The date to which ages and validity count; the newest `as_of` of the store when left out.
    pub as_of: Option<PartialDate>,
    /// Generations kept, the live one among them.
    pub keep: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { as_of: None, keep: generation::KEEP }
    }
}

/// Builds the next generation beside the live one, asks it sample questions and swaps it in. One publish
/// runs at a time in a store; a second one waits, or says who is at it.
///
/// # Errors
/// An empty store, records that cannot be read, a folder that cannot be written, a failed check, another
/// process that publishes all the while.
pub fn publish(
    store: &Path,
    registry: &mut Registry,
    settings: Settings,
    err: &mut dyn Write,
) -> anyhow::Result<Published> {
    let started = Instant::now();
    // Before the records are read: of two publishes the later must not go live with older rows.
    let _hold = registry.hold(Work::Publish, &doing("publish"))?;
    tracing::trace!(target: "parkwise::stage", "publish");
    let step = progress::step("正在发布新一代数据", "publishing a generation");
    let (dataset, files) = read(registry)?;
    anyhow::ensure!(
        !dataset.parks.is_empty(),
        lang::spoken().pick(
            "数据仓里没有园区\n提示：先导入含 `parks` 表的数据集，再发布；自带的园区由空数据仓上的第一次 `parkwise match`、`search` 或 `serve` 准备",
            "the store holds no park\nhint: import a dataset with a table `parks`, then publish; the bundled parks are prepared by the first `parkwise match`, `search` or `serve` on an empty store",
        )
    );
    let as_of = settings.as_of.or_else(|| dataset.newest_as_of()).unwrap_or(
        // A store without any date is as old as its oldest possible row.
        PartialDate::new(1900, None, None).ok_or_else(|| anyhow::anyhow!("1900 is a year"))?,
    );
    let texts = documents(&dataset, models::reader());
    let rows = dataset.row_counts();
    let total: usize = rows.iter().map(|(_, n)| n).sum();
    let parks = dataset.parks.len();
    // The check below opens what was written, so that both need not be in memory.
    drop(dataset);
    let manifest = generation::publish(
        store,
        &generation::Payload {
            created_at: now(),
            as_of: Some(as_of.to_string()),
            counts: rows.into_iter().map(|(t, n)| (t.name().to_owned(), n as u64)).collect(),
            files,
            documents: &texts,
        },
        settings.keep,
        &check,
    )?;
    drop(step);
    let seconds = started.elapsed().as_secs_f64();
    tracing::info!(generation.id = %manifest.id, parks.count = parks, duration_ms = seconds * 1e3, "published");
    let id = &manifest.id;
    let words = lang::spoken().pick(
        format!("已发布数据代 {id}：{parks} 个园区，{total} 行，用时 {seconds:.1} 秒"),
        format!("published generation {id}: {parks} parks, {total} rows, {seconds:.1} s"),
    );
    writeln!(err, "{words}")?;
    Ok(Published { generation: manifest.id, parks, rows: total, as_of: as_of.to_string() })
}

/// Goes back, or forward, to a generation that is there.
///
/// # Errors
/// There is none of this id, it is refused, or another process publishes.
pub fn rollback(store: &Path, id: &str) -> anyhow::Result<()> {
    let _hold = Hold::take(store, Work::Publish, &doing("rollback"), WAIT_MAX)?;
    tracing::trace!(target: "parkwise::stage", "rollback");
    generation::rollback(store, id)?;
    Ok(())
}

fn doing(what: &str) -> String {
    format!("{what}, since {}", now())
}

/// The store as typed rows, and each table that has rows as `NAME.csv.gz`. One table is in memory as
/// records at a time.
fn read(registry: &Registry) -> anyhow::Result<(Dataset, Vec<generation::PayloadFile>)> {
    let mut dataset = Dataset::default();
    let mut files = Vec::new();
    let mut held: Vec<Record> = Vec::new();
    let mut failed = None;
    registry.read_each(|record| {
        // Records come by table and key, which is the order that the dataset keeps.
        dataset.push(&record);
        if held.last().is_some_and(|last| last.table() != record.table()) {
            failed = failed.take().or(write(&mut held, &mut files).err());
        }
        held.push(record);
    })?;
    write(&mut held, &mut files)?;
    match failed {
        Some(error) => Err(error),
        None => Ok((dataset, files)),
    }
}

/// The rows of one table as a file, without a time in the head so that equal rows give equal bytes.
fn write(held: &mut Vec<Record>, files: &mut Vec<generation::PayloadFile>) -> anyhow::Result<()> {
    let Some(table) = held.first().map(Record::table) else { return Ok(()) };
    let mut gz = GzBuilder::new().mtime(0).write(Vec::new(), Compression::fast());
    park_import::write_csv(table, held.iter(), &mut gz)?;
    let name = format!("{}.csv.gz", table.name());
    files.push(generation::PayloadFile { name, bytes: gz.finish()? });
    held.clear();
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use park_domain::Table;
    use park_registry::Origin;

    use super::*;

    #[test]
    fn publishers_take_turns_and_none_is_lost() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut cells = vec![None; Table::Parks.columns().len()];
        for (name, value) in [("park_id", "X1"), ("name", "甲园"), ("as_of", "2025")] {
            cells[Table::Parks.column(name).expect("a column")] = Some(value);
        }
        let park = Record::check(Table::Parks, &cells).expect("a park");
        let origin = Origin { name: "t".to_owned(), at: now(), hash: None };
        let mut first = Registry::open(dir.path()).expect("a store");
        first.record(&origin, &[park]).expect("recorded");
        let settings = Settings { keep: 9, ..Settings::default() };
        let start = std::sync::Barrier::new(3);
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    let mut registry = Registry::open(dir.path()).expect("a store");
                    start.wait();
                    publish(dir.path(), &mut registry, settings, &mut std::io::sink())
                        .expect("published in turn");
                });
            }
        });
        let listed = generation::list(dir.path()).expect("listed");
        let numbers: Vec<&str> = listed.iter().map(|g| &g.id[..6]).collect();
        assert_eq!(numbers, ["000001", "000002", "000003"]);
        assert!(listed.iter().all(|g| g.manifest.is_ok()) && listed[2].live);
    }

    #[test]
    fn a_second_publish_waits_or_says_who_holds_the_store() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut registry =
            Registry::open(dir.path()).expect("a store").waiting_at_most(Duration::ZERO);
        let mut cells = vec![None; Table::Parks.columns().len()];
        for (name, value) in [("park_id", "X1"), ("name", "甲园"), ("as_of", "2025")] {
            cells[Table::Parks.column(name).expect("a column")] = Some(value);
        }
        let park = Record::check(Table::Parks, &cells).expect("a park");
        let origin = Origin { name: "t".to_owned(), at: now(), hash: None };
        registry.record(&origin, &[park]).expect("recorded");
        let hold = Hold::take(dir.path(), Work::Publish, "the first", Duration::ZERO);
        let hold = hold.expect("nobody else publishes");
        let refused = publish(dir.path(), &mut registry, Settings::default(), &mut std::io::sink());
        let words = refused.expect_err("held").to_string();
        assert!(words.contains("the store is held by") && words.contains("the first"), "{words}");
        drop(hold);
        let published =
            publish(dir.path(), &mut registry, Settings::default(), &mut std::io::sink());
        assert_eq!(published.expect("published").parks, 1);
    }
}
