/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside tree/: what hangs in xmlNode._private, and the limits of a tree. Other folders ask tree.h.
 */
#ifndef UNDERLAG_TREE_NODE_H
#define UNDERLAG_TREE_NODE_H

#include "tree/tree.h"

/* Collections within collections. Later stages recurse over a tree, so this bounds them, too. */
#define TREE_DEPTH_LARGEST 512

/* Bytes of a text. */
#define TREE_SOURCE_LARGEST ((size_t)16 << 20)

/* Nodes of one tree, aliases expanded. */
#define TREE_NODES_LARGEST 200000

/* Bytes of one key. */
#define TREE_KEY_LARGEST ((size_t)1024)

/* Bytes of one scalar, and of all text that aliases copy. */
#define TREE_SCALAR_LARGEST ((size_t)1 << 20)
#define TREE_COPIED_LARGEST ((size_t)16 << 20)

enum node_style {
    STYLE_PLAIN,
    STYLE_SINGLE,  /* 'x' */
    STYLE_DOUBLE,  /* "x" */
    STYLE_LITERAL, /* | */
    STYLE_FOLDED,  /* > */
    STYLE_JSON,    /* a string of JSON */
};

struct node_info {
    struct span span;
    struct span key_span;
    const char *key;    /* interned: equal keys of a document are one pointer */
    const char *format; /* the schema's, or NULL */
    enum node_kind kind;
    enum node_style style; /* of scalars */
    enum node_type type;
    bool plain; /* the schema may decide the type */
    bool json;
    bool prose;
    bool made;    /* by node_add(): it stands in no file */
    bool changed; /* the text is no longer what stands at `span` */
    bool merged;  /* came by a merge key; used while its mapping is being read */
};

/* What hangs in xmlDoc._private. */
struct document_info {
    struct arena *arena;
    size_t node_count;
    size_t copied_size; /* bytes of text and keys that copies added */
};

/* The node's info; node is an element of a tree. */
static inline struct node_info *node_info(const xmlNode *node) {
    return node->_private;
}

/* A new document whose nodes take their info from the arena; owned by the arena. */
xmlDoc *node_document(struct arena *arena);

/* A new element as last child of `parent`, or as root of the document when that is NULL. `key` need
 * not be interned, nor be NUL-terminated. */
xmlNode *node_new(xmlDoc *doc, xmlNode *parent, const char *key, size_t key_size);

/* The same under a key that node_intern() gave. */
xmlNode *node_new_interned(xmlDoc *doc, xmlNode *parent, const char *key);

/* Makes the node the last child of `parent`; takes it out of its parent. */
void node_hang(xmlNode *parent, xmlNode *node);
void node_unhang(xmlNode *node);

/* Puts `size` bytes of text into a new scalar. */
void node_put_text(xmlNode *node, const char *text, size_t size);

/* Whether a copy of `node` below `parent` keeps to the limits of that document. Counts it when it
 * does. */
bool node_has_room(const xmlNode *parent, const xmlNode *node);

/* A copy of `node` and all below it as last child of `parent`, under the key (NULL: the same). */
xmlNode *node_copy(xmlNode *parent, const xmlNode *node, const char *key);

/* The key as the document interns it. */
const char *node_intern(xmlDoc *doc, const char *key, size_t size);

#endif
