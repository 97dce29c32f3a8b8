/* SPDX-License-Identifier: EUPL-1.2
 *
 * All partials of a folder, parsed at once and sorted by name. A name is only ever looked up in
 * this list, never handed to the file system, so no name can reach outside the folder.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/file.h"
#include "base/text.h"
#include "fill/parse.h"
#include "report/world.h"

struct entry {
    const char *name;
    size_t rank; /* of its suffix: a lower one wins */
    const struct template *template;
};

struct library {
    const struct entry *entries; /* by name */
    size_t count;
    const char **names; /* NULL-terminated */
};

/* In the order in which they win. A file without a suffix has the name itself. */
static const char *const suffixes[] = { "", ".md", ".mustache", ".html", ".txt" };

enum { SUFFIX_COUNT = sizeof suffixes / sizeof *suffixes };

/* The place of the file's suffix in the list, or SUFFIX_COUNT when it is no partial. */
static size_t rank_of(const char *file) {
    const char *dot = strrchr(file, '.');
    for (size_t i = 0; i < SUFFIX_COUNT; i++) {
        if (strcmp(dot != NULL ? dot : "", suffixes[i]) == 0) {
            return i;
        }
    }
    return SUFFIX_COUNT;
}

static int by_name(const void *left, const void *right) {
    const struct entry *a = left;
    const struct entry *b = right;
    int order = strcmp(a->name, b->name);
    return order != 0 ? order : (a->rank > b->rank) - (a->rank < b->rank);
}

static const struct template *read_partial(
    struct arena *arena, const char *path, bool with_front_matter, struct findings *findings) {
    size_t size;
    const char *text = file_read(arena, path, &size);
    if (text == NULL) {
        finding_add_fault(findings, FILE_UNREADABLE, path, errno);
        return NULL;
    }
    const struct source *source = source_new(arena, path, text, size);
    const struct template *template = template_parse(arena, source, with_front_matter, findings);
    for (size_t i = 0; i < template->front.paper_key_count; i++) {
        const struct front_key *key = &template->front.paper_keys[i];
        finding_add(findings, TEMPLATE_FRONT_PARTIAL, key->where, key->name, NULL);
    }
    return template;
}

const struct library *library_open(
    struct arena *arena, const char *folder, bool with_front_matter, struct findings *findings) {
    struct library *library = arena_new_of(arena, struct library);
    ARRAY_OF(struct entry) entries = { 0 };
    size_t count = 0;
    char **files = file_list(arena, folder, "", &count);
    if (files == NULL && errno != ENOENT) {
        finding_add_fault(findings, FOLDER_UNREADABLE, folder, errno);
    }
    for (size_t i = 0; files != NULL && i < count; i++) {
        const char *path = path_join(arena, folder, files[i]);
        size_t rank = rank_of(files[i]);
        if (rank == SUFFIX_COUNT || file_is_folder(path)) {
            continue;
        }
        struct entry entry = { .name =
                                   text_nfc(arena, rank == 0 ? files[i] : path_stem(arena, path)),
            .rank = rank,
            .template = read_partial(arena, path, with_front_matter, findings) };
        if (entry.template != NULL) {
            ARRAY_ADD(arena, entries, entry);
        }
    }
    if (entries.count != 0) {
        qsort(entries.items, entries.count, sizeof *entries.items, by_name);
    }
    library->entries = entries.items;
    library->count = entries.count;
    library->names = arena_array(arena, entries.count + 1, sizeof *library->names);
    for (size_t i = 0; i < entries.count; i++) {
        library->names[i] = entries.items[i].name;
    }
    return library;
}

const struct template *library_find(const struct library *library, const char *name) {
    size_t low = 0;
    size_t high = library->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(library->entries[middle].name, name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low < library->count && strcmp(library->entries[low].name, name) == 0;
    return found ? library->entries[low].template : NULL;
}

const char *const *library_names(const struct library *library) {
    return library->names;
}
