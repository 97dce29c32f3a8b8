/* SPDX-License-Identifier: EUPL-1.2
 *
 * Keywords that apply subschemas to the same value (JSON Schema Core 8.2.3.1, 10.2.1 and 10.2.2).
 *
 * When no alternative of anyOf or oneOf fits, the one that comes nearest is reported as if it were
 * the only one. Nearest is what has the least weight: another type or another constant says that
 * something else was meant, a fault further in that this was meant. Where alternatives come equally
 * near and each lacks a key, the keys themselves are what the writer has to choose between.
 */
#include <stdlib.h>
#include <string.h>

#include "check/keyword.h"
#include "check/mistyped.h"

/* From this weight on the value is of another kind than the alternative. */
enum { WEIGHT_FAR = 500 };

static size_t unknown_key_weight(struct run *run, const struct fault *fault) {
    struct suggestion near = key_suggestion(run, fault->schema, node_name(fault->value.node));
    return near.nearest != NULL ? 20 + near.distance : 50;
}

static size_t fault_weight(
    struct run *run, const struct fault *fault, const struct value *value) {
    bool here = fault->value.node == value->node;
    bool below = !here && node_parent(fault->value.node) == value->node;
    switch (fault->kind) {
    case FAULT_TYPE:
    case FAULT_FORBIDDEN:
        return here ? 2 * WEIGHT_FAR : below ? 20 : 1;
    case FAULT_ENUM:
    case FAULT_CONST:
    case FAULT_NO_FORM:
        return here ? WEIGHT_FAR : below ? 100 : 1;
    case FAULT_KEY_MISSING:
    case FAULT_KEY_DEPENDENT:
    case FAULT_KEY_ONE_OF:
        return here ? 50 : 1;
    case FAULT_KEY_UNKNOWN:
        return below ? unknown_key_weight(run, fault) : 1;
    case FAULT_SHORT:
    case FAULT_LONG:
    case FAULT_PATTERN:
    case FAULT_PATTERN_GAVE_UP:
    case FAULT_MINIMUM:
    case FAULT_MAXIMUM:
    case FAULT_EXCLUSIVE_MINIMUM:
    case FAULT_EXCLUSIVE_MAXIMUM:
    case FAULT_MULTIPLE:
    case FAULT_FORMAT:
    case FAULT_ITEMS_FEW:
    case FAULT_ITEMS_MANY:
    case FAULT_ITEMS_EQUAL:
    case FAULT_CONTAINS_FEW:
    case FAULT_CONTAINS_MANY:
    case FAULT_KEYS_FEW:
    case FAULT_KEYS_MANY:
    case FAULT_MANY_FORMS:
        return here ? 10 : 1;
    case FAULT_KIND_COUNT:
        break;
    }
    return 0;
}

size_t faults_weight(struct run *run, size_t first, const struct value *value) {
    size_t weight = 0;
    /* Of very many faults the first are enough to tell. */
    for (size_t i = first; i < run->faults.count && i < first + 50; i++) {
        weight += fault_weight(run, &run->faults.items[i], value);
    }
    return weight;
}

/* What is known of the alternatives that failed so far. */
struct nearest {
    struct fault *faults; /* of the nearest */
    size_t count;
    size_t weight;
    size_t equals;        /* how many come as near */
    bool lack_keys;       /* all of them lack a key of the value */
};

static bool lacks_key(const struct run *run, size_t first, const struct value *value) {
    for (size_t i = first; i < run->faults.count; i++) {
        if (run->faults.items[i].kind == FAULT_KEY_MISSING
            && run->faults.items[i].value.node == value->node) {
            return true;
        }
    }
    return false;
}

/* Takes the faults since the mark away, and keeps them if no earlier ones were nearer. */
static void nearest_take(
    struct run *run, struct nearest *nearest, struct mark mark, const struct value *value) {
    size_t weight = faults_weight(run, mark.faults, value);
    bool lacks = lacks_key(run, mark.faults, value);
    run_work(run, run->faults.count - mark.faults);
    if (nearest->equals == 0 || weight < nearest->weight) {
        size_t count = run->faults.count - mark.faults;
        nearest->faults = arena_array(run->arena, count + 1, sizeof(struct fault));
        if (count != 0) {
            memcpy(nearest->faults, run->faults.items + mark.faults, count * sizeof(struct fault));
        }
        nearest->count = count;
        nearest->weight = weight;
        nearest->equals = 1;
        nearest->lack_keys = lacks;
    } else if (weight == nearest->weight) {
        nearest->equals++;
        nearest->lack_keys = nearest->lack_keys && lacks;
    }
    run_return(run, mark);
}

static void nearest_report(struct run *run, const struct nearest *nearest,
    const struct subschema *schema, const struct constraint *constraint,
    const struct value *value) {
    if (nearest->weight >= WEIGHT_FAR && constraint->schemas.count > 1) {
        fault_add(run, FAULT_NO_FORM, schema, constraint, value, NULL, NULL);
        return;
    }
    bool choice = nearest->equals > 1 && nearest->lack_keys;
    if (choice) {
        fault_add(run, FAULT_KEY_ONE_OF, schema, constraint, value, NULL, NULL);
    }
    for (size_t i = 0; i < nearest->count; i++) {
        const struct fault *fault = &nearest->faults[i];
        if (!choice || fault->kind == FAULT_KEY_UNKNOWN) {
            fault_add(run, fault->kind, fault->schema, fault->constraint, &fault->value,
                fault->name, fault->other);
        }
    }
    /* Faults above the limit are counted but not kept: it must stay invalid. */
    run->failed += nearest->count == 0 && !choice;
}

/* How many alternatives fit; those that do leave their notes. */
static size_t try_all(struct run *run, const struct constraint *constraint,
    const struct value *value, struct nearest *nearest) {
    size_t fitting = 0;
    for (size_t i = 0; i < constraint->schemas.count; i++) {
        struct mark mark = run_mark(run);
        if (subschema_apply(run, constraint->schemas.items[i], value)) {
            fitting++;
        } else {
            nearest_take(run, nearest, mark, value);
        }
    }
    return fitting;
}

void check_any_of(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    struct nearest nearest = { 0 };
    if (try_all(run, constraint, value, &nearest) == 0) {
        nearest_report(run, &nearest, schema, constraint, value);
    }
}

void check_one_of(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    struct nearest nearest = { 0 };
    size_t fitting = try_all(run, constraint, value, &nearest);
    if (fitting == 0) {
        nearest_report(run, &nearest, schema, constraint, value);
    } else if (fitting > 1) {
        fault_add(run, FAULT_MANY_FORMS, schema, constraint, value, NULL, NULL);
    }
}

void check_all_of(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    (void)schema;
    for (size_t i = 0; i < constraint->schemas.count; i++) {
        subschema_apply(run, constraint->schemas.items[i], value);
    }
}

void check_ref(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    (void)schema;
    subschema_apply(run, constraint->schema, value);
}

void check_not(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    struct mark mark = run_mark(run);
    bool valid = subschema_apply(run, constraint->schema, value);
    run_return(run, mark);
    if (valid) {
        fault_add(run, FAULT_FORBIDDEN, schema, constraint, value, NULL, NULL);
    }
}

static int compare_addresses(const void *left, const void *right) {
    uintptr_t a = (uintptr_t)*(const xmlNode *const *)left;
    uintptr_t b = (uintptr_t)*(const xmlNode *const *)right;
    return (a > b) - (a < b);
}

/* Core 11: the children that no other keyword of the subschema, or of those it applied to the same
 * value with success, has looked at. The compiler puts it last. */
void check_unevaluated(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    size_t count = run->evaluated.count - run->scope;
    const xmlNode **seen = arena_array(run->arena, count, sizeof *seen);
    if (count != 0) {
        memcpy(seen, run->evaluated.items + run->scope, count * sizeof *seen);
    }
    qsort(seen, count, sizeof *seen, compare_addresses);
    for (const xmlNode *child = node_first(value->node); child != NULL; child = node_next(child)) {
        if (bsearch(&child, seen, count, sizeof *seen, compare_addresses) != NULL) {
            continue;
        }
        if (constraint->schema->never && node_kind(value->node) == NODE_MAPPING) {
            struct value unknown = value_of(child);
            fault_add(run, FAULT_KEY_UNKNOWN, schema, constraint, &unknown, NULL, NULL);
        } else {
            subschema_visit(run, constraint->schema, child);
        }
    }
}

void check_if(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    struct mark mark = run_mark(run);
    bool holds = subschema_apply(run, constraint->schema, value);
    if (!holds) {
        run_return(run, mark);
    }
    const struct constraint *branch = holds ? schema->then : schema->otherwise;
    if (branch != NULL) {
        subschema_apply(run, branch->schema, value);
    }
}
