/* SPDX-License-Identifier: EUPL-1.2
 *
 * Making nodes and asking them. Element names and keys live in the document's dictionary, so equal
 * ones are one pointer and nothing is copied. Nodes, their texts and infos live on the arena that
 * doc->_private names: libxml2 only reads them, and must never free one.
 */
#include "tree/node.h"

#include <assert.h>
#include <libxml/dict.h>
#include <libxml/parserInternals.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"

static void free_document(void *object) {
    xmlDoc *doc = object;
    doc->children = NULL; /* the arena's */
    doc->last = NULL;
    xmlFreeDoc(doc);
}

xmlDoc *node_document(struct arena *arena) {
    xmlDoc *doc = arena_own(arena, xmlNewDoc(BAD_CAST "1.0"), free_document);
    doc->dict = xmlDictCreate();
    if (doc->dict == NULL) {
        memory_exhausted();
    }
    struct document_info *info = arena_new_of(arena, struct document_info);
    info->arena = arena;
    doc->_private = info;
    return doc;
}

static struct document_info *document_info(const xmlDoc *doc) {
    return doc->_private;
}

const char *node_intern(xmlDoc *doc, const char *key, size_t size) {
    const xmlChar *interned = xmlDictLookup(doc->dict, BAD_CAST key, (int)size);
    if (interned == NULL) {
        memory_exhausted();
    }
    return (const char *)interned;
}

/* Whether all bytes are those of an NCName, for the names that nearly all keys are; false says nothing. */
static bool is_plain_name(const char *name) {
    for (const char *at = name; *at != '\0'; at++) {
        unsigned char c = (unsigned char)*at;
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        bool behind = at != name && ((c >= '0' && c <= '9') || c == '-');
        if (c == 0xC3 && at[1] != '\x97' && at[1] != '\xB7') {
            at++; /* a letter of Latin-1, neither × nor ÷ */
        } else if (!letter && !behind) {
            return false;
        }
    }
    return name[0] != '\0';
}

void node_hang(xmlNode *parent, xmlNode *node) {
    node->parent = parent;
    node->prev = parent->last;
    node->next = NULL;
    if (parent->last != NULL) {
        parent->last->next = node;
    } else {
        parent->children = node;
    }
    parent->last = node;
}

void node_unhang(xmlNode *node) {
    xmlNode *parent = node->parent;
    *(node->prev != NULL ? &node->prev->next : &parent->children) = node->next;
    *(node->next != NULL ? &node->next->prev : &parent->last) = node->prev;
    node->parent = NULL;
    node->prev = NULL;
    node->next = NULL;
}

/* A node and what hangs in it, in one piece. */
struct element {
    xmlNode node;
    struct node_info info;
};

xmlNode *node_new(xmlDoc *doc, xmlNode *parent, const char *key, size_t key_size) {
    return node_new_interned(doc, parent, node_intern(doc, key, key_size));
}

xmlNode *node_new_interned(xmlDoc *doc, xmlNode *parent, const char *key) {
    bool sound = is_plain_name(key) || xmlValidateNCName(BAD_CAST key, 0) == 0;
    struct element *element = arena_new_of(document_info(doc)->arena, struct element);
    xmlNode *node = &element->node;
    node->type = XML_ELEMENT_NODE;
    node->name = BAD_CAST (sound ? key : node_intern(doc, "_", 1));
    node->doc = doc;
    node->_private = &element->info;
    element->info.key = key;
    document_info(doc)->node_count++;
    node_hang(parent != NULL ? parent : (xmlNode *)(void *)doc, node);
    return node;
}

void node_put_text(xmlNode *node, const char *text, size_t size) {
    if (size == 0) {
        return;
    }
    struct arena *arena = document_info(node->doc)->arena;
    xmlNode *content = arena_new_of(arena, xmlNode);
    content->type = XML_TEXT_NODE;
    content->name = xmlStringText;
    content->doc = node->doc;
    content->content = BAD_CAST arena_copy(arena, text, size);
    node_hang(node, content);
}

xmlNode *node_add(xmlNode *parent, const char *key, enum node_kind kind) {
    const char *name = key != NULL ? key : "item";
    struct span nowhere = { node_span(parent).source, node_span(parent).offset, 0 };
    xmlNode *node = node_new(parent->doc, parent, name, strlen(name));
    struct node_info *info = node_info(node);
    info->span = nowhere;
    info->key_span = nowhere;
    info->kind = kind;
    info->type = kind == NODE_MAPPING ? TYPE_OBJECT : TYPE_ARRAY;
    info->json = true;
    info->made = true;
    info->changed = true;
    return node;
}

void node_add_scalar(xmlNode *parent, const char *key, enum node_type type, const char *text) {
    xmlNode *node = node_add(parent, key, NODE_SCALAR);
    node_info(node)->type = type;
    node_info(node)->plain = type != TYPE_STRING;
    node_put_text(node, text, strlen(text));
}

void node_take_out(xmlNode *node) {
    assert(node_is_made(node));
    node_unhang(node);
}

/* Adds what a copy of the node would add. False when that is too much. */
static bool measure(struct document_info *sum, const xmlNode *node, size_t depth) {
    sum->node_count++;
    sum->copied_size += strlen(node_text(node)) + strlen(node_name(node));
    if (depth > TREE_DEPTH_LARGEST || sum->node_count > TREE_NODES_LARGEST
        || sum->copied_size > TREE_COPIED_LARGEST) {
        return false;
    }
    for (const xmlNode *child = node_first(node); child != NULL; child = node_next(child)) {
        if (!measure(sum, child, depth + 1)) {
            return false;
        }
    }
    return true;
}

bool node_has_room(const xmlNode *parent, const xmlNode *node) {
    struct document_info *info = document_info(parent->doc);
    struct document_info sum = *info;
    size_t depth = 0;
    for (const xmlNode *above = parent; above != NULL; above = node_parent(above)) {
        depth++;
    }
    if (!measure(&sum, node, depth)) {
        return false;
    }
    info->copied_size = sum.copied_size;
    return true;
}

/* Whether `node` lies below `other`, or is it. */
static bool is_below(const xmlNode *node, const xmlNode *other) {
    while (node != NULL && node != other) {
        node = node_parent(node);
    }
    return node != NULL;
}

/* Overwrites all of a new node's info but its key. */
static void take_info(xmlNode *node, const struct node_info *info) {
    const char *key = node_info(node)->key;
    *node_info(node) = *info;
    node_info(node)->key = key;
}

static xmlNode *copy_below(xmlNode *parent, const xmlNode *node, const char *key, size_t depth) {
    assert(depth <= 2 * TREE_DEPTH_LARGEST);
    const struct node_info *info = node_info(node);
    xmlNode *copy = node_new(parent->doc, parent, key, strlen(key));
    take_info(copy, info);
    if (info->kind == NODE_SCALAR) {
        node_put_text(copy, node_text(node), strlen(node_text(node)));
    }
    for (const xmlNode *child = node_first(node); child != NULL; child = node_next(child)) {
        copy_below(copy, child, node_name(child), depth + 1);
    }
    return copy;
}

xmlNode *node_copy(xmlNode *parent, const xmlNode *node, const char *key) {
    return copy_below(parent, node, key != NULL ? key : node_name(node), 0);
}

enum node_kind node_kind(const xmlNode *node) {
    return node_info(node)->kind;
}

const char *node_name(const xmlNode *node) {
    return node_info(node)->key;
}

const char *node_text(const xmlNode *node) {
    const xmlNode *text = node->children;
    return text != NULL && text->type == XML_TEXT_NODE ? (const char *)text->content : "";
}

bool node_is_plain(const xmlNode *node) {
    return node_info(node)->plain;
}

enum node_type node_type(const xmlNode *node) {
    return node_info(node)->type;
}

bool node_is_json(const xmlNode *node) {
    return node_info(node)->json;
}

bool node_is_made(const xmlNode *node) {
    return node_info(node)->made;
}

struct span node_span(const xmlNode *node) {
    return node_info(node)->span;
}

struct span node_key_span(const xmlNode *node) {
    return node_info(node)->key_span;
}

xmlNode *node_first(const xmlNode *node) {
    xmlNode *child = node->children;
    return child != NULL && child->type == XML_ELEMENT_NODE ? child : NULL;
}

xmlNode *node_next(const xmlNode *node) {
    return node->next;
}

xmlNode *node_child(const xmlNode *node, const char *name) {
    for (xmlNode *child = node_first(node); child != NULL; child = node_next(child)) {
        if (text_equal(node_name(child), name)) {
            return child;
        }
    }
    return NULL;
}

xmlNode *node_at(const xmlNode *node, size_t index) {
    xmlNode *child = node_first(node);
    while (child != NULL && index > 0) {
        child = node_next(child);
        index--;
    }
    return child;
}

xmlNode *node_parent(const xmlNode *node) {
    xmlNode *parent = node->parent;
    return parent != NULL && parent->type == XML_ELEMENT_NODE ? parent : NULL;
}

size_t node_count(const xmlNode *node) {
    size_t count = 0;
    for (const xmlNode *child = node_first(node); child != NULL; child = node_next(child)) {
        count++;
    }
    return count;
}

const char *node_child_text(const xmlNode *node, const char *name) {
    const xmlNode *child = node_child(node, name);
    return child != NULL ? node_text(child) : NULL;
}

/* One step of a path: ".key", or "[3]" for an entry of a sequence. */
static void put_step(struct buffer *path, const xmlNode *parent, const xmlNode *node) {
    if (node_kind(parent) == NODE_SEQUENCE) {
        size_t place = 1;
        for (const xmlNode *before = node->prev; before != NULL; before = before->prev) {
            place++;
        }
        buffer_printf(path, "[%zu]", place);
        return;
    }
    if (path->size != 0) {
        buffer_putc(path, '.');
    }
    buffer_puts(path, node_name(node));
}

char *node_path(struct arena *arena, const xmlNode *node) {
    ARRAY_OF(const xmlNode *) steps = { 0 };
    for (; node_parent(node) != NULL; node = node_parent(node)) {
        ARRAY_ADD(arena, steps, node);
    }
    CLEANUP_BUFFER struct buffer path = BUFFER_EMPTY;
    while (steps.count > 0) {
        const xmlNode *step = steps.items[--steps.count];
        put_step(&path, node_parent(step), step);
    }
    return buffer_take(arena, &path);
}

/* Takes away the text of a scalar. */
static void drop_text(xmlNode *node) {
    xmlNode *text = node->children;
    if (text != NULL && text->type == XML_TEXT_NODE) {
        node_unhang(text);
    }
}

void node_settle(xmlNode *node, enum node_type type, const char *text) {
    struct node_info *info = node_info(node);
    info->type = type;
    if (text != NULL && strcmp(text, node_text(node)) != 0) {
        info->changed = true;
        size_t size = strlen(text);
        char *kept =
            arena_copy(document_info(node->doc)->arena, text, size); /* it may be the old text's */
        drop_text(node);
        node_put_text(node, kept, size);
    }
}

void node_set_format(xmlNode *node, const char *format) {
    node_info(node)->format = format;
}

const char *node_format(const xmlNode *node) {
    return node_info(node)->format;
}

void node_set_prose(xmlNode *node) {
    node_info(node)->prose = true;
}

bool node_is_prose(const xmlNode *node) {
    return node_info(node)->prose;
}

void node_resolve(xmlNode *node, const xmlNode *entry) {
    assert(!is_below(node, entry));
    struct node_info *info = node_info(node);
    size_t size = strlen(node_text(node));
    char *id = arena_copy(document_info(node->doc)->arena, node_text(node), size);
    drop_text(node);
    xmlNode *first = node_new(node->doc, node, "id", 2);
    take_info(first, info);
    struct node_info *first_info = node_info(first);
    first_info->key_span = info->span;
    first_info->kind = NODE_SCALAR;
    first_info->type = TYPE_STRING;
    node_put_text(first, id, size);
    info->kind = NODE_MAPPING;
    info->type = TYPE_OBJECT;
    info->plain = false;
    for (const xmlNode *child = node_first(entry); child != NULL; child = node_next(child)) {
        if (strcmp(node_name(child), "id") != 0) {
            node_copy(node, child, NULL);
        }
    }
}

xmlNode *node_graft(xmlNode *parent, const xmlNode *node) {
    return node_copy(parent, node, NULL);
}
