/* SPDX-License-Identifier: EUPL-1.2
 *
 * Written by hand rather than by libxml2, since the places are not in the tree's XML. Characters
 * that XML 1.0 cannot hold (JSON may) become U+FFFD.
 */
#include <string.h>

#include "base/text.h"
#include "tree/node.h"

static void put_escaped(struct buffer *out, const char *text) {
    uint32_t c;
    for (size_t length; (length = text_next(text, &c)) != 0; text += length) {
        if (c == '&') {
            buffer_puts(out, "&amp;");
        } else if (c == '<') {
            buffer_puts(out, "&lt;");
        } else if (c == '>') {
            buffer_puts(out, "&gt;");
        } else if (c == '"') {
            buffer_puts(out, "&quot;");
        } else if (c == '\n' || c == '\r' || c == '\t') {
            buffer_printf(out, "&#%u;", (unsigned)c);
        } else if (c < 0x20 || c == 0xFFFE || c == 0xFFFF) {
            buffer_puts(out, "\xEF\xBF\xBD");
        } else {
            buffer_put(out, text, length);
        }
    }
}

static const char *type_name(enum node_type type) {
    switch (type) {
    case TYPE_NULL:
        return "null";
    case TYPE_BOOLEAN:
        return "boolean";
    case TYPE_INTEGER:
        return "integer";
    case TYPE_NUMBER:
        return "number";
    case TYPE_STRING:
        return "string";
    case TYPE_ARRAY:
        return "array";
    case TYPE_OBJECT:
        return "object";
    }
    return "";
}

static const char *style_name(const struct node_info *info) {
    switch (info->style) {
    case STYLE_PLAIN:
        return "enkel";
    case STYLE_SINGLE:
    case STYLE_DOUBLE:
    case STYLE_JSON:
        return "citat";
    case STYLE_LITERAL:
        return "block";
    case STYLE_FOLDED:
        return "vikt";
    }
    return "";
}

static void put_tag(struct buffer *out, const xmlNode *node, size_t depth) {
    const struct node_info *info = node_info(node);
    struct position position = source_position(info->span.source, info->span.offset);
    buffer_repeat(out, ' ', depth * 2);
    buffer_printf(out, "<%s", (const char *)node->name);
    if (strcmp((const char *)node->name, info->key) != 0) {
        buffer_puts(out, " nyckel=\"");
        put_escaped(out, info->key);
        buffer_putc(out, '"');
    }
    buffer_printf(out, " rad=\"%zu\" kolumn=\"%zu\" typ=\"%s\"", position.line, position.column,
        type_name(info->type));
    if (info->kind == NODE_SCALAR) {
        buffer_printf(out, " form=\"%s\"", style_name(info));
    }
}

/* Deep trees are bounded when they are read. */
static void put_node(struct buffer *out, const xmlNode *node, size_t depth) {
    const char *name = (const char *)node->name;
    put_tag(out, node, depth);
    const xmlNode *child = node_first(node);
    if (child == NULL && node_text(node)[0] == '\0') {
        buffer_puts(out, "/>\n");
        return;
    }
    buffer_putc(out, '>');
    if (child == NULL) {
        put_escaped(out, node_text(node));
    } else {
        buffer_putc(out, '\n');
        for (; child != NULL; child = node_next(child)) {
            put_node(out, child, depth + 1);
        }
        buffer_repeat(out, ' ', depth * 2);
    }
    buffer_printf(out, "</%s>\n", name);
}

void tree_dump(const struct tree *tree, struct buffer *out) {
    buffer_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    put_node(out, tree->root, 0);
}
