// Every PDU of a stream, decoded and encoded: argv[1] is a file of PDUs, one behind the other. Prints each as the C structs
// have it, for whoever compares.
#include "check.h"

// A PDU in memory of its own, so that whoever reads beyond it is caught.
static void one(const uint8_t *from, size_t len)
{
    uint8_t *frame = (uint8_t *)exactly(len), *again = (uint8_t *)exactly(len), *small = (uint8_t *)exactly(len - 1);
    memcpy(frame, from, len);
    smppkit_decoded decoded = SMPPKIT_DECODED_INIT;
    smppkit_error error = SMPPKIT_ERROR_INIT;
    OK(smppkit_decode(frame, len, &decoded, &error));
    SAME(decoded.header.command_length, len);
    SAME(decoded.pdu.any.command_id, decoded.header.command_id);

    // The same octets again, in just as much room, and not in less.
    size_t again_len = 0;
    uint32_t status = decoded.header.command_status, number = decoded.header.sequence_number;
    OK(smppkit_encode(status, number, &decoded.pdu, again, len, &again_len, &error));
    SAME(again_len, len);
    CHECK(memcmp(again, frame, len) == 0);
    GIVES(SMPPKIT_E_TOO_SMALL, smppkit_encode(status, number, &decoded.pdu, small, len - 1, &again_len, &error));
    SAME(again_len, len);
    SAME(error.needed, len);

    size_t faults = 0;
    while (smppkit_fault(frame, len, faults, &error) == SMPPKIT_OK) {
        CHECK(error.offset >= 16 && error.offset <= len);
        CHECK(error.field[0] != '\0' && error.command_status != 0);
        SAME(error.command_id, decoded.header.command_id);
        faults++;
    }
    CHECK(faults <= SMPPKIT_MAX_FAULTS);
    SAME(faults != 0, decoded.faulty);
    for (uint8_t version = SMPPKIT_V3_3; version <= SMPPKIT_V5_0; version++) {
        int32_t result = smppkit_check(&decoded.pdu, version, &error);
        CHECK(result == SMPPKIT_OK || (result == SMPPKIT_E_FIELD && error.command_id == decoded.header.command_id));
    }

    size_t needed = 0, text_len = 0;
    GIVES(SMPPKIT_E_TOO_SMALL, smppkit_show_pdu(&decoded.pdu, SMPPKIT_SHOW_TREE, NULL, 0, &needed, &error));
    char *text = (char *)exactly(needed);
    OK(smppkit_show_pdu(&decoded.pdu, SMPPKIT_SHOW_TREE, text, needed, &text_len, &error));
    SAME(text_len, needed - 1);
    printf("%s\n", text);
    free(text);
    free(small);
    free(again);
    free(frame);
}

int main(int argc, char **argv)
{
    CHECK(argc == 2);
    FILE *file = fopen(argv[1], "rb");
    CHECK(file != NULL);
    static uint8_t stream[1 << 24];
    size_t len = fread(stream, 1, sizeof stream, file), at = 0, count = 0, frame_len = 0;
    fclose(file);
    for (; at < len; at += frame_len, count++) {
        OK(smppkit_frame_length(stream + at, len - at, 1 << 20, &frame_len, NULL));
        CHECK(frame_len != 0 && frame_len <= len - at);
        one(stream + at, frame_len);
    }
    CHECK(count > 100);
    return 0;
}
