//! Sends messages over a link at the pace that is wanted, again where it makes sense, and tells what becomes of them.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use smppkit::buffered::PduBuf;
use smppkit::values::MessageState;
use smppkit::{CommandStatus, Pdu, Retry, SubmitSm};
use smppkit_tokio::{Incoming, Link, Receipts, RequestError, Submission, Submitted};
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::pace::{Pace, pause};
use crate::args::Address;
use crate::message::answer;

/// One submit_sm to be sent.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// The message that it is, or is a part of, from 1.
    pub message: u64,
    pub to: Address,
    /// Which part of how many.
    pub part: (usize, usize),
    /// A submit_sm.
    pub pdu: PduBuf,
}

impl Parcel {
    fn submit_sm(&self) -> SubmitSm<'_> {
        match self.pdu.pdu() {
            Pdu::SubmitSm(pdu) => pdu,
            other => unreachable!("no submit_sm: {other}"),
        }
    }
}

/// What became of a parcel.
#[derive(Debug)]
pub enum News {
    /// The message centre took it and gave it this id.
    Accepted { parcel: Arc<Parcel>, message_id: String, after: Duration },
    /// It did not.
    Refused { parcel: Arc<Parcel>, status: CommandStatus, after: Duration },
    /// There was no answer.
    Failed { parcel: Arc<Parcel>, error: RequestError },
    /// A receipt says what became of it in the end.
    Ended { parcel: Arc<Parcel>, message_id: String, state: MessageState, after: Duration },
}

/// How many pieces of news may wait to be read.
const MAX_NEWS: usize = 1024;

/// How a courier goes about it.
#[derive(Copy, Clone, Debug, Default)]
pub struct Manner {
    /// So many at most.
    pub messages_per_second: Option<u32>,
    /// How often a message is sent again that the message centre cannot take for the moment.
    pub retries: u32,
    /// Whether to wait for receipts.
    pub receipts: bool,
}

/// Takes parcels.
pub struct Courier {
    link: Link,
    news: Sender<News>,
    manner: Manner,
    pace: Pace,
    /// Parcels that are under way, or wait to be sent again.
    places: Arc<Semaphore>,
    taken: Rc<Cell<u64>>,
}

/// How many parcels may be under way or wait to be sent again: more than any window, and not so many as to matter.
const MAX_PARCELS: usize = 4096;

impl Courier {
    /// Sends over `link`. What becomes of the parcels comes through the second value.
    pub fn new(link: Link, incoming: Incoming, manner: Manner) -> (Self, Receiver<News>) {
        let (sender, news) = channel(MAX_NEWS);
        tokio::spawn(accept_all(incoming));
        let pace = Pace::new(manner.messages_per_second);
        let places = Arc::new(Semaphore::new(MAX_PARCELS));
        (Self { link, news: sender, manner, pace, places, taken: Rc::default() }, news)
    }

    /// How many parcels it took so far.
    pub fn taken(&self) -> Rc<Cell<u64>> {
        self.taken.clone()
    }

    pub const fn link(&self) -> &Link {
        &self.link
    }

    /// Sends a parcel when there is room in the window and it is time. False if the link is over.
    pub async fn send(&mut self, parcel: Parcel) -> bool {
        self.taken.set(self.taken.get() + 1);
        let Ok(place) = self.places.clone().acquire_owned().await else { return false };
        self.pace.wait().await;
        let parcel = Arc::new(parcel);
        let started = self.link.start_submit(&parcel.submit_sm()).await;
        let goes_on = started.is_ok() || !self.link.is_closed();
        let errand = Errand {
            link: self.link.clone(),
            manner: self.manner,
            pace: self.pace.clone(),
            sent: Instant::now(),
            parcel,
        };
        let news = self.news.clone();
        tokio::spawn(async move {
            let (told, receipts) = errand.response(errand.submit(started).await);
            drop(place);
            // It fails when nobody wants to know any more.
            if news.send(told).await.is_ok()
                && let Some(receipts) = receipts
                && let Some(ended) = errand.follow(receipts).await
            {
                let _ = news.send(ended).await;
            }
        });
        goes_on
    }
}

/// One parcel, from the first attempt to its receipt.
struct Errand {
    link: Link,
    manner: Manner,
    pace: Pace,
    sent: Instant,
    parcel: Arc<Parcel>,
}

impl Errand {
    /// To the last attempt.
    async fn submit(&self, first: Result<Submission, RequestError>) -> Result<Submitted, RequestError> {
        let mut submitted = first?.await?;
        let mut attempt = 0;
        loop {
            let status = submitted.response.command_status();
            self.pace.saw(status);
            if status.retry() != Retry::Temporary || attempt == self.manner.retries {
                return Ok(submitted);
            }
            attempt += 1;
            tokio::time::sleep(pause(attempt)).await;
            self.pace.wait().await;
            submitted = self.link.start_submit(&self.parcel.submit_sm()).await?.await?;
        }
    }

    /// What the response says, and the receipts to wait for.
    fn response(&self, result: Result<Submitted, RequestError>) -> (News, Option<Receipts>) {
        let parcel = self.parcel.clone();
        let submitted = match result {
            Ok(submitted) => submitted,
            Err(error) => return (News::Failed { parcel, error }, None),
        };
        let after = submitted.response.round_trip();
        match submitted.message_id {
            Some(message_id) => {
                let receipts = self.manner.receipts.then_some(submitted.receipts);
                (News::Accepted { parcel, message_id, after }, receipts)
            }
            None => {
                let status = submitted.response.command_status();
                (News::Refused { parcel, status, after }, None)
            }
        }
    }

    /// To the final receipt.
    async fn follow(&self, mut receipts: Receipts) -> Option<News> {
        while let Some(receipt) = receipts.next().await {
            let (message_id, state) = (receipt.message_id().to_owned(), receipt.state());
            let is_final = receipt.is_final();
            // If it fails the link is over, and what the receipt says is no less true.
            let _ = receipt.accept();
            if let Some(state) = state.filter(|_| is_final) {
                let (parcel, after) = (self.parcel.clone(), self.sent.elapsed());
                return Some(News::Ended { parcel, message_id, state, after });
            }
        }
        None
    }
}

/// Accepts what the message centre delivers beside the receipts that are waited for.
async fn accept_all(mut incoming: Incoming) {
    while let Some(request) = incoming.next_request().await {
        if answer(request).is_err() {
            return;
        }
    }
}
