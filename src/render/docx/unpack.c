/* SPDX-License-Identifier: EUPL-1.2
 *
 * Sizes in a zip's directory are claims: nothing is allocated before their sum is known to be within
 * bounds, and an entry that inflates to something else is refused.
 */
#include "render/docx/unpack.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/cleanup.h"

DEFINE_CLEANUP(archive, zip_t *, zip_discard)
DEFINE_CLEANUP(entry, zip_file_t *, zip_fclose)

static int by_name(const void *left, const void *right) {
    const struct unpacked *a = left;
    const struct unpacked *b = right;
    return strcmp(a->name, b->name);
}

static zip_t *open_archive(const char *bytes, size_t size) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes, size, 0, &error);
    zip_t *archive = source != NULL ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (archive == NULL && source != NULL) {
        zip_source_free(source);
    }
    zip_error_fini(&error);
    return archive;
}

/* Reads one entry; `room` is what may still be inflated. */
static bool read_entry(struct arena *arena, zip_t *archive, zip_uint64_t index, size_t *room,
    struct unpacked *entry) {
    zip_stat_t stat;
    if (zip_stat_index(archive, index, 0, &stat) != 0 || (stat.valid & ZIP_STAT_NAME) == 0
        || (stat.valid & ZIP_STAT_SIZE) == 0 || stat.size > *room) {
        return false;
    }
    CLEANUP(entry) zip_file_t *file = zip_fopen_index(archive, index, 0);
    if (file == NULL) {
        return false;
    }
    char *bytes = arena_alloc(arena, (size_t)stat.size + 1);
    char beyond;
    if (zip_fread(file, bytes, stat.size) != (zip_int64_t)stat.size
        || zip_fread(file, &beyond, 1) != 0) {
        return false;
    }
    *room -= (size_t)stat.size;
    *entry = (struct unpacked){
        .name = arena_string(arena, stat.name), .bytes = bytes, .size = (size_t)stat.size
    };
    return true;
}

const struct unpacked *unpack(struct arena *arena, const char *bytes, size_t size, size_t *count) {
    CLEANUP(archive) zip_t *archive = open_archive(bytes, size);
    zip_int64_t found = archive != NULL ? zip_get_num_entries(archive, 0) : -1;
    if (found < 0 || found > UNPACK_ENTRIES) {
        return NULL;
    }
    struct unpacked *entries = arena_array(arena, (size_t)found + 1, sizeof *entries);
    size_t room = UNPACK_LARGEST;
    for (zip_int64_t i = 0; i < found; i++) {
        if (!read_entry(arena, archive, (zip_uint64_t)i, &room, &entries[i])) {
            return NULL;
        }
        entries[i].place = (size_t)i;
    }
    qsort(entries, (size_t)found, sizeof *entries, by_name);
    for (zip_int64_t i = 1; i < found; i++) {
        if (strcmp(entries[i - 1].name, entries[i].name) == 0) {
            return NULL;
        }
    }
    *count = (size_t)found;
    return entries;
}

const struct unpacked *unpacked_find(
    const struct unpacked *entries, size_t count, const char *name) {
    const struct unpacked wanted = { .name = name };
    return bsearch(&wanted, entries, count, sizeof *entries, by_name);
}

/* Appends character data with the five entities of XML resolved. */
static void put_text(struct buffer *out, const char *text, size_t size) {
    static const struct {
        const char *name;
        char byte;
    } entities[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' },
        { "&apos;", '\'' } };
    while (size != 0) {
        const char *found = memchr(text, '&', size);
        size_t plain = found != NULL ? (size_t)(found - text) : size;
        size_t used = 0;
        buffer_put(out, text, plain);
        for (size_t i = 0; found != NULL && i < sizeof entities / sizeof *entities; i++) {
            size_t length = strlen(entities[i].name);
            if (length <= size - plain && memcmp(found, entities[i].name, length) == 0) {
                buffer_putc(out, entities[i].byte);
                used = length;
            }
        }
        if (found != NULL && used == 0) {
            buffer_putc(out, '&');
            used = 1;
        }
        text += plain + used;
        size -= plain + used;
    }
}

/* Whether the tag that begins at `tag` ("<w:t>", "<w:t xml:space=…>") has this name. */
static bool is_tag(const char *tag, const char *name) {
    size_t size = strlen(name);
    return strncmp(tag + 1, name, size) == 0 && strchr(" />", tag[1 + size]) != NULL
        && tag[1 + size] != '\0';
}

void unpacked_words(const struct unpacked *part, struct buffer *out) {
    bool inside = false; /* a w:t */
    for (const char *at = part->bytes; *at != '\0';) {
        size_t text = strcspn(at, "<");
        if (inside) {
            put_text(out, at, text);
        }
        at += text;
        const char *end = *at != '\0' ? strchr(at, '>') : NULL;
        if (end == NULL) {
            return;
        }
        inside = is_tag(at, "w:t") && end[-1] != '/';
        if (is_tag(at, "/w:p")) {
            buffer_putc(out, '\n');
        } else if (is_tag(at, "w:tab") || is_tag(at, "w:br")) {
            buffer_putc(out, ' ');
        }
        at = end + 1;
    }
}
