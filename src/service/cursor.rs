//! Cursors and the snapshots they are pinned to.
//!
//! A cursor names a snapshot of this process, the request it belongs to and the place after which the next page begins. Only snapshots
//! for which a cursor was issued are kept, at most [`KEPT`], for [`IDLE`] after their last use.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, LazyLock, Mutex, PoisonError},
    time::{Duration, Instant},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::SearchRequest;
use crate::{
    domain::calendar::Day,
    engine::{Place, Snapshot},
    error::{Code, Coded, Wording},
};

/// Snapshots kept for paging at most.
const KEPT: usize = 64;
/// How long an unused one is kept.
const IDLE: Duration = Duration::from_secs(300);

/// A cursor that cannot be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CursorError {
    /// Not a cursor of this service, or of another request.
    #[error("the cursor does not belong to this request")]
    Foreign,
    /// Its snapshot is no longer kept.
    #[error("the cursor's snapshot is no longer kept")]
    Expired,
}

impl Coded for CursorError {
    fn code(&self) -> Code {
        match self {
            Self::Foreign => Code::InvalidCursor,
            Self::Expired => Code::CursorExpired,
        }
    }

    fn hint(&self) -> Option<Wording> {
        Some(match self {
            Self::Foreign => Wording::new(
                "翻页时请求的其他内容必须保持不变",
                "Keep the rest of the request as it was when the cursor was given",
            ),
            Self::Expired => Wording::new("从第一页重新开始", "Begin again at the first page"),
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Token {
    /// Run of the process.
    run: u64,
    generation: String,
    snapshot: u64,
    /// Hash of what must stay the same from page to page, and of the rest of the token.
    request: u64,
    rank: u64,
    number: u32,
    /// The day from which the request's relative times were counted.
    today: i32,
}

impl Token {
    /// Reads a token; its contents are checked against the request by [`fingerprint`].
    fn parse(cursor: &str) -> Result<Self, CursorError> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| CursorError::Foreign)?;
        let token: Self = serde_json::from_slice(&bytes).map_err(|_| CursorError::Foreign)?;
        if DAYS.contains(&token.today) { Ok(token) } else { Err(CursorError::Foreign) }
    }

    const fn place(&self) -> Place {
        Place { rank: self.rank, number: self.number }
    }
}

/// Days that a clock can show, the years 0 to 9998: calendars reckon with nothing beyond.
const DAYS: std::ops::Range<i32> = -719_528..2_932_532;

/// The day from which relative times of a request with this cursor are counted.
///
/// # Errors
/// When it is no cursor of this service.
pub(super) fn day_of(cursor: &str) -> Result<Day, CursorError> {
    Token::parse(cursor).map(|token| Day(token.today))
}

/// Tells runs of the process apart: snapshot ids begin anew in each.
static RUN: LazyLock<u64> = LazyLock::new(rand::random);

/// Snapshots kept for cursors.
#[derive(Default)]
pub(super) struct Pins(Mutex<Vec<(Arc<Snapshot>, Instant)>>);

impl Pins {
    /// A cursor to continue `request` in `snapshot` after `place`; the snapshot is kept from now on.
    pub(super) fn issue(&self, snapshot: &Arc<Snapshot>, request: &SearchRequest, place: Place) -> String {
        self.renew(snapshot);
        let mut token = Token {
            run: *RUN,
            generation: snapshot.generation().to_owned(),
            snapshot: snapshot.id(),
            request: 0,
            rank: place.rank,
            number: place.number,
            today: request.today.0,
        };
        token.request = fingerprint(request, &token);
        // Serialising numbers and a string into a vector cannot fail.
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&token).unwrap_or_default())
    }

    /// The snapshot and place of a cursor, kept for another while.
    pub(super) fn follow(&self, cursor: &str, request: &SearchRequest) -> Result<(Arc<Snapshot>, Place), CursorError> {
        let token = Token::parse(cursor)?;
        if token.request != fingerprint(request, &token) {
            return Err(CursorError::Foreign);
        }
        let place = token.place();
        if token.run != *RUN {
            return Err(CursorError::Expired);
        }
        let pinned = {
            let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let mut fresh = kept.iter().filter(|(_, used)| used.elapsed() < IDLE);
            fresh
                .find(|(s, _)| s.id() == token.snapshot && s.generation() == token.generation)
                .map(|(s, _)| Arc::clone(s))
        };
        let snapshot = pinned.ok_or(CursorError::Expired)?;
        self.renew(&snapshot);
        Ok((snapshot, place))
    }

    /// Keeps a snapshot as used now.
    pub(super) fn renew(&self, snapshot: &Arc<Snapshot>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(other, used)| !Arc::ptr_eq(other, snapshot) && used.elapsed() < IDLE);
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push((Arc::clone(snapshot), Instant::now()));
    }

    /// How many snapshots are kept.
    pub(super) fn len(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

/// What must stay the same from page to page: the slice, how its query is widened, the order, the day; and the token's own contents, so that
/// a token of which a part was changed is told from one that was given out.
fn fingerprint(request: &SearchRequest, token: &Token) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&request.slice, request.widening, request.sort, request.today).hash(&mut hasher);
    (token.run, &token.generation, token.snapshot, token.rank, token.number, token.today).hash(&mut hasher);
    hasher.finish()
}
