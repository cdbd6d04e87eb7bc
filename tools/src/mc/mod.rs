//! The message centre itself: which messages it has, what becomes of them and when. No socket, no clock.

mod bucket;
mod message_id;
mod outcome;
mod receipt;
mod reply;
mod store;
mod submission;

use std::time::Duration;

pub use bucket::Bucket;
pub use message_id::{IdStyle, Ids};
pub use outcome::{Mix, Outcome};
pub use receipt::Receipt;
pub use reply::{Asker, Reply, reply};
pub use store::{Done, Store};
pub use submission::Submission;

/// Since 1970, UTC: it dates receipts too.
pub type Time = Duration;
