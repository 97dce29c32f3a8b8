/* SPDX-License-Identifier: EUPL-1.2
 *
 * Marks rise but for a few steps back, so a cursor turns them into bytes in one pass, even when all
 * stands on one line. Their lines agree with ours because what YAML alone takes for a line break is
 * refused before.
 */
#include "tree/cursor.h"

#include <string.h>

#include "base/text.h"

size_t cursor_move(struct cursor *cursor, size_t line, size_t column) {
    const struct source *source = cursor->source;
    if (cursor->lines != NULL) {
        line = line < cursor->line_count ? cursor->lines[line] : source->line_count;
    }
    if (line >= source->line_count) {
        return source->size;
    }
    if (line != cursor->line || column < cursor->column) {
        cursor->line = line;
        cursor->column = 0;
        cursor->offset = source->lines[line];
    }
    size_t at = cursor->offset;
    for (; cursor->column < column && at < source->size; cursor->column++) {
        at = text_after(source->text, source->size, at);
    }
    cursor->offset = at;
    return at;
}

struct span place_between(struct cursor *cursor, size_t start_line, size_t start_column,
    size_t end_line, size_t end_column) {
    size_t start = cursor_move(cursor, start_line, start_column);
    size_t end = cursor_move(cursor, end_line, end_column);
    return (struct span){ cursor->source, (uint32_t)start, (uint32_t)(end - start) };
}

struct span span_trimmed(struct span span) {
    const char *text = span.source->text + span.offset;
    while (span.length > 0 && strchr(" \n\r\t", text[span.length - 1]) != NULL) {
        span.length--;
    }
    return span;
}

struct span span_past_properties(struct span span) {
    const char *text = span.source->text + span.offset;
    size_t size = span.length;
    size_t at = 0;
    while (at < size && (text[at] == '&' || text[at] == '!')) {
        while (at < size && strchr(" \t\r\n", text[at]) == NULL) {
            at++;
        }
        while (at < size && (strchr(" \t\r\n", text[at]) != NULL || text[at] == '#')) {
            size_t comment = text[at] == '#' ? strcspn(text + at, "\n") : 0;
            at += comment != 0 ? comment : 1;
        }
    }
    at = at < size ? at : size;
    return (struct span){ span.source, span.offset + (uint32_t)at, (uint32_t)(size - at) };
}
