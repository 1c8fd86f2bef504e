//! Parks in the plane: near points are alike; members of groups are filled and their medoids named.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::number;
use crate::svg::{escape, fit, length, short_name, width_em};
use crate::view::{GroupView, Lang, MapView};

const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 620.0;
const MARGIN: f64 = 34.0;
const FONT: f64 = 15.0;
/// Most names written into the plane.
const NAMES_MAX: usize = 28;

/// A rectangle that a name takes: left, top, right, bottom.
type Area = [f64; 4];

fn meets(a: &Area, b: &Area) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

/// The drawing; empty without points.
pub(crate) fn draw(map: &MapView, groups: &[GroupView], lang: Lang) -> String {
    let range = |values: &mut dyn Iterator<Item = f64>| {
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)))
    };
    let (left, right) = range(&mut map.points.iter().map(|p| p.1));
    let (low, high) = range(&mut map.points.iter().map(|p| p.2));
    if map.points.len() < 2 || !(right - left).is_finite() {
        return String::new();
    }
    let place = |x: f64, y: f64| {
        let across = (x - left) / (right - left).max(1e-12);
        let up = (y - low) / (high - low).max(1e-12);
        (MARGIN + across * (WIDTH - 2.0 * MARGIN), HEIGHT - MARGIN - up * (HEIGHT - 2.0 * MARGIN))
    };
    let grouped: BTreeSet<&str> =
        groups.iter().flat_map(|g| &g.members).map(|m| m.id.as_str()).collect();
    // Parks with the same items lie on one point: one dot, larger with their number.
    let mut dots: BTreeMap<(String, String), (usize, bool)> = BTreeMap::new();
    for (park, x, y) in &map.points {
        let (x, y) = place(*x, *y);
        let dot = dots.entry((length(x), length(y))).or_default();
        *dot = (dot.0 + 1, dot.1 || grouped.contains(park.id.as_str()));
    }
    let mut svg = format!(
        r#"<svg class="map" viewBox="0 0 {WIDTH} {}" role="img" aria-label="{}" xmlns="http://www.w3.org/2000/svg"><rect class="frame" x="1" y="1" width="{}" height="{}"/>"#,
        HEIGHT + 26.0,
        lang.pick("园区分布图", "map of parks"),
        WIDTH - 2.0,
        HEIGHT - 2.0
    );
    for ((x, y), (parks, in_group)) in &dots {
        let _ = write!(
            svg,
            r#"<circle class="{}" cx="{x}" cy="{y}" r="{}"/>"#,
            if *in_group { "in" } else { "out" },
            length(4.0 + 1.6 * f64::from(u32::try_from(*parks - 1).unwrap_or(u32::MAX)).sqrt())
        );
    }
    names(&mut svg, map, groups, &place);
    let _ = write!(
        svg,
        r#"<text class="no" x="{}" y="{}" font-size="13" text-anchor="end">{} {} → · {} {} ↑</text></svg>"#,
        WIDTH - 4.0,
        HEIGHT + 20.0,
        lang.pick("横轴保留差异", "across keeps"),
        number::percent(map.explained[0]),
        lang.pick("纵轴", "up"),
        number::percent(map.explained[1])
    );
    svg
}

/// Names of medoids, then of the outermost parks, as far as they do not cover each other.
fn names(
    svg: &mut String,
    map: &MapView,
    groups: &[GroupView],
    place: &dyn Fn(f64, f64) -> (f64, f64),
) {
    let n = u32::try_from(map.points.len()).map_or(f64::MAX, f64::from);
    let middle = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / n;
    let (centre_x, centre_y) =
        (middle(&mut map.points.iter().map(|p| p.1)), middle(&mut map.points.iter().map(|p| p.2)));
    let mut order: Vec<usize> = (0..map.points.len()).collect();
    let rank = |at: usize| {
        groups.iter().position(|g| g.medoid.id == map.points[at].0.id).unwrap_or(usize::MAX)
    };
    let far = |at: usize| (map.points[at].1 - centre_x).hypot(map.points[at].2 - centre_y);
    order.sort_by(|a, b| rank(*a).cmp(&rank(*b)).then(far(*b).total_cmp(&far(*a))).then(a.cmp(b)));
    let mut taken: Vec<Area> = Vec::new();
    for at in order {
        let (park, x, y) = &map.points[at];
        let (x, y) = place(*x, *y);
        let name = fit(&short_name(&park.name), 14.0);
        let width = width_em(&name) * FONT;
        let right = x + 9.0 + width <= WIDTH - 4.0;
        let start = if right { x + 9.0 } else { x - 9.0 - width };
        let area = [start - 2.0, y - FONT * 0.7, start + width + 2.0, y + FONT * 0.7];
        if taken.len() >= NAMES_MAX || taken.iter().any(|other| meets(other, &area)) {
            continue;
        }
        taken.push(area);
        let _ = write!(
            svg,
            r#"<text class="name" x="{}" y="{}" font-size="{FONT}">{}</text>"#,
            length(start),
            length(y + FONT * 0.35),
            escape(&name)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::ParkLabel;

    fn label(i: usize) -> ParkLabel {
        ParkLabel {
            id: format!("P{i}"), name: format!("第{i}&经济开发区"), place: String::new()
        }
    }

    #[test]
    fn points_names_and_equal_places() {
        let points = (0..40).map(|i| (label(i), (i / 2) as f64, (i % 4 / 2) as f64)).collect();
        let map = MapView { points, explained: [0.3, 0.1] };
        let groups = [GroupView {
            medoid: label(7),
            members: vec![label(7), label(8)],
            ..GroupView::default()
        }];
        let svg = draw(&map, &groups, Lang::Zh);
        assert!(svg.contains("第7&amp;经开区"), "a medoid is named first");
        assert_eq!(svg.matches("<circle").count(), 20);
        assert_eq!(svg, draw(&map, &groups, Lang::Zh));
        assert_eq!(draw(&MapView::default(), &[], Lang::En), "");
    }
}
