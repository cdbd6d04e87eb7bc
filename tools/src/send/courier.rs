//! Sends messages over a link and follows them: each to its response and, if that is wanted, to its receipt.

use std::sync::Arc;
use std::time::{Duration, Instant};

use smppkit::buffered::PduBuf;
use smppkit::message::incoming::{Incoming as Reading, Kind, MessageFields};
use smppkit::message::message_id::{Correlator, CorrelatorConfig};
use smppkit::values::MessageState;
use smppkit::{Clock, CommandStatus, DataSmResp, DeliverSmResp, Pdu, Retry};
use smppkit_tokio::{InFlight, Incoming, Link, RequestError, Response};
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::pace::{Pace, pause};
use crate::args::Address;

/// One submit_sm to be sent.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// The message that it is, or is a part of, from 1.
    pub message: u64,
    pub to: Address,
    /// Which part of how many.
    pub part: (usize, usize),
    pub pdu: PduBuf,
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

enum Event {
    Response { parcel: Arc<Parcel>, sent: Instant, result: Box<Result<Response, RequestError>> },
    Receipt(Said),
}

/// What a receipt says.
#[derive(Clone, Debug)]
struct Said {
    id: String,
    state: MessageState,
}

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
    events: Sender<Event>,
    pace: Pace,
    retries: u32,
    /// Parcels that are under way, or wait to be sent again.
    places: Arc<Semaphore>,
    taken: u64,
}

/// Tells what became of them.
pub struct Follower {
    events: Receiver<Event>,
    /// None if receipts are not waited for.
    correlator: Option<Correlator<(Arc<Parcel>, Instant), Said>>,
    clock: Clock,
    /// What a receipt said that came before the response.
    early: Option<News>,
}

/// How many parcels may be under way or wait to be sent again: more than any window, and not so many as to matter.
const MAX_PARCELS: usize = 4096;

/// Sends over `link`, and reads what comes back.
pub fn courier(link: Link, incoming: Incoming, manner: Manner) -> (Courier, Follower) {
    let (sender, events) = channel(MAX_NEWS);
    tokio::spawn(receive(incoming, sender.clone()));
    let correlator = manner.receipts.then(|| Correlator::new(CorrelatorConfig::default()));
    let courier = Courier {
        link,
        events: sender,
        pace: Pace::new(manner.messages_per_second),
        retries: manner.retries,
        places: Arc::new(Semaphore::new(MAX_PARCELS)),
        taken: 0,
    };
    (courier, Follower { events, correlator, clock: Clock::new(), early: None })
}

impl Courier {
    /// How many parcels it took.
    pub const fn taken(&self) -> u64 {
        self.taken
    }

    /// Sends a parcel when there is room in the window and it is time. False if the link is over.
    pub async fn send(&mut self, parcel: Parcel) -> bool {
        self.taken += 1;
        let Ok(place) = self.places.clone().acquire_owned().await else { return false };
        self.pace.wait().await;
        let parcel = Arc::new(parcel);
        let started = self.link.start_request(&parcel.pdu.pdu()).await;
        let goes_on = started.is_ok() || !self.link.is_closed();
        let errand = Errand {
            link: self.link.clone(),
            pace: self.pace.clone(),
            retries: self.retries,
            sent: Instant::now(),
            parcel,
        };
        let events = self.events.clone();
        tokio::spawn(async move {
            // It fails when nobody wants to know any more.
            let _ = events.send(errand.finish(started).await).await;
            drop(place);
        });
        goes_on
    }
}

/// One parcel, from the first attempt to the last.
struct Errand {
    link: Link,
    pace: Pace,
    retries: u32,
    sent: Instant,
    parcel: Arc<Parcel>,
}

impl Errand {
    async fn finish(self, first: Result<InFlight, RequestError>) -> Event {
        let mut result = outcome(first).await;
        for attempt in 1..=self.retries {
            let Ok(response) = &result else { break };
            self.pace.saw(response.command_status());
            if response.command_status().retry() != Retry::Temporary {
                break;
            }
            tokio::time::sleep(pause(attempt)).await;
            self.pace.wait().await;
            result = outcome(self.link.start_request(&self.parcel.pdu.pdu()).await).await;
        }
        Event::Response { parcel: self.parcel, sent: self.sent, result: Box::new(result) }
    }
}

async fn outcome(started: Result<InFlight, RequestError>) -> Result<Response, RequestError> {
    started?.await
}

impl Follower {
    /// How many messages wait for their receipt.
    pub fn waiting(&self) -> usize {
        self.correlator.as_ref().map_or(0, Correlator::waiting)
    }

    /// What happened next.
    pub async fn next(&mut self) -> Option<News> {
        if let Some(news) = self.early.take() {
            return Some(news);
        }
        loop {
            match self.events.recv().await? {
                Event::Response { parcel, sent, result } => {
                    return Some(self.response(parcel, sent, *result));
                }
                Event::Receipt(said) => {
                    let Some(correlator) = &mut self.correlator else { continue };
                    let found =
                        correlator.receipt(self.clock.now(), &said.id, said.state.is_final(), said.clone());
                    if let Some(found) = found
                        && said.state.is_final()
                    {
                        return Some(ended(found.token, said));
                    }
                }
            }
        }
    }

    fn response(
        &mut self,
        parcel: Arc<Parcel>,
        sent: Instant,
        result: Result<Response, RequestError>,
    ) -> News {
        let response = match result {
            Ok(response) => response,
            Err(error) => return News::Failed { parcel, error },
        };
        let after = response.round_trip();
        let Pdu::SubmitSmResp(pdu) = response.pdu() else {
            return News::Refused { parcel, status: response.command_status(), after };
        };
        if !response.is_ok() {
            return News::Refused { parcel, status: response.command_status(), after };
        }
        let message_id = pdu.message_id.to_string();
        if let Some(correlator) = &mut self.correlator {
            let token = (parcel.clone(), sent);
            let early = correlator.submitted(self.clock.now(), &message_id, token.clone());
            let early = early.map(|early| early.receipt).filter(|said| said.state.is_final());
            self.early = early.map(|said| ended(token, said));
        }
        News::Accepted { parcel, message_id, after }
    }
}

fn ended((parcel, sent): (Arc<Parcel>, Instant), said: Said) -> News {
    News::Ended { parcel, message_id: said.id, state: said.state, after: sent.elapsed() }
}

/// Accepts what the message centre delivers, and passes on what its receipts say.
async fn receive(mut incoming: Incoming, events: Sender<Event>) {
    while let Some(request) = incoming.next_request().await {
        let receipt = said(&request.pdu());
        if let Some(said) = receipt {
            // It fails when nobody wants to know any more.
            let _ = events.send(Event::Receipt(said)).await;
        }
        let answered = match request.pdu() {
            Pdu::DeliverSm(_) => request.accept(&DeliverSmResp::default()),
            Pdu::DataSm(_) => request.accept(&DataSmResp::default()),
            _ => request.reject(CommandStatus::ESME_RINVCMDID),
        };
        if answered.is_err() {
            return;
        }
    }
}

/// What a deliver_sm or data_sm says about an earlier message, if it is a receipt.
fn said(pdu: &Pdu<'_>) -> Option<Said> {
    let mut scratch = [0; 512];
    let reading = Reading::read(&MessageFields::of(pdu)?, &mut scratch);
    if !matches!(reading.kind, Kind::Receipt | Kind::IntermediateNotification) {
        return None;
    }
    let (id, _) = reading.report.message_id()?;
    let (state, _) = reading.report.message_state()?;
    Some(Said { id: id.to_owned(), state })
}
