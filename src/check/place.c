/* SPDX-License-Identifier: EUPL-1.2
 *
 * A place takes up every subschema that may apply to the node, whether by $ref, by allOf or as one of
 * several alternatives: a key that any of them knows is a key that the definition can have.
 */
#include "check/place.h"

#include <string.h>

static void take(struct place *place, const struct subschema *schema, const struct schema *kommun);

/* The entry of the register, with all its keys. */
static void take_entry(
    struct place *place, const char *register_name, const struct schema *kommun) {
    struct place registers = place_of(kommun->root, NULL);
    struct place entries;
    struct place entry;
    place->resolved = true;
    /* An id is any key that properties does not name. */
    if (!place_child(&registers, register_name, NULL, &entries)
        || !place_child(&entries, "", NULL, &entry)) {
        place->unknown = true;
        return;
    }
    for (size_t i = 0; i < entry.count; i++) {
        take(place, entry.schemas[i], kommun);
    }
    place->unknown = place->unknown || entry.unknown;
}

static void take_constraint(
    struct place *place, const struct constraint *constraint, const struct schema *kommun) {
    if (!constraint->keyword->in_place || strcmp(constraint->keyword->name, "not") == 0) {
        return;
    }
    if (constraint->keyword->kind == KIND_SCHEMAS) {
        for (size_t i = 0; i < constraint->schemas.count; i++) {
            take(place, constraint->schemas.items[i], kommun);
        }
    } else if (constraint->keyword->kind == KIND_MEMBERS) {
        for (size_t i = 0; i < constraint->members.count; i++) {
            take(place, constraint->members.items[i].schema, kommun);
        }
    } else {
        take(place, constraint->schema, kommun);
    }
}

static void take(struct place *place, const struct subschema *schema, const struct schema *kommun) {
    for (size_t i = 0; i < place->count; i++) {
        if (place->schemas[i] == schema) {
            return;
        }
    }
    if (place->count == PLACE_SCHEMAS) {
        place->unknown = true;
        return;
    }
    place->schemas[place->count++] = schema;
    for (size_t i = 0; i < schema->constraint_count; i++) {
        take_constraint(place, &schema->constraints[i], kommun);
    }
    if (schema->reference != NULL && kommun != NULL) {
        take_entry(place, schema->reference, kommun);
    } else if (schema->reference != NULL) {
        place->unknown = true;
    }
}

struct place place_of(const struct subschema *schema, const struct schema *kommun) {
    struct place place = { .count = 0 };
    take(&place, schema, kommun);
    /* A schema that says nothing at all allows everything. */
    place.unknown = place.unknown || (place.count == 1 && schema->constraint_count == 0);
    return place;
}

static void merge(struct place *into, const struct place *from) {
    for (size_t i = 0; i < from->count; i++) {
        if (into->count == PLACE_SCHEMAS) {
            into->unknown = true;
            return;
        }
        into->schemas[into->count++] = from->schemas[i];
    }
    into->unknown = into->unknown || from->unknown;
    into->resolved = into->resolved || from->resolved;
}

/* The subschemas that one subschema has for the key. */
static bool find_key(struct place *child, const struct subschema *schema, const char *name,
    const struct schema *kommun) {
    const struct constraint *patterns = schema->pattern_properties;
    const struct member *member =
        schema->properties != NULL ? members_find(&schema->properties->members, name) : NULL;
    bool found = member != NULL;
    if (member != NULL) {
        struct place place = place_of(member->schema, kommun);
        merge(child, &place);
    }
    for (size_t i = 0; patterns != NULL && i < patterns->members.count; i++) {
        const struct member *each = &patterns->members.items[i];
        size_t work = 0; /* of the program's own schemas, which are few and light */
        if (pattern_match(each->pattern, name, &work) == PATTERN_MATCHES) {
            struct place place = place_of(each->schema, kommun);
            merge(child, &place);
            found = true;
        }
    }
    const struct constraint *others =
        !found ? subschema_constraint(schema, "additionalProperties") : NULL;
    if (others != NULL && !others->schema->never) {
        struct place place = place_of(others->schema, kommun);
        merge(child, &place);
        found = true;
    }
    return found;
}

bool place_child(const struct place *place, const char *name, const struct schema *kommun,
    struct place *child) {
    *child = (struct place){ .unknown = place->unknown };
    if (place->resolved && strcmp(name, "id") == 0) {
        return true;
    }
    bool found = place->unknown;
    for (size_t i = 0; i < place->count; i++) {
        found = find_key(child, place->schemas[i], name, kommun) || found;
    }
    return found;
}

bool place_item(const struct place *place, const struct schema *kommun, struct place *item) {
    *item = (struct place){ .unknown = place->unknown };
    bool found = false;
    for (size_t i = 0; i < place->count; i++) {
        const struct subschema *schema = place->schemas[i];
        const struct constraint *items = subschema_constraint(schema, "items");
        for (size_t j = 0; schema->prefix_items != NULL
             && j < schema->prefix_items->schemas.count; j++) {
            struct place each = place_of(schema->prefix_items->schemas.items[j], kommun);
            merge(item, &each);
            found = true;
        }
        if (items != NULL) {
            struct place each = place_of(items->schema, kommun);
            merge(item, &each);
            found = true;
        }
    }
    return found;
}

void place_suggest(const struct place *place, struct suggestion *suggestion) {
    for (size_t i = 0; i < place->count; i++) {
        const struct constraint *properties = place->schemas[i]->properties;
        for (size_t j = 0; properties != NULL && j < properties->members.count; j++) {
            suggestion_offer(suggestion, properties->members.items[j].name);
        }
    }
}

size_t place_follow(const struct place *from, const char *const *parts,
    const struct schema *kommun, struct place *end) {
    size_t count = 0;
    *end = *from;
    for (; parts[count] != NULL; count++) {
        struct place child;
        if (!place_child(end, parts[count], kommun, &child)) {
            break;
        }
        *end = child;
    }
    return count;
}
