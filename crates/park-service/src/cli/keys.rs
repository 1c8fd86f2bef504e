//! `key create`, `key list`, `key revoke`: who may ask the service.

use clap::{Args, Subcommand, ValueEnum};
use park_registry::{Registry, StoredKey};
use serde_json::{Value as Json, json};

use super::{Exit, Global, Streams, write_json};
use crate::app::now;
use crate::audit::{self, Deed, SHOWN_USUAL};
use crate::keys::{self, KeyKind, Wanted};

#[derive(Debug, Subcommand)]
pub(super) enum KeyCommand {
    /// Make a key; it is shown once
    Create(CreateArgs),
    /// List the keys, without the keys themselves
    List,
    /// Who did what: keys made and revoked, imports, publishes, rollbacks; the newest first
    Audit {
        /// Most entries
        #[arg(long, value_name = "N", default_value_t = SHOWN_USUAL, value_parser = clap::value_parser!(u32).range(1..=100_000))]
        limit: u32,
    },
    /// Revoke a key at once
    Revoke {
        /// Its id, as `key list` shows it
        id: String,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// For a page: reads public rows, from the origins given
    Publishable,
    /// For a server of the portal
    Secret,
    /// Everything, imports too
    Admin,
}

#[derive(Debug, Args)]
pub(super) struct CreateArgs {
    /// What it may do
    #[arg(long, value_enum, default_value = "secret")]
    kind: Kind,
    /// What you call it
    #[arg(long, default_value = "")]
    name: String,
    /// Origin of a page that may use it, for example <https://park.example>; may be repeated
    #[arg(long = "origin", value_name = "ORIGIN")]
    origins: Vec<String>,
    /// Requests a minute
    #[arg(long, value_name = "N", default_value_t = 120, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    per_minute: u32,
    /// Most rows in an answer
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=200))]
    rows_max: Option<u32>,
    /// Last day on which it is good
    #[arg(long, value_name = "YYYY-MM-DD")]
    expires: Option<String>,
}

pub(super) fn run(
    global: &Global,
    command: &KeyCommand,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    match command {
        KeyCommand::Create(args) => create(global, args, streams),
        KeyCommand::List => list(global, streams),
        KeyCommand::Audit { limit } => acts(global, *limit, streams),
        KeyCommand::Revoke { id } => {
            let revoked =
                Registry::exists(&global.data) && revoke(&Registry::open(&global.data)?, id)?;
            if !revoked {
                anyhow::bail!("no key {id} that is good\nhint: `parkwise key list` shows the ids");
            }
            if global.json {
                write_json(streams.out, &json!({ "id": id, "revoked": true }))?;
            } else {
                writeln!(streams.out, "{id}  revoked")?;
            }
            Ok(Exit::Done)
        }
    }
}

fn revoke(registry: &Registry, id: &str) -> anyhow::Result<bool> {
    let revoked = registry.revoke_key(id, &now())?;
    if revoked {
        audit::note(registry, audit::COMMAND_LINE, Deed::KeyRevoked, id)?;
    }
    Ok(revoked)
}

fn acts(global: &Global, limit: u32, streams: &mut Streams<'_>) -> anyhow::Result<Exit> {
    let acts = if Registry::exists(&global.data) {
        Registry::open_as_is(&global.data)?.acts(limit)?
    } else {
        Vec::new()
    };
    if global.json {
        let rows: Vec<Json> = acts
            .iter()
            .map(|a| json!({ "at": a.at, "who": a.who, "act": a.act, "what": a.what }))
            .collect();
        write_json(streams.out, &json!({ "acts": rows }))?;
        return Ok(Exit::Done);
    }
    let lang = global.lang();
    for act in &acts {
        writeln!(streams.out, "{}", audit::line(act, lang))?;
    }
    if acts.is_empty() {
        writeln!(streams.err, "{}", lang.pick("还没有管理操作", "nothing has been done yet"))?;
    }
    Ok(Exit::Done)
}

fn create(global: &Global, args: &CreateArgs, streams: &mut Streams<'_>) -> anyhow::Result<Exit> {
    let wanted = Wanted {
        kind: match args.kind {
            Kind::Publishable => KeyKind::Publishable,
            Kind::Secret => KeyKind::Secret,
            Kind::Admin => KeyKind::Admin,
        },
        name: args.name.clone(),
        origins: args.origins.iter().map(|o| o.trim_end_matches('/').to_owned()).collect(),
        per_minute: args.per_minute,
        rows_max: args.rows_max,
        expires_on: args.expires.clone(),
    };
    let (text, key) = keys::create(&global.data, &wanted)?;
    let what = format!("{} {} {}", key.id, key.kind, key.origins);
    let registry = Registry::open(&global.data)?;
    audit::note(&registry, audit::COMMAND_LINE, Deed::KeyCreated, what.trim_end())?;
    if global.json {
        let mut form = form(&key);
        form["key"] = json!(text);
        write_json(streams.out, &form)?;
    } else {
        writeln!(streams.out, "{text}")?;
    }
    writeln!(
        streams.err,
        "{} key {} is made; it is shown this once and cannot be read again",
        key.kind, key.id
    )?;
    Ok(Exit::Done)
}

fn list(global: &Global, streams: &mut Streams<'_>) -> anyhow::Result<Exit> {
    let all = keys::list(&global.data)?;
    if global.json {
        write_json(streams.out, &json!({ "keys": all.iter().map(form).collect::<Vec<_>>() }))?;
        return Ok(Exit::Done);
    }
    let at = now();
    for key in &all {
        let state = match (&key.revoked_at, keys::is_good(key, &at)) {
            (Some(when), _) => format!("revoked {when}"),
            (None, true) => "good".to_owned(),
            (None, false) => "expired".to_owned(),
        };
        writeln!(
            streams.out,
            "{}  {:<11}  {state}  {}/min  {}  {}",
            key.id, key.kind, key.per_minute, key.name, key.origins
        )?;
    }
    if all.is_empty() {
        writeln!(streams.err, "no key yet: the service answers on this machine only")?;
    }
    Ok(Exit::Done)
}

fn form(key: &StoredKey) -> Json {
    json!({
        "id": key.id,
        "kind": key.kind,
        "name": key.name,
        "origins": key.origins.split_whitespace().collect::<Vec<_>>(),
        "per_minute": key.per_minute,
        "rows_max": key.rows_max,
        "created_at": key.created_at,
        "expires_on": key.expires_on,
        "revoked_at": key.revoked_at,
    })
}
