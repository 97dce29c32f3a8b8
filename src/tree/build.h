/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside tree/: puts a tree together from top to bottom, for either syntax. The reader says what
 * opens and closes; the builder holds the place, the limits, double keys, merge keys and aliases.
 */
#ifndef UNDERLAG_TREE_BUILD_H
#define UNDERLAG_TREE_BUILD_H

#include "tree/node.h"

struct builder {
    struct arena *arena;
    const struct source *source;
    struct findings *findings;
    xmlDoc *doc;
    xmlNode *current; /* the open collection; NULL before the root and after it */
    xmlNode *attic;   /* holds what was taken out of the tree; aliases may still mean it */
    const char *root_name, *item_name; /* interned */
    const char *key; /* interned; the next node of the open mapping takes it. NULL: none read yet */
    struct span key_span;
    bool merge; /* the key is a merge key */
    bool json;
    size_t depth;
    size_t read_end; /* the offset behind what was read last */
    bool full;       /* a limit is passed, a finding says which; nothing more is built */
};

/* Starts a tree whose root will have that name. */
void build_start(struct builder *builder, struct arena *arena, const struct source *source,
    const char *root_name, struct findings *findings);

/* The tree, or NULL when a limit was passed. To be called in any case. */
struct tree *build_end(struct builder *builder);

/* Whether the open collection is a mapping that waits for a key. */
bool build_wants_key(const struct builder *builder);

/* Takes the key of the value that comes next. */
void build_key(struct builder *builder, const char *key, size_t size, struct span span);

/* Opens a collection; its span is set when it closes. NULL when a limit is passed. */
xmlNode *build_open(struct builder *builder, enum node_kind kind, struct span span);

/* Closes the open collection. `end` is the offset behind it, or 0: then behind what was read last.
 */
void build_close(struct builder *builder, size_t end);

/* Adds a scalar. NULL when a limit is passed. */
xmlNode *build_scalar(struct builder *builder, const char *text, size_t size, struct span span,
    enum node_style style, enum node_type type);

/* Adds a copy of `original`, which an alias at `span` names. NULL when it is refused. */
xmlNode *build_alias(struct builder *builder, const xmlNode *original, struct span span);

#endif
