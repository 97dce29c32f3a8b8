/* SPDX-License-Identifier: EUPL-1.2
 *
 * Pipe tables by GitHub Flavored Markdown 0.29, section 4.10. cmark leaves them as paragraphs, and
 * its inlines have lost the escapes that decide where a cell ends: so the paragraph's lines are
 * taken from the text again, without the prefixes of the quotes and lists round it.
 *
 * A pipe after a backslash never ends a cell, whatever stands before the backslash; then the
 * backslash goes (so GitHub's own scanner behaves).
 */
#include <string.h>

#include "document/parse.h"

/* A line of a paragraph without the prefixes of its containers. */
struct line {
    const char *text;
    size_t size;
    size_t number; /* in the document, from 1 */
    bool is_lazy;  /* it lacks a prefix: to a table it does not belong */
    bool is_block; /* behind a table it would open a block of its own */
};

struct lines {
    struct line *items;
    size_t count;
};

/* What stands round a paragraph, outermost first. */
struct container {
    bool is_quote;
    size_t column; /* item: where its content begins, from 1; 0 when that cannot be relied on */
};

struct containers {
    struct container items[DOCUMENT_DEPTH + 1];
    size_t count;
};

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\v' || c == '\f';
}

static struct containers containers_of(cmark_node *paragraph) {
    struct containers containers = { 0 };
    bool has_quote = false;
    for (cmark_node *up = cmark_node_parent(paragraph);
         up != NULL && containers.count <= DOCUMENT_DEPTH; up = cmark_node_parent(up)) {
        cmark_node_type type = cmark_node_get_type(up);
        has_quote = has_quote || type == CMARK_NODE_BLOCK_QUOTE;
        if (type == CMARK_NODE_ITEM || type == CMARK_NODE_BLOCK_QUOTE) {
            cmark_node *child = cmark_node_first_child(up);
            bool is_beside = cmark_node_get_start_line(child) == cmark_node_get_start_line(up);
            containers.items[containers.count++] = (struct container){
                .is_quote = type == CMARK_NODE_BLOCK_QUOTE,
                .column = is_beside ? (size_t)cmark_node_get_start_column(child) : 0,
            };
        }
    }
    for (size_t i = 0; i < containers.count / 2; i++) {
        struct container *last = &containers.items[containers.count - 1 - i];
        struct container first = containers.items[i];
        containers.items[i] = *last;
        *last = first;
    }
    for (size_t i = 0; i < containers.count; i++) {
        containers.items[i].column = has_quote ? 0 : containers.items[i].column;
    }
    return containers;
}

/* A line after the first of a paragraph. */
static struct line continuation(
    const struct containers *containers, const char *text, size_t size, size_t number) {
    size_t at = 0;
    size_t column = 1; /* of text[at], tabs taken as columns of four */
    size_t inner = 1;  /* where the innermost container's content begins */
    bool is_lazy = false;
    for (size_t i = 0; i < containers->count && !is_lazy; i++) {
        const struct container *container = &containers->items[i];
        for (; at < size && is_space(text[at]); at++) {
            column = text[at] == '\t' ? (column - 1) / 4 * 4 + 5 : column + 1;
        }
        if (container->is_quote) {
            is_lazy = at == size || text[at] != '>';
            at += !is_lazy;
            column += !is_lazy;
            if (!is_lazy && at < size && is_space(text[at])) {
                column = text[at] == '\t' ? (column - 1) / 4 * 4 + 5 : column + 1;
                at++;
            }
            inner = column;
        } else {
            is_lazy = container->column > column;
            inner = container->column != 0 ? container->column : column;
        }
    }
    for (; at < size && is_space(text[at]); at++) {
        column = text[at] == '\t' ? (column - 1) / 4 * 4 + 5 : column + 1;
    }
    size_t digits = strspn(text + at, "0123456789");
    bool is_item = digits > 0 && digits < 10 && at + digits + 1 < size
                   && (text[at + digits] == '.' || text[at + digits] == ')')
                   && is_space(text[at + digits + 1]);
    return (struct line){ .text = text + at,
        .size = size - at,
        .number = number,
        .is_lazy = is_lazy,
        .is_block = is_lazy || is_item || column >= inner + 4 };
}

static struct lines paragraph_lines(struct parsing *parsing, cmark_node *paragraph) {
    struct containers containers = containers_of(paragraph);
    ARRAY_OF(struct line) lines = { 0 };
    size_t number = (size_t)cmark_node_get_start_line(paragraph);
    size_t last = (size_t)cmark_node_get_end_line(paragraph);
    size_t size;
    const char *text = marked_line(parsing->local, number, &size);
    size_t start = (size_t)cmark_node_get_start_column(paragraph) - 1;
    start = start < size ? start : size;
    ARRAY_ADD(
        parsing->arena, lines, (struct line){ text + start, size - start, number, false, false });
    for (number++; number <= last; number++) {
        text = marked_line(parsing->local, number, &size);
        ARRAY_ADD(parsing->arena, lines, continuation(&containers, text, size, number));
    }
    return (struct lines){ lines.items, lines.count };
}

/* The text without spaces at its ends. */
static void trim(const char **text, size_t *size) {
    for (; *size > 0 && is_space((*text)[0]); ++*text, --*size) {
    }
    for (; *size > 0 && is_space((*text)[*size - 1]); --*size) {
    }
}

/* One cell after another of a row; pipes at the row's ends are optional. */
struct row_scan {
    const char *text;
    size_t size;
};

static struct row_scan row_scan(const struct line *line) {
    struct row_scan scan = { line->text, line->size };
    trim(&scan.text, &scan.size);
    if (scan.size > 0 && scan.text[0] == '|') {
        scan.text++;
        scan.size--;
    }
    return scan;
}

static bool row_next(struct row_scan *scan, const char **cell, size_t *size) {
    if (scan->size == 0) {
        return false;
    }
    size_t end = 0;
    while (
        end < scan->size && (scan->text[end] != '|' || (end > 0 && scan->text[end - 1] == '\\'))) {
        end++;
    }
    *cell = scan->text;
    *size = end;
    trim(cell, size);
    end += end < scan->size;
    scan->text += end;
    scan->size -= end;
    return true;
}

static size_t row_count(const struct line *line) {
    struct row_scan scan = row_scan(line);
    const char *cell;
    size_t size;
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

/* The columns of a delimiter row, 0 when the line is none; alignments (if not NULL) has room for
 * them. */
static size_t delimiter_row(const struct line *line, enum alignment *alignments) {
    struct row_scan scan = row_scan(line);
    const char *cell;
    size_t size;
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

/* The index of the line that is a table's header, or the count of lines when there is none. */
static size_t find_header(const struct lines *lines) {
    for (size_t i = 1; i < lines->count; i++) {
        const struct line *line = &lines->items[i];
        size_t columns = line->is_block ? 0 : delimiter_row(line, NULL);
        if (columns != 0 && !lines->items[i - 1].is_lazy
            && row_count(&lines->items[i - 1]) == columns) {
            return i - 1;
        }
    }
    return lines->count;
}

/* A cell's words with "\|" made "|", put off to be parsed. */
static void add_cell(struct parsing *parsing, const char *cell, size_t size, struct cell *slot) {
    char *text = arena_copy(parsing->arena, cell, size);
    char *out = text;
    for (const char *in = text; in < text + size; in++) {
        if (in[0] != '\\' || in[1] != '|') {
            *out++ = *in;
        }
    }
    snippet_add(parsing, text, (size_t)(out - text), &slot->inlines);
}

static void add_row(
    struct parsing *parsing, const struct line *line, struct cell *cells, size_t column_count) {
    if (!parsing->is_placed) {
        parsing->offset = marked_offset(parsing->marked, line->number, 1);
    }
    struct row_scan scan = row_scan(line);
    const char *cell;
    size_t size;
    for (size_t i = 0; i < column_count && row_next(&scan, &cell, &size); i++) {
        add_cell(parsing, cell, size, &cells[i]);
    }
}

static struct block *make_table(
    struct parsing *parsing, const struct lines *lines, size_t header, size_t end) {
    struct arena *arena = parsing->arena;
    struct table *table = arena_new_of(arena, struct table);
    size_t columns = row_count(&lines->items[header]);
    enum alignment *alignments = arena_array(arena, columns, sizeof *alignments);
    delimiter_row(&lines->items[header + 1], alignments);
    table->alignments = alignments;
    table->column_count = columns;
    table->row_count = end - header - 2;
    table->header = arena_array(arena, columns, sizeof *table->header);
    table->cells = arena_array(arena, columns * table->row_count, sizeof *table->cells);
    add_row(parsing, &lines->items[header], table->header, columns);
    size_t offset = parsing->offset;
    for (size_t i = 0; i < table->row_count; i++) {
        add_row(parsing, &lines->items[header + 2 + i], table->cells + i * columns, columns);
    }
    struct block *block = arena_new_of(arena, struct block);
    *block = (struct block){ .kind = BLOCK_TABLE, .table = table, .path = parsing->prose_path };
    block->where = parsing_span(parsing, offset, lines->items[header].size);
    return block;
}

/* The lines before the table: a paragraph. Its later lines are indented so that none opens a block.
 */
static struct block *make_before(
    struct parsing *parsing, const struct lines *lines, size_t count, size_t offset) {
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    for (size_t i = 0; i < count; i++) {
        buffer_puts(&text, i > 0 ? "\n     " : "");
        buffer_put(&text, lines->items[i].text, lines->items[i].size);
    }
    struct block *block = arena_new_of(parsing->arena, struct block);
    block->kind = BLOCK_PARAGRAPH;
    block->path = parsing->prose_path;
    block->where = parsing_span(parsing, offset, lines->items[0].size);
    size_t size = text.size;
    snippet_add(parsing, buffer_take(parsing->arena, &text), size, &block->inlines);
    return block;
}

/* The lines behind the table, as blocks of their own. */
static struct block *make_after(
    struct parsing *parsing, const struct lines *lines, size_t start, int depth) {
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    for (size_t i = start; i < lines->count; i++) {
        const struct line *line = &lines->items[i];
        bool is_code =
            line->is_block && !line->is_lazy && (line->text[0] < '0' || line->text[0] > '9');
        buffer_puts(&text, is_code ? "    " : "");
        buffer_put(&text, line->text, line->size);
        buffer_putc(&text, '\n');
    }
    size_t offset = parsing->is_placed
                        ? parsing->offset
                        : marked_offset(parsing->marked, lines->items[start].number, 1);
    /* Each such rest may hold a table with a rest; a few levels are plenty. */
    return blocks_parse(parsing, text.data, text.size, offset, depth + DOCUMENT_DEPTH / 8);
}

struct block *table_convert(struct parsing *parsing, cmark_node *paragraph, int depth) {
    if (cmark_node_get_end_line(paragraph) <= cmark_node_get_start_line(paragraph)) {
        return NULL;
    }
    struct lines lines = paragraph_lines(parsing, paragraph);
    size_t header = find_header(&lines);
    if (header == lines.count) {
        return NULL;
    }
    size_t columns = row_count(&lines.items[header]);
    if (columns > TABLE_COLUMNS) {
        finding_add(parsing->findings, TABLE_TOO_WIDE, parsing_find(parsing, ""),
            arena_printf(parsing->arena, "%zu", columns),
            arena_printf(parsing->arena, "%d", TABLE_COLUMNS), NULL);
        return NULL;
    }
    size_t end = header + 2;
    while (end < lines.count && !lines.items[end].is_block && row_count(&lines.items[end]) > 0) {
        end++;
    }
    size_t offset = parsing->offset;
    struct block *table = make_table(parsing, &lines, header, end);
    if (end < lines.count) {
        table->next = make_after(parsing, &lines, end, depth);
    }
    if (header == 0) {
        return table;
    }
    parsing->offset = offset;
    struct block *before = make_before(parsing, &lines, header, offset);
    before->next = table;
    return before;
}
