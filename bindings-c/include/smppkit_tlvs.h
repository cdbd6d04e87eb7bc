// smppkit_tlvs.h: each TLV of 3.4 and 5.0 by its name. Included by smppkit.h.
// Made by tests/header.rs from the core's tables; do not edit.
//
// smppkit_tlv_NAME makes a TLV to be sent; a string or octets in it must live until it was encoded.
// smppkit_get_NAME gives the value of the first such TLV of a PDU: SMPPKIT_E_NOT_FOUND if there is none,
// SMPPKIT_E_UNREADABLE if it has other octets. One that may be there several times is found with smppkit_tlvs_next.
#ifndef SMPPKIT_TLVS_H
#define SMPPKIT_TLVS_H

// Where in the destination device the message goes (3.4 §5.3.2.1; 5.0 §4.8.4.23).
static inline smppkit_tlv smppkit_tlv_dest_addr_subunit(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_DEST_ADDR_SUBUNIT, value);
}
static inline int32_t smppkit_get_dest_addr_subunit(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_DEST_ADDR_SUBUNIT, value);
}

// Network type of the destination (3.4 §5.3.2.3; 5.0 §4.8.4.26).
static inline smppkit_tlv smppkit_tlv_dest_network_type(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_DEST_NETWORK_TYPE, value);
}
static inline int32_t smppkit_get_dest_network_type(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_DEST_NETWORK_TYPE, value);
}

// Bearer over which to deliver (3.4 §5.3.2.5; 5.0 §4.8.4.24).
static inline smppkit_tlv smppkit_tlv_dest_bearer_type(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_DEST_BEARER_TYPE, value);
}
static inline int32_t smppkit_get_dest_bearer_type(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_DEST_BEARER_TYPE, value);
}

// Telematic interworking at the destination (3.4 §5.3.2.7; 5.0 §4.8.4.29).
// protocol_id: The protocol identifier of GSM.
// reserved: 0.
static inline smppkit_tlv smppkit_tlv_dest_telematics_id(uint8_t protocol_id, uint8_t reserved)
{
    smppkit_tlv tlv = { SMPPKIT_TLV_DEST_TELEMATICS_ID, 2, 0, { protocol_id, reserved, 0, 0 },
        SMPPKIT_NO_OCTETS };
    return tlv;
}
static inline int32_t smppkit_get_dest_telematics_id(const smppkit_tlvs *tlvs, uint8_t *protocol_id,
    uint8_t *reserved)
{
    smppkit_tlv_part parts[2];
    int32_t result = smppkit_tlvs_get_parts(tlvs, SMPPKIT_TLV_DEST_TELEMATICS_ID, parts, 2);
    if (result == SMPPKIT_OK) {
        *protocol_id = (uint8_t)parts[0].number;
        *reserved = (uint8_t)parts[1].number;
    }
    return result;
}

// Where in the originating device the message was made (3.4 §5.3.2.2; 5.0 §4.8.4.54).
static inline smppkit_tlv smppkit_tlv_source_addr_subunit(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_SOURCE_ADDR_SUBUNIT, value);
}
static inline int32_t smppkit_get_source_addr_subunit(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_SOURCE_ADDR_SUBUNIT, value);
}

// Network type of the originator (3.4 §5.3.2.4; 5.0 §4.8.4.57).
static inline smppkit_tlv smppkit_tlv_source_network_type(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_SOURCE_NETWORK_TYPE, value);
}
static inline int32_t smppkit_get_source_network_type(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_SOURCE_NETWORK_TYPE, value);
}

// Bearer of the originator (3.4 §5.3.2.6; 5.0 §4.8.4.55).
static inline smppkit_tlv smppkit_tlv_source_bearer_type(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_SOURCE_BEARER_TYPE, value);
}
static inline int32_t smppkit_get_source_bearer_type(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_SOURCE_BEARER_TYPE, value);
}

// Telematic interworking of the originator (3.4 §5.3.2.8; 5.0 §4.8.4.61).
static inline smppkit_tlv smppkit_tlv_source_telematics_id(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_SOURCE_TELEMATICS_ID, value);
}
static inline int32_t smppkit_get_source_telematics_id(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_SOURCE_TELEMATICS_ID, value);
}

// How long the MC keeps the message undelivered, in seconds (3.4 §5.3.2.9; 5.0 §4.8.4.46).
static inline smppkit_tlv smppkit_tlv_qos_time_to_live(uint32_t value)
{
    return smppkit_tlv_u32(SMPPKIT_TLV_QOS_TIME_TO_LIVE, value);
}
static inline int32_t smppkit_get_qos_time_to_live(const smppkit_tlvs *tlvs, uint32_t *value)
{
    return smppkit_tlvs_get_u32(tlvs, SMPPKIT_TLV_QOS_TIME_TO_LIVE, value);
}

// Higher-layer protocol of the payload (3.4 §5.3.2.10; 5.0 §4.8.4.44).
static inline smppkit_tlv smppkit_tlv_payload_type(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_PAYLOAD_TYPE, value);
}
static inline int32_t smppkit_get_payload_type(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_PAYLOAD_TYPE, value);
}

// Text that explains a status, for people (3.4 §5.3.2.11; 5.0 §4.8.4.1).
static inline smppkit_tlv smppkit_tlv_additional_status_info_text(smppkit_octets value)
{
    return smppkit_tlv_string(SMPPKIT_TLV_ADDITIONAL_STATUS_INFO_TEXT, value);
}
static inline int32_t smppkit_get_additional_status_info_text(const smppkit_tlvs *tlvs, smppkit_octets *value)
{
    return smppkit_tlvs_get_string(tlvs, SMPPKIT_TLV_ADDITIONAL_STATUS_INFO_TEXT, value);
}

// Id of the message that a receipt is about (3.4 §5.3.2.12; 5.0 §4.8.4.47).
static inline smppkit_tlv smppkit_tlv_receipted_message_id(smppkit_octets value)
{
    return smppkit_tlv_string(SMPPKIT_TLV_RECEIPTED_MESSAGE_ID, value);
}
static inline int32_t smppkit_get_receipted_message_id(const smppkit_tlvs *tlvs, smppkit_octets *value)
{
    return smppkit_tlvs_get_string(tlvs, SMPPKIT_TLV_RECEIPTED_MESSAGE_ID, value);
}

// Message waiting indication (3.4 §5.3.2.13; 5.0 §4.8.4.40).
static inline smppkit_tlv smppkit_tlv_ms_msg_wait_facilities(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_MS_MSG_WAIT_FACILITIES, value);
}
static inline int32_t smppkit_get_ms_msg_wait_facilities(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_MS_MSG_WAIT_FACILITIES, value);
}

// Level of privacy (3.4 §5.3.2.14; 5.0 §4.8.4.45).
static inline smppkit_tlv smppkit_tlv_privacy_indicator(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_PRIVACY_INDICATOR, value);
}
static inline int32_t smppkit_get_privacy_indicator(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_PRIVACY_INDICATOR, value);
}

// Subaddress of the originator (3.4 §5.3.2.15; 5.0 §4.8.4.60).
// subaddress_type: What kind of subaddress it is.
// subaddress: The subaddress, 1 to 22 octets.
static inline smppkit_tlv smppkit_tlv_source_subaddress(uint8_t subaddress_type, smppkit_octets subaddress)
{
    smppkit_tlv tlv = { SMPPKIT_TLV_SOURCE_SUBADDRESS, 1, 0, { subaddress_type, 0, 0, 0 },
        SMPPKIT_NO_OCTETS };
    tlv.value = subaddress;
    return tlv;
}
static inline int32_t smppkit_get_source_subaddress(const smppkit_tlvs *tlvs, uint8_t *subaddress_type,
    smppkit_octets *subaddress)
{
    smppkit_tlv_part parts[2];
    int32_t result = smppkit_tlvs_get_parts(tlvs, SMPPKIT_TLV_SOURCE_SUBADDRESS, parts, 2);
    if (result == SMPPKIT_OK) {
        *subaddress_type = (uint8_t)parts[0].number;
        *subaddress = parts[1].octets;
    }
    return result;
}

// Subaddress of the destination (3.4 §5.3.2.16; 5.0 §4.8.4.28).
// subaddress_type: What kind of subaddress it is.
// subaddress: The subaddress, 1 to 22 octets.
static inline smppkit_tlv smppkit_tlv_dest_subaddress(uint8_t subaddress_type, smppkit_octets subaddress)
{
    smppkit_tlv tlv = { SMPPKIT_TLV_DEST_SUBADDRESS, 1, 0, { subaddress_type, 0, 0, 0 }, SMPPKIT_NO_OCTETS };
    tlv.value = subaddress;
    return tlv;
}
static inline int32_t smppkit_get_dest_subaddress(const smppkit_tlvs *tlvs, uint8_t *subaddress_type,
    smppkit_octets *subaddress)
{
    smppkit_tlv_part parts[2];
    int32_t result = smppkit_tlvs_get_parts(tlvs, SMPPKIT_TLV_DEST_SUBADDRESS, parts, 2);
    if (result == SMPPKIT_OK) {
        *subaddress_type = (uint8_t)parts[0].number;
        *subaddress = parts[1].octets;
    }
    return result;
}

// Reference that the ESME chose for the message (3.4 §5.3.2.17; 5.0 §4.8.4.62).
static inline smppkit_tlv smppkit_tlv_user_message_reference(uint16_t value)
{
    return smppkit_tlv_u16(SMPPKIT_TLV_USER_MESSAGE_REFERENCE, value);
}
static inline int32_t smppkit_get_user_message_reference(const smppkit_tlvs *tlvs, uint16_t *value)
{
    return smppkit_tlvs_get_u16(tlvs, SMPPKIT_TLV_USER_MESSAGE_REFERENCE, value);
}

// Response code of the user (3.4 §5.3.2.18; 5.0 §4.8.4.63).
static inline smppkit_tlv smppkit_tlv_user_response_code(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_USER_RESPONSE_CODE, value);
}
static inline int32_t smppkit_get_user_response_code(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_USER_RESPONSE_CODE, value);
}

// Application port of the originator (3.4 §5.3.2.20; 5.0 §4.8.4.59).
static inline smppkit_tlv smppkit_tlv_source_port(uint16_t value)
{
    return smppkit_tlv_u16(SMPPKIT_TLV_SOURCE_PORT, value);
}
static inline int32_t smppkit_get_source_port(const smppkit_tlvs *tlvs, uint16_t *value)
{
    return smppkit_tlvs_get_u16(tlvs, SMPPKIT_TLV_SOURCE_PORT, value);
}

// Application port of the destination (3.4 §5.3.2.21; 5.0 §4.8.4.30).
static inline smppkit_tlv smppkit_tlv_dest_port(uint16_t value)
{
    return smppkit_tlv_u16(SMPPKIT_TLV_DEST_PORT, value);
}
static inline int32_t smppkit_get_dest_port(const smppkit_tlvs *tlvs, uint16_t *value)
{
    return smppkit_tlvs_get_u16(tlvs, SMPPKIT_TLV_DEST_PORT, value);
}

// Reference that all segments of a long message share (3.4 §5.3.2.22; 5.0 §4.8.4.48).
static inline smppkit_tlv smppkit_tlv_sar_msg_ref_num(uint16_t value)
{
    return smppkit_tlv_u16(SMPPKIT_TLV_SAR_MSG_REF_NUM, value);
}
static inline int32_t smppkit_get_sar_msg_ref_num(const smppkit_tlvs *tlvs, uint16_t *value)
{
    return smppkit_tlvs_get_u16(tlvs, SMPPKIT_TLV_SAR_MSG_REF_NUM, value);
}

// Language of the text (3.4 §5.3.2.19; 5.0 §4.8.4.35).
static inline smppkit_tlv smppkit_tlv_language_indicator(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_LANGUAGE_INDICATOR, value);
}
static inline int32_t smppkit_get_language_indicator(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_LANGUAGE_INDICATOR, value);
}

// Number of segments of the long message, 1 to 255 (3.4 §5.3.2.23; 5.0 §4.8.4.50).
static inline smppkit_tlv smppkit_tlv_sar_total_segments(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_SAR_TOTAL_SEGMENTS, value);
}
static inline int32_t smppkit_get_sar_total_segments(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_SAR_TOTAL_SEGMENTS, value);
}

// Number of this segment, from 1 (3.4 §5.3.2.24; 5.0 §4.8.4.49).
static inline smppkit_tlv smppkit_tlv_sar_segment_seqnum(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_SAR_SEGMENT_SEQNUM, value);
}
static inline int32_t smppkit_get_sar_segment_seqnum(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_SAR_SEGMENT_SEQNUM, value);
}

// SMPP version of the MC (3.4 §5.3.2.25; 5.0 §4.8.4.51).
static inline smppkit_tlv smppkit_tlv_sc_interface_version(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_SC_INTERFACE_VERSION, value);
}
static inline int32_t smppkit_get_sc_interface_version(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_SC_INTERFACE_VERSION, value);
}

// Presentation and screening of the callback number (3.4 §5.3.2.37; 5.0 §4.8.4.17).
static inline smppkit_tlv smppkit_tlv_callback_num_pres_ind(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_CALLBACK_NUM_PRES_IND, value);
}
static inline int32_t smppkit_get_callback_num_pres_ind(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_CALLBACK_NUM_PRES_IND, value);
}

// Name shown with the callback number (3.4 §5.3.2.38; 5.0 §4.8.4.16).
// data_coding: The encoding of the text.
// text: The text, up to 64 octets.
static inline smppkit_tlv smppkit_tlv_callback_num_atag(uint8_t data_coding, smppkit_octets text)
{
    smppkit_tlv tlv = { SMPPKIT_TLV_CALLBACK_NUM_ATAG, 1, 0, { data_coding, 0, 0, 0 }, SMPPKIT_NO_OCTETS };
    tlv.value = text;
    return tlv;
}
static inline int32_t smppkit_get_callback_num_atag(const smppkit_tlvs *tlvs, uint8_t *data_coding,
    smppkit_octets *text)
{
    smppkit_tlv_part parts[2];
    int32_t result = smppkit_tlvs_get_parts(tlvs, SMPPKIT_TLV_CALLBACK_NUM_ATAG, parts, 2);
    if (result == SMPPKIT_OK) {
        *data_coding = (uint8_t)parts[0].number;
        *text = parts[1].octets;
    }
    return result;
}

// Number of messages waiting, 0 to 99 (3.4 §5.3.2.39; 5.0 §4.8.4.43).
static inline smppkit_tlv smppkit_tlv_number_of_messages(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_NUMBER_OF_MESSAGES, value);
}
static inline int32_t smppkit_get_number_of_messages(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_NUMBER_OF_MESSAGES, value);
}

// Number to call back (3.4 §5.3.2.36; 5.0 §4.8.4.15).
// digit_mode: How the digits are written; they are ASCII whatever it says.
// ton: Type of number.
// npi: Numbering plan.
// digits: The digits, 1 to 16.
static inline smppkit_tlv smppkit_tlv_callback_num(uint8_t digit_mode, uint8_t ton, uint8_t npi,
    smppkit_octets digits)
{
    smppkit_tlv tlv = { SMPPKIT_TLV_CALLBACK_NUM, 3, 0, { digit_mode, ton, npi, 0 }, SMPPKIT_NO_OCTETS };
    tlv.value = digits;
    return tlv;
}
static inline int32_t smppkit_get_callback_num(const smppkit_tlvs *tlvs, uint8_t *digit_mode, uint8_t *ton,
    uint8_t *npi, smppkit_octets *digits)
{
    smppkit_tlv_part parts[4];
    int32_t result = smppkit_tlvs_get_parts(tlvs, SMPPKIT_TLV_CALLBACK_NUM, parts, 4);
    if (result == SMPPKIT_OK) {
        *digit_mode = (uint8_t)parts[0].number;
        *ton = (uint8_t)parts[1].number;
        *npi = (uint8_t)parts[2].number;
        *digits = parts[3].octets;
    }
    return result;
}

// Whether the delivery pending flag was set (3.4 §5.3.2.28; 5.0 §4.8.4.32).
static inline smppkit_tlv smppkit_tlv_dpf_result(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_DPF_RESULT, value);
}
static inline int32_t smppkit_get_dpf_result(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_DPF_RESULT, value);
}

// Asks to set the delivery pending flag (3.4 §5.3.2.29; 5.0 §4.8.4.52).
static inline smppkit_tlv smppkit_tlv_set_dpf(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_SET_DPF, value);
}
static inline int32_t smppkit_get_set_dpf(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_SET_DPF, value);
}

// Whether the mobile station can be reached (3.4 §5.3.2.30; 5.0 §4.8.4.39).
static inline smppkit_tlv smppkit_tlv_ms_availability_status(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_MS_AVAILABILITY_STATUS, value);
}
static inline int32_t smppkit_get_ms_availability_status(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_MS_AVAILABILITY_STATUS, value);
}

// Error code of the network (3.4 §5.3.2.31; 5.0 §4.8.4.42).
// network_type: The kind of network, which decides what the code means.
// error_code: The error.
static inline smppkit_tlv smppkit_tlv_network_error_code(uint8_t network_type, uint16_t error_code)
{
    smppkit_tlv tlv = { SMPPKIT_TLV_NETWORK_ERROR_CODE, 3, 0, { network_type, (uint8_t)(error_code >> 8),
        (uint8_t)error_code, 0 }, SMPPKIT_NO_OCTETS };
    return tlv;
}
static inline int32_t smppkit_get_network_error_code(const smppkit_tlvs *tlvs, uint8_t *network_type,
    uint16_t *error_code)
{
    smppkit_tlv_part parts[2];
    int32_t result = smppkit_tlvs_get_parts(tlvs, SMPPKIT_TLV_NETWORK_ERROR_CODE, parts, 2);
    if (result == SMPPKIT_OK) {
        *network_type = (uint8_t)parts[0].number;
        *error_code = (uint16_t)parts[1].number;
    }
    return result;
}

// The message text or data, up to 65535 octets, in place of short_message (3.4 §5.3.2.32; 5.0 §4.8.4.36).
static inline smppkit_tlv smppkit_tlv_message_payload(smppkit_octets value)
{
    return smppkit_tlv_octets(SMPPKIT_TLV_MESSAGE_PAYLOAD, value);
}
static inline int32_t smppkit_get_message_payload(const smppkit_tlvs *tlvs, smppkit_octets *value)
{
    return smppkit_tlvs_get_octets(tlvs, SMPPKIT_TLV_MESSAGE_PAYLOAD, value);
}

// Why delivery failed (3.4 §5.3.2.33; 5.0 §4.8.4.19).
static inline smppkit_tlv smppkit_tlv_delivery_failure_reason(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_DELIVERY_FAILURE_REASON, value);
}
static inline int32_t smppkit_get_delivery_failure_reason(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_DELIVERY_FAILURE_REASON, value);
}

// More messages for the same destination follow (3.4 §5.3.2.34; 5.0 §4.8.4.38).
static inline smppkit_tlv smppkit_tlv_more_messages_to_send(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_MORE_MESSAGES_TO_SEND, value);
}
static inline int32_t smppkit_get_more_messages_to_send(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_MORE_MESSAGES_TO_SEND, value);
}

// State of the message in a receipt (3.4 §5.3.2.35; 5.0 §4.8.4.37).
static inline smppkit_tlv smppkit_tlv_message_state(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_MESSAGE_STATE, value);
}
static inline int32_t smppkit_get_message_state(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_MESSAGE_STATE, value);
}

// How congested the sender is, 0 to 100 (5.0 §4.8.4.18).
static inline smppkit_tlv smppkit_tlv_congestion_state(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_CONGESTION_STATE, value);
}
static inline int32_t smppkit_get_congestion_state(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_CONGESTION_STATE, value);
}

// USSD operation (3.4 §5.3.2.44; 5.0 §4.8.4.64).
static inline smppkit_tlv smppkit_tlv_ussd_service_op(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_USSD_SERVICE_OP, value);
}
static inline int32_t smppkit_get_ussd_service_op(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_USSD_SERVICE_OP, value);
}

// Cell broadcast channel (5.0 §4.8.4.7).
static inline smppkit_tlv smppkit_tlv_broadcast_channel_indicator(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_BROADCAST_CHANNEL_INDICATOR, value);
}
static inline int32_t smppkit_get_broadcast_channel_indicator(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_BROADCAST_CHANNEL_INDICATOR, value);
}

// Kind of content that is broadcast (5.0 §4.8.4.8).
// network: Who defines the content types.
// content_type: The content type.
static inline smppkit_tlv smppkit_tlv_broadcast_content_type(uint8_t network, uint16_t content_type)
{
    smppkit_tlv tlv = { SMPPKIT_TLV_BROADCAST_CONTENT_TYPE, 3, 0, { network, (uint8_t)(content_type >> 8),
        (uint8_t)content_type, 0 }, SMPPKIT_NO_OCTETS };
    return tlv;
}
static inline int32_t smppkit_get_broadcast_content_type(const smppkit_tlvs *tlvs, uint8_t *network,
    uint16_t *content_type)
{
    smppkit_tlv_part parts[2];
    int32_t result = smppkit_tlvs_get_parts(tlvs, SMPPKIT_TLV_BROADCAST_CONTENT_TYPE, parts, 2);
    if (result == SMPPKIT_OK) {
        *network = (uint8_t)parts[0].number;
        *content_type = (uint16_t)parts[1].number;
    }
    return result;
}

// More about the content type (5.0 §4.8.4.6).
static inline smppkit_tlv smppkit_tlv_broadcast_content_type_info(smppkit_octets value)
{
    return smppkit_tlv_octets(SMPPKIT_TLV_BROADCAST_CONTENT_TYPE_INFO, value);
}
static inline int32_t smppkit_get_broadcast_content_type_info(const smppkit_tlvs *tlvs, smppkit_octets *value)
{
    return smppkit_tlvs_get_octets(tlvs, SMPPKIT_TLV_BROADCAST_CONTENT_TYPE_INFO, value);
}

// Class of the broadcast message (5.0 §4.8.4.12).
static inline smppkit_tlv smppkit_tlv_broadcast_message_class(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_BROADCAST_MESSAGE_CLASS, value);
}
static inline int32_t smppkit_get_broadcast_message_class(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_BROADCAST_MESSAGE_CLASS, value);
}

// How often the broadcast is repeated (5.0 §4.8.4.13).
static inline smppkit_tlv smppkit_tlv_broadcast_rep_num(uint16_t value)
{
    return smppkit_tlv_u16(SMPPKIT_TLV_BROADCAST_REP_NUM, value);
}
static inline int32_t smppkit_get_broadcast_rep_num(const smppkit_tlvs *tlvs, uint16_t *value)
{
    return smppkit_tlvs_get_u16(tlvs, SMPPKIT_TLV_BROADCAST_REP_NUM, value);
}

// Time between repetitions (5.0 §4.8.4.11).
// unit: The unit.
// count: How many units.
static inline smppkit_tlv smppkit_tlv_broadcast_frequency_interval(uint8_t unit, uint16_t count)
{
    smppkit_tlv tlv = { SMPPKIT_TLV_BROADCAST_FREQUENCY_INTERVAL, 3, 0, { unit, (uint8_t)(count >> 8),
        (uint8_t)count, 0 }, SMPPKIT_NO_OCTETS };
    return tlv;
}
static inline int32_t smppkit_get_broadcast_frequency_interval(const smppkit_tlvs *tlvs, uint8_t *unit,
    uint16_t *count)
{
    smppkit_tlv_part parts[2];
    int32_t result = smppkit_tlvs_get_parts(tlvs, SMPPKIT_TLV_BROADCAST_FREQUENCY_INTERVAL, parts, 2);
    if (result == SMPPKIT_OK) {
        *unit = (uint8_t)parts[0].number;
        *count = (uint16_t)parts[1].number;
    }
    return result;
}

// Area of the broadcast (5.0 §4.8.4.4).
// format: How the area is described.
// details: The area: a name, or a shape; up to 100 octets.
static inline smppkit_tlv smppkit_tlv_broadcast_area_identifier(uint8_t format, smppkit_octets details)
{
    smppkit_tlv tlv = { SMPPKIT_TLV_BROADCAST_AREA_IDENTIFIER, 1, 0, { format, 0, 0, 0 }, SMPPKIT_NO_OCTETS };
    tlv.value = details;
    return tlv;
}
static inline int32_t smppkit_get_broadcast_area_identifier(const smppkit_tlvs *tlvs, uint8_t *format,
    smppkit_octets *details)
{
    smppkit_tlv_part parts[2];
    int32_t result = smppkit_tlvs_get_parts(tlvs, SMPPKIT_TLV_BROADCAST_AREA_IDENTIFIER, parts, 2);
    if (result == SMPPKIT_OK) {
        *format = (uint8_t)parts[0].number;
        *details = parts[1].octets;
    }
    return result;
}

// Status for one broadcast area (5.0 §4.8.4.10).
static inline smppkit_tlv smppkit_tlv_broadcast_error_status(uint32_t value)
{
    return smppkit_tlv_u32(SMPPKIT_TLV_BROADCAST_ERROR_STATUS, value);
}
static inline int32_t smppkit_get_broadcast_error_status(const smppkit_tlvs *tlvs, uint32_t *value)
{
    return smppkit_tlvs_get_u32(tlvs, SMPPKIT_TLV_BROADCAST_ERROR_STATUS, value);
}

// Percentage of an area in which the broadcast succeeded; 255: not known (5.0 §4.8.4.5).
static inline smppkit_tlv smppkit_tlv_broadcast_area_success(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_BROADCAST_AREA_SUCCESS, value);
}
static inline int32_t smppkit_get_broadcast_area_success(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_BROADCAST_AREA_SUCCESS, value);
}

// When the broadcast ended (5.0 §4.8.4.9).
static inline smppkit_tlv smppkit_tlv_broadcast_end_time(smppkit_octets value)
{
    return smppkit_tlv_string(SMPPKIT_TLV_BROADCAST_END_TIME, value);
}
static inline int32_t smppkit_get_broadcast_end_time(const smppkit_tlvs *tlvs, smppkit_octets *value)
{
    return smppkit_tlvs_get_string(tlvs, SMPPKIT_TLV_BROADCAST_END_TIME, value);
}

// Group of services (5.0 §4.8.4.14).
static inline smppkit_tlv smppkit_tlv_broadcast_service_group(smppkit_octets value)
{
    return smppkit_tlv_octets(SMPPKIT_TLV_BROADCAST_SERVICE_GROUP, value);
}
static inline int32_t smppkit_get_broadcast_service_group(const smppkit_tlvs *tlvs, smppkit_octets *value)
{
    return smppkit_tlvs_get_octets(tlvs, SMPPKIT_TLV_BROADCAST_SERVICE_GROUP, value);
}

// Billing data (5.0 §4.8.4.3).
// format: How the data are laid out.
// data: The data, up to 1023 octets.
static inline smppkit_tlv smppkit_tlv_billing_identification(uint8_t format, smppkit_octets data)
{
    smppkit_tlv tlv = { SMPPKIT_TLV_BILLING_IDENTIFICATION, 1, 0, { format, 0, 0, 0 }, SMPPKIT_NO_OCTETS };
    tlv.value = data;
    return tlv;
}
static inline int32_t smppkit_get_billing_identification(const smppkit_tlvs *tlvs, uint8_t *format,
    smppkit_octets *data)
{
    smppkit_tlv_part parts[2];
    int32_t result = smppkit_tlvs_get_parts(tlvs, SMPPKIT_TLV_BILLING_IDENTIFICATION, parts, 2);
    if (result == SMPPKIT_OK) {
        *format = (uint8_t)parts[0].number;
        *data = parts[1].octets;
    }
    return result;
}

// Network of the originator (5.0 §4.8.4.56).
static inline smppkit_tlv smppkit_tlv_source_network_id(smppkit_octets value)
{
    return smppkit_tlv_string(SMPPKIT_TLV_SOURCE_NETWORK_ID, value);
}
static inline int32_t smppkit_get_source_network_id(const smppkit_tlvs *tlvs, smppkit_octets *value)
{
    return smppkit_tlvs_get_string(tlvs, SMPPKIT_TLV_SOURCE_NETWORK_ID, value);
}

// Network of the destination (5.0 §4.8.4.25).
static inline smppkit_tlv smppkit_tlv_dest_network_id(smppkit_octets value)
{
    return smppkit_tlv_string(SMPPKIT_TLV_DEST_NETWORK_ID, value);
}
static inline int32_t smppkit_get_dest_network_id(const smppkit_tlvs *tlvs, smppkit_octets *value)
{
    return smppkit_tlvs_get_string(tlvs, SMPPKIT_TLV_DEST_NETWORK_ID, value);
}

// Node of the originator, six digits (5.0 §4.8.4.58).
static inline smppkit_tlv smppkit_tlv_source_node_id(smppkit_octets value)
{
    return smppkit_tlv_octets(SMPPKIT_TLV_SOURCE_NODE_ID, value);
}
static inline int32_t smppkit_get_source_node_id(const smppkit_tlvs *tlvs, smppkit_octets *value)
{
    return smppkit_tlvs_get_octets(tlvs, SMPPKIT_TLV_SOURCE_NODE_ID, value);
}

// Node of the destination, six digits (5.0 §4.8.4.27).
static inline smppkit_tlv smppkit_tlv_dest_node_id(smppkit_octets value)
{
    return smppkit_tlv_octets(SMPPKIT_TLV_DEST_NODE_ID, value);
}
static inline int32_t smppkit_get_dest_node_id(const smppkit_tlvs *tlvs, smppkit_octets *value)
{
    return smppkit_tlvs_get_octets(tlvs, SMPPKIT_TLV_DEST_NODE_ID, value);
}

// Whether number portability was looked up (5.0 §4.8.4.22).
static inline smppkit_tlv smppkit_tlv_dest_addr_np_resolution(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_DEST_ADDR_NP_RESOLUTION, value);
}
static inline int32_t smppkit_get_dest_addr_np_resolution(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_DEST_ADDR_NP_RESOLUTION, value);
}

// Number portability information (5.0 §4.8.4.21).
static inline smppkit_tlv smppkit_tlv_dest_addr_np_information(smppkit_octets value)
{
    return smppkit_tlv_octets(SMPPKIT_TLV_DEST_ADDR_NP_INFORMATION, value);
}
static inline int32_t smppkit_get_dest_addr_np_information(const smppkit_tlvs *tlvs, smppkit_octets *value)
{
    return smppkit_tlvs_get_octets(tlvs, SMPPKIT_TLV_DEST_ADDR_NP_INFORMATION, value);
}

// E.164 country code of the ported number (5.0 §4.8.4.20).
static inline smppkit_tlv smppkit_tlv_dest_addr_np_country(smppkit_octets value)
{
    return smppkit_tlv_octets(SMPPKIT_TLV_DEST_ADDR_NP_COUNTRY, value);
}
static inline int32_t smppkit_get_dest_addr_np_country(const smppkit_tlvs *tlvs, smppkit_octets *value)
{
    return smppkit_tlvs_get_octets(tlvs, SMPPKIT_TLV_DEST_ADDR_NP_COUNTRY, value);
}

// How long to display the message (3.4 §5.3.2.26; 5.0 §4.8.4.31).
static inline smppkit_tlv smppkit_tlv_display_time(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_DISPLAY_TIME, value);
}
static inline int32_t smppkit_get_display_time(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_DISPLAY_TIME, value);
}

// Alerting signal (3.4 §5.3.2.40; 5.0 §4.8.4.53).
static inline smppkit_tlv smppkit_tlv_sms_signal(uint16_t value)
{
    return smppkit_tlv_u16(SMPPKIT_TLV_SMS_SIGNAL, value);
}
static inline int32_t smppkit_get_sms_signal(const smppkit_tlvs *tlvs, uint16_t *value)
{
    return smppkit_tlvs_get_u16(tlvs, SMPPKIT_TLV_SMS_SIGNAL, value);
}

// Validity on the handset; the longer form is of 5.0 (3.4 §5.3.2.27; 5.0 §4.8.4.41).
// behaviour: What the handset does with the message.
static inline smppkit_tlv smppkit_tlv_ms_validity(uint8_t behaviour)
{
    smppkit_tlv tlv = { SMPPKIT_TLV_MS_VALIDITY, 1, 0, { behaviour, 0, 0, 0 }, SMPPKIT_NO_OCTETS };
    return tlv;
}
// behaviour: What the handset does with the message.
// unit: The unit of time.
// count: How many units.
static inline smppkit_tlv smppkit_tlv_ms_validity_full(uint8_t behaviour, uint8_t unit, uint16_t count)
{
    smppkit_tlv tlv = { SMPPKIT_TLV_MS_VALIDITY, 4, 0, { behaviour, unit, (uint8_t)(count >> 8),
        (uint8_t)count }, SMPPKIT_NO_OCTETS };
    return tlv;
}

// Asks the handset to alert on delivery; may have no value (3.4 §5.3.2.41; 5.0 §4.8.4.2).
static inline smppkit_tlv smppkit_tlv_alert_on_message_delivery(void)
{
    smppkit_tlv tlv = { SMPPKIT_TLV_ALERT_ON_MESSAGE_DELIVERY, 0, 0, { 0, 0, 0, 0 }, SMPPKIT_NO_OCTETS };
    return tlv;
}
// alert: How the handset alerts; missing: as it usually does.
static inline smppkit_tlv smppkit_tlv_alert_on_message_delivery_full(uint8_t alert)
{
    smppkit_tlv tlv = { SMPPKIT_TLV_ALERT_ON_MESSAGE_DELIVERY, 1, 0, { alert, 0, 0, 0 }, SMPPKIT_NO_OCTETS };
    return tlv;
}

// Kind of reply to an interactive session (3.4 §5.3.2.42; 5.0 §4.8.4.33).
static inline smppkit_tlv smppkit_tlv_its_reply_type(uint8_t value)
{
    return smppkit_tlv_u8(SMPPKIT_TLV_ITS_REPLY_TYPE, value);
}
static inline int32_t smppkit_get_its_reply_type(const smppkit_tlvs *tlvs, uint8_t *value)
{
    return smppkit_tlvs_get_u8(tlvs, SMPPKIT_TLV_ITS_REPLY_TYPE, value);
}

// Session of an interactive teleservice (3.4 §5.3.2.43; 5.0 §4.8.4.34).
// session_number: Which session.
// sequence: Which dialogue unit in it, and whether it is the last.
static inline smppkit_tlv smppkit_tlv_its_session_info(uint8_t session_number, uint8_t sequence)
{
    smppkit_tlv tlv = { SMPPKIT_TLV_ITS_SESSION_INFO, 2, 0, { session_number, sequence, 0, 0 },
        SMPPKIT_NO_OCTETS };
    return tlv;
}
static inline int32_t smppkit_get_its_session_info(const smppkit_tlvs *tlvs, uint8_t *session_number,
    uint8_t *sequence)
{
    smppkit_tlv_part parts[2];
    int32_t result = smppkit_tlvs_get_parts(tlvs, SMPPKIT_TLV_ITS_SESSION_INFO, parts, 2);
    if (result == SMPPKIT_OK) {
        *session_number = (uint8_t)parts[0].number;
        *sequence = (uint8_t)parts[1].number;
    }
    return result;
}

#endif // SMPPKIT_TLVS_H
