//! What waits for an application: receipts, and messages from mobiles.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
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
/// How many wait in all: whoever may bind, under whatever names, can have no more kept.
pub const MAX_LETTERS_IN_ALL: usize = 500_000;
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

/// The room that all mailboxes share.
#[derive(Clone, Debug)]
pub struct Room {
    taken: Arc<AtomicUsize>,
    max: usize,
}

impl Room {
    /// For so many letters.
    pub fn new(max: usize) -> Self {
        Self { taken: Arc::default(), max }
    }

    fn is_full(&self) -> bool {
        self.taken.load(Ordering::Relaxed) >= self.max
    }

    fn take(&self) {
        self.taken.fetch_add(1, Ordering::Relaxed);
    }

    fn give_back(&self) {
        self.taken.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The letters of one application.
#[derive(Debug)]
pub struct Mailbox {
    letters: Mutex<VecDeque<Letter>>,
    arrived: Notify,
    room: Room,
}

impl Mailbox {
    pub fn new(room: Room) -> Self {
        Self { letters: Mutex::default(), arrived: Notify::new(), room }
    }

    pub fn is_empty(&self) -> bool {
        self.letters().is_empty()
    }

    pub fn put(&self, letter: Letter) {
        let mut letters = self.letters();
        if letters.len() >= MAX_LETTERS || self.room.is_full() {
            // Where others have all the room, what comes is what is lost.
            let Some(_oldest) = letters.pop_front() else { return };
            self.room.give_back();
        }
        letters.push_back(letter);
        self.room.take();
        drop(letters);
        self.arrived.notify_one();
    }

    fn put_back(&self, letter: Letter) {
        self.letters().push_front(letter);
        self.room.take();
        self.arrived.notify_one();
    }

    pub fn take(&self) -> Option<Letter> {
        let letter = self.letters().pop_front()?;
        self.room.give_back();
        Some(letter)
    }

    fn letters(&self) -> MutexGuard<'_, VecDeque<Letter>> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn next(&self) -> Letter {
        loop {
            let arrived = self.arrived.notified();
            if let Some(letter) = self.take() {
                // Another session of the same application may have missed its call.
                self.arrived.notify_one();
                return letter;
            }
            arrived.await;
        }
    }

    /// Delivers all that comes, over a link on which the application receives, for as long as that lasts. What is to be
    /// tried again goes `back`.
    pub async fn deliver(&self, link: Link, back: impl Fn(Letter) + Clone + Send + 'static) {
        loop {
            let mut letter = tokio::select! {
                letter = self.next() => letter,
                _ = link.closed() => return,
            };
            let Some(buf) = letter.encode(link.version()) else { continue };
            let Ok(in_flight) = link.start_request(&buf.pdu()).await else {
                return self.put_back(letter);
            };
            let back = back.clone();
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
                    back(letter);
                }
            });
        }
    }
}
