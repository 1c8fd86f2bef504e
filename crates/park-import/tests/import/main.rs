//! The crate from outside: words, round trip, the dictionary page, any bytes.

mod any_bytes;
mod broken;
mod dictionary;
mod folder;
mod formats;
mod round_trip;
mod sheets;
