/* SPDX-License-Identifier: EUPL-1.2
 *
 * JSON Schema, draft 2020-12: a schema is compiled once, is const from then on and shared by threads;
 * trees are held against it. What is wrong in the schema is a finding at its place in the schema, what
 * is wrong in the data one at its place in the data.
 *
 * YAML says nothing of types, so the schema does: a scalar written without quotes is taken as what the
 * core schema of YAML makes of it (12 a number) or, where the schema does not accept that, as a string
 * (58181 where a string is asked for). A quoted scalar is a string. An empty value is null and nothing
 * else. Data from JSON have their types by themselves.
 */
#ifndef UNDERLAG_CHECK_SCHEMA_H
#define UNDERLAG_CHECK_SCHEMA_H

#include <stdbool.h>

#include "base/arena.h"
#include "report/finding.h"
#include "tree/tree.h"

struct schema;

/* Compiles the schema, itself read with tree_read(); the tree must live as long. Faults in it become
 * findings; what is faulty is left out, so that the rest still holds. Never NULL. */
const struct schema *schema_compile(
    struct arena *arena, const struct tree *tree, struct findings *findings);

/* Whether the tree is valid; all that is not becomes findings. The arena is for the work only. */
bool schema_validate(struct arena *arena, const struct schema *schema, const struct tree *tree,
    struct findings *findings);

/* Validates, then makes canonical what is valid: amounts become digits (TYPE_INTEGER), ja-nej "ja" or
 * "nej" (TYPE_BOOLEAN), whole numbers decimal digits; each node gets its type and format; prose is
 * marked; references (x-referens) are resolved in `kommun`, unless that is NULL, and an unknown one is
 * a finding. kommun.yaml is settled with itself as `kommun`, before anything that refers to it. */
bool schema_settle(struct arena *arena, const struct schema *schema, struct tree *tree,
    const struct tree *kommun, struct findings *findings);

/* The same, and tells in `doubts` (doubt.h) what cannot be trusted when the tree is not valid. */
struct doubts;
bool schema_settle_doubting(struct arena *arena, const struct schema *schema, struct tree *tree,
    const struct tree *kommun, struct doubts *doubts, struct findings *findings);

#endif
