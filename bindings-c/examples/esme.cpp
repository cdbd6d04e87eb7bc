// A small ESME in C++17: sends one text and waits until the message centre has it.
//
//     c++ -std=c++17 esme.cpp -o esme $(pkg-config --cflags --libs smppkit)
//     ./esme 127.0.0.1 2775 test secret 447700900123 "Hello"
#include <netdb.h>
#include <poll.h>
#include <smppkit.hpp>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace {

// A socket that is closed when it is not needed any more.
class connection {
public:
    connection(const char *host, const char *port)
    {
        addrinfo hints{}, *found = nullptr;
        hints.ai_socktype = SOCK_STREAM;
        if (const int failed = getaddrinfo(host, port, &hints, &found); failed != 0) {
            std::fprintf(stderr, "esme: %s: %s\n", host, gai_strerror(failed));
            return;
        }
        for (const addrinfo *address = found; address && fd_ < 0; address = address->ai_next) {
            fd_ = socket(address->ai_family, SOCK_STREAM, 0);
            if (fd_ >= 0 && connect(fd_, address->ai_addr, address->ai_addrlen) != 0) {
                std::perror("esme");
                close(fd_);
                fd_ = -1;
            }
        }
        freeaddrinfo(found);
    }
    connection(const connection &) = delete;
    connection &operator=(const connection &) = delete;
    ~connection()
    {
        if (fd_ >= 0)
            close(fd_);
    }
    explicit operator bool() const { return fd_ >= 0; }

    // Sends all of it; the window keeps it small.
    bool send(std::vector<std::uint8_t> &out)
    {
        std::size_t sent = 0;
        while (sent < out.size()) {
            const ssize_t n = ::send(fd_, out.data() + sent, out.size() - sent, MSG_NOSIGNAL);
            if (n < 0 && errno != EINTR)
                return false;
            sent += static_cast<std::size_t>(std::max<ssize_t>(n, 0));
        }
        out.clear();
        return true;
    }

    // Waits until there is something to be read; false if there is not by then.
    bool wait(std::optional<smppkit::instant> until)
    {
        int ms = -1;
        if (until) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(*until - smppkit::now()).count();
            ms = static_cast<int>(std::clamp<decltype(left)>(left, 0, 60000));
        }
        pollfd waited{ fd_, POLLIN, 0 };
        return poll(&waited, 1, ms) > 0;
    }

    // Reads to the end of `in`; false if the peer ended the connection.
    bool read(std::vector<std::uint8_t> &in)
    {
        std::uint8_t octets[4096];
        const ssize_t n = recv(fd_, octets, sizeof octets, 0);
        if (n > 0)
            in.insert(in.end(), octets, octets + n);
        return n > 0 || (n < 0 && errno == EINTR);
    }

private:
    int fd_ = -1;
};

} // namespace

int main(int argc, char **argv)
{
    if (argc != 7) {
        std::fprintf(stderr, "usage: esme HOST PORT SYSTEM_ID PASSWORD TO TEXT\n");
        return 2;
    }
    connection connection(argv[1], argv[2]);
    auto made = smppkit::session::create(smppkit::config(SMPPKIT_ESME), smppkit::now());
    if (!connection || !made) {
        if (!made)
            std::fprintf(stderr, "esme: %s\n", made.error().what());
        return 1;
    }
    smppkit::session &session = *made;
    std::vector<std::uint8_t> in, out;
    bool accepted = false, over = false;

    // Sends a request, or says why not and gives up.
    const auto request = [&](const auto &pdu) {
        if (const auto sent = session.request(smppkit::now(), pdu, 0, out); !sent) {
            std::fprintf(stderr, "esme: %s\n", sent.error().what());
            over = true;
        }
    };

    smppkit::bind_transmitter bind;
    bind.system_id = smppkit::octets(argv[3]);
    bind.password = smppkit::octets(argv[4]);
    request(bind);

    const auto on_event = smppkit::overloaded{
        [&](const smppkit::response &response) {
            if (response.command_status() != SMPPKIT_ESME_ROK) {
                const char *text = smppkit_status_text(response.command_status());
                std::fprintf(stderr, "esme: %s\n", text ? text : "refused");
                over = true;
            } else if (response.get_if<smppkit::bind_transmitter_resp>()) {
                smppkit::submit_sm message;
                message.dest_addr_ton = SMPPKIT_TON_INTERNATIONAL;
                message.dest_addr_npi = SMPPKIT_NPI_ISDN;
                message.destination_addr = smppkit::octets(argv[5]);
                message.short_message = smppkit::octets(argv[6]);
                request(message);
            } else if (const auto *submitted = response.get_if<smppkit::submit_sm_resp>()) {
                std::printf("accepted as \"%s\"\n", smppkit::string(submitted->message_id).c_str());
                accepted = true;
                request(smppkit::unbind());
            }
        },
        [&](const smppkit::request &request) {
            // Nobody sends a transmitter anything.
            if (!session.reject(smppkit::now(), request.ticket(), SMPPKIT_ESME_RINVCMDID, out))
                over = true;
        },
        [&](const smppkit::closed &) { over = true; },
        [](const auto &) {},
    };

    while (!over && connection.send(out)) {
        if (connection.wait(session.poll_timeout())) {
            if (!connection.read(in))
                session.receive_eof();
        } else {
            session.handle_timeout(smppkit::now());
        }
        const auto received = session.receive(smppkit::now(), in, [&](const smppkit_event &event) {
            if (event.kind == SMPPKIT_EVENT_REFUSED || event.kind == SMPPKIT_EVENT_UNANSWERED)
                std::fprintf(stderr, "esme: %s\n", smppkit::show(event).c_str());
            smppkit::visit(on_event, event);
        });
        in.erase(in.begin(), in.begin() + static_cast<std::ptrdiff_t>(received.consumed));
        session.poll_transmit(out);
    }
    connection.send(out);
    return accepted ? 0 : 1;
}
