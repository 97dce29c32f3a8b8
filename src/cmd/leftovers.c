/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/leftovers.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/file.h"
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
            const char *draft = (kind & 1) != 0 ? ".UTKAST" : "";
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

static void look(struct search *search, const char *name, const char *paper) {
    if (is_plain(name) && is_plain(paper) && !is_paper(search->inputs, paper)
        && paper_files(search->arena, search->out, name, paper)[0] != NULL) {
        const char *key = arena_printf(search->arena, "%s/%s", name, paper);
        ARRAY_ADD(search->arena, search->found, (struct leftover){ name, paper, key });
    }
}

/* The papers that the record's definitions were given, as far as they are none today. */
static const char *const *former_papers(
    struct search *search, const struct record *record, size_t *count) {
    ARRAY_OF(const char *) former = { 0 };
    for (size_t i = 0; i < record->file_count; i++) {
        const char *paper = inputs_paper(search->arena, record->files[i].name);
        if (paper != NULL && !is_paper(search->inputs, paper)) {
            ARRAY_ADD(search->arena, former, paper);
        }
    }
    *count = former.count;
    return former.items;
}

static void look_by_record(struct search *search, const struct record *record) {
    size_t count = 0;
    const char *const *former = former_papers(search, record, &count);
    for (size_t i = 0; i < record->left_count; i++) {
        const char *slash = strchr(record->left[i], '/');
        if (slash != NULL) {
            size_t size = (size_t)(slash - record->left[i]);
            look(search, arena_copy(search->arena, record->left[i], size), slash + 1);
        }
    }
    for (size_t i = 0; count != 0 && i < record->entry_count; i++) {
        const char *name = record_get(record, i).name;
        for (size_t j = 0; j < count; j++) {
            look(search, name, former[j]);
        }
    }
}

static void look_by_installed(struct search *search, const char *const *names, size_t name_count) {
    size_t count = 0;
    char **files = file_list(
        search->arena, workspace_installed(search->arena, "templates"), ".md", &count);
    for (size_t i = 0; files != NULL && i < count; i++) {
        const char *paper = path_stem(search->arena, files[i]);
        for (size_t j = 0; j < name_count && !is_paper(search->inputs, paper); j++) {
            look(search, names[j], paper);
        }
    }
}

static int by_key(const void *left, const void *right) {
    return strcmp(((const struct leftover *)left)->key, ((const struct leftover *)right)->key);
}

struct leftover *leftovers_find(struct arena *arena, const char *out,
    const struct inputs *inputs, const struct record *record, const char *const *names,
    size_t name_count, size_t *count) {
    struct search search = { .arena = arena, .out = out, .inputs = inputs };
    if (record->file_count != 0) {
        look_by_record(&search, record);
    } else {
        look_by_installed(&search, names, name_count);
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
