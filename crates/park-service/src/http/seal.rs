//! The seal of forms that change the store: only a page of ours can carry one, because no other site can read it.
//!
//! It is an HMAC of the hour under the store's secret, so that nothing is kept. Host and Origin are checked
//! before; this also stops what sends neither.

use std::fmt::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// A form may lie open this long, in hours.
const GOOD_FOR_H: u64 = 12;

/// The seal of now.
pub(crate) fn make(secret: &[u8; 32]) -> String {
    of_hour(secret, hour())
}

/// Whether a seal was made within the last hours.
pub(crate) fn is_good(secret: &[u8; 32], seal: &str) -> bool {
    let now = hour();
    (0..=GOOD_FOR_H).any(|ago| of_hour(secret, now.saturating_sub(ago)) == seal)
}

fn hour() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs() / 3600)
}

fn of_hour(secret: &[u8; 32], hour: u64) -> String {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a secret of any length");
    mac.update(b"parkwise form\0");
    mac.update(&hour.to_le_bytes());
    mac.finalize().into_bytes().iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_bound_to_the_store_and_to_its_hours() {
        let (ours, other) = ([1; 32], [2; 32]);
        assert!(is_good(&ours, &make(&ours)));
        assert!(is_good(&ours, &of_hour(&ours, hour() - GOOD_FOR_H)));
        for seal in [make(&other), of_hour(&ours, hour() - GOOD_FOR_H - 1), String::new()] {
            assert!(!is_good(&ours, &seal));
        }
    }
}
