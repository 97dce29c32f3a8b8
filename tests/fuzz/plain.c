/* SPDX-License-Identifier: EUPL-1.2
 *
 * Any text as YAML, whole and without some of its lines, by both readers: they may not differ.
 */
#include <stdlib.h>

#include "../readers.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    const struct source *source =
        source_new(arena, "x", arena_copy(arena, (const char *)data, size), size);
    if (readers_compare_whole(arena, source) == READERS_DIFFER
        || readers_compare_some(arena, source, size) == READERS_DIFFER) {
        abort();
    }
    arena_free(arena);
    return 0;
}
