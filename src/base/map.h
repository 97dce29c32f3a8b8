/* SPDX-License-Identifier: EUPL-1.2
 *
 * Values by name, on an arena. The names are kept in the order they came, so that a walk over them
 * does not depend on hashes.
 *
 *     struct map anchors = { 0 };
 *     map_put(arena, &anchors, name, node);
 */
#ifndef UNDERLAG_BASE_MAP_H
#define UNDERLAG_BASE_MAP_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct map_entry {
    const char *name;
    void *value;
    uint64_t hash;
};

/* All zero is an empty map. */
struct map {
    struct map_entry *entries;
    size_t count;
    size_t capacity;
    size_t *table; /* places in `entries`, from 1; open addressing */
    size_t table_size; /* a power of two, or 0 */
};

/* Gives the name this value, instead of the one it had. The name is copied when it is new. */
void map_put(struct arena *arena, struct map *map, const char *name, void *value);

/* The name's value, or NULL. */
void *map_get(const struct map *map, const char *name);

#endif
