/* SPDX-License-Identifier: EUPL-1.2
 *
 * The formats: date (RFC 3339 full-date) and the three that are ours are asserted, the others of JSON
 * Schema Validation 7.3 are annotations, as the draft has it. What a text of the wrong form probably
 * meant is guessed here and offered as replacement.
 */
#include <string.h>

#include "base/date.h"
#include "base/money.h"
#include "base/text.h"
#include "check/keyword.h"

static const struct {
    const char *name;
    enum format format;
} formats[] = { { "date", FORMAT_DATE }, { "månad", FORMAT_MONTH }, { "kronor", FORMAT_MONEY },
    { "ja-nej", FORMAT_YES_NO }, { "date-time", FORMAT_NONE }, { "duration", FORMAT_NONE },
    { "email", FORMAT_NONE }, { "hostname", FORMAT_NONE }, { "idn-email", FORMAT_NONE },
    { "idn-hostname", FORMAT_NONE }, { "ipv4", FORMAT_NONE }, { "ipv6", FORMAT_NONE },
    { "iri", FORMAT_NONE }, { "iri-reference", FORMAT_NONE }, { "json-pointer", FORMAT_NONE },
    { "regex", FORMAT_NONE }, { "relative-json-pointer", FORMAT_NONE }, { "time", FORMAT_NONE },
    { "uri", FORMAT_NONE }, { "uri-reference", FORMAT_NONE }, { "uri-template", FORMAT_NONE },
    { "uuid", FORMAT_NONE } };

enum { FORMAT_COUNT = sizeof formats / sizeof *formats };

enum format format_find(const char *name, bool *known) {
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        if (strcmp(formats[i].name, name) == 0) {
            *known = true;
            return formats[i].format;
        }
    }
    *known = false;
    return FORMAT_NONE;
}

void format_suggest(struct suggestion *suggestion) {
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        suggestion_offer(suggestion, formats[i].name);
    }
}

static bool is_yes_no(const char *text) {
    static const char *const words[] = { "ja", "nej", "Ja", "Nej", "JA", "NEJ", "true", "false",
        "True", "False", "TRUE", "FALSE" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(text, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

bool format_holds(enum format format, const char *text) {
    struct date date;
    int64_t kronor;
    switch (format) {
    case FORMAT_NONE:
        return true;
    case FORMAT_DATE:
        return date_parse(text, &date);
    case FORMAT_MONTH:
        return date_parse_month(text, &date);
    case FORMAT_MONEY:
        return money_parse(text, &kronor);
    case FORMAT_YES_NO:
        return is_yes_no(text);
    }
    return true;
}

/* Up to three numbers or month names of a text, whatever stands between them; a month that is named first or
 * last of three stands second. */
struct parts {
    int values[3];
    size_t digits[3]; /* how many; 0 for a month's name */
    size_t count;
};

/* A month's name at `text`, of `size` bytes: "oktober", "okt". */
static int read_month_name(const char *text, size_t size) {
    char name[16];
    if (size == 0 || size >= sizeof name) {
        return 0;
    }
    memcpy(name, text, size);
    name[size] = '\0';
    int month = date_month_number(name);
    struct arena *arena = arena_new();
    const char *folded = text_fold(arena, name);
    for (int i = 1; month == 0 && (size == 3 || strcmp(folded, "sept") == 0) && i <= 12; i++) {
        month = text_starts(date_month_name(i), folded) ? i : 0;
    }
    arena_free(arena);
    return month;
}

/* Whether a letter stands beside a digit, as in "2021-1O-01": then nobody knows which number is meant.
 * "1:a" and a time behind T are fine. */
static bool has_letter_in_number(const char *text) {
    for (size_t at = 1; text[at] != '\0'; at++) {
        bool digit = text[at - 1] >= '0' && text[at - 1] <= '9';
        bool next_digit = text[at] >= '0' && text[at] <= '9';
        if ((digit && strchr("oOlI", text[at]) != NULL)
            || (next_digit && strchr("oOlI", text[at - 1]) != NULL)) {
            return true;
        }
    }
    return false;
}

/* Whether a year stands in what follows a date: then there are two dates, as in "2023-08-30 – 2023-09-30". */
static bool has_year(const char *text) {
    while (*text != '\0') {
        size_t digits = strspn(text, "0123456789");
        if ((digits == 4 || digits == 8) && (text_starts(text, "19") || text_starts(text, "20"))) {
            return true;
        }
        text += digits != 0 ? digits : 1;
    }
    return false;
}

/* "augusti 5 2023" and "2023 5 augusti" like "5 augusti 2023". */
static void order_parts(struct parts *parts) {
    bool is_first = parts->digits[0] == 0;
    if (parts->count != 3 || parts->digits[1] == 0 || is_first == (parts->digits[2] == 0)) {
        return;
    }
    size_t named = is_first ? 0 : 2;
    int month = parts->values[named];
    parts->values[named] = parts->values[1];
    parts->digits[named] = parts->digits[1];
    parts->values[1] = month;
    parts->digits[1] = 0;
}

static struct parts read_parts(const char *text) {
    struct parts parts = { 0 };
    if (has_letter_in_number(text)) {
        return parts;
    }
    while (*text != '\0' && parts.count < 3) {
        size_t digits = strspn(text, "0123456789");
        size_t letters = strcspn(text, "0123456789 /.-,\t\n");
        int value = 0;
        if (digits != 0 && digits <= 8) {
            for (size_t i = 0; i < digits; i++) {
                value = value * 10 + (text[i] - '0');
            }
        } else if (digits == 0) {
            value = read_month_name(text, letters);
        }
        if (digits != 0 || value != 0) {
            parts.values[parts.count] = value;
            parts.digits[parts.count++] = digits;
        }
        text += digits != 0 ? digits : letters != 0 ? letters : 1;
    }
    if (has_year(text)) {
        return (struct parts){ 0 };
    }
    order_parts(&parts);
    return parts;
}

static bool is_day(struct date date) {
    return date.year >= 1 && date.month >= 1 && date.month <= 12 && date.day >= 1
        && date.day <= date_month_length(date.year, date.month);
}

/* The day that another way of writing means: 30/8 2023, 30 augusti 2023, 20230830, 2023-30-08; with a year
 * of two digits 230830, 30/8-23. Partnerships are of this century. */
static bool guess_date(const char *text, struct date *date) {
    struct parts parts = read_parts(text);
    const int *v = parts.values;
    if (parts.count == 1 && parts.digits[0] == 8) {
        *date = (struct date){ v[0] / 10000, v[0] / 100 % 100, v[0] % 100 };
    } else if (parts.count == 1 && parts.digits[0] == 6) {
        *date = (struct date){ 2000 + v[0] / 10000, v[0] / 100 % 100, v[0] % 100 };
    } else if (parts.count == 3 && parts.digits[0] == 4) {
        *date = (struct date){ v[0], v[1], v[2] };
    } else if (parts.count == 3 && parts.digits[2] == 4) {
        *date = (struct date){ v[2], v[1], v[0] };
    } else if (parts.count == 3 && parts.digits[2] == 2
               && (strchr(text, '/') != NULL || parts.digits[1] == 0)) {
        *date = (struct date){ 2000 + v[2], v[1], v[0] };
    } else {
        return false;
    }
    if (date->month > 12) {
        *date = (struct date){ date->year, date->day, date->month };
    }
    return is_day(*date);
}

static bool guess_month(const char *text, struct date *date) {
    struct parts parts = read_parts(text);
    const int *v = parts.values;
    if (parts.count >= 2 && parts.digits[0] == 4) {
        *date = (struct date){ .year = v[0], .month = v[1] };
    } else if (parts.count >= 2 && parts.digits[parts.count - 1] == 4) {
        *date = (struct date){ .year = v[parts.count - 1], .month = v[parts.count - 2] };
    } else if (parts.count == 1 && parts.digits[0] == 6) {
        *date = (struct date){ .year = v[0] / 100, .month = v[0] % 100 };
    } else {
        return false;
    }
    return date->year >= 1 && date->month >= 1 && date->month <= 12;
}

/* Sets advice and replacement to what was probably meant. */
static void offer(struct findings *findings, struct finding *finding, const char *shown,
    const char *replacement) {
    finding->advice = arena_printf(
        findings->arena, findings->language == LANGUAGE_EN ? "Write %s." : "Skriv %s.", shown);
    finding->replacement = arena_string(findings->arena, replacement);
}

static void report_impossible(
    struct findings *findings, struct date date, const char *text, struct span where) {
    struct arena *arena = findings->arena;
    bool english = findings->language == LANGUAGE_EN;
    bool month_exists = date.year >= 1 && date.month >= 1 && date.month <= 12;
    const char *what = month_exists && !english
        ? arena_printf(arena, "Dagen %d %s %d", date.day, date_month_name(date.month), date.year)
        : arena_printf(arena, english ? "The day %s" : "Datumet %s", text);
    struct finding *finding = finding_add(findings, DATE_IMPOSSIBLE, where, what, NULL);
    struct date guess;
    if (date.year < 1) {
        finding->advice = english ? "Correct the year." : "Rätta årtalet.";
    } else if (month_exists && date.day > date_month_length(date.year, date.month)) {
        date.day = date_month_length(date.year, date.month);
        char *iso = date_iso(arena, date);
        finding->advice = arena_printf(arena,
            english ? "The last day of the month is %s." : "Sista dagen i månaden är %s.", iso);
        finding->replacement = iso;
    } else if (guess_date(text, &guess)) {
        char *iso = date_iso(arena, guess);
        offer(findings, finding, iso, iso);
    }
}

static void report_date(struct findings *findings, const char *text, struct span where) {
    struct date date;
    bool is_date = date_parse(text, &date); /* without the line break that it ends in */
    bool has_form = date.year != 0 || date.month != 0 || date.day != 0 || strcmp(text, "0000-00-00") == 0;
    if (has_form && !is_date) {
        report_impossible(findings, date, text, where);
        return;
    }
    bool is_sure = guess_date(text, &date);
    if (!is_sure && date.year >= 1 && date.month >= 1 && date.month <= 12 && date.day <= 31
        && date.day > date_month_length(date.year, date.month)) {
        report_impossible(findings, date, text, where);
        return;
    }
    struct finding *finding = finding_add(findings, DATE_SHAPE, where, text, NULL);
    if (is_sure) {
        char *iso = date_iso(findings->arena, date);
        offer(findings, finding, iso, iso);
    }
}

static void report_month(struct findings *findings, const char *text, struct span where) {
    struct finding *finding = finding_add(findings, MONTH_SHAPE, where, text, NULL);
    struct date date;
    if (guess_month(text, &date)) {
        char *iso = arena_printf(findings->arena, "%04d-%02d", date.year, date.month);
        offer(findings, finding, iso, iso);
    }
}

static void report_money(struct findings *findings, const char *text, struct span where) {
    int64_t kronor;
    int64_t two[2];
    if (money_is_ambiguous(text, two)) {
        bool english = findings->language == LANGUAGE_EN;
        finding_add(findings, MONEY_SHAPE, where, text, NULL)->advice =
            arena_printf(findings->arena,
                english ? "It may mean %s or %s. Write the amount in kronor."
                        : "Det kan betyda %s eller %s. Skriv beloppet i kronor.",
                money_swedish(findings->arena, two[0]), money_swedish(findings->arena, two[1]));
        return;
    }
    if (!money_guess(text, &kronor)) {
        finding_add(findings, MONEY_SHAPE, where, text, NULL);
        return;
    }
    struct finding *finding = finding_add(findings, MONEY_UNIT, where, text, NULL);
    /* Ordinary spaces: this is what the writer is to type. */
    char *grouped = money_group(findings->arena, kronor);
    char *out = grouped;
    for (const char *at = grouped; *at != '\0'; out++) {
        bool space = text_starts(at, TEXT_NBSP);
        *out = space ? ' ' : *at;
        at += space ? strlen(TEXT_NBSP) : 1;
    }
    *out = '\0';
    offer(findings, finding, grouped, grouped);
}

static void report_yes_no(struct findings *findings, const char *text, struct span where) {
    static const char *const yes[] = { "ja", "j", "yes", "y", "sant", "true", "on", "x", "1",
        "japp", "✓", "✔" };
    static const char *const no[] = { "nej", "n", "no", "falskt", "false", "off", "0", "ej",
        "inte" };
    struct finding *finding = finding_add(findings, YES_NO_SHAPE, where, text, NULL);
    char *folded = text_fold(findings->arena, text_trim(findings->arena, text));
    size_t size = strlen(folded);
    while (size > 1 && strchr(".,!;", folded[size - 1]) != NULL) {
        folded[--size] = '\0';
    }
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        if (strcmp(folded, yes[i]) == 0) {
            offer(findings, finding, "ja", "ja");
        }
    }
    for (size_t i = 0; i < sizeof no / sizeof *no; i++) {
        if (strcmp(folded, no[i]) == 0) {
            offer(findings, finding, "nej", "nej");
        }
    }
}

void format_report(
    struct findings *findings, enum format format, const char *text, struct span where) {
    switch (format) {
    case FORMAT_NONE:
        return;
    case FORMAT_DATE:
        report_date(findings, text, where);
        return;
    case FORMAT_MONTH:
        report_month(findings, text, where);
        return;
    case FORMAT_MONEY:
        report_money(findings, text, where);
        return;
    case FORMAT_YES_NO:
        report_yes_no(findings, text, where);
        return;
    }
}
