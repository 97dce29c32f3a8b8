/* SPDX-License-Identifier: EUPL-1.2 */
#include "check/remedy.h"

#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "check/words.h"
#include "tree/spoken.h"

/* $ref and the like are followed so far; among so many keys one that takes any text is looked for, by
 * each finding anew. */
enum { FOLLOWED_LARGEST = 20, KEYS_LARGEST = 200 };

struct remedy {
    struct findings *findings;
    struct finding *finding;
    const struct fault *fault;
    const struct subschema *schema;
    const xmlNode *node;
    const char *text; /* of a scalar on one line; else NULL */
};

static void advise(const struct remedy *r, const char *sv, const char *en, const char *text) {
    finding_advise(r->findings, r->finding, sv, en, text);
}

static const struct subschema *referred(const struct subschema *schema) {
    const struct constraint *reference = subschema_constraint(schema, "$ref");
    return reference == NULL || reference->schema->node == NULL ? NULL : reference->schema;
}

/* The keyword's constraint, of the schema or of what it refers to. */
static const struct constraint *find_constraint(
    const struct subschema *schema, const char *keyword) {
    const struct constraint *found = NULL;
    for (size_t i = 0; schema != NULL && found == NULL && i < FOLLOWED_LARGEST; i++) {
        found = subschema_constraint(schema, keyword);
        schema = referred(schema);
    }
    return found;
}

static unsigned types_of(const struct subschema *schema) {
    const struct constraint *types = find_constraint(schema, "type");
    return types != NULL ? types->types : 0;
}

/* Whether the words can stand in [ ] or { } without quotes. */
static bool is_bare(const char *text) {
    return text[0] != '\0' && strpbrk(text, ",[]{}\"'#:|>") == NULL
           && strchr("&*!%@`?- ", text[0]) == NULL;
}

/* The text as a value in [ ] or { }. */
static const char *as_value(struct arena *arena, const char *text) {
    return is_bare(text) ? text : yaml_quoted(arena, text, strlen(text));
}

/* Whether the text stands in the file as it is, on one line: then a replacement fits its place. */
static bool is_as_written(const xmlNode *node) {
    struct span span = node_span(node);
    const char *text = node_text(node);
    return node_is_plain(node) && span.source != NULL && strlen(text) == span.length
           && span.offset + span.length <= span.source->size
           && memcmp(span.source->text + span.offset, text, span.length) == 0;
}

static void replace(const struct remedy *r, const char *text) {
    if (is_as_written(r->node)) {
        r->finding->replacement = arena_string(r->findings->arena, text);
    }
}

/* The first key that the group must have, or the one that takes any text. */
static const char *key_for_text(const struct subschema *schema, size_t *required_count) {
    const struct constraint *required = find_constraint(schema, "required");
    const xmlNode *name = required != NULL ? node_first(required->node) : NULL;
    *required_count = required != NULL ? node_count(required->node) : 0;
    if (name != NULL) {
        return node_text(name);
    }
    const struct constraint *properties = find_constraint(schema, "properties");
    if (properties == NULL) {
        return NULL;
    }
    const struct member *text = members_find(&properties->members, "text");
    size_t looked = 0;
    for (const xmlNode *node = node_first(properties->node);
         text == NULL && node != NULL && looked < KEYS_LARGEST; node = node_next(node), looked++) {
        const struct member *member = members_find(&properties->members, node_name(node));
        bool takes_text = member != NULL && (types_of(member->schema) & TYPE_STRING) != 0
                          && member->schema->reference == NULL
                          && member->schema->asserted == FORMAT_NONE;
        text = takes_text ? member : NULL;
    }
    return text != NULL ? text->name : NULL;
}

/* A list of one or several values for a text: "a, b" or "a". */
static void advise_list(const struct remedy *r) {
    struct arena *arena = r->findings->arena;
    const struct constraint *items = find_constraint(r->schema, "items");
    const struct subschema *item = items != NULL ? items->schema : NULL;
    size_t count;
    const char *key =
        item != NULL && types_of(item) == TYPE_OBJECT ? key_for_text(item, &count) : NULL;
    if (key != NULL) {
        advise(r, "Börja varje post i listan på en egen rad under nyckeln, till exempel ”- %s”.",
            "Begin each entry of the list on a line of its own under the key, for example “- %s”.",
            arena_printf(arena, "%s: %s", key, as_value(arena, r->text)));
        return;
    }
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    buffer_putc(&out, '[');
    const char *at = r->text + (r->text[0] == '[' ? 1 : 0);
    for (bool first = true; *at != '\0'; first = false) {
        size_t size = strcspn(at, ",");
        size_t last = at[size] == '\0' && size > 1 && at[size - 1] == ']' ? size - 1 : size;
        const char *part = text_trim(arena, arena_copy(arena, at, last));
        if (part[0] != '\0') {
            buffer_puts(&out, first ? "" : ", ");
            buffer_puts(&out, as_value(arena, part));
        }
        at += size + (at[size] == ',');
    }
    buffer_putc(&out, ']');
    const char *list = buffer_take(arena, &out);
    replace(r, list);
    advise(r, "Skriv %s, eller varje värde på en egen rad med ”- ” först.",
        "Write %s, or each value on a line of its own with “- ” before it.", list);
}

/* The first "key: value" of a group, as far as it is a line. */
static const char *first_line(struct arena *arena, const xmlNode *group) {
    const xmlNode *node = node_first(group);
    if (node == NULL) {
        return NULL;
    }
    const char *name = node_name(node);
    uint32_t c;
    const char *space = strchr(name, ' ');
    if (text_next(name, &c) != 0 && !text_is_letter(c) && space != NULL) {
        name = space + 1; /* a bullet, which has been told */
    }
    return node_kind(node) == NODE_SCALAR && strchr(node_text(node), '\n') == NULL
               ? arena_printf(arena, "%s: %s", name, words_shorten(arena, node_text(node)))
               : arena_printf(arena, "%s:", name);
}

/* Two values in one text: "2021-01-01 - 2022-12-31". False when there are no two. */
static bool split_two(
    struct arena *arena, const char *text, const char **first, const char **second) {
    static const char *const marks[] = { " - ", " – ", " till ", " t.o.m. ", "--", "–" };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const char *mark = strstr(text, marks[i]);
        if (mark != NULL && strstr(mark + 1, marks[i]) == NULL) {
            *first = text_trim(arena, arena_copy(arena, text, (size_t)(mark - text)));
            *second = text_trim(arena, mark + strlen(marks[i]));
            return (*first)[0] != '\0' && (*second)[0] != '\0';
        }
    }
    return false;
}

/* "nyckel värde" whose colon was forgotten, or its space; NULL when the text begins with no key. */
static const char *with_colon(
    struct arena *arena, const struct subschema *schema, const char *text) {
    const struct constraint *properties = find_constraint(schema, "properties");
    size_t word = strcspn(text, " :=");
    if (properties == NULL || text[word] == '\0'
        || members_find(&properties->members, arena_copy(arena, text, word)) == NULL) {
        return NULL;
    }
    const char *rest = text + word;
    rest += strspn(rest, " :=");
    return arena_printf(arena, "%.*s: %s", (int)word, text, rest);
}

/* A group of keys for a text. */
static void advise_group(const struct remedy *r) {
    struct arena *arena = r->findings->arena;
    const xmlNode *parent = node_parent(r->node);
    if (parent == NULL) {
        advise(r,
            "En definition är rader av formen ”nyckel: värde”. Utgå från en av dem i agreements/.",
            "A definition is lines of the form “key: value”. Start from one of those in "
            "agreements/.",
            NULL);
        return;
    }
    const char *mended = with_colon(arena, r->schema, r->text);
    if (mended != NULL) {
        replace(r, mended);
        advise(r, "Skriv ”%s”, med kolon och mellanslag.", "Write “%s”, with a colon and a space.",
            mended);
        return;
    }
    size_t count;
    const char *key = key_for_text(r->schema, &count);
    const char *first;
    const char *second;
    bool in_list = node_kind(parent) == NODE_SEQUENCE;
    if (count == 2 && split_two(arena, r->text, &first, &second)) {
        const xmlNode *other = node_next(node_first(find_constraint(r->schema, "required")->node));
        mended = arena_printf(arena, "{ %s: %s, %s: %s }", key, as_value(arena, first),
            node_text(other), as_value(arena, second));
    } else if (key != NULL && count <= 1) {
        mended =
            arena_printf(arena, in_list ? "%s: %s" : "{ %s: %s }", key, as_value(arena, r->text));
    }
    if (mended != NULL) {
        replace(r, mended);
        advise(r, "Skriv ”%s”.", "Write “%s”.", mended);
        return;
    }
    const char *keys = words_known_keys(r->findings, r->schema);
    if (keys != NULL) {
        advise(r, "Skriv nycklar med värden på raderna under, indragna. %s",
            "Write keys with values on the lines below, indented. %s", keys);
    }
}

/* One value for a list or group. */
static void advise_text(const struct remedy *r) {
    struct arena *arena = r->findings->arena;
    const xmlNode *first = node_first(r->node);
    const char *key = node_name(r->node);
    bool listed = node_parent(r->node) != NULL && node_kind(node_parent(r->node)) == NODE_SEQUENCE;
    if (r->schema->prose && !listed) {
        advise(r, "Skriv ”%s”, så blir raderna under en text.",
            "Write “%s”, and the lines below become a text.", arena_printf(arena, "%s: |", key));
    } else if (first != NULL && node_next(first) == NULL && node_kind(first) == NODE_SCALAR
               && !listed && strchr(node_text(first), '\n') == NULL) {
        advise(r, "Skriv värdet direkt efter kolonet: ”%s”.",
            "Write the value behind the colon: “%s”.",
            arena_printf(arena, "%s: %s", key, words_shorten(arena, node_text(first))));
    } else {
        advise(r, "Här ryms bara ett värde. Skriv det på samma rad, direkt efter kolonet.",
            "There is room for one value only. Write it on the same line, behind the colon.", NULL);
    }
}

static void advise_number(const struct remedy *r) {
    double number = spoken_number(r->text);
    if (isnan(number) || number != floor(number) || number < 0 || number > 1e9) {
        advise(r, "Skriv bara siffror, utan ord och decimaler.",
            "Write digits only, without words and decimals.", NULL);
        return;
    }
    const char *digits = arena_printf(r->findings->arena, "%.0f", number);
    replace(r, digits);
    advise(r, "Skriv %s.", "Write %s.", digits);
}

void remedy_type(struct findings *findings, struct finding *finding, const struct fault *fault) {
    const xmlNode *node = fault->value.node;
    unsigned types = fault->constraint->types;
    bool is_scalar = node_kind(node) == NODE_SCALAR;
    struct remedy r = { findings, finding, fault, fault->schema, node, NULL };
    if (fault->value.is_key || node_is_json(node)) {
        return;
    }
    if (is_scalar) {
        const char *text = node_text(node);
        r.text = text[0] != '\0' && strchr(text, '\n') == NULL ? text : NULL;
        if (r.text == NULL && !(node_parent(node) == NULL && types == TYPE_OBJECT)) {
            return;
        }
    }
    if (is_scalar && types == TYPE_ARRAY) {
        advise_list(&r);
    } else if (is_scalar && types == TYPE_OBJECT) {
        advise_group(&r);
    } else if (is_scalar && types == TYPE_INTEGER && fault->schema->asserted == FORMAT_NONE) {
        advise_number(&r);
    } else if (node_kind(node) == NODE_MAPPING && types == TYPE_ARRAY) {
        const char *line = first_line(findings->arena, node);
        if (line != NULL) {
            advise(&r,
                "Sätt bindestreck och mellanslag framför den första raden i varje post: ”- %s”.",
                "Put a hyphen and a space before the first line of each entry: “- %s”.", line);
        }
    } else if (node_kind(node) == NODE_SEQUENCE && types == TYPE_OBJECT) {
        advise(&r, "Ta bort bindestrecken, så att nycklarna börjar raden.",
            "Remove the hyphens, so that the keys begin the line.", NULL);
    } else if (!is_scalar && (types & (TYPE_OBJECT | TYPE_ARRAY)) == 0) {
        advise_text(&r);
    }
}

bool remedy_is_template(const xmlNode *node) {
    struct span span = node_span(node);
    return node_kind(node) == NODE_MAPPING && span.source != NULL
           && span.offset + 2 <= span.source->size
           && memcmp(span.source->text + span.offset, "{{", 2) == 0;
}

const char *remedy_glued_key(const struct subschema *schema, const char *typed) {
    const char *colon = strchr(typed, ':');
    size_t size = colon != NULL ? (size_t)(colon - typed) : 0;
    for (size_t i = 0;
         colon != NULL && schema->properties != NULL && i < schema->properties->members.count;
         i++) {
        const char *name = schema->properties->members.items[i].name;
        if (strncmp(typed, name, size) == 0 && name[size] == '\0') {
            return name;
        }
    }
    return NULL;
}
