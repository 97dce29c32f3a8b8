/* SPDX-License-Identifier: EUPL-1.2
 *
 * Which kinds of characters follow on each other in a text, two or three at a time: a capital behind a
 * small letter, a dash behind a digit and a space. A pattern of such kinds need not be tried on a text
 * that has no such sequence, and that is known after one walk through the text for all patterns.
 */
#ifndef UNDERLAG_CHECK_SHAPE_H
#define UNDERLAG_CHECK_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SHAPE_KINDS = 8 };

/* A set of sequences of three kinds: bit `second * SHAPE_KINDS + third` of bits[first]. */
struct shapes {
    uint64_t bits[SHAPE_KINDS];
};

/* The sequences in the text. One with characters of which it is not known here what kind they are has
 * all. */
struct shapes shapes_of(const char *text, size_t size);

/* Adds the sequence that `written` stands for, of one to three kinds: "a" a small letter, "A" a capital,
 * "0" a digit, " " a space, "-" a hyphen or dash, "." one of .;!?, ":" one of ,:/) and "'" any other sign.
 * False when it stands for none. */
bool shapes_add(struct shapes *shapes, const char *written);

/* Whether the two have a sequence in common. */
static inline bool shapes_meet(const struct shapes *a, const struct shapes *b) {
    uint64_t common = 0;
    for (size_t i = 0; i < SHAPE_KINDS; i++) {
        common |= a->bits[i] & b->bits[i];
    }
    return common != 0;
}

#endif
