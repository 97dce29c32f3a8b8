/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside check/: what is under way while rules are tried on one definition.
 */
#ifndef UNDERLAG_CHECK_TRIAL_H
#define UNDERLAG_CHECK_TRIAL_H

#include "check/rules.h"

/* The texts that an expression limits rules to (fält). */
struct field_limit {
    const char *expression;
    const bool *allowed; /* by index of the text */
    const struct field_limit *next;
};

struct trial {
    struct arena *arena;
    const struct guideline *guideline;
    const struct rules_input *input;
    struct findings *findings;
    struct findings *texts;       /* what filling messages has to say */
    struct query_context *context;
    const struct corpus *corpus;
    struct vocabulary vocabulary;
    struct match_time time;       /* that patterns may take */
    const struct field_limit *limits; /* so far */
    struct query_variable *variables; /* room for those of any rule: tables, a case, lets and a hit */
    size_t variable_count;        /* those every rule sees */
    const struct rule *rule;      /* being tried */
    xmlXPathObject *fixed[RULE_LETS]; /* its lets that are the same for all nodes, so far; or NULL */
    bool silent;                  /* set aside: count, do not tell */
    bool applied;                 /* there was something to try */
    size_t faults;                /* expressions of the rule that gave nothing, which has been told */
    size_t count;
};

/* Gathers what all rules need, once: the variables $kommun, $tidigare, $texter and the tables, the
 * corpus, and the words of the register. gather.c. */
void trial_gather(struct trial *trial);

/* The expression's value with the first `variables` of the variables; the caller's. NULL: it is faulty. */
xmlXPathObject *trial_run(
    const struct trial *trial, const struct query *query, const xmlNode *node, size_t variables);

/* Adds the finding that the rule is broken by the node, or by the words of a hit. tell.c. */
void trial_tell(struct trial *trial, const xmlNode *node, size_t variables);
void trial_tell_hit(
    struct trial *trial, const struct hit *hit, const xmlNode *node, size_t variables);

/* Says at the hit that so many were told, and that this and further ones are not. */
void trial_tell_more(struct trial *trial, const struct hit *hit, size_t told);

#endif
