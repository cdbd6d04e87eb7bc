// The session of the C library as the end of a transcript: commands on standard input, a line each, and what comes of them
// on standard output. tests/src/transcript/driver.rs of the project has the protocol.
#include "check.h"

enum { MOST = 70000 + 16, EVENTS = 5 };

static uint8_t memory[1 << 20];
static smppkit_session *session;
static uint8_t input[2 * MOST];
static size_t input_len;

static int failed(const char *why)
{
    printf("failed %s\n", why);
    return 0;
}

static void print_octets(const char *word, const uint8_t *octets, size_t len)
{
    printf("%s ", word);
    for (size_t i = 0; i < len; i++)
        printf("%02x", octets[i]);
    printf(len == 0 ? "-\n" : "\n");
}

static int digit(char character)
{
    const char *digits = "0123456789abcdef", *at = strchr(digits, character);
    return character != '\0' && at != NULL ? (int)(at - digits) : -1;
}

// The octets of a hexadecimal word; -1 if it is none.
static long read_octets(const char *word, uint8_t *octets, size_t capacity)
{
    size_t len = 0;
    if (word == NULL)
        return -1;
    if (strcmp(word, "-") == 0)
        return 0;
    for (; word[0] != '\0'; word += 2) {
        if (len == capacity || digit(word[0]) < 0 || digit(word[1]) < 0)
            return -1;
        octets[len++] = (uint8_t)(digit(word[0]) << 4 | digit(word[1]));
    }
    return (long)len;
}

static uint64_t number(const char *word)
{
    return word == NULL ? 0 : strtoull(word, NULL, 10);
}

static const char *state_name(uint32_t state)
{
    static const char *const names[] = { "Closed", "Open", "Outbound", "BoundTx", "BoundRx", "BoundTrx", "Unbound" };
    return names[state];
}

static void print_error(int32_t result, const smppkit_error *error)
{
    switch (result) {
    case SMPPKIT_E_WINDOW_FULL: printf("error window_full\n"); break;
    case SMPPKIT_E_TOO_SMALL: printf("error buffer_too_small\n"); break;
    case SMPPKIT_E_NOT_ALLOWED: printf("error not_allowed\n"); break;
    case SMPPKIT_E_WRONG_KIND: printf("error wrong_kind\n"); break;
    case SMPPKIT_E_NOT_IN_VERSION: printf("error not_in_version\n"); break;
    case SMPPKIT_E_FIELD: printf("error field %s\n", error->field); break;
    case SMPPKIT_E_CLOSED: printf("error closed\n"); break;
    case SMPPKIT_E_TICKET_USED: printf("error ticket_used\n"); break;
    default: printf("error %s\n", error->text); break;
    }
}

// The PDU of an event, made anew from its fields.
static void print_pdu(const char *word, uint64_t key, const smppkit_event *event)
{
    static uint8_t frame[MOST];
    char head[64];
    size_t len = 0;
    OK(smppkit_encode(event->header.command_status, event->header.sequence_number, &event->pdu, frame, sizeof frame,
        &len, NULL));
    if (event->kind == SMPPKIT_EVENT_NOTIFICATION)
        snprintf(head, sizeof head, "%s", word);
    else
        snprintf(head, sizeof head, "%s %" PRIu64, word, key);
    print_octets(head, frame, len);
}

static void print_event(const smppkit_event *event)
{
    static const char *const reasons[] = { "?", "local", "unbound", "unbind_unanswered", "peer_unbound", "eof",
        "session_init", "bind_unanswered", "inactivity", "enquire_link_unanswered", "bad_command_length" };
    smppkit_error fault = SMPPKIT_ERROR_INIT;
    switch (event->kind) {
    case SMPPKIT_EVENT_REQUEST: print_pdu("request", event->ticket, event); break;
    case SMPPKIT_EVENT_RESPONSE: print_pdu("response", event->token, event); break;
    case SMPPKIT_EVENT_NOTIFICATION: print_pdu("notification", 0, event); break;
    case SMPPKIT_EVENT_REFUSED:
        printf("refused ");
        for (size_t i = 0; i < 16; i++)
            printf("%02x", event->frame.ptr[i]);
        printf(" %" PRIu32, event->command_status);
        if (event->fault >= 0) {
            smppkit_fault(event->frame.ptr, event->frame.len, (size_t)event->fault, &fault);
            printf(" %s", fault.field);
        }
        printf("\n");
        break;
    case SMPPKIT_EVENT_UNBIND_RECEIVED: printf("unbind_received\n"); break;
    case SMPPKIT_EVENT_UNANSWERED:
        printf("unanswered %" PRIu64 " %s\n", event->token,
            event->reason == SMPPKIT_UNANSWERED_TIMEOUT ? "timeout" : "closed");
        break;
    case SMPPKIT_EVENT_CLOSED: printf("closed %s\n", reasons[event->reason]); break;
    default: printf("an event of kind %" PRIu32 "\n", event->kind); break;
    }
}

static size_t transmit(void)
{
    uint8_t octets[160];
    size_t len;
    OK(smppkit_session_poll_transmit(session, octets, sizeof octets, &len));
    if (len > 0)
        print_octets("octets", octets, len);
    return len;
}

// Takes what came, as far as the session does.
static void receive(uint64_t now, int is_command)
{
    smppkit_event events[EVENTS];
    smppkit_received received = SMPPKIT_RECEIVED_INIT;
    for (;;) {
        size_t len = is_command ? input_len : 0;
        OK(smppkit_session_receive(session, now, len == 0 ? NULL : input, len, events, EVENTS, &received));
        for (size_t i = 0; i < received.count; i++)
            print_event(&events[i]);
        if (is_command) {
            input_len -= received.consumed;
            memmove(input, input + received.consumed, input_len);
        }
        size_t sent = transmit();
        if (received.status == SMPPKIT_RECEIVED_PAUSED && sent == 0) {
            printf("paused\n");
            return;
        }
        if (received.status != SMPPKIT_RECEIVED_SOME && received.status != SMPPKIT_RECEIVED_PAUSED)
            return;
    }
}

static int start(char *words)
{
    smppkit_config config;
    smppkit_error error = SMPPKIT_ERROR_INIT;
    OK(smppkit_config_init(&config, strstr(words, "role=mc") != NULL ? SMPPKIT_MC : SMPPKIT_ESME));
    for (char *word = strtok(words, " "); word != NULL; word = strtok(NULL, " ")) {
        char *value = strchr(word, '=');
        if (value == NULL)
            return failed("name=value");
        *value++ = '\0';
        uint64_t n = strcmp(value, "off") == 0 ? 0 : number(value);
        if (strcmp(word, "window") == 0)
            config.window = (uint16_t)n;
        else if (strcmp(word, "interface_version") == 0)
            config.interface_version = (uint8_t)n;
        else if (strcmp(word, "version_when_absent") == 0)
            config.version_when_absent = (uint8_t)n;
        else if (strcmp(word, "max_command_length") == 0)
            config.max_command_length = (uint32_t)n;
        else if (strcmp(word, "max_unanswered") == 0)
            config.max_unanswered = (uint16_t)n;
        else if (strcmp(word, "session_init") == 0)
            config.session_init_ns = n;
        else if (strcmp(word, "enquire_link") == 0)
            config.enquire_link_ns = n;
        else if (strcmp(word, "inactivity") == 0)
            config.inactivity_ns = n;
        else if (strcmp(word, "response") == 0)
            config.response_ns = n;
        else if (strcmp(word, "when_full") == 0)
            config.when_unanswered_full = strcmp(value, "throttle") == 0 ? SMPPKIT_THROTTLE : SMPPKIT_PAUSE;
        else if (strcmp(word, "enquire_links") == 0)
            config.enquire_links = strcmp(value, "deliver") == 0 ? SMPPKIT_DELIVER : SMPPKIT_ANSWER;
        else if (strcmp(word, "unknown") == 0)
            config.unknown_requests = strcmp(value, "deliver") == 0 ? SMPPKIT_DELIVER : SMPPKIT_REFUSE;
        else if (strcmp(word, "outgoing") == 0)
            config.check_outgoing = strcmp(value, "check") == 0;
        else if (strcmp(word, "tolerance") == 0) {
            uint8_t tolerant = strcmp(value, "tolerant") == 0;
            config.tolerate_incomplete = 0;
            config.tolerate_lengths = config.tolerate_tlv_lengths = config.tolerate_tlv_stream = tolerant;
        } else if (strcmp(word, "role") != 0)
            return failed(word);
    }
    input_len = 0;
    if (smppkit_session_init(memory, sizeof memory, &config, 1, &session, &error) != SMPPKIT_OK)
        return failed(error.text);
    return 1;
}

// What the application does; 0 if it makes no sense.
static int application(const char *command, uint64_t now)
{
    static uint8_t frame[MOST], out[MOST];
    smppkit_error error = SMPPKIT_ERROR_INIT;
    smppkit_decoded decoded = SMPPKIT_DECODED_INIT;
    size_t len = 0;
    int32_t result;
    int asks = strcmp(command, "request") == 0, within = strcmp(command, "request_within") == 0;
    int responds = strcmp(command, "respond") == 0, notifies = strcmp(command, "notify") == 0;
    uint64_t time = within ? number(strtok(NULL, " ")) : 0;
    uint64_t key = notifies ? 0 : number(strtok(NULL, " "));
    if (asks || within || responds || notifies) {
        long frame_len = read_octets(strtok(NULL, " "), frame, sizeof frame);
        if (frame_len < 0 || smppkit_decode(frame, (size_t)frame_len, &decoded, &error) != SMPPKIT_OK)
            return failed("not a PDU");
    }
    if (asks) {
        result = smppkit_session_request(session, now, &decoded.pdu, key, out, sizeof out, &len, NULL, &error);
    } else if (within) {
        smppkit_request request = { &decoded.pdu, key, time, 0 };
        smppkit_sent sent = SMPPKIT_SENT_INIT;
        result = smppkit_session_request_many(session, now, &request, 1, out, sizeof out, &sent, &error);
        len = sent.len;
    } else if (notifies) {
        result = smppkit_session_notify(session, now, &decoded.pdu, out, sizeof out, &len, &error);
    } else if (responds) {
        result = smppkit_session_respond(session, now, key, decoded.header.command_status, &decoded.pdu, out,
            sizeof out, &len, &error);
    } else if (strcmp(command, "reject") == 0) {
        uint32_t status = (uint32_t)number(strtok(NULL, " "));
        result = smppkit_session_reject(session, now, key, status, out, sizeof out, &len, &error);
    } else if (strcmp(command, "abandon") == 0) {
        result = smppkit_session_abandon(session, key);
    } else if (strcmp(command, "close") == 0) {
        result = smppkit_session_close(session);
    } else if (strcmp(command, "eof") == 0) {
        result = smppkit_session_receive_eof(session);
    } else if (strcmp(command, "timeout") == 0) {
        result = smppkit_session_handle_timeout(session, now);
    } else {
        return failed(command);
    }
    if (result != SMPPKIT_OK)
        print_error(result, &error);
    else if (len > 0)
        print_octets("octets", out, len);
    return 1;
}

static int command(char *line)
{
    char *word = strtok(line, " \n");
    if (word == NULL)
        return failed("no command");
    if (strcmp(word, "start") == 0)
        return start(strtok(NULL, "\n"));
    if (session == NULL)
        return failed("no session was begun");
    uint64_t now = number(strtok(NULL, " \n"));
    if (strcmp(word, "receive") == 0) {
        long len = read_octets(strtok(NULL, " \n"), input + input_len, sizeof input - input_len);
        if (len < 0)
            return failed("not octets");
        input_len += (size_t)len;
        receive(now, 1);
        return 1;
    }
    if (!application(word, now))
        return 0;
    receive(now, 0);
    return 1;
}

int main(void)
{
    static char line[1 << 19];
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (command(line))
            printf("done %s\n", state_name(smppkit_session_state(session)));
        fflush(stdout);
    }
    return 0;
}
