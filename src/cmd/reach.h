/* SPDX-License-Identifier: EUPL-1.2
 *
 * How far the rules of a guideline reach into kommun.yaml beyond what a definition refers to. A path
 * of the form $kommun/REGISTER/ANY[predicates]/FIELD sees of each entry that field and those that the
 * predicates name: a rule that looks for other organisations' names sees all names, and nothing else
 * there. A first predicate that only names a field, $kommun/ANY/ANY[giltig/till], keeps it to the entries
 * that have it. Found in the text of the expressions, with a wide margin: whatever is not plainly a path of
 * that form reaches everything.
 */
#ifndef UNDERLAG_CMD_REACH_H
#define UNDERLAG_CMD_REACH_H

#include <stdbool.h>

#include "base/digest.h"
#include "check/guideline.h"

/* The name of a register that stands for each of them. */
#define REACH_ANY "*"

struct reach_register {
    const char *name;          /* "organisationer" */
    const char *demand;        /* only entries that have this field; NULL: all */
    bool whole;                /* all of it; else of each entry the fields: */
    const char *const *fields; /* "namn", "förvaltning/id" */
    size_t field_count;
};

struct reach {
    bool everything;
    const struct reach_register *registers;
    size_t count;
};

/* What the rules of the guideline read of kommun.yaml, on the arena. */
struct reach reach_of_guideline(struct arena *arena, const struct guideline *guideline);

/* An expression of a rule. */
struct reach_expression {
    const char *name;          /* of the `let` that it computes, or NULL */
    const char *text;
    bool is_context;           /* what the others start from */
};

/* The reach of the expressions of one rule, which may see one another's results. */
struct reach reach_of_expressions(
    struct arena *arena, const struct reach_expression *expressions, size_t count);

/* The digest of what is within reach. */
struct digest reach_digest(const struct reach *reach, const struct tree *kommun);

/* The digest of a node and all below it: names, kinds and texts, as they were settled; not places. */
struct digest node_digest(const xmlNode *node);

#endif
