//! Why a request was not answered: one form for the command line and for HTTP.

use serde::Serialize;
use utoipa::ToSchema;

use crate::lang::Lang;

/// Stable codes of refusals; part of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorCode {
    /// A value breaks its rule.
    InvalidInput,
    /// A field or parameter that does not exist.
    UnknownField,
    /// The body is not JSON of the expected form.
    MalformedBody,
    /// An industry code that the standard does not have.
    UnknownCode,
    /// All weights are zero.
    NoWeight,
    /// A cursor of another list or another generation.
    BadCursor,
    /// No park, result or group of that id.
    NotFound,
    /// No such path.
    NoRoute,
    /// The path exists, the method does not.
    MethodNotAllowed,
    /// The body is larger than the limit.
    TooLarge,
    /// The address is longer than the limit.
    UriTooLong,
    /// The body's media type is not understood.
    UnsupportedMediaType,
    /// The Host or Origin is not one of ours.
    ForbiddenOrigin,
    /// Only from loopback.
    LoopbackOnly,
    /// An answer of this route needs a key.
    KeyNeeded,
    /// The key is not known, revoked or expired.
    KeyRefused,
    /// The key does not allow this.
    NotPermitted,
    /// More requests than the key allows.
    RateLimited,
    /// Too many requests at once.
    Overloaded,
    /// It took longer than the limit.
    TimedOut,
    /// No generation is open.
    NotReady,
    /// Our fault.
    Internal,
}

impl ErrorCode {
    /// The code as text.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidInput => "invalid-input",
            Self::UnknownField => "unknown-field",
            Self::MalformedBody => "malformed-body",
            Self::UnknownCode => "unknown-code",
            Self::NoWeight => "no-weight",
            Self::BadCursor => "bad-cursor",
            Self::NotFound => "not-found",
            Self::NoRoute => "no-route",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::TooLarge => "too-large",
            Self::UriTooLong => "uri-too-long",
            Self::UnsupportedMediaType => "unsupported-media-type",
            Self::ForbiddenOrigin => "forbidden-origin",
            Self::LoopbackOnly => "loopback-only",
            Self::KeyNeeded => "key-needed",
            Self::KeyRefused => "key-refused",
            Self::NotPermitted => "not-permitted",
            Self::RateLimited => "rate-limited",
            Self::Overloaded => "overloaded",
            Self::TimedOut => "timed-out",
            Self::NotReady => "not-ready",
            Self::Internal => "internal",
        }
    }
}

/// What is wrong with one value of the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct InputError {
    /// JSON pointer of the value, or the name of a query parameter.
    pub pointer: String,
    /// The value that was found.
    pub found: String,
    /// The rule it breaks.
    pub rule: String,
    /// The way out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// A request that is not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// HTTP status.
    pub status: u16,
    /// Stable code.
    pub code: ErrorCode,
    /// One sentence for a person.
    pub detail: String,
    /// The values at fault.
    pub errors: Vec<InputError>,
}

impl Rejection {
    /// A refusal without a value at fault.
    pub fn new(status: u16, code: ErrorCode, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into(), errors: Vec::new() }
    }

    /// One value that breaks its rule: 400.
    pub fn invalid(
        pointer: impl Into<String>,
        found: impl Into<String>,
        rule: impl Into<String>,
        hint: Option<String>,
    ) -> Self {
        let (pointer, rule) = (pointer.into(), rule.into());
        Self {
            status: 400,
            code: ErrorCode::InvalidInput,
            detail: format!("{pointer}: {rule}"),
            errors: vec![InputError { pointer, found: found.into(), rule, hint }],
        }
    }

    /// No such park.
    pub fn no_park(id: &str, lang: Lang) -> Self {
        let shown: String = id.chars().take(64).collect();
        Self::new(
            404,
            ErrorCode::NotFound,
            lang.pick(
                format!("没有编号为 {shown} 的园区；/v1/search（命令行 search）可按名称查编号"),
                format!("no park has the id {shown}; /v1/search (on the command line: search) finds ids by name"),
            ),
        )
    }
}

impl std::fmt::Display for Rejection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // One value at fault says all that the sentence says, and what was found.
        if self.errors.len() != 1 {
            write!(f, "{}", self.detail)?;
        }
        for (at, e) in self.errors.iter().enumerate() {
            if at > 0 || self.errors.len() > 1 {
                writeln!(f)?;
            }
            write!(f, "{}: \"{}\": {}", e.pointer, e.found, e.rule)?;
            if let Some(hint) = &e.hint {
                write!(f, "\nhint: {hint}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Rejection {}
