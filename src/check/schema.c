/* SPDX-License-Identifier: EUPL-1.2
 *
 * Reads a JSON Schema into its compiled form: every place that the draft says holds a schema becomes
 * one subschema (found again by its node), every keyword that asserts something one constraint. $ref
 * is resolved when all is read. A fault becomes a finding and the keyword is left out.
 */
#include "check/schema.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check/compile.h"
#include "check/suggest.h"

/* Says that the keyword's value is of the wrong kind. */
static bool refuse(struct compiler *compiler, const struct constraint *constraint, const char *sv,
    const char *en) {
    finding_add(compiler->findings, SCHEMA_VALUE_WRONG, node_span(constraint->node),
        constraint->keyword->name, compiler->findings->language == LANGUAGE_EN ? en : sv, NULL);
    return false;
}

static bool is_text(const xmlNode *node) {
    return node_kind(node) == NODE_SCALAR && node_type(node) == TYPE_STRING;
}

/* The bit of a type's name; 0 when it is none. */
static unsigned type_bit(const xmlNode *node) {
    static const struct {
        const char *name;
        unsigned bits;
    } types[] = { { "null", TYPE_NULL }, { "boolean", TYPE_BOOLEAN }, { "integer", TYPE_INTEGER },
        { "number", TYPE_INTEGER | TYPE_NUMBER }, { "string", TYPE_STRING }, { "array", TYPE_ARRAY },
        { "object", TYPE_OBJECT } };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        /* `type: null` in YAML is the type null as well. */
        if (node_kind(node) == NODE_SCALAR && strcmp(types[i].name, node_text(node)) == 0) {
            return types[i].bits;
        }
    }
    return 0;
}

static int compare_texts(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Whether the node is a list of different strings. */
static bool is_name_list(struct compiler *compiler, const xmlNode *node) {
    if (node_kind(node) != NODE_SEQUENCE) {
        return false;
    }
    const char **names = arena_array(compiler->arena, node_count(node), sizeof *names);
    size_t count = 0;
    for (const xmlNode *name = node_first(node); name != NULL; name = node_next(name)) {
        if (node_kind(name) != NODE_SCALAR || (node_is_json(name) && !is_text(name))) {
            return false;
        }
        names[count++] = node_text(name);
    }
    qsort(names, count, sizeof *names, compare_texts);
    for (size_t i = 1; i < count; i++) {
        if (strcmp(names[i - 1], names[i]) == 0) {
            return false;
        }
    }
    return true;
}

static bool compile_types(struct compiler *compiler, struct constraint *constraint) {
    bool list = node_kind(constraint->node) == NODE_SEQUENCE;
    const xmlNode *node = list ? node_first(constraint->node) : constraint->node;
    for (; node != NULL; node = list ? node_next(node) : NULL) {
        unsigned bits = type_bit(node);
        if (bits == 0) {
            struct finding *finding = finding_add(compiler->findings, SCHEMA_TYPE_UNKNOWN,
                node_span(node), node_text(node), NULL);
            static const char *const names[] = { "null", "boolean", "integer", "number", "string",
                "array", "object" };
            struct suggestion suggestion = suggestion_start(node_text(node));
            for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
                suggestion_offer(&suggestion, names[i]);
            }
            suggestion_advise(compiler->findings, finding, &suggestion);
            return false;
        }
        constraint->types |= bits;
    }
    bool different = !list || is_name_list(compiler, constraint->node);
    return (constraint->types != 0 && different)
        || refuse(compiler, constraint, "en typ, eller en lista av olika typer",
            "a type, or a list of different types");
}

static bool compile_number(struct compiler *compiler, struct constraint *constraint) {
    const xmlNode *node = constraint->node;
    struct decimal *number = &constraint->number;
    bool readable = node_kind(node) == NODE_SCALAR
        && (node_type(node) & (TYPE_INTEGER | TYPE_NUMBER)) != 0
        && decimal_parse(compiler->arena, node_text(node), number);
    if (constraint->keyword->kind == KIND_COUNT) {
        struct decimal read = *number;
        return (readable && decimal_count(&read, &constraint->count))
            || refuse(compiler, constraint, "ett heltal, noll eller större",
                "a whole number, zero or greater");
    }
    if (constraint->keyword->kind == KIND_DIVISOR && readable
        && (number->negative || number->count == 0 || number->count > DECIMAL_DIVISOR_DIGITS)) {
        return refuse(compiler, constraint, "ett tal större än noll med högst 18 siffror",
            "a number above zero of at most 18 digits");
    }
    return readable || refuse(compiler, constraint, "ett tal", "a number");
}

static const struct pattern *compile_pattern(
    struct compiler *compiler, const xmlNode *node, const char *text, struct span where) {
    struct pattern_fault fault;
    const struct pattern *pattern =
        pattern_compile(compiler->arena, text, compiler->findings->language, &fault);
    if (pattern == NULL) {
        struct span place = where;
        if (strcmp(text, node_text(node)) == 0 && fault.offset < strlen(text)) {
            place = node_text_span(node, fault.offset, 1);
        }
        finding_add(compiler->findings, SCHEMA_PATTERN_WRONG, place, text, fault.what, NULL);
    }
    return pattern;
}

static bool compile_format(struct compiler *compiler, struct constraint *constraint) {
    bool known;
    if (!is_text(constraint->node)) {
        return refuse(compiler, constraint, "ett namn", "a name");
    }
    constraint->format = format_find(node_text(constraint->node), &known);
    if (!known) {
        struct finding *finding = finding_add(compiler->findings, SCHEMA_FORMAT_UNKNOWN,
            node_span(constraint->node), node_text(constraint->node), NULL);
        struct suggestion suggestion = suggestion_start(node_text(constraint->node));
        format_suggest(&suggestion);
        suggestion_advise(compiler->findings, finding, &suggestion);
    }
    return true;
}

static bool compile_list(struct compiler *compiler, struct constraint *constraint,
    const struct resource *resource) {
    size_t count = node_count(constraint->node);
    if (node_kind(constraint->node) != NODE_SEQUENCE || count == 0) {
        return refuse(compiler, constraint, "en lista av scheman", "a list of schemas");
    }
    struct subschemas *schemas = &constraint->schemas;
    schemas->items = arena_array(compiler->arena, count, sizeof(struct subschema *));
    const xmlNode *node = node_first(constraint->node);
    for (; node != NULL; node = node_next(node)) {
        schemas->items[schemas->count++] = compile_subschema(compiler, node, resource);
    }
    return true;
}

static int compare_members(const void *a, const void *b) {
    return strcmp(((const struct member *)a)->name, ((const struct member *)b)->name);
}

static bool compile_members(struct compiler *compiler, struct constraint *constraint,
    const struct resource *resource) {
    if (node_kind(constraint->node) != NODE_MAPPING) {
        return refuse(compiler, constraint, "nycklar med scheman", "keys with schemas");
    }
    size_t count = node_count(constraint->node);
    struct member *items = arena_array(compiler->arena, count, sizeof *items);
    size_t used = 0;
    const xmlNode *node = node_first(constraint->node);
    for (; node != NULL; node = node_next(node)) {
        struct member member = { .name = node_name(node) };
        if (constraint->keyword->kind == KIND_NAME_LISTS) {
            if (!is_name_list(compiler, node)) {
                refuse(compiler, constraint, "nycklar med listor av olika namn",
                    "keys with lists of different names");
                continue;
            }
            member.names = node;
        } else {
            member.schema = compile_subschema(compiler, node, resource);
        }
        if (constraint->keyword->kind == KIND_PATTERNS) {
            member.pattern = compile_pattern(compiler, node, member.name, node_key_span(node));
            if (member.pattern == NULL) {
                continue;
            }
        }
        items[used++] = member;
    }
    if (constraint->keyword->kind != KIND_PATTERNS) {
        qsort(items, used, sizeof *items, compare_members);
    }
    constraint->members = (struct members){ .items = items, .count = used };
    return true;
}

/* Reads the keyword's value by its kind. False when it is left out. */
static bool compile_value(struct compiler *compiler, struct constraint *constraint,
    const struct resource *resource) {
    const xmlNode *node = constraint->node;
    switch (constraint->keyword->kind) {
    case KIND_NOTE:
        return false;
    case KIND_ANCHOR:
        return !anchor_is_name(node)
            && refuse(compiler, constraint,
                "ett namn av bokstäverna a–z, siffror, -, . och _, med en bokstav eller _ först",
                "a name of the letters a–z, digits, -, . and _ that begins with a letter or _");
    case KIND_DRAFT:
        draft_report(compiler, node);
        return false;
    case KIND_ID:
        return !is_text(node) && refuse(compiler, constraint, "en text", "a text");
    case KIND_UNSUPPORTED:
        finding_add(compiler->findings, SCHEMA_KEYWORD_UNSUPPORTED, node_key_span(node),
            constraint->keyword->name, NULL);
        return false;
    case KIND_TYPES:
        return compile_types(compiler, constraint);
    case KIND_VALUE:
        return true;
    case KIND_VALUES:
        if (node_kind(node) != NODE_SEQUENCE) {
            return refuse(compiler, constraint, "en lista av värden", "a list of values");
        }
        constraint->values = values_read(compiler->arena, node);
        return true;
    case KIND_NAMES:
        return is_name_list(compiler, node)
            || refuse(compiler, constraint, "en lista av olika namn", "a list of different names");
    case KIND_COUNT:
    case KIND_NUMBER:
    case KIND_DIVISOR:
        return compile_number(compiler, constraint);
    case KIND_FLAG:
        constraint->flag = strcmp(node_text(node), "true") == 0;
        return (node_kind(node) == NODE_SCALAR && node_type(node) == TYPE_BOOLEAN)
            || refuse(compiler, constraint, "true eller false", "true or false");
    case KIND_PATTERN:
        if (!is_text(node)) {
            return refuse(compiler, constraint, "ett reguljärt uttryck", "a regular expression");
        }
        constraint->pattern = compile_pattern(compiler, node, node_text(node), node_span(node));
        return constraint->pattern != NULL;
    case KIND_FORMAT:
        return compile_format(compiler, constraint);
    case KIND_TEXT:
        constraint->text = node_text(node);
        return is_text(node) || refuse(compiler, constraint, "en text", "a text");
    case KIND_SCHEMA:
        constraint->schema = compile_subschema(compiler, node, resource);
        return true;
    case KIND_SCHEMAS:
        return compile_list(compiler, constraint, resource);
    case KIND_MEMBERS:
    case KIND_PATTERNS:
    case KIND_NAME_LISTS:
        return compile_members(compiler, constraint, resource);
    case KIND_REFERENCE:
        constraint->schema = compiler->anything;
        return is_text(node) || refuse(compiler, constraint, "en text", "a text");
    }
    return false;
}

/* A key that is no keyword: ours (x-…) may be anything, the rest is most likely mistyped. */
static void report_unknown(struct compiler *compiler, const xmlNode *node) {
    if (strncmp(node_name(node), "x-", 2) == 0) {
        return;
    }
    struct finding *finding = finding_add(compiler->findings, SCHEMA_KEYWORD_UNKNOWN,
        node_key_span(node), node_name(node), NULL);
    struct suggestion suggestion = suggestion_start(node_name(node));
    const char *nearest = keyword_nearest(node_name(node));
    if (nearest != NULL) {
        suggestion_offer(&suggestion, nearest);
        suggestion_advise(compiler->findings, finding, &suggestion);
    }
}

static bool is_one_of(const struct constraint *constraint, const char *name) {
    return text_equal(constraint->keyword->name, name);
}

/* What the keywords say of each other, put where it is asked for. */
static void link_constraints(struct subschema *schema) {
    for (size_t i = 0; i < schema->constraint_count; i++) {
        const struct constraint *each = &schema->constraints[i];
        const struct {
            const char *name;
            const struct constraint **place;
        } places[] = { { "properties", &schema->properties },
            { "patternProperties", &schema->pattern_properties },
            { "prefixItems", &schema->prefix_items }, { "minContains", &schema->min_contains },
            { "maxContains", &schema->max_contains }, { "then", &schema->then },
            { "else", &schema->otherwise } };
        for (size_t j = 0; j < sizeof places / sizeof *places; j++) {
            if (is_one_of(each, places[j].name)) {
                *places[j].place = each;
            }
        }
        if (is_one_of(each, "format")) {
            schema->format = node_text(each->node);
            schema->asserted = each->format;
        } else if (is_one_of(each, "x-referens")) {
            schema->reference = each->text;
        } else if (is_one_of(each, "x-prosa")) {
            schema->prose = each->flag;
        }
        if (each->keyword->types == TYPE_STRING) {
            schema->texts = true;
        } else if (each->keyword->check != NULL && each->keyword->kind != KIND_FORMAT
            && !each->keyword->in_place) {
            schema->others = true;
        }
    }
}

static void compile_keyword(struct compiler *compiler, struct subschema *schema,
    struct constraint *place, const struct resource *resource) {
    const xmlNode *node = place->node;
    if (compile_value(compiler, place, resource)) {
        schema->constraint_count++;
        if (place->keyword->kind == KIND_REFERENCE) {
            ARRAY_ADD(compiler->arena, compiler->pending, (struct pending){ place, resource });
        }
    } else if (place->keyword->kind == KIND_ANCHOR && anchor_is_name(node)) {
        anchor_add(compiler, node, schema->node, resource);
    }
}

static void compile_keywords(
    struct compiler *compiler, struct subschema *schema, const struct resource *resource) {
    const size_t count = node_count(schema->node);
    struct constraint *constraints = arena_array(compiler->arena, count, sizeof *constraints);
    const struct keyword **keywords = arena_array(compiler->arena, count, sizeof *keywords);
    for (int round = 0; round < KEYWORD_ROUNDS; round++) {
        const struct keyword **keyword = keywords;
        const xmlNode *node = node_first(schema->node);
        for (; node != NULL; node = node_next(node), keyword++) {
            *keyword = round == 0 ? keyword_find(node_name(node)) : *keyword;
            if (*keyword != NULL && keyword_round(*keyword, node) == round) {
                struct constraint *place = &constraints[schema->constraint_count];
                *place = (struct constraint){ .keyword = *keyword, .node = node };
                compile_keyword(compiler, schema, place, resource);
            } else if (*keyword == NULL && round == 0) {
                report_unknown(compiler, node);
            }
        }
    }
    schema->constraints = constraints;
    link_constraints(schema);
}

struct subschema *compile_subschema(
    struct compiler *compiler, const xmlNode *node, const struct resource *resource) {
    struct compiled *known = compiled_find(compiler, node);
    if (known != NULL) {
        return known->schema;
    }
    if (compiler->list.count == SUBSCHEMAS_LARGEST) {
        if (!compiler->full) {
            finding_add(compiler->findings, SCHEMA_TOO_LARGE, node_span(node), NULL);
        }
        compiler->full = true;
        return compiler->anything;
    }
    struct subschema *schema = arena_new_of(compiler->arena, struct subschema);
    schema->node = node;
    compiled_add(compiler, schema);
    if (node_kind(node) == NODE_MAPPING) {
        bool entered = resource->node == node;
        compile_keywords(
            compiler, schema, entered ? resource : resource_enter(compiler, node, resource));
    } else if (node_kind(node) == NODE_SCALAR && node_type(node) == TYPE_BOOLEAN) {
        schema->never = strcmp(node_text(node), "false") == 0;
    } else {
        finding_add(compiler->findings, SCHEMA_NO_SCHEMA, node_span(node), NULL);
    }
    return schema;
}

const struct schema *schema_compile(
    struct arena *arena, const struct tree *tree, struct findings *findings) {
    struct compiler compiler = { .arena = arena, .findings = findings };
    struct schema *schema = arena_new_of(arena, struct schema);
    compiler.anything = arena_new_of(arena, struct subschema);
    /* A root that is no mapping has no $id; it is a resource all the same. */
    const struct resource *resource = resource_enter(&compiler, tree->root, NULL);
    schema->root = compile_subschema(&compiler, tree->root, resource);
    schema_references_resolve(&compiler);
    references_cut_circles(&compiler);
    return schema;
}
