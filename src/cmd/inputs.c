/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/inputs.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/file.h"
#include "base/identity.h"
#include "base/text.h"
#include "cmd/workspace.h"
#include "config.h"

/* Folders within folders that are looked into. */
enum { DEPTH_LARGEST = 4 };

/* Names of the corporate template: that of kommun.yaml, followed by its path below the root; that of
 * --reference, followed by its path as it was typed. */
#define REFERENCE_KOMMUN "wordmall:"
#define REFERENCE_OPTION "reference:"

struct listing {
    struct arena *arena;
    const struct record *record;
    ARRAY_OF(struct input) inputs;
};

struct digest digest_of_stamp(struct file_stamp stamp) {
    bool missing = stamp.inode == 0 && stamp.modified == 0;
    return missing ? (struct digest){ { 0 } } : digest_of(&stamp, sizeof stamp);
}

struct digest trace_seen(const char *path) {
    return digest_of_stamp(file_stamp(path));
}

/* Reads the file for its trace; its stamp is that of what was read. */
static struct trace trace_read(const char *path, struct file_stamp *stamp) {
    struct arena *arena = arena_new();
    size_t size = 0;
    const char *bytes = file_read_stamped(arena, path, &size, stamp);
    struct trace trace = { .seen = digest_of_stamp(*stamp) };
    if (bytes != NULL) {
        trace.content = digest_of(bytes, size);
    } else {
        *stamp = file_stamp(path);
        trace.seen = digest_of_stamp(*stamp);
    }
    arena_free(arena);
    return trace;
}

/* trace_take() with the stamp itself. */
static struct trace take_trace(
    const char *path, const struct trace *known, struct file_stamp *stamp) {
    if (known != NULL && !digest_is_none(known->seen)) {
        *stamp = file_stamp(path);
        if (digest_equal(known->seen, digest_of_stamp(*stamp))) {
            return *known;
        }
    }
    return trace_read(path, stamp);
}

struct trace trace_take(const char *path, const struct trace *known) {
    struct file_stamp stamp;
    return take_trace(path, known, &stamp);
}

static struct trace only_settled(struct trace trace, const struct file_stamp *stamp, int64_t now) {
    return file_stamp_is_settled(stamp, now) ? trace : (struct trace){ .content = trace.content };
}

struct trace trace_for_record(const char *path, struct trace trace, int64_t now) {
    struct file_stamp stamp = file_stamp(path);
    bool same = digest_equal(digest_of_stamp(stamp), trace.seen);
    return same ? only_settled(trace, &stamp, now) : (struct trace){ .content = trace.content };
}

static void add_input(struct listing *listing, const struct input *input) {
    ARRAY_ADD(listing->arena, listing->inputs, *input);
}

static struct input look_at(const struct listing *listing, const char *name, const char *path) {
    const struct record_file *known = record_find_file(listing->record, name);
    struct input input = { .name = name, .path = path };
    input.trace = take_trace(path, known != NULL ? &known->trace : NULL, &input.stamp);
    return input;
}

static void add_file(struct listing *listing, const char *name, const char *path) {
    struct input input = look_at(listing, name, path);
    add_input(listing, &input);
}

static void add_folder(struct listing *listing, const char *name, const char *path, int depth) {
    size_t count = 0;
    char **files = file_list(listing->arena, path, "", &count);
    for (size_t i = 0; files != NULL && i < count; i++) {
        const char *below = arena_printf(listing->arena, "%s/%s", name, files[i]);
        const char *file = path_join(listing->arena, path, files[i]);
        struct input input = look_at(listing, below, file);
        /* What has a trace is a file; only the rest has to be asked. */
        if (!digest_is_none(input.trace.seen) || !file_is_folder(file)) {
            add_input(listing, &input);
        } else if (depth < DEPTH_LARGEST) {
            add_folder(listing, below, file, depth + 1);
        }
    }
}

/* Adds what the listing has not already: the root's own files come before installed ones. */
static void add_missing(struct listing *listing, const char *name, const char *path) {
    struct listing more = { .arena = listing->arena, .record = listing->record };
    size_t own = listing->inputs.count;
    add_folder(&more, name, path, 1);
    for (size_t i = 0; i < more.inputs.count; i++) {
        bool known = false;
        for (size_t j = 0; j < own && !known; j++) {
            known = strcmp(listing->inputs.items[j].name, more.inputs.items[i].name) == 0;
        }
        if (!known) {
            ARRAY_ADD(listing->arena, listing->inputs, more.inputs.items[i]);
        }
    }
}

static bool has_folder(const struct listing *listing, const char *folder) {
    for (size_t i = 0; i < listing->inputs.count; i++) {
        if (text_starts(listing->inputs.items[i].name, folder)) {
            return true;
        }
    }
    return false;
}

/* Where the workspace looks: see workspace.c for what may be installed and what is the root's own. */
static void add_data(struct listing *listing, const char *root) {
    struct arena *arena = listing->arena;
    static const char *const folders[] = { "guidelines", "schema", "templates" };
    static const char *const parts[] = { "templates/docx", "templates/html" };
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        const char *folder = workspace_folder(arena, root, folders[i]);
        if (folder != NULL) {
            add_folder(listing, folders[i], folder, 1);
        }
    }
    add_missing(listing, "schema", workspace_installed(arena, "schema"));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!has_folder(listing, arena_printf(arena, "%s/", parts[i]))) {
            add_folder(listing, parts[i], workspace_installed(arena, parts[i]), 1);
        }
    }
}

static int by_name(const void *left, const void *right) {
    return strcmp(((const struct input *)left)->name, ((const struct input *)right)->name);
}

const char *inputs_paper(struct arena *arena, const char *name) {
    static const char folder[] = "templates/";
    bool is_paper = text_starts(name, folder) && text_ends(name, ".md")
        && strchr(name + sizeof folder - 1, '/') == NULL;
    return is_paper ? path_stem(arena, name) : NULL;
}

static void find_papers(struct arena *arena, struct inputs *inputs) {
    const char **papers = arena_array(arena, inputs->count + 1, sizeof *papers);
    for (size_t i = 0; i < inputs->count; i++) {
        const char *paper = inputs_paper(arena, inputs->items[i].name);
        if (paper != NULL) {
            papers[inputs->paper_count++] = paper;
        }
    }
    inputs->papers = papers;
}

/* The program, and the options that change what is written (not those that say where or which; the
 * corporate template is a file among the others). */
static void add_program(struct digester *digester, const struct invocation *invocation) {
    struct digest identity = program_identity();
    digester_add_string(digester, UNDERLAG_VERSION);
    digester_add(digester, identity.bytes, sizeof identity.bytes);
    digester_add_string(digester, option_value(invocation, OPTION_PLAIN, NULL));
}

static struct digest digest_inputs(
    const struct invocation *invocation, const struct inputs *inputs, bool all) {
    struct digester digester;
    digester_init(&digester);
    add_program(&digester, invocation);
    for (size_t i = 0; i < inputs->count; i++) {
        const struct input *input = &inputs->items[i];
        if (all || (strcmp(input->name, "kommun.yaml") != 0 && !text_starts(input->name, "guidelines/"))) {
            digester_add_string(&digester, input->name);
            digester_add(&digester, input->trace.content.bytes, sizeof(struct digest));
        }
    }
    return digester_get(&digester);
}

static const char *reference_name(
    const struct invocation *invocation, const char *root, const char *reference) {
    struct arena *arena = invocation->arena;
    if (option_given(invocation, OPTION_REFERENCE)) {
        return arena_printf(arena, REFERENCE_OPTION "%s", reference);
    }
    const char *folder = arena_printf(arena, "%s/", root);
    bool below = text_starts(reference, folder);
    return arena_printf(arena, REFERENCE_KOMMUN "%s", reference + (below ? strlen(folder) : 0));
}

/* Sorts the files, and finds out what follows from them. */
static const struct inputs *finish(const struct invocation *invocation, struct listing *listing,
    const char *root, const char *reference) {
    struct inputs *inputs = arena_new_of(listing->arena, struct inputs);
    if (reference != NULL) {
        add_file(listing, reference_name(invocation, root, reference), reference);
    }
    qsort(listing->inputs.items, listing->inputs.count, sizeof *listing->inputs.items, by_name);
    inputs->root = root;
    inputs->reference = reference;
    inputs->items = listing->inputs.items;
    inputs->count = listing->inputs.count;
    find_papers(listing->arena, inputs);
    inputs->shared = digest_inputs(invocation, inputs, true);
    inputs->common = digest_inputs(invocation, inputs, false);
    return inputs;
}

/* The corporate template as far as it is known before kommun.yaml is read. */
static const char *known_reference(
    const struct invocation *invocation, const char *root, const struct record *record) {
    const char *reference = option_value(invocation, OPTION_REFERENCE, NULL);
    for (size_t i = 0; reference == NULL && i < record->file_count; i++) {
        if (text_starts(record->files[i].name, REFERENCE_KOMMUN)) {
            return path_join(
                invocation->arena, root, record->files[i].name + strlen(REFERENCE_KOMMUN));
        }
    }
    return reference;
}

const struct inputs *inputs_take(
    struct invocation *invocation, const char *root, const struct record *record) {
    struct listing listing = { .arena = invocation->arena, .record = record };
    add_file(&listing, "kommun.yaml", path_join(invocation->arena, root, "kommun.yaml"));
    add_data(&listing, root);
    return finish(invocation, &listing, root, known_reference(invocation, root, record));
}

const struct inputs *inputs_with_reference(
    struct invocation *invocation, const struct inputs *inputs, const char *reference) {
    const struct record nothing = { 0 };
    struct listing listing = { .arena = invocation->arena, .record = &nothing };
    bool none = reference == NULL || inputs->reference == NULL;
    if (none ? reference == inputs->reference : text_equal(reference, inputs->reference)) {
        return inputs;
    }
    for (size_t i = 0; i < inputs->count; i++) {
        if (inputs->reference == NULL || strcmp(inputs->items[i].path, inputs->reference) != 0) {
            ARRAY_ADD(listing.arena, listing.inputs, inputs->items[i]);
        }
    }
    return finish(invocation, &listing, inputs->root, reference);
}

bool inputs_are_untouched(const struct inputs *inputs) {
    for (size_t i = 0; i < inputs->count; i++) {
        if (!digest_equal(trace_seen(inputs->items[i].path), inputs->items[i].trace.seen)) {
            return false;
        }
    }
    return true;
}

const struct record_file *inputs_for_record(
    struct arena *arena, const struct inputs *inputs, int64_t now) {
    struct record_file *files = arena_array(arena, inputs->count, sizeof *files);
    for (size_t i = 0; i < inputs->count; i++) {
        const struct input *input = &inputs->items[i];
        files[i].name = input->name;
        files[i].trace = only_settled(input->trace, &input->stamp, now);
    }
    return files;
}
