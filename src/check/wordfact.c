/* SPDX-License-Identifier: EUPL-1.2
 *
 * Facts in words: amounts and dates that the definition does not know, and statutes without their SFS
 * number. What may stand is in the vocabulary.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/date.h"
#include "base/text.h"
#include "check/vocabulary.h"
#include "check/wordkind.h"

/* Whether a character before `at` is part of the same word or number. */
static bool continues(const char *text, size_t at) {
    if (at == 0) {
        return false;
    }
    unsigned char before = (unsigned char)text[at - 1];
    return isalnum(before) || before == '-' || before == ',' || before == '.'
        || (before >= 0x80 && !(at > 1 && text_starts(text + at - 2, TEXT_NBSP))
            && !(at > 2 && text_starts(text + at - 3, "\xE2\x80")));
}

/* No amount has more digits. */
enum { AMOUNT_DIGITS = 12 };

static size_t digits_at(const char *text) {
    return strspn(text, "0123456789");
}

/* Whether the digits are a year before an amount: "2021 1 000 000 kr", but not "2000 000 kr". */
static bool is_year(const char *text, size_t digits, char next) {
    return digits == 4 && (text_starts(text, "19") || text_starts(text, "20")) && next != '0';
}

/* Reads an amount with its unit at `at`: "1 000 000 kr", "700000 kronor". Gives its end, 0 if none. What
 * stands before it with a space between, and is not of its groups of three digits, is another number. */
static size_t read_amount(const char *text, size_t at, double *kronor) {
    size_t digits = digits_at(text + at);
    if (continues(text, at) || digits > AMOUNT_DIGITS) {
        return 0;
    }
    size_t end = at + digits;
    size_t gap = text_gap(text + end);
    if (is_year(text + at, digits, text[end + gap]) && isdigit((unsigned char)text[end + gap])) {
        return 0;
    }
    while (gap != 0 && digits <= AMOUNT_DIGITS && digits_at(text + end + gap) == 3) {
        digits += 3;
        end += gap + 3;
        gap = text_gap(text + end);
    }
    const char *unit = text + end + gap;
    size_t length = text_starts(unit, "kronor") ? 6 : text_starts(unit, "kr") ? 2 : 0;
    if (digits < 4 || digits > AMOUNT_DIGITS || length == 0 || corpus_is_word_byte(unit + length)) {
        return 0;
    }
    *kronor = 0;
    for (size_t i = at; i < end; i++) {
        *kronor = isdigit((unsigned char)text[i]) ? *kronor * 10 + (text[i] - '0') : *kronor;
    }
    return end + gap + length;
}

/* Amounts in words that the definition does not hold and that do not follow from it. */
void find_amount(const struct word_search *search) {
    const struct corpus *corpus = search->corpus;
    for (size_t i = 0; i < corpus->word_count; i++) {
        size_t at = corpus->word_list[i].start;
        double kronor = 0;
        size_t end = isdigit((unsigned char)corpus->words[at])
            ? read_amount(corpus->words, at, &kronor)
            : 0;
        if (end != 0 && !vocabulary_has_amount(search->vocabulary, kronor)) {
            hit_add(search, at, end, NULL);
        }
        while (i + 1 < corpus->word_count && corpus->word_list[i + 1].start < end) {
            i++;
        }
    }
}

/* Reads a date at `at`, "1 oktober 2021" or "2021-10-01". Gives its end, 0 if there is none; `iso`
 * tells which of the two. */
static size_t read_date(const char *text, size_t at, struct date *date, bool *iso) {
    char copy[11] = "";
    if (continues(text, at)) {
        return 0;
    }
    strncpy(copy, text + at, 10);
    *iso = date_parse(copy, date);
    if (*iso) {
        return isdigit((unsigned char)text[at + 10]) ? 0 : at + 10;
    }
    size_t end = at;
    int day = 0;
    while (isdigit((unsigned char)text[end]) && end - at < 2) {
        day = day * 10 + (text[end++] - '0');
    }
    size_t gap = text_gap(text + end);
    if (end == at || gap == 0) {
        return 0;
    }
    end += gap;
    for (int month = 1; month <= 12; month++) {
        const char *name = date_month_name(month);
        size_t length = strlen(name);
        bool named = strncasecmp(text + end, name, length) == 0;
        size_t space = named ? text_gap(text + end + length) : 0;
        if (space != 0 && isdigit((unsigned char)text[end + length + space])) {
            char *rest;
            long year = strtol(text + end + length + space, &rest, 10);
            *date = (struct date){ (int)year, month, day };
            return (size_t)(rest - text);
        }
    }
    return 0;
}

/* Full dates in words that the definition does not hold. */
void find_date(const struct word_search *search) {
    const struct corpus *corpus = search->corpus;
    for (size_t i = 0; i < corpus->word_count; i++) {
        size_t at = corpus->word_list[i].start;
        struct date date;
        bool iso;
        size_t end = isdigit((unsigned char)corpus->words[at])
            ? read_date(corpus->words, at, &date, &iso)
            : 0;
        if (end != 0 && !vocabulary_has_date(search->vocabulary, date_iso(search->arena, date))) {
            hit_add(search, at, end, NULL);
        }
    }
}

/* Both ways of writing dates in one text. Running text wants words (Myndigheternas skrivregler), so
 * the ISO dates are the odd ones. */
void find_date_style(const struct word_search *search) {
    const struct corpus *corpus = search->corpus;
    bool *in_words = arena_array(search->arena, corpus->text_count, sizeof *in_words);
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < corpus->word_count; i++) {
            size_t at = corpus->word_list[i].start;
            struct date date;
            bool iso = false;
            size_t end = isdigit((unsigned char)corpus->words[at])
                ? read_date(corpus->words, at, &date, &iso)
                : 0;
            const struct segment *segment = end != 0 ? corpus_segment(corpus, at, end) : NULL;
            if (!segment_wanted(search, segment)) {
                continue;
            }
            if (round == 0) {
                in_words[segment->text] = in_words[segment->text] || !iso;
            } else if (iso && in_words[segment->text]) {
                hit_add(search, at, end, date_swedish(search->arena, date));
            }
        }
    }
}

/* The end of an SFS number in parentheses at `text`, "(2017:725)", or 0. */
static size_t number_length(const char *text) {
    if (text[0] != '(' || strspn(text + 1, "0123456789") != 4 || text[5] != ':') {
        return 0;
    }
    size_t serial = strspn(text + 6, "0123456789");
    return serial != 0 && text[6 + serial] == ')' ? serial + 7 : 0;
}

/* Whether the number of that length in parentheses is one of those in a row of the table. */
static bool is_number_of(const xmlNode *row, const char *text, size_t length) {
    const char *numbers = node_child_text(row, "sfs");
    return numbers != NULL && memmem(numbers, strlen(numbers), text + 1, length - 2) != NULL;
}

/* Whether the row holds on some day from the first to the last. */
static bool is_in_force(const xmlNode *row, const char *first, const char *last) {
    const char *from = node_child_text(row, "från");
    const char *to = node_child_text(row, "till");
    return (from == NULL || strcmp(from, last) <= 0) && (to == NULL || strcmp(to, first) >= 0);
}

/* Whether the number is that of the statute, at some time from the memo to the end of the agreement. */
static bool is_right(
    const struct word_search *search, const char *name, const char *text, size_t length) {
    const struct vocabulary *known = search->vocabulary;
    for (const xmlNode *row = known->statutes; row != NULL; row = node_next(row)) {
        const char *other = node_child_text(row, "namn");
        if (other != NULL && text_equal(other, name) && is_number_of(row, text, length)
            && is_in_force(row, known->day, known->last_day)) {
            return true;
        }
    }
    return false;
}

/* Whether the number is a repealed statute's: then that is what is wrong with it, and another rule's. */
static bool is_repealed(const struct word_search *search, const char *text, size_t length) {
    for (const xmlNode *row = search->vocabulary->statutes; row != NULL; row = node_next(row)) {
        if (node_child(row, "namn") == NULL && is_number_of(row, text, length)) {
            return true;
        }
    }
    return false;
}

/* Where a reader would look for the first mention: the agreement is one paper, the rest of the definition
 * another, and every filled paper is its own. */
static const void *paper_of(const struct word_search *search, size_t text) {
    const xmlNode *field = search->corpus->texts[text].field;
    if (field == NULL) {
        return search->corpus->texts[text].paper;
    }
    while (node_parent(field) != NULL && node_parent(node_parent(field)) != NULL) {
        field = node_parent(field);
    }
    return text_equal(node_name(field), "överenskommelse") ? field : node_parent(field);
}

/* A statute of the table, and the papers in which it has been mentioned. */
struct mentions {
    const xmlNode *row;
    const char *name;
    ARRAY_OF(const void *) papers;
};

/* Whether this is the first mention in its paper. */
static bool is_first(const struct word_search *search, struct mentions *mentions, size_t text) {
    const void *paper = paper_of(search, text);
    for (size_t i = 0; i < mentions->papers.count; i++) {
        if (mentions->papers.items[i] == paper) {
            return false;
        }
    }
    ARRAY_ADD(search->arena, mentions->papers, paper);
    return true;
}

/* A mention of the name at `start`: no number at the first, or a wrong one at any. */
static void take_mention(const struct word_search *search, struct mentions *mentions, size_t start) {
    const char *text = search->corpus->words;
    size_t end = start + strlen(mentions->name);
    const struct segment *segment = corpus_segment(search->corpus, start, end);
    bool whole = !continues(text, start) && !corpus_is_word_byte(text + end);
    if (!segment_wanted(search, segment) || !whole) {
        return;
    }
    size_t gap = text_gap(text + end);
    size_t length = gap != 0 ? number_length(text + end + gap) : 0;
    bool right = length != 0 && is_right(search, mentions->name, text + end + gap, length);
    bool first = is_first(search, mentions, segment->text);
    if (right || (length == 0 && !first)
        || (length != 0 && is_repealed(search, text + end + gap, length))) {
        return;
    }
    hit_add(search, start, length != 0 ? end + gap + length : end,
        arena_printf(search->arena, "%s (%s)", mentions->name, node_child_text(mentions->row, "sfs")));
}

/* "lag (1976:580) om …" of "lagen om …": the number stands inside the name, and must be the right one. */
static void find_split_names(const struct word_search *search, const struct mentions *mentions) {
    const char *text = search->corpus->words;
    const char *rest = strstr(mentions->name, " om ");
    for (const char *at = rest != NULL ? strstr(text, rest) : NULL; at != NULL;
         at = strstr(at + 1, rest)) {
        const char *number = at;
        while (number > text && at - number < 12 && *number != '(') {
            number--;
        }
        size_t length = number_length(number);
        if (length == 0 || number + length != at || is_right(search, mentions->name, number, length)
            || is_repealed(search, number, length)) {
            continue;
        }
        size_t start = (size_t)(number - text);
        hit_add(search, start, start + length,
            arena_printf(search->arena, "(%s)", node_child_text(mentions->row, "sfs")));
    }
}

/* Statutes of the table that are mentioned without their SFS number, or with another's. */
void find_statute(const struct word_search *search) {
    const struct corpus *corpus = search->corpus;
    for (const xmlNode *row = search->vocabulary->statutes; row != NULL; row = node_next(row)) {
        struct mentions mentions = { .row = row, .name = node_child_text(row, "namn") };
        if (mentions.name == NULL || node_child_text(row, "sfs") == NULL
            || !is_in_force(row, search->vocabulary->day, search->vocabulary->day)) {
            continue;
        }
        const char *at = strstr(corpus->folded, mentions.name);
        for (; at != NULL; at = strstr(at + 1, mentions.name)) {
            take_mention(search, &mentions, (size_t)(at - corpus->folded));
        }
        find_split_names(search, &mentions);
    }
}
