//! Which state is served: generations, each written once, and one small file that names the live one.
//!
//! ```text
//! STORE/live.json                        {"format":1,"id":"000002-5f0c11ab"}
//! STORE/generations/000002-5f0c11ab/manifest.json   counts, dates, size and sum of every file
//!                                  /text/           the text index
//!                                  /…               files of the caller
//! ```
//!
//! [`publish`] builds beside, in a folder whose name begins with a dot; syncs; renames; syncs; and
//! only then swaps `live.json`. Killed before the swap, the old generation is live and the rest is
//! removed by the next publish; killed after it, the new one is. [`open_live`] checks what it opens;
//! a damaged generation, or one of a newer program, is refused by name and the one before it served.
//! One process at a time publishes or goes back: the caller sees to that.
//! A reader keeps the folder it opened: [`live_id`] tells it, cheaply, when to open again.

mod error;
mod files;
mod live;
mod manifest;
mod publish;

#[cfg(test)]
mod tests;

pub(crate) use files::hex;

pub use error::{Flaw, GenerationError, Refused};
pub use live::{
    Generation, Listed, Opened, list, live_id, open, open_live, rollback, verify_whole,
};
pub use manifest::{FORMAT, FileSum, Manifest};
pub use publish::{KEEP, Payload, PayloadFile, publish};
