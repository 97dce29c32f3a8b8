/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

/* mkdir -p for the folder of `path`. */
static bool make_folders(const char *path) {
    struct arena *arena = arena_new();
    char *folder = path_folder(arena, path);
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
        if (wrote < 0) {
            if (errno == EINTR) {
                continue;
            }
            return false;
        }
        bytes += wrote;
        size -= (size_t)wrote;
    }
    return true;
}

static bool sync_folder(const char *path) {
    struct arena *arena = arena_new();
    CLEANUP_DESCRIPTOR int folder =
        open(path_folder(arena, path), O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    arena_free(arena);
    return folder >= 0 && fsync(folder) == 0;
}

bool file_replace(const char *path, const char *bytes, size_t size, bool durable) {
    struct file_stamp unused;
    return file_replace_stamped(path, bytes, size, durable, &unused);
}

static int64_t nanoseconds(struct timespec time) {
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static struct file_stamp stamp_of(const struct stat *status) {
    return (struct file_stamp){ .size = (uint64_t)status->st_size,
        .inode = status->st_ino,
        .modified = nanoseconds(status->st_mtim),
        .changed = nanoseconds(status->st_ctim) };
}

struct file_stamp file_stamp(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode) ? stamp_of(&status)
                                                               : (struct file_stamp){ 0 };
}

int64_t file_now(const char *folder) {
    CLEANUP_DESCRIPTOR int nameless = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (nameless < 0 && errno == EOPNOTSUPP) {
        struct arena *arena = arena_new();
        char *name = arena_printf(arena, "%s/.now.%ld.underlag", folder, (long)getpid());
        nameless = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (nameless >= 0) {
            unlink(name);
        }
        arena_free(arena);
    }
    struct stat status;
    return nameless >= 0 && fstat(nameless, &status) == 0 ? nanoseconds(status.st_mtim) : 0;
}

bool file_stamp_is_settled(const struct file_stamp *stamp, int64_t now) {
    /* The kernel's tick is at most 10 ms; file systems that count whole seconds count up to two. */
    const int64_t tick = stamp->modified % 1000000000 == 0 ? 2000000000 : 20000000;
    return stamp->modified < now - tick && stamp->changed < now - tick;
}

bool file_replace_stamped(const char *path, const char *bytes, size_t size, bool durable,
    struct file_stamp *stamp) {
    struct stat written = { 0 };
    struct arena *arena = arena_new();
    /* The process number keeps two builds in one tree apart; the name stays recognisable, so that a
     * later run can clear what a killed one left. */
    char *temporary = arena_printf(arena, "%s/.%s.%ld.underlag", path_folder(arena, path),
        path_name(path), (long)getpid());
    const int flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW;
    int descriptor = open(temporary, flags, 0666);
    if (descriptor < 0 && errno == ENOENT && make_folders(path)) {
        descriptor = open(temporary, flags, 0666);
    }
    bool done = descriptor >= 0;
    if (done) {
        done = write_all(descriptor, bytes, size) && (!durable || fsync(descriptor) == 0)
            && fstat(descriptor, &written) == 0;
        int saved = errno;
        /* A close that fails (NFS, quota) means that the bytes may not be there. */
        if (close(descriptor) != 0 && done) {
            done = false;
            saved = errno;
        }
        errno = saved;
        done = done && rename(temporary, path) == 0 && (!durable || sync_folder(path));
        if (!done) {
            saved = errno;
            unlink(temporary);
            errno = saved;
        }
    }
    int saved = errno;
    arena_free(arena);
    *stamp = done ? file_stamp(path) : (struct file_stamp){ 0 };
    if (stamp->inode != written.st_ino || stamp->modified != nanoseconds(written.st_mtim)) {
        *stamp = (struct file_stamp){ 0 };
    }
    errno = saved;
    return done;
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
