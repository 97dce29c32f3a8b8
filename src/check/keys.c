/* SPDX-License-Identifier: EUPL-1.2 */
#include "check/keys.h"

#include <libxml/hash.h>

#include "base/array.h"
#include "base/text.h"
#include "check/keyword.h"

struct keys {
    struct arena *arena;
    xmlHashTable *known;
    ARRAY_OF(const char *) names;
};

static void free_table(void *table) {
    xmlHashFree(table, NULL);
}

void keys_add(struct keys *keys, const char *name) {
    if (xmlHashAddEntry(keys->known, BAD_CAST name, (void *)(uintptr_t)name) == 0) {
        ARRAY_ADD(keys->arena, keys->names, name);
    }
}

/* The keys of every `properties` of a schema, read as the JSON that it is. */
static void add_properties(struct keys *keys, const xmlNode *node) {
    if (node_kind(node) == NODE_MAPPING && text_equal(node_name(node), "properties")) {
        for (const xmlNode *child = node_first(node); child != NULL; child = node_next(child)) {
            keys_add(keys, node_name(child));
        }
    }
    for (const xmlNode *child = node_first(node); child != NULL; child = node_next(child)) {
        add_properties(keys, child);
    }
}

void keys_add_schema(struct keys *keys, const struct schema *schema) {
    add_properties(keys, schema->root->node);
}

void keys_add_data(struct keys *keys, const xmlNode *node) {
    for (const xmlNode *child = node_first(node); child != NULL; child = node_next(child)) {
        if (node_kind(node) == NODE_MAPPING) {
            keys_add(keys, node_name(child));
        }
        keys_add_data(keys, child);
    }
}

struct keys *keys_new(struct arena *arena, const struct schema *definition,
    const struct schema *kommun, const struct tree *registers) {
    /* The names of roots and entries, and what resolving a reference adds. */
    static const char *const always[] = { "definition", "kommunen", "item", "id" };
    struct keys *keys = arena_new_of(arena, struct keys);
    *keys = (struct keys){ .arena = arena,
        .known = arena_own(arena, xmlHashCreate(512), free_table) };
    for (size_t i = 0; i < sizeof always / sizeof *always; i++) {
        keys_add(keys, always[i]);
    }
    keys_add_schema(keys, definition);
    if (kommun != NULL) {
        keys_add_schema(keys, kommun);
    }
    if (registers != NULL) {
        keys_add_data(keys, registers->root);
    }
    return keys;
}

bool keys_have(const struct keys *keys, const char *name) {
    return xmlHashLookup(keys->known, BAD_CAST name) != NULL;
}

void keys_offer(const struct keys *keys, struct suggestion *suggestion) {
    for (size_t i = 0; i < keys->names.count; i++) {
        suggestion_offer(suggestion, keys->names.items[i]);
    }
}

void keys_check(const struct keys *keys, const struct query *query, enum catalogue_id id,
    struct findings *findings) {
    const char *step;
    for (size_t i = 0; (step = query_step(keys->arena, query, i)) != NULL; i++) {
        if (!keys_have(keys, step)) {
            struct suggestion suggestion = suggestion_start(step);
            keys_offer(keys, &suggestion);
            struct finding *finding = finding_add(findings, id, query_step_span(query, i), step, NULL);
            suggestion_advise(findings, finding, &suggestion);
        }
    }
}
