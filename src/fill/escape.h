/* SPDX-License-Identifier: EUPL-1.2
 *
 * Values as text that cannot become markup.
 */
#ifndef UNDERLAG_FILL_ESCAPE_H
#define UNDERLAG_FILL_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

/* What the present line of a text holds so far, for CommonMark's rules about line beginnings. It is
 * brought up to date by looking at each byte once. */
struct line_state {
    size_t scanned; /* bytes of the text that have been looked at */
    size_t start;   /* of the line */
    enum {
        LINE_OPEN,   /* white space, list markers, punctuation: a block may still begin */
        LINE_DIGITS, /* the same, and then digits: "1986" may become an ordered list */
        LINE_INSIDE, /* words: nothing but inlines can follow */
    } kind;
    bool table; /* the line begins with a bar */
};

/* Takes in what was written since the last call. */
void line_update(struct line_state *line, const struct buffer *text);

/* Appends the value so that CommonMark and GFM tables read it as exactly this text (line breaks and
 * tabs as spaces). As few backslashes as safety allows: a value in the middle of a line keeps its
 * hyphens and full stops. */
void escape_markdown(struct buffer *out, struct line_state *line, const char *value);

/* Appends with & < > " as entities (the specification's escaping). */
void escape_html(struct buffer *out, const char *value);

/* What lines after the first must begin with, so that what is inserted at the end of `text` stays
 * in the list items and quotes that its line has opened: "  " after "- ". Appended to `prefix`;
 * false when the line holds anything else. */
bool line_continuation(
    const struct line_state *line, const struct buffer *text, struct buffer *prefix);

#endif
