//! The judge and the fit on the command line: the contract's keys, no leak, other forms of the same files.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::write::GzEncoder;
use park_service::cli::Exit;
use serde_json::{Value, json};

use crate::store::parkwise;

const HEADER: &str = "firm_id,founded,zone_id,province,city,type,capital,name,scope\n";
/// Name of the park, its id, what its firms are called and what they do.
const PARKS: [(&str, &str, &str, &str); 4] = [
    ("苏州工业园区", "Z1", "恒升机械", "机械零部件制造、销售；齿轮加工"),
    ("南京江宁经济技术开发区", "Z2", "云帆软件", "软件开发、信息系统集成服务"),
    ("苏州高新区", "Z3", "丰禾食品", "糕点生产、销售；调味品加工"),
    ("杭州湾上虞经济技术开发区", "Z4", "恒通机械", "机械零部件制造、销售；轴承加工"),
];

fn place(park: usize) -> (&'static str, &'static str) {
    [("江苏", "苏州"), ("江苏", "南京"), ("江苏", "苏州"), ("浙江", "绍兴")][park]
}

/// `n` firms of a year in each park; the last park takes fewer in each.
fn firms(years: std::ops::RangeInclusive<u16>, n: usize) -> String {
    let mut out = String::from(HEADER);
    for year in years {
        for (park, (_, id, name, scope)) in PARKS.iter().enumerate() {
            let (province, city) = place(park);
            for i in 0..n {
                let (month, capital) = (1 + i % 12, 50 * (1 + i) * (1 + park));
                writeln!(
                    out,
                    "{i},{year}-{month:02}-05,{id},{province},{city},N/A,{capital}(万元人民币),{province}{name}{i}有限公司,{scope}"
                )
                .unwrap();
            }
        }
    }
    out
}

struct Case {
    folder: tempfile::TempDir,
    history: String,
    choices: String,
}

impl Case {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            history: firms(2004..=2015, 4),
            choices: firms(2016..=2016, 3),
        }
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        if name.ends_with(".gz") {
            let file = std::fs::File::create(&path).unwrap();
            let mut packed = GzEncoder::new(file, flate2::Compression::fast());
            packed.write_all(text.as_bytes()).unwrap();
            packed.finish().unwrap();
        } else {
            std::fs::write(&path, text).unwrap();
        }
        path
    }

    /// Runs `evaluate --json` on the case with more arguments.
    fn run(&self, more: &[&str]) -> (Exit, Value, String) {
        let history = self.write("history.csv", &self.history);
        let choices = self.write("choices.csv", &self.choices);
        self.evaluate(&history, &choices, "2015-12-31", more)
    }

    fn evaluate(
        &self,
        history: &Path,
        choices: &Path,
        until: &str,
        more: &[&str],
    ) -> (Exit, Value, String) {
        let (history, choices) = (history.to_str().unwrap(), choices.to_str().unwrap());
        let mut args = vec!["evaluate", "--json", "--history", history, "--choices", choices];
        args.extend(["--history-until", until]);
        args.extend(more);
        let (exit, out, err) = parkwise(self.folder.path(), &args);
        (exit, serde_json::from_str(&out).unwrap_or(Value::Null), err)
    }
}

#[test]
fn the_report_has_the_contracts_keys_and_the_words_decide() {
    let case = Case::new();
    for preset in ["tenants", "shipped"] {
        let (exit, report, err) = case.run(&["--preset", preset]);
        assert_eq!(exit, Exit::Done, "{err}");
        assert_eq!((&report["firms"], &report["skipped"]), (&json!(12), &json!({})));
        for task in ["province", "nation", "nation-city"] {
            for part in ["model", "makers"] {
                let found = &report[part][task];
                for key in ["n", "recall@1", "recall@5", "recall@10", "recall@50", "mrr", "ndcg@10"]
                {
                    assert!(found[key].is_number(), "{preset} {part} {task} {key}: {found}");
                }
                assert_eq!(found["interval"]["recall@10"].as_array().unwrap().len(), 2);
            }
            for baseline in ["popularity", "popularity-last-2-years", "bm25", "same-industry"] {
                assert_eq!(report["baselines"][baseline][task]["n"], 12, "{preset} {baseline}");
            }
        }
        assert_eq!(report["makers"]["province"]["n"], 9, "three parks make, one writes software");
        assert_eq!(report["model"]["province"]["recall@1"], 1.0, "{preset}: {report}");
        assert!(report["baselines"]["popularity"]["province"]["recall@1"].as_f64().unwrap() < 0.5);
        let less = &report["makers_model_less_baselines"]["popularity"]["province"]["recall@1"];
        assert!(less["interval"][0].as_f64().unwrap() > 0.0, "{less}");
        // Two parks of one wording in two provinces: only the city tells them apart.
        assert_eq!(report["model"]["nation-city"]["recall@1"], 1.0, "{preset}");
    }
}

#[test]
fn what_comes_after_the_last_day_changes_nothing() {
    let mut case = Case::new();
    let (_, before, _) = case.run(&[]);
    let late: String =
        firms(2016..=2017, 5).lines().skip(1).fold(String::new(), |all, row| all + row + "\n");
    // The late rows say the opposite of what was true before.
    let turned = late.replace("Z1", "Z0").replace("Z2", "Z1").replace("Z0", "Z2");
    case.history += &turned.replace("机械", "软件").replace("齿轮", "量子齿轮");
    let (exit, after, _) = case.run(&[]);
    assert_eq!((exit, &after), (Exit::Done, &before));
    let (history, choices) =
        (case.folder.path().join("history.csv"), case.folder.path().join("choices.csv"));
    let (_, seen, _) = case.evaluate(&history, &choices, "2017-12-31", &[]);
    assert_ne!(seen["notes"], before["notes"], "the same rows do change it when they are let in");
    // The day itself belongs to the history.
    let (_, last, _) = case.evaluate(&history, &choices, "2015-04-05", &[]);
    let (_, eve, _) = case.evaluate(&history, &choices, "2015-04-04", &[]);
    let n = |report: &Value| report["settings"]["history_firms"].as_u64().unwrap();
    assert_eq!(n(&last), n(&eve) + 4);
}

#[test]
fn a_planted_name_changes_nothing() {
    let mut case = Case::new();
    let (_, before, _) = case.run(&[]);
    for (_, _, _, scope) in PARKS {
        let (first, rest) = scope.split_once('、').unwrap();
        // Each firm names the park that it did not choose.
        for (i, (wrong, ..)) in PARKS.iter().enumerate() {
            let planted = format!("{wrong}{first}、{rest}；{wrong}");
            let rows: Vec<String> = case
                .choices
                .lines()
                .enumerate()
                .map(
                    |(n, row)| {
                        if n % 4 == i { row.replace(scope, &planted) } else { row.to_owned() }
                    },
                )
                .collect();
            case.choices = rows.join("\n") + "\n";
        }
    }
    assert!(case.choices.contains("苏州工业园区"));
    let (_, after, _) = case.run(&[]);
    assert_eq!(after, before);
    case.choices = case.choices.replace("苏州工业园区", "软件开发、");
    assert_ne!(case.run(&[]).1["notes"], before["notes"], "words that are no place do change it");
}

#[test]
fn a_list_of_parks_names_the_candidates_and_what_is_blinded() {
    let mut case = Case::new();
    let (_, before, _) = case.run(&[]);
    let mut list = String::from("zone_id,name,aliases,kind,province,city\n");
    for (park, (name, id, ..)) in PARKS.iter().enumerate() {
        let (province, city) = place(park);
        writeln!(list, "{id},{name},蓬莱{park}号仙岛、蓬莱{park},other,{province}省,{city}市")
            .unwrap();
    }
    let parks = case.write("parks.csv", &list);
    let parks = parks.to_str().unwrap();
    let (exit, listed, err) = case.run(&["--parks", parks]);
    assert_eq!(exit, Exit::Done, "{err}");
    assert_eq!(listed["model"], before["model"], "江苏省 is 江苏, 苏州市 is 苏州");
    assert_eq!(listed["by_province"][1]["province"], before["by_province"][1]["province"]);
    // A name that only the list knows is blinded too.
    case.choices = case.choices.replace("糕点生产", "蓬莱2号仙岛糕点生产");
    assert_eq!(case.run(&["--parks", parks]).1["model"], before["model"]);
    // A choice outside the candidates is a miss, and counts.
    let shorter: String =
        list.lines().filter(|l| !l.starts_with("Z3")).fold(String::new(), |a, l| a + l + "\n");
    let parks = case.write("parks.csv", &shorter);
    let (_, fewer, err) = case.run(&["--parks", parks.to_str().unwrap()]);
    assert_eq!((&fewer["firms"], &fewer["outside_candidates"]), (&json!(12), &json!(3)), "{err}");
    assert_eq!(fewer["model"]["province"]["n"], 12);
    assert_eq!(fewer["model"]["province"]["recall@50"], 0.75);
}

#[test]
fn packed_files_and_bad_rows() {
    let mut case = Case::new();
    let (_, before, _) = case.run(&[]);
    let history = case.write("history.csv.gz", &case.history);
    let choices = case.write("choices.csv.gz", &case.choices);
    assert_eq!(case.evaluate(&history, &choices, "2015-12-31", &[]).1, before);
    case.choices += "9,昨天,Z1,江苏,苏州,,,甲,乙\n9,2016-01-01,,江苏,苏州,,,甲,乙\n9,2016-01-01\n";
    let (exit, report, _) = case.run(&[]);
    assert_eq!(exit, Exit::Problems);
    let skipped = report["skipped"].as_object().unwrap();
    assert_eq!(skipped.values().map(|n| n.as_u64().unwrap()).sum::<u64>(), 3, "{skipped:?}");
    assert_eq!((&report["firms"], &report["model"]), (&json!(12), &before["model"]));
    case.choices = HEADER.to_owned();
    let (_, none, _) = case.run(&[]);
    assert_eq!(none["model"]["province"], json!({ "n": 0 }), "no firm is no figure, not 0");
    let (exit, _, err) = case.evaluate(&history, &choices, "2015", &[]);
    assert_eq!(exit, Exit::CouldNot);
    assert!(err.contains("\"2015\" is not a day"), "{err}");
}

#[test]
fn weights_are_fitted_written_and_judged() {
    let case = Case::new();
    let history = case.write("history.csv", &case.history);
    let history = history.to_str().unwrap();
    let out = case.folder.path().join("models");
    let args =
        ["train", "--choices", history, "--history", history, "--from", "2010", "--to", "2015"];
    let fit = || {
        let mut args = args.to_vec();
        args.extend(["--preset", "shipped", "--out", out.to_str().unwrap()]);
        let (exit, _, err) = parkwise(case.folder.path(), &args);
        assert_eq!(exit, Exit::Done, "{err}");
        std::fs::read_to_string(out.join("shipped.csv")).unwrap()
    };
    let written = fit();
    assert_eq!(fit(), written, "the same rows give the same bytes");
    assert!(
        written.contains("# parkwise train --preset shipped --choices history.csv"),
        "{written}"
    );
    let rows: Vec<Vec<&str>> = written
        .lines()
        .filter(|l| !l.starts_with('#'))
        .skip(1)
        .map(|l| l.split(',').collect())
        .collect();
    assert!(rows.iter().all(|r| r[2].parse::<f64>().unwrap() > 0.0), "{written}");
    let shares: f64 =
        rows.iter().filter(|r| r[0] == "province").map(|r| r[6].parse::<f64>().unwrap()).sum();
    assert!((shares - 1.0).abs() < 1e-4, "{shares}");
    let weights = out.join("shipped.csv");
    let (exit, report, err) =
        case.run(&["--preset", "shipped", "--weights", weights.to_str().unwrap()]);
    assert_eq!(exit, Exit::Done, "{err}");
    assert_eq!(report["model"]["province"]["recall@1"], 1.0);
}
