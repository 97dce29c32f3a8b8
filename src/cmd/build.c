/* SPDX-License-Identifier: EUPL-1.2
 *
 * underlag build: every definition through the house, its papers to out/DEFINITION/TEMPLATE.FORMAT.
 * Definitions run side by side; what is said about them comes in their order. A definition with an
 * error gets no papers, and what it had before is left alone. What is current is left alone, too
 * (plan.h); with --check nothing is written, and everything is compared.
 */
#include <stdint.h>
#include <string.h>

#include "base/file.h"
#include "base/jobs.h"
#include "base/temporary.h"
#include "cmd/clear.h"
#include "cmd/definitions.h"
#include "cmd/flow.h"
#include "cmd/killed.h"
#include "cmd/plan.h"
#include "cmd/product.h"
#include "cmd/progress.h"
#include "report/report.h"

/* One run of the command, shared by its jobs. */
struct build {
    struct invocation *invocation;
    const struct workspace *workspace;
    const struct needs *needs;
    struct plan *plan;
    struct delivery delivery;
    const size_t *jobs;    /* the item of each job */
    struct product **products; /* by job; NULL before and after */
    struct progress progress;
    size_t written, current, stale;
    enum status status;
};

static void worsen(struct build *build, enum status status) {
    build->status = status > build->status ? status : build->status;
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
        .papers = papers_trace(papers, flow->paper_count * build->delivery.format_count),
        .formats = build->delivery.formats,
        .warnings = (uint32_t)flow->findings->count,
        .verified = true };
    needs_of_flow(flow->arena, build->needs, flow, entry);
    /* Changed while it was read: whose content was it? */
    return digest_equal(trace_seen(item->path), item->input.seen);
}

static void build_one(void *context, size_t job) {
    struct build *build = context;
    const struct plan_item *item = &build->plan->items[build->jobs[job]];
    const struct flow_options wanted = {
        .language = build->invocation->language, .draft = build->delivery.draft
    };
    struct flow *flow = flow_run(build->workspace, item->path, &wanted);
    struct product *product = arena_new_of(flow->arena, struct product);
    *product = (struct product){ .flow = flow, .said = BUFFER_EMPTY };
    build->products[job] = product;
    if (!flow_is_clean(flow)) {
        return;
    }
    bool writes = !build->delivery.check;
    if (writes) {
        const char *folder = path_join(flow->arena, build->plan->out, flow->name);
        temporary_sweep(folder);
        product->target = target_open(flow->arena, folder);
    }
    product->recordable = true;
    const struct trace *traces = product_make(&build->delivery, product);
    if (writes) {
        target_close(product->target);
    }
    product->recordable =
        writes && product->recordable && record_product(build, product, item, traces);
}

static void report_one(void *context, size_t job) {
    struct build *build = context;
    struct product *product = build->products[job];
    if (product->flow->findings->count != 0 || product->stale != 0) {
        progress_clear(&build->progress);
    }
    worsen(build, report_findings(product->flow->findings));
    build->plan->items[build->jobs[job]].clean = flow_is_clean(product->flow) && !build->delivery.draft;
    build->written += product->written;
    build->current += product->current;
    build->stale += product->stale;
    if (product->stale != 0) {
        bool said = print(build->invocation, product->said.data, product->said.size);
        worsen(build, said ? STATUS_FINDINGS : STATUS_FAULT);
    }
    plan_note(build->plan, build->jobs[job], product->recordable ? &product->entry : NULL);
    buffer_done(&product->said);
    flow_free(product->flow);
    build->products[job] = NULL;
    progress_step(&build->progress, job + 1);
}

/* "3 filer skrivna": the number with the words for one, or for none and many. */
static const char *count_of(const struct invocation *invocation, size_t count, const char *one_sv,
    const char *many_sv, const char *one_en, const char *many_en) {
    return arena_printf(invocation->arena, "%zu %s", count,
        count == 1 ? say(invocation, one_sv, one_en) : say(invocation, many_sv, many_en));
}

/* ", 9 uteblev på grund av fel": what a reader of the other two numbers would take to be there. */
static const char *count_missing(const struct build *build) {
    const struct plan *plan = build->plan;
    size_t files = build->delivery.format_count + option_given(build->invocation, OPTION_ANNOTATE);
    size_t due = plan->count * plan->inputs->paper_count * files;
    size_t there = build->written + build->current + build->stale;
    return due <= there ? ""
                        : arena_printf(build->invocation->arena, ", %zu %s", due - there,
                            say(build->invocation, "uteblev på grund av fel",
                                "not made because of errors"));
}

static bool print_summary(const struct build *build, size_t unheard) {
    const struct invocation *invocation = build->invocation;
    const char *first = build->delivery.check
        ? count_of(invocation, build->stale, "fil inte aktuell", "filer inte aktuella",
              "file not current", "files not current")
        : count_of(invocation, build->written, "fil skriven", "filer skrivna", "file written",
              "files written");
    const char *second = build->delivery.check
        ? count_of(invocation, build->current, "aktuell", "aktuella", "current", "current")
        : count_of(invocation, build->current, "redan aktuell", "redan aktuella", "already current",
              "already current");
    const char *text = arena_printf(invocation->arena, "%s: %s, %s%s.\n",
        count_of(invocation, build->plan->count, "definition", "definitioner", "definition",
            "definitions"),
        first, second, count_missing(build));
    if (unheard != 0) {
        text = arena_printf(invocation->arena, "%s%s %s\n", text,
            count_of(invocation, unheard, "anmärkning", "anmärkningar", "finding", "findings"),
            say(invocation, "på oförändrade filer visas av underlag check.",
                "about unchanged files: see underlag check."));
    }
    return print(invocation, text, strlen(text));
}

/* Whether the build leaves word in out/ of what it may leave there. A step of an engine (docs/scale.md) writes
 * nothing but its papers; interrupted, it is run again, and sweeps their folders. */
static bool is_present(const struct build *build) {
    return !build->delivery.check
        && (build->plan->whole || !option_given(build->invocation, OPTION_NO_RECORD));
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
    plan->inputs = inputs_with_reference(invocation, plan->inputs, build->workspace->reference);
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
    build->delivery.workspace = build->workspace;
    build->delivery.inputs = plan->inputs;
    build->delivery.out = plan->out;
    build->jobs = jobs;
    build->products = arena_array(invocation->arena, count, sizeof *build->products);
    progress_begin(&build->progress, count, invocation->language);
    struct presence *presence = is_present(build) ? killed_begin(invocation->arena, plan) : NULL;
    jobs_run(count, threads, build, build_one, report_one);
    if (presence != NULL) {
        presence_end(presence);
    }
    progress_clear(&build->progress);
    return true;
}

/* Shows what is wrong with the list of definitions; but before it what is wrong with the folder, from
 * which all the rest may follow. */
static void show_list_faults(struct build *build) {
    struct invocation *invocation = build->invocation;
    struct findings *held = invocation->findings;
    invocation->findings = findings_new(invocation->arena, invocation->language);
    bool open = workspace_open(invocation, GUIDELINE_RULES) != NULL;
    worsen(build, show_findings(invocation));
    if (open && build->status == STATUS_OK) {
        invocation->findings = held;
        worsen(build, show_findings(invocation));
    }
}

/* Lists the definitions and says which are stale. False when there is no list, which has been said. */
static bool make_plan(struct build *build, struct shard shard) {
    struct invocation *invocation = build->invocation;
    struct arena *arena = invocation->arena;
    const char *root = workspace_root(invocation);
    bool checks = build->delivery.check;
    bool drafts = build->delivery.draft;
    size_t count = 0;
    const char **paths = definitions_find(root, invocation, &count);
    if (findings_count(invocation->findings, LEVEL_ERROR) != 0) {
        show_list_faults(build);
        return false;
    }
    worsen(build, show_findings(invocation));
    invocation->findings = findings_new(arena, invocation->language);
    const char *out = option_value(invocation, OPTION_OUT, path_join(arena, root, "out"));
    if (out_lies_among_sources(arena, out, root, paths, count)) {
        build->status = usage_fault(invocation,
            "--out ska vara en mapp för handlingarna och inget annat: inte projektets egen, och ingen i eller runt "
            "agreements, guidelines, schema och templates.",
            "--out takes a folder for the papers and nothing else: not that of the project, and none in or round "
            "agreements, guidelines, schema and templates.");
        return false;
    }
    const char **all = NULL;
    const size_t all_count = count;
    if (shard.count > 1) {
        all = arena_array(arena, count + 1, sizeof *all);
        memcpy(all, paths, count * sizeof *all);
    }
    count = shard_keep(&shard, paths, count);
    const struct plan_options wanted = { .root = root,
        .out = out,
        .formats = build->delivery.formats,
        .force = checks || drafts || option_given(invocation, OPTION_FORCE)
            || option_given(invocation, OPTION_ANNOTATE),
        .recorded = !checks && !drafts && !option_given(invocation, OPTION_NO_RECORD),
        .known = !option_given(invocation, OPTION_NO_RECORD),
        .whole = invocation->operand_count == 0,
        .shard = shard,
        .all = all,
        .all_count = all_count };
    build->plan = plan_make(invocation, paths, count, &wanted);
    return true;
}

/* Reads the options. False when one is wrong, which has been said. */
static bool read_options(struct build *build, size_t *threads, struct shard *shard) {
    struct invocation *invocation = build->invocation;
    const char *share = option_value(invocation, OPTION_SHARD, NULL);
    *shard = (struct shard){ 1, 1 };
    *threads = wanted_threads(invocation);
    build->status = STATUS_FAULT;
    if (!formats_choose(invocation, &build->delivery.formats)) {
        usage_fault(invocation, "--format tar md, html och docx, med komma emellan.",
            "--format takes md, html and docx, with commas between.");
    } else if (*threads == SIZE_MAX) {
        usage_fault(invocation, "--jobs tar ett tal från 1 till 1024.",
            "--jobs takes a number from 1 to 1024.");
    } else if (share != NULL && !shard_parse(share, shard)) {
        usage_fault(
            invocation, "--shard tar K/N, till exempel 2/8.", "--shard takes K/N, such as 2/8.");
    } else if (option_given(invocation, OPTION_PRUNE) && invocation->operand_count != 0) {
        usage_fault(invocation, "--prune gäller alla definitioner; ange inga filer.",
            "--prune is about all definitions; name no files.");
    } else {
        build->status = STATUS_OK;
    }
    build->delivery.format_count = (size_t)__builtin_popcount(build->delivery.formats);
    return build->status == STATUS_OK;
}

enum status run_build(struct invocation *invocation) {
    struct build build = { .invocation = invocation,
        .delivery = { .invocation = invocation,
            .check = option_given(invocation, OPTION_CHECK),
            .draft = option_given(invocation, OPTION_DRAFT),
            .durable = option_given(invocation, OPTION_DURABLE) } };
    size_t threads;
    struct shard shard;
    if (!read_options(&build, &threads, &shard) || !make_plan(&build, shard)) {
        return build.status;
    }
    struct plan *plan = build.plan;
    size_t unheard = plan->record->warnings;
    if (plan->stale_count != 0 || plan->shared_changed) {
        if (!run_stale(&build, threads)) {
            return build.status;
        }
        unheard = 0;
    } else {
        plan_begin_record(plan, invocation->arena, unheard);
    }
    if (plan->whole) {
        worsen(&build, clear_leftovers(invocation, plan, build.delivery.check));
    }
    plan_finish(plan, invocation->arena);
    build.current +=
        (plan->count - plan->stale_count) * plan->inputs->paper_count * build.delivery.format_count;
    if (plan->whole) {
        worsen(&build, clear_orphans(invocation, plan, build.delivery.check));
    } else if (!build.delivery.check) {
        killed_sweep(invocation->arena, plan, NULL, 0);
    }
    return print_summary(&build, plan->warnings + unheard) ? build.status : STATUS_FAULT;
}
