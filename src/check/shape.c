/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a kind is follows Unicode as patterns do (\p{L}, \d, \s), so that a sequence is never missed. Of
 * the characters beyond ASCII only those are sorted that Swedish papers are full of.
 */
#include "check/shape.h"

#include <string.h>

enum { OTHER, SMALL, CAPITAL, DIGIT, SPACE, DASH, STOP, PAUSE, UNSORTED };

/* The kinds of ASCII, sixteen characters a line. */
static const char ascii[] = "0000000004444400"
                            "0000000000000000"
                            "4600000007007567"
                            "3333333333760006"
                            "0222222222222222"
                            "2222222222200000"
                            "0111111111111111"
                            "1111111111100000";

/* The kind of a character beyond ASCII, and its bytes. */
static unsigned sort(const unsigned char *text, size_t *length) {
    *length = text[0] < 0xE0 ? 2 : text[0] < 0xF0 ? 3 : 4;
    if (text[0] == 0xC3) { /* À–Þ and ß–ÿ, with × and ÷ among them */
        return text[1] == 0x97 || text[1] == 0xB7 ? OTHER : text[1] < 0x9F ? CAPITAL : SMALL;
    }
    if (text[0] == 0xC2) { /* of U+00A0–U+00BF § ° « · » are sorted */
        return text[1] == 0xA0                         ? SPACE
            : strchr("\xA7\xB0\xAB\xB7\xBB", text[1]) != NULL ? OTHER
                                                       : UNSORTED;
    }
    if (text[0] == 0xE2 && text[1] == 0x80) { /* dashes; quotes, bullets, three dots */
        return text[2] >= 0x90 && text[2] <= 0x95 ? DASH
            : text[2] >= 0x98 && text[2] <= 0xA6  ? OTHER
                                                  : UNSORTED;
    }
    return UNSORTED;
}

struct shapes shapes_of(const char *text, size_t size) {
    struct shapes shapes = { { 0 } };
    unsigned first = OTHER;
    unsigned second = OTHER;
    size_t length = 1;
    for (size_t at = 0; at < size; at += length) {
        unsigned char c = (unsigned char)text[at];
        length = 1;
        unsigned third = c < 0x80 ? (unsigned)(ascii[c] - '0')
                                  : sort((const unsigned char *)text + at, &length);
        if (third == UNSORTED) {
            memset(&shapes, 0xFF, sizeof shapes);
            return shapes;
        }
        shapes.bits[first] |= (uint64_t)1 << (second * SHAPE_KINDS + third);
        first = second;
        second = third;
    }
    return shapes;
}

/* The kind that the character stands for; UNSORTED: none. */
static unsigned kind_written(char c) {
    static const char written[] = "'aA0 -.:";
    const char *found = strchr(written, c);
    return found != NULL ? (unsigned)(found - written) : UNSORTED;
}

bool shapes_add(struct shapes *shapes, const char *written) {
    size_t size = strlen(written);
    if (size < 1 || size > 3) {
        return false;
    }
    unsigned wanted[3] = { UNSORTED, UNSORTED, UNSORTED }; /* before what is written: any */
    for (size_t i = 0; i < size; i++) {
        wanted[3 - size + i] = kind_written(written[i]);
        if (wanted[3 - size + i] == UNSORTED) {
            return false;
        }
    }
    for (unsigned i = 0; i < SHAPE_KINDS * SHAPE_KINDS * SHAPE_KINDS; i++) {
        unsigned first = i / (SHAPE_KINDS * SHAPE_KINDS);
        unsigned second = i / SHAPE_KINDS % SHAPE_KINDS;
        unsigned third = i % SHAPE_KINDS;
        if ((wanted[0] == UNSORTED || wanted[0] == first)
            && (wanted[1] == UNSORTED || wanted[1] == second) && wanted[2] == third) {
            shapes->bits[first] |= (uint64_t)1 << (second * SHAPE_KINDS + third);
        }
    }
    return true;
}
