//! Serving: accept, swap in new generations, and stop in time.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;

use super::wire::{Door, Peer};
use crate::app::App;

/// How often the store is looked at for another live generation.
const REFRESH_EVERY: Duration = Duration::from_secs(2);

/// How long requests in flight may still take after the signal to stop; the promise is 10 s in all.
const DRAIN: Duration = Duration::from_secs(8);

/// Serves until `shutdown` completes, then lets the requests in flight end, at most 8 s.
///
/// # Errors
/// The listener cannot be used.
pub async fn serve(
    listener: TcpListener,
    app: Arc<App>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let watcher = tokio::spawn(watch(Arc::clone(&app)));
    let service = super::router(app).into_make_service_with_connect_info::<Peer>();
    let (stopping, stopped) = tokio::sync::oneshot::channel();
    let signal = async move {
        shutdown.await;
        tracing::info!("stopping: no new connections, requests in flight may end");
        let _ = stopping.send(());
    };
    let serving = axum::serve(Door::new(listener), service).with_graceful_shutdown(signal);
    let deadline = async {
        // An error means that the serving future was dropped, so nobody waits here.
        let _ = stopped.await;
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        ended = serving => ended?,
        () = deadline => tracing::warn!("requests were still in flight at the deadline and are cut"),
    }
    watcher.abort();
    Ok(())
}

/// Swaps in what others publish. Requests in flight keep the generation that they took.
async fn watch(app: Arc<App>) {
    let mut ticks = tokio::time::interval(REFRESH_EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut last_failure = String::new();
    loop {
        ticks.tick().await;
        let looked = Arc::clone(&app);
        match tokio::task::spawn_blocking(move || looked.refresh()).await {
            Ok(Ok(true)) => {
                last_failure.clear();
                tracing::info!(generation.id = %app.live().id, "another generation is live");
            }
            Ok(Ok(false)) => last_failure.clear(),
            Ok(Err(error)) => report(&mut last_failure, format!("{error:#}")),
            Err(error) => report(&mut last_failure, error.to_string()),
        }
    }
}

/// Logs a failure once, not every two seconds while it lasts.
fn report(last: &mut String, failure: String) {
    if *last != failure {
        tracing::error!(error = %failure, "cannot open the new generation, the old one goes on serving");
        *last = failure;
    }
}
