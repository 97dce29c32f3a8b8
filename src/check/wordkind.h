/* SPDX-License-Identifier: EUPL-1.2
 *
 * The kinds of rules about words, as a table: name in the guideline, and the function that finds hits
 * in the corpus. Internal to check/.
 */
#ifndef UNDERLAG_CHECK_WORDKIND_H
#define UNDERLAG_CHECK_WORDKIND_H

#include "check/wording.h"

/* A search for one wording in one corpus. */
struct word_search {
    struct arena *arena;
    const struct wording *wording;
    const struct corpus *corpus;
    const struct vocabulary *vocabulary;
    struct word_limit *limit; /* NULL: it looks at all texts */
    struct hits *hits;
    struct match_time *time;
    struct findings *findings; /* of expressions that turn out to be faulty */
};

struct word_kind {
    const char *name;
    void (*find)(const struct word_search *search);
    const char *needs; /* the key of `text` that says what to look for; NULL: it knows */
};

/* A term of `ord`. */
struct term {
    const char *folded;  /* the whole term in lower case */
    const char *exact;   /* as written */
    size_t size;
    uint32_t hash;       /* of its first word */
    size_t lead;         /* bytes before its first word ("(s)": 1) */
    const char *better;  /* or NULL */
    const struct regex *except; /* or NULL */
};

struct wording {
    const struct word_kind *kind;
    unsigned passages;   /* set of enum passage_kind */
    const struct query *fields;
    const struct regex *pattern; /* mönster, or NULL */
    const char *better;  /* of the pattern, or NULL */
    const struct regex *except; /* utom, or NULL */
    const struct regex *sieve; /* bara_om: matches in every passage that holds a hit; or NULL */
    const char *const *literals; /* bara_med: or the passage holds one of these; folded */
    size_t literal_count;
    bool unsieved; /* a literal cannot be found whatever its case: the pattern is tried everywhere */
    const struct shapes *shapes; /* bara_tecken: or the passage holds one of these sequences; or NULL */
    const struct shapes *more_shapes; /* även_tecken: and it holds one of these; or NULL */
    const struct term *terms;
    size_t term_count;
    bool exact;          /* skilj_versaler */
    size_t limit;
};

extern const struct word_kind word_kinds[];

/* Adds words[start..end) of the corpus to the hits, if one passage of a kind that the wording looks at
 * holds them. */
void hit_add(const struct word_search *search, size_t start, size_t end, const char *better);

/* The kinds mönster and termer; wordsearch.c. */
void find_patterns(const struct word_search *search);

/* The kind stavning: terms with something better, and words near those without; wordspell.c. */
void find_spelling(const struct word_search *search);

/* Amounts, dates and statutes in words; wordfact.c. */
void find_amount(const struct word_search *search);
void find_date(const struct word_search *search);
void find_date_style(const struct word_search *search);
void find_statute(const struct word_search *search);

/* Whether the wording looks at the segment. */
bool segment_wanted(const struct word_search *search, const struct segment *segment);

#endif
