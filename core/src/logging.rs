//! One macro for the crates `log` and `defmt`; it does nothing without them.
//!
//! What is logged names PDUs, numbers and statuses: never what is in a field, which may be a text, an address or a
//! password.

/// `note!(warn, "format", arguments …)`: the arguments implement `Display` and `defmt::Format`.
macro_rules! note {
    ($level:ident, $($argument:expr),+) => {{
        #[cfg(feature = "log")]
        log::$level!($($argument),+);
        #[cfg(feature = "defmt")]
        defmt::$level!($($argument),+);
        #[cfg(not(any(feature = "log", feature = "defmt")))]
        let _ = ($(&$argument),+);
    }};
}
pub(crate) use note;
