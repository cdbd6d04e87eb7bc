//! `smppkit inspect`: the SMPP in a capture of network traffic.

mod brief;
mod capture;
mod connections;
mod file;
mod filter;
mod framer;
mod packet;
mod report;
mod requests;
mod round_trips;
mod session;
mod stream;
mod summary;
mod tally;
#[cfg(test)]
mod tests;
mod time;

use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::{process, thread};

use anstream::eprintln;
use smppkit::tlv::VendorTlv;
use smppkit::{CommandId, CommandStatus};

use crate::args::vendor_tlv;
use crate::exit::{Exit, Failure};
use crate::signals::ctrl_c;
use crate::stdout;
use crate::style::ERROR;
use capture::{Capture, Trouble};
use connections::Connections;
use filter::Filter;
use packet::Unwrapper;
use report::{Clock, Form, Report};
use summary::{Rest, Summary};

/// Show the SMPP traffic in captures of tcpdump or Wireshark
///
/// Puts the TCP connections in a capture together, also where segments came out of order, twice or not at all, and shows a line
/// for each PDU, then what each connection adds up to. Responses stand with the time that they took. Captures are pcap or
/// pcapng, packed by gzip or not; several are read one after another as one.
///
/// Without --port, every connection whose octets read as SMPP is shown. Where octets are missing in the capture it says how many,
/// and goes on at the next PDU. Passwords are shown as asterisks, also by --pdus and --json.
#[derive(clap::Args)]
#[command(after_long_help = "\
JSON:
  One object per PDU, as those of `smppkit decode --json` (without \"line\"), and in it:
    {\"event\": \"pdu\", \"time\", \"connection\", \"from\", \"to\", \"sender\", \"round_trip\", \"note\", …}
  \"time\" is in seconds since 1970, when the last octet of the PDU could be read; \"sender\" is esme,
  mc or null; \"round_trip\" is in seconds, in a response whose request was seen; \"note\" is
  answers_nothing, answers_another (command), number_in_use or null.
  \"event\": \"missing\" and \"skipped\" have \"octets\" that are not in the capture, or are no PDU,
  \"bad_length\" has a \"command_length\" that no PDU has, \"cut\" the header of a PDU whose rest is
  missing. At the end come one \"connection\" for each, with counts for the way from either of its
  \"ends\", and one \"summary\".

EXIT STATUS:
  0  it was read, and there is SMPP in it
  1  it ends within a packet, or there is no SMPP in it
  2  bad usage, no capture, or a damaged one (what is before the damage is shown)

  SIGINT (Ctrl-C) does not end it while it reads standard input: it ends when whoever writes the
  capture has ended, with the summary. A second one does, without.

EXAMPLES:
  smppkit inspect capture.pcapng
  smppkit inspect --summary --port 2775 capture.pcap.gz
  smppkit inspect --status ESME_RTHROTTLED --time absolute capture.pcap
  smppkit inspect --address 447700900123 --tree capture.pcap
  smppkit inspect --command bind_transceiver --pdus capture.pcap | smppkit decode
  tcpdump -U -w - port 2775 | smppkit inspect -")]
pub struct Args {
    /// Captures, or - for standard input
    #[arg(required = true)]
    file: Vec<PathBuf>,
    /// Take what is on this TCP port for SMPP, and nothing else; may be repeated
    #[arg(long)]
    port: Vec<u16>,
    /// Which time stands before a PDU
    #[arg(long, value_enum, default_value = "relative")]
    time: Clock,
    /// Show each PDU as a tree of all that is in it
    #[arg(long)]
    tree: bool,
    /// Write one JSON object per PDU, connection and capture
    #[arg(long, conflicts_with = "tree")]
    json: bool,
    /// Write the PDUs as lines of hex, which `smppkit decode` reads
    #[arg(long, conflicts_with_all = ["tree", "json"])]
    pdus: bool,
    /// Show only what each connection adds up to
    #[arg(long, conflicts_with_all = ["tree", "pdus"])]
    summary: bool,
    /// Only these PDUs (submit_sm), with their responses; may be repeated
    #[arg(long, value_name = "NAME", value_parser = command_id, help_heading = "Filters")]
    command: Vec<CommandId>,
    /// Only responses with this status (ESME_RTHROTTLED, 0x58), behind their requests; may be repeated
    #[arg(long, value_parser = command_status, help_heading = "Filters")]
    status: Vec<CommandStatus>,
    /// Only what is out of order: faulty PDUs, responses to nothing, numbers used twice, missing octets
    #[arg(long, help_heading = "Filters")]
    only_faults: bool,
    /// Only connections that bind with this system_id; may be repeated
    #[arg(long, value_name = "NAME", help_heading = "Filters")]
    system_id: Vec<String>,
    /// Only PDUs with this in an address, and their responses; may be repeated
    #[arg(long, value_name = "PART", help_heading = "Filters")]
    address: Vec<String>,
    /// Only the connection that is shown with this number; may be repeated
    #[arg(long, value_name = "NUMBER", help_heading = "Filters")]
    connection: Vec<u64>,
    /// What a vendor's TLV is: its kind is u8, u16, u32, cstring or octets; may be repeated
    #[arg(long, value_name = "TAG:NAME:KIND", value_parser = vendor_tlv)]
    vendor_tlv: Vec<VendorTlv<'static>>,
}

fn command_id(text: &str) -> Result<CommandId, String> {
    CommandId::from_name(text)
        .or_else(|| number(text).map(CommandId))
        .ok_or_else(|| format!("no PDU; `smppkit explain {text}` may help"))
}

fn command_status(text: &str) -> Result<CommandStatus, String> {
    CommandStatus::from_name(text)
        .or_else(|| number(text).map(CommandStatus))
        .ok_or_else(|| format!("no status; `smppkit explain {text}` may help"))
}

fn number(text: &str) -> Option<u32> {
    text.strip_prefix("0x").map_or_else(|| text.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())
}

impl Args {
    const fn form(&self) -> Form {
        match self {
            Self { summary: true, json: true, .. } => Form::SummaryAsJson,
            Self { summary: true, .. } => Form::Summary,
            Self { json: true, .. } => Form::Json,
            Self { tree: true, .. } => Form::Trees,
            Self { pdus: true, .. } => Form::Hex,
            _ => Form::Lines,
        }
    }

    fn filter(&self) -> Filter {
        Filter {
            commands: self.command.clone(),
            statuses: self.status.clone(),
            only_faults: self.only_faults,
            system_ids: self.system_id.clone(),
            addresses: self.address.clone(),
            connections: self.connection.clone(),
        }
    }
}

pub fn run(args: &Args) -> Result<Exit, Failure> {
    let mut report = Report {
        form: args.form(),
        clock: args.time,
        vendor: args.vendor_tlv.clone(),
        filter: args.filter(),
        out: stdout(),
        summary: Summary::default(),
        first: None,
        last: None,
    };
    if args.file.iter().any(|file| file.as_os_str() == "-") {
        outlive_writer().map_err(|error| Failure::Usage(error.to_string()))?;
    }
    let mut unwrapper = Unwrapper::default();
    let mut connections = Connections::new(args.port.clone());
    let mut troubles = vec![];
    for file in &args.file {
        if let Err(trouble) = read(file, &mut unwrapper, &mut connections, &mut report)? {
            troubles.push((file, trouble));
        }
    }
    connections.finish(&mut report)?;
    let packets = unwrapper.others.packets;
    let rest = Rest { others: unwrapper.finish(), not_smpp: connections.not_smpp };
    let found = report.summary.count;
    match report.form {
        Form::Json | Form::SummaryAsJson => report.summary.write_json(&mut report.out, &rest)?,
        Form::Hex => {}
        _ if packets == 0 => {}
        form => report.summary.write(&mut report.out, &rest, form == Form::Summary)?,
    }
    report.out.flush()?;
    // What is wrong with a file is told behind what is in it.
    for (file, trouble) in &troubles {
        let name = if file.as_os_str() == "-" { "standard input".into() } else { file.display().to_string() };
        eprintln!("{ERROR}error:{ERROR:#} {name} {trouble}");
    }
    if troubles.iter().any(|(_, trouble)| !matches!(trouble, Trouble::Ends { .. })) {
        return Ok(Exit::Unreadable);
    }
    if found == 0 {
        eprintln!("There is no SMPP in it, or none that these options let through.");
    }
    Ok(if found > 0 && troubles.is_empty() { Exit::Success } else { Exit::Negative })
}

/// Ctrl-C ends whoever writes the capture into the pipe, too; what was captured until then is to be summed up. A second one
/// ends this command.
fn outlive_writer() -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let interrupts = {
        let _within = runtime.enter();
        ctrl_c()
    };
    let mut interrupts = interrupts?;
    thread::spawn(move || {
        runtime.block_on(async {
            interrupts.recv().await;
            interrupts.recv().await;
        });
        // As a shell tells that SIGINT ended a command.
        process::exit(130)
    });
    Ok(())
}

/// Reads a capture to its end; the inner error says why not.
fn read(
    file: &Path,
    unwrapper: &mut Unwrapper,
    connections: &mut Connections,
    report: &mut Report,
) -> Result<Result<(), Trouble>, Failure> {
    if file.as_os_str() == "-" && io::stdin().is_terminal() {
        let example = "tcpdump -U -w - port 2775 | smppkit inspect -";
        return Err(Failure::Usage(format!("a terminal types no capture; try: {example}")));
    }
    let capture = file::open(file).map_err(Trouble::from).and_then(Capture::new);
    let mut capture = match capture {
        Ok(capture) => capture,
        Err(trouble) => return Ok(Err(trouble)),
    };
    loop {
        if capture.may_wait() {
            report.out.flush()?;
        }
        let packet = match capture.next() {
            Ok(Some(packet)) => packet,
            Ok(None) => return Ok(Ok(())),
            Err(trouble) => return Ok(Err(trouble)),
        };
        report.packet(packet.at);
        if let Some(segment) = unwrapper.segment(&packet) {
            connections.take(segment, packet.at, report)?;
        }
    }
}
