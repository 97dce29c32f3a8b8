/* SPDX-License-Identifier: EUPL-1.2
 *
 * Files as whole values, read at once with a cap; what a file system says of them; and their names.
 * They are written by target.h. What fails gives false (or NULL) with errno set; nothing is said here.
 */
#ifndef UNDERLAG_BASE_FILE_H
#define UNDERLAG_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "base/arena.h"

/* The largest file that is read: 64 MiB; larger ones fail with EFBIG. */
#define FILE_LARGEST ((size_t)64 << 20)

/* The bytes of a regular file, NUL-terminated, or NULL. A directory fails with EISDIR, a device or
 * pipe with EINVAL. "-" is standard input. */
char *file_read(struct arena *arena, const char *path, size_t *size);

/* Whether the file holds exactly these bytes. */
bool file_holds(const char *path, const char *bytes, size_t size);

/* What a file system says of a regular file without reading it: two equal stamps, of which the first
 * was taken long enough before (see target_now), mean the same bytes. All zero: no such file. */
struct file_stamp {
    uint64_t size;
    uint64_t inode;
    int64_t modified; /* nanoseconds */
    int64_t changed;  /* of the inode: cannot be set back, as `modified` can */
};

/* file_read() with the stamp that the file had when reading began; all zero when it could not be asked. */
char *file_read_stamped(
    struct arena *arena, const char *path, size_t *size, struct file_stamp *stamp);

/* The stamp of the file, links followed; all zero when there is none. */
struct file_stamp file_stamp(const char *path);

/* The same of a file in an open folder (a descriptor, or AT_FDCWD). */
struct file_stamp file_stamp_at(int folder, const char *name);

/* Nanoseconds since the epoch. */
int64_t file_nanoseconds(struct timespec time);

/* Whether a stamp taken at `now` will differ from that of any later change. A change within the same
 * tick of the file system's clock would have the same stamp. */
bool file_stamp_is_settled(const struct file_stamp *stamp, int64_t now);

/* Whether the path exists (of any kind); whether it is a folder. When false, errno tells why. */
bool file_exists(const char *path);
bool file_is_folder(const char *path);

/* Whether the path exists and leads to the same file or folder as one of the others. One that comes several
 * times in a row is asked for once. */
bool file_is_among(const char *path, const char *const *others, size_t count);

/* The path as the file system resolves it, without links; NULL (errno) when it is not there. */
const char *file_real_path(struct arena *arena, const char *path);

/* Whether the path is one of the folders or lies within one, as the file system resolves all of them. The path need
 * not be there yet: then it is where it would be made. */
bool file_lies_within(const char *path, const char *const *folders, size_t count);

/* Names (not paths) in the folder that end with `suffix`, sorted by byte value; names that begin
 * with a dot are left out. NULL when the folder cannot be read, else `count` entries. */
char **file_list(struct arena *arena, const char *folder, const char *suffix, size_t *count);

/* The same with all names, but "." and "..". */
char **file_list_all(struct arena *arena, const char *folder, size_t *count);

/* "folder/name", or `name` when it is absolute or `folder` is "" or ".". */
char *path_join(struct arena *arena, const char *folder, const char *name);

/* The part after the last slash; the same without its last ".suffix"; the part before the slash
 * ("." when there is none). */
const char *path_name(const char *path);
char *path_stem(struct arena *arena, const char *path);
char *path_folder(struct arena *arena, const char *path);

#endif
