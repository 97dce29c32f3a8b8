/* SPDX-License-Identifier: EUPL-1.2
 *
 * A guideline's names against the schemas, without data: a key that no definition can have makes a rule
 * that never fires or always does, and a hole in its message.
 */
#ifndef UNDERLAG_CHECK_RULENAMES_H
#define UNDERLAG_CHECK_RULENAMES_H

#include "check/guideline.h"
#include "check/schema.h"
#include "tree/tree.h"

/* Holds each name in the rules' texts and XPath against the keys that the schemas and the guideline's
 * tables know and against what the rule itself names (let, and each case of fall). Each unknown one is a
 * finding at its place. `kommun` is the schema of kommun.yaml, `registers` the file itself, whose ids are
 * names, too; each may be NULL. */
void rule_names_check(struct arena *arena, const struct guideline *guideline,
    const struct schema *definition, const struct schema *kommun, const struct tree *registers,
    struct findings *findings);

#endif
