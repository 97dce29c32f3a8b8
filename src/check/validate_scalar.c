/* SPDX-License-Identifier: EUPL-1.2
 *
 * Keywords for any value, for numbers and for strings (JSON Schema Validation 6.1 to 6.3).
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

void check_const(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    if (!value_equals(run, value, constraint->node)) {
        fault_add(run, FAULT_CONST, schema, constraint, value, NULL, NULL);
    }
}

void check_enum(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    if (!values_hold(run, &constraint->values, value)) {
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
    enum pattern_result result = run_match(run, constraint->pattern, value->text);
    if (result != PATTERN_MATCHES) {
        fault_add(run, result == PATTERN_DIFFERS ? FAULT_PATTERN : FAULT_PATTERN_GAVE_UP, schema,
            constraint, value, NULL, NULL);
    }
}

/* -1, 0 or 1; beyond all limits for what is no number at all. JSON has no word for .inf and .nan of YAML. */
static int compare_with(struct run *run, const char *text, const struct decimal *limit) {
    struct decimal number;
    if (decimal_parse(run->arena, text, &number)) {
        return decimal_compare(&number, limit);
    }
    bool infinite = (text[strlen(text) - 1] | 0x20) == 'f';
    return !infinite ? 2 : text[0] == '-' ? -1 : 1;
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
    int order = compare_with(run, value->text, &constraint->number);
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
    if (!decimal_parse(run->arena, value->text, &number)
        || !decimal_is_multiple(&number, &constraint->number)) {
        fault_add(run, FAULT_MULTIPLE, schema, constraint, value, NULL, NULL);
    }
}

void check_format(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    bool scalar = value->is_key || node_kind(value->node) == NODE_SCALAR;
    /* An amount may be a number and a ja a boolean, but a date that is no text is a matter for type. */
    bool number = value->type == TYPE_INTEGER || value->type == TYPE_NUMBER;
    bool speaks = value->type == TYPE_STRING || (constraint->format == FORMAT_MONEY && number)
        || (run->texts_only && value_has_two_readings(value));
    if (scalar && speaks && !format_holds(constraint->format, value->text)) {
        fault_add(run, FAULT_FORMAT, schema, constraint, value, NULL, NULL);
    }
}
