//! One connection under load: it binds, keeps its window full, and answers what comes.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use smppkit::session::CloseReason;
use smppkit::{Body as _, Pdu, tlv};
use smppkit_tokio::{Client, Closed, ConnectError, InFlight, Incoming, Link, Request, RequestError};
use tokio::sync::{Notify, watch};

use super::ledger::Ledger;
use super::maker::Messages;
use super::pace::{Pace, Ticket};
use super::tally::Outcome;
use crate::message::answer;

/// What all connections of a run share.
pub struct Load {
    pub client: Client,
    pub window: usize,
    pub messages: Messages,
    pub pace: Pace,
    /// Whether a message's time counts from when it was due.
    pub is_paced: bool,
    /// How long after a connection was lost to bind again.
    pub reconnect: Option<Duration>,
    pub receipts: bool,
    pub ledger: Mutex<Ledger>,
    /// A message has ended, the last one perhaps.
    pub settled: Notify,
    /// Told when connections are to end.
    pub phase: watch::Sender<Phase>,
}

/// How often to look whether all has come.
const LOOK: Duration = Duration::from_millis(10);

/// How far a run is.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Phase {
    Sending,
    /// For responses and receipts: no further connection is bound.
    Waiting,
    /// All connections unbind.
    Unbinding,
    /// Those that have not done so are ended.
    Cutting,
}

impl Load {
    pub fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub async fn reaches(&self, phase: Phase) {
        // The sender is ours, so the wait ends with the phase.
        let _ = self.phase.subscribe().wait_for(|now| *now >= phase).await;
    }

    /// Waits until every message has ended that was taken to be sent, or nothing has for so long.
    pub async fn settle(&self, patience: Duration) {
        let (mut ended, mut at) = (self.ledger().ended, Instant::now());
        while self.ledger().open > 0 && at.elapsed() < patience {
            // What else ends than the message that it tells of shows at the next look.
            let _ = tokio::time::timeout(LOOK, self.settled.notified()).await;
            let now = self.ledger().ended;
            if now != ended {
                (ended, at) = (now, Instant::now());
            }
        }
    }

    /// Waits until every receipt has come that is awaited, or none can.
    pub async fn receipts_come(&self) {
        let may_come = |ledger: &Ledger| ledger.receipts.waiting() > 0 && ledger.connections.open > 0;
        while self.receipts && may_come(&self.ledger()) {
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Binds, unless the run is over before.
    pub async fn bind(&self) -> Option<Result<(Link, Incoming), ConnectError>> {
        tokio::select! {
            bound = self.client.connect() => Some(bound),
            () = self.reaches(Phase::Waiting) => None,
        }
    }

    /// Serves a connection, and those that follow it, until the run is over. If none is given it binds one after `delay`.
    pub async fn serve(self: Arc<Self>, mut bound: Option<(Link, Incoming)>, delay: Duration) {
        if bound.is_none() && !self.pause(delay).await {
            return;
        }
        let mut is_first = true;
        loop {
            let next = match bound.take() {
                Some(bound) => Some(Ok(bound)),
                None => self.bind().await,
            };
            let goes_on = match next {
                None => false,
                Some(Ok((link, incoming))) => {
                    self.ledger().connections.bind(is_first);
                    is_first = false;
                    self.use_up(link, incoming).await;
                    true
                }
                Some(Err(error)) => {
                    self.ledger().connections.fail(error.to_string());
                    !error.is_permanent()
                }
            };
            let Some(pause) = self.reconnect.filter(|_| goes_on) else { return };
            if !self.pause(pause).await {
                return;
            }
        }
    }

    /// False if the run is over before.
    async fn pause(&self, pause: Duration) -> bool {
        tokio::select! {
            biased;
            () = self.reaches(Phase::Waiting) => false,
            () = tokio::time::sleep(pause) => true,
        }
    }

    /// Sends over a connection until it is over or to be ended.
    async fn use_up(self: &Arc<Self>, link: Link, incoming: Incoming) {
        tokio::spawn(self.clone().receive(incoming));
        for _ in 0..self.window {
            tokio::spawn(self.clone().keep_sending(link.clone()));
        }
        let lost = tokio::select! {
            closed = link.closed() => Some(closed),
            () = self.reaches(Phase::Unbinding) => {
                // One that the peer has unbound, and that only waits for what is in flight, is lost all the same.
                let is_over = !link.session_state().is_bound();
                tokio::select! {
                    _ = link.unbind(Duration::ZERO) => {}
                    () = self.reaches(Phase::Cutting) => link.close(),
                }
                is_over.then(|| CloseReason::PeerUnbound.into())
            }
        };
        let lost = lost.map(|closed: Closed| closed.to_string());
        self.ledger().connections.end(&link, lost);
    }

    /// One place in the window: sends a message, waits for what becomes of it, sends the next.
    async fn keep_sending(self: Arc<Self>, link: Link) {
        while let Some(ticket) = self.pace.next(|| !link.is_closed()).await {
            self.ledger().begin(&ticket);
            let goes_on = self.send(&link, &ticket).await;
            self.settled.notify_one();
            if !goes_on {
                return;
            }
        }
    }

    /// Sends one message. False if no further one can go over this link.
    async fn send(&self, link: &Link, ticket: &Ticket) -> bool {
        let parts = match self.messages.make(ticket.number) {
            Ok(parts) => parts,
            Err(error) => {
                self.fail(error);
                Arc::default()
            }
        };
        // The parts follow each other without waiting for responses, as far as the window allows.
        let mut under_way = Vec::with_capacity(parts.len());
        for part in parts.iter() {
            match link.start_request(&part.pdu()).await {
                Ok(in_flight) => {
                    self.ledger().send();
                    under_way.push((in_flight, Instant::now()));
                }
                Err(error) => {
                    if matches!(error, RequestError::Send(_)) && link.session_state().is_bound() {
                        self.fail(error.to_string());
                    }
                    break;
                }
            }
        }
        let is_whole = under_way.len() == parts.len() && !parts.is_empty();
        let mut ended = Vec::with_capacity(parts.len());
        for (in_flight, sent) in under_way {
            ended.push((self.outcome(in_flight, sent).await, sent));
        }
        ended.resize(parts.len(), (Outcome::NotSent, Instant::now()));
        self.ledger().end(ticket, &ended, self.is_paced);
        is_whole
    }

    /// What becomes of one PDU.
    async fn outcome(&self, in_flight: InFlight, sent: Instant) -> Outcome {
        let outcome = in_flight.await;
        let mut ledger = self.ledger();
        ledger.answer();
        let response = match outcome {
            Ok(response) => response,
            Err(RequestError::Timeout) => return Outcome::TimedOut,
            Err(_) => return Outcome::Lost,
        };
        let pdu = response.pdu();
        ledger.congestion_state = ledger.congestion_state.max(pdu.tlvs().get(&tlv::CONGESTION_STATE));
        let message_id = match &pdu {
            Pdu::SubmitSmResp(accepted) => Some(accepted.message_id),
            Pdu::DataSmResp(accepted) => Some(accepted.message_id),
            _ => None,
        };
        if let Some(message_id) = message_id.filter(|_| self.receipts && response.is_ok()) {
            ledger.receipts.expect(message_id.as_bytes(), sent);
        }
        Outcome::Answered(response.command_status(), response.round_trip())
    }

    /// Nothing more can be sent, for this reason.
    fn fail(&self, why: String) {
        self.ledger().failure.get_or_insert(why);
        self.pace.stop();
    }

    /// Acknowledges and counts what the message centre delivers.
    async fn receive(self: Arc<Self>, mut incoming: Incoming) {
        while let Some(request) = incoming.next_request().await {
            if self.count(request).is_none() {
                return;
            }
        }
    }

    /// `None` if the link is over.
    fn count(&self, request: Request) -> Option<()> {
        let pdu = request.pdu();
        let is_message = matches!(pdu, Pdu::DeliverSm(_) | Pdu::DataSm(_));
        let is_receipt = is_message && self.ledger().receipts.read(&pdu);
        answer(request).ok()?;
        let mut ledger = self.ledger();
        ledger.requests_refused += u64::from(!is_message);
        ledger.messages_received += u64::from(is_message && !is_receipt);
        Some(())
    }
}
