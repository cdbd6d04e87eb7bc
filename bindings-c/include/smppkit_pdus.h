// smppkit_pdus.h: the PDUs of SMPP 3.3, 3.4 and 5.0, and the names of their values. Included by smppkit.h.
// Made by tests/header.rs from the core's tables; do not edit.
#ifndef SMPPKIT_PDUS_H
#define SMPPKIT_PDUS_H

// ---- command_id: which PDU it is

#define SMPPKIT_BIND_RECEIVER 0x00000001u
#define SMPPKIT_BIND_RECEIVER_RESP 0x80000001u
#define SMPPKIT_BIND_TRANSMITTER 0x00000002u
#define SMPPKIT_BIND_TRANSMITTER_RESP 0x80000002u
#define SMPPKIT_BIND_TRANSCEIVER 0x00000009u
#define SMPPKIT_BIND_TRANSCEIVER_RESP 0x80000009u
#define SMPPKIT_OUTBIND 0x0000000Bu
#define SMPPKIT_UNBIND 0x00000006u
#define SMPPKIT_UNBIND_RESP 0x80000006u
#define SMPPKIT_ENQUIRE_LINK 0x00000015u
#define SMPPKIT_ENQUIRE_LINK_RESP 0x80000015u
#define SMPPKIT_GENERIC_NACK 0x80000000u
#define SMPPKIT_SUBMIT_SM 0x00000004u
#define SMPPKIT_SUBMIT_SM_RESP 0x80000004u
#define SMPPKIT_SUBMIT_MULTI 0x00000021u
#define SMPPKIT_SUBMIT_MULTI_RESP 0x80000021u
#define SMPPKIT_DELIVER_SM 0x00000005u
#define SMPPKIT_DELIVER_SM_RESP 0x80000005u
#define SMPPKIT_DATA_SM 0x00000103u
#define SMPPKIT_DATA_SM_RESP 0x80000103u
#define SMPPKIT_QUERY_SM 0x00000003u
#define SMPPKIT_QUERY_SM_RESP 0x80000003u
#define SMPPKIT_CANCEL_SM 0x00000008u
#define SMPPKIT_CANCEL_SM_RESP 0x80000008u
#define SMPPKIT_REPLACE_SM 0x00000007u
#define SMPPKIT_REPLACE_SM_RESP 0x80000007u
#define SMPPKIT_ALERT_NOTIFICATION 0x00000102u
#define SMPPKIT_BROADCAST_SM 0x00000111u
#define SMPPKIT_BROADCAST_SM_RESP 0x80000111u
#define SMPPKIT_QUERY_BROADCAST_SM 0x00000112u
#define SMPPKIT_QUERY_BROADCAST_SM_RESP 0x80000112u
#define SMPPKIT_CANCEL_BROADCAST_SM 0x00000113u
#define SMPPKIT_CANCEL_BROADCAST_SM_RESP 0x80000113u
#define SMPPKIT_PARAM_RETRIEVE 0x00000022u
#define SMPPKIT_PARAM_RETRIEVE_RESP 0x80000022u
#define SMPPKIT_QUERY_LAST_MSGS 0x00000023u
#define SMPPKIT_QUERY_LAST_MSGS_RESP 0x80000023u
#define SMPPKIT_QUERY_MSG_DETAILS 0x00000024u
#define SMPPKIT_QUERY_MSG_DETAILS_RESP 0x80000024u

// ---- command_status: how a request ended

// Request succeeded.
#define SMPPKIT_ESME_ROK 0x00000000u
// Text in short_message or message_payload has an unusable length.
#define SMPPKIT_ESME_RINVMSGLEN 0x00000001u
// Command_length too small or too large.
#define SMPPKIT_ESME_RINVCMDLEN 0x00000002u
// Command_id unknown or not supported.
#define SMPPKIT_ESME_RINVCMDID 0x00000003u
// Command not legal in the present session state.
#define SMPPKIT_ESME_RINVBNDSTS 0x00000004u
// Bind on a session that is already bound.
#define SMPPKIT_ESME_RALYBND 0x00000005u
// Priority_flag value not acceptable.
#define SMPPKIT_ESME_RINVPRTFLG 0x00000006u
// Registered_delivery value not acceptable, or receipts disabled.
#define SMPPKIT_ESME_RINVREGDLVFLG 0x00000007u
// Peer has an internal failure or is partly unavailable.
#define SMPPKIT_ESME_RSYSERR 0x00000008u
// Source address not acceptable.
#define SMPPKIT_ESME_RINVSRCADR 0x0000000Au
// Destination address not acceptable (empty, too long, bad characters).
#define SMPPKIT_ESME_RINVDSTADR 0x0000000Bu
// Message_id unknown or malformed.
#define SMPPKIT_ESME_RINVMSGID 0x0000000Cu
// Bind refused (5.0: also the answer for wrong system_id, password or system_type).
#define SMPPKIT_ESME_RBINDFAIL 0x0000000Du
// Password refused (5.0: only when its length is wrong; 3.4 and practice: also wrong password).
#define SMPPKIT_ESME_RINVPASWD 0x0000000Eu
// System_id refused (5.0: only when its length is wrong; 3.4 and practice: also unknown id).
#define SMPPKIT_ESME_RINVSYSID 0x0000000Fu
// Cancel_sm failed.
#define SMPPKIT_ESME_RCANCELFAIL 0x00000011u
// Replace_sm failed.
#define SMPPKIT_ESME_RREPLACEFAIL 0x00000013u
// Queue for the destination or the whole MC is full.
#define SMPPKIT_ESME_RMSGQFUL 0x00000014u
// Service_type not acceptable.
#define SMPPKIT_ESME_RINVSERTYP 0x00000015u
// Number_of_dests not acceptable.
#define SMPPKIT_ESME_RINVNUMDESTS 0x00000033u
// Distribution list name malformed or unknown.
#define SMPPKIT_ESME_RINVDLNAME 0x00000034u
// Dest_flag neither 1 nor 2.
#define SMPPKIT_ESME_RINVDESTFLAG 0x00000040u
// Replace-if-present not possible here.
#define SMPPKIT_ESME_RINVSUBREP 0x00000042u
// Esm_class value not acceptable.
#define SMPPKIT_ESME_RINVESMCLASS 0x00000043u
// Distribution lists unsupported, denied or unavailable.
#define SMPPKIT_ESME_RCNTSUBDL 0x00000044u
// Submission failed for an unspecified reason.
#define SMPPKIT_ESME_RSUBMITFAIL 0x00000045u
// Source TON not acceptable.
#define SMPPKIT_ESME_RINVSRCTON 0x00000048u
// Source NPI not acceptable.
#define SMPPKIT_ESME_RINVSRCNPI 0x00000049u
// Destination TON not acceptable.
#define SMPPKIT_ESME_RINVDSTTON 0x00000050u
// Destination NPI not acceptable.
#define SMPPKIT_ESME_RINVDSTNPI 0x00000051u
// System_type not acceptable.
#define SMPPKIT_ESME_RINVSYSTYP 0x00000053u
// Replace_if_present_flag value not acceptable.
#define SMPPKIT_ESME_RINVREPFLAG 0x00000054u
// Number of messages not acceptable.
#define SMPPKIT_ESME_RINVNUMMSGS 0x00000055u
// Rate limit exceeded.
#define SMPPKIT_ESME_RTHROTTLED 0x00000058u
// Schedule_delivery_time malformed or out of range.
#define SMPPKIT_ESME_RINVSCHED 0x00000061u
// Validity_period malformed or out of range.
#define SMPPKIT_ESME_RINVEXPIRY 0x00000062u
// Predefined message does not exist.
#define SMPPKIT_ESME_RINVDFTMSGID 0x00000063u
// Receiving ESME has a temporary problem; MC should retry.
#define SMPPKIT_ESME_RX_T_APPN 0x00000064u
// Receiving ESME has a permanent problem with the destination; do not retry this or other messages to it.
#define SMPPKIT_ESME_RX_P_APPN 0x00000065u
// Receiving ESME rejects this one message; do not retry it.
#define SMPPKIT_ESME_RX_R_APPN 0x00000066u
// Query_sm failed.
#define SMPPKIT_ESME_RQUERYFAIL 0x00000067u
// TLV area cannot be parsed (1-3 left-over octets, or a TLV longer than the PDU).
#define SMPPKIT_ESME_RINVTLVSTREAM 0x000000C0u
// TLV refused in this context.
#define SMPPKIT_ESME_RTLVNOTALLWD 0x000000C1u
// TLV (3.4: parameter) has a wrong length.
#define SMPPKIT_ESME_RINVTLVLEN 0x000000C2u
// A TLV required by the context is missing.
#define SMPPKIT_ESME_RMISSINGTLV 0x000000C3u
// TLV value not acceptable.
#define SMPPKIT_ESME_RINVTLVVAL 0x000000C4u
// Transaction-mode delivery failed.
#define SMPPKIT_ESME_RDELIVERYFAILURE 0x000000FEu
// Unspecified error.
#define SMPPKIT_ESME_RUNKNOWNERR 0x000000FFu
// This ESME may not use the service_type.
#define SMPPKIT_ESME_RSERTYPUNAUTH 0x00000100u
// This ESME may not use the operation.
#define SMPPKIT_ESME_RPROHIBITED 0x00000101u
// The service behind service_type is down.
#define SMPPKIT_ESME_RSERTYPUNAVAIL 0x00000102u
// Service_type refused because of the message content.
#define SMPPKIT_ESME_RSERTYPDENIED 0x00000103u
// Data_coding not acceptable.
#define SMPPKIT_ESME_RINVDCS 0x00000104u
// Source_addr_subunit not acceptable.
#define SMPPKIT_ESME_RINVSRCADDRSUBUNIT 0x00000105u
// Dest_addr_subunit not acceptable.
#define SMPPKIT_ESME_RINVDSTADDRSUBUNIT 0x00000106u
// Broadcast_frequency_interval not acceptable.
#define SMPPKIT_ESME_RINVBCASTFREQINT 0x00000107u
// Broadcast area alias name not acceptable.
#define SMPPKIT_ESME_RINVBCASTALIAS_NAME 0x00000108u
// Broadcast area format not acceptable.
#define SMPPKIT_ESME_RINVBCASTAREAFMT 0x00000109u
// Number of broadcast areas not acceptable.
#define SMPPKIT_ESME_RINVNUMBCAST_AREAS 0x0000010Au
// Broadcast_content_type not acceptable.
#define SMPPKIT_ESME_RINVBCASTCNTTYPE 0x0000010Bu
// Broadcast_message_class not acceptable.
#define SMPPKIT_ESME_RINVBCASTMSGCLASS 0x0000010Cu
// Broadcast_sm failed.
#define SMPPKIT_ESME_RBCASTFAIL 0x0000010Du
// Query_broadcast_sm failed.
#define SMPPKIT_ESME_RBCASTQUERYFAIL 0x0000010Eu
// Cancel_broadcast_sm failed.
#define SMPPKIT_ESME_RBCASTCANCELFAIL 0x0000010Fu
// Broadcast_rep_num not acceptable.
#define SMPPKIT_ESME_RINVBCAST_REP 0x00000110u
// Broadcast_service_group not acceptable.
#define SMPPKIT_ESME_RINVBCASTSRVGRP 0x00000111u
// Broadcast_channel_indicator not acceptable.
#define SMPPKIT_ESME_RINVBCASTCHANIND 0x00000112u

// ---- Tags of TLVs

// Where in the destination device the message goes (3.4 §5.3.2.1; 5.0 §4.8.4.23).
#define SMPPKIT_TLV_DEST_ADDR_SUBUNIT 0x0005
// Network type of the destination (3.4 §5.3.2.3; 5.0 §4.8.4.26).
#define SMPPKIT_TLV_DEST_NETWORK_TYPE 0x0006
// Bearer over which to deliver (3.4 §5.3.2.5; 5.0 §4.8.4.24).
#define SMPPKIT_TLV_DEST_BEARER_TYPE 0x0007
// Telematic interworking at the destination (3.4 §5.3.2.7; 5.0 §4.8.4.29).
#define SMPPKIT_TLV_DEST_TELEMATICS_ID 0x0008
// Where in the originating device the message was made (3.4 §5.3.2.2; 5.0 §4.8.4.54).
#define SMPPKIT_TLV_SOURCE_ADDR_SUBUNIT 0x000D
// Network type of the originator (3.4 §5.3.2.4; 5.0 §4.8.4.57).
#define SMPPKIT_TLV_SOURCE_NETWORK_TYPE 0x000E
// Bearer of the originator (3.4 §5.3.2.6; 5.0 §4.8.4.55).
#define SMPPKIT_TLV_SOURCE_BEARER_TYPE 0x000F
// Telematic interworking of the originator (3.4 §5.3.2.8; 5.0 §4.8.4.61).
#define SMPPKIT_TLV_SOURCE_TELEMATICS_ID 0x0010
// How long the MC keeps the message undelivered, in seconds (3.4 §5.3.2.9; 5.0 §4.8.4.46).
#define SMPPKIT_TLV_QOS_TIME_TO_LIVE 0x0017
// Higher-layer protocol of the payload (3.4 §5.3.2.10; 5.0 §4.8.4.44).
#define SMPPKIT_TLV_PAYLOAD_TYPE 0x0019
// Text that explains a status, for people (3.4 §5.3.2.11; 5.0 §4.8.4.1).
#define SMPPKIT_TLV_ADDITIONAL_STATUS_INFO_TEXT 0x001D
// Id of the message that a receipt is about (3.4 §5.3.2.12; 5.0 §4.8.4.47).
#define SMPPKIT_TLV_RECEIPTED_MESSAGE_ID 0x001E
// Message waiting indication (3.4 §5.3.2.13; 5.0 §4.8.4.40).
#define SMPPKIT_TLV_MS_MSG_WAIT_FACILITIES 0x0030
// Level of privacy (3.4 §5.3.2.14; 5.0 §4.8.4.45).
#define SMPPKIT_TLV_PRIVACY_INDICATOR 0x0201
// Subaddress of the originator (3.4 §5.3.2.15; 5.0 §4.8.4.60).
#define SMPPKIT_TLV_SOURCE_SUBADDRESS 0x0202
// Subaddress of the destination (3.4 §5.3.2.16; 5.0 §4.8.4.28).
#define SMPPKIT_TLV_DEST_SUBADDRESS 0x0203
// Reference that the ESME chose for the message (3.4 §5.3.2.17; 5.0 §4.8.4.62).
#define SMPPKIT_TLV_USER_MESSAGE_REFERENCE 0x0204
// Response code of the user (3.4 §5.3.2.18; 5.0 §4.8.4.63).
#define SMPPKIT_TLV_USER_RESPONSE_CODE 0x0205
// Application port of the originator (3.4 §5.3.2.20; 5.0 §4.8.4.59).
#define SMPPKIT_TLV_SOURCE_PORT 0x020A
// Application port of the destination (3.4 §5.3.2.21; 5.0 §4.8.4.30).
#define SMPPKIT_TLV_DEST_PORT 0x020B
// Reference that all segments of a long message share (3.4 §5.3.2.22; 5.0 §4.8.4.48).
#define SMPPKIT_TLV_SAR_MSG_REF_NUM 0x020C
// Language of the text (3.4 §5.3.2.19; 5.0 §4.8.4.35).
#define SMPPKIT_TLV_LANGUAGE_INDICATOR 0x020D
// Number of segments of the long message, 1 to 255 (3.4 §5.3.2.23; 5.0 §4.8.4.50).
#define SMPPKIT_TLV_SAR_TOTAL_SEGMENTS 0x020E
// Number of this segment, from 1 (3.4 §5.3.2.24; 5.0 §4.8.4.49).
#define SMPPKIT_TLV_SAR_SEGMENT_SEQNUM 0x020F
// SMPP version of the MC (3.4 §5.3.2.25; 5.0 §4.8.4.51).
#define SMPPKIT_TLV_SC_INTERFACE_VERSION 0x0210
// Presentation and screening of the callback number (3.4 §5.3.2.37; 5.0 §4.8.4.17).
#define SMPPKIT_TLV_CALLBACK_NUM_PRES_IND 0x0302
// Name shown with the callback number (3.4 §5.3.2.38; 5.0 §4.8.4.16).
#define SMPPKIT_TLV_CALLBACK_NUM_ATAG 0x0303
// Number of messages waiting, 0 to 99 (3.4 §5.3.2.39; 5.0 §4.8.4.43).
#define SMPPKIT_TLV_NUMBER_OF_MESSAGES 0x0304
// Number to call back (3.4 §5.3.2.36; 5.0 §4.8.4.15).
#define SMPPKIT_TLV_CALLBACK_NUM 0x0381
// Whether the delivery pending flag was set (3.4 §5.3.2.28; 5.0 §4.8.4.32).
#define SMPPKIT_TLV_DPF_RESULT 0x0420
// Asks to set the delivery pending flag (3.4 §5.3.2.29; 5.0 §4.8.4.52).
#define SMPPKIT_TLV_SET_DPF 0x0421
// Whether the mobile station can be reached (3.4 §5.3.2.30; 5.0 §4.8.4.39).
#define SMPPKIT_TLV_MS_AVAILABILITY_STATUS 0x0422
// Error code of the network (3.4 §5.3.2.31; 5.0 §4.8.4.42).
#define SMPPKIT_TLV_NETWORK_ERROR_CODE 0x0423
// The message text or data, up to 65535 octets, in place of short_message (3.4 §5.3.2.32; 5.0 §4.8.4.36).
#define SMPPKIT_TLV_MESSAGE_PAYLOAD 0x0424
// Why delivery failed (3.4 §5.3.2.33; 5.0 §4.8.4.19).
#define SMPPKIT_TLV_DELIVERY_FAILURE_REASON 0x0425
// More messages for the same destination follow (3.4 §5.3.2.34; 5.0 §4.8.4.38).
#define SMPPKIT_TLV_MORE_MESSAGES_TO_SEND 0x0426
// State of the message in a receipt (3.4 §5.3.2.35; 5.0 §4.8.4.37).
#define SMPPKIT_TLV_MESSAGE_STATE 0x0427
// How congested the sender is, 0 to 100 (5.0 §4.8.4.18).
#define SMPPKIT_TLV_CONGESTION_STATE 0x0428
// USSD operation (3.4 §5.3.2.44; 5.0 §4.8.4.64).
#define SMPPKIT_TLV_USSD_SERVICE_OP 0x0501
// Cell broadcast channel (5.0 §4.8.4.7).
#define SMPPKIT_TLV_BROADCAST_CHANNEL_INDICATOR 0x0600
// Kind of content that is broadcast (5.0 §4.8.4.8).
#define SMPPKIT_TLV_BROADCAST_CONTENT_TYPE 0x0601
// More about the content type (5.0 §4.8.4.6).
#define SMPPKIT_TLV_BROADCAST_CONTENT_TYPE_INFO 0x0602
// Class of the broadcast message (5.0 §4.8.4.12).
#define SMPPKIT_TLV_BROADCAST_MESSAGE_CLASS 0x0603
// How often the broadcast is repeated (5.0 §4.8.4.13).
#define SMPPKIT_TLV_BROADCAST_REP_NUM 0x0604
// Time between repetitions (5.0 §4.8.4.11).
#define SMPPKIT_TLV_BROADCAST_FREQUENCY_INTERVAL 0x0605
// Area of the broadcast (5.0 §4.8.4.4).
#define SMPPKIT_TLV_BROADCAST_AREA_IDENTIFIER 0x0606
// Status for one broadcast area (5.0 §4.8.4.10).
#define SMPPKIT_TLV_BROADCAST_ERROR_STATUS 0x0607
// Percentage of an area in which the broadcast succeeded; 255: not known (5.0 §4.8.4.5).
#define SMPPKIT_TLV_BROADCAST_AREA_SUCCESS 0x0608
// When the broadcast ended (5.0 §4.8.4.9).
#define SMPPKIT_TLV_BROADCAST_END_TIME 0x0609
// Group of services (5.0 §4.8.4.14).
#define SMPPKIT_TLV_BROADCAST_SERVICE_GROUP 0x060A
// Billing data (5.0 §4.8.4.3).
#define SMPPKIT_TLV_BILLING_IDENTIFICATION 0x060B
// Network of the originator (5.0 §4.8.4.56).
#define SMPPKIT_TLV_SOURCE_NETWORK_ID 0x060D
// Network of the destination (5.0 §4.8.4.25).
#define SMPPKIT_TLV_DEST_NETWORK_ID 0x060E
// Node of the originator, six digits (5.0 §4.8.4.58).
#define SMPPKIT_TLV_SOURCE_NODE_ID 0x060F
// Node of the destination, six digits (5.0 §4.8.4.27).
#define SMPPKIT_TLV_DEST_NODE_ID 0x0610
// Whether number portability was looked up (5.0 §4.8.4.22).
#define SMPPKIT_TLV_DEST_ADDR_NP_RESOLUTION 0x0611
// Number portability information (5.0 §4.8.4.21).
#define SMPPKIT_TLV_DEST_ADDR_NP_INFORMATION 0x0612
// E.164 country code of the ported number (5.0 §4.8.4.20).
#define SMPPKIT_TLV_DEST_ADDR_NP_COUNTRY 0x0613
// How long to display the message (3.4 §5.3.2.26; 5.0 §4.8.4.31).
#define SMPPKIT_TLV_DISPLAY_TIME 0x1201
// Alerting signal (3.4 §5.3.2.40; 5.0 §4.8.4.53).
#define SMPPKIT_TLV_SMS_SIGNAL 0x1203
// Validity on the handset; the longer form is of 5.0 (3.4 §5.3.2.27; 5.0 §4.8.4.41).
#define SMPPKIT_TLV_MS_VALIDITY 0x1204
// Asks the handset to alert on delivery; may have no value (3.4 §5.3.2.41; 5.0 §4.8.4.2).
#define SMPPKIT_TLV_ALERT_ON_MESSAGE_DELIVERY 0x130C
// Kind of reply to an interactive session (3.4 §5.3.2.42; 5.0 §4.8.4.33).
#define SMPPKIT_TLV_ITS_REPLY_TYPE 0x1380
// Session of an interactive teleservice (3.4 §5.3.2.43; 5.0 §4.8.4.34).
#define SMPPKIT_TLV_ITS_SESSION_INFO 0x1383

// ---- Values of one octet

// The version of SMPP that a side speaks (3.4 §5.2.4; 5.0 §4.7.13).
#define SMPPKIT_V3_3 0x33
#define SMPPKIT_V3_4 0x34
#define SMPPKIT_V5_0 0x50

// Type of number of an address (3.4 §5.2.5 Table 5-3; 5.0 §4.7.1 Table 4-42).
#define SMPPKIT_TON_UNKNOWN 0x00
#define SMPPKIT_TON_INTERNATIONAL 0x01
#define SMPPKIT_TON_NATIONAL 0x02
#define SMPPKIT_TON_NETWORK_SPECIFIC 0x03
#define SMPPKIT_TON_SUBSCRIBER_NUMBER 0x04
#define SMPPKIT_TON_ALPHANUMERIC 0x05
#define SMPPKIT_TON_ABBREVIATED 0x06

// Numbering plan indicator of an address (3.4 §5.2.6 Table 5-4; 5.0 §4.7.2 Table 4-43).
#define SMPPKIT_NPI_UNKNOWN 0x00
#define SMPPKIT_NPI_ISDN 0x01 // E.163/E.164.
#define SMPPKIT_NPI_DATA 0x03 // X.121.
#define SMPPKIT_NPI_TELEX 0x04 // F.69.
#define SMPPKIT_NPI_LAND_MOBILE 0x06 // E.212.
#define SMPPKIT_NPI_NATIONAL 0x08
#define SMPPKIT_NPI_PRIVATE 0x09
#define SMPPKIT_NPI_ERMES 0x0A
#define SMPPKIT_NPI_INTERNET 0x0E // IP.
#define SMPPKIT_NPI_WAP_CLIENT_ID 0x12

// Encoding of the message text (3.4 §5.2.19; 5.0 §4.7.7 Table 4-46; 3.3: GSM data coding scheme).
#define SMPPKIT_DATA_CODING_MC_DEFAULT 0x00 // alphabet chosen by the MC, typically GSM 03.38.
#define SMPPKIT_DATA_CODING_IA5_ASCII 0x01
#define SMPPKIT_DATA_CODING_OCTET_UNSPECIFIED_2 0x02 // 8-bit binary.
#define SMPPKIT_DATA_CODING_LATIN_1 0x03 // ISO-8859-1.
#define SMPPKIT_DATA_CODING_OCTET_UNSPECIFIED_4 0x04 // 8-bit binary; valid GSM DCS.
#define SMPPKIT_DATA_CODING_JIS 0x05 // X 0208-1990.
#define SMPPKIT_DATA_CODING_CYRILLIC 0x06 // ISO-8859-5.
#define SMPPKIT_DATA_CODING_LATIN_HEBREW 0x07 // ISO-8859-8.
#define SMPPKIT_DATA_CODING_UCS2 0x08 // big-endian UTF-16 in practice.
#define SMPPKIT_DATA_CODING_PICTOGRAM 0x09
#define SMPPKIT_DATA_CODING_ISO_2022_JP 0x0A // music codes.
#define SMPPKIT_DATA_CODING_EXTENDED_KANJI_JIS 0x0D // X 0212-1990.
#define SMPPKIT_DATA_CODING_KS_C_5601 0x0E

// State of a message (3.3 §7.4 Table 1-5 (names only); 3.4 §5.2.28 Table 5-6; 5.0 §4.7.15 Table 4-50).
#define SMPPKIT_MESSAGE_STATE_SCHEDULED 0x00 // intermediate; older MCs say ENROUTE.
#define SMPPKIT_MESSAGE_STATE_ENROUTE 0x01 // intermediate; 3.3 name EN_ROUTE.
#define SMPPKIT_MESSAGE_STATE_DELIVERED 0x02 // final.
#define SMPPKIT_MESSAGE_STATE_EXPIRED 0x03 // final.
#define SMPPKIT_MESSAGE_STATE_DELETED 0x04 // final.
#define SMPPKIT_MESSAGE_STATE_UNDELIVERABLE 0x05 // final.
#define SMPPKIT_MESSAGE_STATE_ACCEPTED 0x06 // final in 5.0 (read on behalf of the user by staff); Kannel treats it as buffered.
#define SMPPKIT_MESSAGE_STATE_UNKNOWN 0x07 // 3.3 name INVALID; neither final nor intermediate in 5.0.
#define SMPPKIT_MESSAGE_STATE_REJECTED 0x08 // final.
#define SMPPKIT_MESSAGE_STATE_SKIPPED 0x09 // final; accepted but deliberately not sent.

// Protocol identifier (GSM: TP-PID) (GSM 03.40 §9.2.3.9 (normative for GSM per 3.4 §5.2.13, 5.0 §4.7.20); IG §2.9.1, §2.10.2; secondary text of 3GPP TS 23.040).
#define SMPPKIT_PROTOCOL_ID_DEFAULT 0x00 // plain short message.
#define SMPPKIT_PROTOCOL_ID_TELEMATIC_IMPLICIT 0x20 // 0x20-0x3F telematic interworking, low 5 bits = device.
#define SMPPKIT_PROTOCOL_ID_TELEX 0x21
#define SMPPKIT_PROTOCOL_ID_FAX_GROUP3 0x22
#define SMPPKIT_PROTOCOL_ID_FAX_GROUP4 0x23
#define SMPPKIT_PROTOCOL_ID_VOICE_TELEPHONE 0x24
#define SMPPKIT_PROTOCOL_ID_ERMES 0x25
#define SMPPKIT_PROTOCOL_ID_NATIONAL_PAGING 0x26
#define SMPPKIT_PROTOCOL_ID_VIDEOTEX 0x27
#define SMPPKIT_PROTOCOL_ID_TELETEX_CARRIER_UNSPECIFIED 0x28
#define SMPPKIT_PROTOCOL_ID_TELETEX_PSPDN 0x29
#define SMPPKIT_PROTOCOL_ID_TELETEX_CSPDN 0x2A
#define SMPPKIT_PROTOCOL_ID_TELETEX_PSTN 0x2B
#define SMPPKIT_PROTOCOL_ID_TELETEX_ISDN 0x2C
#define SMPPKIT_PROTOCOL_ID_UCI 0x2D
#define SMPPKIT_PROTOCOL_ID_MESSAGE_HANDLING 0x30
#define SMPPKIT_PROTOCOL_ID_X400 0x31
#define SMPPKIT_PROTOCOL_ID_INTERNET_EMAIL 0x32
#define SMPPKIT_PROTOCOL_ID_GSM_UMTS_MS 0x3F
#define SMPPKIT_PROTOCOL_ID_SHORT_MESSAGE_TYPE_0 0x40 // silent: acknowledged, discarded.
#define SMPPKIT_PROTOCOL_ID_REPLACE_TYPE_1 0x41
#define SMPPKIT_PROTOCOL_ID_REPLACE_TYPE_2 0x42
#define SMPPKIT_PROTOCOL_ID_REPLACE_TYPE_3 0x43
#define SMPPKIT_PROTOCOL_ID_REPLACE_TYPE_4 0x44
#define SMPPKIT_PROTOCOL_ID_REPLACE_TYPE_5 0x45
#define SMPPKIT_PROTOCOL_ID_REPLACE_TYPE_6 0x46
#define SMPPKIT_PROTOCOL_ID_REPLACE_TYPE_7 0x47
#define SMPPKIT_PROTOCOL_ID_DEVICE_TRIGGERING 0x48
#define SMPPKIT_PROTOCOL_ID_EMS_OBSOLETE 0x5E
#define SMPPKIT_PROTOCOL_ID_RETURN_CALL 0x5F
#define SMPPKIT_PROTOCOL_ID_ANSI136_RDATA 0x7C
#define SMPPKIT_PROTOCOL_ID_ME_DATA_DOWNLOAD 0x7D
#define SMPPKIT_PROTOCOL_ID_ME_DEPERSONALIZATION 0x7E
#define SMPPKIT_PROTOCOL_ID_SIM_DATA_DOWNLOAD 0x7F

// Priority of a message: 0 is the lowest (5.0 §4.7.19 Table 4-51).
#define SMPPKIT_PRIORITY_FLAG_LEVEL_0 0x00 // CBS normal.
#define SMPPKIT_PRIORITY_FLAG_LEVEL_1 0x01 // CBS immediate broadcast.
#define SMPPKIT_PRIORITY_FLAG_LEVEL_2 0x02 // CBS high priority.
#define SMPPKIT_PRIORITY_FLAG_LEVEL_3 0x03 // CBS reserved.
#define SMPPKIT_PRIORITY_FLAG_LEVEL_4 0x04 // CBS background; not applicable elsewhere.

// Values of addr_subunit (3.4 §5.3.2.1; 5.0 §4.8.4.23; IG §2.8 (class mapping)).
#define SMPPKIT_ADDR_SUBUNIT_UNKNOWN 0x00 // no message class.
#define SMPPKIT_ADDR_SUBUNIT_MS_DISPLAY 0x01 // class 0.
#define SMPPKIT_ADDR_SUBUNIT_MOBILE_EQUIPMENT 0x02 // class 1.
#define SMPPKIT_ADDR_SUBUNIT_SMART_CARD_1 0x03 // class 2 (SIM).
#define SMPPKIT_ADDR_SUBUNIT_EXTERNAL_UNIT_1 0x04 // class 3.

// Values of alert_on_message_delivery (5.0 §4.8.4.2).
#define SMPPKIT_ALERT_ON_MESSAGE_DELIVERY_DEFAULT_ALERT 0x00
#define SMPPKIT_ALERT_ON_MESSAGE_DELIVERY_LOW_PRIORITY 0x01
#define SMPPKIT_ALERT_ON_MESSAGE_DELIVERY_MEDIUM_PRIORITY 0x02
#define SMPPKIT_ALERT_ON_MESSAGE_DELIVERY_HIGH_PRIORITY 0x03

// Values of bearer_type (3.4 §5.3.2.5; 5.0 §4.8.4.24).
#define SMPPKIT_BEARER_TYPE_UNKNOWN 0x00
#define SMPPKIT_BEARER_TYPE_SMS 0x01
#define SMPPKIT_BEARER_TYPE_CSD 0x02
#define SMPPKIT_BEARER_TYPE_PACKET_DATA 0x03
#define SMPPKIT_BEARER_TYPE_USSD 0x04
#define SMPPKIT_BEARER_TYPE_CDPD 0x05
#define SMPPKIT_BEARER_TYPE_DATATAC 0x06
#define SMPPKIT_BEARER_TYPE_FLEX_REFLEX 0x07
#define SMPPKIT_BEARER_TYPE_CELL_BROADCAST 0x08

// First octet of broadcast_area_identifier (5.0 §4.8.4.4.1 Table 4-65).
#define SMPPKIT_BROADCAST_AREA_FORMAT_ALIAS 0x00
#define SMPPKIT_BROADCAST_AREA_FORMAT_ELLIPSOID_ARC 0x01
#define SMPPKIT_BROADCAST_AREA_FORMAT_POLYGON 0x02

// Values of broadcast_channel_indicator (5.0 §4.8.4.7).
#define SMPPKIT_BROADCAST_CHANNEL_INDICATOR_BASIC 0x00
#define SMPPKIT_BROADCAST_CHANNEL_INDICATOR_EXTENDED 0x01

// First octet of broadcast_content_type (5.0 §4.8.4.8).
#define SMPPKIT_BROADCAST_CONTENT_NETWORK_GENERIC 0x00
#define SMPPKIT_BROADCAST_CONTENT_NETWORK_GSM 0x01
#define SMPPKIT_BROADCAST_CONTENT_NETWORK_TDMA 0x02
#define SMPPKIT_BROADCAST_CONTENT_NETWORK_CDMA 0x03

// Values of broadcast_message_class (5.0 §4.8.4.12).
#define SMPPKIT_BROADCAST_MESSAGE_CLASS_NO_CLASS 0x00
#define SMPPKIT_BROADCAST_MESSAGE_CLASS_CLASS_1 0x01
#define SMPPKIT_BROADCAST_MESSAGE_CLASS_CLASS_2 0x02
#define SMPPKIT_BROADCAST_MESSAGE_CLASS_CLASS_3 0x03

// Values of delivery_failure_reason (3.4 §5.3.2.33; 5.0 §4.8.4.19).
#define SMPPKIT_DELIVERY_FAILURE_REASON_DESTINATION_UNAVAILABLE 0x00
#define SMPPKIT_DELIVERY_FAILURE_REASON_DESTINATION_ADDRESS_INVALID 0x01
#define SMPPKIT_DELIVERY_FAILURE_REASON_PERMANENT_NETWORK_ERROR 0x02
#define SMPPKIT_DELIVERY_FAILURE_REASON_TEMPORARY_NETWORK_ERROR 0x03

// Values of dest_addr_np_resolution (5.0 §4.8.4.22).
#define SMPPKIT_DEST_ADDR_NP_RESOLUTION_QUERY_NOT_PERFORMED 0x00
#define SMPPKIT_DEST_ADDR_NP_RESOLUTION_QUERIED_NOT_PORTED 0x01
#define SMPPKIT_DEST_ADDR_NP_RESOLUTION_QUERIED_PORTED 0x02 // needs dest_addr_np_information and dest_addr_np_country.

// Values of display_time (3.4 §5.3.2.26; 5.0 §4.8.4.31).
#define SMPPKIT_DISPLAY_TIME_TEMPORARY 0x00
#define SMPPKIT_DISPLAY_TIME_DEFAULT 0x01
#define SMPPKIT_DISPLAY_TIME_INVOKE 0x02

// Values of dpf_result (3.4 §5.3.2.28; 5.0 §4.8.4.32).
#define SMPPKIT_DPF_RESULT_DPF_NOT_SET 0x00
#define SMPPKIT_DPF_RESULT_DPF_SET 0x01

// Values of its_reply_type (3.4 §5.3.2.42; 5.0 §4.8.4.33).
#define SMPPKIT_ITS_REPLY_TYPE_DIGIT 0x00
#define SMPPKIT_ITS_REPLY_TYPE_NUMBER 0x01
#define SMPPKIT_ITS_REPLY_TYPE_TELEPHONE_NO 0x02
#define SMPPKIT_ITS_REPLY_TYPE_PASSWORD 0x03
#define SMPPKIT_ITS_REPLY_TYPE_CHARACTER_LINE 0x04
#define SMPPKIT_ITS_REPLY_TYPE_MENU 0x05
#define SMPPKIT_ITS_REPLY_TYPE_DATE 0x06
#define SMPPKIT_ITS_REPLY_TYPE_TIME 0x07
#define SMPPKIT_ITS_REPLY_TYPE_CONTINUE 0x08

// Values of language_indicator (3.4 §5.3.2.19; 5.0 §4.8.4.35).
#define SMPPKIT_LANGUAGE_INDICATOR_UNSPECIFIED 0x00
#define SMPPKIT_LANGUAGE_INDICATOR_ENGLISH 0x01
#define SMPPKIT_LANGUAGE_INDICATOR_FRENCH 0x02
#define SMPPKIT_LANGUAGE_INDICATOR_SPANISH 0x03
#define SMPPKIT_LANGUAGE_INDICATOR_GERMAN 0x04
#define SMPPKIT_LANGUAGE_INDICATOR_PORTUGUESE 0x05

// Values of more_messages_to_send (3.4 §5.3.2.34; 5.0 §4.8.4.38).
#define SMPPKIT_MORE_MESSAGES_TO_SEND_NO 0x00
#define SMPPKIT_MORE_MESSAGES_TO_SEND_YES 0x01

// Values of ms_availability_status (3.4 §5.3.2.30; 5.0 §4.8.4.39).
#define SMPPKIT_MS_AVAILABILITY_STATUS_AVAILABLE 0x00
#define SMPPKIT_MS_AVAILABILITY_STATUS_DENIED 0x01
#define SMPPKIT_MS_AVAILABILITY_STATUS_UNAVAILABLE 0x02

// First octet of ms_validity (3.4 §5.3.2.27; 5.0 §4.8.4.41).
#define SMPPKIT_MS_VALIDITY_STORE_INDEFINITELY 0x00
#define SMPPKIT_MS_VALIDITY_POWER_DOWN 0x01
#define SMPPKIT_MS_VALIDITY_REGISTRATION_AREA 0x02 // 3.4 wording: SID based area.
#define SMPPKIT_MS_VALIDITY_DISPLAY_ONLY 0x03
#define SMPPKIT_MS_VALIDITY_RELATIVE_TIME 0x04 // 3 more octets follow: unit, count.

// First octet of network_error_code (3.4 §5.3.2.31; 5.0 §4.8.4.42 Table 4-103).
#define SMPPKIT_NETWORK_ERROR_TYPE_ANSI_136_ACCESS_DENIED 0x01 // 3.4 name ANSI-136.
#define SMPPKIT_NETWORK_ERROR_TYPE_IS_95_ACCESS_DENIED 0x02 // 3.4 name IS-95.
#define SMPPKIT_NETWORK_ERROR_TYPE_GSM 0x03
#define SMPPKIT_NETWORK_ERROR_TYPE_ANSI_136_CAUSE 0x04 // reserved in 3.4.
#define SMPPKIT_NETWORK_ERROR_TYPE_IS_95_CAUSE 0x05
#define SMPPKIT_NETWORK_ERROR_TYPE_ANSI_41_ERROR 0x06
#define SMPPKIT_NETWORK_ERROR_TYPE_SMPP_ERROR 0x07 // code is an SMPP command_status (low 16 bits).
#define SMPPKIT_NETWORK_ERROR_TYPE_MC_SPECIFIC 0x08

// Values of network_type (3.4 §5.3.2.3; 5.0 §4.8.4.26).
#define SMPPKIT_NETWORK_TYPE_UNKNOWN 0x00
#define SMPPKIT_NETWORK_TYPE_GSM 0x01
#define SMPPKIT_NETWORK_TYPE_ANSI_136_TDMA 0x02
#define SMPPKIT_NETWORK_TYPE_IS_95_CDMA 0x03
#define SMPPKIT_NETWORK_TYPE_PDC 0x04
#define SMPPKIT_NETWORK_TYPE_PHS 0x05
#define SMPPKIT_NETWORK_TYPE_IDEN 0x06
#define SMPPKIT_NETWORK_TYPE_AMPS 0x07
#define SMPPKIT_NETWORK_TYPE_PAGING 0x08

// Values of payload_type (3.4 §5.3.2.10; 5.0 §4.8.4.44).
#define SMPPKIT_PAYLOAD_TYPE_DEFAULT 0x00 // WDP for WAP.
#define SMPPKIT_PAYLOAD_TYPE_WCMP 0x01

// Values of privacy_indicator (3.4 §5.3.2.14 Table 5-8; 5.0 §4.8.4.45).
#define SMPPKIT_PRIVACY_INDICATOR_NOT_RESTRICTED 0x00
#define SMPPKIT_PRIVACY_INDICATOR_RESTRICTED 0x01
#define SMPPKIT_PRIVACY_INDICATOR_CONFIDENTIAL 0x02
#define SMPPKIT_PRIVACY_INDICATOR_SECRET 0x03

// Values of set_dpf (3.4 §5.3.2.29; 5.0 §4.8.4.52).
#define SMPPKIT_SET_DPF_NOT_REQUESTED 0x00
#define SMPPKIT_SET_DPF_REQUESTED 0x01

// First octet of source_subaddress and dest_subaddress (3.4 §5.3.2.15; 5.0 §4.8.4.60).
#define SMPPKIT_SUBADDRESS_TYPE_NSAP_EVEN 0x80
#define SMPPKIT_SUBADDRESS_TYPE_NSAP_ODD 0x88
#define SMPPKIT_SUBADDRESS_TYPE_USER_SPECIFIED 0xA0 // max 22 octets follow.

// First octet of broadcast_frequency_interval; other numbers than in TimeUnitMsValidity (5.0 §4.8.4.11 Table 4-72).
#define SMPPKIT_TIME_UNIT_BROADCAST_AS_FREQUENTLY_AS_POSSIBLE 0x00
#define SMPPKIT_TIME_UNIT_BROADCAST_SECONDS 0x08
#define SMPPKIT_TIME_UNIT_BROADCAST_MINUTES 0x09
#define SMPPKIT_TIME_UNIT_BROADCAST_HOURS 0x0A
#define SMPPKIT_TIME_UNIT_BROADCAST_DAYS 0x0B
#define SMPPKIT_TIME_UNIT_BROADCAST_WEEKS 0x0C
#define SMPPKIT_TIME_UNIT_BROADCAST_MONTHS 0x0D
#define SMPPKIT_TIME_UNIT_BROADCAST_YEARS 0x0E

// Second octet of ms_validity; other numbers than in TimeUnitBroadcast (5.0 §4.8.4.41 Table 4-102).
#define SMPPKIT_TIME_UNIT_MS_VALIDITY_SECONDS 0x00
#define SMPPKIT_TIME_UNIT_MS_VALIDITY_MINUTES 0x01
#define SMPPKIT_TIME_UNIT_MS_VALIDITY_HOURS 0x02
#define SMPPKIT_TIME_UNIT_MS_VALIDITY_DAYS 0x03
#define SMPPKIT_TIME_UNIT_MS_VALIDITY_WEEKS 0x04
#define SMPPKIT_TIME_UNIT_MS_VALIDITY_MONTHS 0x05
#define SMPPKIT_TIME_UNIT_MS_VALIDITY_YEARS 0x06

// Values of ussd_service_op (3.4 §5.3.2.44; 5.0 §4.8.4.64).
#define SMPPKIT_USSD_SERVICE_OP_PSSD_INDICATION 0x00
#define SMPPKIT_USSD_SERVICE_OP_PSSR_INDICATION 0x01
#define SMPPKIT_USSD_SERVICE_OP_USSR_REQUEST 0x02
#define SMPPKIT_USSD_SERVICE_OP_USSN_REQUEST 0x03
#define SMPPKIT_USSD_SERVICE_OP_PSSD_RESPONSE 0x10
#define SMPPKIT_USSD_SERVICE_OP_PSSR_RESPONSE 0x11
#define SMPPKIT_USSD_SERVICE_OP_USSR_CONFIRM 0x12
#define SMPPKIT_USSD_SERVICE_OP_USSN_CONFIRM 0x13

// Messaging mode, message type and GSM features of a message (5.0 §4.7.12; 3.4 §5.2.12).
#define SMPPKIT_ESM_CLASS_DEFAULT 0x00 // The mode that is the default of the MC.
#define SMPPKIT_ESM_CLASS_DATAGRAM 0x01 // Mode: one attempt, no receipt.
#define SMPPKIT_ESM_CLASS_TRANSACTION 0x02 // Mode: the response waits for the outcome.
#define SMPPKIT_ESM_CLASS_STORE_AND_FORWARD 0x03 // Mode: kept and tried until delivered or expired.
#define SMPPKIT_ESM_CLASS_MC_DELIVERY_RECEIPT 0x04 // Type: delivery receipt of the MC.
#define SMPPKIT_ESM_CLASS_DELIVERY_ACK 0x08 // Type: the message was delivered, says the recipient.
#define SMPPKIT_ESM_CLASS_MANUAL_ACK 0x10 // Type: the message was read or used, says the recipient.
#define SMPPKIT_ESM_CLASS_CONVERSATION_ABORT 0x18 // Type: a conversation was ended (Korean CDMA).
#define SMPPKIT_ESM_CLASS_INTERMEDIATE_NOTIFICATION 0x20 // Type: a state that is not final.
#define SMPPKIT_ESM_CLASS_UDHI 0x40 // Feature: short_message begins with a user data header.
#define SMPPKIT_ESM_CLASS_REPLY_PATH 0x80 // Feature: reply path.
#define SMPPKIT_ESM_CLASS_MODE_MASK 0x03 // With & it leaves the mode.
#define SMPPKIT_ESM_CLASS_TYPE_MASK 0x3C // With & it leaves the type.

// Which receipts and acknowledgements are wanted (5.0 §4.7.21; 3.4 §5.2.17).
#define SMPPKIT_REGISTERED_DELIVERY_NONE 0x00 // No receipt.
#define SMPPKIT_REGISTERED_DELIVERY_RECEIPT 0x01 // A receipt when the message reached its final state, good or bad.
#define SMPPKIT_REGISTERED_DELIVERY_RECEIPT_ON_FAILURE 0x02 // A receipt only when delivery failed.
#define SMPPKIT_REGISTERED_DELIVERY_RECEIPT_ON_SUCCESS 0x03 // A receipt only when the message was delivered (5.0; reserved in 3.4).
#define SMPPKIT_REGISTERED_DELIVERY_DELIVERY_ACK 0x04 // An acknowledgement of delivery by the recipient.
#define SMPPKIT_REGISTERED_DELIVERY_MANUAL_ACK 0x08 // An acknowledgement by hand of the recipient.
#define SMPPKIT_REGISTERED_DELIVERY_INTERMEDIATE_NOTIFICATION 0x10 // Notifications of states that are not final.
#define SMPPKIT_REGISTERED_DELIVERY_RECEIPT_MASK 0x03 // With & it leaves which receipt is wanted.

// Second octet of its_session_info: a number, and whether the session ends (3.4 §5.3.2.43; 5.0 §4.8.4.34).
#define SMPPKIT_ITS_SEQUENCE_END_OF_SESSION 0x01 // The last of the session.

// First octet of callback_num (3.4 §5.3.2.36; 5.0 §4.8.4.15). The digits are ASCII whatever it says.
#define SMPPKIT_DIGIT_MODE_DTMF_TBCD 0x00 // DTMF (TBCD).
#define SMPPKIT_DIGIT_MODE_ASCII 0x01

// Values of callback_num_pres_ind: presentation and screening (3.4 §5.3.2.37; 5.0 §4.8.4.17).
#define SMPPKIT_CALLBACK_NUM_PRES_IND_ALLOWED 0x00 // Presentation: allowed.
#define SMPPKIT_CALLBACK_NUM_PRES_IND_RESTRICTED 0x04 // Presentation: restricted.
#define SMPPKIT_CALLBACK_NUM_PRES_IND_NUMBER_NOT_AVAILABLE 0x08 // Presentation: there is no number.
#define SMPPKIT_CALLBACK_NUM_PRES_IND_USER_NOT_SCREENED 0x00 // Screening: nobody did.
#define SMPPKIT_CALLBACK_NUM_PRES_IND_USER_VERIFIED_PASSED 0x01 // Screening: the user provided the number, and it is the user's.
#define SMPPKIT_CALLBACK_NUM_PRES_IND_USER_VERIFIED_FAILED 0x02 // Screening: the user provided the number, and it is not the user's.
#define SMPPKIT_CALLBACK_NUM_PRES_IND_NETWORK_PROVIDED 0x03 // Screening: the network provided the number.

// Values of ms_msg_wait_facilities: whether messages wait, and of which kind (3.4 §5.3.2.13; 5.0 §4.8.4.40).
#define SMPPKIT_MS_MSG_WAIT_FACILITIES_INACTIVE 0x00 // No message waits.
#define SMPPKIT_MS_MSG_WAIT_FACILITIES_ACTIVE 0x80 // A message waits.
#define SMPPKIT_MS_MSG_WAIT_FACILITIES_VOICEMAIL 0x00 // Type: voice mail.
#define SMPPKIT_MS_MSG_WAIT_FACILITIES_FAX 0x01 // Type: fax.
#define SMPPKIT_MS_MSG_WAIT_FACILITIES_EMAIL 0x02 // Type: e-mail.
#define SMPPKIT_MS_MSG_WAIT_FACILITIES_OTHER 0x03 // Type: other.

// First octet of billing_identification (5.0 §4.8.4.3).
#define SMPPKIT_BILLING_FORMAT_VENDOR 0x80 // Set in the formats that are the vendors'; the others are reserved.

// What a broadcast is about: the part content_type of broadcast_content_type (5.0 §4.8.4.8).
#define SMPPKIT_CONTENT_TYPE_INDEX 0x0000
#define SMPPKIT_CONTENT_TYPE_EMERGENCY_BROADCASTS 0x0001
#define SMPPKIT_CONTENT_TYPE_IRDB_DOWNLOAD 0x0002
#define SMPPKIT_CONTENT_TYPE_NEWS_FLASHES 0x0010
#define SMPPKIT_CONTENT_TYPE_GENERAL_NEWS_LOCAL 0x0011
#define SMPPKIT_CONTENT_TYPE_GENERAL_NEWS_REGIONAL 0x0012
#define SMPPKIT_CONTENT_TYPE_GENERAL_NEWS_NATIONAL 0x0013
#define SMPPKIT_CONTENT_TYPE_GENERAL_NEWS_INTERNATIONAL 0x0014
#define SMPPKIT_CONTENT_TYPE_BUSINESS_NEWS_LOCAL 0x0015
#define SMPPKIT_CONTENT_TYPE_BUSINESS_NEWS_REGIONAL 0x0016
#define SMPPKIT_CONTENT_TYPE_BUSINESS_NEWS_NATIONAL 0x0017
#define SMPPKIT_CONTENT_TYPE_BUSINESS_NEWS_INTERNATIONAL 0x0018
#define SMPPKIT_CONTENT_TYPE_SPORTS_NEWS_LOCAL 0x0019
#define SMPPKIT_CONTENT_TYPE_SPORTS_NEWS_REGIONAL 0x001A
#define SMPPKIT_CONTENT_TYPE_SPORTS_NEWS_NATIONAL 0x001B
#define SMPPKIT_CONTENT_TYPE_SPORTS_NEWS_INTERNATIONAL 0x001C
#define SMPPKIT_CONTENT_TYPE_ENTERTAINMENT_NEWS_LOCAL 0x001D
#define SMPPKIT_CONTENT_TYPE_ENTERTAINMENT_NEWS_REGIONAL 0x001E
#define SMPPKIT_CONTENT_TYPE_ENTERTAINMENT_NEWS_NATIONAL 0x001F
#define SMPPKIT_CONTENT_TYPE_ENTERTAINMENT_NEWS_INTERNATIONAL 0x0020
#define SMPPKIT_CONTENT_TYPE_MEDICAL 0x0021
#define SMPPKIT_CONTENT_TYPE_DOCTORS 0x0022
#define SMPPKIT_CONTENT_TYPE_PHARMACY 0x0023
#define SMPPKIT_CONTENT_TYPE_LOCAL_TRAFFIC 0x0030
#define SMPPKIT_CONTENT_TYPE_LONG_DISTANCE_TRAFFIC 0x0031
#define SMPPKIT_CONTENT_TYPE_TAXIS 0x0032
#define SMPPKIT_CONTENT_TYPE_WEATHER 0x0033
#define SMPPKIT_CONTENT_TYPE_AIRPORT_SCHEDULES 0x0034
#define SMPPKIT_CONTENT_TYPE_RESTAURANTS 0x0035
#define SMPPKIT_CONTENT_TYPE_LODGINGS 0x0036
#define SMPPKIT_CONTENT_TYPE_RETAIL_DIRECTORY 0x0037
#define SMPPKIT_CONTENT_TYPE_ADVERTISEMENTS 0x0038
#define SMPPKIT_CONTENT_TYPE_STOCK_QUOTES 0x0039
#define SMPPKIT_CONTENT_TYPE_EMPLOYMENT 0x0040
#define SMPPKIT_CONTENT_TYPE_TECHNOLOGY_NEWS 0x0041
#define SMPPKIT_CONTENT_TYPE_DISTRICT 0x0070
#define SMPPKIT_CONTENT_TYPE_NETWORK_INFORMATION 0x0071
#define SMPPKIT_CONTENT_TYPE_OPERATOR_SERVICES 0x0080
#define SMPPKIT_CONTENT_TYPE_DIRECTORY_NATIONAL 0x0081
#define SMPPKIT_CONTENT_TYPE_DIRECTORY_INTERNATIONAL 0x0082
#define SMPPKIT_CONTENT_TYPE_CUSTOMER_CARE_NATIONAL 0x0083
#define SMPPKIT_CONTENT_TYPE_CUSTOMER_CARE_INTERNATIONAL 0x0084
#define SMPPKIT_CONTENT_TYPE_LOCAL_DATE_TIME 0x0085
#define SMPPKIT_CONTENT_TYPE_MULTI_CATEGORY 0x0100

// ---- PDUs without their headers. Begin with what the …_INIT gives: it sets the size, the id, and all else to empty or 0

// Asks for a session in which the ESME receives messages (3.3 §6.3.1.1; 3.4 §4.1.3; 5.0 §4.1.1.3).
typedef struct smppkit_bind_receiver {
    uint32_t struct_size;
    uint32_t command_id;
    // Identifies the system that binds; in a response, the MC. Up to 15 octets.
    smppkit_octets system_id;
    // Password that goes with system_id. Up to 8 octets.
    smppkit_octets password;
    // Kind of ESME, where the MC wants to know it. Up to 12 octets.
    smppkit_octets system_type;
    // SMPP version that the ESME speaks. SMPPKIT_V….
    uint8_t interface_version;
    // Type of number of the addresses that this ESME serves. SMPPKIT_TON_….
    uint8_t addr_ton;
    // Numbering plan of the addresses that this ESME serves. SMPPKIT_NPI_….
    uint8_t addr_npi;
    // Addresses that this ESME serves: one address or a regular expression. Up to 40 octets.
    smppkit_octets address_range;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_bind_receiver;
#define SMPPKIT_BIND_RECEIVER_INIT \
    { sizeof(smppkit_bind_receiver), SMPPKIT_BIND_RECEIVER, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, SMPPKIT_V3_4, 0, 0, SMPPKIT_NO_OCTETS, SMPPKIT_NO_TLVS }

// Answers bind_receiver (3.3 §6.3.1.2; 3.4 §4.1.4; 5.0 §4.1.1.4).
typedef struct smppkit_bind_receiver_resp {
    uint32_t struct_size;
    uint32_t command_id;
    // Identifies the system that binds; in a response, the MC. Up to 15 octets.
    smppkit_octets system_id;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_bind_receiver_resp;
#define SMPPKIT_BIND_RECEIVER_RESP_INIT \
    { sizeof(smppkit_bind_receiver_resp), SMPPKIT_BIND_RECEIVER_RESP, SMPPKIT_NO_OCTETS, SMPPKIT_NO_TLVS }

// Asks for a session in which the ESME sends messages (3.3 §6.3.1.3; 3.4 §4.1.1; 5.0 §4.1.1.1).
typedef struct smppkit_bind_transmitter {
    uint32_t struct_size;
    uint32_t command_id;
    // Identifies the system that binds; in a response, the MC. Up to 15 octets.
    smppkit_octets system_id;
    // Password that goes with system_id. Up to 8 octets.
    smppkit_octets password;
    // Kind of ESME, where the MC wants to know it. Up to 12 octets.
    smppkit_octets system_type;
    // SMPP version that the ESME speaks. SMPPKIT_V….
    uint8_t interface_version;
    // Type of number of the addresses that this ESME serves. SMPPKIT_TON_….
    uint8_t addr_ton;
    // Numbering plan of the addresses that this ESME serves. SMPPKIT_NPI_….
    uint8_t addr_npi;
    // Addresses that this ESME serves: one address or a regular expression. Up to 40 octets.
    smppkit_octets address_range;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_bind_transmitter;
#define SMPPKIT_BIND_TRANSMITTER_INIT \
    { sizeof(smppkit_bind_transmitter), SMPPKIT_BIND_TRANSMITTER, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, SMPPKIT_V3_4, 0, 0, SMPPKIT_NO_OCTETS, SMPPKIT_NO_TLVS }

// Answers bind_transmitter (3.3 §6.3.1.4; 3.4 §4.1.2; 5.0 §4.1.1.2).
typedef struct smppkit_bind_transmitter_resp {
    uint32_t struct_size;
    uint32_t command_id;
    // Identifies the system that binds; in a response, the MC. Up to 15 octets.
    smppkit_octets system_id;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_bind_transmitter_resp;
#define SMPPKIT_BIND_TRANSMITTER_RESP_INIT \
    { sizeof(smppkit_bind_transmitter_resp), SMPPKIT_BIND_TRANSMITTER_RESP, SMPPKIT_NO_OCTETS, SMPPKIT_NO_TLVS }

// Asks for a session in which the ESME sends and receives messages (3.4 §4.1.5; 5.0 §4.1.1.5).
typedef struct smppkit_bind_transceiver {
    uint32_t struct_size;
    uint32_t command_id;
    // Identifies the system that binds; in a response, the MC. Up to 15 octets.
    smppkit_octets system_id;
    // Password that goes with system_id. Up to 8 octets.
    smppkit_octets password;
    // Kind of ESME, where the MC wants to know it. Up to 12 octets.
    smppkit_octets system_type;
    // SMPP version that the ESME speaks. SMPPKIT_V….
    uint8_t interface_version;
    // Type of number of the addresses that this ESME serves. SMPPKIT_TON_….
    uint8_t addr_ton;
    // Numbering plan of the addresses that this ESME serves. SMPPKIT_NPI_….
    uint8_t addr_npi;
    // Addresses that this ESME serves: one address or a regular expression. Up to 40 octets.
    smppkit_octets address_range;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_bind_transceiver;
#define SMPPKIT_BIND_TRANSCEIVER_INIT \
    { sizeof(smppkit_bind_transceiver), SMPPKIT_BIND_TRANSCEIVER, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, SMPPKIT_V3_4, 0, 0, SMPPKIT_NO_OCTETS, SMPPKIT_NO_TLVS }

// Answers bind_transceiver (3.4 §4.1.6; 5.0 §4.1.1.6).
typedef struct smppkit_bind_transceiver_resp {
    uint32_t struct_size;
    uint32_t command_id;
    // Identifies the system that binds; in a response, the MC. Up to 15 octets.
    smppkit_octets system_id;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_bind_transceiver_resp;
#define SMPPKIT_BIND_TRANSCEIVER_RESP_INIT \
    { sizeof(smppkit_bind_transceiver_resp), SMPPKIT_BIND_TRANSCEIVER_RESP, SMPPKIT_NO_OCTETS, SMPPKIT_NO_TLVS }

// Asks an ESME, over a connection that the MC made, to bind (3.4 §4.1.7; 5.0 §4.1.1.7). It has no response.
typedef struct smppkit_outbind {
    uint32_t struct_size;
    uint32_t command_id;
    // Identifies the MC. Up to 15 octets.
    smppkit_octets system_id;
    // Password by which the ESME recognises the MC. Up to 8 octets.
    smppkit_octets password;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_outbind;
#define SMPPKIT_OUTBIND_INIT \
    { sizeof(smppkit_outbind), SMPPKIT_OUTBIND, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, SMPPKIT_NO_TLVS }

// Ends the bound state of the session (3.3 §6.3.2.1; 3.4 §4.2.1; 5.0 §4.1.1.8).
typedef struct smppkit_unbind {
    uint32_t struct_size;
    uint32_t command_id;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_unbind;
#define SMPPKIT_UNBIND_INIT \
    { sizeof(smppkit_unbind), SMPPKIT_UNBIND, SMPPKIT_NO_TLVS }

// Answers unbind (3.3 §6.3.2.2; 3.4 §4.2.2; 5.0 §4.1.1.9).
typedef struct smppkit_unbind_resp {
    uint32_t struct_size;
    uint32_t command_id;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_unbind_resp;
#define SMPPKIT_UNBIND_RESP_INIT \
    { sizeof(smppkit_unbind_resp), SMPPKIT_UNBIND_RESP, SMPPKIT_NO_TLVS }

// Asks whether the peer is still there (3.3 §6.3.9.1; 3.4 §4.11.1; 5.0 §4.1.2.1).
typedef struct smppkit_enquire_link {
    uint32_t struct_size;
    uint32_t command_id;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_enquire_link;
#define SMPPKIT_ENQUIRE_LINK_INIT \
    { sizeof(smppkit_enquire_link), SMPPKIT_ENQUIRE_LINK, SMPPKIT_NO_TLVS }

// Answers enquire_link (3.3 §6.3.9.2; 3.4 §4.11.2; 5.0 §4.1.2.2).
typedef struct smppkit_enquire_link_resp {
    uint32_t struct_size;
    uint32_t command_id;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_enquire_link_resp;
#define SMPPKIT_ENQUIRE_LINK_RESP_INIT \
    { sizeof(smppkit_enquire_link_resp), SMPPKIT_ENQUIRE_LINK_RESP, SMPPKIT_NO_TLVS }

// Says that the header of a PDU could not be understood (3.3 §6.2.1; 3.4 §4.3; 5.0 §4.1.4).
typedef struct smppkit_generic_nack {
    uint32_t struct_size;
    uint32_t command_id;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_generic_nack;
#define SMPPKIT_GENERIC_NACK_INIT \
    { sizeof(smppkit_generic_nack), SMPPKIT_GENERIC_NACK, SMPPKIT_NO_TLVS }

// Hands a message to the MC for delivery (3.3 §6.3.3.1; 3.4 §4.4.1; 5.0 §4.2.1.1).
typedef struct smppkit_submit_sm {
    uint32_t struct_size;
    uint32_t command_id;
    // SMS application service that the message belongs to; empty for the default. Up to 5 octets.
    smppkit_octets service_type;
    // Type of number of source_addr. SMPPKIT_TON_….
    uint8_t source_addr_ton;
    // Numbering plan of source_addr. SMPPKIT_NPI_….
    uint8_t source_addr_npi;
    // Address of the sender. Up to 20 octets.
    smppkit_octets source_addr;
    // Type of number of destination_addr. SMPPKIT_TON_….
    uint8_t dest_addr_ton;
    // Numbering plan of destination_addr. SMPPKIT_NPI_….
    uint8_t dest_addr_npi;
    // Address of the recipient. Up to 20 octets.
    smppkit_octets destination_addr;
    // Messaging mode, message type and GSM features. SMPPKIT_ESM_CLASS_….
    uint8_t esm_class;
    // Protocol identifier; network specific. SMPPKIT_PROTOCOL_ID_….
    uint8_t protocol_id;
    // Priority of the message. SMPPKIT_PRIORITY_FLAG_….
    uint8_t priority_flag;
    // When to deliver; empty for now. Empty, or 16 characters.
    smppkit_octets schedule_delivery_time;
    // Until when to try; empty for the default of the MC. Empty, or 16 characters.
    smppkit_octets validity_period;
    // Which receipts and acknowledgements are wanted. SMPPKIT_REGISTERED_DELIVERY_….
    uint8_t registered_delivery;
    // 1: replace a message of the same addresses and service that is still waiting.
    uint8_t replace_if_present_flag;
    // Encoding of the message text. SMPPKIT_DATA_CODING_….
    uint8_t data_coding;
    // Number of a canned message of the MC; 0 for none.
    uint8_t sm_default_msg_id;
    // Message text or data, up to 254 octets (3.3: 160; 5.0: 255); its length octet sm_length is implied.
    smppkit_octets short_message;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_submit_sm;
#define SMPPKIT_SUBMIT_SM_INIT \
    { sizeof(smppkit_submit_sm), SMPPKIT_SUBMIT_SM, SMPPKIT_NO_OCTETS, 0, 0, SMPPKIT_NO_OCTETS, 0, 0, SMPPKIT_NO_OCTETS, 0, 0, 0, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, 0, 0, 0, 0, SMPPKIT_NO_OCTETS, SMPPKIT_NO_TLVS }

// Answers submit_sm (3.3 §6.3.3.2; 3.4 §4.4.2; 5.0 §4.2.1.2).
typedef struct smppkit_submit_sm_resp {
    uint32_t struct_size;
    uint32_t command_id;
    // Id that the MC gave to the message. Up to 64 octets; 8 in 3.3.
    smppkit_octets message_id;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_submit_sm_resp;
#define SMPPKIT_SUBMIT_SM_RESP_INIT \
    { sizeof(smppkit_submit_sm_resp), SMPPKIT_SUBMIT_SM_RESP, SMPPKIT_NO_OCTETS, SMPPKIT_NO_TLVS }

// Hands a message to the MC for several destinations (3.3 §6.3.4; 3.4 §4.5.1; 5.0 §4.2.3.1).
typedef struct smppkit_submit_multi {
    uint32_t struct_size;
    uint32_t command_id;
    // SMS application service that the message belongs to; empty for the default. Up to 5 octets.
    smppkit_octets service_type;
    // Type of number of source_addr. SMPPKIT_TON_….
    uint8_t source_addr_ton;
    // Numbering plan of source_addr. SMPPKIT_NPI_….
    uint8_t source_addr_npi;
    // Address of the sender. Up to 20 octets.
    smppkit_octets source_addr;
    // Destinations: addresses and distribution lists; the octet number_of_dests before them is implied.
    smppkit_dest_addresses dest_address;
    // Messaging mode, message type and GSM features. SMPPKIT_ESM_CLASS_….
    uint8_t esm_class;
    // Protocol identifier; network specific. SMPPKIT_PROTOCOL_ID_….
    uint8_t protocol_id;
    // Priority of the message. SMPPKIT_PRIORITY_FLAG_….
    uint8_t priority_flag;
    // When to deliver; empty for now. Empty, or 16 characters.
    smppkit_octets schedule_delivery_time;
    // Until when to try; empty for the default of the MC. Empty, or 16 characters.
    smppkit_octets validity_period;
    // Which receipts and acknowledgements are wanted. SMPPKIT_REGISTERED_DELIVERY_….
    uint8_t registered_delivery;
    // 1: replace a message of the same addresses and service that is still waiting.
    uint8_t replace_if_present_flag;
    // Encoding of the message text. SMPPKIT_DATA_CODING_….
    uint8_t data_coding;
    // Number of a canned message of the MC; 0 for none.
    uint8_t sm_default_msg_id;
    // Message text or data, up to 254 octets (3.3: 160; 5.0: 255); its length octet sm_length is implied.
    smppkit_octets short_message;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_submit_multi;
#define SMPPKIT_SUBMIT_MULTI_INIT \
    { sizeof(smppkit_submit_multi), SMPPKIT_SUBMIT_MULTI, SMPPKIT_NO_OCTETS, 0, 0, SMPPKIT_NO_OCTETS, SMPPKIT_NO_LIST, 0, 0, 0, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, 0, 0, 0, 0, SMPPKIT_NO_OCTETS, SMPPKIT_NO_TLVS }

// Answers submit_multi (3.3 §6.3.4.1; 3.4 §4.5.2; 5.0 §4.2.3.2).
typedef struct smppkit_submit_multi_resp {
    uint32_t struct_size;
    uint32_t command_id;
    // Id that the MC gave to the message. Up to 64 octets; 8 in 3.3.
    smppkit_octets message_id;
    // Destinations that failed, each with its status; the octet no_unsuccess before them is implied.
    smppkit_unsuccess_smes unsuccess_sme;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_submit_multi_resp;
#define SMPPKIT_SUBMIT_MULTI_RESP_INIT \
    { sizeof(smppkit_submit_multi_resp), SMPPKIT_SUBMIT_MULTI_RESP, SMPPKIT_NO_OCTETS, SMPPKIT_NO_LIST, SMPPKIT_NO_TLVS }

// Hands a message or a delivery receipt to the ESME (3.3 §6.3.5.1; 3.4 §4.6.1; 5.0 §4.3.1.1).
typedef struct smppkit_deliver_sm {
    uint32_t struct_size;
    uint32_t command_id;
    // SMS application service that the message belongs to; empty for the default. Up to 5 octets.
    smppkit_octets service_type;
    // Type of number of source_addr. SMPPKIT_TON_….
    uint8_t source_addr_ton;
    // Numbering plan of source_addr. SMPPKIT_NPI_….
    uint8_t source_addr_npi;
    // Address of the sender. Up to 20 octets.
    smppkit_octets source_addr;
    // Type of number of destination_addr. SMPPKIT_TON_….
    uint8_t dest_addr_ton;
    // Numbering plan of destination_addr. SMPPKIT_NPI_….
    uint8_t dest_addr_npi;
    // Address of the recipient. Up to 20 octets.
    smppkit_octets destination_addr;
    // Messaging mode, message type and GSM features. SMPPKIT_ESM_CLASS_….
    uint8_t esm_class;
    // Protocol identifier; network specific. SMPPKIT_PROTOCOL_ID_….
    uint8_t protocol_id;
    // Priority of the message. SMPPKIT_PRIORITY_FLAG_….
    uint8_t priority_flag;
    // When to deliver; empty for now. Empty, or 16 characters.
    smppkit_octets schedule_delivery_time;
    // Until when to try; empty for the default of the MC. Empty, or 16 characters.
    smppkit_octets validity_period;
    // Which receipts and acknowledgements are wanted. SMPPKIT_REGISTERED_DELIVERY_….
    uint8_t registered_delivery;
    // 1: replace a message of the same addresses and service that is still waiting.
    uint8_t replace_if_present_flag;
    // Encoding of the message text. SMPPKIT_DATA_CODING_….
    uint8_t data_coding;
    // Number of a canned message of the MC; 0 for none.
    uint8_t sm_default_msg_id;
    // Message text or data, up to 254 octets (3.3: 160; 5.0: 255); its length octet sm_length is implied.
    smppkit_octets short_message;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_deliver_sm;
#define SMPPKIT_DELIVER_SM_INIT \
    { sizeof(smppkit_deliver_sm), SMPPKIT_DELIVER_SM, SMPPKIT_NO_OCTETS, 0, 0, SMPPKIT_NO_OCTETS, 0, 0, SMPPKIT_NO_OCTETS, 0, 0, 0, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, 0, 0, 0, 0, SMPPKIT_NO_OCTETS, SMPPKIT_NO_TLVS }

// Answers deliver_sm (3.3 §6.3.5.2; 3.4 §4.6.2; 5.0 §4.3.1.2).
typedef struct smppkit_deliver_sm_resp {
    uint32_t struct_size;
    uint32_t command_id;
    // Not used: leave it empty. Up to 64 octets; 8 in 3.3.
    smppkit_octets message_id;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_deliver_sm_resp;
#define SMPPKIT_DELIVER_SM_RESP_INIT \
    { sizeof(smppkit_deliver_sm_resp), SMPPKIT_DELIVER_SM_RESP, SMPPKIT_NO_OCTETS, SMPPKIT_NO_TLVS }

// Hands a message over, its text in message_payload (3.4 §4.7.1; 5.0 §4.2.2.1).
typedef struct smppkit_data_sm {
    uint32_t struct_size;
    uint32_t command_id;
    // SMS application service that the message belongs to; empty for the default. Up to 5 octets.
    smppkit_octets service_type;
    // Type of number of source_addr. SMPPKIT_TON_….
    uint8_t source_addr_ton;
    // Numbering plan of source_addr. SMPPKIT_NPI_….
    uint8_t source_addr_npi;
    // Address of the sender. Up to 64 octets.
    smppkit_octets source_addr;
    // Type of number of destination_addr. SMPPKIT_TON_….
    uint8_t dest_addr_ton;
    // Numbering plan of destination_addr. SMPPKIT_NPI_….
    uint8_t dest_addr_npi;
    // Address of the recipient. Up to 64 octets.
    smppkit_octets destination_addr;
    // Messaging mode, message type and GSM features. SMPPKIT_ESM_CLASS_….
    uint8_t esm_class;
    // Which receipts and acknowledgements are wanted. SMPPKIT_REGISTERED_DELIVERY_….
    uint8_t registered_delivery;
    // Encoding of the message text. SMPPKIT_DATA_CODING_….
    uint8_t data_coding;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_data_sm;
#define SMPPKIT_DATA_SM_INIT \
    { sizeof(smppkit_data_sm), SMPPKIT_DATA_SM, SMPPKIT_NO_OCTETS, 0, 0, SMPPKIT_NO_OCTETS, 0, 0, SMPPKIT_NO_OCTETS, 0, 0, 0, SMPPKIT_NO_TLVS }

// Answers data_sm (3.4 §4.7.2; 5.0 §4.2.2.2).
typedef struct smppkit_data_sm_resp {
    uint32_t struct_size;
    uint32_t command_id;
    // Id that the MC gave to the message. Up to 64 octets.
    smppkit_octets message_id;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_data_sm_resp;
#define SMPPKIT_DATA_SM_RESP_INIT \
    { sizeof(smppkit_data_sm_resp), SMPPKIT_DATA_SM_RESP, SMPPKIT_NO_OCTETS, SMPPKIT_NO_TLVS }

// Asks for the state of a message (3.3 §6.3.6.2; 3.4 §4.8.1; 5.0 §4.5.2.1).
typedef struct smppkit_query_sm {
    uint32_t struct_size;
    uint32_t command_id;
    // Id that the MC gave to the message. Up to 64 octets; 8 in 3.3.
    smppkit_octets message_id;
    // Type of number of source_addr. SMPPKIT_TON_….
    uint8_t source_addr_ton;
    // Numbering plan of source_addr. SMPPKIT_NPI_….
    uint8_t source_addr_npi;
    // Address of the sender. Up to 20 octets.
    smppkit_octets source_addr;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_query_sm;
#define SMPPKIT_QUERY_SM_INIT \
    { sizeof(smppkit_query_sm), SMPPKIT_QUERY_SM, SMPPKIT_NO_OCTETS, 0, 0, SMPPKIT_NO_OCTETS, SMPPKIT_NO_TLVS }

// Answers query_sm (3.3 §6.3.6.3; 3.4 §4.8.2; 5.0 §4.5.2.2).
typedef struct smppkit_query_sm_resp {
    uint32_t struct_size;
    uint32_t command_id;
    // Id of the message that was asked about. Up to 64 octets; 8 in 3.3.
    smppkit_octets message_id;
    // When the message reached its final state; empty until then. Empty, 16 characters, or (but in 5.0) 12.
    smppkit_octets final_date;
    // State of the message. SMPPKIT_MESSAGE_STATE_….
    uint8_t message_state;
    // Error of the network or the MC; 0 for none.
    uint8_t error_code;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_query_sm_resp;
#define SMPPKIT_QUERY_SM_RESP_INIT \
    { sizeof(smppkit_query_sm_resp), SMPPKIT_QUERY_SM_RESP, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, 0, 0, SMPPKIT_NO_TLVS }

// Cancels messages that were not delivered yet (3.3 §6.3.7.1; 3.4 §4.9.1; 5.0 §4.5.1.1).
typedef struct smppkit_cancel_sm {
    uint32_t struct_size;
    uint32_t command_id;
    // SMS application service that the message belongs to; empty for the default. Up to 5 octets.
    smppkit_octets service_type;
    // Id that the MC gave to the message. Up to 64 octets; 8 in 3.3.
    smppkit_octets message_id;
    // Type of number of source_addr. SMPPKIT_TON_….
    uint8_t source_addr_ton;
    // Numbering plan of source_addr. SMPPKIT_NPI_….
    uint8_t source_addr_npi;
    // Address of the sender. Up to 20 octets.
    smppkit_octets source_addr;
    // Type of number of destination_addr. SMPPKIT_TON_….
    uint8_t dest_addr_ton;
    // Numbering plan of destination_addr. SMPPKIT_NPI_….
    uint8_t dest_addr_npi;
    // Address of the recipient. Up to 20 octets.
    smppkit_octets destination_addr;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_cancel_sm;
#define SMPPKIT_CANCEL_SM_INIT \
    { sizeof(smppkit_cancel_sm), SMPPKIT_CANCEL_SM, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, 0, 0, SMPPKIT_NO_OCTETS, 0, 0, SMPPKIT_NO_OCTETS, SMPPKIT_NO_TLVS }

// Answers cancel_sm (3.3 §6.3.7.2; 3.4 §4.9.2; 5.0 §4.5.1.2).
typedef struct smppkit_cancel_sm_resp {
    uint32_t struct_size;
    uint32_t command_id;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_cancel_sm_resp;
#define SMPPKIT_CANCEL_SM_RESP_INIT \
    { sizeof(smppkit_cancel_sm_resp), SMPPKIT_CANCEL_SM_RESP, SMPPKIT_NO_TLVS }

// Replaces the text of a message that was not delivered yet (3.3 §6.3.8.1; 3.4 §4.10.1; 5.0 §4.5.3.1).
typedef struct smppkit_replace_sm {
    uint32_t struct_size;
    uint32_t command_id;
    // Id that the MC gave to the message. Up to 64 octets; 8 in 3.3.
    smppkit_octets message_id;
    // Type of number of source_addr. SMPPKIT_TON_….
    uint8_t source_addr_ton;
    // Numbering plan of source_addr. SMPPKIT_NPI_….
    uint8_t source_addr_npi;
    // Address of the sender. Up to 20 octets.
    smppkit_octets source_addr;
    // When to deliver; empty for now. Empty, or 16 characters.
    smppkit_octets schedule_delivery_time;
    // Until when to try; empty for the default of the MC. Empty, or 16 characters.
    smppkit_octets validity_period;
    // Which receipts and acknowledgements are wanted. SMPPKIT_REGISTERED_DELIVERY_….
    uint8_t registered_delivery;
    // Number of a canned message of the MC; 0 for none.
    uint8_t sm_default_msg_id;
    // Message text or data, up to 254 octets (3.3: 160; 5.0: 255); its length octet sm_length is implied.
    smppkit_octets short_message;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_replace_sm;
#define SMPPKIT_REPLACE_SM_INIT \
    { sizeof(smppkit_replace_sm), SMPPKIT_REPLACE_SM, SMPPKIT_NO_OCTETS, 0, 0, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, 0, 0, SMPPKIT_NO_OCTETS, SMPPKIT_NO_TLVS }

// Answers replace_sm (3.3 §6.3.8.2; 3.4 §4.10.2; 5.0 §4.5.3.2).
typedef struct smppkit_replace_sm_resp {
    uint32_t struct_size;
    uint32_t command_id;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_replace_sm_resp;
#define SMPPKIT_REPLACE_SM_RESP_INIT \
    { sizeof(smppkit_replace_sm_resp), SMPPKIT_REPLACE_SM_RESP, SMPPKIT_NO_TLVS }

// Tells the ESME that a subscriber can be reached again (3.4 §4.12.1; 5.0 §4.1.3.1). It has no response.
typedef struct smppkit_alert_notification {
    uint32_t struct_size;
    uint32_t command_id;
    // Type of number of source_addr. SMPPKIT_TON_….
    uint8_t source_addr_ton;
    // Numbering plan of source_addr. SMPPKIT_NPI_….
    uint8_t source_addr_npi;
    // Address of the sender. Up to 64 octets.
    smppkit_octets source_addr;
    // Type of number of esme_addr. SMPPKIT_TON_….
    uint8_t esme_addr_ton;
    // Numbering plan of esme_addr. SMPPKIT_NPI_….
    uint8_t esme_addr_npi;
    // Address of the ESME that asked for the alert. Up to 64 octets.
    smppkit_octets esme_addr;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_alert_notification;
#define SMPPKIT_ALERT_NOTIFICATION_INIT \
    { sizeof(smppkit_alert_notification), SMPPKIT_ALERT_NOTIFICATION, 0, 0, SMPPKIT_NO_OCTETS, 0, 0, SMPPKIT_NO_OCTETS, SMPPKIT_NO_TLVS }

// Hands a message to the MC for broadcast in areas (5.0 §4.4.1.1).
typedef struct smppkit_broadcast_sm {
    uint32_t struct_size;
    uint32_t command_id;
    // SMS application service that the message belongs to; empty for the default. Up to 5 octets.
    smppkit_octets service_type;
    // Type of number of source_addr. SMPPKIT_TON_….
    uint8_t source_addr_ton;
    // Numbering plan of source_addr. SMPPKIT_NPI_….
    uint8_t source_addr_npi;
    // Address of the sender. Up to 20 octets.
    smppkit_octets source_addr;
    // Id that the MC gave to the message. Up to 64 octets.
    smppkit_octets message_id;
    // Priority of the message. SMPPKIT_PRIORITY_FLAG_….
    uint8_t priority_flag;
    // When to deliver; empty for now. Empty, or 16 characters.
    smppkit_octets schedule_delivery_time;
    // Until when to try; empty for the default of the MC. Empty, or 16 characters.
    smppkit_octets validity_period;
    // 1: replace a message of the same addresses and service that is still waiting.
    uint8_t replace_if_present_flag;
    // Encoding of the message text. SMPPKIT_DATA_CODING_….
    uint8_t data_coding;
    // Number of a canned message of the MC; 0 for none.
    uint8_t sm_default_msg_id;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_broadcast_sm;
#define SMPPKIT_BROADCAST_SM_INIT \
    { sizeof(smppkit_broadcast_sm), SMPPKIT_BROADCAST_SM, SMPPKIT_NO_OCTETS, 0, 0, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, 0, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, 0, 0, 0, SMPPKIT_NO_TLVS }

// Answers broadcast_sm (5.0 §4.4.1.2).
typedef struct smppkit_broadcast_sm_resp {
    uint32_t struct_size;
    uint32_t command_id;
    // Id that the MC gave to the message. Up to 64 octets.
    smppkit_octets message_id;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_broadcast_sm_resp;
#define SMPPKIT_BROADCAST_SM_RESP_INIT \
    { sizeof(smppkit_broadcast_sm_resp), SMPPKIT_BROADCAST_SM_RESP, SMPPKIT_NO_OCTETS, SMPPKIT_NO_TLVS }

// Asks for the state of a broadcast (5.0 §4.6.1.1).
typedef struct smppkit_query_broadcast_sm {
    uint32_t struct_size;
    uint32_t command_id;
    // Id that the MC gave to the message. Up to 64 octets.
    smppkit_octets message_id;
    // Type of number of source_addr. SMPPKIT_TON_….
    uint8_t source_addr_ton;
    // Numbering plan of source_addr. SMPPKIT_NPI_….
    uint8_t source_addr_npi;
    // Address of the sender. Up to 20 octets.
    smppkit_octets source_addr;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_query_broadcast_sm;
#define SMPPKIT_QUERY_BROADCAST_SM_INIT \
    { sizeof(smppkit_query_broadcast_sm), SMPPKIT_QUERY_BROADCAST_SM, SMPPKIT_NO_OCTETS, 0, 0, SMPPKIT_NO_OCTETS, SMPPKIT_NO_TLVS }

// Answers query_broadcast_sm (5.0 §4.6.1.3).
typedef struct smppkit_query_broadcast_sm_resp {
    uint32_t struct_size;
    uint32_t command_id;
    // Id that the MC gave to the message. Up to 64 octets.
    smppkit_octets message_id;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_query_broadcast_sm_resp;
#define SMPPKIT_QUERY_BROADCAST_SM_RESP_INIT \
    { sizeof(smppkit_query_broadcast_sm_resp), SMPPKIT_QUERY_BROADCAST_SM_RESP, SMPPKIT_NO_OCTETS, SMPPKIT_NO_TLVS }

// Cancels a broadcast (5.0 §4.6.2.1).
typedef struct smppkit_cancel_broadcast_sm {
    uint32_t struct_size;
    uint32_t command_id;
    // SMS application service that the message belongs to; empty for the default. Up to 5 octets.
    smppkit_octets service_type;
    // Id that the MC gave to the message. Up to 64 octets.
    smppkit_octets message_id;
    // Type of number of source_addr. SMPPKIT_TON_….
    uint8_t source_addr_ton;
    // Numbering plan of source_addr. SMPPKIT_NPI_….
    uint8_t source_addr_npi;
    // Address of the sender. Up to 20 octets.
    smppkit_octets source_addr;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_cancel_broadcast_sm;
#define SMPPKIT_CANCEL_BROADCAST_SM_INIT \
    { sizeof(smppkit_cancel_broadcast_sm), SMPPKIT_CANCEL_BROADCAST_SM, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, 0, 0, SMPPKIT_NO_OCTETS, SMPPKIT_NO_TLVS }

// Answers cancel_broadcast_sm (5.0 §4.6.2.3).
typedef struct smppkit_cancel_broadcast_sm_resp {
    uint32_t struct_size;
    uint32_t command_id;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_cancel_broadcast_sm_resp;
#define SMPPKIT_CANCEL_BROADCAST_SM_RESP_INIT \
    { sizeof(smppkit_cancel_broadcast_sm_resp), SMPPKIT_CANCEL_BROADCAST_SM_RESP, SMPPKIT_NO_TLVS }

// Asks for the value of a parameter of the MC (3.3 §6.3.10.1).
typedef struct smppkit_param_retrieve {
    uint32_t struct_size;
    uint32_t command_id;
    // Name of the parameter. Up to 31 octets.
    smppkit_octets param_name;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_param_retrieve;
#define SMPPKIT_PARAM_RETRIEVE_INIT \
    { sizeof(smppkit_param_retrieve), SMPPKIT_PARAM_RETRIEVE, SMPPKIT_NO_OCTETS, SMPPKIT_NO_TLVS }

// Answers param_retrieve (3.3 §6.3.10.2).
typedef struct smppkit_param_retrieve_resp {
    uint32_t struct_size;
    uint32_t command_id;
    // Value of the parameter. Up to 100 octets.
    smppkit_octets param_value;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_param_retrieve_resp;
#define SMPPKIT_PARAM_RETRIEVE_RESP_INIT \
    { sizeof(smppkit_param_retrieve_resp), SMPPKIT_PARAM_RETRIEVE_RESP, SMPPKIT_NO_OCTETS, SMPPKIT_NO_TLVS }

// Asks for the ids of the last messages of an address (3.3 §6.3.6.5).
typedef struct smppkit_query_last_msgs {
    uint32_t struct_size;
    uint32_t command_id;
    // Type of number of source_addr. SMPPKIT_TON_….
    uint8_t source_addr_ton;
    // Numbering plan of source_addr. SMPPKIT_NPI_….
    uint8_t source_addr_npi;
    // Address of the sender. Up to 20 octets.
    smppkit_octets source_addr;
    // How many messages to report, up to 100.
    uint8_t num_messages;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_query_last_msgs;
#define SMPPKIT_QUERY_LAST_MSGS_INIT \
    { sizeof(smppkit_query_last_msgs), SMPPKIT_QUERY_LAST_MSGS, 0, 0, SMPPKIT_NO_OCTETS, 0, SMPPKIT_NO_TLVS }

// Answers query_last_msgs (3.3 §6.3.6.6).
typedef struct smppkit_query_last_msgs_resp {
    uint32_t struct_size;
    uint32_t command_id;
    // Ids of the messages, newest last; the octet number_msgs before them is implied.
    smppkit_message_ids message_details;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_query_last_msgs_resp;
#define SMPPKIT_QUERY_LAST_MSGS_RESP_INIT \
    { sizeof(smppkit_query_last_msgs_resp), SMPPKIT_QUERY_LAST_MSGS_RESP, SMPPKIT_NO_LIST, SMPPKIT_NO_TLVS }

// Asks for everything about a message (3.3 §6.3.6.8).
typedef struct smppkit_query_msg_details {
    uint32_t struct_size;
    uint32_t command_id;
    // Id of the message that is asked about. Up to 8 octets.
    smppkit_octets original_message_id;
    // Type of number of source_addr. SMPPKIT_TON_….
    uint8_t source_addr_ton;
    // Numbering plan of source_addr. SMPPKIT_NPI_….
    uint8_t source_addr_npi;
    // Address of the sender. Up to 20 octets.
    smppkit_octets source_addr;
    // How many octets of the text are wanted.
    uint8_t sm_length;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_query_msg_details;
#define SMPPKIT_QUERY_MSG_DETAILS_INIT \
    { sizeof(smppkit_query_msg_details), SMPPKIT_QUERY_MSG_DETAILS, SMPPKIT_NO_OCTETS, 0, 0, SMPPKIT_NO_OCTETS, 0, SMPPKIT_NO_TLVS }

// Answers query_msg_details (3.3 §6.3.6.9).
typedef struct smppkit_query_msg_details_resp {
    uint32_t struct_size;
    uint32_t command_id;
    // SMS application service that the message belongs to; empty for the default. Up to 5 octets.
    smppkit_octets service_type;
    // Type of number of source_addr. SMPPKIT_TON_….
    uint8_t source_addr_ton;
    // Numbering plan of source_addr. SMPPKIT_NPI_….
    uint8_t source_addr_npi;
    // Address of the sender. Up to 20 octets.
    smppkit_octets source_addr;
    // Destinations: addresses and distribution lists; the octet number_of_dests before them is implied.
    smppkit_dest_addresses dest_address;
    // Protocol identifier; network specific. SMPPKIT_PROTOCOL_ID_….
    uint8_t protocol_id;
    // Priority of the message. SMPPKIT_PRIORITY_FLAG_….
    uint8_t priority_flag;
    // When to deliver; empty for now. Empty, or 16 characters.
    smppkit_octets schedule_delivery_time;
    // Until when to try; empty for the default of the MC. Empty, or 16 characters.
    smppkit_octets validity_period;
    // Which receipts and acknowledgements are wanted. SMPPKIT_REGISTERED_DELIVERY_….
    uint8_t registered_delivery;
    // Encoding of the message text. SMPPKIT_DATA_CODING_….
    uint8_t data_coding;
    // Message text or data, up to 254 octets (3.3: 160; 5.0: 255); its length octet sm_length is implied.
    smppkit_octets short_message;
    // Id of the message. Up to 8 octets.
    smppkit_octets msgid;
    // When the message reached its final state; empty until then. Empty, 16 characters, or (but in 5.0) 12.
    smppkit_octets final_date;
    // State of the message. SMPPKIT_MESSAGE_STATE_….
    uint8_t message_status;
    // Error of the network or the MC; 0 for none.
    uint8_t error_code;
    // TLVs, and whatever else follows the fields.
    smppkit_tlvs tlvs;
} smppkit_query_msg_details_resp;
#define SMPPKIT_QUERY_MSG_DETAILS_RESP_INIT \
    { sizeof(smppkit_query_msg_details_resp), SMPPKIT_QUERY_MSG_DETAILS_RESP, SMPPKIT_NO_OCTETS, 0, 0, SMPPKIT_NO_OCTETS, SMPPKIT_NO_LIST, 0, 0, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, 0, 0, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, 0, 0, SMPPKIT_NO_TLVS }

// A PDU that no version knows: whatever its command_id is.
typedef struct smppkit_unknown_pdu {
    uint32_t struct_size;
    uint32_t command_id;
    // All that follows the header.
    smppkit_octets body;
} smppkit_unknown_pdu;
#define SMPPKIT_UNKNOWN_PDU_INIT { sizeof(smppkit_unknown_pdu), 0, SMPPKIT_NO_OCTETS }

// What every PDU struct begins with.
typedef struct smppkit_any_pdu {
    uint32_t struct_size;
    uint32_t command_id;
} smppkit_any_pdu;

// Any PDU: any.command_id says which.
typedef union smppkit_pdu {
    smppkit_any_pdu any;
    smppkit_unknown_pdu unknown;
    smppkit_bind_receiver bind_receiver;
    smppkit_bind_receiver_resp bind_receiver_resp;
    smppkit_bind_transmitter bind_transmitter;
    smppkit_bind_transmitter_resp bind_transmitter_resp;
    smppkit_bind_transceiver bind_transceiver;
    smppkit_bind_transceiver_resp bind_transceiver_resp;
    smppkit_outbind outbind;
    smppkit_unbind unbind;
    smppkit_unbind_resp unbind_resp;
    smppkit_enquire_link enquire_link;
    smppkit_enquire_link_resp enquire_link_resp;
    smppkit_generic_nack generic_nack;
    smppkit_submit_sm submit_sm;
    smppkit_submit_sm_resp submit_sm_resp;
    smppkit_submit_multi submit_multi;
    smppkit_submit_multi_resp submit_multi_resp;
    smppkit_deliver_sm deliver_sm;
    smppkit_deliver_sm_resp deliver_sm_resp;
    smppkit_data_sm data_sm;
    smppkit_data_sm_resp data_sm_resp;
    smppkit_query_sm query_sm;
    smppkit_query_sm_resp query_sm_resp;
    smppkit_cancel_sm cancel_sm;
    smppkit_cancel_sm_resp cancel_sm_resp;
    smppkit_replace_sm replace_sm;
    smppkit_replace_sm_resp replace_sm_resp;
    smppkit_alert_notification alert_notification;
    smppkit_broadcast_sm broadcast_sm;
    smppkit_broadcast_sm_resp broadcast_sm_resp;
    smppkit_query_broadcast_sm query_broadcast_sm;
    smppkit_query_broadcast_sm_resp query_broadcast_sm_resp;
    smppkit_cancel_broadcast_sm cancel_broadcast_sm;
    smppkit_cancel_broadcast_sm_resp cancel_broadcast_sm_resp;
    smppkit_param_retrieve param_retrieve;
    smppkit_param_retrieve_resp param_retrieve_resp;
    smppkit_query_last_msgs query_last_msgs;
    smppkit_query_last_msgs_resp query_last_msgs_resp;
    smppkit_query_msg_details query_msg_details;
    smppkit_query_msg_details_resp query_msg_details_resp;
} smppkit_pdu;
#define SMPPKIT_PDU_INIT { { 0, 0 } }

// call(submit_sm, SUBMIT_SM), and likewise for every other PDU.
#define SMPPKIT_FOR_EACH_PDU(call) \
    call(bind_receiver, BIND_RECEIVER) \
    call(bind_receiver_resp, BIND_RECEIVER_RESP) \
    call(bind_transmitter, BIND_TRANSMITTER) \
    call(bind_transmitter_resp, BIND_TRANSMITTER_RESP) \
    call(bind_transceiver, BIND_TRANSCEIVER) \
    call(bind_transceiver_resp, BIND_TRANSCEIVER_RESP) \
    call(outbind, OUTBIND) \
    call(unbind, UNBIND) \
    call(unbind_resp, UNBIND_RESP) \
    call(enquire_link, ENQUIRE_LINK) \
    call(enquire_link_resp, ENQUIRE_LINK_RESP) \
    call(generic_nack, GENERIC_NACK) \
    call(submit_sm, SUBMIT_SM) \
    call(submit_sm_resp, SUBMIT_SM_RESP) \
    call(submit_multi, SUBMIT_MULTI) \
    call(submit_multi_resp, SUBMIT_MULTI_RESP) \
    call(deliver_sm, DELIVER_SM) \
    call(deliver_sm_resp, DELIVER_SM_RESP) \
    call(data_sm, DATA_SM) \
    call(data_sm_resp, DATA_SM_RESP) \
    call(query_sm, QUERY_SM) \
    call(query_sm_resp, QUERY_SM_RESP) \
    call(cancel_sm, CANCEL_SM) \
    call(cancel_sm_resp, CANCEL_SM_RESP) \
    call(replace_sm, REPLACE_SM) \
    call(replace_sm_resp, REPLACE_SM_RESP) \
    call(alert_notification, ALERT_NOTIFICATION) \
    call(broadcast_sm, BROADCAST_SM) \
    call(broadcast_sm_resp, BROADCAST_SM_RESP) \
    call(query_broadcast_sm, QUERY_BROADCAST_SM) \
    call(query_broadcast_sm_resp, QUERY_BROADCAST_SM_RESP) \
    call(cancel_broadcast_sm, CANCEL_BROADCAST_SM) \
    call(cancel_broadcast_sm_resp, CANCEL_BROADCAST_SM_RESP) \
    call(param_retrieve, PARAM_RETRIEVE) \
    call(param_retrieve_resp, PARAM_RETRIEVE_RESP) \
    call(query_last_msgs, QUERY_LAST_MSGS) \
    call(query_last_msgs_resp, QUERY_LAST_MSGS_RESP) \
    call(query_msg_details, QUERY_MSG_DETAILS) \
    call(query_msg_details_resp, QUERY_MSG_DETAILS_RESP)

// ---- The library and your compiler agree on where everything is

#ifdef __cplusplus
#define SMPPKIT_ASSERT(truth) static_assert(truth, "the library has another layout")
#else
#define SMPPKIT_ASSERT(truth) _Static_assert(truth, "the library has another layout")
#endif
#define SMPPKIT_AT(type, member, with_8_octets, with_4_octets) \
    SMPPKIT_ASSERT(offsetof(type, member) == (sizeof(void *) == 8 ? (with_8_octets) : (with_4_octets)))

SMPPKIT_AT(smppkit_bind_receiver, tlvs, 80, 44);
SMPPKIT_AT(smppkit_bind_receiver_resp, tlvs, 24, 16);
SMPPKIT_AT(smppkit_bind_transmitter, tlvs, 80, 44);
SMPPKIT_AT(smppkit_bind_transmitter_resp, tlvs, 24, 16);
SMPPKIT_AT(smppkit_bind_transceiver, tlvs, 80, 44);
SMPPKIT_AT(smppkit_bind_transceiver_resp, tlvs, 24, 16);
SMPPKIT_AT(smppkit_outbind, tlvs, 40, 24);
SMPPKIT_AT(smppkit_unbind, tlvs, 8, 8);
SMPPKIT_AT(smppkit_unbind_resp, tlvs, 8, 8);
SMPPKIT_AT(smppkit_enquire_link, tlvs, 8, 8);
SMPPKIT_AT(smppkit_enquire_link_resp, tlvs, 8, 8);
SMPPKIT_AT(smppkit_generic_nack, tlvs, 8, 8);
SMPPKIT_AT(smppkit_submit_sm, tlvs, 136, 72);
SMPPKIT_AT(smppkit_submit_sm_resp, tlvs, 24, 16);
SMPPKIT_AT(smppkit_submit_multi, tlvs, 144, 76);
SMPPKIT_AT(smppkit_submit_multi_resp, tlvs, 56, 32);
SMPPKIT_AT(smppkit_deliver_sm, tlvs, 136, 72);
SMPPKIT_AT(smppkit_deliver_sm_resp, tlvs, 24, 16);
SMPPKIT_AT(smppkit_data_sm, tlvs, 80, 44);
SMPPKIT_AT(smppkit_data_sm_resp, tlvs, 24, 16);
SMPPKIT_AT(smppkit_query_sm, tlvs, 48, 28);
SMPPKIT_AT(smppkit_query_sm_resp, tlvs, 48, 28);
SMPPKIT_AT(smppkit_cancel_sm, tlvs, 88, 48);
SMPPKIT_AT(smppkit_cancel_sm_resp, tlvs, 8, 8);
SMPPKIT_AT(smppkit_replace_sm, tlvs, 104, 56);
SMPPKIT_AT(smppkit_replace_sm_resp, tlvs, 8, 8);
SMPPKIT_AT(smppkit_alert_notification, tlvs, 56, 32);
SMPPKIT_AT(smppkit_broadcast_sm, tlvs, 112, 60);
SMPPKIT_AT(smppkit_broadcast_sm_resp, tlvs, 24, 16);
SMPPKIT_AT(smppkit_query_broadcast_sm, tlvs, 48, 28);
SMPPKIT_AT(smppkit_query_broadcast_sm_resp, tlvs, 24, 16);
SMPPKIT_AT(smppkit_cancel_broadcast_sm, tlvs, 64, 36);
SMPPKIT_AT(smppkit_cancel_broadcast_sm_resp, tlvs, 8, 8);
SMPPKIT_AT(smppkit_param_retrieve, tlvs, 24, 16);
SMPPKIT_AT(smppkit_param_retrieve_resp, tlvs, 24, 16);
SMPPKIT_AT(smppkit_query_last_msgs, tlvs, 40, 24);
SMPPKIT_AT(smppkit_query_last_msgs_resp, tlvs, 40, 24);
SMPPKIT_AT(smppkit_query_msg_details, tlvs, 56, 32);
SMPPKIT_AT(smppkit_query_msg_details_resp, tlvs, 184, 96);

#endif // SMPPKIT_PDUS_H
