//! Twenty small sheets as offices make them. The parks are invented. What is said of each sheet stands
//! in one file, in both languages, and is read as prose.

use encoding_rs::GB18030;
use park_domain::{Interner, Record, Table, Value};
use park_import::{Import, Regions, import_upload, problem_in_chinese};

use crate::sheets::{self, Cell, Sheet, sheet, text, typed_sheet, workbook};

/// A sheet with a formula, a date or an error in some cells.
fn special(name: &str, lines: &str, cells: &[(usize, usize, Cell)]) -> Sheet {
    let mut sheet = typed_sheet(name, lines);
    for (row, column, cell) in cells {
        let width = (*column + 1).max(sheet.rows[*row].len());
        sheet.rows[*row].resize_with(width, || Cell::Empty);
        sheet.rows[*row][*column] = cell.clone();
    }
    sheet
}

fn merged(mut sheet: Sheet, ranges: &[&'static str]) -> Sheet {
    sheet.merged = ranges.to_vec();
    sheet
}

fn gb(words: &str) -> Vec<u8> {
    GB18030.encode(words).0.into_owned()
}

/// What it is, the file's name, its bytes.
#[expect(clippy::too_many_lines, reason = "twenty sheets, one after the other")]
pub(crate) fn files() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    vec![
        (
            "WPS on a Chinese system: GBK, a title, a total, a line of who filled it in",
            "园区.csv",
            gb("某市开发区基本情况表,,,,\n单位：公顷,,,,\n园区编号,园区名称,级别,核准面积(公顷),联系电话\nL01,临江示例经济开发区,省级,约1200,0512-66660000\nL02,滨湖示例高新区,省级,860.5,13812345678\n合计,,,2060.5,\n填表人：王某,,审核人：李某,,\n"),
        ),
        (
            "area in 亩, years as 2006.3, missing as —",
            "园区.csv",
            "园区编号,园区名称,核准面积（亩）,批准时间,经度,纬度\nA1,云岭示例产业园,\"18,000\",2006.3,—,—\nA2,云海示例产业园,4500亩,2011.12,/,/\n".into(),
        ),
        (
            "two header rows with merged cells",
            "台账.xlsx",
            workbook(&[merged(
                typed_sheet("园区", "园区编号|园区名称|核准面积|位置|\n||公顷|经度|纬度\nB1|青山示例开发区|900|118.5|31.9\nB2|绿水示例开发区|1100|118.7|32.1"),
                &["A1:A2", "B1:B2", "D1:E1"],
            )]),
        ),
        (
            "land prices in 元/㎡, one row already in 万元/亩",
            "地块.csv",
            "地块编号,园区编号,类型,面积(亩),地价(元/㎡)\nP1,B1,土地,50,450\nP2,B1,土地,80,420\nP3,B1,土地,35,480\nP4,B2,土地,60,510\nP5,B2,土地,120,28\nP6,B2,土地,90,465\n".into(),
        ),
        (
            "a column of land prices in 元/㎡ under a header of 万元/亩",
            "地块.csv",
            "地块编号,园区编号,类型,地价(万元/亩)\nP1,B1,土地,450\nP2,B1,土地,420\nP3,B1,土地,480\n".into(),
        ),
        (
            "formulas: with a result, without one, with an error",
            "地块.xlsx",
            workbook(&[special(
                "Sheet1",
                "地块编号|园区编号|类型|面积(亩)\nP1|B1|土地|\nP2|B1|土地|\nP3|B1|土地|\nP4|B1|土地|25",
                &[
                    (1, 3, Cell::Formula("10+20", Some("30"))),
                    (2, 3, Cell::Formula("10+20", None)),
                    (3, 3, Cell::Error("#DIV/0!")),
                ],
            )]),
        ),
        (
            "dates as Excel keeps them, and 2023.10 typed as a number",
            "园区.xlsx",
            workbook(&[special(
                "园区",
                "园区编号|园区名称|批准时间\nD1|北岭示例园区|\nD2|南岭示例园区|2023.10\nD3|西岭示例园区|2023.9",
                &[(1, 2, Cell::Styled("45170".to_owned(), 1)), (2, 2, Cell::Number("2023.1".to_owned()))],
            )]),
        ),
        (
            "the city merged over its parks, a number merged too",
            "园区.xlsx",
            workbook(&[merged(
                typed_sheet("园区", "园区编号|园区名称|市|核准面积(公顷)\nM1|东港示例园区|临江市|2000\nM2|西港示例园区||\nM3|北港示例园区||500"),
                &["C2:C4", "D2:D3"],
            )]),
        ),
        (
            "the same park under two names, and an id twice",
            "园区.csv",
            "园区编号,园区名称,别名,区划代码\nS1,江北省示例经济技术开发区,示例经开区,3205\nS2,江北示例经济开发区,,3205\nS1,江北省示例经济技术开发区,,3205\n".into(),
        ),
        (
            "region codes retired or mistyped",
            "园区.csv",
            "园区编号,园区名称,区划代码,县\nR1,松陵示例开发区,320584,吴江市\nR2,平江示例开发区,320503,\nR3,虚构示例开发区,320599,\nR4,少一位示例开发区,32050,\n".into(),
        ),
        (
            "words for levels as offices use them, 是 and √",
            "园区.csv",
            "园区编号,园区名称,级别,类型,是否化工园区\nW1,一号示例园,国家级,高新区,否\nW2,二号示例园,国家级开发区,经济开发区,√\nW3,三号示例园,省级,化工园区,是\n".into(),
        ),
        (
            "headings between the rows",
            "园区.csv",
            "园区编号,园区名称,级别\n一、国家级,,\nH1,示例甲园区,国家级\n二、省级,,\nH2,示例乙园区,省级\n小计,,\n注：数据截至2023年底,,\n".into(),
        ),
        (
            "capital with words and units",
            "入驻企业.csv",
            "企业编号,园区编号,企业名称,注册资本(万元),成立日期\nF1,B1,示例材料有限公司,1.2亿,2015年3月\nF2,B1,示例电子有限公司,500万元,2018/7/1\nF3,B1,示例机械有限公司,１２００,2019-05\nF4,B1,示例化工有限公司,300万美元,2020\n".into(),
        ),
        (
            "utilities with ranges and words",
            "公用配套.csv",
            "园区编号,类别,是否具备,能力,单位,价格,价格单位\nB1,供水,是,≥500,吨/日,3.2,元/吨\nB1,供电,有,2-3万,kVA,0.65,元/kWh\nB1,蒸汽,是,近200,吨/时,/,\n".into(),
        ),
        (
            "structure with a total and a share column nobody knows",
            "产业结构.csv",
            "园区编号,年份,行业,口径,数值,占比\nB1,2022年,C39,企业数,35,0.4\nB1,2022,26,企业数,12,0.1\nB1,2022,合计,企业数,47,1\n".into(),
        ),
        (
            "policies with rates shown as per cent",
            "政策条款.xlsx",
            workbook(&[special(
                "政策条款",
                "条款编号|园区编号|政策工具|比例(%)|封顶(万元)|条款内容\nC1|B1|设备与固投||500|按设备投资额补助\nC2|B1|研发|8%|1000万|按研发投入补助",
                &[(1, 3, Cell::Styled("0.15".to_owned(), 2))],
            )]),
        ),
        (
            "several sheets, one of them the list of choices",
            "园区台账2023.xlsx",
            workbook(&[
                typed_sheet("填报说明", "请逐行填写\n不要合并单元格"),
                typed_sheet("园区-2023", "园区编号|园区名称\nT1|多表示例园区"),
                typed_sheet("地块", "地块编号|园区编号|类型|面积（公顷）\nQ1|T1|土地|2"),
                typed_sheet("下拉选项", "国家级\n省级"),
            ]),
        ),
        (
            "UTF-16 from \"Unicode text\" in Excel, separated by tabs",
            "园区.txt",
            [
                b"\xFF\xFE".to_vec(),
                "园区编号\t园区名称\t主导产业\nU1\t示例园区\t电子、食品\n"
                    .encode_utf16()
                    .flat_map(u16::to_le_bytes)
                    .collect(),
            ]
            .concat(),
        ),
        (
            "JSON Lines from a program, one line wrong",
            "facts.jsonl",
            "{\"park_id\": \"B1\", \"topic\": \"年产值\", \"value\": \"120 亿元\", \"year\": 2022}\n{\"park_id\": \"B1\", \"topic\": \"企业\", \"value\": [\"甲\", \"乙\"]}\n{\"park_id\": \"B1\", \"topic\": \"x\", \"value\": {\"n\": 1}}\n{park_id: B1}\n".into(),
        ),
        (
            "ragged rows, commas in cells, an open quotation mark",
            "功能定位.csv",
            "园区编号,年份,定位\nB1,2023,先进制造基地\nB2,2023,物流,贸易\nB3,2023\nB4,2023,\"产城融合\nB5,2023,科技新城\n".into(),
        ),
    ]
}

pub(crate) fn regions() -> Regions {
    let columns = Table::Regions.columns();
    let list: Vec<Record> = [("320500", "苏州市"), ("320508", "姑苏区"), ("320509", "吴江区")]
        .iter()
        .map(|(code, name)| {
            let mut cells = vec![None; columns.len()];
            cells[Table::Regions.column("region_code").expect("a region")] = Some(*code);
            cells[Table::Regions.column("name").expect("a region")] = Some(*name);
            Record::check(Table::Regions, &cells).expect("a region")
        })
        .collect();
    Regions::of(list.iter())
}

/// The filled cells of a record, for reading by eye.
fn shown(record: &Record) -> String {
    let cells: Vec<String> = record
        .table()
        .columns()
        .iter()
        .zip(record.values())
        .filter_map(|(c, v)| v.as_ref().map(|v| format!("{} {}", c.name, Value::print(v))))
        .collect();
    cells.join(" | ")
}

fn accounted(import: &Import) -> bool {
    import.files.iter().all(|f| f.rows == f.accepted + f.left_out + f.passed_over)
}

#[test]
fn twenty_sheets_as_offices_make_them() {
    let regions = regions();
    let mut page = String::new();
    let files = files();
    assert_eq!(files.len(), 20);
    for (what, name, bytes) in files {
        let import = import_upload(None, name, &bytes, Some(&regions), &mut Interner::default());
        assert!(accounted(&import), "{what}: {:?}", import.files);
        page.push_str(&format!("== {what}\n"));
        for record in &import.records {
            page.push_str(&format!("+ {}\n", shown(record)));
        }
        for note in &import.notes {
            page.push_str(&format!("note: {note}\n说明：{}\n", park_import::chinese(note)));
        }
        for problem in &import.problems {
            page.push_str(&format!("{problem}\n{}\n", problem_in_chinese(problem)));
            assert!(!problem_in_chinese(problem).contains("王某"), "{what}");
        }
    }
    assert!(!page.contains("13812345678") && !page.contains("66660000"));
    expect_test::expect_file!["expected/offices.txt"].assert_eq(&page);
}

#[test]
fn a_cell_with_blanks_only_is_missing_in_a_workbook_too() {
    let rows = vec![
        vec![text("园区编号"), text("园区名称"), text("级别")],
        vec![text("X1"), text("一"), text(" ")],
        vec![text(" "), Cell::Empty, text("")],
    ];
    let bytes = workbook(&[sheet("园区", rows)]);
    let import = crate::hostile::read("园区.xlsx", &bytes);
    assert_eq!((import.records.len(), import.problems_total), (1, 0));
    assert_eq!(sheets::letters(27), "AB");
}
