/* SPDX-License-Identifier: EUPL-1.2 */
#include "check/mistyped.h"

#include <string.h>

#include "check/remedy.h"

/* An unknown key costs a comparison with all known ones; after this many nobody reads on. */
enum { SUGGESTIONS_LARGEST = 300 };

/* A value that is none of many is held against all of them; when so many have been, nobody reads on. */
enum { OFFERS_LARGEST = 1000000 };

bool run_may_offer(struct run *run, size_t count) {
    run->offers += count;
    return run->offers <= OFFERS_LARGEST;
}

struct suggestion key_suggestion(
    struct run *run, const struct subschema *schema, const char *typed) {
    struct suggestion near = suggestion_start(typed);
    size_t count = schema->properties != NULL ? schema->properties->members.count : 0;
    for (size_t i = 0; run_may_offer(run, 1) && i < count; i++) {
        suggestion_offer(&near, schema->properties->members.items[i].name);
    }
    return near;
}

struct mistyped *mistyped_find(struct run *run, size_t *count) {
    struct mistyped *list = arena_array(run->arena, SUGGESTIONS_LARGEST, sizeof *list);
    *count = 0;
    for (size_t i = 0; i < run->faults.count && *count < SUGGESTIONS_LARGEST; i++) {
        const struct fault *fault = &run->faults.items[i];
        if (fault->kind == FAULT_KEY_UNKNOWN) {
            const char *typed = node_name(fault->value.node);
            const char *glued = remedy_glued_key(fault->schema, typed);
            const char *meant =
                glued != NULL ? glued : key_suggestion(run, fault->schema, typed).nearest;
            list[(*count)++] = (struct mistyped){ node_parent(fault->value.node), meant };
        }
    }
    return list;
}

/* Whether the fault is that this key is missing, alone or as one of several to choose from. */
static bool lacks(const struct fault *fault, const char *key) {
    if (fault->kind == FAULT_KEY_MISSING) {
        return strcmp(key, fault->name) == 0;
    }
    const struct subschemas *schemas = &fault->constraint->schemas;
    for (size_t i = 0; i < schemas->count; i++) {
        const struct constraint *required = subschema_find(schemas->items[i], "required");
        const xmlNode *name = required != NULL ? node_first(required->node) : NULL;
        for (; name != NULL; name = node_next(name)) {
            if (strcmp(key, node_text(name)) == 0) {
                return true;
            }
        }
    }
    return false;
}

bool mistyped_explains(
    const struct fault *fault, const struct mistyped *list, size_t count) {
    if (fault->kind != FAULT_KEY_MISSING && fault->kind != FAULT_KEY_ONE_OF) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (list[i].mapping == fault->value.node && list[i].meant != NULL
            && lacks(fault, list[i].meant)) {
            return true;
        }
    }
    return false;
}
