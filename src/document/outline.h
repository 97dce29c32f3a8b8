/* SPDX-License-Identifier: EUPL-1.2
 *
 * Which lines of a text are rows of pipe tables (GitHub Flavored Markdown 0.29, section 4.10). cmark
 * knows no tables: it is given a copy in which a heading of one mark stands for each of those lines, and
 * the mark is how table.c finds it again. A heading because it is to the lines round it what a row
 * is: it ends a paragraph, no line continues it, and behind it anything may begin.
 *
 * Also the questions about a row that outline.c and table.c both ask.
 */
#ifndef UNDERLAG_DOCUMENT_OUTLINE_H
#define UNDERLAG_DOCUMENT_OUTLINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "document/document.h"
#include "document/mark.h"

/* A line of a table: the header row, the delimiter row, or a row of cells. */
struct row {
    const char *text; /* without the prefixes of the quotes and lists round it */
    size_t size;
    size_t line;   /* of the text, from 1 */
    size_t column; /* where `text` begins in it, from 1 */
    bool is_header;
};

struct outline {
    const char *text; /* for cmark: line for line the same but for the rows */
    size_t size;
    const struct row *rows; /* of all tables, in their order */
    size_t row_count;
};

/* The rows of the text's tables, and the copy without them. Never NULL. */
struct outline *outline_read(struct arena *arena, const struct marked *marked);

/* One cell after another of a row; pipes at the row's ends are optional. */
struct row_scan {
    const char *text;
    size_t size;
};

/* Starts at the row's first cell. */
struct row_scan row_scan(const char *text, size_t size);

/* The next cell, without white space at its ends; false when there is none. */
bool row_next(struct row_scan *scan, const char **cell, size_t *size);

/* How many cells the line has; 0 when it is no row. */
size_t row_count(const char *text, size_t size);

/* The columns of a delimiter row, 0 when the line is none; alignments (if not NULL) has room for
 * them. */
size_t delimiter_row(const char *text, size_t size, enum alignment *alignments);

#endif
