// A message centre that serves many connections with epoll. Plain C11, Linux.
//
//     cc mc_epoll.c -o mc_epoll $(pkg-config --cflags --libs smppkit)
//     ./mc_epoll --port 2775 --account test:secret
//
// It lets ESMEs of its accounts bind, accepts their messages, and sends the receipts that they asked for: to all of them it
// says that the message was delivered, for it has no mobile network. An ESME that submits faster than its account may is
// told ESME_RTHROTTLED, one whose receipts nobody fetches ESME_RMSGQFUL.
//
// Whatever a peer does, this grows no further than the limits below: a peer that does not read has its own requests left
// unread, and one that reads nothing at all is cut off.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/in.h>
#include <signal.h>
#include <smppkit.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    MAX_CONNECTIONS = 1000,
    MAX_ACCOUNTS = 16,
    MAX_BINDS = 16,             // Of one account, at once.
    MAX_RECEIPTS = 100000,      // Of one account, that are not delivered yet.
    MAX_RECEIPT_ATTEMPTS = 5,
    WINDOW = 16,                // Receipts to one connection that wait for a response.
    EVENTS = 32,                // Taken from one connection at once.
    IN_OCTETS = 70000,          // The largest PDU that is accepted.
    OUT_OCTETS = 32768,         // What a slow peer may leave unread.
    ANSWER_OCTETS = 256,        // More than any answer that is given here.
    ADDRESS_OCTETS = 20,
    ID_CHARACTERS = 8,          // Of a message_id: 3.3 has no more.
};

#define SECOND UINT64_C(1000000000)
#define TICK_MS 100                     // How exact timers are.
#define BIND_WITHIN_NS (5 * SECOND)     // From the connection to the bind.
#define STALLED_NS (30 * SECOND)        // A peer that reads nothing for so long is cut off.
#define STOP_WITHIN_NS (5 * SECOND)     // What a peer has to answer our unbind when we stop.
#define RETRY_NS (5 * SECOND)           // Until a receipt is sent again.

// A receipt that somebody waits for. What it is about is kept as the submit_sm had it.
struct receipt {
    uint64_t due_ns;
    uint32_t message_id;
    time_t submitted;
    uint8_t attempts;
    uint8_t source_ton, source_npi, dest_ton, dest_npi;
    char source[ADDRESS_OCTETS + 1], dest[ADDRESS_OCTETS + 1];
};

struct account {
    const char *system_id, *password;
    unsigned binds;
    bool limited;
    smppkit_pacer pacer;
    // Receipts that wait, oldest first, in a ring; `owed` counts those in flight, too.
    struct receipt *ring;
    size_t first, waiting, owed;
};

struct connection {
    struct connection *next, **link;
    int fd;
    uint32_t interest;
    char peer[64];
    smppkit_session *session;
    struct account *account;    // Once it is bound.
    bool over;                  // The session is: what is left is sent, then the connection ends.
    bool broken;                // Nothing more can be sent.
    bool starved;               // There was no room for answers: its requests wait.
    uint64_t progress_ns;       // When it last read something, or had nothing to read.
    size_t in_len, out_len;
    uint8_t in[IN_OCTETS], out[OUT_OCTETS];
    // Receipts that wait for its response; the token is the index. Those with message_id 0 are free.
    struct receipt in_flight[WINDOW];
};

static struct {
    int epoll, listener, signals;
    bool accepting, stopping, verbose;
    uint64_t now_ns, stop_ns, receipt_delay_ns;
    uint32_t last_message_id;
    struct account accounts[MAX_ACCOUNTS];
    size_t account_count;
    struct connection *connections;
    size_t connection_count;
    // What was done, said at the end.
    unsigned long long accepted, throttled, full, delivered, given_up, refused;
} mc;

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

__attribute__((format(printf, 2, 3)))
static void say(const struct connection *c, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "mc: %s%s", c ? c->peer : "", c ? ": " : "");
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

static void die(const char *what)
{
    say(NULL, "%s: %s", what, strerror(errno));
    exit(1);
}

static void copy_address(char *to, smppkit_octets from)
{
    size_t len = from.len < ADDRESS_OCTETS ? from.len : ADDRESS_OCTETS;
    memcpy(to, len ? (const char *)from.ptr : "", len);
    to[len] = 0;
}

static bool equal(smppkit_octets octets, const char *string)
{
    return octets.len == strlen(string) && (octets.len == 0 || memcmp(octets.ptr, string, octets.len) == 0);
}

// ---- What goes out

static uint8_t *room(struct connection *c)
{
    return c->out + c->out_len;
}

static size_t room_len(const struct connection *c)
{
    return OUT_OCTETS - c->out_len;
}

// Something was written, or could not be.
static void wrote(struct connection *c, int32_t result, size_t len, const smppkit_error *error)
{
    if (result == SMPPKIT_OK)
        c->out_len += len;
    else if (result != SMPPKIT_E_CLOSED)
        say(c, "cannot be sent: %s", error->text);
}

static void reject(struct connection *c, const smppkit_event *event, uint32_t command_status)
{
    smppkit_error error = SMPPKIT_ERROR_INIT;
    size_t len = 0;
    int32_t result = smppkit_session_reject(c->session, mc.now_ns, event->ticket, command_status, room(c), room_len(c),
        &len, &error);
    wrote(c, result, len, &error);
}

static void respond(struct connection *c, const smppkit_event *event, const void *pdu)
{
    smppkit_error error = SMPPKIT_ERROR_INIT;
    size_t len = 0;
    int32_t result = smppkit_session_respond(c->session, mc.now_ns, event->ticket, SMPPKIT_ESME_ROK, pdu, room(c),
        room_len(c), &len, &error);
    wrote(c, result, len, &error);
    // The peer still waits for an answer.
    if (result != SMPPKIT_OK)
        reject(c, event, SMPPKIT_ESME_RSYSERR);
}

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
        c->progress_ns = mc.now_ns;
}

// ---- Receipts

static void put_receipt(struct account *account, const struct receipt *receipt)
{
    account->ring[(account->first + account->waiting) % MAX_RECEIPTS] = *receipt;
    account->waiting++;
}

// A receipt that was in flight was not taken: it is sent again later, a few times.
static void put_back(struct account *account, struct receipt *receipt)
{
    if (receipt->attempts < MAX_RECEIPT_ATTEMPTS) {
        receipt->due_ns = mc.now_ns + RETRY_NS;
        put_receipt(account, receipt);
    } else {
        account->owed--;
        mc.given_up++;
    }
    receipt->message_id = 0;
}

static int32_t send_receipt(struct connection *c, const struct receipt *receipt, uint64_t token)
{
    char id[ID_CHARACTERS + 1];
    snprintf(id, sizeof id, "%08x", (unsigned)receipt->message_id);
    smppkit_receipt_text said = SMPPKIT_RECEIPT_TEXT_INIT;
    said.message_id = smppkit_string(id);
    said.message_state = SMPPKIT_MESSAGE_STATE_DELIVERED;
    said.submit_date = receipt->submitted;
    said.done_date = time(NULL);
    uint8_t text[255];
    size_t text_len = 0;
    smppkit_receipt_write(&said, text, sizeof text, &text_len, NULL);

    smppkit_tlv tlvs[] = {
        smppkit_tlv_receipted_message_id(smppkit_string(id)),
        smppkit_tlv_message_state(SMPPKIT_MESSAGE_STATE_DELIVERED),
    };
    smppkit_deliver_sm pdu = SMPPKIT_DELIVER_SM_INIT;
    // It comes from whom the message went to.
    pdu.source_addr_ton = receipt->dest_ton;
    pdu.source_addr_npi = receipt->dest_npi;
    pdu.source_addr = smppkit_string(receipt->dest);
    pdu.dest_addr_ton = receipt->source_ton;
    pdu.dest_addr_npi = receipt->source_npi;
    pdu.destination_addr = smppkit_string(receipt->source);
    pdu.esm_class = SMPPKIT_ESM_CLASS_MC_DELIVERY_RECEIPT;
    pdu.short_message = smppkit_octets_of(text, text_len);
    if (smppkit_session_version(c->session) >= SMPPKIT_V3_4)
        pdu.tlvs = smppkit_tlvs_of(tlvs, 2);

    smppkit_error error = SMPPKIT_ERROR_INIT;
    size_t len = 0;
    int32_t result = smppkit_session_request(c->session, mc.now_ns, &pdu, token, room(c), room_len(c), &len, NULL,
        &error);
    wrote(c, result, len, &error);
    return result;
}

// Sends receipts of its account over a connection: as many as are due and its window and its buffer take.
static void send_receipts(struct connection *c)
{
    struct account *account = c->account;
    if (!account || c->over || mc.stopping || !smppkit_session_allowed(c->session, SMPPKIT_DELIVER_SM))
        return;
    for (size_t token = 0; account->waiting > 0 && smppkit_session_window_available(c->session) > 0;) {
        struct receipt *receipt = &account->ring[account->first];
        if (receipt->due_ns > mc.now_ns)
            break;
        while (token < WINDOW && c->in_flight[token].message_id != 0)
            token++;
        // Room is left for answers: receipts must not crowd out what the peer waits for.
        if (token == WINDOW || room_len(c) < OUT_OCTETS / 2)
            break;
        if (send_receipt(c, receipt, token) == SMPPKIT_OK) {
            c->in_flight[token] = *receipt;
            c->in_flight[token].attempts++;
        } else {
            // What this peer must not be sent at all must not stop those behind it.
            account->owed--;
            mc.given_up++;
        }
        account->first = (account->first + 1) % MAX_RECEIPTS;
        account->waiting--;
    }
}

// ---- What ESMEs want

static void on_bind(struct connection *c, const smppkit_event *event)
{
    // The fields of the three binds are the same, and so is their place.
    const smppkit_bind_transceiver *bind = &event->pdu.bind_transceiver;
    struct account *account = NULL;
    for (size_t i = 0; i < mc.account_count && !account; i++)
        if (equal(bind->system_id, mc.accounts[i].system_id) && equal(bind->password, mc.accounts[i].password))
            account = &mc.accounts[i];
    if (!account || account->binds >= MAX_BINDS || mc.stopping) {
        say(c, "bind of \"%.*s\" refused", SMPPKIT_PRINT(bind->system_id));
        reject(c, event, account ? SMPPKIT_ESME_RBINDFAIL : SMPPKIT_ESME_RINVPASWD);
        c->over = true;
        return;
    }
    smppkit_error error = SMPPKIT_ERROR_INIT;
    size_t len = 0;
    int32_t result = smppkit_session_accept_bind(c->session, mc.now_ns, event->ticket, smppkit_string("mc_epoll"),
        room(c), room_len(c), &len, &error);
    wrote(c, result, len, &error);
    if (result == SMPPKIT_OK) {
        c->account = account;
        account->binds++;
        say(c, "\"%s\" bound: %s", account->system_id, smppkit_command_name(event->header.command_id));
    }
}

static void on_submit_sm(struct connection *c, const smppkit_event *event)
{
    const smppkit_submit_sm *pdu = &event->pdu.submit_sm;
    struct account *account = c->account;
    if (account->limited && smppkit_pacer_take(&account->pacer, mc.now_ns, NULL) != SMPPKIT_OK) {
        mc.throttled++;
        reject(c, event, SMPPKIT_ESME_RTHROTTLED);
        return;
    }
    if (pdu->destination_addr.len == 0) {
        reject(c, event, SMPPKIT_ESME_RINVDSTADR);
        return;
    }
    uint8_t receipt_wanted = pdu->registered_delivery & SMPPKIT_REGISTERED_DELIVERY_RECEIPT_MASK;
    bool with_receipt = receipt_wanted == SMPPKIT_REGISTERED_DELIVERY_RECEIPT
        || receipt_wanted == SMPPKIT_REGISTERED_DELIVERY_RECEIPT_ON_SUCCESS;
    if (with_receipt && account->owed == MAX_RECEIPTS) {
        mc.full++;
        reject(c, event, SMPPKIT_ESME_RMSGQFUL);
        return;
    }

    // 0 is none.
    mc.last_message_id += mc.last_message_id == UINT32_MAX ? 2 : 1;
    uint32_t message_id = mc.last_message_id;
    char id[ID_CHARACTERS + 1];
    snprintf(id, sizeof id, "%08x", (unsigned)message_id);
    smppkit_submit_sm_resp response = SMPPKIT_SUBMIT_SM_RESP_INIT;
    response.message_id = smppkit_string(id);
    respond(c, event, &response);
    mc.accepted++;

    if (with_receipt) {
        struct receipt receipt = {
            .due_ns = mc.now_ns + mc.receipt_delay_ns,
            .message_id = message_id,
            .submitted = time(NULL),
            .source_ton = pdu->source_addr_ton,
            .source_npi = pdu->source_addr_npi,
            .dest_ton = pdu->dest_addr_ton,
            .dest_npi = pdu->dest_addr_npi,
        };
        copy_address(receipt.source, pdu->source_addr);
        copy_address(receipt.dest, pdu->destination_addr);
        put_receipt(account, &receipt);
        account->owed++;
    }
}

static void on_request(struct connection *c, const smppkit_event *event)
{
    switch (event->header.command_id) {
    case SMPPKIT_BIND_RECEIVER:
    case SMPPKIT_BIND_TRANSMITTER:
    case SMPPKIT_BIND_TRANSCEIVER:
        on_bind(c, event);
        break;
    case SMPPKIT_SUBMIT_SM:
        on_submit_sm(c, event);
        break;
    default:
        // data_sm, query_sm and all else that this MC does not offer.
        reject(c, event, SMPPKIT_ESME_RINVCMDID);
    }
}

// A receipt was answered, or will never be.
static void on_outcome(struct connection *c, const smppkit_event *event, bool taken)
{
    if (event->token >= WINDOW || c->in_flight[event->token].message_id == 0)
        return;
    struct receipt *receipt = &c->in_flight[event->token];
    if (taken) {
        receipt->message_id = 0;
        c->account->owed--;
        mc.delivered++;
    } else {
        put_back(c->account, receipt);
    }
}

static void on_event(struct connection *c, const smppkit_event *event)
{
    if (mc.verbose || event->kind == SMPPKIT_EVENT_REFUSED || event->kind == SMPPKIT_EVENT_CLOSED) {
        char line[512];
        smppkit_show_event(event, line, sizeof line, NULL);
        say(c, "%s", line);
    }
    switch (event->kind) {
    case SMPPKIT_EVENT_REQUEST:
        on_request(c, event);
        break;
    case SMPPKIT_EVENT_RESPONSE:
        on_outcome(c, event, event->header.command_status == SMPPKIT_ESME_ROK);
        break;
    case SMPPKIT_EVENT_UNANSWERED:
        on_outcome(c, event, false);
        break;
    case SMPPKIT_EVENT_REFUSED:
        mc.refused++;
        break;
    case SMPPKIT_EVENT_CLOSED:
        c->over = true;
        break;
    }
}

// ---- Connections

// Hands what was received, and what time did, to the session, and does what it says.
static void work(struct connection *c)
{
    size_t taken = 0, written = 0;
    smppkit_received received = SMPPKIT_RECEIVED_INIT;
    do {
        // No more requests than there is room for answers to.
        size_t events = room_len(c) / ANSWER_OCTETS;
        c->starved = events == 0;
        if (c->starved)
            break;
        smppkit_event event[EVENTS];
        smppkit_session_receive(c->session, mc.now_ns, c->in + taken, c->in_len - taken, event,
            events < EVENTS ? events : EVENTS, &received);
        for (size_t i = 0; i < received.count; i++)
            on_event(c, &event[i]);
        taken += received.consumed;

        smppkit_session_poll_transmit(c->session, room(c), room_len(c), &written);
        c->out_len += written;
        flush(c);
        // A session that paused goes on once what it owed was taken.
    } while (received.status == SMPPKIT_RECEIVED_SOME || (received.status == SMPPKIT_RECEIVED_PAUSED && written > 0));
    c->in_len -= taken;
    memmove(c->in, c->in + taken, c->in_len);
    send_receipts(c);
    flush(c);
}

static void watch(struct connection *c)
{
    uint32_t interest = 0;
    if (!c->over && !c->starved && c->in_len < IN_OCTETS)
        interest |= EPOLLIN;
    if (c->out_len > 0)
        interest |= EPOLLOUT;
    if (interest != c->interest) {
        struct epoll_event event = { .events = interest, .data.ptr = c };
        epoll_ctl(mc.epoll, EPOLL_CTL_MOD, c->fd, &event);
        c->interest = interest;
    }
}

static void end(struct connection *c)
{
    if (c->account) {
        for (size_t i = 0; i < WINDOW; i++)
            if (c->in_flight[i].message_id != 0)
                put_back(c->account, &c->in_flight[i]);
        c->account->binds--;
    }
    close(c->fd);
    smppkit_session_free(c->session);
    *c->link = c->next;
    if (c->next)
        c->next->link = c->link;
    mc.connection_count--;
    free(c);
}

// What is left to do after anything happened to a connection. It may be gone then.
static void settle(struct connection *c)
{
    if (c->broken && !c->over) {
        smppkit_session_receive_eof(c->session);
        c->out_len = 0;
        work(c);
    }
    bool stalled = c->out_len > 0 && mc.now_ns - c->progress_ns > STALLED_NS;
    if (stalled)
        say(c, "reads nothing, and is cut off");
    if (c->broken || stalled || (c->over && c->out_len == 0))
        end(c);
    else
        watch(c);
}

static void on_readable(struct connection *c)
{
    ssize_t n = recv(c->fd, c->in + c->in_len, IN_OCTETS - c->in_len, 0);
    if (n > 0)
        c->in_len += (size_t)n;
    else if (n == 0)
        smppkit_session_receive_eof(c->session);
    else if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
        c->broken = true;
    work(c);
}

static void on_writable(struct connection *c)
{
    flush(c);
    work(c);
}

static void on_tick(struct connection *c)
{
    if (mc.now_ns >= smppkit_session_poll_timeout(c->session))
        smppkit_session_handle_timeout(c->session, mc.now_ns);
    work(c);
}

static void accept_one(int fd, const struct sockaddr_storage *address)
{
    smppkit_config config;
    smppkit_config_init(&config, SMPPKIT_MC);
    config.interface_version = SMPPKIT_V5_0;
    config.window = WINDOW;
    config.max_command_length = IN_OCTETS;
    config.session_init_ns = BIND_WITHIN_NS;

    smppkit_error error = SMPPKIT_ERROR_INIT;
    struct connection *c = calloc(1, sizeof *c);
    if (!c || smppkit_session_new(&config, mc.now_ns, &c->session, &error) != SMPPKIT_OK) {
        say(NULL, "a connection is not served: %s", c ? error.text : strerror(errno));
        free(c);
        close(fd);
        return;
    }
    const struct sockaddr_in *ip = (const struct sockaddr_in *)address;
    char host[INET_ADDRSTRLEN] = "?";
    inet_ntop(AF_INET, &ip->sin_addr, host, sizeof host);
    snprintf(c->peer, sizeof c->peer, "%s:%u", host, ntohs(ip->sin_port));
    c->fd = fd;
    c->interest = EPOLLIN;
    c->progress_ns = mc.now_ns;
    c->next = mc.connections;
    c->link = &mc.connections;
    if (c->next)
        c->next->link = &c->next;
    mc.connections = c;
    mc.connection_count++;
    struct epoll_event event = { .events = c->interest, .data.ptr = c };
    if (epoll_ctl(mc.epoll, EPOLL_CTL_ADD, fd, &event) != 0) {
        say(c, "cannot be watched: %s", strerror(errno));
        end(c);
    }
}

// Whether new connections are looked for. Not while there are too many, or no more descriptors.
static void set_accepting(bool accepting)
{
    struct epoll_event event = { .events = accepting ? EPOLLIN : 0, .data.ptr = &mc.listener };
    epoll_ctl(mc.epoll, EPOLL_CTL_MOD, mc.listener, &event);
    mc.accepting = accepting;
}

static void accept_some(void)
{
    while (mc.connection_count < MAX_CONNECTIONS) {
        struct sockaddr_storage address;
        socklen_t len = sizeof address;
        int fd = accept4(mc.listener, (struct sockaddr *)&address, &len, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            accept_one(fd, &address);
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            return;
        } else if (errno != EINTR && errno != ECONNABORTED) {
            say(NULL, "accept: %s", strerror(errno));
            break;
        }
    }
    set_accepting(false);
}

// ---- The program

static void stop(void)
{
    say(NULL, "stopping");
    mc.stopping = true;
    mc.stop_ns = mc.now_ns + STOP_WITHIN_NS;
    set_accepting(false);
    for (struct connection *c = mc.connections, *next; c; c = next) {
        next = c->next;
        smppkit_unbind unbind = SMPPKIT_UNBIND_INIT;
        smppkit_error error = SMPPKIT_ERROR_INIT;
        size_t len = 0;
        int32_t result = SMPPKIT_E_CLOSED;
        if (smppkit_session_is_bound(c->session))
            result = smppkit_session_request(c->session, mc.now_ns, &unbind, WINDOW, room(c), room_len(c), &len, NULL,
                &error);
        wrote(c, result, len, &error);
        if (result != SMPPKIT_OK)
            smppkit_session_close(c->session);
        work(c);
        settle(c);
    }
}

static void tick(void)
{
    for (struct connection *c = mc.connections, *next; c; c = next) {
        next = c->next;
        if (mc.stopping && mc.now_ns >= mc.stop_ns)
            c->broken = true;
        on_tick(c);
        settle(c);
    }
    if (!mc.accepting && !mc.stopping && mc.connection_count < MAX_CONNECTIONS)
        set_accepting(true);
}

static void run(void)
{
    uint64_t next_tick_ns = 0;
    while (!mc.stopping || mc.connections) {
        struct epoll_event events[64];
        int count = epoll_wait(mc.epoll, events, 64, TICK_MS);
        if (count < 0 && errno != EINTR)
            die("epoll_wait");
        mc.now_ns = now();
        for (int i = 0; i < count; i++) {
            void *what = events[i].data.ptr;
            if (what == &mc.signals) {
                struct signalfd_siginfo signal;
                while (read(mc.signals, &signal, sizeof signal) > 0)
                    ;
                // What else happened may be to a connection that is gone now: it will be told again.
                stop();
                break;
            }
            if (what == &mc.listener) {
                accept_some();
                continue;
            }
            // Each connection is in `events` once.
            struct connection *c = what;
            if (events[i].events & (EPOLLERR | EPOLLHUP))
                c->broken = true;
            if (events[i].events & EPOLLOUT)
                on_writable(c);
            if (events[i].events & EPOLLIN)
                on_readable(c);
            settle(c);
        }
        if (mc.now_ns >= next_tick_ns) {
            tick();
            next_tick_ns = mc.now_ns + TICK_MS * (SECOND / 1000);
        }
    }
}

static int listen_on(const char *address, unsigned port, const char *port_file)
{
    struct sockaddr_in ip = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    socklen_t len = sizeof ip;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), yes = 1;
    if (fd < 0 || inet_pton(AF_INET, address, &ip.sin_addr) != 1)
        die(address);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(fd, (struct sockaddr *)&ip, sizeof ip) != 0 || listen(fd, SOMAXCONN) != 0
        || getsockname(fd, (struct sockaddr *)&ip, &len) != 0)
        die(address);
    say(NULL, "listening on %s:%u", address, ntohs(ip.sin_port));
    if (port_file) {
        FILE *file = fopen(port_file, "w");
        if (!file || fprintf(file, "%u\n", ntohs(ip.sin_port)) < 0 || fclose(file) != 0)
            die(port_file);
    }
    return fd;
}

static int watch_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL);
    return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

static void add(void *what, int fd)
{
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = what };
    if (epoll_ctl(mc.epoll, EPOLL_CTL_ADD, fd, &event) != 0)
        die("epoll_ctl");
}

static void add_account(char *account, uint32_t per_second)
{
    char *colon = strchr(account, ':');
    if (!colon) {
        fprintf(stderr, "mc_epoll: an account is SYSTEM_ID:PASSWORD\n");
        exit(2);
    }
    *colon = 0;
    struct account *added = &mc.accounts[mc.account_count++];
    added->system_id = account;
    added->password = colon + 1;
    added->limited = per_second > 0;
    added->ring = calloc(MAX_RECEIPTS, sizeof *added->ring);
    if (!added->ring)
        die("memory");
    if (added->limited) {
        smppkit_pacing pacing;
        smppkit_pacing_init(&pacing, per_second);
        pacing.burst = per_second;
        smppkit_pacer_init(&added->pacer, &pacing, now());
    }
}

static void usage(FILE *file)
{
    fputs("usage: mc_epoll [options] --account SYSTEM_ID:PASSWORD [--account ...]\n"
          "  --listen ADDRESS          where to listen (127.0.0.1)\n"
          "  --port PORT               0 for any that is free (2775)\n"
          "  --port-file FILE          where the port is written to, once it is listened on\n"
          "  --throttle NUMBER         messages a second that an account may submit (no limit)\n"
          "  --receipt-delay MS        from a message to its receipt (1000)\n"
          "  --verbose                 show what is received\n",
        file);
}

static unsigned long number(const char *text, unsigned long max)
{
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (errno != 0 || end == text || *end != 0 || value > max) {
        fprintf(stderr, "mc_epoll: \"%s\" is not a number up to %lu\n", text, max);
        exit(2);
    }
    return value;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        { "account", required_argument, NULL, 'a' }, { "listen", required_argument, NULL, 'l' },
        { "port", required_argument, NULL, 'p' }, { "port-file", required_argument, NULL, 'f' },
        { "throttle", required_argument, NULL, 't' }, { "receipt-delay", required_argument, NULL, 'd' },
        { "verbose", no_argument, NULL, 'v' }, { "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 },
    };
    const char *address = "127.0.0.1", *port_file = NULL;
    char *accounts[MAX_ACCOUNTS];
    size_t account_count = 0;
    unsigned long port = 2775, per_second = 0, delay_ms = 1000;
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (option) {
        case 'a':
            if (account_count == MAX_ACCOUNTS) {
                fprintf(stderr, "mc_epoll: there are up to %d accounts\n", MAX_ACCOUNTS);
                return 2;
            }
            accounts[account_count++] = optarg;
            break;
        case 'l': address = optarg; break;
        case 'p': port = number(optarg, 65535); break;
        case 'f': port_file = optarg; break;
        case 't': per_second = number(optarg, 1000000); break;
        case 'd': delay_ms = number(optarg, 86400000); break;
        case 'v': mc.verbose = true; break;
        case 'h': usage(stdout); return 0;
        default: usage(stderr); return 2;
        }
    }
    if (account_count == 0 || optind != argc) {
        usage(stderr);
        return 2;
    }
    for (size_t i = 0; i < account_count; i++)
        add_account(accounts[i], (uint32_t)per_second);
    mc.receipt_delay_ns = delay_ms * (SECOND / 1000);
    // Ids are not used again soon after a restart.
    mc.last_message_id = (uint32_t)time(NULL) << 8;
    mc.now_ns = now();
    mc.epoll = epoll_create1(EPOLL_CLOEXEC);
    mc.signals = watch_signals();
    if (mc.epoll < 0 || mc.signals < 0)
        die("epoll");
    mc.listener = listen_on(address, (unsigned)port, port_file);
    add(&mc.listener, mc.listener);
    add(&mc.signals, mc.signals);
    mc.accepting = true;

    run();

    close(mc.listener);
    close(mc.signals);
    close(mc.epoll);
    for (size_t i = 0; i < mc.account_count; i++)
        free(mc.accounts[i].ring);
    printf("accepted %llu, throttled %llu, queue full %llu, refused %llu, receipts delivered %llu, given up %llu\n",
        mc.accepted, mc.throttled, mc.full, mc.refused, mc.delivered, mc.given_up);
    return 0;
}
