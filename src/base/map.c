/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/map.h"

#include <string.h>
#include <xxhash.h>

#include "base/array.h"

enum { TABLE_FIRST = 16 };

static uint64_t hash_of(const char *name) {
    return XXH3_64bits(name, strlen(name));
}

/* The place in the table where the name is, or where it would go. The table is never full. */
static size_t *find(const struct map *map, const char *name, uint64_t hash) {
    size_t at = (size_t)hash & (map->table_size - 1);
    while (map->table[at] != 0) {
        const struct map_entry *entry = &map->entries[map->table[at] - 1];
        if (entry->hash == hash && strcmp(entry->name, name) == 0) {
            break;
        }
        at = (at + 1) & (map->table_size - 1);
    }
    return &map->table[at];
}

/* Keeps at least half of the table free. */
static void make_room(struct arena *arena, struct map *map) {
    if (map->count * 2 < map->table_size) {
        return;
    }
    map->table_size = map->table_size == 0 ? TABLE_FIRST : map->table_size * 2;
    map->table = arena_array(arena, map->table_size, sizeof *map->table);
    for (size_t i = 0; i < map->count; i++) {
        *find(map, map->entries[i].name, map->entries[i].hash) = i + 1;
    }
}

void map_put(struct arena *arena, struct map *map, const char *name, void *value) {
    make_room(arena, map);
    uint64_t hash = hash_of(name);
    size_t *place = find(map, name, hash);
    if (*place != 0) {
        map->entries[*place - 1].value = value;
        return;
    }
    if (map->count == map->capacity) {
        map->entries =
            array_grow(arena, map->entries, map->count, &map->capacity, sizeof *map->entries);
    }
    map->entries[map->count++] =
        (struct map_entry){ .name = arena_string(arena, name), .value = value, .hash = hash };
    *place = map->count;
}

void *map_get(const struct map *map, const char *name) {
    if (map->table_size == 0) {
        return NULL;
    }
    size_t place = *find(map, name, hash_of(name));
    return place != 0 ? map->entries[place - 1].value : NULL;
}
