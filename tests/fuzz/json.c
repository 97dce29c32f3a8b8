/* SPDX-License-Identifier: EUPL-1.2
 *
 * Any text as JSON, then as YAML: the tree and its dump.
 */
#include "fuzz.h"
#include "tree/tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    for (int i = 0; i < 2; i++) {
        struct arena *arena = arena_new();
        struct findings *findings = findings_new(arena, i == 0 ? LANGUAGE_SV : LANGUAGE_EN);
        const struct source *source =
            source_new(arena, "x", arena_copy(arena, (const char *)data, size), size);
        const struct tree *tree =
            tree_read(arena, source, i == 0 ? TREE_JSON : TREE_YAML, "rot", findings);
        if (tree != NULL) {
            CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
            tree_dump(tree, &out);
        }
        fuzz_report(findings);
        arena_free(arena);
    }
    return 0;
}
