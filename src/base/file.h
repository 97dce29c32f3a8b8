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
#include <stdint.h>

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

/* What a file system says of a regular file without reading it: two equal stamps, of which the first
 * was taken long enough before (see file_now), mean the same bytes. All zero: no such file. */
struct file_stamp {
    uint64_t size;
    uint64_t inode;
    int64_t modified; /* nanoseconds */
    int64_t changed;  /* of the inode: cannot be set back, as `modified` can */
};

struct file_stamp file_stamp(const char *path);

/* A folder that several files are written into. It is held open, and locked against file_sweep() of
 * others, until the arena goes. */
struct file_target {
    int descriptor; /* -1: it could not be opened or made; then `fault` is the errno of each write */
    int fault;
    bool made;      /* it was not there, so there is nothing in it */
};

/* Opens the folder, made if it is missing. */
struct file_target *file_target_open(struct arena *arena, const char *folder);

/* Closes it before its arena goes; nothing can be written to it then. */
void file_target_close(struct file_target *target);

/* file_stamp() of a file in the folder. */
struct file_stamp file_target_stamp(const struct file_target *target, const char *name);

/* file_replace() of a file in the folder, that also gives the new file's stamp; all zero when another
 * process has replaced the file in the meantime. */
bool file_target_replace(const struct file_target *target, const char *name, const char *bytes,
    size_t size, bool durable, struct file_stamp *stamp);

/* The time as the folder's file system tells it, in nanoseconds: of a nameless file that is made and
 * dropped. No clock is asked, since on a network it is not the one that stamps the files. 0 when the
 * file system cannot say. */
int64_t file_now(const char *folder);

/* Whether a stamp taken at `now` will differ from that of any later change. A change within the same
 * tick of the file system's clock would have the same stamp. */
bool file_stamp_is_settled(const struct file_stamp *stamp, int64_t now);

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
