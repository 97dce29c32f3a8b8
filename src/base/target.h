/* SPDX-License-Identifier: EUPL-1.2
 *
 * Files that are written into one folder and belong together. Each is written under a temporary name; when
 * all are there, they get their own names, one right after the other. So no reader sees half a file, and
 * when the disk is full none of them has changed. What fails gives false with errno set; nothing is said
 * here.
 */
#ifndef UNDERLAG_BASE_TARGET_H
#define UNDERLAG_BASE_TARGET_H

#include "base/file.h"

struct target; /* owned by the arena it was opened on */

/* Opens the folder, made if it is missing, and locks it against temporary_sweep() of others. Never NULL: when
 * there is no folder to be had, that is the fault of each write; EBUSY when someone has held a lock on it for seconds. */
struct target *target_open(struct arena *arena, const char *folder);

/* Removes what was written and has not got its name, and closes the folder. Done by the arena, too. */
void target_close(struct target *target);

/* file_stamp() of a file in the folder. */
struct file_stamp target_stamp(const struct target *target, const char *name);

/* Writes a file for the folder, synced with `durable`. On failure nothing is left of it; the others stay
 * as they are. A target that is a symbolic link will be replaced itself. `name` outlives the target. */
bool target_write(
    struct target *target, const char *name, const char *bytes, size_t size, bool durable);

/* Gives all that was written its names; with `durable` the folder is synced. A failure stops it: `failed`
 * is the name that could not be given (or the last, when the folder could not be synced), and `done` says
 * how many have theirs. */
bool target_commit(struct target *target, bool durable, const char **failed, size_t *done);

/* The stamp of the i-th file that was written, after the commit; all zero when another process has
 * replaced the file in the meantime. */
struct file_stamp target_written(const struct target *target, size_t i);

/* Writes one file at a path, as a target of its own. On failure what was there is untouched. */
bool target_replace(const char *path, const char *bytes, size_t size, bool durable);

/* The time as the folder's file system tells it, in nanoseconds: of a nameless file that is made and
 * dropped. No clock is asked, since on a network it is not the one that stamps the files. 0 when the
 * file system cannot say. */
int64_t target_now(const char *folder);

#endif
