//! The measures of a table and the audit of printed numbers, as JSON and as words.

use park_structure::{Audited, Claim, Finding, Key, Measure, Row, Table, Undefined, Verdict};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value, json};

use crate::lang::Lang;

/// One object: a key for each measure, and `audit` where claims were given. Written row by row: a measure may have millions,
/// and as one tree of values they would take gigabytes.
pub(crate) struct Answer<'a> {
    pub(crate) table: &'a Table,
    pub(crate) results: &'a [(Measure, Vec<Row>)],
    pub(crate) audit: Option<Value>,
    pub(crate) lang: Lang,
}

impl Serialize for Answer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(None)?;
        for (asked, rows) in self.results {
            out.serialize_entry(asked.name(), &Rows { of: self, rows })?;
        }
        if let Some(audit) = &self.audit {
            out.serialize_entry("audit", audit)?;
        }
        out.end()
    }
}

/// The rows of one measure.
struct Rows<'a> {
    of: &'a Answer<'a>,
    rows: &'a [Row],
}

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.rows.iter().map(|r| row(self.of.table, r, self.of.lang)))
    }
}

/// The names a row is about, in the contract's words.
fn names(table: &Table, key: Key) -> Vec<(&'static str, &str)> {
    let region = |i: usize| table.regions()[i].as_str();
    let industry = |k: usize| table.industries()[k].as_str();
    match key {
        Key::RegionPair(a, b) => vec![("a", region(a)), ("b", region(b))],
        Key::IndustryPair(a, b) => vec![("a", industry(a)), ("b", industry(b))],
        Key::Region(i) => vec![("region", region(i))],
        Key::Industry(k) => vec![("industry", industry(k))],
        Key::Cell(i, k) => vec![("region", region(i)), ("industry", industry(k))],
    }
}

fn row(table: &Table, row: &Row, lang: Lang) -> Value {
    let mut out = Map::new();
    for (name, value) in names(table, row.key) {
        out.insert(name.to_owned(), json!(value));
    }
    match row.value {
        Ok(value) => out.insert("value".to_owned(), json!(value)),
        Err(why) => out.insert("undefined".to_owned(), json!(undefined(why, lang))),
    };
    for (step, value) in row.steps.iter().enumerate() {
        out.insert(format!("k{step}"), json!(value));
    }
    Value::Object(out)
}

/// The audit's rows, one a claim, in order.
pub(crate) fn audit(claims: &[Claim], audited: &[Audited], lang: Lang) -> Value {
    claims.iter().zip(audited).map(|(claim, one)| audit_row(claim, one, lang)).collect()
}

fn audit_row(claim: &Claim, one: &Audited, lang: Lang) -> Value {
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| out.insert(name.to_owned(), value);
    put("measure", json!(claim.measure));
    for (name, value) in
        [("region", &claim.region), ("other", &claim.other), ("industry", &claim.industry)]
    {
        if !value.is_empty() {
            put(name, json!(value));
        }
    }
    put("printed", json!(claim.printed));
    put("verdict", json!(verdict(one.verdict)));
    match one.recomputed {
        Some(Ok(value)) => put("recomputed", json!(value)),
        Some(Err(why)) => put("undefined", json!(undefined(why, lang))),
        None => put("undefined", json!(reason(claim, one, lang))),
    };
    if let Some(tolerance) = one.tolerance {
        put("tolerance", json!(tolerance));
    }
    if let Finding::Outside { low, high, .. } = one.finding {
        put("range", json!([low, high]));
    }
    put("reason", json!(reason(claim, one, lang)));
    Value::Object(out)
}

/// The verdict's code.
pub(crate) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Recomputes => "recomputes",
        Verdict::Differs => "differs",
        Verdict::Impossible => "impossible",
    }
}

/// The verdict in a word for people.
pub(crate) fn verdict_word(of: Verdict, lang: Lang) -> &'static str {
    let zh = match of {
        Verdict::Recomputes => "相符",
        Verdict::Differs => "不符",
        Verdict::Impossible => "不可能",
    };
    lang.pick(zh, verdict(of))
}

/// Why a measure has no value.
pub(crate) fn undefined(why: Undefined, lang: Lang) -> String {
    match lang {
        Lang::Zh => why.zh().to_owned(),
        Lang::En => why.to_string(),
    }
}

/// Why a claim got its verdict.
pub(crate) fn reason(claim: &Claim, one: &Audited, lang: Lang) -> String {
    let under = |c: Option<park_structure::Convention>| match c {
        None => String::new(),
        Some(c) => {
            let (zh, en) = c.words();
            lang.pick(format!("；{zh}则相符"), format!("; {en} it would recompute"))
        }
    };
    match one.finding {
        Finding::Within => lang
            .pick("与重算值之差不超过末位的一半", "within half a unit of the last printed digit")
            .to_owned(),
        Finding::Off { by, under: c } => {
            let value = one.recomputed.and_then(Result::ok).unwrap_or(f64::NAN);
            let tolerance = one.tolerance.unwrap_or(f64::NAN);
            lang.pick(
                format!("重算为{value:.6}，相差{by:.6}，容差{tolerance}{}", under(c)),
                format!("recomputed {value:.6}, off by {by:.6}, tolerance {tolerance}{}", under(c)),
            )
        }
        Finding::Outside { low, high, under: c } => {
            let edge = |v: Option<f64>| v.map_or("∞".to_owned(), |v| format!("{v:.6}"));
            let (low, high) = (edge(low).replace('∞', "−∞"), edge(high));
            lang.pick(
                format!("超出该指标在本表的取值范围[{low}, {high}]{}", under(c)),
                format!("outside the measure's range on this table [{low}, {high}]{}", under(c)),
            )
        }
        Finding::Undefined(why) => undefined(why, lang),
        Finding::NoMeasure => lang.pick(
            format!("没有名为“{}”的指标", claim.measure),
            format!("no measure is called \"{}\"", claim.measure),
        ),
        Finding::NoRow => lang.pick(
            "表中没有所述的地区或行业，或未按该指标给出名称".to_owned(),
            "the table has no such region or industry, or the claim does not name what the measure is about"
                .to_owned(),
        ),
        Finding::NoNumber => lang.pick(
            format!("“{}”不是数字", claim.printed),
            format!("\"{}\" is not a number", claim.printed),
        ),
    }
}

/// What was read: n, K, and what M is.
pub(crate) fn about(table: &Table, lang: Lang) -> String {
    let (n, k) = (table.n_regions(), table.n_industries());
    let unknown = table.values().iter().filter(|v| v.is_none()).count();
    let m = if table.is_binary() {
        lang.pick("表内只有0和1，M即本表", "only 0 and 1: the table is M itself")
    } else {
        "M = [LQ ≥ 1]"
    };
    lang.pick(
        format!("{n}个地区，K = {k}个行业，未知{unknown}格；{m}"),
        format!("{n} regions, K = {k} industries, {unknown} cells unknown; {m}"),
    )
}

/// The names of a row in one word.
pub(crate) fn label(table: &Table, key: Key) -> String {
    names(table, key).into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(" – ")
}

/// What a measure is called.
pub(crate) fn title(asked: Measure, lang: Lang) -> &'static str {
    let (zh, en) = match asked {
        Measure::Unido => ("产业结构相似系数", "UNIDO structure similarity"),
        Measure::KrugmanPair => ("克鲁格曼指数（两地）", "Krugman index of two regions, 0 to 2"),
        Measure::Overlap => ("结构重合度", "overlap of shares"),
        Measure::Jsd => ("JS散度（比特）", "Jensen–Shannon divergence, bits"),
        Measure::Cosine => ("余弦", "cosine"),
        Measure::CosineTaxonomy => {
            ("考虑行业分类的余弦", "cosine with the classification's nearness")
        }
        Measure::KrugmanMeanOfOthers => {
            ("克鲁格曼指数（对其余均值）", "Krugman against the mean of the others")
        }
        Measure::KrugmanPooled => {
            ("克鲁格曼指数（对合计，含自身）", "Krugman against all pooled, itself included")
        }
        Measure::KrugmanLeaveOneOut => {
            ("克鲁格曼指数（对其余合计）", "Krugman against the others pooled")
        }
        Measure::Hoover => ("胡佛专业化系数", "Hoover coefficient, half of krugman-pooled"),
        Measure::Hachman => ("哈赫曼指数", "Hachman index"),
        Measure::Hhi => ("赫芬达尔指数", "Herfindahl–Hirschman index"),
        Measure::HhiNormalised => {
            ("赫芬达尔指数（标准化）", "Herfindahl–Hirschman index, normalised")
        }
        Measure::Entropy => ("熵（比特）", "entropy, bits"),
        Measure::Theil => ("泰尔指数T", "Theil's T"),
        Measure::TheilL => ("泰尔指数L", "Theil's L"),
        Measure::GiniSpecialisation => ("专业化基尼系数", "Gini of specialisation"),
        Measure::GiniConcentration => ("集中度基尼系数", "Gini of concentration"),
        Measure::KrugmanConcentration => ("克鲁格曼集中指数", "Krugman index of concentration"),
        Measure::LocationalGini => ("区位基尼系数", "locational Gini, 0 to 0.5"),
        Measure::Lq => ("区位商", "location quotient"),
        Measure::RcaBinary => ("是否具有优势（M）", "M: has it or not"),
        Measure::Proximity => ("行业邻近度", "proximity of industries"),
        Measure::Density => ("关联密度", "relatedness density"),
        Measure::Fitness => ("适应度", "fitness"),
        Measure::Complexity => ("复杂度", "complexity"),
        Measure::Reflections => ("反射法（值为k2）", "method of reflections (the value is k2)"),
        Measure::Eci => ("经济复杂度指数", "economic complexity index"),
        Measure::Pci => ("产品复杂度指数", "product complexity index"),
    };
    lang.pick(zh, en)
}
