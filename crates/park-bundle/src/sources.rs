//! How sources are named in the rows; `data/SOURCES.md` says what each name stands for.

/// The catalogue of 2018.
pub(crate) const CATALOGUE: &str = "中国开发区审核公告目录（2018年版）";
/// Zones told from registered addresses.
pub(crate) const ZONES: &str = "工商登记开放数据集 1978-2019 地址";
/// Counts of registered firms.
pub(crate) const FIRMS: &str = "工商登记开放数据集 1978-2019 计数";
/// Codes, names and centroids of regions.
pub(crate) const REGIONS: &str = "GB/T 2260，cpca 0.5.5（MIT）";
/// Two ids joined by rule.
pub(crate) const JOIN_RULE: &str = "名称与行政区划比对";
/// Two ids joined by reading, over the rules.
pub(crate) const JOIN_HAND: &str = "逐条判读";
