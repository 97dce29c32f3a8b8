/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/examples.h"

#include <errno.h>

#include "base/array.h"
#include "base/file.h"
#include "base/jobs.h"
#include "base/money.h"
#include "base/text.h"
#include "cmd/flow.h"
#include "cmd/patch.h"
#include "report/world.h"

/* Each example is tried as a whole definition: their number and their size are what the trial costs. */
enum { EXAMPLES_MOST = 2000, EXAMPLE_LARGEST = 64 << 10 };

struct example {
    const struct rule *rule;
    const xmlNode *patch;
    bool rejected;
};

struct examples {
    struct arena *arena;
    const struct workspace *workspace;
    const char *path; /* of the definition that they change */
    const char *folder; /* where it lies, and those that it names as earlier */
    const struct tree *base;
    struct findings *findings;
    ARRAY_OF(struct example) items;
    bool has_more;       /* than are run, which has been told */
    struct flow **flows; /* by example, from when it was run until it is reported; NULL: too large */
};

static void add_one(
    struct examples *examples, const struct rule *rule, const xmlNode *patch, bool rejected) {
    if (examples->items.count < EXAMPLES_MOST) {
        ARRAY_ADD(examples->arena, examples->items, (struct example){ rule, patch, rejected });
    } else if (!examples->has_more) {
        examples->has_more = true;
        finding_add(examples->findings, EXAMPLES_MANY, node_span(patch),
            money_group(examples->arena, EXAMPLES_MOST), NULL);
    }
}

/* Tells of a definition that is too large to be tried. */
static void tell_large(const struct examples *examples, struct span where) {
    finding_add(examples->findings, EXAMPLE_LARGE, where,
        arena_printf(examples->arena, "%d", EXAMPLE_LARGEST >> 10), NULL);
}

static void add(struct examples *examples, const struct rule *rule, const char *key, bool rejected) {
    const xmlNode *all = node_child(rule->node, "exempel");
    const xmlNode *patch = all != NULL ? node_child(all, key) : NULL;
    if (patch == NULL || node_kind(patch) == NODE_SCALAR) {
        return;
    }
    if (node_kind(patch) == NODE_MAPPING) {
        add_one(examples, rule, patch, rejected);
        return;
    }
    for (const xmlNode *item = node_first(patch); item != NULL; item = node_next(item)) {
        add_one(examples, rule, item, rejected);
    }
}

static void run(void *context, size_t job) {
    struct examples *examples = context;
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    patch_write(&text, examples->base->root, examples->items.items[job].patch);
    if (text.size > EXAMPLE_LARGEST) {
        return;
    }
    const struct flow_options wanted = {
        .language = examples->findings->language,
        .text = text.data,
        .earlier_folder = examples->folder
    };
    examples->flows[job] = flow_run(examples->workspace, examples->path, &wanted);
}

/* What the flow found besides findings of the rule (NULL: at all); whether there are any of the rule. */
static bool tell_others(const struct examples *examples, const struct flow *flow,
    const struct rule *rule, struct span where) {
    bool found = false;
    for (size_t i = 0; i < flow->findings->count; i++) {
        const struct finding *finding = flow->findings->items[i];
        if (rule != NULL && text_equal(finding->rule->id, rule->info.id)) {
            found = true;
        } else {
            /* The full stop comes behind the id. */
            const char *message = finding->message;
            size_t size = strlen(message);
            size -= size != 0 && message[size - 1] == '.';
            finding_add(examples->findings, EXAMPLE_OTHER, where, finding->rule->id,
                arena_copy(examples->findings->arena, message, size), NULL);
        }
    }
    return found;
}

static void report(void *context, size_t job) {
    struct examples *examples = context;
    const struct example *example = &examples->items.items[job];
    struct flow *flow = examples->flows[job];
    struct span where = node_span(example->patch);
    if (flow == NULL) {
        tell_large(examples, where);
        return;
    }
    bool found =
        tell_others(examples, flow, example->rejected ? example->rule : NULL, where);
    if (example->rejected && !found) {
        finding_add(examples->findings, EXAMPLE_SILENT, where, example->rule->info.id, NULL);
    }
    flow_free(flow);
}

/* Whether the definition that the examples change gives no findings; those that it gives are told. */
static bool base_is_sound(struct examples *examples, const xmlNode *named) {
    struct findings *findings = examples->findings;
    size_t errors = findings_count(findings, LEVEL_ERROR);
    if (!file_exists(examples->path)) {
        finding_add_fault(findings, FILE_UNREADABLE, examples->path, errno)->where = node_span(named);
        return false;
    }
    const struct source *source = read_source(examples->arena, examples->path, findings);
    if (source == NULL) {
        return false;
    }
    if (source->size > EXAMPLE_LARGEST) {
        tell_large(examples, node_span(named));
        return false;
    }
    examples->base = tree_read(examples->arena, source, TREE_YAML, "definition", findings);
    if (examples->base == NULL || findings_count(findings, LEVEL_ERROR) != errors) {
        return false;
    }
    const struct flow_options wanted = {
        .language = findings->language, .earlier_folder = examples->folder
    };
    struct flow *flow = flow_run(examples->workspace, examples->path, &wanted);
    size_t count = flow->findings->count;
    findings_append(findings, findings_detach(examples->arena, flow->findings));
    flow_free(flow);
    if (count != 0 || node_kind(examples->base->root) != NODE_MAPPING) {
        finding_add(findings, EXAMPLE_BASE, node_span(named), examples->path, NULL);
        return false;
    }
    return true;
}

const char *examples_base(struct arena *arena, const struct guideline *guideline) {
    const char *name = node_child_text(guideline->tree->root, "prov");
    const char *folder = path_folder(arena, guideline->tree->source->name);
    return name != NULL ? path_join(arena, folder, name) : NULL;
}

/* Tells, at the first example, that none is tried. */
static void tell_untried(const struct guideline *guideline, struct findings *findings) {
    for (size_t i = 0; i < guideline->rule_count; i++) {
        const xmlNode *all = node_child(guideline->rules[i].node, "exempel");
        if (all != NULL && guideline->rules[i].kind != RULE_RETIRED) {
            finding_add(findings, EXAMPLES_UNTRIED, node_key_span(all), NULL);
            return;
        }
    }
}

void examples_check(struct arena *arena, const struct workspace *workspace,
    const struct guideline *guideline, size_t threads, struct findings *findings) {
    const xmlNode *named = node_child(guideline->tree->root, "prov");
    if (named == NULL) {
        tell_untried(guideline, findings);
        return;
    }
    struct examples examples = { .arena = arena,
        .workspace = workspace,
        .path = examples_base(arena, guideline),
        .folder = path_folder(arena, examples_base(arena, guideline)),
        .findings = findings };
    if (!base_is_sound(&examples, named)) {
        return;
    }
    for (size_t i = 0; i < guideline->rule_count; i++) {
        const struct rule *rule = &guideline->rules[i];
        if (rule->kind != RULE_RETIRED) {
            add(&examples, rule, "godkänt", false);
            add(&examples, rule, "underkänt", true);
        }
    }
    if (examples.has_more) {
        return;
    }
    examples.flows = arena_array(arena, examples.items.count + 1, sizeof *examples.flows);
    jobs_run(examples.items.count, threads, &examples, run, report);
}
