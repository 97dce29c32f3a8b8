/* SPDX-License-Identifier: EUPL-1.2
 *
 * Open addressing with linear probing over FNV-1a, at most half full.
 */
#include "document/names.h"

#include <stdint.h>
#include <string.h>

static size_t slot_of(const struct name_entry *entries, size_t capacity, const char *name) {
    uint64_t hash = UINT64_C(14695981039346656037);
    for (const char *at = name; *at != '\0'; at++) {
        hash = (hash ^ (unsigned char)*at) * UINT64_C(1099511628211);
    }
    size_t slot = (size_t)(hash ^ hash >> 32) & (capacity - 1);
    while (entries[slot].name != NULL && strcmp(entries[slot].name, name) != 0) {
        slot = (slot + 1) & (capacity - 1);
    }
    return slot;
}

static void grow(struct arena *arena, struct name_table *names) {
    size_t capacity = names->capacity == 0 ? 16 : names->capacity * 2;
    struct name_entry *entries = arena_array(arena, capacity, sizeof *entries);
    for (size_t i = 0; i < names->capacity; i++) {
        if (names->entries[i].name != NULL) {
            entries[slot_of(entries, capacity, names->entries[i].name)] = names->entries[i];
        }
    }
    names->entries = entries;
    names->capacity = capacity;
}

struct name_entry *names_get(struct arena *arena, struct name_table *names, const char *name) {
    if (names->count * 2 >= names->capacity) {
        grow(arena, names);
    }
    struct name_entry *entry = &names->entries[slot_of(names->entries, names->capacity, name)];
    if (entry->name == NULL) {
        entry->name = name;
        names->count++;
    }
    return entry;
}

const void *names_find(const struct name_table *names, const char *name) {
    return names->capacity == 0
               ? NULL
               : names->entries[slot_of(names->entries, names->capacity, name)].value;
}
