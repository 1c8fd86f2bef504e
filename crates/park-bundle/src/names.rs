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
    /// The place in it, with the county before it and without.
    pub(crate) cores: Vec<String>,
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
    let mut cores: Vec<String> = Vec::new();
    let province = format!("{}0000", prefix(code, 2));
    let city = format!("{}00", prefix(code, 4));
    for (step, at) in [province.as_str(), city.as_str(), code].into_iter().enumerate() {
        if let Some(region) = regions.name(at)
            && let Some(tail) = without_place(rest, region)
        {
            last = short(region);
            rest = tail;
        }
        if step > 0 {
            let core = if rest.is_empty() { last } else { short(rest) };
            if !core.is_empty() && !cores.iter().any(|c| c == core) {
                cores.push(core.to_owned());
            }
        }
    }
    ZoneName { cores, class }
}

/// The text behind a region's name. 长沙县 keeps its 长沙: one character is no place.
fn without_place<'a>(text: &'a str, region: &str) -> Option<&'a str> {
    [region, short(region)]
        .into_iter()
        .find_map(|place| text.strip_prefix(place))
        .filter(|tail| tail.chars().count() != 1)
}

fn prefix(code: &str, len: usize) -> &str {
    code.get(..len).unwrap_or("")
}

/// Words that stand in the names of many zones and say nothing of the place.
const SAYS_NO_PLACE: &str = "城南 城北 城东 城西 东城 西城 南城 北城 东郊 大桥 工业 新技术 高科技 大学 汽车 汽车产业 机械 \
    绿色食品 石材 化工 生物科技 创新 新城 一体化 综合 工业综合 片区 保税港 江南 滨江 滨海 海港 临港 空港 不锈钢 装备制造 北京 软件 \
    化学 胜利 长江 火炬 稀土 沿江 城关 沙南 丝网 高新";

/// Whether a name is fit to be shown as another name of a park: it says which place it means.
pub(crate) fn is_telling(name: &ZoneName) -> bool {
    let Some(core) = name.cores.first() else { return false };
    core.chars().count() >= 2 && !SAYS_NO_PLACE.split_whitespace().any(|w| w == core)
}

/// How well two names agree: 0 not at all, 4 in full.
pub(crate) fn agreement(ours: &ZoneName, theirs: &ZoneName) -> u8 {
    if !ours.cores.iter().any(|core| theirs.cores.contains(core)) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_place_under_other_words_agrees() {
        let regions = Regions::of(&[
            ("120000", "天津市"),
            ("340000", "安徽省"),
            ("340100", "合肥市"),
            ("340121", "长丰县"),
            ("341000", "黄山市"),
            ("341021", "歙县"),
        ]);
        let read = |name: &str, code: &str| take_apart(name, code, &regions);
        let shexian = read("安徽歙县经济开发区", "341021");
        assert_eq!(agreement(&read("歙县经济技术开发区", "341021"), &shexian), 4);
        assert_eq!(agreement(&read("歙县工业园区", "341000"), &shexian), 2);
        assert_eq!(agreement(&read("歙县高新区", "341021"), &shexian), 0);
        let shuangfeng = read("安徽长丰双凤经济开发区", "340121");
        assert_eq!(agreement(&read("双凤开发区", "340100"), &shuangfeng), 3);
        assert_eq!(agreement(&read("长丰双凤经济开发区", "340100"), &shuangfeng), 4);
        let dagang = read("天津大港经济开发区", "120116");
        assert_eq!(agreement(&read("大港经济技术开发区", "120000"), &dagang), 4);
        assert!(is_telling(&shuangfeng) && !is_telling(&read("城南工业园", "340100")));
    }
}
