//! What can go wrong with a store, and what to do.

use std::io;
use std::path::{Path, PathBuf};

use park_domain::Fault;
use rusqlite::ErrorCode;

/// Why a store could not be opened, read or changed.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// The folder could not be made.
    #[error("{path}: the store's folder cannot be made: {cause}\nhint: give a folder that you may write to (--data DIR)", path = .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// Nothing to read.
    #[error("{path}: there is no store here\nhint: prepare one with `parkwise import` or `parkwise publish`", path = .0.display())]
    Absent(PathBuf),
    /// The file or folder may not be written.
    #[error("{path}: the store cannot be opened or written: {cause}\nhint: check who owns the folder and the file, whether they are read-only and whether there is room; or give another folder (--data DIR)", path = .path.display())]
    NotWritable {
        /// The database file.
        path: PathBuf,
        /// What `SQLite` says.
        cause: String,
    },
    /// A program that is not ours holds the database.
    #[error("{path}: another program is writing to this database\nhint: wait until it is done, or stop it, and try again", path = .0.display())]
    Locked(PathBuf),
    /// Another process works on the store, and did so for as long as was waited.
    #[error("{path}: the store is held by {holder}; waited {waited_s} s\nhint: wait until it is done, or stop that process, and try again", path = .path.display())]
    Held {
        /// The folder of the store.
        path: PathBuf,
        /// Who holds it: process, machine, what it does.
        holder: String,
        /// How long was waited, in seconds.
        waited_s: u64,
    },
    /// Written by a newer program.
    #[error("{path}: the store was written by a newer version (format {found}, this one knows {known})\nhint: use the newer version; or put back the copy that it kept when it raised the format ({copy}), if there is one; or give another folder (--data DIR)", path = .path.display(), copy = crate::copy_name(*.known))]
    NewerFormat {
        /// The database file.
        path: PathBuf,
        /// Format of the file.
        found: i64,
        /// Newest format known here.
        known: i64,
    },
    /// Written by an older program and opened for reading only.
    #[error("{path}: the store was written by an older version\nhint: open it once for writing, for example with `parkwise publish`, which brings it up to date", path = .0.display())]
    OlderFormat(PathBuf),
    /// Another program's database.
    #[error("{path}: this file is not a store of parkwise\nhint: move it away, or give another folder (--data DIR)", path = .0.display())]
    Foreign(PathBuf),
    /// Damaged.
    #[error("{path}: the store is damaged: {cause}\nhint: move the folder away and import again, or put back a copy", path = .path.display())]
    Corrupt {
        /// The database file.
        path: PathBuf,
        /// What was found.
        cause: String,
    },
    /// A stored row that the dictionary refuses.
    #[error("{path}: table {table}, row {key}: \"{}\": {}\nhint: import the row again", .fault.found, .fault.rule, path = .path.display())]
    BadRow {
        /// The database file.
        path: PathBuf,
        /// The table.
        table: &'static str,
        /// The key of the row, its parts joined by U+001F.
        key: String,
        /// What is wrong.
        fault: Box<Fault>,
    },
    /// No room.
    #[error("{path}: the disk is full\nhint: make room, or give a folder on another disk (--data DIR)", path = .0.display())]
    DiskFull(PathBuf),
    /// The caller's time is not RFC 3339.
    #[error(
        "\"{0}\" is not a time\nhint: write it as in RFC 3339, for example 2025-01-31T08:00:00Z"
    )]
    BadTime(String),
    /// No random bytes.
    #[error("the system gives no random bytes: {0}\nhint: check that /dev/urandom can be read")]
    NoRandomness(String),
    /// Anything else that `SQLite` says.
    #[error("{path}: {cause}\nhint: run `parkwise doctor` to see what is wrong with this store", path = .path.display())]
    Database {
        /// The database file.
        path: PathBuf,
        /// What `SQLite` says.
        cause: String,
    },
}

impl RegistryError {
    /// The same in Chinese: place, what was found, the way out. What the system or `SQLite` says stays as it
    /// says it.
    pub fn in_chinese(&self) -> String {
        let (said, hint) = match self {
            Self::Folder { path, cause } => (
                format!("{}：无法建立数据仓的文件夹：{cause}", path.display()),
                "换一个可写的文件夹（--data DIR）".to_owned(),
            ),
            Self::Absent(path) => (
                format!("{}：这里没有数据仓", path.display()),
                "用 `parkwise import` 或 `parkwise publish` 准备".to_owned(),
            ),
            Self::NotWritable { path, cause } => (
                format!("{}：数据仓无法打开或写入：{cause}", path.display()),
                "检查文件夹和文件归谁所有、是否只读、空间是否够，或换一个文件夹（--data DIR）"
                    .to_owned(),
            ),
            Self::Locked(path) => (
                format!("{}：另一个程序正在写这个数据库", path.display()),
                "等它写完，或停掉它，再试一次".to_owned(),
            ),
            Self::Held { path, holder, waited_s } => (
                format!("{}：数据仓正被占用（{holder}）；已等待 {waited_s} 秒", path.display()),
                "等它完成，或停掉那个进程，再试一次".to_owned(),
            ),
            Self::NewerFormat { path, found, known } => (
                format!(
                    "{}：数据仓由更新的版本写成（格式 {found}，本版本认识到 {known}）",
                    path.display()
                ),
                format!(
                    "使用更新的版本；或换回它升级格式时留下的副本（{}），如果有；或换一个文件夹（--data DIR）",
                    crate::copy_name(*known)
                ),
            ),
            Self::OlderFormat(path) => (
                format!("{}：数据仓由较旧的版本写成", path.display()),
                "用写入的方式打开一次即可升级，例如 `parkwise publish`".to_owned(),
            ),
            Self::Foreign(path) => (
                format!("{}：这个文件不是 parkwise 的数据仓", path.display()),
                "把它移走，或换一个文件夹（--data DIR）".to_owned(),
            ),
            Self::Corrupt { path, cause } => (
                format!("{}：数据仓已损坏：{cause}", path.display()),
                "把文件夹移走后重新导入，或换回副本".to_owned(),
            ),
            Self::BadRow { path, table, key, fault } => (
                format!(
                    "{}：表 {table}，行 {key}：“{}”不合规则：{}",
                    path.display(),
                    fault.found,
                    fault.rule
                ),
                "重新导入这一行".to_owned(),
            ),
            Self::DiskFull(path) => (
                format!("{}：磁盘已满", path.display()),
                "腾出空间，或换到另一块磁盘上的文件夹（--data DIR）".to_owned(),
            ),
            Self::BadTime(text) => (
                format!("“{text}”不是时间"),
                "按 RFC 3339 书写，例如 2025-01-31T08:00:00Z".to_owned(),
            ),
            Self::NoRandomness(cause) => {
                (format!("系统不给随机数：{cause}"), "检查 /dev/urandom 是否可读".to_owned())
            }
            Self::Database { path, cause } => (
                format!("{}：{cause}", path.display()),
                "运行 `parkwise doctor` 查看这个数据仓有什么问题".to_owned(),
            ),
        };
        format!("{said}\n提示：{hint}")
    }

    /// What an answer of the database means for the person at the store.
    pub(crate) fn of(path: &Path, error: &rusqlite::Error) -> Self {
        let path = path.to_owned();
        let cause = error.to_string();
        let Some(code) = error.sqlite_error_code() else {
            return Self::Database { path, cause };
        };
        if code == ErrorCode::DatabaseBusy || code == ErrorCode::DatabaseLocked {
            Self::Locked(path)
        } else if code == ErrorCode::ReadOnly
            || code == ErrorCode::CannotOpen
            || code == ErrorCode::PermissionDenied
            // A write that failed: too large a file for this user, a disk that went away.
            || code == ErrorCode::SystemIoFailure
        {
            Self::NotWritable { path, cause }
        } else if code == ErrorCode::NotADatabase || code == ErrorCode::DatabaseCorrupt {
            Self::Corrupt { path, cause }
        } else if code == ErrorCode::DiskFull {
            Self::DiskFull(path)
        } else {
            Self::Database { path, cause }
        }
    }
}
