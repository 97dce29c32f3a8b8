/* SPDX-License-Identifier: EUPL-1.2
 *
 * Which node of a schema became which subschema: a list in the order of compilation, so that nothing
 * depends on addresses, and a hash table of places in it.
 */
#include <stdint.h>

#include "check/compile.h"

struct compiled *compiled_find(const struct compiler *compiler, const xmlNode *node) {
    if (compiler->table_size == 0) {
        return NULL;
    }
    size_t mask = compiler->table_size - 1;
    for (size_t i = ((uintptr_t)node >> 4) * 31 & mask;; i = (i + 1) & mask) {
        if (compiler->table[i] == 0) {
            return NULL;
        }
        struct compiled *compiled = &compiler->list.items[compiler->table[i] - 1];
        if (compiled->schema->node == node) {
            return compiled;
        }
    }
}

static void table_put(struct compiler *compiler, size_t place) {
    size_t mask = compiler->table_size - 1;
    size_t i = ((uintptr_t)compiler->list.items[place - 1].schema->node >> 4) * 31 & mask;
    while (compiler->table[i] != 0) {
        i = (i + 1) & mask;
    }
    compiler->table[i] = place;
}

void compiled_add(struct compiler *compiler, struct subschema *schema) {
    ARRAY_ADD(compiler->arena, compiler->list, (struct compiled){ .schema = schema });
    if (compiler->list.count * 2 <= compiler->table_size) {
        table_put(compiler, compiler->list.count);
        return;
    }
    compiler->table_size = compiler->table_size == 0 ? 64 : compiler->table_size * 2;
    compiler->table = arena_array(compiler->arena, compiler->table_size, sizeof(size_t));
    for (size_t place = 1; place <= compiler->list.count; place++) {
        table_put(compiler, place);
    }
}
