/* SPDX-License-Identifier: EUPL-1.2
 *
 * Values to write in place of others. What is proposed is held against the schema first: an advice
 * that is followed must not bring the next fault.
 */
#ifndef UNDERLAG_CHECK_PROPOSE_H
#define UNDERLAG_CHECK_PROPOSE_H

#include "check/keyword.h"

/* The types that the schema takes, as bits; 0 when it does not say. */
unsigned propose_types(const struct subschema *schema);

/* The text as a value in [ ] or { }, in quotes when it has to be. */
const char *propose_text(struct arena *arena, const char *text);

/* The text as a value of the key: a number or an amount is written as the schema wants it. */
const char *propose_value(
    struct arena *arena, const struct subschema *schema, const char *key, const char *text);

/* Whether the lines of YAML are valid for the schema. */
bool propose_holds(const struct subschema *schema, const char *yaml);

/* A group of keys that holds the text, as lines ("key: value") or in braces; NULL when none is sure. */
const char *propose_group(
    struct arena *arena, const struct subschema *schema, const char *text, bool braces);

#endif
