//! Many literal words at once: the longest that begins at a place in a text.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A quick sum of a node and a character; the words are ours, so nobody can choose clashes.
#[derive(Debug, Default)]
pub(crate) struct QuickSum(u64);

impl Hasher for QuickSum {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32(u32::from(*byte));
        }
    }

    fn write_u32(&mut self, n: u32) {
        self.0 = (self.0.rotate_left(21) ^ u64::from(n)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// A set of words, walked character by character.
#[derive(Debug, Default)]
pub(crate) struct Trie {
    next: HashMap<(u32, char), u32, BuildHasherDefault<QuickSum>>,
    /// Whether a word ends at a node; node 0 is the root.
    ends: Vec<bool>,
}

impl Trie {
    pub(crate) fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut trie = Self { next: HashMap::default(), ends: vec![false] };
        for word in words {
            trie.add(word);
        }
        trie
    }

    pub(crate) fn add(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        let mut node = 0;
        for c in word.chars() {
            let fresh = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
            let next = *self.next.entry((node, c)).or_insert(fresh);
            if next == fresh {
                self.ends.push(false);
            }
            node = next;
        }
        self.ends[node as usize] = true;
    }

    /// Bytes of the longest word that opens the text; 0 when none does.
    pub(crate) fn longest(&self, text: &str) -> usize {
        let mut node = 0;
        let mut longest = 0;
        for (at, c) in text.char_indices() {
            let Some(&next) = self.next.get(&(node, c)) else { break };
            node = next;
            if self.ends[node as usize] {
                longest = at + c.len_utf8();
            }
        }
        longest
    }

    /// Whether any word stands anywhere in the text.
    pub(crate) fn any_in(&self, text: &str) -> bool {
        text.char_indices().any(|(at, _)| self.longest(&text[at..]) > 0)
    }

    /// The text with each word replaced, leftmost and longest first, where `keep` does not object.
    /// `keep` is given what stands before (already written) and after.
    pub(crate) fn replace(
        &self,
        text: &str,
        by: &str,
        keep: impl Fn(&str, &str, &str) -> bool,
    ) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let rest = &text[at..];
            let n_bytes = self.longest(rest);
            if n_bytes > 0 && !keep(&out, &rest[..n_bytes], &rest[n_bytes..]) {
                out.push_str(by);
                at += n_bytes;
            } else {
                out.push(c);
                at += c.len_utf8();
            }
        }
        out
    }

    /// The text without the words.
    pub(crate) fn remove(&self, text: &str) -> String {
        self.replace(text, "", |_, _, _| false)
    }
}
