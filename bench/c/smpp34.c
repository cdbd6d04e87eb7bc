// libsmpp34 (Osmocom), as Debian has it.
#include "loops.h"
#include <string.h>
#include <libsmpp34/smpp34.h>
#include <libsmpp34/smpp34_structs.h>
#include <libsmpp34/smpp34_params.h>

int smpp34_loop_decode(const struct fixtures *with, int kind, size_t times)
{
    union {
        submit_sm_t submit;
        deliver_sm_t deliver;
    } pdu;
    int result = 0;
    for (size_t i = 0; i < times; i++) {
        memset(&pdu, 0, sizeof pdu);
        result |= smpp34_unpack2(&pdu, with->frame, (int)with->frame_len);
        KEEP(&pdu);
        destroy_tlv(kind == A_SUBMIT_SM ? pdu.submit.tlv : pdu.deliver.tlv);
    }
    return result;
}

int smpp34_loop_encode(const struct fixtures *with, int kind, uint8_t *out, size_t *len, size_t times)
{
    union {
        submit_sm_t submit;
        deliver_sm_t deliver;
    } pdu;
    memset(&pdu, 0, sizeof pdu);
    // As it decodes them: that sets all fields to what the fixture has, and puts the TLVs the other way round.
    int result = smpp34_unpack2(&pdu, with->frame, (int)with->frame_len);
    tlv_t **tlvs = kind == A_SUBMIT_SM ? &pdu.submit.tlv : &pdu.deliver.tlv;
    tlv_t *in_order = NULL;
    while (*tlvs != NULL) {
        tlv_t *tlv = *tlvs;
        *tlvs = tlv->next;
        tlv->next = in_order;
        in_order = tlv;
    }
    *tlvs = in_order;
    int written = 0;
    for (size_t i = 0; i < times; i++) {
        KEEP(&pdu);
        result |= smpp34_pack2(out, 1024, &written, &pdu);
        KEEP(out);
    }
    *len = (size_t)written;
    destroy_tlv(*tlvs);
    return result;
}
