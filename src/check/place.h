/* SPDX-License-Identifier: EUPL-1.2
 *
 * Where a template stands in a definition that does not exist yet: the subschemas that may describe
 * the node there. It answers which keys the node can have, by the schema alone.
 */
#ifndef UNDERLAG_CHECK_PLACE_H
#define UNDERLAG_CHECK_PLACE_H

#include "check/keyword.h"

enum { PLACE_SCHEMAS = 64 };

struct place {
    const struct subschema *schemas[PLACE_SCHEMAS]; /* all that apply, $ref and allOf followed */
    size_t count;
    bool unknown;  /* nothing is known of it: every key may be there */
    bool resolved; /* a reference: the entry's keys, and id */
};

/* The place that the subschema describes. `kommun` describes what x-referens leads to; NULL: then
 * such a place is unknown. */
struct place place_of(const struct subschema *schema, const struct schema *kommun);

/* The place under a key; false when there can be no such key. */
bool place_child(const struct place *place, const char *name, const struct schema *kommun,
    struct place *child);

/* The place that the parts of a name, ended by NULL, lead to one after the other; gives how many of them could be
 * followed, `end` the last that could. */
size_t place_follow(const struct place *from, const char *const *parts,
    const struct schema *kommun, struct place *end);

/* The place of a list's entries; false when the place is no list. */
bool place_item(const struct place *place, const struct schema *kommun, struct place *item);

/* Offers all keys that the place may have. */
void place_suggest(const struct place *place, struct suggestion *suggestion);

#endif
