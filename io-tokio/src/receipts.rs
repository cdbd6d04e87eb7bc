//! Delivery receipts of messages of ours.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;

use smppkit::message::awaited::Arrived;
use smppkit::message::incoming::{Evidence, Incoming as Reading, MessageFields, Sort};
use smppkit::message::message_id::Mode;
use smppkit::message::receipt::Report;
use smppkit::values::MessageState;
use smppkit::{Body as _, CommandStatus, Pdu};

use crate::awaited::After;
use crate::error::RequestError;
use crate::incoming::{Inbox, Request, RespondError};
use crate::request::Response;

/// How many receipts are awaited, how long, and how their message ids are compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct AwaitedReceipts {
    /// How many messages may wait for their receipts, each part counted; when there is one more, the oldest is given up.
    /// Default: 65,536.
    pub max_messages: usize,
    /// How long a message waits for its receipt. Default: three days.
    pub timeout: Duration,
    /// How the id in the response and the id in the receipt are compared. Default: by whatever fits.
    pub ids: Mode,
}

impl AwaitedReceipts {
    pub(crate) const DEFAULT: Self =
        Self { max_messages: 65_536, timeout: Duration::from_secs(3 * 86_400), ids: Mode::Learning };
}

impl Default for AwaitedReceipts {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// Octets of a receipt in UCS-2 that are read.
pub(crate) const SCRATCH: usize = 512;

/// What a receipt says, as far as it matters here.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) message_id: String,
    pub(crate) state: Option<MessageState>,
    pub(crate) is_final: bool,
    pub(crate) evidence: Evidence,
}

impl Said {
    /// `None` if the PDU is no receipt, or does not say of which message.
    pub(crate) fn read(pdu: &Pdu<'_>) -> Option<Self> {
        let mut scratch = [0; SCRATCH];
        let reading = Reading::read(&MessageFields::of(pdu)?, &mut scratch);
        let is_receipt = reading.sort(pdu.command_id()) == Sort::Receipt;
        let (id, _) = reading.report.message_id().filter(|_| is_receipt)?;
        Some(Self {
            message_id: id.to_owned(),
            state: reading.report.message_state().map(|(state, _)| state),
            is_final: reading.report.is_final().unwrap_or(false),
            evidence: reading.evidence,
        })
    }
}

/// A delivery receipt, or an intermediate notification, for the application.
///
/// The message centre gets its answer when the application gives one, not before. A receipt that is dropped is rejected
/// like any [`Request`], and the message goes on waiting for it to come again.
#[must_use = "a receipt that is dropped is rejected"]
pub struct Receipt {
    /// In front of the request: the message waits again before the message centre is told to send the receipt again.
    claim: Option<Claim>,
    request: Request,
    said: Said,
}

/// That it was awaited.
struct Claim {
    inbox: Arc<Inbox>,
    group: u64,
    part: usize,
    message_id: Box<[u8]>,
    is_certain: bool,
    /// Whether the message has to wait again unless the receipt is accepted.
    is_open: bool,
}

impl Drop for Claim {
    fn drop(&mut self) {
        if self.is_open {
            let after = self.inbox.awaited.await_again(self.group, self.part, &self.message_id);
            self.inbox.pass_on(after.run());
        }
    }
}

impl Receipt {
    /// A receipt that nobody awaited.
    pub(crate) fn stray(request: Request) -> Result<Self, Request> {
        match Said::read(&request.pdu()) {
            Some(said) => Ok(Self { claim: None, request, said }),
            None => Err(request),
        }
    }

    fn claimed(inbox: &Arc<Inbox>, group: u64, arrived: Arrived<(Request, Said)>) -> Self {
        let Arrived { receipt: (request, said), part, message_id, is_certain, .. } = arrived;
        let claim =
            Claim { inbox: inbox.clone(), group, part, message_id, is_certain, is_open: said.is_final };
        Self { claim: Some(claim), request, said }
    }

    /// The message id as the receipt has it, which may be written otherwise than in the response.
    #[must_use]
    pub fn message_id(&self) -> &str {
        &self.said.message_id
    }

    /// What became of the message; `None` if the receipt does not say it in any known way.
    #[must_use]
    pub const fn state(&self) -> Option<MessageState> {
        self.said.state
    }

    /// Whether the state is the last one; see [`Report::is_final`].
    #[must_use]
    pub const fn is_final(&self) -> bool {
        self.said.is_final
    }

    /// Whether the message was delivered.
    #[must_use]
    pub fn is_delivered(&self) -> bool {
        self.said.state == Some(MessageState::DELIVERED)
    }

    /// By what it was recognised. Anybody with a telephone can write what looks like a receipt by
    /// [its text](Evidence::Text) alone.
    #[must_use]
    pub const fn evidence(&self) -> Evidence {
        self.said.evidence
    }

    /// The part of the message that it is about, the first being 1; `None` if it was not awaited.
    #[must_use]
    pub fn part(&self) -> Option<usize> {
        self.claim.as_ref().map(|claim| claim.part + 1)
    }

    /// Whether it can be about no other message that is awaited, as far as its id tells: short numbers may be the same by
    /// chance, in one base or the other. False if it was not awaited.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.claim.as_ref().is_some_and(|claim| claim.is_certain)
    }

    /// All that it says: dates, error codes, text.
    pub fn with_report<R>(&self, then: impl FnOnce(&Report<'_>) -> R) -> R {
        let pdu = self.request.pdu();
        let mut scratch = [0; SCRATCH];
        match MessageFields::of(&pdu) {
            Some(fields) => then(&Reading::read(&fields, &mut scratch).report),
            None => then(&Report::default()),
        }
    }

    /// The deliver_sm or data_sm that it came in.
    #[must_use]
    pub fn pdu(&self) -> Pdu<'_> {
        self.request.pdu()
    }

    /// Acknowledges it: the application has it.
    ///
    /// # Errors
    ///
    /// If the link is over; then the message centre will send it again, and it is awaited again.
    pub fn accept(self) -> Result<(), RespondError> {
        self.request.acknowledge()?;
        if let Some(mut claim) = self.claim {
            claim.is_open = false;
        }
        Ok(())
    }

    /// Refuses it, and awaits it again.
    ///
    /// # Errors
    ///
    /// If the link is over; then the message centre will send it again anyway.
    pub fn reject(self, status: CommandStatus) -> Result<(), RespondError> {
        drop(self.claim);
        self.request.reject(status)
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receipt")
            .field("message_id", &self.said.message_id)
            .field("state", &self.said.state)
            .field("part", &self.part())
            .finish_non_exhaustive()
    }
}

/// The receipts of one message, as they come: hours later, on whatever link the message centre chooses.
///
/// Take them with [`next`](Self::next), or let [`outcome`](Self::outcome) take and accept them all. Those that come while
/// nobody takes them are kept, a quarter of `max_unanswered`; the oldest beyond that are rejected for now, for the message
/// centre to send them again. If this is dropped, they go on to [`Incoming`](crate::Incoming) with all others that nobody
/// awaits.
///
/// The link lives as long as this does.
pub struct Receipts {
    inbox: Arc<Inbox>,
    group: u64,
    states: Vec<Option<MessageState>>,
    _alive: Arc<dyn Send + Sync>,
}

impl Receipts {
    pub(crate) fn new(inbox: &Arc<Inbox>, alive: Arc<dyn Send + Sync>, parts: usize) -> Self {
        let group = inbox.awaited.open();
        Self { inbox: inbox.clone(), group, states: vec![None; parts], _alive: alive }
    }

    /// To be made before the part is sent: its receipt may come before its response.
    pub(crate) fn follow(&self, part: usize) -> Following {
        let ticket = self.inbox.awaited.under_way(self.group, part);
        Following { inbox: self.inbox.clone(), ticket: Some(ticket) }
    }

    /// The next receipt or intermediate notification; `None` when no more will come, because all parts had their final
    /// one, waited too long, or were given up for newer ones, or because the link is over.
    ///
    /// It may be dropped at any time: nothing is lost.
    pub async fn next(&mut self) -> Option<Receipt> {
        let awaited = &self.inbox.awaited;
        let _leaving = Leaving(self);
        loop {
            let too_late = async {
                match awaited.deadline(self.group) {
                    Some(deadline) => tokio::time::sleep_until(deadline).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                arrived = poll_fn(|context| awaited.poll(self.group, context)) => {
                    return arrived.map(|arrived| Receipt::claimed(&self.inbox, self.group, arrived));
                }
                () = too_late => self.inbox.pass_on(awaited.expire().run()),
            }
        }
    }

    /// Takes and accepts receipts until no more will come, and gives what became of each part: the last state that was
    /// told, or `None` if none was.
    ///
    /// It may be dropped at any time and called again.
    ///
    /// ```no_run
    /// # use smppkit_tokio::{Link, TextOptions};
    /// # async fn example(link: Link) -> Result<(), Box<dyn std::error::Error>> {
    /// let options = TextOptions::default().receipt(true);
    /// let mut sent = link.send_text("MyShop", "447700900123", "Your order is on its way", &options).await?;
    /// println!("{:?}: {:?}", sent.message_ids, sent.receipts.outcome().await);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn outcome(&mut self) -> &[Option<MessageState>] {
        while let Some(receipt) = self.next().await {
            let part = receipt.part().and_then(|part| self.states.get_mut(part.checked_sub(1)?));
            if let Some(state) = part {
                *state = receipt.state().or(*state);
            }
            // If it fails, it comes again, and is awaited again.
            let _ = receipt.accept();
        }
        &self.states
    }

    /// How many parts wait for their final receipt.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.inbox.awaited.waiting(self.group)
    }
}

/// Tells that nobody waits for the next receipt any more.
struct Leaving<'a>(&'a Receipts);

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        self.0.inbox.awaited.leave(self.0.group);
    }
}

impl Drop for Receipts {
    fn drop(&mut self) {
        self.inbox.pass_on(self.inbox.awaited.close(self.group).run());
    }
}

impl fmt::Debug for Receipts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receipts").field("waiting", &self.waiting()).finish_non_exhaustive()
    }
}

/// A submit_sm without a response whose receipt is awaited.
pub(crate) struct Following {
    inbox: Arc<Inbox>,
    /// None once it has ended.
    ticket: Option<u64>,
}

impl Following {
    /// The response came, or never will.
    pub(crate) fn end(mut self, outcome: &Result<Response, RequestError>) -> Followed {
        let pdu = outcome.as_ref().ok().filter(|response| response.is_ok()).map(Response::pdu);
        let message_id = match &pdu {
            Some(Pdu::SubmitSmResp(accepted)) => Some(accepted.message_id.as_bytes()),
            _ => None,
        };
        let ticket = self.ticket.take();
        let after = ticket.map(|ticket| self.inbox.awaited.answered(ticket, message_id)).unwrap_or_default();
        Followed { inbox: self.inbox.clone(), after }
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket {
            let after = self.inbox.awaited.answered(ticket, None);
            self.inbox.pass_on(after.run());
        }
    }
}

impl fmt::Debug for Following {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Following").field("ticket", &self.ticket).finish_non_exhaustive()
    }
}

/// What came of the response to a submit_sm, to be done once no lock is held.
pub(crate) struct Followed {
    inbox: Arc<Inbox>,
    after: After,
}

impl Followed {
    pub(crate) fn run(self) {
        self.inbox.pass_on(self.after.run());
    }
}
