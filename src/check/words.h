/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a schema and a value are called in a finding. All results are on the findings' arena and in
 * their language.
 */
#ifndef UNDERLAG_CHECK_WORDS_H
#define UNDERLAG_CHECK_WORDS_H

#include "check/keyword.h"

/* The text on one line, cut after some sixty characters. */
const char *words_shorten(struct arena *arena, const char *text);

/* A value: ”abc”, 12, "en lista". */
const char *words_value(const struct findings *findings, const struct value *value);
const char *words_node(const struct findings *findings, const xmlNode *node);

/* Where a value's finding points: a scalar itself, else its key or the first line of it. */
struct span words_span(const struct value *value);

/* "ett datum ÅÅÅÅ-MM-DD", "en text eller en lista". */
const char *words_types(
    const struct findings *findings, const struct subschema *schema, unsigned types);

/* The schema's description, or that of what it refers to; NULL when there is none. */
const char *words_description(const struct subschema *schema);

/* Description and first example of a text's form; NULL when there is neither. */
const char *words_shape(const struct findings *findings, const struct subschema *schema);

/* "Välj ”a”, ”b” eller ”c”." of a list of values. */
const char *words_choice(const struct findings *findings, const xmlNode *values);

/* "Här kan stå ”a”, ”b” eller ”c”.": the keys that a subschema knows; NULL when there are too many. */
const char *words_known_keys(const struct findings *findings, const struct subschema *schema);

/* "Här kan stå en text eller en lista.": what the alternatives of anyOf or oneOf take. */
const char *words_forms(const struct findings *findings, const struct constraint *constraint);

/* The required keys that tell the alternatives apart, as "”a” eller ”b”": those that the mapping lacks
 * or, if `present`, has. NULL when there are less than two. */
const char *words_alternative_keys(const struct findings *findings,
    const struct constraint *constraint, const xmlNode *mapping, bool present);

#endif
