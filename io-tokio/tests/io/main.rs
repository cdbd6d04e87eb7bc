//! The adapters over loopback TCP and over pipes with small buffers, against themselves and against a peer that is
//! played octet by octet. Where time matters it is tokio's and stands still until all wait for it.

mod binding;
mod hostile;
mod incoming;
mod messages;
mod pressure;
mod receipts;
mod reconnect;
mod requests;
mod server;
mod support;
mod tap;
mod text;
#[cfg(feature = "tls")]
mod tls;
