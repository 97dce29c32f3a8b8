/* SPDX-License-Identifier: EUPL-1.2
 *
 * --shard K/N: which definitions are this machine's share. They are put in the order of a hash of their
 * names, which is then cut into N stretches, as equal as can be. So the shares are the same on all
 * machines that see the same definitions, together they are all, and a new definition moves only those at
 * the cuts.
 */
#ifndef UNDERLAG_CMD_SHARD_H
#define UNDERLAG_CMD_SHARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct shard {
    uint32_t number; /* from 1 */
    uint32_t count;  /* 0 or 1: everything */
};

#define SHARDS_LARGEST 100000

/* Reads "K/N", 1 ≤ K ≤ N ≤ SHARDS_LARGEST. */
bool shard_parse(const char *text, struct shard *shard);

/* Keeps the paths whose definitions are in the share, in their order; gives how many. `paths`: those of
 * all shares. */
size_t shard_keep(const struct shard *shard, const char **paths, size_t count);

/* Whether papers of this name, whose definition is gone, are for this share to treat: one of the N. */
bool shard_owns(const struct shard *shard, const char *name);

#endif
