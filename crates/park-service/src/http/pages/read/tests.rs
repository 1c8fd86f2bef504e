//! Lines as investors write them, and what is understood.

use super::*;

fn places() -> Places {
    Places::from_regions(
        [
            ("320000", "江苏省", "province", Some((118.8, 32.0))),
            ("320100", "南京市", "city", Some((118.8, 32.06))),
            ("320500", "苏州市", "city", Some((120.6, 31.3))),
            ("620400", "白银市", "city", Some((104.1, 36.5))),
            ("320583", "昆山市", "county", Some((120.9, 31.4))),
        ]
        .into_iter(),
    )
}

fn understood(line: &str) -> serde_json::Value {
    serde_json::to_value(read(line, &places(), Lang::Zh).request).expect("a profile")
}

fn check(line: &str, pointer: &str, want: &serde_json::Value) {
    let all = understood(line);
    let got = all.pointer(pointer).cloned().unwrap_or(serde_json::Value::Null);
    let equal = match (got.as_f64(), want.as_f64()) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-6,
        _ => got == *want,
    };
    assert!(equal, "{line}: {pointer} is {got}, expected {want}; all: {all}");
}

#[test]
fn the_line_of_the_front_page() {
    use serde_json::json;
    let line = "磷酸铁锂正极材料项目，江浙皖，用地80—120亩，用电负荷4万千瓦，总投资5亿元";
    check(line, "/industry/text", &json!("磷酸铁锂正极材料"));
    check(line, "/location/regions", &json!(["32", "33", "34"]));
    check(line, "/land/area_mu/min", &json!(80.0));
    check(line, "/land/area_mu/max", &json!(120.0));
    check(line, "/utilities/power_mw", &json!(40.0));
    check(line, "/investment_10k_cny", &json!(50000.0));
    assert_eq!(read(line, &places(), Lang::Zh).taken.len(), 4);
}

#[test]
fn numbers_with_their_units() {
    use serde_json::json;
    for (line, pointer, want) in [
        ("用地１００亩以上", "/land/area_mu/min", json!(100.0)),
        ("用地不超过8公顷", "/land/area_mu/max", json!(120.0)),
        ("用地不超过8公顷", "/land/area_mu/min", json!(null)),
        ("厂房5000平方米", "/land/floor_area_m2/min", json!(5000.0)),
        ("厂房5000平方米", "/land/kind", json!("factory")),
        ("用电40MW", "/utilities/power_mw", json!(40.0)),
        ("用电 500 千瓦", "/utilities/power_mw", json!(0.5)),
        ("变压器容量2万千伏安", "/utilities/power_mw", json!(18.0)),
        ("年用电5000万千瓦时", "/utilities", json!(null)),
        ("100MW光伏发电", "/utilities", json!(null)),
        ("总投资5-8亿元", "/investment_10k_cny", json!(50000.0)),
        ("投资3.5亿", "/investment_10k_cny", json!(35000.0)),
        ("投资50,000万元", "/investment_10k_cny", json!(50000.0)),
        ("总投资1亿2000万元", "/investment_10k_cny", json!(12000.0)),
        ("总投资5千万元", "/investment_10k_cny", json!(5000.0)),
        ("总投资3百万元", "/investment_10k_cny", json!(300.0)),
        ("总投资5000万到1亿元", "/investment_10k_cny", json!(5000.0)),
        ("用电500千瓦", "/utilities/power_mw", json!(0.5)),
        ("投资1亿美元", "/investment_10k_cny", json!(null)),
        ("年产值10亿元", "/investment_10k_cny", json!(null)),
        ("用工300人", "/jobs", json!(300.0)),
        ("日用水3000吨/天", "/utilities/water_t_per_day", json!(3000.0)),
        ("污水2000吨/日", "/utilities/sewage_t_per_day", json!(2000.0)),
        ("蒸汽20吨/小时", "/utilities/steam_t_per_hour", json!(20.0)),
        ("天然气5万立方米/天", "/utilities/gas_m3_per_day", json!(50000.0)),
        ("2027年6月开工", "/start_by", json!("2027-06")),
        ("2028年底投产", "/start_by", json!("2028")),
        ("产生危废", "/utilities/hazardous_waste", json!(true)),
        ("用电必须至少40MW", "/musts/0/value", json!(40.0)),
        ("用电必须至少40MW", "/musts/0/criterion", json!("power_mw")),
        ("100-120 mu", "/land/area_mu/max", json!(120.0)),
        ("500 million CNY", "/investment_10k_cny", json!(50000.0)),
    ] {
        check(line, pointer, &want);
    }
}

#[test]
fn places_by_all_their_names() {
    use serde_json::json;
    for (line, pointer, want) in [
        ("在江苏省或浙江", "/location/regions", json!(["32", "33"])),
        ("长三角", "/location/regions", json!(["31", "32", "33", "34"])),
        ("苏州、南京", "/location/regions", json!(["3205", "3201"])),
        ("昆山市", "/location/regions", json!(["320583"])),
        ("Jiangsu and Anhui", "/location/regions", json!(["32", "34"])),
        ("距南京150公里以内", "/location/near/0/within_km", json!(150.0)),
        ("距南京150公里以内", "/location/near/0/longitude", json!(118.8)),
        ("距南京150公里以内", "/location/regions", json!(null)),
        ("靠近苏州", "/location/near/0/label", json!("苏州")),
        ("白银加工", "/location", json!(null)),
        ("Tibetan medicine", "/location", json!(null)),
        ("新材料", "/location", json!(null)),
        ("只看国家级高新区", "/level", json!(["national"])),
        ("只看国家级高新区", "/kind", json!(["high-tech"])),
        ("须进化工园区", "/chemical_park", json!(true)),
    ] {
        check(line, pointer, &want);
    }
}

#[test]
fn what_is_left_is_industry() {
    use serde_json::json;
    for (line, want) in [
        ("我们想在江苏建一个光伏组件项目", json!("光伏组件")),
        ("在苏州投资建设集成电路封装测试", json!("集成电路封装测试")),
        ("锂电池，江苏", json!("锂电池")),
        ("we want to build a lithium battery plant in Jiangsu", json!("lithium battery")),
        ("", json!(null)),
        ("江浙沪", json!(null)),
        ("在江苏建建材厂", json!("建材厂")),
        ("晋江运动鞋", json!("晋江运动鞋")),
        ("拟除虫菊酯农药", json!("拟除虫菊酯农药")),
        ("光伏组件，占地面积约100亩", json!("光伏组件")),
        ("光伏组件，总投资1亿2000万元", json!("光伏组件")),
        ("fine chemicals, chemical park, steam 20 t/h, hazardous waste", json!("fine chemicals")),
        ("solar modules, investment of 500 million CNY, power 40 MW", json!("solar modules")),
        ("solar power 100 mu", json!("solar power")),
        ("biogas 500 m3/d", json!("biogas")),
    ] {
        check(line, "/industry/text", &want);
    }
}

#[test]
fn no_line_makes_it_panic() {
    for line in [
        "1",
        "1.",
        ".",
        "-",
        "1-",
        "1-2",
        "1万",
        "年",
        "2027-",
        "2027年13月",
        "99999999999999999999亿元",
        "至少",
        "≥",
        "5 ",
        "5 km",
        "苏",
        "\u{0}",
        "💡1亩",
        "1亩-",
        "10至",
        "省市",
    ] {
        let _ = read(line, &places(), Lang::En);
        let _ = read(&line.repeat(300), &places(), Lang::Zh);
    }
}
