/* SPDX-License-Identifier: EUPL-1.2
 *
 * The text that is being filled, and where each byte of it came from. Whatever is written goes
 * through here, so that the map has no gaps.
 */
#ifndef UNDERLAG_FILL_OUTPUT_H
#define UNDERLAG_FILL_OUTPUT_H

#include "fill/escape.h"
#include "fill/template.h"

/* What is put before the lines that standalone partials and blocks write: a stretch of `indents`. Those
 * who enter one put back what was there before. */
struct indent {
    size_t start, end;
};

struct output {
    struct arena *arena;
    enum template_escape escape;
    bool mapped; /* keep the map; a title needs none */
    struct buffer text;
    struct stretch *stretches; /* heap */
    size_t count, capacity;
    struct line_state line;
    bool at_line_start; /* the next word of a template begins one of its lines */
    bool at_sentence_end; /* a value that ends in a full stop was written last */
    struct buffer indents; /* of all that have been entered, one behind the other */
    struct indent indent;
};

/* Starts with nothing written; output_done() frees what output_take() has not moved. */
void output_init(
    struct output *output, struct arena *arena, enum template_escape escape, bool mapped);
void output_done(struct output *output);

/* Moves text and map to the arena. */
void output_take(struct output *output, struct filled *filled);

/* Adds to the indentation. */
void output_enter(struct output *output, const char *indent);

/* A text tag; with the indentation at the beginning of its line. In Markdown, its full stop right behind a
 * value that ends a sentence by itself ("Trampolin ek. för.") is left out. */
void output_text(struct output *output, const struct tag *tag);

/* The indentation, if it is still owed to the line, before something that is no text tag. */
void output_indent(struct output *output, const struct tag *tag);

/* A value, escaped unless the tag says not; `stretch` says where it came from. */
void output_value(
    struct output *output, const struct tag *tag, const char *value, const struct stretch *stretch);

/* Prose of a node, unescaped: in Markdown its further lines stay in the list item or quote that the
 * tag stands in, its last line break is the template's, and in a table row it is one line. */
void output_prose(
    struct output *output, const char *value, const xmlNode *node, const struct stretch *stretch);

#endif
