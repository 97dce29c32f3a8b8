/* SPDX-License-Identifier: EUPL-1.2
 *
 * A definition to begin with, written from the schema: what nearly all definitions have (required keys, and
 * those with `x-stomme`) is there to be filled in, the rest is commented out, a line each. Over each key stands
 * what the schema says of it, and which ids of the register it may name.
 */
#ifndef UNDERLAG_CMD_SKELETON_H
#define UNDERLAG_CMD_SKELETON_H

#include "base/buffer.h"
#include "tree/tree.h"

struct skeleton {
    const struct tree *schema; /* JSON, as it was read */
    const xmlNode *registers;  /* the root of kommun.yaml */
    const char *guideline;     /* the only one there is; NULL: the writer has to choose */
};

/* Adds the YAML text. */
void skeleton_write(const struct skeleton *skeleton, struct buffer *out);

#endif
