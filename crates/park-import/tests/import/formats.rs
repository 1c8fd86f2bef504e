//! The same content gives equal records whatever the format, for every table.

use std::io::Write as _;

use encoding_rs::GB18030;
use park_domain::{Interner, Kind, Record, Table, Value};
use park_import::{Import, import_upload};

use crate::sheets::{self, Cell};

/// Cells of a good row of a table.
fn cells(table: Table, row: usize) -> Vec<String> {
    table
        .columns()
        .iter()
        .enumerate()
        .map(|(i, column)| {
            let n = row * 7 + i;
            match column.kind {
                Kind::Id => format!("X{n}"),
                // A date on which it was settled goes with a promise that is settled.
                Kind::Word(_) if table == Table::Promises && column.name == "state" => {
                    "kept".to_owned()
                }
                Kind::Text => format!("示例{n}，a,b、\"c\""),
                Kind::Word(words) => words[n % words.len()].0.to_owned(),
                // The upper end of a range is never below the lower.
                Kind::Number { .. } if column.name.ends_with("high") => "80.5".to_owned(),
                Kind::Number { .. } => format!("{}.25", row + 40),
                Kind::Date => ["2023", "2023-09", "2023-09-01"][row % 3].to_owned(),
                Kind::Year => (2001 + row).to_string(),
                Kind::Flag => ["yes", "no"][row % 2].to_owned(),
                Kind::RegionCode => format!("32050{row}"),
            }
        })
        .collect()
}

fn csv(table: Table, zh: bool) -> String {
    let mut text = String::new();
    let headers = table.columns().iter().map(|c| if zh { c.zh[0] } else { c.name });
    let lines = std::iter::once(headers.map(str::to_owned).collect::<Vec<_>>())
        .chain((0..3).map(|row| cells(table, row)));
    for line in lines {
        let quoted: Vec<String> =
            line.iter().map(|c| format!("\"{}\"", c.replace('"', "\"\""))).collect();
        text.push_str(&quoted.join(","));
        text.push_str("\r\n");
    }
    text
}

/// Numbers as numbers where a person would type them so, else texts.
fn json_lines(table: Table, zh: bool) -> String {
    let mut text = String::new();
    for row in 0..3 {
        let pairs: Vec<String> = table
            .columns()
            .iter()
            .zip(cells(table, row))
            .map(|(c, cell)| {
                let key = if zh { c.zh[0] } else { c.name };
                let bare = matches!(c.kind, Kind::Number { .. } | Kind::Year);
                let value = if bare { cell } else { serde_json::json!(cell).to_string() };
                format!("{}:{value}", serde_json::json!(key))
            })
            .collect();
        text.push_str(&format!("{{{}}}\n", pairs.join(",")));
    }
    text
}

fn workbook(table: Table, zh: bool) -> Vec<u8> {
    let headers = table.columns().iter().map(|c| if zh { c.zh[0] } else { c.name });
    let mut rows: Vec<Vec<Cell>> = vec![headers.map(sheets::text).collect()];
    for row in 0..3 {
        rows.push(cells(table, row).iter().map(|c| sheets::typed(c)).collect());
    }
    let name = if zh { table.zh() } else { table.name() };
    let other = sheets::typed_sheet("填表说明", "请按下表填写\n");
    sheets::workbook(&[other, sheets::sheet(name, rows)])
}

fn read(name: &str, bytes: &[u8]) -> Import {
    import_upload(None, name, bytes, None, &mut Interner::default())
}

fn utf_16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).expect("to memory");
    packer.finish().expect("to memory")
}

/// The same rows of a table in every format and encoding: what it is, the file's name, its bytes.
pub(crate) fn variants(table: Table, zh: bool) -> Vec<(&'static str, (String, Vec<u8>))> {
    let name = if zh { table.zh() } else { table.name() };
    let mut all = Vec::new();
    for (is_csv, text) in [(true, csv(table, zh)), (false, json_lines(table, zh))] {
        let pick = |csv, json| if is_csv { csv } else { json };
        let le = utf_16(&text, u16::to_le_bytes);
        let be = utf_16(&text, u16::to_be_bytes);
        let end = pick("csv", "jsonl");
        let mut add =
            |what, ending: &str, bytes| all.push((what, (format!("{name}{ending}.{end}"), bytes)));
        add(pick("CSV, UTF-8", "JSON Lines, UTF-8"), "", text.clone().into_bytes());
        add(
            pick("CSV, UTF-8 with byte order mark", "JSON Lines, UTF-8 with byte order mark"),
            "-bom",
            format!("\u{feff}{text}").into_bytes(),
        );
        add(
            pick("CSV, UTF-16, little end first", "JSON Lines, UTF-16, little end first"),
            "-utf16le",
            [b"\xFF\xFE", &le[..]].concat(),
        );
        add(
            pick("CSV, UTF-16, big end first", "JSON Lines, UTF-16, big end first"),
            "-utf16be",
            [b"\xFE\xFF", &be[..]].concat(),
        );
        add(
            pick(
                "CSV, UTF-16 without mark, little end first",
                "JSON Lines, UTF-16 without mark, little end first",
            ),
            "-bare16le",
            le,
        );
        add(
            pick(
                "CSV, UTF-16 without mark, big end first",
                "JSON Lines, UTF-16 without mark, big end first",
            ),
            "-bare16be",
            be,
        );
        add(
            pick("CSV, GB18030", "JSON Lines, GB18030"),
            "-gb18030",
            GB18030.encode(&text).0.into_owned(),
        );
        let packed = gzip(text.as_bytes());
        all.push((
            pick("CSV, packed with gzip", "JSON Lines, packed with gzip"),
            (format!("{name}.{end}.gz"), packed),
        ));
        if is_csv {
            let tabs = text.replace("\",\"", "\"\t\"");
            all.push(("tabs instead of commas", (format!("{name}.tsv"), tabs.into_bytes())));
            let semicolons = text.replace("\",\"", "\";\"");
            all.push((
                "semicolons instead of commas",
                (format!("{name}-2.csv"), semicolons.into_bytes()),
            ));
        }
    }
    let book = workbook(table, zh);
    all.push(("XLSX named after the table", (format!("{name}.xlsx"), book.clone())));
    all.push((
        "XLSX of another name, its sheet named after the table",
        ("数据.xlsx".to_owned(), book),
    ));
    all
}

#[test]
fn every_table_in_every_format() {
    for table in Table::ALL.iter().copied() {
        let want: Vec<Record> = (0..3)
            .map(|row| {
                let cells = cells(table, row);
                let cells: Vec<Option<&str>> = cells.iter().map(|c| Some(&**c)).collect();
                Record::check(table, &cells).unwrap_or_else(|faults| {
                    panic!("the cells made for {} break a rule: {faults:?}", table.name())
                })
            })
            .collect();
        for (what, (file, bytes)) in variants(table, false).into_iter().chain(variants(table, true))
        {
            let import = read(&file, &bytes);
            assert_eq!(import.problems_text(), "", "{what}: {file}");
            assert_eq!(import.records, want, "{what}: {file}");
        }
    }
}

#[test]
fn a_whole_dataset_in_one_workbook() {
    let tables: Vec<sheets::Sheet> = Table::ALL
        .iter()
        .map(|table| {
            let headers = table.columns().iter().map(|c| sheets::text(c.zh[0])).collect();
            let row = cells(*table, 0).iter().map(|c| sheets::typed(c)).collect();
            sheets::sheet(table.zh(), vec![headers, row])
        })
        .collect();
    let import = read("台账.xlsx", &sheets::workbook(&tables));
    assert_eq!(import.problems_text(), "");
    let read: Vec<Table> = import.records.iter().map(Record::table).collect();
    assert_eq!(read, Table::ALL);
    assert_eq!(import.files[3].place(), "台账.xlsx, sheet \"产业结构\"");
}

#[test]
fn a_table_is_told_by_its_header_when_no_name_tells_it() {
    let import = read("2023年统计.csv", "园区编号,园区名称,级别\nX1,一,省级\n".as_bytes());
    assert_eq!(import.records.len(), 1);
    assert_eq!(import.notes, ["2023年统计.csv: taken for parks (园区) by its header"]);
    let sheet = sheets::typed_sheet("Sheet1", "地块编号|园区编号|类型|面积(亩)\nP1|X1|土地|30");
    let import = read("新建.xlsx", &sheets::workbook(&[sheet]));
    assert_eq!(import.records[0].table(), Table::Plots);
    assert_eq!(import.problems_text(), "");
    let import = read("x.csv", b"colour,size\nred,3\n");
    assert!(import.files[0].refused);
    assert!(
        import.problems_text().starts_with(
            "x.csv: neither the name nor the header tells which table this is\nhint: name it after one of parks, "
        ),
        "{}",
        import.problems_text()
    );
}

#[test]
fn formulas_dates_and_errors_of_a_workbook() {
    let mut sheet = sheets::typed_sheet(
        "地块",
        "地块编号|园区编号|类型|面积(亩)|可用时间\nP1|B1|土地||\nP2|B1|土地||\nP3|B1|土地||",
    );
    sheet.rows[1][3] = Cell::Formula("10+20", Some("30"));
    sheet.rows[1][4] = Cell::Styled("45170".to_owned(), 1);
    sheet.rows[2][3] = Cell::Formula("10+20", None);
    sheet.rows[3][3] = Cell::Error("#DIV/0!");
    let import = read("地块.xlsx", &sheets::workbook(&[sheet]));
    let [record] = &import.records[..] else { panic!("one row: {}", import.problems_text()) };
    assert_eq!(record.get("area_mu"), Some(&Value::Number(30.0)));
    assert_eq!(record.get("available_from").map(Value::print), Some("2023-09-01".to_owned()));
    let cells: Vec<&str> = import.problems.iter().filter_map(|p| p.cell.as_deref()).collect();
    assert_eq!(cells, ["D3", "D4"]);
    assert_eq!(import.problems[0].fault.rule, "a formula without a stored result, or with 0");
}

#[test]
fn a_row_above_the_place_where_reading_ends_is_not_lost() {
    let mut sheet = sheets::typed_sheet("园区", "园区编号|园区名称\nX1|一\nX2|二");
    let mut beyond = vec![Cell::Empty; 300];
    beyond.push(sheets::text("?"));
    sheet.rows.push(beyond);
    let import = read("园区.xlsx", &sheets::workbook(&[sheet]));
    assert_eq!(import.records.len(), 2, "{}", import.problems_text());
    let [file] = &import.files[..] else { panic!("one sheet") };
    assert_eq!((file.rows, file.accepted, file.left_out), (3, 2, 1));
    assert_eq!(import.problems[0].cell.as_deref(), Some("KO4"));
}

#[test]
fn a_sheet_that_is_cut_off_counts_the_row_in_which_it_ends() {
    let sheet = sheets::typed_sheet("园区", "园区编号|园区名称\nX1|一\nX2|二");
    let mut parts = sheets::parts(&[sheet]);
    let xml = String::from_utf8(parts[0].1.clone()).unwrap();
    let end = xml.find("<c r=\"B3\"").expect("the last cell");
    parts[0].1.truncate(end);
    let import = read("园区.xlsx", &sheets::packed(&parts));
    let [file] = &import.files[..] else { panic!("one sheet: {}", import.problems_text()) };
    assert_eq!(file.rows, file.accepted + file.left_out + file.passed_over);
    assert_eq!((file.accepted, file.left_out), (1, 1), "{}", import.problems_text());
}

#[test]
fn one_damaged_sheet_does_not_stop_the_others() {
    let park = sheets::typed_sheet("园区", "园区编号|园区名称\nX1|一");
    let plot = sheets::typed_sheet("地块", "地块编号|园区编号|类型\nP1|X1|土地");
    let mut parts = sheets::parts(&[park, sheets::typed_sheet("事实", "?"), plot]);
    parts[1].1 = b"<worksheet>".to_vec();
    let import = read("台账.xlsx", &sheets::packed(&parts));
    assert_eq!(import.records.len(), 2, "{}", import.problems_text());
    let refused: Vec<_> = import.files.iter().map(|f| (f.sheet.as_deref(), f.refused)).collect();
    assert_eq!(refused, [(Some("园区"), false), (Some("事实"), true), (Some("地块"), false)]);
}

#[test]
fn json_numbers_that_lost_a_month_and_lines_that_are_too_long() {
    let long = "[],".repeat(1024 * 1024);
    let text = format!(
        "{{\"park_id\":\"X1\",\"name\":\"一\",\"approved_on\":2023.10}}\n{{\"park_id\":\"X2\",\"name\":[{long}[]]}}\n{{\"park_id\":\"X3\",\"name\":\"三\",\"approved_on\":\"2023.10\"}}\n"
    );
    let import = read("parks.jsonl", text.as_bytes());
    let [record] = &import.records[..] else { panic!("{}", import.problems_text()) };
    assert_eq!(record.get("approved_on").map(Value::print), Some("2023-10".to_owned()));
    let rules: Vec<&str> = import.problems.iter().map(|p| p.fault.rule.as_str()).collect();
    assert_eq!(
        rules,
        [
            "a number, so January cannot be told from October",
            "the row is longer than 2097152 bytes"
        ]
    );
}

#[test]
fn a_topic_that_begins_like_a_remark_is_a_row_like_others() {
    let text = "主题,园区编号,值\n截至2023年底的企业数,X1,30\n截至2023年底，由各园区填报,,\n";
    let import = read("facts.csv", text.as_bytes());
    assert_eq!(import.records.len(), 1, "{}", import.problems_text());
    assert_eq!((import.files[0].accepted, import.files[0].passed_over), (1, 1));
}
