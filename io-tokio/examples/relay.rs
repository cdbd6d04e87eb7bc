//! A relay: applications bind here, and each is bound at a message centre under its own name.
//!
//!     cargo run -p smppkit-tokio --example relay -- 127.0.0.1:2776 smsc.example:2775
//!
//! All that an application and the message centre send each other passes octet for octet, also what no specification knows;
//! only binds and sequence numbers are each connection's own, a request has no status, as it must not, and where one side
//! answers with generic_nack the other is told the status in the response to its request. Nobody is told a thing that the
//! other side has not said: a request is answered when its answer has come, and a window that is full on one side is felt on
//! the other.

use std::process::ExitCode;
use std::time::Duration;

use smppkit::session::{Tolerance, UnknownRequests};
use smppkit::{CommandStatus, Pdu};
use smppkit_tokio::{
    Account, BindRequest, Bound, Client, ConnectError, Incoming, Link, LinkConfig, Received, Request,
    RequestError, Response, RunningServer, Server,
};

/// How long each side may take to answer what is in flight when the other has gone.
const PARTING: Duration = Duration::from_secs(5);

/// Starts a relay that listens at `listen` and binds at the message centre `upstream`.
pub(crate) async fn relay(listen: &str, upstream: String) -> std::io::Result<RunningServer> {
    let authenticate = move |bind: BindRequest| bind_upstream(upstream.clone(), bind);
    Server::new("relay").configure_link(pass_all).listen(listen, authenticate, relay_one).await
}

/// Lets pass what a message centre or an application would refuse, or not send.
fn pass_all(link: &mut LinkConfig) {
    link.session.tolerance = Tolerance::TOLERANT;
    link.session.tolerance.incomplete = true;
    link.session.unknown_requests = UnknownRequests::Deliver;
    link.session.check_outgoing = false;
    // An answer takes as long as the other side takes; who asked has a timer of its own.
    link.session.response = Duration::from_secs(60);
}

/// Binds at the message centre as the application has bound here. What the message centre says to that is what the
/// application is told.
async fn bind_upstream(
    upstream: String,
    bind: BindRequest,
) -> Result<Account<(Link, Incoming)>, CommandStatus> {
    let (ton, npi, range) = bind.address_range();
    let client = Client::new(upstream)
        .bind(bind.kind(), bind.system_id().to_string(), bind.password().to_string())
        .system_type(bind.system_type().to_string())
        .address_range(ton, npi, range.to_string())
        .interface_version(bind.interface_version())
        .configure_link(pass_all);
    match client.connect().await {
        Ok(bound) => Ok(Account::new(bound)),
        Err(ConnectError::Refused { status }) => Err(status),
        Err(error) => {
            eprintln!("relay: {}: {error}", bind.system_id());
            Err(CommandStatus::ESME_RBINDFAIL)
        }
    }
}

/// Relays between an application and the message centre until one of them goes.
async fn relay_one(bound: Bound<(Link, Incoming)>) {
    let Bound { link: application, incoming: requests, account: (centre, deliveries), .. } = bound;
    tokio::select! {
        () = pass(requests, &centre) => (),
        () = pass(deliveries, &application) => (),
    }
    tokio::join!(application.unbind(PARTING), centre.unbind(PARTING));
}

/// Passes on what comes from one side, in order, as far as the window of the other side lets it.
async fn pass(mut from: Incoming, to: &Link) {
    while let Some(received) = from.next().await {
        match received {
            Received::Request(request) => match to.start_request(&request.pdu()).await {
                Ok(response) => drop(tokio::spawn(async move { answer(request, response.await) })),
                Err(error) => answer(request, Err(error)),
            },
            Received::Notification(notification) => {
                if let Err(error) = to.notify(&notification.pdu()) {
                    eprintln!("relay: {error}");
                }
            }
            _ => (),
        }
    }
}

/// Answers a request as the other side has answered it.
fn answer(request: Request, response: Result<Response, RequestError>) {
    let answered = match &response {
        Ok(response) => match response.pdu() {
            Pdu::GenericNack(_) => request.reject(response.command_status()),
            pdu => request.respond(response.command_status(), &pdu),
        },
        // Nobody knows whether it was done. Any status would say that it was not.
        Err(error) if error.may_have_been_done() => return request.abandon(),
        Err(_) => request.reject(CommandStatus::ESME_RSYSERR),
    };
    if let Err(error) = answered {
        eprintln!("relay: {error}");
    }
}

#[tokio::main]
#[allow(dead_code, reason = "the tests run the relay without it")]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(listen), Some(upstream)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: relay LISTEN UPSTREAM, each HOST:PORT");
        return ExitCode::from(2);
    };
    let server = match relay(&listen, upstream).await {
        Ok(server) => server,
        Err(error) => {
            eprintln!("relay: {listen}: {error}");
            return ExitCode::from(3);
        }
    };
    // Ctrl-C: nothing new, and an orderly end for those who are bound.
    let _ = tokio::signal::ctrl_c().await;
    server.shutdown(PARTING).await;
    ExitCode::SUCCESS
}
