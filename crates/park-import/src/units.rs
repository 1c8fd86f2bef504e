//! Units of headers: 亩 and 公顷, 元/㎡ and 万元/亩. A value read in the wrong unit is wrong by 15 and
//! still looks right, so a header's unit is converted and never guessed.

use park_domain::{Column, Kind, quantity};

/// What a part of a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Measure {
    Money,
    Area,
    Time,
    Share,
}

/// Names, measure, and how many of the measure's own unit (元, ㎡, month, %) one is, as a fraction.
type Part = (&'static [&'static str], Measure, f64, f64);

const PARTS: &[Part] = &[
    (&["元", "cny", "人民币元"], Measure::Money, 1.0, 1.0),
    (&["千元"], Measure::Money, 1e3, 1.0),
    (&["万元", "10k_cny", "10kcny", "人民币万元", "万"], Measure::Money, 1e4, 1.0),
    (&["百万元", "million_cny"], Measure::Money, 1e6, 1.0),
    (&["亿元", "100m_cny", "亿"], Measure::Money, 1e8, 1.0),
    (&["平方米", "平米", "㎡", "m2", "sqm"], Measure::Area, 1.0, 1.0),
    (&["万平方米", "万平米", "万㎡", "万m2", "万平方"], Measure::Area, 1e4, 1.0),
    (&["公顷", "ha", "hectares"], Measure::Area, 1e4, 1.0),
    (&["万公顷"], Measure::Area, 1e8, 1.0),
    (&["亩", "mu"], Measure::Area, 1e4, 15.0),
    (&["万亩"], Measure::Area, 1e8, 15.0),
    (&["平方公里", "平方千米", "km2", "sqkm"], Measure::Area, 1e6, 1.0),
    (&["月", "month"], Measure::Time, 1.0, 1.0),
    (&["年", "year"], Measure::Time, 12.0, 1.0),
    (&["天", "日", "day"], Measure::Time, 12.0, 365.0),
    (&["%", "百分比"], Measure::Share, 1.0, 1.0),
    (&["‰"], Measure::Share, 1.0, 10.0),
];

/// A unit: one thing by others, 元 by ㎡ and month.
#[derive(Debug, Clone, PartialEq)]
struct Unit {
    measures: Vec<Measure>,
    /// Its size in the measures' own units, as a fraction so that 150 亩 are 10 公顷 exactly.
    num: f64,
    den: f64,
}

impl Unit {
    fn parse(written: &str) -> Option<Self> {
        let plain: String = written
            .to_lowercase()
            .replace("单位", "")
            .replace("_per_", "/")
            .replace(['每', '·', '•', '.', '*', '／', '・'], "/")
            .replace('²', "2")
            .replace('％', "%")
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, ':' | '：'))
            .collect();
        // m2_month is m2 by month; 10k_cny is one word.
        let plain = plain.replace("m2_month", "m2/month");
        let mut unit = Self { measures: Vec::new(), num: 1.0, den: 1.0 };
        for (i, word) in plain.split('/').filter(|w| !w.is_empty()).enumerate() {
            let (_, measure, num, den) = PARTS.iter().find(|(names, ..)| names.contains(&word))?;
            unit.measures.push(*measure);
            if i == 0 {
                (unit.num, unit.den) = (*num, *den);
            } else {
                unit.num *= den;
                unit.den *= num;
            }
        }
        (!unit.measures.is_empty()).then_some(unit)
    }
}

/// How a column of a file becomes one of the dictionary.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scale {
    /// Unit of the file's header, as written.
    pub(crate) from: String,
    /// Unit of the dictionary's column.
    pub(crate) to: &'static str,
    num: f64,
    den: f64,
}

impl Scale {
    /// A value of the file in the dictionary's unit, without the noise of the last digit.
    pub(crate) fn apply(&self, value: f64) -> f64 {
        let exact = value * self.num / self.den;
        format!("{exact:.14e}").parse().unwrap_or(exact)
    }

    /// How the two units compare, with the larger number on the side of the smaller unit.
    pub(crate) fn in_words(&self) -> String {
        let one = self.apply(1.0);
        if one >= 1.0 {
            return format!("1 {} = {} {}", self.from, quantity::print(one), self.to);
        }
        let back = Self { from: String::new(), to: "", num: self.den, den: self.num };
        format!("{} {} = 1 {}", quantity::print(back.apply(1.0)), self.from, self.to)
    }

    /// Whether nothing changes.
    pub(crate) fn is_same(&self) -> bool {
        self.num.total_cmp(&self.den).is_eq()
    }
}

/// The unit of a column, as its Chinese header states it in brackets.
pub(crate) fn unit_of(column: &Column) -> Option<&'static str> {
    if !matches!(column.kind, Kind::Number { .. }) {
        return None;
    }
    column.zh.iter().find_map(|header| split(header)).map(|(_, unit)| unit)
}

/// The name and the unit of a header: 面积(亩), 面积（单位：亩）, 面积/亩, 面积 亩.
fn split(header: &str) -> Option<(&str, &str)> {
    let header = header.trim();
    if let Some((open, close)) = [('(', ')'), ('（', '）'), ('[', ']'), ('【', '】')]
        .into_iter()
        .find(|(open, close)| header.contains(*open) && header.ends_with(*close))
    {
        let at = header.find(open)?;
        return Some((
            &header[..at],
            &header[at + open.len_utf8()..header.len() - close.len_utf8()],
        ));
    }
    let at = header.find(['/', '／', ' ', '_', ':', '：', ',', '，', '、'])?;
    let sign = header[at..].chars().next()?;
    Some((&header[..at], &header[at + sign.len_utf8()..]))
}

/// The scale of a header that names a column in another unit; `None` when it does not.
pub(crate) fn scale_of(column: &Column, header: &str) -> Option<Scale> {
    let to = unit_of(column)?;
    let target = Unit::parse(to)?;
    let fits = |written: &str| {
        let unit = Unit::parse(written)?;
        (unit.measures == target.measures).then(|| Scale {
            from: written.trim_start_matches("单位").trim_matches([':', '：', ' ']).to_owned(),
            to,
            num: unit.num * target.den,
            den: unit.den * target.num,
        })
    };
    let same = |a: &str, b: &str| folded(a) == folded(b) && !folded(a).is_empty();
    if let Some((name, unit)) = split(header)
        && column.zh.iter().any(|zh| split(zh).is_some_and(|(base, _)| same(base, name)))
    {
        return fits(unit);
    }
    let stem = english_stem(column);
    let lower = header.trim().to_ascii_lowercase();
    let rest = lower.strip_prefix(stem)?;
    fits(rest.trim_matches(['_', ' ', '(', ')']))
}

/// Whether a header names a column but not its unit.
pub(crate) fn lacks_unit(column: &Column, header: &str) -> bool {
    unit_of(column).is_some()
        && (folded(header) == english_stem(column)
            || column.zh.iter().any(|zh| {
                split(zh).is_some_and(|(base, _)| {
                    let name = split(header).map_or(header, |(name, _)| name);
                    folded(base) == folded(name)
                })
            }))
}

/// The English name without its unit: `approved_area`.
fn english_stem(column: &Column) -> &'static str {
    const ENDS: &[&str] =
        &["_10k_cny_per_mu", "_cny_per_m2_month", "_10k_cny", "_ha", "_mu", "_m2", "_pct"];
    ENDS.iter().find_map(|end| column.name.strip_suffix(end)).unwrap_or(column.name)
}

fn folded(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace() && *c != '*').flat_map(char::to_lowercase).collect()
}

/// A number with its unit in the cell (300亩, 1.2亿元, 15%), in the unit of the column.
///
/// Large sums are written as 1.2亿 in a column of 万元 too: that means 元, not 万元.
pub(crate) fn number_with_unit(column: &Column, cell: &str) -> Option<f64> {
    let to = unit_of(column)?;
    let target = Unit::parse(to)?;
    let money = target.measures == [Measure::Money];
    let at = cell
        .char_indices()
        .find(|(i, _)| Unit::parse(&cell[*i..]).is_some_and(|u| u.measures == target.measures))
        .map(|(i, _)| i)?;
    let (number, written) = cell.split_at(at);
    // 1.2万 in a column of 亩 is a number with a word for ten thousand, not a unit.
    let unit = Unit::parse(written)?;
    if !money && matches!(written, "万" | "亿") {
        return None;
    }
    let scale = Scale {
        from: written.to_owned(),
        to,
        num: unit.num * target.den,
        den: unit.den * target.num,
    };
    quantity::parse(number).map(|n| scale.apply(n))
}

#[cfg(test)]
mod tests {
    use park_domain::Table;

    use super::*;

    fn column(table: Table, name: &str) -> &'static Column {
        &table.columns()[table.column(name).expect(name)]
    }

    #[test]
    fn headers_in_other_units() {
        let (parks, plots, tenants) = (Table::Parks, Table::Plots, Table::Tenants);
        for (table, name, header, value, want) in [
            (parks, "approved_area_ha", "核准面积(亩)", 150.0, 10.0),
            (parks, "approved_area_ha", "核准面积（平方公里）", 1.5, 150.0),
            (parks, "approved_area_ha", "核准面积（单位：km²）", 1.5, 150.0),
            (parks, "approved_area_ha", "批准面积/万平方米", 3.0, 3.0),
            (parks, "approved_area_ha", "approved_area_mu", 15.0, 1.0),
            (parks, "approved_area_ha", "approved_area (km2)", 1.0, 100.0),
            (plots, "area_mu", "面积(公顷)", 2.0, 30.0),
            (plots, "area_mu", "面积(㎡)", 2000.0, 3.0),
            (plots, "price_10k_cny_per_mu", "地价(元/㎡)", 450.0, 30.0),
            (plots, "price_10k_cny_per_mu", "地价（万元/公顷）", 450.0, 30.0),
            (plots, "price_10k_cny_per_mu", "地价(元/亩)", 300_000.0, 30.0),
            (plots, "rent_cny_per_m2_month", "租金(元/㎡/年)", 144.0, 12.0),
            (plots, "rent_cny_per_m2_month", "租金(元/㎡·天)", 1.0, 365.0 / 12.0),
            (plots, "rent_cny_per_m2_month", "租金（元/平方米•月）", 12.0, 12.0),
            (tenants, "capital_10k_cny", "注册资本(亿元)", 1.2, 12_000.0),
            (tenants, "capital_10k_cny", "注册资本（元）", 5e6, 500.0),
        ] {
            let scale = scale_of(column(table, name), header).expect(header);
            approx(scale.apply(value), want, header);
        }
        for (table, name, header) in [
            (parks, "approved_area_ha", "核准面积"),
            (parks, "approved_area_ha", "核准面积(万元)"),
            (parks, "approved_area_ha", "核准面积(块)"),
            (plots, "area_mu", "area_count"),
            (plots, "price_10k_cny_per_mu", "地价(元)"),
            (tenants, "capital_10k_cny", "注册资本(万美元)"),
        ] {
            assert_eq!(scale_of(column(table, name), header), None, "{header}");
        }
        assert!(lacks_unit(column(parks, "approved_area_ha"), "核准面积"));
        assert!(lacks_unit(column(parks, "approved_area_ha"), "核准面积(块)"));
        assert!(!lacks_unit(column(parks, "name"), "园区名称"));
    }

    fn approx(got: f64, want: f64, what: &str) {
        assert!((got - want).abs() <= 1e-9 * want.abs(), "{what}: {got} {want}");
    }

    #[test]
    fn units_in_cells() {
        let (parks, plots, tenants) = (Table::Parks, Table::Plots, Table::Tenants);
        for (table, name, cell, want) in [
            (parks, "approved_area_ha", "300公顷", Some(300.0)),
            (parks, "approved_area_ha", "约3平方公里", Some(300.0)),
            (parks, "approved_area_ha", "1.2万亩", Some(800.0)),
            (parks, "approved_area_ha", "1.2万", None),
            (parks, "approved_area_ha", "三百公顷", None),
            (plots, "price_10k_cny_per_mu", "450元/㎡", Some(30.0)),
            (tenants, "capital_10k_cny", "1.2亿", Some(12_000.0)),
            (tenants, "capital_10k_cny", "1.2亿元", Some(12_000.0)),
            (tenants, "capital_10k_cny", "500万", Some(500.0)),
            (tenants, "capital_10k_cny", "500万美元", None),
            (tenants, "capital_10k_cny", "500", None),
        ] {
            assert_eq!(number_with_unit(column(table, name), cell), want, "{cell}");
        }
    }
}
