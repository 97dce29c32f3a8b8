/* SPDX-License-Identifier: EUPL-1.2
 *
 * Figures that a line must not break: between groups of three digits, before "kr", "kronor", "%" and
 * "procent", between a day, its month and its year, and in a registry number ("KS 2016-313"), a space
 * becomes a no-break space (Myndigheternas skrivregler). Values that fill wrote have most already; prose
 * that people type often has none.
 */
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "document/parse.h"

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool ends_word(char c) {
    return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || (c & 0x80) != 0);
}

/* Whether three digits and no more stand at `text`. */
static bool is_group(const char *text) {
    return is_digit(text[0]) && is_digit(text[1]) && is_digit(text[2]) && !is_digit(text[3]);
}

static bool is_unit(const char *text) {
    static const char *const units[] = { "kr", "kronor", "procent" };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (text_starts(text, units[i]) && ends_word(text[strlen(units[i])])) {
            return true;
        }
    }
    return *text == '%';
}

static bool is_month(const char *text) {
    for (int month = 1; month <= 12; month++) {
        const char *name = date_month_name(month);
        if (text_starts(text, name) && ends_word(text[strlen(name)])) {
            return true;
        }
    }
    return false;
}

/* Whether the text up to `at` ends in a month. */
static bool ends_in_month(const char *text, const char *at) {
    const size_t gap = sizeof TEXT_NBSP - 1;
    for (int month = 1; month <= 12; month++) {
        const char *name = date_month_name(month);
        size_t size = strlen(name);
        if ((size_t)(at - text) < size || memcmp(at - size, name, size) != 0) {
            continue;
        }
        const char *start = at - size;
        if (start == text || ends_word(start[-1])
            || ((size_t)(start - text) >= gap && memcmp(start - gap, TEXT_NBSP, gap) == 0)) {
            return true;
        }
    }
    return false;
}

static bool is_year(const char *text) {
    return (text[0] == '1' || text[0] == '2') && is_group(text + 1);
}

/* Whether what stands behind the space is a year and a running number: "2016-313", "2021/12", "2018:17". */
static bool is_serial(const char *text) {
    return is_year(text) && text[4] != '\0' && strchr("-/:", text[4]) != NULL && is_digit(text[5]);
}

/* Whether a letter begins at `byte` that is a capital of a registry's series: A–Z, Å, Ä, Ö. */
static bool is_capital(const char *byte) {
    return (*byte >= 'A' && *byte <= 'Z')
        || (byte[0] == '\xC3'
            && (byte[1] == '\x84' || byte[1] == '\x85' || byte[1] == '\x96'));
}

/* Whether the text up to `at` ends in the letters of a registry's series: "KS", "BoU", "ÖVN". */
static bool ends_in_series(const char *text, const char *at) {
    enum { SERIES_MOST = 8 };
    const char *start = at;
    while (start > text && !ends_word(start[-1]) && at - start <= SERIES_MOST) {
        start--;
    }
    size_t capitals = 0;
    for (const char *byte = start; byte < at; byte++) {
        if (is_digit(*byte)) {
            return false;
        }
        capitals += is_capital(byte);
    }
    return is_capital(start) && capitals >= 2 && at - start <= SERIES_MOST;
}

/* Whether the space at `at` must not end a line. */
static bool joins(const char *text, const char *at) {
    size_t digits = 0; /* in a row before it; no more than four make a difference */
    while (digits < 4 && at - digits > text && is_digit(at[-1 - (ptrdiff_t)digits])) {
        digits++;
    }
    if (digits == 0) {
        return (is_year(at + 1) && ends_in_month(text, at))
            || (is_serial(at + 1) && ends_in_series(text, at));
    }
    return (digits <= 3 && is_group(at + 1)) || is_unit(at + 1)
        || (digits <= 2 && is_month(at + 1));
}

const char *figures_join(struct arena *arena, const char *text) {
    CLEANUP_BUFFER struct buffer joined = BUFFER_EMPTY;
    const char *done = text;
    for (const char *at = text; (at = strchr(at, ' ')) != NULL; at++) {
        if (joins(text, at)) {
            buffer_put(&joined, done, (size_t)(at - done));
            buffer_puts(&joined, TEXT_NBSP);
            done = at + 1;
        }
    }
    if (done == text) {
        return text;
    }
    buffer_puts(&joined, done);
    return arena_copy(arena, joined.data, joined.size);
}
