// What the program and the library need from where they run.
#ifndef SURROUNDINGS_H
#define SURROUNDINGS_H

#include <stddef.h>

// What the program has.
int main(void);
void say_figure(const char *what, size_t octets);

// Writes a string where somebody reads it.
void say(const char *string);

// Ends the program.
_Noreturn void leave(int status);

// What the library calls if it finds a bug of its own.
_Noreturn void abort(void);

#endif
