// smppkit.hpp: an ESME and an MC, with a clock that is moved by hand.
#include "../c/check.h"

#include <smppkit.hpp>

#include <type_traits>

namespace {

using namespace std::chrono_literals;
using smppkit::octets;
using bytes = std::vector<std::uint8_t>;

static_assert(!std::is_copy_constructible_v<smppkit::session> && std::is_nothrow_move_constructible_v<smppkit::session>);

struct side {
    smppkit::session session;
    bytes out;
    std::vector<std::string> happened;
    std::uint64_t ticket = 0;
    std::uint64_t token = 0;

    explicit side(std::uint8_t role) : session(*smppkit::session::create(smppkit::config(role), 1s)) {}

    smppkit::received receive(smppkit::instant now, const bytes &in)
    {
        const auto received = session.receive(now, in, [this](const smppkit_event &event) {
            CHECK(!smppkit::show(event).empty());
            happened.push_back(smppkit::visit(
                smppkit::overloaded{
                    [this](const smppkit::request &request) {
                        ticket = request.ticket();
                        return std::string(smppkit_command_name(request.header().command_id));
                    },
                    [this](const smppkit::response &response) {
                        token = response.token();
                        CHECK(response.round_trip() == 1ms);
                        return std::string(smppkit_command_name(response.header().command_id)) + " "
                            + smppkit_status_name(response.command_status());
                    },
                    [](const smppkit::notification &) { return std::string("notification"); },
                    [](const smppkit::refused &refused) {
                        CHECK(refused.fault() && refused.command_status() == SMPPKIT_ESME_RINVDSTADR);
                        return std::string("refused ") + refused.fault()->details().field;
                    },
                    [](const smppkit::unbind_received &) { return std::string("unbind_received"); },
                    [](const smppkit::unanswered &unanswered) { return "unanswered " + std::to_string(unanswered.token); },
                    [](const smppkit::closed &closed) { return "closed " + std::to_string(closed.reason); },
                },
                event));
        });
        session.poll_transmit(out);
        return received;
    }
    std::vector<std::string> news() { return std::exchange(happened, {}); }
    bytes sent() { return std::exchange(out, {}); }
};

using news = std::vector<std::string>;

void bind(side &esme, side &mc)
{
    smppkit::bind_transceiver bind;
    bind.system_id = octets("esme");
    const auto sent = esme.session.request(1s, bind, 42, esme.out);
    CHECK(sent && sent->sequence_number == 1 && sent->size == esme.out.size());
    CHECK(mc.receive(1s, esme.sent()).consumed == sent->size);
    CHECK(mc.news() == news{ "bind_transceiver" });
    CHECK(mc.session.accept_bind(1s, mc.ticket, octets("mc"), mc.out).has_value());
    esme.receive(1s + 1ms, mc.sent());
    CHECK(esme.news() == news{ "bind_transceiver_resp ESME_ROK" } && esme.token == 42);
    CHECK(esme.session.is_bound() && mc.session.is_bound() && mc.session.state() == SMPPKIT_STATE_BOUND_TRX);
}

void a_session_from_bind_to_unbind()
{
    side esme(SMPPKIT_ESME), mc(SMPPKIT_MC);
    CHECK(esme.session.allowed(SMPPKIT_BIND_TRANSCEIVER) && !esme.session.allowed(SMPPKIT_SUBMIT_SM));
    const auto early = esme.session.request(1s, smppkit::submit_sm(), 0, esme.out);
    CHECK(!early && early.error().code() == SMPPKIT_E_NOT_ALLOWED && esme.out.empty());
    bind(esme, mc);

    smppkit::submit_sm message;
    message.destination_addr = octets("447700900123");
    CHECK(esme.session.request(2s, message, 7, esme.out)->sequence_number == 2);
    CHECK(esme.session.in_flight() == 1 && esme.session.window_available() == esme.session.window_size() - 1);
    // However it is cut.
    const bytes sent = esme.sent();
    CHECK(mc.receive(2s, bytes(sent.begin(), sent.begin() + 20)).consumed == 0 && mc.news().empty());
    mc.receive(2s, sent);
    CHECK(mc.news() == news{ "submit_sm" } && mc.session.unanswered() == 1);
    smppkit::submit_sm_resp response;
    response.message_id = octets("1");
    std::uint8_t memory[100];
    const auto size = mc.session.respond(2s, mc.ticket, SMPPKIT_ESME_ROK, response, memory);
    CHECK(size.has_value());
    CHECK(mc.session.respond(2s, mc.ticket, SMPPKIT_ESME_ROK, response, memory).error().code() == SMPPKIT_E_TICKET_USED);
    CHECK(mc.session.abandon(mc.ticket).error().code() == SMPPKIT_E_TICKET_USED);
    esme.receive(2s + 1ms, bytes(memory, memory + *size));
    CHECK(esme.news() == news{ "submit_sm_resp ESME_ROK" } && esme.token == 7);

    CHECK(mc.session.request(3s, smppkit::deliver_sm(), 8, mc.out).has_value());
    esme.receive(3s, mc.sent());
    CHECK(esme.session.accept(3s, esme.ticket, esme.out).has_value());
    mc.receive(3s + 1ms, esme.sent());
    CHECK(mc.news() == news{ "deliver_sm_resp ESME_ROK" } && mc.token == 8);

    CHECK(esme.session.request(4s, smppkit::unbind(), 9, esme.out).has_value());
    mc.receive(4s, esme.sent());
    CHECK(mc.news() == news{ "unbind_received" });
    mc.session.receive_eof();
    CHECK(mc.receive(4s, {}).closed);
    CHECK(mc.news() == news{ "closed " + std::to_string(SMPPKIT_CLOSED_PEER_UNBOUND) });
    esme.receive(4s + 1ms, mc.sent());
    CHECK(esme.news().back() == "closed " + std::to_string(SMPPKIT_CLOSED_UNBOUND));
    CHECK(esme.session.stats().received == 4 && esme.session.request(5s, message, 0, esme.out).error().code() == SMPPKIT_E_CLOSED);
}

void what_is_lost_is_told()
{
    side esme(SMPPKIT_ESME), mc(SMPPKIT_MC);
    bind(esme, mc);
    smppkit::submit_sm message;
    CHECK(esme.session.request(2s, message, 5, esme.out).has_value());
    esme.out.clear();
    const auto due = esme.session.poll_timeout();
    CHECK(due && *due == 12s);
    esme.session.handle_timeout(*due);
    esme.receive(*due, {});
    CHECK(esme.news() == news{ "unanswered 5" });
    CHECK(esme.session.request(13s, message, 6, esme.out).has_value());
    esme.session.receive_eof();
    CHECK(esme.receive(13s, {}).closed);
    CHECK((esme.news() == news{ "unanswered 6", "closed " + std::to_string(SMPPKIT_CLOSED_EOF) }));
}

void a_session_goes_on_elsewhere()
{
    side esme(SMPPKIT_ESME), mc(SMPPKIT_MC);
    bind(esme, mc);
    bytes snapshot;
    CHECK(esme.session.snapshot(2s, snapshot).has_value());
    auto other = smppkit::session::restore(smppkit::config(SMPPKIT_ESME), snapshot, 100s);
    CHECK(other && other->is_bound());
    esme.session = std::move(*other);
    CHECK(esme.session.request(100s, smppkit::submit_sm(), 1, esme.out)->sequence_number == 2);
    CHECK(smppkit::session::restore(smppkit::config(SMPPKIT_ESME), octets("no"), 1s).error().code() == SMPPKIT_E_SNAPSHOT);
    auto config = smppkit::config(SMPPKIT_MC);
    config.window = 0;
    CHECK(smppkit::session::create(config, 1s).error().code() == SMPPKIT_E_CONFIG);
}

void requests_in_one_go()
{
    side esme(SMPPKIT_ESME), mc(SMPPKIT_MC);
    bind(esme, mc);
    const smppkit::submit_sm message;
    smppkit_request requests[20] = {};
    for (std::uint64_t token = 0; token < 20; token++)
        requests[token] = { &message, token, 0, 0 };
    std::uint8_t memory[1000];
    const auto sent = esme.session.request_many(2s, requests, memory);
    CHECK(sent.done == esme.session.window_size() && sent.why && sent.why->code() == SMPPKIT_E_WINDOW_FULL);
    mc.receive(2s, bytes(memory, memory + sent.size));
    CHECK(mc.news() == news(sent.done, "submit_sm"));
    CHECK(!esme.session.request_many(3s, requests, 0, memory).why);
    CHECK(mc.session.set_max_unanswered(1).has_value());
    CHECK(mc.session.set_max_unanswered(0).error().code() == SMPPKIT_E_VALUE);
}

void a_bad_pdu_is_refused()
{
    side esme(SMPPKIT_ESME), mc(SMPPKIT_MC);
    bind(esme, mc);
    smppkit::submit_sm message;
    message.destination_addr = octets("123456789012345678901234567890");
    bytes bad;
    CHECK(smppkit::encode(SMPPKIT_ESME_ROK, 2, message, bad).has_value());
    mc.receive(2s, bad);
    CHECK(mc.news() == news{ "refused destination_addr" });
    CHECK(smppkit::decode(mc.sent())->header.command_status == SMPPKIT_ESME_RINVDSTADR);
}

} // namespace

int main()
{
    a_session_from_bind_to_unbind();
    what_is_lost_is_told();
    a_session_goes_on_elsewhere();
    requests_in_one_go();
    a_bad_pdu_is_refused();
    const auto now = smppkit::now();
    CHECK(now > 0ns && smppkit::now() >= now);
}
