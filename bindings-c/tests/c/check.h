// What the test programs share: checks that say where they failed.
#ifndef CHECK_H
#define CHECK_H

#include <inttypes.h>
#include <smppkit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition) \
    ((condition) ? (void)0 : (fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition), exit(1)))

// The numbers are the same.
#define SAME(found, expected)                                                                             \
    do {                                                                                                  \
        long long found_ = (long long)(found), expected_ = (long long)(expected);                         \
        if (found_ != expected_) {                                                                        \
            fprintf(stderr, "%s:%d: %s is %lld, not %lld\n", __FILE__, __LINE__, #found, found_, expected_); \
            exit(1);                                                                                      \
        }                                                                                                 \
    } while (0)

// The call gives this result.
#define GIVES(result, call)                                                                                 \
    do {                                                                                                    \
        int32_t result_ = (call);                                                                           \
        if (result_ != (result)) {                                                                          \
            fprintf(stderr, "%s:%d: %s gives %d: %s\n", __FILE__, __LINE__, #call, (int)result_,            \
                smppkit_error_text(result_));                                                               \
            exit(1);                                                                                        \
        }                                                                                                   \
    } while (0)

#define OK(call) GIVES(SMPPKIT_OK, call)

// The octets are these characters.
#define TEXT(octets, text) CHECK((octets).len == strlen(text) && memcmp((octets).ptr, text, strlen(text)) == 0)

// Memory of exactly so many octets: whoever goes beyond it is caught.
static inline void *exactly(size_t len)
{
    void *memory = malloc(len == 0 ? 1 : len);
    CHECK(memory != NULL);
    return memory;
}

#endif
