/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/workspace.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file.h"
#include "base/text.h"
#include "check/names.h"
#include "config.h"
#include "render/docx/docx.h"

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

const char *workspace_folder(struct arena *arena, const char *root, const char *name) {
    const char *own = path_join(arena, root, name);
    if (file_is_folder(own)) {
        return own;
    }
    const char *data = getenv("UNDERLAG_DATA");
    const char *installed =
        path_join(arena, data != NULL && data[0] != '\0' ? data : UNDERLAG_DATA, name);
    return file_is_folder(installed) ? installed : NULL;
}

/* Reads and compiles one schema of schema/. */
static const struct schema *open_schema(
    struct arena *arena, const char *root, const char *name, struct findings *findings) {
    const char *folder = workspace_folder(arena, root, "schema");
    const char *path = path_join(arena, folder != NULL ? folder : path_join(arena, root, "schema"), name);
    const struct source *source = read_source(arena, path, findings);
    if (source == NULL) {
        return NULL;
    }
    const struct tree *tree = tree_read(arena, source, TREE_JSON, "schema", findings);
    return tree != NULL ? schema_compile(arena, tree, findings) : NULL;
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

static void open_templates(
    struct workspace *workspace, struct findings *findings) {
    struct arena *arena = workspace->arena;
    const char *folder = workspace_folder(arena, workspace->root, "templates");
    size_t count = 0;
    char **names = folder != NULL ? file_list(arena, folder, ".md", &count) : NULL;
    if (names == NULL) {
        const char *missing = folder != NULL ? folder : path_join(arena, workspace->root, "templates");
        finding_add(findings, FILE_UNREADABLE, (struct span){ 0 }, missing, strerror(errno), NULL);
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
    const struct source *style =
        read_source(arena, path_join(arena, folder, "html/underlag.css"), findings);
    workspace->render_data.style_sheet = style != NULL ? style->text : "";
    workspace->render_data.docx_parts =
        docx_parts_load(arena, path_join(arena, folder, "docx"), findings);
}

/* Holds the names in the templates against the schemas. */
static void check_names(const struct workspace *workspace, const struct schema *kommun,
    struct findings *findings) {
    bool reports = false;
    for (size_t i = 0; i < workspace->template_count; i++) {
        reports = reports || workspace->templates[i]->front.report;
    }
    const struct names names = { .definition = workspace->schema,
        .kommun = kommun,
        .control = reports
            ? open_schema(workspace->arena, workspace->root, "kontroll.schema.json", findings)
            : NULL,
        .partials = workspace->partials };
    for (size_t i = 0; i < workspace->template_count; i++) {
        names_check(workspace->arena, &names, workspace->templates[i], findings);
    }
}

/* One guideline: quickly when that is enough and nothing is wrong, else whole, which tells what is. */
static const struct guideline *open_guideline(struct workspace *workspace, const char *path,
    enum guideline_use use, const struct schema **schema, struct findings *findings) {
    struct arena *arena = workspace->arena;
    const struct source *source = read_source(arena, path, findings);
    const struct guideline *guideline = source != NULL && use == GUIDELINE_RULES
        ? guideline_read_rules(arena, source)
        : NULL;
    if (source == NULL || guideline != NULL) {
        return guideline;
    }
    if (*schema == NULL) {
        *schema = open_schema(arena, workspace->root, "guideline.schema.json", findings);
    }
    return *schema != NULL ? guideline_read(arena, source, *schema, findings) : NULL;
}

static void open_guidelines(
    struct workspace *workspace, enum guideline_use use, struct findings *findings) {
    struct arena *arena = workspace->arena;
    const char *folder = workspace_folder(arena, workspace->root, "guidelines");
    size_t count = 0;
    char **names = folder != NULL ? file_list(arena, folder, ".yaml", &count) : NULL;
    const struct schema *schema = NULL;
    const struct guideline **guidelines = arena_array(arena, count + 1, sizeof *guidelines);
    for (size_t i = 0; i < count; i++) {
        const struct guideline *guideline =
            open_guideline(workspace, path_join(arena, folder, names[i]), use, &schema, findings);
        if (guideline != NULL) {
            guidelines[workspace->guideline_count++] = guideline;
        }
    }
    workspace->guidelines = guidelines;
}

const struct workspace *workspace_open(struct invocation *invocation, enum guideline_use use) {
    struct arena *arena = invocation->arena;
    struct findings *findings = invocation->findings;
    struct workspace *workspace = arena_new_of(arena, struct workspace);
    workspace->arena = arena;
    workspace->root = workspace_root(invocation);
    query_setup();
    const struct schema *kommun_schema =
        open_schema(arena, workspace->root, "kommun.schema.json", findings);
    workspace->kommun = open_kommun(arena, workspace->root, kommun_schema, findings);
    workspace->schema = open_schema(arena, workspace->root, "definition.schema.json", findings);
    if (workspace->kommun == NULL || workspace->schema == NULL) {
        return NULL;
    }
    open_templates(workspace, findings);
    check_names(workspace, kommun_schema, findings);
    open_guidelines(workspace, use, findings);
    return workspace->templates != NULL ? workspace : NULL;
}

const char **workspace_definitions(
    const struct workspace *workspace, struct invocation *invocation, size_t *count) {
    return root_definitions(workspace->root, invocation, count);
}

const char **root_definitions(const char *root, struct invocation *invocation, size_t *count) {
    struct arena *arena = invocation->arena;
    const char *folder = path_join(arena, root, "agreements");
    size_t found = invocation->operand_count;
    const char **paths;
    if (found != 0) {
        paths = arena_array(arena, found, sizeof *paths);
        for (size_t i = 0; i < found; i++) {
            const char *operand = invocation->operands[i];
            const char *inside = path_join(arena, folder, arena_printf(arena, "%s.yaml", operand));
            paths[i] = !file_exists(operand) && file_exists(inside) ? inside : operand;
        }
    } else {
        char **names = file_list(arena, folder, ".yaml", &found);
        if (names == NULL) {
            finding_add(invocation->findings, FILE_UNREADABLE, (struct span){ 0 }, folder,
                strerror(errno), NULL);
            *count = 0;
            return NULL;
        }
        paths = arena_array(arena, found, sizeof *paths);
        for (size_t i = 0; i < found; i++) {
            paths[i] = path_join(arena, folder, names[i]);
        }
    }
    *count = found;
    return paths;
}
