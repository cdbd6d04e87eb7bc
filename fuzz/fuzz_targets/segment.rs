#![no_main]

libfuzzer_sys::fuzz_target!(|input: smppkit_fuzz::segment::Input<'_>| smppkit_fuzz::segment::run(input));
