// Kannel's smpp_pdu, as Debian has it.
#include "loops.h"
#include "gw/smsc/smpp_pdu.h"

static void kannel_init(void)
{
    static int done = 0;
    if (!done) {
        gwlib_init();
        log_set_output_level(GW_PANIC);
        smpp_pdu_init(cfg_create(octstr_imm("")));
        done = 1;
    }
}

// The frame as Kannel reads it from a connection: without command_length.
static Octstr *frame_of(const struct fixtures *with)
{
    return octstr_create_from_data((const char *)with->frame + 4, (long)with->frame_len - 4);
}

int kannel_loop_decode(const struct fixtures *with, size_t times)
{
    kannel_init();
    Octstr *frame = frame_of(with);
    int result = 0;
    for (size_t i = 0; i < times; i++) {
        SMPP_PDU *pdu = smpp_pdu_unpack(NULL, frame);
        KEEP(pdu);
        result |= pdu == NULL;
        smpp_pdu_destroy(pdu);
    }
    octstr_destroy(frame);
    return result;
}

int kannel_loop_encode(const struct fixtures *with, uint8_t *out, size_t *len, size_t times)
{
    kannel_init();
    Octstr *frame = frame_of(with);
    SMPP_PDU *pdu = smpp_pdu_unpack(NULL, frame);
    octstr_destroy(frame);
    if (pdu == NULL)
        return 1;
    for (size_t i = 0; i < times; i++) {
        KEEP(pdu);
        Octstr *packed = smpp_pdu_pack(NULL, pdu);
        KEEP(packed);
        if (i + 1 == times) {
            *len = (size_t)octstr_len(packed);
            octstr_get_many_chars((char *)out, packed, 0, (long)*len);
        }
        octstr_destroy(packed);
    }
    smpp_pdu_destroy(pdu);
    return 0;
}
