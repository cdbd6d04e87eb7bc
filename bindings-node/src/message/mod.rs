//! The message layer: calls as JSON.

use crate::error::Error;

/// What is kept between calls.
#[derive(Default)]
pub(crate) struct Keepers {}

impl Keepers {
    pub(crate) fn call(&mut self, _request: &[u8], _octets: &[u8]) -> Result<Vec<u8>, Error> {
        Err(Error::Internal("not yet".into()))
    }
}
