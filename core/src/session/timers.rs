//! What time alone brings about (5.0 §2.7; 3.4 §7.2).

use core::time::Duration;

use super::event::CloseReason;
use super::inner::Inner;
use super::window::{InFlight, Slot};
use crate::command_id::CommandId;
use crate::state::State;
use crate::status::CommandStatus;
use crate::time::Instant;

impl Inner {
    /// When each timer that runs is due.
    fn timers(&self) -> [Option<Instant>; 6] {
        let after = |start: Instant, timer: Option<Duration>| timer.map(|timer| start.saturating_add(timer));
        let opening = matches!(self.state, State::Open | State::Outbound) && self.binding.is_none();
        let bound = self.state.is_bound();
        let silent = bound && self.enquiring.is_none() && self.unbinding.is_none();
        [
            after(self.opened, self.config.session_init).filter(|_| opening),
            after(self.active, self.config.enquire_link).filter(|_| silent),
            self.enquiring.map(|request| request.deadline),
            after(self.heard, self.config.inactivity).filter(|_| bound),
            self.unbinding.map(|request| request.deadline),
            self.peer_unbound.map(|at| at.saturating_add(self.config.response)),
        ]
    }

    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        if self.state == State::Closed {
            return None;
        }
        self.timers().into_iter().chain([self.window.earliest()]).flatten().min()
    }

    pub(super) fn excuse_silence(&mut self, now: Instant) {
        self.heard = self.heard.max(now);
    }

    pub(super) fn handle_timeout(&mut self, slots: &mut [Slot], now: Instant) {
        if self.state == State::Closed {
            return;
        }
        if self.paused {
            // We did not listen, so the silence was ours. With room for a request again, it no longer is.
            self.excuse_silence(now);
            self.paused = self.unanswered >= self.config.max_unanswered;
        }
        self.window.expire(slots, now);
        if self.our_bind().is_some_and(|bind| self.window.has_expired(slots, bind)) {
            self.close(CloseReason::BindUnanswered);
        }
        let [session_init, _, enquiring, inactivity, unbinding, peer_unbound] = self.due(now);
        if session_init {
            self.close(CloseReason::SessionInit);
        }
        if unbinding && let Some(request) = self.unbinding.take() {
            self.timed_out = Some(request);
            self.close(CloseReason::UnbindUnanswered);
        }
        if peer_unbound {
            self.close(CloseReason::PeerUnbound);
        }
        if enquiring && let Some(request) = self.enquiring.take() {
            // Whatever else the peer said meanwhile shows that it is there.
            if self.heard <= request.sent {
                self.close(CloseReason::EnquireLinkUnanswered);
            }
        }
        if inactivity {
            self.close(CloseReason::Inactivity);
        }
        // An enquire_link that was given up has made room for the next.
        let [_, enquire_link, ..] = self.due(now);
        if enquire_link {
            self.enquire_link(slots, now);
        }
    }

    fn due(&self, now: Instant) -> [bool; 6] {
        self.timers().map(|due| due.is_some_and(|due| due <= now))
    }

    fn enquire_link(&mut self, slots: &mut [Slot], now: Instant) {
        self.active = now;
        let command_id = CommandId::ENQUIRE_LINK;
        let sequence_number = self.window.next_outside(slots, self.busy());
        self.window.used(sequence_number);
        self.owe(now, command_id, CommandStatus::ESME_ROK, sequence_number);
        let deadline = now.saturating_add(self.config.response);
        self.enquiring = Some(InFlight { token: 0, sent: now, deadline, command_id, sequence_number });
    }
}
