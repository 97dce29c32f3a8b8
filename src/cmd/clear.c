/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/clear.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "base/file.h"
#include "base/map.h"
#include "base/text.h"
#include "cmd/killed.h"
#include "cmd/orphans.h"
#include "report/world.h"

static bool prunes(const struct invocation *invocation, bool check) {
    return option_given(invocation, OPTION_PRUNE) && !check;
}

static enum status worst(enum status one, enum status other) {
    return one > other ? one : other;
}

static enum status tell_removed(struct invocation *invocation, const char *what) {
    const char *removed = arena_printf(invocation->arena, "%s: %s\n", what,
        say(invocation, "handlingarna borttagna", "papers removed"));
    return print(invocation, removed, strlen(removed)) ? STATUS_OK : STATUS_FAULT;
}

/* Says what became of papers that were to be removed. */
static enum status tell_removal(
    struct invocation *invocation, const char *what, bool done, const struct removal *removal) {
    if (!done) {
        finding_add_fault(invocation->findings, FILE_UNWRITABLE, what, errno);
        return STATUS_OK; /* the finding says more */
    }
    enum status status = removal->removed != 0 ? tell_removed(invocation, what) : STATUS_OK;
    if (removal->left != NULL) {
        finding_add(invocation->findings, PAPERS_FOREIGN, (struct span){ 0 }, removal->left, NULL);
    }
    return status;
}

/* Removes a paper whose template is gone, in all formats. False when some of it is there still. */
static bool remove_leftover(struct invocation *invocation, const struct plan *plan, const struct leftover *left,
    const char *path, enum status *status) {
    struct arena *arena = invocation->arena;
    const char *const *files = paper_files(arena, plan->out, left->name, left->paper);
    struct removal removal;
    bool done = papers_remove(arena, files, left->guessed ? 0 : SIZE_MAX, &removal);
    *status = worst(*status, tell_removal(invocation, path, done, &removal));
    return done && removal.left == NULL;
}

/* Looks for drafts beside papers that are written for good. To look costs as much as a build in which nothing changed, so
 * that is done when the papers are made, or when `all` are asked for; from then on the record knows. */
static void find_drafts(struct arena *arena, struct plan *plan, bool all) {
    const char **names = arena_array(arena, plan->count + 1, sizeof *names);
    size_t count = 0;
    for (size_t i = 0; i < plan->count; i++) {
        const struct plan_item *item = &plan->items[i];
        if (item->clean && (item->stale || all)) {
            names[count++] = item->name;
        }
    }
    plan->leftovers = leftovers_with_drafts(
        arena, plan->out, plan->inputs, names, plan->leftovers, &plan->leftover_count);
}

/* The definitions whose papers are written for good. */
static struct map clean_names(struct arena *arena, const struct plan *plan) {
    struct map names = { 0 };
    for (size_t i = 0; i < plan->count; i++) {
        struct plan_item *item = &plan->items[i];
        if (item->clean) {
            map_put(arena, &names, item->name, item);
        }
    }
    return names;
}

enum status clear_leftovers(struct invocation *invocation, struct plan *plan, bool check) {
    struct arena *arena = invocation->arena;
    bool prune = prunes(invocation, check);
    enum status status = STATUS_OK;
    size_t kept = 0;
    find_drafts(arena, plan, prune || check);
    const struct map clean = plan->leftover_count != 0 ? clean_names(arena, plan) : (struct map){ 0 };
    for (size_t i = 0; i < plan->leftover_count; i++) {
        const struct leftover *left = &plan->leftovers[i];
        const char *path = arena_printf(arena, "%s/%s/%s", plan->out, left->name, left->paper);
        bool draft = text_ends(left->paper, DRAFT_ENDING);
        /* Those of definitions that are gone, too, are left to clear_orphans(). */
        bool due = plan_has(plan, left->name) && (!draft || map_get(&clean, left->name) != NULL);
        if (due && !prune) {
            finding_add(invocation->findings, draft ? PAPERS_DRAFT : PAPERS_LEFT, (struct span){ 0 }, path,
                left->paper, NULL);
            status = worst(status, check ? STATUS_FINDINGS : STATUS_OK);
        } else if (due && remove_leftover(invocation, plan, left, path, &status)) {
            plan->changed = true;
            continue;
        }
        plan->leftovers[kept++] = *left;
    }
    plan->leftover_count = kept;
    status = worst(status, show_findings(invocation));
    invocation->findings = findings_new(arena, invocation->language);
    return status;
}

enum status clear_orphans(struct invocation *invocation, const struct plan *plan, bool check) {
    struct arena *arena = invocation->arena;
    struct arena *scratch = arena_new(); /* there is a folder for each definition */
    enum status status = STATUS_OK;
    size_t name_count = 0;
    size_t count = 0;
    const char *const *names = (const char *const *)file_list_all(scratch, plan->out, &name_count);
    if (!check) {
        killed_sweep(arena, plan, names, name_count);
    }
    const struct orphan *orphans = orphans_find(arena, plan, names, name_count, &count);
    for (size_t i = 0; i < count; i++) {
        struct removal removal;
        if (prunes(invocation, check)) {
            bool done = orphan_remove(arena, &orphans[i], &removal);
            status = worst(status, tell_removal(invocation, orphans[i].folder, done, &removal));
        } else {
            finding_add(invocation->findings, PAPERS_ORPHANED, (struct span){ 0 }, orphans[i].folder, NULL);
        }
    }
    arena_free(scratch);
    status = worst(status, show_findings(invocation));
    return worst(status, check && count != 0 ? STATUS_FINDINGS : STATUS_OK);
}
