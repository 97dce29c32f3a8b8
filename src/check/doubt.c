/* SPDX-License-Identifier: EUPL-1.2
 *
 * Which nodes a rule reads is told by the names in its expressions and what stands before them there
 * (query_reads). Where that leaves it open, a name counts when the rule also names the key that it
 * stands under: rather one rule too few than a finding that is none.
 */
#include "check/doubt.h"

#include <string.h>

#include "base/money.h"
#include "base/text.h"
#include "check/keyword.h"
#include "check/mistyped.h"

/* The node itself, or the list that it is an entry of, at any depth. */
static const xmlNode *keyed(const xmlNode *node) {
    while (node_parent(node) != NULL && node_kind(node_parent(node)) == NODE_SEQUENCE) {
        node = node_parent(node);
    }
    return node;
}

/* Adds the key `name` of the mapping; NULL: wherever it stands. */
static void add(struct arena *arena, struct doubts *doubts, const char *name, const xmlNode *mapping,
    const xmlNode *node) {
    struct doubt doubt = { .path = { name, NULL, NULL }, .node = node };
    for (size_t i = 1; i < 3 && mapping != NULL; i++) {
        doubt.path[i] = node_name(keyed(mapping));
        mapping = node_parent(keyed(mapping));
    }
    ARRAY_ADD(arena, doubts->keys, doubt);
}

void doubts_add_node(struct arena *arena, struct doubts *doubts, const xmlNode *node) {
    add(arena, doubts, node_name(keyed(node)), node_parent(keyed(node)), node);
}

void doubts_add_double(struct arena *arena, struct doubts *doubts, const char *name) {
    add(arena, doubts, name, NULL, NULL);
    doubts->amounts = true;
}

/* A key that no one knows may be a known one, mistyped, or one that belongs elsewhere. */
static void add_unknown(
    struct arena *arena, struct doubts *doubts, struct run *run, const struct fault *fault) {
    const xmlNode *node = fault->value.node;
    struct suggestion near = key_suggestion(run, fault->schema, node_name(node));
    add(arena, doubts, node_name(node), NULL, node);
    if (near.nearest != NULL) {
        add(arena, doubts, near.nearest, node_parent(keyed(node)), NULL);
    }
    const char *text = node_kind(node) == NODE_SCALAR ? node_text(node) : "0";
    doubts->amounts = doubts->amounts || strpbrk(text, "0123456789") != NULL;
}

/* The keys that a choice of forms asks for. */
static void add_choice(struct arena *arena, struct doubts *doubts, const struct fault *fault) {
    const struct subschemas *schemas = &fault->constraint->schemas;
    for (size_t i = 0; i < schemas->count; i++) {
        const struct constraint *required = subschema_find(schemas->items[i], "required");
        const xmlNode *name = required != NULL ? node_first(required->node) : NULL;
        for (; name != NULL; name = node_next(name)) {
            add(arena, doubts, node_text(name), fault->value.node, NULL);
        }
    }
}

static bool is_about_amounts(const struct fault *fault) {
    bool format = fault->constraint != NULL && fault->kind == FAULT_FORMAT;
    bool scalar = !fault->value.is_key && node_kind(fault->value.node) == NODE_SCALAR;
    if (format) {
        return fault->constraint->format != FORMAT_YES_NO;
    }
    return !scalar || fault->kind == FAULT_TYPE || fault->kind == FAULT_MINIMUM;
}

/* Gives a value of the wrong form the one that the writer is advised to write: then rules can be tried on
 * it, and say what they will say once it is mended. False when nothing can be guessed. */
static bool repair(struct arena *arena, const struct fault *fault) {
    bool scalar = !fault->value.is_key && node_kind(fault->value.node) == NODE_SCALAR;
    if (fault->kind != FAULT_FORMAT || !scalar) {
        return false;
    }
    struct findings *unheard = findings_new(arena, LANGUAGE_SV);
    enum format format = fault->constraint->format;
    format_report(unheard, format, fault->value.text, node_span(fault->value.node));
    const char *guess = unheard->count != 0 ? unheard->items[0]->replacement : NULL;
    if (guess == NULL || unheard->items[0]->rule == catalogue_get(DATE_IMPOSSIBLE)) {
        return false; /* of 31 November either may be wrong, the day or the month */
    }
    int64_t kronor;
    if (format == FORMAT_MONEY && !money_parse(guess, &kronor)) {
        return false;
    }
    xmlNode *node = (xmlNode *)(uintptr_t)fault->value.node;
    node_set_format(node, fault->schema->format);
    if (format == FORMAT_MONEY) {
        node_settle(node, TYPE_INTEGER, arena_printf(arena, "%lld", (long long)kronor));
    } else {
        node_settle(node, format == FORMAT_YES_NO ? TYPE_BOOLEAN : TYPE_STRING, guess);
    }
    return true;
}

void doubts_take(struct arena *arena, struct doubts *doubts, struct run *run) {
    for (size_t i = 0; i < run->faults.count; i++) {
        const struct fault *fault = &run->faults.items[i];
        const xmlNode *node = fault->value.node;
        if (doubts->repairs && repair(arena, fault)) {
            continue;
        }
        switch (fault->kind) {
        case FAULT_KEY_UNKNOWN:
            add_unknown(arena, doubts, run, fault);
            continue;
        case FAULT_KEY_MISSING:
        case FAULT_KEY_DEPENDENT:
            add(arena, doubts, fault->name, node, NULL);
            break;
        case FAULT_KEY_ONE_OF:
            add_choice(arena, doubts, fault);
            break;
        default:
            doubts_add_node(arena, doubts, node);
        }
        doubts->amounts = doubts->amounts || is_about_amounts(fault);
    }
}

/* What every expression of the rule says together. */
static void widen(enum query_reading *reading, bool *under, const struct query *query,
    const struct doubt *doubt) {
    if (query == NULL) {
        return;
    }
    enum query_reading found = query_reads(query, doubt->path);
    *reading = found > *reading ? found : *reading;
    const char *const parent[3] = { doubt->path[1], NULL, NULL };
    *under = *under || parent[0] == NULL || query_reads(query, parent) == READING_SURE;
}

static bool reads(const struct rule *rule, const struct doubt *doubt) {
    enum query_reading reading = READING_NONE;
    bool under = false;
    widen(&reading, &under, rule->scope, doubt);
    widen(&reading, &under, rule->when, doubt);
    widen(&reading, &under, rule->require, doubt);
    for (size_t i = 0; i < rule->let_count; i++) {
        widen(&reading, &under, rule->lets[i].query, doubt);
    }
    if (rule->wording != NULL) {
        widen(&reading, &under, wording_fields(rule->wording), doubt);
    }
    return reading == READING_SURE || (reading == READING_OPEN && under);
}

bool doubts_touch_rule(const struct doubts *doubts, const struct rule *rule) {
    if (doubts == NULL) {
        return false;
    }
    if (rule->wording != NULL && doubts->amounts && wording_reads_amounts(rule->wording)) {
        return true;
    }
    for (size_t i = 0; i < doubts->keys.count; i++) {
        if (reads(rule, &doubts->keys.items[i])) {
            return true;
        }
    }
    return false;
}

static bool names(const struct rule_case *rule_case, const char *key) {
    for (size_t i = 0; key != NULL && i < rule_case->count; i++) {
        const xmlXPathObject *value = rule_case->values[i].value;
        if (value->type == XPATH_STRING && text_equal((const char *)value->stringval, key)) {
            return true;
        }
    }
    return false;
}

/* Whether any expression of the rule has a step of that name. */
static bool mentions(const struct rule *rule, const char *name) {
    return reads(rule, &(struct doubt){ .path = { name, NULL, NULL } });
}

bool doubts_touch_case(
    const struct doubts *doubts, const struct rule *rule, const struct rule_case *rule_case) {
    for (size_t i = 0; doubts != NULL && i < doubts->keys.count; i++) {
        const struct doubt *doubt = &doubts->keys.items[i];
        if (names(rule_case, doubt->path[0])
            || (names(rule_case, doubt->path[1]) && mentions(rule, doubt->path[0]))) {
            return true;
        }
    }
    return false;
}

bool doubts_hold_node(const struct doubts *doubts, const xmlNode *node) {
    for (size_t i = 0; doubts != NULL && i < doubts->keys.count; i++) {
        if (doubts->keys.items[i].node == node) {
            return true;
        }
    }
    return false;
}
