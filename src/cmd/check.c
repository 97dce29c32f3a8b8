/* SPDX-License-Identifier: EUPL-1.2
 *
 * underlag check: what is wrong with definitions, templates and guidelines, without writing; with
 * --schema, holds any YAML or JSON file against any JSON Schema.
 */
#include <stdint.h>
#include <unistd.h>

#include "base/jobs.h"
#include "check/schema.h"
#include "cmd/definitions.h"
#include "cmd/examples.h"
#include "cmd/flow.h"
#include "cmd/progress.h"
#include "cmd/shared.h"
#include "config.h"
#include "report/report.h"

static enum status worse(enum status a, enum status b) {
    return a > b ? a : b;
}

/* Writes the report in the format and gives the status: the findings are the result, so they go to
 * standard output. */
static enum status write_report(const struct invocation *invocation,
    const struct report_format *format, const struct report_part *parts, size_t count) {
    enum status status = STATUS_OK;
    size_t warnings = 0;
    for (size_t i = 0; i < count; i++) {
        status = worse(status, findings_status(parts[i].findings));
        warnings += findings_count(parts[i].findings, LEVEL_WARNING);
    }
    const struct report report = { .language = invocation->language,
        .look = look_on(STDOUT_FILENO),
        .version = UNDERLAG_VERSION,
        .parts = parts,
        .part_count = count };
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    format->write(&report, &out);
    if (!print(invocation, out.data, out.size)) {
        return STATUS_FAULT;
    }
    bool strict = option_given(invocation, OPTION_STRICT) && warnings != 0;
    return worse(status, strict ? STATUS_FINDINGS : STATUS_OK);
}

/* Holds one file against the schema, on an arena of its own. The findings outlive it only as texts on
 * the program's arena, with the file itself for the excerpts. */
static struct findings *check_file(
    struct invocation *invocation, const struct schema *schema, const char *path) {
    struct findings *findings = findings_new(invocation->arena, invocation->language);
    const struct source *source = read_source(invocation->arena, path, findings);
    if (source != NULL) {
        struct arena *arena = arena_new();
        const struct tree *tree =
            tree_read(arena, source, tree_syntax_of(path), "definition", findings);
        if (tree != NULL) {
            schema_validate(arena, schema, tree, findings);
        }
        arena_free(arena);
    }
    findings_sort(findings);
    return findings;
}

static enum status check_against_schema(
    struct invocation *invocation, const struct report_format *format, const char *path) {
    struct arena *arena = invocation->arena;
    struct findings *findings = invocation->findings;
    size_t count = invocation->operand_count;
    struct report_part *parts = arena_array(arena, count + 1, sizeof *parts);
    const struct source *source = read_source(arena, path, findings);
    const struct tree *tree = source == NULL
        ? NULL
        : tree_read(arena, source, tree_syntax_of(path), "schema", findings);
    const struct schema *schema = tree == NULL ? NULL : schema_compile(arena, tree, findings);
    findings_sort(findings);
    parts[0] = (struct report_part){ path, findings };
    count = schema != NULL ? count : 0;
    for (size_t i = 0; i < count; i++) {
        const char *name = invocation->operands[i];
        parts[i + 1] = (struct report_part){ name, check_file(invocation, schema, name) };
    }
    return write_report(invocation, format, parts, count + 1);
}

/* One run over the project, shared by its jobs. */
struct survey {
    const struct invocation *invocation;
    const struct workspace *workspace;
    const char **paths;
    struct found *found;
    struct progress progress;
};

/* What is kept of a definition until all are reported: a definition takes a hundred times as much. */
struct found {
    struct arena *arena;
    struct findings *findings;
};

static void survey_one(void *context, size_t job) {
    struct survey *survey = context;
    struct flow *flow = flow_run(survey->workspace, survey->paths[job],
        &(struct flow_options){ .language = survey->invocation->language });
    struct found *found = &survey->found[job];
    found->arena = arena_new();
    found->findings = findings_detach(found->arena, flow->findings);
    flow_free(flow);
}

static void count_one(void *context, size_t job) {
    struct survey *survey = context;
    progress_step(&survey->progress, job + 1);
}

/* Whether all that is asked for is shared; those that are not are gathered in front. */
static bool take_shared(struct invocation *invocation, const char *root, const char **paths) {
    struct shared shared = shared_find(invocation->arena, root);
    const char **others = arena_array(invocation->arena, invocation->operand_count + 1, sizeof *others);
    size_t count = 0;
    for (size_t i = 0; i < invocation->operand_count; i++) {
        paths[i] = shared_path(invocation->arena, &shared, invocation->operands[i]);
        if (paths[i] == NULL) {
            others[count++] = invocation->operands[i];
        }
    }
    if (count == 0) {
        return invocation->operand_count != 0;
    }
    invocation->operands = others;
    invocation->operand_count = count;
    return false;
}

/* Tells what was found in the shared files that are named, and only that. */
static enum status check_shared(const struct invocation *invocation,
    const struct report_format *format, const char *const *paths) {
    size_t count = invocation->operand_count;
    struct report_part *parts = arena_array(invocation->arena, count, sizeof *parts);
    for (size_t i = 0; i < count; i++) {
        parts[i].name = invocation->operands[i];
        parts[i].findings = shared_findings(invocation->arena, invocation->findings, paths[i]);
    }
    return write_report(invocation, format, parts, count);
}

/* Runs the examples of the guidelines that are asked for, or whose sound definition is. */
static void try_examples(struct invocation *invocation, const struct workspace *workspace,
    const char *const *paths, size_t threads) {
    struct arena *arena = invocation->arena;
    for (size_t i = 0; i < workspace->guideline_count; i++) {
        const struct guideline *guideline = workspace->guidelines[i];
        const char *base = examples_base(arena, guideline);
        bool asked = false;
        for (size_t j = 0; j < invocation->operand_count; j++) {
            asked = asked || shared_covers(arena, paths[j], guideline->tree->source->name)
                || (base != NULL && shared_covers(arena, paths[j], base));
        }
        if (asked) {
            examples_check(arena, workspace, guideline, threads, invocation->findings);
        }
    }
    findings_sort(invocation->findings);
}

static enum status check_project(
    struct invocation *invocation, const struct report_format *format, size_t threads) {
    struct survey survey = { .invocation = invocation };
    size_t count = 0;
    survey.workspace = workspace_open(invocation, GUIDELINE_WHOLE);
    findings_sort(invocation->findings);
    const char **paths = arena_array(invocation->arena, invocation->operand_count + 1, sizeof *paths);
    if (survey.workspace != NULL && take_shared(invocation, survey.workspace->root, paths)) {
        if (findings_status(invocation->findings) == STATUS_OK) {
            try_examples(invocation, survey.workspace, paths, threads);
        }
        return check_shared(invocation, format, paths);
    }
    if (survey.workspace != NULL && findings_status(invocation->findings) == STATUS_OK) {
        survey.paths = definitions_find(survey.workspace->root, invocation, &count);
    }
    survey.found = arena_array(invocation->arena, count, sizeof *survey.found);
    progress_begin(&survey.progress, count, invocation->language);
    jobs_run(count, threads, &survey, survey_one, count_one);
    progress_clear(&survey.progress);
    struct report_part *parts = arena_array(invocation->arena, count + 1, sizeof *parts);
    findings_sort(invocation->findings);
    parts[0] = (struct report_part){ "kommun.yaml", invocation->findings };
    for (size_t i = 0; i < count; i++) {
        parts[i + 1] = (struct report_part){ survey.paths[i], survey.found[i].findings };
    }
    enum status status = write_report(invocation, format, parts, count + 1);
    for (size_t i = 0; i < count; i++) {
        arena_free(survey.found[i].arena);
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
    return schema != NULL ? check_against_schema(invocation, format, schema)
                          : check_project(invocation, format, threads);
}
