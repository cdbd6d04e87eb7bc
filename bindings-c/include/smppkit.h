// smppkit.h: SMPP 3.3, 3.4 and 5.0 for C and C++.
// Made by tests/header.rs from the library's sources; do not edit.
//
// A program, whole. Compile it with: cc hello.c $(pkg-config --cflags --libs smppkit)
//
//     #include <smppkit.h>
//     #include <stdio.h>
//
//     int main(void)
//     {
//         // A message to a mobile phone, with a receipt wanted and a reference of our own.
//         smppkit_tlv tlvs[] = { smppkit_tlv_user_message_reference(7) };
//         smppkit_submit_sm message = SMPPKIT_SUBMIT_SM_INIT;
//         message.source_addr = smppkit_string("12345");
//         message.dest_addr_ton = SMPPKIT_TON_INTERNATIONAL;
//         message.dest_addr_npi = SMPPKIT_NPI_ISDN;
//         message.destination_addr = smppkit_string("447700900123");
//         message.registered_delivery = SMPPKIT_REGISTERED_DELIVERY_RECEIPT;
//         message.short_message = smppkit_string("Hello");
//         message.tlvs = smppkit_tlvs_of(tlvs, 1);
//
//         uint8_t frame[256];
//         size_t len;
//         smppkit_error error = SMPPKIT_ERROR_INIT;
//         if (smppkit_check(&message, SMPPKIT_V3_4, &error) != SMPPKIT_OK
//             || smppkit_encode(SMPPKIT_ESME_ROK, 1, &message, frame, sizeof frame, &len, &error) != SMPPKIT_OK) {
//             fprintf(stderr, "%s\n", error.text);
//             return 1;
//         }
//
//         // The octets in `frame` are what goes over the wire. The peer takes them apart:
//         smppkit_decoded decoded = SMPPKIT_DECODED_INIT;
//         if (smppkit_decode(frame, len, &decoded, &error) != SMPPKIT_OK) {
//             fprintf(stderr, "%s\n", error.text);
//             return 1;
//         }
//         if (decoded.header.command_id == SMPPKIT_SUBMIT_SM) {
//             smppkit_submit_sm *received = &decoded.pdu.submit_sm;
//             uint16_t reference = 0;
//             smppkit_get_user_message_reference(&received->tlvs, &reference);
//             printf("to %.*s, reference %u\n", SMPPKIT_PRINT(received->destination_addr), reference);
//         }
//         return 0;
//     }
//
// What holds for all of it:
//
// * A function that can fail returns SMPPKIT_OK, which is 0, or a negative SMPPKIT_E_...; what it gives goes through
//   pointers, and is untouched if it fails, unless it says otherwise. Its last argument may take what went wrong in detail:
//   a smppkit_error, or NULL.
// * No function keeps a pointer that it was given, but to the memory of a session; none prints; and only those allocate that
//   have a ..._free. What a PDU struct points to must live and stay as it is until it was encoded; what was decoded points into
//   the octets that it was decoded from.
// * A pointer must not be NULL unless it says so; SMPPKIT_E_NULL if it is. Memory of length 0 may be at NULL.
// * A struct that begins with struct_size is set with its ..._INIT, which knows the size.
// * Text is octets with a length; smppkit_string makes them of a C string. Which alphabet they are in is up to data_coding.
// * No function has a state of its own: any may be called by several threads at once, each with its own memory.
// * Names are those of the specification. A number without a name is as good as any other: it is kept and sent as it is.
// * In C++, all of it is extern "C" and nothing throws.
//
// smppkit_pdus.h has the PDUs and the names of all values, smppkit_tlvs.h a pair of functions for each TLV.
#ifndef SMPPKIT_H
#define SMPPKIT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

// The version that this header belongs to; smppkit_version() tells that of the library which runs.
#define SMPPKIT_VERSION "0.1.0"
#define SMPPKIT_VERSION_MAJOR 0
#define SMPPKIT_VERSION_MINOR 1
#define SMPPKIT_VERSION_PATCH 0

#ifdef __cplusplus
extern "C" {
#endif

// ---- Results of functions

// It was done.
#define SMPPKIT_OK 0
// A pointer is NULL that must not be, or a length is no length.
#define SMPPKIT_E_NULL (-1)
// `struct_size` is not what the struct's `…_INIT` sets, or not that of the PDU that `command_id` says it is.
#define SMPPKIT_E_STRUCT_SIZE (-2)
// The memory is too small. How much is needed is where the length of the result would be.
#define SMPPKIT_E_TOO_SMALL (-3)
// A value is none of those that the argument or the field may have.
#define SMPPKIT_E_VALUE (-4)
// There is no such thing: no such name, no such TLV.
#define SMPPKIT_E_NOT_FOUND (-5)
// It is there and cannot be read: a TLV whose octets are not what its type says.
#define SMPPKIT_E_UNREADABLE (-6)
// The octets are not one whole PDU by their `command_length`.
#define SMPPKIT_E_FRAME (-7)
// A field has what cannot or must not be sent. `smppkit_error` says which and why.
#define SMPPKIT_E_FIELD (-8)
// A bug in this library, which stopped before it did harm. Do not use what you passed to it any more.
#define SMPPKIT_E_PANIC (-9)
// The library has no memory left to get.
#define SMPPKIT_E_NO_MEMORY (-10)
// It is not one: it was never begun, was moved in memory, or has ended.
#define SMPPKIT_E_NO_SESSION (-11)
// The settings contradict themselves.
#define SMPPKIT_E_CONFIG (-12)
// As many requests are unanswered as the window has slots.
#define SMPPKIT_E_WINDOW_FULL (-13)
// This side may not send this PDU in this state.
#define SMPPKIT_E_NOT_ALLOWED (-14)
// It is not a PDU of the kind that was asked for: a response given as a request, or the response to another request.
#define SMPPKIT_E_WRONG_KIND (-15)
// The version of SMPP that is spoken with this peer does not have it.
#define SMPPKIT_E_NOT_IN_VERSION (-16)
// The session is over.
#define SMPPKIT_E_CLOSED (-17)
// The request was answered already, or there was none.
#define SMPPKIT_E_TICKET_USED (-18)
// The octets are not a snapshot, or not one that fits these settings.
#define SMPPKIT_E_SNAPSHOT (-19)
// It is too early.
#define SMPPKIT_E_NOT_YET (-20)
// A text cannot be sent so: no alphabet has all its characters, or it makes too many parts.
#define SMPPKIT_E_TEXT (-21)
// It is no address.
#define SMPPKIT_E_ADDRESS (-22)
// The limit to what is kept is reached.
#define SMPPKIT_E_FULL (-23)

// ---- What PDUs are made of

// Octets in memory that belongs to somebody else: a string, a text, the value of a TLV. No NUL is needed at their end,
// and that of a C-octet string is not counted. `ptr` may be NULL if `len` is 0.
typedef struct smppkit_octets {
    // The first octet.
    const uint8_t *ptr;
    // How many there are.
    size_t len;
} smppkit_octets;

// A destination of a submit_multi: an address, or a distribution list that the MC keeps.
typedef struct smppkit_dest_address {
    // 1: an address. 2: a distribution list.
    uint8_t dest_flag;
    // Type of number of the address.
    uint8_t dest_addr_ton;
    // Numbering plan of the address.
    uint8_t dest_addr_npi;
    // The address, up to 20 octets.
    smppkit_octets destination_addr;
    // The name of the distribution list, up to 20 octets.
    smppkit_octets dl_name;
} smppkit_dest_address;

// A destination of a submit_multi that failed, and why.
typedef struct smppkit_unsuccess_sme {
    // Type of number of the address.
    uint8_t dest_addr_ton;
    // Numbering plan of the address.
    uint8_t dest_addr_npi;
    // The address, up to 20 octets.
    smppkit_octets destination_addr;
    // Why it failed: `SMPPKIT_ESME_…`.
    uint32_t error_status_code;
} smppkit_unsuccess_sme;

// The destinations of a submit_multi. Of a PDU that was decoded, `octets` has them as they are on the wire;
// `smppkit_dest_addresses_next` reads them. To send destinations, put them into an array: `items`.
typedef struct smppkit_dest_addresses {
    // Destinations to be sent; NULL if `octets` has them.
    const smppkit_dest_address *items;
    // How many destinations: up to 255.
    size_t count;
    // The destinations as they are on the wire, without the `number_of_dests` before them.
    smppkit_octets octets;
} smppkit_dest_addresses;

// The destinations of a submit_multi that failed. Of a PDU that was decoded, `octets` has them as they are on the wire;
// `smppkit_unsuccess_smes_next` reads them. To send some, put them into an array: `items`.
typedef struct smppkit_unsuccess_smes {
    // Destinations to be sent; NULL if `octets` has them.
    const smppkit_unsuccess_sme *items;
    // How many destinations: up to 255.
    size_t count;
    // The destinations as they are on the wire, without the `no_unsuccess` before them.
    smppkit_octets octets;
} smppkit_unsuccess_smes;

// The ids in a query_last_msgs_resp. Of a PDU that was decoded, `octets` has them as they are on the wire;
// `smppkit_message_ids_next` reads them. To send ids, put them into an array: `items`.
typedef struct smppkit_message_ids {
    // Ids to be sent; NULL if `octets` has them.
    const smppkit_octets *items;
    // How many ids: up to 100.
    size_t count;
    // The ids as they are on the wire, without the `number_msgs` before them.
    smppkit_octets octets;
} smppkit_message_ids;

// One TLV. What was decoded has its octets in `value`. To send one, make it with `smppkit_tlv_u16` and its like, or with
// the function that has the name of the TLV, such as `smppkit_tlv_user_message_reference`.
typedef struct smppkit_tlv {
    // Which it is: `SMPPKIT_TLV_…`, or any other number.
    uint16_t tag;
    // How many octets of `head` stand before `value`, to be sent: 0 to 4.
    uint8_t head_len;
    // Whether a NUL stands behind `value`, to be sent: 0 or 1. `head_len` is then 0.
    uint8_t nul;
    // The octets of an integer, in the order of the wire.
    uint8_t head[4];
    // The octets of the value, or what stands behind `head`.
    smppkit_octets value;
} smppkit_tlv;

// What follows the fields of a PDU. Of a PDU that was decoded, `octets` has the TLVs as they are on the wire;
// `smppkit_tlvs_next` and its like read them. To send TLVs, put them into an array: `smppkit_tlvs_of`. All zero is none.
typedef struct smppkit_tlvs {
    // TLVs to be sent.
    const smppkit_tlv *items;
    // How many `items`. If there are any, `octets` do not count.
    size_t count;
    // All that follows the fields on the wire.
    smppkit_octets octets;
    // How the body of the PDU ended, if too early: leave it as it is, and what was decoded encodes to the same octets.
    uint32_t ending;
} smppkit_tlvs;

// What went wrong, in detail. Where a function takes one, it may be NULL.
typedef struct smppkit_error {
    // Set by `SMPPKIT_ERROR_INIT`.
    uint32_t struct_size;
    // The result of the function: `SMPPKIT_E_…`.
    int32_t result;
    // If a PDU is the matter, which: its `command_id`; otherwise 0.
    uint32_t command_id;
    // The `command_status` by which the specification answers this fault; otherwise 0.
    uint32_t command_status;
    // Octets from the start of the PDU to where the field, or what is wrong in it, begins; 0 where there are no octets
    // yet, in a PDU that is to be sent.
    size_t offset;
    // Octets that are needed, where memory was too small.
    size_t needed;
    // If the state of the session is the matter, which: `SMPPKIT_STATE_…`; otherwise 0.
    uint32_t state;
    // 0.
    uint32_t reserved;
    // The field, in the specification's spelling; `tlvs` for what follows the last field, `command_id` for the PDU as a
    // whole; empty if no field is the matter.
    char field[32];
    // All of this in English, for a log.
    char text[160];
} smppkit_error;

// Octets, lists and TLVs that are none, for initialisers.
#define SMPPKIT_NO_OCTETS { NULL, 0 }
#define SMPPKIT_NO_LIST { NULL, 0, SMPPKIT_NO_OCTETS }
#define SMPPKIT_NO_TLVS { NULL, 0, SMPPKIT_NO_OCTETS, 0 }

#define SMPPKIT_ERROR_INIT { sizeof(smppkit_error), 0, 0, 0, 0, 0, 0, 0, "", "" }

// These octets.
static inline smppkit_octets smppkit_octets_of(const void *octets, size_t len)
{
    smppkit_octets made = { (const uint8_t *)octets, len };
    return made;
}

// The characters of a C string, without its NUL. NULL gives no octets.
static inline smppkit_octets smppkit_string(const char *string)
{
    return smppkit_octets_of(string, string == NULL ? 0 : strlen(string));
}

// Octets for "%.*s" of printf.
#define SMPPKIT_PRINT(octets) (int)(octets).len, (octets).len == 0 ? "" : (const char *)(octets).ptr

// These TLVs, to be sent. The array must live until the PDU was encoded.
static inline smppkit_tlvs smppkit_tlvs_of(const smppkit_tlv *items, size_t count)
{
    smppkit_tlvs made = { items, count, SMPPKIT_NO_OCTETS, 0 };
    return made;
}

#include "smppkit_pdus.h"

// ---- PDUs

#define SMPPKIT_DECODED_INIT { sizeof(smppkit_decoded), 0, { 0, 0, 0, 0 }, SMPPKIT_PDU_INIT }

// How many faults of one PDU are listed; further ones are not.
#define SMPPKIT_MAX_FAULTS 16

// Of `smppkit_status_retry`: the request succeeded.
#define SMPPKIT_RETRY_SUCCESS 0

// Of `smppkit_status_retry`: send it again later.
#define SMPPKIT_RETRY_TEMPORARY 1

// Of `smppkit_status_retry`: do not send it again unchanged.
#define SMPPKIT_RETRY_PERMANENT 2

// Of `smppkit_status_retry`: a few attempts with growing pauses.
#define SMPPKIT_RETRY_DEPENDS 3

// Of `smppkit_status_retry`: mend the session first.
#define SMPPKIT_RETRY_SESSION 4

// Of `smppkit_status_retry`: the bind was refused.
#define SMPPKIT_RETRY_BIND 5

// How to show a PDU: on one line, for a log, with what is not empty or zero, and without passwords.
#define SMPPKIT_SHOW_LINE 0

// How to show a PDU: as a tree of all that is on the wire, for people.
#define SMPPKIT_SHOW_TREE 1

// What a vendor's TLV has: an integer of one octet.
#define SMPPKIT_KIND_U8 1

// What a vendor's TLV has: an integer of two octets.
#define SMPPKIT_KIND_U16 2

// What a vendor's TLV has: an integer of four octets.
#define SMPPKIT_KIND_U32 3

// What a vendor's TLV has: a C-octet string.
#define SMPPKIT_KIND_STRING 4

// What a vendor's TLV has: octets.
#define SMPPKIT_KIND_OCTETS 5

// How many TLVs of vendors `smppkit_show` can be told of at once.
#define SMPPKIT_MAX_VENDOR_TLVS 64

// The number of the interface. It changes when what was compiled against an older header no longer runs with the library.
#define SMPPKIT_ABI 1

// The sixteen octets before every PDU.
typedef struct smppkit_header {
    // Octets of the whole PDU, the header among them.
    uint32_t command_length;
    // Which PDU it is: `SMPPKIT_SUBMIT_SM` and its like.
    uint32_t command_id;
    // How the request ended, in responses: `SMPPKIT_ESME_…`. 0 in requests.
    uint32_t command_status;
    // What ties a response to its request.
    uint32_t sequence_number;
} smppkit_header;

// A PDU that was taken apart. Everything in it points into the octets that it was decoded from: it lives as long as they
// do and stay as they are.
typedef struct smppkit_decoded {
    // Set by `SMPPKIT_DECODED_INIT`.
    uint32_t struct_size;
    // 1 if something is out of order in the PDU: `smppkit_fault` lists it. Otherwise 0.
    uint32_t faulty;
    // Its header.
    smppkit_header header;
    // Its body: `pdu.submit_sm` if `header.command_id` is `SMPPKIT_SUBMIT_SM`, and so on; `pdu.unknown` if the id is none
    // of those that the header names.
    smppkit_pdu pdu;
} smppkit_decoded;

// A TLV that the specification leaves to vendors (tags 0x1400 to 0x3FFF, 5.0 Table 4-59), so that it is shown by its name.
typedef struct smppkit_vendor_tlv {
    // Its tag.
    uint16_t tag;
    // What it has: `SMPPKIT_KIND_…`.
    uint8_t kind;
    // Its name.
    smppkit_octets name;
} smppkit_vendor_tlv;

// One part of a TLV's value that has several, such as `network_error_code`.
typedef struct smppkit_tlv_part {
    // The part, if it is an integer.
    uint32_t number;
    // The part, if it is octets: the last one may be.
    smppkit_octets octets;
} smppkit_tlv_part;

// Tells how long the PDU is that a stream goes on with: 0 in `*frame_len` while fewer than four octets are there to tell
// it. `max` is the largest `command_length` that is accepted; 70000 is a good choice.
//
// `SMPPKIT_E_FRAME` if it announces fewer than 16 octets or more than `max`: where the next PDU begins is then unknown,
// and nothing is left but to close the connection.
int32_t smppkit_frame_length(const uint8_t *octets, size_t len, uint32_t max, size_t *frame_len,
    smppkit_error *error);

// Reads the header at the start of `octets`; `SMPPKIT_E_FRAME` if there are fewer than 16.
int32_t smppkit_read_header(const uint8_t *octets, size_t len, smppkit_header *header);

// Takes one PDU apart. `frame` is the whole PDU, from its `command_length` to its last octet.
//
// Whatever is one PDU by its `command_length` is accepted: what is out of order in it is kept, so that
// `smppkit_encode` gives the same octets again, and is listed by `smppkit_fault`. `SMPPKIT_E_FRAME` if the octets are not
// exactly one PDU.
int32_t smppkit_decode(const uint8_t *frame, size_t len, smppkit_decoded *decoded, smppkit_error *error);

// Tells what is out of order in a PDU: the fault of this number, from 0, in the order of the octets.
// `SMPPKIT_E_NOT_FOUND` behind the last; there are at most `SMPPKIT_MAX_FAULTS`.
int32_t smppkit_fault(const uint8_t *frame, size_t len, size_t number, smppkit_error *fault);

// Writes one PDU into `out`, which has room for `capacity` octets, and its length into `*len`.
//
// `pdu` points to a PDU struct, such as `smppkit_submit_sm`, or to a `smppkit_pdu`. This writes whatever can be written at
// all, also what no version of SMPP allows: `smppkit_check` tells. What was decoded gives the octets that it was decoded
// from; its fields may have been set to others.
//
// `SMPPKIT_E_TOO_SMALL` if there is no room for the PDU: `*len` is then what it needs, and nothing useful is in `out`.
// `SMPPKIT_E_FIELD` for what cannot be written, such as a NUL in a C-octet string. `out` must not overlap what `pdu` points
// to.
int32_t smppkit_encode(uint32_t command_status, uint32_t sequence_number, const void *pdu, uint8_t *out,
    size_t capacity, size_t *len, smppkit_error *error);

// Checks that a peer that speaks this version may be sent this PDU: lengths, what the version has, what must not stand
// together, which TLVs must be there. `interface_version` is 0x33, 0x34 or 0x50, as in a bind.
//
// `SMPPKIT_E_FIELD` if not; `error` tells the first field that is not right.
int32_t smppkit_check(const void *pdu, uint8_t interface_version, smppkit_error *error);

// Gives one destination after the other. `*at` is 0 for the first, and is set to where the next begins; keep it as it is in
// between. `SMPPKIT_E_NOT_FOUND` behind the last.
int32_t smppkit_dest_addresses_next(const smppkit_dest_addresses *list, size_t *at,
    smppkit_dest_address *item);

// The same for the destinations that failed.
int32_t smppkit_unsuccess_smes_next(const smppkit_unsuccess_smes *list, size_t *at,
    smppkit_unsuccess_sme *item);

// The same for message ids.
int32_t smppkit_message_ids_next(const smppkit_message_ids *list, size_t *at, smppkit_octets *item);

// The name of a PDU, such as "submit_sm" for 4; NULL if no version has it. The string is static.
const char *smppkit_command_name(uint32_t command_id);

// The `command_id` of the PDU of this name, in the spelling of any version; `SMPPKIT_E_NOT_FOUND` if there is none.
int32_t smppkit_command_from_name(const char *name, uint32_t *command_id);

// The name of a `command_status`, such as "ESME_RTHROTTLED" for 0x58; NULL if no version has it. The string is static.
const char *smppkit_status_name(uint32_t command_status);

// What a `command_status` means, in English; NULL if no version has it. The string is static.
const char *smppkit_status_text(uint32_t command_status);

// The `command_status` of this name, in the spelling of any version; `SMPPKIT_E_NOT_FOUND` if there is none.
int32_t smppkit_status_from_name(const char *name, uint32_t *command_status);

// What a sender should make of a `command_status`, for submit_sm and deliver_sm: `SMPPKIT_RETRY_…`. Advice, not part of the
// specification. Unknown numbers count as permanent.
int32_t smppkit_status_retry(uint32_t command_status);

// The name of a TLV, such as "message_payload" for 0x0424; NULL if no version has it. The string is static.
const char *smppkit_tlv_name(uint16_t tag);

// The tag of the TLV of this name, in the spelling of any version; `SMPPKIT_E_NOT_FOUND` if there is none.
int32_t smppkit_tlv_from_name(const char *name, uint16_t *tag);

// The name of a value: `values` says of which kind, as in the constants, but in small letters. The name of 8 among
// "data_coding" is "UCS2", as in `SMPPKIT_DATA_CODING_UCS2`. NULL if the value has no name, or if there is no such kind. The
// string is static.
const char *smppkit_value_name(const char *values, uint8_t value);

// The value of a kind that has this name: the other way round. `SMPPKIT_E_NOT_FOUND` if there is none.
int32_t smppkit_value_from_name(const char *values, const char *name, uint8_t *value);

// What a result means, in English, for a log: `SMPPKIT_E_NULL` is "a pointer is NULL that must not be". Never NULL; the
// string is static.
const char *smppkit_error_text(int32_t result);

// Shows a PDU that is octets, with its header and what is out of order in it, as `style` says: `SMPPKIT_SHOW_…`. The text
// and a NUL go to `out`, which has room for `capacity` characters; `*len` is how many there are, without the NUL; `len` may
// be NULL.
//
// `vendor` are `vendor_count` definitions of TLVs that the specification does not know; NULL and 0 for none.
//
// `SMPPKIT_E_TOO_SMALL` if the text does not fit: as much of it as does is there, and `*len` is the capacity that is
// needed.
int32_t smppkit_show(const uint8_t *frame, size_t frame_len, int32_t style, const smppkit_vendor_tlv *vendor,
    size_t vendor_count, char *out, size_t capacity, size_t *len, smppkit_error *error);

// The same for a PDU struct, such as `smppkit_submit_sm`, or a `smppkit_pdu`: it has no header.
int32_t smppkit_show_pdu(const void *pdu, int32_t style, char *out, size_t capacity, size_t *len,
    smppkit_error *error);

// Gives one TLV after the other, in the order of the wire. `*at` is 0 for the first, and is set to where the next begins;
// keep it as it is in between. `SMPPKIT_E_NOT_FOUND` behind the last that is whole.
//
//     smppkit_tlv tlv;
//     for (size_t at = 0; smppkit_tlvs_next(&pdu.tlvs, &at, &tlv) == SMPPKIT_OK;)
//         printf("0x%04x: %zu octets\n", tlv.tag, tlv.value.len);
int32_t smppkit_tlvs_next(const smppkit_tlvs *tlvs, size_t *at, smppkit_tlv *tlv);

// Gives the first TLV with this tag; `SMPPKIT_E_NOT_FOUND` if there is none.
int32_t smppkit_tlvs_find(const smppkit_tlvs *tlvs, uint16_t tag, smppkit_tlv *tlv);

// Gives the octets that are no TLV: of the first that is not whole and all behind it, or of a body that ended before its
// last field. Mostly there are none.
int32_t smppkit_tlvs_remainder(const smppkit_tlvs *tlvs, smppkit_octets *remainder);

// Gives the value of the first TLV with this tag that is an integer of one octet. `SMPPKIT_E_NOT_FOUND` if there is no TLV
// with the tag, `SMPPKIT_E_UNREADABLE` if none has one octet.
int32_t smppkit_tlvs_get_u8(const smppkit_tlvs *tlvs, uint16_t tag, uint8_t *value);

// The same for an integer of two octets.
int32_t smppkit_tlvs_get_u16(const smppkit_tlvs *tlvs, uint16_t tag, uint16_t *value);

// The same for an integer of four octets.
int32_t smppkit_tlvs_get_u32(const smppkit_tlvs *tlvs, uint16_t tag, uint32_t *value);

// The same for a C-octet string. It is given without its NUL, which peers often omit.
int32_t smppkit_tlvs_get_string(const smppkit_tlvs *tlvs, uint16_t tag, smppkit_octets *value);

// The same for octets.
int32_t smppkit_tlvs_get_octets(const smppkit_tlvs *tlvs, uint16_t tag, smppkit_octets *value);

// Gives the value of a TLV that is an integer of one octet; `SMPPKIT_E_UNREADABLE` if it has another length. For a TLV that
// may stand in a PDU several times; otherwise `smppkit_tlvs_get_u8` finds and reads it.
int32_t smppkit_tlv_get_u8(const smppkit_tlv *tlv, uint8_t *value);

// The same for an integer of two octets.
int32_t smppkit_tlv_get_u16(const smppkit_tlv *tlv, uint16_t *value);

// The same for an integer of four octets.
int32_t smppkit_tlv_get_u32(const smppkit_tlv *tlv, uint32_t *value);

// The same for a C-octet string. It is given without its NUL, which peers often omit.
int32_t smppkit_tlv_get_string(const smppkit_tlv *tlv, smppkit_octets *value);

// Gives the parts of a TLV's value that the specification says has several, in their order, and how many are there: parts
// that are optional may be missing. `SMPPKIT_E_UNREADABLE` if the TLV has no parts, or other octets; `SMPPKIT_E_TOO_SMALL` if
// it has more than `capacity`.
int32_t smppkit_tlv_parts(const smppkit_tlv *tlv, smppkit_tlv_part *parts, size_t capacity, size_t *count);

// Gives the parts of the value of the first TLV with this tag, which are exactly `count`: what `smppkit_get_…` calls.
int32_t smppkit_tlvs_get_parts(const smppkit_tlvs *tlvs, uint16_t tag, smppkit_tlv_part *parts, size_t count);

// Makes a TLV of an integer of one octet.
smppkit_tlv smppkit_tlv_u8(uint16_t tag, uint8_t value);

// Makes a TLV of an integer of two octets.
smppkit_tlv smppkit_tlv_u16(uint16_t tag, uint16_t value);

// Makes a TLV of an integer of four octets.
smppkit_tlv smppkit_tlv_u32(uint16_t tag, uint32_t value);

// Makes a TLV of a C-octet string, whose NUL is added on the wire. The string must live until the TLV was encoded.
smppkit_tlv smppkit_tlv_string(uint16_t tag, smppkit_octets value);

// Makes a TLV of octets: up to 65535, which must live until the TLV was encoded.
smppkit_tlv smppkit_tlv_octets(uint16_t tag, smppkit_octets value);

// Whether the specification allows this TLV a value of so many octets: 1 or 0. Any length will do for a TLV that it does
// not know.
int32_t smppkit_tlv_allows_length(uint16_t tag, size_t len);

// The version of the library that runs, such as "0.1.0"; the header's is `SMPPKIT_VERSION`. The string is static.
const char *smppkit_version(void);

// The number of the interface that the library has which runs. It must be `SMPPKIT_ABI`, the header's, and is unless a
// program runs with another library than it was compiled for.
uint32_t smppkit_abi(void);

#include "smppkit_tlvs.h"

// ---- Sessions

#define SMPPKIT_RECEIVED_INIT { sizeof(smppkit_received), sizeof(smppkit_event), 0, 0, 0, 0 }
#define SMPPKIT_SENT_INIT { sizeof(smppkit_sent), sizeof(smppkit_request), 0, 0 }
#define SMPPKIT_STATS_INIT { sizeof(smppkit_stats), 0, 0, 0, 0, 0, 0, 0 }

// The address of memory for a session is a multiple of this. That of `malloc` always is.
#define SMPPKIT_SESSION_ALIGN 8

// The application: it binds.
#define SMPPKIT_ESME 0

// The message centre: it is bound to.
#define SMPPKIT_MC 1

// Requests beyond `max_unanswered` wait until one is answered: the peer feels it through its connection.
#define SMPPKIT_PAUSE 0

// Requests beyond `max_unanswered` are answered with ESME_RTHROTTLED.
#define SMPPKIT_THROTTLE 1

// The session answers it.
#define SMPPKIT_ANSWER 0

// It is handed over as a request.
#define SMPPKIT_DELIVER 1

// It is answered with ESME_RINVCMDID.
#define SMPPKIT_REFUSE 2

// The peer wants something: answer it with `ticket`. `header`, `frame`, `pdu` and `faulty` are set.
#define SMPPKIT_EVENT_REQUEST 1

// The peer answered a request of ours: that with this `token`. `header`, `frame`, `pdu`, `faulty` and `round_trip_ns` are
// set; how the request ended is `header.command_status`. The PDU is the response to the request, or a generic_nack.
#define SMPPKIT_EVENT_RESPONSE 2

// The peer says something that wants no answer: outbind, alert_notification. `header`, `frame`, `pdu` and `faulty` are set.
#define SMPPKIT_EVENT_NOTIFICATION 3

// The session turned a PDU of the peer down. `header` and `frame` are set; `command_status` is that of the answer, which
// `smppkit_session_poll_transmit` has unless the PDU wants none; `fault` is the number of what is wrong in it.
#define SMPPKIT_EVENT_REFUSED 4

// The peer unbinds; the session has answered. The connection ends next.
#define SMPPKIT_EVENT_UNBIND_RECEIVED 5

// A request of ours, that with this `token`, will not be answered: `reason` says why. What became of it is not known.
// `header.command_id` and `header.sequence_number` are those of the request.
#define SMPPKIT_EVENT_UNANSWERED 6

// The session is over, and nothing follows: `reason` says why. Send what `smppkit_session_poll_transmit` still has, then
// end the connection.
#define SMPPKIT_EVENT_CLOSED 7

// The response timer ran out.
#define SMPPKIT_UNANSWERED_TIMEOUT 1

// The session closed before the response came.
#define SMPPKIT_UNANSWERED_CLOSED 2

// We closed it.
#define SMPPKIT_CLOSED_LOCAL 1

// We unbound, and the peer answered.
#define SMPPKIT_CLOSED_UNBOUND 2

// We unbound, and the peer did not answer.
#define SMPPKIT_CLOSED_UNBIND_UNANSWERED 3

// The peer unbound.
#define SMPPKIT_CLOSED_PEER_UNBOUND 4

// The peer ended the connection.
#define SMPPKIT_CLOSED_EOF 5

// The session_init timer ran out before a bind.
#define SMPPKIT_CLOSED_SESSION_INIT 6

// We bound, and the peer did not answer.
#define SMPPKIT_CLOSED_BIND_UNANSWERED 7

// The inactivity timer ran out.
#define SMPPKIT_CLOSED_INACTIVITY 8

// An enquire_link was not answered.
#define SMPPKIT_CLOSED_ENQUIRE_LINK_UNANSWERED 9

// A `command_length` below 16 or above the limit, which is in `header.command_length`: where the next PDU begins is
// unknown.
#define SMPPKIT_CLOSED_BAD_COMMAND_LENGTH 10

// All whole PDUs were taken. What is left is the start of one, and the session waits for more octets.
#define SMPPKIT_RECEIVED_ALL 0

// There was no place for more events: call again, with what is left.
#define SMPPKIT_RECEIVED_SOME 1

// The next PDU must wait: until what `smppkit_session_poll_transmit` has was fetched, or requests were answered. Then call
// again, with what is left; do not read more from the peer meanwhile.
#define SMPPKIT_RECEIVED_PAUSED 2

// The session is closed; octets no longer matter.
#define SMPPKIT_RECEIVED_CLOSED 3

// No network connection, or none that may be used.
#define SMPPKIT_STATE_CLOSED 0

// The network connection is up, no bind was accepted yet.
#define SMPPKIT_STATE_OPEN 1

// The MC connected and sent outbind; the ESME has not bound yet.
#define SMPPKIT_STATE_OUTBOUND 2

// bind_transmitter was accepted.
#define SMPPKIT_STATE_BOUND_TX 3

// bind_receiver was accepted.
#define SMPPKIT_STATE_BOUND_RX 4

// bind_transceiver was accepted.
#define SMPPKIT_STATE_BOUND_TRX 5

// unbind was answered, the network connection is still up.
#define SMPPKIT_STATE_UNBOUND 6

// One session, of either side. It lies in memory that was given to `smppkit_session_init`, or was got by
// `smppkit_session_new`, and stays where it is: do not copy it. Each has no more than one caller at a time; different ones
// know nothing of each other.
//
// It owns no socket, no clock and no octets. What the peer sent goes into `smppkit_session_receive`, and when time has
// passed `smppkit_session_handle_timeout` is called; what is to be sent is written into memory of the caller. After any
// of them see whether `smppkit_session_poll_transmit` has something to send, and when `smppkit_session_poll_timeout`
// wants to be woken.
//
// Times are nanoseconds since an origin of the caller's choice, of a clock that does not go back, such as
// CLOCK_MONOTONIC; 0 counts as 1.
typedef struct smppkit_session smppkit_session;

// The settings of a session. Begin with `smppkit_config_init`, and change what you need.
typedef struct smppkit_config {
    // Set by `smppkit_config_init`.
    uint32_t struct_size;
    // Which side we are: `SMPPKIT_ESME` or `SMPPKIT_MC`.
    uint8_t role;
    // The version that we speak: 0x33, 0x34 or 0x50. Default: 0x34.
    uint8_t interface_version;
    // The version that the peer is taken to speak if its bind response does not say so; many 3.4 MCs do not. Default: 0x34.
    uint8_t version_when_absent;
    // What happens to a request of the peer when `max_unanswered` others wait: `SMPPKIT_PAUSE` or `SMPPKIT_THROTTLE`.
    // Default: `SMPPKIT_PAUSE`.
    uint8_t when_unanswered_full;
    // What happens to an enquire_link of the peer: `SMPPKIT_ANSWER` or `SMPPKIT_DELIVER`. Default: `SMPPKIT_ANSWER`.
    uint8_t enquire_links;
    // What happens to a request that neither our version nor the one that is spoken has: `SMPPKIT_REFUSE` or
    // `SMPPKIT_DELIVER`. Default: `SMPPKIT_REFUSE`.
    uint8_t unknown_requests;
    // 1: a request is handed over although fields are missing, cut off, or not terminated. 0: it is refused, with the status
    // that the specification has for the fault. Default: 0.
    uint8_t tolerate_incomplete;
    // Likewise for strings that are too long and times of a wrong length. Default: 1 for an ESME, 0 for an MC.
    uint8_t tolerate_lengths;
    // Likewise for TLVs with a length that their definition forbids. Default: 1 for an ESME, 0 for an MC.
    uint8_t tolerate_tlv_lengths;
    // Likewise for octets behind the last TLV, and a TLV that is cut off. Default: 1 for an ESME, 0 for an MC.
    uint8_t tolerate_tlv_stream;
    // 1: what we send must be what a peer of the version that is spoken may be sent, or an error says why not. 0, for a relay:
    // what one peer has sent, and was tolerated, is passed on to the other octet for octet. Default: 1.
    uint8_t check_outgoing;
    // How many requests of ours may be unanswered at once, at least 1. Default: 16.
    uint16_t window;
    // How many requests of the peer may wait for our answer at once, at least 1. Default: 64.
    uint16_t max_unanswered;
    // The largest `command_length` accepted, at least 16: a peer that announces more is cut off. Default: 70000, room for a
    // message_payload of 65535.
    uint32_t max_command_length;
    // session_init timer (5.0 §2.7), in nanoseconds: from the connection to the bind request. 0: none. Default: 30 seconds
    // for an MC, none for an ESME.
    uint64_t session_init_ns;
    // enquire_link timer (5.0 §2.7), in nanoseconds: silence after which we ask whether the peer is there. 0: none. Default:
    // 30 seconds.
    uint64_t enquire_link_ns;
    // inactivity timer (5.0 §2.7), in nanoseconds: a bound session in which nothing arrives for so long is closed. 0: none.
    // Default: none; the enquire_link timer notices a peer that is gone.
    uint64_t inactivity_ns;
    // response timer (5.0 §2.7), in nanoseconds: how long we wait for a response. Default: 10 seconds.
    uint64_t response_ns;
} smppkit_config;

// Something happened. `kind` says what, and which of the others are set; the others mean nothing. Pointers in it point
// into the octets that were given to `smppkit_session_receive`: it lives as long as they do and stay as they are.
typedef struct smppkit_event {
    // `SMPPKIT_EVENT_…`.
    uint32_t kind;
    // `SMPPKIT_UNANSWERED_…` or `SMPPKIT_CLOSED_…`.
    uint32_t reason;
    // The header of the PDU.
    smppkit_header header;
    // The number by which the request is answered, once.
    uint64_t ticket;
    // What the request was given when it was sent.
    uint64_t token;
    // Nanoseconds from the request to the response.
    uint64_t round_trip_ns;
    // The status with which the PDU was refused.
    uint32_t command_status;
    // Which fault the PDU was refused for: the number for `smppkit_fault`; -1 if it was not for a fault in it.
    int32_t fault;
    // 1 if something is out of order in the PDU: `smppkit_fault` lists it. Otherwise 0.
    uint32_t faulty;
    // The PDU, header included.
    smppkit_octets frame;
    // The PDU taken apart: `pdu.submit_sm` if `header.command_id` is `SMPPKIT_SUBMIT_SM`, and so on.
    smppkit_pdu pdu;
} smppkit_event;

// What became of octets of the peer.
typedef struct smppkit_received {
    // Set by `SMPPKIT_RECEIVED_INIT`.
    uint32_t struct_size;
    // Octets of an event; set by `SMPPKIT_RECEIVED_INIT`.
    uint32_t event_size;
    // `SMPPKIT_RECEIVED_…`.
    uint32_t status;
    // How many events there are.
    size_t count;
    // How many octets were taken; give those behind them again.
    size_t consumed;
    // How many octets there must be from there on before it is worth calling again, if `status` is `SMPPKIT_RECEIVED_ALL`.
    size_t needed;
} smppkit_received;

// One of several requests.
typedef struct smppkit_request {
    // The PDU: a pointer to a PDU struct, such as `smppkit_submit_sm`.
    const void *pdu;
    // What comes back with the outcome of the request.
    uint64_t token;
    // How long its response is waited for, in nanoseconds; 0: as long as the settings say.
    uint64_t response_ns;
    // The number that the session gave it: set once it is done.
    uint32_t sequence_number;
} smppkit_request;

// What became of several requests.
typedef struct smppkit_sent {
    // Set by `SMPPKIT_SENT_INIT`.
    uint32_t struct_size;
    // Octets of a request; set by `SMPPKIT_SENT_INIT`.
    uint32_t request_size;
    // How many were done: those at the front.
    size_t done;
    // How many octets were written.
    size_t len;
} smppkit_sent;

// Counts what passed through a session.
typedef struct smppkit_stats {
    // Set by `SMPPKIT_STATS_INIT`.
    uint32_t struct_size;
    // PDUs received.
    uint64_t received;
    // PDUs sent, those of the session itself included.
    uint64_t sent;
    // Requests of ours that were answered.
    uint64_t answered;
    // Responses that matched no request: late, doubled, unknown, or of the wrong type.
    uint64_t unmatched;
    // PDUs of the peer in which something was out of order, whether they were turned down or not.
    uint64_t faulty;
    // PDUs of the peer that the session turned down.
    uint64_t refused;
    // Requests of ours that were not answered in time.
    uint64_t timed_out;
} smppkit_stats;

// How fast to send. Begin with `smppkit_pacing_init`. Numbers that make no sense are taken for the least that does.
typedef struct smppkit_pacing {
    // Set by `smppkit_pacing_init`.
    uint32_t struct_size;
    // Messages a second when all is well, at least 1.
    uint32_t messages_per_second;
    // How many may go at once after a pause, at least 1. Default: 1.
    uint32_t burst;
    // Messages a second below which a peer cannot slow us down, at least 1. Default: 1.
    uint32_t slowest;
    // The least time between two slowings, in nanoseconds: a peer throttles every message that was on its way when it
    // began. Default: a second.
    uint64_t slow_every_ns;
    // How often a tenth of `messages_per_second` is added after a slowing, in nanoseconds. Default: a second.
    uint64_t recover_every_ns;
} smppkit_pacing;

// Says when the next message may go: with or without a session, and for an MC for what it accepts. It halves its rate on
// ESME_RTHROTTLED and ESME_RMSGQFUL, and follows `congestion_state` (5.0 §2.9).
typedef struct smppkit_pacer {
    // What it knows. `smppkit_pacer_init` sets it.
    uint64_t opaque[14];
} smppkit_pacer;

// Octets of memory for a session with these settings: about 500, 32 for each slot of the window, 12 for each request of the
// peer that may wait for an answer.
size_t smppkit_session_size(uint16_t window, uint16_t max_unanswered);

// Begins a session on a network connection that was just made, in memory of the caller: `len` octets, at least those of
// `smppkit_session_size`, with an address that is a multiple of `SMPPKIT_SESSION_ALIGN`. `*session` is then at their
// start. The session needs no end; when it is not used any more, so is the memory.
//
// `SMPPKIT_E_TOO_SMALL` if `len` is too small; `error` tells what is needed. `SMPPKIT_E_CONFIG` if the settings contradict
// themselves.
int32_t smppkit_session_init(void *memory, size_t len, const smppkit_config *config, uint64_t now_ns,
    smppkit_session **session, smppkit_error *error);

// Begins a session in memory that this library gets. `smppkit_session_free` gives it back.
int32_t smppkit_session_new(const smppkit_config *config, uint64_t now_ns, smppkit_session **session,
    smppkit_error *error);

// Gives back the memory of a session that `smppkit_session_new` or `smppkit_session_new_from` made. Nothing is done if it
// is NULL, or lies in memory of the caller.
void smppkit_session_free(smppkit_session *session);

// Sets `*config` to the defaults of a side: `SMPPKIT_ESME` or `SMPPKIT_MC`.
int32_t smppkit_config_init(smppkit_config *config, uint8_t role);

// Takes octets that the peer sent, and tells what happened: in those octets, and since the last call without any, such as
// requests that timed out and the end of the session. `events` has room for `capacity` of them, at least 1; they need not
// be set to anything before.
//
// Whatever the peer sends, this does not fail: what is wrong is an event. How the octets are cut does not matter. With no
// octets it tells what happened without any: call it so after `smppkit_session_handle_timeout`,
// `smppkit_session_receive_eof` and `smppkit_session_close`.
//
//     smppkit_event events[64];
//     smppkit_received received = SMPPKIT_RECEIVED_INIT;
//     do {
//         smppkit_session_receive(session, now, octets, len, events, 64, &received);
//         for (size_t i = 0; i < received.count; i++)
//             handle(&events[i]);
//         octets += received.consumed;
//         len -= received.consumed;
//     } while (received.status == SMPPKIT_RECEIVED_SOME);
int32_t smppkit_session_receive(smppkit_session *session, uint64_t now_ns, const uint8_t *octets, size_t len,
    smppkit_event *events, size_t capacity, smppkit_received *received);

// The peer ended the connection, or it broke. `smppkit_session_receive` tells what that means.
int32_t smppkit_session_receive_eof(smppkit_session *session);

// Does what is due by now. Early or repeated calls are harmless; a late one catches up. `smppkit_session_receive` tells
// what happened.
int32_t smppkit_session_handle_timeout(smppkit_session *session, uint64_t now_ns);

// When `smppkit_session_handle_timeout` is wanted next; `UINT64_MAX` if no timer runs. A time that has passed means now.
uint64_t smppkit_session_poll_timeout(const smppkit_session *session);

// Writes the PDUs that the session owes by itself into `out`, as many as fit, and their octets into `*len`. Each has 16
// octets, and there are never more than 10.
int32_t smppkit_session_poll_transmit(smppkit_session *session, uint8_t *out, size_t capacity, size_t *len);

// Ends the session at once, without an unbind. `smppkit_session_receive` tells which requests were cut off.
int32_t smppkit_session_close(smppkit_session *session);

// Writes a request into `out`, which has room for `capacity` octets, and its octets into `*len`; its number, which the
// session gives it, into `*sequence_number` unless that is NULL. `pdu` points to a PDU struct, such as
// `smppkit_submit_sm`.
//
// `token` comes back with the one outcome of the request: a response, or that it stays unanswered. Make it what finds the
// request again: an index, a pointer. An unbind takes no slot of the window.
//
// If it cannot be sent the session is as it was. `SMPPKIT_E_WINDOW_FULL` if as many requests are unanswered as the window
// has slots; `SMPPKIT_E_TOO_SMALL`, with what it needs in `*len`; `SMPPKIT_E_FIELD` if a field is not what this peer may be
// sent; `SMPPKIT_E_NOT_ALLOWED`, `SMPPKIT_E_NOT_IN_VERSION`, `SMPPKIT_E_WRONG_KIND`, `SMPPKIT_E_CLOSED`.
int32_t smppkit_session_request(smppkit_session *session, uint64_t now_ns, const void *pdu, uint64_t token,
    uint8_t *out, size_t capacity, size_t *len, uint32_t *sequence_number, smppkit_error *error);

// Writes several requests into `out`, one behind the other, as `smppkit_session_request` writes one. They are done in order,
// up to the first that cannot be done: the result and `error` say why, and `*sent` how many were done and how many octets
// they have. What was done is done.
//
// `SMPPKIT_E_WINDOW_FULL` and `SMPPKIT_E_TOO_SMALL` are no more than a reason to go on with the others later.
int32_t smppkit_session_request_many(smppkit_session *session, uint64_t now_ns, smppkit_request *requests,
    size_t count, uint8_t *out, size_t capacity, smppkit_sent *sent, smppkit_error *error);

// Writes an outbind or an alert_notification into `out`, and its octets into `*len`: nothing answers it. Results as for
// `smppkit_session_request`.
int32_t smppkit_session_notify(smppkit_session *session, uint64_t now_ns, const void *pdu, uint8_t *out,
    size_t capacity, size_t *len, smppkit_error *error);

// Writes the response to a request of the peer into `out`, and its octets into `*len`. `ticket` is that of the event. `pdu`
// points to the response, such as `smppkit_submit_sm_resp`, or to a `smppkit_generic_nack`; if it is NULL, the response has
// empty fields, which is what accepts a deliver_sm or a data_sm.
//
// A ticket is good for one answer, and stays good if that could not be written. `SMPPKIT_E_TICKET_USED` for a ticket that
// was used or never was one; otherwise as for `smppkit_session_request`. A bind that is answered with ESME_ROK puts the
// session into its bound state.
int32_t smppkit_session_respond(smppkit_session *session, uint64_t now_ns, uint64_t ticket,
    uint32_t command_status, const void *pdu, uint8_t *out, size_t capacity, size_t *len,
    smppkit_error *error);

// Accepts the bind that this ticket answers: writes its response, with ESME_ROK and our `system_id`, into `out`, and its
// octets into `*len`. The TLV `sc_interface_version` tells our version, unless 3.3 is going to be spoken, which has no TLVs.
// Results as for `smppkit_session_respond`; `SMPPKIT_E_WRONG_KIND` if the ticket does not answer a bind.
int32_t smppkit_session_accept_bind(smppkit_session *session, uint64_t now_ns, uint64_t ticket,
    smppkit_octets system_id, uint8_t *out, size_t capacity, size_t *len, smppkit_error *error);

// Answers a request of the peer with a status and no body (5.0 §3.2.1.3): 16 octets. Results as for
// `smppkit_session_respond`.
int32_t smppkit_session_reject(smppkit_session *session, uint64_t now_ns, uint64_t ticket,
    uint32_t command_status, uint8_t *out, size_t capacity, size_t *len, smppkit_error *error);

// Leaves a request of the peer unanswered for ever. `SMPPKIT_E_TICKET_USED` as for `smppkit_session_respond`.
int32_t smppkit_session_abandon(smppkit_session *session, uint64_t ticket);

// Tells which PDU a ticket answers, its `command_id`, and the number that the peer gave it. Either may be NULL.
// `SMPPKIT_E_TICKET_USED` as for `smppkit_session_respond`.
int32_t smppkit_session_ticket(const smppkit_session *session, uint64_t ticket, uint32_t *command_id,
    uint32_t *sequence_number);

// The state: `SMPPKIT_STATE_…`.
uint32_t smppkit_session_state(const smppkit_session *session);

// Whether a bind is in force: 1 or 0.
int32_t smppkit_session_is_bound(const smppkit_session *session);

// The version that is spoken, 0x33, 0x34 or 0x50: ours until the bind, then the lower of both.
uint8_t smppkit_session_version(const smppkit_session *session);

// How many slots the window has.
size_t smppkit_session_window_size(const smppkit_session *session);

// How many requests may be sent before one is answered.
size_t smppkit_session_window_available(const smppkit_session *session);

// How many requests of ours are unanswered.
size_t smppkit_session_in_flight(const smppkit_session *session);

// How many requests of the peer wait for our answer.
size_t smppkit_session_unanswered(const smppkit_session *session);

// How congested we are, 0 to 100, for the `congestion_state` of a response (5.0 §4.8.4.18): how much of `max_unanswered`
// is used.
uint8_t smppkit_session_congestion_state(const smppkit_session *session);

// Whether `smppkit_session_poll_transmit` has anything: 1 or 0.
int32_t smppkit_session_has_transmit(const smppkit_session *session);

// Whether this request or notification may be sent now, a free slot aside: 1 or 0.
int32_t smppkit_session_allowed(const smppkit_session *session, uint32_t command_id);

// Changes how many requests of the peer may wait for our answer at once, at least 1: an MC may know only after the bind how
// many this ESME is allowed. `SMPPKIT_E_VALUE` if the memory of the session was made for fewer: see
// `smppkit_session_size`.
int32_t smppkit_session_set_max_unanswered(smppkit_session *session, uint16_t max_unanswered);

// Tells what passed so far.
int32_t smppkit_session_stats(const smppkit_session *session, smppkit_stats *stats);

// Writes the session and its tickets into `out`, and how many octets that takes into `*len`: the session goes on in another
// process with `smppkit_session_init_from`. Octets that were received and not taken, or written and not sent, are not among
// them.
//
// `SMPPKIT_E_TOO_SMALL`, with what is needed in `*len`; `SMPPKIT_E_CLOSED` if there is nothing to go on with.
int32_t smppkit_session_snapshot(const smppkit_session *session, uint64_t now_ns, uint8_t *out,
    size_t capacity, size_t *len, smppkit_error *error);

// Takes up the session of a snapshot in memory of the caller, as `smppkit_session_init` begins one. Settings and clock may
// be others than before; the window and `max_unanswered` must not be smaller. Tickets are those of before.
//
// `SMPPKIT_E_SNAPSHOT` if it is not a snapshot, or does not fit these settings.
int32_t smppkit_session_init_from(void *memory, size_t len, const smppkit_config *config,
    const uint8_t *snapshot, size_t snapshot_len, uint64_t now_ns, smppkit_session **session,
    smppkit_error *error);

// The same in memory that this library gets. `smppkit_session_free` gives it back.
int32_t smppkit_session_new_from(const smppkit_config *config, const uint8_t *snapshot, size_t snapshot_len,
    uint64_t now_ns, smppkit_session **session, smppkit_error *error);

// Sets `*pacing` to so many messages a second, one at a time.
int32_t smppkit_pacing_init(smppkit_pacing *pacing, uint32_t messages_per_second);

// Makes a pacer that lets a burst go at once.
int32_t smppkit_pacer_init(smppkit_pacer *pacer, const smppkit_pacing *pacing, uint64_t now_ns);

// Takes the right to send one message now. `SMPPKIT_E_NOT_YET` if that is not to be: nothing was taken, and `*at_ns` says
// when it may go.
int32_t smppkit_pacer_take(smppkit_pacer *pacer, uint64_t now_ns, uint64_t *at_ns);

// The peer answered with this status.
int32_t smppkit_pacer_on_status(smppkit_pacer *pacer, uint64_t now_ns, uint32_t command_status);

// The peer said how congested it is, 0 to 100 (5.0 §4.8.4.18); reserved values are ignored.
int32_t smppkit_pacer_on_congestion_state(smppkit_pacer *pacer, uint64_t now_ns, uint8_t congestion_state);

// Messages a second at present.
uint32_t smppkit_pacer_messages_per_second(const smppkit_pacer *pacer);

// Shows an event on one line, for a log: the PDU as `SMPPKIT_SHOW_LINE` does, or what happened and why. The text and a NUL go
// to `out`, which has room for `capacity` characters; `*len` is how many there are, without the NUL; `len` may be NULL.
//
// `SMPPKIT_E_TOO_SMALL` if the text does not fit: as much of it as does is there, and `*len` is the capacity that is
// needed.
int32_t smppkit_show_event(const smppkit_event *event, char *out, size_t capacity, size_t *len);

// ---- Messages: texts, long messages, delivery receipts

#define SMPPKIT_TEXT_OPTIONS_INIT { sizeof(smppkit_text_options), 0, 0, 0, 255, 0, 0, SMPPKIT_NO_OCTETS, NULL }
#define SMPPKIT_NO_RECEIPT \
    { SMPPKIT_NO_OCTETS, 0, 0, 0, 0, 0, 0, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, \
        SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS }
#define SMPPKIT_MESSAGE_INIT \
    { sizeof(smppkit_message), 0, 0, 0, 0, { 0, 0, 0, 0 }, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS, \
        SMPPKIT_NO_OCTETS, SMPPKIT_NO_RECEIPT }
#define SMPPKIT_RECEIPT_TEXT_INIT \
    { sizeof(smppkit_receipt_text), 0, 1, 1, 0, 0, 0, SMPPKIT_NO_OCTETS, SMPPKIT_NO_OCTETS }

// GSM 7-bit, a septet per octet, as nearly all message centres want it.
#define SMPPKIT_ALPHABET_GSM7 1

// GSM 7-bit, eight septets in seven octets.
#define SMPPKIT_ALPHABET_GSM7_PACKED 2

// ASCII, which the specification calls IA5.
#define SMPPKIT_ALPHABET_ASCII 3

// ISO-8859-1.
#define SMPPKIT_ALPHABET_LATIN_1 4

// ISO-8859-5.
#define SMPPKIT_ALPHABET_CYRILLIC 5

// ISO-8859-8.
#define SMPPKIT_ALPHABET_HEBREW 6

// UCS-2; in practice UTF-16 with the high octet first.
#define SMPPKIT_ALPHABET_UCS2 7

// UTF-8, which no `data_coding` names, but which some accounts mean by 0.
#define SMPPKIT_ALPHABET_UTF8 8

// Shift-JIS: how the characters of "JIS (X 0208-1990)" travel, `data_coding` 5. A library without a heap has none of the four
// alphabets of Japan and Korea.
#define SMPPKIT_ALPHABET_SHIFT_JIS 9

// ISO-2022-JP, `data_coding` 10.
#define SMPPKIT_ALPHABET_ISO_2022_JP 10

// EUC-JP: how the characters of "Extended Kanji JIS (X 0212-1990)" travel, `data_coding` 13.
#define SMPPKIT_ALPHABET_EUC_JP 11

// EUC-KR with the syllables that Windows added: "KS C 5601", `data_coding` 14.
#define SMPPKIT_ALPHABET_EUC_KR 12

// A message without a class.
#define SMPPKIT_CLASS_NONE 0

// Class 0: shown at once, not kept.
#define SMPPKIT_CLASS_FLASH 1

// Class 1: kept in the mobile equipment.
#define SMPPKIT_CLASS_MOBILE_EQUIPMENT 2

// Class 2: kept on the SIM.
#define SMPPKIT_CLASS_SIM 3

// Class 3: for the terminal equipment behind the mobile.
#define SMPPKIT_CLASS_TERMINAL_EQUIPMENT 4

// By a user data header with an 8-bit reference, which every handset knows.
#define SMPPKIT_LONG_UDH8 0

// By a user data header with a 16-bit reference, which takes one character more of each part.
#define SMPPKIT_LONG_UDH16 1

// By the TLVs sar_msg_ref_num, sar_total_segments and sar_segment_seqnum.
#define SMPPKIT_LONG_SAR 2

// Not at all: it goes out whole, in the TLV message_payload.
#define SMPPKIT_LONG_PAYLOAD 3

// A message, or a part of one.
#define SMPPKIT_KIND_MESSAGE 0

// A delivery receipt of the message centre.
#define SMPPKIT_KIND_RECEIPT 1

// An intermediate delivery notification of the message centre.
#define SMPPKIT_KIND_INTERMEDIATE_NOTIFICATION 2

// A delivery acknowledgement of the other short message entity.
#define SMPPKIT_KIND_DELIVERY_ACKNOWLEDGEMENT 3

// A manual or user acknowledgement of the other short message entity.
#define SMPPKIT_KIND_MANUAL_ACKNOWLEDGEMENT 4

// The abort of a conversation (Korean CDMA).
#define SMPPKIT_KIND_CONVERSATION_ABORT 5

// By the message type of `esm_class`.
#define SMPPKIT_EVIDENCE_ESM_CLASS 0

// By the TLVs receipted_message_id and message_state, against `esm_class`.
#define SMPPKIT_EVIDENCE_TLVS 1

// By a text that can be nothing else, against `esm_class`. Anybody with a telephone can write such a text: believe it only
// from a message centre known to send its receipts like this.
#define SMPPKIT_EVIDENCE_TEXT 2

// A message for the application: whole, or what there is of one that will never be.
#define SMPPKIT_JOINING_MESSAGE 1

// A request is to be accepted (ESME_ROK): its part is kept. If that fails the part comes again, and that does no harm.
#define SMPPKIT_JOINING_ACCEPT 2

// A request is to be rejected for now (ESME_RX_T_APPN): there is no room for its part.
#define SMPPKIT_JOINING_REJECT 3

// The PDU carries no part of a longer message: it is not kept.
#define SMPPKIT_PART_NONE 0

// The part waits for others.
#define SMPPKIT_PART_WAITING 1

// It was the last one missing: `*message` is whole.
#define SMPPKIT_PART_COMPLETE 2

// It was there already, or belongs to a message that is complete.
#define SMPPKIT_PART_DUPLICATE 3

// It contradicts the parts that waited under the same reference, which is in use again: it waits for its own others, and
// `*message` is what there was of those.
#define SMPPKIT_PART_RESTARTED 4

// It is no part of a longer message.
#define SMPPKIT_REFERENCE_NONE 0

// By the element "concatenated short messages, 8-bit reference" of the user data header.
#define SMPPKIT_REFERENCE_UDH8 1

// By the element "concatenated short messages, 16-bit reference" of the user data header.
#define SMPPKIT_REFERENCE_UDH16 2

// By the TLVs sar_msg_ref_num, sar_total_segments and sar_segment_seqnum.
#define SMPPKIT_REFERENCE_SAR 3

// None has come yet: an output of the kind `SMPPKIT_AWAITED_WAKE` tells when to ask again.
#define SMPPKIT_AWAITED_PENDING 0

// This has come.
#define SMPPKIT_AWAITED_ARRIVED 1

// No more will come.
#define SMPPKIT_AWAITED_DONE 2

// Who waits for this group is to ask `smppkit_awaited_poll_receipt` again.
#define SMPPKIT_AWAITED_WAKE 1

// A receipt is to be rejected for now (ESME_RX_T_APPN). It is awaited again.
#define SMPPKIT_AWAITED_REJECT 2

// A receipt is for who takes all else that comes in.
#define SMPPKIT_AWAITED_PASS 3

// No time: the field is empty.
#define SMPPKIT_TIME_NONE 0

// A date and a time of day with the difference to UTC.
#define SMPPKIT_TIME_ABSOLUTE 1

// So long after it is read: years, months and so on are numbers of them.
#define SMPPKIT_TIME_RELATIVE 2

// A date and a time of day in the time zone of the message centre, as some send it.
#define SMPPKIT_TIME_LOCAL 3

// The ids are not of one message.
#define SMPPKIT_IDS_DIFFER 0

// The ids are the same, but for case and leading zeros.
#define SMPPKIT_IDS_SAME 1

// The id is hexadecimal in the response and decimal in the receipt.
#define SMPPKIT_IDS_HEX_THEN_DECIMAL 2

// The id is decimal in the response and hexadecimal in the receipt.
#define SMPPKIT_IDS_DECIMAL_THEN_HEX 3

// Who waits for which receipt, and what becomes of those that nobody takes.
//
// Parts of one message are awaited together, as a group. A receipt that comes before the response to its message is held back until
// the submit_sm under way by then are answered. Of those that nobody takes, the oldest beyond `spare` is rejected for now. What is
// about no message that is awaited is passed on. A receipt with its request is a number of the caller's, such as its ticket; it comes
// out once: by `smppkit_awaited_poll_receipt` or by `smppkit_awaited_poll_output`, which is to be called after each call that changes
// something.
typedef struct smppkit_awaited smppkit_awaited;

// Finds the message that a receipt is about, by the id in submit_sm_resp and the id in the receipt: in whatever form each is, which it
// learns. It keeps up to so many messages for three days.
typedef struct smppkit_correlator smppkit_correlator;

// The long messages that are not settled, and the requests in which their parts came: a reassembler for who answers each request
// when its message was dealt with.
//
// A part waits for the answer to its whole message, though not longer than `hold_ns`; then it is accepted, since there are message
// centres that send no part before the one before is answered, and kept in case the message is rejected after all.
typedef struct smppkit_joining smppkit_joining;

// A message of several parts: all of them, or those that came before its time was up.
typedef struct smppkit_long_message smppkit_long_message;

// Joins the parts of messages that go from the same source to the same destination under the same reference, in whatever order and
// however often they come.
typedef struct smppkit_reassembler smppkit_reassembler;

// An address with its type of number and numbering plan (3.4 §5.2.5, §5.2.6, §5.2.8).
typedef struct smppkit_address {
    // Type of number.
    uint8_t ton;
    // Numbering plan.
    uint8_t npi;
    // The address itself, up to 20 characters.
    smppkit_octets addr;
} smppkit_address;

// How to send a text. Begin with `SMPPKIT_TEXT_OPTIONS_INIT`, and change what you need.
typedef struct smppkit_text_options {
    // Set by `SMPPKIT_TEXT_OPTIONS_INIT`.
    uint32_t struct_size;
    // 1 to ask for a receipt for each part. Default: 0.
    uint8_t receipt;
    // 1 if the national language tables of GSM 7-bit may be used. Default: 0.
    uint8_t national_tables;
    // How the parts of a long message are tied together: `SMPPKIT_LONG_…`. Default: `SMPPKIT_LONG_UDH8`.
    uint8_t long_message;
    // How many parts there may be. Default: 255, which is the most that the numbering allows.
    uint8_t max_parts;
    // The class of the message: `SMPPKIT_CLASS_…`. Default: none.
    uint8_t message_class;
    // The alphabet that `data_coding` 0 means for this account: `SMPPKIT_ALPHABET_…`. The alphabets to choose from are then
    // that one and UCS-2. Default: 0, what the specification says.
    uint8_t mc_default;
    // The alphabets to choose from, `SMPPKIT_ALPHABET_…`, up to 12; the one that makes the fewest parts wins. Default: none,
    // which stands for GSM 7-bit and UCS-2.
    smppkit_octets alphabets;
    // All other fields of each submit_sm, up to 16 TLVs among them; NULL for the defaults. Addresses, text, `data_coding` and
    // what belongs to them are filled in.
    const smppkit_submit_sm *submit_sm;
} smppkit_text_options;

// What a message composer shows below a text.
typedef struct smppkit_text_info {
    // The alphabet in which the text travels: `SMPPKIT_ALPHABET_…`.
    uint8_t alphabet;
    // Unicode characters.
    size_t characters;
    // Septets of GSM 7-bit, 16-bit units of UCS-2, octets of all else.
    size_t units;
    // How many parts the text makes. May be more than can be sent.
    size_t segments;
    // How many units more fit in the last part; `SIZE_MAX` for message_payload.
    size_t units_left;
} smppkit_text_info;

// A text that is being made into submit_sm: `smppkit_text_begin` sets it.
typedef struct smppkit_text {
    // What it knows.
    uint64_t opaque[40];
} smppkit_text;

// Which part of which message.
typedef struct smppkit_concatenation {
    // How it is told: `SMPPKIT_REFERENCE_…`. If it is none, the others are 0.
    uint8_t kind;
    // How many parts there are: 1 to 255.
    uint8_t total_segments;
    // Which one this is: 1 to `total_segments`.
    uint8_t segment_seqnum;
    // The same in all parts of a message.
    uint16_t reference;
} smppkit_concatenation;

// What a receipt says, by its TLVs or by its text. What it does not say is empty or 0.
typedef struct smppkit_receipt {
    // The id that the message centre gave the message; in the text it may be in another base than in the response. See
    // `smppkit_message_ids_match`.
    smppkit_octets message_id;
    // The state of the message: `SMPPKIT_MESSAGE_STATE_…`.
    uint8_t message_state;
    // 1 if no further receipt is to come, 0 if one may.
    uint8_t is_final;
    // 1 if text and TLVs, or two fields of the text, contradict each other.
    uint8_t conflicting;
    // 1 if the text can be read in another way, too.
    uint8_t ambiguous;
    // The type of network in the TLV network_error_code; 0 if there is none.
    uint8_t network_type;
    // The error code in the TLV network_error_code.
    uint16_t network_error_code;
    // `sub` of the text: how many messages were submitted.
    smppkit_octets sub;
    // `dlvrd` of the text: how many messages were delivered.
    smppkit_octets dlvrd;
    // `submit date` of the text, in whatever form.
    smppkit_octets submit_date;
    // `done date` of the text, in whatever form: when the message reached its state.
    smppkit_octets done_date;
    // `stat` of the text: the state by a word, perhaps an unknown one, or by a number.
    smppkit_octets stat;
    // `err` of the text: an error code of the network or of the message centre.
    smppkit_octets err;
    // `text` of the text: how the message began, in whatever octets it had.
    smppkit_octets text;
} smppkit_receipt;

// What a submit_sm, deliver_sm or data_sm carries. Pointers in it point into the PDU, or into the memory that was lent with
// it.
typedef struct smppkit_message {
    // Set by `SMPPKIT_MESSAGE_INIT`.
    uint32_t struct_size;
    // `SMPPKIT_KIND_…`.
    uint32_t kind;
    // What says so: `SMPPKIT_EVIDENCE_…`.
    uint32_t evidence;
    // `data_coding`.
    uint8_t data_coding;
    // 1 if `esm_class` announces a user data header and there is none that is whole. All octets are then in `body`.
    uint8_t udh_faulty;
    // Which part of which message it is.
    smppkit_concatenation concatenation;
    // `source_addr`.
    smppkit_octets source_addr;
    // `destination_addr`.
    smppkit_octets destination_addr;
    // The elements of the user data header: see `smppkit_udh_next`.
    smppkit_octets udh;
    // The octets of the text, behind the header: see `smppkit_message_text`.
    smppkit_octets body;
    // What is said about an earlier message.
    smppkit_receipt receipt;
} smppkit_message;

// What is to be done.
typedef struct smppkit_joining_output {
    // `SMPPKIT_JOINING_…`.
    uint32_t kind;
    // The request to be accepted or rejected.
    uint64_t request;
    // Of a message: its number, for `smppkit_joining_settle`.
    uint64_t number;
    // Of a message: it is the caller's then, to be given back with `smppkit_long_message_free`. Otherwise NULL.
    smppkit_long_message *message;
    // Of a message: the octets of the PDU of its first part that came. They live until the message is settled.
    smppkit_octets first;
} smppkit_joining_output;

// What is known of a message of several parts. Pointers in it point into the message.
typedef struct smppkit_long_message_info {
    // Where it comes from.
    smppkit_octets source_addr;
    // Where it goes to.
    smppkit_octets destination_addr;
    // How many parts it has, or would have.
    uint8_t total_segments;
    // How many of them are missing.
    uint8_t missing;
    // The `data_coding` of the first part that is there.
    uint8_t data_coding;
} smppkit_long_message_info;

// The text of a receipt to be written.
typedef struct smppkit_receipt_text {
    // Set by `SMPPKIT_RECEIPT_TEXT_INIT`.
    uint32_t struct_size;
    // The state: `SMPPKIT_MESSAGE_STATE_…`.
    uint8_t message_state;
    // How many messages were submitted: up to 999. Default: 1.
    uint16_t sub;
    // How many messages were delivered: up to 999. Default: 1.
    uint16_t dlvrd;
    // The error code: up to 999. Default: 0.
    uint16_t err;
    // When the message was submitted: seconds since 1970 in the time zone of the message centre.
    int64_t submit_date;
    // When it reached its state, likewise.
    int64_t done_date;
    // The id of the message.
    smppkit_octets message_id;
    // How the message began; its first 20 octets are written.
    smppkit_octets text;
} smppkit_receipt_text;

// The next receipt of a group.
typedef struct smppkit_arrived {
    // `SMPPKIT_AWAITED_PENDING`, `ARRIVED` or `DONE`; the rest is set if it has arrived.
    uint32_t state;
    // 1 if no other message can be meant.
    uint8_t is_certain;
    // What was handed in.
    uint64_t receipt;
    // Which part of the group it is about.
    size_t part;
    // The id of the response, which may be written otherwise than in the receipt. It lives until the next call of the function.
    smppkit_octets message_id;
} smppkit_arrived;

// A time as a field of SMPP has it (3.4 §7.1.1), such as `validity_period`.
typedef struct smppkit_time {
    // `SMPPKIT_TIME_…`.
    uint32_t kind;
    // The year, of which the field has two digits: 1938 to 2037; or how many.
    uint16_t year;
    // The month, 1 to 12; or how many.
    uint8_t month;
    // The day, from 1; or how many.
    uint8_t day;
    // The hour, 0 to 23; or how many.
    uint8_t hour;
    // The minute, 0 to 59; or how many.
    uint8_t minute;
    // The second, 0 to 59; or how many.
    uint8_t second;
    // Tenths of a second, of an absolute time.
    uint8_t tenths;
    // Quarters of an hour that an absolute time is ahead of UTC: -56 to 56.
    int8_t offset_quarters;
} smppkit_time;

// Writes a text, which is UTF-8, in an alphabet: `SMPPKIT_ALPHABET_…`. Its octets go to `out`, and how many there are to
// `*len`.
//
// `SMPPKIT_E_TEXT` if the alphabet lacks a character; `SMPPKIT_E_TOO_SMALL`, with what is needed in `*len`;
// `SMPPKIT_E_VALUE` for an alphabet that there is not, and for text that is not UTF-8.
int32_t smppkit_text_encode(uint8_t alphabet, smppkit_octets text, uint8_t *out, size_t capacity,
    size_t *len, smppkit_error *error);

// Reads octets in an alphabet as text: the other way round. What is no character of the alphabet becomes U+FFFD.
int32_t smppkit_text_decode(uint8_t alphabet, smppkit_octets octets, uint8_t *out, size_t capacity,
    size_t *len, smppkit_error *error);

// Reads an address as people write it: `TON/NPI:ADDRESS`, or the address alone, from whose look TON and NPI are guessed:
// `+447700900123` is international, so are seven digits and more; anything but digits is alphanumeric; few digits are of
// unknown type, as short codes mostly are. `SMPPKIT_E_ADDRESS` if it is none.
int32_t smppkit_address_read(smppkit_octets address, smppkit_address *read, smppkit_error *error);

// Counts a text, which is UTF-8, as it would be sent with these options; NULL for the defaults. `SMPPKIT_E_TEXT` if it cannot
// be sent so.
int32_t smppkit_text_count(const smppkit_text_options *options, smppkit_octets text, smppkit_text_info *info,
    smppkit_error *error);

// Begins to make submit_sm of a text, which is UTF-8, with these options; NULL for the defaults. `*parts` is how many there
// will be; it may be NULL. `smppkit_text_next` makes one after the other.
//
// `from` and `to` are as `smppkit_address_read` takes them; an empty `from` leaves it to the message centre whom the message
// comes from. `number` is the reference of the parts if there are several: it must not be that of another message still
// under way to the same destination, so count it up. An 8-bit reference is its low octet.
//
// All that is given here, but the options themselves and the numbers of the alphabets, must live and stay as it is until the
// last part was made. `SMPPKIT_E_ADDRESS`, `SMPPKIT_E_TEXT` if it cannot be sent so: `error` says why.
//
//     smppkit_text text;
//     smppkit_submit_sm part;
//     uint8_t memory[512];
//     smppkit_text_begin(&text, NULL, smppkit_string("MyShop"), smppkit_string("+447700900123"),
//         smppkit_string("Hello, world"), number++, NULL, &error);
//     while (smppkit_text_next(&text, &part, memory, sizeof memory, &error) == SMPPKIT_OK)
//         smppkit_session_request(session, now, &part, token, out, sizeof out, &len, NULL, &error);
int32_t smppkit_text_begin(smppkit_text *text, const smppkit_text_options *options, smppkit_octets from,
    smppkit_octets to, smppkit_octets message, uint16_t number, size_t *parts, smppkit_error *error);

// Makes the next submit_sm of a text; `SMPPKIT_E_NOT_FOUND` behind the last. What it consists of goes to `memory`, which has
// `capacity` octets and must stay as it is until `*submit_sm` was encoded: 512 are enough unless there are long TLVs, or the
// message goes out whole in message_payload.
//
// `SMPPKIT_E_TOO_SMALL` if they are not: `error` tells how many are needed, and the same part can be made again.
int32_t smppkit_text_next(smppkit_text *text, smppkit_submit_sm *submit_sm, uint8_t *memory, size_t capacity,
    smppkit_error *error);

// Tells what a submit_sm, deliver_sm or data_sm carries, given its octets, such as the `frame` of an event. What is broken in it
// counts as a message. `SMPPKIT_E_WRONG_KIND` for other PDUs, `SMPPKIT_E_FRAME` for what is none.
//
// `scratch` has room for `scratch_len` octets, for a receipt in UCS-2 or in packed septets, of which as much is read as fits: 512
// are enough for any `short_message`, NULL and 0 if there are no such receipts.
int32_t smppkit_message_read(const uint8_t *frame, size_t len, uint8_t *scratch, size_t scratch_len,
    smppkit_message *message, smppkit_error *error);

// Writes the text of a message as UTF-8 into `out`, and how many octets it has into `*len`: in the alphabet that `data_coding` and
// the user data header name. `mc_default` is the alphabet that `data_coding` 0 means for this account, `SMPPKIT_ALPHABET_…`; 0
// for what the specification says.
//
// `SMPPKIT_E_UNREADABLE` if it is no text, or none that can be read here; `SMPPKIT_E_TOO_SMALL`, with what is needed in `*len`.
int32_t smppkit_message_text(const smppkit_message *message, uint8_t mc_default, uint8_t *out,
    size_t capacity, size_t *len, smppkit_error *error);

// Makes one. `hold_ns` is how long a part waits for the answer to the whole message, 0 to accept it at once; a second is usual.
// `max_octets` and `timeout_ns` are as for `smppkit_reassembler_new`. `smppkit_joining_free` gives its memory back. NULL if there is
// no memory.
smppkit_joining *smppkit_joining_new(uint64_t hold_ns, size_t max_octets, uint64_t timeout_ns);

// Gives the memory of one back. Nothing is done if it is NULL.
void smppkit_joining_free(smppkit_joining *joining);

// Takes a deliver_sm or data_sm, given its octets, such as the `frame` of an event. `request` is the caller's name for the request,
// such as its ticket; it comes back once. `*is_part` is 1 if it is a part of a message, and is answered when
// `smppkit_joining_poll_output` and `smppkit_joining_next_settled` say; 0 if not: then nothing is kept.
int32_t smppkit_joining_insert(smppkit_joining *joining, uint64_t now_ns, const uint8_t *frame, size_t len,
    uint64_t request, uint8_t *is_part, smppkit_error *error);

// Tells what is to be done: call it after each of `smppkit_joining_insert`, `smppkit_joining_handle_timeout` and
// `smppkit_joining_end`, until it says `SMPPKIT_E_NOT_FOUND`.
int32_t smppkit_joining_poll_output(smppkit_joining *joining, smppkit_joining_output *output);

// The application has answered a message: `is_accepted` is 1 if it took it, 0 if not. `smppkit_joining_next_settled` then gives the
// requests to be answered as the message was. `SMPPKIT_E_NOT_FOUND` if it is settled already.
//
// After a rejection the message comes anew when its parts are sent again: those that the peer was not yet told to be accepted. The
// others wait for them, unless there is no room: then they are lost, and `*is_lost`, which may be NULL, is 1.
int32_t smppkit_joining_settle(smppkit_joining *joining, uint64_t now_ns, uint64_t number,
    uint8_t is_accepted, uint8_t *is_lost);

// Gives a request that is to be answered as the message was that was just settled, until it says `SMPPKIT_E_NOT_FOUND`.
int32_t smppkit_joining_next_settled(smppkit_joining *joining, uint64_t *request);

// No more parts will come: what there is of incomplete messages is to be handed out.
int32_t smppkit_joining_end(smppkit_joining *joining);

// Accepts the parts that have waited long enough, and gives up the messages that are never going to be whole.
int32_t smppkit_joining_handle_timeout(smppkit_joining *joining, uint64_t now_ns);

// When `smppkit_joining_handle_timeout` is wanted next; `UINT64_MAX` if nothing waits.
uint64_t smppkit_joining_poll_timeout(const smppkit_joining *joining);

// Makes a reassembler. `max_octets` is the memory for parts that wait, 0 for 1 MiB; `timeout_ns` is how long the first part of a
// message that came waits for the others, 0 for 30 minutes. `smppkit_reassembler_free` gives its memory back. NULL if there is no
// memory.
smppkit_reassembler *smppkit_reassembler_new(size_t max_octets, uint64_t timeout_ns);

// Gives the memory of a reassembler back. Nothing is done if it is NULL.
void smppkit_reassembler_free(smppkit_reassembler *reassembler);

// Takes a deliver_sm, submit_sm or data_sm, given its octets, such as the `frame` of an event; `*outcome` is what became of it:
// `SMPPKIT_PART_…`. `*message` is a message that is the caller's then, to be given back with `smppkit_long_message_free`; or NULL.
//
// `SMPPKIT_E_FULL` if the limit is reached, and the part was not kept: refuse the PDU for now (ESME_RX_T_APPN), or make room with
// `smppkit_reassembler_take_oldest`.
int32_t smppkit_reassembler_insert(smppkit_reassembler *reassembler, uint64_t now_ns, const uint8_t *frame,
    size_t len, uint32_t *outcome, smppkit_long_message **message, smppkit_error *error);

// Hands back a message whose time is up, incomplete as it is, or NULL: call it until it does. Give the message back with
// `smppkit_long_message_free`.
smppkit_long_message *smppkit_reassembler_handle_timeout(smppkit_reassembler *reassembler, uint64_t now_ns);

// Hands back the message that has waited longest, to make room; NULL if there is none. Give it back with
// `smppkit_long_message_free`.
smppkit_long_message *smppkit_reassembler_take_oldest(smppkit_reassembler *reassembler);

// When `smppkit_reassembler_handle_timeout` is wanted next; `UINT64_MAX` if nothing waits.
uint64_t smppkit_reassembler_poll_timeout(const smppkit_reassembler *reassembler);

// Gives the memory of a message back. Nothing is done if it is NULL.
void smppkit_long_message_free(smppkit_long_message *message);

// Writes the text of a message as UTF-8 into `out`, with U+FFFD for each part that is missing, and how many octets it has into
// `*len`. What a careless sender has cut in two is whole again. `mc_default` is as for `smppkit_message_text`.
//
// `SMPPKIT_E_UNREADABLE` if a part is no text, or none that can be read here; `SMPPKIT_E_TOO_SMALL`, with what is needed in `*len`.
int32_t smppkit_long_message_text(const smppkit_long_message *message, uint8_t mc_default, uint8_t *out,
    size_t capacity, size_t *len, smppkit_error *error);

// Writes the octets of all parts that are there, without their headers, one behind the other into `out`, and how many they are into
// `*len`. `SMPPKIT_E_TOO_SMALL`, with what is needed in `*len`.
int32_t smppkit_long_message_octets(const smppkit_long_message *message, uint8_t *out, size_t capacity,
    size_t *len, smppkit_error *error);

// Tells what is known of a message of several parts.
int32_t smppkit_long_message_get(const smppkit_long_message *message, smppkit_long_message_info *info);

// Gives the octets of a part, without its header; the first part is 1. `SMPPKIT_E_NOT_FOUND` if it is missing. They live as long as
// the message.
int32_t smppkit_long_message_part(const smppkit_long_message *message, uint8_t segment_seqnum,
    smppkit_octets *octets);

// Reads the text of a receipt, in whatever dialect: a `short_message` or message_payload, without a user data header. What is
// no receipt has no fields. To read a whole PDU, TLVs among it, see `smppkit_message_read`.
int32_t smppkit_receipt_read(smppkit_octets octets, smppkit_receipt *receipt);

// Writes the text of a receipt as the specification has it (3.4 Appendix B), and how many octets it has into `*len`.
// `SMPPKIT_E_TOO_SMALL`, with what is needed in `*len`; `SMPPKIT_E_VALUE` for a time that no receipt can have.
int32_t smppkit_receipt_write(const smppkit_receipt_text *receipt, uint8_t *out, size_t capacity,
    size_t *len, smppkit_error *error);

// Splits user data, such as a `short_message` of which `esm_class` says so, into the elements of its header and what comes
// behind it. Either may be NULL. `SMPPKIT_E_UNREADABLE` if the header is not whole.
int32_t smppkit_udh_split(smppkit_octets user_data, smppkit_octets *elements, smppkit_octets *body,
    smppkit_error *error);

// Gives one element of a user data header after the other: its identifier (3GPP TS 23.040 §9.2.3.24) and its octets. `*at`
// is 0 for the first, and is set to where the next begins; keep it as it is in between. `SMPPKIT_E_NOT_FOUND` behind the last.
int32_t smppkit_udh_next(smppkit_octets elements, size_t *at, uint8_t *iei, smppkit_octets *data);

// Makes one. Up to `max_messages` wait for their receipts, 0 for 65536: when there is one more, the oldest is given up; each for
// `timeout_ns`, 0 for three days. As many as `spare` receipts, 0 for 16, may lie untaken, and as many more be held back for a response.
// `smppkit_awaited_free` gives its memory back. NULL if there is no memory.
smppkit_awaited *smppkit_awaited_new(size_t max_messages, uint64_t timeout_ns, size_t spare);

// Gives the memory of one back. Nothing is done if it is NULL.
void smppkit_awaited_free(smppkit_awaited *awaited);

// Opens a group, for what is awaited together, such as the parts of a message, and gives its number; there is no group 0.
uint64_t smppkit_awaited_open(smppkit_awaited *awaited);

// Nobody awaits the receipts of a group any more: those that have come are passed on, and so will be those that come.
int32_t smppkit_awaited_close(smppkit_awaited *awaited, uint64_t group);

// A submit_sm is about to be sent. The number that this gives is for `smppkit_awaited_answered`, which must follow; `part` says which
// of the group it is, and comes back with its receipts.
uint64_t smppkit_awaited_under_way(smppkit_awaited *awaited, uint64_t group, size_t part);

// The submit_sm was accepted with this id; or, without octets in it, it was refused, or its response will not come.
int32_t smppkit_awaited_answered(smppkit_awaited *awaited, uint64_t now_ns, uint64_t under_way,
    smppkit_octets message_id);

// A receipt came, with this id. If `is_final` is 1, its message waits for no further one.
int32_t smppkit_awaited_received(smppkit_awaited *awaited, uint64_t now_ns, smppkit_octets message_id,
    uint8_t is_final, uint64_t receipt);

// Gives the next receipt of a group, the oldest first. Until `smppkit_awaited_leave`, somebody waits, and as many are kept as come.
int32_t smppkit_awaited_poll_receipt(smppkit_awaited *awaited, uint64_t group, smppkit_arrived *arrived);

// Nobody waits for the next receipt of a group for the moment: what comes, and what has come, counts as spare.
int32_t smppkit_awaited_leave(smppkit_awaited *awaited, uint64_t group);

// A final receipt that was taken is not accepted after all: it will come again. To be told before the message centre is.
int32_t smppkit_awaited_await_again(smppkit_awaited *awaited, uint64_t now_ns, uint64_t group, size_t part,
    smppkit_octets message_id);

// How many messages of a group wait for their final receipt.
size_t smppkit_awaited_waiting(const smppkit_awaited *awaited, uint64_t group);

// Tells what is to be done, until it says `SMPPKIT_E_NOT_FOUND`: `*kind` is `SMPPKIT_AWAITED_WAKE`, `REJECT` or `PASS`, and `*which` the
// group or the receipt.
int32_t smppkit_awaited_poll_output(smppkit_awaited *awaited, uint32_t *kind, uint64_t *which);

// No more will come. What is held back is passed on; what has come can still be taken.
int32_t smppkit_awaited_end(smppkit_awaited *awaited);

// Gives up what has waited too long.
int32_t smppkit_awaited_handle_timeout(smppkit_awaited *awaited, uint64_t now_ns);

// When `smppkit_awaited_handle_timeout` is wanted next; `UINT64_MAX` if nothing waits.
uint64_t smppkit_awaited_poll_timeout(const smppkit_awaited *awaited);

// Makes a correlator for up to `max_messages` that wait for their receipts, 0 for 65536: when there is one more, the oldest is given
// up. `smppkit_correlator_free` gives its memory back. NULL if there is no memory.
smppkit_correlator *smppkit_correlator_new(size_t max_messages);

// Gives the memory of a correlator back. Nothing is done if it is NULL.
void smppkit_correlator_free(smppkit_correlator *correlator);

// A message was accepted with this id; `token` is the caller's name for it. If a receipt for it came before, `*early` is what that
// was called and the result is `SMPPKIT_OK`; otherwise it is `SMPPKIT_E_NOT_FOUND`, and the message waits for its receipt.
int32_t smppkit_correlator_submitted(smppkit_correlator *correlator, uint64_t now_ns,
    smppkit_octets message_id, uint64_t token, uint64_t *early);

// A receipt with this id came: `*token` is the message that it is about. `is_final` is 1 if no other receipt is to come for it.
// `*is_certain`, which may be NULL, is 1 if no other message can be meant.
//
// `SMPPKIT_E_NOT_FOUND` if no such message waits; `receipt`, the caller's name for the receipt, then comes back if its message is
// accepted within a minute.
int32_t smppkit_correlator_receipt(smppkit_correlator *correlator, uint64_t now_ns,
    smppkit_octets message_id, uint8_t is_final, uint64_t receipt, uint64_t *token, uint8_t *is_certain);

// Gives up a message that has waited too long for its receipt: `*token` is its name; call it until it says `SMPPKIT_E_NOT_FOUND`.
int32_t smppkit_correlator_handle_timeout(smppkit_correlator *correlator, uint64_t now_ns, uint64_t *token);

// When `smppkit_correlator_handle_timeout` is wanted next; `UINT64_MAX` if nothing waits.
uint64_t smppkit_correlator_poll_timeout(const smppkit_correlator *correlator);

// How many messages wait for their receipts.
size_t smppkit_correlator_waiting(const smppkit_correlator *correlator);

// Reads a time: the 16 characters of a field, or none. `SMPPKIT_E_UNREADABLE` if it is no time.
int32_t smppkit_time_read(smppkit_octets field, smppkit_time *time, smppkit_error *error);

// Writes a time and a NUL behind it into `out`, and how many characters it has, without the NUL, into `*len`: 16, or 0 for none.
// 17 octets are enough. `SMPPKIT_E_VALUE` for a date that does not exist.
int32_t smppkit_time_write(const smppkit_time *time, uint8_t *out, size_t capacity, size_t *len,
    smppkit_error *error);

// So many seconds as a relative time. `SMPPKIT_E_VALUE` above 99 days, where only months and years would do, which are not always
// equally long.
int32_t smppkit_time_in(uint64_t seconds, smppkit_time *time);

// Whether the id in a response and that in a receipt can be of one message, and how: `SMPPKIT_IDS_…`. Message centres write ids in
// different forms in the two.
int32_t smppkit_message_ids_match(smppkit_octets response, smppkit_octets receipt);

#ifdef __cplusplus
}
#endif

#endif // SMPPKIT_H
