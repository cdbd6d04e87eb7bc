// An ESME over one connection with poll. Plain C11, POSIX.
//
//     cc esme_poll.c -o esme_poll $(pkg-config --cflags --libs smppkit)
//     ./esme_poll --server 127.0.0.1:2775 --account test:secret --to 447700900123 --receipt "Hello"
//
// It binds, sends a text as often as it is told, keeping as many submit_sm under way as the window takes, waits for receipts
// if they are wanted, unbinds and ends. A long text goes out in parts. When the connection breaks it makes another, waiting
// longer each time, and sends again whatever was not answered: such a message may then arrive twice, and that is better than
// not at all.
//
// It ends with 0 if all was accepted, and delivered if receipts were wanted; 1 if not; 2 if it was not called rightly.
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <smppkit.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    MAX_PARTS = 10000000,   // Of all messages together.
    EVENTS = 64,            // Taken from the session at once.
    IN_OCTETS = 70000,      // The largest PDU that is accepted.
    OUT_OCTETS = 65536,     // What the peer may leave unread.
    PDU_OCTETS = 1024,      // More than any submit_sm that is sent here.
};

#define MS UINT64_C(1000000)
#define SECOND (1000 * MS)
// Tokens; those of submit_sm are the numbers of parts.
#define BIND_TOKEN UINT64_MAX
#define UNBIND_TOKEN (UINT64_MAX - 1)

#define CONNECT_WITHIN_NS (10 * SECOND)
#define FIRST_BACK_OFF_NS (500 * MS)
#define LONGEST_BACK_OFF_NS (30 * SECOND)

// What became of one part of one message.
enum state { TO_SEND, IN_FLIGHT, ACCEPTED, DELIVERED, FAILED };

static struct {
    // What was asked for.
    const char *host, *port, *system_id, *password;
    smppkit_octets from, to, text;
    smppkit_text_options options;
    uint32_t messages;
    uint16_t window;
    unsigned attempts;
    uint64_t receipts_within_ns;
    bool verbose;

    // What became of it. Part p of message m is number m * parts_each + p.
    size_t parts_each;
    uint32_t part_count, sent_up_to, in_flight, accepted, delivered, failed;
    uint8_t *states;
    uint32_t *again;        // Parts to be sent again.
    uint32_t again_count;
    smppkit_correlator *correlator;     // Which part a receipt is about.
    smppkit_pacer pacer;
    uint64_t paced_until_ns, receipts_until_ns;
    bool accepted_all, unbinding, fatal;

    // The connection.
    int fd;
    bool connecting, over, broken;
    smppkit_session *session;
    uint64_t connect_until_ns, reconnect_ns, back_off_ns;
    unsigned failures;
    size_t in_len, out_len;
    uint8_t in[IN_OCTETS], out[OUT_OCTETS];
} esme;

static volatile sig_atomic_t interrupted;

static void on_signal(int signal)
{
    (void)signal;
    interrupted = 1;
}

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

static void say(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("esme: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

// ---- What goes out

static uint8_t *room(void)
{
    return esme.out + esme.out_len;
}

static size_t room_len(void)
{
    return OUT_OCTETS - esme.out_len;
}

static bool request(uint64_t now_ns, const void *pdu, uint64_t token)
{
    smppkit_error error = SMPPKIT_ERROR_INIT;
    size_t len = 0;
    if (smppkit_session_request(esme.session, now_ns, pdu, token, room(), room_len(), &len, NULL, &error) != SMPPKIT_OK) {
        say("%s cannot be sent: %s", smppkit_command_name(((const smppkit_any_pdu *)pdu)->command_id), error.text);
        return false;
    }
    esme.out_len += len;
    return true;
}

static void bind_session(uint64_t now_ns)
{
    smppkit_bind_transceiver bind = SMPPKIT_BIND_TRANSCEIVER_INIT;
    bind.system_id = smppkit_string(esme.system_id);
    bind.password = smppkit_string(esme.password);
    if (!request(now_ns, &bind, BIND_TOKEN))
        esme.fatal = esme.over = true;
}

static void unbind(uint64_t now_ns)
{
    smppkit_unbind pdu = SMPPKIT_UNBIND_INIT;
    if (esme.unbinding)
        return;
    esme.unbinding = true;
    if (!smppkit_session_is_bound(esme.session) || !request(now_ns, &pdu, UNBIND_TOKEN))
        esme.over = true;
}

// Sends one part. Its number is the token, by which it is found again.
static bool send_part(uint64_t now_ns, uint32_t number)
{
    uint8_t memory[512];
    smppkit_text text;
    smppkit_submit_sm pdu;
    smppkit_error error = SMPPKIT_ERROR_INIT;
    // The number of the message ties its parts together.
    uint16_t reference = (uint16_t)(number / esme.parts_each);
    int32_t result = smppkit_text_begin(&text, &esme.options, esme.from, esme.to, esme.text, reference, NULL, &error);
    for (size_t part = 0; part <= number % esme.parts_each && result == SMPPKIT_OK; part++)
        result = smppkit_text_next(&text, &pdu, memory, sizeof memory, &error);
    if (result != SMPPKIT_OK) {
        say("message %u: %s", (unsigned)(number / esme.parts_each), error.text);
        return false;
    }
    return request(now_ns, &pdu, number);
}

// Sends as many parts as the window, the pace and the buffer take.
static void send_parts(uint64_t now_ns)
{
    while (esme.again_count > 0 || esme.sent_up_to < esme.part_count) {
        if (!smppkit_session_is_bound(esme.session) || smppkit_session_window_available(esme.session) == 0
            || room_len() < PDU_OCTETS)
            return;
        if (smppkit_pacer_take(&esme.pacer, now_ns, &esme.paced_until_ns) != SMPPKIT_OK)
            return;
        uint32_t number = esme.again_count > 0 ? esme.again[--esme.again_count] : esme.sent_up_to++;
        if (send_part(now_ns, number)) {
            esme.states[number] = IN_FLIGHT;
            esme.in_flight++;
        } else {
            esme.states[number] = FAILED;
            esme.failed++;
        }
    }
}

// ---- What comes in

static void send_again(uint32_t number)
{
    esme.states[number] = TO_SEND;
    esme.again[esme.again_count++] = number;
}

static void on_bind_resp(const smppkit_event *event)
{
    uint32_t status = event->header.command_status;
    if (status == SMPPKIT_ESME_ROK) {
        say("bound to \"%.*s\"", SMPPKIT_PRINT(event->pdu.bind_transceiver_resp.system_id));
        esme.failures = 0;
        esme.back_off_ns = FIRST_BACK_OFF_NS;
        return;
    }
    say("the bind was refused: %s", smppkit_status_text(status) ? smppkit_status_text(status) : "unknown status");
    // Another attempt with the same password gives the same.
    esme.fatal = smppkit_status_retry(status) == SMPPKIT_RETRY_BIND;
    esme.over = true;
}

// What became of an accepted part, says its receipt.
static void on_receipt(uint32_t number, bool delivered)
{
    if (esme.states[number] != ACCEPTED)
        return;
    esme.states[number] = delivered ? DELIVERED : FAILED;
    if (delivered)
        esme.delivered++;
    else
        esme.failed++;
}

static void on_submit_sm_resp(uint64_t now_ns, const smppkit_event *event)
{
    uint32_t number = (uint32_t)event->token, status = event->header.command_status;
    esme.in_flight--;
    smppkit_pacer_on_status(&esme.pacer, now_ns, status);
    if (status == SMPPKIT_ESME_ROK && event->header.command_id == SMPPKIT_SUBMIT_SM_RESP) {
        esme.states[number] = ACCEPTED;
        esme.accepted++;
        // The receipt may have come before: then this gives back what it said.
        uint64_t delivered;
        if (esme.options.receipt
            && smppkit_correlator_submitted(esme.correlator, now_ns, event->pdu.submit_sm_resp.message_id, number,
                   &delivered) == SMPPKIT_OK)
            on_receipt(number, delivered != 0);
    } else if (smppkit_status_retry(status) == SMPPKIT_RETRY_TEMPORARY) {
        send_again(number);
    } else {
        // Also a generic_nack, which some MCs answer a submit_sm with.
        const char *name = smppkit_status_name(status);
        say("message %u was refused: %s (0x%08X)", (unsigned)(number / esme.parts_each), name ? name : "unknown status",
            (unsigned)status);
        esme.states[number] = FAILED;
        esme.failed++;
    }
}

// A receipt of the MC, or a message of a mobile.
static void on_deliver_sm(uint64_t now_ns, const smppkit_event *event)
{
    uint8_t scratch[512];
    smppkit_message message = SMPPKIT_MESSAGE_INIT;
    smppkit_message_read(event->frame.ptr, event->frame.len, scratch, sizeof scratch, &message, NULL);
    if (message.kind == SMPPKIT_KIND_RECEIPT) {
        const smppkit_receipt *receipt = &message.receipt;
        bool delivered = receipt->message_state == SMPPKIT_MESSAGE_STATE_DELIVERED;
        uint64_t number;
        if (smppkit_correlator_receipt(esme.correlator, now_ns, receipt->message_id, receipt->is_final, delivered, &number,
                NULL) == SMPPKIT_OK
            && receipt->is_final)
            on_receipt((uint32_t)number, delivered);
    } else if (message.kind == SMPPKIT_KIND_MESSAGE) {
        char text[1024];
        size_t text_len = 0;
        if (smppkit_message_text(&message, 0, (uint8_t *)text, sizeof text, &text_len, NULL) == SMPPKIT_OK)
            printf("%.*s: %.*s\n", SMPPKIT_PRINT(message.source_addr), (int)text_len, text);
    }

    smppkit_error error = SMPPKIT_ERROR_INIT;
    size_t len = 0;
    if (smppkit_session_respond(esme.session, now_ns, event->ticket, SMPPKIT_ESME_ROK, NULL, room(), room_len(), &len,
            &error) == SMPPKIT_OK)
        esme.out_len += len;
    else
        say("no answer: %s", error.text);
}

static void on_request(uint64_t now_ns, const smppkit_event *event)
{
    size_t len = 0;
    if (event->header.command_id == SMPPKIT_DELIVER_SM) {
        on_deliver_sm(now_ns, event);
    } else if (smppkit_session_reject(esme.session, now_ns, event->ticket, SMPPKIT_ESME_RINVCMDID, room(), room_len(), &len,
                   NULL) == SMPPKIT_OK) {
        esme.out_len += len;
    }
}

static void on_event(uint64_t now_ns, const smppkit_event *event)
{
    char line[512];
    if (esme.verbose || event->kind == SMPPKIT_EVENT_CLOSED || event->kind == SMPPKIT_EVENT_REFUSED) {
        smppkit_show_event(event, line, sizeof line, NULL);
        say("%s", line);
    }
    switch (event->kind) {
    case SMPPKIT_EVENT_REQUEST:
        on_request(now_ns, event);
        break;
    case SMPPKIT_EVENT_RESPONSE:
        if (event->token == BIND_TOKEN)
            on_bind_resp(event);
        else if (event->token != UNBIND_TOKEN)
            on_submit_sm_resp(now_ns, event);
        break;
    case SMPPKIT_EVENT_UNANSWERED:
        if (event->token < esme.part_count) {
            esme.in_flight--;
            send_again((uint32_t)event->token);
        }
        break;
    case SMPPKIT_EVENT_CLOSED:
        esme.over = true;
        break;
    }
}

// ---- The connection

static void flush(void)
{
    size_t sent = 0;
    while (sent < esme.out_len && !esme.broken) {
        ssize_t n = send(esme.fd, esme.out + sent, esme.out_len - sent, MSG_NOSIGNAL);
        if (n >= 0)
            sent += (size_t)n;
        else if (errno == EAGAIN || errno == EWOULDBLOCK)
            break;
        else if (errno != EINTR)
            esme.broken = true;
    }
    esme.out_len -= sent;
    memmove(esme.out, esme.out + sent, esme.out_len);
}

// Hands what was received, and what time did, to the session; does what it says; and sends what there is to send.
static void work(uint64_t now_ns)
{
    size_t taken = 0, written = 0;
    smppkit_received received = SMPPKIT_RECEIVED_INIT;
    do {
        // No more requests than there is room for answers to.
        size_t events = room_len() / PDU_OCTETS;
        if (events == 0)
            break;
        smppkit_event event[EVENTS];
        smppkit_session_receive(esme.session, now_ns, esme.in + taken, esme.in_len - taken, event,
            events < EVENTS ? events : EVENTS, &received);
        for (size_t i = 0; i < received.count; i++)
            on_event(now_ns, &event[i]);
        taken += received.consumed;

        // No receipt can come any more for what failed.
        bool all_delivered = !esme.options.receipt || esme.delivered + esme.failed == esme.part_count;
        bool done = esme.again_count == 0 && esme.sent_up_to == esme.part_count && esme.in_flight == 0;
        if (done && !esme.receipts_until_ns)
            esme.receipts_until_ns = now_ns + esme.receipts_within_ns;
        if (interrupted || (done && (all_delivered || now_ns >= esme.receipts_until_ns)))
            unbind(now_ns);
        else
            send_parts(now_ns);
        smppkit_session_poll_transmit(esme.session, room(), room_len(), &written);
        esme.out_len += written;
        flush();
        // A session that paused goes on once what it owed was taken.
    } while (received.status == SMPPKIT_RECEIVED_SOME || (received.status == SMPPKIT_RECEIVED_PAUSED && written > 0));
    esme.in_len -= taken;
    memmove(esme.in, esme.in + taken, esme.in_len);
}

static void disconnect(uint64_t now_ns)
{
    if (esme.session) {
        // What was under way is told once more: it is sent again over the next connection.
        smppkit_session_close(esme.session);
        work(now_ns);
        smppkit_session_free(esme.session);
        esme.session = NULL;
    }
    if (esme.fd >= 0)
        close(esme.fd);
    esme.fd = -1;
    esme.in_len = esme.out_len = 0;
    if (++esme.failures == esme.attempts)
        esme.fatal = true;
    // Not all at the same time when an MC comes back.
    uint64_t wait_ns = esme.back_off_ns / 2 + (uint64_t)rand() % (esme.back_off_ns / 2);
    esme.reconnect_ns = now_ns + wait_ns;
    esme.back_off_ns = esme.back_off_ns * 2 < LONGEST_BACK_OFF_NS ? esme.back_off_ns * 2 : LONGEST_BACK_OFF_NS;
}

static void connect_failed(uint64_t now_ns, const char *why)
{
    say("%s:%s: %s", esme.host, esme.port, why);
    disconnect(now_ns);
}

static void begin_connect(uint64_t now_ns)
{
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *found = NULL;
    esme.connecting = true;
    esme.over = esme.broken = false;
    esme.connect_until_ns = now_ns + CONNECT_WITHIN_NS;
    int failed = getaddrinfo(esme.host, esme.port, &hints, &found);
    if (failed) {
        connect_failed(now_ns, gai_strerror(failed));
        return;
    }
    // If the host has several addresses, each has its turn.
    const struct addrinfo *address = found;
    for (unsigned skip = esme.failures; skip > 0; skip--)
        address = address->ai_next ? address->ai_next : found;
    esme.fd = socket(address->ai_family, SOCK_STREAM, 0);
    if (esme.fd < 0 || fcntl(esme.fd, F_SETFL, O_NONBLOCK) != 0
        || (connect(esme.fd, address->ai_addr, address->ai_addrlen) != 0 && errno != EINPROGRESS))
        connect_failed(now_ns, strerror(errno));
    freeaddrinfo(found);
}

static void end_connect(uint64_t now_ns)
{
    int failed = 0;
    socklen_t len = sizeof failed;
    getsockopt(esme.fd, SOL_SOCKET, SO_ERROR, &failed, &len);
    if (failed) {
        connect_failed(now_ns, strerror(failed));
        return;
    }
    smppkit_config config;
    smppkit_config_init(&config, SMPPKIT_ESME);
    config.window = esme.window;
    config.max_command_length = IN_OCTETS;
    smppkit_error error = SMPPKIT_ERROR_INIT;
    esme.connecting = false;
    if (smppkit_session_new(&config, now_ns, &esme.session, &error) != SMPPKIT_OK) {
        connect_failed(now_ns, error.text);
        return;
    }
    bind_session(now_ns);
    work(now_ns);
}

static void on_readable(void)
{
    if (esme.in_len == IN_OCTETS)
        return;
    ssize_t n = recv(esme.fd, esme.in + esme.in_len, IN_OCTETS - esme.in_len, 0);
    if (n > 0)
        esme.in_len += (size_t)n;
    else if (n == 0)
        smppkit_session_receive_eof(esme.session);
    else if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
        esme.broken = true;
}

// When anything is to be done although nothing arrives.
static uint64_t next_ns(void)
{
    if (esme.fd < 0)
        return esme.reconnect_ns;
    if (esme.connecting)
        return esme.connect_until_ns;
    uint64_t next = smppkit_session_poll_timeout(esme.session);
    bool paced = esme.paced_until_ns > 0 && (esme.again_count > 0 || esme.sent_up_to < esme.part_count)
        && smppkit_session_window_available(esme.session) > 0 && smppkit_session_is_bound(esme.session);
    if (paced && esme.paced_until_ns < next)
        next = esme.paced_until_ns;
    if (esme.receipts_until_ns && !esme.unbinding && esme.receipts_until_ns < next)
        next = esme.receipts_until_ns;
    return next;
}

static int milliseconds_until(uint64_t ns, uint64_t now_ns)
{
    // A signal may come just before poll begins: so never for long.
    uint64_t ms = ns > now_ns ? (ns - now_ns + MS - 1) / MS : 0;
    return ms < 1000 ? (int)ms : 1000;
}

static void run(void)
{
    esme.fd = -1;
    while (!esme.fatal) {
        uint64_t now_ns = now();
        if (interrupted && !esme.session)
            break;
        if (esme.fd < 0) {
            if (esme.unbinding)
                break;
            if (now_ns >= esme.reconnect_ns)
                begin_connect(now_ns);
        }
        short interest = POLLIN;
        if (esme.connecting || esme.out_len > 0)
            interest |= POLLOUT;
        struct pollfd waited = { .fd = esme.fd, .events = interest };
        if (poll(&waited, 1, milliseconds_until(next_ns(), now())) < 0 && errno != EINTR) {
            say("poll: %s", strerror(errno));
            break;
        }
        now_ns = now();
        if (esme.fd < 0)
            continue;
        if (esme.connecting) {
            if (waited.revents)
                end_connect(now_ns);
            else if (now_ns >= esme.connect_until_ns)
                connect_failed(now_ns, "no answer");
        } else {
            if (waited.revents & (POLLIN | POLLHUP | POLLERR))
                on_readable();
            if (now_ns >= smppkit_session_poll_timeout(esme.session))
                smppkit_session_handle_timeout(esme.session, now_ns);
            work(now_ns);
        }
        if (esme.session && (esme.broken || (esme.over && esme.out_len == 0)))
            disconnect(now_ns);
    }
    if (esme.fd >= 0)
        disconnect(now());
}

// ---- The program

static void usage(FILE *file)
{
    fputs("usage: esme_poll [options] --account SYSTEM_ID:PASSWORD --to ADDRESS TEXT\n"
          "  --server HOST:PORT    the message centre (127.0.0.1:2775)\n"
          "  --from ADDRESS        who sends it (left to the message centre)\n"
          "  --count NUMBER        how often the text is sent (1)\n"
          "  --window NUMBER       how many submit_sm may be unanswered (16)\n"
          "  --rate NUMBER         messages a second (10000)\n"
          "  --receipt             ask for receipts and wait for them\n"
          "  --wait SECONDS        how long to wait for receipts, once all is accepted (60)\n"
          "  --attempts NUMBER     connections in a row that fail before it gives up (10)\n"
          "  --verbose             show what happens\n",
        file);
}

static void die(const char *what, const char *why)
{
    fprintf(stderr, "esme_poll: %s: %s\n", what, why);
    exit(2);
}

static unsigned long number(const char *text, unsigned long max)
{
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (errno != 0 || end == text || *end != 0 || value == 0 || value > max)
        die(text, "not a number, or too large");
    return value;
}

// Cuts "LEFT:RIGHT" at its last colon.
static void cut(char *text, const char **left, const char **right)
{
    char *colon = strrchr(text, ':');
    if (!colon)
        die(text, "a colon is missing");
    *colon = 0;
    *left = text;
    *right = colon + 1;
}

static void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (!memory)
        die("memory", strerror(errno));
    return memory;
}

// Makes the list of what is to be sent.
static void prepare(void)
{
    smppkit_text text;
    smppkit_error error = SMPPKIT_ERROR_INIT;
    if (smppkit_text_begin(&text, &esme.options, esme.from, esme.to, esme.text, 0, &esme.parts_each, &error)
        != SMPPKIT_OK)
        die("this cannot be sent", error.text);
    if (esme.messages > MAX_PARTS / esme.parts_each)
        die("--count", "too many");
    esme.part_count = esme.messages * (uint32_t)esme.parts_each;
    esme.states = allocate(esme.part_count, sizeof *esme.states);
    esme.again = allocate(esme.part_count, sizeof *esme.again);
    esme.correlator = smppkit_correlator_new(esme.part_count);
    if (!esme.correlator)
        die("memory", strerror(ENOMEM));
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        { "server", required_argument, NULL, 's' }, { "account", required_argument, NULL, 'a' },
        { "from", required_argument, NULL, 'f' }, { "to", required_argument, NULL, 't' },
        { "count", required_argument, NULL, 'c' }, { "window", required_argument, NULL, 'w' },
        { "rate", required_argument, NULL, 'r' }, { "receipt", no_argument, NULL, 'd' },
        { "wait", required_argument, NULL, 'W' }, { "attempts", required_argument, NULL, 'A' },
        { "verbose", no_argument, NULL, 'v' }, { "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 },
    };
    static char default_server[] = "127.0.0.1:2775";
    unsigned long per_second = 10000;
    esme.messages = 1;
    esme.window = 16;
    esme.attempts = 10;
    esme.receipts_within_ns = 60 * SECOND;
    esme.back_off_ns = FIRST_BACK_OFF_NS;
    esme.options = (smppkit_text_options)SMPPKIT_TEXT_OPTIONS_INIT;
    cut(default_server, &esme.host, &esme.port);
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (option) {
        case 's': cut(optarg, &esme.host, &esme.port); break;
        case 'a': cut(optarg, &esme.system_id, &esme.password); break;
        case 'f': esme.from = smppkit_string(optarg); break;
        case 't': esme.to = smppkit_string(optarg); break;
        case 'c': esme.messages = (uint32_t)number(optarg, MAX_PARTS); break;
        case 'w': esme.window = (uint16_t)number(optarg, 10000); break;
        case 'r': per_second = number(optarg, 1000000); break;
        case 'd': esme.options.receipt = 1; break;
        case 'W': esme.receipts_within_ns = number(optarg, 86400) * SECOND; break;
        case 'A': esme.attempts = (unsigned)number(optarg, 1000000); break;
        case 'v': esme.verbose = true; break;
        case 'h': usage(stdout); return 0;
        default: usage(stderr); return 2;
        }
    }
    if (!esme.system_id || esme.to.len == 0 || optind + 1 != argc) {
        usage(stderr);
        return 2;
    }
    esme.text = smppkit_string(argv[optind]);
    prepare();
    smppkit_pacing pacing;
    smppkit_pacing_init(&pacing, (uint32_t)per_second);
    pacing.burst = esme.window;
    smppkit_pacer_init(&esme.pacer, &pacing, now());
    srand((unsigned)now());
    struct sigaction action = { .sa_handler = on_signal };
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);

    run();

    bool all = esme.accepted == esme.part_count && (!esme.options.receipt || esme.delivered == esme.part_count);
    printf("%u messages in %u parts: %u accepted, %u delivered, %u failed\n", (unsigned)esme.messages,
        (unsigned)esme.part_count, (unsigned)esme.accepted, (unsigned)esme.delivered, (unsigned)esme.failed);
    smppkit_correlator_free(esme.correlator);
    free(esme.states);
    free(esme.again);
    return all ? 0 : 1;
}
