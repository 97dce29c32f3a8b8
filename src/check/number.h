/* SPDX-License-Identifier: EUPL-1.2
 *
 * Exact decimal numbers for the number keywords of JSON Schema. JSON puts no bound on the digits of a
 * number, and 0.1 is no binary fraction: so numbers are compared as the decimal text they are.
 */
#ifndef UNDERLAG_CHECK_NUMBER_H
#define UNDERLAG_CHECK_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* ±0.d₁d₂d₃… × 10^exponent. No leading and no trailing zero digit; zero has no digits at all. */
struct decimal {
    bool negative;
    const char *digits; /* not NUL-terminated */
    size_t count;
    int64_t exponent;
};

/* A divisor of more digits than this is refused by the schema. */
enum { DECIMAL_DIVISOR_DIGITS = 18 };

/* Reads a number of JSON or of the core schema of YAML 1.2.2 ("+1", "0x1F", "0o17", ".5"). False for
 * other texts and for those of no finite value (.inf, .nan). The digits may lie in `text`. */
bool decimal_parse(struct arena *arena, const char *text, struct decimal *number);

/* -1, 0 or 1. */
int decimal_compare(const struct decimal *a, const struct decimal *b);

/* Whether `number` is a whole multiple of `divisor`, which is above zero and has at most
 * DECIMAL_DIVISOR_DIGITS digits. */
bool decimal_is_multiple(const struct decimal *number, const struct decimal *divisor);

/* The number as a count. False when it is negative, broken, or above 2^63. */
bool decimal_count(const struct decimal *number, uint64_t *count);

/* The canonical text of a whole number below 10^40, else NULL: "0x1F" gives "31", "1.0" gives "1". */
char *decimal_integer(struct arena *arena, const struct decimal *number);

#endif
