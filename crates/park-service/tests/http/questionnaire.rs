//! From an open question to an answer that counts.

use park_domain::{Interner, Table};
use park_registry::{Origin, Registry};

use park_service::answer::matches;
use park_service::answer::questionnaire::{Sheet, questions, workbook};
use park_service::answer::request::{IndustryRequest, MustRequest, ProfileRequest};
use park_service::app::{self, App};
use park_service::demo;
use park_service::lang::Lang;

fn request() -> ProfileRequest {
    let must = serde_json::json!({ "criterion": "power_mw", "op": ">=", "value": 40 });
    ProfileRequest {
        industry: IndustryRequest { text: Some("锂电池".to_owned()), codes: None },
        musts: Some(vec![serde_json::from_value::<MustRequest>(must).expect("a must")]),
        weights: Some(
            [("industry", 0.7), ("promise_keeping", 0.1), ("approval_days", 0.1)]
                .map(|(name, weight)| (name.to_owned(), weight))
                .into(),
        ),
        ..ProfileRequest::default()
    }
}

fn waits(app: &App, park: &str) -> bool {
    let answer = matches::answer(&app.live(), &request(), Lang::Zh, app.secret());
    answer.expect("an answer").to_verify.iter().any(|v| v.park.id == park)
}

/// Fills in a column of the rows that hold a word.
fn fill(sheets: &mut [Sheet], name: &str, word: &str, column: &str, value: &str) {
    let sheet = sheets.iter_mut().find(|s| s.name == name).expect(name);
    let at = sheet.header.iter().position(|h| h == column).expect(column);
    for row in sheet.rows.iter_mut().filter(|r| r.iter().any(|c| c == word)) {
        row[at] = value.to_owned();
    }
}

#[test]
fn what_a_park_fills_in_is_dated_and_moves_it_from_to_verify() {
    let dir = tempfile::tempdir().expect("a folder");
    demo::prepare(dir.path(), Lang::Zh, &mut Vec::new()).expect("the demo");
    let app = App::open(dir.path(), &mut Vec::new()).expect("the demo");
    assert!(waits(&app, "DEMO03"));
    let asked = questions(&app.live(), &request(), "2026-11-24", app.secret()).expect("asked");
    let mut one = asked.into_iter().find(|q| q.park.id == "DEMO03").expect("asked");
    assert!(one.asks.iter().any(|a| a.contains("供电")), "{:?}", one.asks);
    fill(&mut one.sheets, "公用配套", "供电", "余量", "100");
    fill(&mut one.sheets, "审批事项", "施工许可", "实际天数", "6");

    let bytes = workbook(&one.sheets).expect("memory");
    let mut interner = Interner::default();
    let import =
        park_import::import_upload(None, "DEMO03-questions.xlsx", &bytes, None, &mut interner);
    assert_eq!(demo::foreign(&import.records, true, Lang::Zh), None);
    let power = import.records.iter().find(|r| r.table() == Table::Utilities).expect("power");
    let value = |name: &str| power.get(name).map(park_domain::Value::print);
    assert_eq!(value("as_of").as_deref(), Some("2026-11-24"));
    assert_eq!(value("spare").as_deref(), Some("100"));

    let mut registry = Registry::open(dir.path()).expect("the store");
    let origin = Origin { name: "answers".to_owned(), at: app::now(), hash: None };
    registry.record(&origin, &import.records).expect("recorded");
    app::publish(dir.path(), &mut registry, app::Settings::default(), &mut Vec::new())
        .expect("published");
    assert!(app.refresh().expect("the next generation"));
    assert!(!waits(&app, "DEMO03"));
}
