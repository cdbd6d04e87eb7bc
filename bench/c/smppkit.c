// smppkit through its C library.
#include "loops.h"
#include <smppkit.h>

int smppkit_loop_decode(const struct fixtures *with, size_t times)
{
    smppkit_decoded decoded = SMPPKIT_DECODED_INIT;
    int32_t result = SMPPKIT_OK;
    for (size_t i = 0; i < times; i++) {
        result |= smppkit_decode(with->frame, with->frame_len, &decoded, NULL);
        KEEP(&decoded);
    }
    return result;
}

// What `kind` says, encoded; `*len` octets of it are in `out` at the end.
int smppkit_loop_encode(const struct fixtures *with, int kind, uint8_t *out, size_t *len, size_t times)
{
    smppkit_tlv submit_tlvs[] = {
        smppkit_tlv_user_message_reference(0x1234),
        smppkit_tlv_more_messages_to_send(1),
    };
    smppkit_tlv deliver_tlvs[] = {
        smppkit_tlv_receipted_message_id(smppkit_string(with->message_id)),
        smppkit_tlv_message_state(SMPPKIT_MESSAGE_STATE_DELIVERED),
    };
    smppkit_submit_sm submit = SMPPKIT_SUBMIT_SM_INIT;
    submit.source_addr_ton = SMPPKIT_TON_ALPHANUMERIC;
    submit.source_addr = smppkit_string(with->source);
    submit.dest_addr_ton = SMPPKIT_TON_INTERNATIONAL;
    submit.dest_addr_npi = SMPPKIT_NPI_ISDN;
    submit.destination_addr = smppkit_string(with->destination);
    submit.registered_delivery = SMPPKIT_REGISTERED_DELIVERY_RECEIPT;
    submit.short_message = smppkit_string(with->text);
    submit.tlvs = smppkit_tlvs_of(submit_tlvs, 2);
    smppkit_deliver_sm deliver = SMPPKIT_DELIVER_SM_INIT;
    deliver.source_addr_ton = SMPPKIT_TON_INTERNATIONAL;
    deliver.source_addr_npi = SMPPKIT_NPI_ISDN;
    deliver.source_addr = smppkit_string(with->destination);
    deliver.dest_addr_ton = SMPPKIT_TON_ALPHANUMERIC;
    deliver.destination_addr = smppkit_string(with->source);
    deliver.esm_class = SMPPKIT_ESM_CLASS_MC_DELIVERY_RECEIPT;
    deliver.short_message = smppkit_string(with->receipt);
    deliver.tlvs = smppkit_tlvs_of(deliver_tlvs, 2);
    const void *pdu = kind == A_SUBMIT_SM ? (const void *)&submit : (const void *)&deliver;
    int32_t result = SMPPKIT_OK;
    for (size_t i = 0; i < times; i++) {
        KEEP(pdu);
        result |= smppkit_encode(SMPPKIT_ESME_ROK, with->sequence_number, pdu, out, 1024, len, NULL);
        KEEP(out);
    }
    return result;
}

// As a relay does, which passes on what it decoded.
int smppkit_loop_relay(const struct fixtures *with, uint8_t *out, size_t *len, size_t times)
{
    smppkit_decoded decoded = SMPPKIT_DECODED_INIT;
    int32_t result = smppkit_decode(with->frame, with->frame_len, &decoded, NULL);
    for (size_t i = 0; i < times; i++) {
        KEEP(&decoded);
        result |= smppkit_encode(SMPPKIT_ESME_ROK, with->sequence_number, &decoded.pdu, out, 1024, len, NULL);
        KEEP(out);
    }
    return result;
}
