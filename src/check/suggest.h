/* SPDX-License-Identifier: EUPL-1.2
 *
 * "Menade du ”målgrupp”?": the nearest of what could have been meant.
 */
#ifndef UNDERLAG_CHECK_SUGGEST_H
#define UNDERLAG_CHECK_SUGGEST_H

#include <stddef.h>

#include "report/finding.h"

struct suggestion {
    const char *typed;
    const char *nearest; /* NULL when nothing was near enough */
    size_t distance;     /* of the nearest; at first, the first distance that is too far */
    bool is_begun;       /* nothing is near: `nearest` is the one that begins what was typed, or is begun by it */
    bool is_doubtful;    /* several are so: none is meant more than the others */
};

/* Nothing is offered yet. */
struct suggestion suggestion_start(const char *typed);

/* Takes the candidate if it is nearer than what was offered before; of equals the first. */
void suggestion_offer(struct suggestion *suggestion, const char *candidate);

/* Sets the finding's advice to the question, and its replacement, if something is near. */
void suggestion_advise(struct findings *findings, struct finding *finding,
    const struct suggestion *suggestion);

#endif
