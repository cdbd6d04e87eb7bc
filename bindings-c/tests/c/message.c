// Messages from C: texts, long messages, receipts, times, addresses.
#include "check.h"

static const uint64_t SECOND = 1000000000;

static smppkit_octets repeated(const char *text, size_t times, char *memory)
{
    memory[0] = '\0';
    for (size_t i = 0; i < times; i++)
        strcat(memory, text);
    return smppkit_string(memory);
}

// The octets of a PDU, in memory of exactly that size.
static uint8_t *encoded(const void *pdu, size_t *len)
{
    GIVES(SMPPKIT_E_TOO_SMALL, smppkit_encode(0, 1, pdu, NULL, 0, len, NULL));
    uint8_t *frame = exactly(*len);
    OK(smppkit_encode(0, 1, pdu, frame, *len, len, NULL));
    return frame;
}

static void addresses(void)
{
    smppkit_address address;
    smppkit_error error = SMPPKIT_ERROR_INIT;
    OK(smppkit_address_read(smppkit_string("+447700900123"), &address, NULL));
    SAME(address.ton, SMPPKIT_TON_INTERNATIONAL);
    SAME(address.npi, SMPPKIT_NPI_ISDN);
    TEXT(address.addr, "447700900123");
    OK(smppkit_address_read(smppkit_string("2/8:12"), &address, NULL));
    SAME(address.ton, 2);
    GIVES(SMPPKIT_E_ADDRESS, smppkit_address_read(smppkit_string(""), &address, &error));
    CHECK(strstr(error.text, "address") != NULL);
    GIVES(SMPPKIT_E_VALUE, smppkit_address_read(smppkit_string("\xFF"), &address, &error));
    GIVES(SMPPKIT_E_NULL, smppkit_address_read(smppkit_string("1"), NULL, &error));
    GIVES(SMPPKIT_E_NULL, smppkit_address_read(smppkit_octets_of(NULL, 1), &address, &error));
}

static void alphabets(void)
{
    uint8_t *out = exactly(3);
    size_t len = 0;
    smppkit_error error = SMPPKIT_ERROR_INIT;
    OK(smppkit_text_encode(SMPPKIT_ALPHABET_GSM7, smppkit_string("\xE2\x82\xAC@"), out, 3, &len, &error));
    SAME(len, 3);
    CHECK(memcmp(out, "\x1B\x65\x00", 3) == 0);
    char text[16];
    OK(smppkit_text_decode(SMPPKIT_ALPHABET_GSM7, smppkit_octets_of(out, 3), (uint8_t *)text, 16, &len, &error));
    TEXT(smppkit_octets_of(text, len), "\xE2\x82\xAC@");
    GIVES(SMPPKIT_E_TOO_SMALL, smppkit_text_encode(SMPPKIT_ALPHABET_UCS2, smppkit_string("ab"), out, 3, &len, &error));
    SAME(len, 4);
    SAME(error.needed, 4);
    GIVES(SMPPKIT_E_TOO_SMALL,
        smppkit_text_decode(SMPPKIT_ALPHABET_LATIN_1, smppkit_string("\xE9\xE9"), out, 3, &len, &error));
    SAME(len, 4);
    GIVES(SMPPKIT_E_TEXT, smppkit_text_encode(SMPPKIT_ALPHABET_ASCII, smppkit_string("\xC3\xA9"), out, 3, &len, &error));
    GIVES(SMPPKIT_E_VALUE, smppkit_text_encode(0, smppkit_string("a"), out, 3, &len, &error));
    GIVES(SMPPKIT_E_VALUE, smppkit_text_decode(13, smppkit_string("a"), out, 3, &len, &error));
    GIVES(SMPPKIT_E_VALUE, smppkit_text_encode(1, smppkit_string("\xE9"), out, 3, &len, &error));
    GIVES(SMPPKIT_E_NULL, smppkit_text_encode(1, smppkit_string("a"), NULL, 3, &len, &error));
    GIVES(SMPPKIT_E_NULL, smppkit_text_encode(1, smppkit_string("a"), out, 3, NULL, &error));
    free(out);
}

/* Kanji, and a syllable of Hangul: what SMPP calls JIS, ISO-2022-JP, Extended Kanji JIS and KS C 5601. */
static void alphabets_of_japan_and_korea(void)
{
    const struct {
        uint8_t alphabet;
        uint8_t data_coding;
        const char *text;
        const char *octets;
    } rows[] = {
        {SMPPKIT_ALPHABET_SHIFT_JIS, SMPPKIT_DATA_CODING_JIS, "\xE6\xBC\xA2", "\x8A\xBF"},
        {SMPPKIT_ALPHABET_ISO_2022_JP, SMPPKIT_DATA_CODING_ISO_2022_JP, "\xE6\xBC\xA2", "\x1B$B4A\x1B(B"},
        {SMPPKIT_ALPHABET_EUC_JP, SMPPKIT_DATA_CODING_EXTENDED_KANJI_JIS, "\xE6\xBC\xA2", "\xB4\xC1"},
        {SMPPKIT_ALPHABET_EUC_KR, SMPPKIT_DATA_CODING_KS_C_5601, "\xED\x95\x9C", "\xC7\xD1"},
    };
    for (size_t at = 0; at < sizeof rows / sizeof *rows; at++) {
        uint8_t out[16];
        size_t len = 0;
        smppkit_error error = SMPPKIT_ERROR_INIT;
        OK(smppkit_text_encode(rows[at].alphabet, smppkit_string(rows[at].text), out, sizeof out, &len, &error));
        TEXT(smppkit_octets_of(out, len), rows[at].octets);
        OK(smppkit_text_decode(rows[at].alphabet, smppkit_string(rows[at].octets), out, sizeof out, &len, &error));
        TEXT(smppkit_octets_of(out, len), rows[at].text);

        smppkit_message message = SMPPKIT_MESSAGE_INIT;
        message.data_coding = rows[at].data_coding;
        message.body = smppkit_string(rows[at].octets);
        OK(smppkit_message_text(&message, 0, out, sizeof out, &len, &error));
        TEXT(smppkit_octets_of(out, len), rows[at].text);

        smppkit_text_options options = SMPPKIT_TEXT_OPTIONS_INIT;
        options.alphabets = smppkit_octets_of(&rows[at].alphabet, 1);
        smppkit_text_info info;
        OK(smppkit_text_count(&options, smppkit_string(rows[at].text), &info, &error));
        SAME(info.alphabet, rows[at].alphabet);
        SAME(info.units, strlen(rows[at].octets));
    }
}

static void a_composer_counts(void)
{
    smppkit_text_info info;
    smppkit_text_options options = SMPPKIT_TEXT_OPTIONS_INIT;
    smppkit_error error = SMPPKIT_ERROR_INIT;
    OK(smppkit_text_count(NULL, smppkit_string("Fare: 12 \xE2\x82\xAC"), &info, &error));
    SAME(info.alphabet, SMPPKIT_ALPHABET_GSM7);
    SAME(info.characters, 10);
    SAME(info.units, 11);
    SAME(info.units_left, 149);
    options.mc_default = SMPPKIT_ALPHABET_LATIN_1;
    OK(smppkit_text_count(&options, smppkit_string("na\xC3\xAFve"), &info, &error));
    SAME(info.alphabet, SMPPKIT_ALPHABET_LATIN_1);
    options.alphabets = smppkit_octets_of((uint8_t[]){ SMPPKIT_ALPHABET_ASCII }, 1);
    GIVES(SMPPKIT_E_TEXT, smppkit_text_count(&options, smppkit_string("na\xC3\xAFve"), &info, &error));
    options.alphabets = smppkit_octets_of("\1\1\1\1\1\1\1\1\1\1\1\1\1", 13);
    GIVES(SMPPKIT_E_VALUE, smppkit_text_count(&options, smppkit_string("a"), &info, &error));
    options.alphabets.len = 0;
    options.message_class = 9;
    GIVES(SMPPKIT_E_VALUE, smppkit_text_count(&options, smppkit_string("a"), &info, &error));
    options.struct_size = 0;
    GIVES(SMPPKIT_E_STRUCT_SIZE, smppkit_text_count(&options, smppkit_string("a"), &info, &error));
}

// Sends a text and joins what arrives.
static void there_and_back(smppkit_text_options *options, smppkit_octets message, size_t expected_parts)
{
    smppkit_text text;
    smppkit_submit_sm part;
    smppkit_error error = SMPPKIT_ERROR_INIT;
    uint8_t memory[4096];
    size_t parts = 0, made = 0, len = 0;
    uint32_t outcome = SMPPKIT_PART_NONE;
    smppkit_long_message *whole = NULL;
    smppkit_reassembler *reassembler = smppkit_reassembler_new(0, 0);
    OK(smppkit_text_begin(&text, options, smppkit_string("MyShop"), smppkit_string("+447700900123"), message, 7,
        &parts, &error));
    SAME(parts, expected_parts);
    while (smppkit_text_next(&text, &part, memory, sizeof memory, &error) == SMPPKIT_OK) {
        made++;
        TEXT(part.destination_addr, "447700900123");
        SAME(part.registered_delivery & 1, options->receipt);
        OK(smppkit_check(&part, 0x34, &error));
        uint8_t *frame = encoded(&part, &len);
        smppkit_message read = SMPPKIT_MESSAGE_INIT;
        OK(smppkit_message_read(frame, len, NULL, 0, &read, &error));
        TEXT(read.source_addr, "MyShop");
        SAME(read.kind, SMPPKIT_KIND_MESSAGE);
        OK(smppkit_reassembler_insert(reassembler, 1, frame, len, &outcome, &whole, &error));
        if (expected_parts == 1) {
            SAME(outcome, SMPPKIT_PART_NONE);
            uint8_t *out = exactly(message.len);
            OK(smppkit_message_text(&read, options->mc_default, out, message.len, &len, &error));
            CHECK(len == message.len && memcmp(out, message.ptr, len) == 0);
            free(out);
        } else {
            SAME(read.concatenation.segment_seqnum, made);
            SAME(read.concatenation.total_segments, parts);
            SAME(read.concatenation.reference, 7);
            SAME(outcome, made < parts ? SMPPKIT_PART_WAITING : SMPPKIT_PART_COMPLETE);
        }
        free(frame);
    }
    SAME(error.result, SMPPKIT_E_NOT_FOUND);
    SAME(made, parts);
    if (expected_parts > 1) {
        uint8_t *out = exactly(message.len);
        GIVES(SMPPKIT_E_TOO_SMALL, smppkit_long_message_text(whole, 0, out, message.len - 1, &len, &error));
        SAME(len, message.len);
        OK(smppkit_long_message_text(whole, options->mc_default, out, message.len, &len, &error));
        CHECK(memcmp(out, message.ptr, len) == 0);
        free(out);
        smppkit_long_message_info info;
        OK(smppkit_long_message_get(whole, &info));
        TEXT(info.source_addr, "MyShop");
        SAME(info.total_segments, parts);
        SAME(info.missing, 0);
    }
    smppkit_long_message_free(whole);
    smppkit_reassembler_free(reassembler);
}

static void a_text_there_and_back_in_each_way(void)
{
    char memory[4096];
    for (uint8_t way = SMPPKIT_LONG_UDH8; way <= SMPPKIT_LONG_PAYLOAD; way++) {
        smppkit_text_options options = SMPPKIT_TEXT_OPTIONS_INIT;
        options.long_message = way;
        options.receipt = way % 2;
        there_and_back(&options, smppkit_string("Hello"), 1);
        there_and_back(&options, repeated("Gr\xC3\xBC\xC3\x9F" "e, {Jack}! ", 20, memory), way == SMPPKIT_LONG_PAYLOAD ? 1 : 3);
        there_and_back(&options, repeated("\xD0\xB6", 71, memory), way == SMPPKIT_LONG_PAYLOAD ? 1 : 2);
        // Other fields, TLVs among them.
        smppkit_tlv tlvs[] = { smppkit_tlv_user_message_reference(7) };
        smppkit_submit_sm others = SMPPKIT_SUBMIT_SM_INIT;
        others.service_type = smppkit_string("CMT");
        others.tlvs = smppkit_tlvs_of(tlvs, 1);
        options.submit_sm = &others;
        there_and_back(&options, repeated("1234567890", 17, memory), way == SMPPKIT_LONG_PAYLOAD ? 1 : 2);
    }
}

static void texts_that_cannot_be_sent(void)
{
    smppkit_text text;
    smppkit_submit_sm part;
    smppkit_text_options options = SMPPKIT_TEXT_OPTIONS_INIT;
    smppkit_error error = SMPPKIT_ERROR_INIT;
    smppkit_octets one = smppkit_string("1"), hello = smppkit_string("Hello");
    uint8_t memory[256];
    memset(&text, 0, sizeof text);
    GIVES(SMPPKIT_E_NO_SESSION, smppkit_text_next(&text, &part, memory, sizeof memory, &error));
    GIVES(SMPPKIT_E_ADDRESS, smppkit_text_begin(&text, NULL, one, smppkit_string(""), hello, 1, NULL, &error));
    GIVES(SMPPKIT_E_ADDRESS, smppkit_text_begin(&text, NULL, smppkit_string("a\nb"), one, hello, 1, NULL, &error));
    GIVES(SMPPKIT_E_VALUE, smppkit_text_begin(&text, NULL, one, one, smppkit_string("\xFF"), 1, NULL, &error));
    GIVES(SMPPKIT_E_NULL, smppkit_text_begin(NULL, NULL, one, one, hello, 1, NULL, &error));
    options.max_parts = 1;
    char long_text[4096];
    GIVES(SMPPKIT_E_TEXT,
        smppkit_text_begin(&text, &options, one, one, repeated("1234567890", 17, long_text), 1, NULL, &error));
    CHECK(strstr(error.text, "2 parts") != NULL);
    GIVES(SMPPKIT_E_NO_SESSION, smppkit_text_next(&text, &part, memory, sizeof memory, &error));

    // Memory of exactly the size that is needed, and one octet less.
    for (uint8_t way = SMPPKIT_LONG_UDH8; way <= SMPPKIT_LONG_PAYLOAD; way += SMPPKIT_LONG_PAYLOAD) {
        options.max_parts = 255;
        options.long_message = way;
        OK(smppkit_text_begin(&text, &options, one, one, repeated("1234567890", 30, long_text), 1, NULL, &error));
        size_t needed = 0;
        do {
            needed = error.needed;
            uint8_t *exact = exactly(needed);
            int32_t result = smppkit_text_next(&text, &part, exact, needed, &error);
            free(exact);
            if (result == SMPPKIT_OK)
                break;
            SAME(result, SMPPKIT_E_TOO_SMALL);
            CHECK(error.needed > needed);
        } while (1);
        CHECK(needed < 1200);
    }

    // The other fields must be those of a submit_sm.
    smppkit_deliver_sm other = SMPPKIT_DELIVER_SM_INIT;
    options.submit_sm = (const smppkit_submit_sm *)(const void *)&other;
    OK(smppkit_text_begin(&text, &options, one, one, hello, 1, NULL, &error));
    GIVES(SMPPKIT_E_VALUE, smppkit_text_next(&text, &part, memory, sizeof memory, &error));
}

static void what_a_pdu_carries(void)
{
    smppkit_deliver_sm deliver = SMPPKIT_DELIVER_SM_INIT;
    smppkit_tlv tlvs[] = { smppkit_tlv_receipted_message_id(smppkit_string("77")), smppkit_tlv_message_state(2) };
    deliver.esm_class = 4;
    deliver.short_message = smppkit_string("id:77 sub:001 dlvrd:001 submit date:2611230200 done date:2611230205 stat:DELIVRD "
                                           "err:000 text:hi");
    deliver.tlvs = smppkit_tlvs_of(tlvs, 2);
    size_t len = 0;
    uint8_t *frame = encoded(&deliver, &len), *scratch = exactly(512);
    smppkit_message message = SMPPKIT_MESSAGE_INIT;
    smppkit_error error = SMPPKIT_ERROR_INIT;
    OK(smppkit_message_read(frame, len, scratch, 512, &message, &error));
    SAME(message.kind, SMPPKIT_KIND_RECEIPT);
    SAME(message.evidence, SMPPKIT_EVIDENCE_ESM_CLASS);
    const smppkit_receipt *receipt = &message.receipt;
    TEXT(receipt->message_id, "77");
    SAME(receipt->message_state, SMPPKIT_MESSAGE_STATE_DELIVERED);
    SAME(receipt->is_final, 1);
    SAME(receipt->conflicting, 0);
    TEXT(receipt->done_date, "2611230205");
    TEXT(receipt->text, "hi");
    CHECK(receipt->stat.ptr > frame && receipt->stat.ptr < frame + len);

    GIVES(SMPPKIT_E_FRAME, smppkit_message_read(frame, len - 1, NULL, 0, &message, &error));
    GIVES(SMPPKIT_E_NULL, smppkit_message_read(frame, len, NULL, 5, &message, &error));
    GIVES(SMPPKIT_E_NULL, smppkit_message_read(frame, len, NULL, 0, NULL, &error));
    message.struct_size = 0;
    GIVES(SMPPKIT_E_STRUCT_SIZE, smppkit_message_read(frame, len, NULL, 0, &message, &error));
    GIVES(SMPPKIT_E_STRUCT_SIZE, smppkit_message_text(&message, 0, NULL, 0, &len, &error));
    free(scratch);
    free(frame);
    smppkit_unbind unbind = SMPPKIT_UNBIND_INIT;
    frame = encoded(&unbind, &len);
    message = (smppkit_message)SMPPKIT_MESSAGE_INIT;
    GIVES(SMPPKIT_E_WRONG_KIND, smppkit_message_read(frame, len, NULL, 0, &message, &error));
    free(frame);

    message.data_coding = 4;
    message.body = smppkit_string("\1\2");
    GIVES(SMPPKIT_E_UNREADABLE, smppkit_message_text(&message, 0, NULL, 0, &len, &error));
    CHECK(strcmp(error.text, "no text") == 0);
    message.data_coding = 0;
    GIVES(SMPPKIT_E_VALUE, smppkit_message_text(&message, 77, NULL, 0, &len, &error));
    GIVES(SMPPKIT_E_TOO_SMALL, smppkit_message_text(&message, 0, NULL, 0, &len, &error));
    message.udh = smppkit_string("\1");
    GIVES(SMPPKIT_E_UNREADABLE, smppkit_message_text(&message, 0, NULL, 0, &len, &error));
}

static void user_data_headers(void)
{
    smppkit_octets elements, body, data;
    smppkit_error error = SMPPKIT_ERROR_INIT;
    uint8_t iei = 0;
    size_t at = 0;
    OK(smppkit_udh_split(smppkit_octets_of("\x08\x00\x03\x2A\x02\x01\x24\x01\x01rest", 13), &elements, &body, &error));
    TEXT(body, "rest");
    OK(smppkit_udh_next(elements, &at, &iei, &data));
    SAME(iei, 0);
    SAME(data.len, 3);
    OK(smppkit_udh_next(elements, &at, &iei, &data));
    SAME(iei, 0x24);
    GIVES(SMPPKIT_E_NOT_FOUND, smppkit_udh_next(elements, &at, &iei, &data));
    at = 1000;
    GIVES(SMPPKIT_E_NOT_FOUND, smppkit_udh_next(elements, &at, &iei, &data));
    at = 1;
    GIVES(SMPPKIT_E_UNREADABLE, smppkit_udh_next(elements, &at, &iei, &data));
    GIVES(SMPPKIT_E_UNREADABLE, smppkit_udh_split(smppkit_string("\x09x"), NULL, NULL, &error));
    CHECK(strstr(error.text, "header") != NULL);
    OK(smppkit_udh_split(smppkit_octets_of("\0", 1), NULL, NULL, NULL));
}

static void receipts(void)
{
    smppkit_receipt_text receipt = SMPPKIT_RECEIPT_TEXT_INIT;
    smppkit_error error = SMPPKIT_ERROR_INIT;
    receipt.message_id = smppkit_string("0123456789");
    receipt.message_state = SMPPKIT_MESSAGE_STATE_UNDELIVERABLE;
    receipt.dlvrd = 0;
    receipt.err = 17;
    receipt.submit_date = 1300126534;
    receipt.done_date = 1300126594;
    receipt.text = smppkit_string("Hello, this is a long text");
    size_t needed = 0, len = 0;
    GIVES(SMPPKIT_E_TOO_SMALL, smppkit_receipt_write(&receipt, NULL, 0, &needed, &error));
    uint8_t *out = exactly(needed);
    GIVES(SMPPKIT_E_TOO_SMALL, smppkit_receipt_write(&receipt, out, needed - 1, &len, &error));
    OK(smppkit_receipt_write(&receipt, out, needed, &len, &error));
    SAME(len, needed);
    smppkit_receipt read;
    OK(smppkit_receipt_read(smppkit_octets_of(out, len), &read));
    TEXT(read.message_id, "0123456789");
    TEXT(read.stat, "UNDELIV");
    TEXT(read.submit_date, "1103141815");
    TEXT(read.err, "017");
    TEXT(read.text, "Hello, this is a lon");
    SAME(read.message_state, SMPPKIT_MESSAGE_STATE_UNDELIVERABLE);
    free(out);
    receipt.done_date = INT64_MAX;
    GIVES(SMPPKIT_E_VALUE, smppkit_receipt_write(&receipt, NULL, 0, &needed, &error));
    receipt.struct_size--;
    GIVES(SMPPKIT_E_STRUCT_SIZE, smppkit_receipt_write(&receipt, NULL, 0, &needed, &error));
    OK(smppkit_receipt_read(smppkit_string("no receipt"), &read));
    SAME(read.message_state, 0);
    GIVES(SMPPKIT_E_NULL, smppkit_receipt_read(smppkit_octets_of(NULL, 3), &read));

    SAME(smppkit_message_ids_match(smppkit_string("6aad5"), smppkit_string("0000436949")), SMPPKIT_IDS_HEX_THEN_DECIMAL);
    SAME(smppkit_message_ids_match(smppkit_string("436949"), smppkit_string("6AAD5")), SMPPKIT_IDS_DECIMAL_THEN_HEX);
    SAME(smppkit_message_ids_match(smppkit_string("a"), smppkit_string("0A")), SMPPKIT_IDS_SAME);
    SAME(smppkit_message_ids_match(smppkit_string("a"), smppkit_string("b")), SMPPKIT_IDS_DIFFER);

    smppkit_correlator *correlator = smppkit_correlator_new(0);
    uint64_t token = 0;
    uint8_t is_certain = 9;
    GIVES(SMPPKIT_E_NOT_FOUND, smppkit_correlator_submitted(correlator, 1, smppkit_string("18d0e03a"), 7, &token));
    SAME(smppkit_correlator_waiting(correlator), 1);
    OK(smppkit_correlator_receipt(correlator, 2, smppkit_string("0416342074"), 1, 8, &token, &is_certain));
    SAME(token, 7);
    CHECK(is_certain <= 1);
    GIVES(SMPPKIT_E_NOT_FOUND, smppkit_correlator_receipt(correlator, 2, smppkit_string("0AFFE0"), 1, 9, &token, NULL));
    OK(smppkit_correlator_submitted(correlator, 3, smppkit_string("0AFFE0"), 10, &token));
    SAME(token, 9);
    GIVES(SMPPKIT_E_NOT_FOUND, smppkit_correlator_submitted(correlator, 4, smppkit_string("1"), 11, &token));
    uint64_t due = smppkit_correlator_poll_timeout(correlator);
    GIVES(SMPPKIT_E_NOT_FOUND, smppkit_correlator_handle_timeout(correlator, due - 1, &token));
    OK(smppkit_correlator_handle_timeout(correlator, due, &token));
    SAME(token, 11);
    GIVES(SMPPKIT_E_NULL, smppkit_correlator_handle_timeout(NULL, due, &token));
    CHECK(smppkit_correlator_poll_timeout(correlator) == UINT64_MAX);
    CHECK(smppkit_correlator_poll_timeout(NULL) == UINT64_MAX && smppkit_correlator_waiting(NULL) == 0);
    smppkit_correlator_free(correlator);
    smppkit_correlator_free(NULL);
}

static void parts_that_do_not_all_come(void)
{
    smppkit_reassembler *reassembler = smppkit_reassembler_new(500, SECOND);
    smppkit_error error = SMPPKIT_ERROR_INIT;
    smppkit_deliver_sm deliver = SMPPKIT_DELIVER_SM_INIT;
    smppkit_long_message *message = NULL;
    uint32_t outcome = 99;
    size_t len = 0;
    deliver.esm_class = SMPPKIT_ESM_CLASS_UDHI;
    deliver.short_message = smppkit_octets_of("\x05\x00\x03\x2A\x02\x02world", 11);
    uint8_t *frame = encoded(&deliver, &len);
    OK(smppkit_reassembler_insert(reassembler, 1, frame, len, &outcome, &message, &error));
    SAME(outcome, SMPPKIT_PART_WAITING);
    OK(smppkit_reassembler_insert(reassembler, 2, frame, len, &outcome, &message, &error));
    SAME(outcome, SMPPKIT_PART_DUPLICATE);
    CHECK(message == NULL && smppkit_reassembler_poll_timeout(reassembler) == 1 + SECOND);
    free(frame);
    deliver.short_message = smppkit_octets_of("\x05\x00\x03\x2B\x02\x01other", 11);
    frame = encoded(&deliver, &len);
    GIVES(SMPPKIT_E_FULL, smppkit_reassembler_insert(reassembler, 2, frame, len, &outcome, &message, &error));
    GIVES(SMPPKIT_E_FRAME, smppkit_reassembler_insert(reassembler, 2, frame, 15, &outcome, &message, &error));
    GIVES(SMPPKIT_E_NULL, smppkit_reassembler_insert(NULL, 2, frame, len, &outcome, &message, &error));
    GIVES(SMPPKIT_E_NULL, smppkit_reassembler_insert(reassembler, 2, frame, len, NULL, &message, &error));

    CHECK(smppkit_reassembler_handle_timeout(reassembler, SECOND) == NULL);
    message = smppkit_reassembler_handle_timeout(reassembler, 1 + SECOND);
    CHECK(message != NULL && smppkit_reassembler_poll_timeout(reassembler) == UINT64_MAX);
    smppkit_long_message_info info;
    OK(smppkit_long_message_get(message, &info));
    SAME(info.missing, 1);
    smppkit_octets part;
    OK(smppkit_long_message_part(message, 2, &part));
    TEXT(part, "world");
    GIVES(SMPPKIT_E_NOT_FOUND, smppkit_long_message_part(message, 1, &part));
    GIVES(SMPPKIT_E_NOT_FOUND, smppkit_long_message_part(message, 0, &part));
    char text[16];
    OK(smppkit_long_message_text(message, 0, (uint8_t *)text, sizeof text, &len, &error));
    TEXT(smppkit_octets_of(text, len), "\xEF\xBF\xBDworld");
    OK(smppkit_long_message_octets(message, (uint8_t *)text, 5, &len, &error));
    GIVES(SMPPKIT_E_TOO_SMALL, smppkit_long_message_octets(message, (uint8_t *)text, 4, &len, &error));
    SAME(len, 5);
    GIVES(SMPPKIT_E_NULL, smppkit_long_message_text(NULL, 0, NULL, 0, &len, &error));
    GIVES(SMPPKIT_E_NULL, smppkit_long_message_get(NULL, &info));
    smppkit_long_message_free(message);
    smppkit_long_message_free(NULL);
    CHECK(smppkit_reassembler_take_oldest(reassembler) == NULL && smppkit_reassembler_take_oldest(NULL) == NULL);
    free(frame);
    smppkit_reassembler_free(reassembler);
    smppkit_reassembler_free(NULL);
}

static uint8_t *part(const char *short_message, size_t size, size_t *len)
{
    smppkit_deliver_sm deliver = SMPPKIT_DELIVER_SM_INIT;
    deliver.esm_class = SMPPKIT_ESM_CLASS_UDHI;
    deliver.short_message = smppkit_octets_of(short_message, size);
    return encoded(&deliver, len);
}

static void settled(smppkit_joining *joining, const uint64_t *requests, size_t count)
{
    uint64_t request = 0;
    for (size_t i = 0; i < count; i++) {
        OK(smppkit_joining_next_settled(joining, &request));
        SAME(request, requests[i]);
    }
    GIVES(SMPPKIT_E_NOT_FOUND, smppkit_joining_next_settled(joining, &request));
}

static void parts_are_answered_with_their_message(void)
{
    smppkit_joining *joining = smppkit_joining_new(SECOND, 500, 60 * SECOND);
    smppkit_error error = SMPPKIT_ERROR_INIT;
    smppkit_joining_output output;
    uint8_t is_part = 9;
    size_t len = 0, first_len = 0, text_len = 0;
    uint8_t *second = part("\x05\x00\x03\x2A\x02\x02 Anna", 11, &len);
    uint8_t *first = part("\x05\x00\x03\x2A\x02\x01Hello", 11, &first_len);
    OK(smppkit_joining_insert(joining, 1, second, len, 7, &is_part, &error));
    SAME(is_part, 1);
    GIVES(SMPPKIT_E_NOT_FOUND, smppkit_joining_poll_output(joining, &output));
    CHECK(smppkit_joining_poll_timeout(joining) == 1 + SECOND);
    // It has waited long enough.
    OK(smppkit_joining_handle_timeout(joining, 1 + SECOND));
    OK(smppkit_joining_poll_output(joining, &output));
    SAME(output.kind, SMPPKIT_JOINING_ACCEPT);
    SAME(output.request, 7);
    CHECK(output.message == NULL);
    OK(smppkit_joining_insert(joining, 2 * SECOND, first, first_len, 8, &is_part, &error));
    OK(smppkit_joining_poll_output(joining, &output));
    SAME(output.kind, SMPPKIT_JOINING_MESSAGE);
    CHECK(output.first.len == len && memcmp(output.first.ptr, second, len) == 0);
    char text[16];
    OK(smppkit_long_message_text(output.message, 0, (uint8_t *)text, sizeof text, &text_len, &error));
    TEXT(smppkit_octets_of(text, text_len), "Hello Anna");
    smppkit_long_message_free(output.message);
    // It is rejected, and its last part comes again; the other is kept.
    uint8_t is_lost = 9;
    OK(smppkit_joining_settle(joining, 3 * SECOND, output.number, 0, &is_lost));
    SAME(is_lost, 0);
    settled(joining, (const uint64_t[]){ 8 }, 1);
    GIVES(SMPPKIT_E_NOT_FOUND, smppkit_joining_settle(joining, 3 * SECOND, output.number, 1, NULL));
    OK(smppkit_joining_insert(joining, 4 * SECOND, first, first_len, 9, &is_part, &error));
    OK(smppkit_joining_poll_output(joining, &output));
    SAME(output.kind, SMPPKIT_JOINING_MESSAGE);
    smppkit_long_message_free(output.message);
    OK(smppkit_joining_settle(joining, 4 * SECOND, output.number, 1, NULL));
    settled(joining, (const uint64_t[]){ 9 }, 1);
    free(first);

    // No room for another; and what is incomplete is handed out at the end.
    first = part("\x05\x00\x03\x2B\x02\x01other", 11, &first_len);
    OK(smppkit_joining_insert(joining, 5 * SECOND, first, first_len, 10, &is_part, &error));
    free(second);
    second = part("\x05\x00\x03\x2C\x02\x01third", 11, &len);
    OK(smppkit_joining_insert(joining, 5 * SECOND, second, len, 11, &is_part, &error));
    OK(smppkit_joining_poll_output(joining, &output));
    SAME(output.kind, SMPPKIT_JOINING_REJECT);
    SAME(output.request, 11);
    OK(smppkit_joining_end(joining));
    OK(smppkit_joining_poll_output(joining, &output));
    SAME(output.kind, SMPPKIT_JOINING_MESSAGE);
    smppkit_long_message_free(output.message);
    free(second);

    // What is no part of a message is not kept.
    smppkit_deliver_sm whole = SMPPKIT_DELIVER_SM_INIT;
    second = encoded(&whole, &len);
    OK(smppkit_joining_insert(joining, 5 * SECOND, second, len, 12, &is_part, &error));
    SAME(is_part, 0);
    GIVES(SMPPKIT_E_FRAME, smppkit_joining_insert(joining, 5 * SECOND, second, 15, 12, &is_part, &error));
    GIVES(SMPPKIT_E_NULL, smppkit_joining_insert(NULL, 1, second, len, 12, &is_part, &error));
    GIVES(SMPPKIT_E_NULL, smppkit_joining_insert(joining, 1, second, len, 12, NULL, &error));
    GIVES(SMPPKIT_E_NULL, smppkit_joining_poll_output(joining, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_joining_settle(NULL, 1, 1, 1, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_joining_next_settled(joining, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_joining_end(NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_joining_handle_timeout(NULL, 1));
    CHECK(smppkit_joining_poll_timeout(NULL) == UINT64_MAX);
    free(first);
    free(second);
    smppkit_joining_free(joining);
    smppkit_joining_free(NULL);
}

static void to_do(smppkit_awaited *awaited, uint32_t kind, uint64_t which)
{
    uint32_t found = 0;
    uint64_t found_which = 0;
    OK(smppkit_awaited_poll_output(awaited, &found, &found_which));
    SAME(found, kind);
    SAME(found_which, which);
}

static void receipts_find_who_awaits_them(void)
{
    smppkit_awaited *awaited = smppkit_awaited_new(0, 100 * SECOND, 1);
    uint32_t kind = 0;
    uint64_t which = 0;
    smppkit_arrived arrived;
    uint64_t group = smppkit_awaited_open(awaited);
    CHECK(group != 0);
    uint64_t first = smppkit_awaited_under_way(awaited, group, 0);
    uint64_t second = smppkit_awaited_under_way(awaited, group, 1);
    OK(smppkit_awaited_poll_receipt(awaited, group, &arrived));
    SAME(arrived.state, SMPPKIT_AWAITED_PENDING);
    // The receipt comes before the response, and in another base.
    OK(smppkit_awaited_received(awaited, 1, smppkit_string("0416342074"), 1, 70));
    GIVES(SMPPKIT_E_NOT_FOUND, smppkit_awaited_poll_output(awaited, &kind, &which));
    OK(smppkit_awaited_answered(awaited, 2, first, smppkit_string("18d0e03a")));
    to_do(awaited, SMPPKIT_AWAITED_WAKE, group);
    OK(smppkit_awaited_poll_receipt(awaited, group, &arrived));
    SAME(arrived.state, SMPPKIT_AWAITED_ARRIVED);
    SAME(arrived.receipt, 70);
    SAME(arrived.part, 0);
    CHECK(arrived.is_certain <= 1);
    TEXT(arrived.message_id, "18d0e03a");
    OK(smppkit_awaited_await_again(awaited, 3, group, arrived.part, arrived.message_id));
    SAME(smppkit_awaited_waiting(awaited, group), 1);
    // The second was refused. What is about neither is for somebody else.
    OK(smppkit_awaited_answered(awaited, 3, second, smppkit_string("")));
    OK(smppkit_awaited_received(awaited, 3, smppkit_string("of nobody"), 1, 71));
    to_do(awaited, SMPPKIT_AWAITED_PASS, 71);
    // Nobody takes the first: there is room for one.
    OK(smppkit_awaited_leave(awaited, group));
    OK(smppkit_awaited_received(awaited, 4, smppkit_string("18d0e03a"), 0, 72));
    OK(smppkit_awaited_received(awaited, 4, smppkit_string("18d0e03a"), 0, 73));
    to_do(awaited, SMPPKIT_AWAITED_REJECT, 72);
    CHECK(smppkit_awaited_poll_timeout(awaited) > 100 * SECOND);
    OK(smppkit_awaited_handle_timeout(awaited, smppkit_awaited_poll_timeout(awaited)));
    OK(smppkit_awaited_poll_receipt(awaited, group, &arrived));
    SAME(arrived.receipt, 73);
    OK(smppkit_awaited_poll_receipt(awaited, group, &arrived));
    SAME(arrived.state, SMPPKIT_AWAITED_DONE);
    OK(smppkit_awaited_close(awaited, group));
    OK(smppkit_awaited_end(awaited));

    GIVES(SMPPKIT_E_VALUE, smppkit_awaited_received(awaited, 5, smppkit_octets_of("\xFF", 1), 1, 74));
    GIVES(SMPPKIT_E_NULL, smppkit_awaited_received(awaited, 5, smppkit_octets_of(NULL, 3), 1, 74));
    GIVES(SMPPKIT_E_NULL, smppkit_awaited_answered(NULL, 5, 1, smppkit_string("1")));
    GIVES(SMPPKIT_E_NULL, smppkit_awaited_poll_receipt(awaited, group, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_awaited_poll_output(awaited, NULL, &which));
    GIVES(SMPPKIT_E_NULL, smppkit_awaited_await_again(NULL, 5, group, 0, smppkit_string("1")));
    GIVES(SMPPKIT_E_NULL, smppkit_awaited_close(NULL, group));
    GIVES(SMPPKIT_E_NULL, smppkit_awaited_leave(NULL, group));
    GIVES(SMPPKIT_E_NULL, smppkit_awaited_end(NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_awaited_handle_timeout(NULL, 5));
    CHECK(smppkit_awaited_open(NULL) == 0 && smppkit_awaited_under_way(NULL, 1, 0) == 0);
    CHECK(smppkit_awaited_waiting(NULL, 1) == 0 && smppkit_awaited_poll_timeout(NULL) == UINT64_MAX);
    smppkit_awaited_free(awaited);
    smppkit_awaited_free(NULL);
}

static void times(void)
{
    smppkit_time time;
    smppkit_error error = SMPPKIT_ERROR_INIT;
    uint8_t *out = exactly(17);
    size_t len = 0;
    static const char *const good[] = { "", "260102030405607+", "260102030405028-", "000002000130000R", "260102030405" };
    static const uint32_t kinds[] = { SMPPKIT_TIME_NONE, SMPPKIT_TIME_ABSOLUTE, SMPPKIT_TIME_ABSOLUTE,
        SMPPKIT_TIME_RELATIVE, SMPPKIT_TIME_LOCAL };
    for (size_t i = 0; i < 5; i++) {
        OK(smppkit_time_read(smppkit_string(good[i]), &time, &error));
        SAME(time.kind, kinds[i]);
        OK(smppkit_time_write(&time, out, 17, &len, &error));
        CHECK(len == strlen(good[i]) && strcmp((char *)out, good[i]) == 0);
    }
    OK(smppkit_time_read(smppkit_string(good[2]), &time, &error));
    SAME(time.year, 2026);
    SAME(time.offset_quarters, -28);
    GIVES(SMPPKIT_E_TOO_SMALL, smppkit_time_write(&time, out, 16, &len, &error));
    SAME(len, 17);
    time.month = 13;
    GIVES(SMPPKIT_E_VALUE, smppkit_time_write(&time, out, 17, &len, &error));
    time.kind = 9;
    GIVES(SMPPKIT_E_VALUE, smppkit_time_write(&time, out, 17, &len, &error));
    GIVES(SMPPKIT_E_UNREADABLE, smppkit_time_read(smppkit_string("tomorrow"), &time, &error));
    CHECK(strstr(error.text, "8 characters") != NULL);
    OK(smppkit_time_in(2 * 86400 + 90, &time));
    OK(smppkit_time_write(&time, out, 17, &len, &error));
    CHECK(strcmp((char *)out, "000002000130000R") == 0);
    GIVES(SMPPKIT_E_VALUE, smppkit_time_in(UINT64_MAX, &time));
    free(out);
}

int main(void)
{
    addresses();
    alphabets();
    alphabets_of_japan_and_korea();
    a_composer_counts();
    a_text_there_and_back_in_each_way();
    texts_that_cannot_be_sent();
    what_a_pdu_carries();
    user_data_headers();
    receipts();
    parts_that_do_not_all_come();
    parts_are_answered_with_their_message();
    receipts_find_who_awaits_them();
    times();
    return 0;
}
