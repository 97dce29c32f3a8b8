/* SPDX-License-Identifier: EUPL-1.2
 *
 * underlag build: every definition through the house, its papers to out/DEFINITION/TEMPLATE.FORMAT.
 * Definitions run side by side; what is said about them comes in their order. A definition with an
 * error gets no papers, and what it had before is left alone. What is current is left alone, too
 * (plan.h); with --check nothing is written, and everything is compared.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/jobs.h"
#include "base/text.h"
#include "cmd/compare.h"
#include "cmd/flow.h"
#include "cmd/orphans.h"
#include "cmd/plan.h"
#include "report/report.h"

/* What a job leaves for the one that reports; lies on the flow's arena. */
struct product {
    struct flow *flow;
    struct record_entry entry;
    bool recordable;
    size_t written, current; /* papers whose bytes changed; that stood there already */
    size_t stale;            /* --check: papers that are not what they should be */
    struct buffer said;      /* --check: how they differ */
};

/* One run of the command, shared by its jobs. */
struct build {
    struct invocation *invocation;
    const struct workspace *workspace;
    const struct needs *needs;
    struct plan *plan;
    uint32_t formats;      /* by place in renderers[] */
    size_t format_count;
    bool check, durable;
    const size_t *jobs;    /* the item of each job */
    struct product **products; /* by job; NULL before and after */
    size_t written, current, stale;
    enum status status;
};

static void worsen(struct build *build, enum status status) {
    build->status = status > build->status ? status : build->status;
}

/* Writes one paper in one format unless the same bytes stand there already; gives its trace. */
static struct trace write_paper(const struct build *build, struct product *product,
    const char *path, const struct buffer *bytes) {
    struct findings *findings = product->flow->findings;
    struct file_stamp stamp = file_stamp(path);
    if (stamp.size == bytes->size && file_holds(path, bytes->data, bytes->size)) {
        product->current++;
    } else if (file_replace_stamped(path, bytes->data, bytes->size, build->durable, &stamp)) {
        product->written++;
    } else {
        finding_add(findings, FILE_UNWRITABLE, (struct span){ 0 }, path, strerror(errno), NULL);
        product->recordable = false;
    }
    return (struct trace){ digest_of_stamp(stamp), digest_of(bytes->data, bytes->size) };
}

/* Makes one paper in all formats. Gives their traces, in order, from `traces` on. */
static void make_paper(const struct build *build, struct product *product,
    const struct paper *paper, struct trace *traces) {
    const struct render_options render = { .data = &build->workspace->render_data };
    size_t stale = product->stale;
    for (size_t i = 0; renderers[i].name != NULL; i++) {
        if ((build->formats & 1u << i) == 0) {
            continue;
        }
        CLEANUP_BUFFER struct buffer bytes = BUFFER_EMPTY;
        renderers[i].render(paper->document, &render, &bytes);
        const char *path = paper_path(product->flow->arena, build->plan->out, product->flow->name,
            paper->name, renderers[i].suffix);
        if (!build->check) {
            *traces++ = write_paper(build, product, path, &bytes);
        } else if (compare_paper(build->invocation, path, &renderers[i], &bytes,
                       product->stale > stale, &product->said)) {
            product->current++;
        } else {
            product->stale++;
        }
    }
}

/* The earlier definition as the record wants it. False when what it was cannot be told: it is there,
 * but unsound, and may become sound by other files than its own. */
static bool record_earlier(const struct build *build, struct product *product) {
    const struct flow *flow = product->flow;
    if (flow->earlier_path == NULL) {
        return true;
    }
    struct trace trace = trace_take(flow->earlier_path, NULL);
    product->entry.earlier = path_stem(flow->arena, flow->earlier_path);
    product->entry.earlier_input = trace_for_record(flow->earlier_path, trace, build->plan->now);
    return flow->earlier != NULL || digest_is_none(trace.content);
}

/* Fills in the product's entry; false when the definition must be built again next time. */
static bool record_product(const struct build *build, struct product *product,
    const struct plan_item *item, const struct trace *papers) {
    struct flow *flow = product->flow;
    struct record_entry *entry = &product->entry;
    if (flow->paper_count != build->plan->inputs->paper_count || !record_earlier(build, product)) {
        return false;
    }
    *entry = (struct record_entry){ .name = item->name,
        .input = trace_for_record(item->path, item->input, build->plan->now),
        .earlier = entry->earlier,
        .earlier_input = entry->earlier_input,
        .papers = papers_trace(papers, flow->paper_count * build->format_count),
        .formats = build->formats,
        .warnings = (uint32_t)flow->findings->count,
        .verified = true };
    needs_of_flow(flow->arena, build->needs, flow, entry);
    /* Changed while it was read: whose content was it? */
    return digest_equal(trace_seen(item->path), item->input.seen);
}

/* Papers come in the order of the templates, reports last; a record has them by name. */
static size_t paper_place(const struct build *build, const struct paper *paper) {
    size_t place = 0;
    while (place < build->plan->inputs->paper_count
        && strcmp(build->plan->inputs->papers[place], paper->name) != 0) {
        place++;
    }
    return place;
}

static void build_one(void *context, size_t job) {
    struct build *build = context;
    const struct plan_item *item = &build->plan->items[build->jobs[job]];
    struct flow *flow = flow_run(build->workspace, item->path, build->invocation->language);
    struct product *product = arena_new_of(flow->arena, struct product);
    *product = (struct product){ .flow = flow, .said = BUFFER_EMPTY };
    build->products[job] = product;
    if (!flow_is_clean(flow)) {
        return;
    }
    product->recordable = true;
    size_t room = build->plan->inputs->paper_count + 1;
    struct trace *traces =
        arena_array(flow->arena, room * build->format_count, sizeof *traces);
    for (size_t i = 0; i < flow->paper_count; i++) {
        size_t place = paper_place(build, &flow->papers[i]);
        product->recordable = product->recordable && place + 1 < room;
        make_paper(build, product, &flow->papers[i], traces + place * build->format_count);
    }
    product->recordable =
        !build->check && product->recordable && record_product(build, product, item, traces);
}

static void report_one(void *context, size_t job) {
    struct build *build = context;
    struct product *product = build->products[job];
    worsen(build, report_findings(build->invocation, product->flow->findings));
    build->written += product->written;
    build->current += product->current;
    build->stale += product->stale;
    if (product->stale != 0) {
        worsen(build, print(product->said.data, product->said.size) ? STATUS_FINDINGS : STATUS_FAULT);
    }
    plan_note(build->plan, build->jobs[job], product->recordable ? &product->entry : NULL);
    buffer_done(&product->said);
    flow_free(product->flow);
    build->products[job] = NULL;
}

/* Tells of papers without a definition, or removes them. */
static void treat_orphans(struct build *build) {
    struct invocation *invocation = build->invocation;
    size_t count = 0;
    const struct orphan *orphans = orphans_find(invocation->arena, build->plan, &count);
    bool prune = option_given(invocation, OPTION_PRUNE) && !build->check;
    for (size_t i = 0; i < count; i++) {
        if (!prune) {
            finding_add(invocation->findings, PAPERS_ORPHANED, (struct span){ 0 },
                orphans[i].folder, NULL);
        } else if (orphan_remove(&orphans[i])) {
            printf("%s: %s\n", orphans[i].folder, say(invocation, "borttagen", "removed"));
        } else {
            finding_add(invocation->findings, FILE_UNWRITABLE, (struct span){ 0 },
                orphans[i].folder, strerror(errno), NULL);
        }
    }
    worsen(build, show_findings(invocation));
    if (build->check && count != 0) {
        worsen(build, STATUS_FINDINGS);
    }
}

static void print_summary(const struct build *build, size_t warnings) {
    const struct invocation *invocation = build->invocation;
    printf("%zu %s: %zu %s, %zu %s.\n", build->plan->count,
        say(invocation, "definitioner", "definitions"), build->check ? build->stale : build->written,
        build->check ? say(invocation, "filer inte aktuella", "files not current")
                     : say(invocation, "filer skrivna", "files written"),
        build->current, build->check ? say(invocation, "aktuella", "current")
                                     : say(invocation, "redan aktuella", "already current"));
    if (warnings != 0) {
        printf("%zu %s\n", warnings,
            say(invocation, "anmärkningar på oförändrade filer visas av underlag check.",
                "findings about unchanged files are shown by underlag check."));
    }
}

/* Opens the workspace and runs the definitions that the plan says are stale. */
static bool run_stale(struct build *build, size_t threads) {
    struct invocation *invocation = build->invocation;
    struct plan *plan = build->plan;
    build->workspace = workspace_open(invocation, GUIDELINE_RULES);
    worsen(build, show_findings(invocation));
    if (build->workspace == NULL || build->status != STATUS_OK) {
        return false;
    }
    build->needs = needs_open(invocation->arena, build->workspace, plan->inputs);
    plan_look_closer(plan, build->needs);
    plan_begin_record(plan, invocation->arena, invocation->findings->count);
    invocation->findings = findings_new(invocation->arena, invocation->language);
    size_t *jobs = arena_array(invocation->arena, plan->stale_count, sizeof *jobs);
    size_t count = 0;
    for (size_t i = 0; i < plan->count; i++) {
        if (plan->items[i].stale) {
            jobs[count++] = i;
        }
    }
    build->jobs = jobs;
    build->products = arena_array(invocation->arena, count, sizeof *build->products);
    jobs_run(count, threads, build, build_one, report_one);
    return true;
}

static int by_name(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* A name that two of the paths share (their papers would be the same files), or NULL. */
static const char *find_double(struct arena *arena, const char *const *paths, size_t count) {
    const char **names = arena_array(arena, count, sizeof *names);
    for (size_t i = 0; i < count; i++) {
        names[i] = path_stem(arena, paths[i]);
    }
    if (count != 0) {
        qsort(names, count, sizeof *names, by_name);
    }
    for (size_t i = 1; i < count; i++) {
        if (strcmp(names[i - 1], names[i]) == 0) {
            return names[i];
        }
    }
    return NULL;
}

/* Lists the definitions and says which are stale. False when the command line or the folder is
 * wrong, which has been said. */
static bool make_plan(struct build *build, struct shard shard) {
    struct invocation *invocation = build->invocation;
    struct arena *arena = invocation->arena;
    const char *root = workspace_root(invocation);
    const struct plan_options wanted = { .root = root,
        .out = option_value(invocation, OPTION_OUT, path_join(arena, root, "out")),
        .formats = build->formats,
        .force = build->check || option_given(invocation, OPTION_FORCE),
        .recorded = !build->check && !option_given(invocation, OPTION_NO_RECORD),
        .whole = invocation->operand_count == 0,
        .shard = shard };
    size_t count = 0;
    const char **paths = root_definitions(root, invocation, &count);
    if (paths == NULL) {
        worsen(build, show_findings(invocation));
        return false;
    }
    /* Within one folder names differ by themselves. */
    const char *twin = wanted.whole ? NULL : find_double(arena, paths, count);
    if (twin != NULL) {
        worsen(build,
            usage_fault(invocation, arena_printf(arena, "två definitioner heter ”%s”.", twin),
                arena_printf(arena, "two definitions are called “%s”.", twin)));
        return false;
    }
    count = shard_keep(&shard, paths, count);
    build->plan = plan_make(invocation, paths, count, &wanted);
    return true;
}

enum status run_build(struct invocation *invocation) {
    struct build build = { .invocation = invocation,
        .check = option_given(invocation, OPTION_CHECK),
        .durable = option_given(invocation, OPTION_DURABLE) };
    size_t threads = wanted_threads(invocation);
    const char *share = option_value(invocation, OPTION_SHARD, NULL);
    struct shard shard = { 1, 1 };
    if (!formats_choose(invocation, &build.formats)) {
        return usage_fault(
            invocation, "--format tar md, html och docx.", "--format takes md, html and docx.");
    }
    build.format_count = (size_t)__builtin_popcount(build.formats);
    if (threads == SIZE_MAX) {
        return usage_fault(invocation, "--jobs tar ett tal från 1 till 1024.",
            "--jobs takes a number from 1 to 1024.");
    }
    if (share != NULL && !shard_parse(share, &shard)) {
        return usage_fault(invocation, "--shard tar K/N, till exempel 2/8.",
            "--shard takes K/N, such as 2/8.");
    }
    if (option_given(invocation, OPTION_PRUNE) && invocation->operand_count != 0) {
        return usage_fault(invocation, "--prune gäller alla definitioner; ange inga filer.",
            "--prune is about all definitions; name no files.");
    }
    if (!make_plan(&build, shard)) {
        return build.status;
    }
    struct plan *plan = build.plan;
    size_t shared_warnings = plan->record->warnings;
    if (plan->stale_count != 0 || plan->shared_changed) {
        if (!run_stale(&build, threads)) {
            return build.status;
        }
        shared_warnings = 0;
    } else {
        plan_begin_record(plan, invocation->arena, shared_warnings);
    }
    plan_finish(plan, invocation->arena);
    build.current += (plan->count - plan->stale_count) * plan->inputs->paper_count * build.format_count;
    if (plan->whole) {
        treat_orphans(&build);
    }
    print_summary(&build, plan->warnings + shared_warnings);
    return fflush(stdout) == 0 ? build.status : STATUS_FAULT;
}
