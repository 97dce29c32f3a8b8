/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a name means while a template is being filled: the context stack of the specification, with
 * the lets of the template and of the partials that are being written.
 */
#ifndef UNDERLAG_FILL_CONTEXT_H
#define UNDERLAG_FILL_CONTEXT_H

#include "base/map.h"
#include "fill/template.h"

enum value_kind {
    VALUE_MISSING,
    VALUE_NODE,  /* node */
    VALUE_NODES, /* a let's node-set: nodes, count (not 1) */
    VALUE_TEXT,  /* a let's string or number: text */
    VALUE_TRUTH, /* a let's boolean: truth */
};

struct value {
    enum value_kind kind;
    const xmlNode *node;   /* missing: the nearest node that is there */
    xmlNode *const *nodes; /* valid until another let is evaluated */
    size_t count;
    const char *text;
    bool truth;
    const struct let *let;   /* the let it came from, or NULL */
    const char *const *rest; /* missing: the parts of the name that `node` lacks */
};

/* A turn of a section. Frames live on the C stack of who enters them. */
struct frame {
    struct value value;
    const struct frame *outer;
    const xmlNode *node; /* the innermost node: XPath's context node */
};

struct let_slot;
struct kept;

/* The lets of one template that is being written. */
struct scope {
    const struct let *lets;
    size_t count;
    struct let_slot *slots; /* heap: of lets that depend on the context node */
    struct let_slot *kept;  /* of those that do not; they outlive the scope */
    bool borrowed;          /* the slots' objects are another's */
    struct scope *outer;
};

struct context {
    struct arena *arena;
    struct findings *findings;
    const struct frame *top;
    const xmlNode *root;
    struct scope *scope;
    struct kept *kept;
    struct query_context *queries; /* made when the first let is evaluated, unless given */
    const struct tree *kommun;     /* what i-registret() of a let asks, or NULL */
    /* The last entry of a sequence whose place was counted, by depth: the next one is beside it. */
    struct {
        const xmlNode *item;
        size_t place;
    } places[16];
    /* Groups of very many keys that have been asked for one far back: their keys by name. */
    struct {
        const xmlNode *group;
        struct map keys;
    } wide[8];
};

/* Enters and leaves the lets of a template. */
void scope_enter(
    struct context *context, struct scope *scope, const struct let *lets, size_t count);
void scope_leave(struct context *context, struct scope *scope);

/* Enters names whose values are known already and outlive the scope; left like the other kind. */
void scope_enter_values(struct context *context, struct scope *scope,
    const struct query_variable *values, size_t count);

/* Releases what the lets have kept. */
void context_done(struct context *context);

/* Enters a value; leaving is setting `top` to its `outer`. */
void frame_enter(struct context *context, struct frame *frame, const struct value *value);

/* What the tag's name means here. */
struct value context_find(struct context *context, const struct tag *tag);

/* The element that a node of a node-set is or belongs to (text() gives text nodes). */
const xmlNode *element_of(const xmlNode *node);

/* Falsy values are missing ones, null, false, "", and empty lists (a 0 is a fact, so it is not). */
bool value_is_true(const struct value *value);

/* The value as one text: a scalar's, with numbers in proper significance; NULL when it is none
 * (a group, a list). Missing and null are "". */
const char *value_text(struct arena *arena, const struct value *value);

/* The value's texts, entry by entry when it is a list; NULL when an entry is no single text. */
const char *const *value_texts(struct arena *arena, const struct value *value, size_t *count);

/* As node_path(), but in constant time for entries of a sequence taken in order. */
const char *context_path(struct context *context, const xmlNode *node);

#endif
