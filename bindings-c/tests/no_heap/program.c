// An ESME and an MC in a program that has no heap: all memory is here. What one of them wants to send, the other is given.
#include "surroundings.h"

#include <smppkit.h>

enum { WINDOW = 4, MAX_UNANSWERED = 4, EVENTS = 2 };

// What `smppkit_session_size` tells for these settings, and some more: `smppkit_session_init` looks.
static _Alignas(SMPPKIT_SESSION_ALIGN) uint8_t esme_memory[800], mc_memory[800];
static smppkit_session *esme, *mc;
static smppkit_event events[EVENTS];
static uint8_t frame[512], scratch[512];
static uint64_t now;

static const char TEXT[] = "Meter 17 at the north gate: 493.8 kWh since midnight, 230 V, 50.01 Hz, temperature 21 degrees, "
                           "last reading accepted. The next one follows within the hour unless the gate is closed.";

// What went wrong, and where: the program ends.
static void must(int is_so, const char *what)
{
    if (is_so)
        return;
    say("failed: ");
    say(what);
    say("\n");
    leave(1);
}
#define OK(call) must((call) == SMPPKIT_OK, #call)

void say_figure(const char *what, size_t octets)
{
    char digits[24] = { 0 };
    size_t at = sizeof digits - 1;
    do {
        digits[--at] = (char)('0' + octets % 10);
        octets /= 10;
    } while (octets > 0);
    say("octets of ");
    say(what);
    say(": ");
    say(digits + at);
    say("\n");
}

static void say_octets(smppkit_octets octets)
{
    char text[sizeof scratch + 1];
    must(octets.len < sizeof text, "the text fits");
    memcpy(text, octets.ptr, octets.len);
    text[octets.len] = '\0';
    say(text);
}

static void say_line(const char *what, smppkit_octets octets)
{
    say(what);
    say_octets(octets);
    say("\n");
}

static void begin(uint8_t role, uint8_t *memory, size_t len, smppkit_session **session)
{
    smppkit_config config;
    OK(smppkit_config_init(&config, role));
    config.window = WINDOW;
    config.max_unanswered = MAX_UNANSWERED;
    config.max_command_length = sizeof frame;
    OK(smppkit_session_init(memory, len, &config, now, session, NULL));
}

// Gives a session the one PDU in `frame`, and gives what it is told. The event points into `frame`.
static const smppkit_event *receive(smppkit_session *session, size_t len)
{
    smppkit_received received = SMPPKIT_RECEIVED_INIT;
    OK(smppkit_session_receive(session, now, frame, len, events, EVENTS, &received));
    must(received.count == 1 && received.consumed == len, "one PDU is one event");
    return events;
}

// Sends a request to the other session, which is told of it.
static const smppkit_event *request(smppkit_session *from, smppkit_session *to, const void *pdu, uint64_t token)
{
    size_t len = 0;
    now++;
    OK(smppkit_session_request(from, now, pdu, token, frame, sizeof frame, &len, NULL, NULL));
    const smppkit_event *event = receive(to, len);
    must(event->kind == SMPPKIT_EVENT_REQUEST && event->faulty == 0, "a good request arrives");
    return event;
}

// The other session is told of the response in `frame`.
static const smppkit_event *responded(smppkit_session *to, size_t len, uint64_t token)
{
    const smppkit_event *event = receive(to, len);
    must(event->kind == SMPPKIT_EVENT_RESPONSE && event->token == token && event->command_status == SMPPKIT_ESME_ROK,
        "the response is to this request");
    return event;
}

static void bind(void)
{
    size_t len = 0;
    smppkit_bind_transceiver bind = SMPPKIT_BIND_TRANSCEIVER_INIT;
    bind.system_id = smppkit_string("meter");
    bind.password = smppkit_string("secret");
    const smppkit_event *event = request(esme, mc, &bind, 1);
    say_line("mc: bind of ", event->pdu.bind_transceiver.system_id);
    OK(smppkit_session_accept_bind(mc, now, event->ticket, smppkit_string("centre"), frame, sizeof frame, &len, NULL));
    event = responded(esme, len, 1);
    must(smppkit_session_is_bound(esme) == 1, "the ESME is bound");
    say_line("esme: bound to ", event->pdu.bind_transceiver_resp.system_id);
}

// Submits the parts of a text, one after the other.
static void submit(void)
{
    smppkit_text text;
    smppkit_submit_sm part = SMPPKIT_SUBMIT_SM_INIT;
    uint64_t token = 100;
    int32_t result;
    OK(smppkit_text_begin(&text, NULL, smppkit_string("12345"), smppkit_string("+447700900123"), smppkit_string(TEXT), 7,
        NULL, NULL));
    while ((result = smppkit_text_next(&text, &part, scratch, sizeof scratch, NULL)) == SMPPKIT_OK) {
        size_t len = 0;
        uint8_t said[256];
        smppkit_message message = SMPPKIT_MESSAGE_INIT;
        const smppkit_event *event = request(esme, mc, &part, ++token);
        OK(smppkit_message_read(event->frame.ptr, event->frame.len, NULL, 0, &message, NULL));
        must(message.concatenation.segment_seqnum == token - 100, "parts come in order");
        OK(smppkit_message_text(&message, 0, said, sizeof said, &len, NULL));
        say_line("mc: part: ", smppkit_octets_of(said, len));

        smppkit_submit_sm_resp resp = SMPPKIT_SUBMIT_SM_RESP_INIT;
        resp.message_id = smppkit_string("id-7");
        OK(smppkit_session_respond(mc, now, event->ticket, SMPPKIT_ESME_ROK, &resp, frame, sizeof frame, &len, NULL));
        event = responded(esme, len, token);
        say_line("esme: accepted as ", event->pdu.submit_sm_resp.message_id);
    }
    must(result == SMPPKIT_E_NOT_FOUND, "all parts are made");
}

// The MC tells what became of the message.
static void deliver(void)
{
    size_t len = 0;
    smppkit_message message = SMPPKIT_MESSAGE_INIT;
    smppkit_deliver_sm receipt = SMPPKIT_DELIVER_SM_INIT;
    receipt.source_addr = smppkit_string("447700900123");
    receipt.destination_addr = smppkit_string("12345");
    receipt.esm_class = SMPPKIT_ESM_CLASS_MC_DELIVERY_RECEIPT;
    receipt.short_message = smppkit_string("id:id-7 sub:001 dlvrd:001 submit date:2611230200 done date:2611230205 "
                                           "stat:DELIVRD err:000 text:Meter 17");
    const smppkit_event *event = request(mc, esme, &receipt, 500);
    OK(smppkit_message_read(event->frame.ptr, event->frame.len, scratch, sizeof scratch, &message, NULL));
    must(message.kind == SMPPKIT_KIND_RECEIPT, "it is a receipt");
    must(message.receipt.message_state == SMPPKIT_MESSAGE_STATE_DELIVERED, "it was delivered");
    say_line("esme: delivered: ", message.receipt.message_id);
    OK(smppkit_session_respond(esme, now, event->ticket, SMPPKIT_ESME_ROK, NULL, frame, sizeof frame, &len, NULL));
    responded(mc, len, 500);
}

// A peer that sends rubbish ends its session, and no more.
static void rubbish(void)
{
    smppkit_received received = SMPPKIT_RECEIVED_INIT;
    memset(frame, 0xFF, sizeof frame);
    OK(smppkit_session_receive(esme, now, frame, sizeof frame, events, EVENTS, &received));
    must(received.count > 0 && events[received.count - 1].kind == SMPPKIT_EVENT_CLOSED, "the session is over");
    say("esme: closed\n");
}

int main(void)
{
    say_figure("a session", smppkit_session_size(WINDOW, MAX_UNANSWERED));
    begin(SMPPKIT_ESME, esme_memory, sizeof esme_memory, &esme);
    begin(SMPPKIT_MC, mc_memory, sizeof mc_memory, &mc);
    bind();
    submit();
    deliver();
    rubbish();
    return 0;
}
