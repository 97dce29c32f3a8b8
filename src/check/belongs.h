/* SPDX-License-Identifier: EUPL-1.2
 *
 * Where a key belongs that is unknown where it stands: the schema is searched for groups that
 * know it.
 */
#ifndef UNDERLAG_CHECK_BELONGS_H
#define UNDERLAG_CHECK_BELONGS_H

#include "check/keyword.h"

/* A sentence about the place of the key of `node`, in the findings' language: inside a group beside
 * it, outside of those round it, or elsewhere; in the last case also about the only key that its group, of
 * that schema, must have and has not. NULL when no group knows the key, or too many do. */
const char *belongs_words(const struct findings *findings, const struct subschema *root,
    const struct subschema *schema, const xmlNode *node);

#endif
