//! Provinces of the firms' files, and words that are places.

use std::collections::HashSet;

use crate::regions::short;

/// Short names and codes of the provinces.
const PROVINCES: [(&str, &str); 31] = [
    ("北京", "110000"),
    ("天津", "120000"),
    ("河北", "130000"),
    ("山西", "140000"),
    ("内蒙古", "150000"),
    ("辽宁", "210000"),
    ("吉林", "220000"),
    ("黑龙江", "230000"),
    ("上海", "310000"),
    ("江苏", "320000"),
    ("浙江", "330000"),
    ("安徽", "340000"),
    ("福建", "350000"),
    ("江西", "360000"),
    ("山东", "370000"),
    ("河南", "410000"),
    ("湖北", "420000"),
    ("湖南", "430000"),
    ("广东", "440000"),
    ("广西", "450000"),
    ("海南", "460000"),
    ("重庆", "500000"),
    ("四川", "510000"),
    ("贵州", "520000"),
    ("云南", "530000"),
    ("西藏", "540000"),
    ("陕西", "610000"),
    ("甘肃", "620000"),
    ("青海", "630000"),
    ("宁夏", "640000"),
    ("新疆", "650000"),
];

/// Code of the nation.
pub(super) const NATION: &str = "000000";

/// Code of a province by its short or full name.
pub(super) fn province_code(name: &str) -> Option<&'static str> {
    let brief = short(name);
    PROVINCES.iter().find(|(n, _)| *n == brief).map(|(_, code)| *code)
}

/// Short names of places that are words of trade as well.
const WORDS_OF_TRADE: &str = "化学 贸易 资源 石材 起重 理工 金门 港口 路桥 合作 合肥 通道 丝网 金水 白银 绿色 共和 \
    大理 石棉 新建 白云 高密 温泉 公安 井口 吉利 大桥 康乐 大田 莲花 新华 文水 龙门 无极 和平 东方 新城 平安 牡丹 火炬 \
    解放 灯塔 盐湖 白水 清水 同心 都市 金沙 海盐 桃花 宝塔 新兴 延长 兴业 友好 海洋 农业 工农 长白 高新 稀土 五大连池 \
    电白 沙发 桥梁 花山 玉石 山海 水城 金塔 化工 汽车 航空 医药 食品 物流 软件 生物 机械 钢铁 纺织 服装 家具 陶瓷 建材";

/// Tells terms that name a place.
#[derive(Debug)]
pub(super) struct Places {
    full: HashSet<String>,
    brief: HashSet<String>,
}

impl Places {
    pub(super) fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let words: HashSet<&str> = WORDS_OF_TRADE.split_whitespace().collect();
        let mut places = Self { full: HashSet::new(), brief: HashSet::new() };
        for name in names.chain(PROVINCES.iter().map(|(n, _)| *n)) {
            let brief = short(name);
            if name.chars().count() >= 3 && brief != name {
                places.full.insert(name.to_owned());
            }
            if brief.chars().count() >= 2 && !words.contains(brief) {
                places.brief.insert(brief.to_owned());
            }
        }
        places
    }

    /// Whether a place's full name stands anywhere in the term, or a short one opens or closes it.
    pub(super) fn named_in(&self, term: &str) -> bool {
        let ends: Vec<usize> = term.char_indices().map(|(i, _)| i).chain([term.len()]).collect();
        for (i, &from) in ends.iter().enumerate() {
            for &to in ends.iter().skip(i + 2).take(9) {
                let part = &term[from..to];
                if self.full.contains(part) {
                    return true;
                }
                let at_edge = from == 0 || to == term.len();
                if at_edge && self.brief.contains(part) {
                    return true;
                }
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_places_from_words_of_trade() {
        let places = Places::new(["苏州市", "大理白族自治州", "歙县"].into_iter());
        assert!(places.named_in("苏州丝绸") && places.named_in("歙县砚台"));
        assert!(!places.named_in("大理石板") && !places.named_in("机械设备"));
        assert_eq!(province_code("内蒙古自治区"), Some("150000"));
    }
}
