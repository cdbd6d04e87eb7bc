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

static smppkit_submit_sm a_submit_sm(const struct fixtures *with, const smppkit_tlv tlvs[2])
{
    smppkit_submit_sm submit = SMPPKIT_SUBMIT_SM_INIT;
    submit.source_addr_ton = SMPPKIT_TON_ALPHANUMERIC;
    submit.source_addr = smppkit_string(with->source);
    submit.dest_addr_ton = SMPPKIT_TON_INTERNATIONAL;
    submit.dest_addr_npi = SMPPKIT_NPI_ISDN;
    submit.destination_addr = smppkit_string(with->destination);
    submit.registered_delivery = SMPPKIT_REGISTERED_DELIVERY_RECEIPT;
    submit.short_message = smppkit_string(with->text);
    submit.tlvs = smppkit_tlvs_of(tlvs, 2);
    return submit;
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
    smppkit_submit_sm submit = a_submit_sm(with, submit_tlvs);
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

// Two sessions, and the octets that go from one to the other.
struct pair {
    smppkit_session *esme, *mc;
    uint64_t now;
    uint8_t there[512], back[512];
    size_t len;
    smppkit_event events[8];
    smppkit_received received;
};

static smppkit_session *begin(uint8_t role)
{
    smppkit_config config;
    smppkit_session *session = NULL;
    if (smppkit_config_init(&config, role) == SMPPKIT_OK)
        smppkit_session_new(&config, 1, &session, NULL);
    return session;
}

// What comes of octets that are one PDU: an event of this kind, in `pair->events`.
static int takes(struct pair *pair, smppkit_session *session, const uint8_t *octets, uint32_t kind)
{
    KEEP(octets);
    return smppkit_session_receive(session, pair->now, octets, pair->len, pair->events, 8, &pair->received) == SMPPKIT_OK
        && pair->received.count == 1 && pair->events[0].kind == kind;
}

static int bound(struct pair *pair)
{
    smppkit_bind_transceiver bind = SMPPKIT_BIND_TRANSCEIVER_INIT;
    bind.system_id = smppkit_string("app");
    bind.password = smppkit_string("secret");
    pair->received = (smppkit_received)SMPPKIT_RECEIVED_INIT;
    pair->now = 1;
    pair->esme = begin(SMPPKIT_ESME);
    pair->mc = begin(SMPPKIT_MC);
    return smppkit_session_request(pair->esme, 1, &bind, 0, pair->there, sizeof pair->there, &pair->len, NULL, NULL) == SMPPKIT_OK
        && takes(pair, pair->mc, pair->there, SMPPKIT_EVENT_REQUEST)
        && smppkit_session_accept_bind(pair->mc, 1, pair->events[0].ticket, smppkit_string("mc"), pair->back,
               sizeof pair->back, &pair->len, NULL) == SMPPKIT_OK
        && takes(pair, pair->esme, pair->back, SMPPKIT_EVENT_RESPONSE)
        && smppkit_session_is_bound(pair->esme) && smppkit_session_is_bound(pair->mc);
}

// One message: request, receive, respond, receive.
static int submit_one(struct pair *pair, const smppkit_submit_sm *submit, uint64_t token, const struct fixtures *with)
{
    pair->now += 1000;
    KEEP(submit);
    if (smppkit_session_request(pair->esme, pair->now, submit, token, pair->there, sizeof pair->there, &pair->len, NULL,
            NULL) != SMPPKIT_OK
        || !takes(pair, pair->mc, pair->there, SMPPKIT_EVENT_REQUEST)
        || pair->events[0].header.command_id != SMPPKIT_SUBMIT_SM)
        return 0;
    smppkit_submit_sm_resp resp = SMPPKIT_SUBMIT_SM_RESP_INIT;
    resp.message_id = smppkit_string(with->message_id);
    KEEP(&resp);
    return smppkit_session_respond(pair->mc, pair->now, pair->events[0].ticket, SMPPKIT_ESME_ROK, &resp, pair->back,
               sizeof pair->back, &pair->len, NULL) == SMPPKIT_OK
        && takes(pair, pair->esme, pair->back, SMPPKIT_EVENT_RESPONSE)
        && pair->events[0].token == token && pair->events[0].header.command_status == SMPPKIT_ESME_ROK;
}

// A submit_sm and its response, through two sessions that are bound when this is first called.
int smppkit_loop_session(const struct fixtures *with, size_t times)
{
    static struct pair pair;
    if (pair.esme == NULL && !bound(&pair))
        return 1;
    smppkit_tlv tlvs[] = {
        smppkit_tlv_user_message_reference(0x1234),
        smppkit_tlv_more_messages_to_send(1),
    };
    smppkit_submit_sm submit = a_submit_sm(with, tlvs);
    for (size_t i = 0; i < times; i++)
        if (!submit_one(&pair, &submit, i, with))
            return 1;
    return 0;
}
