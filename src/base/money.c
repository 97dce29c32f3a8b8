/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/money.h"

#include <string.h>

#include "base/text.h"

#define MINUS_SIGN "\xE2\x88\x92"

/* Bytes of a group separator (space, no-break space, narrow no-break space), 0 when none. */
static size_t separator(const char *text) {
    if (*text == ' ') {
        return 1;
    }
    if (text_starts(text, TEXT_NBSP)) {
        return 2;
    }
    return text_starts(text, "\xE2\x80\xAF") ? 3 : 0;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Reads digits, all together or in groups of three; the rest of the text is left in `end`. */
static bool read_grouped(const char *text, int64_t *value, const char **end) {
    int64_t number = 0;
    int run = 0;
    bool grouped = false;
    if (!is_digit(*text)) {
        return false;
    }
    for (;;) {
        while (is_digit(*text)) {
            number = number * 10 + (*text++ - '0');
            run++;
            if (number > MONEY_LARGEST) {
                return false;
            }
        }
        if (grouped && run != 3) {
            return false;
        }
        size_t gap = separator(text);
        if (gap == 0 || !is_digit(text[gap])) {
            break;
        }
        if (run > 3) {
            return false;
        }
        grouped = true;
        run = 0;
        text += gap;
    }
    *value = number;
    *end = text;
    return true;
}

bool money_parse(const char *text, int64_t *kronor) {
    const char *rest;
    int64_t value;
    if (!read_grouped(text, &value, &rest)) {
        return false;
    }
    size_t gap = separator(rest);
    if (strcmp(rest, "") != 0 && strcmp(rest + gap, "kr") != 0
        && strcmp(rest + gap, "kronor") != 0) {
        return false;
    }
    if (gap != 0 && rest[gap] == '\0') {
        return false;
    }
    *kronor = value;
    return true;
}

bool money_guess(const char *text, int64_t *kronor) {
    static const struct {
        const char *unit;
        int64_t factor;
    } units[] = { { "", 1 }, { "kr", 1 }, { "kr.", 1 }, { ":-", 1 }, { "sek", 1 }, { "kronor", 1 },
        { "tkr", 1000 }, { "ksek", 1000 }, { "tusen", 1000 }, { "tusen kronor", 1000 },
        { "mkr", 1000000 }, { "mnkr", 1000000 }, { "msek", 1000000 }, { "milj", 1000000 },
        { "milj.", 1000000 }, { "miljon", 1000000 }, { "miljoner", 1000000 },
        { "milj. kr", 1000000 }, { "miljoner kronor", 1000000 }, { "miljoner kr", 1000000 } };
    struct arena *arena = arena_new();
    const char *rest = text_fold(arena, text_trim(arena, text));
    int64_t value = 0;
    int64_t fraction = 0;
    int64_t scale = 1;
    bool found = false;
    if (read_grouped(rest, &value, &rest)) {
        if ((*rest == ',' || *rest == '.') && is_digit(rest[1])) {
            for (rest++; is_digit(*rest); rest++) {
                if (scale < 1000000) {
                    fraction = fraction * 10 + (*rest - '0');
                    scale *= 10;
                }
            }
        }
        rest += separator(rest);
        for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
            if (strcmp(rest, units[i].unit) == 0 && value <= MONEY_LARGEST / units[i].factor) {
                *kronor = value * units[i].factor + fraction * units[i].factor / scale;
                found = *kronor <= MONEY_LARGEST;
            }
        }
    }
    arena_free(arena);
    return found;
}

char *money_group(struct arena *arena, int64_t number) {
    char digits[24];
    size_t count = 0;
    uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
    do {
        digits[count++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    char *text = arena_alloc(arena, sizeof MINUS_SIGN + count * 3);
    char *out = text;
    if (number < 0) {
        memcpy(out, MINUS_SIGN, sizeof MINUS_SIGN - 1);
        out += sizeof MINUS_SIGN - 1;
    }
    while (count > 0) {
        *out++ = digits[--count];
        if (count != 0 && count % 3 == 0) {
            memcpy(out, TEXT_NBSP, sizeof TEXT_NBSP - 1);
            out += sizeof TEXT_NBSP - 1;
        }
    }
    return text;
}

char *money_swedish(struct arena *arena, int64_t kronor) {
    return arena_printf(arena, "%s" TEXT_NBSP "kr", money_group(arena, kronor));
}
