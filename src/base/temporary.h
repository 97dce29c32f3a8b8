/* SPDX-License-Identifier: EUPL-1.2
 *
 * Files that wait for their own names: ".PID.NUMBER.underlag". A run that is killed leaves them. Two runs
 * in one tree do not take each other's for such: who writes in a folder holds a lock on the folder.
 *
 * A run that writes in many folders below a root is moreover *present* there: as long as it lives, it holds
 * a locked temporary file in the root. One that nobody holds is of a run that was killed, and only then
 * must the folders be looked through for what it left.
 */
#ifndef UNDERLAG_BASE_TEMPORARY_H
#define UNDERLAG_BASE_TEMPORARY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* Makes a file in an open folder, under the first name from number `first` on that nobody has. Gives the
 * descriptor and the name, or -1 with errno. */
int temporary_create(struct arena *arena, int folder, size_t first, char **name);

bool temporary_has_name(const char *name);

/* Removes those that killed runs left in the folder, unless someone is writing there now. */
void temporary_sweep(const char *folder);

struct presence;

/* Never NULL; a root in which no file can be made knows of no presence. `whose`: a word for those who
 * write in the same folders. */
struct presence *presence_begin(struct arena *arena, const char *root, const char *whose);
void presence_end(struct presence *presence);

/* Those of the root's files `names` that are of runs that were killed, ended by NULL; with `whose`, only
 * of such as had the same word. None while someone is writing in the root itself. */
const char *const *presence_find_lost(struct arena *arena, const char *root, const char *whose,
    const char *const *names, size_t count);

/* Removes what presence_find_lost() gave, when the folders have been looked through. */
void presence_forget(const char *root, const char *const *lost);

#endif
