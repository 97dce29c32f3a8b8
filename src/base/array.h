/* SPDX-License-Identifier: EUPL-1.2
 *
 * A growing typed array on an arena, as a macro over an anonymous struct, so that the compiler
 * checks the element type:
 *
 *     struct { struct cell *items; size_t count, capacity; } cells = { 0 };
 *     ARRAY_ADD(arena, cells, (struct cell){ .text = text });
 *
 * Growth leaves the old storage on the arena; the total is at most twice the final size.
 */
#ifndef UNDERLAG_BASE_ARRAY_H
#define UNDERLAG_BASE_ARRAY_H

#include <string.h>

#include "base/arena.h"

#define ARRAY_OF(type)                                                                            \
    struct {                                                                                      \
        type *items;                                                                              \
        size_t count;                                                                             \
        size_t capacity;                                                                          \
    }

#define ARRAY_ADD(arena, array, ...)                                                              \
    do {                                                                                          \
        if ((array).count == (array).capacity) {                                                  \
            (array).items = array_grow((arena), (array).items, (array).count, &(array).capacity,  \
                sizeof *(array).items);                                                           \
        }                                                                                         \
        (array).items[(array).count++] = (__VA_ARGS__);                                           \
    } while (0)

/* A copy of `items` with room for at least one more; `capacity` is updated. For ARRAY_ADD. */
static inline void *array_grow(
    struct arena *arena, const void *items, size_t count, size_t *capacity, size_t size) {
    *capacity = *capacity < 4 ? 4 : *capacity * 2;
    void *grown = arena_room(arena, *capacity, size);
    if (count != 0) {
        memcpy(grown, items, count * size);
    }
    return grown;
}

#endif
