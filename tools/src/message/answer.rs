//! How what the message centre delivers is answered.

use smppkit::{CommandStatus, DataSmResp, DeliverSmResp, Pdu};
use smppkit_tokio::{Request, RespondError};

/// Accepts messages and receipts, and nothing else.
pub fn answer(request: Request) -> Result<(), RespondError> {
    match request.pdu() {
        Pdu::DeliverSm(_) => request.accept(&DeliverSmResp::default()),
        Pdu::DataSm(_) => request.accept(&DataSmResp::default()),
        _ => request.reject(CommandStatus::ESME_RINVCMDID),
    }
}
