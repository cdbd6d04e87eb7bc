//! The message centre itself: which messages it has, what becomes of them and when. No socket, no clock.

mod message_id;
mod outcome;
mod receipt;
mod reply;
mod store;
mod submission;
mod time;

pub use message_id::{IdStyle, Ids};
pub use outcome::{Mix, Outcome};
pub use receipt::Receipt;
pub use reply::{Asker, Reply, reply};
pub use store::{Done, Store};
pub use submission::Submission;
pub use time::Time;
