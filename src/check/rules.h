/* SPDX-License-Identifier: EUPL-1.2
 *
 * Holds a definition, and the papers it gives, against a guideline.
 */
#ifndef UNDERLAG_CHECK_RULES_H
#define UNDERLAG_CHECK_RULES_H

#include "check/guideline.h"
#include "fill/template.h"

/* What the rules look at. */
struct rules_input {
    const struct tree *tree;          /* the definition, settled */
    const struct tree *kommun;
    const struct tree *earlier;       /* the definition that `tidigare` names, settled; or NULL */
    const struct filled *const *papers; /* filled texts, for rules about words */
    size_t paper_count;
    bool unsound;                     /* values may be of any kind, and that is told */
    const struct doubts *doubts;      /* then what cannot be trusted (doubt.h); or NULL */
};

enum outcome_kind {
    OUTCOME_HELD,       /* tried, and true everywhere */
    OUTCOME_BROKEN,     /* a finding at least */
    OUTCOME_EXCEPTED,   /* broken, and set aside by undantag */
    OUTCOME_IDLE,       /* nothing it applies to */
    OUTCOME_UNTRIED,    /* it reads something that cannot be trusted */
    OUTCOME_GUARANTEED, /* held by the program */
    OUTCOME_UNDECIDED,  /* no definition can tell */
    OUTCOME_RETIRED,    /* it no longer holds: not tried, and in no list */
};

struct outcome {
    const struct rule *rule;
    enum outcome_kind kind;
    size_t count;                     /* findings, also those set aside */
    const char *motivation;           /* of the exception, or NULL */
};

/* Tries every rule that is not retired. Broken rules become findings at their place in the definition,
 * template or paper, unless `undantag` sets them aside; an exception for an unknown rule or one that
 * nothing breaks is a finding itself. Gives one outcome a rule, in the guideline's order. */
const struct outcome *rules_check(struct arena *arena, const struct guideline *guideline,
    const struct rules_input *input, struct findings *findings);

#endif
