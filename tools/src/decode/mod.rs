//! `smppkit decode`: PDUs in hex, made readable.

mod line;

use std::fs::File;
use std::io::{self, IsTerminal as _, Read, Write as _};
use std::path::PathBuf;

use anstream::eprintln;
use serde_json::{Value, json};
use smppkit::decode;
use smppkit::message::receipt::{Receipt, Report};
use smppkit::tlv::VendorTlv;

use crate::args::vendor_tlv;
use crate::exit::{Exit, Failure};
use crate::meaning::{self, Meaning};
use crate::style::{ERROR, HINT, NAME};
use crate::{Out, json, stdout, tree};
use line::{Line, Lines, MAX_LINE};

/// Show PDUs that are given as lines of hex
///
/// Each line is a PDU in hex. Spaces between the digits and a label behind them are allowed; blank lines and those that
/// begin with # are skipped. Several PDUs in one line, with nothing between them, are shown one by one.
///
/// Whatever is a PDU by its command_length is shown, and what is wrong in it is listed.
#[derive(clap::Args)]
#[command(after_long_help = "\
JSON:
  One object per PDU:
    {\"ok\": true, \"command\", \"command_id\", \"command_status\", \"sequence_number\", \"fields\": {…},
     \"tlvs\": [{\"tag\", \"name\", \"value\", \"hex\"}], \"faults\": [{\"field\", \"offset\", \"reason\", \"status\"}],
     \"reencoded\", \"line\"}
  C-octet strings are strings with a character for each octet, octet strings are hex. What a TLV's
  definition does not describe is hex too. \"command\" is null where no version of SMPP has the
  command. \"rest\" is there when octets are left that are neither field nor TLV.
  Where there is a message:
    \"message\": {\"text\", \"alphabet\", \"why\", \"reference\", \"total\", \"number\"}
  \"text\" is null and \"why\" there if it cannot be read. data_coding 0 is taken for gsm7; \"alphabet\"
  is null for a receipt, which is read by its octets. The last three are there for a part of a
  longer message. In deliver_sm and data_sm, for a receipt or an intermediate notification:
    \"receipt\": {\"id\", \"sub\", \"dlvrd\", \"submit_date\", \"done_date\", \"stat\", \"err\", \"text\",
     \"submitted\", \"done\", \"message_state\", \"receipted_message_id\", \"network_error_code\",
     \"ids_differ\", \"states_differ\", \"conflicting\", \"ambiguous\", \"kind\", \"evidence\"}
  \"id\" to \"text\" are as they stand in the text, null where missing. \"submitted\" and \"done\" are the
  dates in ISO 8601, null where they are none or can be read in two ways. \"evidence\" is what it was
  recognised by: esm_class, tlvs, or text, which anybody can write.
  A line that is no PDU: {\"ok\": false, \"reason\", \"line\"}
  With --receipt: {\"ok\": true, \"receipt\": {…}, \"line\"}, without \"kind\" and \"evidence\"

EXIT STATUS:
  0  every line was a PDU, or several; with --receipt: a receipt
  1  some line was none
  2  bad usage, or the input cannot be read

EXAMPLES:
  echo 00000010000000150000000000000001 | smppkit decode
  smppkit decode --vendor-tlv 0x1400:pe_id:cstring capture.txt
  smppkit decode --json capture.txt | jq -r 'select(.command_status != 0) | .command'
  grep stat: bearerbox.log | smppkit decode --receipt --json
  tshark -r trace.pcap -Y smpp -T fields -e tcp.payload | smppkit decode")]
pub struct Args {
    /// File to read; standard input if it is - or left out
    #[arg(default_value = "-", hide_default_value = true)]
    file: PathBuf,
    /// Write one JSON object per PDU, in a line of its own
    #[arg(long)]
    json: bool,
    /// Read the lines as texts of receipts, not as hex
    #[arg(long, conflicts_with = "vendor_tlv")]
    receipt: bool,
    /// What a vendor's TLV is: its kind is u8, u16, u32, cstring or octets; may be repeated
    #[arg(long, value_name = "TAG:NAME:KIND", value_parser = vendor_tlv)]
    vendor_tlv: Vec<VendorTlv<'static>>,
}

pub fn run(args: &Args) -> Result<Exit, Failure> {
    let mut out = stdout();
    let cannot_read = |error| Failure::Usage(format!("cannot read {}: {error}", args.file.display()));
    if args.file.as_os_str() == "-" {
        if io::stdin().is_terminal() {
            let what = if args.receipt { "receipts" } else { "PDUs in hex" };
            eprintln!("{HINT}Type {what}, a line each; Ctrl-D ends.{HINT:#}");
        }
        return show(io::stdin().lock(), args, &mut out, cannot_read);
    }
    let file = File::open(&args.file).map_err(|error| match args.file.to_str() {
        // Who has one PDU tries that first.
        Some(hex) if error.kind() == io::ErrorKind::NotFound && is_hex(hex) => Failure::Usage(format!(
            "there is no file of this name; octets go to standard input: echo {hex} | smppkit decode"
        )),
        _ => cannot_read(error),
    })?;
    show(file, args, &mut out, cannot_read)
}

/// Whether it can be meant as the octets of a PDU.
fn is_hex(text: &str) -> bool {
    text.len() >= 8 && text.bytes().all(|octet| octet.is_ascii_hexdigit() || octet == b' ')
}

fn show<R: Read>(
    input: R,
    args: &Args,
    out: &mut Out,
    cannot_read: impl Fn(io::Error) -> Failure,
) -> Result<Exit, Failure> {
    let mut lines = Lines::new(input);
    let mut exit = Exit::Success;
    loop {
        if lines.may_wait() {
            out.flush()?;
        }
        let number = lines.number() + 1;
        let Some(line) = lines.next().map_err(&cannot_read)? else { break };
        let result = match line {
            Line::Whole(line) if args.receipt => show_receipt(line, number, args.json, out)?,
            Line::Whole(line) => show_line(line, number, args, out)?,
            Line::TooLong => Err(format!("the line is longer than {MAX_LINE} octets")),
        };
        let Err(reason) = result else { continue };
        exit = Exit::Negative;
        if args.json {
            json::write_line(out, &json!({"ok": false, "reason": reason, "line": number}))?;
        } else {
            let what = if args.receipt { "receipt" } else { "PDU" };
            writeln!(out, "{ERROR}line {number} is no {what}:{ERROR:#} {reason}\n")?;
        }
    }
    out.flush()?;
    Ok(exit)
}

fn show_line(line: &[u8], number: u64, args: &Args, out: &mut Out) -> io::Result<Result<(), String>> {
    let dump = match line::parse(line) {
        Ok(Some(dump)) => dump,
        Ok(None) => return Ok(Ok(())),
        Err(reason) => return Ok(Err(reason)),
    };
    let frames = match line::frames(&dump.octets) {
        Ok(frames) => frames,
        Err(error) => return Ok(Err(error.to_string())),
    };
    for frame in frames {
        let decoded = match decode(frame) {
            Ok(decoded) => decoded,
            Err(error) => return Ok(Err(error.to_string())),
        };
        let mut scratch = vec![0; 2 * frame.len()];
        let meaning = Meaning::of(&decoded.pdu, &mut scratch);
        if args.json {
            let mut object = json::decoded(&decoded, &args.vendor_tlv);
            if let Some(meaning) = meaning {
                meaning.add_to(&mut object);
            }
            object.insert("line".into(), number.into());
            json::write_line(out, &Value::Object(object))?;
        } else {
            tree::write(out, &decoded, meaning.as_ref(), &args.vendor_tlv, dump.label)?;
        }
    }
    Ok(Ok(()))
}

/// A line that is the text of a receipt, perhaps with something before it.
fn show_receipt(line: &[u8], number: u64, json: bool, out: &mut Out) -> io::Result<Result<(), String>> {
    if line.is_empty() || line.starts_with(b"#") {
        return Ok(Ok(()));
    }
    let text = Receipt::parse(line);
    if text == Receipt::default() {
        return Ok(Err("it has no field of a receipt".into()));
    }
    let report = Report { text, ..Report::default() };
    if json {
        json::write_line(out, &json!({"ok": true, "receipt": meaning::report(&report), "line": number}))?;
    } else {
        writeln!(out, "{NAME}receipt{NAME:#} {}", meaning::in_words(&report))?;
    }
    Ok(Ok(()))
}
