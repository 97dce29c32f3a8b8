/* SPDX-License-Identifier: EUPL-1.2
 *
 * A text with a name, and places in it. Bytes inside, code points outside: a place is an offset and a
 * length in bytes; line and column are derived when someone wants to read them.
 */
#ifndef UNDERLAG_REPORT_SOURCE_H
#define UNDERLAG_REPORT_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct source {
    const char *name;          /* as the user named it, or below the root: "agreements/x.yaml" */
    const char *text;          /* NUL-terminated; may hold broken UTF-8 until someone has checked */
    size_t size;               /* bytes */
    const uint32_t *lines;     /* offset of each line's first byte */
    size_t line_count;         /* at least 1 */
    const uint32_t *counts;    /* code points before each SOURCE_STRIDE bytes; source.c's own */
};

/* `length` bytes from `offset`. A span without a source has no place ({ 0 }). */
struct span {
    const struct source *source;
    uint32_t offset;
    uint32_t length;
};

struct position {
    size_t line;   /* from 1 */
    size_t column; /* from 1, in code points */
};

/* A source over the text, which must live as long; the line table is made here. A byte order mark
 * before the text is left out. */
const struct source *source_new(
    struct arena *arena, const char *name, const char *text, size_t size);

/* Line and column of a byte offset. */
struct position source_position(const struct source *source, size_t offset);

/* The line's text without its line break (line from 1). Gives the length in bytes. */
const char *source_line(const struct source *source, size_t line, size_t *size);

/* The offset of the byte at a 1-based line and a 1-based column of code points; the end of the line
 * when it is shorter, the end of the text when there are fewer lines. */
size_t source_offset(const struct source *source, size_t line, size_t column);

#endif
