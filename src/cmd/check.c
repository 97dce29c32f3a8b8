/* SPDX-License-Identifier: EUPL-1.2
 *
 * underlag check: what is wrong with definitions, templates and guidelines, without writing; with
 * --schema, holds any YAML or JSON file against any JSON Schema.
 */
#include <stdint.h>

#include "base/jobs.h"
#include "check/schema.h"
#include "cmd/command.h"
#include "cmd/flow.h"
#include "config.h"
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

/* One run over the project, shared by its jobs. */
struct survey {
    const struct invocation *invocation;
    const struct workspace *workspace;
    const char **paths;
    struct flow **flows;
};

static void survey_one(void *context, size_t job) {
    struct survey *survey = context;
    survey->flows[job] =
        flow_run(survey->workspace, survey->paths[job], survey->invocation->language);
}

/* Writes the report over the project's own files (kommun.yaml, templates, guidelines) and all
 * definitions, in their order. */
static enum status write_report(const struct survey *survey, size_t count,
    const struct report_format *format) {
    const struct invocation *invocation = survey->invocation;
    struct report_part *parts = arena_array(invocation->arena, count + 1, sizeof *parts);
    findings_sort(invocation->findings);
    parts[0] = (struct report_part){ "kommun.yaml", invocation->findings };
    enum status status = findings_status(invocation->findings);
    size_t warnings = findings_count(invocation->findings, LEVEL_WARNING);
    for (size_t i = 0; i < count; i++) {
        struct findings *findings = survey->flows[i]->findings;
        parts[i + 1] = (struct report_part){ survey->paths[i], findings };
        status = worse(status, findings_status(findings));
        warnings += findings_count(findings, LEVEL_WARNING);
    }
    const struct report report = { .language = invocation->language,
        .colour = invocation->colour,
        .version = UNDERLAG_VERSION,
        .parts = parts,
        .part_count = count + 1 };
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    format->write(&report, &out);
    if (!print(out.data, out.size)) {
        return STATUS_FAULT;
    }
    bool strict = option_given(invocation, OPTION_STRICT) && warnings != 0;
    return worse(status, strict ? STATUS_FINDINGS : STATUS_OK);
}

static enum status check_project(
    struct invocation *invocation, const struct report_format *format, size_t threads) {
    struct survey survey = { .invocation = invocation };
    size_t count = 0;
    survey.workspace = workspace_open(invocation, GUIDELINE_WHOLE);
    if (survey.workspace != NULL && findings_status(invocation->findings) == STATUS_OK) {
        survey.paths = workspace_definitions(survey.workspace, invocation, &count);
    }
    survey.flows = arena_array(invocation->arena, count, sizeof(struct flow *));
    jobs_run(count, threads, &survey, survey_one, NULL);
    enum status status = write_report(&survey, count, format);
    for (size_t i = 0; i < count; i++) {
        flow_free(survey.flows[i]);
    }
    return status;
}

enum status run_check(struct invocation *invocation) {
    const char *schema = option_value(invocation, OPTION_SCHEMA, NULL);
    const struct report_format *format =
        report_format_find(option_value(invocation, OPTION_OUTPUT, "text"));
    size_t threads = wanted_threads(invocation);
    if (format == NULL) {
        return usage_fault(invocation, "--output tar text, json, sarif, junit eller github.",
            "--output takes text, json, sarif, junit or github.");
    }
    if (threads == SIZE_MAX) {
        return usage_fault(invocation, "--jobs tar ett tal från 1 till 1024.",
            "--jobs takes a number from 1 to 1024.");
    }
    if (schema != NULL && invocation->operand_count == 0) {
        return usage_fault(invocation, "det fattas en fil.", "a file is missing.");
    }
    return schema != NULL ? check_against_schema(invocation, schema)
                          : check_project(invocation, format, threads);
}
