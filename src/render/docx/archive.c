/* SPDX-License-Identifier: EUPL-1.2
 *
 * libzip says what the directory says; the directory is not to be trusted, so sizes are bounded
 * twice: by what it claims, before, and by the size of the buffer, when inflating. A wrong checksum
 * shows when the last byte is read.
 */
#include "render/docx/archive.h"

#include <libxml/hash.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <zip.h>

#include "base/text.h"

struct archive {
    struct arena *arena;
    const char *path;
    struct span where;
    struct findings *findings;
    zip_t *zip;
    size_t count;
    const char **names;
    xmlHashTable *places; /* folded name → index + 1 */
};

static void discard_zip(void *zip) {
    zip_discard(zip);
}

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
    if (size == 0 || size > 512 || name[0] == '/' || strpbrk(name, "\\:") != NULL
        || text_fault(name, size) != size || text_control(name, size) != size) {
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
    zip_stat_t stat;
    const zip_uint64_t wanted = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_ENCRYPTION_METHOD;
    if (zip_stat_index(archive->zip, index, 0, &stat) != 0 || (stat.valid & wanted) != wanted) {
        return refuse(archive, REFERENCE_DAMAGED, "zip");
    }
    if (stat.encryption_method != ZIP_EM_NONE) {
        return refuse(archive, REFERENCE_LOCKED, stat.name);
    }
    if (stat.size > ARCHIVE_LARGEST || (*total += (size_t)stat.size) > ARCHIVE_LARGEST) {
        return refuse(archive, REFERENCE_TOO_LARGE, stat.name);
    }
    bool is_folder = text_ends(stat.name, "/");
    const char *name = arena_string(archive->arena, stat.name);
    if (!is_decent(name)) {
        return refuse(archive, REFERENCE_NAME,
            text_fault(name, strlen(name)) == strlen(name)
                    && text_control(name, strlen(name)) == strlen(name)
                ? name
                : "?");
    }
    archive->names[index] = name;
    const char *folded = text_fold(archive->arena, name);
    if (!is_folder
        && xmlHashAddEntry(archive->places, (const xmlChar *)folded, (void *)(intptr_t)(index + 1))
               != 0) {
        return refuse(archive, REFERENCE_NAME, name);
    }
    return true;
}

static bool take_entries(struct archive *archive) {
    zip_int64_t count = zip_get_num_entries(archive->zip, 0);
    if (count < 0 || count > ARCHIVE_ENTRIES) {
        return refuse(archive, REFERENCE_TOO_LARGE, "zip");
    }
    archive->count = (size_t)count;
    archive->names = arena_array(archive->arena, archive->count + 1, sizeof *archive->names);
    archive->places = arena_own(archive->arena, xmlHashCreate(256), free_places);
    size_t total = 0;
    for (size_t i = 0; i < archive->count; i++) {
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
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes, size, 0, &error);
    if (source == NULL) {
        memory_exhausted();
    }
    archive->zip = zip_open_from_source(source, ZIP_RDONLY, &error);
    zip_error_fini(&error);
    if (archive->zip == NULL) {
        zip_source_free(source);
        refuse(archive, REFERENCE_DAMAGED, "zip");
        return NULL;
    }
    arena_own(arena, archive->zip, discard_zip);
    return take_entries(archive) ? archive : NULL;
}

/* The place of the entry, or SIZE_MAX. */
static size_t find(const struct archive *archive, const char *name) {
    const char *folded = text_fold(archive->arena, name);
    intptr_t place = (intptr_t)xmlHashLookup(archive->places, (const xmlChar *)folded);
    return place == 0 ? SIZE_MAX : (size_t)place - 1;
}

bool archive_has(const struct archive *archive, const char *name) {
    return find(archive, name) != SIZE_MAX;
}

const char *archive_find_ending(const struct archive *archive, const char *end) {
    for (size_t i = 0; i < archive->count; i++) {
        size_t length = strlen(archive->names[i]);
        if (length >= strlen(end)
            && strcasecmp(archive->names[i] + length - strlen(end), end) == 0) {
            return archive->names[i];
        }
    }
    return NULL;
}

const char *archive_read(struct archive *archive, const char *name, size_t *size) {
    size_t place = find(archive, name);
    zip_stat_t stat;
    if (place == SIZE_MAX || zip_stat_index(archive->zip, place, 0, &stat) != 0) {
        return NULL;
    }
    zip_file_t *file = zip_fopen_index(archive->zip, place, 0);
    if (file == NULL) {
        archive_damaged(archive, name);
        return NULL;
    }
    char *bytes = arena_alloc(archive->arena, (size_t)stat.size + 1);
    zip_int64_t got = zip_fread(file, bytes, stat.size);
    char more;
    bool good = got == (zip_int64_t)stat.size && zip_fread(file, &more, 1) == 0;
    zip_fclose(file);
    if (!good) {
        archive_damaged(archive, name);
        return NULL;
    }
    *size = (size_t)stat.size;
    return bytes;
}
