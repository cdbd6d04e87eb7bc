//! What the message centre answers.

use smppkit::values::{InterfaceVersion, MessageState};
use smppkit::{
    CancelSmResp, CommandStatus, DataSmResp, DestAddress, Pdu, QueryLastMsgsResp, QuerySmResp, ReplaceSmResp,
    SubmitMultiResp, SubmitSmResp, UnsuccessSme,
};

use super::{Done, Store, Submission, Time, time};
use crate::args::Address;

/// An answer that owns what is in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reply {
    SubmitSm {
        message_id: String,
    },
    DataSm {
        message_id: String,
    },
    /// With the destinations that were not taken.
    SubmitMulti {
        message_id: String,
        failed: Vec<(Address, CommandStatus)>,
    },
    Query {
        message_id: Vec<u8>,
        state: MessageState,
        done: Option<Time>,
    },
    /// With what is to be told about the messages that were cancelled.
    Cancelled(Vec<Done>),
    Replaced,
    LastIds(Vec<String>),
    Refused(CommandStatus),
}

/// Who asks.
#[derive(Copy, Clone, Debug)]
pub struct Asker<'a> {
    pub account: &'a str,
    pub version: InterfaceVersion,
}

/// Does what a request asks for.
pub fn reply(store: &mut Store, now: Time, asker: Asker<'_>, pdu: &Pdu<'_>) -> Reply {
    try_reply(store, now, asker, pdu).unwrap_or_else(Reply::Refused)
}

fn try_reply(
    store: &mut Store,
    now: Time,
    Asker { account, version }: Asker<'_>,
    pdu: &Pdu<'_>,
) -> Result<Reply, CommandStatus> {
    Ok(match pdu {
        Pdu::SubmitSm(pdu) => {
            let message_id = store.submit(now, account, version, &Submission::of_submit_sm(pdu))?;
            Reply::SubmitSm { message_id }
        }
        Pdu::DataSm(pdu) => {
            let message_id = store.submit(now, account, version, &Submission::of_data_sm(pdu))?;
            Reply::DataSm { message_id }
        }
        Pdu::SubmitMulti(pdu) => {
            if pdu.dest_address.is_empty() {
                return Err(CommandStatus::ESME_RINVNUMDESTS);
            }
            let fault = |item| match item {
                DestAddress::Sme { ton, npi, destination_addr } if destination_addr.is_empty() => {
                    Some((Address::new(ton, npi, destination_addr), CommandStatus::ESME_RINVDSTADR))
                }
                DestAddress::Sme { .. } => None,
                // No list has a name here.
                DestAddress::DistributionList { dl_name } => {
                    let name = Address::new(Default::default(), Default::default(), dl_name);
                    Some((name, CommandStatus::ESME_RINVDLNAME))
                }
            };
            let failed: Vec<_> = pdu.dest_address.iter().filter_map(fault).collect();
            let mut submission = Submission::of_submit_multi(pdu);
            submission.destinations.retain(|destination| !destination.is_empty());
            if submission.destinations.is_empty() {
                return Err(failed.first().map_or(CommandStatus::ESME_RSUBMITFAIL, |(_, status)| *status));
            }
            let message_id = store.submit(now, account, version, &submission)?;
            Reply::SubmitMulti { message_id, failed }
        }
        Pdu::QuerySm(pdu) => {
            let state = store.query(now, version, account, pdu)?;
            Reply::Query {
                message_id: pdu.message_id.as_bytes().into(),
                state: state.state,
                done: state.done,
            }
        }
        Pdu::CancelSm(pdu) => Reply::Cancelled(store.cancel(now, account, pdu)?),
        Pdu::ReplaceSm(pdu) => {
            store.replace(now, account, pdu)?;
            Reply::Replaced
        }
        Pdu::QueryLastMsgs(pdu) => {
            let source = Address::new(pdu.source_addr_ton, pdu.source_addr_npi, pdu.source_addr);
            Reply::LastIds(store.last_ids(account, &source, pdu.num_messages.min(100).into()))
        }
        _ => return Err(CommandStatus::ESME_RINVCMDID),
    })
}

impl Reply {
    /// Hands status and PDU to `respond`; a refusal has no PDU.
    pub fn with<T>(&self, respond: impl FnOnce(CommandStatus, Option<Pdu<'_>>) -> T) -> T {
        const OK: CommandStatus = CommandStatus::ESME_ROK;
        match self {
            Self::SubmitSm { message_id } => {
                let pdu = SubmitSmResp { message_id: message_id.as_str().into(), ..SubmitSmResp::default() };
                respond(OK, Some(pdu.into()))
            }
            Self::DataSm { message_id } => {
                let pdu = DataSmResp { message_id: message_id.as_str().into(), ..DataSmResp::default() };
                respond(OK, Some(pdu.into()))
            }
            Self::SubmitMulti { message_id, failed } => {
                let octets: Vec<_> = failed.iter().map(|(address, _)| address.octets()).collect();
                let unsuccess_sme: Vec<_> = failed
                    .iter()
                    .zip(&octets)
                    .map(|((address, status), octets)| UnsuccessSme {
                        dest_addr_ton: address.ton,
                        dest_addr_npi: address.npi,
                        destination_addr: octets.as_slice().into(),
                        error_status_code: *status,
                    })
                    .collect();
                let pdu = SubmitMultiResp {
                    message_id: message_id.as_str().into(),
                    unsuccess_sme: unsuccess_sme.as_slice().into(),
                    ..SubmitMultiResp::default()
                };
                respond(OK, Some(pdu.into()))
            }
            Self::Query { message_id, state, done } => {
                let final_date = done.map(time::write).unwrap_or_default();
                let pdu = QuerySmResp {
                    message_id: message_id.as_slice().into(),
                    final_date: final_date.as_str().into(),
                    message_state: *state,
                    ..QuerySmResp::default()
                };
                respond(OK, Some(pdu.into()))
            }
            Self::Cancelled(_) => respond(OK, Some(CancelSmResp::default().into())),
            Self::Replaced => respond(OK, Some(ReplaceSmResp::default().into())),
            Self::LastIds(ids) => {
                let ids: Vec<_> = ids.iter().map(|id| id.as_str().into()).collect();
                let pdu = QueryLastMsgsResp {
                    message_details: ids.as_slice().into(),
                    ..QueryLastMsgsResp::default()
                };
                respond(OK, Some(pdu.into()))
            }
            Self::Refused(status) => respond(*status, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use smppkit::values::{Npi, Ton};
    use smppkit::{Body as _, EnquireLink, QuerySm, SubmitMulti, SubmitSm};

    use super::*;
    use crate::mc::{IdStyle, Ids, Mix};

    fn ask(store: &mut Store, version: InterfaceVersion, at: u64, pdu: impl Into<Pdu<'static>>) -> String {
        let asker = Asker { account: "app", version };
        let reply = reply(store, Duration::from_millis(1_767_323_045_600 + at), asker, &pdu.into());
        reply.with(|status, pdu| match pdu {
            Some(pdu) => {
                pdu.check(version).expect("what is answered is right");
                pdu.to_string()
            }
            None => status.to_string(),
        })
    }

    #[test]
    fn each_request_has_its_answer() {
        let mut store = Store::new(Ids::new(IdStyle::Decimal, 0, 0), Mix::default(), Duration::from_secs(1));
        let v3_4 = InterfaceVersion::V3_4;
        let submit =
            SubmitSm { source_addr: "1".into(), destination_addr: "2".into(), ..SubmitSm::default() };
        assert_eq!(ask(&mut store, v3_4, 0, submit), "submit_sm_resp message_id=\"1\"");
        assert_eq!(ask(&mut store, v3_4, 0, SubmitSm::default()), "ESME_RINVDSTADR");
        let query = QuerySm { message_id: "1".into(), source_addr: "1".into(), ..QuerySm::default() };
        assert_eq!(ask(&mut store, v3_4, 0, query), "query_sm_resp message_id=\"1\" message_state=ENROUTE");
        assert_eq!(store.poll_done(Duration::from_secs(9_999_999_999)), None);
        assert_eq!(
            ask(&mut store, v3_4, 2_000, query),
            "query_sm_resp message_id=\"1\" final_date=\"260102030406600+\" message_state=DELIVERED"
        );
        assert_eq!(ask(&mut store, v3_4, 0, EnquireLink::default()), "ESME_RINVCMDID");
        let last = smppkit::QueryLastMsgs { source_addr: "1".into(), num_messages: 3, ..Default::default() };
        let v3_3 = InterfaceVersion::V3_3;
        assert_eq!(ask(&mut store, v3_3, 0, last), "query_last_msgs_resp message_details=[\"1\"]");
    }

    #[test]
    fn a_submit_multi_says_what_it_did_not_take() {
        let mut store = Store::new(Ids::new(IdStyle::Hex, 9, 0), Mix::default(), Duration::ZERO);
        let ask = |store: &mut _, dest_address: &'static [DestAddress<'static>]| {
            let pdu = SubmitMulti { dest_address: dest_address.into(), ..SubmitMulti::default() };
            ask(store, InterfaceVersion::V5_0, 0, pdu)
        };
        let sme = |address| DestAddress::Sme { ton: Ton(1), npi: Npi(1), destination_addr: address };
        let list = DestAddress::DistributionList { dl_name: "all".into() };
        let mixed = [sme("4477".into()), list, sme("".into())];
        assert_eq!(
            ask(&mut store, mixed.to_vec().leak()),
            "submit_multi_resp message_id=\"a\" unsuccess_sme=[\"all\": ESME_RINVDLNAME, \"\": ESME_RINVDSTADR]"
        );
        assert_eq!(ask(&mut store, vec![list].leak()), "ESME_RINVDLNAME");
        assert_eq!(ask(&mut store, &[]), "ESME_RINVNUMDESTS");
    }
}
