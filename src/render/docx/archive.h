/* SPDX-License-Identifier: EUPL-1.2
 *
 * A zip file that someone else made, in memory and held against every limit before a byte is
 * inflated: how many entries, how large, what they are called. Entries are inflated when asked for.
 */
#ifndef UNDERLAG_RENDER_DOCX_ARCHIVE_H
#define UNDERLAG_RENDER_DOCX_ARCHIVE_H

#include <stddef.h>

#include "base/arena.h"
#include "report/finding.h"

/* Most entries; bytes of all of them; bytes of one that is XML (a tree takes some thirty times its
 * text). */
#define ARCHIVE_ENTRIES 2000
#define ARCHIVE_LARGEST ((size_t)64 << 20)
#define ARCHIVE_XML_LARGEST ((size_t)4 << 20)

struct archive;

/* Opens the bytes, which must live as long. NULL with a finding at `where` about the file `path`
 * when they are no zip, encrypted, damaged, too large, or have names that are not decent: absolute,
 * with "..", twice. */
struct archive *archive_open(struct arena *arena, const char *bytes, size_t size, const char *path,
    struct span where, struct findings *findings);

/* The entry inflated, NUL-terminated; NULL when there is none of that name (case does not count), or,
 * with a finding, when it is damaged. */
const char *archive_read(struct archive *archive, const char *name, size_t *size);

/* Whether there is an entry of that name; whether one ends so. */
bool archive_has(const struct archive *archive, const char *name);
const char *archive_find_ending(const struct archive *archive, const char *end);

/* Adds the finding that the part is damaged. */
void archive_damaged(struct archive *archive, const char *name);

#endif
