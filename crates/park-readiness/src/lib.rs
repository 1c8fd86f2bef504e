//! Is a place ready, and does it keep its word? Rates of signed projects by cohort, the look-back, promises, land.
//!
//! [`rates`] follows every signed project from one event to another, with right censoring, so that recent
//! signings do not punish a park; [`review`] sets what was committed beside what came of it; [`announce`]
//! counts what was announced; [`keeping`] asks of `promises` alone whether the *place* keeps its word;
//! [`land`] finds plots that fit, alone or with their neighbours, and checks the ledger of land;
//! [`floors`] reads admission floors in one unit.
//!
//! Sources: the Kaplan–Meier product limit (Kaplan, Meier 1958) with Greenwood's variance; Wilson's interval
//! (Wilson 1927), on the effective number of cases where some are censored (Dorey, Korn 1987). A project
//! that was given up stays under observation and never arrives, so that giving up is no excuse.
//!
//! ```
//! let (low, high) = park_readiness::wilson(9.0, 12.0).unwrap();
//! assert!((low - 0.4677).abs() < 1e-4 && (high - 0.9111).abs() < 1e-4);
//! ```
//!
//! **Invariant**: pure; what is not known is listed and never counted as 0; months are calendar months.

pub mod announce;
mod event;
pub mod floors;
pub mod keeping;
pub mod land;
pub mod rates;
pub mod review;
mod settings;
mod survival;

pub use event::{Event, Track};
pub use settings::{Settings, SettingsError};
pub use survival::{Case, Reached, reached, wilson};
