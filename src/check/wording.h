/* SPDX-License-Identifier: EUPL-1.2
 *
 * Rules about words: the kinds are here, their instances in the guideline. A wording is tried on the
 * corpus of a definition and gives its hits as places in the texts.
 */
#ifndef UNDERLAG_CHECK_WORDING_H
#define UNDERLAG_CHECK_WORDING_H

#include <stddef.h>

#include "base/arena.h"
#include "check/corpus.h"
#include "check/matcher.h"
#include "report/finding.h"
#include "tree/query.h"
#include "tree/tree.h"

struct wording; /* compiled; owned by the arena it was read on, shared by threads */

/* What stands in a text, and where. */
struct hit {
    const struct text *text;
    size_t offset, length; /* bytes of the text */
    const char *words;     /* {{träff}} */
    const char *better;    /* {{bättre}}, or NULL */
    bool is_in_doubt;      /* what is better cannot just be put in place of the words */
};

struct hits {
    struct hit *items;
    size_t count;
    size_t capacity;
};

/* What wordings need to know of the definition; collected once for all of them. */
struct vocabulary {
    const char *const *names;      /* registered names and short names, NULL-terminated */
    const double *amounts;         /* kronor that the definition holds or that follow from it; sorted */
    size_t amount_count;
    const char *const *dates;      /* ISO dates likewise */
    size_t date_count;
    const xmlNode *statutes;       /* rows of the guideline's table författningar, or NULL */
    const char *day, *last_day;    /* of the memo (or the start) and the end, ISO; else the last there is */
};

/* Reads a `text` mapping of a rule. Faults (a pattern that does not compile) become findings. NULL when
 * it cannot be used. With `later`, patterns are compiled, and their faults told, when they are needed. */
const struct wording *wording_read(
    struct arena *arena, const xmlNode *node, bool later, struct findings *findings);

/* Which fields of the definition it is limited to (fält), or NULL: all, and the papers. */
const struct query *wording_fields(const struct wording *wording);

/* Whether it compares amounts in words with those of the definition. */
bool wording_reads_amounts(const struct wording *wording);

/* Which texts a wording looks at (fält). Most wordings find nothing to look at in any, so that is only
 * found out when it is asked for. */
struct word_limit {
    const bool *allowed; /* by text; NULL: not asked for yet */
    const bool *(*find)(void *context);
    void *context;
};

/* What wordings are tried on: a definition. */
struct word_subject {
    struct arena *arena;                 /* hits are made on it */
    const struct corpus *corpus;
    const struct vocabulary *vocabulary;
    struct match_time *time;             /* that matching may take */
    struct findings *findings;           /* of expressions that turn out to be faulty */
};

/* Adds the hits in the corpus. `limit` is NULL for a wording without `fält`. */
void wording_find(const struct wording *wording, const struct word_subject *subject,
    struct word_limit *limit, struct hits *hits);

#endif
