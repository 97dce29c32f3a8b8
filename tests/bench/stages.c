/* SPDX-License-Identifier: EUPL-1.2
 *
 * What each stage of one definition costs, in processor time of one thread, warm. Each line is
 *
 *     STAGE<tab>MICROSECONDS
 *
 * the median of REPEAT rounds. `run` makes ratios of them.
 *
 *     stages ROOT DEFINITION.yaml REPEAT
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "cmd/flow.h"
#include "cmd/workspace.h"
#include "render/render.h"
#include "tree/query.h"

enum { READ, FILL, DOCUMENT, RULES, MARKDOWN, HTML, DOCX, STAGE_COUNT };

static const char *const names[] = { "read", "fill", "document", "rules", "md", "html", "docx" };

struct bench {
    const struct workspace *workspace;
    struct flow *flow; /* what each stage begins with */
    struct arena *arena; /* of the round */
    struct findings *findings;
    struct tree *tree; /* read in this round: without the report that the rules leave */
    double *taken[STAGE_COUNT]; /* by round */
    size_t round;
    double since;
};

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

/* Ends the stage that began when the one before it ended. */
static void lap(struct bench *bench, int stage) {
    double at = now();
    bench->taken[stage][bench->round] += at - bench->since;
    bench->since = at;
}

static void read_definition(struct bench *bench) {
    const struct source *source = read_source(bench->arena, bench->flow->path, bench->findings);
    bench->tree = tree_read(
        bench->arena, source, tree_syntax_of(source->name), "definition", bench->findings);
    schema_settle(bench->arena, bench->workspace->schema, bench->tree, bench->workspace->kommun,
        bench->findings);
    node_graft(bench->tree->root, node_child(bench->workspace->kommun->root, "kommun"));
}

static void fill_papers(struct bench *bench) {
    const struct workspace *workspace = bench->workspace;
    const struct fill_options filling = { .escape = ESCAPE_MARKDOWN,
        .strict = true,
        .partials = workspace->partials,
        .kommun = workspace->kommun };
    for (size_t i = 0; i < workspace->template_count; i++) {
        template_fill(
            bench->arena, workspace->templates[i], bench->flow->tree, &filling, bench->findings);
    }
}

static void parse_documents(struct bench *bench) {
    for (size_t i = 0; i < bench->flow->paper_count; i++) {
        const struct filled *filled = bench->flow->papers[i].filled;
        const struct document_options parsing = { .map = &filled->map,
            .source = source_new(bench->arena, "", filled->text, filled->size),
            .title = filled->title,
            .numbered_headings = filled->numbered_headings };
        document_parse(bench->arena, filled->text, filled->size, &parsing, bench->findings);
    }
}

static void try_rules(struct bench *bench) {
    const struct flow *flow = bench->flow;
    const struct filled *texts[16];
    size_t count = 0;
    for (size_t i = 0; i < flow->paper_count && count < 16; i++) {
        if (!bench->workspace->templates[i]->front.report) {
            texts[count++] = flow->papers[i].filled;
        }
    }
    const struct rules_input input = { .tree = bench->tree,
        .kommun = bench->workspace->kommun,
        .earlier = flow->earlier,
        .papers = texts,
        .paper_count = count };
    rules_check(bench->arena, bench->workspace->guidelines[0], &input, bench->findings);
}

static void render_papers(struct bench *bench) {
    const struct render_options options = { .data = &bench->workspace->render_data };
    for (size_t i = 0; i < bench->flow->paper_count; i++) {
        for (int j = 0; j < 3; j++) {
            CLEANUP_BUFFER struct buffer bytes = BUFFER_EMPTY;
            renderers[j].render(bench->flow->papers[i].document, &options, &bytes);
            lap(bench, MARKDOWN + j);
        }
    }
}

static void run_round(struct bench *bench) {
    bench->arena = arena_new();
    bench->findings = findings_new(bench->arena, LANGUAGE_SV);
    bench->since = now();
    read_definition(bench);
    lap(bench, READ);
    fill_papers(bench);
    lap(bench, FILL);
    parse_documents(bench);
    lap(bench, DOCUMENT);
    try_rules(bench);
    lap(bench, RULES);
    render_papers(bench);
    arena_free(bench->arena);
}

static int by_size(const void *a, const void *b) {
    double left = *(const double *)a;
    double right = *(const double *)b;
    return (left > right) - (left < right);
}

int main(int argc, char **argv) {
    size_t rounds = argc == 4 ? (size_t)atoi(argv[3]) : 0;
    if (rounds == 0) {
        fputs("stages ROOT DEFINITION.yaml REPEAT\n", stderr);
        return 2;
    }
    query_setup();
    struct arena *arena = arena_new();
    struct invocation invocation = { .arena = arena, .language = LANGUAGE_SV };
    invocation.findings = findings_new(arena, LANGUAGE_SV);
    invocation.values[OPTION_ROOT] = argv[1];
    struct bench bench = { .workspace = workspace_open(&invocation, GUIDELINE_RULES) };
    const struct flow_options wanted = { .language = LANGUAGE_SV };
    bench.flow = bench.workspace != NULL ? flow_run(bench.workspace, argv[2], &wanted) : NULL;
    if (bench.flow == NULL || !flow_is_clean(bench.flow) || bench.workspace->guideline_count == 0) {
        fputs("the definition has errors\n", stderr);
        return 2;
    }
    for (int i = 0; i < STAGE_COUNT; i++) {
        bench.taken[i] = arena_array(arena, rounds, sizeof(double));
    }
    for (; bench.round < rounds; bench.round++) {
        run_round(&bench);
    }
    for (int i = 0; i < STAGE_COUNT; i++) {
        qsort(bench.taken[i], rounds, sizeof(double), by_size);
        printf("%s\t%.1f\n", names[i], bench.taken[i][rounds / 2]);
    }
    flow_free(bench.flow);
    arena_free(arena);
    return 0;
}
