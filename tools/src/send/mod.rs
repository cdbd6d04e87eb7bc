//! `smppkit send`: one message or many to any message centre.

mod courier;
mod pace;
mod report;

use std::num::NonZeroU32;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::sync::mpsc::Receiver;

use crate::args::{Address, ClientTlsArgs, ServerArgs, SessionArgs, client, duration, split_address};
use crate::exit::{Exit, Failure};
use crate::log::{Form, Log};
use crate::message::{Content, MessageArgs, Template};
use courier::{Courier, Manner, News, Parcel};
use report::Report;

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
  One object per piece of news: {\"event\": \"accepted\" | \"refused\" | \"failed\" | \"ended\",
  \"message\", \"to\", \"part\", \"parts\", …} with \"message_id\", \"command_status\", \"status\", \"state\",
  \"error\" and \"seconds\" where they are known; then {\"event\": \"summary\", \"sent\", \"accepted\",
  \"refused\", \"failed\", \"delivered\", \"undelivered\", \"seconds\"}.

EXIT STATUS:
  0  every message was accepted and, with --receipt, delivered
  1  some message was not, or it was interrupted before that was known
  2  bad usage
  3  no connection, the bind was refused, or the connection broke

EXAMPLES:
  smppkit send --account app:secret --to 447700900123 'Hello, world'
  smppkit send --server smsc.example:3550 --tls --account app --password-file pw --from MyShop \\
      --to 447700900123 --receipt 'Your order is on its way'
  smppkit send --account app:secret --to 447700900123 --tlv user_message_reference=7 \\
      --tlv 0x1400=hex:3131 'Hi'
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
    #[command(flatten)]
    server: ServerArgs,
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
    /// How many messages per second to send at most
    #[arg(long, value_name = "NUMBER", help_heading = "Session", value_parser = crate::args::positive::<NonZeroU32>)]
    rate: Option<NonZeroU32>,
    /// How often to send a message again that was refused for the moment, such as with ESME_RTHROTTLED; after one second,
    /// then two, then four …
    #[arg(long, value_name = "NUMBER", default_value = "3", help_heading = "Session")]
    retries: u32,
    /// Send each message so many times
    #[arg(long, value_name = "NUMBER", default_value = "1", help_heading = "Message")]
    count: u64,
    #[command(flatten)]
    message: MessageArgs,
    #[command(flatten)]
    tls: ClientTlsArgs,
}

pub fn run(args: &Args) -> Result<Exit, Failure> {
    let from_stdin = args.text.as_deref() == Some("-");
    if args.to.is_empty() && !from_stdin {
        return Err(Failure::Usage("whom to? Give --to ADDRESS".into()));
    }
    args.message.check(args.receipt)?;
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
    let mut client = client(&args.server, &args.session, &args.tls, args.receipt)?;
    if args.verbose {
        client = client.tap(log.tap(""));
    }
    let (link, incoming) = client.connect().await?;
    let manner = Manner {
        messages_per_second: args.rate.map(NonZeroU32::get),
        retries: args.retries,
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

/// Hands all messages over.
async fn feed(args: &Args, courier: &mut Courier) -> Result<(), Failure> {
    let mut mailing = Mailing::new(args);
    if args.text.as_deref() != Some("-") {
        let content = args.message.content(args.text.as_deref().unwrap_or_default());
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
    args: &'a Args,
    template: Template,
    /// Different in each run: parts of two messages must not be taken for those of one.
    first_reference: u16,
    messages: u64,
}

impl<'a> Mailing<'a> {
    fn new(args: &'a Args) -> Self {
        let template = args.message.template(args.from.as_ref(), args.receipt);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let first_reference = (now.as_millis() & 0xFFFF) as u16;
        Self { args, template, first_reference, messages: 0 }
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
                let to = self.args.message.destination(address.clone());
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
        let pdus = self.args.message.parts(&self.template, to, content, reference).map_err(Failure::Usage)?;
        let total = pdus.len();
        let parcel = |(pdu, number)| Parcel { message, to: to.clone(), part: (number, total), pdu };
        Ok(pdus.into_iter().zip(1..).map(parcel).collect())
    }
}
