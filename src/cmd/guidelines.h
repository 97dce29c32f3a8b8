/* SPDX-License-Identifier: EUPL-1.2
 *
 * The guidelines of a root, read as the command needs them.
 */
#ifndef UNDERLAG_CMD_GUIDELINES_H
#define UNDERLAG_CMD_GUIDELINES_H

#include "cmd/workspace.h"

/* Reads the files of guidelines/, the root's own or the installed ones, in the order of their names. Faults
 * become findings; a guideline that cannot be used is left out. */
const struct guideline *const *guidelines_open(struct arena *arena, const char *root,
    enum guideline_use use, size_t *count, struct findings *findings);

#endif
