/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef UNDERLAG_CMD_PATCH_H
#define UNDERLAG_CMD_PATCH_H

#include "base/buffer.h"
#include "tree/tree.h"

/* Writes the mapping `base` with the mapping `patch` merged into it (JSON Merge Patch, RFC 7396) as
 * YAML in flow style. Scalars keep their spelling; null in the patch takes a key away. */
void patch_write(struct buffer *out, const xmlNode *base, const xmlNode *patch);

#endif
