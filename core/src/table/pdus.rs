//! Every PDU: one block each, a row for each field in the order of the wire.
//!
//! `Type NAME = command_id "name" [versions] (role) { field: Kind, command_status; … }`. The role is one of
//! `request(Response) esme[states] mc[states]`, with the states in which that side may send it (5.0 Table 2-1),
//! `response(Request)`, `notification esme[…] mc[…]`, or `nack`. `also_v3_4 esme[…] mc[…]` lists states that only
//! 3.4 Table 2-1 allows. `requires[…]` names the TLVs that must be there, `also_called[…]` the names that other
//! versions have for a PDU or a field. The status of a row is what answers a fault in that field. TLVs follow in every
//! PDU and have no row here: `tlvs.rs` says which belongs where.

/// Calls `$callback` with the table of PDUs.
#[doc(hidden)]
#[macro_export]
macro_rules! for_each_pdu {
    ($callback:path) => {
        $callback! {
            /// Asks for a session in which the ESME receives messages (3.3 §6.3.1.1; 3.4 §4.1.3; 5.0 §4.1.1.3).
            BindReceiver BIND_RECEIVER = 0x00000001 "bind_receiver" [V3_3 V3_4 V5_0] (request(BindReceiverResp) esme[Open Outbound] mc[]) {
                /// Identifies the system that binds; in a response, the MC.
                system_id: COctet(16), ESME_RINVSYSID;
                /// Password that goes with `system_id`.
                password: COctet(9), ESME_RINVPASWD;
                /// Kind of ESME, where the MC wants to know it.
                system_type: COctet(13), ESME_RINVSYSTYP;
                /// SMPP version that the ESME speaks.
                interface_version: InterfaceVersion, ESME_RBINDFAIL;
                /// Type of number of the addresses that this ESME serves.
                addr_ton: Ton, ESME_RINVSRCTON;
                /// Numbering plan of the addresses that this ESME serves.
                addr_npi: Npi, ESME_RINVSRCNPI;
                /// Addresses that this ESME serves: one address or a regular expression.
                address_range: COctet(41), ESME_RINVSRCADR;
            }
            /// Answers `bind_receiver` (3.3 §6.3.1.2; 3.4 §4.1.4; 5.0 §4.1.1.4).
            BindReceiverResp BIND_RECEIVER_RESP = 0x80000001 "bind_receiver_resp" [V3_3 V3_4 V5_0] (response(BindReceiver)) {
                /// Identifies the system that binds; in a response, the MC.
                system_id: COctet(16), ESME_RINVSYSID;
            }
            /// Asks for a session in which the ESME sends messages (3.3 §6.3.1.3; 3.4 §4.1.1; 5.0 §4.1.1.1).
            BindTransmitter BIND_TRANSMITTER = 0x00000002 "bind_transmitter" [V3_3 V3_4 V5_0] (request(BindTransmitterResp) esme[Open Outbound] mc[]) {
                /// Identifies the system that binds; in a response, the MC.
                system_id: COctet(16), ESME_RINVSYSID;
                /// Password that goes with `system_id`.
                password: COctet(9), ESME_RINVPASWD;
                /// Kind of ESME, where the MC wants to know it.
                system_type: COctet(13), ESME_RINVSYSTYP;
                /// SMPP version that the ESME speaks.
                interface_version: InterfaceVersion, ESME_RBINDFAIL;
                /// Type of number of the addresses that this ESME serves.
                addr_ton: Ton, ESME_RINVSRCTON;
                /// Numbering plan of the addresses that this ESME serves.
                addr_npi: Npi, ESME_RINVSRCNPI;
                /// Addresses that this ESME serves: one address or a regular expression.
                address_range: COctet(41), ESME_RINVSRCADR;
            }
            /// Answers `bind_transmitter` (3.3 §6.3.1.4; 3.4 §4.1.2; 5.0 §4.1.1.2).
            BindTransmitterResp BIND_TRANSMITTER_RESP = 0x80000002 "bind_transmitter_resp" [V3_3 V3_4 V5_0] (response(BindTransmitter)) {
                /// Identifies the system that binds; in a response, the MC.
                system_id: COctet(16), ESME_RINVSYSID;
            }
            /// Asks for a session in which the ESME sends and receives messages (3.4 §4.1.5; 5.0 §4.1.1.5).
            BindTransceiver BIND_TRANSCEIVER = 0x00000009 "bind_transceiver" [V3_4 V5_0] (request(BindTransceiverResp) esme[Open Outbound] mc[]) {
                /// Identifies the system that binds; in a response, the MC.
                system_id: COctet(16), ESME_RINVSYSID;
                /// Password that goes with `system_id`.
                password: COctet(9), ESME_RINVPASWD;
                /// Kind of ESME, where the MC wants to know it.
                system_type: COctet(13), ESME_RINVSYSTYP;
                /// SMPP version that the ESME speaks.
                interface_version: InterfaceVersion, ESME_RBINDFAIL;
                /// Type of number of the addresses that this ESME serves.
                addr_ton: Ton, ESME_RINVSRCTON;
                /// Numbering plan of the addresses that this ESME serves.
                addr_npi: Npi, ESME_RINVSRCNPI;
                /// Addresses that this ESME serves: one address or a regular expression.
                address_range: COctet(41), ESME_RINVSRCADR;
            }
            /// Answers `bind_transceiver` (3.4 §4.1.6; 5.0 §4.1.1.6).
            BindTransceiverResp BIND_TRANSCEIVER_RESP = 0x80000009 "bind_transceiver_resp" [V3_4 V5_0] (response(BindTransceiver)) {
                /// Identifies the system that binds; in a response, the MC.
                system_id: COctet(16), ESME_RINVSYSID;
            }
            /// Asks an ESME, over a connection that the MC made, to bind (3.4 §4.1.7; 5.0 §4.1.1.7).
            Outbind OUTBIND = 0x0000000B "outbind" [V3_4 V5_0] (notification esme[] mc[Open]) {
                /// Identifies the MC.
                system_id: COctet(16), ESME_RINVSYSID;
                /// Password by which the ESME recognises the MC.
                password: COctet(9), ESME_RINVPASWD;
            }
            /// Ends the bound state of the session (3.3 §6.3.2.1; 3.4 §4.2.1; 5.0 §4.1.1.8).
            Unbind UNBIND = 0x00000006 "unbind" [V3_3 V3_4 V5_0] (request(UnbindResp) esme[BoundTx BoundRx BoundTrx] mc[BoundTx BoundRx BoundTrx]) {
            }
            /// Answers `unbind` (3.3 §6.3.2.2; 3.4 §4.2.2; 5.0 §4.1.1.9).
            UnbindResp UNBIND_RESP = 0x80000006 "unbind_resp" [V3_3 V3_4 V5_0] (response(Unbind)) {
            }
            /// Asks whether the peer is still there (3.3 §6.3.9.1; 3.4 §4.11.1; 5.0 §4.1.2.1).
            EnquireLink ENQUIRE_LINK = 0x00000015 "enquire_link" [V3_3 V3_4 V5_0] (request(EnquireLinkResp) esme[Open Outbound BoundTx BoundRx BoundTrx Unbound] mc[Open Outbound BoundTx BoundRx BoundTrx Unbound]) {
            }
            /// Answers `enquire_link` (3.3 §6.3.9.2; 3.4 §4.11.2; 5.0 §4.1.2.2).
            EnquireLinkResp ENQUIRE_LINK_RESP = 0x80000015 "enquire_link_resp" [V3_3 V3_4 V5_0] (response(EnquireLink)) {
            }
            /// Says that the header of a PDU could not be understood (3.3 §6.2.1; 3.4 §4.3; 5.0 §4.1.4).
            GenericNack GENERIC_NACK = 0x80000000 "generic_nack" [V3_3 V3_4 V5_0] (nack also_called["generic_nak" "nack"]) {
            }
            /// Hands a message to the MC for delivery (3.3 §6.3.3.1; 3.4 §4.4.1; 5.0 §4.2.1.1).
            SubmitSm SUBMIT_SM = 0x00000004 "submit_sm" [V3_3 V3_4 V5_0] (request(SubmitSmResp) esme[BoundTx BoundTrx] mc[]) {
                /// SMS application service that the message belongs to; empty for the default.
                service_type: COctet(6), ESME_RINVSERTYP;
                /// Type of number of `source_addr`.
                source_addr_ton: Ton, ESME_RINVSRCTON;
                /// Numbering plan of `source_addr`.
                source_addr_npi: Npi, ESME_RINVSRCNPI;
                /// Address of the sender.
                source_addr: COctet(21), ESME_RINVSRCADR;
                /// Type of number of `destination_addr`.
                dest_addr_ton: Ton, ESME_RINVDSTTON;
                /// Numbering plan of `destination_addr`.
                dest_addr_npi: Npi, ESME_RINVDSTNPI;
                /// Address of the recipient.
                destination_addr: COctet(21), ESME_RINVDSTADR;
                /// Messaging mode, message type and GSM features.
                esm_class: EsmClass, ESME_RINVESMCLASS;
                /// Protocol identifier; network specific.
                protocol_id: ProtocolId, ESME_RSYSERR;
                /// Priority of the message.
                priority_flag: PriorityFlag, ESME_RINVPRTFLG;
                /// When to deliver; empty for now.
                schedule_delivery_time: Time, ESME_RINVSCHED;
                /// Until when to try; empty for the default of the MC.
                validity_period: Time, ESME_RINVEXPIRY;
                /// Which receipts and acknowledgements are wanted.
                registered_delivery: RegisteredDelivery, ESME_RINVREGDLVFLG, also_called["registered_delivery_flag"];
                /// 1: replace a message of the same addresses and service that is still waiting.
                replace_if_present_flag: U8, ESME_RINVREPFLAG;
                /// Encoding of the message text.
                data_coding: DataCoding, ESME_RINVDCS;
                /// Number of a canned message of the MC; 0 for none.
                sm_default_msg_id: U8, ESME_RINVDFTMSGID;
                /// Message text or data, up to 254 octets (3.3: 160; 5.0: 255); its length octet `sm_length` is implied.
                short_message: ShortMessage, ESME_RINVMSGLEN;
            }
            /// Answers `submit_sm` (3.3 §6.3.3.2; 3.4 §4.4.2; 5.0 §4.2.1.2).
            SubmitSmResp SUBMIT_SM_RESP = 0x80000004 "submit_sm_resp" [V3_3 V3_4 V5_0] (response(SubmitSm)) {
                /// Id that the MC gave to the message.
                message_id: MessageId, ESME_RINVMSGID;
            }
            /// Hands a message to the MC for several destinations (3.3 §6.3.4; 3.4 §4.5.1; 5.0 §4.2.3.1).
            SubmitMulti SUBMIT_MULTI = 0x00000021 "submit_multi" [V3_3 V3_4 V5_0] (request(SubmitMultiResp) esme[BoundTx BoundTrx] mc[] also_called["submit_sm_multi"]) {
                /// SMS application service that the message belongs to; empty for the default.
                service_type: COctet(6), ESME_RINVSERTYP;
                /// Type of number of `source_addr`.
                source_addr_ton: Ton, ESME_RINVSRCTON;
                /// Numbering plan of `source_addr`.
                source_addr_npi: Npi, ESME_RINVSRCNPI;
                /// Address of the sender.
                source_addr: COctet(21), ESME_RINVSRCADR;
                /// Destinations: addresses and distribution lists; the octet `number_of_dests` before them is implied.
                dest_address: DestAddressList, ESME_RINVNUMDESTS;
                /// Messaging mode, message type and GSM features.
                esm_class: EsmClass, ESME_RINVESMCLASS;
                /// Protocol identifier; network specific.
                protocol_id: ProtocolId, ESME_RSYSERR;
                /// Priority of the message.
                priority_flag: PriorityFlag, ESME_RINVPRTFLG;
                /// When to deliver; empty for now.
                schedule_delivery_time: Time, ESME_RINVSCHED;
                /// Until when to try; empty for the default of the MC.
                validity_period: Time, ESME_RINVEXPIRY;
                /// Which receipts and acknowledgements are wanted.
                registered_delivery: RegisteredDelivery, ESME_RINVREGDLVFLG, also_called["registered_delivery_flag"];
                /// 1: replace a message of the same addresses and service that is still waiting.
                replace_if_present_flag: U8, ESME_RINVREPFLAG;
                /// Encoding of the message text.
                data_coding: DataCoding, ESME_RINVDCS;
                /// Number of a canned message of the MC; 0 for none.
                sm_default_msg_id: U8, ESME_RINVDFTMSGID;
                /// Message text or data, up to 254 octets (3.3: 160; 5.0: 255); its length octet `sm_length` is implied.
                short_message: ShortMessage, ESME_RINVMSGLEN;
            }
            /// Answers `submit_multi` (3.3 §6.3.4.1; 3.4 §4.5.2; 5.0 §4.2.3.2).
            SubmitMultiResp SUBMIT_MULTI_RESP = 0x80000021 "submit_multi_resp" [V3_3 V3_4 V5_0] (response(SubmitMulti) also_called["submit_sm_multi_resp"]) {
                /// Id that the MC gave to the message.
                message_id: MessageId, ESME_RINVMSGID;
                /// Destinations that failed, each with its status; the octet `no_unsuccess` before them is implied.
                unsuccess_sme: UnsuccessSmeList, ESME_RINVNUMDESTS;
            }
            /// Hands a message or a delivery receipt to the ESME (3.3 §6.3.5.1; 3.4 §4.6.1; 5.0 §4.3.1.1).
            DeliverSm DELIVER_SM = 0x00000005 "deliver_sm" [V3_3 V3_4 V5_0] (request(DeliverSmResp) esme[] mc[BoundRx BoundTrx]) {
                /// SMS application service that the message belongs to; empty for the default.
                service_type: COctet(6), ESME_RINVSERTYP;
                /// Type of number of `source_addr`.
                source_addr_ton: Ton, ESME_RINVSRCTON;
                /// Numbering plan of `source_addr`.
                source_addr_npi: Npi, ESME_RINVSRCNPI;
                /// Address of the sender.
                source_addr: COctet(21), ESME_RINVSRCADR;
                /// Type of number of `destination_addr`.
                dest_addr_ton: Ton, ESME_RINVDSTTON;
                /// Numbering plan of `destination_addr`.
                dest_addr_npi: Npi, ESME_RINVDSTNPI;
                /// Address of the recipient.
                destination_addr: COctet(21), ESME_RINVDSTADR;
                /// Messaging mode, message type and GSM features.
                esm_class: EsmClass, ESME_RINVESMCLASS;
                /// Protocol identifier; network specific.
                protocol_id: ProtocolId, ESME_RSYSERR;
                /// Priority of the message.
                priority_flag: PriorityFlag, ESME_RINVPRTFLG;
                /// When to deliver; empty for now.
                schedule_delivery_time: Time, ESME_RINVSCHED;
                /// Until when to try; empty for the default of the MC.
                validity_period: Time, ESME_RINVEXPIRY;
                /// Which receipts and acknowledgements are wanted.
                registered_delivery: RegisteredDelivery, ESME_RINVREGDLVFLG;
                /// 1: replace a message of the same addresses and service that is still waiting.
                replace_if_present_flag: U8, ESME_RINVREPFLAG;
                /// Encoding of the message text.
                data_coding: DataCoding, ESME_RINVDCS;
                /// Number of a canned message of the MC; 0 for none.
                sm_default_msg_id: U8, ESME_RINVDFTMSGID;
                /// Message text or data, up to 254 octets (3.3: 160; 5.0: 255); its length octet `sm_length` is implied.
                short_message: ShortMessage, ESME_RINVMSGLEN;
            }
            /// Answers `deliver_sm` (3.3 §6.3.5.2; 3.4 §4.6.2; 5.0 §4.3.1.2).
            DeliverSmResp DELIVER_SM_RESP = 0x80000005 "deliver_sm_resp" [V3_3 V3_4 V5_0] (response(DeliverSm)) {
                /// Not used: leave it empty.
                message_id: MessageId, ESME_RINVMSGID;
            }
            /// Hands a message over, its text in `message_payload` (3.4 §4.7.1; 5.0 §4.2.2.1).
            DataSm DATA_SM = 0x00000103 "data_sm" [V3_4 V5_0] (request(DataSmResp) esme[BoundTx BoundTrx] mc[BoundRx BoundTrx] also_v3_4 esme[BoundRx] mc[BoundTx]) {
                /// SMS application service that the message belongs to; empty for the default.
                service_type: COctet(6), ESME_RINVSERTYP;
                /// Type of number of `source_addr`.
                source_addr_ton: Ton, ESME_RINVSRCTON;
                /// Numbering plan of `source_addr`.
                source_addr_npi: Npi, ESME_RINVSRCNPI;
                /// Address of the sender.
                source_addr: COctet(65), ESME_RINVSRCADR;
                /// Type of number of `destination_addr`.
                dest_addr_ton: Ton, ESME_RINVDSTTON;
                /// Numbering plan of `destination_addr`.
                dest_addr_npi: Npi, ESME_RINVDSTNPI;
                /// Address of the recipient.
                destination_addr: COctet(65), ESME_RINVDSTADR;
                /// Messaging mode, message type and GSM features.
                esm_class: EsmClass, ESME_RINVESMCLASS;
                /// Which receipts and acknowledgements are wanted.
                registered_delivery: RegisteredDelivery, ESME_RINVREGDLVFLG;
                /// Encoding of the message text.
                data_coding: DataCoding, ESME_RINVDCS;
            }
            /// Answers `data_sm` (3.4 §4.7.2; 5.0 §4.2.2.2).
            DataSmResp DATA_SM_RESP = 0x80000103 "data_sm_resp" [V3_4 V5_0] (response(DataSm)) {
                /// Id that the MC gave to the message.
                message_id: COctet(65), ESME_RINVMSGID;
            }
            /// Asks for the state of a message (3.3 §6.3.6.2; 3.4 §4.8.1; 5.0 §4.5.2.1).
            QuerySm QUERY_SM = 0x00000003 "query_sm" [V3_3 V3_4 V5_0] (request(QuerySmResp) esme[BoundTx BoundTrx] mc[]) {
                /// Id that the MC gave to the message.
                message_id: MessageId, ESME_RINVMSGID, also_called["original_message_id"];
                /// Type of number of `source_addr`.
                source_addr_ton: Ton, ESME_RINVSRCTON;
                /// Numbering plan of `source_addr`.
                source_addr_npi: Npi, ESME_RINVSRCNPI;
                /// Address of the sender.
                source_addr: COctet(21), ESME_RINVSRCADR;
            }
            /// Answers `query_sm` (3.3 §6.3.6.3; 3.4 §4.8.2; 5.0 §4.5.2.2).
            QuerySmResp QUERY_SM_RESP = 0x80000003 "query_sm_resp" [V3_3 V3_4 V5_0] (response(QuerySm)) {
                /// Id of the message that was asked about.
                message_id: MessageId, ESME_RINVMSGID, also_called["original_message_id"];
                /// When the message reached its final state; empty until then.
                final_date: FinalDate, ESME_RINVSCHED;
                /// State of the message.
                message_state: MessageState, ESME_RSYSERR, also_called["message_status"];
                /// Error of the network or the MC; 0 for none.
                error_code: U8, ESME_RSYSERR;
            }
            /// Cancels messages that were not delivered yet (3.3 §6.3.7.1; 3.4 §4.9.1; 5.0 §4.5.1.1).
            CancelSm CANCEL_SM = 0x00000008 "cancel_sm" [V3_3 V3_4 V5_0] (request(CancelSmResp) esme[BoundTx BoundTrx] mc[]) {
                /// SMS application service that the message belongs to; empty for the default.
                service_type: COctet(6), ESME_RINVSERTYP;
                /// Id that the MC gave to the message.
                message_id: MessageId, ESME_RINVMSGID, also_called["original_message_id"];
                /// Type of number of `source_addr`.
                source_addr_ton: Ton, ESME_RINVSRCTON;
                /// Numbering plan of `source_addr`.
                source_addr_npi: Npi, ESME_RINVSRCNPI;
                /// Address of the sender.
                source_addr: COctet(21), ESME_RINVSRCADR;
                /// Type of number of `destination_addr`.
                dest_addr_ton: Ton, ESME_RINVDSTTON;
                /// Numbering plan of `destination_addr`.
                dest_addr_npi: Npi, ESME_RINVDSTNPI;
                /// Address of the recipient.
                destination_addr: COctet(21), ESME_RINVDSTADR;
            }
            /// Answers `cancel_sm` (3.3 §6.3.7.2; 3.4 §4.9.2; 5.0 §4.5.1.2).
            CancelSmResp CANCEL_SM_RESP = 0x80000008 "cancel_sm_resp" [V3_3 V3_4 V5_0] (response(CancelSm)) {
            }
            /// Replaces the text of a message that was not delivered yet (3.3 §6.3.8.1; 3.4 §4.10.1; 5.0 §4.5.3.1).
            ReplaceSm REPLACE_SM = 0x00000007 "replace_sm" [V3_3 V3_4 V5_0] (request(ReplaceSmResp) esme[BoundTx BoundTrx] mc[]) {
                /// Id that the MC gave to the message.
                message_id: MessageId, ESME_RINVMSGID, also_called["original_message_id"];
                /// Type of number of `source_addr`.
                source_addr_ton: Ton, ESME_RINVSRCTON;
                /// Numbering plan of `source_addr`.
                source_addr_npi: Npi, ESME_RINVSRCNPI;
                /// Address of the sender.
                source_addr: COctet(21), ESME_RINVSRCADR;
                /// When to deliver; empty for now.
                schedule_delivery_time: Time, ESME_RINVSCHED;
                /// Until when to try; empty for the default of the MC.
                validity_period: Time, ESME_RINVEXPIRY;
                /// Which receipts and acknowledgements are wanted.
                registered_delivery: RegisteredDelivery, ESME_RINVREGDLVFLG;
                /// Number of a canned message of the MC; 0 for none.
                sm_default_msg_id: U8, ESME_RINVDFTMSGID;
                /// Message text or data, up to 254 octets (3.3: 160; 5.0: 255); its length octet `sm_length` is implied.
                short_message: ShortMessage, ESME_RINVMSGLEN;
            }
            /// Answers `replace_sm` (3.3 §6.3.8.2; 3.4 §4.10.2; 5.0 §4.5.3.2).
            ReplaceSmResp REPLACE_SM_RESP = 0x80000007 "replace_sm_resp" [V3_3 V3_4 V5_0] (response(ReplaceSm)) {
            }
            /// Tells the ESME that a subscriber can be reached again (3.4 §4.12.1; 5.0 §4.1.3.1).
            AlertNotification ALERT_NOTIFICATION = 0x00000102 "alert_notification" [V3_4 V5_0] (notification esme[] mc[BoundRx BoundTrx]) {
                /// Type of number of `source_addr`.
                source_addr_ton: Ton, ESME_RINVSRCTON;
                /// Numbering plan of `source_addr`.
                source_addr_npi: Npi, ESME_RINVSRCNPI;
                /// Address of the sender.
                source_addr: COctet(65), ESME_RINVSRCADR;
                /// Type of number of `esme_addr`.
                esme_addr_ton: Ton, ESME_RINVDSTTON;
                /// Numbering plan of `esme_addr`.
                esme_addr_npi: Npi, ESME_RINVDSTNPI;
                /// Address of the ESME that asked for the alert.
                esme_addr: COctet(65), ESME_RINVDSTADR;
            }
            /// Hands a message to the MC for broadcast in areas (5.0 §4.4.1.1).
            BroadcastSm BROADCAST_SM = 0x00000111 "broadcast_sm" [V5_0] (request(BroadcastSmResp) esme[BoundTx BoundTrx] mc[] requires[BROADCAST_AREA_IDENTIFIER BROADCAST_CONTENT_TYPE BROADCAST_REP_NUM BROADCAST_FREQUENCY_INTERVAL]) {
                /// SMS application service that the message belongs to; empty for the default.
                service_type: COctet(6), ESME_RINVSERTYP;
                /// Type of number of `source_addr`.
                source_addr_ton: Ton, ESME_RINVSRCTON;
                /// Numbering plan of `source_addr`.
                source_addr_npi: Npi, ESME_RINVSRCNPI;
                /// Address of the sender.
                source_addr: COctet(21), ESME_RINVSRCADR;
                /// Id that the MC gave to the message.
                message_id: COctet(65), ESME_RINVMSGID;
                /// Priority of the message.
                priority_flag: PriorityFlag, ESME_RINVPRTFLG;
                /// When to deliver; empty for now.
                schedule_delivery_time: Time, ESME_RINVSCHED;
                /// Until when to try; empty for the default of the MC.
                validity_period: Time, ESME_RINVEXPIRY;
                /// 1: replace a message of the same addresses and service that is still waiting.
                replace_if_present_flag: U8, ESME_RINVREPFLAG;
                /// Encoding of the message text.
                data_coding: DataCoding, ESME_RINVDCS;
                /// Number of a canned message of the MC; 0 for none.
                sm_default_msg_id: U8, ESME_RINVDFTMSGID;
            }
            /// Answers `broadcast_sm` (5.0 §4.4.1.2).
            BroadcastSmResp BROADCAST_SM_RESP = 0x80000111 "broadcast_sm_resp" [V5_0] (response(BroadcastSm)) {
                /// Id that the MC gave to the message.
                message_id: COctet(65), ESME_RINVMSGID;
            }
            /// Asks for the state of a broadcast (5.0 §4.6.1.1).
            QueryBroadcastSm QUERY_BROADCAST_SM = 0x00000112 "query_broadcast_sm" [V5_0] (request(QueryBroadcastSmResp) esme[BoundTx BoundTrx] mc[]) {
                /// Id that the MC gave to the message.
                message_id: COctet(65), ESME_RINVMSGID;
                /// Type of number of `source_addr`.
                source_addr_ton: Ton, ESME_RINVSRCTON;
                /// Numbering plan of `source_addr`.
                source_addr_npi: Npi, ESME_RINVSRCNPI;
                /// Address of the sender.
                source_addr: COctet(21), ESME_RINVSRCADR;
            }
            /// Answers `query_broadcast_sm` (5.0 §4.6.1.3).
            QueryBroadcastSmResp QUERY_BROADCAST_SM_RESP = 0x80000112 "query_broadcast_sm_resp" [V5_0] (response(QueryBroadcastSm) requires[MESSAGE_STATE BROADCAST_AREA_IDENTIFIER BROADCAST_AREA_SUCCESS]) {
                /// Id that the MC gave to the message.
                message_id: COctet(65), ESME_RINVMSGID;
            }
            /// Cancels a broadcast (5.0 §4.6.2.1).
            CancelBroadcastSm CANCEL_BROADCAST_SM = 0x00000113 "cancel_broadcast_sm" [V5_0] (request(CancelBroadcastSmResp) esme[BoundTx BoundTrx] mc[]) {
                /// SMS application service that the message belongs to; empty for the default.
                service_type: COctet(6), ESME_RINVSERTYP;
                /// Id that the MC gave to the message.
                message_id: COctet(65), ESME_RINVMSGID;
                /// Type of number of `source_addr`.
                source_addr_ton: Ton, ESME_RINVSRCTON;
                /// Numbering plan of `source_addr`.
                source_addr_npi: Npi, ESME_RINVSRCNPI;
                /// Address of the sender.
                source_addr: COctet(21), ESME_RINVSRCADR;
            }
            /// Answers `cancel_broadcast_sm` (5.0 §4.6.2.3).
            CancelBroadcastSmResp CANCEL_BROADCAST_SM_RESP = 0x80000113 "cancel_broadcast_sm_resp" [V5_0] (response(CancelBroadcastSm)) {
            }
            /// Asks for the value of a parameter of the MC (3.3 §6.3.10.1).
            ParamRetrieve PARAM_RETRIEVE = 0x00000022 "param_retrieve" [V3_3] (request(ParamRetrieveResp) esme[BoundTx] mc[]) {
                /// Name of the parameter.
                param_name: COctet(32), ESME_RSYSERR;
            }
            /// Answers `param_retrieve` (3.3 §6.3.10.2).
            ParamRetrieveResp PARAM_RETRIEVE_RESP = 0x80000022 "param_retrieve_resp" [V3_3] (response(ParamRetrieve)) {
                /// Value of the parameter.
                param_value: COctet(101), ESME_RSYSERR;
            }
            /// Asks for the ids of the last messages of an address (3.3 §6.3.6.5).
            QueryLastMsgs QUERY_LAST_MSGS = 0x00000023 "query_last_msgs" [V3_3] (request(QueryLastMsgsResp) esme[BoundTx] mc[]) {
                /// Type of number of `source_addr`.
                source_addr_ton: Ton, ESME_RINVSRCTON;
                /// Numbering plan of `source_addr`.
                source_addr_npi: Npi, ESME_RINVSRCNPI;
                /// Address of the sender.
                source_addr: COctet(21), ESME_RINVSRCADR;
                /// How many messages to report, up to 100.
                num_messages: U8, ESME_RINVNUMMSGS;
            }
            /// Answers `query_last_msgs` (3.3 §6.3.6.6).
            QueryLastMsgsResp QUERY_LAST_MSGS_RESP = 0x80000023 "query_last_msgs_resp" [V3_3] (response(QueryLastMsgs)) {
                /// Ids of the messages, newest last; the octet `number_msgs` before them is implied.
                message_details: MessageIdList, ESME_RINVNUMMSGS;
            }
            /// Asks for everything about a message (3.3 §6.3.6.8).
            QueryMsgDetails QUERY_MSG_DETAILS = 0x00000024 "query_msg_details" [V3_3] (request(QueryMsgDetailsResp) esme[BoundTx] mc[]) {
                /// Id of the message that is asked about.
                original_message_id: COctet(9), ESME_RINVMSGID;
                /// Type of number of `source_addr`.
                source_addr_ton: Ton, ESME_RINVSRCTON;
                /// Numbering plan of `source_addr`.
                source_addr_npi: Npi, ESME_RINVSRCNPI;
                /// Address of the sender.
                source_addr: COctet(21), ESME_RINVSRCADR;
                /// How many octets of the text are wanted.
                sm_length: U8, ESME_RINVMSGLEN;
            }
            /// Answers `query_msg_details` (3.3 §6.3.6.9).
            QueryMsgDetailsResp QUERY_MSG_DETAILS_RESP = 0x80000024 "query_msg_details_resp" [V3_3] (response(QueryMsgDetails)) {
                /// SMS application service that the message belongs to; empty for the default.
                service_type: COctet(6), ESME_RINVSERTYP;
                /// Type of number of `source_addr`.
                source_addr_ton: Ton, ESME_RINVSRCTON;
                /// Numbering plan of `source_addr`.
                source_addr_npi: Npi, ESME_RINVSRCNPI;
                /// Address of the sender.
                source_addr: COctet(21), ESME_RINVSRCADR;
                /// Destinations: addresses and distribution lists; the octet `number_of_dests` before them is implied.
                dest_address: DestAddressList, ESME_RINVNUMDESTS;
                /// Protocol identifier; network specific.
                protocol_id: ProtocolId, ESME_RSYSERR;
                /// Priority of the message.
                priority_flag: PriorityFlag, ESME_RINVPRTFLG;
                /// When to deliver; empty for now.
                schedule_delivery_time: Time, ESME_RINVSCHED;
                /// Until when to try; empty for the default of the MC.
                validity_period: Time, ESME_RINVEXPIRY;
                /// Which receipts and acknowledgements are wanted.
                registered_delivery: RegisteredDelivery, ESME_RINVREGDLVFLG, also_called["registered_delivery_flag"];
                /// Encoding of the message text.
                data_coding: DataCoding, ESME_RINVDCS;
                /// Message text or data, up to 254 octets (3.3: 160; 5.0: 255); its length octet `sm_length` is implied.
                short_message: ShortMessage, ESME_RINVMSGLEN;
                /// Id of the message.
                msgid: COctet(9), ESME_RINVMSGID;
                /// When the message reached its final state; empty until then.
                final_date: FinalDate, ESME_RINVSCHED;
                /// State of the message.
                message_status: MessageState, ESME_RSYSERR;
                /// Error of the network or the MC; 0 for none.
                error_code: U8, ESME_RSYSERR;
            }
        }
    };
}
