/* SPDX-License-Identifier: EUPL-1.2
 *
 * A JSON Schema, a line "=====", and YAML data held against it and settled.
 */
#include "check/schema.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const struct tree *text = tree_read(
        arena, fuzz_part(arena, "schema.json", data, size, 0), TREE_JSON, "schema", findings);
    struct tree *tree = tree_read(
        arena, fuzz_part(arena, "d.yaml", data, size, 1), TREE_YAML, "definition", findings);
    if (text != NULL && tree != NULL) {
        const struct schema *schema = schema_compile(arena, text, findings);
        schema_validate(arena, schema, tree, findings);
        schema_settle(arena, schema, tree, fuzz_workspace()->kommun, findings);
    }
    fuzz_report(findings);
    arena_free(arena);
    return 0;
}
