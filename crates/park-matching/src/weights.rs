//! From a preset and the profile's own weights to weights that sum to 1.

use crate::criteria::{Criterion, Group, N_CRITERIA};
use crate::draft::ProfileDraft;
use crate::fault::{Faults, Words, one_of};
use crate::models::Models;

/// Who asked for a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedBy {
    /// The profile.
    Profile,
    /// The preset.
    Preset,
}

/// A criterion that is weighed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeightedCriterion {
    /// Which.
    pub criterion: Criterion,
    /// Its weight; all sum to 1.
    pub weight: f64,
    /// Who asked for it.
    pub asked_by: AskedBy,
}

#[derive(Clone, Copy)]
struct Raw {
    weight: f64,
    asked_by: AskedBy,
}

/// The criteria asked, weighed. With no weight set by the profile, criteria with little data are held to their
/// common maximum. Growth and other parts that the preset leaves out are shown with weight 0.
pub(crate) fn resolve(
    draft: &ProfileDraft,
    preset_name: &str,
    models: &Models,
    faults: &mut Faults,
) -> Vec<WeightedCriterion> {
    let Some(preset) = models.preset(preset_name) else { return Vec::new() };
    let before = faults.0.len();
    let (own, own_groups) = own_weights(draft, faults);
    if faults.0.len() > before {
        return Vec::new();
    }
    let mut raw: [Option<Raw>; N_CRITERIA] = [None; N_CRITERIA];
    // What the profile asks by naming a figure, a place, a plot.
    for criterion in asked_by_draft(draft) {
        let weight = models.preset_weight(preset, criterion.code());
        raw[criterion.index()] = Some(Raw { weight, asked_by: AskedBy::Profile });
    }
    if draft.weights.is_empty() {
        for criterion in preset.adds() {
            let weight = models.preset_weight(preset, criterion.code());
            raw[criterion.index()].get_or_insert(Raw { weight, asked_by: AskedBy::Preset });
        }
    }
    for group in Group::ALL {
        let total = match own_groups[*group as usize] {
            Some(weight) => Some((weight, AskedBy::Profile)),
            // Industry is always asked; a price that the profile does not ask for is not.
            None if *group == Group::Industry => {
                Some((models.preset_weight(preset, group.code()), AskedBy::Preset))
            }
            None => None,
        };
        if let Some((weight, asked_by)) = total {
            let open: Vec<Criterion> = group.parts().filter(|p| own[p.index()].is_none()).collect();
            let sum: f64 = open.iter().map(|p| preset.proportion(*group, *p)).sum();
            for part in open {
                let share = preset.proportion(*group, part);
                if share > 0.0 {
                    let weight = weight * share / sum;
                    raw[part.index()] = Some(Raw { weight, asked_by });
                }
            }
        }
    }
    for criterion in Criterion::ALL {
        if let Some(weight) = own[criterion.index()] {
            raw[criterion.index()] = Some(Raw { weight, asked_by: AskedBy::Profile });
        }
    }
    // Growth is shown though it does not count.
    raw[Criterion::IndustryGrowth.index()]
        .get_or_insert(Raw { weight: 0.0, asked_by: AskedBy::Preset });
    if draft.weights.is_empty() {
        hold_little_data(&mut raw, models);
    }
    normalise(&raw, draft, faults)
}

fn normalise(
    raw: &[Option<Raw>; N_CRITERIA],
    draft: &ProfileDraft,
    faults: &mut Faults,
) -> Vec<WeightedCriterion> {
    let sum: f64 = raw.iter().flatten().map(|r| r.weight).sum();
    let all_zero = !draft.weights.is_empty() && draft.weights.iter().all(|(_, w)| *w <= 0.0);
    if sum <= 0.0 || all_zero {
        let rule = ("至少有一个权重大于 0", "at least one weight lies above 0");
        let given: Vec<String> =
            draft.weights.iter().map(|(name, w)| format!("{name}: {w}")).collect();
        faults.unanswerable(
            "/weights",
            given.join(", "),
            rule,
            ("不写 weights 即用预设的权重", "leave weights out for the preset's"),
        );
        return Vec::new();
    }
    Criterion::ALL
        .iter()
        .filter_map(|c| {
            raw[c.index()].map(|r| WeightedCriterion {
                criterion: *c,
                weight: r.weight / sum,
                asked_by: r.asked_by,
            })
        })
        .collect()
}

/// Scales the criteria with little data down to their common maximum.
fn hold_little_data(raw: &mut [Option<Raw>; N_CRITERIA], models: &Models) {
    let is_little = |i: usize| models.criterion(Criterion::ALL[i]).little_data;
    let sum_of = |little: bool, raw: &[Option<Raw>; N_CRITERIA]| -> f64 {
        let chosen = raw.iter().enumerate().filter(|(i, _)| is_little(*i) == little);
        chosen.filter_map(|(_, r)| r.as_ref()).map(|r| r.weight).sum()
    };
    let (little, known) = (sum_of(true, raw), sum_of(false, raw));
    let share = models.settings.little_data_weight_max;
    let most = known * share / (1.0 - share);
    if little > most {
        for (i, r) in raw.iter_mut().enumerate() {
            if let Some(r) = r
                && is_little(i)
            {
                r.weight *= most / little;
            }
        }
    }
}

/// Criteria that the profile asks for without naming a weight.
fn asked_by_draft(draft: &ProfileDraft) -> Vec<Criterion> {
    let u = &draft.utilities;
    let factory = draft.land.as_ref().and_then(|l| l.kind.as_deref()).is_some_and(|k| {
        park_domain::words::PlotKind::parse(k) == Some(park_domain::words::PlotKind::Factory)
    });
    [
        (!draft.near.is_empty(), Criterion::DistanceKm),
        (draft.land.is_some() && !factory, Criterion::LandAreaMu),
        (draft.land.is_some() && factory, Criterion::FactoryAreaM2),
        (u.power_mw.is_some_and(|v| v > 0.0), Criterion::PowerMw),
        (u.water_t_per_day.is_some_and(|v| v > 0.0), Criterion::WaterTPerDay),
        (u.sewage_t_per_day.is_some_and(|v| v > 0.0), Criterion::SewageTPerDay),
        (u.steam_t_per_hour.is_some_and(|v| v > 0.0), Criterion::SteamTPerHour),
        (u.gas_m3_per_day.is_some_and(|v| v > 0.0), Criterion::GasM3PerDay),
        (u.hazardous_waste == Some(true), Criterion::HazardousWaste),
        (draft.incentives.as_deref() == Some("include"), Criterion::Incentives),
    ]
    .into_iter()
    .filter_map(|(asked, criterion)| asked.then_some(criterion))
    .collect()
}

type Own = ([Option<f64>; N_CRITERIA], [Option<f64>; 2]);

fn own_weights(draft: &ProfileDraft, faults: &mut Faults) -> Own {
    let mut own = [None; N_CRITERIA];
    let mut groups = [None; 2];
    match draft.incentives.as_deref() {
        None | Some("exclude" | "include") => {}
        Some(other) => faults.wrong(
            "/incentives",
            other,
            ("不是可选的值", "not a choice"),
            ("exclude（不计优惠）或 include（计入优惠）", "exclude or include"),
        ),
    }
    for (name, weight) in &draft.weights {
        let pointer = format!("/weights/{name}");
        if !(weight.is_finite() && *weight >= 0.0) {
            faults.wrong(
                &pointer,
                weight,
                ("权重是不小于 0 的数", "a weight is a number of 0 or more"),
                Words::default(),
            );
        }
        if let Some(group) = Group::parse(name) {
            groups[group as usize] = Some(*weight);
            continue;
        }
        match Criterion::parse(name).filter(|c| !c.only_filters()) {
            Some(Criterion::DistanceKm) if draft.near.is_empty() => {
                let rule =
                    ("distance_km 要先给出靠近的地点", "distance_km needs a place to be near");
                faults.wrong(&pointer, weight, rule, ("请填 location.near", "give location.near"));
            }
            Some(criterion) => own[criterion.index()] = Some(*weight),
            None => {
                let names = Criterion::ALL.iter().filter(|c| !c.only_filters()).map(|c| c.code());
                let names: Vec<&str> = Group::ALL.iter().map(|g| g.code()).chain(names).collect();
                let hint = one_of(&names.join(", "));
                faults.wrong(&pointer, name, ("没有这个准则", "not a criterion"), hint);
            }
        }
    }
    (own, groups)
}
