//! Questions on paper: a workbook that is read back, and a document to read and sign.

use park_report::document::{Block, DocumentError, docx};
use park_report::workbook::{Cell, Sheet as Page, WorkbookError, xlsx};

use super::{Questions, Sheet};

/// The sheets as a workbook: the lines above each table, its header, its rows.
///
/// # Errors
/// The writer refuses a sheet.
pub fn workbook(sheets: &[Sheet]) -> Result<Vec<u8>, WorkbookError> {
    let pages: Vec<Page> = sheets.iter().map(page).collect();
    xlsx(&pages)
}

/// The first line stays in sight; it is as wide as the table, so that columns get their width.
fn page(sheet: &Sheet) -> Page {
    let mut above = sheet.above.iter();
    let mut first = vec![String::new(); sheet.header.len()];
    if let (Some(cell), Some(line)) = (first.first_mut(), above.next()) {
        cell.clone_from(line);
    }
    let mut page = Page::new(sheet.name.clone(), first);
    for line in above {
        page.push([Cell::text(line.clone())]);
    }
    for row in std::iter::once(&sheet.header).chain(&sheet.rows) {
        page.push(row.iter().map(|c| Cell::text(c.clone())));
    }
    page
}

/// The same questions as a document, for who signs on paper; `band` stands above everything.
///
/// # Errors
/// The writer refuses a block.
pub fn document(questions: &Questions, band: Option<&str>) -> Result<Vec<u8>, DocumentError> {
    let park = &questions.park;
    let mut blocks = Vec::new();
    blocks.extend(band.map(Block::note));
    blocks.push(Block::title("投资项目核实问卷"));
    blocks.push(Block::paragraph(format!("致：{}（{}）", park.name, park.id)));
    blocks.push(Block::paragraph(
        "请就下列事项如实答复，写明数据截至日期；没有的请写“无”，不清楚的请留空。答复也可填在同名的 Excel 表中。",
    ));
    blocks.push(Block::heading("问题"));
    blocks.extend(questions.asks.iter().map(Block::item));
    for sheet in &questions.sheets {
        blocks.push(Block::heading(sheet.name.clone()));
        let lines = sheet.above.iter().map(|l| l.trim_start_matches(['#', ' ']));
        blocks.extend(lines.map(Block::note));
        blocks.push(Block::table(&sheet.header, &sheet.rows));
    }
    blocks.push(Block::paragraph("答复单位（盖章）：　　　　　　　　答复日期："));
    docx(&blocks)
}
