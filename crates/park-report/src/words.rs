//! Words of the codes, in both languages.

use crate::view::Lang;

/// Code, Chinese, English.
type Word = (&'static str, &'static str, &'static str);

const AXES: [Word; 4] = [
    ("positioning", "功能定位", "Positioning"),
    ("industry_named", "名义产业", "Named industries"),
    ("industry_revealed", "实有产业", "Revealed industries"),
    ("policy", "政策工具", "Policy instruments"),
];

const QUESTIONS: [Word; 4] = [
    ("positioning", "园区说自己要成为什么", "What the parks say they want to be"),
    ("industry_named", "园区公布的主导产业名单", "The leading industries the parks publish"),
    (
        "industry_revealed",
        "园区内企业实际从事的行业",
        "The industries the firms of the parks are in",
    ),
    (
        "policy",
        "园区自身政策条款用了哪些工具（不比较优惠力度）",
        "Which instruments the parks' own clauses use (not how much they give)",
    ),
];

const VERDICTS: [Word; 5] = [
    ("twin", "同质园区", "Twin"),
    ("alike-by-popularity", "随大流而相似", "Alike by popularity"),
    ("not-more-than-chance", "未超出偶然", "Not more than chance"),
    ("cannot-tell", "无法判断", "Cannot be told"),
    ("same-house", "同一机构", "Same house"),
];

const RELATIONS: [Word; 2] = [
    ("rival", "竞争：同一环节、距离近", "Rivals: same stage, near"),
    ("complement", "互补：同链不同环节", "Complements: same chain, other stage"),
];

const SETS: [Word; 5] = [
    ("province", "同省", "One province"),
    ("city", "同市", "One city"),
    ("kind", "同类型", "One kind"),
    ("approved", "同批获批", "Approved together"),
    ("distance", "相距", "Apart"),
];

const UNITS: [Word; 4] = [
    ("positioning", "定位用语", "terms"),
    ("industry_named", "名义产业", "named industries"),
    ("industry_revealed", "行业大类", "divisions"),
    ("policy", "政策工具", "instruments"),
];

fn word<'a>(list: &[Word], code: &'a str, lang: Lang) -> &'a str {
    list.iter().find(|(known, _, _)| *known == code).map_or(code, |(_, zh, en)| lang.pick(zh, en))
}

pub(crate) fn axis(code: &str, lang: Lang) -> &str {
    word(&AXES, code, lang)
}

pub(crate) fn question(code: &str, lang: Lang) -> &str {
    word(&QUESTIONS, code, lang)
}

pub(crate) fn verdict(code: &str, lang: Lang) -> &str {
    word(&VERDICTS, code, lang)
}

pub(crate) fn set(code: &str, lang: Lang) -> &str {
    word(&SETS, code, lang)
}

pub(crate) fn relation(code: &str, lang: Lang) -> &str {
    word(&RELATIONS, code, lang)
}

pub(crate) fn unit(code: &str, lang: Lang) -> &str {
    word(&UNITS, code, lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_code_stands_for_itself() {
        assert_eq!(verdict("twin", Lang::Zh), "同质园区");
        assert_eq!(verdict("new-word", Lang::En), "new-word");
    }
}
