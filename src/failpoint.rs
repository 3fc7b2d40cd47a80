//! Named points at which a test can end the process, as `kill -9` would: `PINGLAN_FAIL_AT=name:n` aborts at the n-th pass.
//!
//! Only in builds with debug assertions; elsewhere every call compiles to nothing.

/// Ends the process here when `PINGLAN_FAIL_AT` asks for it.
#[inline]
pub fn reach(name: &str) {
    #[cfg(debug_assertions)]
    armed::reach(name);
    #[cfg(not(debug_assertions))]
    let _ = name;
}

#[cfg(debug_assertions)]
mod armed {
    use std::sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    };

    static ARMED: LazyLock<Option<(String, u64)>> = LazyLock::new(|| {
        let setting = std::env::var("PINGLAN_FAIL_AT").ok()?;
        let (name, pass) = setting.rsplit_once(':')?;
        Some((name.to_owned(), pass.parse().ok()?))
    });
    static PASSES: AtomicU64 = AtomicU64::new(0);

    pub(super) fn reach(name: &str) {
        let Some((armed, pass)) = ARMED.as_ref() else { return };
        if armed == name && PASSES.fetch_add(1, Ordering::SeqCst) + 1 == *pass {
            std::process::abort();
        }
    }
}
