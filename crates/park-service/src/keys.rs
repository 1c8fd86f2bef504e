//! Keys of the portal: who may ask for what. A key is 32 random bytes, so its hash needs no slow function.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, bail};
use hmac::{Hmac, KeyInit, Mac};
use park_registry::{Registry, StoredKey};
use sha2::Sha256;

use crate::app::now;

/// What a key may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// Stands in a page that anyone can read: reads public rows, from its origins only.
    Publishable,
    /// A server of the portal: reads, and deletes results.
    Secret,
    /// Everything, imports too.
    Admin,
}

impl KeyKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Publishable, Self::Secret, Self::Admin];

    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Publishable => "publishable",
            Self::Secret => "secret",
            Self::Admin => "admin",
        }
    }

    /// The kind of a code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }

    fn prefix(self) -> &'static str {
        match self {
            Self::Publishable => "pk",
            Self::Secret => "sk",
            Self::Admin => "ak",
        }
    }
}

/// What a new key should be.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Kind.
    pub kind: KeyKind,
    /// What a person calls it.
    pub name: String,
    /// Origins of pages, for example `https://park.example`.
    pub origins: Vec<String>,
    /// Requests a minute.
    pub per_minute: u32,
    /// Most rows in an answer.
    pub rows_max: Option<u32>,
    /// Last day on which it is good, `YYYY-MM-DD`.
    pub expires_on: Option<String>,
}

/// Makes a key and keeps its hash; the key is in the answer and nowhere else.
///
/// # Errors
/// A publishable key without an origin, an origin or day of another form, a store that cannot be written.
pub fn create(store: &Path, wanted: &Wanted) -> anyhow::Result<(String, StoredKey)> {
    if wanted.kind == KeyKind::Publishable && wanted.origins.is_empty() {
        bail!(
            "a publishable key needs the origin of the page that uses it\nhint: --origin https://park.example"
        );
    }
    for origin in &wanted.origins {
        let rest = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
        if rest.is_none_or(|r| r.is_empty() || r.contains(['/', ' ', '*', '@', '?', '#'])) {
            bail!(
                "\"{origin}\" is no origin\nhint: scheme and host without a path: https://park.example"
            );
        }
    }
    if let Some(day) = &wanted.expires_on
        && day.parse::<jiff::civil::Date>().is_err()
    {
        bail!("\"{day}\" is no day\nhint: --expires 2027-12-31");
    }
    let registry = Registry::open(store)?;
    let mut random = [0_u8; 36];
    getrandom::fill(&mut random).context("the system gives no random numbers")?;
    let (id, rest) = random.split_at(4);
    let id = format!("{}_{}", wanted.kind.prefix(), hex(id));
    let text = format!("{id}_{}", hex(rest));
    let key = StoredKey {
        hash: mac(&registry.secret()?, &text).finalize().into_bytes().to_vec(),
        id,
        kind: wanted.kind.code().to_owned(),
        name: wanted.name.clone(),
        origins: wanted.origins.join(" "),
        per_minute: wanted.per_minute,
        rows_max: wanted.rows_max,
        created_at: now(),
        expires_on: wanted.expires_on.clone(),
        revoked_at: None,
    };
    registry.add_key(&key)?;
    Ok((text, key))
}

/// The keys of a store, looked up without preparing it; none where there is no store.
///
/// # Errors
/// The store cannot be read.
pub fn list(store: &Path) -> anyhow::Result<Vec<StoredKey>> {
    if !Registry::exists(store) {
        return Ok(Vec::new());
    }
    // As it is: one that lacks a table or column of this version has its keys all the same, and opening it
    // for writing would bring it up to date.
    Ok(Registry::open_as_is(store)?.keys()?)
}

/// Whether a store has a key that is good now.
///
/// # Errors
/// The store cannot be read.
pub fn any_good(store: &Path) -> anyhow::Result<bool> {
    let today = now();
    Ok(list(store)?.iter().any(|k| is_good(k, &today)))
}

/// Whether a key is neither revoked nor expired at a moment (RFC 3339).
pub fn is_good(key: &StoredKey, at: &str) -> bool {
    let day = at.get(..10).unwrap_or(at);
    key.revoked_at.is_none() && key.expires_on.as_deref().is_none_or(|last| day <= last)
}

/// The public part of a key: `pk_1a2b3c4d` of `pk_1a2b3c4d_…`.
pub fn id_of(text: &str) -> Option<&str> {
    let end = text.match_indices('_').nth(1)?.0;
    text.get(..end)
}

/// Whether a key is the one that is stored; takes the same time wherever they differ.
pub fn matches(secret: &[u8; 32], stored: &StoredKey, text: &str) -> bool {
    mac(secret, text).verify_slice(&stored.hash).is_ok()
}

fn mac(secret: &[u8; 32], text: &str) -> Hmac<Sha256> {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a secret of any length");
    mac.update(b"parkwise key\0");
    mac.update(text.as_bytes());
    mac
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(kind: KeyKind, origins: &[&str]) -> Wanted {
        Wanted {
            kind,
            name: "portal".to_owned(),
            origins: origins.iter().map(|o| (*o).to_owned()).collect(),
            per_minute: 60,
            rows_max: None,
            expires_on: None,
        }
    }

    #[test]
    fn a_key_is_stored_as_a_hash_and_can_be_revoked() {
        let dir = tempfile::tempdir().expect("a folder");
        assert!(!any_good(dir.path()).expect("nothing is nothing"));
        assert!(!Registry::exists(dir.path()), "looking prepares nothing");
        let (text, key) = create(dir.path(), &wanted(KeyKind::Secret, &[])).expect("a key");
        assert_eq!(id_of(&text), Some(key.id.as_str()));
        let registry = Registry::open(dir.path()).expect("a store");
        let secret = registry.secret().expect("a secret");
        let stored = registry.key(&key.id).expect("readable").expect("kept");
        assert!(matches(&secret, &stored, &text));
        assert!(
            !matches(&secret, &stored, &format!("{}0", &text[..text.len() - 1]))
                || text.ends_with('0')
        );
        let bytes = std::fs::read(registry.path()).expect("a file");
        assert!(!bytes.windows(text.len()).any(|w| w == text.as_bytes()));
        assert!(any_good(dir.path()).expect("one key"));
        assert!(registry.revoke_key(&key.id, &now()).expect("revoked"));
        assert!(!registry.revoke_key(&key.id, &now()).expect("once"));
        assert!(!any_good(dir.path()).expect("none left"));
    }

    #[test]
    fn what_no_key_can_be_is_refused() {
        let dir = tempfile::tempdir().expect("a folder");
        for origins in [&[][..], &["*"], &["https://a.example/x"], &["a.example"], &["https://"]] {
            let why = create(dir.path(), &wanted(KeyKind::Publishable, origins)).expect_err("bad");
            assert!(why.to_string().contains("hint:"), "{why}");
        }
        let day = Wanted { expires_on: Some("soon".to_owned()), ..wanted(KeyKind::Admin, &[]) };
        assert!(create(dir.path(), &day).is_err());
        let mut key = create(dir.path(), &wanted(KeyKind::Admin, &[])).expect("a key").1;
        key.expires_on = Some("2026-01-31".to_owned());
        assert!(is_good(&key, "2026-01-31T23:59:59Z") && !is_good(&key, "2026-02-01T00:00:00Z"));
    }
}
