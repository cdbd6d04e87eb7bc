//! The reckoning: what must be so between what a sender and a receiver told of the same messages.

use std::collections::HashMap;

use serde::Deserialize;

/// A line of a program: `tests/soak/README.md`.
#[derive(Clone, Default, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The port on which it listens.
    pub listening: Option<u16>,
    /// Its message of this number is settled.
    pub sent: Option<u32>,
    /// The message of this number came.
    pub received: Option<u32>,
    /// How it was answered.
    pub status: Option<u32>,
    /// With which message id.
    pub id: Option<String>,
    /// There was no answer, and why.
    pub lost: Option<String>,
    /// It was not sent, and why.
    pub not_sent: Option<String>,
    /// What should not be.
    pub wrong: Option<String>,
    /// All its messages are settled.
    #[serde(default)]
    pub done: bool,
}

/// How a message was answered: the status, and the message id if there is one.
type Answer = (u32, Option<String>);

#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Answered(Answer),
    Lost,
    NotSent,
}

/// What became of the messages of one side. They are counted, and what does not add up is a fault.
#[derive(Debug)]
pub struct Passage {
    messages: u32,
    sent: HashMap<u32, Outcome>,
    received: HashMap<u32, Answer>,
    faults: Vec<String>,
}

/// How many messages ended in which way.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Tally {
    /// With ESME_ROK.
    pub answered: u32,
    /// With another status.
    pub refused: u32,
    /// Sent, and not answered.
    pub lost: u32,
    /// Of those that were lost: the other side has them.
    pub arrived: u32,
    /// Known not to have been sent.
    pub not_sent: u32,
}

impl Passage {
    /// The messages 0 to `messages` - 1 of one side, of which nothing is known yet.
    #[must_use]
    pub fn new(messages: u32) -> Self {
        Self { messages, sent: HashMap::new(), received: HashMap::new(), faults: Vec::new() }
    }

    fn knows(&mut self, number: u32, what: &str) -> bool {
        let known = number < self.messages;
        if !known {
            self.faults.push(format!("message {number}, which there is not, was {what}"));
        }
        known
    }

    /// The sender told this.
    pub fn sent(&mut self, number: u32, line: Line) {
        let outcome = match line {
            Line { status: Some(status), id, lost: None, not_sent: None, .. } => {
                Outcome::Answered((status, id))
            }
            Line { status: None, id: None, lost: Some(_), not_sent: None, .. } => Outcome::Lost,
            Line { status: None, id: None, lost: None, not_sent: Some(_), .. } => Outcome::NotSent,
            line => return self.faults.push(format!("message {number}: {line:?}")),
        };
        if self.knows(number, "sent")
            && let Some(before) = self.sent.insert(number, outcome)
        {
            let now = self.sent.get(&number);
            self.faults.push(format!("message {number} was settled twice: as {before:?}, and {now:?}"));
        }
    }

    /// The receiver told this.
    pub fn received(&mut self, number: u32, line: Line) {
        let Some(status) = line.status else {
            return self.faults.push(format!("message {number}: {line:?}"));
        };
        if self.knows(number, "received") && self.received.insert(number, (status, line.id)).is_some() {
            self.faults.push(format!("message {number} was received twice"));
        }
    }

    /// Whether all messages are settled.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.sent.len() == self.messages as usize
    }

    /// The account, once nothing more will be told: the faults that were found.
    ///
    /// * Each message was settled once, and received at most once.
    /// * One that was answered was received, and the answer is what the receiver gave to this very message.
    /// * One that was lost was received or not.
    /// * One that was not sent was not received.
    /// * No message id was given twice.
    #[must_use]
    pub fn close(mut self) -> (Tally, Vec<String>) {
        let mut tally = Tally::default();
        for number in 0..self.messages {
            let received = self.received.get(&number);
            let fault = match self.sent.get(&number) {
                None => Some("was never settled".into()),
                Some(Outcome::Answered(answer)) => {
                    let refused = answer.0 != 0;
                    tally.refused += u32::from(refused);
                    tally.answered += u32::from(!refused);
                    (received != Some(answer))
                        .then(|| format!("was answered with {answer:?}; the receiver says {received:?}"))
                }
                Some(Outcome::Lost) => {
                    tally.lost += 1;
                    tally.arrived += u32::from(received.is_some());
                    None
                }
                Some(Outcome::NotSent) => {
                    tally.not_sent += 1;
                    received.map(|answer| format!("was not sent; the receiver has answered with {answer:?}"))
                }
            };
            self.faults.extend(fault.map(|fault| format!("message {number} {fault}")));
        }
        let mut ids = HashMap::new();
        for (number, (_, id)) in &self.received {
            if let Some(id) = id
                && let Some(other) = ids.insert(id, number)
            {
                self.faults.push(format!("messages {number} and {other} have the same id, {id}"));
            }
        }
        (tally, self.faults)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The account of what both sides told.
    fn account(messages: u32, sender: &[&str], receiver: &[&str]) -> (Tally, Vec<String>) {
        let mut passage = Passage::new(messages);
        let line = |text: &&str| serde_json::from_str::<Line>(text).unwrap();
        for told in sender.iter().map(line) {
            passage.sent(told.sent.unwrap(), told);
        }
        for told in receiver.iter().map(line) {
            passage.received(told.received.unwrap(), told);
        }
        passage.close()
    }

    /// The only fault of that account.
    fn fault(messages: u32, sender: &[&str], receiver: &[&str]) -> String {
        let (_, faults) = account(messages, sender, receiver);
        assert_eq!(faults.len(), 1, "{faults:?}");
        faults.into_iter().next().unwrap()
    }

    const OK: &str = r#"{"sent": 0, "status": 0, "id": "a"}"#;
    const HAS: &str = r#"{"received": 0, "status": 0, "id": "a"}"#;
    const LOST: &str = r#"{"sent": 0, "lost": "closed"}"#;

    #[test]
    fn what_adds_up_is_counted() {
        let sender = [
            OK,
            r#"{"sent": 1, "status": 8}"#,
            r#"{"sent": 2, "lost": "timeout"}"#,
            r#"{"sent": 3, "lost": "closed"}"#,
            r#"{"sent": 4, "not_sent": "no connection"}"#,
        ];
        let receiver = [HAS, r#"{"received": 1, "status": 8}"#, r#"{"received": 3, "status": 0, "id": "b"}"#];
        let tally = Tally { answered: 1, refused: 1, lost: 2, arrived: 1, not_sent: 1 };
        assert_eq!(account(5, &sender, &receiver), (tally, vec![]));
    }

    #[test]
    fn nothing_vanishes() {
        assert!(fault(1, &[], &[]).contains("never settled"));
        assert!(fault(2, &[OK], &[HAS]).contains("message 1 was never settled"));
    }

    #[test]
    fn nothing_is_told_twice() {
        assert!(fault(1, &[OK, OK], &[HAS]).contains("settled twice"));
        assert!(fault(1, &[LOST, OK], &[HAS]).contains("settled twice"));
        assert!(fault(1, &[OK], &[HAS, HAS]).contains("received twice"));
        assert!(fault(1, &[LOST], &[HAS, HAS]).contains("received twice"));
    }

    #[test]
    fn an_answer_is_that_of_this_very_message() {
        assert!(fault(1, &[OK], &[]).contains("was answered"));
        assert!(fault(1, &[OK], &[r#"{"received": 0, "status": 0, "id": "b"}"#]).contains("was answered"));
        assert!(fault(1, &[OK], &[r#"{"received": 0, "status": 8}"#]).contains("was answered"));
        assert!(fault(1, &[r#"{"sent": 0, "status": 100}"#], &[HAS]).contains("was answered"));
    }

    #[test]
    fn what_was_not_sent_cannot_arrive() {
        let not_sent = r#"{"sent": 0, "not_sent": "closed"}"#;
        assert!(fault(1, &[not_sent], &[HAS]).contains("was not sent"));
    }

    #[test]
    fn an_id_is_given_once() {
        let both = [OK, r#"{"sent": 1, "status": 0, "id": "a"}"#];
        assert!(
            fault(2, &both, &[HAS, r#"{"received": 1, "status": 0, "id": "a"}"#]).contains("the same id")
        );
    }

    #[test]
    fn what_makes_no_sense_is_a_fault() {
        assert!(fault(0, &[OK], &[]).contains("which there is not"));
        let (_, faults) = account(1, &[r#"{"sent": 0, "status": 0, "lost": "timeout"}"#], &[]);
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(serde_json::from_str::<Line>(r#"{"send": 0}"#).is_err());
    }
}
