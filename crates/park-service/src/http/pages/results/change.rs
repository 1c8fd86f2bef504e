//! Changes of a profile by a button: a filter set, a must moved, dropped, or made a wish.

use serde_json::{Value as Json, json};

use super::super::Asked;
use crate::answer::request::{LocationRequest, ProfileRequest, UtilitiesRequest};

/// Applies one change: `do` says which, `criterion`, `op` and `value` to what.
pub(super) fn apply(request: &mut ProfileRequest, fields: &Asked) {
    let value = fields.get("value").unwrap_or("").to_owned();
    let criterion = fields.get("criterion").unwrap_or("");
    match fields.get("do") {
        Some("level") => request.level = Some(vec![value]),
        Some("kind") => request.kind = Some(vec![value]),
        Some("province") => {
            let location = request.location.get_or_insert_with(LocationRequest::default);
            location.regions = Some(vec![value]);
        }
        Some("relax") => {
            let to: Json = serde_json::from_str(&value).unwrap_or(Json::Null);
            relax(request, criterion, fields.get("op").unwrap_or(""), &to);
        }
        Some(_) | None => {}
    }
}

/// Moves a must; what cannot be moved is dropped, and kept as a wish where the profile has a place for it.
fn relax(request: &mut ProfileRequest, criterion: &str, op: &str, to: &Json) {
    let is_word = matches!(to.as_str(), Some("dropped" | "unknown allowed")) || to.is_null();
    for must in request.musts.iter_mut().flatten() {
        if must.criterion == criterion && must.op == op {
            if is_word && let Some(n) = must.value.as_f64() {
                wish(request.utilities.get_or_insert_default(), criterion, n);
            }
            if !is_word {
                must.value = to.clone();
            }
        }
    }
    if is_word {
        if let Some(musts) = &mut request.musts {
            musts.retain(|m| m.criterion != criterion || m.op != op);
        }
        request.musts = request.musts.take().filter(|m| !m.is_empty());
        request.utilities = request
            .utilities
            .take()
            .filter(|u| serde_json::to_value(u).is_ok_and(|v| v != json!({})));
        match criterion {
            "level" => request.level = None,
            "kind" => request.kind = None,
            "chemical_park" => request.chemical_park = None,
            "region" => {
                if let Some(location) = &mut request.location {
                    location.regions = None;
                }
            }
            _ => {}
        }
    } else if let Some(list) = to.as_array() {
        let words = list.iter().filter_map(Json::as_str).map(str::to_owned).collect();
        match criterion {
            "level" => request.level = Some(words),
            "kind" => request.kind = Some(words),
            "region" => {
                request.location.get_or_insert_with(LocationRequest::default).regions = Some(words);
            }
            _ => {}
        }
    }
}

fn wish(needs: &mut UtilitiesRequest, criterion: &str, value: f64) {
    let slot = match criterion {
        "power_mw" => &mut needs.power_mw,
        "water_t_per_day" => &mut needs.water_t_per_day,
        "sewage_t_per_day" => &mut needs.sewage_t_per_day,
        "steam_t_per_hour" => &mut needs.steam_t_per_hour,
        "gas_m3_per_day" => &mut needs.gas_m3_per_day,
        _ => return,
    };
    slot.get_or_insert(value);
}

/// The request of a result that came over `POST /v1/matches`, from the profile as understood.
pub(super) fn request_of(profile: &Json) -> ProfileRequest {
    let mut sent = profile.clone();
    let Some(map) = sent.as_object_mut() else { return ProfileRequest::default() };
    map.remove("unmapped");
    map.remove("asked_by_preset");
    if let Some(industry) = map.get_mut("industry").and_then(Json::as_object_mut) {
        let codes: Vec<Json> = industry
            .get("codes")
            .and_then(Json::as_array)
            .into_iter()
            .flatten()
            .filter_map(|c| c.get("code").cloned())
            .collect();
        industry.retain(|key, value| key == "text" && !value.is_null());
        if !industry.contains_key("text") {
            industry.insert("codes".to_owned(), Json::Array(codes));
        }
    }
    serde_json::from_value(sent).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(request: Json, fields: &[(&str, &str)]) -> Json {
        let mut request: ProfileRequest = serde_json::from_value(request).expect("a request");
        let pairs = fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        apply(&mut request, &Asked(pairs));
        serde_json::to_value(request).expect("json")
    }

    #[test]
    fn buttons_change_one_thing() {
        let industry = json!({ "text": "光伏" });
        let must = json!([{ "criterion": "power_mw", "op": ">=", "value": 40.0 }]);
        let asked = json!({ "industry": industry, "musts": must });
        let relax =
            |to| vec![("do", "relax"), ("criterion", "power_mw"), ("op", ">="), ("value", to)];
        let moved = changed(asked.clone(), &relax("32.0"));
        assert_eq!(moved["musts"][0]["value"], json!(32.0));
        let wished = changed(asked.clone(), &relax("\"unknown allowed\""));
        assert_eq!(
            (&wished["musts"], &wished["utilities"]["power_mw"]),
            (&Json::Null, &json!(40.0))
        );
        let level = changed(asked, &[("do", "level"), ("value", "national")]);
        assert_eq!(level["level"], json!(["national"]));
    }

    #[test]
    fn a_profile_as_understood_can_be_asked_again() {
        let understood = json!({
            "industry": { "text": null, "codes": [{ "code": "3825", "name": "x", "share": 1.0 }], "chains": [], "unmapped": [] },
            "unmapped": [], "preset": "balanced", "rank_by": "score", "limit": 10, "incentives": "exclude",
            "weights": { "level": 1.0 }, "asked_by_preset": [], "musts": [],
        });
        let request = request_of(&understood);
        assert_eq!(request.industry.codes, Some(vec!["3825".to_owned()]));
        assert_eq!(request.limit, Some(10));
    }
}
