/* SPDX-License-Identifier: EUPL-1.2
 *
 * Papers in out/ whose definition is gone. Only what has the name of a paper (OUT/NAME/TEMPLATE.FORMAT)
 * counts, and only that is ever removed; whatever else lies there is someone else's.
 */
#ifndef UNDERLAG_CMD_ORPHANS_H
#define UNDERLAG_CMD_ORPHANS_H

#include "cmd/plan.h"

struct orphan {
    const char *folder;       /* "out/2014-gammalt" */
    const char *const *files; /* the papers in it, as paths, ended by NULL; at least one */
    size_t count;
};

/* The folders of `plan->out`, of all the names that are there, that hold papers but belong to no
 * definition of the plan, in the order of the names. For a plan that is whole; of a shard, only those
 * that are its share. */
const struct orphan *orphans_find(struct arena *arena, const struct plan *plan,
    const char *const *names, size_t name_count, size_t *count);

/* Removes files that are papers, ended by NULL; those that are gone already are no fault. False (errno)
 * when one could not be removed. */
bool papers_remove(const char *const *files);

/* Removes the papers, and the folder when nothing else is in it. False (errno) when one could not be
 * removed. */
bool orphan_remove(const struct orphan *orphan);

#endif
