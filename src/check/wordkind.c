/* SPDX-License-Identifier: EUPL-1.2
 *
 * The kinds that patterns cannot say. Words are runs of letters, digits and hyphens; a sentence ends at
 * ".", "!" or "?" before a space and a capital, or with its passage.
 */
#include "check/wordkind.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/date.h"
#include "base/money.h"
#include "base/text.h"

/* A word of a passage. */
struct word {
    size_t start, end;
};

struct word_list {
    struct word *items;
    size_t count;
    size_t capacity;
};

static bool is_word_byte(char c) {
    return (unsigned char)c >= 0x80 || isalnum((unsigned char)c) || c == '-';
}

/* The passage's words. A no-break space (C2 A0) and typographic signs (E2 80 xx) end a word. */
static struct word_list split(struct arena *arena, const struct passage *passage) {
    struct word_list words = { 0 };
    const char *text = passage->words;
    for (size_t at = 0; at < passage->size;) {
        size_t start = at;
        while (at < passage->size && is_word_byte(text[at])
            && !text_starts(text + at, TEXT_NBSP) && !text_starts(text + at, "\xE2\x80")) {
            at++;
        }
        if (at > start) {
            ARRAY_ADD(arena, words, (struct word){ start, at });
        } else {
            uint32_t c;
            at += text_next(text + at, &c);
        }
    }
    return words;
}

static char *folded_word(struct arena *arena, const struct passage *passage, struct word word) {
    return text_fold(arena, arena_copy(arena, passage->words + word.start, word.end - word.start));
}

/* The same word twice with only space between: "för för". Single letters and numbers may. */
static void find_repetition(const struct word_search *search, const struct passage *passage) {
    struct word_list words = split(search->arena, passage);
    for (size_t i = 1; i < words.count; i++) {
        struct word first = words.items[i - 1];
        struct word second = words.items[i];
        size_t length = first.end - first.start;
        bool adjacent = second.start == first.end + 1 && passage->words[first.end] == ' ';
        if (adjacent && length > 1 && second.end - second.start == length
            && !isdigit((unsigned char)passage->words[first.start])
            && text_equal(folded_word(search->arena, passage, first),
                folded_word(search->arena, passage, second))) {
            hit_add(search->arena, search->hits, passage, first.start, second.end,
                arena_copy(search->arena, passage->words + first.start, length));
        }
    }
}

/* Whether a sentence ends behind the word: a full stop and a space and a capital, or the passage. */
static bool ends_sentence(const struct passage *passage, struct word word) {
    const char *text = passage->words + word.end;
    while (*text == ')' || *text == '"' || text_starts(text, "\xE2\x80\x9D")) {
        text += *text == '\xE2' ? 3 : 1;
    }
    if (*text != '.' && *text != '!' && *text != '?' && *text != ':') {
        return *text == '\0';
    }
    if (text[1] == '\0') {
        return true;
    }
    uint32_t next;
    text_next(text + 2, &next);
    bool capital = (next >= 'A' && next <= 'Z') || next == 0xC5 || next == 0xC4 || next == 0xD6;
    return text[1] == ' ' && capital;
}

/* Sentences with more words than the limit. */
static void find_long_sentence(const struct word_search *search, const struct passage *passage) {
    struct word_list words = split(search->arena, passage);
    size_t first = 0;
    for (size_t i = 0; i < words.count; i++) {
        if (i + 1 == words.count || ends_sentence(passage, words.items[i])) {
            if (i + 1 - first > search->wording->limit) {
                hit_add(search->arena, search->hits, passage, words.items[first].start,
                    words.items[i].end, NULL);
            }
            first = i + 1;
        }
    }
}

/* Whether the words at `index` begin one of the registered names, as written or in the genitive. */
static bool begins_known_name(const struct word_search *search, const char *text) {
    for (const char *const *name = search->vocabulary->names; *name != NULL; name++) {
        size_t length = strlen(*name);
        if (strncmp(text, *name, length) == 0
            && (text[length] == '\0' || !is_word_byte(text[length]) || text[length] == 's'
                || text[length] == '-')) {
            return true;
        }
    }
    return false;
}

/* How many words a name has. */
static size_t count_words(const char *name) {
    size_t count = 1;
    for (; *name != '\0'; name++) {
        count += *name == ' ';
    }
    return count;
}

/* The registered name that words[first..] nearly is, with how many words it takes; NULL when none. */
static const char *near_name(const struct word_search *search, const struct passage *passage,
    const struct word_list *words, size_t first, size_t *taken) {
    for (const char *const *name = search->vocabulary->names; *name != NULL; name++) {
        size_t count = count_words(*name);
        size_t length = text_count(*name, strlen(*name));
        if (first + count > words->count || length < 8) {
            continue;
        }
        size_t start = words->items[first].start;
        size_t end = words->items[first + count - 1].end;
        const char *candidate = arena_copy(search->arena, passage->words + start, end - start);
        uint32_t initial;
        text_next(candidate, &initial);
        size_t limit = length < 16 ? 1 : 2;
        /* A name in the genitive or before a hyphen is the name. */
        if ((initial >= 'a' && initial <= 'z') || text_starts(candidate, *name)) {
            continue;
        }
        if (text_distance(candidate, *name, limit) <= limit
            && !text_ends(candidate, "s") == !text_ends(*name, "s")) {
            *taken = count;
            return *name;
        }
    }
    return NULL;
}

/* Names that are nearly, but not quite, registered ones. */
static void find_name_form(const struct word_search *search, const struct passage *passage) {
    struct word_list words = split(search->arena, passage);
    for (size_t i = 0; i < words.count; i++) {
        const char *text = passage->words + words.items[i].start;
        unsigned char first = (unsigned char)*text;
        size_t taken = 0;
        if ((first < 0x80 && !isupper(first)) || begins_known_name(search, text)) {
            continue;
        }
        const char *name = near_name(search, passage, &words, i, &taken);
        if (name != NULL) {
            hit_add(search->arena, search->hits, passage, words.items[i].start,
                words.items[i + taken - 1].end, name);
            i += taken - 1;
        }
    }
}

/* Reads an amount with its unit at `at`: "1 000 000 kr", "700000 kronor". Gives its end, 0 if none. */
static size_t read_amount(const char *text, size_t at, double *kronor) {
    if (at > 0 && (isdigit((unsigned char)text[at - 1]) || text[at - 1] == ',' || text[at - 1] == '.'
                      || is_word_byte(text[at - 1]))) {
        return 0;
    }
    double value = 0;
    size_t end = at;
    size_t digits = 0;
    for (;;) {
        if (isdigit((unsigned char)text[end])) {
            value = value * 10 + (text[end++] - '0');
            digits++;
            continue;
        }
        size_t gap = text[end] == ' ' ? 1 : text_starts(text + end, TEXT_NBSP) ? 2 : 0;
        if (gap == 0 || !isdigit((unsigned char)text[end + gap])) {
            break;
        }
        end += gap;
    }
    if (digits < 4 || digits > 12) {
        return 0;
    }
    size_t gap = text[end] == ' ' ? 1 : text_starts(text + end, TEXT_NBSP) ? 2 : 0;
    const char *unit = text + end + gap;
    size_t length = text_starts(unit, "kronor") ? 6 : text_starts(unit, "kr") ? 2 : 0;
    if (length == 0 || is_word_byte(unit[length])) {
        return 0;
    }
    *kronor = value;
    return end + gap + length;
}

/* Amounts in words that the definition does not hold and that do not follow from it. */
static void find_amount(const struct word_search *search, const struct passage *passage) {
    for (size_t at = 0; at < passage->size; at++) {
        double kronor = 0;
        size_t end = isdigit((unsigned char)passage->words[at])
            ? read_amount(passage->words, at, &kronor)
            : 0;
        if (end == 0) {
            continue;
        }
        bool known = false;
        for (size_t i = 0; i < search->vocabulary->amount_count; i++) {
            known = known || search->vocabulary->amounts[i] == kronor;
        }
        if (!known) {
            hit_add(search->arena, search->hits, passage, at, end, NULL);
        }
        at = end - 1;
    }
}

/* Reads a date at `at`, "1 oktober 2021" or "2021-10-01". Gives its end, 0 if there is none; `iso`
 * tells which of the two. */
static size_t read_date(const char *text, size_t at, struct date *date, bool *iso) {
    char copy[11] = "";
    if (at > 0 && is_word_byte(text[at - 1])) {
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
    size_t gap = text[end] == ' ' ? 1 : text_starts(text + end, TEXT_NBSP) ? 2 : 0;
    if (end == at || gap == 0) {
        return 0;
    }
    end += gap;
    for (int month = 1; month <= 12; month++) {
        const char *name = date_month_name(month);
        size_t length = strlen(name);
        if (strncmp(text + end, name, length) == 0 && text[end + length] == ' '
            && isdigit((unsigned char)text[end + length + 1])) {
            char *rest;
            long year = strtol(text + end + length + 1, &rest, 10);
            *date = (struct date){ (int)year, month, day };
            return (size_t)(rest - text);
        }
    }
    return 0;
}

/* Full dates in words that the definition does not hold. */
static void find_date(const struct word_search *search, const struct passage *passage) {
    for (size_t at = 0; at < passage->size; at++) {
        struct date date;
        bool iso;
        size_t end = isdigit((unsigned char)passage->words[at])
            ? read_date(passage->words, at, &date, &iso)
            : 0;
        if (end == 0) {
            continue;
        }
        bool known = false;
        const char *text = date_iso(search->arena, date);
        for (const char *const *other = search->vocabulary->dates; *other != NULL; other++) {
            known = known || text_equal(*other, text);
        }
        if (!known) {
            hit_add(search->arena, search->hits, passage, at, end, NULL);
        }
        at = end - 1;
    }
}

/* Both ways of writing dates in one text: the dates of the way that is used least are hits. */
static void find_date_style(const struct word_search *search, const struct passages *passages) {
    struct hits styles[2] = { 0 };
    for (size_t i = 0; i < passages->count; i++) {
        const struct passage *passage = &passages->items[i];
        if ((passage->kind & search->wording->passages) == 0) {
            continue;
        }
        for (size_t at = 0; at < passage->size; at++) {
            struct date date;
            bool iso = false;
            size_t end = isdigit((unsigned char)passage->words[at])
                ? read_date(passage->words, at, &date, &iso)
                : 0;
            if (end != 0) {
                const char *better = iso ? date_swedish(search->arena, date) : NULL;
                hit_add(search->arena, &styles[iso], passage, at, end, better);
                at = end - 1;
            }
        }
    }
    /* Running text wants words (Myndigheternas skrivregler), so the ISO dates are the odd ones. */
    for (size_t i = 0; styles[0].count != 0 && i < styles[1].count; i++) {
        ARRAY_ADD(search->arena, *search->hits, styles[1].items[i]);
    }
}

/* The first mention of a statute that has a name in the table, without its SFS number. */
static void find_statute(const struct word_search *search, const struct passages *passages) {
    for (const xmlNode *row = search->vocabulary->statutes; row != NULL; row = node_next(row)) {
        const char *name = node_child_text(row, "namn");
        bool done = name == NULL || node_child_text(row, "sfs") == NULL;
        for (size_t i = 0; !done && i < passages->count; i++) {
            const struct passage *passage = &passages->items[i];
            const char *found = (passage->kind & search->wording->passages) != 0
                ? strstr(passage->words, name)
                : NULL;
            size_t start = found != NULL ? (size_t)(found - passage->words) : 0;
            if (found == NULL || (start > 0 && is_word_byte(passage->words[start - 1]))) {
                continue;
            }
            done = true;
            size_t end = start + strlen(name);
            /* "kommunallagen (2017:725)" and "lag (2018:1197) om …" both have it near. */
            const char *near = strchr(found, '(');
            bool numbered = near != NULL && near - found < (long)strlen(name) + 24
                && isdigit((unsigned char)near[1]) && strchr(near, ':') != NULL;
            if (!numbered) {
                hit_add(search->arena, search->hits, passage, start, end,
                    arena_printf(search->arena, "%s (%s)", name, node_child_text(row, "sfs")));
            }
        }
    }
}

/* Points of one list that end some with a full stop and some without: those of the lesser number. */
static void find_uneven_list(const struct word_search *search, const struct passages *passages) {
    for (size_t i = 0; i < passages->count;) {
        size_t end = i;
        size_t stops = 0;
        while (end < passages->count && passages->items[end].kind == PASSAGE_POINT
            && passages->items[end].list == passages->items[i].list) {
            stops += text_ends(passages->items[end].words, ".");
            end++;
        }
        size_t count = end - i;
        bool odd_stop = stops * 2 <= count;
        for (size_t j = i; stops != 0 && stops != count && j < end; j++) {
            const struct passage *passage = &passages->items[j];
            if (text_ends(passage->words, ".") == odd_stop) {
                size_t last = passage->size - 1;
                while (last > 0 && ((unsigned char)passage->words[last] & 0xC0) == 0x80) {
                    last--;
                }
                hit_add(search->arena, search->hits, passage, last, passage->size, NULL);
            }
        }
        i = end > i ? end : i + 1;
    }
}

const struct word_kind word_kinds[] = {
    { "belopp", find_amount, NULL },
    { "datum", find_date, NULL },
    { "datumformat", NULL, find_date_style },
    { "lag", NULL, find_statute },
    { "lista", NULL, find_uneven_list },
    { "lång_mening", find_long_sentence, NULL },
    { "mönster", find_patterns, NULL },
    { "namnform", find_name_form, NULL },
    { "termer", find_patterns, NULL },
    { "upprepning", find_repetition, NULL },
    { NULL, NULL, NULL },
};
