#![no_main]

libfuzzer_sys::fuzz_target!(|input: smppkit_fuzz::encode::Input<'_>| smppkit_fuzz::encode::run(input));
