//! Folders and single files on disk.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use park_domain::{Interner, Table};
use park_import::{Import, ImportError, import_path, import_paths};

fn read(path: &Path) -> Result<Import, ImportError> {
    import_path(path, &mut Interner::default())
}

#[test]
fn a_folder_of_plain_and_packed_files_in_both_languages() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("园区.csv"), "\u{feff}# 演示\n园区编号,园区名称\nX1,一\nX2,二\n")
        .unwrap();
    let file = fs::File::create(dir.path().join("structure-2023.csv.gz")).unwrap();
    let mut packer = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    packer.write_all(b"park_id,industry,basis,value\r\nX1,39,firms,3\r\n").unwrap();
    packer.finish().unwrap();
    fs::write(dir.path().join("README.md"), "words").unwrap();
    fs::write(dir.path().join(".hidden.csv"), "words").unwrap();

    let import = read(dir.path()).unwrap();
    assert_eq!(import.problems_text(), "");
    let tables: Vec<Table> = import.records.iter().map(|r| r.table()).collect();
    assert_eq!(tables, [Table::Parks, Table::Parks, Table::Structure]);
    assert_eq!(import.files.len(), 2);
    let [note] = &import.notes[..] else { panic!("{:?}", import.notes) };
    assert!(note.ends_with("README.md: left aside, not a CSV, XLSX or JSON Lines file"), "{note}");
}

#[test]
fn one_refused_file_does_not_stop_the_others() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("parks.csv"), "park_id,name\nX1,一\n").unwrap();
    fs::write(dir.path().join("plots.csv"), b"plot_id\n\xFF\xFF\n").unwrap();
    fs::write(dir.path().join("facts.xlsx"), b"PK\x03\x04").unwrap();
    fs::write(dir.path().join("firms.csv"), "a\n").unwrap();
    let import = read(dir.path()).unwrap();
    assert_eq!(import.records.len(), 1);
    let refused: Vec<bool> = import.files.iter().map(|f| f.refused).collect();
    assert_eq!(refused, [true, false, true, true]);
    assert_eq!(import.problems_total, 3);
}

#[test]
fn a_key_stands_once_in_all_files_of_an_import() {
    let dir = tempfile::tempdir().unwrap();
    let (one, two) = (dir.path().join("parks-1.csv"), dir.path().join("parks-2.csv"));
    fs::write(&one, "park_id,name\nX1,一\n").unwrap();
    fs::write(&two, "park_id,name\nX1,壹\n").unwrap();
    let import = import_paths(&[one, two], None, &mut Interner::default()).unwrap();
    assert_eq!(import.records.len(), 1);
    let rule = &import.problems[0].fault.rule;
    assert!(rule.starts_with("row 2 has the same park_id in "), "{rule}");
    assert!(rule.ends_with("parks-1.csv"), "{rule}");
}

#[test]
fn what_cannot_be_read_at_all_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(read(dir.path()), Err(ImportError::NoTable(_))));
    assert!(matches!(read(&dir.path().join("none.csv")), Err(ImportError::Unreadable { .. })));
    let path = dir.path().join("parks.csv");
    fs::write(&path, "").unwrap();
    let error = read(&path).unwrap_err();
    assert!(matches!(&error, ImportError::AllRefused(problems) if problems.len() == 1));
    assert!(error.to_string().contains("parks.csv: the table is empty\nhint: "), "{error}");
}

#[test]
fn numbers_as_people_write_them_are_said() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("园区.csv");
    let rows: String = (0..5).map(|i| format!("X{i},n,约30{i},2023.9,王\n")).collect();
    fs::write(&path, format!("园区编号,园区名称,核准面积（公顷）,批准时间,联系人\n{rows}"))
        .unwrap();
    let import = read(&path).unwrap();
    assert_eq!(import.problems_text(), "");
    let notes: Vec<String> =
        import.notes.iter().map(|n| n.replace(&path.display().to_string(), "园区.csv")).collect();
    assert_eq!(notes.len(), 9, "{notes:#?}");
    assert_eq!(
        notes[0],
        "园区.csv: column 联系人 not imported: names, telephone numbers and e-mail addresses of persons stay out"
    );
    assert_eq!(notes[1], "园区.csv, row 2, column \"批准时间\": \"2023.9\" was read as 2023-09");
    assert_eq!(
        notes[2],
        "园区.csv, row 2, column \"核准面积（公顷）\": \"约300\" was read as 300 公顷, estimated"
    );
    assert_eq!(notes[7], "园区.csv: column \"批准时间\": more cells read in this way: 2");
}
