// What a program does wrong, and what a hostile peer does: an error each time, and nothing is touched that was not given.
#include "check.h"

static const uint8_t enquire_link[] = { 0, 0, 0, 16, 0, 0, 0, 0x15, 0, 0, 0, 0, 0, 0, 0, 1 };
static smppkit_error error = SMPPKIT_ERROR_INIT;
static smppkit_decoded decoded = SMPPKIT_DECODED_INIT;
static uint8_t out[256];
static size_t len;

static void null_is_told_apart(void)
{
    smppkit_submit_sm pdu = SMPPKIT_SUBMIT_SM_INIT;
    smppkit_tlv tlv;
    smppkit_octets octets;
    smppkit_tlv_part part;
    smppkit_dest_address dest;
    smppkit_unsuccess_sme failed;
    smppkit_dest_addresses dests = SMPPKIT_NO_LIST;
    smppkit_unsuccess_smes smes = SMPPKIT_NO_LIST;
    smppkit_message_ids ids = SMPPKIT_NO_LIST;
    smppkit_header header;
    char text[8];
    size_t at = 0;
    uint8_t u8 = 0;
    uint16_t u16 = 0;
    uint32_t u32 = 0;

    GIVES(SMPPKIT_E_NULL, smppkit_frame_length(NULL, 4, 70000, &len, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_frame_length(enquire_link, 4, 70000, NULL, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_read_header(NULL, 16, &header));
    GIVES(SMPPKIT_E_NULL, smppkit_read_header(enquire_link, 16, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_decode(NULL, 16, &decoded, &error));
    GIVES(SMPPKIT_E_NULL, smppkit_decode(enquire_link, 16, NULL, &error));
    SAME(error.result, SMPPKIT_E_NULL);
    CHECK(strcmp(error.text, smppkit_error_text(SMPPKIT_E_NULL)) == 0);
    GIVES(SMPPKIT_E_NULL, smppkit_fault(NULL, 16, 0, &error));
    GIVES(SMPPKIT_E_NULL, smppkit_fault(enquire_link, 16, 0, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_encode(0, 1, NULL, out, sizeof out, &len, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_encode(0, 1, &pdu, NULL, sizeof out, &len, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_encode(0, 1, &pdu, out, sizeof out, NULL, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_check(NULL, SMPPKIT_V3_4, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_show(NULL, 16, 0, NULL, 0, text, sizeof text, &len, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_show(enquire_link, 16, 0, NULL, 1, text, sizeof text, &len, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_show(enquire_link, 16, 0, NULL, 0, NULL, sizeof text, &len, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_show_pdu(NULL, 0, text, sizeof text, &len, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_tlvs_next(NULL, &at, &tlv));
    GIVES(SMPPKIT_E_NULL, smppkit_tlvs_next(&pdu.tlvs, NULL, &tlv));
    GIVES(SMPPKIT_E_NULL, smppkit_tlvs_next(&pdu.tlvs, &at, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_tlvs_find(NULL, 1, &tlv));
    GIVES(SMPPKIT_E_NULL, smppkit_tlvs_remainder(NULL, &octets));
    GIVES(SMPPKIT_E_NULL, smppkit_tlvs_remainder(&pdu.tlvs, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_tlvs_get_u8(NULL, 1, &u8));
    GIVES(SMPPKIT_E_NULL, smppkit_tlvs_get_u16(NULL, 1, &u16));
    GIVES(SMPPKIT_E_NULL, smppkit_tlvs_get_u32(NULL, 1, &u32));
    GIVES(SMPPKIT_E_NULL, smppkit_tlvs_get_string(NULL, 1, &octets));
    GIVES(SMPPKIT_E_NULL, smppkit_tlvs_get_octets(NULL, 1, &octets));
    GIVES(SMPPKIT_E_NULL, smppkit_tlvs_get_parts(NULL, 1, &part, 1));
    GIVES(SMPPKIT_E_NULL, smppkit_tlv_get_u8(NULL, &u8));
    GIVES(SMPPKIT_E_NULL, smppkit_tlv_get_u16(NULL, &u16));
    GIVES(SMPPKIT_E_NULL, smppkit_tlv_get_u32(NULL, &u32));
    GIVES(SMPPKIT_E_NULL, smppkit_tlv_get_string(NULL, &octets));
    GIVES(SMPPKIT_E_NULL, smppkit_tlv_parts(NULL, &part, 1, &len));
    GIVES(SMPPKIT_E_NULL, smppkit_dest_addresses_next(NULL, &at, &dest));
    GIVES(SMPPKIT_E_NULL, smppkit_dest_addresses_next(&dests, NULL, &dest));
    GIVES(SMPPKIT_E_NULL, smppkit_unsuccess_smes_next(NULL, &at, &failed));
    GIVES(SMPPKIT_E_NULL, smppkit_unsuccess_smes_next(&smes, &at, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_message_ids_next(NULL, &at, &octets));
    GIVES(SMPPKIT_E_NULL, smppkit_message_ids_next(&ids, &at, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_command_from_name(NULL, &u32));
    GIVES(SMPPKIT_E_NULL, smppkit_command_from_name("submit_sm", NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_status_from_name(NULL, &u32));
    GIVES(SMPPKIT_E_NULL, smppkit_tlv_from_name(NULL, &u16));
    GIVES(SMPPKIT_E_NULL, smppkit_value_from_name(NULL, "x", &u8));
    GIVES(SMPPKIT_E_NULL, smppkit_value_from_name("ton", NULL, &u8));
    CHECK(smppkit_value_name(NULL, 0) == NULL);
    GIVES(SMPPKIT_E_VALUE, smppkit_command_from_name("\xFF", &u32));

    // Octets, TLVs and lists at NULL that say they are some.
    pdu.source_addr.len = 3;
    GIVES(SMPPKIT_E_NULL, smppkit_encode(0, 1, &pdu, out, sizeof out, &len, &error));
    GIVES(SMPPKIT_E_NULL, smppkit_check(&pdu, SMPPKIT_V3_4, &error));
    pdu.source_addr = smppkit_octets_of(out, SIZE_MAX);
    GIVES(SMPPKIT_E_NULL, smppkit_encode(0, 1, &pdu, out, sizeof out, &len, &error));
    pdu.source_addr = smppkit_string(NULL);
    pdu.tlvs.count = 1;
    GIVES(SMPPKIT_E_NULL, smppkit_encode(0, 1, &pdu, out, sizeof out, &len, &error));
    GIVES(SMPPKIT_E_NULL, smppkit_tlvs_find(&pdu.tlvs, 1, &tlv));
    pdu.tlvs.items = (const smppkit_tlv *)(const void *)(out + 1 - (uintptr_t)out % 8 + 8);
    GIVES(SMPPKIT_E_NULL, smppkit_encode(0, 1, &pdu, out, sizeof out, &len, &error));
    smppkit_tlv bad[] = { smppkit_tlv_u8(1, 1) };
    pdu.tlvs = smppkit_tlvs_of(bad, 1);
    bad[0].head_len = 5;
    GIVES(SMPPKIT_E_VALUE, smppkit_encode(0, 1, &pdu, out, sizeof out, &len, &error));
    bad[0].head_len = 1;
    bad[0].nul = 1;
    GIVES(SMPPKIT_E_VALUE, smppkit_check(&pdu, SMPPKIT_V3_4, &error));
    bad[0].nul = 0;
    bad[0].value.len = 1;
    GIVES(SMPPKIT_E_VALUE, smppkit_encode(0, 1, &pdu, out, sizeof out, &len, &error));
    dests.count = 1;
    GIVES(SMPPKIT_E_NOT_FOUND, smppkit_dest_addresses_next(&dests, &at, &dest));
    smppkit_submit_multi multi = SMPPKIT_SUBMIT_MULTI_INIT;
    multi.dest_address = dests;
    GIVES(SMPPKIT_E_VALUE, smppkit_encode(0, 1, &multi, out, sizeof out, &len, &error));
    multi.dest_address.count = SIZE_MAX;
    GIVES(SMPPKIT_E_VALUE, smppkit_encode(0, 1, &multi, out, sizeof out, &len, &error));

    // No octets, no faults, no room: all of that may be at NULL.
    GIVES(SMPPKIT_E_FRAME, smppkit_decode(NULL, 0, &decoded, NULL));
    GIVES(SMPPKIT_E_FRAME, smppkit_fault(NULL, 0, 0, &error));
    OK(smppkit_frame_length(NULL, 0, 70000, &len, NULL));
    SAME(len, 0);
    smppkit_unbind unbind = SMPPKIT_UNBIND_INIT;
    GIVES(SMPPKIT_E_TOO_SMALL, smppkit_encode(0, 1, &unbind, NULL, 0, &len, &error));
    SAME(len, 16);
    SAME(error.needed, 16);
    CHECK(strcmp(error.text, "the memory is too small, 16 octets are needed") == 0);
}

static void struct_sizes_are_looked_at(void)
{
    smppkit_submit_sm pdu = SMPPKIT_SUBMIT_SM_INIT;
    smppkit_error other = SMPPKIT_ERROR_INIT;
    for (int change = -1; change <= 1; change += 2) {
        pdu.struct_size = (uint32_t)sizeof pdu + (uint32_t)change;
        GIVES(SMPPKIT_E_STRUCT_SIZE, smppkit_encode(0, 1, &pdu, out, sizeof out, &len, &error));
        GIVES(SMPPKIT_E_STRUCT_SIZE, smppkit_check(&pdu, SMPPKIT_V3_4, &error));
        GIVES(SMPPKIT_E_STRUCT_SIZE, smppkit_show_pdu(&pdu, 0, NULL, 0, &len, &error));
        decoded.struct_size = (uint32_t)sizeof decoded + (uint32_t)change;
        GIVES(SMPPKIT_E_STRUCT_SIZE, smppkit_decode(enquire_link, 16, &decoded, &error));
        other.struct_size = (uint32_t)sizeof other + (uint32_t)change;
        GIVES(SMPPKIT_E_STRUCT_SIZE, smppkit_encode(0, 1, &pdu, out, sizeof out, &len, &other));
        const uint8_t faulty[] = { 0, 0, 0, 17, 0x80, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 1, '4' };
        GIVES(SMPPKIT_E_STRUCT_SIZE, smppkit_fault(faulty, 17, 0, &other));
    }
    decoded.struct_size = sizeof decoded;
    // A struct that says it is another PDU: not of that size, or the same struct.
    pdu.struct_size = sizeof pdu;
    pdu.command_id = SMPPKIT_UNBIND;
    GIVES(SMPPKIT_E_STRUCT_SIZE, smppkit_encode(0, 1, &pdu, out, sizeof out, &len, &error));
    pdu.command_id = 0x00010203;
    GIVES(SMPPKIT_E_STRUCT_SIZE, smppkit_encode(0, 1, &pdu, out, sizeof out, &len, &error));
    pdu.command_id = SMPPKIT_DELIVER_SM;
    OK(smppkit_encode(0, 1, &pdu, out, sizeof out, &len, &error));
    SAME(out[7], 5);
    smppkit_any_pdu none = { 0, 0 };
    GIVES(SMPPKIT_E_STRUCT_SIZE, smppkit_encode(0, 1, &none, out, sizeof out, &len, &error));
}

// Room of each size, and nothing written behind it.
static void too_little_room_is_left_alone(void)
{
    smppkit_tlv tlvs[] = {
        smppkit_tlv_user_message_reference(7),
        smppkit_tlv_string(0x1400, smppkit_string("1101456")),
        smppkit_tlv_octets(0x1401, smppkit_string("seven")),
    };
    smppkit_submit_sm pdu = SMPPKIT_SUBMIT_SM_INIT;
    pdu.destination_addr = smppkit_string("447700900123");
    pdu.short_message = smppkit_string("Hello");
    pdu.tlvs = smppkit_tlvs_of(tlvs, 3);
    size_t needed = 0;
    GIVES(SMPPKIT_E_TOO_SMALL, smppkit_encode(0, 1, &pdu, NULL, 0, &needed, &error));
    for (size_t room = 0; room <= needed + 1; room++) {
        uint8_t *place = (uint8_t *)exactly(room + 8);
        memset(place, 0xEE, room + 8);
        int32_t expected = room < needed ? SMPPKIT_E_TOO_SMALL : SMPPKIT_OK;
        GIVES(expected, smppkit_encode(0, 1, &pdu, place, room, &len, &error));
        SAME(len, needed);
        for (size_t i = 0; i < 8; i++)
            SAME(place[room + i], 0xEE);
        free(place);
        // Where there is no more: valgrind and the sanitizers look.
        place = (uint8_t *)exactly(room);
        GIVES(expected, smppkit_encode(0, 1, &pdu, place, room, &len, &error));
        free(place);
    }
    // A text that has no place for its NUL.
    for (size_t room = 0; room < 40; room++) {
        char *text = (char *)exactly(room);
        int32_t result = smppkit_show(enquire_link, 16, SMPPKIT_SHOW_LINE, NULL, 0, text, room, &len, NULL);
        CHECK(result == SMPPKIT_OK ? len < room && strlen(text) == len : result == SMPPKIT_E_TOO_SMALL && len > room);
        free(text);
    }
}

static uint32_t state = 2463534242u;

// Marsaglia's xorshift: hostile enough, and the same each time.
static uint32_t next(void)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

// Everything that can be done with a PDU, to one that somebody made up.
static void digest(const uint8_t *from, size_t frame_len)
{
    uint8_t *frame = (uint8_t *)exactly(frame_len), again[600];
    memcpy(frame, from, frame_len);
    OK(smppkit_decode(frame, frame_len, &decoded, &error));
    OK(smppkit_encode(decoded.header.command_status, decoded.header.sequence_number, &decoded.pdu, again, sizeof again,
        &len, &error));
    SAME(len, frame_len);
    CHECK(memcmp(again, frame, len) == 0);
    char text[100];
    smppkit_show(frame, frame_len, SMPPKIT_SHOW_TREE, NULL, 0, text, sizeof text, &len, NULL);
    const smppkit_tlvs *tlvs = NULL;
    smppkit_octets octets;
    if (decoded.header.command_id == SMPPKIT_SUBMIT_SM)
        tlvs = &decoded.pdu.submit_sm.tlvs;
    if (decoded.header.command_id == SMPPKIT_SUBMIT_MULTI) {
        smppkit_dest_address dest;
        size_t count = 0;
        for (size_t at = 0; smppkit_dest_addresses_next(&decoded.pdu.submit_multi.dest_address, &at, &dest) == SMPPKIT_OK;)
            count += dest.destination_addr.len <= frame_len && dest.dl_name.len <= frame_len;
        SAME(count, decoded.pdu.submit_multi.dest_address.count);
        tlvs = &decoded.pdu.submit_multi.tlvs;
    }
    if (tlvs != NULL) {
        smppkit_tlv tlv;
        size_t sum = 0;
        for (size_t at = 0; smppkit_tlvs_next(tlvs, &at, &tlv) == SMPPKIT_OK;) {
            for (size_t i = 0; i < tlv.value.len; i++)
                sum += tlv.value.ptr[i];
            smppkit_tlv_part parts[4];
            smppkit_tlv_parts(&tlv, parts, 4, &len);
        }
        OK(smppkit_tlvs_remainder(tlvs, &octets));
        for (size_t i = 0; i < octets.len; i++)
            sum += octets.ptr[i];
        CHECK(sum < 1u << 20);
    }
    free(frame);
}

static void hostile_frames_are_digested(void)
{
    static const uint8_t ids[] = { 0x04, 0x21, 0x05, 0x03, 0x23, 0x24, 0x09, 0x15 };
    uint8_t frame[560];
    for (int round = 0; round < 4000; round++) {
        size_t body = next() % 200;
        size_t frame_len = 16 + body;
        for (size_t i = 0; i < frame_len; i++)
            frame[i] = (uint8_t)(next() % 4 ? next() % 7 : next());
        frame[0] = frame[1] = 0;
        frame[2] = (uint8_t)(frame_len >> 8);
        frame[3] = (uint8_t)frame_len;
        if (next() % 8) {
            memset(frame + 4, 0, 4);
            frame[4] = next() % 2 ? 0x80 : 0;
            frame[7] = ids[next() % sizeof ids];
        }
        digest(frame, frame_len);
        // A length that lies.
        frame[3] ^= (uint8_t)(1 + next() % 255);
        GIVES(SMPPKIT_E_FRAME, smppkit_decode(frame, frame_len, &decoded, &error));
    }
}

// Positions and endings that were never given out.
static void what_is_opaque_may_be_anything(void)
{
    static const uint8_t body[] = "\0\0\0\x2E\0\0\0\x04\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\2\4\0\2\0\7\0\1\0\1\0\3";
    OK(smppkit_decode(body, 0x2E, &decoded, &error));
    smppkit_tlv tlv;
    smppkit_octets octets;
    for (int round = 0; round < 4000; round++) {
        size_t at = round % 3 ? next() % 64 : (size_t)((uint64_t)next() << 32 | next());
        smppkit_tlvs_next(&decoded.pdu.submit_sm.tlvs, &at, &tlv);
        decoded.pdu.submit_sm.tlvs.ending = round % 2 ? next() : next() % 5 << 24 | next() % 20 << 16 | next() % 600;
        smppkit_tlvs_remainder(&decoded.pdu.submit_sm.tlvs, &octets);
        int32_t result = smppkit_encode(0, 1, &decoded.pdu, out, sizeof out, &len, &error);
        CHECK(result == SMPPKIT_OK || result == SMPPKIT_E_FIELD || result == SMPPKIT_E_TOO_SMALL);
        smppkit_check(&decoded.pdu, (uint8_t)next(), &error);
    }
}

int main(void)
{
    null_is_told_apart();
    struct_sizes_are_looked_at();
    too_little_room_is_left_alone();
    hostile_frames_are_digested();
    what_is_opaque_may_be_anything();
    return 0;
}
