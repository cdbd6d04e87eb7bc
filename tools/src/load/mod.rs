//! `smppkit load`: puts a message centre under load, and tells what it stood.

mod alarm;
mod connection;
mod figures;
mod ledger;
mod limits;
mod maker;
mod object;
mod pace;
mod pattern;
mod plan;
mod print;
mod receipts;
mod report;
mod run;
mod tally;
mod target;
mod watch;

use std::fs::File;
use std::io::{self, Write as _};
use std::num::{NonZeroU16, NonZeroU64};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{Notify, watch as phases};

use crate::args::{ClientTlsArgs, ServerArgs, SessionArgs, client, duration};
use crate::exit::{Exit, Failure};
use crate::json::write_line;
use crate::message::MessageArgs;
use connection::{Load, Phase};
use figures::Figures;
use ledger::{Ledger, Octets};
use limits::Limits;
use maker::{Kind, Maker, Messages};
use pace::Pace;
use pattern::Pattern;
use plan::{Plan, Rates};
use report::Report;
use run::{Ended, Run};

/// Put a message centre under load, and tell what it stood
///
/// Messages go out as fast as the window allows, or at a rate. With a rate the latency of a message counts from when it was
/// due, whether or not there was room in the window by then: a message centre that stalls does not look fast because
/// nobody asked it meanwhile.
///
/// In --from, --to and --text {number} stands for the number of the message, {number:6} for the same with six digits at least,
/// {random:6} for six random digits, {{ for a brace. Several --to take turns.
///
/// Only a message centre on this machine is put under load without being named twice: see --confirm.
#[derive(clap::Args)]
#[command(after_long_help = "\
REPORT:
  Every message that was due is accepted, refused, unanswered (no response in time, or lost with
  the connection), or was never sent. With a rate, what was never sent by the end of its step
  counts in the latency with the time that it had waited. Refused messages are not sent again.
  SIGINT and SIGTERM stop sending; the report follows when all is answered, or at once on the
  second.

JSON:
  One object: {\"event\": \"summary\", \"seconds\", \"accepted_per_second\", \"messages\", \"pdus\",
  \"latency_ms\", \"response_ms\", \"receipts\", \"connections\", \"not_met\", …}; with several rates one
  {\"event\": \"step\", \"step\", …} for each before it. \"core\" is the part of a core that this command
  took to send and receive.

EXIT STATUS:
  0  the load was put on over all connections, and what was demanded was met
  1  some demand was not met, no message was accepted, some connection was lost or could not be
     bound, or it was interrupted
  2  bad usage
  3  no connection, the bind was refused, or all connections were lost

EXAMPLES:
  smppkit load --account app:secret --to 447700900123
  smppkit load --account app:secret --to '4477009{random:5}' --rate 500 --duration 1m --receipt
  smppkit load --account app:secret --to 447700900123 --rate 100,500,1000,2000 --step 10s \\
      --window 100
  smppkit load --account app:secret --pdu enquire_link --connections 50 --ramp 10s --window 1
  smppkit load --server smsc.example:2775 --confirm smsc.example --account app --password-file pw \\
      --to 447700900123 --rate 50 --max-error-rate 0.1% --max-p99 200ms --json")]
pub struct Args {
    #[command(flatten)]
    server: ServerArgs,
    /// The host in --server once more: whoever runs it knows of this load. Needed unless it is on this machine
    #[arg(long, value_name = "HOST")]
    confirm: Option<String>,
    /// Where to. Can be given several times
    #[arg(long, value_name = "ADDRESS")]
    to: Vec<Pattern>,
    /// Who sends it
    #[arg(long, value_name = "ADDRESS")]
    from: Option<Pattern>,
    /// The text
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["text_octets", "hex"])]
    text: Option<Pattern>,
    /// A text of so many characters, an octet each
    #[arg(long, value_name = "NUMBER", conflicts_with = "hex")]
    text_octets: Option<u16>,
    /// What to send
    #[arg(long, value_name = "PDU", default_value = "submit_sm")]
    pdu: Kind,
    /// Ask for receipts and wait for them
    #[arg(long, short)]
    receipt: bool,
    /// How long to wait for receipts, once nothing more is sent
    #[arg(long, value_name = "TIME", default_value = "1m", value_parser = duration)]
    wait: Duration,
    /// Write the report as JSON
    #[arg(long)]
    json: bool,
    /// Write a row for each second into this file
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// How often to write a line on standard error where it is no terminal
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = duration)]
    progress: Duration,
    /// Show no progress
    #[arg(long, short, conflicts_with = "progress")]
    quiet: bool,
    #[command(flatten)]
    amount: AmountArgs,
    #[command(flatten)]
    limits: Limits,
    #[command(flatten)]
    session: SessionArgs,
    #[command(flatten)]
    message: MessageArgs,
    #[command(flatten)]
    tls: ClientTlsArgs,
}

#[derive(clap::Args)]
#[command(next_help_heading = "Load")]
struct AmountArgs {
    /// Messages per second, over all connections; several with commas between them are one step after the other.
    /// By default as many as the window allows
    #[arg(long, value_name = "NUMBER[,NUMBER…]")]
    rate: Option<Rates>,
    /// How long each step lasts, if there are several
    #[arg(long, value_name = "TIME", value_parser = duration)]
    step: Option<Duration>,
    /// How long to send; 10s if there is no --count either
    #[arg(long, value_name = "TIME", value_parser = duration)]
    duration: Option<Duration>,
    /// How many messages to send at most
    #[arg(long, value_name = "NUMBER", value_parser = crate::args::positive::<NonZeroU64>)]
    count: Option<NonZeroU64>,
    /// Over how many connections
    #[arg(long, value_name = "NUMBER", default_value = "1", value_parser = crate::args::positive::<NonZeroU16>)]
    connections: NonZeroU16,
    /// Bind the connections one after the other, spread over this time, and send meanwhile
    #[arg(long, value_name = "TIME", value_parser = duration)]
    ramp: Option<Duration>,
    /// Bind a connection again that was lost, so long after; by default the others go on without it
    #[arg(long, value_name = "TIME", value_parser = duration)]
    reconnect: Option<Duration>,
}

/// How many messages may be in flight over all connections: each place takes some memory from the beginning.
const MAX_PLACES: u64 = 1_000_000;
/// What is sent if nothing is said.
const TEXT: &str = "A message of a load test by smppkit";

pub fn run(args: &Args) -> Result<Exit, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::Usage(error.to_string()))?;
    let result = runtime.block_on(put_under_load(args));
    // A name that is being looked up must not keep the command from ending.
    runtime.shutdown_background();
    result
}

async fn put_under_load(args: &Args) -> Result<Exit, Failure> {
    let amount = &args.amount;
    let plan = Plan::new(amount.rate.as_ref(), amount.step, amount.duration, amount.count);
    let plan = plan.map_err(Failure::Usage)?;
    let messages = messages(args)?;
    let places = u64::from(args.session.window.get()) * u64::from(amount.connections.get());
    if places > MAX_PLACES {
        return Err(Failure::Usage(format!(
            "--window times --connections is {places}: this command keeps at most {MAX_PLACES} messages in flight"
        )));
    }
    let client = client(&args.server, &args.session, &args.tls, args.receipt)?;
    let (host, _) = args.server.address()?;
    target::check(&args.server.server, host, args.confirm.as_deref()).await?;
    let csv = args.csv.as_ref().map(File::create).transpose();
    let csv = csv.map_err(|error| cannot_write(args, &error))?;
    let octets = Arc::new(Octets::default());
    let load = Arc::new(Load {
        client: client.tap(octets.tap()),
        window: args.session.window.get().into(),
        messages,
        is_paced: plan.steps.iter().any(|step| step.rate.is_some()),
        ledger: Mutex::new(Ledger::new(plan.steps.len())),
        pace: Pace::new(plan),
        reconnect: amount.reconnect,
        receipts: args.receipt,
        settled: Notify::new(),
        phase: phases::Sender::new(Phase::Sending),
    });
    let Some(run) = Run::start(load.clone(), amount.connections.get().into(), amount.ramp).await? else {
        anstream::eprintln!("interrupted");
        return Ok(Exit::Negative);
    };
    let progress = (!args.quiet).then_some(args.progress);
    let ended = run.finish(args.session.timeout, args.wait, progress, csv).await;
    conclude(args, &load, &ended, octets.get())
}

fn cannot_write(args: &Args, error: &io::Error) -> Failure {
    let path = args.csv.iter().map(|path| path.display().to_string()).collect::<String>();
    Failure::Usage(format!("cannot write {path}: {error}"))
}

/// Makes the first message, too: what cannot be sent is to be said before anybody is bound.
fn messages(args: &Args) -> Result<Messages, Failure> {
    let to = match args.pdu {
        Kind::EnquireLink => Vec::new(),
        _ if args.to.is_empty() => return Err(Failure::Usage("whom to? Give --to ADDRESS".into())),
        _ => args.to.clone(),
    };
    if args.pdu == Kind::EnquireLink && args.receipt {
        return Err(Failure::Usage("there are no receipts for enquire_link".into()));
    }
    args.message.check(args.receipt)?;
    if let (Kind::DataSm, Some(option)) = (args.pdu, args.message.beyond_data_sm()) {
        return Err(Failure::Usage(format!(
            "data_sm has no field for {option}; some have a TLV, such as qos_time_to_live"
        )));
    }
    let text = match args.text_octets {
        Some(octets) => ('a'..='z').cycle().take(octets.into()).collect(),
        None => TEXT.to_owned(),
    };
    let text = args.text.clone().unwrap_or_else(|| Pattern::plain(text));
    let maker = Maker {
        kind: args.pdu,
        args: args.message.clone(),
        from: args.from.clone(),
        to,
        text,
        receipt: args.receipt,
    };
    Messages::new(maker).map_err(Failure::Usage)
}

/// Tells what came of it.
fn conclude(args: &Args, load: &Load, ended: &Ended, octets: (u64, u64)) -> Result<Exit, Failure> {
    let courses = load.pace.courses();
    let (lost, failed, failure) = {
        let ledger = load.ledger();
        let connections = &ledger.connections;
        (connections.lost.keys().next().cloned(), !connections.failed.is_empty(), ledger.failure.clone())
    };
    if let Some(failure) = failure {
        return Err(Failure::Usage(failure));
    }
    let steps: Vec<_> = {
        let ledger = load.ledger();
        let steps = load.pace.steps().iter().zip(&courses).zip(&ledger.steps);
        steps.map(|((step, course), tally)| Figures::of_step(step, course, tally.clone())).collect()
    };
    let run = Figures::of_run(&steps);
    let unmet = args.limits.unmet(&run);
    let connections = args.amount.connections.get();
    let report = Report {
        title: format!(
            "{} to {} as {} over {connections} connection{} with a window of {}",
            args.pdu.name(),
            args.server.server,
            args.server.system_id(),
            if connections == 1 { "" } else { "s" },
            load.window,
        ),
        pdu: args.pdu.name(),
        connections: connections.into(),
        load,
        steps: &steps,
        run: &run,
        ended,
        octets,
        unmet: &unmet,
    };
    let mut out = crate::stdout();
    if args.json {
        for object in report.objects() {
            write_line(&mut out, &object)?;
        }
    } else {
        report.print(&mut out)?;
    }
    out.flush()?;
    drop(out);
    if let Err(error) = &ended.seen.csv {
        return Err(cannot_write(args, error));
    }
    if let Some(why) = lost.as_ref().filter(|_| ended.all_lost) {
        return Err(Failure::Connection(format!("no connection is left: {why}")));
    }
    if ended.interrupted {
        anstream::eprintln!("interrupted");
    }
    let is_good = unmet.is_empty() && lost.is_none() && !failed && !ended.interrupted;
    let is_good = is_good && run.tally.messages.accepted > 0;
    Ok(if is_good { Exit::Success } else { Exit::Negative })
}
