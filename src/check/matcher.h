/* SPDX-License-Identifier: EUPL-1.2
 *
 * Matching a guideline's expressions against the words of a definition, within limits: how many steps one
 * match may take, and how much time all of them may.
 */
#ifndef UNDERLAG_CHECK_MATCHER_H
#define UNDERLAG_CHECK_MATCHER_H

#include "check/corpus.h"
#include "check/regex.h"

/* What all matches may take that are tried on one definition. */
struct match_time {
    unsigned long steps; /* that the next one may take; see base/deadline.h */
    bool told;           /* that nothing is left */
};

/* Starts counting; ends with the arena. */
void match_time_start(struct arena *arena, struct match_time *time);

/* Made for one wording and corpus. */
struct matcher {
    struct arena *arena;
    const struct corpus *corpus;
    struct match_time *time;
    struct findings *findings;
    pcre2_match_context *context;
    bool gave_up; /* a limit was reached, which has been told: what is found is not all there is */
};

/* `findings` gets the faults of expressions and the limits that are reached. Ends with matcher_done(). */
struct matcher matcher_new(struct arena *arena, const struct corpus *corpus, struct match_time *time,
    struct findings *findings);
void matcher_done(struct matcher *matcher);

/* The first match in words[start..end) of the corpus, whose places are then in *data, made when it is NULL
 * (the caller's: pcre2_match_data_free()). Look-behind sees what stands before `start`. False when there
 * is none, the expression is faulty, or a limit is reached; from then on there is none any more. */
bool matcher_find(struct matcher *matcher, const struct regex *regex, size_t start, size_t end,
    pcre2_match_data **data);

/* Behind the match in `data`, where the next one may begin. */
size_t matcher_next(const struct matcher *matcher, pcre2_match_data *data);

#endif
