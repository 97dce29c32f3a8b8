/* SPDX-License-Identifier: EUPL-1.2 */
#include "check/brace.h"

#include <string.h>

#include "fill/formatter.h"

static size_t name_size(const char *text, const char *end) {
    size_t size = 0;
    while (text + size < end && query_is_name_byte(text[size])) {
        size++;
    }
    return size;
}

/* Bytes of "name" or "name|formatter" at `text`, which a brace closes; 0 when it is something else. The item
 * itself, ".", needs the formatter. */
static size_t braced_size(struct arena *arena, const char *text, const char *end) {
    size_t size = name_size(text, end);
    bool is_name = size != 0 && text[0] != '.';
    if (size != 0 && text + size < end && text[size] == '|') {
        size_t formatter = name_size(text + size + 1, end);
        const char *name = arena_copy(arena, text + size + 1, formatter);
        is_name = (is_name || size == 1) && formatter_find(name) != NULL;
        size += 1 + formatter;
    }
    return is_name && text + size < end && text[size] == '}' ? size : 0;
}

const char *brace_single(
    struct arena *arena, const struct tag *tag, const char **at, struct span *where) {
    const char *end = tag->text + tag->text_size;
    const char *from = *at != NULL ? *at : tag->text;
    for (const char *brace; (brace = memchr(from, '{', (size_t)(end - from))) != NULL; from = brace + 1) {
        /* "```{name}", and what is left of a tag that never ends. */
        bool is_block = brace > tag->text && strchr("`~{", brace[-1]) != NULL;
        size_t size = is_block ? 0 : braced_size(arena, brace + 1, end);
        if (size == 0) {
            continue;
        }
        *at = brace + 1 + size;
        *where = tag->where;
        if (tag->where.length == tag->text_size) {
            where->offset += (uint32_t)(brace - tag->text);
            where->length = (uint32_t)size + 2;
        }
        return arena_copy(arena, brace + 1, size);
    }
    return NULL;
}
