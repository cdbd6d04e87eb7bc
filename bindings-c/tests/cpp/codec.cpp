// smppkit.hpp: octets, results, PDUs, TLVs.
#include "../c/check.h"

#include <smppkit.hpp>

#include <array>
#include <string>
#include <type_traits>

#if __cplusplus >= 202002L
#include <span>
#endif

namespace {

using smppkit::octets;

void octets_are_views_of_anything()
{
    const std::string string = "Hello";
    const std::vector<std::uint8_t> vector = { 'H', 'e', 'l', 'l', 'o' };
    const std::array<char, 5> array = { 'H', 'e', 'l', 'l', 'o' };
    CHECK(octets(string) == octets(vector) && octets(vector) == octets(array));
    CHECK(octets(std::string_view(string)) == octets("Hello") && octets("Hello") != octets("Hallo"));
#if __cplusplus >= 202002L
    CHECK(octets(std::span<const std::uint8_t>(vector)) == octets("Hello"));
#endif
    CHECK(octets().empty() && octets(static_cast<const char *>(nullptr)).empty() && octets("") == octets());
    int sum = 0;
    for (const std::uint8_t octet : octets(string))
        sum += octet;
    SAME(sum, 'H' + 'e' + 2 * 'l' + 'o');
    CHECK(smppkit::text(octets("a\0b", 3)).size() == 3 && smppkit::string(octets("ab")) == "ab");
}

std::vector<std::uint8_t> submit_sm()
{
    const smppkit_tlv tlvs[] = {
        smppkit_tlv_user_message_reference(7),
        smppkit_tlv_network_error_code(3, 0x0102),
        smppkit_tlv_octets(0x1400, octets("mine")),
    };
    smppkit::submit_sm message;
    message.source_addr = octets("12345");
    message.destination_addr = octets("447700900123");
    message.short_message = octets("Hello");
    message.tlvs = smppkit::tlvs(tlvs);
    CHECK(smppkit::check(message, SMPPKIT_V5_0).has_value());
    std::vector<std::uint8_t> frame = { 0xFF };
    const auto size = smppkit::encode(SMPPKIT_ESME_ROK, 9, message, frame);
    CHECK(size && *size == frame.size() - 1 && frame[0] == 0xFF);
    frame.erase(frame.begin());
    return frame;
}

void pdus_come_back()
{
    const auto frame = submit_sm();
    const auto decoded = smppkit::decode(frame);
    CHECK(decoded && decoded->header.sequence_number == 9 && !decoded->faulty);
    CHECK(smppkit::get_if<smppkit::deliver_sm>(decoded) == nullptr);
    const smppkit_submit_sm *message = smppkit::get_if<smppkit::submit_sm>(decoded);
    CHECK(message != nullptr && smppkit::text(message->destination_addr) == "447700900123");

    // Into memory of a fixed size, to the octet.
    std::uint8_t memory[200];
    CHECK(*smppkit::encode(SMPPKIT_ESME_ROK, 9, *message, memory) == frame.size());
    CHECK(octets(memory, frame.size()) == octets(frame));
    std::array<std::uint8_t, 20> small{};
    const auto failed = smppkit::encode(SMPPKIT_ESME_ROK, 9, *message, small);
    CHECK(!failed && failed.error().code() == SMPPKIT_E_TOO_SMALL && failed.error().details().needed == frame.size());

    const char *name = smppkit::visit_pdu(
        smppkit::overloaded{
            [](const smppkit_submit_sm &) { return "submit_sm"; },
            [](const smppkit_unknown_pdu &) { return "unknown"; },
            [](const auto &) { return "another"; },
        },
        decoded->pdu);
    CHECK(std::string(name) == "submit_sm");
    CHECK(smppkit::show(frame).find("447700900123") != std::string::npos);
    // Longer than what is tried first.
    CHECK(smppkit::show(frame, SMPPKIT_SHOW_TREE).size() > 256);
}

void tlvs_are_read_by_name_and_one_by_one()
{
    const auto frame = submit_sm();
    const auto decoded = smppkit::decode(frame);
    const smppkit_tlvs &tlvs = decoded->pdu.submit_sm.tlvs;
    const auto reference = smppkit::get(tlvs, smppkit_get_user_message_reference);
    static_assert(std::is_same_v<std::remove_const_t<decltype(reference)>, smppkit::result<std::uint16_t>>);
    CHECK(reference && *reference == 7);
    const auto [network, code] = *smppkit::get(tlvs, smppkit_get_network_error_code);
    CHECK(network == 3 && code == 0x0102);
    const auto absent = smppkit::get(tlvs, smppkit_get_message_state);
    CHECK(!absent && absent.error().code() == SMPPKIT_E_NOT_FOUND && absent.value_or(5) == 5);
    CHECK(std::string(absent.error().what()) == smppkit_error_text(SMPPKIT_E_NOT_FOUND));

    std::vector<int> tags;
    for (const smppkit_tlv &tlv : smppkit::each(tlvs))
        tags.push_back(tlv.tag);
    CHECK((tags == std::vector<int>{ SMPPKIT_TLV_USER_MESSAGE_REFERENCE, SMPPKIT_TLV_NETWORK_ERROR_CODE, 0x1400 }));
    smppkit_tlvs none = SMPPKIT_NO_TLVS;
    for (const smppkit_tlv &tlv : smppkit::each(none))
        CHECK(tlv.tag != tlv.tag);
}

void lists_are_read()
{
    smppkit_dest_address dests[2] = {};
    dests[0].dest_flag = 1;
    dests[0].destination_addr = octets("447700900123");
    dests[1].dest_flag = 2;
    dests[1].dl_name = octets("friends");
    smppkit::submit_multi message;
    message.dest_address.items = dests;
    message.dest_address.count = 2;
    std::vector<std::uint8_t> frame;
    CHECK(smppkit::encode(SMPPKIT_ESME_ROK, 1, message, frame).has_value());
    const auto decoded = smppkit::decode(frame);
    std::string names;
    for (const smppkit_dest_address &dest : smppkit::each(smppkit::get_if<smppkit::submit_multi>(decoded)->dest_address))
        names += smppkit::string(dest.dest_flag == 1 ? dest.destination_addr : dest.dl_name) + ";";
    CHECK(names == "447700900123;friends;");
}

void what_is_wrong_is_told()
{
    smppkit::submit_sm message;
    message.source_addr = octets("123456789012345678901");
    const auto checked = smppkit::check(message, SMPPKIT_V3_4);
    CHECK(!checked && checked.error().code() == SMPPKIT_E_FIELD);
    CHECK(std::string(checked.error().details().field) == "source_addr");
    CHECK(std::string(checked.error().what()).find("source_addr") != std::string::npos);

    auto frame = submit_sm();
    CHECK(smppkit::faults(frame).empty());
    // The last TLV is cut short.
    frame.pop_back();
    frame[3]--;
    const auto faults = smppkit::faults(frame);
    CHECK(faults.size() == 1 && std::string(faults[0].details().field) == "tlvs");
    CHECK(smppkit::decode(frame)->faulty);
    const auto failed = smppkit::decode(octets("too short"));
    CHECK(!failed && failed.error().code() == SMPPKIT_E_FRAME);
    CHECK(smppkit::get_if<smppkit::submit_sm>(failed) == nullptr && smppkit::show(octets("too short")).empty());

    // A vector is as it was if nothing could be written.
    std::vector<std::uint8_t> out = { 1, 2, 3 };
    message.source_addr = octets("1\0002", 3);
    CHECK(smppkit::encode(SMPPKIT_ESME_ROK, 1, message, out).error().code() == SMPPKIT_E_FIELD && out.size() == 3);
}

void exceptions_for_those_who_ask()
{
    CHECK(smppkit::or_throw(smppkit::decode(submit_sm())).header.command_id == SMPPKIT_SUBMIT_SM);
    try {
        smppkit::or_throw(smppkit::decode(octets("too short")));
        CHECK(false);
    } catch (const smppkit::failure &failure) {
        CHECK(failure.error().code() == SMPPKIT_E_FRAME && std::string(failure.what()) == failure.error().what());
    }
    smppkit::submit_sm message;
    smppkit::or_throw(smppkit::check(message, SMPPKIT_V3_4));
}

} // namespace

int main()
{
    octets_are_views_of_anything();
    pdus_come_back();
    tlvs_are_read_by_name_and_one_by_one();
    lists_are_read();
    what_is_wrong_is_told();
    exceptions_for_those_who_ask();
}
