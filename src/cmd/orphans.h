/* SPDX-License-Identifier: EUPL-1.2
 *
 * Papers in out/ whose definition is gone. Only what has the name of a paper (OUT/NAME/TEMPLATE.FORMAT)
 * counts, and of that only what the program wrote is removed; whatever else lies there is someone else's.
 */
#ifndef UNDERLAG_CMD_ORPHANS_H
#define UNDERLAG_CMD_ORPHANS_H

#include "cmd/author.h"
#include "cmd/plan.h"

struct orphan {
    const char *folder;       /* "out/2014-gammalt" */
    const char *const *files; /* the papers in it, as paths, ended by NULL; at least one */
    size_t count;
    size_t known;             /* so many of them, the first ones, are known from the record */
};

/* The folders of `plan->out`, of all the names that are there, that hold papers but belong to no
 * definition of the plan, in the order of the names. For a plan that is whole; of a shard, only those
 * that are its share. */
const struct orphan *orphans_find(struct arena *arena, const struct plan *plan,
    const char *const *names, size_t name_count, size_t *count);

/* Removes the papers that the program wrote, and the folder when nothing else is in it. False (errno) when one could
 * not be removed. */
bool orphan_remove(struct arena *arena, const struct orphan *orphan, struct removal *removal);

#endif
