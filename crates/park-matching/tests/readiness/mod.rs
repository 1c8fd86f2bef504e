//! Days of approval, promises kept and admission floors in the ranking: what is proven, what stays a question.

use crate::world::{catalog_of, reader, record};
use park_domain::{Dataset, Record, Table};
use park_matching::{
    Catalog, LandDraft, Language, Match, MustDraft, Profile, ProfileDraft, RangeDraft, Settings,
    ValueDraft, rank,
};

/// Rows as `column=value` pairs separated by blanks.
fn rows(list: &[(Table, &str)]) -> Vec<Record> {
    let read = |(table, text): &(Table, &str)| {
        let cells: Vec<(&str, String)> = text
            .split(' ')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name, value.to_owned()))
            .collect();
        record(*table, &cells)
    };
    list.iter().map(read).collect()
}

/// A is measured and keeps its word, B only promises and has few promises, C says nothing.
fn parks() -> Catalog {
    let mut list = rows(&[
        (Table::Parks, "park_id=A name=甲园 leading_industries=光伏"),
        (Table::Parks, "park_id=B name=乙园 leading_industries=光伏"),
        (Table::Parks, "park_id=C name=丙园 leading_industries=光伏"),
        (Table::Thresholds, "park_id=A indicator=投资强度 minimum=200 unit=万元/亩 veto=yes"),
        (Table::Thresholds, "park_id=B indicator=投资强度 minimum=4500 unit=元/㎡ veto=yes"),
    ]);
    for (procedure, days) in
        [("企业开办", 1), ("项目备案", 2), ("环评审批", 20), ("规划许可", 7), ("施工许可", 5)]
    {
        let cells = |park: &str, column: &str| {
            format!("park_id={park} procedure={procedure} {column}={days} as_of=2020-06")
        };
        list.extend(rows(&[
            (Table::Approvals, &cells("A", "days_actual_median")),
            (Table::Approvals, &cells("B", "days_promised")),
        ]));
    }
    for n in 0..30 {
        let state = if n < 27 { "kept" } else { "voided" };
        let text = format!("promise_id=A{n} park_id=A kind=land made_on=2018-01 state={state}");
        list.extend(rows(&[(Table::Promises, &text)]));
    }
    list.extend(rows(&[
        (Table::Promises, "promise_id=B1 park_id=B kind=land made_on=2018-01 state=kept"),
        (
            Table::Promises,
            "promise_id=B2 park_id=B kind=land made_on=2020-01 due_on=2022-01 state=open",
        ),
    ]));
    catalog_of(&Dataset::from_records(&list))
}

fn draft() -> ProfileDraft {
    let weights = ["industry", "approval_days", "promise_keeping", "admission"];
    ProfileDraft {
        industry_text: Some("光伏".to_owned()),
        investment_10k_cny: Some(24_000.0),
        land: Some(LandDraft {
            kind: None,
            area_mu: Some(RangeDraft { min: Some(100.0), max: Some(120.0) }),
            floor_area_m2: None,
        }),
        weights: weights.map(|name| (name.to_owned(), 0.25)).to_vec(),
        ..ProfileDraft::default()
    }
}

fn ranked(draft: ProfileDraft) -> park_matching::Ranking {
    let catalog = parks();
    let profile = Profile::check(draft, reader(), &catalog).expect("a valid profile");
    rank(&catalog, &profile, &Settings { language: Language::Zh })
}

fn of<'r>(ranking: &'r park_matching::Ranking, id: &str) -> &'r Match {
    ranking.matches.iter().find(|m| m.park.id.as_str() == id).expect(id)
}

fn adds(m: &Match, code: &str) -> Option<f64> {
    m.because.iter().find(|r| r.criterion.code() == code).map(|r| r.adds / r.weight)
}

#[test]
fn what_is_measured_counts_and_what_is_promised_is_asked() {
    let ranking = ranked(draft());
    let (a, b, c) = (of(&ranking, "A"), of(&ranking, "B"), of(&ranking, "C"));
    // 35 days between 120 (0) and 15 (1).
    let days = adds(a, "approval_days").expect("measured");
    assert!((days - (120.0 - 35.0) / 105.0).abs() < 1e-9, "{days}");
    // 27 of 30: Wilson from 0.7438 to 0.9654; goalposts 0.3 and 0.95.
    let kept = adds(a, "promise_keeping").expect("known");
    assert!((kept - (0.7438 - 0.3) / 0.65).abs() < 1e-3, "{kept}");
    // 240 万元/亩 clears 200, not 300 (4,500 元/㎡).
    assert_eq!(adds(a, "admission"), Some(1.0));
    assert_eq!(adds(b, "admission"), Some(0.0));
    for (park, code) in
        [(b, "approval_days"), (c, "approval_days"), (c, "admission"), (c, "promise_keeping")]
    {
        assert!(adds(park, code).is_none_or(|f| f.abs() < 1e-12), "{code}");
        assert!(park.unknown.iter().any(|u| u.criterion.code() == code), "{code}");
    }
    for m in &ranking.matches {
        let sum: f64 = m.because.iter().map(|r| r.adds).sum();
        let open: f64 = m.unknown.iter().map(|u| u.could_add).sum();
        assert!((m.score - sum).abs() < 1e-9 && (m.could_reach - sum - open).abs() < 1e-9);
    }
    let reason = a.because.iter().find(|r| r.criterion.code() == "approval_days").expect("said");
    assert_eq!(reason.words, "开工前审批天数：35 个工作日");
    assert_eq!(reason.evidence.len(), 5);
    assert_eq!(reason.evidence[0].table, "approvals");
}

#[test]
fn floors_refuse_as_musts_and_unknown_ones_are_asked() {
    let must = |criterion: &str, op: &str, value| MustDraft {
        criterion: criterion.to_owned(),
        op: op.to_owned(),
        value,
    };
    let musts = vec![
        must("admission", "=", ValueDraft::Flag(true)),
        must("approval_days", "<=", ValueDraft::Number(40.0)),
        must("promise_keeping", ">=", ValueDraft::Number(0.7)),
    ];
    let ranking = ranked(ProfileDraft { musts, ..draft() });
    let ids: Vec<&str> = ranking.matches.iter().map(|m| m.park.id.as_str()).collect();
    assert_eq!(ids, ["A"]);
    let waiting: Vec<&str> = ranking.to_verify.iter().map(|v| v.park.id.as_str()).collect();
    assert_eq!(waiting, ["C"]);
    assert_eq!(ranking.to_verify[0].unknown_musts.len(), 3);
    assert_eq!(ranking.near_misses[0].park.id.as_str(), "B");
    // Without an investment nobody knows whether a floor is cleared.
    let musts = vec![must("admission", "=", ValueDraft::Flag(true))];
    let ranking = ranked(ProfileDraft { musts, investment_10k_cny: None, ..draft() });
    assert!(ranking.matches.is_empty());
    assert_eq!(ranking.to_verify.len(), 3);
    assert!(!ranking.relaxations.is_empty());
}
