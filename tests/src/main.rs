//! Replays transcripts: `cargo run -p smppkit-conformance -- FILE…`. See `smppkit_conformance::transcript` for the format.

use std::process::ExitCode;

use smppkit_conformance::transcript::replay;

fn main() -> ExitCode {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() {
        eprintln!("usage: smppkit-conformance FILE.smpp …");
        return ExitCode::from(2);
    }
    let mut failed = false;
    for file in files {
        let told = std::fs::read_to_string(&file)
            .map_err(|error| error.to_string())
            .and_then(|text| replay(&text).map_err(|difference| difference.to_string()));
        match told {
            Ok(replayed) => println!("{file}: {} lines as they say", replayed.checked),
            Err(what) => {
                println!("{file}: {what}");
                failed = true;
            }
        }
    }
    ExitCode::from(u8::from(failed))
}
