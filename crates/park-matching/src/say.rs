//! Words for people, in Chinese and English, from the real computation.

use crate::catalog::Catalog;
use crate::criteria::Criterion;
use crate::evidence;
use crate::industry::PhraseReason;
use crate::models::CriterionModel;
use crate::must::{Must, MustValue};
use crate::plan::Plan;
use crate::span::Span;
use crate::units::unit_of;

/// Language of the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Language {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Language {
    pub(crate) fn pick<'t>(self, zh: &'t str, en: &'t str) -> &'t str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// The name of a criterion.
pub fn criterion_name(model: &CriterionModel, language: Language) -> &str {
    language.pick(&model.zh, &model.en)
}

/// The question to a park.
pub(crate) fn question(model: &CriterionModel, language: Language) -> String {
    language.pick(&model.ask_zh, &model.ask_en).to_owned()
}

/// A number for reading: two digits after the point at most.
pub fn number(value: f64) -> String {
    if value == f64::INFINITY {
        return "∞".to_owned();
    }
    let text = format!("{value:.2}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// A fit as a share of a hundred.
fn percent(fit: f64) -> String {
    format!("{:.0}%", fit * 100.0)
}

/// A span with its unit: `40 MW`, `≤ 30 MW`, `0.5–0.6 元/千瓦时`.
pub fn span_words(span: Span, unit: &str) -> String {
    let text = if span.is_exact() {
        number(span.lo)
    } else if span.hi == f64::INFINITY {
        format!("≥ {}", number(span.lo))
    } else if span.lo <= 0.0 {
        format!("≤ {}", number(span.hi))
    } else {
        format!("{}–{}", number(span.lo), number(span.hi))
    };
    format!("{text} {unit}").trim_end().to_owned()
}

/// Firms of both periods from which on their share is said: of a handful it misleads.
const SHARE_FIRMS_MIN: f64 = 20.0;

/// How many firms were founded in the recent period, and how many in the one before.
fn growth(plan: &Plan<'_>, park: usize, language: Language) -> String {
    let Some(posting) = plan.strongest_posting(park) else { return String::new() };
    let (recent, previous) = (number(posting.recent), number(posting.previous));
    let share = percent(plan.raw_of(Criterion::IndustryGrowth, park).lo);
    let is_said = posting.recent + posting.previous >= SHARE_FIRMS_MIN;
    match language {
        Language::Zh => {
            let share = if is_said { format!("，近期占 {share}") } else { String::new() };
            format!("近期新设企业 {recent} 家，前一期 {previous} 家{share}")
        }
        Language::En => {
            let share = if is_said { format!(" ({share} recent)") } else { String::new() };
            format!(
                "{recent} firms founded in the recent period, {previous} in the one before{share}"
            )
        }
    }
}

/// What one criterion says of one park.
pub(crate) fn reason(
    plan: &Plan<'_>,
    criterion: Criterion,
    park: usize,
    fit: Span,
    language: Language,
) -> String {
    let model = plan.catalog.models.criterion(criterion);
    let parks = &plan.catalog.features.parks;
    match criterion {
        Criterion::IndustryFit => industry_fit(plan, park, fit.lo, language),
        Criterion::IndustryScale => industry_scale(plan, park, language),
        Criterion::IndustryGrowth => growth(plan, park, language),
        Criterion::Level => {
            let level = parks.level[park];
            language.pick(level.zh(), level.en()).to_owned()
        }
        Criterion::Kind => {
            parks.kind[park].map(|k| language.pick(k.zh(), k.en())).unwrap_or_default().to_owned()
        }
        Criterion::DistanceKm => distances(plan, park, language),
        Criterion::HazardousWaste | Criterion::ChemicalPark => {
            let yes = plan.raw_of(criterion, park).lo > 0.5;
            let answer =
                language.pick(if yes { "是" } else { "否" }, if yes { "yes" } else { "no" });
            format!("{}{}{answer}", criterion_name(model, language), colon(language))
        }
        Criterion::Region => parks.region[park].as_deref().unwrap_or_default().to_owned(),
        Criterion::IndustryQuotient
        | Criterion::ApprovedAreaHa
        | Criterion::AgeYears
        | Criterion::LandAreaMu
        | Criterion::FactoryAreaM2
        | Criterion::LandPrice
        | Criterion::FactoryRent
        | Criterion::PowerMw
        | Criterion::WaterTPerDay
        | Criterion::SewageTPerDay
        | Criterion::SteamTPerHour
        | Criterion::GasM3PerDay
        | Criterion::PowerPrice
        | Criterion::WaterPrice
        | Criterion::GasPrice
        | Criterion::SteamPrice
        | Criterion::Incentives => figure(plan, criterion, park, language),
    }
}

pub(crate) fn colon(language: Language) -> &'static str {
    language.pick("：", ": ")
}

fn figure(plan: &Plan<'_>, criterion: Criterion, park: usize, language: Language) -> String {
    let model = plan.catalog.models.criterion(criterion);
    let unit = unit_of(model, language);
    let value = span_words(plan.raw_of(criterion, park), unit);
    let name = criterion_name(model, language);
    match plan.profile.asked_figure(criterion) {
        Some(asked) => {
            let asked = format!("{} {unit}", number(asked));
            match language {
                Language::Zh => format!("{name}：{value}，需要 {}", asked.trim_end()),
                Language::En => format!("{name}: {value}, asked {}", asked.trim_end()),
            }
        }
        None => format!("{name}{}{value}", colon(language)),
    }
}

fn industry_fit(plan: &Plan<'_>, park: usize, fit: f64, language: Language) -> String {
    let mut parts: Vec<String> = Vec::new();
    let features = &plan.catalog.features;
    if let Some((item, value)) = evidence::best_named(plan, park) {
        let phrase = &features.named.phrases[item.phrase as usize];
        let why = phrase_reason(plan, plan.industry.phrases[item.phrase as usize].1, language);
        let share = percent(value);
        parts.push(match language {
            Language::Zh => format!("主导产业写明“{}”（{why}，{share}）", phrase.text),
            Language::En => format!("names “{}” ({why}, {share})", phrase.text),
        });
    }
    if let Some(hit) = plan.industry.said_hit(park) {
        let word = &plan.profile.industry.words[hit.word as usize].word;
        let kind = features.words.units[hit.unit as usize].kind;
        let place = match kind {
            park_features::UnitKind::Name => language.pick("名称", "its name says"),
            park_features::UnitKind::Positioning => {
                language.pick("功能定位", "its positioning says")
            }
            park_features::UnitKind::Fact
            | park_features::UnitKind::Around
            | park_features::UnitKind::Term
            | park_features::UnitKind::Phrase => language.pick("公开资料", "published facts say"),
        };
        parts.push(match language {
            Language::Zh => format!("{place}中有“{word}”"),
            Language::En => format!("{place} “{word}”"),
        });
    }
    if let Some(hit) = plan.industry.term_hit(park)
        && let Some(o) = evidence::hit_row(plan, hit, park)
    {
        parts.push(match language {
            Language::Zh => format!("{} 家企业经营“{}”", number(o.firms), o.text),
            Language::En => format!("{} firms work in “{}”", number(o.firms), o.text),
        });
    }
    if let Some((code, posting)) = evidence::best_code(plan, park) {
        parts.push(firms_words(plan, park, code, posting, language));
    }
    // What stands in the county or city around counts a little, so it must be said where it counts.
    let around = plan.industry.around[park];
    if around > 0.0 {
        parts.push(match language {
            Language::Zh => format!("所在县市有企业从事该产业（只作旁证，{}）", percent(around)),
            Language::En => {
                format!(
                    "firms of its county or city work in it (a side proof, {})",
                    percent(around)
                )
            }
        });
    }
    if parts.is_empty() {
        return language
            .pick("没有资料显示与该产业相关", "nothing on file speaks of this industry")
            .to_owned();
    }
    let joined = parts.join(language.pick("；", "; "));
    match language {
        Language::Zh => format!("{joined}，契合度 {}", percent(fit)),
        Language::En => format!("{joined}: fit {}", percent(fit)),
    }
}

fn firms_words(
    plan: &Plan<'_>,
    park: usize,
    code: park_industry::Code,
    posting: &park_features::Posting,
    language: Language,
) -> String {
    let name = plan.catalog.tree.name(code);
    let how_many = if plan.catalog.features.revealed.counts_firms[park] {
        match language {
            Language::Zh => format!("企业 {} 家", number(posting.firms)),
            Language::En => format!("{} firms", number(posting.firms)),
        }
    } else {
        percent(posting.share)
    };
    let quotient = posting.quotient.map(|q| match language {
        Language::Zh => format!("，区位商 {}", number(q)),
        Language::En => format!(", location quotient {}", number(q)),
    });
    let quotient = quotient.unwrap_or_default();
    match language {
        Language::Zh => format!("{name}（{code}）{how_many}{quotient}"),
        Language::En => format!("{name} ({code}) {how_many}{quotient}"),
    }
}

fn phrase_reason(plan: &Plan<'_>, reason: PhraseReason, language: Language) -> String {
    use crate::asked::NodeRelation;
    match reason {
        PhraseReason::Word(w) => {
            let word = &plan.profile.industry.words[w as usize].word;
            match language {
                Language::Zh => format!("含“{word}”"),
                Language::En => format!("holds “{word}”"),
            }
        }
        PhraseReason::Codes => language.pick("按行业代码", "by its codes").to_owned(),
        PhraseReason::Chain(NodeRelation::Same) => {
            language.pick("产业链同一环节", "the same link of the chain").to_owned()
        }
        PhraseReason::Chain(NodeRelation::Beside) => {
            language.pick("产业链上下游环节", "a link beside it in the chain").to_owned()
        }
        PhraseReason::Chain(NodeRelation::SameChain) => {
            language.pick("同一产业链", "the same chain").to_owned()
        }
        PhraseReason::ChainName => {
            language.pick("写明该产业链", "names the whole chain").to_owned()
        }
        PhraseReason::Nothing => language.pick("不相关", "not related").to_owned(),
    }
}

fn industry_scale(plan: &Plan<'_>, park: usize, language: Language) -> String {
    let features = &plan.catalog.features;
    let mut parts = Vec::new();
    if features.revealed.counts_firms[park] && plan.industry.firms[park] > 0.0 {
        let firms = number(plan.industry.firms[park]);
        parts.push(match language {
            Language::Zh => format!("相关企业约 {firms} 家"),
            Language::En => format!("about {firms} firms of the industry"),
        });
    }
    if let (Some(area), Some(n)) =
        (features.parks.area_ha[park], features.named.leading_count[park])
    {
        let area = number(area);
        parts.push(match language {
            Language::Zh => format!("核准面积 {area} 公顷，由 {n} 个主导产业分用"),
            Language::En => format!("{area} ha approved, shared among {n} named industries"),
        });
    }
    if parts.is_empty() {
        return language.pick("规模资料不足", "little is known of its scale").to_owned();
    }
    parts.join(language.pick("；", "; "))
}

fn distances(plan: &Plan<'_>, park: usize, language: Language) -> String {
    let parts: Vec<String> = plan
        .profile
        .near
        .iter()
        .zip(plan.distances(park))
        .map(|(near, km)| {
            let label = near.label.as_deref().unwrap_or(language.pick("目标地", "the place"));
            match language {
                Language::Zh => format!("距{label} {km:.0} 公里"),
                Language::En => format!("{km:.0} km from {label}"),
            }
        })
        .collect();
    parts.join(language.pick("，", ", "))
}

/// What is on file of an open criterion but does not prove it.
pub(crate) fn open_note(
    plan: &Plan<'_>,
    criterion: Criterion,
    park: usize,
    language: Language,
) -> Option<String> {
    let old = evidence::too_old(plan, criterion, park, language);
    if let Some(row) = old.iter().max_by_key(|r| r.as_of) {
        let date = evidence::date(row.as_of);
        return Some(match language {
            Language::Zh => format!("旧值（{date}，已过时效）：{}", row.value),
            Language::En => format!("old value ({date}, past its limit): {}", row.value),
        });
    }
    let raw = plan.raw_of(criterion, park);
    // A utility that is only said to be ready bounds nothing.
    if criterion.spare_of().is_some() && raw.hi.is_finite() && !raw.is_exact() {
        let unit = unit_of(plan.catalog.models.criterion(criterion), language);
        let value = span_words(raw, unit);
        return Some(match language {
            Language::Zh => format!("余量未知，至多可推知 {value}"),
            Language::En => format!("the spare part is not known; what is on file allows {value}"),
        });
    }
    None
}

/// The hint of a name.
pub(crate) fn chemical_hint(language: Language) -> String {
    language
        .pick(
            "名称提示为化工园区，但未见认定依据",
            "its name hints at a chemical park, but no recognition is on file",
        )
        .to_owned()
}

/// A must in words: `供电余量 ≥ 40 MW`.
pub fn must_words(catalog: &Catalog, must: &Must, language: Language) -> String {
    let model = catalog.models.criterion(must.criterion);
    let name = criterion_name(model, language);
    let value = value_words(&must.value, language);
    let unit = unit_of(model, language);
    let op = match must.op {
        crate::must::Op::AtLeast => "≥",
        crate::must::Op::AtMost => "≤",
        crate::must::Op::Equals => "=",
        crate::must::Op::In => language.pick("属于", "in"),
    };
    format!("{name} {op} {value} {unit}").trim_end().to_owned()
}

/// A value of a must in words.
pub fn value_words(value: &MustValue, language: Language) -> String {
    let join = |parts: Vec<&str>| parts.join(language.pick("、", ", "));
    match value {
        MustValue::Number(v) => number(*v),
        MustValue::Flag(v) => {
            language.pick(if *v { "是" } else { "否" }, if *v { "yes" } else { "no" }).to_owned()
        }
        MustValue::Levels(list) => {
            join(list.iter().map(|l| language.pick(l.zh(), l.en())).collect())
        }
        MustValue::Kinds(list) => {
            join(list.iter().map(|k| language.pick(k.zh(), k.en())).collect())
        }
        MustValue::Regions(list) => join(list.iter().map(String::as_str).collect()),
    }
}

/// Musts that no park meets together.
pub(crate) fn clash(plan: &Plan<'_>, musts: &[usize], language: Language) -> String {
    let words: Vec<String> =
        musts.iter().map(|m| must_words(plan.catalog, &plan.profile.musts[*m], language)).collect();
    let joined = words.join(language.pick("；", "; "));
    match (musts.len(), language) {
        (1, Language::Zh) => format!("没有园区被证实满足：{joined}"),
        (1, Language::En) => format!("no park is proven to meet: {joined}"),
        (_, Language::Zh) => format!("没有园区被证实同时满足：{joined}"),
        (_, Language::En) => format!("no park is proven to meet together: {joined}"),
    }
}
