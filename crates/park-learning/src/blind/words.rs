//! The words that blinding knows: peoples in names of places, common words that are also places, generic
//! names of zones, and the phrases of registration offices.

pub(super) const PEOPLES: &str = "蒙古族 回族 藏族 维吾尔族 维吾尔 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 \
    哈萨克族 哈萨克 傣族 黎族 傈僳族 佤族 畲族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 柯尔克孜 土族 达斡尔族 达斡尔 仫佬族 羌族 布朗族 \
    撒拉族 毛南族 仡佬族 锡伯族 锡伯 阿昌族 普米族 塔吉克族 塔吉克 怒族 鄂温克族 鄂温克 德昂族 保安族 裕固族 独龙族 鄂伦春 赫哲族 基诺族 \
    蒙古 各族";

/// Ends of a place's official name, longest first.
pub(super) const SUFFIXES: [&str; 16] = [
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "新区",
    "林区",
    "矿区",
    "省",
    "市",
    "盟",
    "县",
    "区",
    "旗",
    "州",
];

/// Short names of places that are words of trade as well: taken out only with their suffix, or where they
/// open a firm's name.
pub(super) const WORDS_OF_TRADE: &str = "化学 贸易 不锈钢 资源 康保 石材 起重 一体化 理工 金门 港口 路桥 通许 合作 合肥 通道 丝网 金水 白银 绿色 \
    共和 大理 石棉 资兴 新建 乐业 和政 白云 通化 高密 温泉 小商品 工农 公安 井口 成安 吉利 大桥 资中 康乐 大田 莲花 新华 文水 商城 下城 龙门 \
    高安 无极 和平 东方 新城 平安 迁安 三元 城中 牡丹 火炬 金安 通城 解放 安居 修水 石林 灯塔 天柱 明光 互助 东至 盐湖 白水 清水 和田 同心 \
    马尾 都市 中方 三明 金沙 片区 海盐 桃花 建水 宝塔 开平 新兴 福田 长白 延长 大城 兴业 友好 市中 市南 市北 城东 城南 城西 城北 城关 城区 \
    东城 西城 老城 新市 港澳 高新 太平 长江 东风 胜利 红旗 振兴 方正 前进 友谊 绿园 江南 金山 南山 东海 南海 稀土 生物 软件 化工 汽车 航空 \
    医药 食品 物流 电子 机械 钢铁 纺织 服装 家具 陶瓷 建材 光电 新材料 综合 商务 文化 创意 大学 信息 科技 海洋 农业 生态 民营 循环 国际 华侨 \
    台商 临港 空港 沿海 滨江 滨海 江北 河西 河东";

/// Names of places that no list of today's regions holds.
pub(super) const RETIRED: &str = "襄樊 思茅 崇文 宣武 卢湾 闸北 南汇 塘沽 汉沽 大港区 万盛 双桥区 白下 下关区 沧浪区 平江区 金阊 萧山 余杭 富阳 \
    临安 增城 从化 花都 番禺 顺德 南海区 巢湖 居巢 纬十 闽侯 长乐 通州湾 滨海新区 两江新区 西咸新区 天府新区 贵安新区 江北新区 湘江新区 \
    舟山群岛 雄安 浦东 粤东 粤西 粤北 苏南 苏北 苏中 皖北 皖南 皖江 鲁南 鲁西 胶东 豫东 豫西 豫南 豫北 冀中 冀南 冀东 鄂西 鄂东 湘西 湘南 \
    陕北 陕南 关中 川南 川东 川北 黔东 黔南 黔西 滇中 滇西 桂北 桂东 赣南 赣北 辽东 辽西 辽南 吉东 东三省 长三角 珠三角 京津冀 环渤海 \
    北部湾 下沙 迈皋桥 金石滩 葛店 沌口 燕郊 白沟 杨凌 小河区 堆龙 象屿 光谷 德山 团林";

/// Names of zones, as addresses give them, that no table of the bundled set holds and that are more than a place and a
/// generic word.
pub(super) const FURTHER_ZONES: &str = "丝网工业园 不锈钢工业园区 稀土高新区 稀土开发区 稀土高新开发区 稀土高新技术开发区 装备制造工业园区 胜利开发区 汽车开发区 \
    汽车经济开发区 滨江开发区 滨江经济开发区 化学工业园 新城开发区 绿色食品开发区 机械工业园区 火炬高新区 火炬高技术产业开发区 火炬开发区 胜利工业园区 滨海开发区 \
    滨海经济开发区 滨海高新区 江南工业园区 空港工业园 创新工业园 城关高新区 城关高新技术开发区 城关高新开发区 生物科技产业园区 片区高新开发区 片区高新区 \
    片区高新技术开发区 桂林新技术开发区 新技术产业园 海港开发区 海港经济开发区 沙南工业园区 海安开发区";

/// Generic names of zones; [`FOLLOWED`] may keep some of them in a scope.
pub(super) const GENERIC: &str = "经济技术开发区 高新技术产业开发区 高新技术开发区 经济开发区 高新开发区 开发区 高新区 经开区 综合保税区 保税港区 \
    保税区 出口加工区 自由贸易试验区 自贸区 示范区 试验区 工业园区 工业园 产业园区 产业园 科技园区 科技园";
/// Further generic names of zones, in a firm's name only.
pub(super) const GENERIC_IN_NAMES: &str = "创业园 软件园 园区";
/// A park before one of these is an object of trade: 工业园管理.
pub(super) const FOLLOWED: [&str; 6] = ["开发", "建设", "管理", "运营", "投资", "服务"];
/// Words that may stand before the generic end of a zone's name: 新材料产业园.
pub(super) const KIND_WORDS: &str = "国家级 省级 市级 综合 出口 循环 民营 现代 生态 新型 经济 技术 高新 产业 工业 科技 创业 农业 物流 化工 软件 加工 旅游 \
    示范 开发 创新 保税 集中 聚集 集聚 食品 装备 制造 电子 信息 商务 文化 创意 服务业 港 改革 度假 边境 合作 投资 外向型 台商 新材料 医药 生物 汽车 \
    机械 服装 纺织 建材 家具 陶瓷 钢铁 能源 光电 航空 临港 临空 农产品 中小企业 留学生 大学 特色 专业 试验";
/// Ends of a zone's name, longest first.
pub(super) const ZONE_ENDS: &str = "开发区 高新区 经开区 工业园区 工业园 工业区 产业园区 产业园 科技园区 科技园 示范区 试验区 实验区 保税港区 保税区 加工区 \
    集中区 集聚区 聚集区 园区 新区 港区 管理区 经济区 合作区 物流园 创业园 软件园 基地 孵化器 度假区 产业带 新城 园 区 城";

/// A bracketed note with one of these says nothing of the activity.
pub(super) const NOTES: &str = "除外 不含 不得 除 凭 许可 审批 批准 限 有效期 专项 专控 专营 法律 法规 国家 国务院 国营 资质 依法 涉及 未经 以上 上述 \
    危险 期至 证 审核 筹建 分支 总公司 本省 本市 本区 区内 目录";
/// A part with one of these speaks of the licence or the office.
pub(super) const OFFICE: &str = "依法须经 依法需经 须经批准 需经批准 经相关部门 经有关部门 批准后方可 审批后方可 许可后方可 行政法规 国务院决定 产业政策 \
    自主选择经营 自主经营 许可证 资质证 审批机关 审批部门 有效期 执照有效 营业期限 经营期限 期限以 期限至 截止 前置 后置 以上 上述 以下项目 以下范围 \
    以下经营 以下限 另行选择 未经批准 未取得 不得 专项规定 专营规定 从其规定 国营贸易 配额 进出口商品目录 股权众筹 吸收存款 社会公众集 类金融 \
    企业依法 本市 本省 本区 区内 市场主体 登记机关 工商局 工商行政 工商登记 工商部门 工商执照 公示系统 筹建 不约定 一照多址 住所 经营场所 经营地址 \
    法规禁止 法规限制 法规未 国家有 国家另有 国家法律 国家规定 国家限定 国家禁止 国家专项 国家专控 国家明令 国家允许 国家产业政策 法律法规 \
    其他无需 其他不需 其他按法律 其他未列 无需许可 无需审批 无需报经 P2P";
/// Pairs of words within a number of characters of each other that make such a part.
pub(super) const OFFICE_PAIRS: [(&str, usize, &[&str]); 7] = [
    ("取得", 12, &["许可", "资质", "批准"]),
    ("凭", 40, &["经营", "从事", "为准", "开展"]),
    (
        "按",
        42,
        &[
            "批准经营",
            "许可经营",
            "资质经营",
            "规定经营",
            "规定执行",
            "批准范围",
            "许可范围",
            "核定范围",
        ],
    ),
    ("涉及", 10, &["许可", "审批", "专项"]),
    ("具体", 8, &["以", "按"]),
    ("法规", 6, &["规定"]),
    ("无", 4, &["一般经营项目", "许可经营项目"]),
];
/// Ends of such a part.
pub(super) const OFFICE_ENDS: [&str; 8] = [
    "许可项目",
    "除外",
    "分公司经营",
    "分支机构经营",
    "总公司经营",
    "公司经营",
    "企业经营",
    "为准",
];
/// Parts that say nothing.
pub(super) const EMPTY_PARTS: &str = "经营项目 许可经营 一般经营 经营范围 项目 等 无 其他 其它 法律 法规 应经审批 空白 联络 未经审批";
/// Labels before a colon.
pub(super) const LABELS: &str = "许可经营项目 一般经营项目 许可经营范围 一般经营范围 许可项目 一般项目 前置许可项目 后置许可项目 主要经营 经营范围 \
    经营项目 经营方式 主项 附项 主营 兼营 主兼营 业务范围 许可经营";
/// Phrases that one region's offices write by rote.
pub(super) const ROTE: &str = "国内一般贸易 国内贸易 国际贸易及相关的简单加工 国际贸易及相关简单加工 国际贸易及简单加工 物资供销 承办会议及商品展览展示活动 \
    商品批发贸易 商品零售贸易 商品批发与零售 政策允许的 与贸易有关的 联络联络 第一名称 第二名称 原名 〓 □ ■ ◆ ● ○";
/// Wordings of wholesale and retail, all made one.
pub(super) const RETAIL: &str = "批发兼零售 批发与零售 批发和零售 批发及零售 批发、零售 零售、批发 零售兼批发 零售及批发 批零兼营 批零 购销 经销";
/// What import and export is said of.
pub(super) const TRADED: [&str; 6] = ["货物", "技术", "商品", "自营", "各类", "物资"];
/// With one of these, import and export is not the whole of the part.
pub(super) const NOT_PLAIN_TRADE: [&str; 4] = ["报关", "运输", "仓储", "产品的生产"];
/// Provinces in one character, as licences are numbered.
pub(super) const PROVINCE_SIGNS: &str =
    "京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀贵黔滇陕秦甘陇青宁藏蒙";
