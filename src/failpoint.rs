//! Named points at which a test can end the process, as `kill -9` would, let it fail as on a full disk, or hold it:
//! `PINGLAN_FAIL_AT=name:n` aborts at the n-th pass, `name:n=full` fails there for want of room, `name:n=hold` waits there as long as the
//! file named by `PINGLAN_HOLD` exists.
//!
//! Only in builds with debug assertions; elsewhere every call compiles to nothing.

use std::io;

/// Ends the process here, or holds it, when `PINGLAN_FAIL_AT` asks for it.
#[inline]
pub fn reach(name: &str) {
    #[cfg(debug_assertions)]
    drop(armed::reach(name));
    #[cfg(not(debug_assertions))]
    let _ = name;
}

/// The same at a place that writes: it may also fail there as on a full disk.
///
/// # Errors
/// `StorageFull` when asked for.
#[inline]
pub fn fails(name: &str) -> io::Result<()> {
    #[cfg(debug_assertions)]
    return armed::reach(name);
    #[cfg(not(debug_assertions))]
    {
        let _ = name;
        Ok(())
    }
}

#[cfg(debug_assertions)]
mod armed {
    use std::{
        io,
        path::Path,
        sync::{
            LazyLock,
            atomic::{AtomicU64, Ordering},
        },
        thread,
        time::Duration,
    };

    enum Effect {
        Abort,
        Full,
        Hold,
    }

    static ARMED: LazyLock<Option<(String, u64, Effect)>> = LazyLock::new(|| {
        let setting = std::env::var("PINGLAN_FAIL_AT").ok()?;
        let (name, pass) = setting.rsplit_once(':')?;
        let (pass, effect) = match pass.split_once('=') {
            None => (pass, Effect::Abort),
            Some((pass, "full")) => (pass, Effect::Full),
            Some((pass, _)) => (pass, Effect::Hold),
        };
        Some((name.to_owned(), pass.parse().ok()?, effect))
    });
    static PASSES: AtomicU64 = AtomicU64::new(0);

    pub(super) fn reach(name: &str) -> io::Result<()> {
        let Some((armed, pass, effect)) = ARMED.as_ref() else { return Ok(()) };
        if armed != name || PASSES.fetch_add(1, Ordering::SeqCst) + 1 != *pass {
            return Ok(());
        }
        match effect {
            Effect::Abort => std::process::abort(),
            Effect::Full => Err(io::ErrorKind::StorageFull.into()),
            Effect::Hold => {
                let held = std::env::var("PINGLAN_HOLD").unwrap_or_default();
                while Path::new(&held).exists() {
                    thread::sleep(Duration::from_millis(5));
                }
                Ok(())
            }
        }
    }
}
