/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/orphans.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file.h"
#include "base/temporary.h"

/* A folder itself: links lead to what others own. */
static bool is_own_folder(const char *path) {
    struct stat status;
    return lstat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* What is there of one paper. */
static void add_files(struct arena *arena, const struct plan *plan, struct orphan *orphan,
    const char *name, const char *paper) {
    const char *const *files = paper_files(arena, plan->out, name, paper);
    size_t count = 0;
    while (files[count] != NULL) {
        count++;
    }
    const char **all = arena_array(arena, orphan->count + count + 1, sizeof *all);
    for (size_t i = 0; i < orphan->count + count; i++) {
        all[i] = i < orphan->count ? orphan->files[i] : files[i - orphan->count];
    }
    orphan->files = all;
    orphan->count += count;
}

static bool is_known(const struct plan *plan, const char *name, const char *paper) {
    for (size_t i = 0; i < plan->leftover_count; i++) {
        const struct leftover *left = &plan->leftovers[i];
        if (!left->guessed && strcmp(left->name, name) == 0 && strcmp(left->paper, paper) == 0) {
            return true;
        }
    }
    return false;
}

static struct orphan find_orphan(struct arena *arena, const struct plan *plan, const char *name) {
    struct orphan orphan = { .folder = path_join(arena, plan->out, name) };
    for (size_t i = 0; i < plan->leftover_count; i++) {
        if (!plan->leftovers[i].guessed && strcmp(plan->leftovers[i].name, name) == 0) {
            add_files(arena, plan, &orphan, name, plan->leftovers[i].paper);
        }
    }
    orphan.known = orphan.count;
    for (size_t i = 0; i < plan->leftover_count; i++) {
        if (plan->leftovers[i].guessed && strcmp(plan->leftovers[i].name, name) == 0) {
            add_files(arena, plan, &orphan, name, plan->leftovers[i].paper);
        }
    }
    for (size_t i = 0; i < plan->inputs->paper_count; i++) {
        if (!is_known(plan, name, plan->inputs->papers[i])) {
            add_files(arena, plan, &orphan, name, plan->inputs->papers[i]);
        }
    }
    return orphan;
}

const struct orphan *orphans_find(struct arena *arena, const struct plan *plan,
    const char *const *names, size_t name_count, size_t *count) {
    ARRAY_OF(struct orphan) orphans = { 0 };
    for (size_t i = 0; i < name_count; i++) {
        const char *name = names[i];
        if (name[0] == '.' || plan_knows(plan, name) || !shard_owns(&plan->shard, name)
            || !is_own_folder(path_join(arena, plan->out, name))) {
            continue;
        }
        struct orphan orphan = find_orphan(arena, plan, name);
        if (orphan.count != 0) {
            ARRAY_ADD(arena, orphans, orphan);
        }
    }
    *count = orphans.count;
    return orphans.items;
}

bool orphan_remove(struct arena *arena, const struct orphan *orphan, struct removal *removal) {
    if (!papers_remove(arena, orphan->files, orphan->known, removal)) {
        return false;
    }
    /* What a killed build left beside them would keep the folder. */
    temporary_sweep(orphan->folder);
    return rmdir(orphan->folder) == 0 || errno == ENOTEMPTY || errno == EEXIST || errno == ENOENT;
}
