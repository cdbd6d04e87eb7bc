//! What becomes of a bug of ours where there is no operating system.

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    unsafe extern "C" {
        fn abort() -> !;
    }
    // SAFETY: C's own `abort`, which takes nothing and does not return.
    unsafe { abort() }
}
