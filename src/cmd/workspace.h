/* SPDX-License-Identifier: EUPL-1.2
 *
 * Everything that all definitions share, read and compiled once: kommun.yaml, schemas, templates, and
 * what the renderers need. After workspace_open() it is const and shared by threads.
 */
#ifndef UNDERLAG_CMD_WORKSPACE_H
#define UNDERLAG_CMD_WORKSPACE_H

#include "check/guideline.h"
#include "check/schema.h"
#include "cmd/command.h"
#include "fill/template.h"
#include "render/render.h"
#include "tree/tree.h"

struct workspace {
    struct arena *arena;
    const char *root;               /* the folder with kommun.yaml and agreements/ */
    const struct tree *kommun;      /* settled; NULL when it could not be read */
    const struct schema *schema;    /* of definitions */
    const struct template *const *templates; /* one a paper, by the file's name */
    size_t template_count;
    const struct library *partials;
    const struct guideline *const *guidelines;
    size_t guideline_count;
    struct render_data render_data;
    const char *reference;          /* path of the corporate template; NULL: none */
};

/* What a command wants of the guidelines. */
enum guideline_use {
    GUIDELINE_RULES, /* to try the rules */
    GUIDELINE_WHOLE, /* to tell what is wrong with the files, too */
    GUIDELINE_PAGES, /* to explain the rules, also those of a file with faults */
};

/* The folder named by --root, else the nearest one upwards that holds kommun.yaml, else ".". */
const char *workspace_root(struct invocation *invocation);

/* The path as it is seen from the root, when it lies below it; else the file's name. It is the same whatever the
 * working directory is, and however the root was named. */
const char *workspace_place(
    struct arena *arena, const struct workspace *workspace, const char *path);

/* Opens the folder named by --root, else the nearest one upwards that holds kommun.yaml. Faults go to
 * the invocation's findings. NULL when there is nothing to work with. */
const struct workspace *workspace_open(struct invocation *invocation, enum guideline_use use);

/* A folder of data (schema, templates): the root's own, else the installed one. NULL: neither. */
const char *workspace_folder(struct arena *arena, const char *root, const char *name);

/* A file of schema/: the root's own, else the installed one; when there is neither, where the root's own should
 * be. */
const char *workspace_schema_path(struct arena *arena, const char *root, const char *name);

/* Reads and compiles one schema of schema/; NULL when something is wrong, which is then told. */
const struct schema *workspace_schema(
    struct arena *arena, const char *root, const char *name, struct findings *findings);

/* Where the installed data of that name would be. */
const char *workspace_installed(struct arena *arena, const char *name);

#endif
