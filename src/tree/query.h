/* SPDX-License-Identifier: EUPL-1.2
 *
 * XPath 1.0 over the tree, with functions of our own (dates, names, text tests; function.c). An
 * expression is compiled once and may then be used by many threads; each thread evaluates in a
 * context of its own.
 */
#ifndef UNDERLAG_TREE_QUERY_H
#define UNDERLAG_TREE_QUERY_H

#include <libxml/xpath.h>
#include <stdbool.h>

#include "base/cleanup.h"
#include "tree/tree.h"

struct query;         /* a compiled expression, owned by the arena it was compiled on */
struct query_context; /* what evaluations need besides it; one thread at a time */

/* A variable ($name) for an evaluation. */
struct query_variable {
    const char *name;
    xmlXPathObject *value; /* owned by whoever made it; query_run() copies it */
};

/* To be called once, before libxml2 is used and threads are started: its own messages are silenced,
 * and no memory ends the program. */
void query_setup(void);

/* Compiles the expression. A fault (syntax, unknown function, wrong number of arguments) becomes a
 * finding at its place inside `where`, the span of the expression in its file; then NULL. */
const struct query *query_compile(
    struct arena *arena, const char *expression, struct span where, struct findings *findings);

/* The same for an expression that may never be evaluated: names and arguments are checked now, but it is
 * compiled, and a fault of syntax told, when it is evaluated for the first time. */
const struct query *query_compile_later(
    struct arena *arena, const char *expression, struct span where, struct findings *findings);

/* Names of variables that the expression uses, NULL-terminated, in order of first use. */
const char *const *query_variables(const struct query *query);

/* Whether the value is the same for all nodes of a document, if that of the variables is: all paths begin
 * at the root or at a variable. False when in doubt. */
bool query_is_rooted(const struct query *query);

/* The name of the `index`th node that the expression's paths ask for, as often as it stands there; NULL behind
 * the last. Attributes and wildcards are left out. */
const char *query_step(struct arena *arena, const struct query *query, size_t index);

/* Its place. */
struct span query_step_span(const struct query *query, size_t index);

/* The path that this step ends when < or > compares it, on the arena; NULL when they do not. */
const char *query_ordered_path(struct arena *arena, const struct query *query, size_t index);

/* Whether the expression reads nodes of that path: path[0] is their name, path[1] the key that they stand
 * under and path[2] the one above it; NULL: any. Entries of lists have no key of their own: what stands in
 * them stands under the list's. */
enum query_reading {
    READING_NONE,
    READING_OPEN, /* the name is there, but what it stands under cannot be told */
    READING_SURE,
};
enum query_reading query_reads(const struct query *query, const char *const path[3]);

/* Whether a byte of an expression may begin a name, or go on with one: "a-b" is a name, "-b" and "1-b"
 * are none. */
static inline bool query_begins_name(char c) {
    return (unsigned char)((c | 0x20) - 'a') < 26 || c == '_' || (unsigned char)c >= 0x80;
}
static inline bool query_is_name_byte(char c) {
    return query_begins_name(c) || (unsigned char)(c - '0') < 10 || c == '-' || c == '.';
}

/* The expression as it was compiled, and the place of a stretch of it. */
const char *query_text(const struct query *query);
struct span query_span(const struct query *query, size_t offset, size_t length);

/* The place of `$name` within the expression's place: of its first use. */
struct span query_variable_span(const struct query *query, const char *name);

/* A context for any number of evaluations, owned by the arena. `kommun` is what i-registret() asks;
 * NULL: nothing is in any register. */
struct query_context *query_context_new(struct arena *arena, const struct tree *kommun);

/* Whether the evaluations in the context have taken all the time they may together, some seconds. That was
 * told; query_run() gives NULL from then on. */
bool query_context_is_spent(const struct query_context *context);

/* Evaluates with `node` as context node. The result is the caller's: xmlXPathFreeObject(), or
 * CLEANUP(xpath). A fault during evaluation (wrong type, unknown variable, too much work) becomes a
 * finding at `where` of the compilation; then NULL. */
xmlXPathObject *query_run(const struct query *query, struct query_context *context,
    const xmlNode *node, const struct query_variable *variables, size_t variable_count,
    struct findings *findings);

DEFINE_CLEANUP(xpath, xmlXPathObject *, xmlXPathFreeObject)

/* A number with the digits that it needs and no exponent, as XPath writes it (4.2); "" for what is none
 * (0 div 0) and for the infinite (1 div 0). */
char *query_number(struct arena *arena, double number);

/* A result as text on the arena: a node's text (of the first node), a number as query_number(), "ja" or
 * "nej" for a boolean. */
char *query_string(struct arena *arena, const xmlXPathObject *value);

/* The value, now owned by the arena. */
xmlXPathObject *query_own(struct arena *arena, xmlXPathObject *value);

/* A result as truth: a node-set is true when not empty, else as XPath's boolean(). */
bool query_truth(const xmlXPathObject *value);

/* Names of the functions that expressions may use (XPath's and ours), NULL-terminated; for help and
 * for "menade du". */
const char *const *query_function_names(struct arena *arena);

#endif
