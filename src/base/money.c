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
    bool named = gap != 0 && (strcmp(rest + gap, "kr") == 0 || strcmp(rest + gap, "kronor") == 0);
    if (*rest != '\0' && !named) {
        return false;
    }
    *kronor = value;
    return true;
}

static const struct {
    const char *unit;
    int64_t factor;
} units[] = { { "", 1 }, { "kr", 1 }, { "kr.", 1 }, { ":-", 1 }, { "sek", 1 }, { "kronor", 1 },
    { "tkr", 1000 }, { "ksek", 1000 }, { "tusen", 1000 }, { "tusen kr", 1000 },
    { "tusen kronor", 1000 }, { "k", 1000 }, { "mkr", 1000000 }, { "m", 1000000 }, { "mnkr", 1000000 },
    { "msek", 1000000 },
    { "milj", 1000000 }, { "milj.", 1000000 }, { "milj kr", 1000000 }, { "milj. kr", 1000000 },
    { "miljon", 1000000 }, { "miljoner", 1000000 }, { "miljoner kr", 1000000 },
    { "miljoner kronor", 1000000 } };

/* What the unit multiplies by, 0 when it is none. */
static int64_t factor_of(const char *unit) {
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(unit, units[i].unit) == 0) {
            return units[i].factor;
        }
    }
    return 0;
}

/* Digits in groups of three with dots or commas between, as other languages set them. One comma
 * before three digits groups an amount in kronor, whose öre are two digits, but begins the decimals
 * of millions. */
static bool read_foreign(const char *text, int64_t *value, const char **end) {
    const char *start = text;
    int64_t number = 0;
    size_t run = 0;
    size_t groups = 0;
    char mark = '\0';
    for (;; text++) {
        if (is_digit(*text) && number <= MONEY_LARGEST) {
            number = number * 10 + (*text - '0');
            run++;
        } else if ((*text == '.' || *text == ',') && (mark == '\0' || mark == *text)
                   && is_digit(text[1]) && run > 0 && run <= 3 && (groups == 0 || run == 3)) {
            mark = *text;
            groups++;
            run = 0;
        } else {
            break;
        }
    }
    *value = number;
    *end = text;
    bool is_decimal = mark == ',' && groups == 1 && *text != '.'
                      && (*start == '0' || factor_of(text + separator(text)) != 1);
    return groups != 0 && !is_decimal && run == 3 && number <= MONEY_LARGEST;
}

/* Above this nobody means the unit: "1 000 000 msek" is a million written out, with a unit too many. */
#define GUESS_LARGEST INT64_C(1000000000)

/* What a unit makes of a number with decimals; öre are dropped. */
static bool apply_unit(
    const char *unit, int64_t value, int64_t fraction, int64_t scale, int64_t *kronor) {
    int64_t factor = factor_of(unit);
    bool may_be_thousands = factor == 1 && scale == 1000; /* nobody writes öre with three digits */
    if (factor == 0 || may_be_thousands || value > MONEY_LARGEST / factor) {
        return false;
    }
    *kronor = value * factor + fraction * factor / scale;
    if (factor > 1 && *kronor > GUESS_LARGEST && value >= 10000 && fraction == 0) {
        *kronor = value;
    }
    return *kronor <= MONEY_LARGEST;
}

/* Decimals behind a comma or dot, if there are any. */
static void read_decimals(const char **rest, int64_t *fraction, int64_t *scale) {
    const char *at = *rest;
    if ((*at != ',' && *at != '.') || !is_digit(at[1])) {
        return;
    }
    for (at++; is_digit(*at); at++) {
        if (*scale < 1000000) {
            *fraction = *fraction * 10 + (*at - '0');
            *scale *= 10;
        }
    }
    *rest = at;
}

/* Signs between digits that stand for a space: other spaces, apostrophes, and the letter O for zero. */
static const char *plain_digits(struct arena *arena, const char *text) {
    static const char *const spaces[] = { "\xE2\x80\x89", "\xE2\x80\x88", "\xE2\x80\x87", "’", "'", "´" };
    char *plain = arena_copy(arena, text, strlen(text));
    char *out = plain;
    while (*text != '\0') {
        size_t size = 0;
        for (size_t i = 0; size == 0 && i < sizeof spaces / sizeof *spaces; i++) {
            size = text_starts(text, spaces[i]) ? strlen(spaces[i]) : 0;
        }
        bool between = out > plain && is_digit(out[-1]) && is_digit(text[size != 0 ? size : 1]);
        if (size != 0 && between) {
            *out++ = ' ';
            text += size;
        } else {
            *out++ = *text == 'o' && between ? '0' : *text;
            text++;
        }
    }
    *out = '\0';
    return plain;
}

/* The amount without the words that people put around it. */
static const char *bare_amount(struct arena *arena, const char *text) {
    static const char *const before[] = { "ca ", "ca. ", "cirka ", "minst ", "högst ", "omkring ",
        "totalt ", "kr ", "kr. ", "sek ", "kronor " };
    static const char *const behind[] = { "per år", "om året", "årligen", "/år", "/ år", "kr/år",
        ",-", ":-", "exkl. moms", "exkl moms", "inkl. moms", "inkl moms", "exklusive moms", "inklusive moms" };
    text = plain_digits(arena, text);
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        text += text_starts(text, before[i]) ? strlen(before[i]) : 0;
    }
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++) {
        if (text_ends(text, behind[i])) {
            return text_trim(arena, arena_copy(arena, text, strlen(text) - strlen(behind[i])));
        }
    }
    return text;
}

/* The folded amount, when it has one point before three digits and a unit. */
static bool read_ambiguous(const char *text, int64_t kronor[2]) {
    size_t whole = strspn(text, "0123456789");
    size_t decimals = text[whole] == '.' ? strspn(text + whole + 1, "0123456789") : 0;
    if (whole == 0 || whole > 3 || decimals != 3) {
        return false;
    }
    const char *rest = text + whole + 1 + decimals;
    int64_t factor = factor_of(rest + separator(rest));
    int64_t value = 0;
    for (size_t i = 0; i < whole + 4; i++) {
        value = i == whole ? value : value * 10 + (text[i] - '0');
    }
    kronor[0] = value * factor / 1000;
    kronor[1] = value * factor;
    return factor > 1;
}

bool money_is_ambiguous(const char *text, int64_t kronor[2]) {
    struct arena *arena = arena_new();
    bool found = read_ambiguous(
        bare_amount(arena, text_fold(arena, text_trim(arena, text))), kronor);
    arena_free(arena);
    return found;
}

bool money_guess(const char *text, int64_t *kronor) {
    struct arena *arena = arena_new();
    const char *start = bare_amount(arena, text_fold(arena, text_trim(arena, text)));
    const char *rest = start;
    int64_t value = 0;
    int64_t fraction = 0;
    int64_t scale = 1;
    int64_t two[2];
    bool found = !read_ambiguous(start, two)
        && (read_foreign(start, &value, &rest) || read_grouped(start, &value, &rest));
    if (found) {
        read_decimals(&rest, &fraction, &scale);
        found = apply_unit(rest + separator(rest), value, fraction, scale, kronor);
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
