//! Which response answers which request.

use std::collections::{BTreeMap, BTreeSet};

use smppkit::{CommandId, Header};

use super::time::{Span, Time};

/// How much memory the requests of one end that wait for their responses may take, in octets: the oldest is given up when they
/// would take more.
const MAX_HELD: usize = 8 << 20;

/// What they always have, however many other connections there are.
const LEAST_HELD: usize = 1 << 14;

/// What a request takes, about, beside the PDU if that is kept.
const COST: usize = 160;

/// A request that is older takes no place in the window: whoever waits for its response has given it up, or the response
/// is not in the capture.
const STALE: Span = Span::from_secs(120);

/// Whoever uses a number again so long after has given up the request that had it before: its response timer is over. A
/// response is to the new one.
const REUSED_AFTER: Span = Span::from_secs(10);

/// A request without a response so far.
pub struct Request {
    pub at: Time,
    pub command_id: CommandId,
    pub sequence_number: u32,
    /// Whether a filter lets it through.
    pub is_relevant: bool,
    /// The PDU, if it is to be shown with its response.
    pub frame: Option<Box<[u8]>>,
}

impl Request {
    fn cost(&self) -> usize {
        COST + self.frame.as_ref().map_or(0, |frame| frame.len())
    }
}

/// The requests that one end sent.
#[derive(Default)]
pub struct Requests {
    /// In the order in which they were sent.
    waiting: BTreeMap<u64, Request>,
    /// Sequence number and place in that order, of those that may be answered.
    numbers: BTreeSet<(u32, u64)>,
    sent: u64,
    held: usize,
    /// Those before it are stale, or no longer here.
    fresh: u64,
    in_window: usize,
    pub most_in_window: usize,
    /// How many were given up because there were too many.
    pub given_up: u64,
}

/// What a response answers.
pub enum Answered {
    Request(Request),
    /// No request has the number.
    Nothing,
    /// A request has it that wants another response.
    Another(CommandId),
}

impl Requests {
    /// What they take, in octets.
    pub const fn held(&self) -> usize {
        self.held
    }

    /// A request was sent. Gives the command that is in flight with the same number, if there is one. `room`: how many octets
    /// the requests of this end may take.
    pub fn sent(&mut self, request: Request, room: usize) -> Option<CommandId> {
        let number = request.sequence_number;
        while let Some(order) = self.find(number)
            && request.at.since(self.waiting[&order].at) > REUSED_AFTER
        {
            self.numbers.remove(&(number, order));
        }
        let in_use = self.find(number).map(|order| self.waiting[&order].command_id);
        self.age(request.at);
        while self.held + request.cost() > limit(room)
            && let Some((&oldest, _)) = self.waiting.first_key_value()
        {
            self.remove(oldest);
            self.given_up += 1;
        }
        self.sent += 1;
        self.in_window += usize::from(takes_place(request.command_id));
        self.most_in_window = self.most_in_window.max(self.in_window);
        self.held += request.cost();
        self.numbers.insert((number, self.sent));
        self.waiting.insert(self.sent, request);
        in_use
    }

    /// Says of the request that was sent last whether its response is relevant, and what to show with that if there is room.
    pub fn keep(&mut self, is_relevant: bool, frame: Option<&[u8]>, room: usize) {
        let room = limit(room).saturating_sub(self.held);
        if let Some(request) = self.waiting.get_mut(&self.sent) {
            request.is_relevant = is_relevant;
            request.frame = frame.filter(|frame| frame.len() <= room).map(Into::into);
            self.held += request.cost() - COST;
        }
    }

    pub fn answered(&mut self, header: Header) -> Answered {
        let Some(order) = self.find(header.sequence_number) else { return Answered::Nothing };
        let command_id = self.waiting[&order].command_id;
        let fits = header.command_id == CommandId::GENERIC_NACK || header.command_id == command_id.response();
        if !fits {
            return Answered::Another(command_id);
        }
        self.remove(order).map_or(Answered::Nothing, Answered::Request)
    }

    /// Those that wait, the oldest first.
    pub fn waiting(&self) -> impl Iterator<Item = &Request> {
        self.waiting.values()
    }

    /// The oldest with this number: what is sent first is answered first.
    fn find(&self, sequence_number: u32) -> Option<u64> {
        self.numbers.range((sequence_number, 0)..=(sequence_number, u64::MAX)).next().map(|(_, order)| *order)
    }

    fn remove(&mut self, order: u64) -> Option<Request> {
        let request = self.waiting.remove(&order)?;
        self.numbers.remove(&(request.sequence_number, order));
        self.held -= request.cost();
        self.in_window -= usize::from(order >= self.fresh && takes_place(request.command_id));
        Some(request)
    }

    fn age(&mut self, now: Time) {
        while let Some((&order, request)) = self.waiting.range(self.fresh..).next()
            && now.since(request.at) > STALE
        {
            self.in_window -= usize::from(takes_place(request.command_id));
            self.fresh = order + 1;
        }
    }
}

fn limit(room: usize) -> usize {
    room.clamp(LEAST_HELD, MAX_HELD)
}

/// Whether a request counts for the window, as it does in our own session.
const fn takes_place(command_id: CommandId) -> bool {
    !matches!(command_id, CommandId::ENQUIRE_LINK | CommandId::UNBIND)
}

#[cfg(test)]
mod tests {
    use smppkit::CommandStatus;

    use super::*;

    fn request(second: i64, sequence_number: u32) -> Request {
        let at = Time::from_nanos(i128::from(second) * 1_000_000_000);
        let command_id = CommandId::SUBMIT_SM;
        Request { at, command_id, sequence_number, is_relevant: false, frame: None }
    }

    fn response(command_id: CommandId, sequence_number: u32) -> Header {
        Header { command_length: 16, command_id, command_status: CommandStatus::ESME_ROK, sequence_number }
    }

    #[test]
    fn responses_find_their_requests() {
        let mut requests = Requests::default();
        assert_eq!(requests.sent(request(0, 1), MAX_HELD), None);
        assert_eq!(requests.sent(request(1, 2), MAX_HELD), None);
        assert_eq!(requests.sent(request(2, 1), MAX_HELD), Some(CommandId::SUBMIT_SM));
        let wrong = response(CommandId::DELIVER_SM_RESP, 1);
        assert!(matches!(requests.answered(wrong), Answered::Another(CommandId::SUBMIT_SM)));
        let right = response(CommandId::SUBMIT_SM_RESP, 1);
        for second in [0, 2] {
            let expected = request(second, 1).at;
            assert!(matches!(requests.answered(right), Answered::Request(request) if request.at == expected));
        }
        assert!(matches!(requests.answered(right), Answered::Nothing));
        let nack = response(CommandId::GENERIC_NACK, 2);
        assert!(matches!(requests.answered(nack), Answered::Request(_)));
        assert_eq!((requests.waiting().count(), requests.most_in_window), (0, 3));
    }

    #[test]
    fn a_number_that_is_used_again_belongs_to_the_new_request() {
        let mut requests = Requests::default();
        // The first has no response; each later one has, in no time.
        assert_eq!(requests.sent(request(0, 1), MAX_HELD), None);
        for second in [20, 40, 60] {
            assert_eq!(requests.sent(request(second, 1), MAX_HELD), None);
            let answered = requests.answered(response(CommandId::SUBMIT_SM_RESP, 1));
            assert!(matches!(answered, Answered::Request(found) if found.at == request(second, 1).at));
        }
        assert_eq!(requests.waiting().map(|request| request.at).collect::<Vec<_>>(), [request(0, 1).at]);
    }

    #[test]
    fn what_is_never_answered_neither_fills_the_window_nor_memory() {
        let mut requests = Requests::default();
        for number in 1..=10 {
            requests.sent(request(0, number), MAX_HELD);
        }
        requests.sent(request(121, 11), MAX_HELD);
        assert_eq!((requests.most_in_window, requests.in_window), (10, 1));
        assert!(matches!(requests.answered(response(CommandId::SUBMIT_SM_RESP, 1)), Answered::Request(_)));
        let mut sent = 11;
        for room in [MAX_HELD, 1 << 20, 0] {
            for _ in 0..70_000 {
                sent += 1;
                requests.sent(request(122, sent), room);
                requests.keep(true, sent.is_multiple_of(3).then_some(&[0; 100]), room);
            }
            assert!(requests.held <= limit(room) && requests.held > limit(room) / 2, "{}", requests.held);
            assert_eq!(requests.held, requests.waiting().map(Request::cost).sum::<usize>());
            assert_eq!(requests.waiting.len(), requests.numbers.len());
        }
        assert_eq!(requests.given_up + requests.waiting.len() as u64, u64::from(sent) - 1);
    }
}
