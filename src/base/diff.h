/* SPDX-License-Identifier: EUPL-1.2
 *
 * The lines in which two texts differ, as patches write it.
 */
#ifndef UNDERLAG_BASE_DIFF_H
#define UNDERLAG_BASE_DIFF_H

#include <stdbool.h>

#include "base/buffer.h"

struct diff_text {
    const char *bytes;
    size_t size;
};

/* Appends the differences as hunks of a unified diff ("@@ -3,7 +3,8 @@", then lines that begin with
 * " ", "-" or "+"), with three lines of context; nothing when the texts are equal. False when they
 * are equal. The shortest script is found up to DIFF_LARGEST changed lines; texts further apart are
 * shown as one change, from the first line that differs to the last. */
bool diff_lines(struct diff_text before, struct diff_text after, struct buffer *out);

#define DIFF_LARGEST 1000

#endif
