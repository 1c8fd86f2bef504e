//! How a homogeneity report looks: one printable page in HTML, and a table in CSV.
//!
//! [`html`] writes a self-contained A4 page (no script, no request, no font from elsewhere), [`csv`] the pairs of all axes.
//! [`workbook`] and [`document`] write any answer as XLSX and DOCX. [`xlsx`] and [`docx`] are the report in these two forms.
//! The report forms read a [`View`]: plain values that somebody else computed. Words come in Chinese and English; numbers and codes
//! are the same in both.
//!
//! ```
//! use park_report::{Lang, View, html};
//! let page = html(&View { lang: Lang::En, title: "Twins & rivals".to_owned(), ..View::default() });
//! assert!(page.contains("Twins &#38; rivals"));
//! ```
//!
//! **Invariant**: pure; everything that came from data is escaped; the same view gives the same bytes.

mod advice;
mod csv;
pub mod document;
mod heat;
mod html;
mod memo;
mod number;
mod scatter;
mod sheets;
mod summary;
mod svg;
pub mod view;
mod words;
pub mod workbook;

pub use csv::csv;
pub use heat::heat_map;
pub use html::html;
pub use memo::docx;
pub use sheets::xlsx;
pub use view::{
    AxisView, Gap, GroupView, HeatView, Input, IntensityView, Item, Lang, MapView, NameGapView,
    PairView, ParkLabel, SetView, Setting, View,
};
