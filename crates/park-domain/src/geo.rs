//! Distance on the globe.

/// Mean radius of the earth, in kilometres (IUGG).
pub const EARTH_RADIUS_KM: f64 = 6371.0088;

/// A place as a unit vector, so that many distances to one point cost three products each.
pub fn unit_vector(longitude: f64, latitude: f64) -> [f64; 3] {
    let (lon, lat) = (longitude.to_radians(), latitude.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

/// Great-circle distance in kilometres between two unit vectors (chord form, exact for small distances).
pub fn distance_km(a: [f64; 3], b: [f64; 3]) -> f64 {
    let chord_sq = (a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2) + (a[2] - b[2]).powi(2);
    2.0 * EARTH_RADIUS_KM * (chord_sq.sqrt() / 2.0).min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beijing_to_shanghai() {
        let d = distance_km(unit_vector(116.4074, 39.9042), unit_vector(121.4737, 31.2304));
        assert!((d - 1067.0).abs() < 2.0, "{d}");
    }
}
