/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a path may see is decided by its first steps only as long as nothing leads back up or around:
 * "..", an axis, "." or "*" in a predicate, a path from the root of kommun.yaml, a function without
 * arguments (which speaks of the whole context node). Any of these, and everything is within reach.
 */
#include "cmd/reach.h"

#include <string.h>

#include "base/array.h"
#include "base/text.h"

static const char variable[] = "$kommun";

struct reading {
    struct arena *arena;
    bool everything;
    ARRAY_OF(struct reach_register) registers;
    ARRAY_OF(const char *) fields; /* of the register being read */
};

static bool is_name_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9')
        || byte == '_' || byte == '-' || byte == '.' || (unsigned char)byte >= 0x80;
}

static bool starts_name(const char *at) {
    return is_name_byte(*at) && !(*at >= '0' && *at <= '9') && *at != '-' && *at != '.';
}

static size_t name_size(const char *at) {
    size_t size = 0;
    while (is_name_byte(at[size])) {
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

/* A name in a predicate: a field, unless it is a function; what comes after it. */
static const char *read_name(struct reading *reading, const char *at) {
    size_t size = name_size(at);
    const char *after = skip_space(at + size);
    if (*after == '(') {
        reading->everything = reading->everything || *skip_space(after + 1) == ')';
    } else if (after[0] == ':') {
        reading->everything = true;
    } else {
        ARRAY_ADD(reading->arena, reading->fields, arena_copy(reading->arena, at, size));
    }
    return at + size;
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
        } else if (starts_name(at)) {
            at = read_name(reading, at);
        } else if (*at >= '0' && *at <= '9') {
            at += strspn(at, "0123456789.");
        } else if (*at == '.' || *at == '*' || *at == '@') {
            reading->everything = true;
        } else if (*at == '/') {
            /* Only a step from a name or a predicate: else it starts at the root, or is "//". */
            reading->everything = !is_name_byte(before) && before != ']';
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
    bool good = at[0] == '/' && starts_name(at + 1);
    size_t size = good ? name_size(at + 1) : 0;
    *name = good ? arena_copy(reading->arena, at + 1, size) : NULL;
    return good ? at + 1 + size : at;
}

/* Reads what follows `$kommun`. */
static void read_path(struct reading *reading, const char *at) {
    struct reach_register found = { .whole = true };
    reading->fields.items = NULL;
    reading->fields.count = reading->fields.capacity = 0;
    at = read_step(reading, at, &found.name);
    if (found.name == NULL) {
        reading->everything = true;
        return;
    }
    const char *entry = NULL;
    const char *field = NULL;
    if (at[0] == '/' && at[1] == '*') {
        at += 2;
        entry = "*";
    } else {
        at = read_step(reading, at, &entry);
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

/* Whether an expression beside one that reads $kommun could lead from its result to the rest. */
static bool leads_around(const char *expression) {
    for (const char *axis = strstr(expression, "::"); axis != NULL; axis = strstr(axis + 2, "::")) {
        if (axis - expression < 4 || strncmp(axis - 4, "self", 4) != 0
            || (axis - expression > 4 && is_name_byte(axis[-5]))) {
            return true;
        }
    }
    for (const char *any = strstr(expression, "/*"); any != NULL; any = strstr(any + 2, "/*")) {
        if (any == expression || (!is_name_byte(any[-1]) && any[-1] != ']')) {
            return true;
        }
    }
    return strstr(expression, "..") != NULL || strstr(expression, "//") != NULL
        || strstr(expression, "/kommunen") != NULL;
}

static void read_expression(struct reading *reading, const char *expression) {
    for (const char *at = expression; *at != '\0' && !reading->everything;) {
        if (*at == '\'' || *at == '"') {
            at = skip_literal(at);
        } else if (text_starts(at, variable) && !is_name_byte(at[sizeof variable - 1])) {
            at += sizeof variable - 1;
            read_path(reading, at);
        } else {
            at++;
        }
    }
}

struct reach reach_of_expressions(
    struct arena *arena, const char *const *expressions, size_t count) {
    struct reading reading = { .arena = arena };
    bool used = false;
    for (size_t i = 0; i < count; i++) {
        used = used || strstr(expressions[i], variable) != NULL;
        reading.everything =
            reading.everything || strstr(expressions[i], "i-registret") != NULL;
    }
    for (size_t i = 0; used && i < count; i++) {
        reading.everything = reading.everything || leads_around(expressions[i]);
        read_expression(&reading, expressions[i]);
    }
    return (struct reach){ .everything = reading.everything,
        .registers = reading.registers.items,
        .count = reading.registers.count };
}

struct gathering {
    struct arena *arena;
    ARRAY_OF(const char *) texts;
};

/* All texts below the node that an expression could stand in: not examples, nor what is said. */
static void gather(struct gathering *gathering, const xmlNode *node) {
    static const char *const silent[] = { "exempel", "källa", "meddelande", "rubrik", "råd", "varför" };
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++) {
        if (strcmp(node_name(node), silent[i]) == 0) {
            return;
        }
    }
    if (node_kind(node) == NODE_SCALAR) {
        ARRAY_ADD(gathering->arena, gathering->texts, node_text(node));
    }
    for (const xmlNode *child = node_first(node); child != NULL; child = node_next(child)) {
        gather(gathering, child);
    }
}

struct reach reach_of_guideline(struct arena *arena, const struct guideline *guideline) {
    struct reach all = { 0 };
    ARRAY_OF(struct reach_register) registers = { 0 };
    /* The names of organisations are what wording rules know names by. */
    static const char *const names[] = { "kortnamn", "namn" };
    const struct reach_register known = { "organisationer", false, names, 2 };
    ARRAY_ADD(arena, registers, known);
    for (size_t i = 0; i < guideline->rule_count; i++) {
        struct gathering gathering = { .arena = arena };
        gather(&gathering, guideline->rules[i].node);
        struct reach reach =
            reach_of_expressions(arena, gathering.texts.items, gathering.texts.count);
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

static void add_register(
    struct digester *digester, const struct reach_register *reach, const xmlNode *kommun) {
    const xmlNode *entries = node_child(kommun, reach->name);
    digester_add_string(digester, reach->name);
    if (entries == NULL) {
        return;
    }
    if (reach->whole) {
        add_node(digester, entries);
        return;
    }
    for (const xmlNode *entry = node_first(entries); entry != NULL; entry = node_next(entry)) {
        digester_add_string(digester, node_name(entry));
        for (size_t i = 0; i < reach->field_count; i++) {
            const xmlNode *field = node_child(entry, reach->fields[i]);
            digester_add_string(digester, field != NULL ? reach->fields[i] : NULL);
            if (field != NULL) {
                add_node(digester, field);
            }
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
