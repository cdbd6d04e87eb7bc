//! `smppkit demo`: a message there and its receipt back, in one process.

use std::fmt;
use std::num::NonZeroU16;
use std::time::{Duration, SystemTime};

use smppkit::values::InterfaceVersion;
use smppkit_tokio::{Client, RunningServer, Sent, TextOptions};

use crate::args::Account;
use crate::exit::{Exit, Failure};
use crate::log::{Form, Log};
use crate::mc::{IdStyle, Ids, Mix, Store};
use crate::simulate::{Audience, Centre, serve, server};
use crate::style::{ERROR, GOOD, HINT, NAME};

/// Watch messages travel to a message centre and their receipts come back
///
/// A message centre and an application, both in this process, talk over a connection on this machine. The application
/// binds, sends a plain text, a long one and one with emoji, waits for the receipts, and unbinds.
#[derive(clap::Args)]
#[command(after_long_help = "\
EXIT STATUS:
  0  every message was delivered
  1  some message was not
  3  the connection could not be made, or broke")]
pub struct Args {}

const LONG_TEXT: &str = "A short message has room for 160 characters. A longer one travels in parts, each with a small \
                         header that says which part of which message it is, and the handset joins them again.";
/// What the message centre takes to deliver a message.
const DELAY: Duration = Duration::from_millis(200);
/// How long all of it may take.
const LIMIT: Duration = Duration::from_secs(10);

pub fn run(_: &Args) -> Result<Exit, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::Usage(error.to_string()))?;
    let (log, printer) = Log::start(Form::Lines, Some(SystemTime::now()));
    let result = runtime.block_on(async {
        let result = tokio::time::timeout(LIMIT, demo(&log)).await;
        result.unwrap_or_else(|_| Err(Failure::Connection(format!("it was not over within {LIMIT:?}"))))
    });
    // What still moves octets has a log, too.
    drop((runtime, log));
    printer.finish();
    result
}

async fn demo(log: &Log) -> Result<Exit, Failure> {
    let failed = |error: std::io::Error| Failure::Connection(error.to_string());
    let server = message_centre().await.map_err(failed)?;
    let address = server.local_addr().map(|address| address.to_string()).unwrap_or_default();
    log.text(format!(
        "A message centre listens on {address}. An application binds to it:\n\
         {HINT}→ is what the application sends, ← what it receives; times are in seconds{HINT:#}\n"
    ));
    let client = Client::new(address).transceiver("demo", "secret").tap(log.tap(""));
    let connected = client.connect().await;
    let (link, _incoming) = connected.map_err(|error| Failure::Connection(error.to_string()))?;

    let texts = [
        ("A plain text", "Hello from smppkit"),
        ("A long one, which takes two parts", LONG_TEXT),
        ("One with emoji, so in UCS-2", "Grüße 👋🌍"),
    ];
    let options = TextOptions::default().receipt(true);
    let mut messages = Vec::new();
    for (number, (title, text)) in (1..).zip(texts) {
        log.text(format!("\n{NAME}{number}. {title}{NAME:#}"));
        let sent = link.send_text("12345", "+447700900123", text, &options).await;
        let sent = sent.map_err(|error| Failure::Connection(error.to_string()))?;
        messages.push(Message { title, sent, ids: Vec::new() });
    }
    log.text(format!("\n{NAME}4. The message centre delivers them, and says so{NAME:#}"));
    for message in &mut messages {
        message.follow().await;
    }
    // What was acknowledged is on its way before the story goes on.
    while link.backlog() > 0 {
        tokio::task::yield_now().await;
    }
    log.text(format!("\n{NAME}5. The application is done{NAME:#}"));
    link.unbind(Duration::from_secs(1)).await;
    server.shutdown(Duration::from_secs(1)).await;

    log.text(format!("\n{NAME}What became of the messages, by the ids in the receipts{NAME:#}"));
    messages.iter().for_each(|message| log.text(message.to_string()));
    let delivered = messages.iter().all(Message::is_delivered);
    Ok(if delivered { Exit::Success } else { Exit::Negative })
}

/// A message, and the ids of the parts of it that were delivered.
struct Message {
    title: &'static str,
    sent: Sent,
    ids: Vec<String>,
}

impl Message {
    /// Takes the receipts.
    async fn follow(&mut self) {
        while let Some(receipt) = self.sent.receipts.next().await {
            if receipt.is_delivered() {
                self.ids.push(receipt.message_id().to_owned());
            }
            // If it fails the connection is over, and the demonstration with it.
            let _ = receipt.accept();
        }
    }

    fn is_delivered(&self) -> bool {
        self.ids.len() == self.sent.message_ids.len()
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (style, what) = if self.is_delivered() { (GOOD, "delivered") } else { (ERROR, "not delivered") };
        write!(f, "  {:36} {style}{what}{style:#}  id {}", self.title, self.ids.join(", "))
    }
}

async fn message_centre() -> std::io::Result<RunningServer> {
    let store = Store::new(Ids::new(IdStyle::Decimal, 0, 0), Mix::default(), DELAY);
    let accounts = vec![Account::new("demo".into(), "secret".into())];
    let centre = Centre::new(store, Audience::Accounts(accounts), Duration::ZERO, None);
    tokio::spawn(centre.clone().run());
    let server = server("smppkit", InterfaceVersion::V5_0, NonZeroU16::MIN.saturating_add(15));
    serve(server, ([127, 0, 0, 1], 0).into(), &centre).await
}
