//! Every TLV of 3.4 (§5.3) and 5.0 (§4.8): one row each.
//!
//! `NAME = tag, "name", Kind, shortest..=longest value, once|repeated, [other names], VERSION[PDUs …] …;` The kind is the
//! type of the value: an integer, a C-octet string (its length counts the NUL), octets, a named value, or a struct of
//! `values/tlv_values.rs`. Each version that has the TLV is there with the PDUs for which it lists it; `(Mc)` or `(Esme)`
//! behind one is the side to which it then goes.

/// Calls `$callback` with the table of TLVs.
#[doc(hidden)]
#[macro_export]
macro_rules! for_each_tlv {
    ($callback:path) => {
        $callback! {
            /// Where in the destination device the message goes (3.4 §5.3.2.1; 5.0 §4.8.4.23).
            DEST_ADDR_SUBUNIT = 0x0005, "dest_addr_subunit", AddrSubunit, 1..=1, once, [],
                V3_4[SUBMIT_SM SUBMIT_MULTI DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM BROADCAST_SM];
            /// Network type of the destination (3.4 §5.3.2.3; 5.0 §4.8.4.26).
            DEST_NETWORK_TYPE = 0x0006, "dest_network_type", NetworkType, 1..=1, once, [],
                V3_4[DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DATA_SM(Mc)];
            /// Bearer over which to deliver (3.4 §5.3.2.5; 5.0 §4.8.4.24).
            DEST_BEARER_TYPE = 0x0007, "dest_bearer_type", BearerType, 1..=1, once, [],
                V3_4[DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DATA_SM(Mc)];
            /// Telematic interworking at the destination (3.4 §5.3.2.7; 5.0 §4.8.4.29).
            DEST_TELEMATICS_ID = 0x0008, "dest_telematics_id", DestTelematicsId, 2..=2, once, [],
                V3_4[DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DATA_SM(Mc)];
            /// Where in the originating device the message was made (3.4 §5.3.2.2; 5.0 §4.8.4.54).
            SOURCE_ADDR_SUBUNIT = 0x000D, "source_addr_subunit", AddrSubunit, 1..=1, once, [],
                V3_4[SUBMIT_SM SUBMIT_MULTI DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM BROADCAST_SM];
            /// Network type of the originator (3.4 §5.3.2.4; 5.0 §4.8.4.57).
            SOURCE_NETWORK_TYPE = 0x000E, "source_network_type", NetworkType, 1..=1, once, [],
                V3_4[DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DATA_SM(Mc)];
            /// Bearer of the originator (3.4 §5.3.2.6; 5.0 §4.8.4.55).
            SOURCE_BEARER_TYPE = 0x000F, "source_bearer_type", BearerType, 1..=1, once, [],
                V3_4[DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DATA_SM(Mc)];
            /// Telematic interworking of the originator (3.4 §5.3.2.8; 5.0 §4.8.4.61).
            SOURCE_TELEMATICS_ID = 0x0010, "source_telematics_id", SourceTelematicsId, 1..=1, once, [],
                V3_4[DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DATA_SM(Mc)];
            /// How long the MC keeps the message undelivered, in seconds (3.4 §5.3.2.9; 5.0 §4.8.4.46).
            QOS_TIME_TO_LIVE = 0x0017, "qos_time_to_live", U32, 4..=4, once, [],
                V3_4[DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DATA_SM(Mc)];
            /// Higher-layer protocol of the payload (3.4 §5.3.2.10; 5.0 §4.8.4.44).
            PAYLOAD_TYPE = 0x0019, "payload_type", PayloadType, 1..=1, once, [],
                V3_4[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM BROADCAST_SM];
            /// Text that explains a status, for people (3.4 §5.3.2.11; 5.0 §4.8.4.1).
            ADDITIONAL_STATUS_INFO_TEXT = 0x001D, "additional_status_info_text", CString, 1..=256, once, [],
                V3_4[DATA_SM_RESP]
                V5_0[SUBMIT_SM_RESP SUBMIT_MULTI_RESP DELIVER_SM_RESP DATA_SM_RESP];
            /// Id of the message that a receipt is about (3.4 §5.3.2.12; 5.0 §4.8.4.47).
            RECEIPTED_MESSAGE_ID = 0x001E, "receipted_message_id", CString, 1..=65, once, [],
                V3_4[DELIVER_SM DATA_SM]
                V5_0[DELIVER_SM DATA_SM(Esme)];
            /// Message waiting indication (3.4 §5.3.2.13; 5.0 §4.8.4.40).
            MS_MSG_WAIT_FACILITIES = 0x0030, "ms_msg_wait_facilities", MsMsgWaitFacilities, 1..=1, once, [],
                V3_4[SUBMIT_SM SUBMIT_MULTI DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DATA_SM(Mc)];
            /// Level of privacy (3.4 §5.3.2.14; 5.0 §4.8.4.45).
            PRIVACY_INDICATOR = 0x0201, "privacy_indicator", PrivacyIndicator, 1..=1, once, [],
                V3_4[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM BROADCAST_SM];
            /// Subaddress of the originator (3.4 §5.3.2.15; 5.0 §4.8.4.60).
            SOURCE_SUBADDRESS = 0x0202, "source_subaddress", Subaddress, 2..=23, once, [],
                V3_4[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM BROADCAST_SM];
            /// Subaddress of the destination (3.4 §5.3.2.16; 5.0 §4.8.4.28).
            DEST_SUBADDRESS = 0x0203, "dest_subaddress", Subaddress, 2..=23, once, [],
                V3_4[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM]
                V5_0[SUBMIT_SM DELIVER_SM DATA_SM BROADCAST_SM];
            /// Reference that the ESME chose for the message (3.4 §5.3.2.17; 5.0 §4.8.4.62).
            USER_MESSAGE_REFERENCE = 0x0204, "user_message_reference", U16, 2..=2, once, [],
                V3_4[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM BROADCAST_SM QUERY_BROADCAST_SM
                    QUERY_BROADCAST_SM_RESP CANCEL_BROADCAST_SM];
            /// Response code of the user (3.4 §5.3.2.18; 5.0 §4.8.4.63).
            USER_RESPONSE_CODE = 0x0205, "user_response_code", U8, 1..=1, once, [],
                V3_4[SUBMIT_SM DELIVER_SM DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM];
            /// Application port of the originator (3.4 §5.3.2.20; 5.0 §4.8.4.59).
            SOURCE_PORT = 0x020A, "source_port", U16, 2..=2, once, [],
                V3_4[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM BROADCAST_SM];
            /// Application port of the destination (3.4 §5.3.2.21; 5.0 §4.8.4.30).
            DEST_PORT = 0x020B, "dest_port", U16, 2..=2, once, ["destination_port"],
                V3_4[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM BROADCAST_SM];
            /// Reference that all segments of a long message share (3.4 §5.3.2.22; 5.0 §4.8.4.48).
            SAR_MSG_REF_NUM = 0x020C, "sar_msg_ref_num", U16, 2..=2, once, [],
                V3_4[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM];
            /// Language of the text (3.4 §5.3.2.19; 5.0 §4.8.4.35).
            LANGUAGE_INDICATOR = 0x020D, "language_indicator", LanguageIndicator, 1..=1, once, [],
                V3_4[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM BROADCAST_SM];
            /// Number of segments of the long message, 1 to 255 (3.4 §5.3.2.23; 5.0 §4.8.4.50).
            SAR_TOTAL_SEGMENTS = 0x020E, "sar_total_segments", U8, 1..=1, once, [],
                V3_4[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM];
            /// Number of this segment, from 1 (3.4 §5.3.2.24; 5.0 §4.8.4.49).
            SAR_SEGMENT_SEQNUM = 0x020F, "sar_segment_seqnum", U8, 1..=1, once, [],
                V3_4[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM];
            /// SMPP version of the MC (3.4 §5.3.2.25; 5.0 §4.8.4.51).
            SC_INTERFACE_VERSION = 0x0210, "sc_interface_version", InterfaceVersion, 1..=1, once, ["SC_interface_version"],
                V3_4[BIND_RECEIVER_RESP BIND_TRANSMITTER_RESP BIND_TRANSCEIVER_RESP]
                V5_0[BIND_RECEIVER_RESP BIND_TRANSMITTER_RESP BIND_TRANSCEIVER_RESP];
            /// Presentation and screening of the callback number (3.4 §5.3.2.37; 5.0 §4.8.4.17).
            CALLBACK_NUM_PRES_IND = 0x0302, "callback_num_pres_ind", CallbackNumPresInd, 1..=1, repeated, [],
                V3_4[SUBMIT_SM SUBMIT_MULTI DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM BROADCAST_SM];
            /// Name shown with the callback number (3.4 §5.3.2.38; 5.0 §4.8.4.16).
            CALLBACK_NUM_ATAG = 0x0303, "callback_num_atag", CallbackNumAtag, 1..=65, repeated, [],
                V3_4[SUBMIT_SM SUBMIT_MULTI DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM BROADCAST_SM];
            /// Number of messages waiting, 0 to 99 (3.4 §5.3.2.39; 5.0 §4.8.4.43).
            NUMBER_OF_MESSAGES = 0x0304, "number_of_messages", U8, 1..=1, once, [],
                V3_4[SUBMIT_SM DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DATA_SM(Mc)];
            /// Number to call back (3.4 §5.3.2.36; 5.0 §4.8.4.15).
            CALLBACK_NUM = 0x0381, "callback_num", CallbackNum, 4..=19, repeated, [],
                V3_4[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM BROADCAST_SM];
            /// Whether the delivery pending flag was set (3.4 §5.3.2.28; 5.0 §4.8.4.32).
            DPF_RESULT = 0x0420, "dpf_result", DpfResult, 1..=1, once, [],
                V3_4[DATA_SM_RESP]
                V5_0[SUBMIT_SM_RESP SUBMIT_MULTI_RESP DELIVER_SM DATA_SM(Esme) DATA_SM_RESP(Esme)];
            /// Asks to set the delivery pending flag (3.4 §5.3.2.29; 5.0 §4.8.4.52).
            SET_DPF = 0x0421, "set_dpf", SetDpf, 1..=1, once, [],
                V3_4[DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DATA_SM(Mc)];
            /// Whether the mobile station can be reached (3.4 §5.3.2.30; 5.0 §4.8.4.39).
            MS_AVAILABILITY_STATUS = 0x0422, "ms_availability_status", MsAvailabilityStatus, 1..=1, once, [],
                V3_4[ALERT_NOTIFICATION]
                V5_0[ALERT_NOTIFICATION];
            /// Error code of the network (3.4 §5.3.2.31; 5.0 §4.8.4.42).
            NETWORK_ERROR_CODE = 0x0423, "network_error_code", NetworkErrorCode, 3..=3, once, [],
                V3_4[DELIVER_SM DATA_SM DATA_SM_RESP]
                V5_0[SUBMIT_SM_RESP SUBMIT_MULTI_RESP DELIVER_SM DELIVER_SM_RESP DATA_SM(Esme) DATA_SM_RESP];
            /// The message text or data, up to 65535 octets, in place of `short_message` (3.4 §5.3.2.32; 5.0 §4.8.4.36).
            MESSAGE_PAYLOAD = 0x0424, "message_payload", Octets, 0..=65535, once, [],
                V3_4[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM REPLACE_SM BROADCAST_SM];
            /// Why delivery failed (3.4 §5.3.2.33; 5.0 §4.8.4.19).
            DELIVERY_FAILURE_REASON = 0x0425, "delivery_failure_reason", DeliveryFailureReason, 1..=1, once, [],
                V3_4[DATA_SM_RESP]
                V5_0[SUBMIT_SM_RESP SUBMIT_MULTI_RESP DELIVER_SM_RESP DATA_SM_RESP];
            /// More messages for the same destination follow (3.4 §5.3.2.34; 5.0 §4.8.4.38).
            MORE_MESSAGES_TO_SEND = 0x0426, "more_messages_to_send", MoreMessagesToSend, 1..=1, once, [],
                V3_4[SUBMIT_SM DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DATA_SM(Mc)];
            /// State of the message in a receipt (3.4 §5.3.2.35; 5.0 §4.8.4.37).
            MESSAGE_STATE = 0x0427, "message_state", MessageState, 1..=1, once, [],
                V3_4[DELIVER_SM DATA_SM]
                V5_0[DELIVER_SM DATA_SM(Esme) QUERY_BROADCAST_SM_RESP];
            /// How congested the sender is, 0 to 100 (5.0 §4.8.4.18).
            CONGESTION_STATE = 0x0428, "congestion_state", U8, 1..=1, once, [],
                V5_0[BIND_RECEIVER_RESP BIND_TRANSMITTER_RESP BIND_TRANSCEIVER_RESP UNBIND_RESP
                    ENQUIRE_LINK_RESP SUBMIT_SM_RESP SUBMIT_MULTI_RESP DELIVER_SM_RESP DATA_SM_RESP
                    QUERY_SM_RESP CANCEL_SM_RESP REPLACE_SM_RESP BROADCAST_SM_RESP QUERY_BROADCAST_SM_RESP
                    CANCEL_BROADCAST_SM_RESP];
            /// USSD operation (3.4 §5.3.2.44; 5.0 §4.8.4.64).
            USSD_SERVICE_OP = 0x0501, "ussd_service_op", UssdServiceOp, 1..=1, once, [],
                V3_4[SUBMIT_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM];
            /// Cell broadcast channel (5.0 §4.8.4.7).
            BROADCAST_CHANNEL_INDICATOR = 0x0600, "broadcast_channel_indicator", BroadcastChannelIndicator, 1..=1, once, [],
                V5_0[BROADCAST_SM];
            /// Kind of content that is broadcast (5.0 §4.8.4.8).
            BROADCAST_CONTENT_TYPE = 0x0601, "broadcast_content_type", BroadcastContentType, 3..=3, once, [],
                V5_0[BROADCAST_SM CANCEL_BROADCAST_SM];
            /// More about the content type (5.0 §4.8.4.6).
            BROADCAST_CONTENT_TYPE_INFO = 0x0602, "broadcast_content_type_info", Octets, 1..=255, once, [],
                V5_0[BROADCAST_SM];
            /// Class of the broadcast message (5.0 §4.8.4.12).
            BROADCAST_MESSAGE_CLASS = 0x0603, "broadcast_message_class", BroadcastMessageClass, 1..=1, once, [],
                V5_0[BROADCAST_SM];
            /// How often the broadcast is repeated (5.0 §4.8.4.13).
            BROADCAST_REP_NUM = 0x0604, "broadcast_rep_num", BroadcastRepNum, 2..=2, once, [],
                V5_0[BROADCAST_SM];
            /// Time between repetitions (5.0 §4.8.4.11).
            BROADCAST_FREQUENCY_INTERVAL = 0x0605, "broadcast_frequency_interval", BroadcastFrequencyInterval, 3..=3, once, [],
                V5_0[BROADCAST_SM];
            /// Area of the broadcast (5.0 §4.8.4.4).
            BROADCAST_AREA_IDENTIFIER = 0x0606, "broadcast_area_identifier", BroadcastAreaIdentifier, 1..=101, repeated, ["failed_broadcast_area_identifier"],
                V5_0[BROADCAST_SM BROADCAST_SM_RESP QUERY_BROADCAST_SM_RESP];
            /// Status for one broadcast area (5.0 §4.8.4.10).
            BROADCAST_ERROR_STATUS = 0x0607, "broadcast_error_status", CommandStatus, 4..=4, repeated, [],
                V5_0[BROADCAST_SM_RESP];
            /// Percentage of an area in which the broadcast succeeded; 255: not known (5.0 §4.8.4.5).
            BROADCAST_AREA_SUCCESS = 0x0608, "broadcast_area_success", U8, 1..=1, repeated, [],
                V5_0[QUERY_BROADCAST_SM_RESP];
            /// When the broadcast ended (5.0 §4.8.4.9).
            BROADCAST_END_TIME = 0x0609, "broadcast_end_time", CString, 16..=17, once, [],
                V5_0[QUERY_BROADCAST_SM_RESP];
            /// Group of services (5.0 §4.8.4.14).
            BROADCAST_SERVICE_GROUP = 0x060A, "broadcast_service_group", Octets, 1..=255, once, [],
                V5_0[BROADCAST_SM];
            /// Billing data (5.0 §4.8.4.3).
            BILLING_IDENTIFICATION = 0x060B, "billing_identification", BillingIdentification, 1..=1024, once, [],
                V5_0[SUBMIT_SM SUBMIT_MULTI DATA_SM(Mc)];
            /// Network of the originator (5.0 §4.8.4.56).
            SOURCE_NETWORK_ID = 0x060D, "source_network_id", CString, 7..=65, once, [],
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM];
            /// Network of the destination (5.0 §4.8.4.25).
            DEST_NETWORK_ID = 0x060E, "dest_network_id", CString, 7..=65, once, [],
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM];
            /// Node of the originator, six digits (5.0 §4.8.4.58).
            SOURCE_NODE_ID = 0x060F, "source_node_id", Octets, 6..=6, once, [],
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM];
            /// Node of the destination, six digits (5.0 §4.8.4.27).
            DEST_NODE_ID = 0x0610, "dest_node_id", Octets, 6..=6, once, [],
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM];
            /// Whether number portability was looked up (5.0 §4.8.4.22).
            DEST_ADDR_NP_RESOLUTION = 0x0611, "dest_addr_np_resolution", DestAddrNpResolution, 1..=1, once, [],
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM];
            /// Number portability information (5.0 §4.8.4.21).
            DEST_ADDR_NP_INFORMATION = 0x0612, "dest_addr_np_information", Octets, 10..=10, once, [],
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM];
            /// E.164 country code of the ported number (5.0 §4.8.4.20).
            DEST_ADDR_NP_COUNTRY = 0x0613, "dest_addr_np_country", Octets, 1..=5, once, [],
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM];
            /// How long to display the message (3.4 §5.3.2.26; 5.0 §4.8.4.31).
            DISPLAY_TIME = 0x1201, "display_time", DisplayTime, 1..=1, once, [],
                V3_4[SUBMIT_SM SUBMIT_MULTI DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DATA_SM(Mc) BROADCAST_SM];
            /// Alerting signal (3.4 §5.3.2.40; 5.0 §4.8.4.53).
            SMS_SIGNAL = 0x1203, "sms_signal", U16, 2..=2, once, [],
                V3_4[SUBMIT_SM SUBMIT_MULTI DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DATA_SM(Mc) BROADCAST_SM];
            /// Validity on the handset; the longer form is of 5.0 (3.4 §5.3.2.27; 5.0 §4.8.4.41).
            MS_VALIDITY = 0x1204, "ms_validity", MsValidityInfo, 1..=1 | 4..=4, once, [],
                V3_4[SUBMIT_SM SUBMIT_MULTI DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DATA_SM(Mc) BROADCAST_SM];
            /// Asks the handset to alert on delivery; may have no value (3.4 §5.3.2.41; 5.0 §4.8.4.2).
            ALERT_ON_MESSAGE_DELIVERY = 0x130C, "alert_on_message_delivery", AlertOnMessageDelivery, 0..=1, once, ["alert_on_msg_delivery"],
                V3_4[SUBMIT_SM SUBMIT_MULTI DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DATA_SM(Mc) BROADCAST_SM];
            /// Kind of reply to an interactive session (3.4 §5.3.2.42; 5.0 §4.8.4.33).
            ITS_REPLY_TYPE = 0x1380, "its_reply_type", ItsReplyType, 1..=1, once, [],
                V3_4[SUBMIT_SM DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM];
            /// Session of an interactive teleservice (3.4 §5.3.2.43; 5.0 §4.8.4.34).
            ITS_SESSION_INFO = 0x1383, "its_session_info", ItsSessionInfo, 2..=2, once, [],
                V3_4[SUBMIT_SM DELIVER_SM DATA_SM]
                V5_0[SUBMIT_SM SUBMIT_MULTI DELIVER_SM DATA_SM];
        }
    };
}
