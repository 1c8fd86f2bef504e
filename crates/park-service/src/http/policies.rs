//! `GET /v1/policies`: clauses as they are known, benefits and prices apart.

use axum::extract::State;
use park_domain::PolicyClause;
use park_domain::words::{Coverage, Instrument, Role};
use park_policy::{Level, Screen};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::Answer;
use super::pools::Cost;
use super::query::{Query, limit, region, word};
use super::{Shared, page};
use crate::lang::Lang;
use crate::rejection::Rejection;

/// Most clauses on a page.
const PAGE_MAX: usize = 200;

/// What a clause may be screened as.
const LEVELS: [Level; 3] = [Level::Likely, Level::Possible, Level::No];

/// Clauses on a page when nothing is asked.
const PAGE_USUAL: usize = 50;

/// Filters and page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// Any id of a park: its own clauses and those of the regions it lies in.
    park: Option<String>,
    /// The first 2, 4 or 6 digits of a GB/T 2260 code: clauses of regions under it.
    #[param(example = "3205")]
    region: Option<String>,
    /// tax, land, rent, equipment, R&D, talent, finance, energy, logistics, service, headquarters,
    /// listing, export or other.
    instrument: Option<String>,
    /// likely, possible or no: whether the clause needs review by its wording.
    screen: Option<String>,
    /// Clauses on the page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// One page of clauses, by id.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PolicyPage {
    /// Clauses that pass the filters.
    total: usize,
    /// The clauses of this page.
    policies: Vec<PolicyLine>,
    /// Cursor of the next page; left out on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// The generation that answered.
    generation: String,
}

/// A clause; what is not known is null.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PolicyLine {
    /// Id of the clause.
    clause_id: String,
    /// The park whose clause it is.
    park_id: Option<String>,
    /// The region whose clause it is.
    region_code: Option<String>,
    /// Title of the document.
    document: Option<String>,
    /// The clause, or its summary.
    text: Option<String>,
    /// Instrument, by the form of the benefit.
    instrument: Option<&'static str>,
    /// benefit or price.
    role: &'static str,
    /// Whether it counts: a benefit that is not past its last day.
    counts: bool,
    /// likely, possible or no: whether the clause needs review by its wording. It never says more than that.
    screen: &'static str,
    /// Rules that ask for a review, strongest first.
    rules: Vec<String>,
    /// Target industry, as written.
    target_industry: Option<String>,
    /// What the firm gains, per cent of `per`.
    rate_pct: Option<f64>,
    /// Upper end of a range.
    rate_pct_high: Option<f64>,
    /// Fixed sum, or sum per unit, 10k CNY.
    amount_10k_cny: Option<f64>,
    /// Upper end of a range, 10k CNY.
    amount_10k_cny_high: Option<f64>,
    /// Upper limit, 10k CNY.
    cap_10k_cny: Option<f64>,
    /// Of what, or for each what.
    per: Option<String>,
    /// Years.
    years: Option<String>,
    /// Condition.
    condition: Option<String>,
    /// First day.
    valid_from: Option<String>,
    /// Last day.
    valid_to: Option<String>,
    /// Year of issue.
    issued_year: Option<u16>,
    /// excerpt or whole.
    coverage: Option<&'static str>,
    /// The source, as text.
    source: Option<String>,
    /// The date for which the row holds.
    as_of: Option<String>,
}

type Text = Option<std::sync::Arc<str>>;

impl PolicyLine {
    fn of(clause: &PolicyClause, screen: &Screen, today: park_domain::PartialDate) -> Self {
        let text = |t: &Text| t.as_deref().map(str::to_owned);
        let past = clause.valid_to.is_some_and(|d| d.end() < today.end());
        Self {
            clause_id: clause.clause_id.to_string(),
            park_id: clause.park_id.as_ref().map(ToString::to_string),
            region_code: text(&clause.region_code),
            document: text(&clause.document),
            text: text(&clause.text),
            instrument: clause.instrument.map(Instrument::code),
            role: clause.role.code(),
            counts: clause.role == Role::Benefit && !past,
            screen: screen.level.code(),
            rules: screen.findings.iter().map(|f| f.rule.clone()).collect(),
            target_industry: text(&clause.target_industry),
            rate_pct: clause.rate_pct,
            rate_pct_high: clause.rate_pct_high,
            amount_10k_cny: clause.amount_10k_cny,
            amount_10k_cny_high: clause.amount_10k_cny_high,
            cap_10k_cny: clause.cap_10k_cny,
            per: text(&clause.per),
            years: text(&clause.years),
            condition: text(&clause.condition),
            valid_from: clause.valid_from.map(|d| d.to_string()),
            valid_to: clause.valid_to.map(|d| d.to_string()),
            issued_year: clause.issued_year.or_else(|| clause.issued_on.map(|d| d.year())),
            coverage: clause.coverage.map(Coverage::code),
            source: text(&clause.provenance.source),
            as_of: clause.provenance.as_of.map(|d| d.to_string()),
        }
    }
}

/// Lists clauses, by id. Clauses past their last day and prices are shown, and do not count.
#[utoipa::path(get, path = "/v1/policies", operation_id = "listPolicies", tag = "policies", params(Asked),
    responses((status = 200, description = "One page of clauses", body = PolicyPage)))]
pub(super) async fn list(
    State(shared): State<Shared>,
    lang: Lang,
    Query(asked): Query<Asked>,
) -> Result<Answer, Rejection> {
    let instrument =
        word("instrument", asked.instrument.as_deref(), Instrument::ALL, Instrument::code, lang)?;
    let screen = word("screen", asked.screen.as_deref(), &LEVELS, Level::code, lang)?;
    region(asked.region.as_deref(), lang)?;
    let most = limit(asked.limit, PAGE_USUAL, PAGE_MAX, lang)?;
    shared
        .compute(Cost::Quick, move |live| {
            let park = match asked.park.as_deref() {
                Some(id) => Some(live.find(id).ok_or_else(|| Rejection::no_park(id, lang))?),
                None => None,
            };
            let region = asked.region.as_deref();
            let filters = [
                park.map_or("", |p| p.id.as_str()),
                region.unwrap_or(""),
                instrument.map_or("", Instrument::code),
                screen.map_or("", Level::code),
            ];
            let list = page::List::new(&live.id, "/v1/policies", &filters);
            let offset = list.offset(asked.cursor.as_deref(), lang)?;
            let incentives = &live.catalog().incentives;
            let mut passing: Vec<(&PolicyClause, &Screen)> = incentives
                .clauses()
                .iter()
                .zip(incentives.money())
                .map(|(clause, money)| (clause, &money.screen))
                .filter(|(_, s)| screen.is_none_or(|wanted| s.level == wanted))
                .filter(|(c, _)| instrument.is_none_or(|i| c.instrument == Some(i)))
                .filter(|(c, _)| {
                    region.is_none_or(|r| {
                        c.region_code.as_deref().is_some_and(|code| code.starts_with(r))
                    })
                })
                .filter(|(c, _)| {
                    park.is_none_or(|p| {
                        c.park_id.as_ref() == Some(&p.id)
                            || lies_in(p.region_code.as_deref(), c.region_code.as_deref())
                    })
                })
                .filter(|(c, _)| c.provenance.visibility == park_domain::Visibility::Public)
                .collect();
            passing.sort_by(|a, b| a.0.clause_id.cmp(&b.0.clause_id));
            let (shown, next) = page::slice(&passing, offset, most);
            let answer = PolicyPage {
                total: passing.len(),
                policies: shown.iter().map(|(c, s)| PolicyLine::of(c, s, live.as_of)).collect(),
                next: next.map(|n| list.cursor(n)),
                generation: live.id.clone(),
            };
            Answer::of(live, lang, &answer)
        })
        .await
}

/// Whether a place lies in a region: the region's code without its zeros begins the place's.
fn lies_in(place: Option<&str>, region: Option<&str>) -> bool {
    let (Some(place), Some(region)) = (place, region) else { return false };
    let mut stem = region;
    while let Some(shorter) = stem.strip_suffix("00") {
        stem = shorter;
    }
    place.starts_with(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_lies_in_its_county_city_province_and_nation() {
        for (region, want) in [
            ("320505", true),
            ("320500", true),
            ("320000", true),
            ("000000", true),
            ("320600", false),
            ("330000", false),
        ] {
            assert_eq!(lies_in(Some("320505"), Some(region)), want, "{region}");
        }
        assert!(!lies_in(None, Some("320000")));
    }
}
