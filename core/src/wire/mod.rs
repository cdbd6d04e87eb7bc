//! Octets in, octets out: the only place that takes input apart or puts output together.

pub(crate) mod ending;
pub(crate) mod field;
pub(crate) mod fields;
pub(crate) mod list;
pub(crate) mod reader;
pub(crate) mod report;
pub(crate) mod string;
pub(crate) mod writer;
