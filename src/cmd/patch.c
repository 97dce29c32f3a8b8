/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/patch.h"

static void put_string(struct buffer *out, const char *text) {
    buffer_putc(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '\n') {
            buffer_puts(out, "\\n");
        } else {
            if (*text == '"' || *text == '\\') {
                buffer_putc(out, '\\');
            }
            buffer_putc(out, *text);
        }
    }
    buffer_putc(out, '"');
}

/* What was written without quotes keeps its type that way; text is always quoted. */
static void put_scalar(struct buffer *out, const xmlNode *node) {
    if (node_is_plain(node) && node_type(node) != TYPE_STRING) {
        buffer_puts(out, node_text(node)[0] != '\0' ? node_text(node) : "null");
    } else {
        put_string(out, node_text(node));
    }
}

static void put_merged(struct buffer *out, const xmlNode *base, const xmlNode *patch);

static void put_value(struct buffer *out, const xmlNode *node) {
    if (node_kind(node) == NODE_SCALAR) {
        put_scalar(out, node);
    } else if (node_kind(node) == NODE_MAPPING) {
        put_merged(out, NULL, node);
    } else {
        const char *gap = "[";
        for (const xmlNode *item = node_first(node); item != NULL; item = node_next(item)) {
            buffer_puts(out, gap);
            put_value(out, item);
            gap = ", ";
        }
        buffer_puts(out, *gap == '[' ? "[]" : "]");
    }
}

static void put_pair(struct buffer *out, const char **gap, const xmlNode *base, const xmlNode *patch) {
    bool is_null = patch != NULL && node_kind(patch) == NODE_SCALAR && node_type(patch) == TYPE_NULL;
    if (is_null) {
        return;
    }
    buffer_puts(out, *gap);
    put_string(out, node_name(patch != NULL ? patch : base));
    buffer_puts(out, ": ");
    if (patch != NULL && node_kind(patch) == NODE_MAPPING) {
        put_merged(out, base != NULL && node_kind(base) == NODE_MAPPING ? base : NULL, patch);
    } else {
        put_value(out, patch != NULL ? patch : base);
    }
    *gap = ",\n";
}

/* The mapping `base` (or nothing) with the mapping `patch` merged into it. */
static void put_merged(struct buffer *out, const xmlNode *base, const xmlNode *patch) {
    const char *gap = "";
    buffer_putc(out, '{');
    for (const xmlNode *child = base != NULL ? node_first(base) : NULL; child != NULL;
         child = node_next(child)) {
        put_pair(out, &gap, child, patch != NULL ? node_child(patch, node_name(child)) : NULL);
    }
    for (const xmlNode *child = patch != NULL ? node_first(patch) : NULL; child != NULL;
         child = node_next(child)) {
        if (base == NULL || node_child(base, node_name(child)) == NULL) {
            put_pair(out, &gap, NULL, child);
        }
    }
    buffer_putc(out, '}');
}

void patch_write(struct buffer *out, const xmlNode *base, const xmlNode *patch) {
    put_merged(out, base, patch);
    buffer_putc(out, '\n');
}
