#![no_main]

libfuzzer_sys::fuzz_target!(|input: smppkit_fuzz::c_api::Input| smppkit_fuzz::c_api::run(input));
