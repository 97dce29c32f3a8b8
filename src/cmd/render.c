/* SPDX-License-Identifier: EUPL-1.2
 *
 * underlag render: one Markdown file in one format, on standard output. For trying the last two stages
 * on anything.
 */
#include "render/render.h"

#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "cmd/command.h"
#include "cmd/workspace.h"
#include "render/docx/docx.h"
#include "report/world.h"
#include "tree/tree.h"

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

/* A folder of templates/: the root's own, else the installed one; when there is neither, where the installed one
 * should be. */
static const char *find_data(struct arena *arena, const char *root, const char *name) {
    const char *folder = workspace_folder(arena, root, name);
    return folder != NULL ? folder : workspace_installed(arena, name);
}

/* What the renderer needs beside the document; false, with findings, when it is not there. */
static bool load_data(
    struct invocation *invocation, const struct renderer *renderer, struct render_data *data) {
    struct arena *arena = invocation->arena;
    const char *root = workspace_root(invocation);
    if (strcmp(renderer->name, "docx") == 0) {
        data->docx_parts = docx_parts_load(
            arena, find_data(arena, root, "templates/docx"), invocation->findings);
        const char *reference = option_value(invocation, OPTION_REFERENCE, NULL);
        if (reference != NULL && data->docx_parts != NULL) {
            data->docx_reference = docx_reference_load(
                arena, reference, (struct span){ 0 }, data->docx_parts, invocation->findings);
        }
        return data->docx_parts != NULL && (reference == NULL || data->docx_reference != NULL);
    }
    if (strcmp(renderer->name, "html") != 0 || option_given(invocation, OPTION_FRAGMENT)) {
        return true;
    }
    const char *folder = find_data(arena, root, "templates/html");
    const struct source *style =
        read_source(arena, path_join(arena, folder, "underlag.css"), invocation->findings);
    data->style_sheet = style != NULL ? style->text : NULL;
    return style != NULL;
}

/* Bytes of front matter at the start of the text with both its lines of dashes; 0 when there is none.
 * A file may also begin with a thematic break, so one of the keys must be there. */
static size_t front_matter_size(const char *text) {
    static const char *const keys[] = { "titel:", "numrerade_rubriker:", "sidhuvud:", "sidfot:" };
    bool has_key = false;
    if (!text_starts(text, "---\n")) {
        return 0;
    }
    for (const char *line = text + 4; *line != '\0';) {
        size_t size = strcspn(line, "\n");
        if (size == 3 && memcmp(line, "---", 3) == 0) {
            return has_key ? (size_t)(line - text) + size : 0;
        }
        for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
            has_key = has_key || text_starts(line, keys[i]);
        }
        line += size + (line[size] == '\n');
    }
    return 0;
}

/* Takes the front matter into what is wanted and blanks it in the text, so that lines keep their
 * numbers. */
static void take_front_matter(struct arena *arena, const char *name, char *text,
    struct document_options *wanted, struct findings *findings) {
    size_t size = front_matter_size(text);
    if (size == 0) {
        return;
    }
    size_t yaml_size = size - 3;
    const struct source *source
        = source_new(arena, name, arena_copy(arena, text, yaml_size), yaml_size);
    const struct tree *tree = tree_read(arena, source, TREE_YAML, "framsida", findings);
    if (tree != NULL) {
        const char *numbered = node_child_text(tree->root, "numrerade_rubriker");
        wanted->title = node_child_text(tree->root, "titel");
        wanted->header = node_child_text(tree->root, "sidhuvud");
        wanted->footer = node_child_text(tree->root, "sidfot");
        wanted->numbered_headings = numbered != NULL
            && (text_equal(numbered, "ja") || text_equal(numbered, "true"));
    }
    for (size_t i = 0; i < size; i++) {
        text[i] = text[i] == '\n' ? '\n' : ' ';
    }
}

/* The document that the file means; NULL when it cannot be read. Findings say the rest. */
static const struct document *read_document(struct invocation *invocation) {
    struct arena *arena = invocation->arena;
    const struct source *file
        = read_source(arena, invocation->operands[0], invocation->findings);
    if (file == NULL) {
        return NULL;
    }
    struct document_options parse_options = { .source = file };
    bool is_text = text_fault(file->text, file->size) == file->size
        && memchr(file->text, '\0', file->size) == NULL;
    if (!is_text) {
        return document_parse(
            arena, file->text, file->size, &parse_options, invocation->findings);
    }
    char *text = arena_string(arena, settle_text(arena, file->text, file->size));
    size_t size = strlen(text);
    parse_options.source = source_new(arena, file->name, arena_copy(arena, text, size), size);
    take_front_matter(arena, file->name, text, &parse_options, invocation->findings);
    return document_parse(arena, text, size, &parse_options, invocation->findings);
}

enum status run_render(struct invocation *invocation) {
    const char *format = option_value(invocation, OPTION_FORMAT, "html");
    const struct renderer *renderer = renderer_find(format);
    bool is_dump = strcmp(format, "dump") == 0;
    if (renderer == NULL && !is_dump) {
        return usage_fault(invocation, "--format tar md, html, docx eller dump.",
            "--format takes md, html, docx or dump.");
    }
    const struct document *document = read_document(invocation);
    if (document == NULL || findings_count(invocation->findings, LEVEL_ERROR) != 0) {
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
            = { .fragment = option_given(invocation, OPTION_FRAGMENT),
                  .plain = option_given(invocation, OPTION_PLAIN),
                  .data = &data };
        renderer->render(document, &render_options, &out);
    }
    return print(invocation, out.data, out.size) ? show_findings(invocation) : STATUS_FAULT;
}
