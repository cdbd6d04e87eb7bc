//! Time since the start, by the SysTick timer.

use core::sync::atomic::{AtomicU32, Ordering};
use core::time::Duration;

use cortex_m::peripheral::SYST;
use cortex_m::peripheral::syst::SystClkSource;
use cortex_m_rt::exception;
use smppkit::Instant;
use smppkit_firmware::settings::TICK;

/// Of this board.
const HERTZ: u32 = 25_000_000;
const TICKS_PER_SECOND: u32 = 1_000 / TICK.as_millis() as u32;

// Ticks, in two halves: a session wants a clock that does not start over after 497 days, and a Cortex-M has no atomics of
// 64 bits. Only the interrupt writes.
static LOW: AtomicU32 = AtomicU32::new(0);
static HIGH: AtomicU32 = AtomicU32::new(0);

pub fn start(timer: &mut SYST) {
    timer.set_clock_source(SystClkSource::Core);
    timer.set_reload(HERTZ / TICKS_PER_SECOND - 1);
    timer.clear_current();
    timer.enable_counter();
    timer.enable_interrupt();
}

#[exception]
fn SysTick() {
    let low = LOW.load(Ordering::Relaxed).wrapping_add(1);
    if low == 0 {
        HIGH.store(HIGH.load(Ordering::Relaxed).wrapping_add(1), Ordering::Release);
    }
    LOW.store(low, Ordering::Release);
}

pub fn now() -> Instant {
    loop {
        let high = HIGH.load(Ordering::Acquire);
        let low = LOW.load(Ordering::Acquire);
        // Unless the interrupt came in between, at the one moment in 497 days where it matters.
        if high == HIGH.load(Ordering::Acquire) {
            let ticks = u64::from(high) << 32 | u64::from(low);
            const NANOS: u64 = Duration::as_nanos(&TICK) as u64;
            return Instant::from_nanos(ticks.saturating_mul(NANOS));
        }
    }
}
