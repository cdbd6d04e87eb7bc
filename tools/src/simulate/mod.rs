//! `smppkit simulate`: a message centre to try applications against.

mod centre;
mod mail;
mod mobile;
mod whole;

use std::fs;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::num::{NonZeroU16, NonZeroU32};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anstream::{AutoStream, ColorChoice, eprintln};
use smppkit::session::WhenFull;
use smppkit::values::InterfaceVersion;
use smppkit_tokio::{RunningServer, Server};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tracing_subscriber::filter::LevelFilter;

use crate::args::{Account, Credentials, ServerTlsArgs, Version, duration, listen_address, read_accounts};
use crate::exit::{Exit, Failure};
use crate::log::{Form, Log};
use crate::mc::{IdStyle, Ids, Mix, Store};
use crate::rate::Rate;
use crate::signals::Interrupts;
pub use centre::{Audience, Centre};
use mobile::MobileMessage;

/// Be a message centre: accept binds and messages, send receipts and messages of mobiles
///
/// Every PDU that passes is shown. SIGINT and SIGTERM end it in good order: it waits for what is unanswered, unbinds
/// everybody and leaves with exit status 0.
#[derive(clap::Args)]
#[command(after_long_help = "\
ACCOUNTS FILE:
  [[account]]
  system_id = \"app\"
  password = \"secret\"
  binds = [\"transmitter\", \"receiver\", \"transceiver\"]   # which are allowed; all by default
  window = 10                # requests that may be unanswered at once
  messages_per_second = 50   # more are refused with ESME_RTHROTTLED

JSON:
  One object per PDU: {\"time\", \"session\", \"direction\": \"received\" | \"sent\", …} and what
  `smppkit decode --json` has, without passwords. \"time\" counts the seconds since 1970. When all
  parts of a long message were accepted, it is there whole: {\"event\": \"message\", \"account\",
  \"from\", \"to\", \"parts\", \"text\"}. {\"event\": \"not_shown\", \"pdus\"} says how many came faster
  than they could be shown.

EXIT STATUS:
  0  ended by a signal, in good order
  1  some connections had to be cut because they did not end in time
  2  bad usage, or the address cannot be listened on

EXAMPLES:
  smppkit simulate --account app:secret
  smppkit simulate --accounts accounts.toml --outcome delivered=9,undeliverable=1 --receipt-delay 2s
  smppkit simulate --outcome delivered=3,ESME_RMSGQFUL=1 --message-id uuid
  smppkit simulate --mo '447700900123:12345:Hello from a handset' --mo-every 10s
  smppkit simulate --mo '447700900123:12345:Hello from a handset' --mo-rate 500 --quiet")]
pub struct Args {
    /// Where to listen; port 0 is any that is free
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:2775", value_parser = listen_address)]
    listen: SocketAddr,
    /// Write the port that is listened on into this file, once it is
    #[arg(long, value_name = "FILE")]
    port_file: Option<PathBuf>,
    /// Who may bind; everybody if nobody is named. Can be given several times
    #[arg(long, value_name = "SYSTEM_ID:PASSWORD")]
    account: Vec<String>,
    /// Who may bind, how, and how much, in a TOML file
    #[arg(long, value_name = "FILE")]
    accounts: Option<PathBuf>,
    /// The name of this message centre
    #[arg(long, value_name = "SYSTEM_ID", default_value = "smppkit")]
    system_id: String,
    /// The highest version to speak
    #[arg(long, value_name = "VERSION", default_value = "5.0")]
    smpp: Version,
    /// How long after the submission a message reaches its end
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = duration)]
    receipt_delay: Duration,
    /// What becomes of messages: a state (delivered, undeliverable, expired, rejected …) or a status that refuses them
    /// (ESME_RMSGQFUL), or a mix with weights: delivered=9,undeliverable=1
    #[arg(long, value_name = "OUTCOME", default_value = "delivered")]
    outcome: Mix,
    /// How message ids look
    #[arg(long, value_name = "STYLE", default_value = "decimal")]
    message_id: IdStyle,
    /// How many messages per second an account may submit, unless its own limit says otherwise
    #[arg(long, value_name = "NUMBER", value_parser = crate::args::positive::<NonZeroU32>)]
    throttle: Option<NonZeroU32>,
    /// How many requests may be unanswered at once, unless the account says otherwise
    #[arg(long, value_name = "NUMBER", default_value = "64", value_parser = crate::args::positive::<NonZeroU16>)]
    window: NonZeroU16,
    /// How long to wait before answering
    #[arg(long, value_name = "TIME", default_value = "0s", value_parser = duration)]
    response_delay: Duration,
    /// After how much silence to send enquire_link; 0s is never
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = duration)]
    enquire_link: Duration,
    /// A message of a mobile for the application that serves TO. - reads such messages from standard input, a line each
    #[arg(long, value_name = "FROM:TO:TEXT")]
    mo: Vec<String>,
    /// Send those messages again and again, with this pause
    #[arg(long, value_name = "TIME", requires = "mo", value_parser = duration)]
    mo_every: Option<Duration>,
    /// Send those messages again and again, in turn, so many a second: an application under load
    #[arg(long, value_name = "NUMBER", requires = "mo", conflicts_with = "mo_every", value_parser = crate::args::positive::<NonZeroU32>)]
    mo_rate: Option<NonZeroU32>,
    /// Show each PDU as a JSON object
    #[arg(long)]
    json: bool,
    /// Show no PDUs
    #[arg(long, short, conflicts_with = "json")]
    quiet: bool,
    /// Say on standard error how connections come and go
    #[arg(long, short)]
    verbose: bool,
    /// How long an end in good order may take
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = duration)]
    shutdown_limit: Duration,
    #[command(flatten)]
    tls: ServerTlsArgs,
}

pub fn run(args: &Args) -> Result<Exit, Failure> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| Failure::Usage(error.to_string()))?;
    let form = match (args.json, args.quiet) {
        (true, _) => Form::Json,
        (_, true) => Form::Quiet,
        _ => Form::Lines,
    };
    let (log, printer) = Log::start(form, None);
    let result = runtime.block_on(simulate(args, log));
    // A thread that waits for standard input must not keep the command from ending.
    runtime.shutdown_background();
    printer.finish();
    result
}

async fn simulate(args: &Args, log: Log) -> Result<Exit, Failure> {
    // From here on, before anybody is told that it listens.
    let mut interrupts = Interrupts::new().map_err(|error| Failure::Usage(error.to_string()))?;
    let audience = audience(args)?;
    let note = if matches!(audience, Audience::Everybody { .. }) { "; everybody may bind" } else { "" };
    let centre = Centre::new(new_store(args), audience, args.response_delay, Some(log.clone()));
    let (messages, from_stdin) = mobile_messages(args)?;
    let server = listen(args, &centre, &log).await?;
    let address = server.local_addr().unwrap_or(args.listen);
    if let Some(path) = &args.port_file {
        write_port(path, address.port())?;
    }
    eprintln!("listening on {address}{note}");
    // Only now: that it listens was said.
    show_events(args.verbose || args.tls.is_wanted());

    let tasks = [
        tokio::spawn(centre.clone().run()),
        tokio::spawn(send_messages(centre.clone(), messages, args.mo_every, args.mo_rate.map(Rate))),
        tokio::spawn(read_messages(centre.clone(), from_stdin)),
    ];
    interrupts.next().await;
    eprintln!("ending");
    let cut = server.shutdown(args.shutdown_limit).await;
    tasks.iter().for_each(tokio::task::JoinHandle::abort);
    if cut > 0 {
        eprintln!("{cut} connections did not end in time");
        return Ok(Exit::Negative);
    }
    Ok(Exit::Success)
}

/// Says on standard error what no PDU shows: connections that break and, in detail, how each came and went and which TLS
/// handshake failed.
fn show_events(in_detail: bool) {
    let level = if in_detail { LevelFilter::INFO } else { LevelFilter::WARN };
    let colour = AutoStream::choice(&io::stderr()) != ColorChoice::Never;
    let events = tracing_subscriber::fmt().with_writer(io::stderr).with_ansi(colour).with_max_level(level);
    // It fails if something shows them already.
    let _ = events.with_target(false).compact().try_init();
}

/// The server of a message centre, without an address.
pub fn server(system_id: &str, version: InterfaceVersion, window: NonZeroU16) -> Server {
    Server::new(system_id).window(window.get().into()).configure(|session| {
        session.interface_version = version;
        session.max_unanswered = window.get();
        session.when_unanswered_full = WhenFull::Throttle;
    })
}

async fn listen(args: &Args, centre: &Arc<Centre>, log: &Log) -> Result<RunningServer, Failure> {
    let enquire_link = (!args.enquire_link.is_zero()).then_some(args.enquire_link);
    let mut server = server(&args.system_id, args.smpp.0, args.window)
        .configure(|session| session.enquire_link = enquire_link)
        .tap(log.tap_all());
    if let Some(tls) = args.tls.get()? {
        server = server.tls(tls);
    }
    serve(server, args.listen, centre)
        .await
        .map_err(|error| Failure::Usage(format!("cannot listen on {}: {error}", args.listen)))
}

/// Lets applications bind to `centre`.
pub async fn serve(server: Server, address: SocketAddr, centre: &Arc<Centre>) -> io::Result<RunningServer> {
    let (authenticating, serving) = (centre.clone(), centre.clone());
    let authenticate = move |bind| {
        let result = authenticating.authenticate(&bind);
        async { result }
    };
    server.listen(address, authenticate, move |bound| serving.clone().serve(bound)).await
}

fn new_store(args: &Args) -> Store {
    let seed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    #[expect(clippy::cast_possible_truncation, reason = "any 64 bits will do")]
    let ids = Ids::new(args.message_id, 0, seed as u64);
    Store::new(ids, args.outcome.clone(), args.receipt_delay)
}

fn audience(args: &Args) -> Result<Audience, Failure> {
    if args.account.is_empty() && args.accounts.is_none() {
        return Ok(Audience::Everybody { messages_per_second: args.throttle });
    }
    // Not by clap: it repeats what is wrong, and with it a password.
    let credentials = args.account.iter().map(|account| account.parse().map(Credentials::into));
    let mut accounts: Vec<Account> = credentials
        .collect::<Result<_, _>>()
        .map_err(|error| Failure::Usage(format!("--account: {error}")))?;
    if let Some(path) = &args.accounts {
        accounts.extend(read_accounts(path).map_err(Failure::Usage)?);
    }
    for account in &mut accounts {
        account.messages_per_second = account.messages_per_second.or(args.throttle);
    }
    let mut names: Vec<_> = accounts.iter().map(|account| account.system_id.as_str()).collect();
    names.sort_unstable();
    if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(Failure::Usage(format!("the account {:?} is there twice", twice[0])));
    }
    Ok(Audience::Accounts(accounts))
}

/// The messages of the command line, and whether more come from standard input.
fn mobile_messages(args: &Args) -> Result<(Vec<MobileMessage>, bool), Failure> {
    let (lines, messages): (Vec<_>, Vec<_>) = args.mo.iter().partition(|message| *message == "-");
    let parse = |message: &String| {
        message.parse().map_err(|error| Failure::Usage(format!("--mo {message:?}: {error}")))
    };
    let messages = messages.into_iter().map(parse).collect::<Result<_, _>>()?;
    Ok((messages, !lines.is_empty()))
}

async fn send_messages(
    centre: Arc<Centre>,
    messages: Vec<MobileMessage>,
    every: Option<Duration>,
    rate: Option<Rate>,
) {
    if let Some(rate) = rate {
        return send_at_rate(&centre, &messages, rate).await;
    }
    loop {
        for message in &messages {
            send(&centre, message);
        }
        let Some(pause) = every else { return };
        tokio::time::sleep(pause.max(Duration::from_millis(1))).await;
    }
}

/// How many messages of mobiles are sent in one go.
const MAX_AT_ONCE: u64 = 1000;

/// For ever, from when there is somebody to send them to: what waited until then would come all at once.
async fn send_at_rate(centre: &Centre, messages: &[MobileMessage], rate: Rate) {
    if messages.is_empty() {
        return;
    }
    while !centre.has_receivers() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let began = tokio::time::Instant::now();
    let mut in_turn = messages.iter().cycle();
    let mut sent = 0;
    loop {
        let due = rate.due_by(began.elapsed()).min(sent + MAX_AT_ONCE);
        in_turn.by_ref().take((due - sent) as usize).for_each(|message| send(centre, message));
        sent = due;
        tokio::time::sleep_until(began + rate.due(due)).await;
        // Where more are due than can be sent, others have their turn, too: whoever ends the command, for one.
        tokio::task::yield_now().await;
    }
}

async fn read_messages(centre: Arc<Centre>, wanted: bool) {
    if !wanted {
        return;
    }
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    loop {
        let line = match lines.next_line().await {
            Ok(Some(line)) => line,
            Ok(None) => return,
            Err(error) => {
                eprintln!("standard input: {error}");
                // It is this line that is no text; the next one may be.
                if error.kind() == io::ErrorKind::InvalidData {
                    continue;
                }
                return;
            }
        };
        match line.parse() {
            Ok(message) => send(&centre, &message),
            Err(_) if line.trim().is_empty() => {}
            Err(error) => eprintln!("{line:?}: {error}"),
        }
    }
}

fn send(centre: &Centre, message: &MobileMessage) {
    if let Err(error) = centre.send(message) {
        eprintln!("{:?}: {error}", message.text);
    }
}

/// Whole, or not there: whoever waits for the file must not read half a number.
fn write_port(path: &PathBuf, port: u16) -> Result<(), Failure> {
    let mut unfinished = path.clone().into_os_string();
    unfinished.push(".new");
    let write = || {
        let mut file = fs::File::create(&unfinished)?;
        writeln!(file, "{port}")?;
        fs::rename(&unfinished, path)
    };
    write().map_err(|error| Failure::Usage(format!("cannot write {}: {error}", path.display())))
}
