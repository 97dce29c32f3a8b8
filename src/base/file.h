/* SPDX-License-Identifier: EUPL-1.2
 *
 * Files as whole values: read at once with a cap, written beside the target and renamed, so that a
 * reader never sees half a file. What fails gives false (or NULL) with errno set; nothing is said
 * here.
 */
#ifndef UNDERLAG_BASE_FILE_H
#define UNDERLAG_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* The largest file that is read: 64 MiB; larger ones fail with EFBIG. */
#define FILE_LARGEST ((size_t)64 << 20)

/* The bytes of a regular file, NUL-terminated, or NULL. A directory fails with EISDIR, a device or
 * pipe with EINVAL. "-" is standard input. */
char *file_read(struct arena *arena, const char *path, size_t *size);

/* Writes `size` bytes to a temporary name in the target's folder and renames it over the target.
 * Missing folders are made. A target that is a symbolic link is replaced itself. With `durable`, file
 * and folder are synced. On failure the target is untouched and the temporary file is gone. */
bool file_replace(const char *path, const char *bytes, size_t size, bool durable);

/* Removes the temporary files that killed runs left in the folder, unless someone is writing there
 * now. */
void file_sweep(const char *path);

/* Whether the file holds exactly these bytes. */
bool file_holds(const char *path, const char *bytes, size_t size);

/* Whether the path exists (of any kind); whether it is a folder. When false, errno tells why. */
bool file_exists(const char *path);
bool file_is_folder(const char *path);

/* Names (not paths) in the folder that end with `suffix`, sorted by byte value; names that begin
 * with a dot are left out. NULL when the folder cannot be read, else `count` entries. */
char **file_list(struct arena *arena, const char *folder, const char *suffix, size_t *count);

/* "folder/name", or `name` when it is absolute or `folder` is "" or ".". */
char *path_join(struct arena *arena, const char *folder, const char *name);

/* The part after the last slash; the same without its last ".suffix"; the part before the slash
 * ("." when there is none). */
const char *path_name(const char *path);
char *path_stem(struct arena *arena, const char *path);
char *path_folder(struct arena *arena, const char *path);

#endif
