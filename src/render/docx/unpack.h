/* SPDX-License-Identifier: EUPL-1.2
 *
 * A zip file read back: its entries, inflated. For comparing packages by what they hold, and for
 * whoever reads a Word file.
 */
#ifndef UNDERLAG_RENDER_DOCX_UNPACK_H
#define UNDERLAG_RENDER_DOCX_UNPACK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"

struct unpacked {
    const char *name;  /* "word/document.xml" */
    const char *bytes; /* NUL-terminated */
    size_t size;
    size_t place;      /* in the file, from 0 */
};

/* The entries of the zip file in `bytes`, sorted by name. NULL when it cannot be read, holds more
 * than UNPACK_ENTRIES entries or one name twice, or inflates to more than UNPACK_LARGEST bytes. */
const struct unpacked *unpack(struct arena *arena, const char *bytes, size_t size, size_t *count);

#define UNPACK_ENTRIES 1000
#define UNPACK_LARGEST ((size_t)64 << 20)

/* The entry of that name, or NULL. */
const struct unpacked *unpacked_find(
    const struct unpacked *entries, size_t count, const char *name);

/* Appends the words of a Word part (word/document.xml): a line a paragraph. The part need not be well
 * formed. */
void unpacked_words(const struct unpacked *part, struct buffer *out);

#endif
