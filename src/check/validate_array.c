/* SPDX-License-Identifier: EUPL-1.2
 *
 * Keywords for lists (JSON Schema Core 10.3.1, Validation 6.4).
 */
#include <stdlib.h>
#include <string.h>

#include "check/keyword.h"

void check_item_count(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    uint64_t count = node_count(value->node);
    bool least = strcmp(constraint->keyword->name, "minItems") == 0;
    if (least ? count < constraint->count : count > constraint->count) {
        fault_add(run, least ? FAULT_ITEMS_FEW : FAULT_ITEMS_MANY, schema, constraint, value, NULL,
            NULL);
    }
}

struct hashed {
    uint64_t hash;
    size_t place;
    const xmlNode *node;
};

static int compare_hashed(const void *left, const void *right) {
    const struct hashed *a = left;
    const struct hashed *b = right;
    if (a->hash != b->hash) {
        return a->hash < b->hash ? -1 : 1;
    }
    return (a->place > b->place) - (a->place < b->place);
}

void check_unique(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    size_t count = constraint->flag ? node_count(value->node) : 0;
    struct hashed *items = arena_array(run->arena, count, sizeof *items);
    const xmlNode *node = node_first(value->node);
    for (size_t i = 0; i < count; i++, node = node_next(node)) {
        items[i] = (struct hashed){ node_hash(run, node), i, node };
    }
    qsort(items, count, sizeof *items, compare_hashed);
    /* Among equal hashes the first stands first. Values that differ seldom share one. */
    for (size_t first = 0, i = 1; i < count && !run->exhausted; i++) {
        first = items[i].hash != items[first].hash ? i : first;
        for (size_t other = first; other < i; other++) {
            if (node_equals(run, items[i].node, items[other].node)) {
                struct value item = value_of(items[i].node);
                fault_add(
                    run, FAULT_ITEMS_EQUAL, schema, constraint, &item, NULL, items[other].node);
                break;
            }
        }
    }
}

void check_prefix_items(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    (void)schema;
    const xmlNode *node = node_first(value->node);
    for (size_t i = 0; i < constraint->schemas.count && node != NULL; i++) {
        subschema_visit(run, constraint->schemas.items[i], node);
        node = node_next(node);
    }
}

void check_items(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    const xmlNode *node = node_first(value->node);
    size_t before = schema->prefix_items != NULL ? schema->prefix_items->schemas.count : 0;
    for (; node != NULL; node = node_next(node)) {
        if (before > 0) {
            before--;
        } else {
            subschema_visit(run, constraint->schema, node);
        }
    }
}

void check_contains(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    uint64_t least = schema->min_contains != NULL ? schema->min_contains->count : 1;
    uint64_t count = 0;
    for (const xmlNode *node = node_first(value->node); node != NULL; node = node_next(node)) {
        struct mark mark = run_mark(run);
        bool valid = subschema_visit(run, constraint->schema, node);
        if (!valid) {
            run_return(run, mark);
        }
        count += valid;
    }
    if (count < least) {
        fault_add(run, FAULT_CONTAINS_FEW, schema, constraint, value, NULL, NULL);
    }
    if (schema->max_contains != NULL && count > schema->max_contains->count) {
        fault_add(run, FAULT_CONTAINS_MANY, schema, constraint, value, NULL, NULL);
    }
}
