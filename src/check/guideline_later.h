/* SPDX-License-Identifier: EUPL-1.2
 *
 * Between guideline.c, which reads entries, and guideline_later.c, which chooses what to read now and
 * what when it is needed.
 */
#ifndef UNDERLAG_CHECK_GUIDELINE_LATER_H
#define UNDERLAG_CHECK_GUIDELINE_LATER_H

#include "check/guideline.h"

/* Compiles the rules in a tree whose shape has been looked at. Expressions are compiled when they are
 * needed; waiting[i] is where the texts of the i-th entry of `regler` wait. */
const struct guideline *guideline_compile_later(struct arena *arena, const struct tree *tree,
    struct rule_later *const *waiting, struct findings *findings);

/* Reads what the entry tells of a finding; NULL when a place is no expression. */
const struct rule_texts *rule_texts_read(
    struct arena *arena, const xmlNode *entry, struct findings *findings);

/* Finds out what can be left undone when the rule is tried: lets that only the texts need, and what cases share.
 * ruleplan.c. */
void rule_plan(struct rule *rule);

/* What kind of rule the entry is. */
enum rule_kind rule_kind_read(const xmlNode *entry);

#endif
