/* SPDX-License-Identifier: EUPL-1.2
 *
 * Paths are compared as the file system resolves them: "./templates", "templates/" and an absolute path
 * are the same folder.
 */
#include "cmd/shared.h"

#include <string.h>

#include "base/file.h"
#include "cmd/workspace.h"

/* Whether the path is the file or folder, or lies in it. */
static bool is_within(const char *path, const char *place) {
    size_t size = strlen(place);
    return strncmp(path, place, size) == 0 && (path[size] == '\0' || path[size] == '/');
}

struct shared shared_find(struct arena *arena, const char *root) {
    static const char *const folders[] = { "guidelines", "schema", "templates" };
    struct shared shared = { { file_real_path(arena, path_join(arena, root, "kommun.yaml")) } };
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        const char *folder = workspace_folder(arena, root, folders[i]);
        shared.places[i + 1] = folder != NULL ? file_real_path(arena, folder) : NULL;
    }
    return shared;
}

const char *shared_path(struct arena *arena, const struct shared *shared, const char *operand) {
    const char *path = file_real_path(arena, operand);
    for (size_t i = 0; path != NULL && i < sizeof shared->places / sizeof *shared->places; i++) {
        if (shared->places[i] != NULL && is_within(path, shared->places[i])) {
            return path;
        }
    }
    return NULL;
}

bool shared_covers(struct arena *arena, const char *path, const char *file) {
    const char *real = file_real_path(arena, file);
    return real != NULL && is_within(real, path);
}

struct findings *shared_findings(
    struct arena *arena, const struct findings *findings, const char *path) {
    struct findings *found = findings_new(arena, findings->language);
    for (size_t i = 0; i < findings->count; i++) {
        const struct source *source = findings->items[i]->where.source;
        const char *file = source != NULL ? source->name : findings->items[i]->file;
        if (file != NULL && shared_covers(arena, path, file)) {
            struct findings one = { .items = &findings->items[i], .count = 1 };
            findings_append(found, &one);
        }
    }
    return found;
}
