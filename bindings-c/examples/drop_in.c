// SMPP in a program that has its own event loop: copy what is between the two lines, and call three functions from the loop.
// Plain C11, POSIX sockets; all memory is part of `struct link`, which may lie wherever you like.
//
//     cc drop_in.c -o drop_in $(pkg-config --cflags --libs smppkit)
//
// Below the second line stands a loop of a few lines, so that this is a program: an ESME and an MC talk over a socket pair.
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <smppkit.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

// ---- 8< ---- Copy from here

enum {
    LINK_WINDOW = 16,           // Requests of ours that may be unanswered.
    LINK_MAX_UNANSWERED = 64,   // Requests of the peer that may be unanswered.
    LINK_SESSION = 8192,        // At least smppkit_session_size(LINK_WINDOW, LINK_MAX_UNANSWERED).
    LINK_IN = 70000,            // The largest PDU that is accepted.
    LINK_OUT = 65536,           // What the peer may leave unread.
    LINK_PDU = 1024,            // More than any answer that is given.
};

struct link {
    int fd;                     // Not blocking.
    smppkit_session *session;
    bool over;                  // Call link_end once out_len is 0, or when you are tired of waiting.
    size_t in_len, out_len;
    // What your program does about an event. It may call link_request, link_answer and link_accept.
    void (*on_event)(struct link *link, const smppkit_event *event, uint64_t now_ns);
    void *yours;
    _Alignas(SMPPKIT_SESSION_ALIGN) uint8_t memory[LINK_SESSION];
    uint8_t in[LINK_IN], out[LINK_OUT];
};

// Begins a session over a socket that is connected. `config` is as smppkit_config_init made it, with what you want otherwise.
static int32_t link_begin(struct link *link, int fd, smppkit_config config, uint64_t now_ns, smppkit_error *error)
{
    config.window = LINK_WINDOW;
    config.max_unanswered = LINK_MAX_UNANSWERED;
    config.max_command_length = LINK_IN;
    link->fd = fd;
    link->over = false;
    link->in_len = link->out_len = 0;
    return smppkit_session_init(link->memory, sizeof link->memory, &config, now_ns, &link->session, error);
}

static void link_flush(struct link *link)
{
    size_t sent = 0;
    while (sent < link->out_len) {
        ssize_t n = send(link->fd, link->out + sent, link->out_len - sent, MSG_NOSIGNAL);
        if (n >= 0) {
            sent += (size_t)n;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            break;
        } else if (errno != EINTR) {
            // Nothing can be sent any more; what was lost is told by events.
            smppkit_session_receive_eof(link->session);
            sent = link->out_len;
        }
    }
    link->out_len -= sent;
    memmove(link->out, link->out + sent, link->out_len);
}

// Hands the session what was received, and your program the events.
static void link_work(struct link *link, uint64_t now_ns)
{
    size_t taken = 0, written = 0;
    smppkit_received received = SMPPKIT_RECEIVED_INIT;
    smppkit_event events[16];
    do {
        // Each event may want an answer: there must be room for it.
        size_t capacity = (LINK_OUT - link->out_len) / LINK_PDU;
        if (capacity == 0)
            break;
        smppkit_session_receive(link->session, now_ns, link->in + taken, link->in_len - taken, events,
            capacity < 16 ? capacity : 16, &received);
        for (size_t i = 0; i < received.count; i++) {
            link->over |= events[i].kind == SMPPKIT_EVENT_CLOSED;
            link->on_event(link, &events[i], now_ns);
        }
        taken += received.consumed;
        smppkit_session_poll_transmit(link->session, link->out + link->out_len, LINK_OUT - link->out_len, &written);
        link->out_len += written;
        link_flush(link);
    } while (received.status == SMPPKIT_RECEIVED_SOME || (received.status == SMPPKIT_RECEIVED_PAUSED && written > 0));
    link->in_len -= taken;
    memmove(link->in, link->in + taken, link->in_len);
}

// When the socket is readable. Wait for that while link_wants_to_read.
static void link_on_readable(struct link *link, uint64_t now_ns)
{
    if (link->in_len < LINK_IN) {
        ssize_t n = recv(link->fd, link->in + link->in_len, LINK_IN - link->in_len, 0);
        if (n > 0)
            link->in_len += (size_t)n;
        else if (n == 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR))
            smppkit_session_receive_eof(link->session);
    }
    link_work(link, now_ns);
}

// When the socket is writable. Wait for that while `out_len` is not 0.
static void link_on_writable(struct link *link, uint64_t now_ns)
{
    link_flush(link);
    link_work(link, now_ns);
}

// When the time has come that smppkit_session_poll_timeout(link->session) tells: ask it again after each call of these.
static void link_on_timer(struct link *link, uint64_t now_ns)
{
    smppkit_session_handle_timeout(link->session, now_ns);
    link_work(link, now_ns);
}

static bool link_wants_to_read(const struct link *link)
{
    return !link->over && link->in_len < LINK_IN && LINK_OUT - link->out_len >= LINK_PDU;
}

static void link_end(struct link *link)
{
    close(link->fd);
    link->fd = -1;
}

// Sends a request. `token` comes back with its outcome. SMPPKIT_E_WINDOW_FULL and SMPPKIT_E_TOO_SMALL: try again later.
static int32_t link_request(struct link *link, const void *pdu, uint64_t token, uint64_t now_ns, smppkit_error *error)
{
    size_t len = 0;
    int32_t result = smppkit_session_request(link->session, now_ns, pdu, token, link->out + link->out_len,
        LINK_OUT - link->out_len, &len, NULL, error);
    if (result == SMPPKIT_OK)
        link->out_len += len;
    return result;
}

// Answers a request with a PDU; with NULL for an empty response.
static int32_t link_answer(struct link *link, uint64_t ticket, uint32_t command_status, const void *pdu, uint64_t now_ns,
    smppkit_error *error)
{
    size_t len = 0;
    int32_t result = smppkit_session_respond(link->session, now_ns, ticket, command_status, pdu,
        link->out + link->out_len, LINK_OUT - link->out_len, &len, error);
    if (result == SMPPKIT_OK)
        link->out_len += len;
    return result;
}

// Accepts a bind.
static int32_t link_accept(struct link *link, uint64_t ticket, const char *system_id, uint64_t now_ns, smppkit_error *error)
{
    size_t len = 0;
    int32_t result = smppkit_session_accept_bind(link->session, now_ns, ticket, smppkit_string(system_id),
        link->out + link->out_len, LINK_OUT - link->out_len, &len, error);
    if (result == SMPPKIT_OK)
        link->out_len += len;
    return result;
}

// ---- 8< ---- Copy to here

static int failed;

static void check(int32_t result, const smppkit_error *error)
{
    if (result != SMPPKIT_OK) {
        fprintf(stderr, "drop_in: %s\n", error->text);
        failed = 1;
    }
}

static void esme_event(struct link *link, const smppkit_event *event, uint64_t now_ns)
{
    smppkit_error error = SMPPKIT_ERROR_INIT;
    if (event->kind == SMPPKIT_EVENT_RESPONSE && event->header.command_id == SMPPKIT_BIND_TRANSCEIVER_RESP) {
        smppkit_submit_sm message = SMPPKIT_SUBMIT_SM_INIT;
        message.destination_addr = smppkit_string("447700900123");
        message.short_message = smppkit_string("Hello");
        check(link_request(link, &message, 2, now_ns, &error), &error);
    } else if (event->kind == SMPPKIT_EVENT_RESPONSE && event->header.command_id == SMPPKIT_SUBMIT_SM_RESP) {
        printf("accepted as \"%.*s\"\n", SMPPKIT_PRINT(event->pdu.submit_sm_resp.message_id));
        smppkit_unbind unbind = SMPPKIT_UNBIND_INIT;
        check(link_request(link, &unbind, 3, now_ns, &error), &error);
    }
}

static void mc_event(struct link *link, const smppkit_event *event, uint64_t now_ns)
{
    smppkit_error error = SMPPKIT_ERROR_INIT;
    if (event->kind != SMPPKIT_EVENT_REQUEST)
        return;
    if (event->header.command_id == SMPPKIT_SUBMIT_SM) {
        printf("to %.*s: %.*s\n", SMPPKIT_PRINT(event->pdu.submit_sm.destination_addr),
            SMPPKIT_PRINT(event->pdu.submit_sm.short_message));
        smppkit_submit_sm_resp response = SMPPKIT_SUBMIT_SM_RESP_INIT;
        response.message_id = smppkit_string("1");
        check(link_answer(link, event->ticket, SMPPKIT_ESME_ROK, &response, now_ns, &error), &error);
    } else if (event->header.command_id == SMPPKIT_BIND_TRANSCEIVER) {
        check(link_accept(link, event->ticket, "drop_in", now_ns, &error), &error);
    } else {
        check(link_answer(link, event->ticket, SMPPKIT_ESME_RINVCMDID, NULL, now_ns, &error), &error);
    }
}

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

int main(void)
{
    static struct link links[2];
    smppkit_error error = SMPPKIT_ERROR_INIT;
    int fds[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds) != 0) {
        perror("drop_in");
        return 1;
    }
    for (int i = 0; i < 2; i++) {
        fcntl(fds[i], F_SETFL, O_NONBLOCK);
        links[i].on_event = i == 0 ? esme_event : mc_event;
        smppkit_config config;
        smppkit_config_init(&config, i == 0 ? SMPPKIT_ESME : SMPPKIT_MC);
        if (link_begin(&links[i], fds[i], config, now(), &error) != SMPPKIT_OK) {
            fprintf(stderr, "drop_in: %s\n", error.text);
            return 1;
        }
    }
    smppkit_bind_transceiver bind = SMPPKIT_BIND_TRANSCEIVER_INIT;
    bind.system_id = smppkit_string("drop_in");
    check(link_request(&links[0], &bind, 1, now(), &error), &error);

    // Your event loop.
    while (!failed && (links[0].fd >= 0 || links[1].fd >= 0)) {
        struct pollfd waited[2];
        uint64_t next_ns = UINT64_MAX;
        for (int i = 0; i < 2; i++) {
            waited[i].fd = links[i].fd;
            waited[i].events = (short)((link_wants_to_read(&links[i]) ? POLLIN : 0) | (links[i].out_len > 0 ? POLLOUT : 0));
            uint64_t timeout_ns = smppkit_session_poll_timeout(links[i].session);
            if (links[i].fd >= 0 && timeout_ns < next_ns)
                next_ns = timeout_ns;
        }
        uint64_t now_ns = now();
        int ms = next_ns == UINT64_MAX ? -1 : next_ns <= now_ns ? 0 : (int)((next_ns - now_ns) / 1000000) + 1;
        poll(waited, 2, ms);
        now_ns = now();
        for (int i = 0; i < 2; i++) {
            if (links[i].fd < 0)
                continue;
            if (waited[i].revents & (POLLIN | POLLHUP | POLLERR))
                link_on_readable(&links[i], now_ns);
            if (waited[i].revents & POLLOUT)
                link_on_writable(&links[i], now_ns);
            if (now_ns >= smppkit_session_poll_timeout(links[i].session))
                link_on_timer(&links[i], now_ns);
            if (links[i].over && links[i].out_len == 0)
                link_end(&links[i]);
        }
    }
    return failed;
}
