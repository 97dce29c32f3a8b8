/* SPDX-License-Identifier: EUPL-1.2
 *
 * A guideline: read, compiled, and its rules tried on one sound definition and a paper.
 */
#include "base/file.h"
#include "check/rules.h"
#include "fuzz.h"

/* A schema of schema/, a definition that is sound; made once. */
static const struct schema *schema;
static struct tree *definition;

static void setup(const struct workspace *workspace) {
    struct arena *arena = workspace->arena;
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const char *root = workspace->root;
    const struct source *text = read_source(
        arena, path_join(arena, root, "schema/guideline.schema.json"), findings);
    const struct source *sound =
        read_source(arena, path_join(arena, root, "guidelines/prov/minimal.yaml"), findings);
    schema = schema_compile(arena, tree_read(arena, text, TREE_JSON, "schema", findings), findings);
    definition = tree_read(arena, sound, TREE_YAML, "definition", findings);
    schema_settle(arena, workspace->schema, definition, workspace->kommun, findings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const struct workspace *workspace = fuzz_workspace();
    if (schema == NULL) {
        setup(workspace);
    }
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const struct source *source = fuzz_part(arena, "riktlinje.yaml", data, size, 0);
    const struct guideline *guideline = guideline_read(arena, source, schema, findings);
    const struct fill_options filling = { .partials = workspace->partials };
    const struct filled *paper =
        template_fill(arena, workspace->templates[0], definition, &filling, findings);
    const struct rules_input input = {
        .tree = definition, .kommun = workspace->kommun, .papers = &paper, .paper_count = 1
    };
    if (guideline != NULL) {
        rules_check(arena, guideline, &input, findings);
    }
    /* As `build` reads it: without a schema that has refused anything. */
    const struct guideline *quick = guideline_read_rules(arena, source);
    if (quick != NULL) {
        rules_check(arena, quick, &input, findings);
    }
    fuzz_report(findings);
    arena_free(arena);
    return 0;
}
