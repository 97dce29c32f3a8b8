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

static int compare_names(const void *left, const void *right) {
    return strcmp(node_name(*(const xmlNode *const *)left), node_name(*(const xmlNode *const *)right));
}

/* The children from `child` on, in the order of their names. */
static const xmlNode **sort_children(struct arena *arena, const xmlNode *child, size_t count) {
    const xmlNode **sorted = arena_array(arena, count, sizeof *sorted);
    for (size_t i = 0; i < count; i++, child = node_next(child)) {
        sorted[i] = child;
    }
    qsort(sorted, count, sizeof *sorted, compare_names);
    return sorted;
}

static bool members_equal(struct run *run, const xmlNode *a, const xmlNode *b, size_t count) {
    const xmlNode **left = sort_children(run->arena, a, count);
    const xmlNode **right = sort_children(run->arena, b, count);
    for (size_t i = 0; i < count; i++) {
        if (compare_names(&left[i], &right[i]) != 0 || !node_equals(run, left[i], right[i])) {
            return false;
        }
    }
    return true;
}

static bool children_equal(struct run *run, const xmlNode *a, const xmlNode *b) {
    size_t count = node_count(a);
    if (count != node_count(b)) {
        return false;
    }
    bool named = node_kind(a) == NODE_MAPPING;
    a = node_first(a);
    b = node_first(b);
    for (; count != 0; count--, a = node_next(a), b = node_next(b)) {
        if (named && strcmp(node_name(a), node_name(b)) != 0) {
            return members_equal(run, a, b, count); /* most often the order is the same */
        }
        if (!node_equals(run, a, b)) {
            return false;
        }
    }
    return true;
}

bool node_equals(struct run *run, const xmlNode *a, const xmlNode *b) {
    if (node_kind(a) != node_kind(b) || !run_work(run, 1)) {
        return false;
    }
    if (node_kind(a) == NODE_SCALAR) {
        return scalars_equal(
            run->arena, node_text(a), reading_type(run, a), node_text(b), reading_type(run, b));
    }
    return children_equal(run, a, b);
}

bool value_equals(struct run *run, const struct value *value, const xmlNode *expected) {
    if (!value->is_key && node_kind(value->node) != NODE_SCALAR) {
        return node_equals(run, value->node, expected);
    }
    return node_kind(expected) == NODE_SCALAR
        && scalars_equal(
            run->arena, value->text, value->type, node_text(expected), node_type(expected));
}

/* Numbers give their digits, however they are written. What is of different types is not equal, and so
 * begins with different numbers. */
static uint64_t hash_scalar(struct arena *arena, const char *text, enum node_type type) {
    struct decimal number;
    if (type == TYPE_STRING) {
        return digest_hash(TYPE_STRING, text, strlen(text));
    }
    if (!is_number(type)) {
        char first = type == TYPE_NULL ? '\0' : (char)(text[0] | 0x20);
        return digest_hash(type, &first, 1);
    }
    if (!decimal_parse(arena, text, &number)) {
        return digest_hash(TYPE_NUMBER, text, strlen(text));
    }
    const int64_t rest[] = { number.exponent, number.negative };
    return digest_hash(digest_hash(TYPE_NUMBER, rest, sizeof rest), number.digits, number.count);
}

uint64_t node_hash(struct run *run, const xmlNode *node) {
    uint64_t hash = node_kind(node);
    if (!run_work(run, 1)) {
        return hash;
    }
    switch (node_kind(node)) {
    case NODE_SCALAR:
        return hash_scalar(run->arena, node_text(node), reading_type(run, node));
    case NODE_SEQUENCE:
        hash = digest_hash(TYPE_ARRAY, NULL, 0);
        for (const xmlNode *child = node_first(node); child != NULL; child = node_next(child)) {
            uint64_t item = node_hash(run, child);
            hash = digest_hash(hash, &item, sizeof item);
        }
        return hash;
    case NODE_MAPPING:
        hash = digest_hash(TYPE_OBJECT, NULL, 0);
        for (const xmlNode *child = node_first(node); child != NULL; child = node_next(child)) {
            /* A sum: the order of the keys does not matter. */
            hash += digest_hash(node_hash(run, child), node_name(child), strlen(node_name(child)));
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
    struct run run = { .arena = arena };
    size_t count = node_count(list);
    struct hashed_value *items = arena_array(arena, count, sizeof *items);
    size_t at = 0;
    for (const xmlNode *node = node_first(list); node != NULL; node = node_next(node)) {
        items[at++] = (struct hashed_value){ node_hash(&run, node), node };
    }
    qsort(items, count, sizeof *items, compare_hashed);
    return (struct hashed_values){ items, count };
}

bool values_hold(
    struct run *run, const struct hashed_values *values, const struct value *value) {
    bool scalar = value->is_key || node_kind(value->node) == NODE_SCALAR;
    uint64_t hash =
        scalar ? hash_scalar(run->arena, value->text, value->type) : node_hash(run, value->node);
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
        if (value_equals(run, value, values->items[low].node)) {
            return true;
        }
    }
    return false;
}
