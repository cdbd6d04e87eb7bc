// smppkit.hpp: SMPP 3.3, 3.4 and 5.0 for C++17 and newer. It has no code to link with but the C library's, whose header,
// smppkit.h, tells what the functions do; the names here are the same.
//
//     #include <smppkit.hpp>
//     #include <cstdio>
//
//     int main()
//     {
//         const smppkit_tlv tlvs[] = { smppkit_tlv_user_message_reference(7) };
//         smppkit::submit_sm message;
//         message.destination_addr = smppkit::octets("447700900123");
//         message.short_message = smppkit::octets("Hello");
//         message.tlvs = smppkit::tlvs(tlvs);
//
//         std::vector<std::uint8_t> frame;
//         if (const auto encoded = smppkit::encode(SMPPKIT_ESME_ROK, 1, message, frame); !encoded) {
//             std::fprintf(stderr, "%s\n", encoded.error().what());
//             return 1;
//         }
//         const auto decoded = smppkit::decode(frame);
//         if (const auto *received = smppkit::get_if<smppkit::submit_sm>(decoded)) {
//             const auto reference = smppkit::get(received->tlvs, smppkit_get_user_message_reference);
//             std::printf("to %s, reference %d\n", smppkit::string(received->destination_addr).c_str(),
//                 reference ? *reference : -1);
//         }
//     }
//
// * Nothing throws, but for std::bad_alloc where memory is got: a function that can fail gives a result<T>, which is a T or an
//   error. With SMPPKIT_EXCEPTIONS defined, smppkit::or_throw(result) gives the T or throws.
// * Octets are views: what they show must live and stay as it is. What was decoded shows the octets that it was decoded from.
// * What is written goes where `out` says: into memory of a fixed size, a smppkit::buffer, or to the end of a
//   std::vector<std::uint8_t>, which grows as needed. In both cases the result is how many octets it was.
#ifndef SMPPKIT_HPP
#define SMPPKIT_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#ifdef SMPPKIT_EXCEPTIONS
#include <stdexcept>
#endif

#include "smppkit.h"

namespace smppkit {

// ---- Errors

// Why a function did not do what it was asked for: smppkit_error.
class error {
public:
    // From the result of a C function, and the details if it gave some.
    explicit error(std::int32_t code) noexcept { details_.result = code; }
    explicit error(const smppkit_error &details) noexcept : details_(details) {}

    std::int32_t code() const noexcept { return details_.result; }
    // All of it in English, for a log.
    const char *what() const noexcept
    {
        return details_.text[0] != 0 ? details_.text : smppkit_error_text(details_.result);
    }
    // Which field, and so on: as smppkit_error has it.
    const smppkit_error &details() const noexcept { return details_; }

private:
    smppkit_error details_ = SMPPKIT_ERROR_INIT;
};

// A T, or why there is none. A result that nobody looks at is a warning.
template <class T>
class [[nodiscard]] result {
public:
    using value_type = T;

    result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
    result(smppkit::error why) noexcept : content_(std::in_place_index<1>, why) {}

    bool has_value() const noexcept { return content_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    // The T. There must be one: the program ends if not.
    T &operator*() & noexcept { return *checked(); }
    const T &operator*() const & noexcept { return *const_cast<result *>(this)->checked(); }
    T &&operator*() && noexcept { return std::move(*checked()); }
    T *operator->() noexcept { return checked(); }
    const T *operator->() const noexcept { return const_cast<result *>(this)->checked(); }
    T value_or(T other) const & { return has_value() ? **this : std::move(other); }
    T value_or(T other) && { return has_value() ? std::move(**this) : std::move(other); }

    // Why there is no T. There must be none: the program ends if there is.
    const smppkit::error &error() const noexcept
    {
        const auto *why = std::get_if<1>(&content_);
        if (why == nullptr)
            std::abort();
        return *why;
    }

private:
    T *checked() noexcept
    {
        T *value = std::get_if<0>(&content_);
        if (value == nullptr)
            std::abort();
        return value;
    }

    std::variant<T, smppkit::error> content_;
};

// That it was done, or why not.
template <>
class [[nodiscard]] result<void> {
public:
    using value_type = void;

    result() noexcept = default;
    result(smppkit::error why) noexcept : why_(why) {}

    bool has_value() const noexcept { return !why_; }
    explicit operator bool() const noexcept { return has_value(); }
    const smppkit::error &error() const noexcept
    {
        if (!why_)
            std::abort();
        return *why_;
    }

private:
    std::optional<smppkit::error> why_;
};

#ifdef SMPPKIT_EXCEPTIONS
// What or_throw throws.
class failure : public std::runtime_error {
public:
    explicit failure(const smppkit::error &why) : std::runtime_error(why.what()), why_(why) {}
    const smppkit::error &error() const noexcept { return why_; }

private:
    smppkit::error why_;
};

// What is in a result; throws a failure if it is an error.
template <class T>
T or_throw(result<T> result)
{
    if (!result)
        throw failure(result.error());
    if constexpr (!std::is_void_v<T>)
        return *std::move(result);
}
#endif

namespace detail {

template <class T>
struct type_identity {
    using type = T;
};

// A result of what a C function did.
inline result<void> done(std::int32_t code, const smppkit_error &details) noexcept
{
    if (code == SMPPKIT_OK)
        return {};
    return details.result == code ? error(details) : error(code);
}

// Whether T has octets one behind the other: std::string, std::vector<std::uint8_t>, std::span, ...
template <class T, class = void>
struct is_octets : std::false_type {};
template <class T>
struct is_octets<T, std::void_t<decltype(std::declval<T &>().data()), decltype(std::declval<T &>().size())>>
    : std::bool_constant<sizeof(*std::declval<T &>().data()) == 1> {};

} // namespace detail

// ---- Octets

// Octets in memory that belongs to somebody else. It is a smppkit_octets, and can be put wherever C wants one.
class octets : public smppkit_octets {
public:
    using value_type = std::uint8_t;
    using const_iterator = const std::uint8_t *;

    octets() noexcept : smppkit_octets SMPPKIT_NO_OCTETS {}
    octets(const smppkit_octets &other) noexcept : smppkit_octets(other) {}
    octets(const void *data, std::size_t size) noexcept : smppkit_octets(smppkit_octets_of(data, size)) {}
    // The characters of a C string, without its NUL.
    octets(const char *string) noexcept : smppkit_octets(smppkit_string(string)) {}
    template <class T, class = std::enable_if_t<detail::is_octets<const T>::value>>
    octets(const T &other) noexcept : octets(other.data(), other.size())
    {
    }

    const std::uint8_t *data() const noexcept { return ptr; }
    std::size_t size() const noexcept { return len; }
    bool empty() const noexcept { return len == 0; }
    const_iterator begin() const noexcept { return ptr; }
    const_iterator end() const noexcept { return ptr + len; }
    std::uint8_t operator[](std::size_t at) const noexcept { return ptr[at]; }
};

// Octets as characters: a view of them, or a copy.
inline std::string_view text(const smppkit_octets &octets) noexcept
{
    return octets.len == 0 ? std::string_view() : std::string_view(reinterpret_cast<const char *>(octets.ptr), octets.len);
}
inline std::string string(const smppkit_octets &octets) { return std::string(text(octets)); }

inline bool operator==(const octets &one, const octets &other) noexcept { return text(one) == text(other); }
inline bool operator!=(const octets &one, const octets &other) noexcept { return !(one == other); }

// Memory of a fixed size, for what is to be written.
struct buffer {
    std::uint8_t *data = nullptr;
    std::size_t size = 0;

    buffer() noexcept = default;
    buffer(std::uint8_t *memory, std::size_t octets) noexcept : data(memory), size(octets) {}
    template <std::size_t N>
    buffer(std::uint8_t (&memory)[N]) noexcept : buffer(memory, N)
    {
    }
    // std::array, std::span; but a std::vector is written to its end.
    template <class T, class = std::enable_if_t<std::is_same_v<decltype(std::declval<T &>().data()), std::uint8_t *>
                           && !std::is_same_v<std::remove_cv_t<T>, std::vector<std::uint8_t>>>>
    buffer(T &memory) noexcept : buffer(memory.data(), memory.size())
    {
    }
};

namespace detail {

// Has `call(data, size, &len, &error)` write into memory of a fixed size.
template <class Call>
result<std::size_t> write(buffer out, Call &&call)
{
    smppkit_error details = SMPPKIT_ERROR_INIT;
    std::size_t len = 0;
    if (auto wrote = done(call(out.data, out.size, &len, &details), details); !wrote)
        return wrote.error();
    return len;
}

// Or to the end of a vector, which is as it was if that fails.
template <class Call>
result<std::size_t> write(std::vector<std::uint8_t> &out, Call &&call)
{
    const std::size_t before = out.size();
    std::size_t room = 256;
    for (;;) {
        smppkit_error details = SMPPKIT_ERROR_INIT;
        std::size_t len = 0;
        out.resize(before + room);
        const std::int32_t code = call(out.data() + before, room, &len, &details);
        out.resize(before + (code == SMPPKIT_OK ? len : 0));
        if (code == SMPPKIT_OK)
            return len;
        // What is too large for any memory is not called too small.
        if (code != SMPPKIT_E_TOO_SMALL || len <= room)
            return done(code, details).error();
        room = len;
    }
}

} // namespace detail

// ---- PDUs

// Each PDU by its name: smppkit::submit_sm is a smppkit_submit_sm with nothing in it, to be filled.
#define SMPPKIT_HPP_PDU(name, NAME)                                                                    \
    struct name : smppkit_##name {                                                                     \
        static constexpr std::uint32_t id = SMPPKIT_##NAME;                                            \
        using c_type = smppkit_##name;                                                                 \
        name() noexcept : smppkit_##name SMPPKIT_##NAME##_INIT {}                                      \
        static const c_type &of(const smppkit_pdu &pdu) noexcept { return pdu.name; }                  \
    };
SMPPKIT_FOR_EACH_PDU(SMPPKIT_HPP_PDU)
#undef SMPPKIT_HPP_PDU

// The PDU if it is this one: get_if<smppkit::submit_sm>(pdu); otherwise nullptr.
template <class Pdu>
const typename Pdu::c_type *get_if(const smppkit_pdu &pdu) noexcept
{
    return pdu.any.command_id == Pdu::id ? &Pdu::of(pdu) : nullptr;
}
template <class Pdu>
const typename Pdu::c_type *get_if(const smppkit_decoded &decoded) noexcept
{
    return get_if<Pdu>(decoded.pdu);
}
template <class Pdu>
const typename Pdu::c_type *get_if(const result<smppkit_decoded> &decoded) noexcept
{
    return decoded ? get_if<Pdu>(*decoded) : nullptr;
}

// Several lambdas as one, for visit.
template <class... Lambdas>
struct overloaded : Lambdas... {
    using Lambdas::operator()...;
};
template <class... Lambdas>
overloaded(Lambdas...) -> overloaded<Lambdas...>;

// Calls `visitor` with the struct of the PDU: const smppkit_submit_sm &, and so on; const smppkit_unknown_pdu & for one that
// no version knows.
template <class Visitor>
decltype(auto) visit_pdu(Visitor &&visitor, const smppkit_pdu &pdu)
{
    switch (pdu.any.command_id) {
#define SMPPKIT_HPP_CASE(name, NAME) \
    case SMPPKIT_##NAME:             \
        return std::forward<Visitor>(visitor)(pdu.name);
        SMPPKIT_FOR_EACH_PDU(SMPPKIT_HPP_CASE)
#undef SMPPKIT_HPP_CASE
    default:
        return std::forward<Visitor>(visitor)(pdu.unknown);
    }
}

// smppkit_decode.
inline result<smppkit_decoded> decode(octets frame) noexcept
{
    smppkit_error details = SMPPKIT_ERROR_INIT;
    smppkit_decoded decoded = SMPPKIT_DECODED_INIT;
    if (auto done = detail::done(smppkit_decode(frame.ptr, frame.len, &decoded, &details), details); !done)
        return done.error();
    return decoded;
}

// smppkit_encode. `pdu` is a PDU struct or a smppkit_pdu.
template <class Pdu, class Out>
result<std::size_t> encode(std::uint32_t command_status, std::uint32_t sequence_number, const Pdu &pdu, Out &&out)
{
    return detail::write(out, [&](std::uint8_t *data, std::size_t size, std::size_t *len, smppkit_error *error) {
        return smppkit_encode(command_status, sequence_number, &pdu, data, size, len, error);
    });
}

// smppkit_check.
template <class Pdu>
result<void> check(const Pdu &pdu, std::uint8_t interface_version) noexcept
{
    smppkit_error details = SMPPKIT_ERROR_INIT;
    return detail::done(smppkit_check(&pdu, interface_version, &details), details);
}

// What is out of order in a PDU, in the order of the octets.
inline std::vector<error> faults(octets frame)
{
    std::vector<error> found;
    smppkit_error fault = SMPPKIT_ERROR_INIT;
    while (smppkit_fault(frame.ptr, frame.len, found.size(), &fault) == SMPPKIT_OK)
        found.emplace_back(fault);
    return found;
}

// A PDU as text: SMPPKIT_SHOW_LINE or SMPPKIT_SHOW_TREE.
inline std::string show(octets frame, std::int32_t style = SMPPKIT_SHOW_LINE)
{
    std::string text(256, '\0');
    std::size_t len = 0;
    std::int32_t code = smppkit_show(frame.ptr, frame.len, style, nullptr, 0, text.data(), text.size(), &len, nullptr);
    if (code == SMPPKIT_E_TOO_SMALL) {
        text.resize(len);
        code = smppkit_show(frame.ptr, frame.len, style, nullptr, 0, text.data(), text.size(), &len, nullptr);
    }
    text.resize(code == SMPPKIT_OK ? len : 0);
    return text;
}

// ---- TLVs and lists

// TLVs to be sent: an array of them, which must live until they were encoded.
template <std::size_t N>
smppkit_tlvs tlvs(const smppkit_tlv (&items)[N]) noexcept
{
    return smppkit_tlvs_of(items, N);
}
template <class Items, class = decltype(std::declval<const Items &>().data())>
smppkit_tlvs tlvs(const Items &items) noexcept
{
    return smppkit_tlvs_of(items.data(), items.size());
}

// The value of a TLV by the C function of its name: get(pdu.tlvs, smppkit_get_message_state) is a result<std::uint8_t>. For a
// TLV of several parts it is a std::tuple.
template <class T, class... More>
auto get(const smppkit_tlvs &tlvs, std::int32_t (*getter)(const smppkit_tlvs *, T *, More *...)) noexcept
{
    using value = std::conditional_t<sizeof...(More) == 0, T, std::tuple<T, More...>>;
    std::tuple<T, More...> values{};
    const std::int32_t code
        = std::apply([&](auto &...parts) { return getter(&tlvs, &parts...); }, values);
    if (code != SMPPKIT_OK)
        return result<value>(error(code));
    if constexpr (sizeof...(More) == 0)
        return result<value>(std::get<0>(values));
    else
        return result<value>(values);
}

// What stands one behind the other in a PDU, for a range-based for: see each.
template <class List, class Item, std::int32_t (*next)(const List *, std::size_t *, Item *)>
class range {
public:
    class iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Item;
        using difference_type = std::ptrdiff_t;
        using pointer = const Item *;
        using reference = const Item &;

        iterator() noexcept = default;
        explicit iterator(const List &list) noexcept : list_(&list) { ++*this; }
        reference operator*() const noexcept { return item_; }
        pointer operator->() const noexcept { return &item_; }
        iterator &operator++() noexcept
        {
            if (next(list_, &at_, &item_) != SMPPKIT_OK)
                list_ = nullptr;
            return *this;
        }
        iterator operator++(int) noexcept
        {
            iterator before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(const iterator &one, const iterator &other) noexcept
        {
            return one.list_ == other.list_ && (one.list_ == nullptr || one.at_ == other.at_);
        }
        friend bool operator!=(const iterator &one, const iterator &other) noexcept { return !(one == other); }

    private:
        const List *list_ = nullptr;
        std::size_t at_ = 0;
        Item item_{};
    };

    explicit range(const List &list) noexcept : list_(&list) {}
    iterator begin() const noexcept { return iterator(*list_); }
    iterator end() const noexcept { return iterator(); }

private:
    const List *list_;
};

// for (const smppkit_tlv &tlv : smppkit::each(pdu.tlvs)), and likewise for the lists of a PDU.
inline auto each(const smppkit_tlvs &list) noexcept { return range<smppkit_tlvs, smppkit_tlv, smppkit_tlvs_next>(list); }
inline auto each(const smppkit_dest_addresses &list) noexcept
{
    return range<smppkit_dest_addresses, smppkit_dest_address, smppkit_dest_addresses_next>(list);
}
inline auto each(const smppkit_unsuccess_smes &list) noexcept
{
    return range<smppkit_unsuccess_smes, smppkit_unsuccess_sme, smppkit_unsuccess_smes_next>(list);
}
inline auto each(const smppkit_message_ids &list) noexcept
{
    return range<smppkit_message_ids, smppkit_octets, smppkit_message_ids_next>(list);
}

// ---- Time

// Time since an origin of the caller's choice, of a clock that does not go back.
using instant = std::chrono::nanoseconds;

// Time of such a clock.
inline instant now() noexcept
{
    return std::chrono::duration_cast<instant>(std::chrono::steady_clock::now().time_since_epoch());
}

// ---- Events

// What the events that have a PDU share.
class pdu_event {
public:
    explicit pdu_event(const smppkit_event &event) noexcept : event_(&event) {}

    const smppkit_header &header() const noexcept { return event_->header; }
    octets frame() const noexcept { return event_->frame; }
    const smppkit_pdu &pdu() const noexcept { return event_->pdu; }
    // Whether something is out of order in it: see faults.
    bool faulty() const noexcept { return event_->faulty != 0; }
    template <class Pdu>
    const typename Pdu::c_type *get_if() const noexcept
    {
        return smppkit::get_if<Pdu>(event_->pdu);
    }

protected:
    const smppkit_event *event_;
};

// The peer wants something: answer it with the ticket.
struct request : pdu_event {
    using pdu_event::pdu_event;
    std::uint64_t ticket() const noexcept { return event_->ticket; }
};

// The peer answered a request of ours.
struct response : pdu_event {
    using pdu_event::pdu_event;
    std::uint64_t token() const noexcept { return event_->token; }
    std::uint32_t command_status() const noexcept { return event_->header.command_status; }
    std::chrono::nanoseconds round_trip() const noexcept
    {
        return std::chrono::nanoseconds(static_cast<std::int64_t>(event_->round_trip_ns));
    }
};

// The peer says something that wants no answer.
struct notification : pdu_event {
    using pdu_event::pdu_event;
};

// The session turned a PDU of the peer down.
class refused {
public:
    explicit refused(const smppkit_event &event) noexcept : event_(&event) {}
    const smppkit_header &header() const noexcept { return event_->header; }
    octets frame() const noexcept { return event_->frame; }
    std::uint32_t command_status() const noexcept { return event_->command_status; }
    // What is wrong in it, if that is why.
    std::optional<error> fault() const noexcept
    {
        smppkit_error fault = SMPPKIT_ERROR_INIT;
        if (event_->fault < 0
            || smppkit_fault(event_->frame.ptr, event_->frame.len, static_cast<std::size_t>(event_->fault), &fault)
                != SMPPKIT_OK)
            return std::nullopt;
        return error(fault);
    }

private:
    const smppkit_event *event_;
};

// The peer unbinds; the session has answered.
struct unbind_received {};

// A request of ours will not be answered: SMPPKIT_UNANSWERED_...
struct unanswered {
    std::uint64_t token;
    std::uint32_t command_id, sequence_number, reason;
};

// The session is over: SMPPKIT_CLOSED_...
struct closed {
    std::uint32_t reason;
};

// Calls `visitor` with what happened: a request, response, notification, refused, unbind_received, unanswered, or closed.
template <class Visitor>
decltype(auto) visit(Visitor &&visitor, const smppkit_event &event)
{
    switch (event.kind) {
    case SMPPKIT_EVENT_REQUEST:
        return std::forward<Visitor>(visitor)(request(event));
    case SMPPKIT_EVENT_RESPONSE:
        return std::forward<Visitor>(visitor)(response(event));
    case SMPPKIT_EVENT_NOTIFICATION:
        return std::forward<Visitor>(visitor)(notification(event));
    case SMPPKIT_EVENT_REFUSED:
        return std::forward<Visitor>(visitor)(refused(event));
    case SMPPKIT_EVENT_UNBIND_RECEIVED:
        return std::forward<Visitor>(visitor)(unbind_received{});
    case SMPPKIT_EVENT_UNANSWERED:
        return std::forward<Visitor>(visitor)(
            unanswered{ event.token, event.header.command_id, event.header.sequence_number, event.reason });
    default:
        return std::forward<Visitor>(visitor)(closed{ event.reason });
    }
}

// An event on one line, for a log.
inline std::string show(const smppkit_event &event)
{
    std::string text(256, '\0');
    std::size_t len = 0;
    std::int32_t code = smppkit_show_event(&event, text.data(), text.size(), &len);
    if (code == SMPPKIT_E_TOO_SMALL) {
        text.resize(len);
        code = smppkit_show_event(&event, text.data(), text.size(), &len);
    }
    text.resize(code == SMPPKIT_OK ? len : 0);
    return text;
}

// ---- Sessions

// The settings of a session, with the defaults of a side: SMPPKIT_ESME or SMPPKIT_MC.
inline smppkit_config config(std::uint8_t role) noexcept
{
    smppkit_config config{};
    smppkit_config_init(&config, role);
    return config;
}

// What became of a request: its octets, and the number that the session gave it.
struct sent {
    std::size_t size;
    std::uint32_t sequence_number;
};

// What became of several requests: how many were done, their octets, and why no more were, if so: SMPPKIT_E_WINDOW_FULL and
// SMPPKIT_E_TOO_SMALL are no more than a reason to go on with the others later.
struct sent_many {
    std::size_t done, size;
    std::optional<error> why;
};

// What became of octets of the peer.
struct received {
    // How many were taken; give those behind them again.
    std::size_t consumed = 0;
    // The next PDU must wait: until poll_transmit was called, or requests were answered.
    bool paused = false;
    bool closed = false;
};

// One session, of either side, in memory of its own: see smppkit_session. It can be moved and not copied.
class session {
public:
    static result<session> create(const smppkit_config &config, instant now)
    {
        return make(config, [&](void *memory, std::size_t len, smppkit_session **made, smppkit_error *error) {
            return smppkit_session_init(memory, len, &config, ns(now), made, error);
        });
    }

    // Goes on with the session of a snapshot.
    static result<session> restore(const smppkit_config &config, octets snapshot, instant now)
    {
        return make(config, [&](void *memory, std::size_t len, smppkit_session **made, smppkit_error *error) {
            return smppkit_session_init_from(memory, len, &config, snapshot.ptr, snapshot.len, ns(now), made, error);
        });
    }

    // The session, for functions of C.
    smppkit_session *get() const noexcept { return session_; }

    std::uint32_t state() const noexcept { return smppkit_session_state(session_); }
    bool is_bound() const noexcept { return smppkit_session_is_bound(session_) != 0; }
    std::uint8_t version() const noexcept { return smppkit_session_version(session_); }
    std::size_t window_size() const noexcept { return smppkit_session_window_size(session_); }
    std::size_t window_available() const noexcept { return smppkit_session_window_available(session_); }
    std::size_t in_flight() const noexcept { return smppkit_session_in_flight(session_); }
    std::size_t unanswered() const noexcept { return smppkit_session_unanswered(session_); }
    std::uint8_t congestion_state() const noexcept { return smppkit_session_congestion_state(session_); }
    bool has_transmit() const noexcept { return smppkit_session_has_transmit(session_) != 0; }
    bool allowed(std::uint32_t command_id) const noexcept { return smppkit_session_allowed(session_, command_id) != 0; }
    // How many requests of the peer may wait for our answer.
    result<void> set_max_unanswered(std::uint16_t max_unanswered) noexcept
    {
        return detail::done(smppkit_session_set_max_unanswered(session_, max_unanswered), SMPPKIT_ERROR_INIT);
    }
    smppkit_stats stats() const noexcept
    {
        smppkit_stats stats = SMPPKIT_STATS_INIT;
        smppkit_session_stats(session_, &stats);
        return stats;
    }

    // The world happened. `handler` is called with each smppkit_event; it may answer while the PDU is there to be read.
    template <class Handler>
    received receive(instant now, octets input, Handler &&handler)
    {
        received all;
        smppkit_event events[16];
        smppkit_received batch = SMPPKIT_RECEIVED_INIT;
        do {
            smppkit_session_receive(session_, ns(now), input.ptr + all.consumed, input.len - all.consumed, events, 16,
                &batch);
            for (std::size_t i = 0; i < batch.count; i++)
                handler(static_cast<const smppkit_event &>(events[i]));
            all.consumed += batch.consumed;
        } while (batch.status == SMPPKIT_RECEIVED_SOME);
        all.paused = batch.status == SMPPKIT_RECEIVED_PAUSED;
        all.closed = batch.status == SMPPKIT_RECEIVED_CLOSED;
        return all;
    }
    // After these, receive with no octets tells what happened.
    void receive_eof() noexcept { smppkit_session_receive_eof(session_); }
    void handle_timeout(instant now) noexcept { smppkit_session_handle_timeout(session_, ns(now)); }
    void close() noexcept { smppkit_session_close(session_); }
    // When handle_timeout is wanted next.
    std::optional<instant> poll_timeout() const noexcept
    {
        const std::uint64_t at = smppkit_session_poll_timeout(session_);
        if (at == UINT64_MAX)
            return std::nullopt;
        return instant(static_cast<std::int64_t>(at));
    }

    // What the caller wants. A session that could not do it is as it was.
    template <class Pdu, class Out>
    result<sent> request(instant now, const Pdu &pdu, std::uint64_t token, Out &&out)
    {
        std::uint32_t number = 0;
        auto written = detail::write(out, [&](std::uint8_t *data, std::size_t size, std::size_t *len, smppkit_error *error) {
            return smppkit_session_request(session_, ns(now), &pdu, token, data, size, len, &number, error);
        });
        if (!written)
            return written.error();
        return sent{ *written, number };
    }
    // Several requests, in order, up to the first that cannot be done; into memory of a fixed size.
    template <std::size_t N>
    sent_many request_many(instant now, smppkit_request (&requests)[N], buffer out) noexcept
    {
        return request_many(now, requests, N, out);
    }
    sent_many request_many(instant now, smppkit_request *requests, std::size_t count, buffer out) noexcept
    {
        smppkit_error details = SMPPKIT_ERROR_INIT;
        smppkit_sent done = SMPPKIT_SENT_INIT;
        const std::int32_t code = smppkit_session_request_many(session_, ns(now), requests, count, out.data, out.size, &done,
            &details);
        sent_many sent{ done.done, done.len, std::nullopt };
        if (auto all = detail::done(code, details); !all)
            sent.why = all.error();
        return sent;
    }
    template <class Pdu, class Out>
    result<std::size_t> notify(instant now, const Pdu &pdu, Out &&out)
    {
        return detail::write(out, [&](std::uint8_t *data, std::size_t size, std::size_t *len, smppkit_error *error) {
            return smppkit_session_notify(session_, ns(now), &pdu, data, size, len, error);
        });
    }
    template <class Pdu, class Out>
    result<std::size_t> respond(instant now, std::uint64_t ticket, std::uint32_t command_status, const Pdu &pdu, Out &&out)
    {
        return detail::write(out, [&](std::uint8_t *data, std::size_t size, std::size_t *len, smppkit_error *error) {
            return smppkit_session_respond(session_, ns(now), ticket, command_status, &pdu, data, size, len, error);
        });
    }
    // Accepts a request with the response to it, and nothing in that: what accepts a deliver_sm.
    template <class Out>
    result<std::size_t> accept(instant now, std::uint64_t ticket, Out &&out)
    {
        return detail::write(out, [&](std::uint8_t *data, std::size_t size, std::size_t *len, smppkit_error *error) {
            return smppkit_session_respond(session_, ns(now), ticket, SMPPKIT_ESME_ROK, nullptr, data, size, len, error);
        });
    }
    template <class Out>
    result<std::size_t> accept_bind(instant now, std::uint64_t ticket, octets system_id, Out &&out)
    {
        return detail::write(out, [&](std::uint8_t *data, std::size_t size, std::size_t *len, smppkit_error *error) {
            return smppkit_session_accept_bind(session_, ns(now), ticket, system_id, data, size, len, error);
        });
    }
    template <class Out>
    result<std::size_t> reject(instant now, std::uint64_t ticket, std::uint32_t command_status, Out &&out)
    {
        return detail::write(out, [&](std::uint8_t *data, std::size_t size, std::size_t *len, smppkit_error *error) {
            return smppkit_session_reject(session_, ns(now), ticket, command_status, data, size, len, error);
        });
    }
    result<void> abandon(std::uint64_t ticket) noexcept
    {
        return detail::done(smppkit_session_abandon(session_, ticket), SMPPKIT_ERROR_INIT);
    }

    // What the session wants to send by itself.
    template <class Out>
    std::size_t poll_transmit(Out &&out)
    {
        return *detail::write(out, [&](std::uint8_t *data, std::size_t size, std::size_t *len, smppkit_error *) {
            return smppkit_session_poll_transmit(session_, data, size, len);
        });
    }

    template <class Out>
    result<std::size_t> snapshot(instant now, Out &&out) const
    {
        return detail::write(out, [&](std::uint8_t *data, std::size_t size, std::size_t *len, smppkit_error *error) {
            return smppkit_session_snapshot(session_, ns(now), data, size, len, error);
        });
    }

private:
    struct give_back {
        void operator()(void *memory) const noexcept { ::operator delete(memory); }
    };

    session() noexcept = default;

    template <class Init>
    static result<session> make(const smppkit_config &config, Init &&init)
    {
        smppkit_error details = SMPPKIT_ERROR_INIT;
        session made;
        const std::size_t len = smppkit_session_size(config.window, config.max_unanswered);
        made.memory_.reset(::operator new(len));
        if (auto done = detail::done(init(made.memory_.get(), len, &made.session_, &details), details); !done)
            return done.error();
        return made;
    }

    static std::uint64_t ns(instant now) noexcept { return static_cast<std::uint64_t>(now.count()); }

    std::unique_ptr<void, give_back> memory_;
    smppkit_session *session_ = nullptr;

public:
    session(session &&other) noexcept : memory_(std::move(other.memory_)), session_(std::exchange(other.session_, nullptr)) {}
    session &operator=(session &&other) noexcept
    {
        memory_ = std::move(other.memory_);
        session_ = std::exchange(other.session_, nullptr);
        return *this;
    }
};

// ---- Messages

// The default options for a text.
inline smppkit_text_options text_options() noexcept
{
    return SMPPKIT_TEXT_OPTIONS_INIT;
}

// Calls `part` with each const smppkit_submit_sm & that a text, which is UTF-8, makes; gives how many they were. See
// smppkit_text_begin. What `part` gets lives no longer than the call.
template <class Part>
result<std::size_t> each_part(octets from, octets to, octets message, std::uint16_t number, Part &&part,
    const smppkit_text_options &options = text_options())
{
    smppkit_error details = SMPPKIT_ERROR_INIT;
    smppkit_text text;
    std::size_t count = 0;
    if (auto begun = detail::done(smppkit_text_begin(&text, &options, from, to, message, number, &count, &details), details);
        !begun)
        return begun.error();
    std::vector<std::uint8_t> memory(512);
    for (std::size_t made = 0; made < count;) {
        smppkit_submit_sm pdu;
        const std::int32_t code = smppkit_text_next(&text, &pdu, memory.data(), memory.size(), &details);
        if (code == SMPPKIT_E_TOO_SMALL && details.needed > memory.size()) {
            memory.resize(details.needed);
            continue;
        }
        if (code != SMPPKIT_OK)
            return detail::done(code, details).error();
        part(static_cast<const smppkit_submit_sm &>(pdu));
        made++;
    }
    return count;
}

// smppkit_message_read: what a submit_sm, deliver_sm or data_sm carries.
inline result<smppkit_message> read_message(octets frame, buffer scratch = {}) noexcept
{
    smppkit_error details = SMPPKIT_ERROR_INIT;
    smppkit_message message = SMPPKIT_MESSAGE_INIT;
    const std::int32_t code
        = smppkit_message_read(frame.ptr, frame.len, scratch.data, scratch.size, &message, &details);
    if (auto read = detail::done(code, details); !read)
        return read.error();
    return message;
}

namespace detail {

// Text that a C function writes.
template <class Call>
result<std::string> text(Call &&call)
{
    std::vector<std::uint8_t> written;
    if (auto done = write(written, call); !done)
        return done.error();
    return std::string(written.begin(), written.end());
}

template <class T, void (*free)(T *)>
struct give_back {
    void operator()(T *handle) const noexcept { free(handle); }
};

} // namespace detail

// The text of a message, as UTF-8.
inline result<std::string> message_text(const smppkit_message &message, std::uint8_t mc_default = 0)
{
    return detail::text([&](std::uint8_t *data, std::size_t size, std::size_t *len, smppkit_error *error) {
        return smppkit_message_text(&message, mc_default, data, size, len, error);
    });
}

// What joins the parts of long messages, what it joined, what also answers them, what finds the message that a receipt is about, and
// what keeps receipts for who awaits them: for the C functions, by get(), and given back when they are not needed any more.
using reassembler = std::unique_ptr<smppkit_reassembler, detail::give_back<smppkit_reassembler, smppkit_reassembler_free>>;
using long_message = std::unique_ptr<smppkit_long_message, detail::give_back<smppkit_long_message, smppkit_long_message_free>>;
using joining = std::unique_ptr<smppkit_joining, detail::give_back<smppkit_joining, smppkit_joining_free>>;
using awaited = std::unique_ptr<smppkit_awaited, detail::give_back<smppkit_awaited, smppkit_awaited_free>>;
using correlator = std::unique_ptr<smppkit_correlator, detail::give_back<smppkit_correlator, smppkit_correlator_free>>;

inline reassembler make_reassembler(std::size_t max_octets = 0, std::chrono::nanoseconds timeout = {}) noexcept
{
    return reassembler(smppkit_reassembler_new(max_octets, static_cast<std::uint64_t>(timeout.count())));
}
inline joining make_joining(std::chrono::nanoseconds hold = std::chrono::seconds(1), std::size_t max_octets = 0,
    std::chrono::nanoseconds timeout = {}) noexcept
{
    return joining(smppkit_joining_new(
        static_cast<std::uint64_t>(hold.count()), max_octets, static_cast<std::uint64_t>(timeout.count())));
}
inline awaited make_awaited(std::size_t max_messages = 0, std::chrono::nanoseconds timeout = {}, std::size_t spare = 0) noexcept
{
    return awaited(smppkit_awaited_new(max_messages, static_cast<std::uint64_t>(timeout.count()), spare));
}
inline correlator make_correlator(std::size_t max_messages = 0) noexcept
{
    return correlator(smppkit_correlator_new(max_messages));
}

// A part of a message came: the message if it is whole now, NULL if not.
inline result<long_message> insert(const reassembler &reassembler, instant now, octets frame) noexcept
{
    smppkit_error details = SMPPKIT_ERROR_INIT;
    std::uint32_t outcome = 0;
    smppkit_long_message *message = nullptr;
    const std::int32_t code = smppkit_reassembler_insert(reassembler.get(), static_cast<std::uint64_t>(now.count()),
        frame.ptr, frame.len, &outcome, &message, &details);
    long_message owned(message);
    if (auto inserted = detail::done(code, details); !inserted)
        return inserted.error();
    return owned;
}

// A deliver_sm or data_sm came in a request of this name: whether it is a part of a message, which is then answered when
// smppkit_joining_poll_output and smppkit_joining_next_settled say.
inline result<bool> insert(const joining &joining, instant now, octets frame, std::uint64_t request) noexcept
{
    smppkit_error details = SMPPKIT_ERROR_INIT;
    std::uint8_t is_part = 0;
    const std::int32_t code = smppkit_joining_insert(joining.get(), static_cast<std::uint64_t>(now.count()), frame.ptr,
        frame.len, request, &is_part, &details);
    if (auto inserted = detail::done(code, details); !inserted)
        return inserted.error();
    return is_part != 0;
}

// The text of a message of several parts, as UTF-8.
inline result<std::string> message_text(const long_message &message, std::uint8_t mc_default = 0)
{
    return detail::text([&](std::uint8_t *data, std::size_t size, std::size_t *len, smppkit_error *error) {
        return smppkit_long_message_text(message.get(), mc_default, data, size, len, error);
    });
}

} // namespace smppkit

#endif // SMPPKIT_HPP
