//! Every course that two sessions can take: model checking of the real code.
//!
//! A [`Setup`] is a small world: an ESME and an MC, what their callers may do, and a connection that holds so many octets.
//! From each state, each thing that may happen next is tried: a caller sends, answers, closes; octets arrive, in chunks
//! of each allowed size; time moves to the next timer; the connection breaks. No state is left out, and in each one the rules
//! of `docs/design.md` must hold. `stateright` keeps the books.
//!
//! Two states are one if they behave alike from now on: what counts is the time since and until, not the time. To tell,
//! a session is written down as its snapshot, which has all that it will act upon.

mod numbers;
mod pdus;
mod setup;
mod side;
mod world;
mod worlds;

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::time::{Duration, Instant};

use stateright::{Checker, HasDiscoveries, Model};

pub use numbers::start_at;
pub use pdus::{Answer, Kind};
pub use setup::{Chunk, Setup};
pub use world::{Action, Reached, World};
pub use worlds::worlds;

/// A rule that each step is checked for.
#[derive(Copy, Clone, PartialEq, Eq, Hash)]
enum Rule {
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    R8,
    /// Only a peer that is silent is given up.
    Deaf,
    /// Windows, ours and the peer's.
    Window,
    /// A request that waits can be answered.
    Ticket,
}

/// A rule that does not hold, and how.
#[derive(Clone, Hash)]
struct Broken {
    rule: Rule,
    what: String,
}

/// What came of exploring a world.
#[derive(Debug)]
pub struct Explored {
    /// Its name.
    pub world: &'static str,
    /// States that are not alike.
    pub states: usize,
    /// Steps that were tried and led somewhere.
    pub steps: usize,
    /// The longest course, without detours.
    pub longest: usize,
    /// How long it took.
    pub took: Duration,
    /// Properties that do not hold, each with a course that shows it; what was to come about and did not.
    pub failures: Vec<String>,
}

impl fmt::Display for Explored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { world, states, steps, longest, took, failures } = self;
        write!(f, "{world:<12}{states:>10} states {steps:>10} steps, longest {longest:>3}, {took:>6.1?}")?;
        failures.iter().try_for_each(|failure| write!(f, "\n{failure}"))
    }
}

/// Explores a world to its end, or to the first property that does not hold.
#[must_use]
pub fn explore(setup: &Setup, threads: usize) -> Explored {
    let begun = Instant::now();
    let builder = setup.clone().checker().threads(threads).finish_when(HasDiscoveries::AnyFailures);
    let checker = builder.spawn_bfs().join();
    let mut failures = vec![];
    let discoveries = checker.discoveries();
    for property in setup.properties() {
        let path = discoveries.get(property.name);
        match (property.expectation.discovery_is_failure(), path) {
            (true, Some(path)) => failures.push(story(property.name, path.clone().into_vec())),
            (false, None) => failures.push(format!("never: {}", property.name)),
            _ => {}
        }
    }
    Explored {
        world: setup.name,
        states: checker.unique_state_count(),
        steps: checker.state_count(),
        longest: checker.max_depth(),
        took: begun.elapsed(),
        failures,
    }
}

/// How it came to it.
fn story(property: &str, path: Vec<(World, Option<Action>)>) -> String {
    let mut story = format!("does not hold: {property}\n");
    for (at, (world, action)) in path.into_iter().enumerate() {
        if let Some(broken) = world.broken() {
            story += &format!("    {}\n", broken.what);
        }
        let next = action.map_or_else(|| "the end".into(), |action| format!("{action:?}"));
        story += &format!("    {at:>2}. {next:<40} from {world:?}\n");
    }
    story
}

/// Looks for two states that pass for one and do not behave alike: what the first of them leads to is all that is explored.
///
/// # Errors
///
/// The actions that lead elsewhere, and where from.
pub fn find_unlike(setup: &Setup) -> Result<usize, String> {
    let mut known: HashMap<u64, (World, Vec<(Action, u64)>)> = HashMap::new();
    let mut next: VecDeque<World> = setup.init_states().into();
    let mut compared = 0;
    while let Some(world) = next.pop_front() {
        let steps = setup.next_steps(&world);
        let leads_to: Vec<_> = steps.iter().map(|(action, world)| (*action, world.fingerprint())).collect();
        match known.get(&world.fingerprint()) {
            None => {
                next.extend(steps.into_iter().map(|(_, world)| world));
                known.insert(world.fingerprint(), (world, leads_to));
            }
            Some((alike, expected)) if leads_to != *expected => {
                let differ = leads_to
                    .iter()
                    .chain(expected)
                    .filter(|step| !(leads_to.contains(step) && expected.contains(step)));
                let differ: Vec<_> = differ.map(|(action, _)| *action).collect();
                return Err(format!("{differ:?} from\n    {alike:?}\n    {world:?}"));
            }
            Some(_) => compared += 1,
        }
    }
    Ok(compared)
}
