//! What the product must be quick at, beside a peer in the same run.
//!
//! Measured: a match from the words of a profile to its reasons, near misses and rank range, at the real size and at
//! 100,000 parks resampled from the real ones, beside the same filter and score as one SQL statement on SQLite, which
//! computes the score alone over fits laid out beforehand; the text index beside plain tantivy with the same fields
//! and the same analysis on the same text; import, publish and open of the real set; search; reading industries.
//! Not measured: HTTP, the network, a cold disk. Compare ratios: machines are noisy.

#![expect(clippy::print_stdout, reason = "a bench prints what it measures")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use park_domain::{Dataset, ParkId, PartialDate};
use park_features::Features;
use park_index::{ParkDocument, TextField, ZH_PAIR, ZhPair, generation};
use park_matching::{Catalog, Profile, ProfileDraft, Ranking, Settings, rank};
use park_registry::Registry;
use park_service::answer::request::{IndustryRequest, LocationRequest, ProfileRequest};
use park_service::answer::{matches, search};
use park_service::app::{self, App, Live, documents};
use park_service::lang::Lang;
use park_service::{bundled, models};
use rusqlite::{Connection, Statement};
use tantivy::schema::{FAST, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Parks of the large set.
const LARGE: usize = 100_000;

/// Scopes read in one round.
const SCOPES: usize = 1_000;

/// Matches whose times are listed by percentile.
const ROUNDS: usize = 500;

/// What the profiles ask for, one after another, so that no answer is the last one's.
const TEXTS: [&str; 5] =
    ["磷酸铁锂正极材料", "光伏组件", "集成电路封装测试", "稀土永磁材料", "白酒酿造"];

/// The provinces of the filter.
const PROVINCES: [&str; 3] = ["32", "33", "34"];

fn real() -> (tempfile::TempDir, App) {
    let dir = tempfile::tempdir().expect("a folder for the store");
    let app = App::open(dir.path(), &mut std::io::sink()).expect("the bundled set is sound");
    (dir, app)
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

fn ranked(catalog: &Catalog, text: &str, regions: &[&str]) -> Ranking {
    let draft = ProfileDraft {
        industry_text: Some(text.to_owned()),
        regions: regions.iter().map(|r| (*r).to_owned()).collect(),
        ..ProfileDraft::default()
    };
    let profile = Profile::check(draft, models::reader(), catalog).expect("the profile is valid");
    rank(catalog, &profile, &Settings::default())
}

/// The whole answer of the service, as the bytes that are sent.
fn answered(live: &Live, text: &str, regions: &[&str]) -> Vec<u8> {
    let request = ProfileRequest {
        industry: IndustryRequest { text: Some(text.to_owned()), codes: None },
        location: (!regions.is_empty()).then(|| LocationRequest {
            regions: Some(regions.iter().map(|r| (*r).to_owned()).collect()),
            ..LocationRequest::default()
        }),
        ..ProfileRequest::default()
    };
    let answer = matches::answer(live, &request, Lang::Zh, &[7; 32]).expect("the profile is valid");
    serde_json::to_vec(&answer).expect("it is JSON")
}

/// Prints the middle and the slowest times of many calls, each with the next text.
fn percentiles(name: &str, mut call: impl FnMut(&str)) {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|i| {
            let started = Instant::now();
            call(TEXTS[i % TEXTS.len()]);
            started.elapsed()
        })
        .collect();
    times.sort_unstable();
    let ms = |at: usize| times[at].as_secs_f64() * 1e3;
    let (middle, slow) = (ms(ROUNDS / 2), ms(ROUNDS * 99 / 100));
    println!("{name}: p50 {middle:.2} ms, p99 {slow:.2} ms of {ROUNDS}");
}

/// Regions of the parks with fits of five criteria as columns: SQLite has only to filter, weigh, sum and sort.
fn sqlite(dataset: &Dataset) -> Connection {
    let db = Connection::open_in_memory().expect("memory");
    let table =
        "CREATE TABLE fit(id TEXT PRIMARY KEY, region TEXT, c0 REAL, c1 REAL, c2 REAL, c3 REAL);";
    db.execute_batch(table).expect("the statement is valid");
    let change = db.unchecked_transaction().expect("memory");
    {
        let insert = "INSERT INTO fit VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let mut statement = change.prepare(insert).expect("the statement is valid");
        let mut state = 1_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            f64::from(u32::try_from(state >> 33).unwrap_or(0)) / f64::from(u32::MAX >> 1)
        };
        for park in &dataset.parks {
            let region = park.region_code.as_deref();
            let row = rusqlite::params![park.id.as_str(), region, next(), next(), next(), next()];
            statement.execute(row).expect("the row is valid");
        }
    }
    change.commit().expect("memory");
    db
}

const SCORE_SQL: &str = "SELECT id, 0.648*c0 + 0.252*c1 + 0.06*c2 + 0.04*c3 AS score FROM fit \
     ORDER BY score DESC, id LIMIT 10";

const FILTER_AND_SCORE_SQL: &str = "SELECT id, 0.648*c0 + 0.252*c1 + 0.06*c2 + 0.04*c3 AS score FROM fit \
     WHERE substr(region, 1, 2) IN ('32', '33', '34') ORDER BY score DESC, id LIMIT 10";

fn score_in_sql(statement: &mut Statement<'_>) -> Vec<(String, f64)> {
    let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)));
    rows.expect("the rows are there").flatten().collect()
}

/// The same fields with the same analysis, written by tantivy and nothing else.
fn plain_tantivy(dir: &Path, documents: &[ParkDocument]) {
    let text = |tokenizer: &str, option| {
        let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer);
        TextOptions::default().set_indexing_options(indexing.set_index_option(option))
    };
    let mut builder = Schema::builder();
    let pairs = text(ZH_PAIR, IndexRecordOption::WithFreqsAndPositions);
    let fields: Vec<_> = TextField::ALL
        .iter()
        .map(|f| (*f, builder.add_text_field(f.name(), pairs.clone())))
        .collect();
    let codes = builder.add_text_field("codes", text("blank", IndexRecordOption::WithFreqs));
    let ordinal = builder.add_u64_field("ordinal", FAST);
    let stored = builder.add_bytes_field("stored", STORED);
    let index = tantivy::Index::create_in_dir(dir, builder.build()).expect("an empty folder");
    index.tokenizers().register(ZH_PAIR, TextAnalyzer::from(ZhPair::default()));
    index.tokenizers().register("blank", TextAnalyzer::from(WhitespaceTokenizer::default()));
    let mut writer = index.writer_with_num_threads(1, 64 << 20).expect("a writer");
    for (at, park) in (0_u64..).zip(documents) {
        let mut document = tantivy::TantivyDocument::new();
        for (field, handle) in &fields {
            for value in field.values(park) {
                document.add_text(*handle, value);
            }
        }
        document.add_text(codes, code_terms(park).join(" "));
        document.add_u64(ordinal, at);
        document.add_bytes(stored, &serde_json::to_vec(park).expect("it is JSON"));
        writer.add_document(document).expect("written");
    }
    writer.commit().expect("written");
    writer.wait_merging_threads().expect("written");
}

/// As many terms as a code is found by: its prefixes, without a section letter and with one.
fn code_terms(park: &ParkDocument) -> Vec<String> {
    let prefixes = park.codes.iter().flat_map(|c| (2..=c.len()).map(|n| &c[..n]));
    prefixes.flat_map(|p| [p.to_owned(), format!("C{p}")]).collect()
}

fn our_text(dir: &Path, documents: &[ParkDocument]) {
    let payload = generation::Payload {
        created_at: "2026-01-01T00:00:00Z".to_owned(),
        as_of: None,
        counts: BTreeMap::new(),
        files: Vec::new(),
        documents,
    };
    generation::publish(dir, &payload, 1, &|_, _| Ok(())).expect("published");
}

fn matching(c: &mut Criterion, live: &Live) {
    let real_size = live.catalog().len();
    let large_set = resampled(live.dataset(), LARGE);
    let large = catalog(&large_set, live.as_of);
    for (filter, regions, sql) in [
        ("any place", &[][..], SCORE_SQL),
        ("three provinces", &PROVINCES[..], FILTER_AND_SCORE_SQL),
    ] {
        percentiles(&format!("answer {real_size}, {filter}"), |text| {
            black_box(answered(live, text, regions));
        });
        percentiles(&format!("match {LARGE}, {filter}"), |text| {
            black_box(ranked(&large, text, regions));
        });
        let mut text = TEXTS.iter().cycle();
        let mut next = || text.next().copied().unwrap_or(TEXTS[0]);
        c.bench_function(&format!("answer {real_size}, {filter}"), |b| {
            b.iter(|| black_box(answered(live, next(), regions)));
        });
        for (catalog, dataset) in [(live.catalog(), live.dataset()), (&large, &large_set)] {
            let size = catalog.len();
            c.bench_function(&format!("match {size}, {filter}"), |b| {
                b.iter(|| black_box(ranked(catalog, next(), regions)));
            });
            let db = sqlite(dataset);
            let mut statement = db.prepare(sql).expect("the statement is valid");
            c.bench_function(&format!("sqlite, score only, {size}, {filter}"), |b| {
                b.iter(|| black_box(score_in_sql(&mut statement)));
            });
        }
    }
}

fn reading(c: &mut Criterion, live: &Live) {
    c.bench_function("search", |b| {
        b.iter(|| black_box(search::answer(live, "新能源汽车 江苏", 20, None, Lang::Zh)));
    });
    let scope =
        |i| format!("{i}号机械零部件、汽车配件、电子元器件的生产、加工、销售;货物进出口;技术咨询");
    let scopes: Vec<String> = (0..SCOPES).map(scope).collect();
    c.bench_function(&format!("read scopes/{SCOPES}"), |b| {
        b.iter(|| {
            for scope in &scopes {
                black_box(models::reader().scope("示例制造有限公司", scope));
            }
        });
    });
    c.bench_function("read phrases/5", |b| {
        b.iter(|| TEXTS.iter().for_each(|t| drop(black_box(models::reader().phrase(t)))));
    });
}

fn whole_set(c: &mut Criterion, dir: &Path, live: &Live) {
    let mut slow = c.benchmark_group("whole set");
    slow.sample_size(10);
    slow.bench_function("import", |b| b.iter(|| black_box(bundled::tables().count())));
    let mut registry = Registry::open(dir).expect("the store is there");
    slow.bench_function("publish", |b| {
        b.iter(|| {
            black_box(app::publish(
                dir,
                &mut registry,
                app::Settings::default(),
                &mut std::io::sink(),
            ))
        });
    });
    slow.bench_function("open", |b| b.iter(|| black_box(Live::open(dir, &mut std::io::sink()))));
    let documents = documents(live.dataset(), models::reader());
    slow.bench_function("text: checked, synced, swapped in", |b| {
        b.iter_with_large_drop(|| {
            let dir = tempfile::tempdir().expect("a folder");
            our_text(dir.path(), &documents);
            dir
        });
    });
    slow.bench_function("text: plain tantivy", |b| {
        b.iter_with_large_drop(|| {
            let dir = tempfile::tempdir().expect("a folder");
            plain_tantivy(dir.path(), &documents);
            dir
        });
    });
    slow.finish();
}

fn benches(c: &mut Criterion) {
    let (dir, app) = real();
    let live: Arc<Live> = app.live();
    matching(c, &live);
    reading(c, &live);
    whole_set(c, dir.path(), &live);
}

criterion_group!(all, benches);
criterion_main!(all);
