/* SPDX-License-Identifier: EUPL-1.2
 *
 * Keywords for any value, for numbers and for strings (JSON Schema Validation 6.1 to 6.3). Also what
 * it means for values to be equal (Core 4.2.2): numbers by their value, strings by their code points,
 * objects without regard to order.
 */
#include <string.h>

#include "base/text.h"
#include "check/keyword.h"

void check_type(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    if ((constraint->types & value->type) == 0) {
        fault_add(run, FAULT_TYPE, schema, constraint, value, NULL, NULL);
    }
}

static bool is_number(enum node_type type) {
    return type == TYPE_INTEGER || type == TYPE_NUMBER;
}

static bool scalars_equal(struct arena *arena, const char *a, enum node_type a_type, const char *b,
    enum node_type b_type) {
    struct decimal left;
    struct decimal right;
    if (a_type == TYPE_STRING || b_type == TYPE_STRING) {
        return a_type == b_type && strcmp(a, b) == 0;
    }
    if (is_number(a_type) && is_number(b_type)) {
        return decimal_parse(arena, a, &left) && decimal_parse(arena, b, &right)
            ? decimal_compare(&left, &right) == 0
            : strcmp(a, b) == 0;
    }
    /* null is null however YAML spells it; of booleans the first letter tells. */
    return a_type == b_type && (a_type == TYPE_NULL || (a[0] | 0x20) == (b[0] | 0x20));
}

static bool children_equal(struct arena *arena, const xmlNode *a, const xmlNode *b) {
    const xmlNode *other = node_first(b);
    for (const xmlNode *child = node_first(a); child != NULL; child = node_next(child)) {
        if (node_kind(a) == NODE_MAPPING) {
            /* Most often the order is the same. */
            bool same = other != NULL && strcmp(node_name(other), node_name(child)) == 0;
            const xmlNode *match = same ? other : node_child(b, node_name(child));
            if (match == NULL || !node_equals(arena, child, match)) {
                return false;
            }
        } else if (other == NULL || !node_equals(arena, child, other)) {
            return false;
        }
        other = other != NULL ? node_next(other) : NULL;
    }
    return node_count(a) == node_count(b);
}

bool node_equals(struct arena *arena, const xmlNode *a, const xmlNode *b) {
    if (node_kind(a) != node_kind(b)) {
        return false;
    }
    if (node_kind(a) == NODE_SCALAR) {
        return scalars_equal(arena, node_text(a), node_type(a), node_text(b), node_type(b));
    }
    return children_equal(arena, a, b);
}

bool value_equals(struct arena *arena, const struct value *value, const xmlNode *expected) {
    if (!value->is_key && node_kind(value->node) != NODE_SCALAR) {
        return node_equals(arena, value->node, expected);
    }
    return node_kind(expected) == NODE_SCALAR
        && scalars_equal(
            arena, value->text, value->type, node_text(expected), node_type(expected));
}

void check_const(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    if (!value_equals(run->arena, value, constraint->node)) {
        fault_add(run, FAULT_CONST, schema, constraint, value, NULL, NULL);
    }
}

void check_enum(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    const xmlNode *expected = node_first(constraint->node);
    while (expected != NULL && !value_equals(run->arena, value, expected)) {
        expected = node_next(expected);
    }
    if (expected == NULL) {
        fault_add(run, FAULT_ENUM, schema, constraint, value, NULL, NULL);
    }
}

static bool is_called(const struct constraint *constraint, const char *name) {
    return strcmp(constraint->keyword->name, name) == 0;
}

void check_length(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    uint64_t count = text_count(value->text, strlen(value->text));
    bool least = is_called(constraint, "minLength");
    if (least ? count < constraint->count : count > constraint->count) {
        fault_add(
            run, least ? FAULT_SHORT : FAULT_LONG, schema, constraint, value, NULL, NULL);
    }
}

void check_pattern(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    enum pattern_result result = pattern_match(constraint->pattern, value->text);
    if (result != PATTERN_MATCHES) {
        fault_add(run, result == PATTERN_DIFFERS ? FAULT_PATTERN : FAULT_PATTERN_GAVE_UP, schema,
            constraint, value, NULL, NULL);
    }
}

void check_limit(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    static const struct {
        const char *name;
        int low, high; /* the orders that are allowed */
        enum fault_kind kind;
    } limits[] = { { "minimum", 0, 1, FAULT_MINIMUM }, { "maximum", -1, 0, FAULT_MAXIMUM },
        { "exclusiveMinimum", 1, 1, FAULT_EXCLUSIVE_MINIMUM },
        { "exclusiveMaximum", -1, -1, FAULT_EXCLUSIVE_MAXIMUM } };
    struct decimal number;
    if (!decimal_parse(run->arena, value->text, &number)) {
        return; /* .inf and .nan of YAML, which JSON has no word for */
    }
    int order = decimal_compare(&number, &constraint->number);
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        if (is_called(constraint, limits[i].name)
            && (order < limits[i].low || order > limits[i].high)) {
            fault_add(run, limits[i].kind, schema, constraint, value, NULL, NULL);
        }
    }
}

void check_multiple(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    struct decimal number;
    if (decimal_parse(run->arena, value->text, &number)
        && !decimal_is_multiple(&number, &constraint->number)) {
        fault_add(run, FAULT_MULTIPLE, schema, constraint, value, NULL, NULL);
    }
}

void check_format(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    bool scalar = value->is_key || node_kind(value->node) == NODE_SCALAR;
    /* An amount may be a number and a ja a boolean, but a date that is no text is a matter for type. */
    bool speaks = value->type == TYPE_STRING
        || (constraint->format == FORMAT_MONEY && is_number(value->type))
        || (schema->texts_only && value_has_two_readings(value));
    if (scalar && speaks && !format_holds(constraint->format, value->text)) {
        fault_add(run, FAULT_FORMAT, schema, constraint, value, NULL, NULL);
    }
}
