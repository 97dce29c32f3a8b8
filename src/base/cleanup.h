/* SPDX-License-Identifier: EUPL-1.2
 *
 * Scope-bound release of foreign objects. The only use of the cleanup attribute besides
 * CLEANUP_BUFFER. DEFINE_CLEANUP(name, type, release) defines a function for CLEANUP(name):
 *
 *     DEFINE_CLEANUP(file, FILE *, fclose)
 *     CLEANUP(file) FILE *stream = fopen(path, "rb");
 */
#ifndef UNDERLAG_BASE_CLEANUP_H
#define UNDERLAG_BASE_CLEANUP_H

#include <errno.h>
#include <unistd.h>

#define DEFINE_CLEANUP(name, type, release)                                                       \
    static inline void cleanup_##name(type *object) {                                             \
        if (*object) {                                                                            \
            release(*object);                                                                     \
        }                                                                                         \
    }

/* A descriptor that closes itself, without a change of errno; -1 is none. */
static inline void close_descriptor(const int *descriptor) {
    if (*descriptor >= 0) {
        int saved = errno;
        close(*descriptor);
        errno = saved;
    }
}
#define CLEANUP_DESCRIPTOR __attribute__((cleanup(close_descriptor)))

#define CLEANUP(name) __attribute__((cleanup(cleanup_##name)))

#endif
