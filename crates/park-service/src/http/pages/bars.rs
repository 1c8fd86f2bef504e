//! Bars that add up: each part begins where the one before it ended.

use std::fmt::Write as _;

/// Length of a whole bar in units of the drawing; a score of 1.
const WHOLE: f64 = 1000.0;

/// One part of a bar.
pub(super) struct Part {
    /// Where it begins, 0 to 1.
    pub(super) from: f64,
    /// How long it is, 0 to 1.
    pub(super) length: f64,
    /// Whether it is not proven: hatched.
    pub(super) open: bool,
}

/// A bar as SVG. It repeats what the words beside it say, so readers of the screen skip it.
pub(super) fn bar(parts: &[Part]) -> String {
    let mut svg = String::from(
        r#"<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"><rect class="rail" width="1000" height="10"/>"#,
    );
    for (at, part) in parts.iter().enumerate() {
        let (x, width) = (part.from * WHOLE, part.length * WHOLE);
        if width.is_nan() || width <= 0.0 {
            continue;
        }
        let (class, fill) = if part.open {
            ("open".to_owned(), r#" fill="url(#hatch)""#)
        } else {
            (format!("part p{}", at % 2), "")
        };
        let _ = write!(
            svg,
            r#"<rect class="{class}"{fill} x="{x:.1}" width="{width:.1}" height="10"/>"#
        );
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_one_behind_the_other() {
        let svg = bar(&[
            Part { from: 0.0, length: 0.4, open: false },
            Part { from: 0.4, length: 0.1, open: true },
            Part { from: 0.5, length: 0.0, open: false },
        ]);
        assert!(svg.contains(r#"x="0.0" width="400.0""#), "{svg}");
        assert!(svg.contains(r##"fill="url(#hatch)" x="400.0" width="100.0""##), "{svg}");
        assert_eq!(svg.matches("<rect").count(), 3);
    }
}
