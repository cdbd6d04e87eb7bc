//! SMPP clients and servers on [tokio], over the [`smppkit`] engine.
//!
//! * [`Client`] connects to a message centre and binds; [`Reconnecting`] does so again whenever the link is lost.
//! * [`Server`] lets applications bind.
//! * Both give a [`Link`], on which requests are sent and awaited, and [`Incoming`], through which the requests of the
//!   peer come.
//! * [`Link::send_text`] sends a text in as many parts as it takes, and gives its message ids and [`Receipts`];
//!   [`Incoming::messages`] gives whole [messages](Message) and [receipts](Receipt) instead of PDUs.
//!
//! There is no rule of the protocol in this crate: states, windows, timers and answers are those of
//! [`smppkit::session`]; alphabets, parts, receipts and message ids those of [`smppkit::message`].
//!
//! ```
//! use std::time::Duration;
//!
//! use smppkit::{CommandStatus, Pdu, SubmitSmResp};
//! use smppkit_tokio::{Account, Bound, Client, Server, TextOptions};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // A message centre that lets anybody bind, and accepts every message.
//! let server = Server::new("mc").listen(
//!     "127.0.0.1:0",
//!     async |_bind| Ok(Account::new(())),
//!     async |mut bound: Bound<()>| {
//!         while let Some(request) = bound.incoming.next_request().await {
//!             let _ = match request.pdu() {
//!                 Pdu::SubmitSm(_) => request.accept(&SubmitSmResp { message_id: "7".into(), ..Default::default() }),
//!                 _ => request.reject(CommandStatus::ESME_RINVCMDID),
//!             };
//!         }
//!     },
//! );
//! let server = server.await?;
//!
//! let client = Client::new(server.local_addr().unwrap().to_string()).transceiver("app", "secret");
//! let (link, _) = client.connect().await?;
//! let text = "A text is sent in as many parts as it takes. ".repeat(4);
//! let sent = link.send_text("MyShop", "447700900123", &text, &TextOptions::default()).await?;
//! assert_eq!(sent.message_ids, ["7", "7"]);
//! link.unbind(Duration::from_secs(5)).await;
//! # Ok(())
//! # }
//! ```
//!
//! # What is promised
//!
//! * A request ends in exactly one way: its response, its time-out, or the end of the link, and an error says whether the
//!   peer can have acted on it ([`RequestError::may_have_been_done`]). Futures may be dropped at any time.
//! * A request of the peer is answered when the application answers it; if it is dropped, it is rejected.
//! * A receipt that is awaited goes to who awaits it, be it that it comes before the response, over another link, or with
//!   the message id in another base. All others go to [`Incoming`].
//! * Nothing grows without a limit. Requests wait while the window is full or [`TRANSMIT_LIMIT`] octets wait to be sent.
//!   Reading pauses while `max_unanswered` requests wait for the application, or [`BACKLOG_LIMIT`] octets for a peer that
//!   does not read. Receipts are awaited within [`AwaitedReceipts`], parts of messages joined within [`MessageConfig`].
//! * A peer that does not read does not keep us from reading its responses.
//!
//! [`TRANSMIT_LIMIT`]: smppkit::buffered::TRANSMIT_LIMIT
//! [`BACKLOG_LIMIT`]: smppkit::buffered::BACKLOG_LIMIT
//! [tokio]: https://tokio.rs
#![forbid(unsafe_code)]

mod awaited;
mod bind;
mod client;
mod clock;
mod driver;
mod error;
mod gate;
mod incoming;
mod joining;
mod link;
mod messages;
mod receipts;
mod reconnect;
mod request;
mod server;
mod serving;
mod shared;
mod tap;
mod text;
#[cfg(feature = "tls")]
mod tls;

pub use bind::{BindKind, BindRequest};
pub use client::Client;
pub use error::{Closed, ConnectError, RequestError};
pub use incoming::{Incoming, Notification, Received, Request, RespondError};
pub use link::{Link, LinkConfig};
pub use messages::{Delivery, Message, MessageConfig, Messages};
pub use receipts::{AwaitedReceipts, Receipt, Receipts};
pub use reconnect::{ConnectionState, ConnectionStates, Reconnect, Reconnecting, ReconnectingLink};
pub use request::{InFlight, Requesting, Response, Starting};
pub use server::{Account, Bound, Server};
pub use serving::RunningServer;
pub use tap::{Direction, Tap};
pub use text::{Long, NotAccepted, PartOutcome, SendTextError, Sent, Submission, Submitted, TextOptions};
#[cfg(feature = "tls")]
pub use tls::{ClientTls, ServerTls};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
