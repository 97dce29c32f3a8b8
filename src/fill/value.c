/* SPDX-License-Identifier: EUPL-1.2
 *
 * Values as texts and as truth.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fill/context.h"

/* "Decimals should interpolate seamlessly with proper significance": 1.210 is 1.21, 1e3 is 1000. */
static const char *number_text(struct arena *arena, const char *text) {
    size_t size = strlen(text);
    if (strpbrk(text, "eE") != NULL && strspn(text, "+-.0123456789eE") == size) {
        double number = strtod(text, NULL);
        const char *short_text = arena_printf(arena, "%.15g", number);
        return strpbrk(short_text, "ein") == NULL ? short_text : text;
    }
    if (strchr(text, '.') == NULL || strspn(text, "+-.0123456789") != size) {
        return text;
    }
    while (text[size - 1] == '0') {
        size--;
    }
    size -= text[size - 1] == '.';
    if (strpbrk(text, "0123456789") >= text + size) {
        return "0"; /* ".0", "-.0" */
    }
    return text[size] == '\0' ? text : arena_copy(arena, text, size);
}

static const char *node_value(struct arena *arena, const xmlNode *node) {
    if (node_kind(node) != NODE_SCALAR) {
        return NULL;
    }
    enum node_type type = node_type(node);
    if (type == TYPE_NULL) {
        return "";
    }
    const char *text = node_text(node);
    bool number = (type == TYPE_NUMBER || type == TYPE_INTEGER) && node_format(node) == NULL;
    return number ? number_text(arena, text) : text;
}

const char *value_text(struct arena *arena, const struct value *value) {
    switch (value->kind) {
    case VALUE_MISSING:
        return "";
    case VALUE_NODE:
        return node_value(arena, value->node);
    case VALUE_NODES:
        return value->count == 0 ? "" : NULL;
    case VALUE_TEXT:
        return value->text;
    case VALUE_TRUTH:
        return value->truth ? "ja" : "nej";
    }
    return NULL;
}

static bool is_list(const struct value *value) {
    return value->kind == VALUE_NODES
           || (value->kind == VALUE_NODE && node_kind(value->node) == NODE_SEQUENCE);
}

const char *const *value_texts(struct arena *arena, const struct value *value, size_t *count) {
    bool list = is_list(value);
    *count = !list ? 1 : value->kind == VALUE_NODES ? value->count : node_count(value->node);
    const char **texts = arena_array(arena, *count + 1, sizeof *texts);
    if (!list) {
        texts[0] = value_text(arena, value);
        return texts[0] != NULL ? texts : NULL;
    }
    const xmlNode *item = value->kind == VALUE_NODE ? node_first(value->node) : NULL;
    for (size_t i = 0; i < *count; i++) {
        texts[i] = node_value(arena, item != NULL ? item : element_of(value->nodes[i]));
        if (texts[i] == NULL) {
            return NULL;
        }
        item = item != NULL ? node_next(item) : NULL;
    }
    return texts;
}

static bool node_is_true(const xmlNode *node) {
    const char *text = node_text(node);
    switch (node_kind(node)) {
    case NODE_MAPPING:
        return true;
    case NODE_SEQUENCE:
        return node_first(node) != NULL;
    case NODE_SCALAR:
        break;
    }
    if (node_type(node) == TYPE_BOOLEAN) {
        return !text_equal(text, "nej") && !text_equal(text, "false") && !text_equal(text, "False")
               && !text_equal(text, "FALSE");
    }
    return node_type(node) != TYPE_NULL && text[0] != '\0';
}

bool value_is_true(const struct value *value) {
    switch (value->kind) {
    case VALUE_MISSING:
        return false;
    case VALUE_NODE:
        return node_is_true(value->node);
    case VALUE_NODES:
        return value->count != 0;
    case VALUE_TEXT:
        return value->text[0] != '\0';
    case VALUE_TRUTH:
        return value->truth;
    }
    return false;
}
