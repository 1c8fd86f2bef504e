//! The parks of a result as points in a grid of provinces. Drawn by us: a square a province, no borders.
//!
//! A point stands in its province's square where its longitude and latitude lie within the parks of that
//! province, so neighbours are near each other; the squares stand roughly as the provinces do.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::places::province_code;
use crate::answer::names::PROVINCES;
use crate::app::Live;
use crate::lang::Lang;

/// Column and row of every province.
const GRID: [(&str, u8, u8); 34] = [
    ("23", 9, 0),
    ("65", 1, 1),
    ("15", 6, 1),
    ("21", 8, 1),
    ("22", 9, 1),
    ("62", 3, 2),
    ("64", 4, 2),
    ("14", 5, 2),
    ("13", 6, 2),
    ("11", 7, 2),
    ("12", 8, 2),
    ("63", 2, 3),
    ("61", 4, 3),
    ("41", 5, 3),
    ("37", 7, 3),
    ("54", 1, 4),
    ("51", 3, 4),
    ("50", 4, 4),
    ("42", 5, 4),
    ("34", 6, 4),
    ("32", 7, 4),
    ("31", 8, 4),
    ("53", 3, 5),
    ("52", 4, 5),
    ("43", 5, 5),
    ("36", 6, 5),
    ("33", 7, 5),
    ("45", 4, 6),
    ("44", 5, 6),
    ("35", 6, 6),
    ("71", 8, 6),
    ("46", 4, 7),
    ("81", 6, 7),
    ("82", 5, 7),
];

const SIDE: f64 = 60.0;
const GAP: f64 = 4.0;

/// A point: id of the park and the label that is shown for it.
pub(super) struct Point<'p> {
    /// Id of the park.
    pub(super) id: &'p str,
    /// What a pointer over it says.
    pub(super) label: String,
}

/// The map of a result; `counts` are the eligible parks by province.
pub(super) fn draw(
    live: &Live,
    points: &[Point<'_>],
    counts: &BTreeMap<String, usize>,
    lang: Lang,
) -> String {
    let bounds = bounds(live);
    let by_code: BTreeMap<&str, usize> =
        counts.iter().filter_map(|(name, n)| Some((province_code(name)?, *n))).collect();
    let most = by_code.values().copied().max().unwrap_or(0).max(1);
    let mut svg = format!(
        r#"<svg class="tiles" viewBox="60 0 580 512" role="img" aria-label="{}">"#,
        lang.pick(
            "符合条件的园区按省分布，圆点为列出的园区",
            "eligible parks by province; dots are the parks listed"
        )
    );
    for (code, column, row) in GRID {
        let (x, y) = corner(column, row);
        let n = by_code.get(code).copied().unwrap_or(0);
        // Four shades: none, and thirds of the most.
        let shade = if n == 0 { 0 } else { 1 + (n * 3 - 1) / most.max(1) }.min(3);
        let name = PROVINCES.iter().find(|p| p.0 == code).map_or("", |p| lang.pick(p.1, p.3));
        let short = PROVINCES
            .iter()
            .find(|p| p.0 == code)
            .map_or(String::new(), |p| lang.pick(p.1.to_owned(), p.3.chars().take(8).collect()));
        let _ = write!(
            svg,
            r#"<g><title>{name} {n}</title><rect class="tile t{shade}" x="{x}" y="{y}" width="{SIDE}" height="{SIDE}" rx="6"/><text class="{}" x="{}" y="{}">{short}</text>"#,
            lang.pick("zh", "en"),
            x + 5.0,
            y + 15.0,
        );
        if n > 0 {
            let _ = write!(
                svg,
                r#"<text class="n" x="{}" y="{}">{n}</text>"#,
                x + SIDE - 5.0,
                y + SIDE - 6.0
            );
        }
        svg.push_str("</g>");
    }
    for point in points.iter().rev() {
        let Some((x, y)) = place(live, point.id, &bounds) else { continue };
        let _ = write!(
            svg,
            r#"<circle class="dot" cx="{x:.1}" cy="{y:.1}" r="5"><title>{}</title></circle>"#,
            escape(&point.label)
        );
    }
    svg.push_str("</svg>");
    svg
}

fn corner(column: u8, row: u8) -> (f64, f64) {
    (f64::from(column) * (SIDE + GAP), f64::from(row) * (SIDE + GAP))
}

/// West, east, south, north of the parks of a province.
type Bounds = BTreeMap<String, [f64; 4]>;

fn bounds(live: &Live) -> Bounds {
    let mut all = Bounds::new();
    for park in &live.dataset().parks {
        if let (Some(code), Some((lon, lat))) = (code_of(park), park.position) {
            let b = all.entry(code).or_insert([lon, lon, lat, lat]);
            *b = [b[0].min(lon), b[1].max(lon), b[2].min(lat), b[3].max(lat)];
        }
    }
    all
}

fn code_of(park: &park_domain::Park) -> Option<String> {
    park.region_code.as_deref().and_then(|c| c.get(..2)).map(str::to_owned)
}

fn place(live: &Live, id: &str, bounds: &Bounds) -> Option<(f64, f64)> {
    let park = live.find(id)?;
    let code = code_of(park)?;
    let (lon, lat) = park.position?;
    let [west, east, south, north] = *bounds.get(&code)?;
    let (_, column, row) = GRID.iter().find(|g| g.0 == code)?;
    let (x, y) = corner(*column, *row);
    let share = |v: f64, lo: f64, hi: f64| if hi > lo { (v - lo) / (hi - lo) } else { 0.5 };
    // A margin, and room for the name above.
    Some((
        x + 9.0 + share(lon, west, east) * (SIDE - 18.0),
        y + SIDE - 9.0 - share(lat, south, north) * (SIDE - 30.0),
    ))
}

/// Text inside an element.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_province_has_a_square_of_its_own() {
        let mut places: Vec<(u8, u8)> = GRID.iter().map(|g| (g.1, g.2)).collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), GRID.len());
        assert!(PROVINCES.iter().all(|p| GRID.iter().any(|g| g.0 == p.0)));
    }
}
