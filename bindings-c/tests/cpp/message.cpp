// smppkit.hpp: texts, long messages, receipts.
#include "../c/check.h"

#include <smppkit.hpp>

namespace {

using namespace std::chrono_literals;
using smppkit::octets;
using bytes = std::vector<std::uint8_t>;

const char *const text = "Съешь же ещё этих мягких французских булок, да выпей чаю. Привет 👋 and much more of it";

std::vector<bytes> frames(const smppkit_text_options &options = smppkit::text_options())
{
    std::vector<bytes> frames;
    const auto count = smppkit::each_part(
        "MyShop", "+447700900123", text, 7,
        [&](const smppkit_submit_sm &part) {
            bytes frame;
            CHECK(smppkit::check(part, SMPPKIT_V3_4).has_value());
            CHECK(smppkit::encode(SMPPKIT_ESME_ROK, 1, part, frame).has_value());
            frames.push_back(frame);
        },
        options);
    CHECK(count && *count == frames.size());
    return frames;
}

void a_long_text_comes_back_whole()
{
    const auto parts = frames();
    CHECK(parts.size() == 2);
    const auto first = smppkit::read_message(parts[0]);
    CHECK(first && first->kind == SMPPKIT_KIND_MESSAGE && first->concatenation.total_segments == 2);
    CHECK(smppkit::text(first->source_addr) == "MyShop");
    CHECK(std::string(text).rfind(*smppkit::message_text(*first), 0) == 0);

    const smppkit::reassembler reassembler = smppkit::make_reassembler();
    const auto waiting = smppkit::insert(reassembler, 1s, parts[1]);
    CHECK(waiting && *waiting == nullptr);
    auto whole = smppkit::insert(reassembler, 2s, parts[0]);
    CHECK(whole && *whole != nullptr && *smppkit::message_text(*whole) == text);
    CHECK(smppkit::insert(reassembler, 3s, octets("no PDU")).error().code() == SMPPKIT_E_FRAME);
}

void parts_are_answered_with_their_message()
{
    std::vector<bytes> parts;
    const auto count = smppkit::each_part("MyShop", "12345", text, 7, [&](const smppkit_submit_sm &part) {
        smppkit::deliver_sm deliver;
        deliver.esm_class = part.esm_class;
        deliver.data_coding = part.data_coding;
        deliver.short_message = part.short_message;
        bytes frame;
        CHECK(smppkit::encode(SMPPKIT_ESME_ROK, 1, deliver, frame).has_value());
        parts.push_back(frame);
    });
    CHECK(count && parts.size() == 2);
    const smppkit::joining joining = smppkit::make_joining();
    CHECK(*smppkit::insert(joining, 1s, parts[1], 7) && *smppkit::insert(joining, 1s, parts[0], 8));
    CHECK(smppkit::insert(joining, 1s, octets("no PDU"), 9).error().code() == SMPPKIT_E_FRAME);
    smppkit_joining_output output;
    OK(smppkit_joining_poll_output(joining.get(), &output));
    const smppkit::long_message message(output.message);
    CHECK(*smppkit::message_text(message) == text);
    OK(smppkit_joining_settle(joining.get(), 2, output.number, 1, nullptr));
    std::uint64_t request = 0;
    OK(smppkit_joining_next_settled(joining.get(), &request));
    CHECK(request == 7);
}

void a_receipt_is_awaited()
{
    const smppkit::awaited awaited = smppkit::make_awaited(10);
    const std::uint64_t group = smppkit_awaited_open(awaited.get());
    const std::uint64_t sent = smppkit_awaited_under_way(awaited.get(), group, 0);
    OK(smppkit_awaited_answered(awaited.get(), 1, sent, octets("26")));
    OK(smppkit_awaited_received(awaited.get(), 2, octets("26"), 1, 42));
    smppkit_arrived arrived;
    OK(smppkit_awaited_poll_receipt(awaited.get(), group, &arrived));
    CHECK(arrived.state == SMPPKIT_AWAITED_ARRIVED && arrived.receipt == 42);
}

void a_payload_needs_more_memory_than_is_tried_first()
{
    auto options = smppkit::text_options();
    options.long_message = SMPPKIT_LONG_PAYLOAD;
    const std::string much(5000, 'x');
    const auto count = smppkit::each_part(
        "", "12345", much, 0,
        [&](const smppkit_submit_sm &part) {
            CHECK(smppkit::get(part.tlvs, smppkit_get_message_payload)->len == much.size());
        },
        options);
    CHECK(count && *count == 1);
}

void what_cannot_be_sent_is_told()
{
    const auto never = [](const smppkit_submit_sm &) { CHECK(false); };
    CHECK(smppkit::each_part("", "", "Hello", 0, never).error().code() == SMPPKIT_E_ADDRESS);
    auto options = smppkit::text_options();
    options.max_parts = 1;
    const auto failed = smppkit::each_part("", "12345", text, 0, never, options);
    CHECK(failed.error().code() == SMPPKIT_E_TEXT && failed.error().what()[0] != 0);
}

void a_receipt_finds_its_message()
{
    smppkit::deliver_sm receipt;
    receipt.esm_class = SMPPKIT_ESM_CLASS_MC_DELIVERY_RECEIPT;
    receipt.short_message
        = octets("id:26 sub:001 dlvrd:001 submit date:2601021815 done date:2601021816 stat:DELIVRD err:000 text:");
    bytes frame;
    CHECK(smppkit::encode(SMPPKIT_ESME_ROK, 1, receipt, frame).has_value());
    const auto message = smppkit::read_message(frame);
    CHECK(message && message->kind == SMPPKIT_KIND_RECEIPT && message->receipt.is_final);
    CHECK(message->receipt.message_state == SMPPKIT_MESSAGE_STATE_DELIVERED);

    const smppkit::correlator correlator = smppkit::make_correlator(10);
    std::uint64_t early = 0, token = 0;
    GIVES(SMPPKIT_E_NOT_FOUND, smppkit_correlator_submitted(correlator.get(), 1, octets("26"), 42, &early));
    OK(smppkit_correlator_receipt(correlator.get(), 2, message->receipt.message_id, 1, 0, &token, nullptr));
    CHECK(token == 42);
}

} // namespace

int main()
{
    a_long_text_comes_back_whole();
    parts_are_answered_with_their_message();
    a_receipt_is_awaited();
    a_payload_needs_more_memory_than_is_tried_first();
    what_cannot_be_sent_is_told();
    a_receipt_finds_its_message();
}
