/* SPDX-License-Identifier: EUPL-1.2
 *
 * A unit of time behind a number measures it ("2 år", "ett halvår"); behind another word it says how
 * often ("två gånger per år"). Numbers are only converted when key and text agree on which.
 */
#include "check/quantity.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "tree/spoken.h"

/* Above this nobody counts anything here. */
#define QUANTITY_LARGEST 1e9

/* The beginnings of words; below zero: no whole number of months, each its own. */
static const struct {
    const char *word;
    int months;
} units[] = { { "halvår", 6 }, { "halvt år", 6 }, { "kvartal", 3 }, { "tertial", 4 }, { "år", 12 },
    { "månad", 1 }, { "mån", 1 }, { "termin", -1 }, { "veck", -2 }, { "dag", -3 },
    { "dygn", -3 } };

enum { UNIT_COUNT = sizeof units / sizeof *units };

/* The units that a text names. */
struct naming {
    const char *first; /* where the first stands, or NULL */
    int months;
    bool is_mixed; /* there are several */
};

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Whether no letter stands before `at`; a digit may: "3mån". */
static bool begins_unit(const char *text, const char *at) {
    return text_begins_word(text, (size_t)(at - text)) || is_digit(at[-1]);
}

static struct naming read_units(const char *text) {
    struct naming naming = { 0 };
    for (const char *at = text; *at != '\0'; at++) {
        for (size_t i = 0; i < UNIT_COUNT; i++) {
            if (text_starts(at, units[i].word) && begins_unit(text, at)) {
                naming.is_mixed = naming.is_mixed
                                  || (naming.first != NULL && naming.months != units[i].months);
                naming.months = naming.first != NULL ? naming.months : units[i].months;
                naming.first = naming.first != NULL ? naming.first : at;
                at += strlen(units[i].word) - 1;
                break;
            }
        }
    }
    return naming;
}

/* Whether a number, or nothing, stands right before the unit. */
static bool is_measured(struct arena *arena, const char *text, const char *unit) {
    const char *before = text_trim(arena, arena_copy(arena, text, (size_t)(unit - text)));
    const char *space = strrchr(before, ' ');
    const char *word = space != NULL ? space + 1 : before;
    return word[0] == '\0' || is_digit(word[strlen(word) - 1]) || !isnan(spoken_number(word))
           || text_starts(word, "halv");
}

/* Whether the text has one number in digits, or none, that is no other for whoever sets a comma
 * between thousands. */
static bool is_one_number(const char *text) {
    size_t runs = 0;
    while (*text != '\0') {
        size_t digits = strspn(text, "0123456789");
        text += digits != 0 ? digits : 1;
        if (digits == 0) {
            continue;
        }
        runs++;
        size_t space = *text == ' ' ? 1 : text_starts(text, TEXT_NBSP) ? strlen(TEXT_NBSP) : 0;
        while (space != 0 && strspn(text + space, "0123456789") == 3) {
            text += space + 3;
        }
        if (*text == ',' && is_digit(text[1])) {
            size_t decimals = strspn(text + 1, "0123456789");
            runs += decimals == 3;
            text += 1 + decimals;
        }
    }
    return runs < 2;
}

/* The number of the folded text, in what the key counts; NaN when that is not sure. */
static double read_quantity(struct arena *arena, const char *key, const char *text) {
    struct naming wanted = read_units(key);
    struct naming given = read_units(text);
    bool is_rate = strstr(key, "per_") != NULL;
    double number = spoken_number(text);
    bool has_half = strstr(text, "halv") != NULL;
    if (!is_one_number(text) || given.is_mixed) {
        return nan("");
    }
    if (given.first == NULL) {
        return has_half && number == floor(number) ? nan("") : number;
    }
    if (given.months == 6 && isnan(number)) {
        number = 1; /* "halvår" */
    } else if (given.months == 6 && number != floor(number)) {
        given.months = 12; /* "ett och ett halvt år" has its half already */
    } else if (has_half && given.months != 6 && number == floor(number)) {
        return nan("");
    }
    bool measured = is_measured(arena, text, given.first);
    if (wanted.first == NULL) {
        return measured ? nan("") : number;
    }
    bool is_same = given.months == wanted.months;
    bool converts = measured != is_rate && (is_same || (given.months > 0 && wanted.months > 0));
    return !converts ? nan("")
           : is_rate ? number * wanted.months / given.months
                     : number * given.months / wanted.months;
}

const char *quantity_guess(struct arena *arena, const char *key, const char *text) {
    char *name = text_fold(arena, key);
    double number = read_quantity(arena, name, text_fold(arena, text));
    bool is_whole =
        !isnan(number) && number == floor(number) && number >= 0 && number <= QUANTITY_LARGEST;
    return is_whole ? arena_printf(arena, "%.0f", number) : NULL;
}
