/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inlines as Markdown: which characters need a backslash, and which delimiters emphasis can have.
 */
#ifndef UNDERLAG_RENDER_MARKDOWN_INLINE_H
#define UNDERLAG_RENDER_MARKDOWN_INLINE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "document/document.h"

struct markdown_writer {
    struct buffer *out;
    struct buffer prefix; /* what each line of the containers at hand begins with */
    size_t line_start;    /* offset in `out` where the words of the present line begin */
    bool is_block_line;   /* the present line could open a block: its start is escaped */
    bool is_later_line;   /* it follows a hard break: underlines and tables threaten, too */
    bool in_table;
    bool in_link;
    bool is_one_line;     /* in a heading with "#": a hard break is a space */
};

/* Writes the chain; `out` ends with the last word, no line break. */
void markdown_inlines(struct markdown_writer *writer, const struct inline_ *inlines);

/* Begins a line of the containers at hand. */
void markdown_line(struct markdown_writer *writer);

#endif
