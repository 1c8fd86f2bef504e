//! A clustered heat map: like parks stand together as dark squares on the diagonal.
//!
//! Cells of one shade are one path, runs of equal cells one rectangle of it: 200 x 200 cells stay small in bytes.

use std::fmt::Write as _;

use crate::number;
use crate::svg::{escape, fit, length, short_name};
use crate::view::{GroupView, HeatView, Lang};

/// Width of the drawing in its own units; the page scales it to the paper.
const WIDTH: f64 = 1000.0;
/// Up to here every row has its name; beyond, every tenth has its number and the names stand in a list below.
pub(crate) const NAMED_ROWS_MAX: usize = 60;
const SHADES: usize = 7;

/// Lower bounds of the shades: from the similarity that most pairs pass to the one that few reach, so that an axis whose
/// similarities are all small, or all large, can still be read.
fn bounds(heat: &HeatView) -> Option<[f64; SHADES]> {
    let n = heat.parks.len();
    let mut values: Vec<f64> = (0..n)
        .flat_map(|i| (0..i).map(move |j| i * n + j))
        .filter_map(|at| heat.similarity.get(at).copied())
        .collect();
    values.sort_by(f64::total_cmp);
    let at =
        |per_mille: usize| values.get((values.len().checked_sub(1)?) * per_mille / 1000).copied();
    let (low, high) = (at(300)?, at(998)?);
    let high = if high - low < 0.02 { low + 0.02 } else { high };
    let mut bounds = [0.0; SHADES];
    let mut step = 0.0;
    for slot in &mut bounds {
        step += 1.0;
        *slot = low + (high - low) * step / 8.0;
    }
    Some(bounds)
}

/// Shade of a similarity: 0 is paper.
fn shade(value: f64, bounds: &[f64; SHADES]) -> usize {
    bounds.iter().take_while(|bound| value >= **bound).count()
}

/// The drawing; empty with fewer than two parks.
pub fn heat_map(heat: &HeatView, groups: &[GroupView], lang: Lang) -> String {
    let n = heat.parks.len();
    let Some(bounds) = bounds(heat).filter(|_| n >= 2 && heat.similarity.len() == n * n) else {
        return String::new();
    };
    let named = n <= NAMED_ROWS_MAX;
    let left = if named { 250.0 } else { 44.0 };
    let top = 26.0;
    let cell = ((WIDTH - left) / size(n)).min(44.0);
    let side = cell * size(n);
    let height = top + side + 52.0;
    let mut svg = format!(
        r#"<svg class="heat" viewBox="0 0 {} {}" role="img" aria-label="{}" xmlns="http://www.w3.org/2000/svg">"#,
        length(WIDTH),
        length(height),
        lang.pick("相似度热图", "heat map of similarities"),
    );
    let _ = write!(
        svg,
        r#"<rect class="h0" x="{}" y="{}" width="{}" height="{}"/>"#,
        length(left),
        length(top),
        length(side),
        length(side)
    );
    for (level, path) in
        paths(heat, &bounds).iter().enumerate().filter(|(_, path)| !path.is_empty())
    {
        let _ = write!(
            svg,
            r#"<path class="h{}" transform="translate({} {}) scale({})" d="{path}"/>"#,
            level + 1,
            length(left),
            length(top),
            length(cell)
        );
    }
    boxes(&mut svg, heat, groups, left, top, cell);
    labels(&mut svg, heat, named, left, top, cell);
    legend(&mut svg, &bounds, left, top + side + 16.0, lang);
    svg.push_str("</svg>");
    svg
}

/// A count of parks as a length; peer sets are small.
fn size(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::MAX, f64::from)
}

/// One path a shade, in units of cells; the diagonal is left to the darkest.
fn paths(heat: &HeatView, bounds: &[f64; SHADES]) -> [String; SHADES] {
    let n = heat.parks.len();
    let mut paths: [String; SHADES] = Default::default();
    for row in 0..n {
        let level = |column: usize| {
            if row == column { SHADES } else { shade(heat.similarity[row * n + column], bounds) }
        };
        let mut column = 0;
        while column < n {
            let here = level(column);
            let run = (column..n).take_while(|c| level(*c) == here).count();
            if here > 0 {
                let _ = write!(paths[here - 1], "M{column} {row}h{run}v1h-{run}z");
            }
            column += run;
        }
    }
    paths
}

/// Outlines of groups whose members stand together.
fn boxes(svg: &mut String, heat: &HeatView, groups: &[GroupView], left: f64, top: f64, cell: f64) {
    for group in groups.iter().filter(|g| g.members.len() > 2) {
        let mut places: Vec<usize> = group
            .members
            .iter()
            .filter_map(|m| heat.parks.iter().position(|p| p.id == m.id))
            .collect();
        places.sort_unstable();
        let (Some(first), Some(last)) = (places.first(), places.last()) else { continue };
        if places.len() > 2 && last - first + 1 == places.len() {
            let side = length(size(places.len()) * cell);
            let _ = write!(
                svg,
                r#"<rect class="box" x="{}" y="{}" width="{side}" height="{side}"/>"#,
                length(left + size(*first) * cell),
                length(top + size(*first) * cell)
            );
        }
    }
}

fn labels(svg: &mut String, heat: &HeatView, named: bool, left: f64, top: f64, cell: f64) {
    let font = if named { (cell * 0.78).clamp(8.0, 17.0) } else { 13.0 };
    for (i, park) in heat.parks.iter().enumerate() {
        let number = i + 1;
        let middle = size(i) * cell + cell / 2.0;
        if named {
            let name = fit(&short_name(&park.name), (left - 40.0) / font);
            let _ = write!(
                svg,
                r#"<text class="name" x="{}" y="{}" font-size="{}" text-anchor="end">{} <tspan class="no">{number}</tspan></text>"#,
                length(left - 8.0),
                length(top + middle + font * 0.35),
                length(font),
                escape(&name)
            );
        } else if number == 1 || number % 10 == 0 {
            let _ = write!(
                svg,
                r#"<text class="no" x="{}" y="{}" font-size="{font}" text-anchor="end">{number}</text>"#,
                length(left - 8.0),
                length(top + middle + font * 0.35)
            );
        }
        if (named && (cell >= 11.0 || number % 5 == 0 || number == 1))
            || (!named && (number == 1 || number % 10 == 0))
        {
            let _ = write!(
                svg,
                r#"<text class="no" x="{}" y="{}" font-size="{}" text-anchor="middle">{number}</text>"#,
                length(left + middle),
                length(top - 8.0),
                length(font.min(12.0))
            );
        }
    }
}

fn legend(svg: &mut String, bounds: &[f64; SHADES], left: f64, y: f64, lang: Lang) {
    let _ = write!(
        svg,
        r#"<text class="no" x="{}" y="{}" font-size="13">{}</text>"#,
        length(left),
        length(y + 12.0),
        lang.pick("相似度", "similarity")
    );
    let mut x = left + 84.0;
    for level in 0..=SHADES {
        let _ = write!(
            svg,
            r#"<rect class="h{level} key" x="{}" y="{}" width="46" height="14"/>"#,
            length(x),
            length(y)
        );
        if level > 0 {
            let _ = write!(
                svg,
                r#"<text class="no" x="{}" y="{}" font-size="12" text-anchor="middle">{}</text>"#,
                length(x),
                length(y + 29.0),
                number::similarity(bounds[level - 1])
            );
        }
        x += 46.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::ParkLabel;

    fn heat(n: usize) -> HeatView {
        let parks = (0..n)
            .map(|i| ParkLabel {
                id: format!("P{i}"),
                name: format!("甲<{i}>经济开发区"),
                place: String::new(),
            })
            .collect();
        let value = |i: usize, j: usize| if i == j { 1.0 } else { ((i * j) % 10) as f64 / 20.0 };
        let similarity = (0..n).flat_map(|i| (0..n).map(move |j| value(i, j))).collect();
        HeatView { parks, similarity, of: n }
    }

    #[test]
    fn names_are_escaped_and_shortened() {
        let svg = heat_map(&heat(20), &[], Lang::Zh);
        assert!(svg.contains("甲&lt;3&gt;经开区"));
        assert!(!svg.contains("甲<"));
    }

    #[test]
    fn many_parks_stay_small_and_have_numbers_only() {
        let svg = heat_map(&heat(200), &[], Lang::Zh);
        assert!(!svg.contains("甲"));
        assert!(svg.contains(">200</text>"));
        assert!(svg.len() < 700_000, "{}", svg.len());
    }

    #[test]
    fn nothing_to_draw() {
        assert_eq!(heat_map(&heat(1), &[], Lang::Zh), "");
        assert_eq!(heat_map(&HeatView { similarity: vec![1.0], ..heat(3) }, &[], Lang::Zh), "");
    }
}
