//! Connections: how many, how long they may be idle, and what is said below HTTP.
//!
//! Two things happen where no router sees them. More connections than [`CONNECTIONS_MAX`] are answered
//! 503 and closed, so that an idle crowd cannot use up the process's file handles. And what the HTTP
//! parser itself refuses (a head too large, an address beyond 64 KiB, no HTTP at all) is answered by
//! it with an empty body: such a head is replaced by a problem on its way out.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::http::StatusCode;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep};

use super::problem::{MEDIA_TYPE, Problem, of_status};
use crate::lang::Lang;

/// Connections held at once; below the usual limit of 1,024 file handles.
const CONNECTIONS_MAX: usize = 768;

/// Connections above the limit that are being told so at once; more are closed without a word.
const REFUSALS_MAX: usize = 32;

/// A connection on which nothing moves for so long is closed. Longer than any answer may take.
const IDLE: Duration = Duration::from_secs(60);

/// Longest head that the HTTP parser writes by itself.
const BARE_HEAD_BYTES_MAX: usize = 256;

/// Who is at the other end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) SocketAddr);

impl Connected<IncomingStream<'_, Door>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        Self(*stream.remote_addr())
    }
}

/// A listener with a limit.
pub(crate) struct Door {
    listener: TcpListener,
    free: Arc<Semaphore>,
    refusals: Arc<Semaphore>,
}

impl Door {
    /// Puts the limit around a listener.
    pub(crate) fn new(listener: TcpListener) -> Self {
        Self {
            listener,
            free: Arc::new(Semaphore::new(CONNECTIONS_MAX)),
            refusals: Arc::new(Semaphore::new(REFUSALS_MAX)),
        }
    }
}

impl Listener for Door {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            // axum's own accept logs and waits when the process is out of file handles.
            let (stream, peer) = Listener::accept(&mut self.listener).await;
            // Without this a small answer can wait 40 ms for the peer's acknowledgement.
            let _ = stream.set_nodelay(true);
            if let Ok(permit) = Arc::clone(&self.free).try_acquire_owned() {
                return (Wire::new(stream, permit), peer);
            }
            if let Ok(permit) = Arc::clone(&self.refusals).try_acquire_owned() {
                tokio::spawn(refuse(stream, permit));
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

/// Tells a client to come again. What it asked is read first: closing a socket with unread bytes resets
/// it, and the client would not see the answer.
async fn refuse(stream: TcpStream, _permit: OwnedSemaphorePermit) {
    let answer = bare_answer(StatusCode::SERVICE_UNAVAILABLE);
    let told = async {
        let mut head = [0; 4096];
        stream.readable().await?;
        let _ = stream.try_read(&mut head);
        stream.writable().await?;
        // A fresh socket takes an answer of this size at once.
        stream.try_write(&answer)
    };
    let _ = tokio::time::timeout(Duration::from_secs(1), told).await;
}

/// A whole HTTP answer with a problem, for where no router is.
fn bare_answer(status: StatusCode) -> Vec<u8> {
    let mut rejection = of_status(status);
    // The language of the request is not known, so what has no usual sentence is said in both.
    if status == StatusCode::BAD_REQUEST {
        "不是合法的 HTTP 请求 (not a valid HTTP request)".clone_into(&mut rejection.detail);
    } else if status == StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE {
        "请求头太大 (the head of the request is too large)".clone_into(&mut rejection.detail);
    }
    let problem = Problem::of(rejection, Lang::Zh);
    let body = serde_json::to_string(&problem).unwrap_or_default();
    let retry = if status == StatusCode::SERVICE_UNAVAILABLE { "retry-after: 1\r\n" } else { "" };
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: {MEDIA_TYPE}\r\ncontent-language: {}\r\n\
         content-length: {}\r\ncache-control: no-store\r\nx-content-type-options: nosniff\r\n\
         {retry}connection: close\r\n\r\n{body}",
        Lang::Zh.tag(),
        body.len()
    )
    .into_bytes()
}

/// The status of a head that the HTTP parser wrote by itself: ours always name a content type.
fn bare_status(written: &[u8]) -> Option<StatusCode> {
    if written.len() > BARE_HEAD_BYTES_MAX
        || !written.starts_with(b"HTTP/1.1 4")
        || !written.ends_with(b"\r\n\r\n")
    {
        return None;
    }
    let head = std::str::from_utf8(written).ok()?.to_ascii_lowercase();
    if head.contains("\r\ncontent-type:") || !head.contains("\r\ncontent-length: 0\r\n") {
        return None;
    }
    StatusCode::from_bytes(written.get(9..12)?).ok()
}

/// One connection.
pub(crate) struct Wire {
    stream: TcpStream,
    idle: Pin<Box<Sleep>>,
    /// A replaced head: what is written instead, how far it is, and how long the head was.
    instead: Option<(Vec<u8>, usize, usize)>,
    _permit: OwnedSemaphorePermit,
}

impl Wire {
    fn new(stream: TcpStream, permit: OwnedSemaphorePermit) -> Self {
        Self { stream, idle: Box::pin(tokio::time::sleep(IDLE)), instead: None, _permit: permit }
    }

    /// Passes on what the stream says; an error when nothing has moved for too long.
    fn moved<T>(
        &mut self,
        context: &mut Context<'_>,
        poll: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if poll.is_ready() {
            self.idle.as_mut().reset(Instant::now() + IDLE);
            return poll;
        }
        match self.idle.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }

    fn write_instead(&mut self, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        while let Some((answer, done, head_bytes)) = &mut self.instead {
            if *done == answer.len() {
                let head_bytes = *head_bytes;
                self.instead = None;
                return Poll::Ready(Ok(head_bytes));
            }
            match Pin::new(&mut self.stream).poll_write(context, &answer[*done..]) {
                Poll::Ready(Ok(n)) => *done += n,
                stuck @ (Poll::Ready(Err(_)) | Poll::Pending) => return self.moved(context, stuck),
            }
        }
        Poll::Ready(Ok(0))
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let wire = self.get_mut();
        let poll = Pin::new(&mut wire.stream).poll_read(context, buffer);
        wire.moved(context, poll)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let wire = self.get_mut();
        if wire.instead.is_none()
            && let Some(status) = bare_status(bytes)
        {
            wire.instead = Some((bare_answer(status), 0, bytes.len()));
        }
        if wire.instead.is_some() {
            return wire.write_instead(context);
        }
        let poll = Pin::new(&mut wire.stream).poll_write(context, bytes);
        wire.moved(context, poll)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if let [one] = slices {
            return self.poll_write(context, one);
        }
        let wire = self.get_mut();
        let poll = Pin::new(&mut wire.stream).poll_write_vectored(context, slices);
        wire.moved(context, poll)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_head_without_a_body_of_ours_is_replaced() {
        let bare = "HTTP/1.1 414 URI Too Long\r\nconnection: close\r\ncontent-length: 0\r\ndate: x\r\n\r\n";
        assert_eq!(bare_status(bare.as_bytes()), Some(StatusCode::URI_TOO_LONG));
        for other in [
            "HTTP/1.1 200 OK\r\ncontent-length: 0\r\ndate: x\r\n\r\n",
            "HTTP/1.1 404 Not Found\r\ncontent-type: a\r\ncontent-length: 0\r\ndate: x\r\n\r\n",
            "HTTP/1.1 404 Not Found\r\ncontent-length: 12\r\ndate: x\r\n\r\n",
            "{\"status\": 404}",
        ] {
            assert_eq!(bare_status(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn the_bare_answer_is_a_problem_of_the_right_length() {
        let answer = bare_answer(StatusCode::SERVICE_UNAVAILABLE);
        let text = String::from_utf8(answer).expect("text");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
        assert!(head.contains(&format!("content-length: {}", body.len())));
        assert!(head.contains("retry-after: 1"));
        assert!(body.contains("\"code\":\"overloaded\""));
    }
}
