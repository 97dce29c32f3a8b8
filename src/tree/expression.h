/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside tree/: what libxml2 does not say about an expression before it is evaluated.
 */
#ifndef UNDERLAG_TREE_EXPRESSION_H
#define UNDERLAG_TREE_EXPRESSION_H

#include "tree/query.h"

/* Bytes of an expression, and parentheses or brackets within each other. */
#define EXPRESSION_LARGEST ((size_t)8192)
#define EXPRESSION_DEPTH_LARGEST 64

/* A stretch of the expression. */
struct word {
    size_t offset, length;
};

struct expression {
    const char *text;
    struct span where;
    const char *const *variables; /* NULL-terminated, in order of first use */
    const struct word *places;    /* of each variable's first use, with its dollar sign */
    const struct word *steps;     /* names of nodes that paths ask for, each time */
    size_t step_count;
    bool rooted;                  /* see query_is_rooted() */
};

/* Reads names of variables and checks names and arguments of functions. False when a finding was
 * added. */
bool expression_read(struct arena *arena, const char *text, struct span where,
    struct expression *expression, struct findings *findings);

/* See query_reads(). */
enum query_reading expression_reads(const struct expression *expression, const char *const path[3]);

/* Whether the step ends a path that < or > compares; gives the path. */
bool expression_orders(const struct expression *expression, size_t step, struct word *path);

/* The place in the file of a stretch of the expression. */
struct span expression_span(const struct expression *expression, size_t offset, size_t length);

#endif
