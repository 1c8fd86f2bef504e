//! How a homogeneity report looks: one printable page in HTML, and a table in CSV.
//!
//! [`html`] writes a self-contained A4 page (no script, no request, no font from elsewhere), [`csv`] the pairs of all axes.
//! [`workbook`] and [`document`] write any answer as XLSX and DOCX. The first two read a [`View`]: plain values that somebody else computed. Words come in Chinese and English; numbers and codes
//! are the same in both.
//!
//! ```
//! use park_report::{Lang, View, html};
//! let page = html(&View { lang: Lang::En, title: "Twins & rivals".to_owned(), ..View::default() });
//! assert!(page.contains("Twins &#38; rivals"));
//! ```
//!
//! **Invariant**: pure; everything that came from data is escaped; the same view gives the same bytes.

mod csv;
pub mod document;
mod heat;
mod html;
mod number;
mod scatter;
mod summary;
mod svg;
pub mod view;
mod words;
pub mod workbook;

pub use csv::csv;
pub use heat::heat_map;
pub use html::html;
pub use view::{
    AxisView, Gap, GroupView, HeatView, Input, IntensityView, Item, Lang, MapView, NameGapView,
    PairView, ParkLabel, SetView, Setting, View,
};
