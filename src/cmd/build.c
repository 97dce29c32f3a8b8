/* SPDX-License-Identifier: EUPL-1.2
 *
 * underlag build: every definition through the house, its papers to out/DEFINITION/TEMPLATE.FORMAT.
 * Definitions run side by side; what is said about them comes in their order. A definition with an
 * error gets no papers, and what it had before is left alone.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/jobs.h"
#include "base/text.h"
#include "cmd/flow.h"
#include "report/report.h"

/* One run of the command, shared by its jobs. */
struct build {
    struct invocation *invocation;
    const struct workspace *workspace;
    const char **paths;
    const char *out;
    bool formats[8];       /* by place in renderers[] */
    struct flow **flows;   /* by job; NULL before and after */
    size_t written;        /* papers whose bytes changed */
    size_t current;        /* papers that stood there already */
    enum status status;
    struct tally *tallies; /* by job */
};

struct tally {
    size_t written, current;
};

/* Writes one paper in one format unless the same bytes stand there already. */
static void write_paper(const struct build *build, struct flow *flow, const struct paper *paper,
    const struct renderer *renderer, struct tally *tally) {
    const struct render_options render = { .data = &build->workspace->render_data };
    CLEANUP_BUFFER struct buffer bytes = BUFFER_EMPTY;
    renderer->render(paper->document, &render, &bytes);
    const char *path = arena_printf(flow->arena, "%s/%s/%s%s", build->out, flow->name, paper->name,
        renderer->suffix);
    if (file_holds(path, bytes.data, bytes.size)) {
        tally->current++;
    } else if (file_replace(path, bytes.data, bytes.size, false)) {
        tally->written++;
    } else {
        finding_add(flow->findings, FILE_UNWRITABLE, (struct span){ 0 }, path, strerror(errno), NULL);
    }
}

static void build_one(void *context, size_t job) {
    struct build *build = context;
    struct flow *flow =
        flow_run(build->workspace, build->paths[job], build->invocation->language);
    build->flows[job] = flow;
    if (!flow_is_clean(flow)) {
        return;
    }
    for (size_t i = 0; i < flow->paper_count; i++) {
        for (size_t j = 0; renderers[j].name != NULL; j++) {
            if (build->formats[j]) {
                write_paper(build, flow, &flow->papers[i], &renderers[j], &build->tallies[job]);
            }
        }
    }
}

static void report_one(void *context, size_t job) {
    struct build *build = context;
    struct flow *flow = build->flows[job];
    enum status status = report_findings(build->invocation, flow->findings);
    build->status = status > build->status ? status : build->status;
    build->written += build->tallies[job].written;
    build->current += build->tallies[job].current;
    flow_free(flow);
    build->flows[job] = NULL;
}

/* Marks the renderers that --format names; all without it. False when one is unknown. */
static bool choose_formats(struct build *build) {
    const char *names = option_value(build->invocation, OPTION_FORMAT, NULL);
    if (names == NULL) {
        for (size_t i = 0; renderers[i].name != NULL; i++) {
            build->formats[i] = true;
        }
        return true;
    }
    char *list = arena_string(build->invocation->arena, names);
    char *rest = NULL;
    for (char *name = strtok_r(list, ",", &rest); name != NULL; name = strtok_r(NULL, ",", &rest)) {
        const struct renderer *renderer = renderer_find(name);
        if (renderer == NULL) {
            return false;
        }
        build->formats[renderer - renderers] = true;
    }
    return true;
}

static void print_summary(const struct build *build, size_t definitions) {
    const struct invocation *invocation = build->invocation;
    printf("%zu %s: %zu %s, %zu %s.\n", definitions, say(invocation, "definitioner", "definitions"),
        build->written, say(invocation, "filer skrivna", "files written"), build->current,
        say(invocation, "redan aktuella", "already current"));
}

enum status run_build(struct invocation *invocation) {
    struct build build = { .invocation = invocation };
    size_t count = 0;
    size_t threads = wanted_threads(invocation);
    if (!choose_formats(&build)) {
        return usage_fault(
            invocation, "--format tar md, html och docx.", "--format takes md, html and docx.");
    }
    if (threads == SIZE_MAX) {
        return usage_fault(invocation, "--jobs tar ett tal från 1 till 1024.",
            "--jobs takes a number from 1 to 1024.");
    }
    build.workspace = workspace_open(invocation, GUIDELINE_RULES);
    enum status status = show_findings(invocation);
    if (build.workspace == NULL || status != STATUS_OK) {
        return status;
    }
    build.out = option_value(
        invocation, OPTION_OUT, path_join(invocation->arena, build.workspace->root, "out"));
    build.paths = workspace_definitions(build.workspace, invocation, &count);
    if (build.paths == NULL) {
        return show_findings(invocation);
    }
    build.flows = arena_array(invocation->arena, count, sizeof(struct flow *));
    build.tallies = arena_array(invocation->arena, count, sizeof *build.tallies);
    jobs_run(count, threads, &build, build_one, report_one);
    print_summary(&build, count);
    return build.status;
}
