// An ESME or an MC for the soak (see README.md), with libsmppkit and poll.
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

enum {
    WINDOW = 16,
    CONNECTIONS = 64,       // Further ones wait.
    EVENTS = 16,            // Taken from a session at once.
    IN_OCTETS = 8192,       // The largest PDU that is accepted.
    OUT_OCTETS = 16384,     // What the peer may leave unread.
    PDU_OCTETS = 512,       // More than any PDU that is sent here.
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
    int fd;
    bool connecting, over, broken;
    smppkit_session *session;
    uint64_t progress_ns;       // When the peer last read something, or had nothing to read.
    size_t in_len, out_len;
    uint8_t in[IN_OCTETS], out[OUT_OCTETS];
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

// Gives what any call gave; what should not be is told.
static bool done(struct connection *c, int32_t result, size_t len, const smppkit_error *error)
{
    if (result == SMPPKIT_OK)
        c->out_len += len;
    else if (result != SMPPKIT_E_CLOSED)
        printf("{\"wrong\": \"%s\"}\n", error->text);
    return result == SMPPKIT_OK;
}

static uint8_t *room(struct connection *c)
{
    return c->out + c->out_len;
}

static size_t room_len(const struct connection *c)
{
    return OUT_OCTETS - c->out_len;
}

// ---- What is sent

static size_t write_text(uint32_t number, uint8_t *text)
{
    size_t len = (size_t)snprintf((char *)text, TEXT_OCTETS, "%u ", (unsigned)number);
    size_t padding = (size_t)number * 37 % 120;
    memset(text + len, 'x', padding);
    return len + padding;
}

static bool request(struct connection *c, const void *pdu, uint64_t token)
{
    smppkit_error error = SMPPKIT_ERROR_INIT;
    size_t len = 0;
    int32_t result = smppkit_session_request(c->session, soak.now_ns, pdu, token, room(c), room_len(c), &len, NULL, &error);
    return done(c, result, len, &error);
}

static void settled(void)
{
    if (--soak.unsettled == 0)
        printf("{\"done\": true}\n");
}

static bool send_message(struct connection *c, uint32_t number)
{
    uint8_t text[TEXT_OCTETS];
    smppkit_octets octets = smppkit_octets_of(text, write_text(number, text));
    if (soak.is_server) {
        smppkit_deliver_sm deliver_sm = SMPPKIT_DELIVER_SM_INIT;
        deliver_sm.source_addr = smppkit_string("447700900123");
        deliver_sm.destination_addr = smppkit_string("1234");
        deliver_sm.short_message = octets;
        return request(c, &deliver_sm, number);
    }
    smppkit_submit_sm submit_sm = SMPPKIT_SUBMIT_SM_INIT;
    submit_sm.source_addr = smppkit_string("1234");
    submit_sm.destination_addr = smppkit_string("447700900123");
    submit_sm.short_message = octets;
    return request(c, &submit_sm, number);
}

// Sends as many messages as the window and the buffer take; room is left for answers.
static void send_messages(struct connection *c)
{
    while (soak.next < soak.messages && !soak.end_ns && !c->over && smppkit_session_is_bound(c->session)
           && smppkit_session_window_available(c->session) > 0 && room_len(c) > OUT_OCTETS / 2) {
        uint32_t number = soak.next++;
        if (!send_message(c, number)) {
            printf("{\"sent\": %u, \"not_sent\": \"see above\"}\n", (unsigned)number);
            settled();
        }
    }
}

static void unbind(struct connection *c)
{
    smppkit_unbind pdu = SMPPKIT_UNBIND_INIT;
    if (!c->session || !smppkit_session_is_bound(c->session) || !request(c, &pdu, UNBIND_TOKEN))
        c->over = true;
}

// ---- What comes in

static void reject(struct connection *c, const smppkit_event *event, uint32_t command_status)
{
    smppkit_error error = SMPPKIT_ERROR_INIT;
    size_t len = 0;
    int32_t result = smppkit_session_reject(c->session, soak.now_ns, event->ticket, command_status, room(c), room_len(c),
        &len, &error);
    done(c, result, len, &error);
}

static void respond(struct connection *c, const smppkit_event *event, const void *pdu)
{
    smppkit_error error = SMPPKIT_ERROR_INIT;
    size_t len = 0;
    int32_t result = smppkit_session_respond(c->session, soak.now_ns, event->ticket, SMPPKIT_ESME_ROK, pdu, room(c),
        room_len(c), &len, &error);
    done(c, result, len, &error);
}

static void on_message(struct connection *c, const smppkit_event *event, smppkit_octets text)
{
    uint8_t expected[TEXT_OCTETS];
    char digits[11] = "";
    if (text.len > 0)
        memcpy(digits, text.ptr, text.len < 10 ? text.len : 10);
    uint32_t number = (uint32_t)strtoul(digits, NULL, 10);
    if (write_text(number, expected) != text.len || memcmp(expected, text.ptr, text.len) != 0) {
        printf("{\"wrong\": \"a message that nobody sends\"}\n");
        reject(c, event, SMPPKIT_ESME_RSYSERR);
    } else if (number % 50 == 49) {
        printf("{\"received\": %u, \"status\": %u}\n", (unsigned)number, (unsigned)SMPPKIT_ESME_RSYSERR);
        reject(c, event, SMPPKIT_ESME_RSYSERR);
    } else if (event->header.command_id == SMPPKIT_DELIVER_SM) {
        printf("{\"received\": %u, \"status\": 0}\n", (unsigned)number);
        respond(c, event, NULL);
    } else {
        char id[12];
        snprintf(id, sizeof id, "s%u", (unsigned)soak.ids++);
        printf("{\"received\": %u, \"status\": 0, \"id\": \"%s\"}\n", (unsigned)number, id);
        smppkit_submit_sm_resp response = SMPPKIT_SUBMIT_SM_RESP_INIT;
        response.message_id = smppkit_string(id);
        respond(c, event, &response);
    }
}

static void on_bind(struct connection *c, const smppkit_event *event)
{
    smppkit_error error = SMPPKIT_ERROR_INIT;
    size_t len = 0;
    int32_t result = smppkit_session_accept_bind(c->session, soak.now_ns, event->ticket, smppkit_string("soak"), room(c),
        room_len(c), &len, &error);
    done(c, result, len, &error);
}

static void on_request(struct connection *c, const smppkit_event *event)
{
    switch (event->header.command_id) {
    case SMPPKIT_BIND_TRANSCEIVER:
        on_bind(c, event);
        break;
    case SMPPKIT_SUBMIT_SM:
        on_message(c, event, event->pdu.submit_sm.short_message);
        break;
    case SMPPKIT_DELIVER_SM:
        on_message(c, event, event->pdu.deliver_sm.short_message);
        break;
    default:
        printf("{\"wrong\": \"a request that nobody sends\"}\n");
        reject(c, event, SMPPKIT_ESME_RINVCMDID);
    }
}

static void on_response(struct connection *c, const smppkit_event *event)
{
    uint32_t status = event->header.command_status;
    if (event->token == BIND_TOKEN) {
        c->over = status != SMPPKIT_ESME_ROK;
        soak.pause_ns = FIRST_PAUSE_NS;
    } else if (event->token != UNBIND_TOKEN) {
        printf("{\"sent\": %u, \"status\": %u", (unsigned)event->token, (unsigned)status);
        if (status == SMPPKIT_ESME_ROK && event->header.command_id == SMPPKIT_SUBMIT_SM_RESP)
            printf(", \"id\": \"%.*s\"", SMPPKIT_PRINT(event->pdu.submit_sm_resp.message_id));
        printf("}\n");
        settled();
    }
}

static void on_event(struct connection *c, const smppkit_event *event)
{
    switch (event->kind) {
    case SMPPKIT_EVENT_REQUEST:
        on_request(c, event);
        break;
    case SMPPKIT_EVENT_RESPONSE:
        on_response(c, event);
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
    case SMPPKIT_EVENT_CLOSED:
        c->over = true;
        break;
    }
}

// ---- Connections

static void flush(struct connection *c)
{
    size_t sent = 0;
    while (sent < c->out_len && !c->broken) {
        ssize_t n = send(c->fd, c->out + sent, c->out_len - sent, MSG_NOSIGNAL);
        if (n >= 0)
            sent += (size_t)n;
        else if (errno == EAGAIN || errno == EWOULDBLOCK)
            break;
        else if (errno != EINTR)
            c->broken = true;
    }
    c->out_len -= sent;
    memmove(c->out, c->out + sent, c->out_len);
    if (sent > 0 || c->out_len == 0)
        c->progress_ns = soak.now_ns;
}

// Hands what was received, and what time did, to the session; does what it says; and sends what there is to send.
static void work(struct connection *c)
{
    size_t taken = 0, written = 0;
    smppkit_received received = SMPPKIT_RECEIVED_INIT;
    do {
        // No more requests than there is room for answers to.
        size_t events = room_len(c) / PDU_OCTETS;
        if (events == 0)
            break;
        smppkit_event event[EVENTS];
        smppkit_session_receive(c->session, soak.now_ns, c->in + taken, c->in_len - taken, event,
            events < EVENTS ? events : EVENTS, &received);
        for (size_t i = 0; i < received.count; i++)
            on_event(c, &event[i]);
        taken += received.consumed;
        send_messages(c);
        smppkit_session_poll_transmit(c->session, room(c), room_len(c), &written);
        c->out_len += written;
        flush(c);
        // A session that paused goes on once what it owed was taken.
    } while (received.status == SMPPKIT_RECEIVED_SOME || (received.status == SMPPKIT_RECEIVED_PAUSED && written > 0));
    c->in_len -= taken;
    memmove(c->in, c->in + taken, c->in_len);
}

static bool start_session(struct connection *c)
{
    smppkit_config config;
    smppkit_config_init(&config, soak.is_server ? SMPPKIT_MC : SMPPKIT_ESME);
    config.window = WINDOW;
    config.max_command_length = IN_OCTETS;
    config.response_ns = RESPONSE_NS;
    config.enquire_link_ns = ENQUIRE_LINK_NS;
    config.session_init_ns = soak.is_server ? SESSION_INIT_NS : 0;
    smppkit_error error = SMPPKIT_ERROR_INIT;
    bool started = smppkit_session_new(&config, soak.now_ns, &c->session, &error) == SMPPKIT_OK;
    if (!started)
        printf("{\"wrong\": \"%s\"}\n", error.text);
    return started;
}

static struct connection *add(int fd)
{
    struct connection *c = calloc(1, sizeof *c);
    if (!c)
        die("calloc");
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    c->fd = fd;
    c->progress_ns = soak.now_ns;
    soak.connections[soak.count++] = c;
    return c;
}

static void end(size_t index)
{
    struct connection *c = soak.connections[index];
    if (c->session) {
        // What was under way is told once more.
        smppkit_session_close(c->session);
        c->broken = true;
        c->out_len = 0;
        work(c);
        smppkit_session_free(c->session);
    }
    close(c->fd);
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
    getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &failed, &len);
    c->connecting = false;
    if (failed || !start_session(c)) {
        c->broken = true;
        return;
    }
    smppkit_bind_transceiver bind = SMPPKIT_BIND_TRANSCEIVER_INIT;
    bind.system_id = smppkit_string("soak");
    bind.password = smppkit_string("secret");
    c->over = !request(c, &bind, BIND_TOKEN);
    flush(c);
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
        c->over = !start_session(c);
    }
}

static void on_readable(struct connection *c)
{
    if (c->in_len == IN_OCTETS)
        return;
    ssize_t n = recv(c->fd, c->in + c->in_len, IN_OCTETS - c->in_len, 0);
    if (n > 0)
        c->in_len += (size_t)n;
    else if (n == 0)
        smppkit_session_receive_eof(c->session);
    else if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
        c->broken = true;
}

static void serve(struct connection *c, short happened)
{
    if (c->connecting) {
        if (happened)
            end_connect(c);
    } else if (c->session) {
        if (happened & (POLLIN | POLLHUP | POLLERR))
            on_readable(c);
        if (soak.now_ns >= smppkit_session_poll_timeout(c->session))
            smppkit_session_handle_timeout(c->session, soak.now_ns);
        work(c);
    }
    bool stalled = c->out_len > 0 && soak.now_ns - c->progress_ns > STALLED_NS;
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
        unbind(soak.connections[i]);
        flush(soak.connections[i]);
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
        const smppkit_session *session = soak.connections[i]->session;
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
        bool writes = c->connecting || c->out_len > 0;
        short events = (short)((c->in_len < IN_OCTETS ? POLLIN : 0) | (writes ? POLLOUT : 0));
        waited[i + 2] = (struct pollfd){ .fd = c->fd, .events = events };
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
        if (c->broken || (c->over && c->out_len == 0))
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
