/* SPDX-License-Identifier: EUPL-1.2
 *
 * Sizes in a zip's directory are claims: nothing is allocated before their sum is known to be within
 * bounds, and an entry that inflates to something else is refused.
 */
#include "render/docx/unpack.h"

#include <stdlib.h>
#include <string.h>

#include "render/docx/zipfile.h"

static int by_name(const void *left, const void *right) {
    const struct unpacked *a = left;
    const struct unpacked *b = right;
    return strcmp(a->name, b->name);
}

/* Reads one entry; `room` is what may still be inflated. A name that goes on behind a NUL is another one than
 * it seems. */
static bool read_entry(
    struct arena *arena, const struct zip_entry *from, size_t *room, struct unpacked *entry) {
    size_t size = from->packed.size;
    if (size > *room || strlen(from->name) != from->name_size) {
        return false;
    }
    char *bytes = arena_alloc(arena, size + 1);
    if (!zip_inflate(from, bytes)) {
        return false;
    }
    bytes[size] = '\0';
    *room -= size;
    entry->name = from->name;
    entry->bytes = bytes;
    entry->size = size;
    return true;
}

const struct unpacked *unpack(struct arena *arena, const char *bytes, size_t size, size_t *count) {
    struct zip_listing listing;
    if (!zip_list(arena, bytes, size, UNPACK_ENTRIES, &listing) || listing.entries == NULL) {
        return NULL;
    }
    struct unpacked *entries = arena_array(arena, listing.count + 1, sizeof *entries);
    size_t room = UNPACK_LARGEST;
    for (size_t i = 0; i < listing.count; i++) {
        if (!read_entry(arena, &listing.entries[i], &room, &entries[i])) {
            return NULL;
        }
        entries[i].place = i;
    }
    qsort(entries, listing.count, sizeof *entries, by_name);
    for (size_t i = 1; i < listing.count; i++) {
        if (strcmp(entries[i - 1].name, entries[i].name) == 0) {
            return NULL;
        }
    }
    *count = listing.count;
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
