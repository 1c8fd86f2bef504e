//! Words of the bases and indicators of a project's money, in both languages.

use crate::lang::Lang;

/// Code, Chinese, English.
#[rustfmt::skip]
const BASES: &[(&str, &str, &str)] = &[
    ("tax_paid", "地方留存税收", "tax that stays local"), ("rent", "年租金", "yearly rent"), ("land_price", "土地价款", "land price"),
    ("equipment", "设备投资", "investment in equipment"), ("rd_spend", "年研发投入", "yearly spending on research"),
    ("interest", "年利息", "yearly interest"), ("loan", "贷款额", "loan"), ("premium", "保费", "insurance premium"),
    ("capital", "到位资金", "capital paid in"), ("revenue", "营业收入", "revenue"), ("fee", "收费", "fees"), ("wage", "工资薪酬", "wages"),
    ("grant", "上级资助", "grant of a higher level"), ("contract", "合同额", "contract value"), ("price", "购置价", "price"),
    ("purchase", "采购额", "purchases"), ("cost", "费用", "cost"), ("investment", "投资额", "investment"), ("mu", "亩", "mu"),
    ("m2", "平方米", "m²"), ("m2_month", "平方米·月", "m² and month"), ("head", "人", "persons"), ("head_year", "人·年", "persons and years"),
    ("head_month", "人·月", "persons and months"), ("firm", "户", "firm"), ("kWh", "年用电量", "yearly kWh"), ("MW", "兆瓦", "MW"),
    ("year", "年", "year"), ("month", "月", "months"), ("room", "间", "rooms"), ("product", "件（项）", "items"), ("once", "次", "time"),
    ("project", "个项目", "project"), ("tax", "年纳税额", "yearly tax"), ("jobs", "就业人数", "jobs"),
    ("investment/mu", "亩均投资", "investment a mu"), ("revenue/mu", "亩均营收", "revenue a mu"), ("tax/mu", "亩均税收", "tax a mu"),
];

/// The word of a base or indicator, or its code where the table does not know it.
pub(crate) fn base(code: &str, lang: Lang) -> String {
    let found = BASES.iter().find(|(known, ..)| *known == code);
    found.map_or_else(|| code.to_owned(), |(_, zh, en)| lang.pick(*zh, *en).to_owned())
}
