/* SPDX-License-Identifier: EUPL-1.2
 *
 * Every rule's examples are run: the wrong one must give exactly that rule, the right one nothing. An
 * example is a JSON Merge Patch (RFC 7396) on tests/spec/minimal.yaml, or a list of such. The patched
 * definition is written out as YAML and goes the whole way through the program.
 *
 *     rules ROOT         TAP on standard output
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/target.h"
#include "base/text.h"
#include "check/guideline.h"
#include "cmd/flow.h"

static size_t points;
static size_t failures;

static void put_string(struct buffer *out, const char *text) {
    buffer_putc(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '\n') {
            buffer_puts(out, "\\n");
        } else {
            if (*text == '"' || *text == '\\') {
                buffer_putc(out, '\\');
            }
            buffer_putc(out, *text);
        }
    }
    buffer_putc(out, '"');
}

/* Prose has to be a block again, so that places in it are those that a writer would see. */
static void put_scalar(struct buffer *out, const xmlNode *node) {
    if (node_is_plain(node) && node_type(node) != TYPE_STRING) {
        buffer_puts(out, node_text(node)[0] != '\0' ? node_text(node) : "null");
    } else {
        put_string(out, node_text(node));
    }
}

static void put_merged(struct buffer *out, const xmlNode *base, const xmlNode *patch);

static void put_value(struct buffer *out, const xmlNode *node) {
    if (node_kind(node) == NODE_SCALAR) {
        put_scalar(out, node);
    } else if (node_kind(node) == NODE_MAPPING) {
        put_merged(out, NULL, node);
    } else {
        const char *gap = "[";
        for (const xmlNode *item = node_first(node); item != NULL; item = node_next(item)) {
            buffer_puts(out, gap);
            put_value(out, item);
            gap = ", ";
        }
        buffer_puts(out, *gap == '[' ? "[]" : "]");
    }
}

static void put_pair(struct buffer *out, const char **gap, const xmlNode *base, const xmlNode *patch) {
    bool is_null = patch != NULL && node_kind(patch) == NODE_SCALAR && node_type(patch) == TYPE_NULL;
    if (is_null) {
        return;
    }
    buffer_puts(out, *gap);
    put_string(out, node_name(patch != NULL ? patch : base));
    buffer_puts(out, ": ");
    if (patch != NULL && node_kind(patch) == NODE_MAPPING) {
        put_merged(out, base != NULL && node_kind(base) == NODE_MAPPING ? base : NULL, patch);
    } else {
        put_value(out, patch != NULL ? patch : base);
    }
    *gap = ",\n";
}

/* The mapping `base` (or nothing) with the mapping `patch` merged into it. */
static void put_merged(struct buffer *out, const xmlNode *base, const xmlNode *patch) {
    const char *gap = "";
    buffer_putc(out, '{');
    for (const xmlNode *child = base != NULL ? node_first(base) : NULL; child != NULL;
         child = node_next(child)) {
        put_pair(out, &gap, child, patch != NULL ? node_child(patch, node_name(child)) : NULL);
    }
    for (const xmlNode *child = patch != NULL ? node_first(patch) : NULL; child != NULL;
         child = node_next(child)) {
        if (base == NULL || node_child(base, node_name(child)) == NULL) {
            put_pair(out, &gap, NULL, child);
        }
    }
    buffer_putc(out, '}');
}

/* Says whether the patched definition gives just the rule `wanted` (NULL: nothing at all). */
static void try_example(const struct workspace *workspace, const char *path, const xmlNode *base,
    const xmlNode *patch, const struct rule *rule, bool broken) {
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    put_merged(&text, base, patch);
    buffer_putc(&text, '\n');
    if (!target_replace(path, text.data, text.size, false)) {
        perror(path);
        exit(2);
    }
    struct flow *flow = flow_run(workspace, path, &(struct flow_options){ .language = LANGUAGE_SV });
    bool found = false;
    bool other = false;
    for (size_t i = 0; i < flow->findings->count; i++) {
        bool same = text_equal(flow->findings->items[i]->rule->id, rule->info.id);
        found = found || same;
        other = other || !same;
    }
    bool good = found == broken && !other;
    failures += !good;
    printf("%sok %zu - %s %s\n", good ? "" : "not ", ++points, rule->info.id,
        broken ? "underkänt" : "godkänt");
    for (size_t i = 0; !good && i < flow->findings->count; i++) {
        printf("# %s: %s\n", flow->findings->items[i]->rule->id, flow->findings->items[i]->message);
    }
    flow_free(flow);
}

static void try_examples(const struct workspace *workspace, const char *path, const xmlNode *base,
    const struct rule *rule, const char *key) {
    const xmlNode *examples = node_child(rule->node, "exempel");
    const xmlNode *example = examples != NULL ? node_child(examples, key) : NULL;
    bool broken = text_equal(key, "underkänt");
    if (example != NULL && node_kind(example) == NODE_SEQUENCE) {
        for (const xmlNode *item = node_first(example); item != NULL; item = node_next(item)) {
            try_example(workspace, path, base, item, rule, broken);
        }
    } else if (example != NULL) {
        try_example(workspace, path, base, example, rule, broken);
    }
}

int main(int argc, char **argv) {
    struct arena *arena = arena_new();
    struct invocation invocation = { .arena = arena, .findings = findings_new(arena, LANGUAGE_SV) };
    const char *root = argc > 1 ? argv[1] : ".";
    invocation.values[OPTION_ROOT] = root;
    const struct workspace *workspace = workspace_open(&invocation, GUIDELINE_WHOLE);
    const struct source *source = read_source(
        arena, path_join(arena, root, "tests/spec/minimal.yaml"), invocation.findings);
    if (workspace == NULL || source == NULL || workspace->guideline_count == 0) {
        show_findings(&invocation);
        return 2;
    }
    const struct tree *minimal =
        tree_read(arena, source, TREE_YAML, "definition", invocation.findings);
    char path[] = "/tmp/underlag-rules-XXXXXX.yaml";
    int file = mkstemps(path, 5);
    if (minimal == NULL || file < 0) {
        return 2;
    }
    close(file);
    for (size_t i = 0; i < workspace->guideline_count; i++) {
        const struct guideline *guideline = workspace->guidelines[i];
        for (size_t j = 0; j < guideline->rule_count; j++) {
            try_examples(workspace, path, minimal->root, &guideline->rules[j], "godkänt");
            try_examples(workspace, path, minimal->root, &guideline->rules[j], "underkänt");
        }
    }
    unlink(path);
    printf("1..%zu\n", points);
    arena_free(arena);
    return failures != 0;
}
