//! The parts of incoming long messages, and the requests in which they came.
//!
//! What belongs together, when it is whole and when its parts are answered, the core knows. Here they are answered.

use std::sync::{Mutex, MutexGuard, PoisonError};

use smppkit::CommandStatus;
use smppkit::buffered::PduBuf;
use smppkit::message::coding::Profile;
use smppkit::message::incoming::Incoming as Reading;
use smppkit::message::joining::{Config, Joining as Core, MessageNumber, Output};
use smppkit::message::reassemble::{Fragment, LongMessage};
use tokio::time;
use tracing::warn;

use crate::clock::Clock;
use crate::incoming::Request;
use crate::messages::MessageConfig;

pub(crate) fn lock(joining: &Mutex<Joining>) -> MutexGuard<'_, Joining> {
    joining.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The messages that are not settled.
#[derive(Debug)]
pub(crate) struct Joining {
    core: Core<PduBuf, Request>,
    clock: Clock,
    profile: Profile<'static>,
}

/// A message for the application.
pub(crate) struct Joined {
    pub(crate) number: MessageNumber,
    /// Its first part that came.
    pub(crate) first: PduBuf,
    pub(crate) text: Option<String>,
    pub(crate) message: LongMessage,
}

impl Joining {
    pub(crate) fn new(config: &MessageConfig) -> Self {
        let mut core = Config::default();
        core.limits = config.limits;
        core.hold = config.hold;
        Self { core: Core::new(core), clock: Clock::new(), profile: config.profile }
    }

    /// The text of a message that is not long.
    pub(crate) fn text(&self, reading: &Reading<'_>) -> Option<String> {
        reading.text(&self.profile).map(|text| text.to_string())
    }

    /// A part came.
    pub(crate) fn insert(&mut self, fragment: &Fragment<'_>, pdu: PduBuf, request: Request) {
        self.core.insert(self.clock.now(), fragment, pdu, request);
    }

    /// The next message for the application: whole, or what there is of it. Answers what need not wait for one.
    pub(crate) fn next(&mut self) -> Option<Joined> {
        loop {
            match self.core.poll_output()? {
                Output::Message(number, message) => {
                    let Some(first) = self.core.first(number).cloned() else { continue };
                    let text = message.text(&self.profile);
                    return Some(Joined { number, first, text, message });
                }
                // If it fails, the part comes again, over another link.
                Output::Accept(request) => drop(request.acknowledge()),
                Output::Reject(request) => {
                    warn!("part of a message refused for now: no memory left");
                    // If it fails, nobody waits for it.
                    let _ = request.reject(CommandStatus::ESME_RX_T_APPN);
                }
            }
        }
    }

    /// When [`handle_timeout`](Self::handle_timeout) has something to do.
    pub(crate) fn due(&self) -> Option<time::Instant> {
        self.core.poll_timeout().map(|due| self.clock.to_tokio(due))
    }

    pub(crate) fn handle_timeout(&mut self) {
        self.core.handle_timeout(self.clock.now());
    }

    /// The link is over.
    pub(crate) fn end(&mut self) {
        self.core.end();
    }

    /// The application has answered: the requests that are to be answered likewise.
    pub(crate) fn settle(&mut self, number: MessageNumber, is_accepted: bool) -> Vec<Request> {
        let settled = self.core.settle(self.clock.now(), number, is_accepted);
        if let Err(full) = settled.kept {
            warn!(%full, "parts of a rejected message lost");
        }
        settled.requests
    }
}
