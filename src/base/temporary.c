/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/temporary.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/cleanup.h"

DEFINE_CLEANUP(folder, DIR *, closedir)

/* Two builds in one tree, and two threads of one, write beside one another: each takes the first name
 * that nobody has. */
enum { TEMPORARY_NAMES = 1000, WHOSE_LARGEST = 32 };
#define TEMPORARY_SUFFIX ".underlag"

int temporary_create(struct arena *arena, int folder, size_t first, char **name) {
    const int flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
    for (size_t i = first; i < first + TEMPORARY_NAMES; i++) {
        *name = arena_printf(arena, ".%ld.%zu" TEMPORARY_SUFFIX, (long)getpid(), i);
        int descriptor = openat(folder, *name, flags, 0666);
        if (descriptor >= 0 || errno != EEXIST) {
            return descriptor;
        }
    }
    return -1;
}

bool temporary_has_name(const char *name) {
    size_t digits = name[0] == '.' ? strspn(name + 1, "0123456789") : 0;
    const char *rest = name + 1 + digits;
    if (digits == 0 || *rest != '.') {
        return false;
    }
    digits = strspn(rest + 1, "0123456789");
    return digits != 0 && strcmp(rest + 1 + digits, TEMPORARY_SUFFIX) == 0;
}

void temporary_sweep(const char *path) {
    CLEANUP(folder) DIR *folder = opendir(path);
    /* Someone who is writing there holds the lock, and will sweep or be swept after next time. */
    if (folder == NULL || flock(dirfd(folder), LOCK_EX | LOCK_NB) != 0) {
        return;
    }
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (temporary_has_name(entry->d_name)) {
            unlinkat(dirfd(folder), entry->d_name, 0);
        }
    }
}

struct presence {
    int folder; /* of the root; -1: there is no presence */
    int file;   /* locked */
    const char *made; /* the root, when it was not there before */
    char *name;
};

static void end_presence(void *object) {
    presence_end(object);
}

struct presence *presence_begin(struct arena *arena, const char *root, const char *whose) {
    struct presence *presence = arena_new_of(arena, struct presence);
    presence->made = mkdir(root, 0777) == 0 ? arena_string(arena, root) : NULL;
    presence->folder = open(root, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    presence->file = -1;
    if (presence->folder >= 0) {
        presence->file = temporary_create(arena, presence->folder, 0, &presence->name);
    }
    /* One that got no lock or no word is at worst taken for a killed run's: then the folders are looked
     * through, but for those that are locked. */
    if (presence->file >= 0 && flock(presence->file, LOCK_EX | LOCK_NB) == 0) {
        ssize_t wrote = write(presence->file, whose, strlen(whose));
        (void)wrote;
    }
    return arena_own(arena, presence, end_presence);
}

void presence_end(struct presence *presence) {
    if (presence->file >= 0) {
        unlinkat(presence->folder, presence->name, 0);
    }
    close_descriptor(&presence->file);
    close_descriptor(&presence->folder);
    if (presence->made != NULL) {
        rmdir(presence->made); /* when nothing came to be written there */
    }
    presence->made = NULL;
    presence->file = presence->folder = -1;
}

/* Whether the file is of a run that is gone. Whatever is no plain file of ours is left alone. */
static bool is_lost(int folder, const char *name, const char *whose) {
    char word[WHOSE_LARGEST];
    CLEANUP_DESCRIPTOR int file =
        openat(folder, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0 || !S_ISREG(status.st_mode)
        || flock(file, LOCK_EX | LOCK_NB) != 0) {
        return false;
    }
    return whose == NULL
        || (read(file, word, sizeof word) == (ssize_t)strlen(whose)
            && memcmp(word, whose, strlen(whose)) == 0);
}

const char *const *presence_find_lost(struct arena *arena, const char *root, const char *whose,
    const char *const *names, size_t count) {
    ARRAY_OF(const char *) lost = { 0 };
    CLEANUP_DESCRIPTOR int folder = -1;
    for (size_t i = 0; i < count; i++) {
        if (!temporary_has_name(names[i])) {
            continue;
        }
        if (folder < 0) {
            folder = open(root, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
            /* Who writes in the root itself has temporaries there that are not locked. */
            if (folder < 0 || flock(folder, LOCK_EX | LOCK_NB) != 0) {
                break;
            }
        }
        if (is_lost(folder, names[i], whose)) {
            ARRAY_ADD(arena, lost, names[i]);
        }
    }
    ARRAY_ADD(arena, lost, NULL);
    return lost.items;
}

void presence_forget(const char *root, const char *const *lost) {
    CLEANUP_DESCRIPTOR int folder = open(root, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    for (; folder >= 0 && *lost != NULL; lost++) {
        unlinkat(folder, *lost, 0);
    }
}
