/* SPDX-License-Identifier: EUPL-1.2
 *
 * The schema's author wrote descriptions and examples for the editor; they are the best advice there
 * is when something is wrong, so they are used here as they are.
 */
#include "check/words.h"

#include <string.h>

#include "base/text.h"

/* How many alternatives are listed, how many are looked at for that, since each finding looks anew and
 * many may be alike, and how many characters of a value are shown. */
enum { LISTED_LARGEST = 7, LOOKED_LARGEST = 200, SHOWN_LARGEST = 60 };

struct list {
    const char *items[LISTED_LARGEST];
    size_t count;
    size_t looked; /* alternatives offered so far */
    bool more;     /* there are others */
};

static bool is_english(const struct findings *findings) {
    return findings->language == LANGUAGE_EN;
}

static void list_add(struct list *list, const char *item) {
    list->more = list->more || ++list->looked > LOOKED_LARGEST;
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i], item) == 0) {
            return;
        }
    }
    if (list->count == LISTED_LARGEST) {
        list->more = true;
    } else {
        list->items[list->count++] = item;
    }
}

/* "a, b eller c"; "a, b …" when there are more. */
static const char *list_join(
    const struct findings *findings, const struct list *list, const char *sv, const char *en) {
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    for (size_t i = 0; i < list->count; i++) {
        bool last = i + 1 == list->count && !list->more;
        if (i != 0) {
            buffer_puts(&text, !last ? ", " : is_english(findings) ? en : sv);
        }
        buffer_puts(&text, list->items[i]);
    }
    buffer_puts(&text, list->more ? " …" : "");
    return buffer_take(findings->arena, &text);
}

static const char *quote(const struct findings *findings, const char *text) {
    return arena_printf(findings->arena, is_english(findings) ? "“%s”" : "”%s”",
        words_shorten(findings->arena, text));
}

const char *words_shorten(struct arena *arena, const char *text) {
    size_t size = 0;
    size_t count = 0;
    uint32_t c;
    for (size_t length; count < SHOWN_LARGEST && (length = text_next(text + size, &c)) != 0;) {
        if (c == '\n') {
            break;
        }
        size += length;
        count++;
    }
    bool rest = text[size] != '\0' && !(text[size] == '\n' && text[size + 1] == '\0');
    return arena_printf(arena, "%.*s%s", (int)size, text, rest ? " …" : "");
}

const char *words_value(const struct findings *findings, const struct value *value) {
    bool english = is_english(findings);
    if (value->is_key || value->type == TYPE_STRING) {
        return quote(findings, value->text);
    }
    switch (node_kind(value->node)) {
    case NODE_SEQUENCE:
        return english ? "a list" : "en lista";
    case NODE_MAPPING:
        return english ? "a group of keys" : "en grupp av nycklar";
    case NODE_SCALAR:
        break;
    }
    return words_shorten(findings->arena, value->text);
}

const char *words_node(const struct findings *findings, const xmlNode *node) {
    struct value value = value_of(node);
    return words_value(findings, &value);
}

struct span words_span(const struct value *value) {
    struct span span =
        value->is_key ? node_key_span(value->node) : node_span(value->node);
    if (!value->is_key && node_kind(value->node) != NODE_SCALAR) {
        span = node_key_span(value->node);
        const char *text = span.source->text + span.offset;
        size_t line = strcspn(text, "\n");
        span.length = span.length < line ? span.length : (uint32_t)line;
    }
    return span;
}

const char *words_types(
    const struct findings *findings, const struct subschema *schema, unsigned types) {
    static const char *const formats[][2] = { [FORMAT_NONE] = { NULL, NULL },
        [FORMAT_DATE] = { "ett datum ÅÅÅÅ-MM-DD", "a date YYYY-MM-DD" },
        [FORMAT_MONTH] = { "en månad ÅÅÅÅ-MM", "a month YYYY-MM" },
        [FORMAT_MONEY] = { "ett belopp i hela kronor", "an amount in whole kronor" },
        [FORMAT_YES_NO] = { "ja eller nej", "ja or nej" } };
    static const struct {
        unsigned bit;
        const char *names[2];
    } names[] = { { TYPE_STRING, { "text", "text" } },
        { TYPE_NUMBER, { "ett tal", "a number" } },
        { TYPE_INTEGER, { "ett heltal", "a whole number" } },
        { TYPE_BOOLEAN, { "true eller false", "true or false" } },
        { TYPE_ARRAY, { "en lista", "a list" } },
        { TYPE_OBJECT, { "en grupp av nycklar", "a group of keys" } },
        { TYPE_NULL, { "ingenting (null)", "nothing (null)" } } };
    int language = is_english(findings);
    if (schema->asserted != FORMAT_NONE) {
        return formats[schema->asserted][language];
    }
    struct list list = { 0 };
    if ((types & TYPE_NUMBER) != 0) {
        types &= ~(unsigned)TYPE_INTEGER;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if ((types & names[i].bit) != 0) {
            list_add(&list, names[i].names[language]);
        }
    }
    return list_join(findings, &list, " eller ", " or ");
}

const char *words_description(const struct subschema *schema) {
    for (; schema != NULL && schema->node != NULL; schema = subschema_referred(schema)) {
        const xmlNode *node = node_child(schema->node, "description");
        if (node != NULL && node_kind(node) == NODE_SCALAR && node_text(node)[0] != '\0') {
            return node_text(node);
        }
    }
    return NULL;
}

const char *words_shape(const struct findings *findings, const struct subschema *schema) {
    const char *description = words_description(schema);
    const xmlNode *examples = node_child(schema->node, "examples");
    const xmlNode *example = examples == NULL ? NULL : node_first(examples);
    if (example == NULL || node_kind(example) != NODE_SCALAR) {
        return description;
    }
    return arena_printf(findings->arena, "%s%s%s %s.", description != NULL ? description : "",
        description != NULL ? " " : "", is_english(findings) ? "Example:" : "Exempel:",
        quote(findings, node_text(example)));
}

const char *words_choice(const struct findings *findings, const xmlNode *values) {
    struct list list = { 0 };
    for (const xmlNode *node = node_first(values); node != NULL && !list.more; node = node_next(node)) {
        list_add(&list, words_node(findings, node));
    }
    if (list.count == 0) {
        return NULL;
    }
    return arena_printf(findings->arena, is_english(findings) ? "Choose %s." : "Välj %s.",
        list_join(findings, &list, " eller ", " or "));
}

/* A sentence about what may stand here, or NULL when there is too little or too much to say. */
static const char *list_allowed(const struct findings *findings, const struct list *list) {
    if (list->count == 0 || list->more) {
        return NULL;
    }
    return arena_printf(findings->arena,
        is_english(findings) ? "Here may stand %s." : "Här kan stå %s.",
        list_join(findings, list, " eller ", " or "));
}

const char *words_known_keys(const struct findings *findings, const struct subschema *schema) {
    struct list list = { 0 };
    const xmlNode *node =
        schema->properties != NULL ? node_first(schema->properties->node) : NULL;
    for (; node != NULL && !list.more; node = node_next(node)) {
        list_add(&list, quote(findings, node_name(node)));
    }
    return list_allowed(findings, &list);
}

/* Adds what one alternative takes, as far as it says so itself. */
static void add_form(
    const struct findings *findings, struct list *list, const struct subschema *schema) {
    for (; schema != NULL && !list->more; schema = subschema_referred(schema)) {
        const struct constraint *constant = subschema_constraint(schema, "const");
        const struct constraint *values = subschema_constraint(schema, "enum");
        const struct constraint *types = subschema_constraint(schema, "type");
        if (constant != NULL) {
            list_add(list, words_node(findings, constant->node));
        } else if (values != NULL) {
            const xmlNode *node = node_first(values->node);
            for (; node != NULL && !list->more; node = node_next(node)) {
                list_add(list, words_node(findings, node));
            }
        } else if (types != NULL) {
            list_add(list, words_types(findings, schema, types->types));
        }
    }
}

const char *words_forms(const struct findings *findings, const struct constraint *constraint) {
    struct list list = { 0 };
    for (size_t i = 0; i < constraint->schemas.count && !list.more; i++) {
        add_form(findings, &list, constraint->schemas.items[i]);
    }
    return list_allowed(findings, &list);
}

const char *words_alternative_keys(const struct findings *findings,
    const struct constraint *constraint, const xmlNode *mapping, bool present) {
    struct list list = { 0 };
    if (node_kind(mapping) != NODE_MAPPING) {
        return NULL;
    }
    for (size_t i = 0; i < constraint->schemas.count && !list.more; i++) {
        const struct constraint *required = subschema_find(constraint->schemas.items[i], "required");
        const xmlNode *name = required == NULL ? NULL : node_first(required->node);
        while (name != NULL && (node_child(mapping, node_text(name)) != NULL) != present) {
            name = node_next(name);
        }
        if (name != NULL) {
            list_add(&list, quote(findings, node_text(name)));
        }
    }
    if (list.count < (present ? 2 : 1)) {
        return NULL;
    }
    return list_join(findings, &list, present ? " och " : " eller ", present ? " and " : " or ");
}
