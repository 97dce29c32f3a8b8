/* SPDX-License-Identifier: EUPL-1.2
 *
 * The files that all definitions share, as operands: kommun.yaml, schema/, templates/, guidelines/ and
 * what lies in them. They are read whatever is asked for; naming one asks for what was found in it.
 */
#ifndef UNDERLAG_CMD_SHARED_H
#define UNDERLAG_CMD_SHARED_H

#include "report/finding.h"

/* Their real paths; NULL: not there. */
struct shared {
    const char *places[4];
};

/* Those of the root, on the arena. */
struct shared shared_find(struct arena *arena, const char *root);

/* The real path of an operand that is such a file or folder; NULL when it is something else, or
 * nothing that is there. */
const char *shared_path(struct arena *arena, const struct shared *shared, const char *operand);

/* Whether a file is the file, or lies in the folder, of that real path. */
bool shared_covers(struct arena *arena, const char *path, const char *file);

/* The findings whose place lies in the file or folder of that real path. */
struct findings *shared_findings(
    struct arena *arena, const struct findings *findings, const char *path);

#endif
