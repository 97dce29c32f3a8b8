/* SPDX-License-Identifier: EUPL-1.2 */
#include "check/belongs.h"

#include <string.h>

#include "base/buffer.h"
#include "check/propose.h"

/* Groups within groups; subschemas looked at, in all and inside one another (a group has some: $ref, its own,
 * allOf); places kept and places told. */
enum {
    ROUTE_LARGEST = 8,
    SUBSCHEMAS_LARGEST = 4000,
    NESTED_LARGEST = 3 * ROUTE_LARGEST,
    PLACES_LARGEST = 20,
    PLACES_TOLD = 2,
};

/* The keys that lead to a group, outermost first. */
struct route {
    const char *names[ROUTE_LARGEST];
    size_t count;
};

struct search {
    const char *key;
    struct route here;
    struct route found[PLACES_LARGEST];
    size_t found_count;
    size_t steps;
    size_t nested; /* subschemas under way */
};

static void look_into(struct search *search, const struct subschema *schema);

static void look_at_members(struct search *search, const struct members *members) {
    if (members_find(members, search->key) != NULL && search->found_count < PLACES_LARGEST) {
        search->found[search->found_count++] = search->here;
    }
    for (size_t i = 0; i < members->count && search->here.count < ROUTE_LARGEST; i++) {
        search->here.names[search->here.count++] = members->items[i].name;
        look_into(search, members->items[i].schema);
        search->here.count--;
    }
}

static void look_into(struct search *search, const struct subschema *schema) {
    if (schema == NULL || schema->node == NULL || search->steps++ > SUBSCHEMAS_LARGEST
        || search->nested > NESTED_LARGEST) {
        return;
    }
    search->nested++;
    for (size_t i = 0; i < schema->constraint_count; i++) {
        const struct constraint *each = &schema->constraints[i];
        const char *name = each->keyword->name;
        if (each == schema->properties) {
            look_at_members(search, &each->members);
        } else if (strcmp(name, "$ref") == 0 || strcmp(name, "items") == 0) {
            look_into(search, each->schema);
        } else if (each->keyword->kind == KIND_SCHEMAS) {
            for (size_t j = 0; j < each->schemas.count; j++) {
                look_into(search, each->schemas.items[j]);
            }
        }
    }
    search->nested--;
}

/* The keys above the node; false when there are more than are kept. */
static bool route_of(const xmlNode *node, struct route *route) {
    size_t count = 0;
    const char *names[ROUTE_LARGEST];
    const xmlNode *parent;
    for (node = node_parent(node); node != NULL && (parent = node_parent(node)) != NULL;
         node = parent) {
        if (node_kind(parent) == NODE_MAPPING) {
            if (count == ROUTE_LARGEST) {
                return false;
            }
            names[count++] = node_name(node);
        }
    }
    for (size_t i = 0; i < count; i++) {
        route->names[i] = names[count - 1 - i];
    }
    route->count = count;
    return true;
}

/* How many names the routes begin with in common. */
static size_t common(const struct route *a, const struct route *b) {
    size_t i = 0;
    while (i < a->count && i < b->count && strcmp(a->names[i], b->names[i]) == 0) {
        i++;
    }
    return i;
}

/* "”mbl” i ”ärende”": innermost first. */
static void put_route(struct buffer *out, const struct route *route, bool english) {
    for (size_t i = route->count; i > 0; i--) {
        buffer_puts(out, i == route->count ? "" : english ? " in " : " i ");
        buffer_printf(out, english ? "“%s”" : "”%s”", route->names[i - 1]);
    }
}

/* Whether the group that place `i` lies in stands in the file beside the node: as the key before
 * it, or as the only one that knows the key. */
static bool is_only_neighbour(
    const struct search *search, const struct route *stands, size_t i, const xmlNode *node) {
    const char *name = search->found[i].names[stands->count];
    const xmlNode *previous = NULL;
    const xmlNode *each = node_first(node_parent(node));
    for (; each != NULL && each != node; each = node_next(each)) {
        previous = each;
    }
    if (previous != NULL && strcmp(node_name(previous), name) == 0) {
        return true;
    }
    return search->found_count == 1 && node_child(node_parent(node), name) != NULL;
}

/* The place inside a neighbour, or outside: one of them is where a slip of the indentation leads
 * to. */
static const char *near_words(const struct findings *findings, const struct search *search,
    const struct route *stands, const xmlNode *node) {
    bool english = findings->language == LANGUAGE_EN;
    for (size_t i = 0; i < search->found_count; i++) {
        const struct route *place = &search->found[i];
        if (common(place, stands) == stands->count && place->count == stands->count + 1
            && is_only_neighbour(search, stands, i, node)) {
            return arena_printf(findings->arena,
                english ? "It belongs under “%s”: indent the line further than that key."
                        : "Den hör hemma under ”%s”: dra in raden längre än den nyckeln.",
                place->names[place->count - 1]);
        }
    }
    for (size_t i = 0; i < search->found_count; i++) {
        const struct route *place = &search->found[i];
        if (common(place, stands) != place->count || place->count >= stands->count) {
            continue;
        }
        if (place->count == 0) {
            return arena_string(
                findings->arena, english ? "It belongs at the left edge, without indentation."
                                         : "Den hör hemma längst till vänster, utan indrag.");
        }
        return arena_printf(findings->arena,
            english ? "It belongs directly under “%s”: indent the line less."
                    : "Den hör hemma direkt under ”%s”: dra in raden mindre.",
            place->names[place->count - 1]);
    }
    return NULL;
}

/* The one key that the group must have and has not; or NULL. */
static const char *only_missing(const struct subschema *schema, const xmlNode *node) {
    const struct constraint *required = subschema_constraint(schema, "required");
    const char *missing = NULL;
    const xmlNode *name = required != NULL ? node_first(required->node) : NULL;
    for (; name != NULL; name = node_next(name)) {
        if (node_child(node_parent(node), node_text(name)) == NULL) {
            if (missing != NULL) {
                return NULL;
            }
            missing = node_text(name);
        }
    }
    const struct member *member = missing != NULL && schema->properties != NULL
                                      ? members_find(&schema->properties->members, missing)
                                      : NULL;
    unsigned types = member != NULL ? propose_types(member->schema) : 0;
    unsigned groups = TYPE_OBJECT | TYPE_ARRAY;
    unsigned wanted = node_kind(node) == NODE_SCALAR ? ~groups : groups;
    return (types & wanted) != 0 ? missing : NULL;
}

/* Other groups that know the key; NULL: none do, or too many. */
static const char *far_words(
    const struct findings *findings, const struct search *search, bool is_second) {
    bool english = findings->language == LANGUAGE_EN;
    if (search->found_count == 0 || search->found_count > PLACES_TOLD) {
        return NULL;
    }
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    buffer_puts(&out, is_second ? (english ? "Else it belongs under " : "Annars hör den hemma under ")
                                : (english ? "It belongs under " : "Den hör hemma under "));
    for (size_t i = 0; i < search->found_count; i++) {
        buffer_puts(&out, i == 0 ? "" : english ? " or " : " eller ");
        put_route(&out, &search->found[i], english);
    }
    buffer_puts(&out, ".");
    return buffer_take(findings->arena, &out);
}

const char *belongs_words(const struct findings *findings, const struct subschema *root,
    const struct subschema *schema, const xmlNode *node) {
    bool english = findings->language == LANGUAGE_EN;
    struct search search = { .key = node_name(node) };
    struct route stands;
    if (!route_of(node, &stands)) {
        return NULL;
    }
    look_into(&search, root);
    const char *near = near_words(findings, &search, &stands, node);
    const char *missing = near == NULL ? only_missing(schema, node) : NULL;
    const char *far = near == NULL ? far_words(findings, &search, missing != NULL) : near;
    if (missing == NULL) {
        return far;
    }
    return arena_printf(findings->arena,
        english ? "If you mean “%s”, which is missing here, write that.%s%s"
                : "Menar du ”%s”, som saknas här, så skriv det.%s%s",
        missing, far != NULL ? " " : "", far != NULL ? far : "");
}
