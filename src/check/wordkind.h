/* SPDX-License-Identifier: EUPL-1.2
 *
 * The kinds of rules about words, as a table: name in the guideline, and the function that finds hits
 * in one passage, or in all passages of a text when the kind compares them. Internal to check/.
 */
#ifndef UNDERLAG_CHECK_WORDKIND_H
#define UNDERLAG_CHECK_WORDKIND_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "check/wording.h"

/* A search for one wording in one text. */
struct word_search {
    struct arena *arena;
    const struct wording *wording;
    const struct vocabulary *vocabulary;
    struct hits *hits;
};

struct word_kind {
    const char *name;
    void (*find)(const struct word_search *search, const struct passage *passage);
    void (*find_all)(const struct word_search *search, const struct passages *passages);
};

struct word_pattern {
    pcre2_code *code;
    pcre2_code *except;  /* or NULL */
    const char *better;  /* or NULL */
};

struct wording {
    const struct word_kind *kind;
    unsigned passages;   /* set of enum passage_kind */
    const struct query *fields;
    const struct word_pattern *patterns;
    size_t pattern_count;
    pcre2_code *except;
    size_t limit;
};

extern const struct word_kind word_kinds[];

/* Adds the words[start..end) of the passage to the hits. */
void hit_add(struct arena *arena, struct hits *hits, const struct passage *passage, size_t start,
    size_t end, const char *better);

/* The kinds mönster and termer; wording.c. */
void find_patterns(const struct word_search *search, const struct passage *passage);

#endif
