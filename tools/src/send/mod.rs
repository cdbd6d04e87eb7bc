//! `smppkit send`: one message or many to any message centre.

pub mod courier;
mod pace;
mod report;
pub mod template;
pub mod text;

use std::fs;
use std::num::{NonZeroU16, NonZeroU32};
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use smppkit::values::{DataCoding, EsmClass, Npi, PriorityFlag, ProtocolId, RegisteredDelivery, Ton};
use smppkit_tokio::{BindKind, Client};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::sync::mpsc::Receiver;

use crate::args::{Address, Bind, ClientTlsArgs, OwnedTlv, Version, duration, hex, octet, split_address};
use crate::exit::{Exit, Failure};
use crate::log::{Form, Log};
use courier::{Courier, Manner, News, Parcel};
use report::Report;
use template::Template;
use text::{AlphabetChoice, Content, Long};

/// Send messages to a message centre, and wait for what becomes of them
///
/// An address is written as it is, or as TON/NPI:ADDRESS. From its look 447700900123 and +447700900123 are taken for
/// international numbers (1/1), MyShop for alphanumeric (5/0), and 12345 for a short code (0/0).
///
/// A TLV is written as TAG=VALUE. TAG is a name or a number, VALUE what the TLV's definition wants, or octets after
/// hex:, text:, string: (with a NUL at the end), u8:, u16: or u32:.
#[derive(clap::Args)]
#[command(after_long_help = "\
JSON:
  One object per piece of news: {\"event\": \"accepted\" | \"refused\" | \"failed\" | \"ended\", \"message\", \"to\",
  \"part\", \"parts\", …} with \"message_id\", \"command_status\", \"status\", \"state\", \"error\" and \"seconds\" where they
  are known; then {\"event\": \"summary\", \"accepted\", \"refused\", \"failed\", \"delivered\", \"undelivered\",
  \"seconds\"}.

EXIT STATUS:
  0  every message was accepted and, with --receipt, delivered
  1  some message was not, or it was interrupted before that was known
  2  bad usage
  3  no connection, the bind was refused, or the connection broke

EXAMPLES:
  smppkit send --account app:secret --to 447700900123 'Hello, world'
  smppkit send --server smsc.example:3550 --tls --account app --password-file pw --from MyShop \\
      --to 447700900123 --receipt 'Your order is on its way'
  smppkit send --account app:secret --to 447700900123 --tlv user_message_reference=7 --tlv 0x1400=hex:3131 'Hi'
  printf '447700900123:one\\n447700900124:two\\n' | smppkit send --account app:secret -
  smppkit send --account app:secret --to 447700900123 --count 10000 --rate 500 --window 50 'again'")]
pub struct Args {
    /// The text; - reads a text from each line of standard input, or TO:TEXT if there is no --to
    #[arg(required_unless_present = "hex", conflicts_with = "hex")]
    text: Option<String>,
    /// Where to. Can be given several times
    #[arg(long, value_name = "ADDRESS")]
    to: Vec<Address>,
    /// Who sends it
    #[arg(long, value_name = "ADDRESS")]
    from: Option<Address>,
    /// The message centre
    #[arg(long, short, value_name = "HOST:PORT", default_value = "127.0.0.1:2775")]
    server: String,
    /// Who binds
    #[arg(long, short, value_name = "SYSTEM_ID[:PASSWORD]")]
    account: String,
    /// The first line of this file is the password: unlike an argument, nobody else on the machine can see it
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Ask for receipts and wait for them
    #[arg(long, short)]
    receipt: bool,
    /// How long to wait for receipts, once all messages are accepted
    #[arg(long, value_name = "TIME", default_value = "1m", value_parser = duration)]
    wait: Duration,
    /// Show each PDU that passes
    #[arg(long, short)]
    verbose: bool,
    /// Write one JSON object per piece of news
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    session: SessionArgs,
    #[command(flatten)]
    message: MessageArgs,
    #[command(flatten)]
    tls: ClientTlsArgs,
}

#[derive(clap::Args)]
#[command(next_help_heading = "Session")]
struct SessionArgs {
    /// How to bind; by default as transceiver, or as transmitter if no receipts are waited for
    #[arg(long, value_name = "KIND")]
    bind: Option<Bind>,
    /// The version to speak
    #[arg(long, value_name = "VERSION", default_value = "3.4")]
    smpp: Version,
    /// The kind of application, for message centres that want to know it
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    system_type: String,
    /// The addresses that this application serves
    #[arg(long, value_name = "PATTERN", default_value = "", hide_default_value = true)]
    address_range: String,
    /// How many messages may be unanswered at once
    #[arg(long, value_name = "NUMBER", default_value = "16")]
    window: NonZeroU16,
    /// How many messages per second to send at most
    #[arg(long, value_name = "NUMBER")]
    rate: Option<NonZeroU32>,
    /// How often to send a message again that was refused for the moment, such as with ESME_RTHROTTLED; after one second,
    /// then two, then four …
    #[arg(long, value_name = "NUMBER", default_value = "3")]
    retries: u32,
    /// How long to wait for a connection, and for each response
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = duration)]
    timeout: Duration,
}

#[derive(clap::Args)]
#[command(next_help_heading = "Message")]
struct MessageArgs {
    /// Octets instead of a text
    #[arg(long, value_name = "HEX", value_parser = hex_octets)]
    hex: Option<HexOctets>,
    /// Send each message so many times
    #[arg(long, value_name = "NUMBER", default_value = "1")]
    count: u64,
    /// In which alphabet
    #[arg(long, value_name = "ALPHABET", default_value = "auto")]
    alphabet: AlphabetChoice,
    /// What ties the parts of a long message together
    #[arg(long, value_name = "HOW", default_value = "udh")]
    long: Long,
    /// data_coding, by name or number, instead of the one that goes with the alphabet
    #[arg(long, value_name = "VALUE", value_parser = octet::<DataCoding>)]
    data_coding: Option<DataCoding>,
    /// registered_delivery; --receipt sets 1
    #[arg(long, value_name = "VALUE", value_parser = octet::<RegisteredDelivery>)]
    registered_delivery: Option<RegisteredDelivery>,
    /// Type of number of the sender
    #[arg(long, value_name = "TON", value_parser = octet::<Ton>)]
    source_ton: Option<Ton>,
    /// Numbering plan of the sender
    #[arg(long, value_name = "NPI", value_parser = octet::<Npi>)]
    source_npi: Option<Npi>,
    /// Type of number of the recipients
    #[arg(long, value_name = "TON", value_parser = octet::<Ton>)]
    dest_ton: Option<Ton>,
    /// Numbering plan of the recipients
    #[arg(long, value_name = "NPI", value_parser = octet::<Npi>)]
    dest_npi: Option<Npi>,
    /// A TLV. Can be given several times
    #[arg(long, value_name = "TAG=VALUE")]
    tlv: Vec<OwnedTlv>,
    /// service_type
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    service_type: String,
    /// esm_class, to which what the text needs is added
    #[arg(long, value_name = "VALUE", value_parser = octet::<EsmClass>)]
    esm_class: Option<EsmClass>,
    /// protocol_id
    #[arg(long, value_name = "VALUE", value_parser = octet::<ProtocolId>)]
    protocol_id: Option<ProtocolId>,
    /// priority_flag
    #[arg(long, value_name = "VALUE", value_parser = octet::<PriorityFlag>)]
    priority: Option<PriorityFlag>,
    /// schedule_delivery_time, as on the wire: YYMMDDhhmmsstnnp
    #[arg(long, value_name = "TIME", default_value = "", hide_default_value = true)]
    schedule: String,
    /// validity_period, as on the wire
    #[arg(long, value_name = "TIME", default_value = "", hide_default_value = true)]
    validity: String,
    /// Replace a message between the same addresses that is still waiting
    #[arg(long)]
    replace_if_present: bool,
    /// sm_default_msg_id
    #[arg(long, value_name = "NUMBER", default_value_t = 0, hide_default_value = true)]
    default_msg_id: u8,
}

/// Without this clap would take a `Vec` for an argument that can be given several times.
#[derive(Clone, Debug)]
struct HexOctets(Vec<u8>);

fn hex_octets(text: &str) -> Result<HexOctets, String> {
    hex(text).map(HexOctets)
}

pub fn run(args: &Args) -> Result<Exit, Failure> {
    let from_stdin = args.text.as_deref() == Some("-");
    if args.to.is_empty() && !from_stdin {
        return Err(Failure::Usage("whom to? Give --to ADDRESS".into()));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::Usage(error.to_string()))?;
    let (log, printer) = Log::start(if args.json { Form::Json } else { Form::Lines }, None);
    let result = runtime.block_on(send(args, &log));
    // A thread that waits for standard input must not keep the command from ending.
    runtime.shutdown_background();
    drop(log);
    printer.finish();
    result
}

async fn send(args: &Args, log: &Log) -> Result<Exit, Failure> {
    let client = client(args, log)?;
    let (link, incoming) = client.connect().await.map_err(|error| Failure::Connection(error.to_string()))?;
    let manner = Manner {
        messages_per_second: args.session.rate.map(NonZeroU32::get),
        retries: args.session.retries,
        receipts: args.receipt,
    };
    let (courier, news) = Courier::new(link.clone(), incoming, manner);
    let sent = courier.taken();
    let mut report = Report::new(log.clone());
    let done = tokio::select! {
        done = deliver(args, courier, news, &mut report) => done.map(|()| true),
        _ = tokio::signal::ctrl_c() => Ok(false),
    };
    let lost = link.is_closed();
    let closed = tokio::select! {
        closed = link.unbind(Duration::ZERO) => closed,
        // Once more: no time for good manners.
        _ = tokio::signal::ctrl_c() => { link.close(); link.closed().await }
    };
    let done = done?;
    let exit = report.finish(sent.get(), args.receipt);
    if lost {
        return Err(Failure::Connection(closed.to_string()));
    }
    if !done {
        anstream::eprintln!("interrupted");
        return Ok(Exit::Negative);
    }
    Ok(exit)
}

/// Sends all messages and tells what becomes of them, until all is known that can be.
async fn deliver(
    args: &Args,
    mut courier: Courier,
    mut news: Receiver<News>,
    report: &mut Report,
) -> Result<(), Failure> {
    let (sent, link) = (courier.taken(), courier.link().clone());
    let fed = {
        let feeding = feed(args, &mut courier);
        tokio::pin!(feeding);
        loop {
            tokio::select! {
                biased;
                Some(news) = news.recv() => report.tell(&news),
                result = &mut feeding => break result,
                _ = link.closed() => break Ok(()),
            }
        }
    };
    // From here on the news end with the last parcel.
    drop(courier);
    while report.answered() < sent.get() {
        let Some(news) = news.recv().await else { break };
        report.tell(&news);
    }
    // Receipts may never come.
    let receipts = async {
        while args.receipt && report.without_receipt() > 0 {
            let Some(news) = news.recv().await else { break };
            report.tell(&news);
        }
    };
    let _ = tokio::time::timeout(args.wait, receipts).await;
    fed
}

fn client(args: &Args, log: &Log) -> Result<Client, Failure> {
    let session = &args.session;
    let (system_id, password) = match args.account.split_once(':') {
        Some((system_id, password)) => (system_id, password.to_owned()),
        None => (args.account.as_str(), String::new()),
    };
    let password = match &args.password_file {
        Some(path) => first_line(path)?,
        None => password,
    };
    let kind = match session.bind {
        Some(Bind::Transmitter) => BindKind::Transmitter,
        Some(Bind::Receiver) => return Err(Failure::Usage("a receiver cannot send".into())),
        Some(Bind::Transceiver) => BindKind::Transceiver,
        None if args.receipt => BindKind::Transceiver,
        None => BindKind::Transmitter,
    };
    if kind == BindKind::Transmitter && args.receipt {
        return Err(Failure::Usage("a transmitter receives no receipts: bind as transceiver".into()));
    }
    let port = args.server.rsplit_once(':').and_then(|(_, port)| port.parse::<u16>().ok());
    if port.is_none() {
        return Err(Failure::Usage(format!("--server {}: write it as HOST:PORT", args.server)));
    }
    let mut client = Client::new(&args.server)
        .bind(kind, system_id, password)
        .interface_version(session.smpp.0)
        .system_type(&session.system_type)
        .address_range(Ton::UNKNOWN, Npi::UNKNOWN, &session.address_range)
        .window(session.window.get().into())
        .connect_limit(session.timeout)
        .configure(|config| config.response = session.timeout);
    if args.verbose {
        client = client.tap(log.tap(""));
    }
    if let Some(tls) = args.tls.get()? {
        client = client.tls(tls);
    }
    Ok(client)
}

fn first_line(path: &PathBuf) -> Result<String, Failure> {
    let text = fs::read_to_string(path)
        .map_err(|error| Failure::Usage(format!("cannot read {}: {error}", path.display())))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

/// Hands all messages over.
async fn feed(args: &Args, courier: &mut Courier) -> Result<(), Failure> {
    let mut mailing = Mailing::new(args);
    if args.text.as_deref() != Some("-") {
        let content = match (&args.message.hex, &args.text) {
            (Some(octets), _) => Content::Binary(octets.0.clone()),
            (None, text) => Content::Text(text.clone().unwrap_or_default()),
        };
        mailing.send(&args.to, &content, courier).await?;
        return Ok(());
    }
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    let cannot_read = |error| Failure::Usage(format!("cannot read standard input: {error}"));
    while let Some(line) = lines.next_line().await.map_err(cannot_read)? {
        let goes_on = if args.to.is_empty() {
            let (to, text) = split_address(&line)
                .ok_or_else(|| Failure::Usage(format!("{line:?}: write it as TO:TEXT, or give --to")))?;
            let to: Address = to.parse().map_err(|error| Failure::Usage(format!("{to:?}: {error}")))?;
            mailing.send(&[to], &Content::Text(text.into()), courier).await?
        } else {
            mailing.send(&args.to, &Content::Text(line), courier).await?
        };
        if !goes_on {
            break;
        }
    }
    Ok(())
}

/// What all messages have in common.
struct Mailing<'a> {
    args: &'a MessageArgs,
    template: Template,
    /// Different in each run: parts of two messages must not be taken for those of one.
    first_reference: u16,
    messages: u64,
}

impl<'a> Mailing<'a> {
    fn new(args: &'a Args) -> Self {
        let message = &args.message;
        let mut source = args.from.clone().unwrap_or_default();
        source.ton = message.source_ton.unwrap_or(source.ton);
        source.npi = message.source_npi.unwrap_or(source.npi);
        let receipt = if args.receipt { RegisteredDelivery::RECEIPT } else { RegisteredDelivery::NONE };
        let template = Template {
            service_type: message.service_type.clone(),
            source,
            esm_class: message.esm_class.unwrap_or_default(),
            protocol_id: message.protocol_id.unwrap_or_default(),
            priority_flag: message.priority.unwrap_or_default(),
            schedule_delivery_time: message.schedule.clone(),
            validity_period: message.validity.clone(),
            registered_delivery: message.registered_delivery.unwrap_or(receipt),
            replace_if_present_flag: message.replace_if_present.into(),
            data_coding: message.data_coding,
            sm_default_msg_id: message.default_msg_id,
            tlvs: message.tlv.clone(),
        };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let first_reference = (now.as_millis() & 0xFFFF) as u16;
        Self { args: message, template, first_reference, messages: 0 }
    }

    /// Sends a message to all of `to`, as often as is wanted. False if the link is over.
    async fn send(
        &mut self,
        to: &[Address],
        content: &Content,
        courier: &mut Courier,
    ) -> Result<bool, Failure> {
        for _ in 0..self.args.count {
            for address in to {
                let to = Address {
                    ton: self.args.dest_ton.unwrap_or(address.ton),
                    npi: self.args.dest_npi.unwrap_or(address.npi),
                    text: address.text.clone(),
                };
                for parcel in self.parcels(&to, content)? {
                    if !courier.send(parcel).await {
                        return Ok(false);
                    }
                }
            }
        }
        Ok(true)
    }

    fn parcels(&mut self, to: &Address, content: &Content) -> Result<Vec<Parcel>, Failure> {
        self.messages += 1;
        let message = self.messages;
        let reference = self.first_reference.wrapping_add((message & 0xFFFF) as u16);
        let segments =
            content.split(self.args.alphabet, self.args.long, reference).map_err(Failure::Usage)?;
        let pdus = self.template.fill(to, segments).map_err(Failure::Usage)?;
        let total = pdus.len();
        let parcel = |(pdu, number)| Parcel { message, to: to.clone(), part: (number, total), pdu };
        Ok(pdus.into_iter().zip(1..).map(parcel).collect())
    }
}
