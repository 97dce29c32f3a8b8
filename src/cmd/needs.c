/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/needs.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "cmd/reach.h"
#include "tree/register.h"

/* A part that is known by an id: a guideline, an entry of a register. */
struct part {
    uint32_t key;
    struct digest digest;
};

struct needs {
    struct digest common;
    const struct part *guidelines;
    size_t guideline_count;
    const struct part *entries; /* rising by key; equal keys by their place in kommun.yaml */
    size_t entry_count;
};

uint32_t needs_key(const char *id) {
    struct digest digest = digest_of(id, strlen(id));
    uint32_t key;
    memcpy(&key, digest.bytes, sizeof key);
    return key;
}

static int by_key(const void *left, const void *right) {
    const struct part *a = left;
    const struct part *b = right;
    if (a->key != b->key) {
        return a->key < b->key ? -1 : 1;
    }
    return memcmp(a->digest.bytes, b->digest.bytes, sizeof a->digest.bytes);
}

static void add_entries(struct arena *arena, struct needs *needs, const struct tree *kommun) {
    ARRAY_OF(struct part) parts = { 0 };
    for (const xmlNode *list = node_first(kommun->root); list != NULL; list = node_next(list)) {
        for (const xmlNode *entry = node_first(list); entry != NULL; entry = node_next(entry)) {
            struct digest names = digest_of(node_name(list), strlen(node_name(list)));
            struct part part = { needs_key(node_name(entry)), digest_join(names, node_digest(entry)) };
            ARRAY_ADD(arena, parts, part);
        }
    }
    if (parts.count != 0) {
        qsort(parts.items, parts.count, sizeof *parts.items, by_key);
    }
    needs->entries = parts.items;
    needs->entry_count = parts.count;
}

static void add_guidelines(
    struct arena *arena, struct needs *needs, const struct workspace *workspace) {
    struct part *parts = arena_array(arena, workspace->guideline_count + 1, sizeof *parts);
    for (size_t i = 0; i < workspace->guideline_count; i++) {
        const struct guideline *guideline = workspace->guidelines[i];
        const struct source *source = guideline->tree->source;
        struct reach reach = reach_of_guideline(arena, guideline);
        parts[i].key = needs_key(guideline->id);
        parts[i].digest = digest_join(
            digest_of(source->text, source->size), reach_digest(&reach, workspace->kommun));
    }
    needs->guidelines = parts;
    needs->guideline_count = workspace->guideline_count;
}

/* Whether a template asks for ids that no definition refers to. */
static bool templates_ask(const struct workspace *workspace) {
    static const char function[] = "i-registret";
    for (size_t i = 0; i < workspace->template_count; i++) {
        if (strstr(workspace->templates[i]->source->text, function) != NULL) {
            return true;
        }
    }
    const char *const *names = library_names(workspace->partials);
    for (size_t i = 0; names[i] != NULL; i++) {
        const struct template *partial = library_find(workspace->partials, names[i]);
        if (strstr(partial->source->text, function) != NULL) {
            return true;
        }
    }
    return false;
}

const struct needs *needs_open(
    struct arena *arena, const struct workspace *workspace, const struct inputs *inputs) {
    struct needs *needs = arena_new_of(arena, struct needs);
    const xmlNode *root = workspace->kommun->root;
    const xmlNode *kommun = templates_ask(workspace) ? root : node_child(root, "kommun");
    needs->common = inputs->common;
    if (kommun != NULL) {
        needs->common = digest_join(needs->common, node_digest(kommun));
    }
    add_guidelines(arena, needs, workspace);
    add_entries(arena, needs, workspace->kommun);
    return needs;
}

static void add_part(struct digester *digester, const struct part *part) {
    digester_add(digester, part->digest.bytes, sizeof part->digest.bytes);
}

/* The place of the first entry with this key; of the first with a greater one when there is none. */
static size_t find_entries(const struct needs *needs, uint32_t key) {
    size_t low = 0;
    size_t high = needs->entry_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (needs->entries[middle].key < key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool has_key(const struct needs *needs, size_t place, uint32_t key) {
    return place < needs->entry_count && needs->entries[place].key == key;
}

/* Adds all entries with this key; there may be none, one, or one in each of several registers. */
static void add_entries_of(struct digester *digester, const struct needs *needs, uint32_t key) {
    for (size_t i = find_entries(needs, key); has_key(needs, i, key); i++) {
        add_part(digester, &needs->entries[i]);
    }
    digester_add(digester, &key, sizeof key);
}

struct digest needs_today(const struct needs *needs, const struct record_entry *entry) {
    struct digester digester;
    digester_init(&digester);
    digester_add(&digester, needs->common.bytes, sizeof needs->common.bytes);
    for (size_t i = 0; i < needs->guideline_count; i++) {
        if (needs->guidelines[i].key == entry->guideline) {
            add_part(&digester, &needs->guidelines[i]);
        }
    }
    for (uint32_t i = 0; i < entry->key_count; i++) {
        uint32_t key;
        memcpy(&key, entry->keys + i * sizeof key, sizeof key);
        add_entries_of(&digester, needs, key);
    }
    return digester_get(&digester);
}

struct keys {
    struct arena *arena;
    const struct needs *needs;
    ARRAY_OF(uint32_t) items;
};

/* Whether the text may be an id where words are asked for, now or when the register has it: that is told
 * (register.h). The ids of organisations, the only ones without a hyphen that are looked for, are within the
 * reach of every guideline. */
static bool may_be_id(const xmlNode *node) {
    return node_kind(node) == NODE_SCALAR && node_format(node) == NULL && register_is_id(node_text(node))
        && strchr(node_text(node), '-') != NULL;
}

/* A reference that was resolved begins with its id. Other mappings with an `id` that some register
 * has, too, do no harm. What the program itself has added names no entry. */
static void gather_keys(struct keys *keys, const xmlNode *node) {
    if (node_is_made(node)) {
        return;
    }
    const xmlNode *first = node_first(node);
    if (may_be_id(node)) {
        ARRAY_ADD(keys->arena, keys->items, needs_key(node_text(node)));
    }
    if (node_kind(node) == NODE_MAPPING && first != NULL && strcmp(node_name(first), "id") == 0) {
        uint32_t key = needs_key(node_text(first));
        if (has_key(keys->needs, find_entries(keys->needs, key), key)) {
            ARRAY_ADD(keys->arena, keys->items, key);
        }
    }
    for (const xmlNode *child = first; child != NULL; child = node_next(child)) {
        gather_keys(keys, child);
    }
}

static int by_number(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

void needs_of_flow(struct arena *arena, const struct needs *needs, const struct flow *flow,
    struct record_entry *entry) {
    struct keys keys = { .arena = arena, .needs = needs };
    gather_keys(&keys, flow->tree->root);
    if (flow->earlier != NULL) {
        gather_keys(&keys, flow->earlier->root);
    }
    uint32_t *items = keys.items.items;
    size_t count = 0;
    if (keys.items.count != 0) {
        qsort(items, keys.items.count, sizeof *items, by_number);
    }
    for (size_t i = 0; i < keys.items.count; i++) {
        if (count == 0 || items[count - 1] != items[i]) {
            items[count++] = items[i];
        }
    }
    const xmlNode *named = node_child(flow->tree->root, "riktlinje");
    const char *guideline = named != NULL ? node_child_text(named, "id") : NULL;
    entry->guideline = guideline != NULL ? needs_key(guideline) : 0;
    entry->keys = (const char *)items;
    entry->key_count = (uint32_t)count;
    entry->needs = needs_today(needs, entry);
}
