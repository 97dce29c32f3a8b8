/* SPDX-License-Identifier: EUPL-1.2
 *
 * What to write in place of a value of the wrong kind. Advice is written with the schema's own
 * keys, so that it can be typed as it is.
 */
#ifndef UNDERLAG_CHECK_REMEDY_H
#define UNDERLAG_CHECK_REMEDY_H

#include "check/keyword.h"

/* Sets advice, and replacement where one text will do, of a finding TYPE_WRONG. */
void remedy_type(struct findings *findings, struct finding *finding, const struct fault *fault);

/* The key of the schema that a key without a space behind its colon begins with
 * ("från:2021-10-01"), or NULL. */
const char *remedy_glued_key(const struct subschema *schema, const char *typed);

/* Whether the group is the tag of a template, "{{name}}", which has been told. */
bool remedy_is_template(const xmlNode *node);

/* Advises to remove the typographic quotes that stand round the value, if they do. */
void remedy_quotes(struct findings *findings, struct finding *finding, const xmlNode *node);

/* Whether the unknown key is what follows a comma in a text or number in braces; then that is advised. */
bool remedy_cut(struct findings *findings, struct finding *finding, const xmlNode *node);

/* Whether the value is a text behind "|" or ">" that ends in a line break, and would be one line without it;
 * then that is told. */
bool remedy_block(struct findings *findings, struct finding *finding, const struct value *value);

#endif
