//! An ESME or an MC for `tests/soak` (see its README) and `tests/hostile.rs`, with `smppkit-tokio`.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use clap::{Parser, Subcommand};
use serde_json::{Value as Json, json};
use smppkit::session::Config;
use smppkit::{Body, CommandStatus, DeliverSm, DeliverSmResp, Pdu, SubmitSm, SubmitSmResp};
use smppkit_tokio::{
    Account, Bound, Client, InFlight, Incoming, Link, Reconnect, ReconnectingLink, Request, RequestError,
    Response, Server,
};
use tokio::io::AsyncReadExt;
use tokio::task::JoinSet;

const WINDOW: usize = 16;
const RESPONSE: Duration = Duration::from_secs(2);
const ENQUIRE_LINK: Duration = Duration::from_secs(1);
/// How long the end may take.
const END: Duration = Duration::from_secs(5);

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    role: Role,
}

#[derive(Subcommand)]
enum Role {
    /// Binds, and submits messages
    Client { port: u16, messages: u32 },
    /// Lets everybody bind, and delivers messages to them
    Server {
        messages: u32,
        /// Seconds from the connection to the bind
        #[arg(long, default_value_t = 2)]
        session_init: u64,
        /// Connections at once
        #[arg(long, default_value_t = 1024)]
        max_connections: usize,
    },
    /// Binds, and takes nothing of what comes
    Idle {
        port: u16,
        /// Say so: then what comes is refused
        #[arg(long)]
        refuse: bool,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let ended = match Arguments::parse().role {
        Role::Client { port, messages } => client(port, messages).await,
        Role::Server { messages, session_init, max_connections } => {
            let server = Server::new("soak").max_connections(max_connections).configure(|session| {
                session.session_init = Some(Duration::from_secs(session_init));
            });
            serve(server, messages).await
        }
        Role::Idle { port, refuse } => idle(port, refuse).await,
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("soak-endpoint: {error}");
            ExitCode::FAILURE
        }
    }
}

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

fn tell(line: &Json) {
    println!("{line}");
}

fn timers(session: &mut Config) {
    session.response = RESPONSE;
    session.enquire_link = Some(ENQUIRE_LINK);
}

async fn stdin_ends() {
    // An error is an end, too.
    while tokio::io::stdin().read(&mut [0; 64]).await.is_ok_and(|len| len > 0) {}
}

// ---- Both sides

fn text(number: u32) -> String {
    format!("{number} {}", "x".repeat(number as usize * 37 % 120))
}

fn number_of(octets: &[u8]) -> Option<u32> {
    let number = str::from_utf8(octets).ok()?.split(' ').next()?.parse().ok()?;
    (octets == text(number).as_bytes()).then_some(number)
}

/// Whether this message is refused.
fn is_refused(number: u32) -> bool {
    number % 50 == 49
}

async fn settle(number: u32, in_flight: InFlight) {
    settled(number, in_flight.await);
}

fn settled(number: u32, outcome: Result<Response, RequestError>) {
    tell(&match outcome {
        Ok(response) => {
            let mut line = json!({"sent": number, "status": response.command_status().0});
            if let Pdu::SubmitSmResp(resp) = response.pdu()
                && response.is_ok()
            {
                line["id"] = resp.message_id.to_string().into();
            }
            line
        }
        Err(error) if error.may_have_been_done() => json!({"sent": number, "lost": error.to_string()}),
        Err(error) => json!({"sent": number, "not_sent": error.to_string()}),
    });
}

/// Tells of a message and answers it.
fn answer<B: Body>(request: Request, octets: &[u8], id: Option<&str>, response: &B) {
    let Some(number) = number_of(octets) else {
        return tell(&json!({"wrong": format!("{request:?}")}));
    };
    // It fails when the connection is over: then the peer knows.
    let _ = if is_refused(number) {
        tell(&json!({"received": number, "status": CommandStatus::ESME_RSYSERR.0}));
        request.reject(CommandStatus::ESME_RSYSERR)
    } else {
        let mut line = json!({"received": number, "status": 0});
        if let Some(id) = id {
            line["id"] = id.into();
        }
        tell(&line);
        request.accept(response)
    };
}

// ---- The client

async fn client(port: u16, messages: u32) -> Fallible<()> {
    let mut policy = Reconnect::default();
    policy.first_delay = Duration::from_millis(20);
    policy.max_delay = Duration::from_millis(200);
    policy.request_wait = Duration::from_secs(60);
    let (link, incoming) = esme(port).reconnecting(policy).connect().await?;
    let received = tokio::spawn(receive(incoming));
    let sent = tokio::spawn(submit_all(link.clone(), messages));
    stdin_ends().await;
    link.unbind(END).await;
    sent.await?;
    Ok(received.await?)
}

fn esme(port: u16) -> Client {
    Client::new(format!("127.0.0.1:{port}"))
        .transceiver("soak", "secret")
        .window(WINDOW)
        .connect_limit(RESPONSE)
        .configure(timers)
}

async fn submit_all(link: ReconnectingLink, messages: u32) {
    let mut in_flight = JoinSet::new();
    for number in 0..messages {
        let text = text(number);
        let submit = SubmitSm {
            source_addr: "1234".into(),
            destination_addr: "447700900123".into(),
            short_message: text.as_str().into(),
            ..Default::default()
        };
        match link.start_request(&submit).await {
            Ok(started) => _ = in_flight.spawn(settle(number, started)),
            Err(error) => settled(number, Err(error)),
        }
        while in_flight.try_join_next().is_some() {}
    }
    while in_flight.join_next().await.is_some() {}
    tell(&json!({"done": true}));
}

async fn receive(mut incoming: Incoming) {
    while let Some(request) = incoming.next_request().await {
        let Pdu::DeliverSm(deliver) = request.pdu() else {
            tell(&json!({"wrong": format!("{request:?}")}));
            continue;
        };
        let octets = deliver.short_message.as_bytes().to_vec();
        answer(request, &octets, None, &DeliverSmResp::default());
    }
}

async fn idle(port: u16, refuse: bool) -> Fallible<()> {
    let (link, incoming) = esme(port).connect().await?;
    let _untaken = (!refuse).then_some(incoming);
    stdin_ends().await;
    link.close();
    Ok(())
}

// ---- The server

/// The messages that it delivers, over whichever connection.
struct Deliveries {
    messages: u32,
    next: AtomicU32,
    settled: AtomicU32,
    ids: AtomicU32,
}

impl Deliveries {
    fn next(&self) -> Option<u32> {
        let next = |number| (number < self.messages).then_some(number + 1);
        self.next.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next).ok()
    }

    fn settled(&self) {
        if self.settled.fetch_add(1, Ordering::Relaxed) + 1 == self.messages {
            tell(&json!({"done": true}));
        }
    }
}

async fn serve(server: Server, messages: u32) -> Fallible<()> {
    let deliveries = Arc::new(Deliveries {
        messages,
        next: AtomicU32::new(0),
        settled: AtomicU32::new(0),
        ids: AtomicU32::new(0),
    });
    let handle = {
        let deliveries = deliveries.clone();
        move |bound: Bound<()>| attend(bound, deliveries.clone())
    };
    let server = server.window(WINDOW).configure(timers);
    let server = server.listen("127.0.0.1:0", async |_| Ok(Account::new(())), handle).await?;
    tell(&json!({"listening": server.local_addr().map(|address| address.port())}));
    stdin_ends().await;
    server.shutdown(END).await;
    Ok(())
}

async fn attend(bound: Bound<()>, deliveries: Arc<Deliveries>) {
    let Bound { link, mut incoming, .. } = bound;
    let delivering = tokio::spawn(deliver_all(link, deliveries.clone()));
    while let Some(request) = incoming.next_request().await {
        let Pdu::SubmitSm(submit) = request.pdu() else {
            tell(&json!({"wrong": format!("{request:?}")}));
            continue;
        };
        let octets = submit.short_message.as_bytes().to_vec();
        let id = format!("s{}", deliveries.ids.fetch_add(1, Ordering::Relaxed));
        let response = SubmitSmResp { message_id: id.as_str().into(), ..Default::default() };
        answer(request, &octets, Some(&id), &response);
    }
    // It ends by itself: each of its messages is told of.
    let _ = delivering.await;
}

/// Delivers as long as this connection lasts, and there are messages.
async fn deliver_all(link: Link, deliveries: Arc<Deliveries>) {
    let mut in_flight = JoinSet::new();
    while !link.is_closed()
        && let Some(number) = deliveries.next()
    {
        let text = text(number);
        let deliver = DeliverSm {
            source_addr: "447700900123".into(),
            destination_addr: "1234".into(),
            short_message: text.as_str().into(),
            ..Default::default()
        };
        match link.start_request(&deliver).await {
            Ok(started) => {
                let deliveries = deliveries.clone();
                in_flight.spawn(async move {
                    settle(number, started).await;
                    deliveries.settled();
                });
            }
            Err(error) => {
                settled(number, Err(error));
                deliveries.settled();
            }
        }
        while in_flight.try_join_next().is_some() {}
    }
    while in_flight.join_next().await.is_some() {}
}
