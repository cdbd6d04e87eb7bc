//! What comes in as messages, whole, and receipts.

use std::fmt;
use std::mem;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use smppkit::buffered::PduBuf;
use smppkit::message::coding::Profile;
use smppkit::message::incoming::{Incoming as Reading, Kind, MessageFields, Sort};
use smppkit::message::joining::MessageNumber;
use smppkit::message::reassemble::{Fragment, Limits};
use smppkit::{Body as _, CommandStatus, Pdu};
use tokio::time::sleep_until;

use crate::incoming::{Incoming, Received, Request, RespondError};
use crate::joining::{Joined, Joining, lock};
use crate::receipts::{Receipt, SCRATCH};

/// How incoming messages are read and joined.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct MessageConfig {
    /// How much memory the parts of incomplete messages may take, and how long they wait for the others. A part for which
    /// there is no memory is rejected with `ESME_RX_T_APPN`. Default: 1 MiB, thirty minutes.
    pub limits: Limits,
    /// How long a part waits for the application's answer to the whole message. After that it is accepted, since there are
    /// message centres that send no part before the one before is answered. Zero: at once. Default: 1 s.
    pub hold: Duration,
    /// What `data_coding` means for this account. Default: 0 is GSM 7-bit, unpacked.
    pub profile: Profile<'static>,
}

impl Default for MessageConfig {
    fn default() -> Self {
        Self { limits: Limits::default(), hold: Duration::from_secs(1), profile: Profile::GSM7 }
    }
}

/// Something that came in.
#[derive(Debug)]
#[non_exhaustive]
pub enum Delivery {
    /// A message.
    Message(Message),
    /// A receipt that nobody awaits.
    Receipt(Receipt),
    /// Neither deliver_sm nor data_sm, or one that is neither message nor receipt.
    Other(Received),
}

/// The messages and receipts of the peer: see [`Incoming::messages`].
#[derive(Debug)]
pub struct Messages {
    incoming: Incoming,
    joining: Arc<Mutex<Joining>>,
}

impl Incoming {
    /// Reads messages and receipts instead of PDUs, and joins the parts of long messages.
    ///
    /// ```no_run
    /// # use smppkit_tokio::Incoming;
    /// use smppkit_tokio::Delivery;
    ///
    /// # async fn example(incoming: Incoming) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut messages = incoming.messages(Default::default());
    /// while let Some(delivery) = messages.next().await {
    ///     match delivery {
    ///         Delivery::Message(message) => {
    ///             println!("{}: {:?}", message.from(), message.text());
    ///             message.accept()?;
    ///         }
    ///         Delivery::Receipt(receipt) => {
    ///             println!("{} {:?}", receipt.message_id(), receipt.state());
    ///             receipt.accept()?;
    ///         }
    ///         // It is rejected when it is dropped.
    ///         _ => {}
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn messages(self, config: MessageConfig) -> Messages {
        let joining = Joining::new(&config);
        Messages { incoming: self, joining: Arc::new(Mutex::new(joining)) }
    }
}

impl Messages {
    /// What comes next; `None` once the link is over and nothing is left. A message that never became whole is handed out
    /// when its time is up, or when the link is over.
    ///
    /// It may be dropped at any time: nothing is lost.
    pub async fn next(&mut self) -> Option<Delivery> {
        loop {
            if let Some(message) = self.joined() {
                return Some(Delivery::Message(message));
            }
            let due = lock(&self.joining).due();
            let due = async {
                match due {
                    Some(due) => sleep_until(due).await,
                    None => std::future::pending().await,
                }
            };
            let received = tokio::select! {
                received = self.incoming.next() => received,
                () = due => {
                    lock(&self.joining).handle_timeout();
                    continue;
                }
            };
            let delivery = match received {
                Some(Received::Request(request)) => self.sort(request),
                Some(other) => Some(Delivery::Other(other)),
                None => {
                    lock(&self.joining).end();
                    return self.joined().map(Delivery::Message);
                }
            };
            if delivery.is_some() {
                return delivery;
            }
        }
    }

    /// What this is, unless it is a part of a long message: that goes to the others.
    fn sort(&self, request: Request) -> Option<Delivery> {
        let request = match Receipt::stray(request) {
            Ok(receipt) => return Some(Delivery::Receipt(receipt)),
            Err(request) => request,
        };
        let first = request.as_buf().clone();
        let pdu = first.pdu();
        let fields = MessageFields::of(&pdu).unwrap_or_default();
        let mut scratch = [0; SCRATCH];
        let reading = Reading::read(&fields, &mut scratch);
        let fragment = Fragment::new(fields.source_addr, fields.destination_addr, &reading);
        match (reading.sort(pdu.command_id()), fragment) {
            (Sort::Part, Some(fragment)) => {
                lock(&self.joining).insert(&fragment, first.clone(), request);
                None
            }
            (Sort::Message, _) => Some(Delivery::Message(Message {
                text: lock(&self.joining).text(&reading),
                kind: reading.kind,
                octets: reading.body.to_vec(),
                missing: Vec::new(),
                behind: Behind::One(request),
                first: first.clone(),
            })),
            _ => Some(Delivery::Other(Received::Request(request))),
        }
    }

    /// The next long message that is whole, or will never be.
    fn joined(&self) -> Option<Message> {
        let Joined { number, first, text, message } = lock(&self.joining).next()?;
        Some(Message {
            first,
            kind: Kind::Message,
            text,
            octets: message.octets(),
            missing: message.missing().collect(),
            behind: Behind::Parts { joining: self.joining.clone(), number },
        })
    }
}

/// A message, of one part or of several.
///
/// The message centre gets its answer when the application gives one; the parts of a long message may have been accepted
/// before: see [`MessageConfig::hold`]. A message that is dropped is rejected like any [`Request`]. After a rejection the
/// message comes anew when the message centre sends it, or the parts that it was not yet told to be accepted, again.
#[must_use = "a message that is dropped is rejected"]
pub struct Message {
    /// Its first part that came.
    first: PduBuf,
    kind: Kind,
    text: Option<String>,
    octets: Vec<u8>,
    missing: Vec<u8>,
    behind: Behind,
}

enum Behind {
    One(Request),
    Parts {
        joining: Arc<Mutex<Joining>>,
        number: MessageNumber,
    },
    /// It is answered.
    Nothing,
}

impl Message {
    /// The text; `None` if it is none, or in an alphabet that is not known. U+FFFD stands for what is missing.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// The octets of all parts, without headers.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// Who sent it.
    #[must_use]
    pub fn from(&self) -> String {
        self.address(|fields| fields.source_addr)
    }

    /// Whom it was sent to.
    #[must_use]
    pub fn to(&self) -> String {
        self.address(|fields| fields.destination_addr)
    }

    fn address(&self, which: impl for<'a> Fn(MessageFields<'a>) -> &'a [u8]) -> String {
        let pdu = self.first.pdu();
        let address = MessageFields::of(&pdu).map(which).unwrap_or_default();
        String::from_utf8_lossy(address).into_owned()
    }

    /// Whether it is a message proper or an acknowledgement by the other side's user or telephone.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The numbers of the parts that did not come in time, the first being 1.
    #[must_use]
    pub fn missing(&self) -> &[u8] {
        &self.missing
    }

    /// Whether all of it is there.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.missing.is_empty()
    }

    /// The deliver_sm or data_sm that it, or its first part that came, came in.
    #[must_use]
    pub fn pdu(&self) -> Pdu<'_> {
        self.first.pdu()
    }

    /// Accepts it: the application has it.
    ///
    /// # Errors
    ///
    /// If the link is over; then the message centre will send it again.
    pub fn accept(mut self) -> Result<(), RespondError> {
        answer(self.take(true), Request::acknowledge)
    }

    /// Refuses it.
    ///
    /// # Errors
    ///
    /// If the link is over; then the message centre will send it again anyway.
    pub fn reject(mut self, status: CommandStatus) -> Result<(), RespondError> {
        answer(self.take(false), |request| request.reject(status))
    }

    fn take(&mut self, accepted: bool) -> Vec<Request> {
        match mem::replace(&mut self.behind, Behind::Nothing) {
            Behind::One(request) => Vec::from([request]),
            Behind::Parts { joining, number } => lock(&joining).settle(number, accepted),
            Behind::Nothing => Vec::new(),
        }
    }
}

impl Drop for Message {
    fn drop(&mut self) {
        drop(self.take(false));
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("from", &self.from())
            .field("to", &self.to())
            .field("text", &self.text)
            .field("missing", &self.missing)
            .finish_non_exhaustive()
    }
}

/// Answers all of them, and tells the first failure.
fn answer(
    requests: Vec<Request>,
    mut one: impl FnMut(Request) -> Result<(), RespondError>,
) -> Result<(), RespondError> {
    let mut answered = Ok(());
    for request in requests {
        answered = answered.and(one(request));
    }
    answered
}
