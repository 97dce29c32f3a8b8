/* SPDX-License-Identifier: EUPL-1.2 */
#include "fill/sourcemap.h"

#define WEAK __attribute__((weak))

WEAK const struct stretch *sourcemap_find(const struct sourcemap *map, size_t offset) {
    for (size_t i = 0; i < map->count; i++) {
        if (offset < map->stretches[i].offset + map->stretches[i].length) {
            return &map->stretches[i];
        }
    }
    return NULL;
}

WEAK struct span sourcemap_span(const struct sourcemap *map, size_t offset, size_t length) {
    const struct stretch *stretch = sourcemap_find(map, offset);
    (void)length;
    return stretch != NULL ? stretch->where : (struct span){ 0 };
}
