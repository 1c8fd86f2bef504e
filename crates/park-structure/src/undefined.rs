//! Why a measure has no value.

/// A value, or the reason why there is none.
pub type Measured = Result<f64, Undefined>;

/// Why a measure is undefined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Undefined {
    /// A cell that is needed is empty.
    #[error("a value that it needs is unknown")]
    UnknownValue,
    /// The region's row sums to 0.
    #[error("the region has nothing in any industry")]
    EmptyRegion,
    /// The industry's column sums to 0.
    #[error("no region has the industry")]
    EmptyIndustry,
    /// Nothing is left to compare with.
    #[error("there is no other region with data to compare with")]
    NoOther,
    /// K = 1 (or n = 1 for a normalisation over regions).
    #[error("it needs at least two classes")]
    OneClass,
    /// Both are empty of the quantity.
    #[error("both rows are empty")]
    BothEmpty,
    /// The industry is related to no other.
    #[error("the industry shares no region with any other")]
    Unrelated,
    /// The region or industry lies outside the largest connected part of M.
    #[error("it is not connected with the largest part of the table (the root 1 repeats)")]
    Disconnected,
    /// The second eigenvector is constant or its eigenvalue is 0.
    #[error("the regions do not differ enough for a second eigenvector")]
    NoSpread,
    /// The second eigenvalue is not simple.
    #[error("the second eigenvalue repeats, so its eigenvector is not unique")]
    RepeatedRoot,
    /// Neither direction of the eigenvector goes with diversity.
    #[error("the sign cannot be told: the eigenvector is uncorrelated with diversity")]
    NoSign,
    /// Above the size that is solved exactly.
    #[error("the table is too large for an exact eigenvector")]
    TooLarge,
    /// The measure has more rows on this table than are computed.
    #[error("the measure has more rows on this table than are computed; split the table")]
    TooManyRows,
    /// The industries are no GB/T 4754 codes.
    #[error("the industries are not all codes of GB/T 4754 (two to four digits)")]
    NotCodes,
}

impl Undefined {
    /// The reason in Chinese; `Display` gives English.
    pub fn zh(self) -> &'static str {
        match self {
            Self::UnknownValue => "所需数值中有未知",
            Self::EmptyRegion => "该地区各行业合计为零",
            Self::EmptyIndustry => "没有地区有该行业",
            Self::NoOther => "没有其他有数据的地区可比",
            Self::OneClass => "至少需要两个类别",
            Self::BothEmpty => "两行都为空",
            Self::Unrelated => "该行业与其他行业没有共同地区",
            Self::Disconnected => "与最大连通部分不相连（特征值1重复）",
            Self::NoSpread => "地区之间差异不足，没有第二特征向量",
            Self::RepeatedRoot => "第二特征值重复，特征向量不唯一",
            Self::NoSign => "特征向量与多样性不相关，符号无法确定",
            Self::TooLarge => "表太大，不做精确特征向量",
            Self::TooManyRows => "该指标在本表的行数超出计算上限，请拆分表格",
            Self::NotCodes => "行业不全是GB/T 4754代码（二至四位）",
        }
    }
}
