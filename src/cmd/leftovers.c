/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/leftovers.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/file.h"
#include "base/map.h"
#include "base/text.h"
#include "cmd/plan.h"

/* A file or a folder itself: links lead to what others own. */
static bool is_own(const char *path, mode_t kind) {
    struct stat status;
    return lstat(path, &status) == 0 && (status.st_mode & S_IFMT) == kind;
}

const char *const *paper_files(
    struct arena *arena, const char *out, const char *name, const char *paper) {
    ARRAY_OF(const char *) files = { 0 };
    bool is_there = is_own(arena_printf(arena, "%s/%s", out, name), S_IFDIR);
    for (size_t i = 0; is_there && renderers[i].name != NULL; i++) {
        bool has_review = strcmp(renderers[i].name, "html") == 0;
        for (int kind = 0; kind < (has_review ? 4 : 2); kind++) {
            const char *draft = (kind & 1) != 0 ? DRAFT_ENDING : "";
            const char *review = (kind & 2) != 0 ? ".granskning" : "";
            const char *suffix = arena_printf(arena, "%s%s%s", draft, review, renderers[i].suffix);
            const char *path = paper_path(arena, out, name, paper, suffix);
            if (is_own(path, S_IFREG)) {
                ARRAY_ADD(arena, files, path);
            }
        }
    }
    ARRAY_ADD(arena, files, NULL);
    return files.items;
}

struct search {
    struct arena *arena;
    const char *out;
    const struct inputs *inputs;
    const struct present *present;
    ARRAY_OF(struct leftover) found;
};

static bool is_paper(const struct inputs *inputs, const char *paper) {
    for (size_t i = 0; i < inputs->paper_count; i++) {
        if (strcmp(inputs->papers[i], paper) == 0) {
            return true;
        }
    }
    return false;
}

/* The record lies in out/, where anyone may have written it: no name in it may lead out of there. */
static bool is_plain(const char *name) {
    return name[0] != '\0' && name[0] != '.' && strchr(name, '/') == NULL;
}

static int by_name(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Whether there is no definition of that name any more. */
static bool is_gone(const struct present *present, const char *name) {
    return present->all != NULL
        && (present->all_count == 0
            || bsearch(&name, present->all, present->all_count, sizeof name, by_name) == NULL);
}

static void look(struct search *search, const char *name, const char *paper, bool guessed) {
    bool is_due = is_paper(search->inputs, paper) && !is_gone(search->present, name);
    if (is_plain(name) && is_plain(paper) && !is_due
        && paper_files(search->arena, search->out, name, paper)[0] != NULL) {
        const char *key = arena_printf(search->arena, "%s/%s%s", name, paper, guessed ? "/" : "");
        ARRAY_ADD(search->arena, search->found, (struct leftover){ name, paper, key, guessed });
    }
}

/* The papers that the record's definitions were given: `former` of them, the first ones, are none today. */
static const char *const *papers_then(
    struct search *search, const struct record *record, size_t *former, size_t *count) {
    const char **papers = arena_array(search->arena, record->file_count + 1, sizeof *papers);
    *former = *count = 0;
    for (size_t i = 0; i < record->file_count; i++) {
        const char *paper = inputs_paper(search->arena, record->files[i].name);
        if (paper == NULL) {
            continue;
        }
        papers[(*count)++] = paper;
        if (!is_paper(search->inputs, paper)) {
            papers[*count - 1] = papers[*former];
            papers[(*former)++] = paper;
        }
    }
    return papers;
}

static void look_by_record(struct search *search, const struct record *record) {
    size_t former = 0;
    size_t count = 0;
    const char *const *papers = papers_then(search, record, &former, &count);
    for (size_t i = 0; i < record->left_count; i++) {
        const char *slash = strchr(record->left[i], '/');
        if (slash != NULL) {
            size_t size = (size_t)(slash - record->left[i]);
            bool guessed = text_ends(slash + 1, "/");
            const char *paper = arena_copy(search->arena, slash + 1, strlen(slash + 1) - guessed);
            look(search, arena_copy(search->arena, record->left[i], size), paper, guessed);
        }
    }
    for (size_t i = 0; i < record->entry_count; i++) {
        const char *name = record_get(record, i).name;
        size_t wanted = is_gone(search->present, name) ? count : former;
        for (size_t j = 0; j < wanted; j++) {
            look(search, name, papers[j], false);
        }
    }
}

static void look_by_installed(struct search *search) {
    size_t count = 0;
    char **files = file_list(
        search->arena, workspace_installed(search->arena, "templates"), ".md", &count);
    for (size_t i = 0; files != NULL && i < count; i++) {
        const char *paper = path_stem(search->arena, files[i]);
        for (size_t j = 0; j < search->present->count; j++) {
            look(search, search->present->names[j], paper, true);
        }
    }
}

static int by_key(const void *left, const void *right) {
    return strcmp(((const struct leftover *)left)->key, ((const struct leftover *)right)->key);
}

struct leftover *leftovers_find(struct arena *arena, const char *out, const struct inputs *inputs,
    const struct record *record, const struct present *present, size_t *count) {
    struct search search = { .arena = arena, .out = out, .inputs = inputs, .present = present };
    if (record->file_count != 0) {
        look_by_record(&search, record);
    } else {
        look_by_installed(&search);
    }
    struct leftover *found = search.found.items;
    *count = 0;
    if (search.found.count != 0) {
        qsort(found, search.found.count, sizeof *found, by_key);
    }
    for (size_t i = 0; i < search.found.count; i++) {
        if (*count == 0 || strcmp(found[*count - 1].key, found[i].key) != 0) {
            found[(*count)++] = found[i];
        }
    }
    return found;
}

/* Adds the drafts of a definition that the list does not have. */
static void look_for_drafts(struct search *search, struct map *known, const char *name) {
    /* There are as many to look at as definitions, and next to no drafts: nothing is kept of what is not there. */
    struct arena *scratch = arena_new();
    for (size_t i = 0; i < search->inputs->paper_count; i++) {
        const char *paper = arena_printf(scratch, "%s" DRAFT_ENDING, search->inputs->papers[i]);
        const char *key = arena_printf(scratch, "%s/%s/", name, paper);
        if (!is_paper(search->inputs, paper) && map_get(known, key) == NULL
            && paper_files(scratch, search->out, name, paper)[0] != NULL) {
            struct leftover draft = { name, arena_string(search->arena, paper), arena_string(search->arena, key), true };
            ARRAY_ADD(search->arena, search->found, draft);
        }
    }
    arena_free(scratch);
}

struct leftover *leftovers_with_drafts(struct arena *arena, const char *out, const struct inputs *inputs,
    const char *const *names, struct leftover *found, size_t *count) {
    struct search search = { .arena = arena, .out = out, .inputs = inputs };
    struct map known = { 0 };
    for (size_t i = 0; i < *count; i++) {
        map_put(arena, &known, found[i].key, &found[i]);
        ARRAY_ADD(arena, search.found, found[i]);
    }
    for (; *names != NULL; names++) {
        look_for_drafts(&search, &known, *names);
    }
    *count = search.found.count;
    return search.found.items;
}
