//! Blinding: what goes, what stays, and that a second time changes nothing.

use super::*;

fn blinder() -> Blinder {
    Blinder::new(
        ["江苏省", "苏州市", "延边朝鲜族自治州", "合肥市", "合作市", "东营市", "山东省"],
        ["苏州工业园区", "独墅湖科教创新区", "金鸡湖新材料产业园", "软件园", "东营经济开发区"],
    )
}

#[test]
fn places_and_phrases_of_offices_go_and_the_activity_stays() {
    let blinder = blinder();
    for (raw, left) in [
        (
            "许可经营项目：无 一般经营项目：电子产品的研发、生产；销售自产产品。(依法须经批准的项目,经相关部门批准后方可开展经营活动)",
            "电子产品的研发、生产;销售自产产品",
        ),
        ("在苏州工业园区内从事复合肥、合肥特产销售", "在内从事复合肥、特产销售"),
        ("自营和代理各类商品及技术的进出口业务；五金批发兼零售", "进出口;五金批发零售"),
        ("苏州市金鸡湖丝绸制造***凭许可证经营，有效期至2013年5月2日", "丝绸制造"),
        (
            "技术合作；延边州人参加工(限分支机构)；人民路12号3楼会议服务",
            "技术合作;人参加工;会议服务",
        ),
    ] {
        assert_eq!(blinder.scope(raw), left, "{raw}");
    }
    assert_eq!(blinder.name("苏州工业园区恒升机械有限公司(江苏)"), "恒升机械有限公司");
    assert_eq!(blinder.name("合作市牧草科技有限公司"), "牧草科技有限公司");
}

#[test]
fn a_planted_zone_changes_nothing() {
    let blinder = blinder();
    let plain = "火山石加工、销售;机械零部件制造";
    for zone in ["苏州工业园区", "独墅湖科教创新区", "东营经济开发区", "金鸡湖新材料产业园"]
    {
        for planted in [
            format!("{zone}{plain}"),
            format!("{zone};{plain}"),
            format!("{plain};{zone}"),
            plain.replace("山石", &format!("山{zone}石")),
        ] {
            assert_eq!(blinder.scope(&planted), blinder.scope(plain), "{planted}");
        }
    }
}

#[test]
fn a_name_planted_within_itself_goes_layer_by_layer() {
    let nested = format!("{}{}丝绸制造", "东".repeat(40), "营".repeat(40));
    assert_eq!(blinder().scope(&nested), "丝绸制造");
    assert_eq!(blinder().name(&nested), "丝绸制造");
}

#[test]
fn twice_is_once() {
    let blinder = blinder();
    for raw in [
        "苏苏州州机械制造",
        "苏州(江苏(东营))开发区、区内、的加工;;",
        "((",
        "A12345678号、12:",
        "",
        "等等、的的",
    ] {
        let once = blinder.scope(raw);
        assert_eq!(blinder.scope(&once), once, "{raw}");
        let once = blinder.name(raw);
        assert_eq!(blinder.name(&once), once, "{raw}");
    }
}

#[test]
fn a_zone_that_opens_a_scope_hides_no_leading_clause() {
    let plain = "机械制造;合作市特产";
    for planted in ["苏州工业园区", "苏州开发区;", "高新区、", "独墅湖科教创新区。东营"]
    {
        assert_eq!(blinder().without_zones(&format!("{planted}{plain}")), plain, "{planted}");
    }
}
