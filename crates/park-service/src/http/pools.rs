//! Where answers are computed: off the async threads, a bounded number at a time.
//!
//! Waiting is bounded by number, so what is accepted is answered within a few times its own cost,
//! however much more is offered; the rest is told to come again.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::http::StatusCode;
use tokio::sync::Semaphore;

use super::problem::plain;
use crate::rejection::{ErrorCode, Rejection};

/// Quick computations that may wait for a core.
const QUICK_WAITING_MAX: usize = 32;

/// Long computations (a report, an import) at once; one core stays free for the quick ones.
const LONG_RUNNING_MAX: usize = 1;

/// Long computations that may wait.
const LONG_WAITING_MAX: usize = 4;

/// How long a computation takes, as a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cost {
    /// Milliseconds.
    Quick,
    /// Seconds.
    Long,
}

/// One bounded queue before a bounded number of workers.
struct Pool {
    running: Arc<Semaphore>,
    waiting: AtomicUsize,
    waiting_max: usize,
}

impl Pool {
    fn new(running_max: usize, waiting_max: usize) -> Self {
        Self {
            running: Arc::new(Semaphore::new(running_max)),
            waiting: AtomicUsize::new(0),
            waiting_max,
        }
    }
}

/// Counts one who waits, until dropped: also when the request is given up while waiting.
struct Waiting<'p>(&'p AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The pools of the service.
pub(crate) struct Pools {
    quick: Pool,
    long: Pool,
}

impl Pools {
    /// Pools for this machine.
    pub(crate) fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from).max(2);
        Self {
            quick: Pool::new(cores, QUICK_WAITING_MAX),
            long: Pool::new(LONG_RUNNING_MAX, LONG_WAITING_MAX),
        }
    }

    /// Computes off the async threads. A computation whose request is given up keeps its place until it
    /// ends, because it still uses a core.
    ///
    /// # Errors
    /// 503 when too many wait, 500 when it panics, and whatever `compute` refuses.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        cost: Cost,
        compute: impl FnOnce() -> Result<T, Rejection> + Send + 'static,
    ) -> Result<T, Rejection> {
        let pool = match cost {
            Cost::Quick => &self.quick,
            Cost::Long => &self.long,
        };
        let permit = match Arc::clone(&pool.running).try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => {
                let before = pool.waiting.fetch_add(1, Ordering::Relaxed);
                let _waiting = Waiting(&pool.waiting);
                if before >= pool.waiting_max {
                    return Err(overloaded());
                }
                Arc::clone(&pool.running).acquire_owned().await.map_err(|_| overloaded())?
            }
        };
        let span = tracing::Span::current();
        let task = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            span.in_scope(compute)
        });
        match task.await {
            Ok(answer) => answer,
            Err(error) => {
                tracing::error!(%error, "a computation failed");
                Err(plain(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal))
            }
        }
    }
}

fn overloaded() -> Rejection {
    plain(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Overloaded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime")
    }

    #[test]
    fn a_panic_is_an_internal_error() {
        let refused = runtime().block_on(async {
            Pools::new().run(Cost::Quick, || -> Result<(), Rejection> { panic!("no") }).await
        });
        assert_eq!(refused.expect_err("it panicked").status, 500);
    }

    #[test]
    fn more_than_may_wait_are_told_to_come_again() {
        runtime().block_on(async {
            let pools = Arc::new(Pools::new());
            let (release, held) = std::sync::mpsc::channel::<()>();
            let held = Arc::new(std::sync::Mutex::new(held));
            let mut tasks = Vec::new();
            for _ in 0..LONG_RUNNING_MAX + LONG_WAITING_MAX {
                let (pools, held) = (Arc::clone(&pools), Arc::clone(&held));
                tasks.push(tokio::spawn(async move {
                    pools
                        .run(Cost::Long, move || {
                            let _ = held.lock().expect("not poisoned").recv();
                            Ok(())
                        })
                        .await
                }));
            }
            while pools.long.waiting.load(Ordering::Relaxed) < LONG_WAITING_MAX {
                tokio::task::yield_now().await;
            }
            let refused = pools.run(Cost::Long, || Ok(())).await.expect_err("the queue is full");
            assert_eq!((refused.status, refused.code), (503, ErrorCode::Overloaded));
            drop(release);
            for task in tasks {
                assert_eq!(task.await.expect("joined"), Ok(()));
            }
        });
    }
}
