//! A place's self-check of its own documents: clauses that need review, why, and open wording that cures them.

use park_policy::cut::{Cut, cut};
use park_policy::{Level, Tables, read};
use serde::Serialize;

use super::policy::FindingAnswer;
use crate::lang::Lang;

/// The self-check of some documents.
#[derive(Debug, Serialize)]
pub struct ReviewAnswer {
    /// Edition of the rule table.
    pub edition: String,
    /// Day from which the regulation is in force.
    pub in_force: String,
    /// What the check is and is not.
    pub note: String,
    /// Clauses that were read.
    pub clauses: usize,
    /// Clauses that need review by their wording.
    pub likely: usize,
    /// Clauses that may need review.
    pub possible: usize,
    /// The documents, in the order of their paths.
    pub documents: Vec<DocumentReview>,
    /// Files that could not be read, and why.
    pub unread: Vec<UnreadFile>,
}

/// A file that could not be read.
#[derive(Debug, Serialize)]
pub struct UnreadFile {
    /// Its path in the folder.
    pub file: String,
    /// Why.
    pub why: String,
}

/// A document.
#[derive(Debug, Serialize)]
pub struct DocumentReview {
    /// Its path in the folder.
    pub file: String,
    /// Its title: the first line, or the column `document`.
    pub title: String,
    /// Clauses that were read.
    pub clauses: usize,
    /// Whether the document has more clauses than are read.
    pub cut_off: bool,
    /// Clauses that need or may need review.
    pub findings: Vec<ClauseReview>,
}

/// A clause that needs or may need review.
#[derive(Debug, Serialize)]
pub struct ClauseReview {
    /// Its number as printed, with those above it: 第五条（二）.
    pub number: String,
    /// Line of the document, or row of the table.
    pub line: usize,
    /// Its words.
    pub text: String,
    /// likely or possible.
    pub screen: &'static str,
    /// Rules that ask for a review, with article, words and cure.
    pub findings: Vec<FindingAnswer>,
    /// Words that may claim an exception of article 12.
    pub exceptions: Vec<FindingAnswer>,
    /// The clause in open wording, to be filled in: a proposal.
    pub open_wording: String,
}

/// A document's text in clauses.
pub struct Document {
    /// Path in the folder.
    pub file: String,
    /// Title.
    pub title: String,
    /// Clauses.
    pub cuts: Vec<Cut>,
    /// Whether there were more.
    pub cut_off: bool,
}

impl Document {
    /// Cuts a text.
    pub fn of_text(file: String, text: &str) -> Self {
        let (cuts, cut_off) = cut(text);
        let title = cuts.first().map(|c| c.text.chars().take(80).collect()).unwrap_or_default();
        Self { file, title, cuts, cut_off }
    }
}

/// Screens documents.
pub fn review(
    tables: &Tables,
    documents: &[Document],
    unread: Vec<UnreadFile>,
    lang: Lang,
) -> ReviewAnswer {
    let documents: Vec<DocumentReview> = documents.iter().map(|d| one(tables, d, lang)).collect();
    let count = |level: Level| {
        let all = documents.iter().flat_map(|d| &d.findings);
        all.filter(|c| c.screen == level.code()).count()
    };
    ReviewAnswer {
        edition: tables.edition.clone(),
        in_force: tables.in_force.clone(),
        note: lang
            .pick(
                "按规则表对文字的自查，提示建议核查之处，不是合法性结论；由起草单位和审查机构判断",
                "a self-check of the wording by a table of rules: it says what needs review and is no finding of law, which is for the drafting and reviewing bodies",
            )
            .to_owned(),
        clauses: documents.iter().map(|d| d.clauses).sum(),
        likely: count(Level::Likely),
        possible: count(Level::Possible),
        documents,
        unread,
    }
}

fn one(tables: &Tables, document: &Document, lang: Lang) -> DocumentReview {
    let findings = document
        .cuts
        .iter()
        .filter_map(|cut| {
            let read = read(tables, &cut.text);
            let level = read.screen.level;
            let told = |f: &park_policy::Finding| {
                super::policy::finding(&tables.screen[f.rule_at], f, &cut.text, lang)
            };
            (level > Level::No).then(|| ClauseReview {
                number: format!("{}{}", cut.under.concat(), cut.number),
                line: cut.line,
                screen: level.code(),
                findings: read.screen.findings.iter().map(told).collect(),
                exceptions: read.screen.exceptions.iter().map(told).collect(),
                open_wording: open_wording(&read, lang),
                text: cut.text.clone(),
            })
        })
        .collect();
    DocumentReview {
        file: document.file.clone(),
        title: document.title.clone(),
        clauses: document.cuts.len(),
        cut_off: document.cut_off,
        findings,
    }
}

/// A proposal in open wording, by the rules that speak: objective conditions, open to all, from a budget line, for a
/// term. What the drafting body must decide stands in brackets.
fn open_wording(read: &park_policy::Clause, lang: Lang) -> String {
    let has = |rule: &str| read.screen.findings.iter().any(|f| f.rule == rule);
    let money = |values: &[park_policy::Value]| values.first().map(|v| v.high.unwrap_or(v.low));
    let cap = money(&read.caps_10k_cny)
        .map_or_else(|| lang.pick("【金额】".to_owned(), "[sum]".to_owned()), |c| format!("{c}"));
    if has("T5") {
        return lang.pick(
            "土地依法以招标、拍卖、挂牌方式出让，按成交价足额缴纳，不返还；对符合【公开的投资、技术或用地强度条件】的全部项目，按统一标准从【预算科目】给予补助，实施期至【年 月 日】。".to_owned(),
            "Land is sold by public tender at the price reached, paid in full and not returned; all projects that meet [open conditions of investment, technology or land use] get support by one scale from [budget line] until [date].".to_owned(),
        );
    }
    if has("T6") {
        return lang.pick(
            "依据【国家规定】，对全部缴费主体按同一标准【减征/缓征】，实施期至【年 月 日】。".to_owned(),
            "Under [national rule] the fee is [reduced or deferred] for every payer alike, until [date].".to_owned(),
        );
    }
    if has("T7") {
        return lang.pick(
            "对采购或配套符合【公开的质量、技术条件】的产品和服务的企业给予补助，不限供应商所在地、产品产地和是否设立分支机构，实施期至【年 月 日】。".to_owned(),
            "Support for buying goods or services that meet [open conditions of quality and technology], wherever the supplier stands and without a local branch, until [date].".to_owned(),
        );
    }
    lang.pick(
        format!("对符合【公开的投资、技术、就业等客观条件】的全部项目，不限注册地和规模，各类企业同等适用，按【实际投入】的【比例】给予补助，单个项目最高{cap}万元，列入【预算科目】，实施期至【年 月 日】，申报条件和评审标准向社会公开。"),
        format!("All projects that meet [open, objective conditions such as investment, technology or jobs], wherever registered, of any owner and size, get [rate] of [actual spending], at most {cap} (10k CNY) a project, from [budget line], until [date]; conditions and standards of review are published."),
    )
}

/// Whether anything needs review.
pub fn needs_review(answer: &ReviewAnswer) -> bool {
    answer.likely + answer.possible > 0
}

/// The draft of the review form (公平竞争审查表), filled as far as the documents tell.
pub fn form(answer: &ReviewAnswer) -> Vec<park_report::document::Block> {
    use park_report::document::Block;
    let mut blocks = vec![
        Block::title("公平竞争审查表（自查草稿）"),
        Block::paragraph(answer.note.clone()),
        Block::table(
            ["项目", "内容"],
            [
                ["起草单位", "【填写】"].map(str::to_owned),
                ["联系人", "【填写】"].map(str::to_owned),
                ["审查依据".to_owned(), answer.edition.clone()],
                [
                    "自查结果".to_owned(),
                    format!(
                        "共 {} 条，建议核查 {} 条，可能需核查 {} 条",
                        answer.clauses, answer.likely, answer.possible
                    ),
                ],
            ],
        ),
    ];
    for document in &answer.documents {
        blocks.push(Block::heading(document.title.clone()));
        blocks.push(Block::note(format!("文件：{}；共 {} 条", document.file, document.clauses)));
        if document.findings.is_empty() {
            blocks.push(Block::paragraph("未发现需要核查的表述。"));
            continue;
        }
        let rows = document.findings.iter().flat_map(|clause| {
            clause.findings.iter().map(move |f| {
                [
                    if clause.number.is_empty() {
                        format!("第 {} 行", clause.line)
                    } else {
                        clause.number.clone()
                    },
                    f.words.clone(),
                    format!(
                        "{}（{}）",
                        f.article,
                        if f.level == "likely" { "建议核查" } else { "可能需核查" }
                    ),
                    f.cure.clone(),
                ]
            })
        });
        blocks.push(Block::table(["条款", "相关表述", "对照条文", "修改方向"], rows));
        for clause in &document.findings {
            let number = if clause.number.is_empty() {
                format!("第 {} 行", clause.line)
            } else {
                clause.number.clone()
            };
            blocks.push(Block::subheading(number));
            blocks.push(Block::paragraph(format!("原文：{}", clause.text)));
            blocks.push(Block::paragraph(format!("建议表述：{}", clause.open_wording)));
            for exception in &clause.exceptions {
                let words = format!(
                    "可能主张例外（{}）：{}；{}",
                    exception.article, exception.words, exception.cure
                );
                blocks.push(Block::item(words));
            }
        }
    }
    blocks.push(Block::heading("征求意见情况与审查结论"));
    blocks.push(Block::table(
        ["项目", "内容"],
        [
            "是否征求利害关系人意见",
            "审查机构意见",
            "适用例外规定及理由（条例第12条）",
            "审查结论",
            "审查机构（盖章）及日期",
        ]
        .map(|name| [name.to_owned(), "【填写】".to_owned()]),
    ));
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_protection_is_found_where_nothing_is_given() {
        let text = "第一条 优先采购本地企业产品，外地企业须在本区设立子公司方可参与投标。\n第二条 各类企业平等参与采购。";
        let document = Document::of_text("a.txt".to_owned(), text);
        let answer = review(crate::models::policy(), &[document], Vec::new(), Lang::Zh);
        let found = &answer.documents[0].findings;
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].findings.iter().any(|f| f.rule == "T7"), "{found:?}");
    }

    #[test]
    fn a_document_is_checked_clause_by_clause_and_cured_in_open_wording() {
        let text = "某区支持办法\n第一条 首次认定为国家高新技术企业的，一次性奖励30万元。\n第二条 支持内容：\n（一）企业所得税地方留成部分前三年全额返还。\n（二）土地出让金返还50%。";
        let document = Document::of_text("a.txt".to_owned(), text);
        let answer = review(crate::models::policy(), &[document], Vec::new(), Lang::Zh);
        assert!(needs_review(&answer));
        let found = &answer.documents[0].findings;
        assert_eq!(
            found.iter().map(|c| c.number.as_str()).collect::<Vec<_>>(),
            ["第二条（一）", "第二条（二）"]
        );
        assert_eq!(found[0].line, 4);
        assert!(found[1].open_wording.contains("足额缴纳"));
        assert!(!serde_json::to_string(&answer).expect("json").contains("违法"));
        let cured = Document::of_text("b.txt".to_owned(), &found[0].open_wording);
        let again = review(crate::models::policy(), &[cured], Vec::new(), Lang::Zh);
        assert_eq!(again.likely, 0, "the cure itself needs no review: {again:?}");
        assert!(form(&answer).len() > 8);
    }
}
