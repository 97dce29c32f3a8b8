/* SPDX-License-Identifier: EUPL-1.2
 *
 * The keywords of JSON Schema draft 2020-12: one line each, in the order of their names. A keyword
 * that is not here is none of the draft.
 */
#include "check/keyword.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define NUMBERS (TYPE_INTEGER | TYPE_NUMBER)

static const struct keyword keywords[] = {
    { "$anchor", KIND_ANCHOR, false, 0, NULL },
    { "$comment", KIND_NOTE, false, 0, NULL },
    { "$defs", KIND_MEMBERS, false, 0, NULL },
    { "$dynamicAnchor", KIND_ANCHOR, false, 0, NULL }, /* an anchor to $ref */
    { "$dynamicRef", KIND_UNSUPPORTED, false, 0, NULL },
    { "$id", KIND_ID, false, 0, NULL },
    { "$recursiveRef", KIND_UNSUPPORTED, false, 0, NULL }, /* of older drafts, like the next two */
    { "$ref", KIND_REFERENCE, true, 0, check_ref },
    { "$schema", KIND_DRAFT, false, 0, NULL },
    { "$vocabulary", KIND_NOTE, false, 0, NULL },
    { "additionalItems", KIND_UNSUPPORTED, false, 0, NULL },
    { "additionalProperties", KIND_SCHEMA, false, TYPE_OBJECT, check_additional_properties },
    { "allOf", KIND_SCHEMAS, true, 0, check_all_of },
    { "anyOf", KIND_SCHEMAS, true, 0, check_any_of },
    { "const", KIND_VALUE, false, 0, check_const },
    { "contains", KIND_SCHEMA, false, TYPE_ARRAY, check_contains },
    { "contentEncoding", KIND_NOTE, false, 0, NULL }, /* an annotation: Validation 8.2 */
    { "contentMediaType", KIND_NOTE, false, 0, NULL },
    { "contentSchema", KIND_NOTE, false, 0, NULL },
    { "default", KIND_NOTE, false, 0, NULL },
    { "definitions", KIND_MEMBERS, false, 0, NULL }, /* the older name of $defs */
    { "dependencies", KIND_UNSUPPORTED, false, 0, NULL },
    { "dependentRequired", KIND_NAME_LISTS, false, TYPE_OBJECT, check_dependent_required },
    { "dependentSchemas", KIND_MEMBERS, true, TYPE_OBJECT, check_dependent_schemas },
    { "deprecated", KIND_NOTE, false, 0, NULL },
    { "description", KIND_NOTE, false, 0, NULL },
    { "else", KIND_SCHEMA, true, 0, NULL }, /* read by if */
    { "enum", KIND_VALUES, false, 0, check_enum },
    { "examples", KIND_NOTE, false, 0, NULL },
    { "exclusiveMaximum", KIND_NUMBER, false, NUMBERS, check_limit },
    { "exclusiveMinimum", KIND_NUMBER, false, NUMBERS, check_limit },
    { "format", KIND_FORMAT, false, 0, check_format },
    { "if", KIND_SCHEMA, true, 0, check_if },
    { "items", KIND_SCHEMA, false, TYPE_ARRAY, check_items },
    { "maxContains", KIND_COUNT, false, 0, NULL }, /* read by contains */
    { "maxItems", KIND_COUNT, false, TYPE_ARRAY, check_item_count },
    { "maxLength", KIND_COUNT, false, TYPE_STRING, check_length },
    { "maxProperties", KIND_COUNT, false, TYPE_OBJECT, check_key_count },
    { "maximum", KIND_NUMBER, false, NUMBERS, check_limit },
    { "minContains", KIND_COUNT, false, 0, NULL },
    { "minItems", KIND_COUNT, false, TYPE_ARRAY, check_item_count },
    { "minLength", KIND_COUNT, false, TYPE_STRING, check_length },
    { "minProperties", KIND_COUNT, false, TYPE_OBJECT, check_key_count },
    { "minimum", KIND_NUMBER, false, NUMBERS, check_limit },
    { "multipleOf", KIND_DIVISOR, false, NUMBERS, check_multiple },
    { "not", KIND_SCHEMA, true, 0, check_not },
    { "oneOf", KIND_SCHEMAS, true, 0, check_one_of },
    { "pattern", KIND_PATTERN, false, TYPE_STRING, check_pattern },
    { "patternProperties", KIND_PATTERNS, false, TYPE_OBJECT, check_pattern_properties },
    { "prefixItems", KIND_SCHEMAS, false, TYPE_ARRAY, check_prefix_items },
    { "properties", KIND_MEMBERS, false, TYPE_OBJECT, check_properties },
    { "propertyNames", KIND_SCHEMA, false, TYPE_OBJECT, check_property_names },
    { "readOnly", KIND_NOTE, false, 0, NULL },
    { "required", KIND_NAMES, false, TYPE_OBJECT, check_required },
    { "then", KIND_SCHEMA, true, 0, NULL },
    { "title", KIND_NOTE, false, 0, NULL },
    { "type", KIND_TYPES, false, 0, check_type },
    { "unevaluatedItems", KIND_SCHEMA, false, TYPE_ARRAY, check_unevaluated },
    { "unevaluatedProperties", KIND_SCHEMA, false, TYPE_OBJECT, check_unevaluated },
    { "uniqueItems", KIND_FLAG, false, TYPE_ARRAY, check_unique },
    { "writeOnly", KIND_NOTE, false, 0, NULL },
    { "x-prosa", KIND_FLAG, false, 0, NULL },     /* ours: the text is CommonMark */
    { "x-referens", KIND_TEXT, false, 0, NULL },  /* ours: an id in that register */
    { "x-stomme", KIND_NOTE, false, 0, NULL },    /* ours: what a new definition begins with, cmd/skeleton.h */
};

enum { KEYWORD_COUNT = sizeof keywords / sizeof *keywords };

static int compare_name(const void *name, const void *keyword) {
    return strcmp(name, ((const struct keyword *)keyword)->name);
}

const struct keyword *keyword_find(const char *name) {
    return bsearch(name, keywords, KEYWORD_COUNT, sizeof *keywords, compare_name);
}

const char *keyword_nearest(const char *name) {
    const char *nearest = NULL;
    size_t best = 3;
    for (size_t i = 0; i < KEYWORD_COUNT; i++) {
        size_t distance = text_distance(name, keywords[i].name, 3);
        if (distance < best) {
            best = distance;
            nearest = keywords[i].name;
        }
    }
    return nearest;
}

static bool is_deep(const xmlNode *node) {
    return node_kind(node) != NODE_SCALAR;
}

int keyword_round(const struct keyword *keyword, const xmlNode *value) {
    bool deep = keyword->kind == KIND_VALUE && is_deep(value);
    const xmlNode *each = keyword->kind == KIND_VALUES ? node_first(value) : NULL;
    for (; each != NULL && !deep; each = node_next(each)) {
        deep = is_deep(each);
    }
    if (keyword->check == check_unevaluated) {
        return KEYWORD_ROUNDS - 1;
    }
    return deep || keyword->check == check_unique ? 1 : 0;
}

const struct constraint *subschema_constraint(
    const struct subschema *schema, const char *keyword) {
    for (size_t i = 0; i < schema->constraint_count; i++) {
        if (text_equal(schema->constraints[i].keyword->name, keyword)) {
            return &schema->constraints[i];
        }
    }
    return NULL;
}

const struct subschema *subschema_referred(const struct subschema *schema) {
    const struct constraint *reference = subschema_constraint(schema, "$ref");
    return reference == NULL || reference->schema->node == NULL ? NULL : reference->schema;
}

const struct constraint *subschema_find(const struct subschema *schema, const char *keyword) {
    const struct constraint *found = NULL;
    for (; schema != NULL && found == NULL; schema = subschema_referred(schema)) {
        found = subschema_constraint(schema, keyword);
    }
    return found;
}

static int compare_member(const void *name, const void *member) {
    return strcmp(name, ((const struct member *)member)->name);
}

const struct member *members_find(const struct members *members, const char *name) {
    if (members->count == 0) {
        return NULL;
    }
    return bsearch(name, members->items, members->count, sizeof *members->items, compare_member);
}
