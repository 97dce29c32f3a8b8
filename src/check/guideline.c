/* SPDX-License-Identifier: EUPL-1.2
 *
 * The schema has already said what is missing or unknown, so here entries can be taken at their word;
 * what remains is to compile expressions and texts, and to see that no id stands twice.
 */
#include "check/guideline.h"

#include <libxml/xpathInternals.h>
#include <stdint.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"

struct reader {
    struct arena *arena;
    struct findings *findings;
    ARRAY_OF(struct rule) rules;
    bool later; /* expressions are compiled when they are needed */
};

/* Compiles the child `name` of the entry; NULL when it is not there or does not compile. `sound` is
 * cleared in the second case. */
static const struct query *read_query(
    struct reader *reader, const xmlNode *entry, const char *name, bool *sound) {
    const xmlNode *node = node_child(entry, name);
    if (node == NULL) {
        return NULL;
    }
    const struct query *query =
        query_compile(reader->arena, node_text(node), node_span(node), reader->findings);
    *sound = *sound && query != NULL;
    return query;
}

/* Sees to it that a text with tags can be parsed; a fault is shown where it stands. */
static void check_text(struct reader *reader, const xmlNode *node) {
    if (node != NULL) {
        template_parse_node(reader->arena, node_span(node).source, node, reader->findings);
    }
}

static void read_lets(struct reader *reader, const xmlNode *entry, struct rule *rule, bool *sound) {
    ARRAY_OF(struct let) lets = { 0 };
    const xmlNode *list = node_child(entry, "let");
    for (const xmlNode *node = list != NULL ? node_first(list) : NULL; node != NULL;
         node = node_next(node)) {
        if (lets.count == RULE_LETS) {
            finding_add(reader->findings, RULE_LETS_MANY, node_key_span(node),
                arena_printf(reader->arena, "%d", RULE_LETS), NULL);
            *sound = false;
            break;
        }
        const struct query *query = query_compile(reader->arena, node_text(node),
            node_span(node), reader->findings);
        struct let let = { .name = node_name(node), .where = node_key_span(node), .query = query };
        *sound = *sound && query != NULL;
        ARRAY_ADD(reader->arena, lets, let);
    }
    rule->lets = lets.items;
    rule->let_count = lets.count;
}

/* Whether the query uses the variable. */
static bool uses(const struct query *query, const char *name) {
    for (const char *const *used = query_variables(query); *used != NULL; used++) {
        if (text_equal(*used, name)) {
            return true;
        }
    }
    return false;
}

/* Finds out what can be left undone: lets that `när` does not need, and a scope that cases share. */
static void plan(struct rule *rule) {
    for (size_t i = rule->let_count; rule->when != NULL && i-- > 0;) {
        bool needed = uses(rule->when, rule->lets[i].name);
        for (size_t j = i + 1; j < rule->let_count; j++) {
            needed = needed
                || ((rule->when_lets >> j & 1) != 0 && uses(rule->lets[j].query, rule->lets[i].name));
        }
        rule->when_lets |= (uint64_t)needed << i;
    }
    rule->scope_fixed = rule->scope != NULL;
    for (size_t i = 0; rule->scope != NULL && i < rule->cases[0].count; i++) {
        rule->scope_fixed = rule->scope_fixed && !uses(rule->scope, rule->cases[0].values[i].name);
    }
}

static void free_value(void *value) {
    xmlXPathFreeObject(value);
}

static struct query_variable string_variable(
    struct arena *arena, const char *name, const char *text) {
    xmlXPathObject *value = xmlXPathNewString((const xmlChar *)text);
    return (struct query_variable){ name, arena_own(arena, value, free_value) };
}

static void read_cases(struct reader *reader, const xmlNode *entry, struct rule *rule) {
    ARRAY_OF(struct rule_case) cases = { 0 };
    const xmlNode *list = node_child(entry, "fall");
    for (const xmlNode *item = list != NULL ? node_first(list) : NULL; item != NULL;
         item = node_next(item)) {
        ARRAY_OF(struct query_variable) values = { 0 };
        for (const xmlNode *node = node_first(item); node != NULL; node = node_next(node)) {
            ARRAY_ADD(reader->arena, values,
                string_variable(reader->arena, node_name(node), node_text(node)));
        }
        ARRAY_ADD(reader->arena, cases, (struct rule_case){ values.items, values.count });
    }
    if (cases.count == 0) {
        ARRAY_ADD(reader->arena, cases, (struct rule_case){ NULL, 0 });
    }
    rule->cases = cases.items;
    rule->case_count = cases.count;
}

static void read_places(
    struct reader *reader, const xmlNode *entry, struct rule *rule, bool *sound) {
    ARRAY_OF(struct rule_place) places = { 0 };
    const xmlNode *list = node_child(entry, "visar");
    for (const xmlNode *item = list != NULL ? node_first(list) : NULL; item != NULL;
         item = node_next(item)) {
        struct rule_place place = { .place = read_query(reader, item, "plats", sound),
            .note = node_child(item, "not") };
        ARRAY_ADD(reader->arena, places, place);
    }
    rule->places = places.items;
    rule->place_count = places.count;
}

static enum level read_level(const xmlNode *entry) {
    const char *word = node_child_text(entry, "allvar");
    for (enum level level = LEVEL_NOTE; level <= LEVEL_ERROR; level++) {
        if (word != NULL && text_equal(word, level_name(level, LANGUAGE_SV))) {
            return level;
        }
    }
    return LEVEL_ERROR;
}

static struct rule_info read_info(struct arena *arena, const xmlNode *entry) {
    struct rule_info info = { .id = node_child_text(entry, "id"),
        .level = read_level(entry),
        .source = node_child_text(entry, "källa"),
        .title = node_child_text(entry, "rubrik") };
    const char *why = node_child_text(entry, "varför");
    info.sv.message = node_child_text(entry, "meddelande");
    info.sv.advice = node_child_text(entry, "råd");
    info.sv.why = why != NULL ? text_trim(arena, why) : "";
    info.en = info.sv;
    return info;
}

static enum rule_kind read_kind(const xmlNode *entry) {
    static const struct {
        const char *key;
        enum rule_kind kind;
    } kinds[] = { { "utgått", RULE_RETIRED }, { "garanti", RULE_GUARANTEE },
        { "avgörs_inte", RULE_UNDECIDED }, { "text", RULE_TEXT } };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (node_child(entry, kinds[i].key) != NULL) {
            return kinds[i].kind;
        }
    }
    return RULE_XPATH;
}

/* Reads one entry of `regler`. A rule with a fault is told of and left out. */
static void read_rule(struct reader *reader, const xmlNode *entry) {
    bool sound = true;
    struct rule rule = {
        .info = read_info(reader->arena, entry), .kind = read_kind(entry), .node = entry
    };
    for (size_t i = 0; i < reader->rules.count; i++) {
        const struct rule *other = &reader->rules.items[i];
        if (text_equal(other->info.id, rule.info.id)) {
            struct finding *finding = finding_add(reader->findings, RULE_ID_TWICE,
                node_span(node_child(entry, "id")), rule.info.id, NULL);
            finding_relate(reader->findings, finding, node_span(node_child(other->node, "id")), reader->findings->language == LANGUAGE_EN ? "first here" : "först här");
            return;
        }
    }
    rule.scope = read_query(reader, entry, "för", &sound);
    rule.when = read_query(reader, entry, "när", &sound);
    rule.require = read_query(reader, entry, "kräver", &sound);
    rule.place = read_query(reader, entry, "plats", &sound);
    read_lets(reader, entry, &rule, &sound);
    read_cases(reader, entry, &rule);
    read_places(reader, entry, &rule, &sound);
    rule.message = node_child(entry, "meddelande");
    rule.advice = node_child(entry, "råd");
    const char *reason = node_child_text(entry, "garanti");
    rule.reason = reason != NULL ? reason : node_child_text(entry, "avgörs_inte");
    if (rule.kind == RULE_TEXT) {
        rule.wording = wording_read(
            reader->arena, node_child(entry, "text"), reader->later, reader->findings);
        sound = sound && rule.wording != NULL;
    }
    if (sound) {
        plan(&rule);
        ARRAY_ADD(reader->arena, reader->rules, rule);
    }
}

/* Each table as a variable whose value is its rows. */
static void read_tables(struct arena *arena, struct guideline *guideline) {
    ARRAY_OF(struct query_variable) tables = { 0 };
    const xmlNode *list = node_child(guideline->tree->root, "tabeller");
    for (const xmlNode *table = list != NULL ? node_first(list) : NULL; table != NULL;
         table = node_next(table)) {
        xmlXPathObject *rows = arena_own(arena, xmlXPathNewNodeSet(NULL), free_value);
        const xmlNode *list_of_rows = node_child(table, "rader");
        for (xmlNode *row = list_of_rows != NULL ? node_first(list_of_rows) : NULL; row != NULL;
             row = node_next(row)) {
            xmlXPathNodeSetAdd(rows->nodesetval, row);
        }
        ARRAY_ADD(arena, tables, (struct query_variable){ node_name(table), rows });
    }
    guideline->tables = tables.items;
    guideline->table_count = tables.count;
}

/* Whether the rule says that it serves the point (tjänar). */
static bool serves(const struct rule *rule, const char *point) {
    const xmlNode *list = rule->kind != RULE_RETIRED ? node_child(rule->node, "tjänar") : NULL;
    for (const xmlNode *item = list != NULL ? node_first(list) : NULL; item != NULL;
         item = node_next(item)) {
        if (text_equal(node_text(item), point)) {
            return true;
        }
    }
    return false;
}

static void read_points(struct reader *reader, struct guideline *guideline) {
    ARRAY_OF(struct point) points = { 0 };
    const xmlNode *list = node_child(guideline->tree->root, "punkter");
    for (const xmlNode *item = list != NULL ? node_first(list) : NULL; item != NULL;
         item = node_next(item)) {
        bool sound = true;
        struct point point = { .id = node_child_text(item, "id"),
            .title = node_child_text(item, "rubrik"),
            .answer = read_query(reader, item, "svar", &sound) };
        ARRAY_OF(size_t) rules = { 0 };
        for (size_t i = 0; point.id != NULL && i < guideline->rule_count; i++) {
            if (serves(&guideline->rules[i], point.id)) {
                ARRAY_ADD(reader->arena, rules, i);
            }
        }
        point.rules = rules.items;
        point.rule_count = rules.count;
        ARRAY_ADD(reader->arena, points, point);
    }
    guideline->points = points.items;
    guideline->point_count = points.count;
}

/* Compiles what is in the tree. */
static struct guideline *read_tree(struct reader *reader, const struct tree *tree) {
    struct guideline *guideline = arena_new_of(reader->arena, struct guideline);
    guideline->id = node_child_text(tree->root, "id");
    guideline->title = node_child_text(tree->root, "titel");
    guideline->tree = tree;
    read_tables(reader->arena, guideline);
    for (const xmlNode *entry = node_first(node_child(tree->root, "regler")); entry != NULL;
         entry = node_next(entry)) {
        read_rule(reader, entry);
    }
    guideline->rules = reader->rules.items;
    guideline->rule_count = reader->rules.count;
    read_points(reader, guideline);
    return guideline;
}

const struct guideline *guideline_read(struct arena *arena, const struct source *source,
    const struct schema *schema, struct findings *findings) {
    struct tree *tree = tree_read(arena, source, TREE_YAML, "guideline", findings);
    if (tree == NULL || !schema_settle(arena, schema, tree, NULL, findings)) {
        return NULL;
    }
    struct reader reader = { .arena = arena, .findings = findings };
    const struct guideline *guideline = read_tree(&reader, tree);
    const xmlNode *entry = node_first(node_child(guideline->tree->root, "regler"));
    for (; entry != NULL; entry = node_next(entry)) {
        check_text(&reader, node_child(entry, "meddelande"));
        check_text(&reader, node_child(entry, "råd"));
        const xmlNode *list = node_child(entry, "visar");
        const xmlNode *item = list != NULL ? node_first(list) : NULL;
        for (; item != NULL; item = node_next(item)) {
            check_text(&reader, node_child(item, "not"));
        }
    }
    return guideline;
}

/* The text with the explaining keys of rules blanked: the key's line and all deeper ones after it. Every
 * byte keeps its place, so findings point right. */
static const struct source *blank_explanations(struct arena *arena, const struct source *source) {
    static const char *const keys[] = { "exempel:", "varför:", "sedan:" };
    char *text = arena_copy(arena, source->text, source->size);
    size_t depth = SIZE_MAX; /* indentation of the key being blanked */
    for (size_t i = 0; i < source->line_count; i++) {
        char *line = text + source->lines[i];
        size_t size;
        source_line(source, i + 1, &size);
        size_t indent = strspn(line, " ");
        bool inside = depth != SIZE_MAX && (indent > depth || indent >= size);
        if (!inside) {
            depth = SIZE_MAX;
            for (size_t j = 0; indent != 0 && j < sizeof keys / sizeof *keys; j++) {
                depth = text_starts(line + indent, keys[j]) ? indent : depth;
            }
        }
        if (depth != SIZE_MAX) {
            memset(line, ' ', size);
        }
    }
    return source_new(arena, source->name, text, source->size);
}

/* Whether the child is missing or of that kind; with `needed`, not missing. */
static bool is_kind(const xmlNode *node, const char *name, enum node_kind kind, bool needed) {
    const xmlNode *child = node_child(node, name);
    return child != NULL ? node_kind(child) == kind : !needed;
}

static bool all_of_kind(const xmlNode *list, enum node_kind kind) {
    for (const xmlNode *item = list != NULL ? node_first(list) : NULL; item != NULL;
         item = node_next(item)) {
        if (node_kind(item) != kind) {
            return false;
        }
    }
    return true;
}

/* Whether the entry has the shape that read_rule() takes for granted. */
static bool has_shape(const xmlNode *entry) {
    if (node_kind(entry) != NODE_MAPPING) {
        return false;
    }
    enum rule_kind kind = read_kind(entry);
    bool tells = kind == RULE_XPATH || kind == RULE_TEXT;
    const xmlNode *text = node_child(entry, "text");
    bool sound = is_kind(entry, "id", NODE_SCALAR, true) && is_kind(entry, "källa", NODE_SCALAR, true)
        && is_kind(entry, "rubrik", NODE_SCALAR, true)
        && is_kind(entry, "meddelande", NODE_SCALAR, tells)
        && is_kind(entry, "råd", NODE_SCALAR, false) && is_kind(entry, "för", NODE_SCALAR, false)
        && is_kind(entry, "när", NODE_SCALAR, false) && is_kind(entry, "plats", NODE_SCALAR, false)
        && is_kind(entry, "kräver", NODE_SCALAR, kind == RULE_XPATH)
        && is_kind(entry, "let", NODE_MAPPING, false)
        && all_of_kind(node_child(entry, "let"), NODE_SCALAR)
        && is_kind(entry, "fall", NODE_SEQUENCE, false)
        && all_of_kind(node_child(entry, "fall"), NODE_MAPPING)
        && is_kind(entry, "visar", NODE_SEQUENCE, false)
        && all_of_kind(node_child(entry, "visar"), NODE_MAPPING);
    for (const xmlNode *place = sound && node_child(entry, "visar") != NULL
             ? node_first(node_child(entry, "visar")) : NULL;
         place != NULL; place = node_next(place)) {
        sound = sound && is_kind(place, "plats", NODE_SCALAR, true)
            && is_kind(place, "not", NODE_SCALAR, true);
    }
    return sound && (kind != RULE_TEXT || (node_kind(text) == NODE_MAPPING
        && is_kind(text, "slag", NODE_SCALAR, true) && is_kind(text, "i", NODE_SEQUENCE, false)
        && is_kind(text, "mönster", NODE_SCALAR, false)
        && is_kind(text, "ord", NODE_SEQUENCE, false)));
}

const struct guideline *guideline_read_rules(struct arena *arena, const struct source *source) {
    struct findings *unheard = findings_new(arena, LANGUAGE_SV);
    const struct tree *tree =
        tree_read(arena, blank_explanations(arena, source), TREE_YAML, "guideline", unheard);
    bool sound = tree != NULL && node_kind(tree->root) == NODE_MAPPING
        && is_kind(tree->root, "id", NODE_SCALAR, true)
        && is_kind(tree->root, "titel", NODE_SCALAR, true)
        && is_kind(tree->root, "punkter", NODE_SEQUENCE, false)
        && is_kind(tree->root, "tabeller", NODE_MAPPING, false)
        && is_kind(tree->root, "regler", NODE_SEQUENCE, true);
    for (const xmlNode *entry = sound ? node_first(node_child(tree->root, "regler")) : NULL;
         sound && entry != NULL; entry = node_next(entry)) {
        sound = has_shape(entry);
    }
    if (!sound) {
        return NULL;
    }
    struct reader reader = { .arena = arena, .findings = unheard, .later = true };
    const struct guideline *guideline = read_tree(&reader, tree);
    return unheard->count == 0 ? guideline : NULL;
}

const struct rule *guideline_find(const struct guideline *guideline, const char *id) {
    for (size_t i = 0; i < guideline->rule_count; i++) {
        if (text_equal(guideline->rules[i].info.id, id)) {
            return &guideline->rules[i];
        }
    }
    return NULL;
}
