/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/orphans.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file.h"

static int by_name(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* A folder, a file itself: links lead to what others own. */
static bool is_own(const char *path, mode_t kind) {
    struct stat status;
    return lstat(path, &status) == 0 && (status.st_mode & S_IFMT) == kind;
}

static void add_orphan(
    struct arena *arena, const struct plan *plan, const char *name, struct orphan *orphan) {
    ARRAY_OF(const char *) files = { 0 };
    for (size_t i = 0; i < plan->inputs->paper_count; i++) {
        for (size_t j = 0; renderers[j].name != NULL; j++) {
            for (int draft = 0; draft <= 1; draft++) {
                const char *path = paper_path(arena, plan->out, name, plan->inputs->papers[i],
                    paper_suffix(arena, &renderers[j], draft != 0));
                if (is_own(path, S_IFREG)) {
                    ARRAY_ADD(arena, files, path);
                }
            }
        }
    }
    *orphan = (struct orphan){ path_join(arena, plan->out, name), files.items, files.count };
}

const struct orphan *orphans_find(struct arena *arena, const struct plan *plan, size_t *count) {
    ARRAY_OF(struct orphan) orphans = { 0 };
    const char **names = arena_array(arena, plan->count, sizeof *names);
    for (size_t i = 0; i < plan->count; i++) {
        names[i] = plan->items[i].name;
    }
    if (plan->count != 0) {
        qsort(names, plan->count, sizeof *names, by_name);
    }
    size_t found = 0;
    char **folders = file_list(arena, plan->out, "", &found);
    for (size_t i = 0; folders != NULL && i < found; i++) {
        const char *name = folders[i];
        struct orphan orphan;
        if ((plan->count != 0 && bsearch(&name, names, plan->count, sizeof *names, by_name) != NULL)
            || !shard_has(&plan->shard, name)
            || !is_own(path_join(arena, plan->out, name), S_IFDIR)) {
            continue;
        }
        add_orphan(arena, plan, name, &orphan);
        if (orphan.count != 0) {
            ARRAY_ADD(arena, orphans, orphan);
        }
    }
    *count = orphans.count;
    return orphans.items;
}

bool orphan_remove(const struct orphan *orphan) {
    for (size_t i = 0; i < orphan->count; i++) {
        if (unlink(orphan->files[i]) != 0 && errno != ENOENT) {
            return false;
        }
    }
    return rmdir(orphan->folder) == 0 || errno == ENOTEMPTY || errno == EEXIST || errno == ENOENT;
}
