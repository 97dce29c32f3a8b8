/* SPDX-License-Identifier: EUPL-1.2
 *
 * underlag check --schema SCHEMA FILE…: holds any YAML or JSON file against any JSON Schema.
 */
#include "check/schema.h"
#include "cmd/command.h"
#include "report/report.h"

/* Reads the file as a tree; faults go to the findings. */
static struct tree *read_tree(struct arena *arena, const char *path, struct findings *findings) {
    const struct source *source = read_source(arena, path, findings);
    return source == NULL
        ? NULL
        : tree_read(arena, source, tree_syntax_of(path), "definition", findings);
}

static enum status worse(enum status a, enum status b) {
    return a > b ? a : b;
}

/* The findings are the result, so they go to standard output. */
static enum status show_result(const struct invocation *invocation, struct findings *findings) {
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    findings_sort(findings);
    report_text(findings, invocation->colour, &text);
    if (!print(text.data, text.size)) {
        return STATUS_FAULT;
    }
    for (size_t i = 0; i < findings->count; i++) {
        if (findings->items[i]->rule == catalogue_get(FILE_UNREADABLE)) {
            return STATUS_FAULT;
        }
    }
    bool strict = option_given(invocation, OPTION_STRICT);
    return findings_count(findings, LEVEL_ERROR) != 0
            || (strict && findings_count(findings, LEVEL_WARNING) != 0)
        ? STATUS_FINDINGS
        : STATUS_OK;
}

/* One file on an arena of its own. */
static enum status check_file(
    const struct invocation *invocation, const struct schema *schema, const char *path) {
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, invocation->language);
    const struct tree *tree = read_tree(arena, path, findings);
    if (tree != NULL) {
        schema_validate(arena, schema, tree, findings);
    }
    enum status status = show_result(invocation, findings);
    arena_free(arena);
    return status;
}

static enum status check_against_schema(struct invocation *invocation, const char *path) {
    const struct tree *tree = read_tree(invocation->arena, path, invocation->findings);
    const struct schema *schema =
        tree == NULL ? NULL : schema_compile(invocation->arena, tree, invocation->findings);
    enum status status = show_result(invocation, invocation->findings);
    for (size_t i = 0; schema != NULL && i < invocation->operand_count; i++) {
        status = worse(status, check_file(invocation, schema, invocation->operands[i]));
    }
    return status;
}

enum status run_check(struct invocation *invocation) {
    const char *schema = option_value(invocation, OPTION_SCHEMA, NULL);
    if (schema == NULL) {
        return usage_fault(invocation, "ange ett schema med --schema.", "name a schema with --schema.");
    }
    return check_against_schema(invocation, schema);
}
