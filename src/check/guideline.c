/* SPDX-License-Identifier: EUPL-1.2
 *
 * The schema has already said what is missing or unknown, so here entries can be taken at their word;
 * what remains is to compile expressions and texts, and to see that no id stands twice.
 */
#include "check/guideline_later.h"

#include <libxml/xpathInternals.h>
#include <stdint.h>
#include <string.h>

#include "base/array.h"
#include "base/map.h"
#include "base/text.h"

struct reader {
    struct arena *arena;
    struct findings *findings;
    ARRAY_OF(struct rule) rules;
    struct map ids; /* of the rules: their entries */
    bool later; /* expressions are compiled when they are needed, and texts read */
    struct rule_later *const *waiting; /* the texts of each entry that wait */
    size_t entry_count; /* entries so far */
};

static const struct query *compile(struct reader *reader, const xmlNode *node) {
    return (reader->later ? query_compile_later : query_compile)(
        reader->arena, node_text(node), node_span(node), reader->findings);
}

/* Compiles the child `name` of the entry; NULL when it is not there or does not compile. `sound` is
 * cleared in the second case. */
static const struct query *read_query(
    struct reader *reader, const xmlNode *entry, const char *name, bool *sound) {
    const xmlNode *node = node_child(entry, name);
    if (node == NULL) {
        return NULL;
    }
    const struct query *query = compile(reader, node);
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
        const struct query *query = compile(reader, node);
        struct let let = { .name = node_name(node), .where = node_key_span(node), .query = query };
        *sound = *sound && query != NULL;
        ARRAY_ADD(reader->arena, lets, let);
    }
    rule->lets = lets.items;
    rule->let_count = lets.count;
}

static struct query_variable string_variable(
    struct arena *arena, const char *name, const char *text) {
    xmlXPathObject *value = xmlXPathNewString((const xmlChar *)text);
    return (struct query_variable){ name, query_own(arena, value) };
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
    struct reader *reader, const xmlNode *entry, struct rule_texts *texts, bool *sound) {
    ARRAY_OF(struct rule_place) places = { 0 };
    const xmlNode *list = node_child(entry, "visar");
    for (const xmlNode *item = list != NULL ? node_first(list) : NULL; item != NULL;
         item = node_next(item)) {
        struct rule_place place = { .place = read_query(reader, item, "plats", sound),
            .note = node_child(item, "not") };
        if (place.place != NULL) {
            ARRAY_ADD(reader->arena, places, place);
        }
    }
    texts->places = places.items;
    texts->place_count = places.count;
}

/* What a rule tells of a finding; NULL when a place does not compile. */
static const struct rule_texts *read_texts(struct reader *reader, const xmlNode *entry) {
    bool sound = true;
    struct rule_texts *texts = arena_new_of(reader->arena, struct rule_texts);
    texts->message = node_child(entry, "meddelande");
    texts->advice = node_child(entry, "råd");
    read_places(reader, entry, texts, &sound);
    return sound ? texts : NULL;
}

const struct rule_texts *rule_texts_read(
    struct arena *arena, const xmlNode *entry, struct findings *findings) {
    struct reader reader = { .arena = arena, .findings = findings, .later = true };
    return read_texts(&reader, entry);
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

enum rule_kind rule_kind_read(const xmlNode *entry) {
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

static void tell_twice(struct reader *reader, const xmlNode *entry, const xmlNode *other) {
    const xmlNode *id = node_child(entry, "id");
    struct finding *finding =
        finding_add(reader->findings, RULE_ID_TWICE, node_span(id), node_text(id), NULL);
    finding_relate(reader->findings, finding, node_span(node_child(other, "id")),
        reader->findings->language == LANGUAGE_EN ? "first here" : "först här");
}

static void add_rule(struct reader *reader, const struct rule *rule) {
    map_put(reader->arena, &reader->ids, rule->info.id, (xmlNode *)(size_t)rule->node);
    ARRAY_ADD(reader->arena, reader->rules, *rule);
}

/* "utgått: nej" would else switch the rule off. */
static bool is_version(const xmlNode *node) {
    return node_kind(node) == NODE_SCALAR && node_text(node)[0] >= '0' && node_text(node)[0] <= '9';
}

/* Reads one entry of `regler`. A rule with a fault is told of and left out. */
static void read_rule(struct reader *reader, const xmlNode *entry) {
    bool sound = true;
    struct rule rule = {
        .info = read_info(reader->arena, entry), .kind = rule_kind_read(entry), .node = entry
    };
    const xmlNode *other = map_get(&reader->ids, rule.info.id);
    if (other != NULL) {
        tell_twice(reader, entry, other);
        return;
    }
    if (rule.kind == RULE_RETIRED && !is_version(node_child(entry, "utgått"))) {
        return; /* what the schema tells */
    }
    if (rule.kind == RULE_RETIRED) {
        /* What else it says may name what is no longer there, and is never tried. */
        rule.later = reader->later ? reader->waiting[reader->entry_count++] : NULL;
        add_rule(reader, &rule);
        return;
    }
    rule.scope = read_query(reader, entry, "för", &sound);
    rule.when = read_query(reader, entry, "när", &sound);
    rule.require = read_query(reader, entry, "kräver", &sound);
    rule.place = read_query(reader, entry, "plats", &sound);
    rule.words = read_query(reader, entry, "vid", &sound);
    read_lets(reader, entry, &rule, &sound);
    read_cases(reader, entry, &rule);
    if (reader->later) {
        rule.later = reader->waiting[reader->entry_count++];
    } else {
        rule.texts = read_texts(reader, entry);
        sound = sound && rule.texts != NULL;
    }
    const char *reason = node_child_text(entry, "garanti");
    rule.reason = reason != NULL ? reason : node_child_text(entry, "avgörs_inte");
    if (rule.kind == RULE_TEXT) {
        rule.wording = wording_read(
            reader->arena, node_child(entry, "text"), reader->later, reader->findings);
        sound = sound && rule.wording != NULL;
    }
    if (sound) {
        rule_plan(&rule);
        add_rule(reader, &rule);
    }
}

/* Each table as a variable whose value is its rows. */
static void read_tables(struct arena *arena, struct guideline *guideline) {
    ARRAY_OF(struct query_variable) tables = { 0 };
    const xmlNode *list = node_child(guideline->tree->root, "tabeller");
    for (const xmlNode *table = list != NULL ? node_first(list) : NULL; table != NULL;
         table = node_next(table)) {
        xmlXPathObject *rows = query_own(arena, xmlXPathNewNodeSet(NULL));
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

/* Whether the point is among those that a rule serves (tjänar). */
static bool has_point(const xmlNode *list, const char *point) {
    for (const xmlNode *item = list != NULL ? node_first(list) : NULL; item != NULL;
         item = node_next(item)) {
        if (text_equal(node_text(item), point)) {
            return true;
        }
    }
    return false;
}

/* Tells of points that rules serve and that the guideline does not have. */
static void check_points(struct reader *reader, const struct guideline *guideline,
    const xmlNode *points, const xmlNode *const *served) {
    for (size_t i = 0; i < guideline->rule_count; i++) {
        for (const xmlNode *item = served[i] != NULL ? node_first(served[i]) : NULL; item != NULL;
             item = node_next(item)) {
            bool found = false;
            for (const xmlNode *point = points != NULL ? node_first(points) : NULL; point != NULL;
                 point = node_next(point)) {
                const char *id = node_child_text(point, "id");
                found = found || (id != NULL && text_equal(id, node_text(item)));
            }
            if (!found) {
                finding_add(reader->findings, POINT_UNKNOWN, node_span(item), node_text(item), NULL);
            }
        }
    }
}

static void read_points(struct reader *reader, struct guideline *guideline) {
    ARRAY_OF(struct point) points = { 0 };
    const xmlNode *list = node_child(guideline->tree->root, "punkter");
    const xmlNode **served = arena_array(reader->arena, guideline->rule_count, sizeof *served);
    for (size_t i = 0; i < guideline->rule_count; i++) {
        const struct rule *rule = &guideline->rules[i];
        served[i] = rule->kind != RULE_RETIRED ? node_child(rule->node, "tjänar") : NULL;
    }
    check_points(reader, guideline, list, served);
    for (const xmlNode *item = list != NULL ? node_first(list) : NULL; item != NULL;
         item = node_next(item)) {
        bool sound = true;
        struct point point = { .id = node_child_text(item, "id"),
            .title = node_child_text(item, "rubrik"),
            .answer = read_query(reader, item, "svar", &sound) };
        ARRAY_OF(size_t) rules = { 0 };
        for (size_t i = 0; point.id != NULL && i < guideline->rule_count; i++) {
            if (has_point(served[i], point.id)) {
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
static const struct guideline *read_tree(struct reader *reader, const struct tree *tree) {
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

const struct guideline *guideline_compile_later(struct arena *arena, const struct tree *tree,
    struct rule_later *const *waiting, struct findings *findings) {
    struct reader reader = {
        .arena = arena, .findings = findings, .later = true, .waiting = waiting
    };
    return read_tree(&reader, tree);
}

const struct guideline *guideline_read(struct arena *arena, const struct source *source,
    const struct schema *schema, struct findings *findings) {
    size_t told = findings->count;
    struct tree *tree = tree_read(arena, source, TREE_YAML, "guideline", findings);
    template_tell_unquoted(findings, told);
    if (tree == NULL || !schema_settle(arena, schema, tree, NULL, findings)) {
        return NULL;
    }
    struct reader reader = { .arena = arena, .findings = findings };
    const struct guideline *guideline = read_tree(&reader, tree);
    const xmlNode *entry = node_first(node_child(guideline->tree->root, "regler"));
    for (; entry != NULL; entry = node_next(entry)) {
        if (rule_kind_read(entry) == RULE_RETIRED) {
            continue;
        }
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

const struct rule *guideline_find(const struct guideline *guideline, const char *id) {
    for (size_t i = 0; i < guideline->rule_count; i++) {
        if (text_equal(guideline->rules[i].info.id, id)) {
            return &guideline->rules[i];
        }
    }
    return NULL;
}
