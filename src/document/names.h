/* SPDX-License-Identifier: EUPL-1.2
 *
 * Names and what they stand for: a hash table on an arena, so that ten thousand equal headings or
 * references cost no more each than one.
 */
#ifndef UNDERLAG_DOCUMENT_NAMES_H
#define UNDERLAG_DOCUMENT_NAMES_H

#include <stddef.h>

#include "base/arena.h"

struct name_entry {
    const char *name; /* NULL: free */
    const void *value;
    size_t counter; /* the user's */
};

struct name_table {
    struct name_entry *entries;
    size_t count;
    size_t capacity; /* a power of two, or 0 */
};

/* The entry of that name, added with a NULL value when there is none. The name must live as long;
 * the pointer holds until the next call. */
struct name_entry *names_get(struct arena *arena, struct name_table *names, const char *name);

/* The value of that name, or NULL. */
const void *names_find(const struct name_table *names, const char *name);

#endif
