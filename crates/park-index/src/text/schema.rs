//! The fields of the index and how each is indexed.

use tantivy::Index;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};

use crate::document::TextField;
use crate::tokenizer::{ZH_PAIR, ZhPair};

/// Tokenizer of the code field: terms are written with blanks between.
const ZH_CODE: &str = "zh_code";

/// Handles of all fields.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    /// Text fields in the order of [`TextField::ALL`].
    pub(super) text: Vec<(TextField, Field)>,
    /// Terms of the codes.
    pub(super) codes: Field,
    /// Rank of the park's id among all ids: ties are broken by it.
    pub(super) ordinal: Field,
    /// The document as JSON, for highlights.
    pub(super) stored: Field,
}

/// The schema and its handles. Both sides make it from here, so they cannot differ.
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let pairs = indexed(ZH_PAIR, IndexRecordOption::WithFreqsAndPositions);
    let text = TextField::ALL
        .iter()
        .map(|&field| (field, builder.add_text_field(field.name(), pairs.clone())))
        .collect();
    // With frequencies: a park whose codes mostly lie in the asked division comes first.
    let codes = builder.add_text_field("codes", indexed(ZH_CODE, IndexRecordOption::WithFreqs));
    let ordinal = builder.add_u64_field("ordinal", FAST);
    let stored = builder.add_bytes_field("stored", STORED);
    (builder.build(), Fields { text, codes, ordinal, stored })
}

/// Makes the tokenizers known; an index stores only their names.
pub(super) fn register(index: &Index) {
    index.tokenizers().register(ZH_PAIR, TextAnalyzer::from(ZhPair::default()));
    index.tokenizers().register(ZH_CODE, TextAnalyzer::from(WhitespaceTokenizer::default()));
}

fn indexed(tokenizer: &str, option: IndexRecordOption) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option),
    )
}
