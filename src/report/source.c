/* SPDX-License-Identifier: EUPL-1.2 */
#include "report/source.h"

#include <string.h>

#include "base/array.h"
#include "base/text.h"

/* Bytes between two entries of `counts`: a place is found by counting less than that, even when a
 * whole file stands on one line. */
enum { SOURCE_STRIDE = 1024 };

static const uint32_t *make_counts(struct arena *arena, const char *text, size_t size) {
    size_t entries = size / SOURCE_STRIDE + 1;
    uint32_t *counts = arena_array(arena, entries, sizeof *counts);
    for (size_t i = 1; i < entries; i++) {
        counts[i] = counts[i - 1]
            + (uint32_t)text_count(text + (i - 1) * SOURCE_STRIDE, SOURCE_STRIDE);
    }
    return counts;
}

const struct source *source_new(
    struct arena *arena, const char *name, const char *text, size_t size) {
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3; /* a byte order mark is no part of the text, nor of its first column */
        size -= 3;
    }
    ARRAY_OF(uint32_t) lines = { 0 };
    ARRAY_ADD(arena, lines, 0);
    const char *at = text;
    while (size != 0 && (at = memchr(at, '\n', size - (size_t)(at - text))) != NULL) {
        at++;
        ARRAY_ADD(arena, lines, (uint32_t)(at - text));
    }
    struct source *source = arena_new_of(arena, struct source);
    *source = (struct source){ .name = arena_string(arena, name),
        .text = text,
        .size = size,
        .lines = lines.items,
        .line_count = lines.count,
        .counts = make_counts(arena, text, size) };
    return source;
}

/* The line (from 0) that holds the offset, by halving. */
static size_t line_of(const struct source *source, size_t offset) {
    size_t low = 0;
    size_t high = source->line_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->lines[middle] <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Code points that begin before the offset. */
static size_t codepoints_before(const struct source *source, size_t offset) {
    size_t entry = offset / SOURCE_STRIDE;
    return source->counts[entry]
        + text_count(source->text + entry * SOURCE_STRIDE, offset % SOURCE_STRIDE);
}

struct position source_position(const struct source *source, size_t offset) {
    offset = offset < source->size ? offset : source->size;
    /* A place inside of a character is the place of that character. */
    offset = text_character(source->text, offset);
    size_t line = line_of(source, offset);
    size_t before = codepoints_before(source, source->lines[line]);
    return (struct position){ line + 1, codepoints_before(source, offset) - before + 1 };
}

const char *source_line(const struct source *source, size_t line, size_t *size) {
    size_t start = source->lines[line - 1];
    size_t end = line < source->line_count ? source->lines[line] - 1 : source->size;
    if (end > start && source->text[end - 1] == '\r') {
        end--;
    }
    *size = end - start;
    return source->text + start;
}

size_t source_offset(const struct source *source, size_t line, size_t column) {
    if (line > source->line_count) {
        return source->size;
    }
    size_t size;
    const char *text = source_line(source, line, &size);
    size_t at = 0;
    for (; column > 1 && at < size; column--) {
        at = text_after(text, size, at);
    }
    return source->lines[line - 1] + at;
}
