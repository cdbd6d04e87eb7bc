//! What the tests of smppkit share: PDUs as plain data with an encoder of their own, random PDUs, and the facts of the
//! specification in `spec/`.

pub mod generate;
pub mod model;
pub mod spec;
