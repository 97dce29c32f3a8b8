/* SPDX-License-Identifier: EUPL-1.2
 *
 * Where a name stands does not matter here, only whether any node can be called so (keys.h).
 */
#include "check/rulenames.h"

#include <libxml/hash.h>
#include <string.h>

#include "base/text.h"
#include "check/brace.h"
#include "check/keys.h"
#include "check/keyword.h"

struct known {
    struct arena *arena;
    struct findings *findings;
    const struct guideline *guideline;
    const struct rule *rule;
    const xmlNode *schema; /* of definitions: its root */
    struct keys *keys;     /* what a node can be called */
    xmlHashTable *dates;   /* keys that are dates wherever they stand */
};

/* What rules_check() gives every rule besides the tables; the last two when it is about words. */
static const char *const given[] = { "kommun", "tidigare", "texter", "träff", "bättre" };

static void free_dates(void *dates) {
    xmlHashFree(dates, NULL);
}

/* Whether the schema of a key says that it is a date, itself or by a reference within the file. */
static bool is_date_schema(const xmlNode *root, const xmlNode *schema) {
    const xmlNode *format = node_child(schema, "format");
    const xmlNode *reference = node_child(schema, "$ref");
    const xmlNode *definitions = node_child(root, "$defs");
    if (format == NULL && reference != NULL && definitions != NULL
        && text_starts(node_text(reference), "#/$defs/")) {
        const xmlNode *target =
            node_child(definitions, node_text(reference) + strlen("#/$defs/"));
        format = target != NULL ? node_child(target, "format") : NULL;
    }
    return format != NULL && text_equal(node_text(format), "date");
}

/* Takes up the keys that are dates, and those that are something else somewhere, with the root. */
static void add_dates(struct known *known, const xmlNode *root, const xmlNode *node) {
    if (node_kind(node) == NODE_MAPPING && text_equal(node_name(node), "properties")) {
        for (const xmlNode *child = node_first(node); child != NULL; child = node_next(child)) {
            bool is_date = node_kind(child) == NODE_MAPPING && is_date_schema(root, child);
            const xmlChar *name = BAD_CAST node_name(child);
            void *entry = is_date ? (void *)(uintptr_t)child : (void *)(uintptr_t)root;
            if (xmlHashLookup(known->dates, name) == NULL || !is_date) {
                xmlHashUpdateEntry(known->dates, name, entry, NULL);
            }
        }
    }
    for (const xmlNode *child = node_first(node); child != NULL; child = node_next(child)) {
        add_dates(known, root, child);
    }
}

static void add_columns(struct known *known, const xmlNode *tables) {
    for (const xmlNode *table = node_first(tables); table != NULL; table = node_next(table)) {
        const xmlNode *rows = node_child(table, "rader");
        if (rows != NULL) {
            keys_add_data(known->keys, rows);
        }
    }
}

/* Whether every case of the rule gives the name a value. */
static bool cases_have(const struct rule *rule, const char *name) {
    for (size_t i = 0; i < rule->case_count; i++) {
        bool found = false;
        for (size_t j = 0; j < rule->cases[i].count; j++) {
            found = found || text_equal(rule->cases[i].values[j].name, name);
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

/* Offers the names of variables that the rule sees, up to its `lets`th let; whether `name` is one. */
static bool find_variable(
    const struct known *known, const char *name, size_t lets, struct suggestion *suggestion) {
    const struct rule *rule = known->rule;
    const struct guideline *guideline = known->guideline;
    size_t words = rule->kind == RULE_TEXT ? 0 : 2;
    bool found = cases_have(rule, name);
    for (size_t i = 0; i < lets; i++) {
        suggestion_offer(suggestion, rule->lets[i].name);
        found = found || text_equal(rule->lets[i].name, name);
    }
    for (size_t i = 0; i < rule->cases[0].count; i++) {
        suggestion_offer(suggestion, rule->cases[0].values[i].name);
    }
    for (size_t i = 0; i < guideline->table_count; i++) {
        suggestion_offer(suggestion, guideline->tables[i].name);
        found = found || text_equal(guideline->tables[i].name, name);
    }
    for (size_t i = 0; i < sizeof given / sizeof *given - words; i++) {
        suggestion_offer(suggestion, given[i]);
        found = found || text_equal(given[i], name);
    }
    return found;
}

static void check_tag(struct known *known, const struct tag *tag) {
    for (size_t i = 0; tag->parts != NULL && tag->parts[i] != NULL; i++) {
        const char *name = tag->parts[i];
        struct suggestion suggestion = suggestion_start(name);
        if (keys_have(known->keys, name)
            || (i == 0 && find_variable(known, name, known->rule->let_count, &suggestion))) {
            continue;
        }
        keys_offer(known->keys, &suggestion);
        struct finding *finding =
            finding_add(known->findings, RULE_NAME_UNKNOWN, tag_part_span(tag, i), name, NULL);
        suggestion_advise(known->findings, finding, &suggestion);
        return; /* what follows an unknown name says nothing */
    }
}

/* Tags with one brace on each side, of names that the rule can see. */
static void check_braces(struct known *known, const struct tag *tag) {
    struct span where;
    const char *at = NULL;
    for (const char *braced; (braced = brace_single(known->arena, tag, &at, &where)) != NULL;) {
        const char *name = arena_copy(known->arena, braced, strcspn(braced, ".|"));
        struct suggestion suggestion = suggestion_start(name);
        if (name[0] == '\0' || keys_have(known->keys, name)
            || find_variable(known, name, known->rule->let_count, &suggestion)) {
            finding_add(known->findings, TEMPLATE_BRACE_SINGLE, where, braced, NULL);
        }
    }
}

static void check_tags(struct known *known, const struct tag *tags, size_t count) {
    for (size_t i = 0; i < count; i++) {
        check_tag(known, &tags[i]);
        if (tags[i].kind == TAG_TEXT) {
            check_braces(known, &tags[i]);
        }
        check_tags(known, tags[i].children, tags[i].child_count);
    }
}

static void check_text(struct known *known, const xmlNode *text) {
    if (text != NULL) {
        /* Its faults of form were told when the guideline was read. */
        struct findings *told = findings_new(known->arena, known->findings->language);
        const struct template *template =
            template_parse_node(known->arena, node_span(text).source, text, told);
        check_tags(known, template->tags, template->tag_count);
    }
}

/* The names in an expression that sees the rule's first `lets` lets. */
static void check_query(struct known *known, const struct query *query, size_t lets) {
    if (query == NULL) {
        return;
    }
    for (const char *const *name = query_variables(query); *name != NULL; name++) {
        struct suggestion suggestion = suggestion_start(*name);
        if (!find_variable(known, *name, lets, &suggestion)) {
            struct finding *finding = finding_add(known->findings, XPATH_VARIABLE,
                query_variable_span(query, *name), *name, NULL);
            suggestion_advise(known->findings, finding, &suggestion);
        }
    }
    keys_check(known->keys, query, RULE_NAME_UNKNOWN, known->findings);
    const char *step;
    for (size_t i = 0; (step = query_step(known->arena, query, i)) != NULL; i++) {
        const void *date = xmlHashLookup(known->dates, BAD_CAST step);
        const char *path = date != NULL && date != known->schema
            ? query_ordered_path(known->arena, query, i)
            : NULL;
        if (path != NULL) {
            finding_add(known->findings, XPATH_DATE_ORDER, query_step_span(query, i), step, path, NULL);
        }
    }
}

/* A let of a name that means something already: other expressions of the rule would get the one or the
 * other. */
static void check_let(struct known *known, const struct let *let) {
    const struct rule *rule = known->rule;
    bool taken = false;
    for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
        taken = taken || text_equal(given[i], let->name);
    }
    for (size_t i = 0; i < known->guideline->table_count; i++) {
        taken = taken || text_equal(known->guideline->tables[i].name, let->name);
    }
    for (size_t i = 0; i < rule->cases[0].count; i++) {
        taken = taken || text_equal(rule->cases[0].values[i].name, let->name);
    }
    if (taken) {
        finding_add(known->findings, RULE_NAME_TAKEN, let->where, let->name, NULL);
    }
}

static void check_rule(struct known *known, const struct rule *rule) {
    known->rule = rule;
    check_query(known, rule->scope, 0);
    check_query(known, rule->when, rule->let_count);
    check_query(known, rule->require, rule->let_count);
    check_query(known, rule->place, rule->let_count);
    check_query(known, rule->words, rule->let_count);
    for (size_t i = 0; i < rule->let_count; i++) {
        check_let(known, &rule->lets[i]);
        check_query(known, rule->lets[i].query, i);
    }
    if (rule->wording != NULL) {
        check_query(known, wording_fields(rule->wording), 0);
    }
    const struct rule_texts *texts = rule_texts(rule);
    check_text(known, texts->message);
    check_text(known, texts->advice);
    for (size_t i = 0; i < texts->place_count; i++) {
        check_query(known, texts->places[i].place, rule->let_count);
        check_text(known, texts->places[i].note);
    }
}

void rule_names_check(struct arena *arena, const struct guideline *guideline,
    const struct schema *definition, const struct schema *kommun, const struct tree *registers,
    struct findings *findings) {
    struct known known = { .arena = arena,
        .findings = findings,
        .guideline = guideline,
        .schema = definition->root->node,
        .keys = keys_new(arena, definition, kommun, registers),
        .dates = arena_own(arena, xmlHashCreate(512), free_dates) };
    if (definition->root->node != NULL) {
        add_dates(&known, known.schema, known.schema);
    }
    const xmlNode *tables = node_child(guideline->tree->root, "tabeller");
    if (tables != NULL) {
        add_columns(&known, tables);
    }
    for (size_t i = 0; i < guideline->rule_count; i++) {
        if (guideline->rules[i].kind != RULE_RETIRED) {
            check_rule(&known, &guideline->rules[i]);
        }
    }
}
