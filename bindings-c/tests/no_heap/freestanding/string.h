// What smppkit.h and the program use of <string.h>, where no C library brings one. Rust's library has the functions.
#ifndef STRING_H
#define STRING_H

#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t len);
void *memset(void *to, int octet, size_t len);
size_t strlen(const char *string);

#endif
