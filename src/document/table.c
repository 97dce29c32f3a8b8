/* SPDX-License-Identifier: EUPL-1.2
 *
 * Pipe tables by GitHub Flavored Markdown 0.29, section 4.10. cmark's inlines have lost the escapes
 * that decide where a cell ends: so cells are taken from the lines that outline.c found.
 *
 * A pipe after a backslash never ends a cell, whatever stands before the backslash; then the
 * backslash goes (so GitHub's own scanner behaves).
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "document/parse.h"

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\v' || c == '\f';
}

/* The text without spaces at its ends. */
static void trim(const char **text, size_t *size) {
    for (; *size > 0 && is_space((*text)[0]); ++*text, --*size) {
    }
    for (; *size > 0 && is_space((*text)[*size - 1]); --*size) {
    }
}

struct row_scan row_scan(const char *text, size_t size) {
    struct row_scan scan = { text, size };
    trim(&scan.text, &scan.size);
    if (scan.size > 0 && scan.text[0] == '|') {
        scan.text++;
        scan.size--;
    }
    return scan;
}

bool row_next(struct row_scan *scan, const char **cell, size_t *size) {
    if (scan->size == 0) {
        return false;
    }
    const char *bar = memchr(scan->text, '|', scan->size);
    while (bar != NULL && bar > scan->text && bar[-1] == '\\') {
        bar++;
        bar = memchr(bar, '|', (size_t)(scan->text + scan->size - bar));
    }
    size_t end = bar != NULL ? (size_t)(bar - scan->text) : scan->size;
    *cell = scan->text;
    *size = end;
    trim(cell, size);
    end += end < scan->size;
    scan->text += end;
    scan->size -= end;
    return true;
}

size_t row_count(const char *text, size_t size) {
    struct row_scan scan = row_scan(text, size);
    const char *cell;
    size_t count = 0;
    while (row_next(&scan, &cell, &size)) {
        count++;
    }
    return count;
}

/* ":--:" and the like; false when the cell is none. */
static bool read_delimiter(const char *cell, size_t size, enum alignment *alignment) {
    bool is_left = size > 0 && cell[0] == ':';
    bool is_right = size > 1 && cell[size - 1] == ':';
    size_t dashes = size - is_left - is_right;
    for (size_t i = 0; i < dashes; i++) {
        if (cell[i + is_left] != '-') {
            return false;
        }
    }
    *alignment = is_left && is_right ? ALIGN_CENTER
                 : is_left           ? ALIGN_LEFT
                 : is_right          ? ALIGN_RIGHT
                                     : ALIGN_NONE;
    return dashes > 0;
}

size_t delimiter_row(const char *text, size_t size, enum alignment *alignments) {
    struct row_scan scan = row_scan(text, size);
    const char *cell;
    size_t count = 0;
    while (row_next(&scan, &cell, &size)) {
        enum alignment alignment;
        if (!read_delimiter(cell, size, &alignment)) {
            return 0;
        }
        if (alignments != NULL) {
            alignments[count] = alignment;
        }
        count++;
    }
    return count;
}

/* A cell's words with "\|" made "|", put off to be parsed. */
static void add_cell(struct parsing *parsing, const char *cell, size_t size, struct cell *slot) {
    char *text = arena_copy(parsing->arena, cell, size);
    char *out = text;
    const char *in = text;
    const char *end = text + size;
    for (const char *at; (at = text_find(in, (size_t)(end - in), "\\|")) != NULL; in = at + 1) {
        memmove(out, in, (size_t)(at - in));
        out += at - in;
    }
    memmove(out, in, (size_t)(end - in) + 1);
    snippet_add(parsing, text, (size_t)(out + (end - in) - text), &slot->inlines);
}

static void add_row(
    struct parsing *parsing, const struct row *row, struct cell *cells, size_t column_count) {
    parsing->offset = marked_offset(parsing->marked, row->line, row->column);
    struct row_scan scan = row_scan(row->text, row->size);
    const char *cell;
    size_t size;
    for (size_t i = 0; i < column_count && row_next(&scan, &cell, &size); i++) {
        add_cell(parsing, cell, size, &cells[i]);
    }
}

/* The table of `count` rows, of which the first is the header and the second the delimiter row. */
static struct block *make_table(struct parsing *parsing, const struct row *rows, size_t count) {
    struct arena *arena = parsing->arena;
    struct table *table = arena_new_of(arena, struct table);
    size_t columns = row_count(rows[0].text, rows[0].size);
    enum alignment *alignments = arena_array(arena, columns, sizeof *alignments);
    delimiter_row(rows[1].text, rows[1].size, alignments);
    table->alignments = alignments;
    table->column_count = columns;
    table->row_count = count - 2;
    table->header = arena_array(arena, columns, sizeof *table->header);
    table->cells = arena_array(arena, columns * table->row_count, sizeof *table->cells);
    for (size_t i = 2; i < count; i++) {
        add_row(parsing, &rows[i], table->cells + (i - 2) * columns, columns);
    }
    add_row(parsing, &rows[0], table->header, columns);
    struct block *block = arena_new_of(arena, struct block);
    *block = (struct block){ .kind = BLOCK_TABLE, .table = table, .path = parsing->prose_path };
    block->where = parsing_span(parsing, parsing->offset, rows[0].size);
    return block;
}

static int compare_lines(const void *line, const void *row) {
    size_t wanted = *(const size_t *)line;
    size_t found = ((const struct row *)row)->line;
    return wanted < found ? -1 : wanted > found;
}

bool is_row(cmark_node *node) {
    cmark_node *words = cmark_node_first_child(node);
    return cmark_node_get_type(node) == CMARK_NODE_HEADING && words != NULL
           && cmark_node_get_type(words) == CMARK_NODE_TEXT
           && strcmp(cmark_node_get_literal(words), MARK_ROW) == 0;
}

/* The cells that the rows are short of. */
static size_t missing_cells(const struct row *rows, size_t count, size_t columns) {
    size_t missing = 0;
    for (size_t i = 2; i < count; i++) {
        size_t cells = row_count(rows[i].text, rows[i].size);
        missing += cells < columns ? columns - cells : 0;
    }
    return missing;
}

/* Tells, in a paper, of rows that have more cells than the head: what is in those is not seen. */
static void tell_long_rows(
    struct parsing *parsing, const struct row *rows, size_t count, size_t columns) {
    size_t header = parsing->offset;
    for (size_t i = 2; i < count && parsing->options->map != NULL; i++) {
        size_t cells = row_count(rows[i].text, rows[i].size);
        if (cells > columns) {
            parsing->offset = marked_offset(parsing->marked, rows[i].line, rows[i].column);
            finding_add(parsing->findings, TABLE_ROW_LONG, parsing_find(parsing, ""),
                arena_printf(parsing->arena, "%zu", cells),
                arena_printf(parsing->arena, "%zu", columns), NULL);
        }
    }
    parsing->offset = header;
}

struct block *table_convert(struct parsing *parsing, cmark_node *node) {
    const struct outline *outline = parsing->outline;
    size_t line = (size_t)cmark_node_get_start_line(node);
    const struct row *rows = bsearch(
        &line, outline->rows, outline->row_count, sizeof *outline->rows, compare_lines);
    if (rows == NULL || !rows->is_header) {
        return NULL;
    }
    const struct row *end = outline->rows + outline->row_count;
    size_t count = 1;
    while (rows + count < end && !rows[count].is_header) {
        count++;
    }
    size_t columns = row_count(rows->text, rows->size);
    parsing->offset = marked_offset(parsing->marked, line, rows->column);
    if (columns > TABLE_COLUMNS) {
        finding_add(parsing->findings, TABLE_TOO_WIDE, parsing_find(parsing, ""),
            arena_printf(parsing->arena, "%zu", columns),
            arena_printf(parsing->arena, "%d", TABLE_COLUMNS), NULL);
        return NULL;
    }
    parsing->cells_missing += missing_cells(rows, count, columns);
    if (parsing->cells_missing > TABLE_CELLS_MISSING) {
        finding_add(parsing->findings, TABLE_ROWS_SHORT, parsing_find(parsing, ""),
            arena_printf(parsing->arena, "%zu", parsing->cells_missing),
            arena_printf(parsing->arena, "%d", TABLE_CELLS_MISSING), NULL);
        return NULL;
    }
    tell_long_rows(parsing, rows, count, columns);
    return make_table(parsing, rows, count);
}
