//! What can go wrong with a store's generations.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::FORMAT;
use crate::text::TextError;

/// Why a generation is not served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The generation; empty when it is `live.json` that names none.
    pub id: String,
    /// The file of it that is at fault.
    pub file: String,
    /// What is wrong with the file.
    pub flaw: Flaw,
}

impl Refused {
    /// The same in Chinese.
    pub fn in_chinese(&self) -> String {
        let (id, file, flaw) = (&self.id, &self.file, self.flaw.in_chinese());
        if id.is_empty() {
            format!("文件 {file}：{flaw}")
        } else {
            format!("数据代 {id}，文件 {file}：{flaw}")
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.id.is_empty() {
            write!(f, "generation {}, ", self.id)?;
        }
        write!(f, "file {}: {}", self.file, self.flaw)
    }
}

/// What is wrong with a file of a generation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// It cannot be read; what the system says.
    Unreadable(String),
    /// It has another size than was written, in bytes.
    Size {
        /// Size now.
        found: u64,
        /// Size as written.
        written: u64,
    },
    /// Its SHA-256 differs from what was written.
    Sum,
    /// It is not JSON of this format; where it stops being so.
    Damaged(String),
    /// A newer program wrote it.
    Newer {
        /// Format of the file.
        found: u32,
    },
    /// It is of another generation.
    OtherId,
    /// The manifest does not list it.
    NotListed,
    /// The generation that should be live is not there.
    Absent,
    /// It names no generation.
    NoId,
}

impl Flaw {
    /// The same in Chinese; what the system says stays as it says it.
    pub fn in_chinese(&self) -> String {
        match self {
            Self::Unreadable(cause) => format!("无法读取（{cause}）"),
            Self::Size { found, written } => format!("现有 {found} 字节，写入时为 {written} 字节"),
            Self::Sum => "与写入时不同（校验和不符）".to_owned(),
            Self::Damaged(cause) => format!("已损坏（{cause}）"),
            Self::Newer { found } => format!("格式为 {found}，比本版本认识的 {FORMAT} 新"),
            Self::OtherId => "属于另一代".to_owned(),
            Self::NotListed => "不在这一代之内".to_owned(),
            Self::Absent => "这一代不存在".to_owned(),
            Self::NoId => "没有指明哪一代".to_owned(),
        }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(cause) => write!(f, "it cannot be read ({cause})"),
            Self::Size { found, written } => write!(f, "it has {found} bytes of {written}"),
            Self::Sum => f.write_str("it is not what was written (its sum differs)"),
            Self::Damaged(cause) => write!(f, "it is damaged ({cause})"),
            Self::Newer { found } => write!(f, "its format is {found}, newer than {FORMAT}"),
            Self::OtherId => f.write_str("it is of another id"),
            Self::NotListed => f.write_str("it is not in it"),
            Self::Absent => f.write_str("the generation is not there"),
            Self::NoId => f.write_str("it names no generation"),
        }
    }
}

/// A generation could not be published, listed or opened.
#[derive(Debug, thiserror::Error)]
pub enum GenerationError {
    /// A file could not be read or written.
    #[error("{}", file_words(.path, .source, false))]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Nothing was published in this store.
    #[error("{store} holds no generation\nhint: run parkwise publish")]
    None {
        /// The store.
        store: PathBuf,
    },
    /// No generation can be served.
    #[error("no generation can be served: {0}\nhint: run parkwise publish")]
    Refused(Refused),
    /// There is no generation of this id.
    #[error("there is no generation {id}\nhint: parkwise generations lists them")]
    Unknown {
        /// The id.
        id: String,
    },
    /// A file of the payload may not have this name.
    #[error("{name:?} cannot be a file of a generation")]
    Name {
        /// The name.
        name: String,
    },
    /// The new generation did not pass its checks; the live one stays.
    #[error("the new generation was not published: {why}")]
    Check {
        /// What the check said.
        why: String,
    },
    /// The text index could not be built or opened.
    #[error(transparent)]
    Text(#[from] TextError),
}

impl GenerationError {
    /// The same in Chinese; what the system or the full-text library says stays as it says it.
    pub fn in_chinese(&self) -> String {
        match self {
            Self::File { path, source } => file_words(path, source, true),
            Self::None { store } => {
                format!("{}：还没有发布过数据\n提示：运行 parkwise publish", store.display())
            }
            Self::Refused(refused) => {
                format!("没有可用的数据代：{}\n提示：运行 parkwise publish", refused.in_chinese())
            }
            Self::Unknown { id } => {
                format!("没有数据代 {id}\n提示：parkwise generations 列出全部")
            }
            Self::Name { name } => format!("{name:?} 不能作为数据代中的文件名"),
            Self::Check { why } => format!("新的数据代没有发布：{why}"),
            Self::Text(error) => format!("全文索引：{error}"),
        }
    }

    /// Names the file of an error of the system.
    pub(super) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        |source| Self::File { path, source }
    }
}

/// A file and what the system said of it; a full disk and a missing right in our words, with the way out.
fn file_words(path: &Path, source: &io::Error, in_chinese: bool) -> String {
    use io::ErrorKind::{
        FileTooLarge, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull,
    };
    let place = path.display();
    match (source.kind(), in_chinese) {
        (StorageFull | QuotaExceeded | FileTooLarge, false) => format!(
            "{place}: the disk is full ({source})\nhint: make room, or give a folder on another disk (--data DIR)"
        ),
        (StorageFull | QuotaExceeded | FileTooLarge, true) => format!(
            "{place}：磁盘已满（{source}）\n提示：腾出空间，或换到另一块磁盘上的文件夹（--data DIR）"
        ),
        (PermissionDenied | ReadOnlyFilesystem, false) => format!(
            "{place}: {source}\nhint: check who owns the folder and the file, or give another folder (--data DIR)"
        ),
        (PermissionDenied | ReadOnlyFilesystem, true) => format!(
            "{place}：{source}\n提示：检查文件夹和文件归谁所有、是否只读，或换一个文件夹（--data DIR）"
        ),
        (_, false) => format!("{place}: {source}"),
        (_, true) => format!("{place}：{source}"),
    }
}
