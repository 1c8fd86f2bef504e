//! For each what a sum is paid: `元/亩`, `每平方米每月`, `/人·年`.

use crate::clean::Clean;
use crate::scan::Figure;

/// For each what an amount is paid, as it stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Each {
    Mu,
    SquareMetre,
    SquareMetreMonth,
    Head,
    HeadYear,
    HeadMonth,
    Firm,
    Kwh,
    Mw,
    Year,
    Month,
    Room,
    Other,
}

/// `/亩`, `每平方米每月`, `/人·年` after an amount.
pub(crate) fn slash_units(text: &Clean, figure: &mut Figure) {
    let mut at = figure.end;
    let mut found: Option<Each> = None;
    let mut steps = 0;
    while steps < 3 && matches!(text.chars.get(at), Some('/' | '每' | '·' | '.')) {
        let Some((each, length)) = each_at(text, at + 1) else { break };
        found = Some(match (found, each) {
            (Some(Each::Head), Each::Year) => Each::HeadYear,
            (Some(Each::Head), Each::Month) => Each::HeadMonth,
            (Some(Each::Year), Each::Head) => Each::HeadYear,
            (Some(Each::Month), Each::Head) => Each::HeadMonth,
            (Some(Each::SquareMetre), Each::Month) => Each::SquareMetreMonth,
            (Some(Each::Month), Each::SquareMetre) => Each::SquareMetreMonth,
            (Some(old), _) => old,
            (None, new) => new,
        });
        at += 1 + length;
        steps += 1;
    }
    if found.is_some() {
        figure.each = found;
        figure.end = at;
    }
}

/// The unit word at a place, and its length.
pub(crate) fn each_at(text: &Clean, at: usize) -> Option<(Each, usize)> {
    const UNITS: &[(&str, Each)] = &[
        ("平方米建筑面积", Each::SquareMetre),
        ("平方公尺", Each::SquareMetre),
        ("平方米", Each::SquareMetre),
        ("平米", Each::SquareMetre),
        ("平方", Each::SquareMetre),
        ("m2", Each::SquareMetre),
        ("亩", Each::Mu),
        ("人次", Each::Head),
        ("人", Each::Head),
        ("名", Each::Head),
        ("位", Each::Head),
        ("户", Each::Firm),
        ("家", Each::Firm),
        ("企业", Each::Firm),
        ("千瓦时", Each::Kwh),
        ("kwh", Each::Kwh),
        ("度", Each::Kwh),
        ("兆瓦", Each::Mw),
        ("mw", Each::Mw),
        ("年度", Each::Year),
        ("年", Each::Year),
        ("月", Each::Month),
        ("间", Each::Room),
        ("吨", Each::Other),
        ("标准箱", Each::Other),
        ("标箱", Each::Other),
        ("teu", Each::Other),
        ("立方米", Each::Other),
        ("辆", Each::Other),
        ("台", Each::Other),
        ("套", Each::Other),
        ("项", Each::Other),
        ("件", Each::Other),
        ("个", Each::Other),
        ("票", Each::Other),
        ("单", Each::Other),
        ("瓦", Each::Other),
        ("次", Each::Other),
        ("班", Each::Other),
        ("列", Each::Other),
        ("天", Each::Other),
    ];
    UNITS.iter().find(|(w, _)| text.starts(at, w)).map(|(w, e)| (*e, w.chars().count()))
}
