#![no_main]

libfuzzer_sys::fuzz_target!(|input: smppkit_fuzz::reassembly::Input| smppkit_fuzz::reassembly::run(input));
