//! Who may ask: the Host must be a name of this machine, and a page that asks must be one of ours.
//!
//! With no key configured the service answers on loopback only. That alone does not keep a foreign web
//! page out: it can point a name of its own at 127.0.0.1 (so the Host is checked) or send requests
//! across (so the Origin is).

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, Version, header};

use super::problem::plain;
use super::wire::Peer;
use crate::rejection::{ErrorCode, Rejection};

/// Longest address with its parameters, in bytes.
pub(crate) const URI_BYTES_MAX: usize = 32 * 1024;

/// Whether the service may listen on an address; the refusal names the way out.
///
/// # Errors
/// An address that is not loopback while no key exists.
pub fn check_bind(address: SocketAddr, has_keys: bool) -> Result<(), String> {
    if has_keys || address.ip().to_canonical().is_loopback() {
        return Ok(());
    }
    Err(format!(
        "cannot listen on {address}: without a key the service answers on this machine only\n\
         hint: make a key with `parkwise key create`, or listen on 127.0.0.1:{}",
        address.port()
    ))
}

/// Refuses what must not be answered, whatever the path.
///
/// # Errors
/// 414, 400 for a missing Host, 421 for a foreign Host, 403 for a foreign Origin.
pub(crate) fn check(request: &Request) -> Result<(), Rejection> {
    let uri = request.uri();
    let uri_bytes = uri.path().len() + uri.query().map_or(0, |q| q.len() + 1);
    if uri_bytes > URI_BYTES_MAX {
        return Err(plain(StatusCode::URI_TOO_LONG, ErrorCode::UriTooLong));
    }
    // HTTP/1.1 demands a Host; a request made in process, as tests do, has no peer and may do without.
    let required = request.extensions().get::<ConnectInfo<Peer>>().is_some()
        && request.version() > Version::HTTP_10;
    let host = host(request.headers(), required)?;
    // An absolute address in the request line outranks the Host header, so both must be ours.
    for authority in host.iter().chain(uri.authority()) {
        if !is_ours(authority) {
            return Err(plain(StatusCode::MISDIRECTED_REQUEST, ErrorCode::ForbiddenOrigin));
        }
    }
    if request.headers().contains_key(header::ORIGIN)
        && !same_origin(request.headers(), host.as_ref())
    {
        return Err(plain(StatusCode::FORBIDDEN, ErrorCode::ForbiddenOrigin));
    }
    Ok(())
}

/// The one Host of a request.
fn host(headers: &HeaderMap, required: bool) -> Result<Option<Authority>, Rejection> {
    let mut all = headers.get_all(header::HOST).iter();
    let refused = || {
        Rejection::invalid(
            "Host",
            "",
            "exactly one Host header with a name and an optional port",
            None,
        )
    };
    let Some(first) = all.next() else {
        return if required { Err(refused()) } else { Ok(None) };
    };
    if all.next().is_some() {
        return Err(refused());
    }
    let authority: Option<Authority> = first.to_str().ok().and_then(|h| h.parse().ok());
    authority.map(Some).ok_or_else(refused)
}

/// Whether an authority names this machine.
fn is_ours(authority: &Authority) -> bool {
    if authority.as_str().contains('@') {
        return false;
    }
    let host = authority.host();
    let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
    host.eq_ignore_ascii_case("localhost")
        || bare.parse::<IpAddr>().is_ok_and(|ip| ip.to_canonical().is_loopback())
}

/// Whether the Origin is a page of this service: a name of this machine, on the port of the Host.
fn same_origin(headers: &HeaderMap, host: Option<&Authority>) -> bool {
    let mut all = headers.get_all(header::ORIGIN).iter();
    let (Some(one), None) = (all.next(), all.next()) else { return false };
    let Some(authority) = one
        .to_str()
        .ok()
        .and_then(|o| o.strip_prefix("http://"))
        .and_then(|a| a.parse::<Authority>().ok())
    else {
        return false;
    };
    let port = |a: &Authority| a.port_u16().unwrap_or(80);
    is_ours(&authority) && host.is_none_or(|h| port(h) == port(&authority))
}

/// Refuses a request that comes from another machine. A request made in process has no peer.
///
/// # Errors
/// 403 when the peer is not loopback.
pub(crate) fn loopback_only(peer: Option<&Peer>) -> Result<(), Rejection> {
    if peer.is_none_or(|p| p.0.ip().to_canonical().is_loopback()) {
        Ok(())
    } else {
        Err(plain(StatusCode::FORBIDDEN, ErrorCode::LoopbackOnly))
    }
}

/// Headers by which a proxy says that it asks for somebody else.
const FORWARDED: [&str; 5] =
    ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];

/// Refuses a request that a proxy on this machine passes on: its peer is loopback, who asks is not.
///
/// # Errors
/// 403 when a proxy says so.
pub(crate) fn not_forwarded(headers: &HeaderMap) -> Result<(), Rejection> {
    if FORWARDED.iter().any(|name| headers.contains_key(*name)) {
        Err(plain(StatusCode::FORBIDDEN, ErrorCode::LoopbackOnly))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn status(headers: &[(&str, &str)], uri: &str) -> u16 {
        let mut request = Request::builder().method("POST").uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).expect("a valid request");
        check(&request).map_or_else(|r| r.status, |()| 200)
    }

    #[test]
    fn only_names_of_this_machine_are_answered() {
        for (host, want) in [
            ("localhost", 200),
            ("LocalHost:8080", 200),
            ("127.0.0.1:9", 200),
            ("[::1]:8080", 200),
            ("evil.example", 421),
            ("localhost.evil.example", 421),
            ("127.0.0.1.nip.io", 421),
            ("a@localhost", 421),
            ("192.168.1.5:8080", 421),
            ("", 400),
            ("local host", 400),
        ] {
            assert_eq!(status(&[("host", host)], "/"), want, "{host}");
        }
        assert_eq!(status(&[("host", "localhost"), ("host", "evil.example")], "/"), 400);
        assert_eq!(status(&[("host", "localhost")], "http://evil.example/"), 421);
    }

    #[test]
    fn only_our_own_pages_may_ask() {
        let host = ("host", "127.0.0.1:8080");
        for (origin, want) in [
            ("http://127.0.0.1:8080", 200),
            ("http://localhost:8080", 200),
            ("http://localhost:3000", 403),
            ("https://evil.example", 403),
            ("http://evil.example:8080", 403),
            ("null", 403),
        ] {
            assert_eq!(status(&[host, ("origin", origin)], "/"), want, "{origin}");
        }
    }

    #[test]
    fn a_long_address_is_refused() {
        assert_eq!(status(&[], &format!("/?q={}", "a".repeat(URI_BYTES_MAX))), 414);
    }

    #[test]
    fn a_bind_to_the_world_needs_a_key() {
        let world: SocketAddr = "0.0.0.0:8080".parse().expect("an address");
        let why = check_bind(world, false).expect_err("no key");
        assert!(why.contains("parkwise key create"), "{why}");
        assert_eq!(check_bind(world, true), Ok(()));
        for ours in ["127.0.0.1:0", "[::1]:80", "[::ffff:127.0.0.1]:80"] {
            assert_eq!(check_bind(ours.parse().expect("an address"), false), Ok(()));
        }
    }
}
