//! `smppkit demo`: a message there and its receipt back, in one process.

use std::fmt;
use std::num::NonZeroU16;
use std::time::{Duration, SystemTime};

use smppkit::values::{InterfaceVersion, MessageState, RegisteredDelivery};
use smppkit_tokio::{Client, RunningServer};

use crate::args::Account;
use crate::exit::{Exit, Failure};
use crate::log::{Form, Log};
use crate::mc::{IdStyle, Ids, Mix, Store};
use crate::send::courier::{Courier, Follower, Manner, News, Parcel, courier};
use crate::send::template::Template;
use crate::send::text::{AlphabetChoice, Content, Long};
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
    let (link, incoming) = client.connect().await.map_err(|error| Failure::Connection(error.to_string()))?;
    let (mut courier, mut follower) =
        courier(link.clone(), incoming, Manner { receipts: true, ..Manner::default() });

    let texts = [
        ("A plain text", "Hello from smppkit".to_owned()),
        ("A long one, which takes two parts", long_text()),
        ("One with emoji, so in UCS-2", "Grüße 👋🌍".to_owned()),
    ];
    let mut messages = Vec::new();
    for (title, text) in &texts {
        let number = messages.len() + 1;
        log.text(format!("\n{NAME}{number}. {title}{NAME:#}"));
        let parts = submit(&mut courier, &mut follower, number as u64, text).await?;
        messages.push(Message { title, parts, ids: Vec::new() });
    }
    log.text(format!("\n{NAME}4. The message centre delivers them, and says so{NAME:#}"));
    follow(&mut follower, &mut messages).await;
    log.text(format!("\n{NAME}5. The application is done{NAME:#}"));
    link.unbind(Duration::from_secs(1)).await;
    server.shutdown(Duration::from_secs(1)).await;

    log.text(format!("\n{NAME}What became of the messages, by the ids in the receipts{NAME:#}"));
    messages.iter().for_each(|message| log.text(message.to_string()));
    let delivered = messages.iter().all(Message::is_delivered);
    Ok(if delivered { Exit::Success } else { Exit::Negative })
}

/// A message, and the ids of the parts of it that were delivered.
struct Message<'a> {
    title: &'a str,
    parts: usize,
    ids: Vec<String>,
}

impl Message<'_> {
    fn is_delivered(&self) -> bool {
        self.ids.len() == self.parts
    }
}

impl fmt::Display for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (style, what) = if self.is_delivered() { (GOOD, "delivered") } else { (ERROR, "not delivered") };
        write!(f, "  {:36} {style}{what}{style:#}  id {}", self.title, self.ids.join(", "))
    }
}

async fn message_centre() -> std::io::Result<RunningServer> {
    let store = Store::new(Ids::new(IdStyle::Decimal, 0, 0), Mix::default(), DELAY);
    let accounts = vec![Account::new("demo".into(), "secret".into())];
    let centre = Centre::new(store, Audience::Accounts(accounts), Duration::ZERO);
    tokio::spawn(centre.clone().run());
    let server = server("smppkit", InterfaceVersion::V5_0, NonZeroU16::MIN.saturating_add(15));
    serve(server, ([127, 0, 0, 1], 0).into(), &centre).await
}

fn long_text() -> String {
    "A short message has room for 160 characters. A longer one travels in parts, each with a small header that says \
     which part of which message it is, and the handset joins them again."
        .into()
}

/// Sends a text and waits until all of it is accepted; how many parts it took.
async fn submit(
    courier: &mut Courier,
    follower: &mut Follower,
    message: u64,
    text: &str,
) -> Result<usize, Failure> {
    let template = Template {
        source: "12345".parse().map_err(Failure::Usage)?,
        registered_delivery: RegisteredDelivery::RECEIPT,
        ..Template::default()
    };
    let to = "+447700900123".parse().map_err(Failure::Usage)?;
    let content = Content::Text(text.into());
    let reference = u16::try_from(message).unwrap_or_default();
    let segments = content.split(AlphabetChoice::Auto, Long::Udh, reference).map_err(Failure::Usage)?;
    let pdus = template.fill(&to, segments).map_err(Failure::Usage)?;
    let total = pdus.len();
    for (pdu, number) in pdus.into_iter().zip(1..) {
        courier.send(Parcel { message, to: to.clone(), part: (number, total), pdu }).await;
    }
    for _ in 0..total {
        match follower.next().await {
            Some(News::Accepted { .. }) => {}
            other => return Err(Failure::Connection(format!("not accepted: {other:?}"))),
        }
    }
    Ok(total)
}

/// Waits for the receipts.
async fn follow(follower: &mut Follower, messages: &mut [Message<'_>]) {
    let wanted: usize = messages.iter().map(|message| message.parts).sum();
    for _ in 0..wanted {
        let Some(news) = follower.next().await else { return };
        if let News::Ended { parcel, message_id, state: MessageState::DELIVERED, .. } = news
            && let Some(message) = messages.get_mut(parcel.message as usize - 1)
        {
            message.ids.push(message_id);
        }
    }
}
