//! Every `command_status`: one row each (5.0 §4.7.6 Table 4-45; 3.4 §5.1.3 Table 5-2; 3.3 Table 7-1).
//!
//! `NAME = code, retry class, versions, [other names];` with the meaning as its doc comment.

/// Calls `$callback` with the table of statuses.
#[doc(hidden)]
#[macro_export]
macro_rules! for_each_status {
    ($callback:path) => {
        $callback! {
            /// Request succeeded.
            ESME_ROK = 0x00000000, Success, [V3_3 V3_4 V5_0], [];
            /// Text in short_message or message_payload has an unusable length.
            ESME_RINVMSGLEN = 0x00000001, Permanent, [V3_3 V3_4 V5_0], [];
            /// Command_length too small or too large.
            ESME_RINVCMDLEN = 0x00000002, Permanent, [V3_3 V3_4 V5_0], [];
            /// Command_id unknown or not supported.
            ESME_RINVCMDID = 0x00000003, Permanent, [V3_3 V3_4 V5_0], [];
            /// Command not legal in the present session state.
            ESME_RINVBNDSTS = 0x00000004, Session, [V3_3 V3_4 V5_0], [];
            /// Bind on a session that is already bound.
            ESME_RALYBND = 0x00000005, Session, [V3_3 V3_4 V5_0], [];
            /// Priority_flag value not acceptable.
            ESME_RINVPRTFLG = 0x00000006, Permanent, [V3_3 V3_4 V5_0], [];
            /// Registered_delivery value not acceptable, or receipts disabled.
            ESME_RINVREGDLVFLG = 0x00000007, Permanent, [V3_3 V3_4 V5_0], [];
            /// Peer has an internal failure or is partly unavailable.
            ESME_RSYSERR = 0x00000008, Temporary, [V3_3 V3_4 V5_0], [];
            /// Source address not acceptable.
            ESME_RINVSRCADR = 0x0000000A, Permanent, [V3_3 V3_4 V5_0], [];
            /// Destination address not acceptable (empty, too long, bad characters).
            ESME_RINVDSTADR = 0x0000000B, Permanent, [V3_3 V3_4 V5_0], [];
            /// Message_id unknown or malformed.
            ESME_RINVMSGID = 0x0000000C, Permanent, [V3_3 V3_4 V5_0], [];
            /// Bind refused (5.0: also the answer for wrong system_id, password or system_type).
            ESME_RBINDFAIL = 0x0000000D, Bind, [V3_4 V5_0], [];
            /// Password refused (5.0: only when its length is wrong; 3.4 and practice: also wrong password).
            ESME_RINVPASWD = 0x0000000E, Bind, [V3_3 V3_4 V5_0], [];
            /// System_id refused (5.0: only when its length is wrong; 3.4 and practice: also unknown id).
            ESME_RINVSYSID = 0x0000000F, Bind, [V3_4 V5_0], [];
            /// Cancel_sm failed.
            ESME_RCANCELFAIL = 0x00000011, Permanent, [V3_4 V5_0], ["ESME_RCNTCANMSG"];
            /// Replace_sm failed.
            ESME_RREPLACEFAIL = 0x00000013, Permanent, [V3_4 V5_0], ["ESME_RCNTREPMSG"];
            /// Queue for the destination or the whole MC is full.
            ESME_RMSGQFUL = 0x00000014, Temporary, [V3_3 V3_4 V5_0], [];
            /// Service_type not acceptable.
            ESME_RINVSERTYP = 0x00000015, Permanent, [V3_4 V5_0], ["ESME_RSERNOTSUP"];
            /// Number_of_dests not acceptable.
            ESME_RINVNUMDESTS = 0x00000033, Permanent, [V3_3 V3_4 V5_0], [];
            /// Distribution list name malformed or unknown.
            ESME_RINVDLNAME = 0x00000034, Permanent, [V3_4 V5_0], ["ESME_RINVDISTNAMELEN"];
            /// Dest_flag neither 1 nor 2.
            ESME_RINVDESTFLAG = 0x00000040, Permanent, [V3_3 V3_4 V5_0], [];
            /// Replace-if-present not possible here.
            ESME_RINVSUBREP = 0x00000042, Permanent, [V3_3 V3_4 V5_0], [];
            /// Esm_class value not acceptable.
            ESME_RINVESMCLASS = 0x00000043, Permanent, [V3_3 V3_4 V5_0], [];
            /// Distribution lists unsupported, denied or unavailable.
            ESME_RCNTSUBDL = 0x00000044, Permanent, [V3_3 V3_4 V5_0], [];
            /// Submission failed for an unspecified reason.
            ESME_RSUBMITFAIL = 0x00000045, Depends, [V3_4 V5_0], ["ESME_RCNTSUBMULRECP"];
            /// Source TON not acceptable.
            ESME_RINVSRCTON = 0x00000048, Permanent, [V3_3 V3_4 V5_0], [];
            /// Source NPI not acceptable.
            ESME_RINVSRCNPI = 0x00000049, Permanent, [V3_3 V3_4 V5_0], [];
            /// Destination TON not acceptable.
            ESME_RINVDSTTON = 0x00000050, Permanent, [V3_3 V3_4 V5_0], [];
            /// Destination NPI not acceptable.
            ESME_RINVDSTNPI = 0x00000051, Permanent, [V3_3 V3_4 V5_0], [];
            /// System_type not acceptable.
            ESME_RINVSYSTYP = 0x00000053, Bind, [V3_3 V3_4 V5_0], [];
            /// Replace_if_present_flag value not acceptable.
            ESME_RINVREPFLAG = 0x00000054, Permanent, [V3_3 V3_4 V5_0], [];
            /// Number of messages not acceptable.
            ESME_RINVNUMMSGS = 0x00000055, Permanent, [V3_3 V3_4 V5_0], [];
            /// Rate limit exceeded.
            ESME_RTHROTTLED = 0x00000058, Temporary, [V3_4 V5_0], ["ESME_RTHROTTLEXCD"];
            /// Schedule_delivery_time malformed or out of range.
            ESME_RINVSCHED = 0x00000061, Permanent, [V3_3 V3_4 V5_0], [];
            /// Validity_period malformed or out of range.
            ESME_RINVEXPIRY = 0x00000062, Permanent, [V3_3 V3_4 V5_0], [];
            /// Predefined message does not exist.
            ESME_RINVDFTMSGID = 0x00000063, Permanent, [V3_4 V5_0], [];
            /// Receiving ESME has a temporary problem; MC should retry.
            ESME_RX_T_APPN = 0x00000064, Temporary, [V3_4 V5_0], [];
            /// Receiving ESME has a permanent problem with the destination; do not retry this or other messages to it.
            ESME_RX_P_APPN = 0x00000065, Permanent, [V3_4 V5_0], [];
            /// Receiving ESME rejects this one message; do not retry it.
            ESME_RX_R_APPN = 0x00000066, Permanent, [V3_4 V5_0], [];
            /// Query_sm failed.
            ESME_RQUERYFAIL = 0x00000067, Depends, [V3_4 V5_0], [];
            /// TLV area cannot be parsed (1-3 left-over octets, or a TLV longer than the PDU).
            ESME_RINVTLVSTREAM = 0x000000C0, Permanent, [V3_4 V5_0], ["ESME_RINVOPTPARSTREAM"];
            /// TLV refused in this context.
            ESME_RTLVNOTALLWD = 0x000000C1, Permanent, [V3_4 V5_0], ["ESME_ROPTPARNOTALLWD"];
            /// TLV (3.4: parameter) has a wrong length.
            ESME_RINVTLVLEN = 0x000000C2, Permanent, [V3_4 V5_0], ["ESME_RINVPARLEN"];
            /// A TLV required by the context is missing.
            ESME_RMISSINGTLV = 0x000000C3, Permanent, [V3_4 V5_0], ["ESME_RMISSINGOPTPARAM"];
            /// TLV value not acceptable.
            ESME_RINVTLVVAL = 0x000000C4, Permanent, [V3_4 V5_0], ["ESME_RINVOPTPARAMVAL"];
            /// Transaction-mode delivery failed.
            ESME_RDELIVERYFAILURE = 0x000000FE, Depends, [V3_4 V5_0], [];
            /// Unspecified error.
            ESME_RUNKNOWNERR = 0x000000FF, Depends, [V3_3 V3_4 V5_0], [];
            /// This ESME may not use the service_type.
            ESME_RSERTYPUNAUTH = 0x00000100, Permanent, [V5_0], [];
            /// This ESME may not use the operation.
            ESME_RPROHIBITED = 0x00000101, Permanent, [V5_0], [];
            /// The service behind service_type is down.
            ESME_RSERTYPUNAVAIL = 0x00000102, Temporary, [V5_0], [];
            /// Service_type refused because of the message content.
            ESME_RSERTYPDENIED = 0x00000103, Permanent, [V5_0], [];
            /// Data_coding not acceptable.
            ESME_RINVDCS = 0x00000104, Permanent, [V5_0], [];
            /// Source_addr_subunit not acceptable.
            ESME_RINVSRCADDRSUBUNIT = 0x00000105, Permanent, [V5_0], [];
            /// Dest_addr_subunit not acceptable.
            ESME_RINVDSTADDRSUBUNIT = 0x00000106, Permanent, [V5_0], [];
            /// Broadcast_frequency_interval not acceptable.
            ESME_RINVBCASTFREQINT = 0x00000107, Permanent, [V5_0], [];
            /// Broadcast area alias name not acceptable.
            ESME_RINVBCASTALIAS_NAME = 0x00000108, Permanent, [V5_0], [];
            /// Broadcast area format not acceptable.
            ESME_RINVBCASTAREAFMT = 0x00000109, Permanent, [V5_0], [];
            /// Number of broadcast areas not acceptable.
            ESME_RINVNUMBCAST_AREAS = 0x0000010A, Permanent, [V5_0], [];
            /// Broadcast_content_type not acceptable.
            ESME_RINVBCASTCNTTYPE = 0x0000010B, Permanent, [V5_0], [];
            /// Broadcast_message_class not acceptable.
            ESME_RINVBCASTMSGCLASS = 0x0000010C, Permanent, [V5_0], [];
            /// Broadcast_sm failed.
            ESME_RBCASTFAIL = 0x0000010D, Depends, [V5_0], [];
            /// Query_broadcast_sm failed.
            ESME_RBCASTQUERYFAIL = 0x0000010E, Depends, [V5_0], [];
            /// Cancel_broadcast_sm failed.
            ESME_RBCASTCANCELFAIL = 0x0000010F, Depends, [V5_0], [];
            /// Broadcast_rep_num not acceptable.
            ESME_RINVBCAST_REP = 0x00000110, Permanent, [V5_0], [];
            /// Broadcast_service_group not acceptable.
            ESME_RINVBCASTSRVGRP = 0x00000111, Permanent, [V5_0], [];
            /// Broadcast_channel_indicator not acceptable.
            ESME_RINVBCASTCHANIND = 0x00000112, Permanent, [V5_0], [];
        }
    };
}
