/* SPDX-License-Identifier: EUPL-1.2
 *
 * A run of a schema over a tree. Each keyword's function adds faults; nothing is worded before the
 * run is over, so that a branch of anyOf can be tried and its faults thrown away.
 *
 * The two readings. A plain YAML scalar that the core schema takes for a number, a boolean or null may
 * as well be meant as text. It is text where the schema does not accept what the core schema makes of
 * it (another type, another constant) but does accept the text. That is decided where the value is
 * entered from its parent, so that all subschemas that apply there ($ref, allOf …) speak of the same
 * reading:
 *
 *     { type: string }            12 is the text "12"
 *     { type: [integer, string] } 12 is the number
 *     { enum: ["1", "2"] }        1 is the text "1"; so it is for const
 *     { minimum: 20 }             12 is a number, and too small; "12" is text, of which minimum says nothing
 *     { pattern: "^[0-9]{3}$" }   12 is refused: string keywords alone mean text
 *
 * When neither is valid, the faults of the reading that comes nearer are reported.
 */
#include "check/keyword.h"

#include <string.h>

struct mark run_mark(const struct run *run) {
    return (struct mark){
        run->faults.count, run->notes.count, run->evaluated.count, run->failed
    };
}

void run_return(struct run *run, struct mark mark) {
    run->faults.count = mark.faults;
    run->notes.count = mark.notes;
    run->evaluated.count = mark.evaluated;
    run->failed = mark.failed;
}

void fault_add(struct run *run, enum fault_kind kind, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value, const char *name,
    const xmlNode *other) {
    run->failed++;
    if (run->faults.count < FAULTS_LARGEST) {
        struct fault fault = { .kind = kind,
            .value = *value,
            .schema = schema,
            .constraint = constraint,
            .name = name,
            .other = other };
        ARRAY_ADD(run->arena, run->faults, fault);
    }
}

struct value value_of(const xmlNode *node) {
    return (struct value){ .node = node, .text = node_text(node), .type = node_type(node) };
}

bool value_has_two_readings(const struct value *value) {
    return !value->is_key && node_kind(value->node) == NODE_SCALAR && node_is_plain(value->node)
        && !node_is_json(value->node) && node_type(value->node) != TYPE_STRING
        && value->text[0] != '\0';
}

/* Whether the keyword speaks of such values. */
static bool constraint_applies(
    const struct run *run, const struct constraint *constraint, const struct value *value) {
    unsigned types = constraint->keyword->types;
    return constraint->keyword->check != NULL
        && (types == 0 || (types & value->type) != 0
            || (run->texts_only && types == TYPE_STRING && value_has_two_readings(value)));
}

enum pattern_result run_match(
    struct run *run, const struct pattern *pattern, const char *text) {
    if (run->exhausted) {
        return PATTERN_MATCHES;
    }
    enum pattern_result result = pattern_match(pattern, text, &run->steps);
    run_work(run, 0);
    return result;
}

bool run_work(struct run *run, size_t steps) {
    run->steps += steps;
    run->exhausted = run->exhausted || run->steps > STEPS_LARGEST;
    return !run->exhausted;
}

static void note_add(
    struct run *run, const struct subschema *schema, const struct value *value) {
    struct note note = { .node = value->node, .schema = schema, .type = value->type };
    ARRAY_ADD(run->arena, run->notes, note);
}

bool subschema_apply(struct run *run, const struct subschema *schema, const struct value *value) {
    size_t failed = run->failed;
    if (!run_work(run, 1) || run->depth == DEPTH_LARGEST) {
        run->exhausted = true;
        return true;
    }
    if (schema->never) {
        fault_add(run, FAULT_FORBIDDEN, schema, NULL, value, NULL, NULL);
        return false;
    }
    size_t scope = run->scope;
    run->scope = run->evaluated.count;
    run->depth++;
    for (size_t i = 0; i < schema->constraint_count; i++) {
        const struct constraint *constraint = &schema->constraints[i];
        if (constraint_applies(run, constraint, value)) {
            constraint->keyword->check(run, schema, constraint, value);
        }
    }
    run->depth--;
    run->scope = scope;
    bool valid = run->failed == failed;
    bool marks = schema->format != NULL || schema->reference != NULL || schema->prose;
    if (run->settling && valid && marks && !value->is_key
        && node_kind(value->node) == NODE_SCALAR) {
        note_add(run, schema, value);
    }
    return valid;
}

/* The faults since a mark, put aside. */
struct attempt {
    struct fault *faults;
    size_t fault_count;
    size_t failed;
    size_t weight;
};

static struct attempt attempt_take(
    struct run *run, struct mark mark, const struct value *value) {
    struct attempt attempt = { .fault_count = run->faults.count - mark.faults,
        .failed = run->failed - mark.failed,
        .weight = faults_weight(run, mark.faults, value) };
    attempt.faults = arena_array(run->arena, attempt.fault_count + 1, sizeof(struct fault));
    if (attempt.fault_count != 0) {
        memcpy(attempt.faults, run->faults.items + mark.faults,
            attempt.fault_count * sizeof(struct fault));
    }
    run_return(run, mark);
    return attempt;
}

static void attempt_restore(struct run *run, const struct attempt *attempt) {
    for (size_t i = 0; i < attempt->fault_count; i++) {
        ARRAY_ADD(run->arena, run->faults, attempt->faults[i]);
    }
    run->failed += attempt->failed;
}

/* Whether one of the faults since the mark says that the value is of another kind altogether. */
static bool is_other_kind(const struct run *run, struct mark mark, const xmlNode *node) {
    for (size_t i = mark.faults; i < run->faults.count; i++) {
        const struct fault *fault = &run->faults.items[i];
        if (fault->value.node == node
            && (fault->kind == FAULT_TYPE || fault->kind == FAULT_ENUM
                || fault->kind == FAULT_CONST || fault->kind == FAULT_NO_FORM)) {
            return true;
        }
    }
    return false;
}

/* Tries both readings of the value. */
static bool apply_readings(
    struct run *run, const struct subschema *schema, struct value value) {
    struct mark mark = run_mark(run);
    bool valid = subschema_apply(run, schema, &value);
    if (!valid && is_other_kind(run, mark, value.node)) {
        struct attempt first = attempt_take(run, mark, &value);
        struct value text = value;
        text.type = TYPE_STRING;
        valid = subschema_apply(run, schema, &text);
        if (valid) {
            value = text;
        } else if (first.weight <= faults_weight(run, mark.faults, &text)) {
            run_return(run, mark);
            attempt_restore(run, &first);
        }
    }
    if (valid) {
        reading_set(run, value.node, value.type == TYPE_STRING);
    }
    if (run->settling && valid) {
        note_add(run, NULL, &value);
    }
    return valid;
}

bool subschema_visit(struct run *run, const struct subschema *schema, const xmlNode *node) {
    struct value value = value_of(node);
    size_t evaluated = run->evaluated.count;
    bool texts_only = run->texts_only;
    run->texts_only = schema->texts && !schema->others;
    bool valid = value_has_two_readings(&value) ? apply_readings(run, schema, value)
                                                : subschema_apply(run, schema, &value);
    run->texts_only = texts_only;
    /* What was evaluated further in matters there alone; that the node itself was, matters here. */
    run->evaluated.count = evaluated;
    ARRAY_ADD(run->arena, run->evaluated, node);
    return valid;
}

/* Says once that the schema and the tree together ask for too much work. */
static void report_exhaustion(
    const struct run *run, const struct tree *tree, struct findings *findings) {
    if (run->exhausted) {
        finding_add(findings, VALIDATION_TOO_LONG, node_key_span(tree->root), NULL);
    }
}

bool schema_run(struct run *run, const struct schema *schema, const struct tree *tree,
    struct findings *findings) {
    subschema_visit(run, schema->root, tree->root);
    faults_report(run, schema->root, findings);
    report_exhaustion(run, tree, findings);
    return run->failed == 0 && !run->exhausted;
}

bool schema_validate(struct arena *arena, const struct schema *schema, const struct tree *tree,
    struct findings *findings) {
    struct run run = { .arena = arena };
    return schema_run(&run, schema, tree, findings);
}
