//! What waits for an application: receipts, and messages from mobiles.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use smppkit::buffered::PduBuf;
use smppkit::values::InterfaceVersion;
use smppkit::{Body, CommandStatus, Retry};
use smppkit_tokio::Link;
use tokio::sync::Notify;

use super::mobile::Part;
use crate::mc::Receipt;

/// How many letters wait for one application; the oldest make room for new ones.
const MAX_LETTERS: usize = 100_000;
/// How often a letter is tried that the application cannot take for the moment.
const MAX_ATTEMPTS: u32 = 5;
/// The pause before it is tried again.
const RETRY_PAUSE: Duration = Duration::from_secs(1);

/// One deliver_sm to come.
#[derive(Clone, Debug)]
pub struct Letter {
    content: Content,
    attempts: u32,
}

#[derive(Clone, Debug)]
enum Content {
    Receipt(Receipt),
    Part(Part),
}

impl From<Receipt> for Letter {
    fn from(receipt: Receipt) -> Self {
        Self { content: Content::Receipt(receipt), attempts: 0 }
    }
}

impl From<Part> for Letter {
    fn from(part: Part) -> Self {
        Self { content: Content::Part(part), attempts: 0 }
    }
}

impl Letter {
    fn encode(&self, version: InterfaceVersion) -> Option<PduBuf> {
        match &self.content {
            Content::Receipt(receipt) => receipt.with_deliver_sm(version, |pdu| to_buf(pdu)),
            Content::Part(part) => part.with_deliver_sm(|pdu| to_buf(pdu)),
        }
    }
}

fn to_buf<B: Body>(pdu: &B) -> Option<PduBuf> {
    // The session gives it its own number.
    PduBuf::encode(CommandStatus::ESME_ROK, 1, pdu).ok()
}

/// The letters of one application.
#[derive(Debug, Default)]
pub struct Mailbox {
    letters: Mutex<VecDeque<Letter>>,
    arrived: Notify,
}

impl Mailbox {
    pub fn put(&self, letter: Letter) {
        let mut letters = self.letters();
        if letters.len() == MAX_LETTERS {
            letters.pop_front();
        }
        letters.push_back(letter);
        drop(letters);
        self.arrived.notify_one();
    }

    fn put_back(&self, letter: Letter) {
        self.letters().push_front(letter);
        self.arrived.notify_one();
    }

    fn letters(&self) -> std::sync::MutexGuard<'_, VecDeque<Letter>> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn next(&self) -> Letter {
        loop {
            let arrived = self.arrived.notified();
            let letter = self.letters().pop_front();
            if let Some(letter) = letter {
                // Another session of the same application may have missed its call.
                self.arrived.notify_one();
                return letter;
            }
            arrived.await;
        }
    }

    /// Delivers all that comes, over a link on which the application receives, for as long as that lasts.
    pub async fn deliver(self: Arc<Self>, link: Link) {
        loop {
            let mut letter = tokio::select! {
                letter = self.next() => letter,
                _ = link.closed() => return,
            };
            let Some(buf) = letter.encode(link.version()) else { continue };
            let Ok(in_flight) = link.start_request(&buf.pdu()).await else {
                return self.put_back(letter);
            };
            let mailbox = self.clone();
            // As many wait as the window allows.
            tokio::spawn(async move {
                let again = match in_flight.await {
                    Ok(response) => response.command_status().retry() == Retry::Temporary,
                    // Better twice than never.
                    Err(error) => error.may_have_been_done(),
                };
                letter.attempts += 1;
                if again && letter.attempts < MAX_ATTEMPTS {
                    tokio::time::sleep(RETRY_PAUSE).await;
                    mailbox.put(letter);
                }
            });
        }
    }
}
