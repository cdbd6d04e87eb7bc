// Sessions from C: what they do, and what misuse gets.
#include "check.h"

static const uint64_t SECOND = 1000000000;

// An ESME and an MC, each in memory of exactly the size that it needs.
struct pair {
    smppkit_session *esme, *mc;
    void *memory[2];
    uint8_t there[4096], back[4096];
    size_t len;
    smppkit_event events[8];
    smppkit_received received;
};

static smppkit_session *begin(void **memory, uint8_t role, uint16_t window, uint16_t max_unanswered)
{
    smppkit_config config;
    smppkit_error error = SMPPKIT_ERROR_INIT;
    smppkit_session *session = NULL;
    OK(smppkit_config_init(&config, role));
    config.window = window;
    config.max_unanswered = max_unanswered;
    size_t size = smppkit_session_size(window, max_unanswered);
    *memory = exactly(size);
    OK(smppkit_session_init(*memory, size, &config, 1, &session, &error));
    CHECK((void *)session == *memory);
    return session;
}

static void receive(struct pair *pair, smppkit_session *session, uint64_t now, const uint8_t *octets, size_t len)
{
    OK(smppkit_session_receive(session, now, octets, len, pair->events, 8, &pair->received));
}

static void bound(struct pair *pair)
{
    memset(pair, 0, sizeof *pair);
    pair->received = (smppkit_received)SMPPKIT_RECEIVED_INIT;
    pair->esme = begin(&pair->memory[0], SMPPKIT_ESME, 4, 4);
    pair->mc = begin(&pair->memory[1], SMPPKIT_MC, 4, 2);
    SAME(smppkit_session_state(pair->esme), SMPPKIT_STATE_OPEN);

    smppkit_bind_transceiver bind = SMPPKIT_BIND_TRANSCEIVER_INIT;
    bind.system_id = smppkit_string("app");
    bind.password = smppkit_string("secret");
    uint32_t number = 0;
    OK(smppkit_session_request(pair->esme, 1, &bind, 77, pair->there, sizeof pair->there, &pair->len, &number, NULL));
    SAME(number, 1);
    receive(pair, pair->mc, 1, pair->there, pair->len);
    SAME(pair->received.count, 1);
    SAME(pair->received.consumed, pair->len);
    const smppkit_event *event = pair->events;
    SAME(event->kind, SMPPKIT_EVENT_REQUEST);
    SAME(event->header.command_id, SMPPKIT_BIND_TRANSCEIVER);
    TEXT(event->pdu.bind_transceiver.password, "secret");
    CHECK(event->frame.ptr == pair->there && event->faulty == 0);

    OK(smppkit_session_accept_bind(pair->mc, 1, event->ticket, smppkit_string("mc"), pair->back, sizeof pair->back,
        &pair->len, NULL));
    receive(pair, pair->esme, 1, pair->back, pair->len);
    SAME(event->kind, SMPPKIT_EVENT_RESPONSE);
    SAME(event->token, 77);
    uint8_t version = 0;
    OK(smppkit_get_sc_interface_version(&event->pdu.bind_transceiver_resp.tlvs, &version));
    SAME(version, 0x34);
    SAME(smppkit_session_state(pair->esme), SMPPKIT_STATE_BOUND_TRX);
    SAME(smppkit_session_is_bound(pair->mc), 1);
}

static void end(struct pair *pair)
{
    free(pair->memory[0]);
    free(pair->memory[1]);
}

static smppkit_submit_sm submit_sm(const char *text)
{
    smppkit_submit_sm pdu = SMPPKIT_SUBMIT_SM_INIT;
    pdu.destination_addr = smppkit_string("447700900123");
    pdu.short_message = smppkit_string(text);
    return pdu;
}

static void a_session_begins_in_memory_that_is_large_enough(void)
{
    smppkit_config config;
    smppkit_error error = SMPPKIT_ERROR_INIT;
    smppkit_session *session = NULL;
    GIVES(SMPPKIT_E_VALUE, smppkit_config_init(&config, 2));
    GIVES(SMPPKIT_E_NULL, smppkit_config_init(NULL, SMPPKIT_MC));
    OK(smppkit_config_init(&config, SMPPKIT_MC));
    size_t size = smppkit_session_size(config.window, config.max_unanswered);
    CHECK(size < 500 + 16 * 32 + 65 * 12 + 200);
    uint8_t *memory = exactly(size + 8);

    GIVES(SMPPKIT_E_TOO_SMALL, smppkit_session_init(memory, size - 1, &config, 1, &session, &error));
    SAME(error.needed, size);
    GIVES(SMPPKIT_E_TOO_SMALL, smppkit_session_init(memory, 0, &config, 1, &session, &error));
    GIVES(SMPPKIT_E_NULL, smppkit_session_init(NULL, size, &config, 1, &session, &error));
    GIVES(SMPPKIT_E_NULL, smppkit_session_init(memory + 1, size, &config, 1, &session, &error));
    GIVES(SMPPKIT_E_NULL, smppkit_session_init(memory, size, NULL, 1, &session, &error));
    GIVES(SMPPKIT_E_NULL, smppkit_session_init(memory, size, &config, 1, NULL, &error));
    CHECK(session == NULL);

    config.struct_size--;
    GIVES(SMPPKIT_E_STRUCT_SIZE, smppkit_session_init(memory, size, &config, 1, &session, &error));
    OK(smppkit_config_init(&config, SMPPKIT_MC));
    config.enquire_links = SMPPKIT_REFUSE;
    GIVES(SMPPKIT_E_VALUE, smppkit_session_init(memory, size, &config, 1, &session, &error));
    OK(smppkit_config_init(&config, SMPPKIT_MC));
    config.window = 0;
    GIVES(SMPPKIT_E_CONFIG, smppkit_session_init(memory, size, &config, 1, &session, &error));
    CHECK(strstr(error.text, "window") != NULL);
    OK(smppkit_config_init(&config, SMPPKIT_MC));
    config.response_ns = 0;
    GIVES(SMPPKIT_E_CONFIG, smppkit_session_init(memory, size, &config, 1, &session, &error));
    GIVES(SMPPKIT_E_CONFIG, smppkit_session_new(&config, 1, &session, &error));
    CHECK(session == NULL);

    // A session that was moved is none.
    OK(smppkit_config_init(&config, SMPPKIT_MC));
    OK(smppkit_session_init(memory, size, &config, 1, &session, &error));
    uint8_t *elsewhere = exactly(size);
    memcpy(elsewhere, memory, size);
    GIVES(SMPPKIT_E_NO_SESSION, smppkit_session_close((smppkit_session *)(void *)elsewhere));
    SAME(smppkit_session_state((smppkit_session *)(void *)elsewhere), SMPPKIT_STATE_CLOSED);
    // In memory of ours, there is nothing to be given back.
    smppkit_session_free(session);
    OK(smppkit_session_close(session));
    free(elsewhere);
    free(memory);

    smppkit_session_free(NULL);
    OK(smppkit_session_new(&config, 1, &session, NULL));
    SAME(smppkit_session_window_size(session), 16);
    smppkit_session_free(session);
}

static void without_a_session_there_is_an_answer(void)
{
    smppkit_received received = SMPPKIT_RECEIVED_INIT;
    smppkit_sent sent = SMPPKIT_SENT_INIT;
    smppkit_stats stats = SMPPKIT_STATS_INIT;
    smppkit_event event;
    smppkit_unbind unbind = SMPPKIT_UNBIND_INIT;
    smppkit_request request = { &unbind, 0, 0, 0 };
    uint8_t octets[64] = { 0 };
    size_t len = 5;
    GIVES(SMPPKIT_E_NULL, smppkit_session_receive(NULL, 1, octets, 0, &event, 1, &received));
    GIVES(SMPPKIT_E_NULL, smppkit_session_receive_eof(NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_session_handle_timeout(NULL, 1));
    GIVES(SMPPKIT_E_NULL, smppkit_session_poll_transmit(NULL, octets, 64, &len));
    GIVES(SMPPKIT_E_NULL, smppkit_session_close(NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_session_request(NULL, 1, &unbind, 0, octets, 64, &len, NULL, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_session_request_many(NULL, 1, &request, 1, octets, 64, &sent, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_session_notify(NULL, 1, &unbind, octets, 64, &len, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_session_respond(NULL, 1, 1, 0, NULL, octets, 64, &len, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_session_accept_bind(NULL, 1, 1, smppkit_string(""), octets, 64, &len, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_session_reject(NULL, 1, 1, 0, octets, 64, &len, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_session_abandon(NULL, 1));
    GIVES(SMPPKIT_E_NULL, smppkit_session_ticket(NULL, 1, NULL, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_session_stats(NULL, &stats));
    GIVES(SMPPKIT_E_NULL, smppkit_session_set_max_unanswered(NULL, 1));
    GIVES(SMPPKIT_E_NULL, smppkit_session_snapshot(NULL, 1, octets, 64, &len, NULL));
    SAME(len, 5);
    SAME(smppkit_session_state(NULL), SMPPKIT_STATE_CLOSED);
    SAME(smppkit_session_is_bound(NULL), 0);
    SAME(smppkit_session_version(NULL), 0);
    SAME(smppkit_session_window_size(NULL), 0);
    SAME(smppkit_session_window_available(NULL), 0);
    SAME(smppkit_session_in_flight(NULL), 0);
    SAME(smppkit_session_unanswered(NULL), 0);
    SAME(smppkit_session_congestion_state(NULL), 0);
    SAME(smppkit_session_has_transmit(NULL), 0);
    SAME(smppkit_session_allowed(NULL, SMPPKIT_SUBMIT_SM), 0);
    CHECK(smppkit_session_poll_timeout(NULL) == UINT64_MAX);
}

static void several_requests_stop_at_the_first_that_cannot_be_sent(void)
{
    struct pair pair;
    bound(&pair);
    smppkit_submit_sm first = submit_sm("one"), second = submit_sm("two");
    smppkit_request requests[6];
    for (size_t i = 0; i < 6; i++)
        requests[i] = (smppkit_request){ i % 2 == 0 ? &first : &second, 10 + i, 0, 0 };
    smppkit_sent sent = SMPPKIT_SENT_INIT;
    smppkit_error error = SMPPKIT_ERROR_INIT;

    // No room for a second one: octets of exactly that size.
    size_t one = 0;
    GIVES(SMPPKIT_E_TOO_SMALL, smppkit_encode(0, 1, &first, NULL, 0, &one, NULL));
    uint8_t *out = exactly(one + 10);
    GIVES(SMPPKIT_E_TOO_SMALL, smppkit_session_request_many(pair.esme, 2, requests, 2, out, one + 10, &sent, &error));
    SAME(sent.done, 1);
    SAME(sent.len, one);
    SAME(error.needed, one);
    SAME(requests[0].sequence_number, 2);
    memcpy(pair.there, out, one);
    free(out);

    // The others as far as the window goes.
    GIVES(SMPPKIT_E_WINDOW_FULL, smppkit_session_request_many(pair.esme, 2, requests + 1, 5, pair.there + one,
        sizeof pair.there - one, &sent, &error));
    SAME(sent.done, 3);
    SAME(sent.len, 3 * one);
    SAME(smppkit_session_window_available(pair.esme), 0);
    SAME(smppkit_session_in_flight(pair.esme), 4);
    CHECK(strstr(error.text, "window") != NULL);

    // The peer takes two at once, and waits with the others until it has answered.
    receive(&pair, pair.mc, 2, pair.there, 4 * one);
    SAME(pair.received.status, SMPPKIT_RECEIVED_PAUSED);
    SAME(pair.received.count, 2);
    SAME(pair.received.consumed, 2 * one);
    TEXT(pair.events[1].pdu.submit_sm.short_message, "two");
    SAME(smppkit_session_unanswered(pair.mc), 2);
    SAME(smppkit_session_congestion_state(pair.mc), 100);

    // Its memory was made for no more.
    GIVES(SMPPKIT_E_VALUE, smppkit_session_set_max_unanswered(pair.mc, 3));
    GIVES(SMPPKIT_E_VALUE, smppkit_session_set_max_unanswered(pair.mc, 0));
    OK(smppkit_session_set_max_unanswered(pair.mc, 1));
    OK(smppkit_session_set_max_unanswered(pair.mc, 2));

    uint64_t tickets[2] = { pair.events[0].ticket, pair.events[1].ticket };
    for (size_t i = 0; i < 2; i++) {
        smppkit_submit_sm_resp resp = SMPPKIT_SUBMIT_SM_RESP_INIT;
        resp.message_id = smppkit_string("id");
        size_t len = 0;
        OK(smppkit_session_respond(pair.mc, 3, tickets[1 - i], SMPPKIT_ESME_ROK, &resp, pair.back + pair.len * i,
            sizeof pair.back, &len, NULL));
        pair.len = len;
    }
    // One event at a time, whatever order the responses come in.
    smppkit_event event;
    smppkit_received received = SMPPKIT_RECEIVED_INIT;
    OK(smppkit_session_receive(pair.esme, 5, pair.back, 2 * pair.len, &event, 1, &received));
    SAME(received.status, SMPPKIT_RECEIVED_SOME);
    SAME(received.consumed, pair.len);
    SAME(event.token, 11);
    SAME(event.round_trip_ns, 3);
    TEXT(event.pdu.submit_sm_resp.message_id, "id");

    sent.request_size--;
    GIVES(SMPPKIT_E_STRUCT_SIZE, smppkit_session_request_many(pair.esme, 2, requests, 1, pair.there, 10, &sent, NULL));
    sent = (smppkit_sent)SMPPKIT_SENT_INIT;
    OK(smppkit_session_request_many(pair.esme, 2, NULL, 0, NULL, 0, &sent, NULL));
    SAME(sent.done, 0);
    requests[0].pdu = NULL;
    GIVES(SMPPKIT_E_NULL, smppkit_session_request_many(pair.esme, 2, requests, 1, pair.there, 10, &sent, NULL));
    end(&pair);
}

static void a_ticket_is_good_for_one_answer(void)
{
    struct pair pair;
    bound(&pair);
    smppkit_submit_sm submit = submit_sm("one");
    smppkit_error error = SMPPKIT_ERROR_INIT;
    OK(smppkit_session_request(pair.esme, 2, &submit, 5, pair.there, sizeof pair.there, &pair.len, NULL, NULL));
    receive(&pair, pair.mc, 2, pair.there, pair.len);
    uint64_t ticket = pair.events[0].ticket;
    uint32_t command_id = 0, number = 0;
    OK(smppkit_session_ticket(pair.mc, ticket, &command_id, &number));
    SAME(command_id, SMPPKIT_SUBMIT_SM);
    SAME(number, 2);

    // It survives an answer that cannot be written.
    uint8_t *small = exactly(16);
    size_t len = 0;
    smppkit_submit_sm_resp resp = SMPPKIT_SUBMIT_SM_RESP_INIT;
    resp.message_id = smppkit_string("id");
    GIVES(SMPPKIT_E_TOO_SMALL, smppkit_session_respond(pair.mc, 3, ticket, 0, &resp, small, 16, &len, &error));
    SAME(len, 19);
    SAME(error.needed, 19);
    GIVES(SMPPKIT_E_TOO_SMALL, smppkit_session_reject(pair.mc, 3, ticket, 8, small, 15, &len, &error));
    smppkit_deliver_sm_resp other = SMPPKIT_DELIVER_SM_RESP_INIT;
    GIVES(SMPPKIT_E_WRONG_KIND, smppkit_session_respond(pair.mc, 3, ticket, 0, &other, small, 16, &len, &error));
    SAME(error.command_id, SMPPKIT_DELIVER_SM_RESP);
    GIVES(SMPPKIT_E_WRONG_KIND,
        smppkit_session_accept_bind(pair.mc, 3, ticket, smppkit_string("mc"), small, 16, &len, &error));
    smppkit_submit_sm_resp wrong = SMPPKIT_SUBMIT_SM_RESP_INIT;
    wrong.struct_size = 8;
    GIVES(SMPPKIT_E_STRUCT_SIZE, smppkit_session_respond(pair.mc, 3, ticket, 0, &wrong, small, 16, &len, &error));
    wrong.struct_size = sizeof wrong;
    wrong.message_id = smppkit_octets_of("1234\0006", 6);
    GIVES(SMPPKIT_E_FIELD, smppkit_session_respond(pair.mc, 3, ticket, 0, &wrong, pair.back, 64, &len, &error));
    CHECK(strcmp(error.field, "message_id") == 0);

    OK(smppkit_session_reject(pair.mc, 3, ticket, SMPPKIT_ESME_RSYSERR, small, 16, &len, &error));
    SAME(len, 16);
    memcpy(pair.back, small, 16);
    free(small);
    GIVES(SMPPKIT_E_TICKET_USED, smppkit_session_reject(pair.mc, 3, ticket, 8, pair.there, 16, &len, &error));
    GIVES(SMPPKIT_E_TICKET_USED, smppkit_session_respond(pair.mc, 3, ticket, 0, &resp, pair.there, 64, &len, &error));
    GIVES(SMPPKIT_E_TICKET_USED, smppkit_session_respond(pair.mc, 3, ticket, 0, NULL, pair.there, 64, &len, &error));
    GIVES(SMPPKIT_E_TICKET_USED, smppkit_session_abandon(pair.mc, ticket));
    GIVES(SMPPKIT_E_TICKET_USED, smppkit_session_ticket(pair.mc, ticket, NULL, NULL));
    // Nor is one that never was.
    GIVES(SMPPKIT_E_TICKET_USED, smppkit_session_abandon(pair.mc, 0));
    GIVES(SMPPKIT_E_TICKET_USED, smppkit_session_abandon(pair.mc, UINT64_MAX));
    GIVES(SMPPKIT_E_TICKET_USED, smppkit_session_abandon(pair.esme, ticket));

    receive(&pair, pair.esme, 4, pair.back, 16);
    SAME(pair.events[0].header.command_status, SMPPKIT_ESME_RSYSERR);
    SAME(pair.events[0].token, 5);

    // The other way round: without a PDU, the response has empty fields.
    smppkit_deliver_sm deliver = SMPPKIT_DELIVER_SM_INIT;
    OK(smppkit_session_request(pair.mc, 5, &deliver, 6, pair.back, sizeof pair.back, &len, NULL, NULL));
    receive(&pair, pair.esme, 5, pair.back, len);
    OK(smppkit_session_respond(pair.esme, 5, pair.events[0].ticket, 0, NULL, pair.there, 64, &len, &error));
    receive(&pair, pair.mc, 5, pair.there, len);
    SAME(pair.events[0].header.command_id, SMPPKIT_DELIVER_SM_RESP);
    OK(smppkit_session_request(pair.mc, 5, &deliver, 6, pair.back, sizeof pair.back, &len, NULL, NULL));
    receive(&pair, pair.esme, 5, pair.back, len);
    OK(smppkit_session_abandon(pair.esme, pair.events[0].ticket));
    SAME(smppkit_session_unanswered(pair.esme), 0);
    end(&pair);
}

static void what_may_not_be_sent_is_told_in_detail(void)
{
    struct pair pair;
    bound(&pair);
    smppkit_error error = SMPPKIT_ERROR_INIT;
    smppkit_deliver_sm deliver = SMPPKIT_DELIVER_SM_INIT;
    smppkit_submit_sm_resp resp = SMPPKIT_SUBMIT_SM_RESP_INIT;
    smppkit_broadcast_sm broadcast = SMPPKIT_BROADCAST_SM_INIT;
    smppkit_alert_notification alert = SMPPKIT_ALERT_NOTIFICATION_INIT;
    uint8_t out[256];
    size_t len = 0;
    GIVES(SMPPKIT_E_NOT_ALLOWED, smppkit_session_request(pair.esme, 2, &deliver, 0, out, 256, &len, NULL, &error));
    SAME(error.state, SMPPKIT_STATE_BOUND_TRX);
    SAME(error.command_id, SMPPKIT_DELIVER_SM);
    GIVES(SMPPKIT_E_WRONG_KIND, smppkit_session_request(pair.esme, 2, &resp, 0, out, 256, &len, NULL, &error));
    GIVES(SMPPKIT_E_NOT_IN_VERSION, smppkit_session_request(pair.esme, 2, &broadcast, 0, out, 256, &len, NULL, &error));
    SAME(error.command_id, SMPPKIT_BROADCAST_SM);
    GIVES(SMPPKIT_E_WRONG_KIND, smppkit_session_notify(pair.esme, 2, &deliver, out, 256, &len, &error));
    GIVES(SMPPKIT_E_NOT_ALLOWED, smppkit_session_notify(pair.esme, 2, &alert, out, 256, &len, &error));
    smppkit_submit_sm submit = submit_sm("one");
    submit.validity_period = smppkit_string("tomorrow");
    GIVES(SMPPKIT_E_FIELD, smppkit_session_request(pair.esme, 2, &submit, 0, out, 256, &len, NULL, &error));
    CHECK(strcmp(error.field, "validity_period") == 0);
    SAME(error.command_status, SMPPKIT_ESME_RINVEXPIRY);
    SAME(len, 0);
    error.struct_size = 1;
    GIVES(SMPPKIT_E_STRUCT_SIZE, smppkit_session_request(pair.esme, 2, &submit, 0, out, 256, &len, NULL, &error));
    SAME(smppkit_session_allowed(pair.esme, SMPPKIT_SUBMIT_SM), 1);
    SAME(smppkit_session_allowed(pair.esme, SMPPKIT_DELIVER_SM), 0);
    SAME(smppkit_session_in_flight(pair.esme), 0);

    OK(smppkit_session_notify(pair.mc, 2, &alert, out, 256, &len, NULL));
    receive(&pair, pair.esme, 2, out, len);
    SAME(pair.events[0].kind, SMPPKIT_EVENT_NOTIFICATION);
    end(&pair);
}

static void what_the_peer_may_not_send_is_refused(void)
{
    struct pair pair;
    bound(&pair);
    // A submit_sm of which nothing is left but two octets, in pieces.
    uint8_t octets[] = { 0, 0, 0, 18, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 9, 'x', 'y' };
    for (size_t len = 0; len < sizeof octets; len++) {
        receive(&pair, pair.mc, 2, octets, len);
        SAME(pair.received.status, SMPPKIT_RECEIVED_ALL);
        SAME(pair.received.consumed, 0);
        SAME(pair.received.needed, len < 4 ? 16 : 18);
    }
    receive(&pair, pair.mc, 2, octets, sizeof octets);
    const smppkit_event *event = pair.events;
    SAME(event->kind, SMPPKIT_EVENT_REFUSED);
    SAME(event->command_status, SMPPKIT_ESME_RINVSERTYP);
    SAME(event->header.sequence_number, 9);
    smppkit_error fault = SMPPKIT_ERROR_INIT;
    OK(smppkit_fault(event->frame.ptr, event->frame.len, (size_t)event->fault, &fault));
    CHECK(strcmp(fault.field, "service_type") == 0);

    SAME(smppkit_session_has_transmit(pair.mc), 1);
    size_t len = 1;
    OK(smppkit_session_poll_transmit(pair.mc, NULL, 0, &len));
    SAME(len, 0);
    uint8_t *answer = exactly(16);
    OK(smppkit_session_poll_transmit(pair.mc, answer, 16, &len));
    SAME(len, 16);
    SAME(answer[7], 4);
    SAME(answer[11], SMPPKIT_ESME_RINVSERTYP);
    free(answer);

    // Framing is lost: the end.
    uint8_t rubbish[] = "GET / HTTP/1.1\r\n\r\n";
    receive(&pair, pair.mc, 3, rubbish, sizeof rubbish);
    SAME(pair.received.status, SMPPKIT_RECEIVED_CLOSED);
    SAME(event->kind, SMPPKIT_EVENT_CLOSED);
    SAME(event->reason, SMPPKIT_CLOSED_BAD_COMMAND_LENGTH);
    SAME(event->header.command_length, 0x47455420);
    smppkit_stats stats = SMPPKIT_STATS_INIT;
    OK(smppkit_session_stats(pair.mc, &stats));
    SAME(stats.received, 2);
    SAME(stats.refused, 2);
    SAME(stats.faulty, 1);
    stats.struct_size = 0;
    GIVES(SMPPKIT_E_STRUCT_SIZE, smppkit_session_stats(pair.mc, &stats));
    end(&pair);
}

static void requests_time_out_and_end_with_the_session(void)
{
    struct pair pair;
    bound(&pair);
    smppkit_submit_sm submit = submit_sm("one");
    smppkit_request requests[] = { { &submit, 1, SECOND, 0 }, { &submit, 2, 0, 0 } };
    smppkit_sent sent = SMPPKIT_SENT_INIT;
    OK(smppkit_session_request_many(pair.esme, 2 * SECOND, requests, 2, pair.there, sizeof pair.there, &sent, NULL));
    CHECK(smppkit_session_poll_timeout(pair.esme) == 3 * SECOND);
    OK(smppkit_session_handle_timeout(pair.esme, 3 * SECOND));
    receive(&pair, pair.esme, 3 * SECOND, NULL, 0);
    SAME(pair.received.count, 1);
    SAME(pair.events[0].kind, SMPPKIT_EVENT_UNANSWERED);
    SAME(pair.events[0].reason, SMPPKIT_UNANSWERED_TIMEOUT);
    SAME(pair.events[0].token, 1);
    SAME(pair.events[0].header.command_id, SMPPKIT_SUBMIT_SM);
    SAME(pair.events[0].header.sequence_number, requests[0].sequence_number);

    // What the other side has not answered when it ends is answered no more.
    receive(&pair, pair.mc, 3 * SECOND, pair.there, sent.len);
    uint64_t ticket = pair.events[0].ticket;
    OK(smppkit_session_close(pair.mc));
    size_t len = 0;
    smppkit_error error = SMPPKIT_ERROR_INIT;
    GIVES(SMPPKIT_E_CLOSED, smppkit_session_reject(pair.mc, 3 * SECOND, ticket, 8, pair.back, 16, &len, &error));
    OK(smppkit_session_abandon(pair.mc, ticket));

    OK(smppkit_session_receive_eof(pair.esme));
    smppkit_event event;
    smppkit_received received = SMPPKIT_RECEIVED_INIT;
    OK(smppkit_session_receive(pair.esme, 3 * SECOND, NULL, 0, &event, 1, &received));
    SAME(received.status, SMPPKIT_RECEIVED_SOME);
    SAME(event.kind, SMPPKIT_EVENT_UNANSWERED);
    SAME(event.reason, SMPPKIT_UNANSWERED_CLOSED);
    SAME(event.token, 2);
    OK(smppkit_session_receive(pair.esme, 3 * SECOND, NULL, 0, &event, 1, &received));
    SAME(event.kind, SMPPKIT_EVENT_CLOSED);
    SAME(event.reason, SMPPKIT_CLOSED_EOF);
    receive(&pair, pair.esme, 3 * SECOND, pair.back, 16);
    SAME(pair.received.count, 0);
    SAME(pair.received.status, SMPPKIT_RECEIVED_CLOSED);
    GIVES(SMPPKIT_E_CLOSED,
        smppkit_session_request(pair.esme, 4 * SECOND, &submit, 0, pair.there, 256, &len, NULL, &error));
    GIVES(SMPPKIT_E_CLOSED, smppkit_session_snapshot(pair.esme, 4 * SECOND, pair.there, 4096, &len, &error));
    CHECK(smppkit_session_poll_timeout(pair.esme) == UINT64_MAX);
    OK(smppkit_session_close(pair.esme));
    end(&pair);
}

static void misuse_of_receive(void)
{
    struct pair pair;
    bound(&pair);
    smppkit_event event;
    smppkit_received received = SMPPKIT_RECEIVED_INIT;
    GIVES(SMPPKIT_E_VALUE, smppkit_session_receive(pair.mc, 2, NULL, 0, &event, 0, &received));
    GIVES(SMPPKIT_E_NULL, smppkit_session_receive(pair.mc, 2, NULL, 0, NULL, 1, &received));
    GIVES(SMPPKIT_E_NULL, smppkit_session_receive(pair.mc, 2, NULL, 16, &event, 1, &received));
    GIVES(SMPPKIT_E_NULL, smppkit_session_receive(pair.mc, 2, NULL, 0, &event, 1, NULL));
    GIVES(SMPPKIT_E_NULL, smppkit_session_receive(pair.mc, 2, pair.there, SIZE_MAX, &event, 1, &received));
    received.event_size = 1;
    GIVES(SMPPKIT_E_STRUCT_SIZE, smppkit_session_receive(pair.mc, 2, NULL, 0, &event, 1, &received));
    end(&pair);
}

static void a_session_goes_on_elsewhere(void)
{
    struct pair pair;
    bound(&pair);
    smppkit_submit_sm submit = submit_sm("one");
    smppkit_error error = SMPPKIT_ERROR_INIT;
    OK(smppkit_session_request(pair.esme, 2, &submit, 5, pair.there, sizeof pair.there, &pair.len, NULL, NULL));
    receive(&pair, pair.mc, 2, pair.there, pair.len);
    uint64_t ticket = pair.events[0].ticket;

    size_t needed = 0, len = 0;
    GIVES(SMPPKIT_E_TOO_SMALL, smppkit_session_snapshot(pair.mc, 3, NULL, 0, &needed, &error));
    SAME(error.needed, needed);
    uint8_t *snapshot = exactly(needed);
    OK(smppkit_session_snapshot(pair.mc, 3, snapshot, needed, &len, &error));
    SAME(len, needed);

    smppkit_config config;
    smppkit_session *again = NULL;
    OK(smppkit_config_init(&config, SMPPKIT_ESME));
    GIVES(SMPPKIT_E_SNAPSHOT, smppkit_session_new_from(&config, snapshot, len, 3, &again, &error));
    OK(smppkit_config_init(&config, SMPPKIT_MC));
    for (size_t i = 0; i < needed; i++) {
        GIVES(SMPPKIT_E_SNAPSHOT, smppkit_session_new_from(&config, snapshot, i, 3, &again, &error));
        snapshot[i] ^= 0x10;
        GIVES(SMPPKIT_E_SNAPSHOT, smppkit_session_new_from(&config, snapshot, len, 3, &again, &error));
        snapshot[i] ^= 0x10;
    }
    CHECK(again == NULL);
    OK(smppkit_session_new_from(&config, snapshot, len, 3, &again, &error));
    SAME(smppkit_session_state(again), SMPPKIT_STATE_BOUND_TRX);
    SAME(smppkit_session_unanswered(again), 1);
    OK(smppkit_session_reject(again, 4, ticket, 8, pair.back, 16, &len, &error));
    GIVES(SMPPKIT_E_TICKET_USED, smppkit_session_reject(again, 4, ticket, 8, pair.back, 16, &len, &error));
    smppkit_session_free(again);

    config.window = 4;
    config.max_unanswered = 2;
    size_t size = smppkit_session_size(4, 2);
    void *memory = exactly(size);
    GIVES(SMPPKIT_E_TOO_SMALL,
        smppkit_session_init_from(memory, size - 1, &config, snapshot, needed, 3, &again, &error));
    OK(smppkit_session_init_from(memory, size, &config, snapshot, needed, 3, &again, &error));
    OK(smppkit_session_abandon(again, ticket));
    free(memory);
    free(snapshot);
    end(&pair);
}

static void a_pacer_says_when(void)
{
    smppkit_pacing pacing;
    smppkit_pacer pacer;
    memset(&pacer, 0xFF, sizeof pacer);
    uint64_t at = 0;
    GIVES(SMPPKIT_E_NO_SESSION, smppkit_pacer_take(&pacer, 1, &at));
    SAME(smppkit_pacer_messages_per_second(&pacer), 0);
    GIVES(SMPPKIT_E_NULL, smppkit_pacing_init(NULL, 100));
    OK(smppkit_pacing_init(&pacing, 100));
    pacing.struct_size = 0;
    GIVES(SMPPKIT_E_STRUCT_SIZE, smppkit_pacer_init(&pacer, &pacing, 1));
    OK(smppkit_pacing_init(&pacing, 100));
    OK(smppkit_pacer_init(&pacer, &pacing, SECOND));
    OK(smppkit_pacer_take(&pacer, SECOND, &at));
    GIVES(SMPPKIT_E_NOT_YET, smppkit_pacer_take(&pacer, SECOND, &at));
    CHECK(at == SECOND + SECOND / 100);
    OK(smppkit_pacer_take(&pacer, at, NULL));
    OK(smppkit_pacer_on_status(&pacer, at, SMPPKIT_ESME_RTHROTTLED));
    SAME(smppkit_pacer_messages_per_second(&pacer), 50);
    OK(smppkit_pacer_on_congestion_state(&pacer, at + 2 * SECOND, 95));
    SAME(smppkit_pacer_messages_per_second(&pacer), 63);
}

int main(void)
{
    a_session_begins_in_memory_that_is_large_enough();
    without_a_session_there_is_an_answer();
    several_requests_stop_at_the_first_that_cannot_be_sent();
    a_ticket_is_good_for_one_answer();
    what_may_not_be_sent_is_told_in_detail();
    what_the_peer_may_not_send_is_refused();
    requests_time_out_and_end_with_the_session();
    misuse_of_receive();
    a_session_goes_on_elsewhere();
    a_pacer_says_when();
    return 0;
}
