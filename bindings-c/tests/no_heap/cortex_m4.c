// A Cortex-M4F as qemu plays it. It speaks to qemu by semihosting: a breakpoint that the debugger answers.
#include "surroundings.h"

#include <stdint.h>

extern uint32_t bss_start, bss_end, stack_top;

// What stack that was never used has in it.
static const uint32_t PAINT = 0xA5A5A5A5;

static void semihost(uint32_t operation, const void *argument)
{
    register uint32_t r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = argument;
    __asm__ volatile("bkpt #0xAB" : "+r"(r0) : "r"(r1) : "memory");
}

void say(const char *string)
{
    semihost(0x04 /* SYS_WRITE0 */, string);
}

void leave(int status)
{
    const volatile uint32_t *deepest = &bss_end;
    while (*deepest == PAINT)
        deepest++;
    say_figure("stack", (uintptr_t)&stack_top - (uintptr_t)deepest);
    for (;;)
        semihost(0x18 /* SYS_EXIT */, (const void *)(uintptr_t)(status == 0 ? 0x20026 : 0x20023));
}

void abort(void)
{
    say("aborted\n");
    leave(1);
}

static void reset(void)
{
    // The floating point unit is off at first.
    *(volatile uint32_t *)0xE000ED88 |= 0xFu << 20;
    __asm__ volatile("dsb\nisb");
    for (volatile uint32_t *word = &bss_start; word < &bss_end; word++)
        *word = 0;
    uint32_t here;
    for (volatile uint32_t *word = &bss_end; word < &here - 16; word++)
        *word = PAINT;
    leave(main());
}

__attribute__((section(".vectors"), used)) const void *const vectors[] = {
    &stack_top, (const void *)reset, (const void *)abort, (const void *)abort,
};
