/* SPDX-License-Identifier: EUPL-1.2
 *
 * The state while a schema is compiled: which node became which subschema, and what names lead to a
 * node. schema.c reads keywords; reference.c resolves $ref and sees that no reference runs in a circle.
 */
#ifndef UNDERLAG_CHECK_COMPILE_H
#define UNDERLAG_CHECK_COMPILE_H

#include "base/map.h"
#include "check/keyword.h"

/* A document or a part of one with a URI of its own ($id). */
struct resource {
    const char *uri;
    const xmlNode *node;
};

/* The keys of a large mapping that pointers lead through. */
struct key_index {
    const xmlNode *mapping;
    struct map children;
};

/* A $ref that waits until all subschemas are known. */
struct pending {
    struct constraint *constraint;
    const struct resource *resource;
};

enum walk { WALK_NEW, WALK_OPEN, WALK_DONE };

/* A subschema and the state of the search for circles. */
struct compiled {
    struct subschema *schema;
    enum walk walk;
    size_t height; /* the longest chain of subschemas that apply to the same value */
};

struct compiler {
    struct arena *arena;
    struct findings *findings;
    ARRAY_OF(struct compiled) list; /* in the order of compilation */
    size_t *table;                  /* places in the list, from 1: open addressing by node */
    size_t table_size;              /* a power of two, 0 at first */
    struct subschema *anything; /* what a faulty part becomes */
    bool full;    /* it was said that the schema is too large */
    bool chained; /* it was said that a chain is too long */
    struct map resources; /* by URI */
    struct map anchors;   /* nodes by URI, "#" and name */
    ARRAY_OF(struct key_index) indexes;
    ARRAY_OF(struct pending) pending;
};

/* A schema of more parts is refused, and a chain of $ref, allOf … that is longer is cut. */
enum { SUBSCHEMAS_LARGEST = 20000, CHAIN_LONGEST = 200 };

/* The subschema at the node, compiled now if it is not yet. Never NULL. */
struct subschema *compile_subschema(
    struct compiler *compiler, const xmlNode *node, const struct resource *resource);

/* Takes a new subschema up. */
void compiled_add(struct compiler *compiler, struct subschema *schema);

/* The entry for the node, or NULL; it may move when another subschema is compiled. */
struct compiled *compiled_find(const struct compiler *compiler, const xmlNode *node);

/* The resource that the node begins with $id, or `outer`. `outer` is NULL for the root. */
const struct resource *resource_enter(
    struct compiler *compiler, const xmlNode *node, const struct resource *outer);

/* The schema of schemas; the one reference out of a file that can be followed. */
#define METASCHEMA_URI "https://json-schema.org/draft/2020-12/schema"
const struct resource *metaschema_enter(struct compiler *compiler);

/* Tells of a $schema that is another. */
void draft_report(struct compiler *compiler, const xmlNode *node);

/* Whether the value of $anchor is what it may be (Core 8.2.2). */
bool anchor_is_name(const xmlNode *node);

/* Names the node within its resource. */
void anchor_add(struct compiler *compiler, const xmlNode *name, const xmlNode *node,
    const struct resource *resource);

/* Gives every pending $ref its subschema; then cuts circles. */
void schema_references_resolve(struct compiler *compiler);
void references_cut_circles(struct compiler *compiler);

#endif
