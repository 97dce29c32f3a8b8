/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside tree/: from libyaml's marks to spans.
 */
#ifndef UNDERLAG_TREE_CURSOR_H
#define UNDERLAG_TREE_CURSOR_H

#include "report/source.h"

/* The place last looked up: line and code points, from 0, and its byte. Begins as { .source }. */
struct cursor {
    const struct source *source;
    const uint32_t *lines; /* the source's line for each line that marks count; NULL: the same */
    size_t line_count;
    size_t line;
    size_t column;
    size_t offset;
};

/* The byte offset of a line and column, which libyaml counts from 0 and in code points. */
size_t cursor_move(struct cursor *cursor, size_t line, size_t column);

/* From one place to another. */
struct span place_between(struct cursor *cursor, size_t start_line, size_t start_column,
    size_t end_line, size_t end_column);

/* Without the white space at its end: a block scalar or collection ends at the next token. */
struct span span_trimmed(struct span span);

/* Without the anchor and tag before the value: `&name !!str value`. */
struct span span_past_properties(struct span span);

#endif
