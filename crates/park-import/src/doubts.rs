//! Rows and cells that are sound by themselves and yet doubtful: formulas without a result, merged
//! numbers, retired region codes, the same park under two names.

use park_domain::{Fault, Kind, Record, Table, Value};

use crate::import::Intake;
use crate::source::OddKind;

/// Rule and way out for an odd cell of a column; `None` when the cell is good.
pub(crate) fn of_odd(kind: &OddKind, column: Kind) -> Option<(&'static str, &'static str)> {
    let is_number = matches!(column, Kind::Number { .. });
    match kind {
        OddKind::NoResult => Some((
            "a formula without a stored result, or with 0",
            "open the workbook in Excel or WPS and save it, or write the value itself",
        )),
        OddKind::Merged if is_number => Some((
            "a number in merged cells: it cannot be told how much belongs to this row",
            "split the merged cells and give each row its own number",
        )),
        OddKind::MonthLost if matches!(column, Kind::Date) => Some((
            "a number, so January cannot be told from October",
            "write 2023-01 or 2023-10 as text",
        )),
        OddKind::Nested => Some((
            "a list or an object, not a value",
            "write a text, a number, yes or no; a list of texts is joined by 、",
        )),
        OddKind::Formula | OddKind::Merged | OddKind::MonthLost | OddKind::Broken(_) => None,
    }
}

/// Doubts about a record that is taken in all the same.
pub(crate) fn of_record(intake: &mut Intake<'_>, row: u64, record: &Record) -> Vec<Fault> {
    let mut doubts = Vec::new();
    let place = intake.current().place();
    let Some(known) = &mut intake.doubts else { return doubts };
    if record.table() != Table::Regions
        && let (Some(regions), Some(code)) = (known.regions, text(record, "region_code"))
        && let Some(hint) = regions.doubt(code, record)
    {
        doubts.push(Fault {
            column: "region_code".to_owned(),
            found: code.to_owned(),
            rule: "taken in, but the code is not in the list of regions; it may be retired"
                .to_owned(),
            hint: Some(hint),
        });
    }
    if record.table() == Table::Parks
        && let Some(other) = known.names.doubt(&place, row, record)
    {
        let id = text(record, "park_id").unwrap_or("");
        doubts.push(Fault {
            column: "name".to_owned(),
            found: text(record, "name").unwrap_or("").to_owned(),
            rule: format!(
                "taken in, but it seems to be the same park as {} in row {}{}",
                other.id,
                other.row,
                if other.file == place { String::new() } else { format!(" of {}", other.file) }
            ),
            hint: Some(format!(
                "keep one of the two rows, or state that they are one: a row {},{id} in same_as",
                other.id
            )),
        });
    }
    doubts
}

/// The text of a column.
pub(crate) fn text<'r>(record: &'r Record, column: &str) -> Option<&'r str> {
    match record.get(column) {
        Some(Value::Text(text)) => Some(text),
        Some(Value::Number(_) | Value::Date(_) | Value::Flag(_)) | None => None,
    }
}
