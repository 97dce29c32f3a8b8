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

#endif
