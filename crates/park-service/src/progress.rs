//! What is under way: one line on stderr that comes after a second and goes when the work is done.
//!
//! Only where stderr is a terminal; in a pipe, a file or a test there is nothing. The line is drawn by a thread
//! of its own, so the work needs no hook; nobody else may write to stderr while a [`Step`] lives.

use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::lang;

/// Work that is quicker needs no line.
const AFTER: Duration = Duration::from_secs(1);

/// How often the line is drawn again.
const EVERY: Duration = Duration::from_millis(250);

/// Back to the start of the line, and everything behind it wiped.
const WIPE: &str = "\r\u{1b}[2K";

/// A piece of work that is shown until this is dropped.
pub(crate) struct Step {
    ended: Arc<Ended>,
    drawing: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Ended {
    is: Mutex<bool>,
    told: Condvar,
}

impl Ended {
    /// Waits; whether the work has ended.
    fn within(&self, time: Duration) -> bool {
        let is = self.is.lock().unwrap_or_else(PoisonError::into_inner);
        *self
            .told
            .wait_timeout_while(is, time, |ended| !*ended)
            .unwrap_or_else(PoisonError::into_inner)
            .0
    }

    fn tell(&self) {
        *self.is.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.told.notify_all();
    }
}

/// Shows what is under way, in the words of the language spoken.
pub(crate) fn step(zh: &'static str, en: &'static str) -> Step {
    let words = lang::spoken().pick(zh, en);
    if io::stderr().is_terminal() {
        Step::on(io::stderr(), words, AFTER)
    } else {
        Step { ended: Arc::default(), drawing: None }
    }
}

impl Step {
    fn on(mut out: impl Write + Send + 'static, words: &'static str, after: Duration) -> Self {
        let ended: Arc<Ended> = Arc::default();
        let waits = Arc::clone(&ended);
        let drawing = std::thread::spawn(move || {
            // A terminal that went away is no reason to stop the work.
            let _ = draw(&mut out, words, &waits, after);
        });
        Self { ended, drawing: Some(drawing) }
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        self.ended.tell();
        if let Some(drawing) = self.drawing.take() {
            let _ = drawing.join();
        }
    }
}

fn draw(out: &mut impl Write, words: &str, ended: &Ended, after: Duration) -> io::Result<()> {
    let started = Instant::now();
    if ended.within(after) {
        return Ok(());
    }
    loop {
        let seconds = started.elapsed().as_secs();
        write!(out, "{WIPE}{words} … {seconds} s")?;
        out.flush()?;
        if ended.within(EVERY) {
            write!(out, "{WIPE}")?;
            return out.flush();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("one writer").write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Shared {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().expect("one writer").clone()).expect("text")
        }
    }

    #[test]
    fn long_work_is_shown_and_its_line_is_wiped() {
        let out = Shared::default();
        let step = Step::on(out.clone(), "publishing", Duration::ZERO);
        while out.text().is_empty() {
            std::thread::yield_now();
        }
        drop(step);
        let text = out.text();
        assert!(text.starts_with("\r\u{1b}[2Kpublishing … 0 s"), "{text:?}");
        assert!(text.ends_with(WIPE), "{text:?}");
    }

    #[test]
    fn quick_work_leaves_no_trace() {
        let out = Shared::default();
        drop(Step::on(out.clone(), "publishing", Duration::from_secs(60)));
        assert_eq!(out.text(), "");
    }
}
