/* SPDX-License-Identifier: EUPL-1.2
 *
 * Which plain scalars a run has read as text though they are something else by themselves: a set of
 * nodes, as a hash table that is never more than half full. The last reading counts, so what a branch
 * that was given up has said is mended by the one that follows it.
 */
#include "check/keyword.h"

enum { TABLE_FIRST = 64 };

/* The place of the node, or where it would go. */
static struct reading *find(const struct readings *readings, const xmlNode *node) {
    size_t mask = readings->size - 1;
    size_t at = ((uintptr_t)node >> 4) * 31 & mask;
    while (readings->table[at].node != NULL && readings->table[at].node != node) {
        at = (at + 1) & mask;
    }
    return &readings->table[at];
}

static void make_room(struct arena *arena, struct readings *readings) {
    if (readings->count * 2 < readings->size) {
        return;
    }
    struct readings old = *readings;
    readings->size = old.size == 0 ? TABLE_FIRST : old.size * 2;
    readings->table = arena_array(arena, readings->size, sizeof *readings->table);
    for (size_t i = 0; i < old.size; i++) {
        if (old.table[i].node != NULL) {
            *find(readings, old.table[i].node) = old.table[i];
        }
    }
}

void reading_set(struct run *run, const xmlNode *node, bool text) {
    struct readings *readings = &run->readings;
    if (readings->count == 0 && !text) {
        return;
    }
    make_room(run->arena, readings);
    struct reading *reading = find(readings, node);
    readings->count += reading->node == NULL;
    *reading = (struct reading){ node, text };
}

enum node_type reading_type(const struct run *run, const xmlNode *node) {
    if (run->readings.count == 0) {
        return node_type(node);
    }
    const struct reading *reading = find(&run->readings, node);
    return reading->node != NULL && reading->text ? TYPE_STRING : node_type(node);
}
