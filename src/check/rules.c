/* SPDX-License-Identifier: EUPL-1.2
 *
 * A rule of XPath is tried for each of its cases and each node of its scope. A rule about words is tried
 * on the corpus (corpus.h); where it hits, its XPath, if it has any, decides. What both need is gathered
 * first (gather.c).
 */
#include "check/rules.h"

#include <libxml/xpathInternals.h>
#include <string.h>

#include "base/text.h"
#include "check/doubt.h"
#include "check/suggest.h"
#include "check/trial.h"

xmlXPathObject *trial_run(
    const struct trial *trial, const struct query *query, const xmlNode *node, size_t variables) {
    return query_run(query, trial->context, node, trial->variables, variables, trial->findings);
}

/* The same for an expression that decides whether the rule is broken: its faults are counted. */
static xmlXPathObject *run(
    struct trial *trial, const struct query *query, const xmlNode *node, size_t variables) {
    xmlXPathObject *value = trial_run(trial, query, node, variables);
    trial->faults += value == NULL;
    return value;
}

/* The value of the rule's let, on the arena. One that is the same for all nodes of the definition is
 * evaluated once, unless it has a fault, which is told each time. */
static xmlXPathObject *run_let(
    struct trial *trial, const xmlNode *node, size_t variables, size_t let) {
    bool fixed = (trial->rule->fixed_lets >> let & 1) != 0
        && node->doc == trial->input->tree->root->doc;
    if (fixed && trial->fixed[let] != NULL) {
        return trial->fixed[let];
    }
    xmlXPathObject *value = run(trial, trial->rule->lets[let].query, node, variables);
    bool sound = value != NULL;
    value = query_own(trial->arena, sound ? value : xmlXPathNewString((const xmlChar *)""));
    if (sound && fixed) {
        trial->fixed[let] = value;
    }
    return value;
}

/* Evaluates those lets of the rule whose bits are set, for a node, behind the `variables` first ones.
 * Gives how many variables there are then. The values live on the arena. */
static size_t run_lets(
    struct trial *trial, const xmlNode *node, size_t variables, uint64_t chosen) {
    for (size_t i = 0; i < trial->rule->let_count; i++) {
        if ((chosen >> i & 1) == 0) {
            continue;
        }
        trial->variables[variables] =
            (struct query_variable){ trial->rule->lets[i].name, run_let(trial, node, variables, i) };
        variables++;
    }
    return variables;
}

/* Whether the XPath is true of the node. */
static bool holds(
    struct trial *trial, const struct query *query, const xmlNode *node, size_t variables) {
    CLEANUP(xpath) xmlXPathObject *value = run(trial, query, node, variables);
    return value != NULL && query_truth(value);
}

/* Whether the rule applies to the node and is broken by it; then `variables` has grown by the rule's
 * lets. What `när` needs is evaluated first, and what only the texts need last: most rules do not apply to
 * most nodes, and most that do hold. */
static bool is_broken(struct trial *trial, const xmlNode *node, size_t *variables) {
    const struct rule *rule = trial->rule;
    size_t faults = trial->faults;
    uint64_t done = rule->when_lets;
    *variables = run_lets(trial, node, *variables, done);
    if (rule->when != NULL && !holds(trial, rule->when, node, *variables)) {
        return false;
    }
    trial->applied = true;
    *variables = run_lets(trial, node, *variables, rule->require_lets & ~done);
    done |= rule->require_lets;
    if (rule->require != NULL && holds(trial, rule->require, node, *variables)) {
        return false;
    }
    *variables = run_lets(trial, node, *variables, ~done);
    /* Nothing follows from what was not computed. */
    return trial->faults == faults && !query_context_is_spent(trial->context);
}

static void try_nodes(struct trial *trial, const xmlXPathObject *scope, size_t variables) {
    if (scope == NULL || scope->type != XPATH_NODESET || scope->nodesetval == NULL) {
        return;
    }
    for (int i = 0; i < scope->nodesetval->nodeNr && !query_context_is_spent(trial->context); i++) {
        size_t all = variables;
        const xmlNode *node = scope->nodesetval->nodeTab[i];
        bool broken = is_broken(trial, node, &all);
        /* Of a value that is none the schema has told. */
        bool is_told = broken && !findings_are_full(trial->findings)
            && doubts_hold_node(trial->input->doubts, node);
        if (broken && !is_told) {
            trial_tell(trial, node, all);
        }
    }
}

static void try_xpath(struct trial *trial) {
    const struct rule *rule = trial->rule;
    const xmlNode *root = trial->input->tree->root;
    CLEANUP(xpath) xmlXPathObject *shared =
        rule->scope_fixed ? run(trial, rule->scope, root, trial->variable_count) : NULL;
    for (size_t i = 0; i < rule->case_count; i++) {
        size_t variables = trial->variable_count;
        if (doubts_touch_case(trial->input->doubts, rule, &rule->cases[i])) {
            continue;
        }
        for (size_t j = 0; j < rule->cases[i].count; j++) {
            trial->variables[variables++] = rule->cases[i].values[j];
        }
        if (rule->scope_fixed) {
            try_nodes(trial, shared, variables);
        } else if (rule->scope != NULL) {
            CLEANUP(xpath) xmlXPathObject *scope = run(trial, rule->scope, root, variables);
            try_nodes(trial, scope, variables);
        } else if (is_broken(trial, root, &variables)) {
            trial_tell(trial, root, variables);
        }
    }
}

/* A rule that is broken so often has been understood; the rest are told when these are mended. */
enum { HITS_TOLD = 100 };

/* Whether the hit lies in a value of the definition that the paper shows: then the value's own field
 * has it, where the writer can mend it. */
static bool is_field_again(const struct filled *paper, const struct hit *hit) {
    const struct stretch *stretch = sourcemap_find(&paper->map, hit->offset);
    bool value = stretch != NULL
        && (stretch->origin == ORIGIN_PROSE || stretch->origin == ORIGIN_FACT
            || stretch->origin == ORIGIN_MARK);
    return value
        && hit->offset + hit->length <= stretch->offset + stretch->length;
}

static void add_string(
    struct trial *trial, size_t *variables, const char *name, const char *text) {
    xmlXPathObject *value = xmlXPathNewString((const xmlChar *)text);
    trial->variables[(*variables)++] =
        (struct query_variable){ name, query_own(trial->arena, value) };
}

/* Tells of a hit, once for each case of the rule for which `när` is true and `kräver` is not. */
static void tell_hit(struct trial *trial, const struct hit *hit) {
    const struct text *text = hit->text;
    const struct rule *rule = trial->rule;
    if (text->paper != NULL && is_field_again(text->paper, hit)) {
        return;
    }
    const xmlNode *node = text->field != NULL ? text->field : trial->input->tree->root;
    for (size_t i = 0; i < rule->case_count; i++) {
        size_t variables = trial->variable_count;
        const char *better = hit->better != NULL ? hit->better : "";
        add_string(trial, &variables, "träff", hit->words);
        add_string(trial, &variables, "bättre", better);
        for (size_t j = 0; j < rule->cases[i].count; j++) {
            trial->variables[variables++] = rule->cases[i].values[j];
        }
        if (is_broken(trial, node, &variables)) {
            trial->count++;
            if (!trial->silent && trial->count <= HITS_TOLD) {
                trial_tell_hit(trial, hit, node, variables);
            } else if (!trial->silent && trial->count == HITS_TOLD + 1) {
                trial_tell_more(trial, hit, HITS_TOLD);
            }
        }
    }
}

/* For each text whether the rule is limited to it (fält). Many rules are limited by the same expression:
 * what it gave is kept. */
static const bool *allowed_texts(void *context) {
    struct trial *trial = context;
    const struct query *query = wording_fields(trial->rule->wording);
    for (const struct field_limit *known = trial->limits; known != NULL; known = known->next) {
        if (text_equal(known->expression, query_text(query))) {
            return known->allowed;
        }
    }
    const struct corpus *corpus = trial->corpus;
    bool *allowed = arena_array(trial->arena, corpus->text_count + 1, sizeof *allowed);
    CLEANUP(xpath) xmlXPathObject *fields =
        trial_run(trial, query, trial->input->tree->root, trial->variable_count);
    bool nodes = fields != NULL && fields->type == XPATH_NODESET && fields->nodesetval != NULL;
    for (int i = 0; nodes && i < fields->nodesetval->nodeNr; i++) {
        allowed[corpus_field(corpus, fields->nodesetval->nodeTab[i])] = true;
    }
    if (nodes) {
        struct field_limit *limit = arena_new_of(trial->arena, struct field_limit);
        *limit = (struct field_limit){ query_text(query), allowed, trial->limits };
        trial->limits = limit;
    }
    return allowed;
}

static void try_wording(struct trial *trial) {
    struct hits hits = { 0 };
    struct word_limit limit = { .find = allowed_texts, .context = trial };
    const struct wording *wording = trial->rule->wording;
    const struct word_subject subject = { .arena = trial->arena,
        .corpus = trial->corpus,
        .vocabulary = &trial->vocabulary,
        .time = &trial->time,
        .findings = trial->findings };
    trial->applied = true;
    wording_find(wording, &subject, wording_fields(wording) != NULL ? &limit : NULL, &hits);
    for (size_t i = 0; i < hits.count && trial->count <= HITS_TOLD; i++) {
        tell_hit(trial, &hits.items[i]);
    }
}

/* A rule about words that also has a scope is tried there too, with no words in `träff`. */
static void try_beside(struct trial *trial) {
    size_t variables = trial->variable_count;
    add_string(trial, &trial->variable_count, "träff", "");
    add_string(trial, &trial->variable_count, "bättre", "");
    try_xpath(trial);
    trial->variable_count = variables;
}

/* `exception` is the entry of `undantag` for the rule, or NULL. */
static struct outcome try_rule(
    struct trial *trial, const struct rule *rule, const xmlNode *exception) {
    struct outcome outcome = { .rule = rule };
    trial->rule = rule;
    memset(trial->fixed, 0, sizeof trial->fixed);
    trial->silent = exception != NULL;
    trial->applied = false;
    trial->faults = 0;
    trial->count = 0;
    if (doubts_touch_rule(trial->input->doubts, rule)) {
        outcome.kind = OUTCOME_UNTRIED;
        outcome.motivation = exception != NULL ? node_child_text(exception, "motivering") : NULL;
        return outcome;
    }
    switch (rule->kind) {
    case RULE_XPATH:
        try_xpath(trial);
        break;
    case RULE_TEXT:
        try_wording(trial);
        if (rule->scope != NULL) {
            try_beside(trial);
        }
        break;
    case RULE_GUARANTEE:
        outcome.kind = OUTCOME_GUARANTEED;
        break;
    case RULE_UNDECIDED:
        outcome.kind = OUTCOME_UNDECIDED;
        break;
    case RULE_RETIRED:
        outcome.kind = OUTCOME_RETIRED;
        break;
    }
    outcome.count = trial->count;
    if (rule->kind == RULE_XPATH || rule->kind == RULE_TEXT) {
        outcome.kind = trial->count == 0 ? (trial->applied ? OUTCOME_HELD : OUTCOME_IDLE)
            : exception != NULL          ? OUTCOME_EXCEPTED
                                         : OUTCOME_BROKEN;
    }
    if (exception != NULL) {
        outcome.motivation = node_child_text(exception, "motivering");
        bool is_exact = text_equal(node_child_text(exception, "regel"), rule->info.id);
        if (trial->count == 0 && trial->faults == 0 && rule->kind != RULE_RETIRED && is_exact) {
            finding_add(trial->findings, EXCEPTION_NEEDLESS,
                node_span(node_child(exception, "regel")), rule->info.id, NULL);
        }
    }
    return outcome;
}

/* The rule that was probably meant, or NULL. */
static const char *nearest_rule(const struct guideline *guideline, const char *typed) {
    struct suggestion near = suggestion_start(typed);
    for (size_t i = 0; i < guideline->rule_count; i++) {
        if (guideline->rules[i].kind != RULE_RETIRED) {
            suggestion_offer(&near, guideline->rules[i].info.id);
        }
    }
    return near.nearest;
}

/* Goes past what the ids of rules are written with or without: hyphens, spaces, and the zeros that a number
 * begins with. */
static const char *skip_filling(const char *id, char before) {
    bool in_number = before >= '0' && before <= '9';
    while (*id == '-' || *id == ' ' || (*id == '0' && !in_number)) {
        id++;
    }
    return id;
}

/* Whether it is the same id in another spelling: "iop-p2" for IOP-P02. */
static bool is_same_id(const char *a, const char *b) {
    char before = '\0';
    for (;; before = *a++, b++) {
        a = skip_filling(a, before);
        b = skip_filling(b, before);
        if ((*a | 0x20) != (*b | 0x20)) {
            return false;
        }
        if (*a == '\0' || *b == '\0') {
            return *a == *b;
        }
    }
}

/* For each rule its entry of `undantag`, or NULL. Tells of those for rules that the guideline no longer has, or
 * does not have: they count for the rule that was probably meant, so that it is not told of as well. */
static const xmlNode **read_exceptions(struct trial *trial) {
    const struct guideline *guideline = trial->guideline;
    const xmlNode **exceptions =
        arena_array(trial->arena, guideline->rule_count + 1, sizeof *exceptions);
    const xmlNode **meant = arena_array(trial->arena, guideline->rule_count + 1, sizeof *meant);
    const xmlNode *list = node_child(trial->input->tree->root, "undantag");
    for (const xmlNode *item = list != NULL ? node_first(list) : NULL; item != NULL;
         item = node_next(item)) {
        const xmlNode *id = node_child(item, "regel");
        if (id == NULL || node_kind(id) != NODE_SCALAR || node_text(id)[0] == '\0') {
            continue; /* the schema has said so */
        }
        const struct rule *rule = guideline_find(guideline, node_text(id));
        if (rule != NULL && exceptions[rule - guideline->rules] == NULL) {
            exceptions[rule - guideline->rules] = item;
        }
        if (rule != NULL && rule->kind == RULE_RETIRED) {
            finding_add(trial->findings, EXCEPTION_RETIRED, node_span(id), node_text(id),
                trial->guideline->id, node_child_text(rule->node, "utgått"), NULL);
        } else if (rule == NULL) {
            struct finding *finding = finding_add(trial->findings, EXCEPTION_UNKNOWN,
                node_span(id), node_text(id), trial->guideline->id, NULL);
            const char *near = nearest_rule(guideline, node_text(id));
            finding_suggest(trial->findings, finding, near);
            if (near != NULL && is_same_id(near, node_text(id))) {
                meant[guideline_find(guideline, near) - guideline->rules] = item;
            }
        }
    }
    for (size_t i = 0; i < guideline->rule_count; i++) {
        exceptions[i] = exceptions[i] != NULL ? exceptions[i] : meant[i];
    }
    return exceptions;
}

const struct outcome *rules_check(struct arena *arena, const struct guideline *guideline,
    const struct rules_input *input, struct findings *findings) {
    struct trial *trial = arena_new_of(arena, struct trial);
    trial->arena = arena;
    trial->guideline = guideline;
    trial->input = input;
    trial->findings = findings;
    trial->texts = input->unsound ? findings_new(arena, findings->language) : findings;
    trial->context = query_context_new(arena, input->kommun);
    match_time_start(arena, &trial->time);
    trial_gather(trial);
    const xmlNode **exceptions = read_exceptions(trial);
    struct outcome *outcomes = arena_array(arena, guideline->rule_count + 1, sizeof *outcomes);
    for (size_t i = 0; i < guideline->rule_count; i++) {
        outcomes[i] = try_rule(trial, &guideline->rules[i], exceptions[i]);
    }
    return outcomes;
}
