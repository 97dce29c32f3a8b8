/* SPDX-License-Identifier: EUPL-1.2
 *
 * docs/rules.md: every rule of every guideline and everything that the program itself can say, as one
 * Markdown page. Written by `underlag explain --all`.
 */
#ifndef UNDERLAG_CMD_RULEPAGE_H
#define UNDERLAG_CMD_RULEPAGE_H

#include "base/buffer.h"
#include "check/guideline.h"
#include "cmd/command.h"

/* Writes the page of these guidelines and of the program's findings. */
void rule_page(struct buffer *out, const struct invocation *invocation,
    const struct guideline *const *guidelines, size_t count);

/* The rule's example ("underkänt", "godkänt"), or NULL. */
const xmlNode *rule_example(const struct rule *rule, const char *key);

/* Writes the example as it stands in the guideline file, moved to `indent` spaces. */
void put_example(struct buffer *out, const xmlNode *example, size_t indent);

/* How much the rule weighs: its level, or that it is no rule to break. */
const char *rule_weight(const struct invocation *invocation, const struct rule *rule);

/* The points of the guideline that the rule serves: "V1, A-a"; "" when there are none. */
const char *rule_serves(struct arena *arena, const struct rule *rule);

#endif
