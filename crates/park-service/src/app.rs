//! The whole sentence: prepare a store, publish a generation, open it, answer from it.

mod check;
mod documents;
mod live;
mod publish;
pub(crate) mod words;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use park_registry::{Origin, Registry};

pub use documents::documents;
pub use live::Live;
pub use publish::{Published, Settings, publish, rollback};

use crate::{bundled, lang, progress};

/// A store with its open generation.
pub struct App {
    store: PathBuf,
    secret: [u8; 32],
    live: RwLock<Arc<Live>>,
    /// Id in `live.json` when it was last followed; another one is open where that one is damaged.
    followed: Mutex<Option<String>>,
    /// The open generation without its internal rows, made when first asked for.
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
        Arc::clone(&self.live.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The open generation without rows of internal visibility: the same one where it has none.
    ///
    /// # Errors
    /// The generation cannot be read.
    pub fn public(&self) -> anyhow::Result<Arc<Live>> {
        match self.public_of(&self.live()) {
            // Its folder was removed: more publishes than are kept went by between two looks. Follow them.
            Err(_) if self.refresh()? => self.public_of(&self.live()),
            found => found,
        }
    }

    fn public_of(&self, live: &Arc<Live>) -> anyhow::Result<Arc<Live>> {
        if !live.has_internal {
            return Ok(Arc::clone(live));
        }
        let id = Live::public_id(&live.id);
        let mut held = self.public.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(public) = held.as_ref().filter(|p| p.id == id) {
            return Ok(Arc::clone(public));
        }
        let public = Arc::new(live.without_internal()?);
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
    /// No generation can be opened; the old one goes on serving.
    pub fn refresh(&self) -> anyhow::Result<bool> {
        let id = park_index::generation::live_id(&self.store)?;
        let mut followed = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
        if id == *followed {
            return Ok(false);
        }
        let mut words: Vec<u8> = Vec::new();
        let next = Live::open_other(&self.store, &self.live().id, &mut words)?;
        if !words.is_empty() {
            tracing::warn!("{}", String::from_utf8_lossy(&words).trim_end());
        }
        *followed = id;
        let Some(next) = next else { return Ok(false) };
        // Made before the swap where it is in use, so that nobody waits for it after.
        let is_used = self.public.read().unwrap_or_else(PoisonError::into_inner).is_some();
        let public = if is_used && next.has_internal {
            Some(Arc::new(next.without_internal()?))
        } else {
            None
        };
        *self.live.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
        *self.public.write().unwrap_or_else(PoisonError::into_inner) = public;
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

/// Makes sure that the store exists and has a live generation. A store that holds nothing yet is prepared
/// from the bundled set; one that holds another version of it is brought up to date; one that holds own
/// imports only stays so.
///
/// # Errors
/// A folder that cannot be written, a database that cannot be opened.
pub fn prepare(store: &Path, err: &mut dyn Write) -> anyhow::Result<()> {
    let mut registry = open_registry(store)?;
    let is_empty = registry.state_id()? == 0 && registry.bundled_hash()?.is_none();
    let changed = if is_empty {
        let words = lang::spoken()
            .pick("正以自带的真实园区数据准备", "preparing it from the bundled set of real parks");
        say(store, words, err)?;
        load_bundled(&mut registry)?;
        true
    } else {
        bring_up_to_date(store, &mut registry, err)?
    };
    // A live file that cannot be read is no reason to publish: opening says what is wrong with it.
    let none_live = matches!(park_index::generation::live_id(store), Ok(None));
    if changed || none_live {
        publish(store, &mut registry, Settings::default(), err)?;
    }
    Ok(())
}

/// The records of a store for `publish`, which adds the bundled set to none: only a version of it that is
/// there already is brought up to date.
///
/// # Errors
/// As [`prepare`].
pub fn prepare_records(store: &Path, err: &mut dyn Write) -> anyhow::Result<Registry> {
    let mut registry = open_registry(store)?;
    bring_up_to_date(store, &mut registry, err)?;
    Ok(registry)
}

fn open_registry(store: &Path) -> anyhow::Result<Registry> {
    // The error names the store itself.
    Ok(Registry::open(store)?)
}

/// Whether another version of the bundled set had to be exchanged.
fn bring_up_to_date(
    store: &Path,
    registry: &mut Registry,
    err: &mut dyn Write,
) -> anyhow::Result<bool> {
    let held = registry.bundled_hash()?;
    // A demo store keeps its fictional set: real parks never join it.
    if crate::demo::is_demo_hash(held.as_deref()) || held.is_none_or(|hash| hash == bundled::hash())
    {
        return Ok(false);
    }
    let words = lang::spoken().pick(
        "由另一版本的自带数据准备而成，正在更新；自行导入的数据保留",
        "it was prepared from another version of the bundled set, bringing it up to date; own imports stay",
    );
    say(store, words, err)?;
    load_bundled(registry)?;
    Ok(true)
}

fn say(store: &Path, words: &str, err: &mut dyn Write) -> std::io::Result<()> {
    let head = lang::spoken().pick("数据仓", "store");
    let colon = lang::spoken().pick("：", ": ");
    writeln!(err, "{head} {}{colon}{words}", store.display())
}

fn load_bundled(registry: &mut Registry) -> anyhow::Result<()> {
    let origin = Origin { name: "bundled set".to_owned(), at: now(), hash: Some(bundled::hash()) };
    registry.replace_bundled_in_parts(&origin, bundled::tables())?;
    Ok(())
}

/// The files that the accepted rows of an import came from, for the history.
pub fn files_of(import: &park_import::Import) -> Vec<(park_domain::Table, String)> {
    let read = import.files.iter().filter(|f| f.accepted > 0);
    let place = |f: &park_import::FileSummary| match &f.sheet {
        Some(sheet) => format!("{} [{sheet}]", f.file),
        None => f.file.clone(),
    };
    read.filter_map(|f| f.table.map(|table| (table, place(f)))).collect()
}

/// The present moment, RFC 3339, UTC, to the second.
pub fn now() -> String {
    jiff::Timestamp::from_second(jiff::Timestamp::now().as_second())
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
        .to_string()
}
