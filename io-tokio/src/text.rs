//! The easy way to send: a text becomes as many submit_sm as it takes, and their message ids and receipts come back.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use smppkit::buffered::PduBuf;
pub use smppkit::message::outgoing::{Long, TextOptions};
use smppkit::message::outgoing::{Submit, TextError};
use smppkit::message::segment::SplitError;
use smppkit::message::{AddressError, SegmentError};
use smppkit::values::RegisteredDelivery;
use smppkit::{Body, CommandStatus, EncodeError, Pdu, SubmitSm};
use thiserror::Error;

use crate::error::{RequestError, explained};
use crate::incoming::Inbox;
use crate::link::Link;
use crate::receipts::{Following, Receipts};
use crate::reconnect::ReconnectingLink;
use crate::request::{InFlight, Response};

/// The submit_sm of all parts of a text.
fn submits(
    options: &TextOptions<'_>,
    from: &str,
    to: &str,
    text: &str,
    number: u16,
) -> Result<Vec<PduBuf>, SendTextError> {
    let submits = options.submits(from, to, text, number).map_err(|error| match error {
        TextError::From(error) => SendTextError::From { address: from.into(), error },
        TextError::To(error) => SendTextError::To { address: to.into(), error },
        TextError::Split(error) => error.into(),
    })?;
    let encode = |submit: Submit<'_>| {
        let mut buffer = vec![0; submit.segment().octets()];
        // The session gives it its own number.
        Ok(submit.with(&mut buffer, |pdu| PduBuf::encode(CommandStatus::ESME_ROK, 1, pdu))??)
    };
    submits.map(encode).collect()
}

/// A message that was accepted whole.
#[derive(Debug)]
#[non_exhaustive]
pub struct Sent {
    /// The id of each part, as the message centre gave it.
    pub message_ids: Vec<String>,
    /// Its receipts, if they were asked for; none otherwise.
    pub receipts: Receipts,
}

/// A text was not sent, or not whole.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SendTextError {
    /// The source is no address.
    #[error("from {address:?}: {error}")]
    From {
        /// What was given.
        address: String,
        /// What is wrong with it.
        error: AddressError,
    },
    /// The destination is no address.
    #[error("to {address:?}: {error}")]
    To {
        /// What was given.
        address: String,
        /// What is wrong with it.
        error: AddressError,
    },
    /// The text cannot be sent with these options.
    #[error(transparent)]
    Split(#[from] SplitError),
    /// It cannot be made into a PDU.
    #[error(transparent)]
    Segment(#[from] SegmentError),
    /// It cannot be encoded.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// Some part was not accepted.
    #[error(transparent)]
    NotAccepted(#[from] NotAccepted),
}

/// What became of each part of a message that was not accepted whole. Once a part failed, no further ones were sent.
///
/// Receipts of the parts that were accepted go to [`Incoming`](crate::Incoming).
#[derive(Debug)]
#[non_exhaustive]
pub struct NotAccepted {
    /// The parts in order.
    pub parts: Vec<PartOutcome>,
}

/// What became of a part.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum PartOutcome {
    /// It was accepted with this message id.
    Accepted(String),
    /// It was refused with this status.
    Refused(CommandStatus),
    /// There was no response; [`RequestError::may_have_been_done`] tells whether it can have been accepted.
    Failed(RequestError),
    /// It was not sent, because another part failed before.
    NotSent,
}

impl NotAccepted {
    /// The ids of the parts that were accepted.
    pub fn accepted(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            PartOutcome::Accepted(message_id) => Some(message_id.as_str()),
            _ => None,
        })
    }

    /// The status with which the first part was refused that was.
    #[must_use]
    pub fn command_status(&self) -> Option<CommandStatus> {
        self.parts.iter().find_map(|part| match part {
            PartOutcome::Refused(status) => Some(*status),
            _ => None,
        })
    }

    /// Whether some part was accepted, or can have been: to send the message again could send that part twice.
    #[must_use]
    pub fn may_have_been_done(&self) -> bool {
        self.parts.iter().any(|part| match part {
            PartOutcome::Accepted(_) => true,
            PartOutcome::Failed(error) => error.may_have_been_done(),
            PartOutcome::Refused(_) | PartOutcome::NotSent => false,
        })
    }
}

impl fmt::Display for NotAccepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.parts.len();
        for (number, part) in (1..).zip(&self.parts) {
            if total > 1 {
                write!(f, "{}part {number} of {total}: ", if number > 1 { "; " } else { "" })?;
            }
            match part {
                PartOutcome::Accepted(message_id) => write!(f, "accepted as {message_id}")?,
                PartOutcome::Refused(status) => write!(f, "refused with {}", explained(*status))?,
                PartOutcome::Failed(error) => error.fmt(f)?,
                PartOutcome::NotSent => f.write_str("not sent")?,
            }
        }
        Ok(())
    }
}

impl std::error::Error for NotAccepted {}

/// What a text goes out by.
pub(crate) enum Route<'a> {
    Link(&'a Link),
    Reconnecting(&'a ReconnectingLink),
}

impl Route<'_> {
    fn inbox(&self) -> &Arc<Inbox> {
        match self {
            Self::Link(link) => link.inbox(),
            Self::Reconnecting(link) => link.inbox(),
        }
    }

    fn keep_alive(&self) -> Arc<dyn Send + Sync> {
        match self {
            Self::Link(link) => link.keep_alive(),
            Self::Reconnecting(link) => link.keep_alive(),
        }
    }

    async fn start<B: Body + Sync>(
        &self,
        submit_sm: &B,
        following: Option<Following>,
    ) -> Result<InFlight, RequestError> {
        let in_flight = match self {
            Self::Link(link) => link.start_request(submit_sm).await?,
            Self::Reconnecting(link) => link.start_request(submit_sm).await?,
        };
        if let Some(following) = following {
            in_flight.follow(following);
        }
        Ok(in_flight)
    }

    pub(crate) async fn send_text(
        &self,
        from: &str,
        to: &str,
        text: &str,
        options: &TextOptions<'_>,
    ) -> Result<Sent, SendTextError> {
        let submits = submits(options, from, to, text, self.inbox().awaited.next_reference())?;
        let receipts = Receipts::new(self.inbox(), self.keep_alive(), submits.len());
        let parts = self.send_parts(&submits, options.receipt.then_some(&receipts)).await;
        let accepted = parts.iter().map(|part| match part {
            PartOutcome::Accepted(message_id) => Some(message_id.clone()),
            _ => None,
        });
        match accepted.collect() {
            Some(message_ids) => Ok(Sent { message_ids, receipts }),
            None => Err(NotAccepted { parts }.into()),
        }
    }

    /// Sends part after part without waiting for responses, until one fails; then waits for those under way.
    async fn send_parts(&self, submits: &[PduBuf], receipts: Option<&Receipts>) -> Vec<PartOutcome> {
        let mut parts = Parts(submits.iter().map(|_| Part::Done(PartOutcome::NotSent)).collect());
        for (number, submit) in submits.iter().enumerate() {
            let following = receipts.map(|receipts| receipts.follow(number));
            let pdu = submit.pdu();
            let mut starting = pin!(self.start(&pdu, following));
            let started = poll_fn(|context| {
                // Whether all are done does not matter yet.
                let _ = parts.poll(context);
                if parts.has_failed(number) {
                    return Poll::Ready(None);
                }
                starting.as_mut().poll(context).map(Some)
            });
            let Some(started) = started.await else { break };
            parts.0[number] = match started {
                Ok(in_flight) => Part::Sending(in_flight),
                Err(error) => Part::Done(PartOutcome::Failed(error)),
            };
        }
        poll_fn(|context| parts.poll(context)).await;
        parts.0.into_iter().map(Part::outcome).collect()
    }

    pub(crate) async fn start_submit(&self, submit_sm: &SubmitSm<'_>) -> Result<Submission, RequestError> {
        let receipts = Receipts::new(self.inbox(), self.keep_alive(), 1);
        let wanted = submit_sm.registered_delivery != RegisteredDelivery::NONE;
        let following = wanted.then(|| receipts.follow(0));
        let in_flight = self.start(submit_sm, following).await?;
        Ok(Submission { in_flight, receipts: Some(receipts) })
    }
}

enum Part {
    Sending(InFlight),
    Done(PartOutcome),
}

impl Part {
    fn outcome(self) -> PartOutcome {
        match self {
            Self::Done(outcome) => outcome,
            Self::Sending(_) => PartOutcome::NotSent,
        }
    }
}

struct Parts(Vec<Part>);

impl Parts {
    /// Ready when none is under way.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let mut all = Poll::Ready(());
        for part in &mut self.0 {
            let Part::Sending(in_flight) = part else { continue };
            match Pin::new(in_flight).poll(context) {
                Poll::Ready(result) => *part = Part::Done(outcome(result)),
                Poll::Pending => all = Poll::Pending,
            }
        }
        all
    }

    /// Whether one of the first so many has failed.
    fn has_failed(&self, sent: usize) -> bool {
        self.0
            .iter()
            .take(sent)
            .any(|part| matches!(part, Part::Done(outcome) if !matches!(outcome, PartOutcome::Accepted(_))))
    }
}

fn outcome(result: Result<Response, RequestError>) -> PartOutcome {
    match result {
        Err(error) => PartOutcome::Failed(error),
        Ok(response) => match message_id(&response) {
            Some(message_id) => PartOutcome::Accepted(message_id),
            None => PartOutcome::Refused(response.command_status()),
        },
    }
}

fn message_id(response: &Response) -> Option<String> {
    match response.pdu() {
        Pdu::SubmitSmResp(accepted) if response.is_ok() => {
            Some(String::from_utf8_lossy(accepted.message_id.as_bytes()).into_owned())
        }
        _ => None,
    }
}

/// A submit_sm that was sent: the future of its response and, later, its receipts.
#[must_use = "the response is lost"]
pub struct Submission {
    in_flight: InFlight,
    /// None once the response was handed out.
    receipts: Option<Receipts>,
}

impl Future for Submission {
    type Output = Result<Submitted, RequestError>;

    /// # Panics
    ///
    /// When it is polled again after it has given its result.
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(Pin::new(&mut self.in_flight).poll(context))?;
        let receipts = self.receipts.take().expect("polled after completion");
        Poll::Ready(Ok(Submitted { message_id: message_id(&response), response, receipts }))
    }
}

impl fmt::Debug for Submission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Submission").field("in_flight", &self.in_flight).finish_non_exhaustive()
    }
}

/// A submit_sm that was answered.
#[derive(Debug)]
#[non_exhaustive]
pub struct Submitted {
    /// The response.
    pub response: Response,
    /// The id that the message centre gave; `None` if it refused.
    pub message_id: Option<String>,
    /// Its receipts, if `registered_delivery` asked for some and it was accepted; none otherwise.
    pub receipts: Receipts,
}
