/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a path may see is decided by its first steps only as long as nothing leads back up or around:
 * "..", an axis, "." or "*" in a predicate, a path from the root of kommun.yaml, a function without
 * arguments (which speaks of the whole context node). Any of these, and everything is within reach;
 * but for "/../NAME" from a field, which leads to another field of the same entry. Expressions that
 * read neither $kommun nor a name that was computed from it stay within the definition.
 */
#include "cmd/reach.h"

#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "tree/query.h"

static const char variable[] = "$kommun";

struct reading {
    struct arena *arena;
    bool everything;
    ARRAY_OF(struct reach_register) registers;
    ARRAY_OF(const char *) fields; /* of the register being read */
    ARRAY_OF(const char *) siblings; /* named by "/../NAME" */
};

static size_t name_size(const char *at) {
    size_t size = 0;
    while (query_is_name_byte(at[size])) {
        size++;
    }
    return size;
}

static const char *skip_space(const char *at) {
    return at + strspn(at, " \t\r\n");
}

/* Past the string literal that begins here. */
static const char *skip_literal(const char *at) {
    const char *end = strchr(at + 1, *at);
    return end != NULL ? end + 1 : at + strlen(at);
}

/* Past the steps behind a name that are names, too: "förvaltning/id". */
static const char *skip_steps(const char *at) {
    while (at[0] == '/' && query_begins_name(at[1])) {
        const char *end = at + 1 + name_size(at + 1);
        if (*skip_space(end) == '(' || *end == ':') {
            break;
        }
        at = end;
    }
    return at;
}

/* A name in a predicate: a field, or one within it, unless it is a function; what comes after it. */
static const char *read_name(struct reading *reading, const char *at) {
    const char *end = at + name_size(at);
    const char *after = skip_space(end);
    if (*after == '(') {
        reading->everything = reading->everything || *skip_space(after + 1) == ')';
    } else if (after[0] == ':') {
        reading->everything = true;
    } else {
        end = skip_steps(end);
        ARRAY_ADD(reading->arena, reading->fields, arena_copy(reading->arena, at, (size_t)(end - at)));
    }
    return end;
}

/* Reads a predicate from its "["; gives what comes behind its "]". */
static const char *read_predicate(struct reading *reading, const char *at) {
    size_t depth = 0;
    char before = '['; /* the last byte that was no space */
    while (*at != '\0' && !reading->everything) {
        const char *start = at;
        if (*at == '\'' || *at == '"') {
            at = skip_literal(at);
        } else if (*at == '$') {
            at += 1 + name_size(at + 1);
        } else if (query_begins_name(*at)) {
            at = read_name(reading, at);
        } else if (*at >= '0' && *at <= '9') {
            at += strspn(at, "0123456789.");
        } else if (*at == '.' || *at == '*' || *at == '@') {
            reading->everything = true;
        } else if (*at == '/') {
            /* Only a step from a name or a predicate: else it starts at the root, or is "//". */
            reading->everything = !query_is_name_byte(before) && before != ']';
            at++;
        } else {
            depth += *at == '[';
            depth -= *at == ']';
            at++;
            if (depth == 0) {
                return at;
            }
        }
        before = strchr(" \t\r\n", *start) != NULL ? before : at > start ? at[-1] : before;
    }
    reading->everything = true;
    return at;
}

static const char *read_step(struct reading *reading, const char *at, const char **name) {
    bool good = at[0] == '/' && query_begins_name(at[1]);
    size_t size = good ? name_size(at + 1) : 0;
    *name = good ? arena_copy(reading->arena, at + 1, size) : NULL;
    return good ? at + 1 + size : at;
}

/* A step that is a name, or "*". */
static const char *read_any_step(struct reading *reading, const char *at, const char **name) {
    if (at[0] == '/' && at[1] == '*') {
        *name = REACH_ANY;
        return at + 2;
    }
    return read_step(reading, at, name);
}

/* The first step of a predicate that is a path of names and nothing else, "[giltig/till]": entries
 * without that field are not seen by what comes after. Else NULL. */
static const char *read_demand(struct reading *reading, const char *at) {
    const char *start = at[0] == '[' && query_begins_name(at[1]) ? at + 1 : NULL;
    const char *end = start;
    while (end != NULL && *end != ']') {
        end += *end == '/' ? 1 : 0;
        end = query_begins_name(*end) ? end + name_size(end) : NULL;
        end = end != NULL && (*end == '/' || *end == ']') ? end : NULL;
    }
    return end != NULL ? arena_copy(reading->arena, start, name_size(start)) : NULL;
}

/* Reads what follows `$kommun`. */
static void read_path(struct reading *reading, const char *at) {
    struct reach_register found = { .whole = true };
    reading->fields.items = NULL;
    reading->fields.count = reading->fields.capacity = 0;
    const char *entry = NULL;
    const char *field = NULL;
    at = read_any_step(reading, at, &found.name);
    if (found.name != NULL) {
        at = read_any_step(reading, at, &entry);
    }
    found.demand = entry != NULL ? read_demand(reading, at) : NULL;
    if (found.name == NULL || (strcmp(found.name, REACH_ANY) == 0 && found.demand == NULL)) {
        reading->everything = true;
        return;
    }
    while (entry != NULL && *at == '[') {
        at = read_predicate(reading, at);
    }
    if (entry != NULL) {
        read_step(reading, at, &field);
    }
    if (field != NULL) {
        ARRAY_ADD(reading->arena, reading->fields, field);
        found.whole = false;
        found.fields = reading->fields.items;
        found.field_count = reading->fields.count;
    }
    ARRAY_ADD(reading->arena, reading->registers, found);
}

/* Whether ".." in the expression leads elsewhere than to siblings, which are noted. */
static bool leads_up(struct reading *reading, const char *expression) {
    const char *name = NULL;
    for (const char *up = strstr(expression, ".."); up != NULL; up = strstr(up + 2, "..")) {
        if (up == expression || up[-1] != '/') {
            return true;
        }
        read_step(reading, up + 2, &name);
        if (name == NULL) {
            return true;
        }
        ARRAY_ADD(reading->arena, reading->siblings, name);
    }
    return false;
}

/* Whether an expression could lead from what $kommun gave to the rest. */
static bool leads_around(struct reading *reading, const char *expression) {
    for (const char *axis = strstr(expression, "::"); axis != NULL; axis = strstr(axis + 2, "::")) {
        if (axis - expression < 4 || strncmp(axis - 4, "self", 4) != 0
            || (axis - expression > 4 && query_is_name_byte(axis[-5]))) {
            return true;
        }
    }
    for (const char *any = strstr(expression, "/*"); any != NULL; any = strstr(any + 1, "/*")) {
        bool after_any = any - expression >= 2 && any[-1] == '*' && any[-2] == '/';
        if (any == expression || (!query_is_name_byte(any[-1]) && any[-1] != ']' && !after_any)) {
            return true;
        }
    }
    return strstr(expression, "//") != NULL || strstr(expression, "/kommunen") != NULL
        || leads_up(reading, expression);
}

static void read_expression(struct reading *reading, const char *expression) {
    for (const char *at = expression; *at != '\0' && !reading->everything;) {
        if (*at == '\'' || *at == '"') {
            at = skip_literal(at);
        } else if (text_starts(at, variable) && !query_is_name_byte(at[sizeof variable - 1])) {
            at += sizeof variable - 1;
            read_path(reading, at);
        } else {
            at++;
        }
    }
}

/* Whether the expression reads this variable. */
static bool reads(const char *expression, const char *name) {
    size_t size = strlen(name);
    for (const char *at = strchr(expression, '$'); at != NULL; at = strchr(at + 1, '$')) {
        if (strncmp(at + 1, name, size) == 0 && !query_is_name_byte(at[1 + size])) {
            return true;
        }
    }
    return false;
}

/* Whether the expression reads a name computed from $kommun. */
static bool is_led(const struct reach_expression *expressions, size_t count, const bool *led, size_t i) {
    bool found = false;
    for (size_t j = 0; j < count && !found; j++) {
        found = led[j] && expressions[j].name != NULL && reads(expressions[i].text, expressions[j].name);
    }
    return found;
}

/* Adds the siblings to the fields of each register; they are only known to be there for paths that
 * end in a field. */
static void add_siblings(struct reading *reading) {
    for (size_t i = 0; i < reading->registers.count && reading->siblings.count != 0; i++) {
        struct reach_register *each = &reading->registers.items[i];
        reading->everything = reading->everything || each->whole;
        size_t count = each->field_count + reading->siblings.count;
        const char **fields = arena_array(reading->arena, count, sizeof *fields);
        for (size_t j = 0; j < count; j++) {
            fields[j] = j < each->field_count ? each->fields[j]
                                              : reading->siblings.items[j - each->field_count];
        }
        each->fields = fields;
        each->field_count = count;
    }
}

struct reach reach_of_expressions(
    struct arena *arena, const struct reach_expression *expressions, size_t count) {
    struct reading reading = { .arena = arena };
    bool *led = arena_array(arena, count + 1, sizeof *led);
    bool more = false;
    for (size_t i = 0; i < count; i++) {
        led[i] = reads(expressions[i].text, variable + 1);
        more = more || led[i];
    }
    while (more) {
        more = false;
        for (size_t i = 0; i < count; i++) {
            bool found = !led[i] && is_led(expressions, count, led, i);
            led[i] = led[i] || found;
            more = more || found;
        }
    }
    for (size_t i = 0; i < count; i++) {
        const char *text = expressions[i].text;
        reading.everything = reading.everything || strstr(text, "i-registret") != NULL
            || (led[i] && (expressions[i].is_context || leads_around(&reading, text)));
        if (led[i]) {
            read_expression(&reading, text);
        }
    }
    add_siblings(&reading);
    return (struct reach){ .everything = reading.everything,
        .registers = reading.registers.items,
        .count = reading.registers.count };
}

struct gathering {
    struct arena *arena;
    ARRAY_OF(struct reach_expression) expressions;
};

/* All texts below the node that an expression could stand in: not examples, nor what is said. */
static void gather(struct gathering *gathering, const xmlNode *node, bool is_let) {
    static const char *const silent[] = { "exempel", "källa", "meddelande", "rubrik", "råd", "varför" };
    const char *name = node_name(node);
    for (size_t i = 0; !is_let && i < sizeof silent / sizeof *silent; i++) {
        if (text_equal(name, silent[i])) {
            return;
        }
    }
    if (node_kind(node) == NODE_SCALAR) {
        struct reach_expression expression = { is_let ? name : NULL, node_text(node),
            !is_let && (text_equal(name, "för") || text_equal(name, "fält")) };
        ARRAY_ADD(gathering->arena, gathering->expressions, expression);
    }
    for (const xmlNode *child = node_first(node); child != NULL; child = node_next(child)) {
        gather(gathering, child, text_equal(name, "let"));
    }
}

struct reach reach_of_guideline(struct arena *arena, const struct guideline *guideline) {
    struct reach all = { 0 };
    ARRAY_OF(struct reach_register) registers = { 0 };
    /* The names of organisations are what wording rules know names by. */
    static const char *const names[] = { "kortnamn", "namn" };
    const struct reach_register known = { "organisationer", NULL, false, names, 2 };
    ARRAY_ADD(arena, registers, known);
    for (size_t i = 0; i < guideline->rule_count; i++) {
        struct gathering gathering = { .arena = arena };
        gather(&gathering, guideline->rules[i].node, false);
        struct reach reach = reach_of_expressions(
            arena, gathering.expressions.items, gathering.expressions.count);
        all.everything = all.everything || reach.everything;
        for (size_t j = 0; j < reach.count; j++) {
            ARRAY_ADD(arena, registers, reach.registers[j]);
        }
    }
    all.registers = registers.items;
    all.count = registers.count;
    return all;
}

static void add_node(struct digester *digester, const xmlNode *node) {
    const char kind[] = { (char)node_kind(node), (char)node_type(node), (char)node_is_prose(node) };
    digester_add_string(digester, node_name(node));
    digester_add(digester, kind, sizeof kind);
    digester_add_string(digester, node_format(node));
    digester_add_string(digester, node_text(node));
    for (const xmlNode *child = node_first(node); child != NULL; child = node_next(child)) {
        add_node(digester, child);
    }
    digester_add_string(digester, NULL);
}

struct digest node_digest(const xmlNode *node) {
    struct digester digester;
    digester_init(&digester);
    add_node(&digester, node);
    return digester_get(&digester);
}

/* All nodes that the path of names leads to. */
static void add_path(struct digester *digester, const xmlNode *node, const char *path) {
    size_t size = strcspn(path, "/");
    for (const xmlNode *child = node_first(node); child != NULL; child = node_next(child)) {
        if (strlen(node_name(child)) != size || memcmp(node_name(child), path, size) != 0) {
            continue;
        }
        if (path[size] == '/') {
            add_path(digester, child, path + size + 1);
        } else {
            add_node(digester, child);
        }
    }
}

static void add_fields(
    struct digester *digester, const struct reach_register *reach, const xmlNode *entry) {
    digester_add_string(digester, node_name(entry));
    for (size_t i = 0; i < reach->field_count; i++) {
        digester_add_string(digester, reach->fields[i]);
        add_path(digester, entry, reach->fields[i]);
    }
}

static void add_entries(
    struct digester *digester, const struct reach_register *reach, const xmlNode *entries) {
    for (const xmlNode *entry = node_first(entries); entry != NULL; entry = node_next(entry)) {
        if (reach->demand != NULL && node_child(entry, reach->demand) == NULL) {
            continue;
        }
        if (reach->whole) {
            add_node(digester, entry);
        } else {
            add_fields(digester, reach, entry);
        }
    }
}

static void add_register(
    struct digester *digester, const struct reach_register *reach, const xmlNode *kommun) {
    bool any = strcmp(reach->name, REACH_ANY) == 0;
    const xmlNode *entries = any ? node_first(kommun) : node_child(kommun, reach->name);
    digester_add_string(digester, reach->name);
    for (; entries != NULL; entries = any ? node_next(entries) : NULL) {
        if (reach->whole && reach->demand == NULL) {
            add_node(digester, entries);
        } else {
            add_entries(digester, reach, entries);
        }
    }
}

struct digest reach_digest(const struct reach *reach, const struct tree *kommun) {
    if (reach->everything) {
        return node_digest(kommun->root);
    }
    struct digester digester;
    digester_init(&digester);
    for (size_t i = 0; i < reach->count; i++) {
        add_register(&digester, &reach->registers[i], kommun->root);
    }
    return digester_get(&digester);
}
