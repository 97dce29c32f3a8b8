/* SPDX-License-Identifier: EUPL-1.2
 *
 * The open collections are the ancestors of `current`, so there is no stack beside the tree. Keys
 * are interned, so that equal keys are found by sorting pointers; one pass when a mapping closes
 * finds double keys and settles merge keys (https://yaml.org/type/merge.html): a merged key gives
 * way to an explicit one and to an earlier merged one.
 *
 * A copy of an alias keeps the places of its anchor: there a fault can be mended.
 */
#include "tree/build.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/money.h"
#include "tree/slip.h"

void build_start(struct builder *builder, struct arena *arena, const struct source *source,
    const char *root_name, struct findings *findings) {
    *builder = (struct builder){ .arena = arena,
        .source = source,
        .findings = findings,
        .doc = node_document(arena) };
    builder->root_name = node_intern(builder->doc, root_name, strlen(root_name));
    builder->item_name = node_intern(builder->doc, "item", 4);
    builder->attic = arena_new_of(arena, xmlNode);
    builder->attic->type = XML_ELEMENT_NODE;
    builder->attic->doc = builder->doc;
}

struct tree *build_end(struct builder *builder) {
    builder->attic = NULL;
    xmlNode *root = xmlDocGetRootElement(builder->doc);
    if (builder->full || root == NULL) {
        return NULL;
    }
    struct tree *tree = arena_new_of(builder->arena, struct tree);
    *tree = (struct tree){ .doc = builder->doc,
        .root = root,
        .source = builder->source,
        .syntax = builder->json ? TREE_JSON : TREE_YAML };
    return tree;
}

bool build_wants_key(const struct builder *builder) {
    return builder->current != NULL && node_kind(builder->current) == NODE_MAPPING
           && builder->key == NULL;
}

static void refuse(struct builder *builder, enum catalogue_id id, struct span span, size_t limit) {
    if (!builder->full) {
        finding_add(builder->findings, id, span, money_group(builder->arena, (int64_t)limit), NULL);
        builder->full = true;
    }
}

void build_key(struct builder *builder, const char *key, size_t size, struct span span) {
    if (size > TREE_KEY_LARGEST) {
        refuse(builder, TREE_TEXT_TOO_LONG, span, TREE_KEY_LARGEST);
        size = 0;
    }
    builder->key = node_intern(builder->doc, key, size);
    builder->key_span = span;
    builder->merge = false;
}

/* A new node where the builder stands, under the key that was read. */
static xmlNode *add(struct builder *builder, struct span span) {
    const struct document_info *document = builder->doc->_private;
    if (document->node_count >= TREE_NODES_LARGEST) {
        refuse(builder, TREE_TOO_LARGE, span, TREE_NODES_LARGEST);
    }
    if (builder->full) {
        return NULL;
    }
    const char *key = builder->item_name;
    struct span key_span = span;
    if (builder->current == NULL) {
        key = builder->root_name;
    } else if (builder->key != NULL) {
        key = builder->key;
        key_span = builder->key_span;
    }
    xmlNode *node = node_new_interned(builder->doc, builder->current, key);
    struct node_info *info = node_info(node);
    info->span = span;
    info->key_span = key_span;
    info->json = builder->json;
    info->merged = builder->merge;
    builder->key = NULL;
    builder->merge = false;
    return node;
}

xmlNode *build_open(struct builder *builder, enum node_kind kind, struct span span) {
    if (builder->depth == TREE_DEPTH_LARGEST) {
        refuse(builder, TREE_TOO_DEEP, span, TREE_DEPTH_LARGEST);
    }
    xmlNode *node = add(builder, span);
    if (node != NULL) {
        node_info(node)->kind = kind;
        node_info(node)->type = kind == NODE_MAPPING ? TYPE_OBJECT : TYPE_ARRAY;
        builder->current = node;
        builder->depth++;
    }
    return node;
}

xmlNode *build_scalar(struct builder *builder, const char *text, size_t size, struct span span,
    enum node_style style, enum node_type type) {
    if (size > TREE_SCALAR_LARGEST) {
        refuse(builder, TREE_TEXT_TOO_LONG, span, TREE_SCALAR_LARGEST);
    }
    xmlNode *node = add(builder, span);
    if (node != NULL) {
        struct node_info *info = node_info(node);
        info->kind = NODE_SCALAR;
        info->style = style;
        info->type = type;
        info->plain = style == STYLE_PLAIN;
        node_put_text(node, text, size);
    }
    builder->read_end = span.offset + span.length;
    return node;
}

/* Whether a copy of the node may be added where the builder stands. */
static bool has_room(struct builder *builder, const xmlNode *node, struct span span) {
    if (!builder->full && !node_has_room(builder->current, node)) {
        refuse(builder, YAML_ALIAS_GROWTH, span, TREE_NODES_LARGEST);
    }
    return !builder->full;
}

/* As many children are compared with each other faster than they are sorted. */
enum { FEW_CHILDREN = 16 };

/* A child of the closing mapping, with its place among the others. */
struct entry {
    xmlNode *node;
    size_t order;
};

static int compare_entries(const void *left, const void *right) {
    const struct entry *a = left;
    const struct entry *b = right;
    uintptr_t a_key = (uintptr_t)node_info(a->node)->key;
    uintptr_t b_key = (uintptr_t)node_info(b->node)->key;
    if (a_key != b_key) {
        return a_key < b_key ? -1 : 1;
    }
    return a->order < b->order ? -1 : 1;
}

static void put_away(struct builder *builder, xmlNode *node) {
    node_unhang(node);
    node_hang(builder->attic, node);
}

/* The key of an entry of a list at which the entry's first key comes a second time, in the same column: another
 * entry has lost its hyphen there. NULL: there is none. */
static const xmlNode *find_restart(const struct builder *builder, const xmlNode *mapping) {
    const xmlNode *list = node_parent(mapping);
    const xmlNode *leader = node_first(mapping);
    struct span lead = node_key_span(leader);
    if (list == NULL || node_kind(list) != NODE_SEQUENCE || lead.source != builder->source
        || lead.offset < 2 || lead.source->text[lead.offset - 2] != '-') {
        return NULL;
    }
    const xmlNode *again = node_next(leader);
    while (again != NULL && node_info(again)->key != node_info(leader)->key) {
        again = node_next(again);
    }
    struct span span = again != NULL ? node_key_span(again) : lead;
    bool is_aligned = again != NULL && span.source == lead.source
                      && source_position(lead.source, lead.offset).column
                             == source_position(span.source, span.offset).column;
    return is_aligned ? again : NULL;
}

/* Tells of a missing hyphen, where the first key of the entry comes again. */
static void say_restart(struct builder *builder, const xmlNode *first, const xmlNode *second) {
    if (first != node_first(node_parent(first))) {
        return; /* a key of the entry that lacks its hyphen, which is told of */
    }
    struct span span = node_key_span(second);
    struct finding *finding =
        finding_add(builder->findings, YAML_DASH_MISSING, span, node_name(second), NULL);
    finding_relate(builder->findings, finding, node_key_span(first),
        builder->findings->language == LANGUAGE_EN ? "begins the entry above"
                                                   : "börjar punkten ovanför");
}

static void say_double(struct builder *builder, const xmlNode *first, const xmlNode *second) {
    if (slip_is_entry(node_key_span(second))) {
        return; /* no key at all, which has been told */
    }
    struct finding *finding = finding_add(
        builder->findings, TREE_KEY_TWICE, node_key_span(second), node_name(second), NULL);
    bool english = builder->findings->language == LANGUAGE_EN;
    finding_relate(builder->findings, finding, node_key_span(first),
        english ? "first given here" : "först angiven här");
}

/* Whether two children have one key, by comparing each with each. */
static bool has_double(const xmlNode *mapping) {
    for (const xmlNode *child = node_first(mapping); child != NULL; child = child->next) {
        const char *key = node_info(child)->key;
        for (const xmlNode *before = child->prev; before != NULL; before = before->prev) {
            if (node_info(before)->key == key) {
                return true;
            }
        }
    }
    return false;
}

/* Takes out all but the first node of each key. */
static void settle_keys(struct builder *builder, xmlNode *mapping) {
    size_t count = node_count(mapping);
    if (count <= FEW_CHILDREN && !has_double(mapping)) {
        return;
    }
    struct entry few[32];
    struct entry *entries = count <= 32 ? few : arena_array(builder->arena, count, sizeof *entries);
    count = 0;
    for (xmlNode *child = node_first(mapping); child != NULL; child = node_next(child)) {
        entries[count] = (struct entry){ child, count };
        count++;
    }
    qsort(entries, count, sizeof *entries, compare_entries);
    const xmlNode *restart = find_restart(builder, mapping);
    size_t restart_at = restart != NULL ? node_key_span(restart).offset : SIZE_MAX;
    for (size_t i = 1, first = 0; i < count; i++) {
        xmlNode *node = entries[i].node;
        if (node_info(node)->key != node_info(entries[first].node)->key) {
            first = i;
            continue;
        }
        if (!node_info(node)->merged && node_key_span(node).offset >= restart_at) {
            say_restart(builder, entries[first].node, node);
        } else if (!node_info(node)->merged) {
            say_double(builder, entries[first].node, node);
        }
        put_away(builder, node);
    }
}

/* Copies the children of a mapping that a merge key names behind those of `mapping`. */
static void merge_mapping(struct builder *builder, xmlNode *mapping, const xmlNode *value) {
    if (node_kind(value) != NODE_MAPPING) {
        finding_add(builder->findings, YAML_MERGE, node_span(value), NULL);
        return;
    }
    for (const xmlNode *child = node_first(value); child != NULL; child = node_next(child)) {
        if (!has_room(builder, child, node_key_span(value))) {
            return;
        }
        node_info(node_copy(mapping, child, NULL))->merged = true;
    }
}

static void merge(struct builder *builder, xmlNode *mapping, xmlNode *value) {
    put_away(builder, value);
    if (node_kind(value) != NODE_SEQUENCE) {
        merge_mapping(builder, mapping, value);
        return;
    }
    for (xmlNode *item = node_first(value); item != NULL; item = node_next(item)) {
        merge_mapping(builder, mapping, item);
    }
}

/* Merged children come last, so that explicit ones are first of their key. */
static void settle_merges(struct builder *builder, xmlNode *mapping) {
    ARRAY_OF(xmlNode *) merges = { 0 };
    for (xmlNode *child = node_first(mapping); child != NULL; child = node_next(child)) {
        if (node_info(child)->merged) {
            ARRAY_ADD(builder->arena, merges, child);
        }
    }
    for (size_t i = 0; i < merges.count; i++) {
        if (i > 0) {
            say_double(builder, merges.items[0], merges.items[i]);
        }
        merge(builder, mapping, merges.items[i]);
    }
}

void build_close(struct builder *builder, size_t end) {
    if (builder->full) {
        return;
    }
    xmlNode *node = builder->current;
    struct node_info *info = node_info(node);
    builder->read_end = end != 0 ? end : builder->read_end;
    if (builder->read_end > info->span.offset) {
        info->span.length = (uint32_t)builder->read_end - info->span.offset;
    }
    if (info->kind == NODE_MAPPING) {
        settle_merges(builder, node);
        settle_keys(builder, node);
    }
    builder->current = node_parent(node);
    builder->depth--;
}

xmlNode *build_alias(struct builder *builder, const xmlNode *original, struct span span) {
    assert(builder->current != NULL); /* nothing can be named before the root */
    if (!has_room(builder, original, span)) {
        return NULL;
    }
    xmlNode *copy =
        node_copy(builder->current, original, builder->key != NULL ? builder->key : "item");
    struct node_info *info = node_info(copy);
    info->key_span = builder->key != NULL ? builder->key_span : span;
    info->merged = builder->merge;
    builder->key = NULL;
    builder->merge = false;
    builder->read_end = span.offset + span.length;
    return copy;
}
