/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/text.h"

DEFINE_CLEANUP(folder, DIR *, closedir)

/* A descriptor that closes itself; -1 is none. */
static void close_descriptor(const int *descriptor) {
    if (*descriptor >= 0) {
        int saved = errno;
        close(*descriptor);
        errno = saved;
    }
}
#define CLEANUP_DESCRIPTOR __attribute__((cleanup(close_descriptor)))

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

char *file_read(struct arena *arena, const char *path, size_t *size) {
    bool standard_input = strcmp(path, "-") == 0;
    CLEANUP_DESCRIPTOR int opened = -1;
    /* Non-blocking, so that a pipe laid in the way is refused instead of waited for. */
    int descriptor = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        return NULL;
    }
    opened = standard_input ? -1 : descriptor;
    struct stat status;
    if (fstat(descriptor, &status) != 0 || !is_readable_kind(&status, standard_input)) {
        return NULL;
    }
    CLEANUP_BUFFER struct buffer content = BUFFER_EMPTY;
    if (S_ISREG(status.st_mode) && status.st_size > 0) {
        if ((size_t)status.st_size > FILE_LARGEST) {
            errno = EFBIG;
            return NULL;
        }
        buffer_reserve(&content, (size_t)status.st_size + 1);
    }
    for (;;) {
        buffer_reserve(&content, 4096);
        ssize_t got = read(descriptor, content.data + content.size, content.capacity - content.size - 1);
        if (got < 0 && errno == EINTR) {
            continue;
        }
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

/* mkdir -p */
static bool make_folders(const char *path) {
    if (mkdir(path, 0777) == 0 || errno == EEXIST) {
        return true;
    }
    struct arena *arena = arena_new();
    char *folder = arena_string(arena, path);
    bool made = true;
    for (char *at = folder + 1; made && *folder != '\0'; at++) {
        if (*at == '/' || *at == '\0') {
            char end = *at;
            *at = '\0';
            made = mkdir(folder, 0777) == 0 || errno == EEXIST;
            *at = end;
            if (end == '\0') {
                break;
            }
        }
    }
    int saved = errno;
    arena_free(arena);
    errno = saved;
    return made;
}

static bool write_all(int descriptor, const char *bytes, size_t size) {
    while (size != 0) {
        ssize_t wrote = write(descriptor, bytes, size);
        if (wrote < 0 && errno == EINTR) {
            continue;
        }
        if (wrote <= 0) {
            errno = wrote == 0 ? ENOSPC : errno;
            return false;
        }
        bytes += wrote;
        size -= (size_t)wrote;
    }
    return true;
}

/* The folder, made if it is missing, and -1 when there is none. As long as it is open, it is locked
 * against file_sweep() of others; a file system without locks has no sweeping either. */
static int open_folder(const char *name, bool *made) {
    const int flags = O_RDONLY | O_CLOEXEC | O_DIRECTORY;
    int folder = open(name, flags);
    if (folder < 0 && errno == ENOENT && make_folders(name)) {
        *made = true;
        folder = open(name, flags);
    }
    while (folder >= 0 && flock(folder, LOCK_SH) != 0 && errno == EINTR) {
    }
    return folder;
}

/* Two builds in one tree, and two threads of one, write beside one another: each takes the first name
 * that nobody has. */
enum { TEMPORARY_NAMES = 1000 };
#define TEMPORARY_SUFFIX ".underlag"

static int create_temporary(struct arena *arena, int folder, char **name) {
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
    for (int i = 0; i < TEMPORARY_NAMES; i++) {
        *name = arena_printf(arena, ".%ld.%d" TEMPORARY_SUFFIX, (long)getpid(), i);
        int descriptor = openat(folder, *name, flags, 0666);
        if (descriptor >= 0 || errno != EEXIST) {
            return descriptor;
        }
    }
    return -1;
}

static bool fill_file(int descriptor, const char *bytes, size_t size, bool durable,
    struct stat *written) {
    bool done = write_all(descriptor, bytes, size) && (!durable || fsync(descriptor) == 0)
        && fstat(descriptor, written) == 0;
    int saved = errno;
    /* A close that fails (NFS, quota) means that the bytes may not be there. */
    if (close(descriptor) != 0 && done) {
        return false;
    }
    errno = saved;
    return done;
}

static bool replace_in(struct arena *arena, int folder, const char *name, const char *bytes,
    size_t size, bool durable, struct stat *written) {
    char *temporary = NULL;
    int descriptor = create_temporary(arena, folder, &temporary);
    if (descriptor < 0) {
        return false;
    }
    if (fill_file(descriptor, bytes, size, durable, written)
        && renameat(folder, temporary, folder, name) == 0) {
        return !durable || fsync(folder) == 0;
    }
    int saved = errno;
    unlinkat(folder, temporary, 0);
    errno = saved;
    return false;
}

bool file_replace(const char *path, const char *bytes, size_t size, bool durable) {
    struct stat unused;
    struct arena *arena = arena_new();
    bool made = false;
    CLEANUP_DESCRIPTOR int folder = open_folder(path_folder(arena, path), &made);
    bool done = folder >= 0
        && replace_in(arena, folder, path_name(path), bytes, size, durable, &unused);
    int saved = errno;
    arena_free(arena);
    errno = saved;
    return done;
}

static int64_t nanoseconds(struct timespec time) {
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static struct file_stamp stamp_at(int folder, const char *name) {
    struct stat status;
    if (fstatat(folder, name, &status, 0) != 0 || !S_ISREG(status.st_mode)) {
        return (struct file_stamp){ 0 };
    }
    return (struct file_stamp){ .size = (uint64_t)status.st_size,
        .inode = status.st_ino,
        .modified = nanoseconds(status.st_mtim),
        .changed = nanoseconds(status.st_ctim) };
}

struct file_stamp file_stamp(const char *path) {
    return stamp_at(AT_FDCWD, path);
}

void file_target_close(struct file_target *target) {
    close_descriptor(&target->descriptor);
    target->descriptor = -1;
    target->fault = EBADF;
}

static void close_target(void *object) {
    file_target_close(object);
}

struct file_target *file_target_open(struct arena *arena, const char *folder) {
    struct file_target *target = arena_new_of(arena, struct file_target);
    target->descriptor = open_folder(folder, &target->made);
    target->fault = target->descriptor < 0 ? errno : 0;
    arena_own(arena, target, close_target);
    return target;
}

struct file_stamp file_target_stamp(const struct file_target *target, const char *name) {
    bool nothing = target->made || target->descriptor < 0;
    return nothing ? (struct file_stamp){ 0 } : stamp_at(target->descriptor, name);
}

bool file_target_replace(const struct file_target *target, const char *name, const char *bytes,
    size_t size, bool durable, struct file_stamp *stamp) {
    *stamp = (struct file_stamp){ 0 };
    if (target->descriptor < 0) {
        errno = target->fault;
        return false;
    }
    struct stat written = { 0 };
    struct arena *arena = arena_new();
    bool done = replace_in(arena, target->descriptor, name, bytes, size, durable, &written);
    int saved = errno;
    arena_free(arena);
    struct file_stamp found =
        done ? stamp_at(target->descriptor, name) : (struct file_stamp){ 0 };
    if (found.inode == written.st_ino && found.modified == nanoseconds(written.st_mtim)) {
        *stamp = found;
    }
    errno = saved;
    return done;
}

/* Where a file system knows no nameless files: one that loses its name at once. */
static int create_nameless(const char *path) {
    struct arena *arena = arena_new();
    CLEANUP_DESCRIPTOR int folder = open(path, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    char *name = NULL;
    int descriptor = folder >= 0 ? create_temporary(arena, folder, &name) : -1;
    if (descriptor >= 0) {
        unlinkat(folder, name, 0);
    }
    arena_free(arena);
    return descriptor;
}

int64_t file_now(const char *folder) {
    CLEANUP_DESCRIPTOR int nameless = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (nameless < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) {
        nameless = create_nameless(folder);
    }
    struct stat status;
    return nameless >= 0 && fstat(nameless, &status) == 0 ? nanoseconds(status.st_mtim) : 0;
}

bool file_stamp_is_settled(const struct file_stamp *stamp, int64_t now) {
    /* The kernel's tick is at most 10 ms; file systems that count whole seconds count up to two. */
    const int64_t tick = stamp->modified % 1000000000 == 0 ? 2000000000 : 20000000;
    return stamp->modified < now - tick && stamp->changed < now - tick;
}

/* ".NUMBER.NUMBER.underlag" */
static bool is_temporary(const char *name) {
    size_t digits = name[0] == '.' ? strspn(name + 1, "0123456789") : 0;
    const char *rest = name + 1 + digits;
    if (digits == 0 || *rest != '.') {
        return false;
    }
    digits = strspn(rest + 1, "0123456789");
    return digits != 0 && strcmp(rest + 1 + digits, TEMPORARY_SUFFIX) == 0;
}

void file_sweep(const char *path) {
    CLEANUP(folder) DIR *folder = opendir(path);
    /* Someone who is writing there holds the lock, and will sweep or be swept after next time. */
    if (folder == NULL || flock(dirfd(folder), LOCK_EX | LOCK_NB) != 0) {
        return;
    }
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (is_temporary(entry->d_name)) {
            unlinkat(dirfd(folder), entry->d_name, 0);
        }
    }
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

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

char **file_list(struct arena *arena, const char *folder, const char *suffix, size_t *count) {
    CLEANUP(folder) DIR *stream = opendir(folder);
    if (stream == NULL) {
        return NULL;
    }
    ARRAY_OF(char *) names = { 0 };
    errno = 0;
    for (struct dirent *entry; (entry = readdir(stream)) != NULL; errno = 0) {
        if (entry->d_name[0] != '.' && text_ends(entry->d_name, suffix)) {
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
