/* SPDX-License-Identifier: EUPL-1.2
 *
 * What an XPath expression gives, as far as the schema tells without data: a place, a plain value, or
 * something unknown.
 */
#ifndef UNDERLAG_CHECK_PATH_H
#define UNDERLAG_CHECK_PATH_H

#include "check/place.h"
#include "tree/query.h"

enum path_kind {
    PATH_PLACE,   /* nodes at that place */
    PATH_VALUE,   /* a number, a string or a boolean */
    PATH_UNKNOWN,
};

struct path_reader {
    const struct schema *definition;
    const struct schema *kommun;
    const struct place *control; /* what `kontroll` leads to, or NULL */
    const struct place *here; /* of the context node */
    /* What $name gives. */
    enum path_kind (*variable)(void *context, const char *name, struct place *place);
    /* Called for a step that no node can have; `place` is where it was looked for. */
    void (*unknown_step)(void *context, const struct query *query, size_t offset, size_t length,
        const struct place *place);
    void *context;
};

/* Follows the paths of the expression through the schemas; gives where it leads to. */
enum path_kind path_read(
    const struct path_reader *reader, const struct query *query, struct place *place);

#endif
