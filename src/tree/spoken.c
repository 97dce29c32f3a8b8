/* SPDX-License-Identifier: EUPL-1.2
 *
 * Number words up to twelve are those that the writing rules want as words; larger ones that are round
 * are common too.
 */
#include "tree/spoken.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Bytes of one space at `text`: a space, a line end or a no-break space; 0 when there is none. */
static size_t space_at(const char *text) {
    return *text == ' ' || *text == '\n' ? 1 : text_starts(text, TEXT_NBSP) ? 2 : 0;
}

/* Digits with groups of three and a decimal comma. Four digits begin no groups: "2021 350" is a year and
 * a number. */
static double read_digits(const char *at) {
    double value = 0;
    for (;;) {
        const char *start = at;
        while (is_digit(*at)) {
            value = value * 10 + (*at++ - '0');
        }
        size_t space = space_at(at);
        bool group = space != 0 && at - start <= 3 && is_digit(at[space]) && is_digit(at[space + 1])
            && is_digit(at[space + 2]) && !is_digit(at[space + 3]);
        if (!group) {
            break;
        }
        at += space;
    }
    double unit = 0.1;
    if (*at == ',' && is_digit(at[1])) {
        for (at++; is_digit(*at); at++, unit /= 10) {
            value += unit * (*at - '0');
        }
    }
    return value;
}

/* The number word at `at`; NaN when there is none. */
static double read_word(const char *at) {
    static const struct {
        const char *word;
        double value;
    } words[] = { { "en", 1 }, { "ett", 1 }, { "två", 2 }, { "tre", 3 }, { "fyra", 4 }, { "fem", 5 },
        { "sex", 6 }, { "sju", 7 }, { "åtta", 8 }, { "nio", 9 }, { "tio", 10 }, { "elva", 11 },
        { "tolv", 12 }, { "arton", 18 }, { "tjugo", 20 }, { "tjugofyra", 24 }, { "trettio", 30 },
        { "trettiosex", 36 }, { "fyrtio", 40 }, { "femtio", 50 }, { "hundra", 100 } };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t size = strlen(words[i].word);
        uint32_t c;
        if (strncmp(at, words[i].word, size) == 0
            && (text_next(at + size, &c) == 0 || !text_is_letter(c))) {
            static const char *const halves[] = { " och ett halvt", " och en halv" };
            bool half = text_starts(at + size, halves[0]) || text_starts(at + size, halves[1]);
            return words[i].value + (half ? 0.5 : 0);
        }
    }
    return nan("");
}

double spoken_number(const char *text) {
    struct arena *arena = arena_new();
    const char *folded = text_fold(arena, text);
    double value = nan("");
    for (const char *at = folded; *at != '\0' && isnan(value); at++) {
        if (((unsigned char)*at & 0xC0) != 0x80 && text_begins_word(folded, (size_t)(at - folded))) {
            value = is_digit(*at) ? read_digits(at) : read_word(at);
        }
    }
    arena_free(arena);
    return value;
}

/* A day of the month at `at`, 0 when there is none: "1", "31", "1:a". */
static int read_number_of_day(const char **at) {
    int value = 0;
    for (int i = 0; i < 2 && is_digit(**at); i++) {
        value = value * 10 + (*(*at)++ - '0');
    }
    *at += text_starts(*at, ":a") || text_starts(*at, ":e") ? 2 : 0;
    return value > 31 || is_digit(**at) ? 0 : value;
}

static int read_year(const char *at) {
    bool year = is_digit(at[0]) && is_digit(at[1]) && is_digit(at[2]) && is_digit(at[3])
        && !is_digit(at[4]);
    return year ? (int)strtol(at, NULL, 10) : 0;
}

/* The name of a month at `at`; its number, 0 when there is none. */
static int read_month(const char **at) {
    for (int month = 1; month <= 12; month++) {
        const char *name = date_month_name(month);
        size_t size = strlen(name);
        uint32_t c;
        if (text_starts(*at, name) && (text_next(*at + size, &c) == 0 || !text_is_letter(c))) {
            *at += size;
            return month;
        }
    }
    return 0;
}

/* Passes by a dash or hyphen with or without spaces; false when there is none. */
static bool skip_dash(const char **at) {
    const char *dash = *at + space_at(*at);
    size_t size = *dash == '-' ? 1 : text_starts(dash, TEXT_EN_DASH) ? strlen(TEXT_EN_DASH) : 0;
    *at = dash + size + (size != 0 ? space_at(dash + size) : 0);
    return size != 0;
}

/* The day at `at`, its year 0 when it names none. Of "1–31 oktober 2021" the first has month and year of
 * the second. */
static bool read_day(const char *at, struct date *date) {
    date->day = read_number_of_day(&at);
    if (date->day == 0) {
        return false;
    }
    if (*at == '/') {
        at++;
        date->month = read_number_of_day(&at);
        at += *at == '-' ? 1 : space_at(at);
        date->year = read_year(at);
        return date->month >= 1 && date->month <= 12 && date->year != 0;
    }
    const char *behind = at;
    if (skip_dash(&behind) && read_number_of_day(&behind) != 0) {
        at = behind;
    }
    at += space_at(at);
    date->month = read_month(&at);
    date->year = read_year(at + space_at(at));
    return date->month != 0;
}

/* The year of a day that names none: that of the next, or, when it comes later in its year, the one
 * before ("1 december–31 januari 2022"). */
static int year_before(struct date date, struct date next) {
    bool later = date.month > next.month || (date.month == next.month && date.day > next.day);
    return next.year != 0 ? next.year - later : 0;
}

static bool find_date(const char *text, size_t place, struct date *date) {
    size_t found = 0;
    bool waits = false; /* for its year */
    for (const char *at = text; *at != '\0'; at++) {
        struct date next;
        char iso[11] = "";
        strncpy(iso, at, 10);
        bool begins = is_digit(*at) && (at == text || !is_digit(at[-1]));
        bool whole = begins && date_parse(iso, &next);
        if (!whole && (!begins || !read_day(at, &next))) {
            continue;
        }
        if (waits) {
            date->year = year_before(*date, next);
            return date->year != 0;
        }
        if (++found == place) {
            *date = next;
            waits = next.year == 0;
            if (!waits) {
                return true;
            }
        }
        at += whole ? 9 : 0;
    }
    return false;
}

bool spoken_date(const char *text, size_t place, struct date *date) {
    struct arena *arena = arena_new();
    bool found = find_date(text_fold(arena, text), place, date);
    arena_free(arena);
    return found;
}
