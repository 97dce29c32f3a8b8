/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/definitions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/file.h"
#include "base/text.h"
#include "cmd/shared.h"
#include "report/world.h"

/* The definitions to work on. */
struct paths {
    const char **items;
    size_t count;
    size_t capacity;
};

/* A definition's name and its place in the list. */
struct named {
    const char *stem;
    size_t place;
};

static int by_stem(const void *a, const void *b) {
    const struct named *left = a;
    const struct named *right = b;
    int order = strcmp(left->stem, right->stem);
    return order != 0 ? order : (left->place > right->place) - (left->place < right->place);
}

/* Tells of definitions whose papers would go into the same folder, and leaves out those that are the
 * same file named twice. */
static size_t leave_doubles(
    struct invocation *invocation, const char **paths, size_t count) {
    struct named *named = arena_array(invocation->arena, count + 1, sizeof *named);
    for (size_t i = 0; i < count; i++) {
        named[i] = (struct named){ path_stem(invocation->arena, paths[i]), i };
    }
    if (count != 0) {
        qsort(named, count, sizeof *named, by_stem);
    }
    for (size_t i = 1; i < count; i++) {
        const char *first = paths[named[i - 1].place];
        if (!text_equal(named[i - 1].stem, named[i].stem)) {
            continue;
        }
        if (!text_equal(first, paths[named[i].place])
            && !file_is_among(paths[named[i].place], &first, 1)) {
            finding_add(invocation->findings, DEFINITION_TWICE, (struct span){ 0 }, first,
                paths[named[i].place], NULL)->file = first;
        }
        paths[named[i].place] = NULL;
        named[i].place = named[i - 1].place;
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (paths[i] != NULL) {
            paths[kept++] = paths[i];
        }
    }
    return kept;
}

const char *wrong_suffix_stem(struct arena *arena, const char *path, const char *right) {
    static const char *const yaml[] = { ".yml", ".yaml", ".yaml.txt", ".yml.txt", NULL };
    static const char *const markdown[] = { ".markdown", ".md", ".md.txt", ".mdown", NULL };
    const char *const *suffixes = text_equal(right, ".md") ? markdown : yaml;
    const char *name = path_name(path);
    size_t size = strlen(name);
    for (size_t i = 0; suffixes[i] != NULL && name[0] != '.'; i++) {
        size_t end = strlen(suffixes[i]);
        if (size > end && strcasecmp(name + size - end, suffixes[i]) == 0 && !text_ends(name, right)) {
            return arena_copy(arena, name, size - end);
        }
    }
    return NULL;
}

/* A definition whose name ends in another way than it should would go unnoticed. False: it is none. */
static bool tell_other_suffix(struct invocation *invocation, const char *path) {
    const char *stem = wrong_suffix_stem(invocation->arena, path, ".yaml");
    if (stem != NULL) {
        finding_add(invocation->findings, DEFINITION_SUFFIX, (struct span){ 0 }, path, stem, NULL)->file =
            path;
    }
    return stem != NULL;
}

/* Folders within agreements/ that are looked into for definitions that lie too deep. */
enum { DEPTH_LARGEST = 2 };

static bool holds_definition(struct arena *arena, const char *folder, int depth) {
    size_t count = 0;
    char **names = file_list(arena, folder, "", &count);
    for (size_t i = 0; names != NULL && i < count; i++) {
        const char *path = path_join(arena, folder, names[i]);
        bool is_folder = file_is_folder(path);
        if (is_folder ? depth < DEPTH_LARGEST && holds_definition(arena, path, depth + 1)
                      : text_ends(names[i], ".yaml")) {
            return true;
        }
    }
    return false;
}

/* Tells of a folder among definitions that has some of its own: nobody reads them unless they are named. */
static void tell_below(struct invocation *invocation, const char *folder, const char *below) {
    if (file_is_folder(below) && holds_definition(invocation->arena, below, 1)) {
        finding_add(invocation->findings, DEFINITION_BELOW, (struct span){ 0 }, below, folder, NULL);
    }
}

/* Adds the definitions of a folder, or of agreements/ in it. */
static void add_folder(struct invocation *invocation, struct paths *paths, const char *folder) {
    struct arena *arena = invocation->arena;
    const char *inside = path_join(arena, folder, "agreements");
    folder = file_is_folder(inside) ? inside : folder;
    size_t count = 0;
    struct arena *scratch = arena_new(); /* for the names: their paths are kept */
    char **names = file_list(scratch, folder, "", &count);
    if (names == NULL) {
        finding_add_fault(invocation->findings, FOLDER_UNREADABLE, folder, errno);
    }
    /* In a root, the other folders hold other things. */
    bool is_root = file_exists(path_join(arena, folder, "kommun.yaml"));
    for (size_t i = 0; i < count; i++) {
        const char *path = path_join(arena, folder, names[i]);
        if (text_ends(names[i], ".yaml")) {
            ARRAY_ADD(arena, *paths, path);
        } else if (!tell_other_suffix(invocation, path) && !is_root) {
            tell_below(invocation, folder, path);
        }
    }
    arena_free(scratch);
}

/* Adds what one operand names: a file, a folder, or a definition by its name alone. */
static void add_operand(const char *root, struct invocation *invocation,
    const struct shared *shared, struct paths *paths, const char *operand) {
    struct arena *arena = invocation->arena;
    const char *suffix = text_ends(operand, ".yaml") ? "" : ".yaml";
    const char *inside =
        path_join(arena, root, arena_printf(arena, "agreements/%s%s", operand, suffix));
    if (text_ends(operand, ".md") || shared_path(arena, shared, operand) != NULL) {
        finding_add(invocation->findings, DEFINITION_OTHER, (struct span){ 0 }, operand, NULL)->file
            = operand;
    } else if (file_exists(operand) && !file_is_folder(operand)
        && tell_other_suffix(invocation, operand)) {
        return;
    } else if (file_is_folder(operand)) {
        size_t before = paths->count;
        add_folder(invocation, paths, operand);
        if (paths->count == before && findings_status(invocation->findings) == STATUS_OK) {
            finding_add(invocation->findings, DEFINITION_NONE, (struct span){ 0 }, operand, NULL);
        }
    } else {
        ARRAY_ADD(arena, *paths, !file_exists(operand) && file_exists(inside) ? inside : operand);
    }
}

/* A name as file systems compare it that do not tell small letters from capitals. */
struct folded {
    const char *folded;
    const char *path;
    const char *stem;
};

static int by_folded(const void *a, const void *b) {
    const struct folded *left = a;
    const struct folded *right = b;
    int order = strcmp(left->folded, right->folded);
    return order != 0 ? order : strcmp(left->path, right->path);
}

/* Tells of definitions whose names differ only in case, or in how letters are composed: where file systems see no
 * difference, they have one folder of papers. Most names are plain, and then there is nothing to compare. */
static void tell_alike(struct invocation *invocation, const char *const *paths, size_t count) {
    struct arena *arena = arena_new(); /* for the work: there may be ten thousands of names */
    struct folded *names = arena_array(arena, count + 1, sizeof *names);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        const char *stem = path_stem(arena, paths[i]);
        bool is_plain = stem[strspn(stem, "abcdefghijklmnopqrstuvwxyz0123456789-_.")] == '\0'
            || text_fault(stem, strlen(stem)) != strlen(stem);
        names[i] = (struct folded){ is_plain ? stem : text_fold(arena, text_nfc(arena, stem)), paths[i], stem };
        any = any || !is_plain;
    }
    if (any) {
        qsort(names, count, sizeof *names, by_folded);
    }
    for (size_t i = 1; any && i < count; i++) {
        const struct folded *first = &names[i - 1];
        if (strcmp(first->folded, names[i].folded) == 0 && strcmp(first->stem, names[i].stem) != 0) {
            finding_add(invocation->findings, DEFINITION_TWICE, (struct span){ 0 }, first->path,
                names[i].path, NULL);
        }
    }
    arena_free(arena);
}

const char **definitions_find(const char *root, struct invocation *invocation, size_t *count) {
    struct arena *arena = invocation->arena;
    struct paths paths = { 0 };
    struct shared shared = { { NULL } };
    if (invocation->operand_count != 0) {
        shared = shared_find(arena, root);
    }
    for (size_t i = 0; i < invocation->operand_count; i++) {
        add_operand(root, invocation, &shared, &paths, invocation->operands[i]);
    }
    /* The names of one folder differ by themselves. */
    if (invocation->operand_count == 0) {
        add_folder(invocation, &paths, path_join(arena, root, "agreements"));
        *count = paths.count;
    } else {
        *count = leave_doubles(invocation, paths.items, paths.count);
    }
    tell_alike(invocation, paths.items, *count);
    return paths.items != NULL ? paths.items : arena_array(arena, 0, sizeof *paths.items);
}
