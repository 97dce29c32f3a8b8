/* SPDX-License-Identifier: EUPL-1.2 */
#include "check/propose.h"

#include <string.h>

#include "base/text.h"
#include "check/quantity.h"

/* Among so many keys one that takes any text is looked for, by each finding anew. */
enum { KEYS_LARGEST = 200 };

/* Work for one proposal: there may be one for each finding. */
enum { PROPOSAL_STEPS = 20000 };

unsigned propose_types(const struct subschema *schema) {
    const struct constraint *types = subschema_find(schema, "type");
    return types != NULL ? types->types : 0;
}

/* Whether the words can stand in [ ] or { } without quotes. */
static bool is_bare(const char *text) {
    return text[0] != '\0' && strpbrk(text, ",[]{}\"'#:|>") == NULL
           && strchr("&*!%@`?- ", text[0]) == NULL;
}

const char *propose_text(struct arena *arena, const char *text) {
    return is_bare(text) ? text : yaml_quoted(arena, text, strlen(text));
}

const char *propose_value(
    struct arena *arena, const struct subschema *schema, const char *key, const char *text) {
    const struct constraint *format = subschema_find(schema, "format");
    const char *better = NULL;
    if (format != NULL && !format_holds(format->format, text)) {
        struct findings *unheard = findings_new(arena, LANGUAGE_SV);
        format_report(unheard, format->format, text, (struct span){ 0 });
        better = unheard->count != 0 ? unheard->items[0]->replacement : NULL;
    } else if (format == NULL && propose_types(schema) == TYPE_INTEGER) {
        better = quantity_guess(arena, key, text);
    }
    return propose_text(arena, better != NULL ? better : text);
}

bool propose_holds(const struct subschema *schema, const char *yaml) {
    struct arena *arena = arena_new();
    struct findings *unheard = findings_new(arena, LANGUAGE_SV);
    const struct source *source = source_new(arena, "", yaml, strlen(yaml));
    const struct tree *tree = tree_read(arena, source, TREE_YAML, "value", unheard);
    struct run run = { .arena = arena, .steps = STEPS_LARGEST - PROPOSAL_STEPS };
    bool holds = tree != NULL && findings_count(unheard, LEVEL_ERROR) == 0
                 && subschema_visit(&run, schema, tree->root) && !run.exhausted;
    arena_free(arena);
    return holds;
}

static bool is_prose(const struct subschema *schema) {
    bool prose = false;
    for (; schema != NULL && !prose; schema = subschema_referred(schema)) {
        prose = schema->prose;
    }
    return prose;
}

/* Whether a key takes any text. */
static bool takes_text(const struct member *member) {
    return member != NULL && (propose_types(member->schema) & TYPE_STRING) != 0
           && member->schema->reference == NULL && member->schema->asserted == FORMAT_NONE;
}

/* The first key that the group must have, or the one that takes any text; NULL: none. */
static const struct member *find_key(
    const struct constraint *properties, const struct constraint *required) {
    const xmlNode *name = required != NULL ? node_first(required->node) : NULL;
    if (name != NULL) {
        return members_find(&properties->members, node_text(name));
    }
    const struct member *text = members_find(&properties->members, "text");
    size_t looked = 0;
    for (const xmlNode *node = node_first(properties->node);
         text == NULL && node != NULL && looked < KEYS_LARGEST; node = node_next(node), looked++) {
        const struct member *member = members_find(&properties->members, node_name(node));
        text = takes_text(member) ? member : NULL;
    }
    return text;
}

/* Two values in one text, with one of the marks between them. False when there are no two. */
static bool split_two(struct arena *arena, const char *text, const char *const *marks,
    const char **first, const char **second) {
    for (; *marks != NULL; marks++) {
        const char *mark = strstr(text, *marks);
        if (mark != NULL && strstr(mark + 1, *marks) == NULL) {
            *first = text_trim(arena, arena_copy(arena, text, (size_t)(mark - text)));
            *second = text_trim(arena, mark + strlen(*marks));
            return (*first)[0] != '\0' && (*second)[0] != '\0';
        }
    }
    return false;
}

/* The key that the second of two values belongs to: of two that must be there the other, of two keys
 * in all the one that takes any text; NULL: there is none. */
static const struct member *find_second(const struct constraint *properties,
    const struct constraint *required, const struct member *first, bool *is_text) {
    const struct constraint *names = required;
    *is_text = required == NULL || node_count(required->node) != 2;
    if (*is_text) {
        names = properties;
    }
    if (node_count(names->node) != 2) {
        return NULL;
    }
    const xmlNode *node = node_next(node_first(names->node));
    const struct member *second =
        members_find(&properties->members, *is_text ? node_name(node) : node_text(node));
    bool is_other = second != NULL && second != first;
    bool fits = is_other && (!*is_text || (takes_text(second) && !is_prose(second->schema)));
    return fits ? second : NULL;
}

/* The text as two values of the group, in braces; NULL: it holds no two. */
static const char *propose_two(struct arena *arena, const struct constraint *properties,
    const struct constraint *required, const struct member *key, const char *text) {
    static const char *const spans[] = { " - ", " – ", " till ", " t.o.m. ", "--", "–", NULL };
    static const char *const commas[] = { ", ", NULL };
    bool is_text;
    const struct member *other = find_second(properties, required, key, &is_text);
    const char *first;
    const char *second;
    if (other == NULL || is_prose(key->schema)
        || !split_two(arena, text, is_text ? commas : spans, &first, &second)) {
        return NULL;
    }
    return arena_printf(arena, "{ %s: %s, %s: %s }", key->name,
        propose_value(arena, key->schema, key->name, first), other->name,
        propose_value(arena, other->schema, other->name, second));
}

const char *propose_group(
    struct arena *arena, const struct subschema *schema, const char *text, bool braces) {
    const struct constraint *properties = subschema_find(schema, "properties");
    const struct constraint *required = subschema_find(schema, "required");
    const struct member *key = properties != NULL ? find_key(properties, required) : NULL;
    if (key == NULL) {
        return NULL;
    }
    const char *two = propose_two(arena, properties, required, key, text);
    if (two != NULL && propose_holds(schema, two)) {
        return two;
    }
    const char *one = arena_printf(arena, braces ? "{ %s: %s }" : "%s: %s", key->name,
        propose_value(arena, key->schema, key->name, text));
    return propose_holds(schema, one) ? one : NULL;
}
