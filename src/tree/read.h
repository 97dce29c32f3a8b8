/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside tree/: the readers behind tree_read(), and what they share. The text they get is valid
 * UTF-8; that of YAML holds no control characters.
 */
#ifndef UNDERLAG_TREE_READ_H
#define UNDERLAG_TREE_READ_H

#include "tree/node.h"

/* What is read of a source: all of its text, or some lines of it. */
struct excerpt {
    const char *text;
    size_t size;
    const uint32_t *lines; /* the source's line for each line of the text, from 0; NULL: the same */
    size_t line_count;
};

/* The tree of a YAML text that is plain, as nearly all are, and of which there is nothing to say; NULL
 * when it is any other. What it gives is what yaml_read() gives, node by node and place by place. */
struct tree *plain_read(struct arena *arena, const struct source *source,
    const struct excerpt *excerpt, const char *root_name);

/* The tree of any YAML text, by libyaml; see tree_read(). */
struct tree *yaml_read(struct arena *arena, const struct source *source,
    const struct excerpt *excerpt, const char *root_name, struct findings *findings);

/* The same of JSON. */
struct tree *json_read(struct arena *arena, const struct source *source, const char *root_name,
    struct findings *findings);

/* A scalar's text as it is kept: NFC; the same pointer when nothing has to change, else on the arena. */
const char *scalar_text(struct arena *arena, const char *value, enum node_style style);

/* A fault that libyaml found, told in our words. `problem` is libyaml's. */
struct yaml_problem {
    const char *problem;
    size_t problem_offset;
    size_t context_offset; /* where the thing began that could not be finished */
    size_t open_offset;    /* where the innermost open list or mapping began; or the size */
};
void yaml_fault(
    const struct source *source, const struct yaml_problem *problem, struct findings *findings);

/* The place in the source of `length` bytes from `offset` of a scalar's text, when the scalar
 * stands at `span` in this style. */
struct span place_in_scalar(
    struct span span, enum node_style style, const char *text, size_t offset, size_t length);

#endif
