//! The example on each page, as plain data. `words.md` says what it shows.

use smppkit::tlv::{self, Tlv};
use smppkit::values::{
    BroadcastAreaFormat, BroadcastAreaIdentifier, BroadcastContentNetwork, BroadcastContentType,
    BroadcastFrequencyInterval, ContentType, DeliveryFailureReason, InterfaceVersion, MessageState,
    MsAvailabilityStatus, NetworkErrorCode, NetworkErrorType, TimeUnitBroadcast,
};
use smppkit::{CommandStatus, PduDef};

use crate::model::{Dest, Failed, Model, Value, frame};

/// A PDU for people to read.
#[derive(Debug)]
pub struct Example {
    /// The PDU.
    pub model: Model,
    /// Whether it has a body: a refusal has none.
    pub has_body: bool,
}

impl Example {
    /// That of this PDU.
    ///
    /// # Panics
    ///
    /// If a PDU has none yet, or one with a field that it lacks.
    pub fn of(def: &'static PduDef) -> Self {
        let model = Model { status: 0, sequence: 2, ..Model::all_defaults(def) };
        let mut example = Self { model, has_body: true };
        example.fill();
        example
    }

    /// Its octets on the wire.
    pub fn octets(&self) -> Vec<u8> {
        let Model { def, status, sequence, .. } = self.model;
        if self.has_body { self.model.octets() } else { frame(def.command_id.0, status, sequence, &[]) }
    }

    fn set(&mut self, name: &str, value: Value) -> &mut Self {
        let fields = self.model.def.fields;
        let at = fields.iter().position(|row| row.name == name);
        let at = at.unwrap_or_else(|| panic!("{} has no {name}", self.model.def.name));
        self.model.fields[at] = value;
        self
    }

    fn text(&mut self, name: &str, text: &str) -> &mut Self {
        self.set(name, Value::CString(text.into()))
    }

    fn message(&mut self, text: &str) -> &mut Self {
        self.set("short_message", Value::Text(text.into()))
    }

    fn octet(&mut self, name: &str, value: u8) -> &mut Self {
        self.set(name, Value::Octet(value))
    }

    fn tlv(&mut self, tlv: Tlv<'_>) -> &mut Self {
        let (octets, rest) = tlv.octets();
        self.model.tlvs.push((tlv.tag.0, [octets, rest].concat()));
        self
    }

    fn refused(&mut self, status: CommandStatus) {
        self.model.status = status.0;
        self.has_body = false;
    }

    /// A number of a mobile subscriber, with its TON and NPI.
    fn subscriber(&mut self, ton: &str, npi: &str, addr: &str) -> &mut Self {
        self.octet(ton, 1).octet(npi, 1).text(addr, "447700900123")
    }

    fn sent_by_shop(&mut self) -> &mut Self {
        self.octet("source_addr_ton", 3).text("source_addr", "40404")
    }

    fn sent_to_subscriber(&mut self) -> &mut Self {
        self.subscriber("dest_addr_ton", "dest_addr_npi", "destination_addr")
    }

    fn bind(&mut self) -> &mut Self {
        self.model.sequence = 1;
        self.text("system_id", "shop").text("password", "secret08").octet("interface_version", 0x34)
    }

    fn bound(&mut self, version: InterfaceVersion) {
        self.model.sequence = 1;
        self.text("system_id", "MC1").tlv(tlv::SC_INTERFACE_VERSION.with(version));
    }

    fn area(&mut self, name: &str) -> &mut Self {
        let area = BroadcastAreaIdentifier { format: BroadcastAreaFormat::ALIAS, details: name.into() };
        self.tlv(tlv::BROADCAST_AREA_IDENTIFIER.with(area))
    }

    fn fill(&mut self) {
        const RECEIPT: &str = "id:1a2b3c sub:001 dlvrd:001 submit date:2601020304 done date:2601020304 \
                               stat:DELIVRD err:000 text:Your order is ready";
        match self.model.def.name {
            "bind_receiver" => {
                self.bind().octet("addr_ton", 3).text("address_range", "40404");
            }
            "bind_transmitter" => {
                self.bind();
            }
            "bind_transceiver" => {
                self.bind().octet("addr_ton", 1).octet("addr_npi", 1).text("address_range", "^4477009001");
            }
            "bind_receiver_resp" => self.bound(InterfaceVersion::V3_4),
            "bind_transmitter_resp" => {
                self.model.sequence = 1;
                self.refused(CommandStatus::ESME_RINVPASWD);
            }
            "bind_transceiver_resp" => self.bound(InterfaceVersion::V5_0),
            "outbind" => {
                self.model.sequence = 1;
                self.text("system_id", "MC1").text("password", "wakeup");
            }
            "generic_nack" => {
                self.model.sequence = 7;
                self.refused(CommandStatus::ESME_RINVCMDID);
            }
            "submit_sm" => {
                self.sent_by_shop().sent_to_subscriber().octet("registered_delivery", 1);
                self.message("Your order is ready").tlv(tlv::USER_MESSAGE_REFERENCE.with(7));
            }
            "submit_multi" => {
                let dests = vec![Dest::Sme(1, 1, b"447700900123".into()), Dest::List(b"customers".into())];
                self.sent_by_shop().set("dest_address", Value::Dests(dests)).message("Closed today");
            }
            "submit_multi_resp" => {
                let status = CommandStatus::ESME_RINVDSTADR.0;
                let failed = Failed { ton: 1, npi: 1, addr: b"447700900123".into(), status };
                self.text("message_id", "1a2b3d").set("unsuccess_sme", Value::Failed(vec![failed]));
            }
            "deliver_sm" => {
                self.subscriber("source_addr_ton", "source_addr_npi", "source_addr")
                    .octet("dest_addr_ton", 3)
                    .text("destination_addr", "40404")
                    .octet("esm_class", 4)
                    .message(RECEIPT)
                    .tlv(tlv::RECEIPTED_MESSAGE_ID.with("1a2b3c".into()))
                    .tlv(tlv::MESSAGE_STATE.with(MessageState::DELIVERED));
            }
            "data_sm" => {
                self.sent_by_shop().sent_to_subscriber().octet("data_coding", 4);
                self.tlv(tlv::DEST_PORT.with(9200));
                self.tlv(tlv::MESSAGE_PAYLOAD.with(b"\x01\x06\x04\x03\xae\x81\xea\x02".into()));
            }
            "data_sm_resp" => {
                self.model.status = CommandStatus::ESME_RDELIVERYFAILURE.0;
                let error = NetworkErrorCode { network_type: NetworkErrorType::GSM, error_code: 27 };
                self.tlv(tlv::DELIVERY_FAILURE_REASON.with(DeliveryFailureReason::DESTINATION_UNAVAILABLE));
                self.tlv(tlv::NETWORK_ERROR_CODE.with(error));
            }
            "submit_sm_resp" => {
                self.text("message_id", "1a2b3c");
            }
            "query_sm" | "cancel_sm" => {
                self.text("message_id", "1a2b3c").sent_by_shop();
            }
            "query_sm_resp" => {
                self.text("message_id", "1a2b3c");
                self.text("final_date", "260102030405000+").octet("message_state", 2);
            }
            "cancel_sm_resp" => self.refused(CommandStatus::ESME_RCANCELFAIL),
            "replace_sm" => {
                self.text("message_id", "1a2b3c").sent_by_shop().octet("registered_delivery", 1);
                self.message("Order delayed");
            }
            "alert_notification" => {
                self.subscriber("source_addr_ton", "source_addr_npi", "source_addr");
                self.octet("esme_addr_ton", 3).text("esme_addr", "40404");
                self.tlv(tlv::MS_AVAILABILITY_STATUS.with(MsAvailabilityStatus::AVAILABLE));
            }
            "broadcast_sm" => {
                let content = BroadcastContentType {
                    network: BroadcastContentNetwork::GENERIC,
                    content_type: ContentType::WEATHER,
                };
                let interval = BroadcastFrequencyInterval { unit: TimeUnitBroadcast::MINUTES, count: 10 };
                self.sent_by_shop().area("Cork");
                self.tlv(tlv::BROADCAST_CONTENT_TYPE.with(content)).tlv(tlv::BROADCAST_REP_NUM.with(3));
                self.tlv(tlv::BROADCAST_FREQUENCY_INTERVAL.with(interval));
                self.tlv(tlv::MESSAGE_PAYLOAD.with("Storm tonight".into()));
            }
            "broadcast_sm_resp" => {
                self.text("message_id", "b7").area("Atlantis");
                self.tlv(tlv::BROADCAST_ERROR_STATUS.with(CommandStatus::ESME_RBCASTFAIL));
            }
            "query_broadcast_sm" | "cancel_broadcast_sm" => {
                self.text("message_id", "b7").sent_by_shop();
            }
            "query_broadcast_sm_resp" => {
                self.text("message_id", "b7").tlv(tlv::MESSAGE_STATE.with(MessageState::DELIVERED));
                self.area("Dublin").tlv(tlv::BROADCAST_AREA_SUCCESS.with(100));
                self.area("Cork").tlv(tlv::BROADCAST_AREA_SUCCESS.with(255));
            }
            "param_retrieve" => {
                self.text("param_name", "max_window");
            }
            "param_retrieve_resp" => {
                self.text("param_value", "10");
            }
            "query_last_msgs" => {
                self.sent_by_shop().octet("num_messages", 2);
            }
            "query_last_msgs_resp" => {
                self.set("message_details", Value::Ids(vec![b"1A2A".into(), b"1A2B".into()]));
            }
            "query_msg_details" => {
                self.text("original_message_id", "1A2B").sent_by_shop().octet("sm_length", 20);
            }
            "query_msg_details_resp" => {
                let dests = vec![Dest::Sme(1, 1, b"447700900123".into())];
                self.sent_by_shop()
                    .set("dest_address", Value::Dests(dests))
                    .message("Hello")
                    .text("msgid", "1A2B");
                self.text("final_date", "260102030405000+").octet("message_status", 2);
            }
            // Nothing but a header, or nothing that is not empty.
            "unbind"
            | "unbind_resp"
            | "enquire_link"
            | "enquire_link_resp"
            | "deliver_sm_resp"
            | "replace_sm_resp"
            | "cancel_broadcast_sm_resp" => {}
            name => panic!("{name} has no example"),
        }
    }
}
