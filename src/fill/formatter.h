/* SPDX-License-Identifier: EUPL-1.2
 *
 * {{name|formatter}}: how a value is written in Swedish. One table, one function each; a formatter
 * takes text and gives text, so they can be chained. A list goes through them entry by entry until
 * `lista` makes one text of it.
 */
#ifndef UNDERLAG_FILL_FORMATTER_H
#define UNDERLAG_FILL_FORMATTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct formatter {
    const char *name;
    /* The text as the formatter writes it, or NULL when it is of the wrong kind. NULL for `lista`.
     */
    const char *(*apply)(struct arena *arena, const char *text);
    const char *wants_sv; /* what it takes: "ett belopp i hela kronor" */
    const char *wants_en;
};

/* The formatter of that name, or NULL. */
const struct formatter *formatter_find(const char *name);

/* "A", "A och B", "A, B och C". */
char *formatter_join(struct arena *arena, const char *const *texts, size_t count);

#endif
