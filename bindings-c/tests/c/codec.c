// PDUs, TLVs, lists, names and texts, as a program uses them.
#include "check.h"

static uint8_t out[4096];
static size_t len;
static smppkit_error error = SMPPKIT_ERROR_INIT;
static smppkit_decoded decoded = SMPPKIT_DECODED_INIT;

// Encodes a PDU and decodes what came of it.
static void there_and_back(const void *pdu)
{
    OK(smppkit_encode(0, 7, pdu, out, sizeof out, &len, &error));
    OK(smppkit_decode(out, len, &decoded, &error));
    CHECK(!decoded.faulty);
    SAME(decoded.header.command_length, len);
    SAME(decoded.header.sequence_number, 7);
}

static void the_library_is_that_of_the_header(void)
{
    CHECK(strcmp(smppkit_version(), SMPPKIT_VERSION) == 0);
    SAME(smppkit_abi(), SMPPKIT_ABI);
}

static void fields_arrive_as_they_were_set(void)
{
    smppkit_submit_sm pdu = SMPPKIT_SUBMIT_SM_INIT;
    pdu.service_type = smppkit_string("CMT");
    pdu.source_addr_ton = SMPPKIT_TON_ALPHANUMERIC;
    pdu.source_addr = smppkit_string("Example");
    pdu.dest_addr_npi = SMPPKIT_NPI_ISDN;
    pdu.destination_addr = smppkit_string("447700900123");
    pdu.esm_class = SMPPKIT_ESM_CLASS_UDHI;
    pdu.validity_period = smppkit_string("000002000000000R");
    pdu.data_coding = SMPPKIT_DATA_CODING_UCS2;
    pdu.short_message = smppkit_octets_of("\0h\0i", 4);
    there_and_back(&pdu);

    const smppkit_submit_sm *back = &decoded.pdu.submit_sm;
    SAME(decoded.header.command_id, SMPPKIT_SUBMIT_SM);
    SAME(back->struct_size, sizeof *back);
    SAME(back->command_id, SMPPKIT_SUBMIT_SM);
    TEXT(back->service_type, "CMT");
    SAME(back->source_addr_ton, SMPPKIT_TON_ALPHANUMERIC);
    SAME(back->source_addr_npi, 0);
    TEXT(back->source_addr, "Example");
    SAME(back->dest_addr_npi, SMPPKIT_NPI_ISDN);
    TEXT(back->destination_addr, "447700900123");
    SAME(back->esm_class, SMPPKIT_ESM_CLASS_UDHI);
    TEXT(back->schedule_delivery_time, "");
    TEXT(back->validity_period, "000002000000000R");
    SAME(back->data_coding, SMPPKIT_DATA_CODING_UCS2);
    SAME(back->short_message.len, 4);
    CHECK(memcmp(back->short_message.ptr, "\0h\0i", 4) == 0);
    // What was decoded points into the frame.
    CHECK(back->source_addr.ptr > out && back->source_addr.ptr < out + len);
}

static void what_begins_with_init_is_empty_and_speaks_3_4(void)
{
    smppkit_bind_transceiver bind = SMPPKIT_BIND_TRANSCEIVER_INIT;
    there_and_back(&bind);
    SAME(decoded.pdu.bind_transceiver.interface_version, SMPPKIT_V3_4);
    TEXT(decoded.pdu.bind_transceiver.password, "");
    SAME(len, 16 + 3 + 3 + 1);
}

static void a_pdu_that_nobody_knows_passes(void)
{
    smppkit_unknown_pdu pdu = SMPPKIT_UNKNOWN_PDU_INIT;
    pdu.command_id = 0x00010203;
    pdu.body = smppkit_string("anything");
    there_and_back(&pdu);
    SAME(decoded.pdu.any.command_id, 0x00010203);
    TEXT(decoded.pdu.unknown.body, "anything");
}

static void tlvs_are_made_and_read(void)
{
    smppkit_tlv tlvs[] = {
        smppkit_tlv_user_message_reference(7),
        smppkit_tlv_payload_type(SMPPKIT_PAYLOAD_TYPE_WCMP),
        smppkit_tlv_qos_time_to_live(70000),
        smppkit_tlv_receipted_message_id(smppkit_string("3f9a27c1")),
        smppkit_tlv_message_payload(smppkit_octets_of("\0\1\2", 3)),
        smppkit_tlv_network_error_code(SMPPKIT_NETWORK_ERROR_TYPE_GSM, 0x1234),
        smppkit_tlv_source_subaddress(SMPPKIT_SUBADDRESS_TYPE_USER_SPECIFIED, smppkit_string("12")),
        smppkit_tlv_alert_on_message_delivery(),
        smppkit_tlv_ms_validity_full(1, 2, 3),
        smppkit_tlv_string(0x1400, smppkit_string("1101456")),
    };
    smppkit_data_sm pdu = SMPPKIT_DATA_SM_INIT;
    pdu.tlvs = smppkit_tlvs_of(tlvs, sizeof tlvs / sizeof tlvs[0]);

    // Before and after: what was made reads as what arrived.
    there_and_back(&pdu);
    for (int arrived = 0; arrived < 2; arrived++) {
        const smppkit_tlvs *all = arrived ? &decoded.pdu.data_sm.tlvs : &pdu.tlvs;
        uint16_t reference = 0, code = 0;
        uint8_t octet = 0;
        uint32_t seconds = 0;
        smppkit_octets octets;
        OK(smppkit_get_user_message_reference(all, &reference));
        SAME(reference, 7);
        OK(smppkit_get_payload_type(all, &octet));
        SAME(octet, SMPPKIT_PAYLOAD_TYPE_WCMP);
        OK(smppkit_get_qos_time_to_live(all, &seconds));
        SAME(seconds, 70000);
        OK(smppkit_get_receipted_message_id(all, &octets));
        TEXT(octets, "3f9a27c1");
        OK(smppkit_get_message_payload(all, &octets));
        SAME(octets.len, 3);
        OK(smppkit_get_network_error_code(all, &octet, &code));
        SAME(octet, SMPPKIT_NETWORK_ERROR_TYPE_GSM);
        SAME(code, 0x1234);
        OK(smppkit_get_source_subaddress(all, &octet, &octets));
        SAME(octet, SMPPKIT_SUBADDRESS_TYPE_USER_SPECIFIED);
        TEXT(octets, "12");
        OK(smppkit_tlvs_get_string(all, 0x1400, &octets));
        TEXT(octets, "1101456");

        smppkit_tlv tlv, other;
        smppkit_tlv_part parts[3];
        size_t count = 0, seen = 0;
        OK(smppkit_tlvs_find(all, SMPPKIT_TLV_MS_VALIDITY, &tlv));
        OK(smppkit_tlv_parts(&tlv, parts, 3, &count));
        SAME(count, 3);
        SAME(parts[2].number, 3);
        GIVES(SMPPKIT_E_TOO_SMALL, smppkit_tlv_parts(&tlv, parts, 2, &count));
        SAME(count, 3);
        for (size_t at = 0; smppkit_tlvs_next(all, &at, &tlv) == SMPPKIT_OK; seen++) {
            SAME(tlv.tag, tlvs[seen].tag);
            OK(smppkit_tlvs_find(all, tlv.tag, &other));
            SAME(other.value.len, tlv.value.len);
        }
        SAME(seen, pdu.tlvs.count);

        // Not there, and not readable so.
        octet = 77;
        GIVES(SMPPKIT_E_NOT_FOUND, smppkit_get_message_state(all, &octet));
        GIVES(SMPPKIT_E_NOT_FOUND, smppkit_tlvs_find(all, 0x1401, &tlv));
        GIVES(SMPPKIT_E_UNREADABLE, smppkit_tlvs_get_u8(all, SMPPKIT_TLV_USER_MESSAGE_REFERENCE, &octet));
        GIVES(SMPPKIT_E_UNREADABLE, smppkit_tlvs_get_parts(all, 0x1400, parts, 3));
        SAME(octet, 77);
    }
}

static void a_relay_adds_a_tlv(void)
{
    smppkit_tlv tlvs[3] = { smppkit_tlv_u8(0x1401, 1), smppkit_tlv_octets(0x1402, smppkit_string("two")) };
    smppkit_deliver_sm pdu = SMPPKIT_DELIVER_SM_INIT;
    pdu.tlvs = smppkit_tlvs_of(tlvs, 2);
    there_and_back(&pdu);
    smppkit_deliver_sm relayed = decoded.pdu.deliver_sm;
    uint8_t frame[256];
    size_t frame_len = 0, count = 0;
    for (size_t at = 0; smppkit_tlvs_next(&relayed.tlvs, &at, &tlvs[count]) == SMPPKIT_OK;)
        count++;
    tlvs[count++] = smppkit_tlv_u16(0x1403, 3);
    relayed.tlvs = smppkit_tlvs_of(tlvs, count);
    OK(smppkit_encode(0, 8, &relayed, frame, sizeof frame, &frame_len, NULL));
    SAME(frame_len, len + 6);
    CHECK(memcmp(frame + 16, out + 16, len - 16) == 0);
    CHECK(memcmp(frame + len, "\x14\x03\0\2\0\3", 6) == 0);
}

static void lists_are_made_and_read(void)
{
    smppkit_dest_address dests[256];
    memset(dests, 0, sizeof dests);
    for (size_t i = 0; i < 256; i++) {
        dests[i].dest_flag = i % 2 ? 2 : 1;
        dests[i].dest_addr_ton = SMPPKIT_TON_INTERNATIONAL;
        dests[i].destination_addr = smppkit_string("447700900123");
        dests[i].dl_name = smppkit_string("friends");
    }
    smppkit_submit_multi multi = SMPPKIT_SUBMIT_MULTI_INIT;
    multi.dest_address.items = dests;
    multi.dest_address.count = 3;
    there_and_back(&multi);
    for (int arrived = 0; arrived < 2; arrived++) {
        const smppkit_dest_addresses *list =
            arrived ? &decoded.pdu.submit_multi.dest_address : &multi.dest_address;
        smppkit_dest_address dest;
        size_t seen = 0;
        SAME(list->count, 3);
        for (size_t at = 0; smppkit_dest_addresses_next(list, &at, &dest) == SMPPKIT_OK; seen++) {
            SAME(dest.dest_flag, dests[seen].dest_flag);
            if (dest.dest_flag == 1)
                TEXT(dest.destination_addr, "447700900123");
            else
                TEXT(dest.dl_name, "friends");
        }
        SAME(seen, 3);
    }
    // What was decoded encodes again, and is no longer a list if its octets or their number were changed.
    uint8_t again[256];
    size_t again_len = 0;
    OK(smppkit_encode(0, 7, &decoded.pdu, again, sizeof again, &again_len, NULL));
    SAME(again_len, len);
    CHECK(memcmp(again, out, len) == 0);
    decoded.pdu.submit_multi.dest_address.count = 4;
    GIVES(SMPPKIT_E_VALUE, smppkit_encode(0, 7, &decoded.pdu, again, sizeof again, &again_len, NULL));

    multi.dest_address.count = 256;
    GIVES(SMPPKIT_E_FIELD, smppkit_encode(0, 7, &multi, out, sizeof out, &len, &error));
    CHECK(strcmp(error.field, "dest_address") == 0);
    dests[1].dest_flag = 3;
    multi.dest_address.count = 2;
    GIVES(SMPPKIT_E_VALUE, smppkit_encode(0, 7, &multi, out, sizeof out, &len, &error));

    smppkit_unsuccess_sme failed[] = { { 1, 1, smppkit_string("447700900123"), SMPPKIT_ESME_RINVDSTADR } };
    smppkit_submit_multi_resp resp = SMPPKIT_SUBMIT_MULTI_RESP_INIT;
    resp.message_id = smppkit_string("1");
    resp.unsuccess_sme.items = failed;
    resp.unsuccess_sme.count = 1;
    there_and_back(&resp);
    smppkit_unsuccess_sme one;
    size_t at = 0;
    OK(smppkit_unsuccess_smes_next(&decoded.pdu.submit_multi_resp.unsuccess_sme, &at, &one));
    TEXT(one.destination_addr, "447700900123");
    SAME(one.error_status_code, SMPPKIT_ESME_RINVDSTADR);
    GIVES(SMPPKIT_E_NOT_FOUND,
        smppkit_unsuccess_smes_next(&decoded.pdu.submit_multi_resp.unsuccess_sme, &at, &one));

    smppkit_octets ids[] = { smppkit_string("1"), smppkit_string("2") };
    smppkit_query_last_msgs_resp last = SMPPKIT_QUERY_LAST_MSGS_RESP_INIT;
    last.message_details.items = ids;
    last.message_details.count = 2;
    there_and_back(&last);
    smppkit_octets id;
    at = 0;
    OK(smppkit_message_ids_next(&decoded.pdu.query_last_msgs_resp.message_details, &at, &id));
    TEXT(id, "1");
    OK(smppkit_message_ids_next(&decoded.pdu.query_last_msgs_resp.message_details, &at, &id));
    TEXT(id, "2");
}

static void faults_are_told_and_kept(void)
{
    // A submit_sm_resp whose message_id lacks its NUL.
    const uint8_t frame[] = { 0, 0, 0, 18, 0x80, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 1, '4', '2' };
    OK(smppkit_decode(frame, sizeof frame, &decoded, &error));
    SAME(decoded.faulty, 1);
    TEXT(decoded.pdu.submit_sm_resp.message_id, "42");
    OK(smppkit_fault(frame, sizeof frame, 0, &error));
    SAME(error.result, SMPPKIT_E_FIELD);
    SAME(error.command_id, SMPPKIT_SUBMIT_SM_RESP);
    SAME(error.command_status, SMPPKIT_ESME_RINVMSGID);
    SAME(error.offset, 16);
    CHECK(strcmp(error.field, "message_id") == 0);
    CHECK(strcmp(error.text, "submit_sm_resp.message_id: no NUL before the end of the PDU (offset 16)") == 0);
    GIVES(SMPPKIT_E_NOT_FOUND, smppkit_fault(frame, sizeof frame, 1, &error));

    // As it came, and mended.
    OK(smppkit_encode(0, 1, &decoded.pdu, out, sizeof out, &len, &error));
    SAME(len, sizeof frame);
    CHECK(memcmp(out, frame, len) == 0);
    GIVES(SMPPKIT_E_FIELD, smppkit_check(&decoded.pdu, SMPPKIT_V3_4, &error));
    smppkit_submit_sm_resp mended = SMPPKIT_SUBMIT_SM_RESP_INIT;
    mended.message_id = decoded.pdu.submit_sm_resp.message_id;
    OK(smppkit_check(&mended, SMPPKIT_V3_4, &error));
    OK(smppkit_encode(0, 1, &mended, out, sizeof out, &len, &error));
    SAME(len, sizeof frame + 1);

    // A submit_sm that ends behind its destination: a field that is set makes the body whole.
    const uint8_t cut[] = "\0\0\0\x17\0\0\0\x04\0\0\0\0\0\0\0\1\0\1\1\0\1\1";
    OK(smppkit_decode(cut, 0x17, &decoded, &error));
    SAME(decoded.faulty, 1);
    OK(smppkit_encode(0, 1, &decoded.pdu, out, sizeof out, &len, &error));
    SAME(len, 0x17);
    decoded.pdu.submit_sm.short_message = smppkit_string("Hello");
    OK(smppkit_encode(0, 1, &decoded.pdu, out, sizeof out, &len, &error));
    SAME(len, 16 + 17 + 5);
}

static void what_must_not_be_sent_is_told(void)
{
    smppkit_submit_sm pdu = SMPPKIT_SUBMIT_SM_INIT;
    pdu.source_addr = smppkit_string("123456789012345678901");
    GIVES(SMPPKIT_E_FIELD, smppkit_check(&pdu, SMPPKIT_V3_4, &error));
    CHECK(strcmp(error.field, "source_addr") == 0);
    SAME(error.command_status, SMPPKIT_ESME_RINVSRCADR);
    SAME(error.offset, 0);
    // It can be written all the same; a NUL cannot.
    OK(smppkit_encode(0, 1, &pdu, out, sizeof out, &len, &error));
    pdu.source_addr = smppkit_octets_of("12\0" "3", 4);
    GIVES(SMPPKIT_E_FIELD, smppkit_encode(0, 1, &pdu, out, sizeof out, &len, &error));
    CHECK(strstr(error.text, "submit_sm.source_addr: contains a NUL") != NULL);

    smppkit_broadcast_sm broadcast = SMPPKIT_BROADCAST_SM_INIT;
    GIVES(SMPPKIT_E_FIELD, smppkit_check(&broadcast, SMPPKIT_V5_0, &error));
    CHECK(strcmp(error.field, "tlvs") == 0);
    GIVES(SMPPKIT_E_FIELD, smppkit_check(&broadcast, SMPPKIT_V3_4, &error));
    CHECK(strcmp(error.field, "command_id") == 0);
}

static void streams_are_cut_into_pdus(void)
{
    const uint8_t stream[] = { 0, 0, 0, 16, 0, 0, 0, 0x15, 0, 0, 0, 0, 0, 0, 0, 1 };
    size_t frame_len = 99;
    OK(smppkit_frame_length(stream, 3, 70000, &frame_len, NULL));
    SAME(frame_len, 0);
    OK(smppkit_frame_length(stream, 4, 70000, &frame_len, NULL));
    SAME(frame_len, 16);
    GIVES(SMPPKIT_E_FRAME, smppkit_frame_length((const uint8_t *)"HTTP", 4, 70000, &frame_len, &error));
    CHECK(strcmp(error.text, "command_length is 1213486160, must be 16 to 70000") == 0);
    smppkit_header header;
    OK(smppkit_read_header(stream, sizeof stream, &header));
    SAME(header.command_id, SMPPKIT_ENQUIRE_LINK);
    GIVES(SMPPKIT_E_FRAME, smppkit_read_header(stream, 15, &header));
}

static void names_go_both_ways(void)
{
    uint32_t number = 0;
    uint16_t tag = 0;
    uint8_t value = 0;
    CHECK(strcmp(smppkit_command_name(SMPPKIT_SUBMIT_SM_RESP), "submit_sm_resp") == 0);
    CHECK(smppkit_command_name(0x12345678) == NULL);
    OK(smppkit_command_from_name("submit_sm_multi", &number));
    SAME(number, SMPPKIT_SUBMIT_MULTI);
    CHECK(strcmp(smppkit_status_name(0x58), "ESME_RTHROTTLED") == 0);
    CHECK(strcmp(smppkit_status_text(0), "Request succeeded.") == 0);
    CHECK(smppkit_status_name(0x12345678) == NULL && smppkit_status_text(0x12345678) == NULL);
    OK(smppkit_status_from_name("ESME_RINVOPTPARSTREAM", &number));
    SAME(number, SMPPKIT_ESME_RINVTLVSTREAM);
    SAME(smppkit_status_retry(SMPPKIT_ESME_RMSGQFUL), SMPPKIT_RETRY_TEMPORARY);
    SAME(smppkit_status_retry(SMPPKIT_ESME_ROK), SMPPKIT_RETRY_SUCCESS);
    CHECK(strcmp(smppkit_tlv_name(SMPPKIT_TLV_MESSAGE_PAYLOAD), "message_payload") == 0);
    OK(smppkit_tlv_from_name("message_payload", &tag));
    SAME(tag, SMPPKIT_TLV_MESSAGE_PAYLOAD);
    CHECK(strcmp(smppkit_value_name("data_coding", SMPPKIT_DATA_CODING_UCS2), "UCS2") == 0);
    CHECK(smppkit_value_name("data_coding", 0xF5) == NULL && smppkit_value_name("colour", 0) == NULL);
    OK(smppkit_value_from_name("ton", "ALPHANUMERIC", &value));
    SAME(value, SMPPKIT_TON_ALPHANUMERIC);
    GIVES(SMPPKIT_E_NOT_FOUND, smppkit_command_from_name("submit", &number));
    GIVES(SMPPKIT_E_NOT_FOUND, smppkit_status_from_name("", &number));
    GIVES(SMPPKIT_E_NOT_FOUND, smppkit_tlv_from_name("payload", &tag));
    GIVES(SMPPKIT_E_NOT_FOUND, smppkit_value_from_name("ton", "ISDN", &value));
    SAME(smppkit_tlv_allows_length(SMPPKIT_TLV_USER_MESSAGE_REFERENCE, 2), 1);
    SAME(smppkit_tlv_allows_length(SMPPKIT_TLV_USER_MESSAGE_REFERENCE, 3), 0);
    CHECK(strcmp(smppkit_error_text(SMPPKIT_E_TOO_SMALL), "the memory is too small") == 0);
    CHECK(strcmp(smppkit_error_text(12345), "unknown") == 0);
}

static void pdus_are_shown(void)
{
    char text[512];
    size_t text_len = 0;
    smppkit_tlv tlvs[] = { smppkit_tlv_string(0x1400, smppkit_string("hi")) };
    smppkit_deliver_sm_resp pdu = SMPPKIT_DELIVER_SM_RESP_INIT;
    pdu.tlvs = smppkit_tlvs_of(tlvs, 1);
    smppkit_tlv reference[] = { smppkit_tlv_user_message_reference(7) };
    smppkit_submit_sm submit = SMPPKIT_SUBMIT_SM_INIT;
    submit.destination_addr = smppkit_string("447700900123");
    submit.tlvs = smppkit_tlvs_of(reference, 1);
    OK(smppkit_show_pdu(&submit, SMPPKIT_SHOW_LINE, text, sizeof text, &text_len, NULL));
    CHECK(strcmp(text, "submit_sm destination_addr=\"447700900123\" user_message_reference=7") == 0);
    SAME(text_len, strlen(text));

    OK(smppkit_encode(0, 1, &pdu, out, sizeof out, &len, NULL));
    smppkit_vendor_tlv vendor[] = { { 0x1400, SMPPKIT_KIND_STRING, smppkit_string("greeting") } };
    OK(smppkit_show(out, len, SMPPKIT_SHOW_LINE, vendor, 1, text, sizeof text, &text_len, NULL));
    CHECK(strcmp(text, "deliver_sm_resp sequence_number=1 command_status=ESME_ROK greeting=\"hi\"") == 0);
    OK(smppkit_show(out, len, SMPPKIT_SHOW_TREE, NULL, 0, text, sizeof text, &text_len, NULL));
    CHECK(strchr(text, '\n') != NULL);

    // As much as fits, and a NUL.
    size_t whole = text_len;
    memset(text, '?', sizeof text);
    GIVES(SMPPKIT_E_TOO_SMALL, smppkit_show(out, len, SMPPKIT_SHOW_TREE, NULL, 0, text, 8, &text_len, NULL));
    SAME(text_len, whole + 1);
    CHECK(memcmp(text, "deliver\0?", 9) == 0);
    GIVES(SMPPKIT_E_TOO_SMALL, smppkit_show(out, len, SMPPKIT_SHOW_TREE, NULL, 0, NULL, 0, &text_len, NULL));
    SAME(text_len, whole + 1);
    vendor[0].kind = 6;
    GIVES(SMPPKIT_E_VALUE, smppkit_show(out, len, SMPPKIT_SHOW_LINE, vendor, 1, text, 8, &text_len, NULL));
    GIVES(SMPPKIT_E_VALUE, smppkit_show(out, len, 2, NULL, 0, text, 8, &text_len, NULL));
}

int main(void)
{
    the_library_is_that_of_the_header();
    fields_arrive_as_they_were_set();
    what_begins_with_init_is_empty_and_speaks_3_4();
    a_pdu_that_nobody_knows_passes();
    tlvs_are_made_and_read();
    a_relay_adds_a_tlv();
    lists_are_made_and_read();
    faults_are_told_and_kept();
    what_must_not_be_sent_is_told();
    streams_are_cut_into_pdus();
    names_go_both_ways();
    pdus_are_shown();
    return 0;
}
