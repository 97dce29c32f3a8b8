/* SPDX-License-Identifier: EUPL-1.2 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "report/report.h"

const struct workspace *fuzz_workspace(void) {
    static struct invocation invocation;
    static const struct workspace *workspace;
    if (workspace == NULL) {
        const char *root = getenv("UNDERLAG_SOURCE");
        invocation.arena = arena_new();
        invocation.findings = findings_new(invocation.arena, LANGUAGE_SV);
        invocation.values[OPTION_ROOT] = root != NULL ? root : ".";
        workspace = workspace_open(&invocation, GUIDELINE_RULES);
        if (workspace == NULL) {
            show_findings(&invocation);
            abort();
        }
    }
    return workspace;
}

const struct source *fuzz_part(
    struct arena *arena, const char *name, const uint8_t *data, size_t size, int part) {
    static const char line[] = "\n=====\n";
    const char *text = arena_copy(arena, (const char *)data, size);
    const char *split = memmem(text, size, line, sizeof line - 1);
    size_t first = split != NULL ? (size_t)(split - text) + 1 : size;
    size_t second = split != NULL ? first + sizeof line - 2 : size;
    size_t from = part == 0 ? 0 : second;
    size_t length = (part == 0 ? first : size) - from;
    return source_new(arena, name, arena_copy(arena, text + from, length), length);
}

void fuzz_report(struct findings *findings) {
    findings_sort(findings);
    const struct report_part part = { "indata", findings };
    const struct report report = {
        .look = { .colour = true }, .version = "0", .parts = &part, .part_count = 1
    };
    for (const struct report_format *format = report_formats; format->name != NULL; format++) {
        CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
        format->write(&report, &out);
    }
}

void fuzz_render(const struct document *document) {
    const struct render_options rendering = { .data = &fuzz_workspace()->render_data };
    for (const struct renderer *renderer = renderers; renderer->name != NULL; renderer++) {
        CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
        renderer->render(document, &rendering, &out);
    }
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    document_dump(document, &out);
}
