/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/workspace.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "check/names.h"
#include "check/rulenames.h"
#include "cmd/definitions.h"
#include "cmd/guidelines.h"
#include "cmd/partials.h"
#include "config.h"
#include "render/docx/docx.h"
#include "report/world.h"

/* How far up a folder with kommun.yaml is looked for. */
enum { UPWARDS_LARGEST = 32 };

const char *workspace_root(struct invocation *invocation) {
    struct arena *arena = invocation->arena;
    const char *root = option_value(invocation, OPTION_ROOT, NULL);
    if (root != NULL) {
        return root;
    }
    const char *folder = ".";
    for (int i = 0; i < UPWARDS_LARGEST; i++) {
        if (file_exists(path_join(arena, folder, "kommun.yaml"))) {
            return folder;
        }
        folder = i == 0 ? ".." : arena_printf(arena, "../%s", folder);
    }
    return ".";
}

/* The folder as the file system resolves it, with a slash at its end; NULL when it is not there. */
static const char *real_folder(struct arena *arena, const char *folder) {
    const char *real = file_real_path(arena, folder);
    return real != NULL ? path_join(arena, real, "") : NULL;
}

const char *workspace_place(
    struct arena *arena, const struct workspace *workspace, const char *path) {
    const char *root = real_folder(arena, workspace->root);
    /* Of the file only the folder: one that is a link is where its name is. */
    const char *folder = real_folder(arena, path_folder(arena, path));
    return root != NULL && folder != NULL && text_starts(folder, root)
        ? path_join(arena, folder + strlen(root), path_name(path))
        : path_name(path);
}

const char *workspace_folder(struct arena *arena, const char *root, const char *name) {
    const char *own = path_join(arena, root, name);
    /* One that is there but cannot be looked at must not be mistaken for one that is not there. */
    if (file_is_folder(own) || errno != ENOENT) {
        return own;
    }
    const char *installed = workspace_installed(arena, name);
    return file_is_folder(installed) ? installed : NULL;
}

const char *workspace_installed(struct arena *arena, const char *name) {
    const char *data = getenv("UNDERLAG_DATA");
    return path_join(arena, data != NULL && data[0] != '\0' ? data : UNDERLAG_DATA, name);
}

const char *workspace_schema_path(struct arena *arena, const char *root, const char *name) {
    const char *own = arena_printf(arena, "%s/%s", path_join(arena, root, "schema"), name);
    if (file_exists(own)) {
        return own;
    }
    const char *installed = path_join(arena, workspace_installed(arena, "schema"), name);
    return file_exists(installed) ? installed : own;
}

/* What to do when the program's own data are neither in the project nor installed. */
static const char *copy_advice(const struct findings *findings) {
    return findings->language == LANGUAGE_EN
        ? "Copy the folders schema and templates from the program's own folder to the one with kommun.yaml, or install the program."
        : "Kopiera mapparna schema och templates från programmets egen mapp till den där kommun.yaml ligger, eller installera programmet.";
}

const struct schema *workspace_schema(
    struct arena *arena, const char *root, const char *name, struct findings *findings) {
    const char *path = workspace_schema_path(arena, root, name);
    if (!file_exists(path) && errno == ENOENT) {
        finding_add_fault(findings, FILE_UNREADABLE, path, ENOENT)->advice = copy_advice(findings);
        return NULL;
    }
    const struct source *source = read_source(arena, path, findings);
    if (source == NULL) {
        return NULL;
    }
    const struct tree *tree = tree_read(arena, source, TREE_JSON, "schema", findings);
    return tree != NULL ? schema_compile(arena, tree, findings) : NULL;
}

/* Tells, right after it was looked for, that the root is none. */
static void tell_no_kommun(struct arena *arena, const char *root, struct findings *findings) {
    const int error = errno;
    struct finding *finding =
        finding_add_fault(findings, FILE_UNREADABLE, path_join(arena, root, "kommun.yaml"), error);
    finding->advice = findings->language == LANGUAGE_EN
        ? "Work in the folder with kommun.yaml or below it, or name it by --root."
        : "Stå i mappen med kommun.yaml eller under den, eller ange den med --root.";
}

static const struct tree *open_kommun(struct arena *arena, const char *root,
    const struct schema *schema, struct findings *findings) {
    const struct source *source = read_source(arena, path_join(arena, root, "kommun.yaml"), findings);
    if (source == NULL) {
        return NULL;
    }
    struct tree *tree = tree_read(arena, source, TREE_YAML, "kommunen", findings);
    bool sound = tree != NULL && schema != NULL && schema_settle(arena, schema, tree, tree, findings);
    return sound ? tree : NULL;
}

/* Of the names in the folder of templates those that end as they should, in front; tells of those that nearly do,
 * and else would go unnoticed. Gives how many are in front. */
static size_t sort_out_templates(struct arena *arena, const char *folder, char **names, size_t count,
    struct findings *findings) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const char *stem = wrong_suffix_stem(arena, names[i], ".md");
        if (text_ends(names[i], ".md")) {
            names[kept++] = names[i];
        } else if (stem != NULL) {
            const char *path = path_join(arena, folder, names[i]);
            finding_add(findings, TEMPLATE_SUFFIX, (struct span){ 0 }, path, stem, NULL)->file = path;
        }
    }
    return kept;
}

static void open_templates(
    struct workspace *workspace, struct findings *findings) {
    struct arena *arena = workspace->arena;
    const char *folder = workspace_folder(arena, workspace->root, "templates");
    size_t count = 0;
    char **names = folder != NULL ? file_list(arena, folder, "", &count) : NULL;
    if (names == NULL) {
        const char *missing = folder != NULL ? folder : path_join(arena, workspace->root, "templates");
        const int error = errno;
        struct finding *finding = finding_add_fault(findings, FOLDER_UNREADABLE, missing, error);
        finding->advice = folder == NULL ? copy_advice(findings) : finding->advice;
        return;
    }
    count = sort_out_templates(arena, folder, names, count, findings);
    if (count == 0) {
        finding_add(findings, TEMPLATES_NONE, (struct span){ 0 }, folder, NULL);
        return;
    }
    const struct template **templates = arena_array(arena, count + 1, sizeof *templates);
    for (size_t i = 0; i < count; i++) {
        const struct source *source = read_source(arena, path_join(arena, folder, names[i]), findings);
        if (source != NULL) {
            templates[workspace->template_count++] = template_parse(arena, source, true, findings);
        }
    }
    workspace->templates = templates;
    workspace->partials = library_open(arena, path_join(arena, folder, "partials"), true, findings);
    /* A root with templates of its own need not bring the style sheet and the Word parts. */
    const char *html = workspace_folder(arena, workspace->root, "templates/html");
    const char *docx = workspace_folder(arena, workspace->root, "templates/docx");
    html = html != NULL ? html : path_join(arena, folder, "html");
    docx = docx != NULL ? docx : path_join(arena, folder, "docx");
    const struct source *style = read_source(arena, path_join(arena, html, "underlag.css"), findings);
    workspace->render_data.style_sheet = style != NULL ? style->text : "";
    workspace->render_data.docx_parts = docx_parts_load(arena, docx, findings);
}

/* Whether nothing would be written, whatever the template is filled from. */
static bool is_empty(const struct template *template) {
    bool empty = !template->cut && !template->front.broken;
    for (size_t i = 0; empty && i < template->tag_count; i++) {
        const struct tag *tag = &template->tags[i];
        empty = tag->kind == TAG_TEXT;
        for (size_t at = 0; empty && at < tag->text_size; at++) {
            empty = strchr(" \t\r\n", tag->text[at]) != NULL;
        }
    }
    return empty;
}

/* Holds the names in the templates against the schemas, and tells of templates without words. */
static void check_names(const struct workspace *workspace, const struct schema *kommun,
    struct findings *findings) {
    static const char control[] = "kontroll.schema.json";
    struct arena *arena = workspace->arena;
    /* Only reports need it; others may be without what they do not ask for. */
    bool wanted = file_exists(workspace_schema_path(arena, workspace->root, control));
    for (size_t i = 0; i < workspace->template_count; i++) {
        wanted = wanted || workspace->templates[i]->front.report;
    }
    const struct names names = { .definition = workspace->schema,
        .kommun = kommun,
        .control = wanted ? workspace_schema(arena, workspace->root, control, findings) : NULL,
        .partials = workspace->partials,
        .registers = workspace->kommun };
    for (size_t i = 0; i < workspace->template_count; i++) {
        if (is_empty(workspace->templates[i])) {
            const struct span start = { .source = workspace->templates[i]->source };
            finding_add(findings, TEMPLATE_EMPTY, start, NULL);
        }
        names_check(workspace->arena, &names, workspace->templates[i], findings);
    }
}

/* The corporate template: --reference as the user's folder sees it, else kommun.wordmall as the
 * root's does. */
static void open_reference(
    struct workspace *workspace, const struct invocation *invocation, struct findings *findings) {
    struct arena *arena = workspace->arena;
    const xmlNode *kommun = node_child(workspace->kommun->root, "kommun");
    const xmlNode *named = kommun != NULL ? node_child(kommun, "wordmall") : NULL;
    const char *path = option_value(invocation, OPTION_REFERENCE, NULL);
    struct span where = { 0 };
    if (path == NULL && named != NULL) {
        path = path_join(arena, workspace->root, node_text(named));
        where = node_span(named);
    }
    workspace->reference = path;
    if (path != NULL && workspace->render_data.docx_parts != NULL) {
        workspace->render_data.docx_reference =
            docx_reference_load(arena, path, where, workspace->render_data.docx_parts, findings);
    }
}

const struct workspace *workspace_open(struct invocation *invocation, enum guideline_use use) {
    struct arena *arena = invocation->arena;
    struct findings *findings = invocation->findings;
    struct workspace *workspace = arena_new_of(arena, struct workspace);
    workspace->arena = arena;
    workspace->root = workspace_root(invocation);
    if (!file_exists(path_join(arena, workspace->root, "kommun.yaml"))) {
        tell_no_kommun(arena, workspace->root, findings);
        return NULL; /* what else is missing follows from that */
    }
    const struct schema *kommun_schema =
        workspace_schema(arena, workspace->root, "kommun.schema.json", findings);
    workspace->kommun = open_kommun(arena, workspace->root, kommun_schema, findings);
    workspace->schema = workspace_schema(arena, workspace->root, "definition.schema.json", findings);
    if (workspace->kommun == NULL || workspace->schema == NULL) {
        return NULL;
    }
    open_templates(workspace, findings);
    check_names(workspace, kommun_schema, findings);
    if (workspace->partials != NULL) {
        partials_check(arena, workspace, use == GUIDELINE_WHOLE, findings);
    }
    open_reference(workspace, invocation, findings);
    workspace->guidelines =
        guidelines_open(arena, workspace->root, use, &workspace->guideline_count, findings);
    for (size_t i = 0; use == GUIDELINE_WHOLE && i < workspace->guideline_count; i++) {
        rule_names_check(arena, workspace->guidelines[i], workspace->schema, kommun_schema,
            workspace->kommun, findings);
    }
    return workspace->templates != NULL ? workspace : NULL;
}
