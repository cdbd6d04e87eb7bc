// An ESME or an MC for the soak (see README.md), with libsmppkit and poll. `drop_in.h` is what examples/drop_in.c of the library says
// is to be copied: scripts/soak does that.
//
//     endpoint client PORT MESSAGES
//     endpoint server MESSAGES
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <smppkit.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "drop_in.h"

enum {
    CONNECTIONS = 64,       // Further ones wait.
    TEXT_OCTETS = 160,
};

#define MS UINT64_C(1000000)
#define SECOND (1000 * MS)
#define RESPONSE_NS (2 * SECOND)
#define ENQUIRE_LINK_NS (1 * SECOND)
#define SESSION_INIT_NS (2 * SECOND)
#define FIRST_PAUSE_NS (20 * MS)
#define LONGEST_PAUSE_NS (200 * MS)
#define STALLED_NS (5 * SECOND)     // A peer that reads nothing for so long is cut off.
#define END_NS (5 * SECOND)         // How long the end may take.
// Tokens; those of messages are their numbers.
#define BIND_TOKEN UINT64_MAX
#define UNBIND_TOKEN (UINT64_MAX - 1)

struct connection {
    struct link link;
    bool connecting, broken;
    uint64_t progress_ns;       // When the peer last read something, or had nothing to read.
};

static struct {
    bool is_server;
    uint16_t port;
    int listener;
    uint64_t now_ns, reconnect_ns, pause_ns, end_ns;
    uint32_t messages, next, unsettled, ids;
    size_t count;
    struct connection *connections[CONNECTIONS];
} soak = { .listener = -1, .pause_ns = FIRST_PAUSE_NS };

static void die(const char *what)
{
    fprintf(stderr, "endpoint: %s: %s\n", what, strerror(errno));
    exit(1);
}

// Whether a call did what it should; if not, that is told.
static bool done(int32_t result, const smppkit_error *error)
{
    if (result != SMPPKIT_OK && result != SMPPKIT_E_CLOSED)
        printf("{\"wrong\": \"%s\"}\n", error->text);
    return result == SMPPKIT_OK;
}

// ---- What is sent

static size_t write_text(uint32_t number, uint8_t *text)
{
    size_t len = (size_t)snprintf((char *)text, TEXT_OCTETS, "%u ", (unsigned)number);
    size_t padding = (size_t)number * 37 % 120;
    memset(text + len, 'x', padding);
    return len + padding;
}

static bool request(struct link *link, const void *pdu, uint64_t token)
{
    smppkit_error error = SMPPKIT_ERROR_INIT;
    return done(link_request(link, pdu, token, soak.now_ns, &error), &error);
}

static void settled(void)
{
    if (--soak.unsettled == 0)
        printf("{\"done\": true}\n");
}

static bool send_message(struct link *link, uint32_t number)
{
    uint8_t text[TEXT_OCTETS];
    smppkit_octets octets = smppkit_octets_of(text, write_text(number, text));
    if (soak.is_server) {
        smppkit_deliver_sm deliver_sm = SMPPKIT_DELIVER_SM_INIT;
        deliver_sm.source_addr = smppkit_string("447700900123");
        deliver_sm.destination_addr = smppkit_string("1234");
        deliver_sm.short_message = octets;
        return request(link, &deliver_sm, number);
    }
    smppkit_submit_sm submit_sm = SMPPKIT_SUBMIT_SM_INIT;
    submit_sm.source_addr = smppkit_string("1234");
    submit_sm.destination_addr = smppkit_string("447700900123");
    submit_sm.short_message = octets;
    return request(link, &submit_sm, number);
}

// Sends as many messages as the window and the buffer take; room is left for answers.
static void send_messages(struct link *link)
{
    while (soak.next < soak.messages && !soak.end_ns && !link->over && smppkit_session_is_bound(link->session)
           && smppkit_session_window_available(link->session) > 0 && link->out_len < LINK_OUT / 2) {
        uint32_t number = soak.next++;
        if (!send_message(link, number)) {
            printf("{\"sent\": %u, \"not_sent\": \"see above\"}\n", (unsigned)number);
            settled();
        }
    }
}

static void unbind(struct link *link)
{
    smppkit_unbind pdu = SMPPKIT_UNBIND_INIT;
    if (!link->session || !smppkit_session_is_bound(link->session) || !request(link, &pdu, UNBIND_TOKEN))
        link->over = true;
}

// ---- What comes in

static void answer(struct link *link, const smppkit_event *event, uint32_t command_status, const void *pdu)
{
    smppkit_error error = SMPPKIT_ERROR_INIT;
    done(link_answer(link, event->ticket, command_status, pdu, soak.now_ns, &error), &error);
}

static void on_message(struct link *link, const smppkit_event *event, smppkit_octets text)
{
    uint8_t expected[TEXT_OCTETS];
    char digits[11] = "";
    if (text.len > 0)
        memcpy(digits, text.ptr, text.len < 10 ? text.len : 10);
    uint32_t number = (uint32_t)strtoul(digits, NULL, 10);
    if (write_text(number, expected) != text.len || memcmp(expected, text.ptr, text.len) != 0) {
        printf("{\"wrong\": \"a message that nobody sends\"}\n");
        answer(link, event, SMPPKIT_ESME_RSYSERR, NULL);
    } else if (number % 50 == 49) {
        printf("{\"received\": %u, \"status\": %u}\n", (unsigned)number, (unsigned)SMPPKIT_ESME_RSYSERR);
        answer(link, event, SMPPKIT_ESME_RSYSERR, NULL);
    } else if (event->header.command_id == SMPPKIT_DELIVER_SM) {
        printf("{\"received\": %u, \"status\": 0}\n", (unsigned)number);
        answer(link, event, SMPPKIT_ESME_ROK, NULL);
    } else {
        char id[12];
        snprintf(id, sizeof id, "s%u", (unsigned)soak.ids++);
        printf("{\"received\": %u, \"status\": 0, \"id\": \"%s\"}\n", (unsigned)number, id);
        smppkit_submit_sm_resp response = SMPPKIT_SUBMIT_SM_RESP_INIT;
        response.message_id = smppkit_string(id);
        answer(link, event, SMPPKIT_ESME_ROK, &response);
    }
}

static void on_bind(struct link *link, const smppkit_event *event)
{
    smppkit_error error = SMPPKIT_ERROR_INIT;
    done(link_accept(link, event->ticket, "soak", soak.now_ns, &error), &error);
}

static void on_request(struct link *link, const smppkit_event *event)
{
    switch (event->header.command_id) {
    case SMPPKIT_BIND_TRANSCEIVER:
        on_bind(link, event);
        break;
    case SMPPKIT_SUBMIT_SM:
        on_message(link, event, event->pdu.submit_sm.short_message);
        break;
    case SMPPKIT_DELIVER_SM:
        on_message(link, event, event->pdu.deliver_sm.short_message);
        break;
    default:
        printf("{\"wrong\": \"a request that nobody sends\"}\n");
        answer(link, event, SMPPKIT_ESME_RINVCMDID, NULL);
    }
}

static void on_response(struct link *link, const smppkit_event *event)
{
    uint32_t status = event->header.command_status;
    if (event->token == BIND_TOKEN) {
        link->over = status != SMPPKIT_ESME_ROK;
        soak.pause_ns = FIRST_PAUSE_NS;
    } else if (event->token != UNBIND_TOKEN) {
        printf("{\"sent\": %u, \"status\": %u", (unsigned)event->token, (unsigned)status);
        if (status == SMPPKIT_ESME_ROK && event->header.command_id == SMPPKIT_SUBMIT_SM_RESP)
            printf(", \"id\": \"%.*s\"", SMPPKIT_PRINT(event->pdu.submit_sm_resp.message_id));
        printf("}\n");
        settled();
    }
}

static void on_event(struct link *link, const smppkit_event *event, uint64_t now_ns)
{
    (void)now_ns;
    switch (event->kind) {
    case SMPPKIT_EVENT_REQUEST:
        on_request(link, event);
        break;
    case SMPPKIT_EVENT_RESPONSE:
        on_response(link, event);
        break;
    case SMPPKIT_EVENT_UNANSWERED:
        if (event->token < UNBIND_TOKEN) {
            printf("{\"sent\": %u, \"lost\": \"%s\"}\n", (unsigned)event->token,
                event->reason == SMPPKIT_UNANSWERED_TIMEOUT ? "timeout" : "closed");
            settled();
        }
        break;
    case SMPPKIT_EVENT_REFUSED:
        printf("{\"wrong\": \"a PDU was refused with %u\"}\n", (unsigned)event->command_status);
        break;
    }
}

// ---- Connections

static bool begin(struct connection *c, int fd)
{
    smppkit_config config;
    smppkit_config_init(&config, soak.is_server ? SMPPKIT_MC : SMPPKIT_ESME);
    config.response_ns = RESPONSE_NS;
    config.enquire_link_ns = ENQUIRE_LINK_NS;
    config.session_init_ns = soak.is_server ? SESSION_INIT_NS : 0;
    smppkit_error error = SMPPKIT_ERROR_INIT;
    c->link.on_event = on_event;
    return done(link_begin(&c->link, fd, config, soak.now_ns, &error), &error);
}

static struct connection *add(int fd)
{
    struct connection *c = calloc(1, sizeof *c);
    if (!c)
        die("calloc");
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    c->link.fd = fd;
    c->progress_ns = soak.now_ns;
    soak.connections[soak.count++] = c;
    return c;
}

static void end(size_t index)
{
    struct connection *c = soak.connections[index];
    if (c->link.session) {
        // What was under way is told once more.
        smppkit_session_close(c->link.session);
        c->link.out_len = 0;
        link_work(&c->link, soak.now_ns);
    }
    link_end(&c->link);
    free(c);
    soak.connections[index] = soak.connections[--soak.count];
    soak.reconnect_ns = soak.now_ns + soak.pause_ns;
    soak.pause_ns = soak.pause_ns * 2 < LONGEST_PAUSE_NS ? soak.pause_ns * 2 : LONGEST_PAUSE_NS;
}

static struct sockaddr_in address(void)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(soak.port) };
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

static void begin_connect(void)
{
    struct sockaddr_in to = address();
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        die("socket");
    struct connection *c = add(fd);
    c->connecting = true;
    if (connect(fd, (struct sockaddr *)&to, sizeof to) != 0 && errno != EINPROGRESS)
        c->broken = true;
}

static void end_connect(struct connection *c)
{
    int failed = 0;
    socklen_t len = sizeof failed;
    getsockopt(c->link.fd, SOL_SOCKET, SO_ERROR, &failed, &len);
    c->connecting = false;
    if (failed || !begin(c, c->link.fd)) {
        c->broken = true;
        return;
    }
    smppkit_bind_transceiver bind = SMPPKIT_BIND_TRANSCEIVER_INIT;
    bind.system_id = smppkit_string("soak");
    bind.password = smppkit_string("secret");
    c->link.over = !request(&c->link, &bind, BIND_TOKEN);
    link_flush(&c->link);
}

static void listen_on_any_port(void)
{
    struct sockaddr_in where = address();
    socklen_t len = sizeof where;
    soak.listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (soak.listener < 0 || bind(soak.listener, (struct sockaddr *)&where, sizeof where) != 0
        || listen(soak.listener, 512) != 0 || getsockname(soak.listener, (struct sockaddr *)&where, &len) != 0)
        die("listen");
    printf("{\"listening\": %u}\n", (unsigned)ntohs(where.sin_port));
}

static void accept_some(void)
{
    while (soak.count < CONNECTIONS) {
        int fd = accept4(soak.listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0)
            return;
        struct connection *c = add(fd);
        c->broken = !begin(c, fd);
    }
}

static void serve(struct connection *c, short happened)
{
    struct link *link = &c->link;
    size_t unread = link->out_len;
    if (c->connecting) {
        if (happened)
            end_connect(c);
    } else if (link->session) {
        if (happened & (POLLIN | POLLHUP | POLLERR))
            link_on_readable(link, soak.now_ns);
        if (happened & POLLOUT)
            link_on_writable(link, soak.now_ns);
        if (soak.now_ns >= smppkit_session_poll_timeout(link->session))
            link_on_timer(link, soak.now_ns);
        if (link->out_len < unread || link->out_len == 0)
            c->progress_ns = soak.now_ns;
        send_messages(link);
        link_flush(link);
    }
    bool stalled = link->out_len > 0 && soak.now_ns - c->progress_ns > STALLED_NS;
    c->broken = c->broken || stalled || (soak.end_ns && soak.now_ns >= soak.end_ns);
}

// ---- The program

static void stdin_ended(void)
{
    soak.end_ns = soak.now_ns + END_NS;
    if (soak.listener >= 0)
        close(soak.listener);
    soak.listener = -1;
    for (size_t i = 0; i < soak.count; i++) {
        struct link *link = &soak.connections[i]->link;
        unbind(link);
        if (link->session)
            link_flush(link);
    }
}

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

// When something is to be done although nothing happens.
static int milliseconds_to_wait(void)
{
    uint64_t next_ns = soak.now_ns + SECOND;
    if (!soak.is_server && soak.count == 0 && soak.reconnect_ns < next_ns)
        next_ns = soak.reconnect_ns;
    for (size_t i = 0; i < soak.count; i++) {
        const smppkit_session *session = soak.connections[i]->link.session;
        uint64_t due_ns = session ? smppkit_session_poll_timeout(session) : UINT64_MAX;
        next_ns = due_ns < next_ns ? due_ns : next_ns;
    }
    return next_ns > soak.now_ns ? (int)((next_ns - soak.now_ns + MS - 1) / MS) : 0;
}

static void wait_and_serve(void)
{
    struct pollfd waited[CONNECTIONS + 2];
    waited[0] = (struct pollfd){ .fd = soak.end_ns ? -1 : STDIN_FILENO, .events = POLLIN };
    waited[1] = (struct pollfd){ .fd = soak.count < CONNECTIONS ? soak.listener : -1, .events = POLLIN };
    size_t count = soak.count;
    for (size_t i = 0; i < count; i++) {
        const struct connection *c = soak.connections[i];
        bool writes = c->connecting || c->link.out_len > 0;
        short events = (short)((link_wants_to_read(&c->link) ? POLLIN : 0) | (writes ? POLLOUT : 0));
        waited[i + 2] = (struct pollfd){ .fd = c->link.fd, .events = events };
    }
    fflush(stdout);
    if (poll(waited, count + 2, milliseconds_to_wait()) < 0 && errno != EINTR)
        die("poll");
    soak.now_ns = now();
    char octets[64];
    if (waited[0].revents && read(STDIN_FILENO, octets, sizeof octets) <= 0)
        stdin_ended();
    // The last first: one that ends is replaced by one that was served.
    for (size_t i = count; i-- > 0;) {
        struct connection *c = soak.connections[i];
        serve(c, waited[i + 2].revents);
        if (c->broken || (c->link.over && c->link.out_len == 0))
            end(i);
    }
    if (soak.listener >= 0)
        accept_some();
}

int main(int argc, char **argv)
{
    soak.is_server = argc == 3 && strcmp(argv[1], "server") == 0;
    if (!soak.is_server && !(argc == 4 && strcmp(argv[1], "client") == 0)) {
        fputs("endpoint client PORT MESSAGES | endpoint server MESSAGES\n", stderr);
        return 2;
    }
    soak.messages = soak.unsettled = (uint32_t)strtoul(argv[argc - 1], NULL, 10);
    soak.now_ns = now();
    if (soak.is_server)
        listen_on_any_port();
    else
        soak.port = (uint16_t)strtoul(argv[2], NULL, 10);
    while (!soak.end_ns || soak.count > 0) {
        if (!soak.is_server && soak.count == 0 && !soak.end_ns && soak.now_ns >= soak.reconnect_ns)
            begin_connect();
        wait_and_serve();
    }
    return 0;
}
