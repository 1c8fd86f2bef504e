//! The crate from outside: formats, faults, hostile files, sheets of offices, round trip, the pages in `docs/`.

mod any_bytes;
mod broken;
mod dictionary;
mod folder;
mod formats;
mod hostile;
mod offices;
mod page;
mod round_trip;
mod sheets;
mod within;
