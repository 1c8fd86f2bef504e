//! Any answer as a document (DOCX) that is passed on and edited: title, headings, paragraphs, lists, tables on A4.
//!
//! ```
//! use park_report::document::{Block, docx};
//! let bytes = docx(&[
//!     Block::title("同质化报告"),
//!     Block::heading("摘要"),
//!     Block::paragraph("共比较 12 个园区。"),
//!     Block::table(["园区", "相似度"], [["甲", "0.91"]]),
//! ])?;
//! assert_eq!(&bytes[..2], b"PK");
//! # Ok::<(), park_report::document::DocumentError>(())
//! ```
//!
//! **Invariant**: the same blocks give the same bytes; markup in the words is words.

use docx_rs::{
    AlignmentType, Docx, Paragraph, Run, RunFonts, SpecialIndentType, Style, StyleType, Table,
    TableCell, TableRow, WidthType,
};

/// A4 in twentieths of a point.
const PAGE: (u32, u32) = (11_906, 16_838);
/// Width between the margins, in twentieths of a point.
const TEXT_WIDTH: usize = 9_026;

/// Why a document could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the document could not be written: {0}")]
pub struct DocumentError(String);

/// One piece of a document, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// The title, centred, once.
    Title(String),
    /// A heading of the first level.
    Heading(String),
    /// A heading of the second level.
    Subheading(String),
    /// A paragraph; its first line is indented by two characters, as Chinese documents are.
    Paragraph(String),
    /// One item of a list.
    Item(String),
    /// Small words under a table or number: its source, its convention (口径).
    Note(String),
    /// A table: its header, then rows as long as the header.
    Table(Vec<String>, Vec<Vec<String>>),
}

impl Block {
    /// The title.
    pub fn title(words: impl Into<String>) -> Self {
        Self::Title(words.into())
    }
    /// A heading.
    pub fn heading(words: impl Into<String>) -> Self {
        Self::Heading(words.into())
    }
    /// A heading below a heading.
    pub fn subheading(words: impl Into<String>) -> Self {
        Self::Subheading(words.into())
    }
    /// A paragraph.
    pub fn paragraph(words: impl Into<String>) -> Self {
        Self::Paragraph(words.into())
    }
    /// An item of a list.
    pub fn item(words: impl Into<String>) -> Self {
        Self::Item(words.into())
    }
    /// A note in small words.
    pub fn note(words: impl Into<String>) -> Self {
        Self::Note(words.into())
    }
    /// A table.
    pub fn table<H, R, C>(
        header: impl IntoIterator<Item = H>,
        rows: impl IntoIterator<Item = R>,
    ) -> Self
    where
        H: Into<String>,
        R: IntoIterator<Item = C>,
        C: Into<String>,
    {
        Self::Table(
            header.into_iter().map(Into::into).collect(),
            rows.into_iter().map(|row| row.into_iter().map(Into::into).collect()).collect(),
        )
    }
}

/// The blocks as a DOCX file.
///
/// # Errors
/// [`DocumentError`] where the writer refuses.
pub fn docx(blocks: &[Block]) -> Result<Vec<u8>, DocumentError> {
    let mut page = Docx::new()
        .page_size(PAGE.0, PAGE.1)
        .default_fonts(fonts())
        .default_size(21)
        .add_style(heading_style("Heading1", "heading 1", 30))
        .add_style(heading_style("Heading2", "heading 2", 25));
    for block in blocks {
        page = match block {
            Block::Table(header, rows) => {
                // Word wants a paragraph after a table, or two tables in a row melt into one.
                page.add_table(table(header, rows)).add_paragraph(Paragraph::new())
            }
            Block::Title(_)
            | Block::Heading(_)
            | Block::Subheading(_)
            | Block::Paragraph(_)
            | Block::Item(_)
            | Block::Note(_) => page.add_paragraph(paragraph(block)),
        };
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    page.build().pack(&mut bytes).map_err(|why| DocumentError(why.to_string()))?;
    Ok(bytes.into_inner())
}

fn fonts() -> RunFonts {
    RunFonts::new().ascii("Times New Roman").hi_ansi("Times New Roman").east_asia("SimSun")
}

fn heading_style(id: &str, name: &str, size: usize) -> Style {
    Style::new(id, StyleType::Paragraph)
        .name(name)
        .bold()
        .size(size)
        .fonts(RunFonts::new().ascii("Arial").hi_ansi("Arial").east_asia("SimHei"))
}

fn paragraph(block: &Block) -> Paragraph {
    match block {
        Block::Title(words) => {
            Paragraph::new().align(AlignmentType::Center).add_run(run(words).bold().size(40))
        }
        Block::Heading(words) => Paragraph::new().style("Heading1").add_run(run(words)),
        Block::Subheading(words) => Paragraph::new().style("Heading2").add_run(run(words)),
        Block::Paragraph(words) => Paragraph::new()
            .indent(None, Some(SpecialIndentType::FirstLine(420)), None, None)
            .add_run(run(words)),
        Block::Item(words) => {
            Paragraph::new().indent(Some(420), None, None, None).add_run(run(&format!("• {words}")))
        }
        Block::Note(words) => Paragraph::new().add_run(run(words).size(18).color("595959")),
        Block::Table(..) => Paragraph::new(),
    }
}

fn run(words: &str) -> Run {
    Run::new().add_text(words)
}

fn table(header: &[String], rows: &[Vec<String>]) -> Table {
    let columns = header.len().max(1);
    let each = TEXT_WIDTH / columns;
    let cell = |words: &str, bold: bool| {
        let text = run(words).size(18);
        TableCell::new()
            .width(each, WidthType::Dxa)
            .add_paragraph(Paragraph::new().add_run(if bold { text.bold() } else { text }))
    };
    let mut lines = vec![TableRow::new(header.iter().map(|h| cell(h, true)).collect())];
    lines.extend(rows.iter().map(|row| {
        let at = |i: usize| row.get(i).map_or("", String::as_str);
        TableRow::new((0..columns).map(|i| cell(at(i), false)).collect())
    }));
    Table::new(lines).set_grid(vec![each; columns]).width(TEXT_WIDTH, WidthType::Dxa)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn blocks() -> Vec<Block> {
        vec![
            Block::title("报告"),
            Block::heading("摘要"),
            Block::subheading("口径"),
            Block::paragraph("相似度 <b>0.9</b> & 以上"),
            Block::item("一条"),
            Block::table(["园区", "值"], [["甲", "1"], ["乙", "2"]]),
            Block::note("来源：公告"),
        ]
    }

    #[test]
    fn words_are_words_and_the_archive_opens() {
        let bytes = docx(&blocks()).unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut body = String::new();
        archive.by_name("word/document.xml").unwrap().read_to_string(&mut body).unwrap();
        assert!(body.contains("&lt;b&gt;0.9&lt;/b&gt; &amp; 以上"), "{body}");
        assert_eq!(body.matches("<w:tr>").count() + body.matches("<w:tr ").count(), 3);
        assert!(body.contains("Heading1"));
    }

    #[test]
    fn the_same_blocks_give_the_same_bytes() {
        assert_eq!(docx(&blocks()).unwrap(), docx(&blocks()).unwrap());
    }
}
