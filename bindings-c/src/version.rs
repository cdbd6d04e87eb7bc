//! Which library it is that runs.

use core::ffi::c_char;

/// The number of the interface. It changes when what was compiled against an older header no longer runs with the library.
pub const SMPPKIT_ABI: u32 = 1;

/// The version of the library that runs, such as "0.1.0"; the header's is `SMPPKIT_VERSION`. The string is static.
#[unsafe(no_mangle)]
pub extern "C" fn smppkit_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}

/// The number of the interface that the library has which runs. It must be `SMPPKIT_ABI`, the header's, and is unless a
/// program runs with another library than it was compiled for.
#[unsafe(no_mangle)]
pub extern "C" fn smppkit_abi() -> u32 {
    SMPPKIT_ABI
}
