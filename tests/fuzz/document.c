/* SPDX-License-Identifier: EUPL-1.2
 *
 * Any text as a document: all formats, and the Markdown that was written once more.
 */
#include "fuzz.h"

static const struct document *parse(
    struct arena *arena, const char *text, size_t size, struct findings *findings) {
    const struct document_options parsing = {
        .source = source_new(arena, "x.md", text, size), .numbered_headings = size % 2 == 0
    };
    return document_parse(arena, text, size, &parsing, findings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const char *text = arena_copy(arena, (const char *)data, size);
    const struct document *document = parse(arena, text, size, findings);
    if (document != NULL) {
        fuzz_render(document);
        const struct render_options rendering = { .data = &fuzz_workspace()->render_data };
        CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
        renderer_find("md")->render(document, &rendering, &out);
        size_t again = out.size;
        parse(arena, buffer_take(arena, &out), again, findings);
    }
    fuzz_report(findings);
    arena_free(arena);
    return 0;
}
