//! A clause as it was read, in words for a person: `policy read` without `--json`.

use std::io::Write;

use park_domain::words::Instrument;
use serde_json::Value;

use crate::lang::Lang;

/// Of what a rate is taken or for each what a sum is paid: code, Chinese, English.
#[rustfmt::skip]
const PER: &[(&str, &str, &str)] = &[
    ("tax_paid", "纳税额或地方贡献", "tax or local contribution paid"), ("rent", "租金", "rent"),
    ("land_price", "地价", "land price"), ("equipment", "设备投资", "investment in equipment"),
    ("rd_spend", "研发投入", "spending on research"), ("interest", "利息", "interest"),
    ("loan", "贷款额", "loan"), ("premium", "保费", "insurance premium"),
    ("capital", "到位资金", "capital paid in"), ("revenue", "营业收入", "revenue"),
    ("fee", "收费", "fees"), ("wage", "工资薪酬", "wages"), ("grant", "上级资助", "grant of a higher level"),
    ("contract", "合同额", "contract value"), ("price", "购置或销售价", "price"),
    ("purchase", "采购额", "purchases"), ("cost", "费用", "cost"), ("investment", "投资额", "investment"),
    ("mu", "每亩", "each mu"), ("m2", "每平方米", "each square metre"),
    ("m2_month", "每平方米每月", "each square metre and month"), ("head", "每人", "each person"),
    ("head_year", "每人每年", "each person and year"), ("head_month", "每人每月", "each person and month"),
    ("firm", "每户", "each firm"), ("kWh", "每千瓦时", "each kWh"), ("MW", "每兆瓦", "each MW"),
    ("year", "每年", "each year"), ("month", "每月", "each month"), ("room", "每间", "each room"),
    ("product", "每件（项）", "each item"), ("once", "一次性", "once"), ("project", "每个项目", "each project"),
];

/// Kinds of conditions: code, Chinese, English.
const CONDITIONS: &[(&str, &str, &str)] = &[
    ("investment", "投资", "investment"),
    ("tax", "税收", "tax"),
    ("jobs", "就业", "jobs"),
    ("headquarters", "总部", "headquarters"),
    ("new_firm", "新设企业", "new firm"),
    ("industry", "产业", "industry"),
    ("revenue", "营业收入", "revenue"),
    ("other", "其他", "other"),
];

/// The word of a code, or the code where a table does not know it.
fn word(table: &[(&str, &'static str, &'static str)], code: &str, lang: Lang) -> String {
    let found = table.iter().find(|(known, ..)| *known == code);
    found.map_or_else(|| code.to_owned(), |(_, zh, en)| lang.pick(*zh, *en).to_owned())
}

/// The level of the screen, or of a claimed exception, in words.
pub(super) fn level(code: &str, lang: Lang) -> &'static str {
    match code {
        "likely" => lang.pick("建议核查", "needs review"),
        "possible" => lang.pick("可能需核查", "may need review"),
        _ => lang.pick("未发现需核查的表述", "nothing found that needs review"),
    }
}

/// Prints a row and what was read from it.
pub(super) fn print(
    (row, text): (usize, &str),
    line: &Value,
    lang: Lang,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    writeln!(out, "{row}. {text}")?;
    for (label, words) in fields(line, lang) {
        writeln!(out, "   {label}{}{words}", lang.pick("：", ": "))?;
    }
    Ok(())
}

/// What was read, labelled, in the order of the contract; what was not read is left out.
fn fields(line: &Value, lang: Lang) -> Vec<(&'static str, String)> {
    let instrument = plain(&line["instrument"]);
    let instrument =
        Instrument::parse(&instrument).map_or(instrument, |i| lang.pick(i.zh(), i.en()).to_owned());
    let money = lang.pick(" 万元", " (10k CNY)");
    let per = line["per"].as_str().map_or_else(String::new, |code| word(PER, code, lang));
    let rules = joined(&line["rules"], "", lang);
    let screen = level(&plain(&line["screen"]), lang);
    let all = [
        (lang.pick("优惠方式", "instrument"), instrument),
        (lang.pick("比例", "rates"), joined(&line["rates_pct"], "%", lang)),
        (lang.pick("金额", "sums"), joined(&line["amounts_10k_cny"], money, lang)),
        (lang.pick("上限", "caps"), joined(&line["caps_10k_cny"], money, lang)),
        (lang.pick("计算依据", "per"), per),
        (lang.pick("期限", "term"), term(&plain(&line["years"]), lang)),
        (lang.pick("条件", "conditions"), conditions(&line["conditions"], lang)),
        (lang.pick("复核提示", "screen"), format!("{screen} {rules}").trim_end().to_owned()),
        (lang.pick("未读出", "unread"), plain(&line["unread"])),
    ];
    all.into_iter().filter(|(_, words)| !words.is_empty()).collect()
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(words) => words.clone(),
        other @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
            other.to_string()
        }
    }
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn joined(value: &Value, unit: &str, lang: Lang) -> String {
    let each: Vec<String> = items(value).iter().map(|v| format!("{}{unit}", plain(v))).collect();
    each.join(lang.pick("、", ", "))
}

/// `3@100;2@50` for a person.
fn term(steps: &str, lang: Lang) -> String {
    let one = |step: &str| match (step.split_once('@'), lang) {
        (Some((years, rate)), Lang::Zh) => format!("{years} 年 {rate}%"),
        (Some((years, rate)), Lang::En) => format!("{years} years at {rate}%"),
        (None, Lang::Zh) => format!("{step} 年"),
        (None, Lang::En) => format!("{step} years"),
    };
    let each: Vec<String> = steps.split(';').filter(|s| !s.is_empty()).map(one).collect();
    each.join(lang.pick("，", ", "))
}

fn conditions(value: &Value, lang: Lang) -> String {
    let one = |condition: &Value| {
        let sign = match (condition["at_least"].is_null(), condition["below"].is_null()) {
            (false, true) => "≥ ",
            (true, false) => "< ",
            _ => "",
        };
        let kind = word(CONDITIONS, &plain(&condition["kind"]), lang);
        format!("{kind} {sign}“{}”", plain(&condition["words"]))
    };
    let each: Vec<String> = items(value).iter().map(one).collect();
    each.join(lang.pick("、", ", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::policy::read_line;

    fn printed(text: &str, lang: Lang) -> String {
        let line = serde_json::to_value(read_line(text)).unwrap();
        let mut out: Vec<u8> = Vec::new();
        print((1, text), &line, lang, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn chinese_output_is_chinese() {
        for text in [
            "固定资产投资5000万元以上的工业项目，按投资额的6%奖励，最高300万元。",
            "厂房租金前两年全免，第三年减半。",
            "给予厂房租金补贴，每月每平方米8元，补贴期限不超过3年。",
            "参加境外展会的，展位费补贴70%，每个展位最高3万元。",
        ] {
            let words = printed(text, Lang::Zh);
            assert!(!words.contains(|c: char| c.is_ascii_alphabetic()), "{words}");
            assert!(words.contains("优惠方式：") && words.contains("复核提示："), "{words}");
        }
    }

    #[test]
    fn steps_are_told_year_by_year() {
        assert_eq!(term("3@100;2@50", Lang::Zh), "3 年 100%，2 年 50%");
        assert_eq!(term("1.5", Lang::En), "1.5 years");
    }
}
