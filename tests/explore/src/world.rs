//! The world: two sides, the connection between them, a clock; and what may happen in it.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use smppkit::session::{CloseReason, Role, State};
use smppkit::{CommandId, Instant};
use stateright::{Model, Property};

use crate::pdus::{Answer, Kind, is_bind};
use crate::setup::{Chunk, Setup};
use crate::side::Side;
use crate::{Broken, Rule};

/// Something that may happen.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum Action {
    /// The caller of this side sends a request or an outbind.
    Send(Role, Kind),
    /// This side sends the next PDU that its session knows nothing of.
    Stray(Role),
    /// So many requests pass at this side that the next number is one that is in flight.
    Around(Role, u32),
    /// Octets arrive at this side.
    Arrive(Role, Chunk),
    /// This side learns that nothing follows.
    End(Role),
    /// The caller of this side answers one of the requests that wait, the oldest being 0.
    Answer(Role, usize, Answer),
    /// This side does what is due.
    Timeout(Role),
    /// Time passes.
    Advance,
    /// The caller of this side closes.
    Close(Role),
    /// The connection breaks: what is on it is lost.
    Break,
}

/// What is, at one moment.
#[derive(Clone)]
pub struct World {
    pub(crate) now: Instant,
    pub(crate) esme: Side,
    pub(crate) mc: Side,
    advances: u16,
    breaks: bool,
    /// Later than any timer runs.
    horizon: Instant,
}

const ROLES: [Role; 2] = [Role::Esme, Role::Mc];

impl World {
    pub(crate) fn new(setup: &Setup) -> Self {
        // So late that no time before is cut off.
        let now = Instant::from_nanos(1 << 50);
        let [esme, mc] = [&setup.esme, &setup.mc].map(|caller| caller.side(setup.capacity, now));
        let timers = [&esme.config, &mc.config]
            .map(|config| {
                let timers =
                    [config.session_init, config.enquire_link, config.inactivity, Some(config.response)];
                timers.into_iter().flatten().max().unwrap_or_default()
            })
            .into_iter()
            .max();
        // Who looks at the clock in time sees no timer that is older than it runs.
        let rounds = if setup.late { u32::from(setup.advances) + 1 } else { 1 };
        let horizon = Instant::ORIGIN.saturating_add(timers.unwrap_or_default() * rounds);
        Self { now, esme, mc, advances: setup.advances, breaks: setup.breaks, horizon }
    }

    pub(crate) const fn side(&self, role: Role) -> &Side {
        match role {
            Role::Esme => &self.esme,
            Role::Mc => &self.mc,
        }
    }

    const fn side_mut(&mut self, role: Role) -> &mut Side {
        match role {
            Role::Esme => &mut self.esme,
            Role::Mc => &mut self.mc,
        }
    }

    pub(crate) fn sides(&self) -> [&Side; 2] {
        [&self.esme, &self.mc]
    }

    pub(crate) fn broken(&self) -> Option<&Broken> {
        self.sides().into_iter().find_map(|side| side.broken.as_ref())
    }

    pub(crate) fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }

    /// Whether nothing is on its way: no octets, no answer that is owed, no end that the peer has not seen.
    pub(crate) fn is_quiet(&self) -> bool {
        ROLES.iter().all(|role| {
            let (side, peer) = (self.side(*role), self.side(role.peer()));
            let seen = !side.wire.ended || peer.is_closed();
            side.wire.octets.is_empty() && side.arrived.is_empty() && side.owed.is_empty() && seen
        })
    }

    /// Whether nothing more happens: both are closed, or a rule is broken.
    fn is_over(&self) -> bool {
        self.broken().is_some() || self.sides().into_iter().all(Side::is_closed)
    }

    /// Whether a bind waits for its answer.
    fn is_binding(&self) -> bool {
        let mut ids = self.esme.open.iter().map(|open| open.command_id);
        ids.any(is_bind) || self.mc.tickets.iter().any(|(id, _)| is_bind(*id))
    }

    /// Nothing on its way and no bind in the balance: then both are in the same state.
    pub(crate) fn agrees(&self) -> bool {
        let [esme, mc] = self.sides().map(|side| side.session.state());
        !self.is_quiet() || self.is_binding() || esme == mc
    }

    /// Whether what is on its way can arrive: somebody reads, or may answer so that somebody will read.
    fn moves(&self, setup: &Setup) -> bool {
        if self.is_quiet() || self.is_over() {
            return true;
        }
        let reads = |role: &Role| {
            let side = self.side(*role);
            !side.paused && !side.is_closed() && !self.side(role.peer()).wire.octets.is_empty()
        };
        if ROLES.iter().any(reads) {
            return true;
        }
        let mut actions = vec![];
        setup.actions(self, &mut actions);
        actions.into_iter().any(|action| {
            let moves = matches!(action, Action::End(_) | Action::Answer(..));
            moves && self.after(action).is_some()
        })
    }

    /// Whether each request has an outcome to come: its timer runs.
    fn will_end(&self) -> bool {
        let waits = |side: &Side| side.open.is_empty() || side.session.poll_timeout().is_some();
        self.sides().into_iter().all(waits)
    }

    /// The world after this; `None` if it cannot happen, or changes nothing.
    pub(crate) fn after(&self, action: Action) -> Option<Self> {
        let mut world = self.clone();
        let happened = world.act(action);
        if happened {
            world.settle();
        }
        happened.then_some(world)
    }

    fn act(&mut self, action: Action) -> bool {
        let now = self.now;
        match action {
            Action::Send(role, kind) => {
                let side = self.side_mut(role);
                let left = side.budget.requests.iter_mut().find(|(of, left)| *of == kind && *left > 0);
                let Some((_, left)) = left else { return false };
                *left -= 1;
                side.send(now, kind)
            }
            Action::Stray(role) => {
                let side = self.side_mut(role);
                let stray = side.budget.strays.remove(0);
                side.wire.octets.extend(stray);
                true
            }
            Action::Around(role, number) => {
                self.side_mut(role).go_around(now, number);
                true
            }
            Action::Arrive(role, chunk) => self.arrive(role, chunk),
            Action::End(role) => {
                self.side_mut(role).receive_eof();
                true
            }
            Action::Answer(role, at, answer) => self.side_mut(role).answer(now, at, answer),
            Action::Timeout(role) => {
                self.side_mut(role).handle_timeout(now);
                true
            }
            Action::Advance => self.advance(),
            Action::Close(role) => {
                let side = self.side_mut(role);
                side.budget.close = false;
                side.close();
                true
            }
            Action::Break => {
                self.breaks = false;
                for role in ROLES {
                    let side = self.side_mut(role);
                    side.wire.octets.clear();
                    side.receive_eof();
                }
                true
            }
        }
    }

    fn arrive(&mut self, role: Role, chunk: Chunk) -> bool {
        let now = self.now;
        let len = {
            let (side, wire) = (self.side(role), &self.side(role.peer()).wire);
            chunk.len(&side.arrived, &wire.octets).min(wire.octets.len())
        };
        if len == 0 {
            return false;
        }
        let octets: Vec<u8> = self.side_mut(role.peer()).wire.octets.drain(..len).collect();
        self.side_mut(role).receive(now, &octets);
        true
    }

    /// To the next moment at which something is due.
    fn advance(&mut self) -> bool {
        let due = |side: &Side| side.session.poll_timeout().filter(|due| *due > self.now);
        let Some(next) = self.sides().into_iter().filter_map(due).min() else { return false };
        self.now = next;
        self.advances -= 1;
        true
    }

    /// What the callers do at once: send what is owed, read on, end the connection of a closed session.
    fn settle(&mut self) {
        let now = self.now;
        // Twice: what one side no longer reads makes room for the other.
        for role in [ROLES, ROLES].concat() {
            self.side_mut(role).pump(now);
            for role in ROLES {
                if self.side(role).is_closed() {
                    self.side_mut(role.peer()).wire.octets.clear();
                }
            }
        }
    }
}

impl PartialEq for World {
    fn eq(&self, other: &Self) -> bool {
        self.fingerprint() == other.fingerprint()
    }
}

impl Hash for World {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.advances, self.breaks).hash(state);
        self.sides().into_iter().for_each(|side| side.hash_at(self.now, self.horizon, state));
    }
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let since = self.now.saturating_since(Instant::from_nanos(1 << 50));
        write!(f, "{since:?}: esme {:?}, mc {:?}", self.esme, self.mc)
    }
}

impl Model for Setup {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        vec![World::new(self)]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        if world.is_over() {
            return;
        }
        let due = ROLES.iter().any(|role| world.side(*role).is_due(world.now));
        if world.advances > 0 && (self.late || !due) {
            actions.push(Action::Advance);
        }
        if world.breaks {
            actions.push(Action::Break);
        }
        for role in ROLES {
            let (side, peer) = (world.side(role), world.side(role.peer()));
            if side.is_closed() {
                continue;
            }
            let sends = side.budget.requests.iter().filter(|(_, left)| *left > 0);
            actions.extend(sends.map(|(kind, _)| Action::Send(role, *kind)));
            if side.budget.around {
                actions.extend(side.numbers().map(|number| Action::Around(role, number)));
            }
            if !side.budget.strays.is_empty() {
                actions.push(Action::Stray(role));
            }
            if !side.paused && !peer.wire.octets.is_empty() {
                actions.extend(self.chunks.iter().map(|chunk| Action::Arrive(role, *chunk)));
            }
            if !side.paused && peer.wire.octets.is_empty() && peer.wire.ended {
                actions.push(Action::End(role));
            }
            for at in 0..side.tickets.len() {
                let answers = self.answers_of(role).iter();
                actions.extend(answers.map(|answer| Action::Answer(role, at, *answer)));
            }
            if side.is_due(world.now) {
                actions.push(Action::Timeout(role));
            }
            if side.budget.close {
                actions.push(Action::Close(role));
            }
        }
    }

    fn next_state(&self, world: &World, action: Action) -> Option<World> {
        world.after(action)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut properties = vec![
            Property::always("R1: any chunking gives the same", |_, world: &World| !broke(world, Rule::R1)),
            Property::always("R2: an error leaves the session as it was", |_, world| !broke(world, Rule::R2)),
            Property::always("R3: after handle_timeout nothing is due", |_, world| !broke(world, Rule::R3)),
            Property::always("R4: each request ends once", |_, world| !broke(world, Rule::R4)),
            Property::always("R5: no number is in flight twice", |_, world| !broke(world, Rule::R5)),
            Property::always("R6: a response that answers nothing changes nothing", |_, world| {
                !broke(world, Rule::R6)
            }),
            Property::always("R8: an answer that is owed is sent", |_, world| !broke(world, Rule::R8)),
            Property::always("only a silent peer is given up", |_, world| !broke(world, Rule::Deaf)),
            Property::always("windows are kept", |_, world| !broke(world, Rule::Window)),
            Property::always("a request that waits can be answered", |_, world| !broke(world, Rule::Ticket)),
            Property::always("each request has an outcome to come", |_, world: &World| world.will_end()),
            Property::always("no deadlock", |setup: &Self, world: &World| world.moves(setup)),
            Property::always("both agree on the state", |_, world: &World| world.agrees()),
            Property::always("silence is broken by enquire_link", |_, world: &World| {
                world.sides().iter().all(|side| side.asks_in_time(world.now))
            }),
        ];
        properties.extend(self.reaches.iter().map(|reached| reached.property()));
        properties
    }
}

fn broke(world: &World, rule: Rule) -> bool {
    world.broken().is_some_and(|broken| broken.rule == rule)
}

/// Something that a world is there to show: if it never comes about, the world shows nothing.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Reached {
    /// Both sides are bound.
    Bound,
    /// Both sides are closed.
    Closed,
    /// Both sides have sent an unbind.
    BothUnbind,
    /// A side reads no more, because too much waits.
    Paused,
    /// A window is full.
    WindowFull,
    /// A side has given up on an enquire_link.
    Deaf,
    /// A number behind the last has been used.
    Wrapped,
    /// The MC has sent outbind, and the ESME is bound.
    Outbind,
    /// A response was for nothing.
    Unmatched,
}

impl Reached {
    fn property(self) -> Property<Setup> {
        match self {
            Self::Bound => Property::sometimes("both are bound", |_, world: &World| {
                world.sides().iter().all(|side| side.session.state().is_bound())
            }),
            Self::Closed => Property::sometimes("both are closed", |_, world: &World| {
                world.sides().iter().all(|side| side.is_closed())
            }),
            Self::BothUnbind => Property::sometimes("both unbind at once", |_, world: &World| {
                world
                    .sides()
                    .iter()
                    .all(|side| side.open.iter().any(|open| open.command_id == CommandId::UNBIND))
            }),
            Self::Paused => Property::sometimes("a side is paused", |_, world: &World| {
                world.sides().iter().any(|side| side.paused)
            }),
            Self::WindowFull => Property::sometimes("a window is full", |_, world: &World| {
                world.sides().iter().any(|side| side.session.window_available() == 0)
            }),
            Self::Deaf => Property::sometimes("an enquire_link is given up", |_, world: &World| {
                world.sides().iter().any(|side| side.closed == Some(CloseReason::EnquireLinkUnanswered))
            }),
            Self::Wrapped => Property::sometimes("the numbers wrap", |_, world: &World| {
                let mut numbers = world.esme.open.iter().map(|open| open.sequence_number);
                world.esme.session.state().is_bound() && numbers.any(|number| number < 8)
            }),
            Self::Outbind => Property::sometimes("outbind leads to a bind", |_, world: &World| {
                world.mc.session.state() == State::BoundRx
            }),
            Self::Unmatched => Property::sometimes("a response is for nothing", |_, world: &World| {
                world.sides().iter().any(|side| side.session.stats().unmatched > 0)
            }),
        }
    }
}
