// smppkit.h: SMPP 3.3, 3.4 and 5.0 for C and C++.
// Made by tests/header.rs from the library's sources; do not edit.
#ifndef SMPPKIT_H
#define SMPPKIT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define SMPPKIT_VERSION "0.1.0"
#define SMPPKIT_VERSION_MAJOR 0
#define SMPPKIT_VERSION_MINOR 1
#define SMPPKIT_VERSION_PATCH 0

#ifdef __cplusplus
extern "C" {
#endif

// Results of functions: 0, or a negative number.

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

// Octets in memory that belongs to somebody else: a string, a text, the value of a TLV. No NUL is needed at their end,
// and that of a C-octet string is not counted. `ptr` may be NULL if `len` is 0.
typedef struct smppkit_octets {
    // The first octet.
    const uint8_t *ptr;
    // How many there are.
    size_t len;
} smppkit_octets;

// The number of the interface. It changes when what was compiled against an older header no longer runs with the library.
#define SMPPKIT_ABI 1

// What a result means, in English, for a log: `SMPPKIT_E_NULL` is "a pointer is NULL that must not be". Never NULL; the
// string is static.
const char *smppkit_error_text(int32_t result);

// The version of the library that runs, such as "0.1.0"; the header's is `SMPPKIT_VERSION`. The string is static.
const char *smppkit_version(void);

// The number of the interface that the library has which runs. It must be `SMPPKIT_ABI`, the header's, and is unless a
// program runs with another library than it was compiled for.
uint32_t smppkit_abi(void);

#ifdef __cplusplus
}
#endif

#endif // SMPPKIT_H
