/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/skeleton.h"

#include <string.h>

#include "base/text.h"

/* Columns of a line; ids of a register that are listed; keys that are listed on one line; references that lead to
 * references. */
enum { LINE_WIDTH = 100, IDS_MOST = 12, FLOW_MOST = 5, DEPTH_MOST = 8 };

#define DEFINITIONS "#/$defs/"

struct writer {
    const struct skeleton *skeleton;
    struct buffer *out;
    int indent;
    bool dash; /* the next key begins an entry of a list */
};

/* The subschema that a $ref leads to (schemas of ours refer to $defs alone); NULL: none. */
static const xmlNode *referred(const struct writer *writer, const xmlNode *schema) {
    const char *target = node_child_text(schema, "$ref");
    const xmlNode *definitions = node_child(writer->skeleton->schema->root, "$defs");
    return target != NULL && definitions != NULL && text_starts(target, DEFINITIONS)
        ? node_child(definitions, target + strlen(DEFINITIONS))
        : NULL;
}

/* A keyword of the schema, or of what it refers to; NULL: it has none. */
static const xmlNode *keyword(const struct writer *writer, const xmlNode *schema, const char *name) {
    for (int depth = 0; schema != NULL && depth < DEPTH_MOST; depth++) {
        const xmlNode *found = node_child(schema, name);
        if (found != NULL) {
            return found;
        }
        schema = referred(writer, schema);
    }
    return NULL;
}

static void put_indent(const struct writer *writer) {
    for (int i = writer->dash ? 2 : 0; i < writer->indent; i++) {
        buffer_putc(writer->out, ' ');
    }
}

/* A comment, broken at spaces. */
static void put_comment(const struct writer *writer, const char *text) {
    size_t column = 0;
    while (*text != '\0') {
        size_t size = strcspn(text, " \n");
        size_t width = text_count(text, size);
        bool fits = column != 0 && column + 1 + width <= LINE_WIDTH;
        if (!fits) {
            buffer_puts(writer->out, column != 0 ? "\n" : "");
            put_indent(writer);
            buffer_puts(writer->out, "#");
            column = (size_t)writer->indent + 1;
        }
        buffer_putc(writer->out, ' ');
        buffer_put(writer->out, text, size);
        column += 1 + width;
        text += size + strspn(text + size, " \n");
    }
    buffer_putc(writer->out, '\n');
}

static void put_list(struct buffer *text, const xmlNode *first, bool keys) {
    for (const xmlNode *node = first; node != NULL; node = node_next(node)) {
        buffer_puts(text, node == first ? "" : node_next(node) != NULL ? ", " : " eller ");
        buffer_puts(text, keys ? node_name(node) : node_text(node));
    }
}

/* What the schema says of the key, the values it may have, and the ids that the register has. */
static void put_description(const struct writer *writer, const xmlNode *schema) {
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    const xmlNode *items = keyword(writer, schema, "items");
    const xmlNode *description = keyword(writer, schema, "description");
    const xmlNode *values = keyword(writer, schema, "enum");
    const xmlNode *reference = keyword(writer, schema, "x-referens");
    const xmlNode *examples = keyword(writer, schema, "examples");
    if (items != NULL && values == NULL && reference == NULL) {
        values = keyword(writer, items, "enum");
        reference = keyword(writer, items, "x-referens");
    }
    const xmlNode *ids = reference != NULL ? node_child(writer->skeleton->registers, node_text(reference)) : NULL;
    buffer_puts(&text, description != NULL ? node_text(description) : "");
    if (values != NULL) {
        buffer_puts(&text, " Här kan stå ");
        put_list(&text, node_first(values), false);
        buffer_putc(&text, '.');
    } else if (ids != NULL && node_count(ids) != 0 && node_count(ids) <= IDS_MOST) {
        buffer_puts(&text, " Där finns ");
        put_list(&text, node_first(ids), true);
        buffer_putc(&text, '.');
    } else if (examples != NULL && node_first(examples) != NULL && node_kind(node_first(examples)) == NODE_SCALAR) {
        buffer_puts(&text, " Till exempel: ");
        buffer_puts(&text, node_text(node_first(examples)));
    }
    if (text.size != 0) {
        put_comment(writer, text.data);
    }
}

static bool is_required(const struct writer *writer, const xmlNode *schema, const char *name) {
    const xmlNode *required = keyword(writer, schema, "required");
    for (const xmlNode *node = required != NULL ? node_first(required) : NULL; node != NULL; node = node_next(node)) {
        if (strcmp(node_text(node), name) == 0) {
            return true;
        }
    }
    return false;
}

/* The value that can be nothing else, or is so to begin with; NULL: the writer's to give. */
static const char *known_value(const struct writer *writer, const xmlNode *schema, const char *name) {
    static const char *const keywords[] = { "const", "default" };
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        const xmlNode *found = keyword(writer, schema, keywords[i]);
        if (found != NULL) {
            return node_text(found);
        }
    }
    return strcmp(name, "riktlinje") == 0 ? writer->skeleton->guideline : NULL;
}

/* The keys of a value that is commented out, on its line: "{ från: , till: }". */
static void put_flow(const struct writer *writer, const xmlNode *schema) {
    const xmlNode *items = keyword(writer, schema, "items");
    const xmlNode *properties = keyword(writer, schema, "properties");
    if (properties != NULL) {
        buffer_puts(writer->out, "{");
        for (const xmlNode *each = node_first(properties); each != NULL; each = node_next(each)) {
            buffer_puts(writer->out, each == node_first(properties) ? " " : ", ");
            buffer_puts(writer->out, node_name(each));
            buffer_puts(writer->out, ": "); /* without the space libyaml takes the colon for part of the key */
        }
        buffer_puts(writer->out, "}");
    } else {
        buffer_puts(writer->out, "[");
        if (items != NULL && keyword(writer, items, "properties") != NULL) {
            put_flow(writer, items);
        }
        buffer_puts(writer->out, "]");
    }
}

static void put_key(struct writer *writer, const char *name) {
    put_indent(writer);
    buffer_puts(writer->out, writer->dash ? "- " : "");
    writer->dash = false;
    buffer_puts(writer->out, name);
    buffer_putc(writer->out, ':');
}

/* Lines of YAML that the schema gives for the value. */
static void put_lines(const struct writer *writer, const char *text) {
    while (*text != '\0') {
        size_t size = strcspn(text, "\n");
        put_indent(writer);
        buffer_put(writer->out, text, size);
        buffer_putc(writer->out, '\n');
        text += size + (text[size] == '\n');
    }
}

static void put_properties(struct writer *writer, const xmlNode *schema);

static void put_open(struct writer *writer, const xmlNode *schema, const char *name) {
    const xmlNode *own = keyword(writer, schema, "x-stomme");
    const xmlNode *items = keyword(writer, schema, "items");
    const char *known = known_value(writer, schema, name);
    put_key(writer, name);
    writer->indent += 2;
    if (own != NULL && node_type(own) == TYPE_STRING) {
        buffer_putc(writer->out, '\n');
        put_lines(writer, node_text(own));
    } else if (keyword(writer, schema, "properties") != NULL) {
        buffer_putc(writer->out, '\n');
        put_properties(writer, schema);
    } else if (items != NULL && keyword(writer, items, "properties") != NULL) {
        buffer_putc(writer->out, '\n');
        writer->indent += 2;
        writer->dash = true;
        put_properties(writer, items);
        writer->dash = false;
        writer->indent -= 2;
    } else if (known != NULL) {
        buffer_putc(writer->out, ' ');
        buffer_puts(writer->out, known);
        buffer_putc(writer->out, '\n');
    } else {
        buffer_puts(writer->out, items != NULL ? " []\n" : keyword(writer, schema, "x-prosa") != NULL ? " |\n\n" : "\n");
    }
    writer->indent -= 2;
}

static void put_closed(const struct writer *writer, const xmlNode *schema, const char *name, const char *inside) {
    const xmlNode *properties = keyword(writer, schema, "properties");
    put_indent(writer);
    buffer_puts(writer->out, inside);
    buffer_puts(writer->out, name);
    buffer_putc(writer->out, ':');
    if (properties != NULL && node_count(properties) > FLOW_MOST) {
        for (const xmlNode *each = node_first(properties); each != NULL; each = node_next(each)) {
            buffer_putc(writer->out, '\n');
            put_closed(writer, each, node_name(each), "#  ");
        }
        return;
    }
    if (keyword(writer, schema, "x-prosa") != NULL) {
        buffer_puts(writer->out, " |");
    } else if (properties != NULL || keyword(writer, schema, "items") != NULL) {
        buffer_putc(writer->out, ' ');
        put_flow(writer, schema);
    }
}

static bool is_open(const struct writer *writer, const xmlNode *schema, const xmlNode *property) {
    return keyword(writer, property, "x-stomme") != NULL || is_required(writer, schema, node_name(property));
}

static void put_property(struct writer *writer, const xmlNode *property, bool open) {
    buffer_puts(writer->out, writer->indent == 0 ? "\n" : "");
    put_description(writer, property);
    if (open) {
        put_open(writer, property, node_name(property));
    } else {
        put_closed(writer, property, node_name(property), "#");
        buffer_putc(writer->out, '\n');
    }
}

static void put_properties(struct writer *writer, const xmlNode *schema) {
    const xmlNode *first = node_first(keyword(writer, schema, "properties"));
    /* An entry of a list begins with a key that is there. */
    const xmlNode *begins = writer->dash ? first : NULL;
    while (begins != NULL && !is_open(writer, schema, begins)) {
        begins = node_next(begins);
    }
    if (begins != NULL) {
        put_property(writer, begins, true);
    }
    for (const xmlNode *each = first; each != NULL; each = node_next(each)) {
        if (each != begins) {
            put_property(writer, each, is_open(writer, schema, each));
        }
    }
}

void skeleton_write(const struct skeleton *skeleton, struct buffer *out) {
    struct writer writer = { .skeleton = skeleton, .out = out };
    put_properties(&writer, skeleton->schema->root);
}
