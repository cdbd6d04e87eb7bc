//! The messages that the command sends: what the arguments say of them, and the submit_sm that come of it.

mod answer;
mod args;
mod template;
mod text;

pub use answer::answer;
pub use args::MessageArgs;
pub use template::Template;
pub use text::{AlphabetChoice, Content, Long};
