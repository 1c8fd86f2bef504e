//! `zh_pair`: the one way text is cut, for the index and for what is asked of it.
//!
//! A run of ideographs gives every character and every pair of neighbours; a run of letters and
//! digits stays whole (`5G`, `PCB`). The position of a token is the **index of its character**, so
//! that a phrase made of pairs is exact: no word boundary can hide a word and none can join two.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::fold::{Folded, fold_into, is_cjk, is_run};

/// Name under which the schema stores the tokenizer.
pub const ZH_PAIR: &str = "zh_pair";

/// Longest run of letters and digits that stays one token; a longer one is cut here.
pub(crate) const RUN_CHARS_MAX: usize = 64;

/// Characters put between two values of a field, so that no phrase reaches from one into the next.
const VALUE_GAP: usize = 64;

/// The tokenizer: a buffer of folded characters that is used again for each text.
#[derive(Debug, Clone, Default)]
pub struct ZhPair {
    folded: Vec<Folded>,
}

impl Tokenizer for ZhPair {
    type TokenStream<'a> = ZhPairStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        self.folded.clear();
        fold_into(text, &mut self.folded);
        ZhPairStream { folded: &self.folded, at: 0, pair_due: false, token: Token::default() }
    }
}

/// Tokens of one text.
#[derive(Debug)]
pub struct ZhPairStream<'a> {
    folded: &'a [Folded],
    /// Character the next token starts at.
    at: usize,
    /// Whether the single character at `at` is out and its pair comes next.
    pair_due: bool,
    token: Token,
}

impl ZhPairStream<'_> {
    fn emit(&mut self, from: usize, to: usize) -> bool {
        self.token.reset();
        let chars = &self.folded[from..to];
        self.token.text.extend(chars.iter().map(|f| f.char));
        self.token.offset_from = chars.first().map_or(0, |f| f.start);
        self.token.offset_to = chars.last().map_or(0, |f| f.end);
        self.token.position = from;
        // Only the end of a value's last token is kept, as the place where the next value starts.
        self.token.position_length = to - from + VALUE_GAP;
        true
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.folded.get(at).map(|f| f.char)
    }
}

impl TokenStream for ZhPairStream<'_> {
    fn advance(&mut self) -> bool {
        while let Some(char) = self.char_at(self.at) {
            let from = self.at;
            if is_cjk(char) {
                let has_pair = self.char_at(from + 1).is_some_and(is_cjk);
                if self.pair_due || !has_pair {
                    let to = from + 1 + usize::from(self.pair_due);
                    self.pair_due = false;
                    self.at += 1;
                    return self.emit(from, to);
                }
                self.pair_due = true;
                return self.emit(from, from + 1);
            }
            if is_run(char) {
                let to = run_end(from, |at| self.char_at(at));
                self.at = to;
                return self.emit(from, to);
            }
            self.at += 1;
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// One past the last character of the run of letters and digits that starts at `from`.
pub(crate) fn run_end(from: usize, char_at: impl Fn(usize) -> Option<char>) -> usize {
    let mut to = from + 1;
    while to - from < RUN_CHARS_MAX && char_at(to).is_some_and(is_run) {
        to += 1;
    }
    to
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<(String, usize)> {
        let mut tokenizer = ZhPair::default();
        let mut stream = tokenizer.token_stream(text);
        let mut out = Vec::new();
        while let Some(token) = stream.next() {
            out.push((token.text.clone(), token.position));
        }
        out
    }

    #[test]
    fn cuts_characters_pairs_and_whole_runs() {
        let check = |text: &str, expected: &[(&str, usize)]| {
            let expected: Vec<(String, usize)> =
                expected.iter().map(|(t, p)| ((*t).to_owned(), *p)).collect();
            assert_eq!(tokens(text), expected, "{text}");
        };
        check("農業園", &[("农", 0), ("农业", 0), ("业", 1), ("业园", 1), ("园", 2)]);
        check("5G、PCB", &[("5g", 0), ("pcb", 3)]);
        check("3C電子", &[("3c", 0), ("电", 2), ("电子", 2), ("子", 3)]);
        check("A座", &[("a", 0), ("座", 1)]);
        check("，。 🎉", &[]);
        check("", &[]);
    }

    #[test]
    fn a_long_run_is_cut_and_nothing_is_lost() {
        let text = "x".repeat(RUN_CHARS_MAX + 3);
        let seen = tokens(&text);
        assert_eq!(seen.len(), 2);
        assert_eq!(seen[1], ("xxx".to_owned(), RUN_CHARS_MAX));
    }
}
