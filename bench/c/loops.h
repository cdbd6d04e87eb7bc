// What a contender in C does so many times: returns 0, or says what went wrong.
#ifndef LOOPS_H
#define LOOPS_H

#include <stddef.h>
#include <stdint.h>

// Not SUBMIT_SM: libsmpp34 has macros of that name.
enum { A_SUBMIT_SM, A_DELIVER_SM };

struct fixtures {
    const uint8_t *frame;
    size_t frame_len;
    const char *source, *destination, *text, *receipt, *message_id;
    uint32_t sequence_number;
};

// Keeps the compiler from leaving out what nobody looks at.
#define KEEP(pointer) __asm__ volatile("" : : "g"(pointer) : "memory")

#endif
