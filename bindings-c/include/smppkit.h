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
// * No function keeps a pointer that it was given, none allocates, and none prints. What a PDU struct points to must live
//   and stay as it is until it was encoded; what was decoded points into the octets that it was decoded from.
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

#define SMPPKIT_ERROR_INIT { sizeof(smppkit_error), 0, 0, 0, 0, 0, "", "" }

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

// ---- Functions

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

// Shows a PDU that is octets, with its header and what is out of order in it, as `style` says: `SMPPKIT_SHOW_…`. The text
// and a NUL go to `out`, which has room for `capacity` characters; `*len` is how many there are, without the NUL.
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

// What a result means, in English, for a log: `SMPPKIT_E_NULL` is "a pointer is NULL that must not be". Never NULL; the
// string is static.
const char *smppkit_error_text(int32_t result);

// The version of the library that runs, such as "0.1.0"; the header's is `SMPPKIT_VERSION`. The string is static.
const char *smppkit_version(void);

// The number of the interface that the library has which runs. It must be `SMPPKIT_ABI`, the header's, and is unless a
// program runs with another library than it was compiled for.
uint32_t smppkit_abi(void);

#include "smppkit_tlvs.h"

#ifdef __cplusplus
}
#endif

#endif // SMPPKIT_H
