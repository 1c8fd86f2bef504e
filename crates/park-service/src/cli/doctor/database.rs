//! What `doctor` says of the database: can it be read, is it whole, of which format and version is it.

use std::path::Path;

use park_registry::{FILE_NAME, Registry, RegistryError, copy_name};

use super::{Check, State, check};
use crate::bundled;
use crate::lang::Lang;

fn said(error: &RegistryError, lang: Lang) -> String {
    lang.pick(error.in_chinese(), error.to_string())
}

pub(super) fn checks(store: &Path, lang: Lang) -> Vec<Check> {
    // A database that was damaged while it was looked at, or seen by half while another process wrote, is
    // looked at again in the ordinary way before it is called damaged.
    let looked = Registry::open_untouched(store).and_then(|r| r.verify().map(|()| r));
    let opened = looked.or_else(|_| Registry::open_as_is(store));
    let registry = match opened {
        Ok(registry) => registry,
        Err(error) => return vec![check("database", State::Broken, said(&error, lang))],
    };
    let path = store.join(FILE_NAME).display().to_string();
    vec![
        check("database", State::Fine, path),
        format(&registry, lang),
        integrity(&registry, lang),
        durability(&registry, lang),
        bundled_set(&registry, lang),
    ]
}

fn format(registry: &Registry, lang: Lang) -> Check {
    match (registry.format(), registry.is_present()) {
        (Ok(format), Ok(true)) => check(
            "format",
            State::Fine,
            lang.pick(format!("{format}，当前格式"), format!("{format}, the present one")),
        ),
        (Ok(format), Ok(false)) => {
            let copy = copy_name(format);
            let words = lang.pick(
                format!(
                    "{format}，较旧的格式\n提示：下一次 `parkwise publish` 或 `import` 会升级它，并留下副本 {copy}"
                ),
                format!(
                    "{format}, an older one\nhint: the next `parkwise publish` or `import` raises it and keeps a copy, {copy}"
                ),
            );
            check("format", State::Problem, words)
        }
        (Err(error), _) | (_, Err(error)) => check("format", State::Broken, said(&error, lang)),
    }
}

fn integrity(registry: &Registry, lang: Lang) -> Check {
    match registry.verify() {
        Ok(()) => {
            let words = lang.pick("每一页、每一处关联都读过", "every page and link read");
            check("database integrity", State::Fine, words)
        }
        Err(error) => check("database integrity", State::Broken, said(&error, lang)),
    }
}

fn durability(registry: &Registry, lang: Lang) -> Check {
    match registry.durability() {
        Ok((mode, _)) if mode == "wal" => {
            let words =
                lang.pick("预写日志；提交时等待落盘", "write-ahead log; a commit waits for the disk");
            check("durability", State::Fine, words)
        }
        Ok((mode, _)) => check(
            "durability",
            State::Problem,
            lang.pick(
                format!("日志模式为 {mode}，由另一个程序改过\n提示：下一条写入数据仓的命令会改回"),
                format!(
                    "journal mode is {mode}, changed by another program\nhint: the next command that writes to the store puts it back"
                ),
            ),
        ),
        Err(error) => check("durability", State::Broken, said(&error, lang)),
    }
}

fn bundled_set(registry: &Registry, lang: Lang) -> Check {
    let own = bundled::hash();
    match registry.bundled_hash() {
        Ok(held) if crate::demo::is_demo_hash(held.as_deref()) => {
            check("bundled set", State::Fine, crate::demo::words(lang))
        }
        Ok(Some(hash)) if hash == own => {
            let version = short(&hash);
            let words = lang
                .pick(format!("版本 {version}，最新"), format!("version {version}, up to date"));
            check("bundled set", State::Fine, words)
        }
        Ok(Some(hash)) => {
            let (held, own) = (short(&hash), short(&own));
            let words = lang.pick(
                format!(
                    "版本 {held}，本程序为 {own}\n提示：下一条读取数据仓的命令会更新它；自行导入的数据保留"
                ),
                format!(
                    "version {held}, this program has {own}\nhint: the next command that reads the store brings it up to date; own imports stay"
                ),
            );
            check("bundled set", State::Problem, words)
        }
        Ok(None) => {
            check("bundled set", State::Fine, lang.pick("不在此数据仓中", "not in this store"))
        }
        Err(error) => check("bundled set", State::Broken, said(&error, lang)),
    }
}

fn short(hash: &str) -> &str {
    hash.get(..8).unwrap_or(hash)
}
