/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside fill/: the state of filling one template.
 */
#ifndef UNDERLAG_FILL_FILL_H
#define UNDERLAG_FILL_FILL_H

#include "fill/context.h"
#include "fill/output.h"

/* The blocks inside a parent tag that is being filled, on the C stack of who fills it. */
struct arguments {
    const struct tag *parent;
    const struct arguments *outer;
};

struct filler {
    struct arena *arena;
    const struct fill_options *options;
    const struct template *template;
    struct context context;
    struct output output;
    const struct arguments *arguments;
    const char *hole; /* the name whose value is known to be missing where it is asked for, or NULL */
    size_t depth;
    size_t steps;
    bool stopped; /* a limit was passed */
};

/* Writes a variable tag. */
void fill_variable(struct filler *filler, const struct tag *tag);

/* The name that {{>*x}} or {{<*x}} stands for; NULL when there is none, which is told. */
const char *dynamic_name(struct filler *filler, const struct tag *tag);

/* Tells that a partial is not there. */
void missing_partial(struct filler *filler, const struct tag *tag, const char *name);

#endif
