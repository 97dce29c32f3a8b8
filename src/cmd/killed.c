/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/killed.h"

#include <sys/stat.h>

#include "base/file.h"
#include "base/temporary.h"

/* The word of those who sweep after one another. */
static const char *whose(struct arena *arena, const struct plan *plan) {
    return plan->whole ? arena_printf(arena, "%u/%u", plan->shard.number, plan->shard.count) : "-";
}

struct presence *killed_begin(struct arena *arena, const struct plan *plan) {
    return presence_begin(arena, plan->out, whose(arena, plan));
}

/* A link leads to what others own, unless papers are written through it. */
static bool is_ours(const struct plan *plan, const char *name, const char *path) {
    struct stat status;
    return plan_has(plan, name) || (lstat(path, &status) == 0 && S_ISDIR(status.st_mode));
}

static void sweep_all(
    struct arena *arena, const struct plan *plan, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const char *folder = path_join(arena, plan->out, names[i]);
        if (names[i][0] != '.' && is_ours(plan, names[i], folder)) {
            temporary_sweep(folder);
        }
    }
}

void killed_sweep(struct arena *arena, const struct plan *plan, const char *const *names, size_t count) {
    bool is_everything = plan->whole && plan->shard.count <= 1;
    if (!plan->whole) {
        sweep_all(arena, plan, plan->names, plan->count);
        return;
    }
    const char *of = is_everything ? NULL : whose(arena, plan);
    const char *const *lost = presence_find_lost(arena, plan->out, of, names, count);
    if (lost[0] == NULL) {
        return;
    }
    if (is_everything) {
        sweep_all(arena, plan, names, count);
    } else {
        sweep_all(arena, plan, plan->names, plan->count);
    }
    presence_forget(plan->out, lost);
}
