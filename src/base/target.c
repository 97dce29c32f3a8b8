/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/target.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/temporary.h"

/* Milliseconds: between two tries for a lock, and until no more are made. */
enum { LOCK_PAUSE = 10, LOCK_LONGEST = 5000 };

/* A file that waits for its name, or has got it. */
struct written {
    const char *name;
    const char *temporary;
    uint64_t inode;
    int64_t modified; /* nanoseconds */
};

struct target {
    struct arena *arena;
    int descriptor; /* of the folder; -1: there is none, and `fault` is the errno of each write */
    int fault;
    bool made;      /* it was not there, so there is nothing in it */
    size_t committed;
    ARRAY_OF(struct written) written;
};

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

/* Waits a while for those who sweep, which takes them milliseconds. False (EBUSY) when another program holds the lock
 * and does not let go; true where there are no locks. */
static bool lock_shared(int folder) {
    const struct timespec pause = { .tv_nsec = LOCK_PAUSE * 1000000L };
    for (int waited = 0; flock(folder, LOCK_SH | LOCK_NB) != 0; waited += LOCK_PAUSE) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return true;
        }
        if (waited >= LOCK_LONGEST) {
            errno = EBUSY;
            return false;
        }
        nanosleep(&pause, NULL);
    }
    return true;
}

/* The folder, made if it is missing, and -1 when there is none. As long as it is open, it is locked
 * against temporary_sweep() of others; a file system without locks has no sweeping either. */
static int open_folder(const char *name, bool *made) {
    const int flags = O_RDONLY | O_CLOEXEC | O_DIRECTORY;
    int folder = open(name, flags);
    if (folder < 0 && errno == ENOENT && make_folders(name)) {
        *made = true;
        folder = open(name, flags);
    }
    if (folder >= 0 && !lock_shared(folder)) {
        close_descriptor(&folder);
        folder = -1;
        errno = EBUSY;
    }
    return folder;
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

static void close_target(void *object) {
    target_close(object);
}

struct target *target_open(struct arena *arena, const char *folder) {
    struct target *target = arena_new_of(arena, struct target);
    target->arena = arena;
    target->descriptor = open_folder(folder, &target->made);
    target->fault = target->descriptor < 0 ? errno : 0;
    return arena_own(arena, target, close_target);
}

void target_close(struct target *target) {
    int saved = errno;
    for (size_t i = target->committed; i < target->written.count; i++) {
        unlinkat(target->descriptor, target->written.items[i].temporary, 0);
    }
    target->written.count = target->committed;
    close_descriptor(&target->descriptor);
    target->descriptor = -1;
    target->fault = EBADF;
    errno = saved;
}

struct file_stamp target_stamp(const struct target *target, const char *name) {
    bool nothing = target->made || target->descriptor < 0;
    return nothing ? (struct file_stamp){ 0 } : file_stamp_at(target->descriptor, name);
}

bool target_write(
    struct target *target, const char *name, const char *bytes, size_t size, bool durable) {
    if (target->descriptor < 0) {
        errno = target->fault;
        return false;
    }
    char *temporary = NULL;
    struct stat status;
    int descriptor =
        temporary_create(target->arena, target->descriptor, target->written.count, &temporary);
    if (descriptor < 0) {
        return false;
    }
    if (!fill_file(descriptor, bytes, size, durable, &status)) {
        int saved = errno;
        unlinkat(target->descriptor, temporary, 0);
        errno = saved;
        return false;
    }
    struct written written = { .name = name,
        .temporary = temporary,
        .inode = status.st_ino,
        .modified = file_nanoseconds(status.st_mtim) };
    ARRAY_ADD(target->arena, target->written, written);
    return true;
}

bool target_commit(struct target *target, bool durable, const char **failed, size_t *done) {
    bool good = true;
    size_t count = target->written.count;
    while (good && target->committed < count) {
        const struct written *next = &target->written.items[target->committed];
        *failed = next->name;
        good = renameat(target->descriptor, next->temporary, target->descriptor, next->name) == 0;
        target->committed += good;
    }
    *done = target->committed;
    return good && (!durable || count == 0 || fsync(target->descriptor) == 0);
}

struct file_stamp target_written(const struct target *target, size_t i) {
    const struct written *written = &target->written.items[i];
    struct file_stamp found = file_stamp_at(target->descriptor, written->name);
    bool same = found.inode == written->inode && found.modified == written->modified;
    return same ? found : (struct file_stamp){ 0 };
}

bool target_replace(const char *path, const char *bytes, size_t size, bool durable) {
    struct arena *arena = arena_new();
    struct target *target = target_open(arena, path_folder(arena, path));
    const char *failed = NULL;
    size_t done = 0;
    bool good = target_write(target, path_name(path), bytes, size, durable)
        && target_commit(target, durable, &failed, &done);
    int saved = errno;
    arena_free(arena);
    errno = saved;
    return good;
}

/* Where a file system knows no nameless files: one that loses its name at once. */
static int create_nameless(const char *path) {
    struct arena *arena = arena_new();
    CLEANUP_DESCRIPTOR int folder = open(path, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    char *name = NULL;
    int descriptor = folder >= 0 ? temporary_create(arena, folder, 0, &name) : -1;
    if (descriptor >= 0) {
        unlinkat(folder, name, 0);
    }
    arena_free(arena);
    return descriptor;
}

int64_t target_now(const char *folder) {
    CLEANUP_DESCRIPTOR int nameless = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (nameless < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) {
        nameless = create_nameless(folder);
    }
    struct stat status;
    return nameless >= 0 && fstat(nameless, &status) == 0 ? file_nanoseconds(status.st_mtim) : 0;
}
