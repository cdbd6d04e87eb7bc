//! What happens to the octets of a connection: drawn from a seed.

use std::time::Duration;

use clap::Args;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// How much goes wrong. A *piece* is what is passed on at once; of `N` pieces, one on average meets this trouble, and with 0
/// none does.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// What all that happens is drawn from
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub seed: u64,
    /// Octets of the largest piece; small ones are as likely as large ones
    #[arg(long, value_name = "OCTETS", default_value_t = 512)]
    pub piece: usize,
    /// One piece in N is gathered: up to eight of the largest pieces are passed on at once
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub gather: u32,
    /// One piece in N comes late
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub delay: u32,
    /// How late it comes at most
    #[arg(long, value_name = "MS", default_value_t = 20)]
    pub delay_ms: u64,
    /// One piece in N is held back for long, and all behind it
    #[arg(long, value_name = "N", default_value_t = 500)]
    pub stall: u32,
    /// How long it is held back at most
    #[arg(long, value_name = "MS", default_value_t = 1500)]
    pub stall_ms: u64,
    /// From one piece in N on, for eight of the largest, octets pass slowly
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub throttle: u32,
    /// How many octets pass in a second then
    #[arg(long, value_name = "OCTETS", default_value_t = 20_000)]
    pub throttle_rate: u64,
    /// At one piece in N the connection is reset, for both sides
    #[arg(long, value_name = "N", default_value_t = 300)]
    pub reset: u32,
    /// At one piece in N the connection is closed, for both sides
    #[arg(long, value_name = "N", default_value_t = 600)]
    pub close: u32,
    /// At one piece in N the connection falls silent: it stays open, and nothing passes any more
    #[arg(long, value_name = "N", default_value_t = 1500)]
    pub silence: u32,
    /// One connection in N is doubled
    #[arg(long, value_name = "N", default_value_t = 4)]
    pub duplicate: u32,
}

impl Settings {
    /// A network in which nothing goes wrong but that octets come in other pieces.
    #[must_use]
    pub fn calm(seed: u64) -> Self {
        Self {
            seed,
            piece: 512,
            gather: 0,
            delay: 0,
            delay_ms: 20,
            stall: 0,
            stall_ms: 1500,
            throttle: 0,
            throttle_rate: 20_000,
            reset: 0,
            close: 0,
            silence: 0,
            duplicate: 0,
        }
    }
}

/// What happens at a piece.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// Nothing: it is passed on.
    None,
    /// It is passed on in one write once it is complete, or nothing has come for so long.
    Gather(Duration),
    /// It is passed on so late.
    Delay(Duration),
    /// The same, and longer than some timer.
    Stall(Duration),
    /// It passes with so many octets in a second.
    Throttle(u64),
    /// Both sides see a reset, and what was on its way is lost.
    Reset,
    /// Both sides see the other close.
    Close,
    /// Nothing passes any more, and neither side is told.
    Silence,
}

impl Trouble {
    /// By [`kind`](Self::kind).
    pub const NAMES: [&'static str; 8] =
        ["none", "gather", "delay", "stall", "throttle", "reset", "close", "silence"];

    /// Which of the [`NAMES`](Self::NAMES) it has.
    #[must_use]
    pub const fn kind(self) -> usize {
        match self {
            Self::None => 0,
            Self::Gather(_) => 1,
            Self::Delay(_) => 2,
            Self::Stall(_) => 3,
            Self::Throttle(_) => 4,
            Self::Reset => 5,
            Self::Close => 6,
            Self::Silence => 7,
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.get(self.kind()).copied().unwrap_or_default()
    }
}

/// The next piece.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// How many octets it has.
    pub octets: usize,
    /// What happens to it.
    pub trouble: Trouble,
}

/// The course of one direction of one connection: an endless row of pieces.
#[derive(Debug)]
pub struct Script {
    random: ChaCha8Rng,
    settings: Settings,
}

/// A direction, which has a course of its own; and what is drawn for the connection as a whole.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Course {
    FromClient = 0,
    FromServer = 1,
    Opening = 2,
}

impl Course {
    fn random(self, settings: &Settings, connection: u64) -> ChaCha8Rng {
        let mut random = ChaCha8Rng::seed_from_u64(settings.seed);
        random.set_stream(connection.wrapping_mul(3).wrapping_add(self as u64));
        random
    }
}

impl Script {
    pub(super) fn new(settings: &Settings, connection: u64, course: Course) -> Self {
        Self { random: course.random(settings, connection), settings: settings.clone() }
    }

    fn up_to(&mut self, ms: u64) -> Duration {
        Duration::from_micros(self.random.random_range(0..=ms.saturating_mul(1000)))
    }
}

/// Whether this one of `n` is it; none is if `n` is 0.
fn one_in(random: &mut ChaCha8Rng, n: u32) -> bool {
    n > 0 && random.random_range(0..n) == 0
}

/// How long octets are gathered if no further ones come.
const GATHERED_WITHIN: Duration = Duration::from_millis(20);

impl Iterator for Script {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        // A size for each power of two: a piece of one octet is as likely as one of hundreds.
        let largest = self.settings.piece.max(1);
        let bits = self.random.random_range(0..=largest.ilog2());
        let mut octets = self.random.random_range(1..=(2_usize << bits).min(largest));
        let Settings { delay_ms, stall_ms, throttle_rate, .. } = self.settings;
        let (gather, delay, stall, throttle, reset, close, silence) = {
            let Settings { gather, delay, stall, throttle, reset, close, silence, .. } = self.settings;
            (gather, delay, stall, throttle, reset, close, silence)
        };
        // What is rare goes first. Each is drawn always, so that a change of one leaves the others where they are.
        let draws =
            [silence, close, reset, stall, throttle, gather, delay].map(|n| one_in(&mut self.random, n));
        let (late, long) = (self.up_to(delay_ms), self.up_to(stall_ms));
        let trouble = match draws.iter().position(|drawn| *drawn) {
            Some(0) => Trouble::Silence,
            Some(1) => Trouble::Close,
            Some(2) => Trouble::Reset,
            Some(3) => Trouble::Stall(long),
            Some(4) => Trouble::Throttle(throttle_rate.max(1)),
            Some(5) => Trouble::Gather(GATHERED_WITHIN),
            Some(6) => Trouble::Delay(late),
            _ => Trouble::None,
        };
        if matches!(trouble, Trouble::Gather(_) | Trouble::Throttle(_)) {
            octets = largest.saturating_mul(8);
        }
        Some(Step { octets, trouble })
    }
}

/// A second connection beside the one of a client, as a restarted application leaves one behind, or a monitor or a
/// scanner makes one. It says what the client said before it was answered, or the first of that, and from then on nothing;
/// it reads and answers nothing.
///
/// So a bind may be said twice, and the server then has a bound session that is deaf. What came after the bind is never
/// said twice: that would be a peer that submits twice, which no network does.
#[derive(Copy, Clone, PartialEq, Debug)]
pub struct Opening {
    /// Which part of what the client said first it says: 0 is nothing, 1 all of it.
    pub said: f64,
    /// How long after the client's it is made.
    pub after: Duration,
    /// How long it stays.
    pub stays: Duration,
    /// Whether it ends with a reset.
    pub reset: bool,
}

impl Opening {
    /// What happens beside this connection, if anything.
    pub(super) fn draw(settings: &Settings, connection: u64) -> Option<Self> {
        let mut random = Course::Opening.random(settings, connection);
        one_in(&mut random, settings.duplicate).then(|| Self {
            // Nothing, a part, all: each is as likely.
            said: [0.0, random.random_range(0.0..1.0), 1.0][random.random_range(0..3)],
            after: Duration::from_millis(random.random_range(0..300)),
            stays: Duration::from_millis(random.random_range(0..5000)),
            reset: random.random_range(0..2) == 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(seed: u64, connection: u64, course: Course) -> Vec<Step> {
        let settings = Settings { reset: 50, close: 50, silence: 50, stall: 50, throttle: 50, ..all(seed) };
        Script::new(&settings, connection, course).take(5000).collect()
    }

    fn all(seed: u64) -> Settings {
        Settings { gather: 10, delay: 10, duplicate: 2, ..Settings::calm(seed) }
    }

    #[test]
    fn the_same_seed_draws_the_same() {
        assert_eq!(steps(7, 3, Course::FromClient), steps(7, 3, Course::FromClient));
        let openings = |seed| (0..50).map(|number| Opening::draw(&all(seed), number)).collect::<Vec<_>>();
        assert_eq!(openings(7), openings(7));
        assert_ne!(openings(7), openings(8));
    }

    #[test]
    fn each_seed_connection_and_direction_has_its_own_course() {
        let one = steps(7, 3, Course::FromClient);
        assert_ne!(one, steps(8, 3, Course::FromClient));
        assert_ne!(one, steps(7, 4, Course::FromClient));
        assert_ne!(one, steps(7, 3, Course::FromServer));
    }

    #[test]
    fn everything_happens_that_may_happen_and_nothing_else() {
        let steps = steps(1, 0, Course::FromClient);
        for kind in 0..Trouble::NAMES.len() {
            assert!(steps.iter().any(|step| step.trouble.kind() == kind), "never: {}", Trouble::NAMES[kind]);
        }
        let mut calm = Script::new(&Settings::calm(1), 0, Course::FromServer).take(5000);
        assert!(calm.all(|step| step.trouble == Trouble::None));
        assert_eq!(Opening::draw(&Settings::calm(1), 0), None);
    }

    #[test]
    fn one_in_n_is_one_in_n() {
        let settings = Settings { delay: 10, ..Settings::calm(1) };
        let steps = Script::new(&settings, 0, Course::FromClient).take(10_000);
        let late = steps.filter(|step| step.trouble != Trouble::None).count();
        assert!((800..1200).contains(&late), "{late} of 10,000");
    }

    #[test]
    fn pieces_are_of_every_size_up_to_the_largest() {
        let settings = Settings { piece: 300, ..Settings::calm(1) };
        let sizes: Vec<_> =
            Script::new(&settings, 0, Course::FromClient).take(20_000).map(|step| step.octets).collect();
        assert_eq!((sizes.iter().min(), sizes.iter().max()), (Some(&1), Some(&300)));
        let single = sizes.iter().filter(|octets| **octets == 1).count();
        assert!(single > 1000, "{single} pieces of one octet");
    }

    #[test]
    fn a_second_connection_says_nothing_some_of_it_or_all_of_it() {
        let openings: Vec<_> = (0..200).filter_map(|number| Opening::draw(&all(1), number)).collect();
        assert!((70..130).contains(&openings.len()), "{} of 200", openings.len());
        assert!(openings.iter().any(|opening| opening.said == 0.0));
        assert!(openings.iter().any(|opening| opening.said == 1.0));
        assert!(openings.iter().any(|opening| opening.said > 0.0 && opening.said < 1.0));
    }
}
