/* SPDX-License-Identifier: EUPL-1.2
 *
 * A template, a line "=====", and data for it: filled with every escape, strictly and not, and
 * written in every format.
 */
#include "fuzz.h"

static const struct library *partials(void) {
    static const struct library *library;
    if (library == NULL) {
        const struct workspace *workspace = fuzz_workspace();
        struct findings *findings = findings_new(workspace->arena, LANGUAGE_SV);
        library = library_open(workspace->arena,
            arena_printf(workspace->arena, "%s/tests/fuzz/partials", workspace->root), true, findings);
    }
    return library;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fill_options filling = { .partials = partials(), .kommun = fuzz_workspace()->kommun };
    for (int i = ESCAPE_MARKDOWN; i <= ESCAPE_NONE; i++) {
        struct arena *arena = arena_new();
        struct findings *findings = findings_new(arena, LANGUAGE_SV);
        const struct source *text = fuzz_part(arena, "mall.md", data, size, 0);
        const struct tree *tree = tree_read(
            arena, fuzz_part(arena, "d.yaml", data, size, 1), TREE_YAML, "definition", findings);
        const struct template *template =
            template_parse(arena, text, i == ESCAPE_MARKDOWN, findings);
        filling.escape = (enum template_escape)i;
        filling.strict = i == ESCAPE_MARKDOWN;
        filling.markers = i == ESCAPE_HTML;
        if (tree != NULL) {
            const struct filled *filled = template_fill(arena, template, tree, &filling, findings);
            const struct document_options parsing = { .map = &filled->map,
                .source = source_new(arena, "mall.md", filled->text, filled->size),
                .title = filled->title,
                .header = filled->header,
                .numbered_headings = filled->numbered_headings };
            fuzz_render(document_parse(arena, filled->text, filled->size, &parsing, findings));
        }
        fuzz_report(findings);
        arena_free(arena);
    }
    return 0;
}
