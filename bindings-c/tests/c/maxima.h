// What maxima.c fills its PDUs with.
#ifndef MAXIMA_H
#define MAXIMA_H

#include "check.h"

static smppkit_octets letters(size_t len)
{
    static char text[256];
    memset(text, 'A', sizeof text);
    return smppkit_octets_of(text, len);
}

static smppkit_octets zeros(size_t len)
{
    static const char text[256] = { 0 };
    return smppkit_octets_of(text, len);
}

static smppkit_dest_addresses dests(size_t count)
{
    static smppkit_dest_address items[255];
    for (size_t i = 0; i < count; i++) {
        items[i].dest_flag = i % 2 == 0 ? 1 : 2;
        items[i].dest_addr_ton = items[i].dest_addr_npi = 0xFF;
        items[i].destination_addr = items[i].dl_name = letters(20);
    }
    smppkit_dest_addresses list = { items, count, SMPPKIT_NO_OCTETS };
    return list;
}

static smppkit_unsuccess_smes failed(size_t count)
{
    static smppkit_unsuccess_sme items[255];
    for (size_t i = 0; i < count; i++) {
        items[i].dest_addr_ton = items[i].dest_addr_npi = 0xFF;
        items[i].destination_addr = letters(20);
        items[i].error_status_code = 0xFFFFFFFF;
    }
    smppkit_unsuccess_smes list = { items, count, SMPPKIT_NO_OCTETS };
    return list;
}

static smppkit_message_ids ids(size_t count)
{
    static smppkit_octets items[255];
    for (size_t i = 0; i < count; i++)
        items[i] = letters(8);
    smppkit_message_ids list = { items, count, SMPPKIT_NO_OCTETS };
    return list;
}

// Encodes a PDU, holds what decodes from it against it, and prints the octets.
static void emit(const void *pdu, uint8_t version)
{
    static uint8_t frame[10000], again[10000];
    size_t len = 0, again_len = 0;
    smppkit_error error = SMPPKIT_ERROR_INIT;
    smppkit_decoded decoded = SMPPKIT_DECODED_INIT;
    OK(smppkit_check(pdu, version, &error));
    OK(smppkit_encode(0, 1, pdu, frame, sizeof frame, &len, &error));
    OK(smppkit_decode(frame, len, &decoded, &error));
    SAME(decoded.faulty, 0);
    OK(smppkit_encode(0, 1, &decoded.pdu, again, sizeof again, &again_len, &error));
    CHECK(len == again_len && memcmp(frame, again, len) == 0);
    fwrite(frame, 1, len, stdout);
}

#endif
