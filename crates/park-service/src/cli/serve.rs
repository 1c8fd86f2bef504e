//! `serve`: the HTTP service.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;

use super::{Exit, Global, Streams};
use crate::app::App;
use crate::http;

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    /// Address and port to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub(super) listen: SocketAddr,
}

pub(super) fn run(
    global: &Global,
    args: &ServeArgs,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    start_log(global.log_format.as_deref());
    // Only the store's keys are looked up here: a refused bind prepares nothing.
    let has_keys = !is_loopback(args.listen) && crate::keys::any_good(&global.data)?;
    http::check_bind(args.listen, has_keys).map_err(|why| anyhow::anyhow!(why))?;
    let app = App::open(&global.data, streams.err)?;
    listen(Arc::new(app), args.listen, streams)
}

/// Serves until the process is asked to stop.
pub(super) fn listen(
    app: Arc<App>,
    address: SocketAddr,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    let has_keys = !is_loopback(address) && crate::keys::any_good(app.store())?;
    http::check_bind(address, has_keys).map_err(|why| anyhow::anyhow!(why))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(64)
        .build()
        .context("cannot start the runtime")?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address).await.with_context(|| {
            format!("cannot listen on {address}\nhint: another program may hold the port; try --listen 127.0.0.1:8081")
        })?;
        writeln!(streams.err, "listening on http://{}", listener.local_addr()?)?;
        streams.err.flush()?;
        http::serve(listener, app, stop_signal()).await?;
        anyhow::Ok(())
    })?;
    // What still runs after the deadline must not hold the process.
    runtime.shutdown_timeout(std::time::Duration::from_millis(200));
    Ok(Exit::Done)
}

fn is_loopback(address: SocketAddr) -> bool {
    address.ip().to_canonical().is_loopback()
}

async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => {
            let _ = interrupt.await;
        }
    }
}

/// Log lines to standard error; `RUST_LOG` chooses what, `--log-format json` how. A log that is already there stays.
pub(super) fn start_log(format: Option<&str>) {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let _ = match format {
        Some("json") => log.json().try_init(),
        Some(_) | None => log.try_init(),
    };
}
