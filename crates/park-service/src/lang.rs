//! The language of the words for people; codes and numbers are the same in both.

use std::cell::Cell;

thread_local! {
    static SPOKEN: Cell<Lang> = const { Cell::new(Lang::Zh) };
}

/// Sets the language of the command that this thread runs.
pub(crate) fn speak(lang: Lang) {
    SPOKEN.set(lang);
}

/// The language of the command that this thread runs, for what is said far below it: that a store is
/// prepared, that a generation was published. Requests over HTTP bring their own language and never ask here.
pub(crate) fn spoken() -> Lang {
    SPOKEN.get()
}

/// Chinese or English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// zh-CN, the default.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The word of this language.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// The best of zh-CN and en for an `Accept-Language` header; Chinese when it names neither.
    pub fn negotiate(header: &str) -> Self {
        let mut best: Option<(f32, Self)> = None;
        for part in header.split(',').take(32) {
            let mut pieces = part.trim().split(';');
            let tag = pieces.next().unwrap_or("").trim().to_ascii_lowercase();
            let quality = pieces
                .find_map(|p| p.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()))
                .unwrap_or(1.0);
            let lang = if tag == "zh" || tag.starts_with("zh-") {
                Self::Zh
            } else if tag == "en" || tag.starts_with("en-") {
                Self::En
            } else {
                continue;
            };
            // The first of equal quality wins, so only a strictly better one replaces it.
            if quality > 0.0 && best.is_none_or(|(q, _)| quality > q) {
                best = Some((quality, lang));
            }
        }
        best.map_or(Self::Zh, |(_, l)| l)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negotiates() {
        for (header, want) in [
            ("", Lang::Zh),
            ("en", Lang::En),
            ("en-GB,en;q=0.9", Lang::En),
            ("zh-CN,zh;q=0.9,en;q=0.8", Lang::Zh),
            ("en;q=0.2,zh;q=0.7", Lang::Zh),
            ("fr,de", Lang::Zh),
            ("en;q=0", Lang::Zh),
        ] {
            assert_eq!(Lang::negotiate(header), want, "{header}");
        }
    }
}
