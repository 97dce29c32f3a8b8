/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/plan.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/target.h"
#include "cmd/workspace.h"

/* The next piece of a path that is put together without allocating: tens of thousands are looked at
 * in a build in which nothing changed. */
struct path {
    char text[PATH_MAX];
    size_t size;
};

/* False when the path would be longer than any file's. */
static bool path_put(struct path *path, size_t at, const char *piece) {
    size_t size = strlen(piece);
    if (at + size >= sizeof path->text) {
        return false;
    }
    memcpy(path->text + at, piece, size + 1);
    path->size = at + size;
    return true;
}

bool formats_choose(const struct invocation *invocation, uint32_t *formats) {
    const char *names = option_value(invocation, OPTION_FORMAT, NULL);
    *formats = 0;
    for (size_t i = 0; names == NULL && renderers[i].name != NULL; i++) {
        *formats |= 1u << i;
    }
    char *list = arena_string(invocation->arena, names != NULL ? names : "");
    char *rest = NULL;
    for (char *name = strtok_r(list, ",", &rest); name != NULL; name = strtok_r(NULL, ",", &rest)) {
        const struct renderer *renderer = renderer_find(name);
        if (renderer == NULL) {
            return false;
        }
        *formats |= 1u << (renderer - renderers);
    }
    return *formats != 0;
}

const char *paper_suffix(struct arena *arena, const struct renderer *renderer, bool draft) {
    return draft ? arena_printf(arena, ".UTKAST%s", renderer->suffix) : renderer->suffix;
}

char *paper_path(struct arena *arena, const char *out, const char *name, const char *paper,
    const char *suffix) {
    return arena_printf(arena, "%s/%s/%s%s", out, name, paper, suffix);
}

/* Calls `take` for each paper in each of the formats; false as soon as that gives false. */
static bool each_paper(const struct plan *plan, const char *name, uint32_t formats,
    bool (*take)(struct digester *digester, const char *path), struct digester *digester) {
    struct path path;
    if (!path_put(&path, 0, plan->out) || !path_put(&path, path.size, "/")
        || !path_put(&path, path.size, name) || !path_put(&path, path.size, "/")) {
        return false;
    }
    size_t folder = path.size;
    for (size_t i = 0; i < plan->inputs->paper_count; i++) {
        if (!path_put(&path, folder, plan->inputs->papers[i])) {
            return false;
        }
        size_t stem = path.size;
        for (size_t j = 0; renderers[j].name != NULL; j++) {
            if ((formats & 1u << j) != 0
                && (!path_put(&path, stem, renderers[j].suffix) || !take(digester, path.text))) {
                return false;
            }
        }
    }
    return true;
}

static bool add_seen(struct digester *digester, const char *path) {
    struct digest seen = trace_seen(path);
    digester_add(digester, seen.bytes, sizeof seen.bytes);
    return !digest_is_none(seen);
}

static bool add_content(struct digester *digester, const char *path) {
    struct digest content = trace_take(path, NULL).content;
    digester_add(digester, content.bytes, sizeof content.bytes);
    return !digest_is_none(content);
}

/* Whether the papers are those of the entry; `refreshed` when only the stamps differ. */
static bool papers_are_there(
    const struct plan *plan, struct record_entry *entry, bool *refreshed) {
    struct digester digester;
    digester_init(&digester);
    if (!each_paper(plan, entry->name, entry->formats, add_seen, &digester)) {
        return false;
    }
    struct digest seen = digester_get(&digester);
    if (digest_equal(seen, entry->papers.seen)) {
        return true;
    }
    digester_init(&digester);
    if (!each_paper(plan, entry->name, entry->formats, add_content, &digester)
        || !digest_equal(digester_get(&digester), entry->papers.content)) {
        return false;
    }
    entry->papers.seen = seen;
    *refreshed = true;
    return true;
}

/* Whether the file has the content of the trace; `refreshed` when only its stamp differs. */
static bool file_is_same(const char *path, struct trace *trace, bool *refreshed) {
    struct trace today = trace_take(path, trace);
    bool same = digest_equal(today.content, trace->content);
    *refreshed = *refreshed || !digest_equal(today.seen, trace->seen);
    *trace = today;
    return same;
}

/* Whether the entry's own files are what they were. `entry` gets their present traces. */
static bool is_untouched(
    const struct plan *plan, const char *path, struct record_entry *entry, bool *refreshed) {
    if (!file_is_same(path, &entry->input, refreshed)) {
        return false;
    }
    if (entry->earlier != NULL) {
        struct path earlier;
        if (!path_put(&earlier, 0, plan->inputs->root) || !path_put(&earlier, earlier.size, "/agreements/")
            || !path_put(&earlier, earlier.size, entry->earlier)
            || !path_put(&earlier, earlier.size, ".yaml")
            || !file_is_same(earlier.text, &entry->earlier_input, refreshed)) {
            return false;
        }
    }
    return (plan->formats & ~entry->formats) == 0 && papers_are_there(plan, entry, refreshed);
}

static void look(struct plan *plan, struct arena *arena, struct plan_item *item) {
    struct record_entry entry;
    bool refreshed = false;
    bool known = record_find(plan->record, item->name, &entry);
    if (!known || !is_untouched(plan, item->path, &entry, &refreshed)) {
        item->stale = true;
        item->input = known ? entry.input : trace_take(item->path, NULL);
        plan->stale_count++;
        return;
    }
    item->clean = true;
    plan->warnings += entry.warnings;
    plan->shared_changed = plan->shared_changed || !entry.verified;
    if (refreshed) {
        struct record_entry *fresh = arena_new_of(arena, struct record_entry);
        *fresh = entry;
        item->fresh = fresh;
        plan->changed = true;
    }
}

static int by_name(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static const char **sort_names(const char **names, size_t count) {
    if (count != 0) {
        qsort(names, count, sizeof *names, by_name);
    }
    return names;
}

static const char **names_of_items(struct arena *arena, const struct plan *plan) {
    const char **names = arena_array(arena, plan->count + 1, sizeof *names);
    for (size_t i = 0; i < plan->count; i++) {
        names[i] = plan->items[i].name;
    }
    return sort_names(names, plan->count);
}

static const char **names_of_paths(struct arena *arena, const char *const *paths, size_t count) {
    const char **names = arena_array(arena, count + 1, sizeof *names);
    for (size_t i = 0; i < count; i++) {
        names[i] = path_stem(arena, paths[i]);
    }
    return sort_names(names, count);
}

static bool has_name(const char *const *names, size_t count, const char *name) {
    return count != 0 && bsearch(&name, names, count, sizeof *names, by_name) != NULL;
}

bool plan_has(const struct plan *plan, const char *name) {
    return has_name(plan->names, plan->count, name);
}

bool plan_knows(const struct plan *plan, const char *name) {
    return has_name(plan->all_names, plan->all_count, name);
}

bool out_lies_among_sources(
    struct arena *arena, const char *out, const char *root, const char *const *paths, size_t count) {
    static const char *const names[] = { "agreements", "guidelines", "schema", "templates" };
    enum { NAMES = sizeof names / sizeof *names };
    const char *sources[2 * NAMES];
    for (size_t i = 0; i < NAMES; i++) {
        sources[i] = path_join(arena, root, names[i]);
        sources[NAMES + i] = workspace_installed(arena, names[i]);
    }
    /* Within `out`, each folder is that of a definition, which may have any of these names. */
    bool is_among = file_lies_within(out, sources, 2 * NAMES) || file_lies_within(root, &out, 1);
    for (size_t i = 0; !is_among && i < 2 * NAMES; i++) {
        is_among = file_exists(sources[i]) && file_lies_within(sources[i], &out, 1);
    }
    /* Mostly all of them lie in one folder. */
    for (size_t i = 0; !is_among && i < count; i++) {
        size_t size = (size_t)(path_name(paths[i]) - paths[i]);
        bool again = i > 0 && (size_t)(path_name(paths[i - 1]) - paths[i - 1]) == size
            && memcmp(paths[i - 1], paths[i], size) == 0;
        const char *folder = again ? NULL : path_folder(arena, paths[i]);
        is_among = folder != NULL && file_is_among(out, &folder, 1);
    }
    return is_among;
}

struct plan *plan_make(struct invocation *invocation, const char **paths, size_t count,
    const struct plan_options *wanted) {
    struct arena *arena = invocation->arena;
    struct plan *plan = arena_new_of(arena, struct plan);
    plan->out = wanted->out;
    plan->formats = wanted->formats;
    plan->whole = wanted->whole;
    plan->shard = wanted->shard;
    plan->bytes = (struct buffer)BUFFER_EMPTY;
    plan->record_path = wanted->recorded ? path_join(arena, wanted->out, RECORD_NAME) : NULL;
    plan->now = target_now(wanted->out);
    if (plan->now == 0 && !file_exists(wanted->out)) {
        plan->now = target_now(wanted->root);
    }
    const struct record *nothing = arena_new_of(arena, struct record);
    const struct record *known = wanted->known
        ? record_read(arena, path_join(arena, wanted->out, RECORD_NAME))
        : nothing;
    plan->record = wanted->recorded && !wanted->force ? known : nothing;
    plan->inputs = inputs_take(invocation, wanted->root, plan->record);
    plan->shared_changed = !digest_equal(plan->inputs->shared, plan->record->shared);
    plan->items = arena_array(arena, count, sizeof *plan->items);
    plan->count = count;
    for (size_t i = 0; i < count; i++) {
        plan->items[i] = (struct plan_item){ .path = paths[i], .name = path_stem(arena, paths[i]) };
        look(plan, arena, &plan->items[i]);
    }
    plan->names = names_of_items(arena, plan);
    plan->all_count = wanted->all == NULL ? count : wanted->all_count;
    plan->all_names = wanted->all == NULL ? plan->names : names_of_paths(arena, wanted->all, wanted->all_count);
    const struct present present = { .names = plan->names,
        .count = count,
        .all = plan->whole ? plan->all_names : NULL,
        .all_count = plan->all_count };
    plan->leftovers =
        leftovers_find(arena, plan->out, plan->inputs, known, &present, &plan->leftover_count);
    plan->changed = plan->changed
        || plan->leftover_count != known->left_count
        || (plan->whole && plan->shard.count <= 1 && plan->record->entry_count != count);
    return plan;
}

void plan_look_closer(struct plan *plan, const struct needs *needs) {
    for (size_t i = 0; plan->shared_changed && i < plan->count; i++) {
        struct plan_item *item = &plan->items[i];
        struct record_entry entry;
        if (!item->stale && record_find(plan->record, item->name, &entry)
            && !digest_equal(needs_today(needs, &entry), entry.needs)) {
            item->stale = true;
            item->input = trace_take(item->path, &entry.input);
            plan->warnings -= entry.warnings;
            plan->stale_count++;
        }
    }
}

void plan_begin_record(struct plan *plan, struct arena *arena, size_t warnings) {
    if (plan->record_path != NULL) {
        const struct record head = { .shared = plan->inputs->shared,
            .warnings = (uint32_t)warnings,
            .files = inputs_for_record(arena, plan->inputs, plan->now),
            .file_count = plan->inputs->count };
        record_begin(&plan->bytes, &head);
    }
}

/* Copies the entries of current definitions up to (not with) an item. */
static void copy_current(struct plan *plan, size_t end) {
    for (; plan->next < end; plan->next++) {
        const struct plan_item *item = &plan->items[plan->next];
        struct record_entry entry;
        if (item->stale || !record_find(plan->record, item->name, &entry)) {
            continue;
        }
        if (item->fresh != NULL) {
            entry = *item->fresh;
            entry.input = trace_for_record(item->path, entry.input, plan->now);
        }
        entry.verified = true;
        record_add(&plan->bytes, &entry);
    }
}

void plan_note(struct plan *plan, size_t item, const struct record_entry *entry) {
    if (plan->record_path != NULL) {
        copy_current(plan, item);
        plan->next = item + 1;
        if (entry != NULL) {
            record_add(&plan->bytes, entry);
        }
    }
}

/* Copies what the record says of definitions that this run was not about. It is read again: another
 * build may have written it since. */
static void copy_others(struct plan *plan, struct arena *arena) {
    const struct record *record = record_read(arena, plan->record_path);
    bool same = digest_equal(record->shared, plan->inputs->shared);
    for (size_t i = 0; i < record->entry_count; i++) {
        struct record_entry entry = record_get(record, i);
        if (!plan_has(plan, entry.name)) {
            entry.verified = entry.verified && same;
            record_add(&plan->bytes, &entry);
        }
    }
}

void plan_finish(struct plan *plan, struct arena *arena) {
    bool changed = plan->changed || plan->shared_changed || plan->stale_count != 0;
    if (plan->record_path != NULL && changed && inputs_are_untouched(plan->inputs)) {
        copy_current(plan, plan->count);
        if (!plan->whole || plan->shard.count > 1) {
            copy_others(plan, arena);
        }
        const char **left = arena_array(arena, plan->leftover_count + 1, sizeof *left);
        for (size_t i = 0; i < plan->leftover_count; i++) {
            left[i] = plan->leftovers[i].key;
        }
        record_end(&plan->bytes, left, plan->leftover_count);
        target_replace(plan->record_path, plan->bytes.data, plan->bytes.size, false);
    }
    buffer_done(&plan->bytes);
}

struct trace papers_trace(const struct trace *papers, size_t count) {
    struct digester seen;
    struct digester content;
    bool proven = true;
    digester_init(&seen);
    digester_init(&content);
    for (size_t i = 0; i < count; i++) {
        proven = proven && !digest_is_none(papers[i].seen);
        digester_add(&seen, papers[i].seen.bytes, sizeof papers[i].seen.bytes);
        digester_add(&content, papers[i].content.bytes, sizeof papers[i].content.bytes);
    }
    struct trace trace = { .content = digester_get(&content) };
    trace.seen = proven ? digester_get(&seen) : trace.seen;
    return trace;
}
