/* SPDX-License-Identifier: EUPL-1.2
 *
 * The directory is not to be trusted, so sizes are bounded twice: by what it claims, before, and by the
 * size of the buffer, when inflating.
 */
#include "render/docx/archive.h"

#include <libxml/hash.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "render/docx/zipfile.h"

struct archive {
    struct arena *arena;
    const char *path;
    struct span where;
    struct findings *findings;
    struct zip_listing listing;
    xmlHashTable *places; /* folded name → index + 1 */
};

static void free_places(void *places) {
    xmlHashFree(places, NULL);
}

static bool refuse(struct archive *archive, enum catalogue_id id, const char *what) {
    finding_add(archive->findings, id, archive->where, archive->path, what, NULL);
    return false;
}

void archive_damaged(struct archive *archive, const char *name) {
    refuse(archive, REFERENCE_DAMAGED, name);
}

/* A relative path of plain segments (ECMA-376-2, 6.2.2.2). */
static bool is_decent(const char *name) {
    size_t size = strlen(name);
    if (size == 0 || size > 512 || name[0] == '/' || strpbrk(name, "\\:") != NULL) {
        return false;
    }
    for (const char *segment = name; *segment != '\0';) {
        size_t length = strcspn(segment, "/");
        if (length == 0 || strspn(segment, ".") >= length) {
            return false;
        }
        segment += length + (segment[length] == '/');
    }
    return true;
}

static bool take_entry(struct archive *archive, size_t index, size_t *total) {
    const struct zip_entry *entry = &archive->listing.entries[index];
    const char *name = entry->name;
    if (entry->encrypted) {
        return refuse(archive, REFERENCE_LOCKED, name);
    }
    if (entry->packed.size > ARCHIVE_LARGEST
        || (*total += entry->packed.size) > ARCHIVE_LARGEST) {
        return refuse(archive, REFERENCE_TOO_LARGE, name);
    }
    bool is_text = text_fault(name, entry->name_size) == entry->name_size
                   && text_control(name, entry->name_size) == entry->name_size;
    if (!is_text || !is_decent(name)) {
        return refuse(archive, REFERENCE_NAME, is_text ? name : "?");
    }
    const char *folded = text_fold(archive->arena, name);
    if (!text_ends(name, "/")
        && xmlHashAddEntry(archive->places, (const xmlChar *)folded, (void *)(intptr_t)(index + 1))
               != 0) {
        return refuse(archive, REFERENCE_NAME, name);
    }
    return true;
}

static bool take_entries(struct archive *archive) {
    if (archive->listing.count > ARCHIVE_ENTRIES) {
        return refuse(archive, REFERENCE_TOO_LARGE, "zip");
    }
    archive->places = arena_own(archive->arena, xmlHashCreate(256), free_places);
    size_t total = 0;
    for (size_t i = 0; i < archive->listing.count; i++) {
        if (!take_entry(archive, i, &total)) {
            return false;
        }
    }
    return true;
}

/* Word's encrypted files, and all of Word 97's, are compound files (MS-CFB, 2.2). */
static bool is_compound(const char *bytes, size_t size) {
    static const char signature[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    return size >= 8 && memcmp(bytes, signature, 8) == 0;
}

struct archive *archive_open(struct arena *arena, const char *bytes, size_t size, const char *path,
    struct span where, struct findings *findings) {
    struct archive *archive = arena_new_of(arena, struct archive);
    *archive = (struct archive){
        .arena = arena, .path = path, .where = where, .findings = findings };
    if (is_compound(bytes, size)) {
        refuse(archive, REFERENCE_LOCKED, path);
        return NULL;
    }
    if (size < 4 || memcmp(bytes, "PK", 2) != 0) {
        refuse(archive, REFERENCE_NOT_WORD, NULL);
        return NULL;
    }
    if (!zip_list(arena, bytes, size, ARCHIVE_ENTRIES, &archive->listing)) {
        refuse(archive, REFERENCE_DAMAGED, "zip");
        return NULL;
    }
    return take_entries(archive) ? archive : NULL;
}

/* The entry, or NULL. */
static const struct zip_entry *find(const struct archive *archive, const char *name) {
    const char *folded = text_fold(archive->arena, name);
    intptr_t place = (intptr_t)xmlHashLookup(archive->places, (const xmlChar *)folded);
    return place == 0 ? NULL : &archive->listing.entries[place - 1];
}

bool archive_has(const struct archive *archive, const char *name) {
    return find(archive, name) != NULL;
}

const char *archive_find_ending(const struct archive *archive, const char *end) {
    for (size_t i = 0; i < archive->listing.count; i++) {
        const char *name = archive->listing.entries[i].name;
        size_t length = strlen(name);
        if (length >= strlen(end) && strcasecmp(name + length - strlen(end), end) == 0) {
            return name;
        }
    }
    return NULL;
}

const char *archive_read(struct archive *archive, const char *name, size_t *size) {
    const struct zip_entry *entry = find(archive, name);
    if (entry == NULL) {
        return NULL;
    }
    *size = entry->packed.size;
    char *bytes = arena_alloc(archive->arena, *size + 1);
    if (!zip_inflate(entry, bytes)) {
        archive_damaged(archive, name);
        return NULL;
    }
    bytes[*size] = '\0';
    return bytes;
}
