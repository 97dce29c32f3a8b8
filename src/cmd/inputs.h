/* SPDX-License-Identifier: EUPL-1.2
 *
 * The files that all definitions share: kommun.yaml, schema/, templates/, guidelines/. Known by name
 * and content without being understood, so that a build in which nothing changed reads none of them.
 */
#ifndef UNDERLAG_CMD_INPUTS_H
#define UNDERLAG_CMD_INPUTS_H

#include "base/file.h"
#include "cmd/command.h"
#include "cmd/record.h"

struct input {
    const char *name; /* below the root, or below the installed data: "templates/partials/mal.md" */
    const char *path; /* where it is */
    struct trace trace;
    struct file_stamp stamp; /* when the trace was taken */
};

struct inputs {
    const char *root;
    const struct input *items; /* by name */
    size_t count;
    const char *const *papers; /* names of the templates: "tjansteskrivelse"; by the alphabet */
    size_t paper_count;
    struct digest shared;      /* of all of them, the options that shape papers, and the program */
    struct digest common;      /* the same without kommun.yaml and guidelines, which needs.h knows
                                  in detail */
    const char *reference;     /* path of the corporate template; NULL: none that is known of */
};

/* Lists the files and takes their traces. Content is read only where the stamp is not that of the
 * record. The corporate template is --reference, else the one that the record names: that kommun.yaml
 * names another shows when it is read, and only a changed one can. */
const struct inputs *inputs_take(
    struct invocation *invocation, const char *root, const struct record *record);

/* The same with this corporate template (NULL: none), once kommun.yaml was read. */
const struct inputs *inputs_with_reference(
    struct invocation *invocation, const struct inputs *inputs, const char *reference);

/* Whether all files still have the stamps they had then. */
bool inputs_are_untouched(const struct inputs *inputs);

/* The files as a record keeps them, which is only written when they are untouched: without stamps that are
 * younger than `now` (target_now) allows. */
const struct record_file *inputs_for_record(
    struct arena *arena, const struct inputs *inputs, int64_t now);

/* What the file system says of a file now, and with its content; `known` (or NULL) spares the reading
 * when the stamp is the same. A missing file has no digests. */
struct digest trace_seen(const char *path);
struct digest digest_of_stamp(struct file_stamp stamp);
struct trace trace_take(const char *path, const struct trace *known);

/* The trace as a record keeps it: `seen` only when it is settled. */
struct trace trace_for_record(const char *path, struct trace trace, int64_t now);

/* The paper whose template is the input of that name; NULL when it is no template, as what lies deeper
 * than templates/, which is part of one. */
const char *inputs_paper(struct arena *arena, const char *name);

#endif
