/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/workspace.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/file.h"
#include "base/text.h"
#include "check/names.h"
#include "check/rulenames.h"
#include "cmd/guidelines.h"
#include "cmd/partials.h"
#include "cmd/shared.h"
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

/* A file of schema/: the root's own, else the installed one; when there is neither, where the root's
 * own should be. */
static const char *schema_path(struct arena *arena, const char *root, const char *name) {
    const char *own = arena_printf(arena, "%s/%s", path_join(arena, root, "schema"), name);
    if (file_exists(own)) {
        return own;
    }
    const char *installed = path_join(arena, workspace_installed(arena, "schema"), name);
    return file_exists(installed) ? installed : own;
}

const struct schema *workspace_schema(
    struct arena *arena, const char *root, const char *name, struct findings *findings) {
    const char *path = schema_path(arena, root, name);
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

static void open_templates(
    struct workspace *workspace, struct findings *findings) {
    struct arena *arena = workspace->arena;
    const char *folder = workspace_folder(arena, workspace->root, "templates");
    size_t count = 0;
    char **names = folder != NULL ? file_list(arena, folder, ".md", &count) : NULL;
    if (names == NULL) {
        const char *missing = folder != NULL ? folder : path_join(arena, workspace->root, "templates");
        finding_add_fault(findings, FOLDER_UNREADABLE, missing, errno);
        return;
    }
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
            ? workspace_schema(workspace->arena, workspace->root, "kontroll.schema.json", findings)
            : NULL,
        .partials = workspace->partials,
        .registers = workspace->kommun };
    for (size_t i = 0; i < workspace->template_count; i++) {
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

/* The definitions to work on. */
struct paths {
    const char **items;
    size_t count;
    size_t capacity;
};

/* A definition's name and its place in the list. */
struct named {
    const char *stem;
    size_t place;
};

static int by_stem(const void *a, const void *b) {
    const struct named *left = a;
    const struct named *right = b;
    int order = strcmp(left->stem, right->stem);
    return order != 0 ? order : (left->place > right->place) - (left->place < right->place);
}

/* Tells of definitions whose papers would go into the same folder, and leaves out those that are the
 * same file named twice. */
static size_t leave_doubles(
    struct invocation *invocation, const char **paths, size_t count) {
    struct named *named = arena_array(invocation->arena, count + 1, sizeof *named);
    for (size_t i = 0; i < count; i++) {
        named[i] = (struct named){ path_stem(invocation->arena, paths[i]), i };
    }
    if (count != 0) {
        qsort(named, count, sizeof *named, by_stem);
    }
    for (size_t i = 1; i < count; i++) {
        const char *first = paths[named[i - 1].place];
        if (!text_equal(named[i - 1].stem, named[i].stem)) {
            continue;
        }
        if (!text_equal(first, paths[named[i].place])
            && !file_is_among(paths[named[i].place], &first, 1)) {
            finding_add(invocation->findings, DEFINITION_TWICE, (struct span){ 0 }, first,
                paths[named[i].place], NULL)->file = first;
        }
        paths[named[i].place] = NULL;
        named[i].place = named[i - 1].place;
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (paths[i] != NULL) {
            paths[kept++] = paths[i];
        }
    }
    return kept;
}

const char *wrong_suffix_stem(struct arena *arena, const char *path) {
    static const char *const suffixes[] = { ".yml", ".yaml", ".yaml.txt", ".yml.txt" };
    const char *name = path_name(path);
    size_t size = strlen(name);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes && name[0] != '.'; i++) {
        size_t end = strlen(suffixes[i]);
        if (size > end && strcasecmp(name + size - end, suffixes[i]) == 0 && !text_ends(name, ".yaml")) {
            return arena_copy(arena, name, size - end);
        }
    }
    return NULL;
}

/* A definition whose name ends in another way than it should would go unnoticed. False: it is none. */
static bool tell_other_suffix(struct invocation *invocation, const char *path) {
    const char *stem = wrong_suffix_stem(invocation->arena, path);
    if (stem != NULL) {
        finding_add(invocation->findings, DEFINITION_SUFFIX, (struct span){ 0 }, path, stem, NULL)->file =
            path;
    }
    return stem != NULL;
}

/* Folders within agreements/ that are looked into for definitions that lie too deep. */
enum { DEPTH_LARGEST = 2 };

static bool holds_definition(struct arena *arena, const char *folder, int depth) {
    size_t count = 0;
    char **names = file_list(arena, folder, "", &count);
    for (size_t i = 0; names != NULL && i < count; i++) {
        const char *path = path_join(arena, folder, names[i]);
        bool is_folder = file_is_folder(path);
        if (is_folder ? depth < DEPTH_LARGEST && holds_definition(arena, path, depth + 1)
                      : text_ends(names[i], ".yaml")) {
            return true;
        }
    }
    return false;
}

/* Tells of a folder among definitions that has some of its own: nobody reads them unless they are named. */
static void tell_below(struct invocation *invocation, const char *folder, const char *below) {
    if (file_is_folder(below) && holds_definition(invocation->arena, below, 1)) {
        finding_add(invocation->findings, DEFINITION_BELOW, (struct span){ 0 }, below, folder, NULL);
    }
}

/* Adds the definitions of a folder, or of agreements/ in it. */
static void add_folder(struct invocation *invocation, struct paths *paths, const char *folder) {
    struct arena *arena = invocation->arena;
    const char *inside = path_join(arena, folder, "agreements");
    folder = file_is_folder(inside) ? inside : folder;
    size_t count = 0;
    char **names = file_list(arena, folder, "", &count);
    if (names == NULL) {
        finding_add_fault(invocation->findings, FOLDER_UNREADABLE, folder, errno);
    }
    /* In a root, the other folders hold other things. */
    bool is_root = file_exists(path_join(arena, folder, "kommun.yaml"));
    for (size_t i = 0; i < count; i++) {
        const char *path = path_join(arena, folder, names[i]);
        if (text_ends(names[i], ".yaml")) {
            ARRAY_ADD(arena, *paths, path);
        } else if (!tell_other_suffix(invocation, path) && !is_root) {
            tell_below(invocation, folder, path);
        }
    }
}

/* Adds what one operand names: a file, a folder, or a definition by its name alone. */
static void add_operand(const char *root, struct invocation *invocation,
    const struct shared *shared, struct paths *paths, const char *operand) {
    struct arena *arena = invocation->arena;
    const char *suffix = text_ends(operand, ".yaml") ? "" : ".yaml";
    const char *inside =
        path_join(arena, root, arena_printf(arena, "agreements/%s%s", operand, suffix));
    if (text_ends(operand, ".md") || shared_path(arena, shared, operand) != NULL) {
        finding_add(invocation->findings, DEFINITION_OTHER, (struct span){ 0 }, operand, NULL)->file
            = operand;
    } else if (file_exists(operand) && !file_is_folder(operand)
        && tell_other_suffix(invocation, operand)) {
        return;
    } else if (file_is_folder(operand)) {
        size_t before = paths->count;
        add_folder(invocation, paths, operand);
        if (paths->count == before && findings_status(invocation->findings) == STATUS_OK) {
            finding_add(invocation->findings, DEFINITION_NONE, (struct span){ 0 }, operand, NULL);
        }
    } else {
        ARRAY_ADD(arena, *paths, !file_exists(operand) && file_exists(inside) ? inside : operand);
    }
}

/* A name as file systems compare it that do not tell small letters from capitals. */
struct folded {
    const char *folded;
    const char *path;
    const char *stem;
};

static int by_folded(const void *a, const void *b) {
    const struct folded *left = a;
    const struct folded *right = b;
    int order = strcmp(left->folded, right->folded);
    return order != 0 ? order : strcmp(left->path, right->path);
}

/* Tells of definitions whose names differ only in case, or in how letters are composed: where file systems see no
 * difference, they have one folder of papers. Most names are plain, and then there is nothing to compare. */
static void tell_alike(struct invocation *invocation, const char *const *paths, size_t count) {
    struct arena *arena = arena_new(); /* for the work: there may be ten thousands of names */
    struct folded *names = arena_array(arena, count + 1, sizeof *names);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        const char *stem = path_stem(arena, paths[i]);
        bool is_plain = stem[strspn(stem, "abcdefghijklmnopqrstuvwxyz0123456789-_.")] == '\0'
            || text_fault(stem, strlen(stem)) != strlen(stem);
        names[i] = (struct folded){ is_plain ? stem : text_fold(arena, text_nfc(arena, stem)), paths[i], stem };
        any = any || !is_plain;
    }
    if (any) {
        qsort(names, count, sizeof *names, by_folded);
    }
    for (size_t i = 1; any && i < count; i++) {
        const struct folded *first = &names[i - 1];
        if (strcmp(first->folded, names[i].folded) == 0 && strcmp(first->stem, names[i].stem) != 0) {
            finding_add(invocation->findings, DEFINITION_TWICE, (struct span){ 0 }, first->path,
                names[i].path, NULL);
        }
    }
    arena_free(arena);
}

const char **workspace_definitions(
    const struct workspace *workspace, struct invocation *invocation, size_t *count) {
    return root_definitions(workspace->root, invocation, count);
}

const char **root_definitions(const char *root, struct invocation *invocation, size_t *count) {
    struct arena *arena = invocation->arena;
    struct paths paths = { 0 };
    struct shared shared = { { NULL } };
    if (invocation->operand_count != 0) {
        shared = shared_find(arena, root);
    }
    for (size_t i = 0; i < invocation->operand_count; i++) {
        add_operand(root, invocation, &shared, &paths, invocation->operands[i]);
    }
    /* The names of one folder differ by themselves. */
    if (invocation->operand_count == 0) {
        add_folder(invocation, &paths, path_join(arena, root, "agreements"));
        *count = paths.count;
    } else {
        *count = leave_doubles(invocation, paths.items, paths.count);
    }
    tell_alike(invocation, paths.items, *count);
    return paths.items != NULL ? paths.items : arena_array(arena, 0, sizeof *paths.items);
}
