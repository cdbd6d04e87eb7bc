//! The table.

use super::pair::Result;
use super::passage::Tally;

/// Its head.
pub const HEADER: &str = "\
| client > server | submit_sm: answered, refused | lost (arrived) | not sent \
| deliver_sm: answered, refused | lost (arrived) | not sent | connections | ended | seconds | peak MB: client, server |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|";

/// The row of a pair.
#[must_use]
pub fn row(result: &Result) -> String {
    let tally = |Tally { answered, refused, lost, arrived, not_sent }| {
        format!("{answered}, {refused} | {lost} ({arrived}) | {not_sent}")
    };
    let [client, server] = result.peak_memory.map(|kilobytes| kilobytes as f64 / 1024.0);
    format!(
        "| {} | {} | {} | {} | {} | {:.1} | {client:.1}, {server:.1} |",
        result.name,
        tally(result.submitted),
        tally(result.delivered),
        result.connections,
        result.ended,
        result.took.as_secs_f64(),
    )
}
