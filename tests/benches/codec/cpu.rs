//! CPU time, which other programs on the machine do not lengthen as they do the time of the clock.

use rustix::time::{ClockId, clock_gettime};

/// CPU time of this thread.
#[allow(clippy::cast_precision_loss)] // After a hundred days of it.
pub fn cpu_seconds() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}
