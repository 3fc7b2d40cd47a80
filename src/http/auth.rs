//! Who asks, and whether they may: the one place that reads `Authorization`.
//!
//! Without keys a service on loopback is open (local mode). As soon as there is one, every route that has a role asks for it; what is
//! presented is always checked, also in local mode. Invariant: a right comes from a role, and a role from a valid key, from the one-run
//! token of a command on this machine, or from local mode.

use std::{
    net::IpAddr,
    sync::{Arc, atomic::Ordering},
    time::Instant,
};

use actix_web::{HttpRequest, http::header};

use super::{
    Shared,
    problem::{Fault, Problem},
};
use crate::{
    clock,
    domain::access::Role,
    error::{Code, Wording},
    limits,
    service::{HeldKey, key_hash},
};

/// Who asks.
pub(crate) enum Caller {
    /// Anyone on this machine: there are no keys.
    Local,
    /// A command that found this server's token.
    Command,
    /// The bearer of a key.
    Key(Arc<HeldKey>),
}

impl Caller {
    pub(crate) fn role(&self) -> Role {
        match self {
            Self::Local | Self::Command => Role::Admin,
            Self::Key(held) => held.key.role,
        }
    }
}

impl Shared {
    /// Whether requests need a key.
    pub(crate) fn needs_key(&self) -> bool {
        // Who listens to other machines stays closed when its last key is revoked.
        self.exposed || self.service.keys.is_needed()
    }

    pub(super) fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Acquire)
    }
}

/// Who asks; `None` when a key is needed and none is presented.
///
/// # Errors
/// `unauthorized` for what is presented and opens nothing, `too_many_requests`.
pub(crate) fn identify(shared: &Shared, request: &HttpRequest) -> Result<Option<Caller>, Problem> {
    let secret = match bearer(request) {
        Ok(None) => return Ok((!shared.needs_key()).then_some(Caller::Local)),
        Ok(Some(secret)) => secret,
        Err(detail) => return Err(wrong(shared, request, detail)),
    };
    let hash = key_hash(secret);
    let on_this_machine = peer(request).is_some_and(|ip| ip.is_loopback());
    if hash == shared.token && on_this_machine {
        return Ok(Some(Caller::Command));
    }
    let now = clock::unix_now_s();
    let Some(held) = shared.service.keys.find(hash) else {
        return Err(wrong(shared, request, ("没有这个密钥", "there is no such key").into()));
    };
    if !held.key.is_valid(now) {
        let detail = if held.key.revoked_unix_s.is_some() {
            ("密钥已撤销", "the key is revoked")
        } else {
            ("密钥已过期", "the key has expired")
        };
        return Err(wrong(shared, request, detail.into()));
    }
    held.count(shared.service.config.rate_limit_per_minute, now)
        .map_err(|wait_s| too_many(wait_s, ("这个密钥的请求过于频繁", "this key sends too many requests").into()))?;
    Ok(Some(Caller::Key(held)))
}

/// Lets a request pass that has a role, or says why not.
///
/// # Errors
/// As [`identify`]; `unauthorized` without a key, `forbidden` with too low a role.
pub(super) fn require(shared: &Shared, request: &HttpRequest, role: Role) -> Result<(), Problem> {
    let Some(caller) = identify(shared, request)? else {
        return Err(unauthorized(("请求没有带密钥", "the request carries no key").into()));
    };
    if caller.role() >= role {
        return Ok(());
    }
    let (has, needs) = (caller.role().name(), role.name());
    let detail =
        (format!("此操作需要 {needs} 权限，密钥为 {has}"), format!("this needs the role {needs}, the key has {has}"));
    let fault = Fault::new(Code::Forbidden, detail);
    Err(fault.hint("请使用权限更高的密钥", "Use a key with a higher role").into())
}

/// What stands after `Bearer` in the one `Authorization` header.
fn bearer(request: &HttpRequest) -> Result<Option<&[u8]>, Wording> {
    let mut headers = request.headers().get_all(header::AUTHORIZATION);
    let Some(value) = headers.next() else { return Ok(None) };
    if headers.next().is_some() {
        return Err(("Authorization 请求头只能有一个", "there must be one Authorization header").into());
    }
    if value.len() > limits::AUTHORIZATION_BYTES {
        return Err(("Authorization 请求头过长", "the Authorization header is too long").into());
    }
    let form = || Wording::from(("请写成 Authorization: Bearer 密钥", "the form is Authorization: Bearer KEY"));
    // Only visible ASCII passes: a key has nothing else.
    let text = value.to_str().map_err(|_| form())?;
    let (scheme, secret) = text.split_once(' ').ok_or_else(form)?;
    if !scheme.eq_ignore_ascii_case("bearer") || secret.trim().is_empty() {
        return Err(form());
    }
    Ok(Some(secret.trim().as_bytes()))
}

fn peer(request: &HttpRequest) -> Option<IpAddr> {
    Some(request.peer_addr()?.ip().to_canonical())
}

/// A key that opens nothing. An address that sends many is told to wait; it slows a broken program down and keeps the log short, while
/// valid keys from there still pass, so that nobody behind a shared address can lock the others out. Guessing is hopeless at any speed.
fn wrong(shared: &Shared, request: &HttpRequest, detail: Wording) -> Problem {
    let noted = peer(request).map_or(Ok(()), |address| shared.wrong_keys.note(address, Instant::now()));
    match noted {
        Ok(()) => unauthorized(detail),
        Err(wait_s) => {
            too_many(wait_s, ("这个地址多次使用无效密钥", "too many wrong keys came from this address").into())
        }
    }
}

fn unauthorized(detail: Wording) -> Problem {
    let fault = Fault::new(Code::Unauthorized, detail);
    fault
        .hint(
            "请求头加上 Authorization: Bearer 密钥；新密钥用 pinglan keys add 生成",
            "Send Authorization: Bearer KEY; `pinglan keys add` makes a key",
        )
        .into()
}

fn too_many(wait_s: u32, detail: Wording) -> Problem {
    let mut fault = Fault::new(Code::TooManyRequests, detail);
    fault.retry_after_s = Some(wait_s);
    fault.hint(format!("请在 {wait_s} 秒后重试"), format!("Try again in {wait_s} s")).into()
}
