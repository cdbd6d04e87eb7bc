//! Messages between programs in different languages, through a network that breaks, and what became of each of them.
//!
//! `tests/soak/README.md` says what the programs do and tell. Here they are started, put on both sides of a
//! [proxy](crate::chaos), and what they told is compared: [`Passage`] has the rules.

mod endpoint;
mod pair;
mod passage;
mod report;

pub use endpoint::{Program, memory_of};
pub use pair::{Pair, Result as PairResult};
pub use passage::{Line, Passage, Tally};
pub use report::{HEADER, row};
