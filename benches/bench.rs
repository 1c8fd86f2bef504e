//! What the product must be quick at, beside a peer in the same run.
//!
//! Measured: a match with its reasons, near misses and rank range at the real size and at 100,000 parks resampled
//! from the real ones; the same filter and score as one SQL statement on SQLite, which computes the score alone over
//! columns laid out beforehand; search; reading scopes; opening and publishing the real set.
//! Not measured: HTTP, the network, a cold disk. Compare ratios: machines are noisy.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use park_domain::{Dataset, ParkId, PartialDate};
use park_features::Features;
use park_matching::{Catalog, Profile, ProfileDraft, Settings, rank};
use park_service::answer::search;
use park_service::app::{App, Live};
use park_service::lang::Lang;
use park_service::models;
use rusqlite::{Connection, Statement};

/// Parks of the large set.
const LARGE: usize = 100_000;

/// Scopes read in one round.
const SCOPES: usize = 1_000;

fn real() -> (tempfile::TempDir, Arc<Live>) {
    let dir = tempfile::tempdir().expect("a folder for the store");
    let app = App::open(dir.path(), &mut std::io::sink()).expect("the bundled set is sound");
    let live = app.live();
    (dir, live)
}

/// The real parks again and again under new ids, each with all its rows.
fn resampled(real: &Dataset, parks: usize) -> Dataset {
    let mut large =
        Dataset { bases: real.bases.clone(), regions: real.regions.clone(), ..Dataset::default() };
    let renamed = |id: &ParkId, round: usize| ParkId::from(format!("{id}~{round:03}").as_str());
    for round in 0..parks.div_ceil(real.parks.len()) {
        let left = parks - large.parks.len();
        for park in real.parks.iter().take(left) {
            let mut copy = park.clone();
            copy.id = renamed(&park.id, round);
            copy.parent_id = None;
            large.parks.push(copy);
        }
        macro_rules! copy {
            ($($table:ident),+) => {$(
                for row in &real.$table {
                    let mut copy = row.clone();
                    copy.park_id = renamed(&row.park_id, round);
                    large.$table.push(copy);
                }
            )+};
        }
        copy!(positioning, structure, activities, utilities, plots);
    }
    large.parks.sort_by(|a, b| a.id.cmp(&b.id));
    large.structure.sort_by(|a, b| a.park_id.cmp(&b.park_id));
    large.activities.sort_by(|a, b| a.park_id.cmp(&b.park_id));
    large
}

fn catalog(dataset: &Dataset, as_of: PartialDate) -> Catalog {
    let matching = models::matching();
    let features = Features::build(dataset, models::reader(), as_of, &matching.features());
    Catalog::build(dataset, features, models::reader(), matching)
}

fn profile(catalog: &Catalog) -> Profile {
    let draft = ProfileDraft {
        industry_text: Some("磷酸铁锂正极材料".to_owned()),
        regions: vec!["32".to_owned(), "33".to_owned(), "34".to_owned()],
        ..ProfileDraft::default()
    };
    Profile::check(draft, models::reader(), catalog).expect("the profile is valid")
}

/// Fits of the criteria as columns, so that SQLite has only to filter, weigh, sum and sort.
fn sqlite(n_parks: usize) -> Connection {
    let db = Connection::open_in_memory().expect("memory");
    db.execute_batch(
        "CREATE TABLE fit(id TEXT PRIMARY KEY, region TEXT, c0 REAL, c1 REAL, c2 REAL, c3 REAL, c4 REAL, c5 REAL);",
    )
    .expect("the statement is valid");
    let insert = "INSERT INTO fit VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let change = db.unchecked_transaction().expect("memory");
    {
        let mut statement = change.prepare(insert).expect("the statement is valid");
        let mut state = 1_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            f64::from(u32::try_from(state >> 33).unwrap_or(0)) / f64::from(u32::MAX >> 1)
        };
        for i in 0..n_parks {
            let region = format!("{:02}0100", 11 + i % 50);
            statement
                .execute(rusqlite::params![
                    format!("P{i:06}"),
                    region,
                    next(),
                    next(),
                    next(),
                    next(),
                    next(),
                    next()
                ])
                .expect("the row is valid");
        }
    }
    change.commit().expect("memory");
    db
}

const SCORE_SQL: &str = "SELECT id, 0.4*c0 + 0.2*c1 + 0.1*c2 + 0.1*c3 + 0.1*c4 + 0.1*c5 AS score FROM fit \
     WHERE substr(region, 1, 2) IN ('32', '33', '34') ORDER BY score DESC, id LIMIT 10";

fn score_in_sql(statement: &mut Statement<'_>) -> Vec<(String, f64)> {
    let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)));
    rows.expect("the rows are there").flatten().collect()
}

fn benches(c: &mut Criterion) {
    let (_dir, live) = real();
    let real_size = live.catalog().len();
    let small_profile = profile(live.catalog());
    let large = catalog(&resampled(live.dataset(), LARGE), live.as_of);
    let large_profile = profile(&large);
    let settings = Settings::default();

    c.bench_function(&format!("match/{real_size}"), |b| {
        b.iter(|| black_box(rank(live.catalog(), &small_profile, &settings)));
    });
    c.bench_function(&format!("match/{LARGE}"), |b| {
        b.iter(|| black_box(rank(&large, &large_profile, &settings)));
    });
    for size in [real_size, LARGE] {
        let db = sqlite(size);
        let mut statement = db.prepare(SCORE_SQL).expect("the statement is valid");
        c.bench_function(&format!("sqlite score only/{size}"), |b| {
            b.iter(|| black_box(score_in_sql(&mut statement)));
        });
    }
    c.bench_function(&format!("search/{real_size}"), |b| {
        b.iter(|| black_box(search::answer(&live, "新能源汽车 江苏", 20, None, Lang::Zh)));
    });
    let scopes: BTreeMap<usize, String> = (0..SCOPES)
        .map(|i| {
            (
                i,
                format!(
                    "{i}号机械零部件、汽车配件、电子元器件的生产、加工、销售;货物进出口;技术咨询"
                ),
            )
        })
        .collect();
    c.bench_function(&format!("read scopes/{SCOPES}"), |b| {
        b.iter(|| {
            for scope in scopes.values() {
                black_box(models::reader().scope("示例制造有限公司", scope));
            }
        });
    });
    let mut slow = c.benchmark_group("whole set");
    slow.sample_size(10);
    slow.bench_function("import, publish and open", |b| b.iter(|| black_box(real())));
    slow.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
