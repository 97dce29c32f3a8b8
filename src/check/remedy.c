/* SPDX-License-Identifier: EUPL-1.2 */
#include "check/remedy.h"

#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "check/propose.h"
#include "check/quantity.h"
#include "check/words.h"

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

/* A list of one or several values for a text: "a, b" or "a". */
static void advise_list(const struct remedy *r) {
    struct arena *arena = r->findings->arena;
    const struct constraint *items = propose_constraint(r->schema, "items");
    const struct subschema *item = items != NULL ? items->schema : NULL;
    if (item != NULL && propose_types(item) == TYPE_OBJECT) {
        const char *entry = propose_group(arena, item, r->text, false);
        advise(r,
            entry == NULL
                ? "Börja varje post i listan på en egen rad under nyckeln, med ”- ” först."
                : "Börja varje post i listan på en egen rad under nyckeln, till exempel ”- %s”.",
            entry == NULL
                ? "Begin each entry of the list on a line of its own under the key, with “- ”."
                : "Begin each entry of the list on a line of its own under the key, for example "
                  "“- %s”.",
            entry);
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
            buffer_puts(&out, propose_text(arena, part));
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
    if (name[0] != '-' && text_next(name, &c) != 0 && !text_is_letter(c) && space != NULL) {
        name = space + 1; /* a bullet, which has been told */
    }
    name += name[0] == '-' ? 1 : 0; /* a hyphen without its space: so has it */
    return node_kind(node) == NODE_SCALAR && strchr(node_text(node), '\n') == NULL
               ? arena_printf(arena, "%s: %s", name, words_shorten(arena, node_text(node)))
               : arena_printf(arena, "%s:", name);
}

/* "nyckel värde" whose colon was forgotten, or its space; NULL when the text begins with no key. */
static const char *with_colon(
    struct arena *arena, const struct subschema *schema, const char *text) {
    const struct constraint *properties = propose_constraint(schema, "properties");
    size_t word = strcspn(text, " :=");
    if (properties == NULL || text[word] == '\0'
        || members_find(&properties->members, arena_copy(arena, text, word)) == NULL) {
        return NULL;
    }
    const char *rest = text + word;
    rest += strspn(rest, " :=");
    return arena_printf(arena, "%.*s: %s", (int)word, text, rest);
}

/* Whether nothing but a hyphen stands before the value on its line. */
static bool stands_alone(const xmlNode *node) {
    struct span span = node_span(node);
    if (span.source == NULL) {
        return false;
    }
    size_t start = span.source->lines[source_position(span.source, span.offset).line - 1];
    return start + strspn(span.source->text + start, " -") >= span.offset;
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
    if (mended != NULL && stands_alone(r->node)) {
        replace(r, mended);
        advise(r, "Skriv ”%s”, med kolon och mellanslag.", "Write “%s”, with a colon and a space.",
            mended);
        return;
    }
    mended = mended != NULL ? arena_printf(arena, "{ %s }", mended) : NULL;
    if (mended == NULL || !propose_holds(r->schema, mended)) {
        bool in_list = node_kind(parent) == NODE_SEQUENCE;
        mended = propose_group(arena, r->schema, r->text, !in_list);
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
    const char *digits = quantity_guess(r->findings->arena, node_name(r->node), r->text);
    if (digits == NULL || !propose_holds(r->schema, digits)) {
        advise(r, "Skriv bara siffror, utan ord och decimaler.",
            "Write digits only, without words and decimals.", NULL);
        return;
    }
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
    } else if (is_scalar && (types & ~TYPE_ARRAY) == TYPE_OBJECT) { /* a group, or a list of them */
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
