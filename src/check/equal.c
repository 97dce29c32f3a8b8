/* SPDX-License-Identifier: EUPL-1.2
 *
 * What it means for values to be equal (JSON Schema Core 4.2.2): numbers by their value, strings by their
 * code points, objects without regard to order. Equal values have equal hashes, so that a value is looked
 * up among many and not held against each.
 */
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "check/keyword.h"

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

/* Numbers give their digits, however they are written. */
static uint64_t hash_scalar(struct arena *arena, const char *text, enum node_type type) {
    uint64_t hash = NODE_SCALAR;
    struct decimal number;
    if (type == TYPE_STRING) {
        return digest_hash(hash, text, strlen(text));
    }
    if (decimal_parse(arena, text, &number)) {
        hash += (uint64_t)number.exponent * 31 + number.negative;
        return digest_hash(hash, number.digits, number.count);
    }
    return hash + (uint64_t)(type == TYPE_NULL ? 0 : text[0] | 0x20);
}

uint64_t node_hash(struct arena *arena, const xmlNode *node) {
    uint64_t hash = node_kind(node);
    switch (node_kind(node)) {
    case NODE_SCALAR:
        return hash_scalar(arena, node_text(node), node_type(node));
    case NODE_SEQUENCE:
        for (const xmlNode *child = node_first(node); child != NULL; child = node_next(child)) {
            uint64_t item = node_hash(arena, child);
            hash = digest_hash(hash, &item, sizeof item);
        }
        return hash;
    case NODE_MAPPING:
        for (const xmlNode *child = node_first(node); child != NULL; child = node_next(child)) {
            /* A sum: the order of the keys does not matter. */
            hash += digest_hash(node_hash(arena, child), node_name(child), strlen(node_name(child)));
        }
        return hash;
    }
    return hash;
}

static int compare_hashed(const void *left, const void *right) {
    const struct hashed_value *a = left;
    const struct hashed_value *b = right;
    return (a->hash > b->hash) - (a->hash < b->hash);
}

struct hashed_values values_read(struct arena *arena, const xmlNode *list) {
    size_t count = node_count(list);
    struct hashed_value *items = arena_array(arena, count, sizeof *items);
    size_t at = 0;
    for (const xmlNode *node = node_first(list); node != NULL; node = node_next(node)) {
        items[at++] = (struct hashed_value){ node_hash(arena, node), node };
    }
    qsort(items, count, sizeof *items, compare_hashed);
    return (struct hashed_values){ items, count };
}

bool values_hold(
    struct arena *arena, const struct hashed_values *values, const struct value *value) {
    bool scalar = value->is_key || node_kind(value->node) == NODE_SCALAR;
    uint64_t hash =
        scalar ? hash_scalar(arena, value->text, value->type) : node_hash(arena, value->node);
    size_t low = 0;
    for (size_t high = values->count; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (values->items[middle].hash < hash) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < values->count && values->items[low].hash == hash; low++) {
        if (value_equals(arena, value, values->items[low].node)) {
            return true;
        }
    }
    return false;
}
