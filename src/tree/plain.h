/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside tree/: the state of the reader of plain YAML, shared by plain.c, which reads lists and
 * mappings, and plain_scalar.c, which reads the keys and texts in them.
 */
#ifndef UNDERLAG_TREE_PLAIN_H
#define UNDERLAG_TREE_PLAIN_H

#include "base/buffer.h"
#include "tree/build.h"
#include "tree/read.h"

struct plain {
    struct builder builder;
    const struct excerpt *excerpt;
    const char *text;    /* the excerpt's, which ends with a line break */
    size_t line;         /* the number of the line at hand, from 0 */
    size_t start;        /* its first byte; the text's size behind the last line */
    size_t end;          /* its line break */
    size_t in_source;    /* where it begins in the source */
    ptrdiff_t column;    /* the spaces it begins with; behind the last line -1 */
    size_t at;           /* the place reached on it */
    bool gave_up;        /* what is read from here on is thrown away */
    struct buffer words; /* the text of the scalar at hand */
};

/* Goes to the next line, to the first byte there that is no space. */
void plain_step(struct plain *plain);

/* Goes to the next line with something else on it than a comment. */
void plain_next(struct plain *plain);

/* Goes past spaces. */
void plain_skip_spaces(struct plain *plain);

/* Goes past spaces; whether at most a comment is left of the line. */
bool plain_line_is_over(struct plain *plain);

/* The source's offset of a byte of the line at hand. */
size_t plain_offset(const struct plain *plain, size_t at);

/* From one offset of the source to another. */
struct span plain_span(const struct plain *plain, size_t start, size_t end);

/* Where the key at the place ends, at its colon; 0 when there is none. */
size_t plain_key_end(const struct plain *plain, bool in_flow);

/* Reads the key at the place, which ends there, and its colon. */
void plain_key(struct plain *plain, size_t end);

/* Adds the value of a key or dash that has none, at that offset of the source. */
void plain_nothing(struct plain *plain, size_t offset);

/* Reads the text that begins at the place, in a block collection of that column; goes to the line behind it
 * that has something on it. */
void plain_text(struct plain *plain, ptrdiff_t column);

/* Reads the text that begins at the place, between brackets or braces. */
void plain_flow_text(struct plain *plain);

#endif
