/* SPDX-License-Identifier: EUPL-1.2
 *
 * A prose field on its way into the text, line by line.
 */
#ifndef UNDERLAG_FILL_PROSE_H
#define UNDERLAG_FILL_PROSE_H

#include "base/array.h"
#include "fill/escape.h"
#include "fill/sourcemap.h"
#include "tree/tree.h"

struct prose {
    struct arena *arena; /* for the lines; NULL: they are not wanted */
    const char *value;
    const xmlNode *node; /* where the value stands, or NULL */
    struct span where;   /* the whole of it */
    ARRAY_OF(struct text_line) lines;
};

/* Appends the prose as the line that it continues needs it. */
void prose_put(struct prose *prose, const struct line_state *line, struct buffer *out);

#endif
