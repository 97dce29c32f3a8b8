/* SPDX-License-Identifier: EUPL-1.2
 *
 * --shard K/N: which definitions are this machine's share. The share follows from the name alone, so
 * that a new definition moves no other, and no two machines need to agree on a list.
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

/* Whether the definition of this name is in the share. */
bool shard_has(const struct shard *shard, const char *name);

/* Keeps the paths whose definitions are in the share, in their order; gives how many. */
size_t shard_keep(const struct shard *shard, const char **paths, size_t count);

#endif
