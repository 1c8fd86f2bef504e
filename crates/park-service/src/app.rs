//! The whole sentence: prepare a store, publish a generation, open it, answer from it.

mod documents;
mod live;
mod publish;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use anyhow::Context;
use park_registry::{Origin, Registry};

pub use documents::documents;
pub use live::Live;
pub use publish::{Published, publish};

use crate::bundled;
use crate::progress;

/// A store with its open generation.
pub struct App {
    store: PathBuf,
    secret: [u8; 32],
    live: RwLock<Arc<Live>>,
    /// Id in `live.json` when it was last followed; another one is open where that one is damaged.
    followed: Mutex<Option<String>>,
    /// The live generation without its internal rows, opened when first asked for.
    public: RwLock<Option<Arc<Live>>>,
}

impl App {
    /// Opens a store; one that does not exist yet is prepared from the bundled set, and one prepared
    /// from another version of it is brought up to date. Both are said on `err`.
    ///
    /// # Errors
    /// A folder that cannot be written, a database or generation that cannot be opened.
    pub fn open(store: &Path, err: &mut dyn Write) -> anyhow::Result<Self> {
        prepare(store, err)?;
        let secret = Registry::open(store)?.secret()?;
        // Before it is opened: what goes live in between is followed at the next look.
        let followed = park_index::generation::live_id(store).ok().flatten();
        let live = open(store, err)?;
        Ok(Self {
            store: store.to_owned(),
            secret,
            live: RwLock::new(Arc::new(live)),
            followed: Mutex::new(followed),
            public: RwLock::new(None),
        })
    }

    /// The open generation. Who holds it keeps it, whatever is published meanwhile.
    pub fn live(&self) -> Arc<Live> {
        Arc::clone(&self.live.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// The open generation without rows of internal visibility: the same one where it has none.
    ///
    /// # Errors
    /// The generation cannot be opened.
    pub fn public(&self) -> anyhow::Result<Arc<Live>> {
        let live = self.live();
        if !live.has_internal {
            return Ok(live);
        }
        let id = Live::public_id(&live.id);
        let mut held = self.public.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(public) = held.as_ref().filter(|p| p.id == id) {
            return Ok(Arc::clone(public));
        }
        let public = Arc::new(Live::open_public(&self.store)?);
        *held = Some(Arc::clone(&public));
        Ok(public)
    }

    /// The folder of the store.
    pub fn store(&self) -> &Path {
        &self.store
    }

    /// The secret under which result ids are made.
    pub fn secret(&self) -> &[u8; 32] {
        &self.secret
    }

    /// Looks whether another generation went live, and opens it beside the old one. A damaged one is said
    /// once and not opened again at every look.
    ///
    /// # Errors
    /// The new generation cannot be opened; the old one goes on serving.
    pub fn refresh(&self) -> anyhow::Result<bool> {
        let id = park_index::generation::live_id(&self.store)?;
        let mut followed = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
        if id == *followed {
            return Ok(false);
        }
        let mut words: Vec<u8> = Vec::new();
        let next = Live::open(&self.store, &mut words)?;
        if !words.is_empty() {
            tracing::warn!("{}", String::from_utf8_lossy(&words).trim_end());
        }
        *followed = id;
        if next.id == self.live().id {
            return Ok(false);
        }
        *self.live.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
        Ok(true)
    }
}

/// Opens the live generation; what is wrong with one is said when the line of progress is gone.
fn open(store: &Path, err: &mut dyn Write) -> anyhow::Result<Live> {
    let mut words: Vec<u8> = Vec::new();
    let step = progress::step("正在打开数据", "opening the generation");
    let live = Live::open(store, &mut words);
    drop(step);
    err.write_all(&words)?;
    live
}

/// Makes sure that the store exists, holds this binary's bundled set, and has a live generation.
///
/// # Errors
/// A folder that cannot be written, a database that cannot be opened.
pub fn prepare(store: &Path, err: &mut dyn Write) -> anyhow::Result<()> {
    let mut registry = Registry::open(store)
        .with_context(|| format!("cannot open the store {}", store.display()))?;
    let changed = bring_up_to_date(store, &mut registry, err)?;
    if changed || park_index::generation::live_id(store)?.is_none() {
        publish(store, &mut registry, None, err)?;
    }
    Ok(())
}

/// As [`prepare`], but leaves the generation to the caller.
///
/// # Errors
/// As [`prepare`].
pub fn prepare_records(store: &Path, err: &mut dyn Write) -> anyhow::Result<Registry> {
    let mut registry = Registry::open(store)
        .with_context(|| format!("cannot open the store {}", store.display()))?;
    bring_up_to_date(store, &mut registry, err)?;
    Ok(registry)
}

/// Whether the bundled layer had to be written.
fn bring_up_to_date(
    store: &Path,
    registry: &mut Registry,
    err: &mut dyn Write,
) -> anyhow::Result<bool> {
    let hash = bundled::hash();
    let before = registry.bundled_hash()?;
    // A demo store keeps its fictional set: real parks never join it.
    if before.as_deref() == Some(hash.as_str()) || crate::demo::is_demo_hash(before.as_deref()) {
        return Ok(false);
    }
    let why = if before.is_none() {
        "preparing it from the bundled set of real parks"
    } else {
        "it was prepared from another version of the bundled set, bringing it up to date; own imports stay"
    };
    writeln!(err, "store {}: {why}", store.display())?;
    let origin = Origin { name: "bundled set".to_owned(), at: now(), hash: Some(hash) };
    let _step = progress::step("正在准备数据", "preparing the store");
    registry.replace_bundled(&origin, &bundled::records()?)?;
    Ok(true)
}

/// The present moment, RFC 3339, UTC, to the second.
pub fn now() -> String {
    jiff::Timestamp::from_second(jiff::Timestamp::now().as_second())
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
        .to_string()
}
