//! The command as its users see it: what it reads, writes, and ends with.
#![allow(unreachable_pub, reason = "nothing of a test is public")]

mod decode;
mod explain;
mod hostile;
mod inspect;
mod load;
mod run;
mod send;
mod simulate;
mod simulator;
