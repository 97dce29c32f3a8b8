/* SPDX-License-Identifier: EUPL-1.2
 *
 * Preloaded into the program: makes one call fail. All calls that the program makes itself of the
 * functions below are counted together, in the order they are made.
 *
 *   FAULT_SET    files (those that touch the file system) or memory (those that allocate)
 *   FAULT_AT     the number of the call that fails, from 1
 *   FAULT_HOW    fail; or kill: the process dies there, before the call is made
 *   FAULT_TELL   a file descriptor: the name of the function is written there when it happens
 *
 * What counts as the world's usual answer to each function (no space for write, no descriptors for
 * open …) is in its line.
 */
/* Both names of each function are defined below. */
#undef _FILE_OFFSET_BITS

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* glibc's own, which need no looking up: dlsym() itself allocates. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void __libc_free(void *block);

enum set { SET_FILES, SET_MEMORY };

static enum set wanted_set;
static bool kills;
static long wanted; /* 0: nothing fails */
static long count;
static int tell = -1;

__attribute__((constructor)) static void begin(void) {
    const char *set = getenv("FAULT_SET");
    const char *at = getenv("FAULT_AT");
    const char *how = getenv("FAULT_HOW");
    const char *to = getenv("FAULT_TELL");
    wanted_set = set != NULL && strcmp(set, "memory") == 0 ? SET_MEMORY : SET_FILES;
    kills = how != NULL && strcmp(how, "kill") == 0;
    tell = to != NULL ? atoi(to) : -1;
    wanted = at != NULL ? atol(at) : 0;
}

/* Whether this call is the one. */
static bool hit(enum set set, const char *name, int fault) {
    if (wanted == 0 || set != wanted_set || __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST) != wanted) {
        return false;
    }
    if (tell >= 0) {
        syscall(SYS_write, tell, name, strlen(name));
    }
    if (kills) {
        syscall(SYS_kill, getpid(), SIGKILL);
    }
    errno = fault;
    return true;
}

#define REAL(name) ((__typeof__(&name))(uintptr_t)dlsym(RTLD_NEXT, #name))

/* FAIL(result, name, failure's value, failure's errno, parameters, arguments) */
#define FAIL(type, name, failure, fault, parameters, arguments)                                   \
    __attribute__((visibility("default"))) type name parameters {                                 \
        if (hit(SET_FILES, #name, fault)) {                                                       \
            return failure;                                                                       \
        }                                                                                         \
        return REAL(name) arguments;                                                              \
    }

/* The mode is the variadic part of open(); passing it on when it is not there does no harm. */
#define FAIL_OPEN(name, parameters, arguments)                                                    \
    __attribute__((visibility("default"))) int name parameters {                                  \
        va_list list;                                                                             \
        va_start(list, flags);                                                                    \
        mode_t mode = (flags & O_CREAT) != 0 ? va_arg(list, mode_t) : 0;                          \
        va_end(list);                                                                             \
        if (hit(SET_FILES, #name, (flags & O_CREAT) != 0 ? ENOSPC : EMFILE)) {                    \
            return -1;                                                                            \
        }                                                                                         \
        return REAL(name) arguments;                                                              \
    }

FAIL_OPEN(open, (const char *path, int flags, ...), (path, flags, mode))
FAIL_OPEN(open64, (const char *path, int flags, ...), (path, flags, mode))
FAIL_OPEN(openat, (int folder, const char *path, int flags, ...), (folder, path, flags, mode))
FAIL_OPEN(openat64, (int folder, const char *path, int flags, ...), (folder, path, flags, mode))
FAIL(ssize_t, read, -1, EIO, (int file, void *bytes, size_t size), (file, bytes, size))
FAIL(int, fsync, -1, EIO, (int file), (file))
FAIL(int, flock, -1, ENOLCK, (int file, int operation), (file, operation))
FAIL(int, rename, -1, EACCES, (const char *from, const char *to), (from, to))
FAIL(int, renameat, -1, EACCES, (int a, const char *from, int b, const char *to), (a, from, b, to))
FAIL(int, mkdir, -1, ENOSPC, (const char *path, mode_t mode), (path, mode))
FAIL(int, unlink, -1, EACCES, (const char *path), (path))
FAIL(int, unlinkat, -1, EACCES, (int folder, const char *path, int flags), (folder, path, flags))
FAIL(int, stat, -1, EIO, (const char *path, struct stat *status), (path, status))
FAIL(int, fstat, -1, EIO, (int file, struct stat *status), (file, status))
FAIL(int, stat64, -1, EIO, (const char *path, struct stat64 *status), (path, status))
FAIL(int, lstat64, -1, EIO, (const char *path, struct stat64 *status), (path, status))
FAIL(int, fstat64, -1, EIO, (int file, struct stat64 *status), (file, status))
FAIL(DIR *, opendir, NULL, EMFILE, (const char *path), (path))
FAIL(DIR *, fdopendir, NULL, ENOMEM, (int file), (file))
FAIL(struct dirent64 *, readdir64, NULL, EIO, (DIR *folder), (folder))

/* Half of it is written before the disk is full. */
__attribute__((visibility("default"))) ssize_t write(int file, const void *bytes, size_t size) {
    if (hit(SET_FILES, "write", ENOSPC)) {
        if (size > 1) {
            syscall(SYS_write, file, bytes, size / 2);
        }
        errno = ENOSPC;
        return -1;
    }
    return syscall(SYS_write, file, bytes, size);
}

/* The descriptor is gone even when close() fails. */
__attribute__((visibility("default"))) int close(int file) {
    bool fails = hit(SET_FILES, "close", EIO);
    int result = (int)syscall(SYS_close, file);
    errno = fails ? EIO : errno;
    return fails ? -1 : result;
}

/* A block that is got and given back at once is a reserve: the next one of its size is at hand, and cannot
 * fail (glibc keeps it for the thread). */
static __thread void *last;
static __thread size_t reserve;

__attribute__((visibility("default"))) void *malloc(size_t size) {
    bool reserved = size <= reserve;
    reserve = 0;
    last = !reserved && hit(SET_MEMORY, "malloc", ENOMEM) ? NULL : __libc_malloc(size);
    return last;
}

__attribute__((visibility("default"))) void free(void *block) {
    reserve = block != NULL && block == last ? malloc_usable_size(block) : 0;
    last = NULL;
    __libc_free(block);
}

__attribute__((visibility("default"))) void *calloc(size_t items, size_t size) {
    return hit(SET_MEMORY, "calloc", ENOMEM) ? NULL : __libc_calloc(items, size);
}

__attribute__((visibility("default"))) void *realloc(void *old, size_t size) {
    return hit(SET_MEMORY, "realloc", ENOMEM) ? NULL : __libc_realloc(old, size);
}
