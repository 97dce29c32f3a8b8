/* SPDX-License-Identifier: EUPL-1.2
 *
 * Zip files in memory, read and written with minizip, which knows the format. It gets and gives entries
 * as they lie in the file: deflating and inflating is libdeflate's.
 *
 * Same entries, same bytes: each has the date 1980-01-01, which is the first that the format has, and no
 * fields that it need not have.
 */
#ifndef UNDERLAG_RENDER_DOCX_ZIPFILE_H
#define UNDERLAG_RENDER_DOCX_ZIPFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"

/* Deflated bytes, and what a zip directory says of them. */
struct packed {
    const void *bytes;
    size_t packed_size;
    size_t size;
    uint32_t crc;
};

struct zip_entry {
    const char *name;
    size_t name_size; /* more than strlen(name) when it has a NUL */
    struct packed packed; /* as it lies in the file; without bytes when it lies nowhere, or in a form
                           * other than these two: */
    bool deflated;        /* else as it is */
    bool encrypted;
};

struct zip_listing {
    size_t count;
    struct zip_entry *entries; /* NULL: more than were wanted */
};

/* The entries of the zip file in `bytes`, in the order of its directory; they point into `bytes`. False when
 * there is no sound directory. Nothing that an entry says of itself is to be believed: not its name, nor
 * that its size is what comes out. With more than `most` entries, none are listed. */
bool zip_list(struct arena *arena, const char *bytes, size_t size, size_t most,
    struct zip_listing *listing);

/* Gives the entry's content to `out`, which has room for entry->packed.size bytes. False when it is
 * encrypted, damaged, or not exactly so large. */
bool zip_inflate(const struct zip_entry *entry, char *out);

/* Appends a zip file of these entries, all deflated. Names are UTF-8. */
void zip_write(const struct zip_entry *entries, size_t count, struct buffer *out);

#endif
