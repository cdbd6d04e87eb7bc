#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| smppkit_fuzz::differential::run(octets));
