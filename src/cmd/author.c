/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/author.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "render/docx/unpack.h"

/* Whether one of the package's parts says that the program made it. */
static bool word_tells(struct arena *arena, const char *bytes, size_t size) {
    size_t count = 0;
    const struct unpacked *parts = unpack(arena, bytes, size, &count);
    const struct unpacked *part =
        parts != NULL ? unpacked_find(parts, count, "docProps/app.xml") : NULL;
    return part != NULL && strstr(part->bytes, "<Application>underlag</Application>") != NULL;
}

/* Whether it begins as render/html_page.c begins a page. */
static bool page_tells(const char *text) {
    static const char begin[] = "<!doctype html>\n<html lang=\"sv\">\n<head>\n<meta charset=\"utf-8\">\n<title>";
    static const char next[] = "</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                               "<meta name=\"color-scheme\" content=\"light dark\">\n";
    const char *end = text_starts(text, begin) ? strstr(text, "</title>") : NULL;
    return end != NULL && text_starts(end, next);
}

/* The first line of drafts, see render/markdown.c. */
static bool is_draft(const char *path, const char *text) {
    return text_ends(path, ".UTKAST.md") && text_starts(text, "UTKAST\n\n");
}

/* Whether the file tells by itself that it is the program's. */
static bool tells(const char *path) {
    struct arena *arena = arena_new();
    size_t size = 0;
    const char *bytes = file_read(arena, path, &size);
    bool told = bytes != NULL
        && (text_ends(path, ".docx") ? word_tells(arena, bytes, size)
                : text_ends(path, ".html") ? page_tells(bytes)
                                           : is_draft(path, bytes));
    arena_free(arena);
    return told;
}

/* Whether the paper lies beside in a format that tells. */
static bool has_twin(struct arena *arena, const char *path) {
    const char *stem = path_join(arena, path_folder(arena, path), path_stem(arena, path));
    return tells(arena_printf(arena, "%s.docx", stem)) || tells(arena_printf(arena, "%s.html", stem));
}

/* Whether the file is the program's, by itself, by the record or by what lies beside it. */
static bool is_ours(struct arena *arena, const char *path, bool known) {
    bool needs_to_tell = text_ends(path, ".docx") || text_ends(path, ".UTKAST.md");
    return (known && !needs_to_tell) || tells(path)
        || (!needs_to_tell && text_ends(path, ".md") && has_twin(arena, path));
}

bool papers_remove(
    struct arena *arena, const char *const *files, size_t known, struct removal *removal) {
    size_t count = 0;
    while (files[count] != NULL) {
        count++;
    }
    bool *ours = arena_array(arena, count + 1, sizeof *ours);
    *removal = (struct removal){ 0 };
    /* First all are looked at: what is removed tells nothing of what lies beside it. */
    for (size_t i = 0; i < count; i++) {
        ours[i] = is_ours(arena, files[i], i < known);
        if (!ours[i] && removal->left == NULL && file_exists(files[i])) {
            removal->left = files[i];
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (ours[i] && unlink(files[i]) == 0) {
            removal->removed++;
        } else if (ours[i] && errno != ENOENT) {
            return false;
        }
    }
    return true;
}
