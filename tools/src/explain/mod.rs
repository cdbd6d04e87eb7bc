//! `smppkit explain`: what a name or a number of SMPP means.

mod find;
mod json;
mod print;
mod words;

use std::io::Write as _;

use anstream::eprintln;
use serde_json::json;

use crate::exit::{Exit, Failure};
use crate::stdout;
use crate::style::{ERROR, NAME};

/// Explain a command, status, TLV, field, value or number
///
/// What is explained comes from the same tables as the codec, for SMPP 3.3, 3.4 and 5.0. A number can mean several
/// things: all of them are shown.
#[derive(clap::Args)]
#[command(after_long_help = "\
JSON:
  One object per thing: {\"query\", \"meanings\": [{\"kind\", \"name\", \"text\", …}], \"suggestions\": []}
  A \"kind\" is command, command_status, tlv, field, values or value.

EXIT STATUS:
  0  all were found
  1  some was not: names that are near are suggested
  2  bad usage

EXAMPLES:
  smppkit explain submit_sm
  smppkit explain 0x58
  smppkit explain ESME_RINVDSTADR receipted_message_id data_coding")]
pub struct Args {
    /// Names (submit_sm, ESME_RTHROTTLED, data_coding, UCS2) or numbers (0x58, 88)
    #[arg(required = true)]
    thing: Vec<String>,
    /// Write one JSON object per thing
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> Result<Exit, Failure> {
    let mut out = stdout();
    let mut exit = Exit::Success;
    for thing in &args.thing {
        let mut number = None;
        let mut meanings = find::by_name(thing);
        if meanings.is_empty() {
            number = find::number(thing);
            meanings = number.map(find::by_number).unwrap_or_default();
        }
        // Any octet means something in a field of bits.
        let found = !meanings.is_empty() || number.is_some_and(|number| number <= 0xFF);
        let suggestions = if found { Vec::new() } else { find::suggestions(thing) };
        if !found {
            exit = Exit::Negative;
        }
        if args.json {
            let meanings: Vec<_> = meanings.iter().map(json::meaning).collect();
            let object = json!({"query": thing, "meanings": meanings, "suggestions": suggestions});
            crate::json::write_line(&mut out, &object)?;
        } else if found {
            print::meanings(&mut out, &meanings, number)?;
        } else {
            out.flush()?;
            eprintln!("{ERROR}{thing:?} is nothing in SMPP.{ERROR:#}");
            if !suggestions.is_empty() {
                eprintln!("Did you mean {NAME}{}{NAME:#}?", suggestions.join(", "));
            }
        }
    }
    out.flush()?;
    Ok(exit)
}
