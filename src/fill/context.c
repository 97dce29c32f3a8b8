/* SPDX-License-Identifier: EUPL-1.2
 *
 * Names resolve as the specification says (interpolation): the first part against the stack from
 * top to bottom, the others each against what the former gave. The lets of the innermost template
 * come before the stack: they are the template's own words.
 *
 * A let keeps its last value with the node it was evaluated for; lets only see earlier ones, so
 * evaluating all of them for a node is one evaluation each.
 */
#include "fill/context.h"

#include <libxml/xpath.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "fill/parse.h"
#include "tree/query.h"

/* So many keys of a group are gone through before an index is made. */
enum { CHILDREN_NEAR = 200 };

struct let_slot {
    const xmlNode *context; /* NULL: not evaluated yet */
    xmlXPathObject *object; /* NULL: it failed */
    const char *text;       /* of a string or number */
};

/* Values of a template's lets that hold for the whole paper, however often it is taken in. */
struct kept {
    const struct let *lets;
    size_t count;
    struct let_slot *slots;
    struct kept *next;
};

static struct let_slot *keep(struct context *context, const struct let *lets, size_t count) {
    for (struct kept *kept = context->kept; kept != NULL; kept = kept->next) {
        if (kept->lets == lets) {
            return kept->slots;
        }
    }
    struct kept *kept = arena_new_of(context->arena, struct kept);
    *kept = (struct kept){ .lets = lets, .count = count, .next = context->kept };
    kept->slots = arena_array(context->arena, count, sizeof *kept->slots);
    context->kept = kept;
    return kept->slots;
}

void scope_enter(
    struct context *context, struct scope *scope, const struct let *lets, size_t count) {
    *scope = (struct scope){ .lets = lets, .count = count, .outer = context->scope };
    if (count != 0) {
        scope->slots = memory_zeroed(count, sizeof *scope->slots);
        scope->kept = keep(context, lets, count);
    }
    context->scope = scope;
}

static void free_slots(struct let_slot *slots, size_t count) {
    for (size_t i = 0; i < count; i++) {
        xmlXPathFreeObject(slots[i].object);
    }
}

void scope_leave(struct context *context, struct scope *scope) {
    if (!scope->borrowed) {
        free_slots(scope->slots, scope->count);
    }
    free(scope->slots);
    context->scope = scope->outer;
}

void context_done(struct context *context) {
    for (struct kept *kept = context->kept; kept != NULL; kept = kept->next) {
        free_slots(kept->slots, kept->count);
    }
}

static struct let_slot *slot_of(const struct scope *scope, size_t index) {
    return scope->lets[index].absolute ? &scope->kept[index] : &scope->slots[index];
}

void frame_enter(struct context *context, struct frame *frame, const struct value *value) {
    *frame = (struct frame){ .value = *value, .outer = context->top };
    frame->node = value->kind == VALUE_NODE ? value->node
                  : context->top != NULL    ? context->top->node
                                            : NULL;
    context->top = frame;
}

static void evaluate(struct context *context, struct scope *scope, size_t index);

/* The last let of that name among the scope's first `before` ones, or in an outer scope. */
static struct let_slot *find_let(
    struct context *context, struct scope *scope, size_t before, const char *name) {
    for (; scope != NULL; scope = scope->outer, before = scope != NULL ? scope->count : 0) {
        for (size_t i = before; i-- > 0;) {
            if (strcmp(scope->lets[i].name, name) == 0) {
                evaluate(context, scope, i);
                return slot_of(scope, i);
            }
        }
    }
    return NULL;
}

static char *text_of(struct context *context, const xmlXPathObject *object) {
    bool scalar = object->type == XPATH_STRING || object->type == XPATH_NUMBER;
    return scalar ? query_string(context->arena, object) : NULL;
}

void scope_enter_values(struct context *context, struct scope *scope,
    const struct query_variable *values, size_t count) {
    struct let *lets = arena_array(context->arena, count, sizeof *lets);
    scope_enter(context, scope, lets, count);
    scope->borrowed = true;
    for (size_t i = 0; i < count; i++) {
        /* Without a query a slot is never evaluated anew: what it has stays. */
        lets[i].name = values[i].name;
        lets[i].hash = name_hash(values[i].name);
        scope->slots[i].object = values[i].value;
        scope->slots[i].text = text_of(context, values[i].value);
    }
}

/* Sees to it that the let's slot holds its value for the present context node. */
static void evaluate(struct context *context, struct scope *scope, size_t index) {
    struct let_slot *slot = slot_of(scope, index);
    const struct query *query = scope->lets[index].query;
    const xmlNode *node = scope->lets[index].absolute ? context->root : context->top->node;
    if (slot->context == node || query == NULL) {
        return;
    }
    ARRAY_OF(struct query_variable) variables = { 0 };
    bool failed = false; /* a let that this one needs, which has been told */
    for (const char *const *name = query_variables(query); *name != NULL; name++) {
        const struct let_slot *known = find_let(context, scope, index, *name);
        failed = failed || (known != NULL && known->object == NULL);
        if (known != NULL && known->object != NULL) {
            ARRAY_ADD(context->arena, variables,
                (struct query_variable){ .name = *name, .value = known->object });
        }
    }
    xmlXPathFreeObject(slot->object);
    slot->context = node;
    if (context->queries == NULL) {
        context->queries = query_context_new(context->arena, context->kommun);
    }
    slot->object = failed ? NULL
                          : query_run(query, context->queries, slot->context, variables.items,
                                variables.count, context->findings);
    slot->text = slot->object != NULL ? text_of(context, slot->object) : NULL;
}

const xmlNode *element_of(const xmlNode *node) {
    return node->type == XML_ELEMENT_NODE    ? node
           : node->type == XML_DOCUMENT_NODE ? xmlDocGetRootElement((const xmlDoc *)node)
                                             : node->parent;
}

static struct value value_of_nodes(const xmlXPathObject *object, const struct let *let) {
    const xmlNodeSet *set = object->nodesetval;
    struct value value = { .kind = VALUE_NODES, .let = let };
    if (set != NULL && set->nodeNr == 1) {
        value.kind = VALUE_NODE;
        value.node = element_of(set->nodeTab[0]);
    } else if (set != NULL) {
        value.nodes = set->nodeTab;
        value.count = (size_t)set->nodeNr;
    }
    return value;
}

static struct value value_of_let(const struct let_slot *slot, const struct let *let) {
    struct value value = { .kind = VALUE_MISSING, .let = let };
    if (slot->object == NULL) {
        return value;
    }
    switch (slot->object->type) {
    case XPATH_NODESET:
        return value_of_nodes(slot->object, let);
    case XPATH_BOOLEAN:
        value.kind = VALUE_TRUTH;
        value.truth = slot->object->boolval != 0;
        break;
    case XPATH_NUMBER:
    case XPATH_STRING:
        value.kind = VALUE_TEXT;
        value.text = slot->text;
        break;
    default: /* the other types of libxml2 are not XPath 1.0's */
        break;
    }
    return value;
}

static bool find_first_let(struct context *context, const struct tag *tag, struct value *value) {
    for (struct scope *scope = context->scope; scope != NULL; scope = scope->outer) {
        for (size_t i = scope->count; i-- > 0;) {
            if (scope->lets[i].hash == tag->hash
                && strcmp(scope->lets[i].name, tag->parts[0]) == 0) {
                evaluate(context, scope, i);
                *value = value_of_let(slot_of(scope, i), &scope->lets[i]);
                return true;
            }
        }
    }
    return false;
}

/* The child of that name of a group of very many keys: from its index, which is made at first; in a
 * paper that asks for keys of more such groups than are kept, one after the other. */
static const xmlNode *far_child(struct context *context, const xmlNode *group, const char *name) {
    for (size_t i = 0; i < sizeof context->wide / sizeof *context->wide; i++) {
        if (context->wide[i].group == group) {
            return map_get(&context->wide[i].keys, name);
        }
        if (context->wide[i].group != NULL) {
            continue;
        }
        context->wide[i].group = group;
        for (xmlNode *child = node_first(group); child != NULL; child = node_next(child)) {
            if (map_get(&context->wide[i].keys, node_name(child)) == NULL) {
                map_put(context->arena, &context->wide[i].keys, node_name(child), child);
            }
        }
        return map_get(&context->wide[i].keys, name);
    }
    return node_child(group, name);
}

static const xmlNode *child_of(
    struct context *context, const struct value *value, const char *name) {
    if (value->kind != VALUE_NODE || node_kind(value->node) != NODE_MAPPING) {
        return NULL;
    }
    const xmlNode *child = node_first(value->node);
    for (size_t i = 0; child != NULL && strcmp(node_name(child), name) != 0; i++) {
        if (i == CHILDREN_NEAR) {
            return far_child(context, value->node, name);
        }
        child = node_next(child);
    }
    return child;
}

static struct value find_first(struct context *context, const struct tag *tag) {
    struct value value;
    if (find_first_let(context, tag, &value)) {
        return value;
    }
    for (const struct frame *frame = context->top; frame != NULL; frame = frame->outer) {
        const xmlNode *node = child_of(context, &frame->value, tag->parts[0]);
        if (node != NULL) {
            return (struct value){ .kind = VALUE_NODE, .node = node };
        }
    }
    return (struct value){ .kind = VALUE_MISSING, .node = context->top->node };
}

struct value context_find(struct context *context, const struct tag *tag) {
    const char *const *parts = tag->parts;
    if (*parts == NULL) {
        return context->top->value;
    }
    struct value value = find_first(context, tag);
    if (value.kind == VALUE_MISSING) {
        value.rest = parts;
        return value;
    }
    for (parts++; *parts != NULL; parts++) {
        if (value.kind == VALUE_NODES && value.count != 0) {
            value.kind = VALUE_NODE;
            value.node = element_of(value.nodes[0]);
        }
        const xmlNode *node = child_of(context, &value, *parts);
        if (node == NULL) {
            const xmlNode *near = value.kind == VALUE_NODE ? value.node : NULL;
            return (struct value){ .kind = VALUE_MISSING,
                .node = near,
                .rest = parts,
                .let = near == NULL ? value.let : NULL };
        }
        value = (struct value){ .kind = VALUE_NODE, .node = node };
    }
    return value;
}

/* The entry's place in its sequence, from 1. */
static size_t place_of(struct context *context, const xmlNode *item, size_t depth) {
    size_t slot = depth % (sizeof context->places / sizeof *context->places);
    const xmlNode *known = context->places[slot].item;
    size_t place = context->places[slot].place;
    if (known == NULL || (item != known && item->prev != known)) {
        place = 1;
        for (const xmlNode *before = item->prev; before != NULL; before = before->prev) {
            place++;
        }
    } else {
        place += item != known;
    }
    context->places[slot].item = item;
    context->places[slot].place = place;
    return place;
}

const char *context_path(struct context *context, const xmlNode *node) {
    const xmlNode *steps[64];
    size_t count = 0;
    const xmlNode *parent = node;
    for (; count < 64 && (parent = node_parent(parent)) != NULL; count++) {
        steps[count] = node;
        node = parent;
    }
    if (parent != NULL) {
        return node_path(context->arena, steps[0]); /* deeper than any definition */
    }
    CLEANUP_BUFFER struct buffer path = BUFFER_EMPTY;
    for (size_t i = count; i-- > 0;) {
        if (node_kind(node_parent(steps[i])) == NODE_SEQUENCE) {
            buffer_printf(&path, "[%zu]", place_of(context, steps[i], count - i));
        } else {
            buffer_puts(&path, path.size != 0 ? "." : "");
            buffer_puts(&path, node_name(steps[i]));
        }
    }
    return buffer_take(context->arena, &path);
}
