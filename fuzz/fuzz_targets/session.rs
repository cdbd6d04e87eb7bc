#![no_main]

libfuzzer_sys::fuzz_target!(|input: smppkit_fuzz::session::Input| smppkit_fuzz::session::run(input));
