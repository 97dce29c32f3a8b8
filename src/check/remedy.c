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
    const struct constraint *items = subschema_find(r->schema, "items");
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
    const struct constraint *properties = subschema_find(schema, "properties");
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
        const char *value = node_text(first)[0] != '\0' || node_kind(r->node) != NODE_MAPPING
                                ? node_text(first)
                                : node_name(first); /* { value } */
        advise(r, "Skriv värdet direkt efter kolonet: ”%s”.",
            "Write the value behind the colon: “%s”.",
            arena_printf(arena, "%s: %s", key, words_shorten(arena, value)));
    } else {
        advise(r, "Här ryms bara ett värde. Skriv det på samma rad, direkt efter kolonet.",
            "There is room for one value only. Write it on the same line, behind the colon.", NULL);
    }
}

/* A number with a decimal comma. */
static void advise_decimals(const struct remedy *r) {
    struct arena *arena = r->findings->arena;
    char *number = arena_string(arena, r->text);
    char *comma = strchr(number, ',');
    struct decimal value;
    if (comma != NULL) {
        *comma = '.';
    }
    if (comma == NULL || !decimal_parse(arena, number, &value)) {
        advise(r, "Skriv bara siffror, och decimaler med punkt: 2.5",
            "Write digits only, and decimals with a point: 2.5", NULL);
        return;
    }
    r->finding->replacement = number;
    advise(r, "Skriv decimaler med punkt: %s", "Write decimals with a point: %s", number);
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
    } else if (r.text != NULL && (types & TYPE_NUMBER) != 0 && (types & TYPE_STRING) == 0
               && fault->schema->asserted == FORMAT_NONE) {
        advise_decimals(&r);
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

void remedy_quotes(struct findings *findings, struct finding *finding, const xmlNode *node) {
    const char *text = node_text(node);
    const char *bare = yaml_unquoted(findings->arena, text);
    if (bare == text || !is_as_written(node)) {
        return;
    }
    const char *value = finding->replacement != NULL ? finding->replacement : bare;
    finding->replacement = arena_string(findings->arena, value);
    finding_advise(findings, finding, "Ta bort citattecknen och skriv %s.",
        "Remove the quotes and write %s.", value);
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

/* A key in braces, behind another, that is no word of ours or has no value: what follows a comma in
 * a text without quotes. */
static bool is_cut_text(const xmlNode *node) {
    const xmlNode *parent = node_parent(node);
    struct span span = parent != NULL ? node_span(parent) : (struct span){ 0 };
    bool braces = span.source != NULL && span.offset < span.source->size
        && span.source->text[span.offset] == '{';
    if (!braces || node_kind(node) != NODE_SCALAR || node_first(parent) == node) {
        return false;
    }
    bool is_word = true;
    uint32_t c;
    for (const char *at = node_name(node); *at != '\0'; at += text_next(at, &c)) {
        text_next(at, &c);
        is_word = is_word && (text_is_letter(c) || c == '_' || c == '-');
    }
    return !is_word || node_text(node)[0] == '\0';
}

static const xmlNode *node_before(const xmlNode *node) {
    const xmlNode *before = node_first(node_parent(node));
    while (node_next(before) != node) {
        before = node_next(before);
    }
    return before;
}

/* Whether it is what follows the comma of a number in braces. */
static bool is_decimals(const xmlNode *node) {
    static const char digits[] = "0123456789";
    const char *name = node_name(node);
    if (name[strspn(name, digits)] != '\0') {
        return false;
    }
    const xmlNode *before = node_before(node);
    const char *whole = node_kind(before) == NODE_SCALAR ? node_text(before) : "";
    return whole[0] != '\0' && whole[strspn(whole, digits)] == '\0';
}


bool remedy_cut(struct findings *findings, struct finding *finding, const xmlNode *node) {
    if (!is_cut_text(node)) {
        return false;
    }
    if (is_decimals(node)) {
        finding_advise(findings, finding,
            "Ett komma inom klamrar skiljer två uppgifter åt. Skriv decimaler med punkt: %s",
            "A comma within braces parts two facts. Write decimals with a point: %s",
            arena_printf(findings->arena, "%s.%s", node_text(node_before(node)), node_name(node)));
    } else {
        finding_advise(findings, finding,
            "Ett komma inom klamrar avslutar en text. Sätt citattecken runt hela texten.",
            "A comma within braces ends a text. Put the whole text in quotes.", NULL);
    }
    return true;
}

bool remedy_block(struct findings *findings, struct finding *finding, const struct value *value) {
    struct span span = value->is_key ? (struct span){ 0 } : node_span(value->node);
    const char *text = value->text;
    char sign = span.source != NULL && span.offset < span.source->size
                    ? span.source->text[span.offset] : '\0';
    size_t size = strlen(text);
    if ((sign != '|' && sign != '>') || size == 0 || text[size - 1] != '\n') {
        return false;
    }
    finding_advise(findings, finding,
        "”%s” avslutar texten med en radbrytning, men här ska det stå en enda rad. Skriv texten på samma "
        "rad som nyckeln, eller efter ”>-”.",
        "“%s” ends the text with a line break, but here one line is wanted. Write the text on the line of "
        "the key, or behind “>-”.",
        sign == '|' ? "|" : ">");
    return true;
}
