//! Counting firms from small files made for the purpose: weights, steps, terms, and that no firm is named.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use park_bundle::Options;
use park_industry::Reader;

const HEADER: &str = "firm_id,founded,zone_id,province,city,type,capital,name,scope\n";

fn reader() -> Reader {
    Reader::from_dir(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models")).expect("models")
}

fn write(dir: &Path, file: &str, rows: &str) -> PathBuf {
    let path = dir.join(file);
    fs::write(&path, format!("{HEADER}{rows}")).expect("writable");
    path
}

fn unpacked(path: &Path) -> String {
    let mut text = String::new();
    let file = fs::File::open(path).expect("written");
    GzDecoder::new(file).read_to_string(&mut text).expect("gzip");
    text
}

#[test]
fn firms_become_counts_and_terms() {
    let dir = tempfile::tempdir().expect("temporary folder");
    let mut inside = String::new();
    for n in 0..4 {
        inside.push_str(&format!(
            "{n},201{n}-05-01,Z1,江苏,苏州,,,测试{n}号机床有限公司,数控机床的生产、销售;货物进出口\n"
        ));
    }
    let zones = write(dir.path(), "inside.csv", &inside);
    let elsewhere = write(
        dir.path(),
        "elsewhere.csv",
        "9,2012-01-01,,江苏,南京,,,测试酒店,住宿服务;餐饮服务\n10,,,江苏,南京,,,无日期公司,餐饮服务\n",
    );
    let out = dir.path().join("out");
    let files = [(zones, 1.0), (elsewhere, 14.3)];
    let options = Options {
        park_of_zone: [("Z1".to_owned(), "S1".to_owned())].into_iter().collect(),
        region_of_city: [(("江苏".to_owned(), "苏州".to_owned()), "320500".to_owned())]
            .into_iter()
            .collect(),
        ..Options::default()
    };
    let made = park_bundle::aggregate(&files, &reader(), &out, &options).expect("counts");
    for account in &made.accounts {
        assert_eq!(account.rows, account.accounted(), "{account:?}");
    }
    let structure = unpacked(&out.join("structure.csv.gz"));
    assert!(structure.lines().skip(1).all(|line| line.starts_with("S1,")), "{structure}");
    let bases = unpacked(&out.join("bases.csv.gz"));
    assert!(bases.contains("000000,2012,") && bases.contains("320000,"), "{bases}");
    assert!(bases.contains("320500,2013,342,firms,4"), "{bases}");
    assert!(bases.contains(",14.3,"), "the sample is not weighted: {bases}");
    let activities = unpacked(&out.join("activities.csv.gz"));
    assert!(activities.contains("S1,2013,数控机床,4"), "{activities}");
    for text in [&structure, &bases, &activities] {
        assert!(!text.contains("测试"), "a firm is named: {text}");
    }

    let again = dir.path().join("again");
    park_bundle::aggregate(&files, &reader(), &again, &options).expect("counts");
    for file in ["structure.csv.gz", "bases.csv.gz", "activities.csv.gz"] {
        let read = |dir: &Path| fs::read(dir.join(file)).expect("written");
        assert_eq!(read(&out), read(&again), "{file} differs between runs");
    }
}

#[test]
fn history_stops_where_it_is_told_to() {
    let dir = tempfile::tempdir().expect("temporary folder");
    let rows = "1,2016-01-01,Z1,江苏,苏州,,,甲公司,餐饮服务\n2,2018-01-01,Z1,江苏,苏州,,,乙公司,餐饮服务\n";
    let files = [(write(dir.path(), "firms.csv", rows), 1.0)];
    let out = dir.path().join("out");
    let options = Options { until_year: Some(2017), ..Options::default() };
    let made = park_bundle::aggregate(&files, &reader(), &out, &options).expect("counts");
    assert_eq!(made.accounts[0].became["dropped: founded after the last year asked for"], 1);
    assert!(!unpacked(&out.join("structure.csv.gz")).contains(",2018,"));
}
