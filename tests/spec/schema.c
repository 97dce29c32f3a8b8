/* SPDX-License-Identifier: EUPL-1.2
 *
 * Runs tables of JSON Schema cases, each file given as argument: a list of groups of a `schema` and
 * `tests`, of which each has `data` and whether they are `valid` (the layout of the public test suite,
 * so that it can be run as it is). Beyond that a test may name the ids of all `findings` that are
 * expected, in the order of their places, and a group those of its schema. A table may be YAML: then
 * its data are YAML data. Output is TAP.
 */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/text.h"
#include "check/schema.h"

static size_t count;
static size_t failed;

static void tell(bool ok, const char *file, const char *group, const char *test, const char *why) {
    count++;
    failed += !ok;
    printf("%sok %zu - %s: %s: %s\n", ok ? "" : "not ", count, path_name(file), group, test);
    if (!ok) {
        printf("# %s\n", why);
    }
}

/* The ids of the findings, or those of a list in the table, separated by spaces. */
static char *found_ids(struct arena *arena, struct findings *findings) {
    CLEANUP_BUFFER struct buffer ids = BUFFER_EMPTY;
    findings_sort(findings);
    for (size_t i = 0; i < findings->count; i++) {
        buffer_printf(&ids, " %s", findings->items[i]->rule->id);
    }
    return buffer_take(arena, &ids);
}

static char *expected_ids(struct arena *arena, const xmlNode *list) {
    CLEANUP_BUFFER struct buffer ids = BUFFER_EMPTY;
    const xmlNode *id = list == NULL ? NULL : node_first(list);
    for (; id != NULL; id = node_next(id)) {
        buffer_printf(&ids, " %s", node_text(id));
    }
    return buffer_take(arena, &ids);
}

static void run_test(struct arena *arena, const char *file, const xmlNode *group,
    const struct schema *schema, const xmlNode *test) {
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    xmlNode *data = node_child(test, "data");
    struct tree tree = { .doc = data->doc, .root = data, .source = node_span(data).source };
    bool expected = strcmp(node_child_text(test, "valid"), "true") == 0;
    bool valid = schema_validate(arena, schema, &tree, findings);
    const xmlNode *list = node_child(test, "findings");
    char *found = found_ids(arena, findings);
    char *wanted = expected_ids(arena, list);
    bool said = valid || findings_count(findings, LEVEL_ERROR) != 0;
    bool ok = valid == expected && said && (list == NULL || strcmp(found, wanted) == 0);
    tell(ok, file, node_child_text(group, "description"), node_child_text(test, "description"),
        arena_printf(arena, "%s, findings:%s", valid ? "valid" : "invalid", found));
}

static void run_group(struct arena *arena, const char *file, const xmlNode *group) {
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    xmlNode *root = node_child(group, "schema");
    struct tree tree = { .doc = root->doc, .root = root, .source = node_span(root).source };
    const struct schema *schema = schema_compile(arena, &tree, findings);
    char *found = found_ids(arena, findings);
    char *wanted = expected_ids(arena, node_child(group, "findings"));
    if (found[0] != '\0' || wanted[0] != '\0') {
        bool warned = findings_count(findings, LEVEL_ERROR) == 0 && wanted[0] == '\0';
        tell(warned || strcmp(found, wanted) == 0, file, node_child_text(group, "description"),
            "the schema itself", arena_printf(arena, "findings:%s", found));
    }
    const xmlNode *test = node_first(node_child(group, "tests"));
    for (; test != NULL; test = node_next(test)) {
        run_test(arena, file, group, schema, test);
    }
}

static void run_file(const char *path) {
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    size_t size;
    char *text = file_read(arena, path, &size);
    const struct source *source = text == NULL ? NULL : source_new(arena, path, text, size);
    struct tree *tree = source == NULL
        ? NULL
        : tree_read(arena, source, tree_syntax_of(path), "tabell", findings);
    if (tree == NULL || findings->count != 0) {
        tell(false, path, "the table", "can be read",
            findings->count != 0 ? findings->items[0]->message : "no such file");
    } else {
        const xmlNode *group = node_first(tree->root);
        for (; group != NULL; group = node_next(group)) {
            run_group(arena, path, group);
        }
    }
    arena_free(arena);
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        run_file(argv[i]);
    }
    printf("1..%zu\n", count);
    return failed != 0;
}
