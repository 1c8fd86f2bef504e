//! From the store's records to a live generation.

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use flate2::{Compression, GzBuilder};
use park_domain::{Dataset, PartialDate, Record, Table};
use park_index::generation;
use park_registry::{Registry, Work};
use serde::Serialize;

use super::documents::documents;
use super::now;
use crate::models;
use crate::progress;

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

/// Builds the next generation beside the live one and swaps it in.
///
/// # Errors
/// An empty store, records that cannot be read, a folder that cannot be written, a failed check, another
/// process that publishes all the while.
pub fn publish(
    store: &Path,
    registry: &mut Registry,
    as_of: Option<PartialDate>,
    err: &mut dyn Write,
) -> anyhow::Result<Published> {
    let started = Instant::now();
    // Before the records are read: of two publishes the later must not go live with older rows.
    let _hold = registry.hold(Work::Publish, "publishing a generation")?;
    let step = progress::step("正在发布新一代数据", "publishing a generation");
    let records = registry.read()?;
    let dataset = Dataset::from_records(&records);
    anyhow::ensure!(
        !dataset.parks.is_empty(),
        "the store holds no park\nhint: import a dataset with a table `parks`, then publish"
    );
    let as_of = as_of.or_else(|| dataset.newest_as_of()).unwrap_or(
        // A store without any date is as old as its oldest possible row.
        PartialDate::new(1900, None, None).ok_or_else(|| anyhow::anyhow!("1900 is a year"))?,
    );
    let texts = documents(&dataset, models::reader());
    let counts =
        dataset.row_counts().into_iter().map(|(t, n)| (t.name().to_owned(), n as u64)).collect();
    let files = tables(&records)?;
    let manifest = generation::publish(
        store,
        &generation::Payload {
            created_at: now(),
            as_of: Some(as_of.to_string()),
            counts,
            files,
            documents: &texts,
        },
        generation::KEEP,
        &|_, _| Ok(()),
    )?;
    drop(step);
    tracing::info!(generation.id = %manifest.id, parks.count = dataset.parks.len(), duration_ms = started.elapsed().as_secs_f64() * 1e3, "published");
    writeln!(
        err,
        "published generation {}: {} parks, {} rows, {:.1} s",
        manifest.id,
        dataset.parks.len(),
        records.len(),
        started.elapsed().as_secs_f64()
    )?;
    Ok(Published {
        generation: manifest.id,
        parks: dataset.parks.len(),
        rows: records.len(),
        as_of: as_of.to_string(),
    })
}

/// Each table that has rows as `NAME.csv.gz`, without a time in the head so that equal rows give equal bytes.
fn tables(records: &[Record]) -> anyhow::Result<Vec<generation::PayloadFile>> {
    let mut files = Vec::new();
    for table in Table::ALL {
        let mut rows = records.iter().filter(|r| r.table() == *table).peekable();
        if rows.peek().is_none() {
            continue;
        }
        let mut gz = GzBuilder::new().mtime(0).write(Vec::new(), Compression::fast());
        park_import::write_csv(*table, rows, &mut gz)?;
        files.push(generation::PayloadFile {
            name: format!("{}.csv.gz", table.name()),
            bytes: gz.finish()?,
        });
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use park_registry::{Hold, Origin};

    use super::*;

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
        let refused = publish(dir.path(), &mut registry, None, &mut std::io::sink());
        let words = refused.expect_err("held").to_string();
        assert!(words.contains("the store is held by") && words.contains("the first"), "{words}");
        drop(hold);
        let published = publish(dir.path(), &mut registry, None, &mut std::io::sink());
        assert_eq!(published.expect("published").parks, 1);
    }
}
