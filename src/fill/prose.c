/* SPDX-License-Identifier: EUPL-1.2
 *
 * Places of lines are told in one pass for literal block scalars ("|"), where lines of the text are
 * lines of the file; asking node_text_span() for each would walk the scalar from its beginning each
 * time. Other scalars have few lines, and behind those the whole scalar is place enough. So it is where
 * white space makes a scalar far longer than its text: to walk it would cost what no limit counts.
 */
#include "fill/prose.h"

#include <string.h>

#include "fill/template.h"

enum { LINES_ASKED = 64 };

/* A scalar of more bytes is walked if it has less than so many for each byte of its text. */
enum { SCALAR_SHORT = 4096, SPARSENESS_LARGEST = 16 };

/* Where the lines of a literal block scalar lie in its file. */
struct block {
    const struct source *source;
    size_t first; /* line of the file (from 0) that holds the text's first; 0: not a block */
    size_t indent;
};

static struct block block_of(const struct prose *prose) {
    struct block block = { .source = prose->where.source };
    const struct source *source = block.source;
    if (prose->node == NULL || source == NULL || prose->where.offset >= source->size
        || source->text[prose->where.offset] != '|') {
        return block;
    }
    size_t lead = strspn(prose->value, "\n");
    struct span start = node_text_span(prose->node, lead, 1);
    if (start.source != source || start.offset == prose->where.offset) {
        return block; /* the text was changed after it was read */
    }
    struct position position = source_position(source, start.offset);
    block.first = position.line - 1 - lead;
    block.indent = start.offset - source->lines[position.line - 1];
    return block;
}

static struct span line_span(const struct prose *prose, const struct block *block, size_t number,
    size_t offset, size_t size) {
    if (prose->node == NULL) {
        return prose->where;
    }
    if (block->first != 0 && block->first + number < block->source->line_count) {
        size_t line_size;
        const char *line = source_line(block->source, block->first + number + 1, &line_size);
        size_t indent = block->indent < line_size ? block->indent : line_size;
        return (struct span){ block->source,
            (uint32_t)((size_t)(line - block->source->text) + indent),
            (uint32_t)(size < line_size - indent ? size : line_size - indent) };
    }
    return number < LINES_ASKED ? node_text_span(prose->node, offset, size) : prose->where;
}

/* A row of a table is one line: bars are escaped unless they are already. A backslash at the very end
 * would escape what the template goes on with, the bar that ends the cell. */
static void put_cell(struct buffer *out, const char *text, size_t size, bool last) {
    bool escaped = false;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '|' && !escaped) {
            buffer_putc(out, '\\');
        }
        escaped = text[i] == '\\' && !escaped;
        buffer_putc(out, text[i]);
    }
    buffer_puts(out, last && escaped ? "\\" : "");
}

/* What stands between two lines. */
static void put_break(struct buffer *out, const struct buffer *prefix, bool table, bool blank) {
    if (table) {
        buffer_puts(out, blank ? "" : " ");
        return;
    }
    buffer_putc(out, '\n');
    size_t size = prefix->size;
    while (blank && size > 0 && prefix->data[size - 1] != '>') {
        size--;
    }
    buffer_put(out, prefix->data, size);
}

void prose_put(struct prose *prose, const struct line_state *line, struct buffer *out) {
    CLEANUP_BUFFER struct buffer prefix = BUFFER_EMPTY;
    const char *value = prose->value;
    bool table = line->table;
    line_continuation(line, out, &prefix);
    size_t end = strlen(value);
    if (prose->where.length > SCALAR_SHORT && prose->where.length / SPARSENESS_LARGEST > end) {
        prose->node = NULL;
    }
    struct block block = block_of(prose);
    while (end > 0 && value[end - 1] == '\n') {
        end--;
    }
    size_t at = strspn(value, "\n");
    size_t number = at;
    /* Each line repeats what stands before the first: where that is long, it is too much soon. */
    for (bool first = true; at < end && out->size <= FILL_LARGEST; first = false, number++) {
        const char *line_break = memchr(value + at, '\n', end - at);
        size_t size = line_break != NULL ? (size_t)(line_break - value) - at : end - at;
        if (!first) {
            put_break(out, &prefix, table, size == 0);
        }
        if (prose->arena != NULL) {
            ARRAY_ADD(prose->arena, prose->lines,
                (struct text_line){ out->size, line_span(prose, &block, number, at, size) });
        }
        if (table) {
            put_cell(out, value + at, size, at + size == end);
        } else {
            buffer_put(out, value + at, size);
        }
        at += size + 1;
    }
}
