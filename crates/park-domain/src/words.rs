//! The fixed words of the tables: one enum a list, with its code, its Chinese and its English.

/// What offices write for a word of a list, and its code. A text may stand for words of several lists
/// (厂房); only a code that the column has is taken.
const SYNONYMS: &[(&str, &str)] = &[
    ("国家级开发区", "national"),
    ("国家级园区", "national"),
    ("省级开发区", "provincial"),
    ("省级园区", "provincial"),
    ("市级开发区", "municipal"),
    ("市级园区", "municipal"),
    ("县级开发区", "county"),
    ("县级园区", "county"),
    ("区县级", "county"),
    ("经开区", "economic"),
    ("经济技术开发区", "economic"),
    ("高新技术产业开发区", "high-tech"),
    ("高新技术开发区", "high-tech"),
    ("高新技术产业园区", "high-tech"),
    ("保税区", "bonded"),
    ("综合保税区", "bonded"),
    ("出口加工区", "bonded"),
    ("边境经济合作区", "border"),
    ("跨境经济合作区", "border"),
    ("化工园", "chemical"),
    ("物流园", "logistics"),
    ("软件园区", "software"),
    ("农业园", "agricultural"),
    ("在营", "active"),
    ("撤销", "revoked"),
    ("筹建", "planned"),
    ("给水", "water"),
    ("自来水", "water"),
    ("雨水", "drainage"),
    ("污水", "sewage"),
    ("电力", "power"),
    ("天然气", "gas"),
    ("供气", "gas"),
    ("固废", "solid_waste"),
    ("危废", "hazardous_waste"),
    ("宽带", "fibre"),
    ("工业用地", "land"),
    ("厂房", "factory"),
    ("企业数量", "firms"),
    ("从业人员", "jobs"),
    ("从业人员数", "jobs"),
    ("火车站", "station"),
    ("高铁站", "station"),
];

/// The entry of a list for which a text is another word.
pub(crate) fn synonym<'l>(
    text: &str,
    list: &'l [(&'static str, &'static str)],
) -> Option<&'l (&'static str, &'static str)> {
    let meant = SYNONYMS.iter().filter(|(written, _)| *written == text);
    meant.into_iter().find_map(|(_, code)| list.iter().find(|(c, _)| c == code))
}

/// Defines an enum whose variants have a stable code, a Chinese and an English word.
macro_rules! word_enum {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $code:literal, $zh:literal, $en:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $(#[doc = $en] $variant,)+ }

        impl $name {
            /// Every variant, in the order of the contract.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Code and Chinese word of every variant.
            pub const WORDS: &'static [(&'static str, &'static str)] = &[$(($code, $zh),)+];

            /// The stable code.
            pub fn code(self) -> &'static str { match self { $(Self::$variant => $code,)+ } }

            /// The Chinese word.
            pub fn zh(self) -> &'static str { match self { $(Self::$variant => $zh,)+ } }

            /// The English word.
            pub fn en(self) -> &'static str { match self { $(Self::$variant => $en,)+ } }

            /// The variant of a code or of its Chinese word.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.code().eq_ignore_ascii_case(text) || v.zh() == text)
            }
        }
    };
}

word_enum! {
    /// Administrative level of a park.
    Level {
        National = "national", "国家级", "national";
        Provincial = "provincial", "省级", "provincial";
        Municipal = "municipal", "市级", "municipal";
        County = "county", "县级", "county";
        Unknown = "unknown", "未知", "unknown";
    }
}
word_enum! {
    /// Kind of a park.
    ParkKind {
        Economic = "economic", "经济开发区", "economic";
        HighTech = "high-tech", "高新区", "high-tech";
        Bonded = "bonded", "海关特殊监管区", "bonded";
        Border = "border", "边境合作区", "border";
        Chemical = "chemical", "化工园区", "chemical";
        Logistics = "logistics", "物流园区", "logistics";
        Software = "software", "软件园", "software";
        Agricultural = "agricultural", "农业园区", "agricultural";
        Park = "park", "园区", "park";
        Other = "other", "其他", "other";
    }
}
word_enum! {
    /// Whether a park still stands.
    Status {
        Active = "active", "存续", "active";
        Merged = "merged", "已合并", "merged";
        Revoked = "revoked", "已撤销", "revoked";
        Planned = "planned", "规划中", "planned";
    }
}
word_enum! {
    /// A utility of a park.
    UtilityKind {
        Water = "water", "供水", "water";
        Drainage = "drainage", "排水", "drainage";
        Sewage = "sewage", "污水处理", "sewage treatment";
        Power = "power", "供电", "power";
        Gas = "gas", "燃气", "gas";
        Steam = "steam", "蒸汽", "steam";
        SolidWaste = "solid_waste", "固废处置", "solid waste";
        HazardousWaste = "hazardous_waste", "危废处置", "hazardous waste";
        Fibre = "fibre", "光纤", "fibre";
    }
}
word_enum! {
    /// Land or a standard factory.
    PlotKind {
        Land = "land", "土地", "land";
        Factory = "factory", "标准厂房", "standard factory";
    }
}
word_enum! {
    /// Condition of a plot.
    PlotCondition {
        Clean = "clean", "净地", "clean";
        Stock = "stock", "存量", "stock";
        Idle = "idle", "闲置", "idle";
        Inefficient = "inefficient", "低效", "inefficient";
    }
}
word_enum! {
    /// Policy instrument, by the form of the benefit.
    Instrument {
        Tax = "tax", "税收", "tax";
        Land = "land", "土地", "land";
        Rent = "rent", "租金与厂房", "rent";
        Equipment = "equipment", "设备与固投", "equipment";
        Rd = "R&D", "研发", "R&D";
        Talent = "talent", "人才", "talent";
        Finance = "finance", "金融", "finance";
        Energy = "energy", "能源", "energy";
        Logistics = "logistics", "物流", "logistics";
        Service = "service", "服务", "service";
        Headquarters = "headquarters", "总部", "headquarters";
        Listing = "listing", "上市", "listing";
        Export = "export", "出口", "export";
        Other = "other", "其他", "other";
    }
}
word_enum! {
    /// Whether a clause gives or asks.
    Role {
        Benefit = "benefit", "优惠", "benefit";
        Price = "price", "价格", "price";
    }
}
word_enum! {
    /// How much of a document was read.
    Coverage {
        Excerpt = "excerpt", "节选", "excerpt";
        Whole = "whole", "全文", "whole document";
    }
}
word_enum! {
    /// What a structure or base counts.
    BasisKind {
        Firms = "firms", "企业数", "firms";
        CapitalTenThousandCny = "capital_10k_cny", "注册资本(万元)", "registered capital, 10k CNY";
        OutputTenThousandCny = "output_10k_cny", "产值(万元)", "output, 10k CNY";
        RevenueTenThousandCny = "revenue_10k_cny", "营收(万元)", "revenue, 10k CNY";
        Jobs = "jobs", "从业人数", "jobs";
        Named = "named", "名义产业", "named";
    }
}
word_enum! {
    /// Who may see a row.
    VisibilityKind {
        Public = "public", "公开", "public";
        Internal = "internal", "内部", "internal";
    }
}
word_enum! {
    /// Kind of a transport node or city.
    NodeKind {
        Port = "port", "港口", "port";
        Airport = "airport", "机场", "airport";
        Station = "station", "车站", "station";
        City = "city", "城市", "city";
    }
}
word_enum! {
    /// When a procedure is due.
    ApprovalStage {
        Before = "before licence", "许可前", "before the licence";
        After = "after licence", "许可后", "after the licence";
    }
}
word_enum! {
    /// What followed when a project did not do as it had committed.
    Consequence {
        Reminded = "reminded", "督促提醒", "reminded";
        Penalty = "penalty", "违约金", "penalty";
        IncentiveRecovered = "incentive recovered", "追回优惠", "incentive recovered";
        LandRecovered = "land recovered", "收回土地", "land recovered";
        Exited = "exited", "退出", "exited";
    }
}
word_enum! {
    /// What a place promised.
    PromiseKind {
        Land = "land", "土地", "land";
        Incentive = "incentive", "优惠兑现", "incentive";
        Utility = "utility", "配套接入", "utility";
        Permit = "permit", "许可审批", "permit";
        Road = "road", "道路", "road";
        Other = "other", "其他", "other";
    }
}
word_enum! {
    /// What became of a promise.
    PromiseState {
        Open = "open", "履行中", "open";
        Kept = "kept", "已兑现", "kept";
        Late = "late", "逾期兑现", "late";
        Renegotiated = "renegotiated", "重新协商", "renegotiated";
        Voided = "voided", "未兑现作废", "voided";
    }
}
word_enum! {
    /// Why a promise was not kept.
    PromiseReason {
        ChangeOfOffice = "change of office", "新官不理旧账", "change of office";
        Budget = "budget", "财政资金", "budget";
        Law = "law", "法规政策", "law";
        Investor = "investor", "投资方原因", "the investor";
        Other = "other", "其他", "other";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_words_mean_a_code_of_their_own_list_only() {
        assert_eq!(synonym("经开区", ParkKind::WORDS).map(|w| w.0), Some("economic"));
        assert_eq!(synonym("厂房", PlotKind::WORDS).map(|w| w.0), Some("factory"));
        assert_eq!(synonym("厂房", ParkKind::WORDS), None);
        assert_eq!(synonym("部级", Level::WORDS), None);
    }
}
