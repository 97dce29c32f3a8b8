/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/text.h"

DEFINE_CLEANUP(folder, DIR *, closedir)

static bool is_readable_kind(const struct stat *status, bool standard_input) {
    if (S_ISDIR(status->st_mode)) {
        errno = EISDIR;
        return false;
    }
    if (!S_ISREG(status->st_mode) && !standard_input) {
        errno = EINVAL;
        return false;
    }
    return true;
}

int64_t file_nanoseconds(struct timespec time) {
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static struct file_stamp stamp_of(const struct stat *status) {
    if (!S_ISREG(status->st_mode)) {
        return (struct file_stamp){ 0 };
    }
    return (struct file_stamp){ .size = (uint64_t)status->st_size,
        .inode = status->st_ino,
        .modified = file_nanoseconds(status->st_mtim),
        .changed = file_nanoseconds(status->st_ctim) };
}

/* At most `size` bytes of what comes next; less only at the end of a regular file. */
static ssize_t read_some(int descriptor, char *bytes, size_t size) {
    ssize_t got;
    do {
        got = read(descriptor, bytes, size);
    } while (got < 0 && errno == EINTR);
    return got;
}

/* Reads up to the end, wherever it is. */
static char *read_all(struct arena *arena, int descriptor, size_t *size) {
    CLEANUP_BUFFER struct buffer content = BUFFER_EMPTY;
    for (;;) {
        buffer_reserve(&content, 4096);
        ssize_t got = read_some(
            descriptor, content.data + content.size, content.capacity - content.size - 1);
        if (got < 0) {
            return NULL;
        }
        if (got == 0) {
            break;
        }
        content.size += (size_t)got;
        if (content.size > FILE_LARGEST) {
            errno = EFBIG;
            return NULL;
        }
    }
    *size = content.size;
    return arena_copy(arena, content.data, content.size);
}

/* Reads a file of which the system says how large it is: at once, unless that has changed since. */
static char *read_known(struct arena *arena, int descriptor, size_t known, size_t *size) {
    char *bytes = arena_room(arena, known + 1, 1);
    ssize_t got = read_some(descriptor, bytes, known + 1);
    if (got < 0) {
        return NULL;
    }
    if ((size_t)got == known) {
        bytes[known] = '\0';
        *size = known;
        return bytes;
    }
    return lseek(descriptor, 0, SEEK_SET) == 0 ? read_all(arena, descriptor, size) : NULL;
}

char *file_read_stamped(
    struct arena *arena, const char *path, size_t *size, struct file_stamp *stamp) {
    bool standard_input = strcmp(path, "-") == 0;
    CLEANUP_DESCRIPTOR int opened = -1;
    /* Non-blocking, so that a pipe laid in the way is refused instead of waited for. */
    int descriptor = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    *stamp = (struct file_stamp){ 0 };
    if (descriptor < 0) {
        return NULL;
    }
    opened = standard_input ? -1 : descriptor;
    struct stat status;
    if (fstat(descriptor, &status) != 0 || !is_readable_kind(&status, standard_input)) {
        return NULL;
    }
    *stamp = stamp_of(&status);
    size_t known = S_ISREG(status.st_mode) && status.st_size > 0 ? (size_t)status.st_size : 0;
    if (known > FILE_LARGEST) {
        errno = EFBIG;
        return NULL;
    }
    return known != 0 && !standard_input ? read_known(arena, descriptor, known, size)
                                         : read_all(arena, descriptor, size);
}

char *file_read(struct arena *arena, const char *path, size_t *size) {
    struct file_stamp stamp;
    return file_read_stamped(arena, path, size, &stamp);
}

struct file_stamp file_stamp_at(int folder, const char *name) {
    struct stat status;
    return fstatat(folder, name, &status, 0) == 0 ? stamp_of(&status) : (struct file_stamp){ 0 };
}

struct file_stamp file_stamp(const char *path) {
    return file_stamp_at(AT_FDCWD, path);
}

bool file_stamp_is_settled(const struct file_stamp *stamp, int64_t now) {
    /* The kernel's tick is at most 10 ms; file systems that count whole seconds count up to two. */
    const int64_t tick = stamp->modified % 1000000000 == 0 ? 2000000000 : 20000000;
    return stamp->modified < now - tick && stamp->changed < now - tick;
}

bool file_holds(const char *path, const char *bytes, size_t size) {
    struct stat status;
    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode) || (size_t)status.st_size != size) {
        return false;
    }
    struct arena *arena = arena_new();
    size_t found_size = 0;
    const char *found = file_read(arena, path, &found_size);
    bool same = found != NULL && found_size == size && memcmp(found, bytes, size) == 0;
    arena_free(arena);
    return same;
}

bool file_exists(const char *path) {
    struct stat status;
    return stat(path, &status) == 0;
}

bool file_is_folder(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

bool file_is_among(const char *path, const char *const *others, size_t count) {
    struct stat one;
    if (stat(path, &one) != 0) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        struct stat other;
        bool asked = i > 0 && strcmp(others[i], others[i - 1]) == 0;
        if (!asked && stat(others[i], &other) == 0 && one.st_ino == other.st_ino
            && one.st_dev == other.st_dev) {
            return true;
        }
    }
    return false;
}

const char *file_real_path(struct arena *arena, const char *path) {
    char *real = realpath(path, NULL);
    const char *copy = real != NULL ? arena_string(arena, real) : NULL;
    free(real);
    return copy;
}

/* Where the path leads, without links, or where it would lead once its folders were made. */
static const char *resolve(struct arena *arena, const char *path) {
    const char *real = file_real_path(arena, path);
    bool is_end = strcmp(path, ".") == 0 || strcmp(path, "/") == 0 || strlen(path) >= PATH_MAX;
    if (real != NULL || is_end) {
        return real != NULL ? real : path;
    }
    const char *folder = resolve(arena, path_folder(arena, path));
    const char *name = path_name(path);
    if (name[0] == '\0' || strcmp(name, ".") == 0) {
        return folder;
    }
    if (strcmp(name, "..") == 0) {
        return path_folder(arena, folder);
    }
    const char *joined = path_join(arena, folder, name);
    real = file_real_path(arena, joined); /* "new/../old" is there, though "new" is not */
    return real != NULL ? real : joined;
}

bool file_lies_within(const char *path, const char *const *folders, size_t count) {
    struct arena *arena = arena_new();
    const char *at = resolve(arena, path);
    bool found = file_is_among(at, folders, count);
    while (!found && at[0] == '/' && at[1] != '\0') {
        at = path_folder(arena, at);
        found = file_is_among(at, folders, count);
    }
    arena_free(arena);
    return found;
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_hidden(const char *name) {
    return name[0] == '.';
}

/* "." and ".." lead to folders that were not asked for. */
static bool is_no_entry(const char *name) {
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static char **list(struct arena *arena, const char *folder, bool (*is_left_out)(const char *name),
    const char *suffix, size_t *count) {
    CLEANUP(folder) DIR *stream = opendir(folder);
    if (stream == NULL) {
        return NULL;
    }
    ARRAY_OF(char *) names = { 0 };
    errno = 0;
    for (struct dirent *entry; (entry = readdir(stream)) != NULL; errno = 0) {
        if (!is_left_out(entry->d_name) && text_ends(entry->d_name, suffix)) {
            ARRAY_ADD(arena, names, arena_string(arena, entry->d_name));
        }
    }
    if (errno != 0) {
        return NULL;
    }
    if (names.count == 0) {
        *count = 0;
        return arena_array(arena, 1, sizeof(char *));
    }
    qsort(names.items, names.count, sizeof *names.items, compare_names);
    *count = names.count;
    return names.items;
}

char **file_list(struct arena *arena, const char *folder, const char *suffix, size_t *count) {
    return list(arena, folder, is_hidden, suffix, count);
}

char **file_list_all(struct arena *arena, const char *folder, size_t *count) {
    return list(arena, folder, is_no_entry, "", count);
}

char *path_join(struct arena *arena, const char *folder, const char *name) {
    if (name[0] == '/' || folder[0] == '\0' || strcmp(folder, ".") == 0) {
        return arena_string(arena, name);
    }
    return arena_printf(arena, text_ends(folder, "/") ? "%s%s" : "%s/%s", folder, name);
}

const char *path_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

char *path_stem(struct arena *arena, const char *path) {
    char *stem = arena_string(arena, path_name(path));
    char *dot = strrchr(stem, '.');
    if (dot != NULL && dot != stem) {
        *dot = '\0';
    }
    return stem;
}

char *path_folder(struct arena *arena, const char *path) {
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        return arena_string(arena, ".");
    }
    return slash == path ? arena_string(arena, "/") : arena_copy(arena, path, (size_t)(slash - path));
}
