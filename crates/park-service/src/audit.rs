//! The audit log of acts of administrators: what was done, by whom, written where it is done.

use park_registry::{Act, Registry, RegistryError};

use crate::app::now;
use crate::lang::Lang;

/// Who works on the command line.
pub(crate) const COMMAND_LINE: &str = "command line";

/// Acts that are listed when no number is asked.
pub(crate) const SHOWN_USUAL: u32 = 50;

/// What an administrator can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    KeyCreated,
    KeyRevoked,
    Imported,
    Published,
    RolledBack,
}

impl Deed {
    const ALL: [Self; 5] =
        [Self::KeyCreated, Self::KeyRevoked, Self::Imported, Self::Published, Self::RolledBack];

    /// Its code, as it is stored.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::KeyCreated => "key-create",
            Self::KeyRevoked => "key-revoke",
            Self::Imported => "import",
            Self::Published => "publish",
            Self::RolledBack => "rollback",
        }
    }

    fn words(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::KeyCreated => ("生成密钥", "key made"),
            Self::KeyRevoked => ("撤销密钥", "key revoked"),
            Self::Imported => ("导入", "imported"),
            Self::Published => ("发布", "published"),
            Self::RolledBack => ("退回", "rolled back"),
        };
        lang.pick(zh, en)
    }
}

/// Writes an act down.
///
/// # Errors
/// The store cannot be written.
pub(crate) fn note(
    registry: &Registry,
    who: &str,
    deed: Deed,
    what: &str,
) -> Result<(), RegistryError> {
    let act = deed.code().to_owned();
    registry.note(&Act { at: now(), who: who.to_owned(), act, what: what.to_owned() })
}

/// An act in one line; what another version wrote stays as it is.
pub(crate) fn line(act: &Act, lang: Lang) -> String {
    let deed = Deed::ALL.into_iter().find(|d| d.code() == act.act);
    let words = deed.map_or(act.act.as_str(), |d| d.words(lang));
    let who = match act.who.as_str() {
        COMMAND_LINE => lang.pick("命令行", COMMAND_LINE),
        crate::http::THIS_MACHINE => lang.pick("本机", "this machine"),
        key => key,
    };
    format!("{}  {who}  {words}  {}", act.at, act.what)
}
