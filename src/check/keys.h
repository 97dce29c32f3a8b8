/* SPDX-License-Identifier: EUPL-1.2
 *
 * What any node can be called: for expressions, which reach nodes by ways that cannot be followed without
 * data ("//", "|", om()). A slip of the pen is none of the known names anyway.
 */
#ifndef UNDERLAG_CHECK_KEYS_H
#define UNDERLAG_CHECK_KEYS_H

#include "check/schema.h"
#include "check/suggest.h"
#include "tree/query.h"
#include "tree/tree.h"

struct keys;

/* The keys of every `properties` of the schemas, the names of roots and entries, and what resolving a
 * reference adds. `kommun` is the schema of kommun.yaml, `registers` the file itself, whose ids are names,
 * too; each may be NULL. */
struct keys *keys_new(struct arena *arena, const struct schema *definition,
    const struct schema *kommun, const struct tree *registers);

/* Adds one that stays as it is. */
void keys_add(struct keys *keys, const char *name);

/* Adds those of another schema. */
void keys_add_schema(struct keys *keys, const struct schema *schema);

/* Adds the keys of the groups at and below the node. */
void keys_add_data(struct keys *keys, const xmlNode *node);

bool keys_have(const struct keys *keys, const char *name);

/* Offers all, in the schemas' order. */
void keys_offer(const struct keys *keys, struct suggestion *suggestion);

/* Tells, as `id`, of each step of the expression's paths that no node can be called. */
void keys_check(const struct keys *keys, const struct query *query, enum catalogue_id id,
    struct findings *findings);

#endif
