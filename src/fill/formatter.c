/* SPDX-License-Identifier: EUPL-1.2
 *
 * Swedish usage follows Myndigheternas skrivregler: groups of three with no-break spaces, numbers
 * up to twelve in words, no apostrophe in a genitive, nothing after s, x and z, and a colon after initials.
 */
#include "fill/formatter.h"

#include <string.h>

#include "base/buffer.h"
#include "base/date.h"
#include "base/money.h"
#include "base/text.h"
#include "fill/template.h"

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static const char *apply_kr(struct arena *arena, const char *text) {
    int64_t kronor;
    bool negative = *text == '-'; /* only what a let has computed */
    if (!money_parse(text + negative, &kronor)) {
        return NULL;
    }
    return money_swedish(arena, negative ? -kronor : kronor);
}

/* "-1234.50" or "1 234,50" as "−1 234,5": whole part grouped, decimals behind a comma. */
static const char *apply_tal(struct arena *arena, const char *text) {
    const char *sign = *text == '-' ? "−" : text_starts(text, "−") ? "−" : "";
    const char *whole = text + (*text == '-' ? 1 : strlen(sign));
    size_t whole_size = strcspn(whole, ".,");
    int64_t number;
    if (!is_digit(*whole) || !money_parse(arena_copy(arena, whole, whole_size), &number)) {
        return NULL;
    }
    const char *decimals = whole + whole_size + (whole[whole_size] != '\0');
    size_t decimals_size = strspn(decimals, "0123456789");
    bool has_separator = whole[whole_size] != '\0';
    if (decimals[decimals_size] != '\0' || (has_separator && decimals_size == 0)
        || !is_digit(whole[whole_size - 1])) {
        return NULL;
    }
    while (decimals_size > 0 && decimals[decimals_size - 1] == '0') {
        decimals_size--;
    }
    return arena_printf(arena, "%s%s%s%.*s", sign, money_group(arena, number),
        decimals_size > 0 ? "," : "", (int)decimals_size, decimals);
}

static const char *number_word(struct arena *arena, const char *text, const char *one) {
    static const char *const words[] = { "noll", NULL, "två", "tre", "fyra", "fem", "sex", "sju",
        "åtta", "nio", "tio", "elva", "tolv" };
    int64_t number;
    if (!is_digit(*text) || !money_parse(text, &number) || !is_digit(text[strlen(text) - 1])) {
        return NULL;
    }
    if (number == 1) {
        return one;
    }
    return number <= 12 ? words[number] : money_group(arena, number);
}

static const char *apply_talord(struct arena *arena, const char *text) {
    return number_word(arena, text, "ett");
}

static const char *apply_talord_en(struct arena *arena, const char *text) {
    return number_word(arena, text, "en");
}

static const char *apply_datum(struct arena *arena, const char *text) {
    struct date date;
    return date_parse(text, &date) ? date_swedish(arena, date) : NULL;
}

static const char *apply_dagmanad(struct arena *arena, const char *text) {
    struct date date;
    return date_parse(text, &date)
               ? arena_printf(arena, "%d" TEXT_NBSP "%s", date.day, date_month_name(date.month))
               : NULL;
}

static const char *apply_iso(struct arena *arena, const char *text) {
    struct date date;
    return date_parse(text, &date) ? date_iso(arena, date) : NULL;
}

static const char *apply_manad(struct arena *arena, const char *text) {
    struct date date;
    return date_parse_month(text, &date) || date_parse(text, &date)
               ? date_swedish_month(arena, date)
               : NULL;
}

static const char *apply_manadsnamn(struct arena *arena, const char *text) {
    (void)arena;
    struct date date;
    if (date_parse_month(text, &date) || date_parse(text, &date)) {
        return date_month_name(date.month);
    }
    int month = date_month_number(text);
    return month != 0 ? date_month_name(month) : NULL;
}

static const char *apply_ar(struct arena *arena, const char *text) {
    struct date date;
    bool year_alone = strspn(text, "0123456789") == 4 && text[4] == '\0';
    return year_alone || date_parse_month(text, &date) || date_parse(text, &date)
               ? arena_copy(arena, text, 4)
               : NULL;
}

/* What is known of when a document was decided, as lists of documents write it. */
static const char *apply_tid(struct arena *arena, const char *text) {
    struct date date;
    if (date_parse(text, &date)) {
        return date_iso(arena, date);
    }
    return date_parse_month(text, &date) ? date_swedish_month(arena, date) : apply_ar(arena, text);
}

static bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

static const char *apply_genitiv(struct arena *arena, const char *text) {
    size_t size = strlen(text);
    bool hissing = size > 0 && strchr("sxzSXZ", text[size - 1]) != NULL;
    bool initials = size > 1 && is_capital(text[size - 2]) && is_capital(text[size - 1]);
    return size == 0 || hissing ? text : arena_printf(arena, initials ? "%s:s" : "%ss", text);
}

static const char *apply_gemen(struct arena *arena, const char *text) {
    return text_lower_first(arena, text);
}

static const char *apply_versal(struct arena *arena, const char *text) {
    return text_upper_first(arena, text);
}

/* Whether the full stop that ends the text belongs to its last word: "m.m.", "kl.", "osv.". */
static bool ends_in_abbreviation(const char *text, size_t size) {
    static const char *const short_forms[] = { "dvs", "etc", "kl", "nr", "osv" };
    size_t end = size - 1;
    size_t start = end;
    if (text[end - 1] == ')') {
        return false;
    }
    while (start > 0 && strchr(" \t\n(", text[start - 1]) == NULL) {
        start--;
    }
    for (size_t i = 0; i < sizeof short_forms / sizeof *short_forms; i++) {
        if (end - start == strlen(short_forms[i]) && text_starts(text + start, short_forms[i])) {
            return true;
        }
    }
    const char *inner = memchr(text + start, '.', end - start);
    return inner != NULL && inner > text + start && inner[1] != '\0';
}

static const char *apply_utan_punkt(struct arena *arena, const char *text) {
    const char *trimmed = text_trim(arena, text);
    size_t size = strlen(trimmed);
    bool stop = size > 1 && trimmed[size - 1] == '.' && !ends_in_abbreviation(trimmed, size);
    return stop ? arena_copy(arena, trimmed, size - 1) : trimmed;
}

static const char *apply_med_punkt(struct arena *arena, const char *text) {
    static const char *const ends[] = { ".", "!", "?", "…", ".”", "!”", "?”", ".)", "?)" };
    const char *trimmed = text_trim(arena, text);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (text_ends(trimmed, ends[i])) {
            return trimmed;
        }
    }
    return *trimmed != '\0' ? arena_printf(arena, "%s.", trimmed) : trimmed;
}

/* Whether the text's last line is running text: no list item, table row, quotation or code, whose end is no
 * place for a full stop. */
static bool ends_in_prose(const char *text, size_t size) {
    const char *line = memrchr(text, '\n', size);
    line = line != NULL ? line + 1 : text;
    line += strspn(line, " \t");
    size_t digits = strspn(line, "0123456789");
    bool item = (strchr("-*+", *line) != NULL && line[1] == ' ')
        || (digits != 0 && (line[digits] == '.' || line[digits] == ')') && line[digits + 1] == ' ');
    return !item && strchr("|>`#", *line) == NULL;
}

/* Prose in the place of sentences. What is right already stays as it is, to the byte. */
static const char *apply_meningar(struct arena *arena, const char *text) {
    static const char *const ends[] = { ".", "!", "?", "…", ":", ".”", "!”", "?”", ".)", "?)" };
    const char *whole = text_upper_first(arena, text);
    size_t size = strlen(whole);
    while (size > 0 && strchr(" \t\n*_", whole[size - 1]) != NULL) {
        size--; /* emphasis may end behind the full stop */
    }
    const char *words = arena_copy(arena, whole, size);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (text_ends(words, ends[i])) {
            return whole;
        }
    }
    const char *trimmed = text_trim(arena, whole);
    return size != 0 && ends_in_prose(words, size) ? arena_printf(arena, "%s.", trimmed) : whole;
}

/* Ten digits, or twelve with the "16" that registers put before a legal person's, with or without
 * the hyphen. */
static const char *apply_orgnr(struct arena *arena, const char *text) {
    char digits[13];
    size_t count = 0;
    for (const char *at = text; *at != '\0'; at++) {
        bool hyphen = *at == '-' && strlen(at) == 5;
        if (is_digit(*at) && count < 12) {
            digits[count++] = *at;
        } else if (!hyphen) {
            return NULL;
        }
    }
    size_t skip = count == 12 && memcmp(digits, "16", 2) == 0 ? 2 : 0;
    return count - skip == 10 ? arena_printf(arena, "%.6s-%.4s", digits + skip, digits + skip + 6)
                              : NULL;
}

static const char *apply_procent(struct arena *arena, const char *text) {
    size_t size = strlen(text);
    bool has_sign = size > 0 && text[size - 1] == '%';
    const char *number = apply_tal(arena, text_trim(arena, arena_copy(arena, text, size - has_sign)));
    return number != NULL ? arena_printf(arena, "%s" TEXT_NBSP "%%", number) : NULL;
}

/* In the order of the alphabet as bytes; a test says so. */
static const struct formatter formatters[] = {
    { "dagmånad", apply_dagmanad, "ett datum, ÅÅÅÅ-MM-DD", "a date, YYYY-MM-DD" },
    { "datum", apply_datum, "ett datum, ÅÅÅÅ-MM-DD", "a date, YYYY-MM-DD" },
    { "gemen", apply_gemen, "en text", "a text" },
    { "genitiv", apply_genitiv, "en text", "a text" },
    { "iso", apply_iso, "ett datum, ÅÅÅÅ-MM-DD", "a date, YYYY-MM-DD" },
    { "kr", apply_kr, "ett belopp i hela kronor", "an amount in whole kronor" },
    { "lista", NULL, "en lista", "a list" },
    { "med_punkt", apply_med_punkt, "en text", "a text" },
    { "meningar", apply_meningar, "en text", "a text" },
    { "månad", apply_manad, "en månad, ÅÅÅÅ-MM, eller ett datum", "a month, YYYY-MM, or a date" },
    { "månadsnamn", apply_manadsnamn, "en månad, till exempel juli eller 2022-10",
        "a month, such as juli or 2022-10" },
    { "orgnr", apply_orgnr, "ett organisationsnummer med tio siffror",
        "an organisation number of ten digits" },
    { "procent", apply_procent, "ett tal", "a number" },
    { "tal", apply_tal, "ett tal", "a number" },
    { "talord", apply_talord, "ett heltal", "a whole number" },
    { "talord_en", apply_talord_en, "ett heltal", "a whole number" },
    { "tid", apply_tid, "ett år, en månad eller ett datum", "a year, a month or a date" },
    { "utan_punkt", apply_utan_punkt, "en text", "a text" },
    { "versal", apply_versal, "en text", "a text" },
    { "år", apply_ar, "ett år, en månad eller ett datum", "a year, a month or a date" },
};

enum { FORMATTER_COUNT = sizeof formatters / sizeof *formatters };

const struct formatter *formatter_find(const char *name) {
    for (size_t i = 0; i < FORMATTER_COUNT; i++) {
        if (strcmp(formatters[i].name, name) == 0) {
            return &formatters[i];
        }
    }
    return NULL;
}

const char *const *formatter_names(void) {
    static const char *const names[] = { "dagmånad", "datum", "gemen", "genitiv", "iso", "kr",
        "lista", "med_punkt", "meningar", "månad", "månadsnamn", "orgnr", "procent", "tal", "talord",
        "talord_en", "tid", "utan_punkt", "versal", "år", NULL };
    _Static_assert(sizeof names / sizeof *names == FORMATTER_COUNT + 1, "one name a formatter");
    return names;
}

char *formatter_join(struct arena *arena, const char *const *texts, size_t count) {
    CLEANUP_BUFFER struct buffer joined = BUFFER_EMPTY;
    for (size_t i = 0; i < count; i++) {
        buffer_puts(&joined, i == 0 ? "" : i + 1 == count ? " och " : ", ");
        buffer_puts(&joined, texts[i]);
    }
    return buffer_take(arena, &joined);
}
