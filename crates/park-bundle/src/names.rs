//! A zone's name taken apart: the place in it, and what sort of zone it says it is.

use crate::regions::{Regions, short};

/// What sort of zone a name says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// 经济(技术)开发区.
    Economic,
    /// 高新(技术)…区.
    HighTech,
    /// 保税区, 出口加工区 and the like.
    Bonded,
    /// 工业园区, 产业园, 集中区 and the like.
    Works,
    /// A bare 开发区, which people write for most others.
    Bare,
    /// Anything else.
    Other,
}

/// A name taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ZoneName {
    pub(crate) core: String,
    pub(crate) class: Class,
}

/// Endings, longest first within what they share.
const ENDINGS: [(&str, Class); 47] = [
    ("经济技术开发区", Class::Economic),
    ("经济技术产业园区", Class::Economic),
    ("经济产业园区", Class::Economic),
    ("工业经济开发区", Class::Economic),
    ("经济开发区", Class::Economic),
    ("经开区", Class::Economic),
    ("高新技术产业开发区", Class::HighTech),
    ("高新技术产业园区", Class::HighTech),
    ("高新技术产业集中区", Class::HighTech),
    ("高新技术产业园", Class::HighTech),
    ("高新技术开发区", Class::HighTech),
    ("高新技术园区", Class::HighTech),
    ("高新开发区", Class::HighTech),
    ("高新区", Class::HighTech),
    ("综合保税区", Class::Bonded),
    ("保税港区", Class::Bonded),
    ("保税物流园区", Class::Bonded),
    ("保税物流中心", Class::Bonded),
    ("出口加工区", Class::Bonded),
    ("保税区", Class::Bonded),
    ("产业转移工业园区", Class::Works),
    ("产业转移工业园", Class::Works),
    ("新型工业化产业园区", Class::Works),
    ("工业示范基地", Class::Works),
    ("经济工业园区", Class::Works),
    ("循环经济园区", Class::Works),
    ("特色产业园区", Class::Works),
    ("特色工业园区", Class::Works),
    ("科技工业园区", Class::Works),
    ("科技工业园", Class::Works),
    ("工业集中区", Class::Works),
    ("工业集聚区", Class::Works),
    ("产业集聚区", Class::Works),
    ("产业聚集区", Class::Works),
    ("产业集中区", Class::Works),
    ("工业开发区", Class::Works),
    ("工业园区", Class::Works),
    ("产业园区", Class::Works),
    ("科技园区", Class::Works),
    ("工业新区", Class::Works),
    ("工业园", Class::Works),
    ("产业园", Class::Works),
    ("科技园", Class::Works),
    ("工业区", Class::Works),
    ("开发区", Class::Bare),
    ("园区", Class::Works),
    ("园", Class::Works),
];

/// Takes a name apart; `code` is the region it lies in, whose names are dropped from the front.
pub(crate) fn take_apart(name: &str, code: &str, regions: &Regions) -> ZoneName {
    let name: String =
        name.chars().filter(|c| !c.is_whitespace() && !"（）()·".contains(*c)).collect();
    let (stem, class) = ENDINGS
        .iter()
        .find_map(|(ending, class)| name.strip_suffix(ending).map(|stem| (stem, *class)))
        .unwrap_or((&name, Class::Other));
    let mut rest = stem;
    let mut last = "";
    let above = [format!("{}0000", prefix(code, 2)), format!("{}00", prefix(code, 4))];
    for region in above.iter().filter_map(|c| regions.name(c)) {
        for place in [region, short(region)] {
            let Some(tail) = rest.strip_prefix(place) else { continue };
            // 长沙县 keeps its 长沙: one character is no place.
            if tail.chars().count() == 1 {
                continue;
            }
            last = short(region);
            rest = tail;
            break;
        }
    }
    let core = if rest.is_empty() { last } else { short(rest) };
    ZoneName { core: core.to_owned(), class }
}

fn prefix(code: &str, len: usize) -> &str {
    code.get(..len).unwrap_or("")
}

/// How well two names agree: 0 not at all, 4 in full.
pub(crate) fn agreement(ours: &ZoneName, theirs: &ZoneName) -> u8 {
    if ours.core != theirs.core || ours.core.is_empty() {
        return 0;
    }
    match (ours.class, theirs.class) {
        (a, b) if a == b => 4,
        (Class::Bare, Class::Economic) | (Class::Economic, Class::Bare) => 3,
        (Class::Works, Class::Economic) | (Class::Economic | Class::Bare, Class::Works) => 2,
        (Class::Bare, Class::HighTech) => 1,
        _ => 0,
    }
}
