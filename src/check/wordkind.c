/* SPDX-License-Identifier: EUPL-1.2
 *
 * The kinds that patterns cannot say, and the table of all. A sentence ends at ".", "!" or "?" before a
 * space and a capital, or with its passage. Facts in words (amounts, dates, statutes) are in wordfact.c.
 */
#include "check/wordkind.h"

#include <ctype.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"

/* The words of a segment, as the range [first, last) of the corpus's list. */
static void words_of(const struct corpus *corpus, const struct segment *segment, size_t *first,
    size_t *last) {
    size_t at = *last;
    while (at < corpus->word_count && corpus->word_list[at].start < segment->start) {
        at++;
    }
    *first = at;
    while (at < corpus->word_count && corpus->word_list[at].start < segment->end) {
        at++;
    }
    *last = at;
}

/* The same word twice with only a space between: "för för". Single letters and numbers may. */
static void find_repetition(const struct word_search *search) {
    const struct corpus *corpus = search->corpus;
    for (size_t i = 1; i < corpus->word_count; i++) {
        const struct word *first = &corpus->word_list[i - 1];
        const struct word *second = &corpus->word_list[i];
        size_t length = first->end - first->start;
        if (first->hash == second->hash && length > 1 && second->start == first->end + 1
            && second->end - second->start == length && corpus->words[first->end] == ' '
            && !isdigit((unsigned char)corpus->words[first->start])
            && memcmp(corpus->folded + first->start, corpus->folded + second->start, length) == 0) {
            hit_add(search, first->start, second->end,
                arena_copy(search->arena, corpus->words + first->start, length));
        }
    }
}

/* Whether a sentence ends behind the word: a full stop and a space and a capital, or the passage. */
static bool ends_sentence(const char *text) {
    while (*text == ')' || *text == '"' || text_starts(text, "\xE2\x80\x9D")) {
        text += *text == '\xE2' ? 3 : 1;
    }
    if (*text != '.' && *text != '!' && *text != '?' && *text != ':') {
        return *text == '\n';
    }
    if (text[1] == '\n') {
        return true;
    }
    uint32_t next;
    text_next(text + 2, &next);
    bool capital = (next >= 'A' && next <= 'Z') || next == 0xC5 || next == 0xC4 || next == 0xD6;
    return text[1] == ' ' && capital;
}

/* Sentences with more words than the limit. */
static void find_long_sentence(const struct word_search *search) {
    const struct corpus *corpus = search->corpus;
    size_t first = 0;
    size_t last = 0;
    for (size_t i = 0; i < corpus->segment_count; i++) {
        words_of(corpus, &corpus->segments[i], &first, &last);
        for (size_t j = first; j < last; j++) {
            const struct word *word = &corpus->word_list[j];
            if (j + 1 == last || ends_sentence(corpus->words + word->end)) {
                if (j + 1 - first > search->wording->limit) {
                    hit_add(search, corpus->word_list[first].start, word->end, NULL);
                }
                first = j + 1;
            }
        }
    }
}

/* A registered name, measured once. */
struct known_name {
    const char *text;
    size_t size;
    size_t words;
    bool common; /* a board's or an office's: no proper noun, so its case is no matter of names */
    const struct known_name *next; /* with this initial; in the order of the register */
};

/* A longer name is not looked for. Every word may have to be held against every name, and thousands of
 * both are no register and no text that anyone has: when so much work has been done, the rest of the words
 * is not looked at. Work is counted as if a word were held against the names of all initials. Holding the
 * letters of two against each other is as much as passing so many names. */
enum { NAME_LONGEST = 300, NAME_WORK = 100000000, LETTERS_WORK = 100 };

struct known_names {
    const struct known_name *first[256]; /* by initial: the first byte, in lower case when it is ASCII */
    size_t count;
    size_t work;     /* so far */
    bool begun[256]; /* the first bytes, as written, with which words can be near a name */
};

static char lower_initial(const char *text) {
    return (char)(*text >= 'A' && *text <= 'Z' ? *text + ('a' - 'A') : *text);
}

/* The first character in lower case; gives its bytes. */
static size_t lower_first(const char *text, char lower[4]) {
    uint32_t c;
    size_t size = text_next(text, &c);
    text_lower_latin(lower, text, size);
    return size;
}

static bool is_small(const char *text) {
    char lower[4];
    size_t size = lower_first(text, lower);
    return memcmp(lower, text, size) == 0;
}

static struct known_names measure_names(const struct word_search *search) {
    size_t count = 0;
    while (search->vocabulary->names[count] != NULL) {
        count++;
    }
    struct known_name *items = arena_array(search->arena, count, sizeof *items);
    struct known_names names = { .count = 0 };
    for (size_t i = count; i-- != 0;) {
        const char *text = search->vocabulary->names[i];
        char initial = lower_initial(text);
        if (strlen(text) > NAME_LONGEST) {
            continue;
        }
        struct known_name *name = &items[names.count++];
        const struct known_name **first = &names.first[(unsigned char)initial];
        *name = (struct known_name){ text, strlen(text), 1, is_small(text), *first };
        *first = name;
        names.begun[(unsigned char)text[0]] = true;
        names.begun[(unsigned char)toupper((unsigned char)initial)] = true;
        for (const char *at = text; *at != '\0'; at++) {
            name->words += *at == ' ';
        }
    }
    return names;
}

/* Whether one of the registered names begins at `text`, as written or in the genitive. A name in lower
 * case gets a capital where it opens a sentence. */
static bool begins_known_name(struct known_names *names, const char *text) {
    const struct known_name *name = names->first[(unsigned char)lower_initial(text)];
    char lower[4];
    size_t first = lower_first(text, lower);
    names->work += names->count;
    for (; name != NULL; name = name->next) {
        bool opens = strncmp(name->text, name->common ? lower : text, first) == 0;
        if (opens && strncmp(text + first, name->text + first, name->size - first) == 0
            && (!corpus_is_word_byte(text + name->size) || text[name->size] == 's'
                || text[name->size] == '-')) {
            return true;
        }
    }
    return false;
}

/* How many letters one text has and the other has not, at least. An edit changes at most two of them. A
 * letter outside ASCII may stand for a plain one, so two are taken off for each. */
static size_t letters_apart(const char *a, const char *b) {
    int counts[128] = { 0 };
    size_t marked = 0;
    for (; *a != '\0'; a++) {
        marked += (unsigned char)*a >= 0xC0;
        counts[(unsigned char)*a < 0x80 ? tolower((unsigned char)*a) : 0]++;
    }
    for (; *b != '\0'; b++) {
        marked += (unsigned char)*b >= 0xC0;
        counts[(unsigned char)*b < 0x80 ? tolower((unsigned char)*b) : 0]--;
    }
    size_t apart = 0;
    for (size_t i = 1; i < sizeof counts / sizeof *counts; i++) {
        apart += (size_t)abs(counts[i]);
    }
    return apart > 2 * marked ? apart - 2 * marked : 0;
}

/* Whether words[start..end) nearly is the name. Lengths are compared first: it costs nothing and
 * settles most. */
static bool is_near(const struct word_search *search, size_t start, size_t end,
    const struct known_name *name, size_t *work) {
    size_t limit = name->size < 16 ? 1 : 2;
    size_t size = end - start;
    if (size + 2 * limit < name->size || size > name->size + 2 * limit) {
        return false;
    }
    char candidate[NAME_LONGEST + 8];
    memcpy(candidate, search->corpus->words + start, size);
    candidate[size] = '\0';
    *work += LETTERS_WORK;
    if (letters_apart(candidate, name->text) > 2 * limit) {
        return false;
    }
    if (text_starts(candidate, name->text) || text_ends(candidate, "s") != text_ends(name->text, "s")) {
        return false; /* the name in the genitive or before a hyphen, or without its genitive s */
    }
    size_t distance = text_distance(candidate, name->text, limit);
    return distance <= limit && (distance != 0 || !name->common);
}

/* The name that words from the i-th on nearly are, or NULL. */
static const struct known_name *near_name(
    const struct word_search *search, struct known_names *names, size_t i) {
    const struct corpus *corpus = search->corpus;
    size_t start = corpus->word_list[i].start;
    char initial = lower_initial(corpus->words + start);
    bool small = is_small(corpus->words + start);
    names->work += names->count;
    /* Nobody misspells the first letter; most words part from the name there. */
    const struct known_name *name = names->first[(unsigned char)initial];
    for (; name != NULL; name = name->next) {
        if ((name->common || !small) && name->size >= 8 && i + name->words <= corpus->word_count
            && is_near(search, start, corpus->word_list[i + name->words - 1].end, name,
                &names->work)) {
            return name;
        }
    }
    return NULL;
}

/* Names that are nearly, but not quite, registered ones. */
static void find_name_form(const struct word_search *search) {
    const struct corpus *corpus = search->corpus;
    struct known_names names = measure_names(search);
    find_patterns(search); /* forms that are known to be wrong, however unlike the right one */
    for (size_t i = 0; i < corpus->word_count && names.work < NAME_WORK; i++) {
        const struct word *word = &corpus->word_list[i];
        if (!names.begun[(unsigned char)corpus->words[word->start]]
            || begins_known_name(&names, corpus->words + word->start)) {
            continue;
        }
        const struct known_name *name = near_name(search, &names, i);
        if (name != NULL) {
            i += name->words - 1;
            hit_add(search, word->start, corpus->word_list[i].end, name->text);
        }
    }
}

/* Points of one list that end some with a full stop and some without: those of the lesser number. */
static void find_uneven_list(const struct word_search *search) {
    const struct corpus *corpus = search->corpus;
    for (size_t i = 0; i < corpus->segment_count;) {
        const struct segment *first = &corpus->segments[i];
        size_t end = i;
        size_t stops = 0;
        while (end < corpus->segment_count && corpus->segments[end].text == first->text
            && corpus->segments[end].passage->kind == PASSAGE_POINT
            && corpus->segments[end].passage->list == first->passage->list) {
            stops += text_ends(corpus->segments[end].passage->words, ".");
            end++;
        }
        size_t count = end - i;
        bool odd_stop = stops * 2 <= count;
        for (size_t j = i; stops != 0 && stops != count && j < end; j++) {
            const struct segment *point = &corpus->segments[j];
            if (text_ends(point->passage->words, ".") == odd_stop) {
                hit_add(search, text_character(corpus->words, point->end - 1), point->end, NULL);
            }
        }
        i = end > i ? end : i + 1;
    }
}

const struct word_kind word_kinds[] = {
    { "belopp", find_amount, NULL },
    { "datum", find_date, NULL },
    { "datumformat", find_date_style, NULL },
    { "lag", find_statute, NULL },
    { "lista", find_uneven_list, NULL },
    { "lång_mening", find_long_sentence, "gräns" },
    { "mönster", find_patterns, "mönster" },
    { "namnform", find_name_form, NULL },
    { "stavning", find_spelling, "ord" },
    { "termer", find_patterns, "ord" },
    { "upprepning", find_repetition, NULL },
    { NULL, NULL, NULL },
};
