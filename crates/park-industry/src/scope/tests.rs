//! Made-up firms of many trades, garbage, and what every reading must keep.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use proptest::prelude::*;

use super::{Divisions, PROBABILITY_MIN, pooled};
use crate::{Code, Reader, Reading};

fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(|| {
        Reader::from_dir(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models"))
            .expect("the models of this repo can be read")
    })
}

fn division(name: &str, scope: &str) -> String {
    reader().scope(name, scope).codes[0].code.division().to_string()
}

#[test]
fn made_up_firms_stand_in_their_division() {
    let mut wrong = Vec::new();
    for (name, scope, expected) in [
        ("云溪县绿野蔬菜种植专业合作社", "蔬菜种植、销售;组织采购、供应成员所需的生产资料", "01"),
        ("云溪牧歌养殖有限公司", "生猪饲养及销售", "03"),
        ("大岭石料厂", "建筑用石料开采、破碎、销售", "10"),
        ("丰谷米业有限公司", "大米加工、销售;粮食收购", "13"),
        ("甜心烘焙食品有限公司", "糕点、面包生产;预包装食品销售", "14"),
        ("老窖坊酒业有限公司", "白酒酿造、销售", "15"),
        ("明纺织造有限公司", "棉纱、坯布生产、销售", "17"),
        ("海燕制衣厂", "服装加工", "18"),
        ("步云鞋业有限公司", "皮鞋、运动鞋制造;货物进出口", "19"),
        ("青松木业有限公司", "胶合板、木地板生产销售", "20"),
        ("雅居家具有限公司", "实木家具、沙发的设计、生产、销售", "21"),
        ("恒彩印务有限公司", "包装装潢印刷品印刷(凭许可证经营)", "23"),
        ("新元化工有限公司", "涂料、油漆、水性树脂漆制造(不含危险化学品)", "26"),
        ("康元制药有限公司", "片剂、硬胶囊剂、颗粒剂的生产", "27"),
        ("宏塑包装制品厂", "塑料薄膜、塑料编织袋生产、销售", "29"),
        ("固达商品混凝土有限公司", "商品混凝土、预制构件生产、销售", "30"),
        ("江铸机械配件厂", "铝合金压铸件、铸铁件铸造加工", "33"),
        ("泰泵流体设备有限公司", "水泵、阀门、空压机制造、销售及维修", "34"),
        ("仁和医疗器械制造有限公司", "二类医疗器械生产;医用耗材研发", "35"),
        ("驰远汽车零部件有限公司", "汽车座椅、汽车内饰件、制动器制造", "36"),
        ("远光电缆有限公司", "电线电缆、光缆、变压器制造、销售", "38"),
        ("芯海微电子有限公司", "集成电路、半导体器件封装测试、生产", "39"),
        ("晴川光伏发电有限公司", "太阳能光伏电站的建设、运营;电力生产、销售", "44"),
        ("宏基建筑工程有限公司", "房屋建筑工程施工总承包", "47"),
        ("美庭装饰工程有限公司", "室内外装饰装修工程设计、施工", "50"),
        ("汇通商贸有限公司", "钢材、水泥、五金交电、建筑材料批发", "51"),
        ("济世大药房连锁有限公司", "处方药、非处方药、中药饮片零售", "52"),
        ("顺达物流有限公司", "道路普通货物运输;货物装卸", "54"),
        ("悦来大酒店有限公司", "住宿;餐饮服务;停车服务", "61"),
        ("云码软件有限公司", "计算机软件开发、销售;技术咨询", "65"),
        ("惠民小额贷款有限公司", "办理各项小额贷款", "66"),
        ("安居置业有限公司", "房地产开发经营;商品房销售", "70"),
        ("众信会计师事务所有限公司", "审计、验资、代理记账、税务咨询", "72"),
        ("方圆工程监理有限公司", "建设工程监理、工程造价咨询", "74"),
        ("洁诺环境服务有限公司", "建筑物外墙清洗、保洁服务", "82"),
        ("星河影城有限公司", "电影放映;食品零售", "87"),
    ] {
        let read = division(name, scope);
        if read != expected {
            wrong.push(format!("{name}, {scope}: {read} instead of {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// As [`pooled`], with maps in place of positions.
fn pooled_by_maps(classes: &[Code], whole: &[f64], lead: &[f64]) -> Vec<f64> {
    let mean = |a: f64, b: f64| ((a + PROBABILITY_MIN) * (b + PROBABILITY_MIN)).sqrt();
    let sums = |probabilities: &[f64]| -> BTreeMap<Code, f64> {
        let mut sums = BTreeMap::new();
        for (code, p) in classes.iter().zip(probabilities) {
            *sums.entry(code.division()).or_insert(0.0) += p;
        }
        sums
    };
    let (whole_sums, lead_sums) = (sums(whole), sums(lead));
    let means: BTreeMap<Code, f64> =
        whole_sums.iter().map(|(d, p)| (*d, mean(*p, lead_sums[d]))).collect();
    let total: f64 = means.values().sum();
    let groups: Vec<f64> = whole.iter().zip(lead).map(|(a, b)| mean(*a, *b)).collect();
    let group_sums = sums(&groups);
    let scaled = classes.iter().zip(&groups);
    scaled.map(|(c, p)| p / group_sums[&c.division()] * (means[&c.division()] / total)).collect()
}

#[test]
fn sums_by_position_are_those_by_division() {
    // Not in order, so that a division's place is looked up and not assumed.
    let codes = ["391", "011", "397", "021", "012", "651", "398"];
    let classes: Vec<Code> = codes.iter().map(|c| Code::parse(c).expect("a code")).collect();
    let whole = [0.11, 0.07, 0.31, 0.003, 0.2, 0.3, 0.007];
    let lead = [0.02, 0.6, 0.01, 0.07, 0.1, 0.15, 0.05];
    let read = pooled(&Divisions::of(&classes), &whole, &lead);
    let bits = |list: &[f64]| -> Vec<u64> { list.iter().map(|p| p.to_bits()).collect() };
    assert_eq!(bits(&read), bits(&pooled_by_maps(&classes, &whole, &lead)));
    let sum: f64 = read.iter().sum();
    assert!((sum - 1.0).abs() < 1e-12, "{sum}");
}

#[test]
fn notes_and_labels_change_nothing() {
    let bare = reader().scope("明珠塑业有限公司", "塑料制品生产、销售").codes;
    let noted = reader()
        .scope(
            "明珠塑业有限公司",
            "一般经营项目:塑料制品生产、销售(依法须经批准的项目,经相关部门批准后方可开展经营活动)",
        )
        .codes;
    assert_eq!(bare[0].code, noted[0].code);
}

fn check(reading: &Reading) -> Result<(), TestCaseError> {
    prop_assert!(!reading.codes.is_empty() && !reading.divisions.is_empty());
    let shares: f64 = reading.codes.iter().map(|c| c.share).sum();
    let divisions: f64 = reading.divisions.iter().map(|d| d.1).sum();
    prop_assert!((shares - 1.0).abs() < 1e-9, "shares sum to {shares}");
    prop_assert!((divisions - 1.0).abs() < 1e-9, "divisions sum to {divisions}");
    prop_assert!(reading.codes.windows(2).all(|w| w[0].share >= w[1].share));
    prop_assert!(reading.divisions.windows(2).all(|w| w[0].1 >= w[1].1));
    let main = reading.codes[0].code;
    prop_assert!(main.digits() >= 3);
    prop_assert_eq!(main.division(), reading.divisions[0].0);
    Ok(())
}

#[test]
fn blank_text_is_still_read() {
    for (name, scope) in
        [("", ""), (" ", "\u{3000}"), ("公司", "N/A"), ("((", "(((、;;:"), ("有限", "无")]
    {
        check(&reader().scope(name, scope)).expect("a reading keeps its rules");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_is_read(name in ".{0,40}", scope in "[生产销售批发、,;:。()（）的和及钢材软件\\PC]{0,500}") {
        let once = reader().scope(&name, &scope);
        check(&once)?;
        prop_assert_eq!(once, reader().scope(&name, &scope));
        let _ = reader().phrase(&scope);
        let _ = reader().nodes_of(&scope);
    }
}
