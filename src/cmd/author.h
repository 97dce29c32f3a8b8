/* SPDX-License-Identifier: EUPL-1.2
 *
 * Who wrote a file that has the name of a paper: only what the program wrote is ever removed. A Word file and a web
 * page tell by themselves (one that was saved by Word tells of Word), a draft in plain text by its first line. Other
 * plain text tells nothing: it is the program's when the record knows it, or when the same paper lies beside it in
 * a format that tells.
 */
#ifndef UNDERLAG_CMD_AUTHOR_H
#define UNDERLAG_CMD_AUTHOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct removal {
    size_t removed;
    const char *left; /* the first that was left, since someone else may have written it; or NULL */
};

/* Removes those of the files, paths ended by NULL, that the program wrote. Of the first `known` the record says so, but
 * a Word file that does not tell was saved by someone since. Those that are gone already are no fault. False
 * (errno) when one could not be removed. */
bool papers_remove(
    struct arena *arena, const char *const *files, size_t known, struct removal *removal);

#endif
