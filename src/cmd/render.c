/* SPDX-License-Identifier: EUPL-1.2
 *
 * underlag render: one Markdown file in one format, on standard output. For trying the last two stages
 * on anything.
 */
#include "render/render.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "cmd/command.h"
#include "config.h"
#include "render/docx/docx.h"

/* Line ends as "\n", characters composed: what tree/ does for definitions. */
static const char *settle_text(struct arena *arena, const char *text, size_t size) {
    char *settled = arena_copy(arena, text, size);
    char *out = settled;
    for (size_t i = 0; i < size; i++) {
        if (text[i] != '\r') {
            *out++ = text[i];
        } else if (text[i + 1] != '\n') {
            *out++ = '\n';
        }
    }
    *out = '\0';
    return text_nfc(arena, settled);
}

/* The folder of templates: below --root, else in the nearest folder upwards, else where it is
 * installed. */
static const char *find_templates(struct invocation *invocation) {
    static const char name[] = "templates";
    const char *root = option_value(invocation, OPTION_ROOT, NULL);
    const char *folders[] = { root != NULL ? root : ".", "..", "../..", "../../..", NULL };
    for (size_t i = 0; folders[i] != NULL && (root == NULL || i == 0); i++) {
        const char *path = path_join(invocation->arena, folders[i], name);
        if (file_exists(path)) {
            return path;
        }
    }
    return path_join(invocation->arena, UNDERLAG_DATA, name);
}

/* What the renderer needs beside the document; false, with findings, when it is not there. */
static bool load_data(
    struct invocation *invocation, const struct renderer *renderer, struct render_data *data) {
    struct arena *arena = invocation->arena;
    const char *folder = find_templates(invocation);
    if (strcmp(renderer->name, "docx") == 0) {
        data->docx_parts
            = docx_parts_load(arena, path_join(arena, folder, "docx"), invocation->findings);
        return data->docx_parts != NULL;
    }
    size_t size;
    data->style_sheet = file_read(arena, path_join(arena, folder, "html/underlag.css"), &size);
    return true;
}

enum status run_render(struct invocation *invocation) {
    struct arena *arena = invocation->arena;
    const char *format = option_value(invocation, OPTION_FORMAT, "html");
    const struct renderer *renderer = renderer_find(format);
    bool is_dump = strcmp(format, "dump") == 0;
    if (renderer == NULL && !is_dump) {
        return usage_fault(invocation, arena_printf(arena, "formatet ”%s” finns inte.", format),
            arena_printf(arena, "there is no format “%s”.", format));
    }
    const struct source *file
        = read_source(arena, invocation->operands[0], invocation->findings);
    if (file == NULL) {
        return show_findings(invocation);
    }
    bool is_text = text_fault(file->text, file->size) == file->size
        && memchr(file->text, '\0', file->size) == NULL;
    const char *text = is_text ? settle_text(arena, file->text, file->size) : file->text;
    size_t size = is_text ? strlen(text) : file->size;
    const struct source *source = source_new(arena, file->name, text, size);
    struct document_options parse_options = { .source = source };
    const struct document *document
        = document_parse(arena, text, size, &parse_options, invocation->findings);
    if (findings_count(invocation->findings, LEVEL_ERROR) != 0) {
        return show_findings(invocation);
    }
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    if (is_dump) {
        document_dump(document, &out);
    } else {
        struct render_data data = { 0 };
        if (!load_data(invocation, renderer, &data)) {
            return show_findings(invocation);
        }
        struct render_options render_options
            = { .fragment = option_given(invocation, OPTION_FRAGMENT), .data = &data };
        renderer->render(document, &render_options, &out);
    }
    if (!print(out.data, out.size)) {
        return STATUS_FAULT;
    }
    return show_findings(invocation);
}
